//! What a person's own page says of signing in: password, passkeys, devices, tokens.

use axum::http::StatusCode;
use jiff::SignedDuration;
use maud::{Markup, html};
use store::identity::{Changed, NoToken};

use super::ask::seconds;
use super::devices;
use super::press::fault_key;
use crate::frame::{Paged, Posted, Stop, Visit, assets, see};
use crate::texts::{Day, Value};

/// How long a token may live, in days, as the form offers it.
const DAYS: [i64; 3] = [30, 90, 365];

/// The sections of the profile page about signing in.
pub(crate) async fn security(visit: &mut Visit) -> Result<Markup, Stop> {
    Ok(html! {
        (password(visit, None).await?)
        (passkeys(visit).await?)
        (devices::list(visit).await?)
        (tokens(visit).await?)
    })
}

async fn password(visit: &mut Visit, wrong: Option<&str>) -> Result<Markup, Stop> {
    let texts = &visit.texts;
    let has = visit.app.start.db.has_password(visit.session(), visit.now);
    let has = has.await?.unwrap_or(false);
    Ok(html! {
        section class="card" aria-labelledby="password-title" {
            h2 id="password-title" { (texts.say("sign-in-password")) }
            p class="hint" { (texts.say(if has { "sign-in-has-password" } else { "sign-in-has-none" })) }
            @if let Some(wrong) = wrong { p class="hint bad" role="alert" { (wrong) } }
            form method="post" action=(visit.at("profile/password")) {
                (visit.csrf())
                @if has {
                    div class="field" {
                        label for="before" { (texts.say("sign-in-password-now")) }
                        input class="input" id="before" name="before" type="password" autocomplete="current-password";
                    }
                }
                div class="field" {
                    label for="new" { (texts.say("sign-in-new-password")) }
                    input class="input" id="new" name="new" type="password" autocomplete="new-password"
                        maxlength="200" aria-describedby="new-hint";
                    p class="hint" id="new-hint" { (texts.say("sign-in-password-hint")) }
                }
                p class="buttons" {
                    button class="btn" type="submit" { (texts.say("sign-in-set-password")) }
                    @if has {
                        " "
                        button class="btn bare" type="submit" name="none" value="1" { (texts.say("sign-in-drop-password")) }
                    }
                }
            }
        }
    })
}

/// Sets, changes or takes away the password.
pub(super) async fn change_password(posted: Posted) -> Paged {
    let Posted { mut visit, fields } = posted;
    let raw = |name: &str| fields.all(name).next();
    let new = raw("new").filter(|_| !fields.has("none"));
    let changed = visit.app.start.db.change_password(
        visit.session(),
        raw("before"),
        new.map(|new| new as &str),
        visit.now,
    );
    let wrong = match changed.await? {
        Changed::Done => return Ok(see(&visit.at("profile?said=password"))),
        Changed::NotSignedIn => return Err(Stop::SignIn(visit.at("profile"))),
        Changed::TooMany(wait) => return Err(Stop::TooMany(seconds(wait))),
        Changed::WrongBefore => "sign-in-wrong-before",
        Changed::Fault(fault) => fault_key(fault),
    };
    let words = visit.texts.say_with(wrong, &[]);
    let main = password(&mut visit, Some(&words)).await?;
    again(visit, main).await
}

/// A part of the profile with what was wrong in it.
async fn again(visit: Visit, part: Markup) -> Paged {
    let title = visit.texts.say("sign-in-profile");
    let back = visit.at("profile");
    let main = html! {
        h1 { (title) }
        (part)
        p { a href=(back) { (visit.texts.say("sign-in-back-to-profile")) } }
    };
    let mut response = visit.page(&title, "profile", main).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

async fn passkeys(visit: &mut Visit) -> Result<Markup, Stop> {
    let texts = &visit.texts;
    if visit.app.start.entrance.passkeys.is_none() {
        return Ok(html! {});
    }
    let keys = visit.app.start.db.passkeys(visit.session(), visit.now);
    let keys = keys.await?.unwrap_or_default();
    let today = visit.today();
    let made = |at| {
        let day = texts.day(texts.day_of(at), Day::Near, today);
        texts.say_with("sign-in-made", &[("day", Value::from(day))])
    };
    let make = format!("/api/v1/{}/me/passkeys", visit.company.slug);
    Ok(html! {
        section class="card" aria-labelledby="passkeys" {
            h2 id="passkeys" { (texts.say("sign-in-passkeys")) }
            p class="hint" { (texts.say("sign-in-passkeys-about")) }
            @if !keys.is_empty() {
                ul class="list tight" {
                    @for key in &keys {
                        li {
                            span class="words" { b { (key.name) } " " small class="faint" { (made(key.created_at)) } }
                            form method="post" action=(visit.at("profile/passkeys")) class="inline-form" {
                                (visit.csrf())
                                input type="hidden" name="id" value=(key.id);
                                button class="btn" type="submit" { (texts.say("sign-in-take-away")) }
                            }
                        }
                    }
                }
            }
            form class="needs-script" data-passkey-make=(make) hidden {
                (visit.csrf())
                div class="field" {
                    label for="passkey-name" { (texts.say("sign-in-passkey-name")) }
                    input class="input" id="passkey-name" name="name" maxlength="100" required;
                }
                button class="btn" type="submit" { (texts.say("sign-in-passkey-make")) }
                p class="hint" role="status" data-refused=(texts.say("sign-in-passkey-refused")) {}
            }
            script type="module" src=(assets::address("passkey.js")) {}
        }
    })
}

/// Takes a passkey away.
pub(super) async fn take_passkey_away(posted: Posted) -> Paged {
    let Posted { visit, fields } = posted;
    let db = &visit.app.start.db;
    db.take_passkey_away(visit.session(), fields.text("id"), visit.now)
        .await?;
    Ok(see(&visit.at("profile?said=passkey-gone")))
}

async fn tokens(visit: &mut Visit) -> Result<Markup, Stop> {
    let texts = &visit.texts;
    let tokens = visit.app.start.db.api_tokens(visit.reader.viewer()).await?;
    let until = |at| {
        let day = texts.day(texts.day_of(at), Day::Long, visit.today());
        texts.say_with("sign-in-until", &[("day", Value::from(day))])
    };
    Ok(html! {
        section class="card" aria-labelledby="tokens" {
            h2 id="tokens" { (texts.say("sign-in-tokens")) }
            p class="hint" { (texts.say("sign-in-tokens-about")) }
            @if !tokens.is_empty() {
                ul class="list tight" {
                    @for token in &tokens {
                        li {
                            span class="words" {
                                b { @match &token.name { Some(name) => (name), None => (texts.say("sign-in-token-unnamed")) } }
                                " " small class="faint" { (until(token.expires_at)) }
                            }
                            form method="post" action=(visit.at("profile/tokens/end")) class="inline-form" {
                                (visit.csrf())
                                input type="hidden" name="id" value=(token.id);
                                button class="btn" type="submit" { (texts.say("sign-in-take-away")) }
                            }
                        }
                    }
                }
            }
            details {
                summary { (texts.say("sign-in-token-new")) }
                form method="post" action=(visit.at("profile/tokens")) {
                    (visit.csrf())
                    div class="field" {
                        label for="token-name" { (texts.say("sign-in-token-name")) }
                        input class="input" id="token-name" name="name" maxlength="100" required;
                    }
                    div class="field" {
                        label for="token-days" { (texts.say("sign-in-token-days")) }
                        select class="select" id="token-days" name="days" {
                            @for days in DAYS {
                                option value=(days) { (texts.say_with("sign-in-days", &[("n", Value::from(days))])) }
                            }
                        }
                    }
                    button class="btn" type="submit" { (texts.say("sign-in-token-make")) }
                }
            }
        }
    })
}

/// Makes a token and shows it, this once.
pub(super) async fn make_token(posted: Posted) -> Paged {
    let Posted { mut visit, fields } = posted;
    let days = fields.text("days").parse().unwrap_or(DAYS[0]);
    let end = SignedDuration::from_hours(24 * days.clamp(1, 365));
    let end = visit.now.saturating_add(end).unwrap_or(visit.now);
    let (db, viewer) = (&visit.app.start.db, visit.reader.viewer());
    let made = match db
        .make_api_token(viewer, fields.text("name"), end, visit.now)
        .await
    {
        Ok(made) => made,
        Err(NoToken::Store(error)) => return Err(error.into()),
        Err(NoToken::TooMany) => {
            return Err(Stop::Conflict(visit.texts.say("sign-in-token-too-many")));
        }
        Err(NoToken::Ended) => return Err(visit.not_shared()),
        Err(NoToken::Name | NoToken::Lifetime) => {
            let words = visit.texts.say("sign-in-token-no-name");
            let tokens = tokens(&mut visit).await?;
            let part = html! { p class="hint bad" role="alert" { (words) } (tokens) };
            return again(visit, part).await;
        }
    };
    let title = visit.texts.say("sign-in-token-made");
    let main = html! {
        h1 { (title) }
        p { (visit.texts.say("sign-in-token-once")) }
        p { input class="input" readonly aria-label=(title) value=(made.secret); }
        p { a class="btn" href=(visit.at("profile")) { (visit.texts.say("sign-in-back-to-profile")) } }
    };
    visit.page(&title, "profile", main).await
}

/// Ends a token.
pub(super) async fn end_token(posted: Posted) -> Paged {
    let Posted { visit, fields } = posted;
    let (db, viewer) = (&visit.app.start.db, visit.reader.viewer());
    db.end_api_token(viewer, fields.text("id"), visit.now)
        .await?;
    Ok(see(&visit.at("profile?said=token-ended")))
}
