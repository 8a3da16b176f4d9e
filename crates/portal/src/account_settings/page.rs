//! The page of settings.

use axum::http::StatusCode;
use jiff::tz;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use store::WriteError;

use super::ceiling;
use crate::frame::parts::icon;
use crate::frame::{Fields, Listed, Paged, Posted, Stop, Visit, read, see};
use crate::sharing::{self, Wrongs};
use crate::texts::{Texts, Value};
use crate::workspace::digest;

/// Who may open access, the narrowest first.
const WHO: [&str; 4] = ["admins", "managers", "members", "staff"];

/// The settings as the interface answers them.
#[derive(Clone, Debug, Deserialize)]
struct Settings {
    sharing_enabled: bool,
    who_can_share: Option<String>,
    files_external: bool,
    plan: Option<String>,
    time_zone: String,
    name: String,
    /// What tells whether they are still what the form was made from.
    #[serde(skip)]
    seen: String,
}

impl Settings {
    async fn load(visit: &mut Visit) -> Result<Settings, Stop> {
        if visit.is_guest() {
            return Err(visit.not_shared());
        }
        let body = visit.reader.settings().await?;
        let mut settings: Settings = read(&body)?;
        settings.seen = digest(&body);
        Ok(settings)
    }

    /// As a form has it, over what is there.
    fn filled(mut self, fields: &Fields) -> Settings {
        self.who_can_share = Some(fields.text("who_can_share").to_owned());
        self.files_external = fields.has("files_external");
        self.time_zone = fields.text("time_zone").to_owned();
        self.name = fields.text("name").to_owned();
        self
    }
}

/// The page.
pub(super) async fn show(mut visit: Visit) -> Paged {
    let settings = Settings::load(&mut visit).await?;
    draw(visit, &settings, &Wrongs::default(), StatusCode::OK).await
}

/// Saves the form.
pub(super) async fn save(Posted { mut visit, fields }: Posted) -> Paged {
    let settings = Settings::load(&mut visit).await?.filled(&fields);
    let viewer = visit.reader.viewer().clone();
    let body = json!({
        "who_can_share": settings.who_can_share,
        "files_external": settings.files_external,
        "time_zone": settings.time_zone,
        "name": settings.name,
    });
    let body = body.to_string();
    let seen = fields.text("seen").to_owned();
    let still = move |json: &str| digest(json) == seen;
    let away = visit.away();
    let answer = away
        .db()
        .change_settings(&viewer, Some(body.as_bytes()), Some(&still), away.now())
        .await;
    let visit = away.back().await?;
    let wrongs = match answer {
        Ok(_) => return Ok(see(&visit.at("settings?said=settings-saved"))),
        Err(WriteError::Invalid(wrongs)) => Wrongs::of_form(
            &visit.texts,
            &[
                ("who_can_share", "who_can_share"),
                ("files_external", "files_external"),
                ("time_zone", "time_zone"),
                ("name", "name"),
            ],
            &wrongs,
        ),
        Err(WriteError::ChangedMeanwhile) => {
            Wrongs::general(visit.texts.say("work-changed-meanwhile"))
        }
        Err(error) => return Err(sharing::refused(&visit, error)),
    };
    draw(visit, &settings, &wrongs, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Switches sharing on or off.
pub(super) async fn switch(Posted { mut visit, fields }: Posted) -> Paged {
    Settings::load(&mut visit).await?;
    let on = fields.text("sharing") == "on";
    let viewer = visit.reader.viewer().clone();
    let body = json!({"sharing_enabled": on}).to_string();
    let away = visit.away();
    let answer = away
        .db()
        .change_settings(&viewer, Some(body.as_bytes()), None, away.now())
        .await;
    let visit = away.back().await?;
    answer.map_err(|error| sharing::refused(&visit, error))?;
    let said = if on { "sharing-on" } else { "sharing-off" };
    Ok(see(&visit.at(&format!("settings?said={said}"))))
}

async fn draw(mut visit: Visit, settings: &Settings, wrongs: &Wrongs, status: StatusCode) -> Paged {
    let question = [("limit", "1"), ("count", "true")];
    let question = question.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let guests: Listed<serde_json::Value> = read(&visit.reader.guests(&question).await?)?;
    let used = guests.count.unwrap_or_default();
    let title = visit.texts.say("frame-settings");
    let main = html! {
        div class="head" { h1 { (title) } }
        div class="settings" {
            (switched(&visit, settings))
            (form(&visit, settings, wrongs))
            (plan(&visit.texts, settings, used))
            section class="section" aria-labelledby="ceiling" {
                div class="card-head" { h2 id="ceiling" { (visit.texts.say("settings-ceiling")) } span class="faint" { (visit.texts.say("settings-ceiling-hint")) } a class="btn push" href=(visit.at("settings/ceiling")) { (icon("cap")) (visit.texts.say("settings-ceiling-set")) } }
                (ceiling::table(&visit.texts, visit.reader.viewer().ceiling()))
            }
        }
    };
    let mut response = visit.page(&title, "settings", main).await?;
    *response.status_mut() = status;
    Ok(response)
}

fn switched(visit: &Visit, settings: &Settings) -> Markup {
    let texts = &visit.texts;
    let on = settings.sharing_enabled;
    html! {
        section class="card stack section" aria-labelledby="sharing" {
            div class="card-head" {
                h2 id="sharing" { (texts.say("settings-sharing")) }
                @if on { span class="state good" { (icon("check")) (texts.say("settings-on")) } }
                @else { span class="state attend" { (icon("lock")) (texts.say("settings-off")) } }
            }
            p { @if on { (texts.say("settings-sharing-on-says")) } @else { (texts.say("settings-sharing-off-says")) } }
            div class="row" {
                form class="inline-form" method="post" action=(visit.at("settings/sharing")) {
                    (visit.csrf())
                    input type="hidden" name="sharing" value=(if on { "off" } else { "on" });
                    @if on { button class="btn" type="submit" { (icon("lock")) (texts.say("settings-switch-off")) } }
                    @else { button class="btn main" type="submit" { (icon("check")) (texts.say("settings-switch-on")) } }
                }
                a class="btn risk" href=(visit.at("share/end?on=everything")) { (texts.say("settings-end-everything")) }
            }
        }
    }
}

fn form(visit: &Visit, settings: &Settings, wrongs: &Wrongs) -> Markup {
    let texts = &visit.texts;
    let invalid = |field: &str| (!wrongs.of(field).is_empty()).then_some("true");
    let who = settings.who_can_share.as_deref().unwrap_or("admins");
    html! {
        (wrongs.at_the_top(&texts.say("guests-not-saved")))
        form class="card stack section" method="post" action=(visit.at("settings")) aria-labelledby="rules" novalidate {
            h2 id="rules" { (texts.say("settings-rules")) }
            (visit.csrf())
            input type="hidden" name="seen" value=(settings.seen);
            fieldset class="field" id="who_can_share" {
                legend { (texts.say("settings-who")) }
                (wrongs.beside("who_can_share"))
                div { @for one in WHO {
                    label class="check" {
                        input type="radio" name="who_can_share" value=(one) checked[one == who];
                        span { (texts.say_with(&format!("settings-who-{one}"), &[])) }
                    }
                } }
            }
            fieldset class="field" {
                legend { (texts.say("settings-files")) }
                div { label class="check" {
                    input type="checkbox" id="files_external" name="files_external" value="on" checked[settings.files_external];
                    span { (texts.say("settings-files-marked")) span class="hint" { (texts.say("settings-files-hint")) } }
                } }
            }
            div class="pairs-of" {
                div class="field" {
                    label for="name" { (texts.say("settings-name")) }
                    input class="input" id="name" name="name" value=(settings.name) maxlength="200" autocomplete="organization" aria-invalid=[invalid("name")];
                    (wrongs.beside("name"))
                }
                div class="field" {
                    label for="time_zone" { (texts.say("settings-zone")) }
                    select class="select" id="time_zone" name="time_zone" aria-describedby="time_zone-hint" aria-invalid=[invalid("time_zone")] {
                        @for zone in zones(&settings.time_zone) { option value=(zone) selected[zone == settings.time_zone] { (zone.replace('_', " ")) } }
                    }
                    (wrongs.beside("time_zone"))
                    p class="hint" id="time_zone-hint" { (texts.say("settings-zone-hint")) }
                }
            }
            div class="row" { button class="btn main" type="submit" { (texts.say("guests-save")) } }
        }
    }
}

/// The names of all time zones, and the one that is chosen.
fn zones(chosen: &str) -> Vec<String> {
    let mut zones: Vec<String> = tz::db()
        .available()
        .map(|name| name.as_str().to_owned())
        .filter(|name| name.contains('/') || name == "UTC")
        .collect();
    if !zones.iter().any(|zone| zone == chosen) {
        zones.push(chosen.to_owned());
    }
    zones.sort();
    zones
}

fn plan(texts: &Texts, settings: &Settings, used: i64) -> Markup {
    let plan = settings.plan.as_deref().unwrap_or("free");
    let name = Value::from(texts.say_with(&format!("settings-plan-{plan}"), &[]));
    html! {
        section class="card stack section" aria-labelledby="plan" {
            h2 id="plan" { (texts.say("settings-plan")) }
            @match sharing::places(Some(plan)) {
                Some(places) => {
                    p { (texts.say_with("settings-plan-places", &[("plan", name), ("used", Value::from(used)), ("places", Value::from(places))])) }
                    progress max=(places) value=(used.min(places)) aria-label=(texts.say("settings-places")) { (used) }
                }
                None => p { (texts.say_with("settings-plan-free-of-places", &[("plan", name), ("used", Value::from(used))])) }
            }
            p class="hint" { (texts.say("settings-plan-hint")) }
        }
    }
}
