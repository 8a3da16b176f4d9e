//! Starting Chromium, and people in it.

use crate::Result;
use crate::socket::Socket;
use crate::tab::Tab;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// Where Chromium is usually found.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// How long the browser may take to start on a busy machine.
const START: Duration = Duration::from_secs(60);

/// A running browser; it ends when this is dropped.
pub struct Browser {
    socket: Arc<Socket>,
    _process: Child,
    _profile: TempDir,
}

impl Browser {
    /// Starts Chromium without a window: that of `VESTIBULE_TEST_CHROMIUM`, else the first on the path.
    ///
    /// # Errors
    /// Where there is none, or it does not start.
    pub async fn start() -> Result<Browser> {
        let program = program().ok_or("there is no Chromium: install the package `chromium`")?;
        let profile = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut process = Command::new(&program)
            .args([
                "--headless=new",
                "--remote-debugging-port=0",
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                // Tests run as root in containers, where the sandbox cannot be set up.
                "--no-sandbox",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("`{}` does not start: {error}", program.display()))?;
        let errors = process.stderr.take().ok_or("the browser says nothing")?;
        let address = tokio::time::timeout(START, address(errors))
            .await
            .map_err(|_| "the browser did not say where it listens")??;
        Ok(Browser {
            socket: Socket::connect(&address).await?,
            _process: process,
            _profile: profile,
        })
    }

    /// A person with a window, cookies and a store of their own.
    ///
    /// # Errors
    /// Those of the browser.
    pub async fn person(&self) -> Result<Tab> {
        let context = self
            .socket
            .call(None, "Target.createBrowserContext", json!({}))
            .await?;
        let context = text(&context, "browserContextId")?;
        self.window(&context).await
    }

    pub(crate) async fn window(&self, context: &str) -> Result<Tab> {
        let made = json!({"url": "about:blank", "browserContextId": context});
        let target = self.socket.call(None, "Target.createTarget", made).await?;
        let target = text(&target, "targetId")?;
        let attach = json!({"targetId": target, "flatten": true});
        let session = self
            .socket
            .call(None, "Target.attachToTarget", attach)
            .await?;
        Tab::begin(self.socket.clone(), text(&session, "sessionId")?).await
    }
}

pub(crate) fn text(value: &Value, key: &str) -> Result<String> {
    value[key]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| format!("the browser gave no `{key}`: {value}"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test asks the environment where its tools are"
)]
fn program() -> Option<PathBuf> {
    if let Some(set) = std::env::var_os("VESTIBULE_TEST_CHROMIUM") {
        return Some(set.into());
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}

/// Reads what the browser writes until it says where it listens, and goes on reading so that it never waits.
async fn address(errors: impl tokio::io::AsyncRead + Unpin + Send + 'static) -> Result<String> {
    let mut lines = BufReader::new(errors).lines();
    let mut last = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(address) = line.strip_prefix("DevTools listening on ") {
            let address = address.trim().to_owned();
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(address);
        }
        last = line;
    }
    Err(format!("the browser ended: {last}"))
}
