//! A window with a page in it.

use crate::Result;
use crate::chromium::text;
use crate::keys;
use crate::socket::{Event, LONGEST, Socket};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;

/// How a page is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The width in pixels; up to 500 the screen is a telephone's.
    pub width: u32,
    /// Whether dark is preferred.
    pub dark: bool,
}

/// A window of one person.
pub struct Tab {
    socket: Arc<Socket>,
    session: String,
    complaints: Arc<Mutex<Vec<String>>>,
}

impl Tab {
    pub(crate) async fn begin(socket: Arc<Socket>, session: String) -> Result<Tab> {
        let complaints: Arc<Mutex<Vec<String>>> = Arc::default();
        tokio::spawn(listen(socket.events(), session.clone(), complaints.clone()));
        let tab = Tab {
            socket,
            session,
            complaints,
        };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            tab.call(&format!("{domain}.enable"), json!({})).await?;
        }
        Ok(tab)
    }

    /// Chooses files of this machine in the file input of a selector.
    ///
    /// # Errors
    /// Where there is no such input.
    pub async fn choose(&self, selector: &str, files: &[&Path]) -> Result<()> {
        let expression = format!("document.querySelector({})", json!(selector));
        let found = self
            .call("Runtime.evaluate", json!({"expression": expression}))
            .await?;
        let Some(input) = found["result"]["objectId"].as_str() else {
            return Err(format!("there is no `{selector}` on the page"));
        };
        let chosen = json!({"files": files, "objectId": input});
        self.call("DOM.setFileInputFiles", chosen).await.map(drop)
    }

    /// Calls a method of the debugging protocol on this window.
    ///
    /// # Errors
    /// What the browser says is wrong with it.
    pub async fn call(&self, method: &str, parameters: Value) -> Result<Value> {
        self.socket
            .call(Some(&self.session), method, parameters)
            .await
    }

    /// Goes to an address and waits until its page has loaded.
    ///
    /// # Errors
    /// Where the page does not load.
    pub async fn go(&self, address: &str) -> Result<()> {
        let events = self.socket.events();
        let answer = self.call("Page.navigate", json!({"url": address})).await?;
        if let Some(error) = answer["errorText"].as_str() {
            return Err(format!("`{address}`: {error}"));
        }
        self.loaded(events).await
    }

    /// What an expression gives in the page; a promise is waited for.
    ///
    /// # Errors
    /// What the expression throws.
    pub async fn eval(&self, expression: &str) -> Result<Value> {
        let ask = json!({"expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true});
        let answer = self.call("Runtime.evaluate", ask).await?;
        match answer.get("exceptionDetails") {
            Some(thrown) => Err(format!("`{expression}`: {thrown}")),
            None => Ok(answer["result"]["value"].clone()),
        }
    }

    /// The words that can be read on the page.
    ///
    /// # Errors
    /// Those of the browser.
    pub async fn words(&self) -> Result<String> {
        let words = self.eval("document.body.innerText").await?;
        Ok(words.as_str().unwrap_or_default().to_owned())
    }

    /// Where the window is.
    ///
    /// # Errors
    /// Those of the browser.
    pub async fn address(&self) -> Result<String> {
        let address = self.eval("location.href").await?;
        Ok(address.as_str().unwrap_or_default().to_owned())
    }

    /// Clicks the first element of a selector with the mouse, scrolled to where it can be seen.
    ///
    /// # Errors
    /// Where there is none that can be clicked.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let place = format!(
            "(() => {{ const e = document.querySelector({}); if (!e) return null; \
             e.scrollIntoView({{block: 'center', behavior: 'instant'}}); const r = e.getBoundingClientRect(); \
             return [r.x + r.width / 2, r.y + r.height / 2, r.width * r.height]; }})()",
            json!(selector)
        );
        let place = self.eval(&place).await?;
        if place.is_null() {
            return Err(format!("there is no `{selector}` on the page"));
        }
        self.click_at(&place, selector).await
    }

    /// Clicks the first link, button, label or summary that can be seen and has these words.
    ///
    /// # Errors
    /// Where there is none; the words of the page are in the error.
    pub async fn click_words(&self, words: &str) -> Result<()> {
        let place = format!(
            "(() => {{ const words = {}; \
             const all = [...document.querySelectorAll('a, button, label, summary')]; \
             const seen = e => e.checkVisibility({{visibilityProperty: true}}) && e.getBoundingClientRect().width > 0; \
             const said = e => (e.innerText || '').replace(/\\s+/g, ' ').trim(); \
             const e = all.find(e => seen(e) && said(e) === words) || all.find(e => seen(e) && said(e).includes(words)); \
             if (!e) return null; e.scrollIntoView({{block: 'center', behavior: 'instant'}}); \
             const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2, r.width * r.height]; }})()",
            json!(words)
        );
        let place = self.eval(&place).await?;
        if place.is_null() {
            let page = self.words().await?;
            return Err(format!("nothing to click says `{words}` on:\n{page}"));
        }
        self.click_at(&place, words).await
    }

    /// Clicks the words of what leads to another page, and waits for that page.
    ///
    /// # Errors
    /// As [`Tab::click_words`], or where no page follows.
    pub async fn follow_words(&self, words: &str) -> Result<()> {
        let events = self.socket.events();
        self.click_words(words).await?;
        self.loaded(events).await
    }

    async fn click_at(&self, place: &Value, what: &str) -> Result<()> {
        let (Some(x), Some(y), Some(size)) =
            (place[0].as_f64(), place[1].as_f64(), place[2].as_f64())
        else {
            return Err(format!("`{what}` has no place on the page"));
        };
        if size == 0.0 {
            return Err(format!("`{what}` cannot be seen on the page"));
        }
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// Clicks what leads to another page, and waits for that page.
    ///
    /// # Errors
    /// As [`Tab::click`], or where no page follows.
    pub async fn follow(&self, selector: &str) -> Result<()> {
        let events = self.socket.events();
        self.click(selector).await?;
        self.loaded(events).await
    }

    /// Fills in a field as if it was typed, in place of what was there.
    ///
    /// # Errors
    /// Where there is no such field.
    pub async fn fill(&self, selector: &str, words: &str) -> Result<()> {
        let empty = format!(
            "(() => {{ const e = document.querySelector({}); if (!e) return false; e.focus(); \
             if ('value' in e) {{ e.value = ''; }} return true; }})()",
            json!(selector)
        );
        if self.eval(&empty).await? != json!(true) {
            return Err(format!("there is no field `{selector}` on the page"));
        }
        self.call("Input.insertText", json!({"text": words}))
            .await?;
        Ok(())
    }

    /// Presses a key: `Enter`, `Escape`, `Tab`, an arrow, or a letter.
    ///
    /// # Errors
    /// Those of the browser.
    pub async fn press(&self, key: &str) -> Result<()> {
        for kind in ["keyDown", "keyUp"] {
            let mut event = keys::named(key);
            event["type"] = json!(kind);
            self.call("Input.dispatchKeyEvent", event).await?;
        }
        Ok(())
    }

    /// Waits, inside the page, until an expression is true.
    ///
    /// # Errors
    /// Where it does not become true.
    pub async fn until(&self, expression: &str) -> Result<()> {
        let wait = format!(
            "new Promise((done, fail) => {{ const end = performance.now() + 20000; const look = () => {{ \
             if ({expression}) done(true); else if (performance.now() > end) fail(new Error('it did not come')); \
             else setTimeout(look, 20); }}; look(); }})"
        );
        self.eval(&wait).await.map(drop)
    }

    /// Sets size and colours.
    ///
    /// # Errors
    /// Those of the browser.
    pub async fn look(&self, look: Look) -> Result<()> {
        let size = json!({"width": look.width, "height": 900, "deviceScaleFactor": 1, "mobile": look.width <= 500});
        self.call("Emulation.setDeviceMetricsOverride", size)
            .await?;
        let scheme = if look.dark { "dark" } else { "light" };
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.call("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Lets pages run scripts, or not.
    ///
    /// # Errors
    /// Those of the browser.
    pub async fn scripts(&self, run: bool) -> Result<()> {
        let set = json!({"value": !run});
        self.call("Emulation.setScriptExecutionDisabled", set)
            .await
            .map(drop)
    }

    /// Gives the person a device that keeps passkeys and says yes when it is asked.
    ///
    /// # Errors
    /// Those of the browser.
    pub async fn passkeys(&self) -> Result<()> {
        self.call("WebAuthn.enable", json!({})).await?;
        let options = json!({"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true, "automaticPresenceSimulation": true}});
        self.call("WebAuthn.addVirtualAuthenticator", options)
            .await
            .map(drop)
    }

    /// Keeps a picture of the whole page.
    ///
    /// # Errors
    /// Those of the browser, and of the disk.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        let whole = json!({"captureBeyondViewport": true, "format": "png"});
        let picture = self.call("Page.captureScreenshot", whole).await?;
        let bytes = STANDARD
            .decode(text(&picture, "data")?)
            .map_err(|error| error.to_string())?;
        std::fs::write(file, bytes).map_err(|error| format!("`{}`: {error}", file.display()))
    }

    /// What the browser complained about so far: errors of scripts, things that the policy refused.
    pub fn complaints(&self) -> Vec<String> {
        self.complaints
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn loaded(&self, mut events: broadcast::Receiver<Event>) -> Result<()> {
        let wait = async {
            loop {
                match events.recv().await {
                    Ok(event)
                        if event.session == self.session && event.name == "Page.loadEventFired" =>
                    {
                        return Ok(());
                    }
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => {
                        return Err("the browser ended while a page loaded".to_owned());
                    }
                }
            }
        };
        tokio::time::timeout(LONGEST, wait)
            .await
            .map_err(|_| "no page followed".to_owned())?
    }
}

async fn listen(
    mut events: broadcast::Receiver<Event>,
    session: String,
    complaints: Arc<Mutex<Vec<String>>>,
) {
    loop {
        let event = match events.recv().await {
            Ok(event) => event,
            Err(broadcast::error::RecvError::Lagged(_)) => continue,
            Err(broadcast::error::RecvError::Closed) => return,
        };
        if event.session != session {
            continue;
        }
        let said = match event.name.as_str() {
            "Runtime.exceptionThrown" => Some(event.detail["exceptionDetails"].to_string()),
            "Log.entryAdded" if event.detail["entry"]["level"] == "error" => {
                Some(event.detail["entry"]["text"].to_string())
            }
            _ => None,
        };
        if let Some(said) = said {
            complaints
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(said);
        }
    }
}
