//! The list of devices, and ending one of them or all.

use axum::http::header::SET_COOKIE;
use maud::{Markup, html};

use crate::frame::{Paged, Posted, Stop, Visit, cookie, see};
use crate::texts::{Day, Value};

/// The devices that are signed in.
pub(super) async fn list(visit: &mut Visit) -> Result<Markup, Stop> {
    let (db, texts) = (&visit.app.start.db, &visit.texts);
    let sessions = db.sessions(visit.session(), visit.now).await?;
    let today = visit.today();
    let seen = |at| {
        let day = texts.day(texts.day_of(at), Day::Near, today);
        texts.say_with("sign-in-last-used", &[("day", Value::from(day))])
    };
    Ok(html! {
        section class="card" aria-labelledby="devices" {
            h2 id="devices" { (texts.say("sign-in-devices")) }
            p class="hint" { (texts.say("sign-in-devices-about")) }
            ul class="list tight" {
                @for session in sessions.iter().flatten() {
                    li {
                        span class="words" {
                            b { (device(session.device.as_deref().unwrap_or_default())) }
                            " "
                            small class="faint" {
                                @if session.this { (texts.say("sign-in-this-device")) } @else { (seen(session.last_seen_at)) }
                                @if let Some(address) = &session.address { " · " (address) }
                            }
                        }
                        @if !session.this {
                            form method="post" action=(visit.at("profile/devices")) class="inline-form" {
                                (visit.csrf())
                                input type="hidden" name="id" value=(session.id);
                                button class="btn" type="submit" { (texts.say("sign-in-end-device")) }
                            }
                        }
                    }
                }
            }
            form method="post" action=(visit.at("profile/devices")) {
                (visit.csrf())
                button class="btn" type="submit" name="all" value="1" { (texts.say("sign-in-end-all")) }
            }
        }
    })
}

/// A browser and its system, as far as its name says; the name itself says a great many others too.
fn device(name: &str) -> String {
    const BROWSERS: [(&str, &str); 5] = [
        ("Firefox/", "Firefox"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ];
    let of = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(mark, _)| name.contains(mark));
        found.map(|(_, called)| *called)
    };
    match (of(&BROWSERS), of(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => name.split('/').next().unwrap_or_default().to_owned(),
    }
}

/// Ends one device, or all with this one.
pub(super) async fn end(posted: Posted) -> Paged {
    let Posted { visit, fields } = posted;
    let db = &visit.app.start.db;
    if fields.has("all") {
        db.end_all_sessions(visit.session(), visit.now).await?;
        let mut response = see("/sign-in");
        if let Some(gone) = cookie::forgotten(visit.app.start.encrypted) {
            response.headers_mut().insert(SET_COOKIE, gone);
        }
        return Ok(response);
    }
    db.end_session(visit.session(), fields.text("id"), visit.now)
        .await?;
    Ok(see(&visit.at("profile?said=device-ended")))
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_device_is_called_as_people_call_it() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Mobile Safari/604.1";
        assert_eq!(device(chrome), "Chrome, Linux");
        assert_eq!(device(phone), "Safari, iPhone");
        assert_eq!(device("curl/8.5"), "curl");
        assert_eq!(device(""), "");
    }
}
