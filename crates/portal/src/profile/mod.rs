//! A person's own page in a company: name, language, time zone, until when they may come in, and how they sign in.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use std::sync::{Arc, LazyLock};
use store::identity::{NoChange, Profile, ProfileChange};

use crate::frame::{Fields, Paged, Posted, Stop, Visit, see};
use crate::http::App;
use crate::sign_in::security;
use crate::texts::{Day, Value};

/// The languages of the pages, with their own names.
const LANGUAGES: [(&str, &str); 1] = [("en", "English")];

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{account}/profile", get(show).post(change))
}

async fn show(mut visit: Visit) -> Paged {
    let profile = visit.reader.profile().await?;
    page(visit, &profile, None).await
}

async fn change(Posted { mut visit, fields }: Posted) -> Paged {
    let wanted = wanted(&fields);
    let db = visit.app.start.db.clone();
    match db.change_profile(visit.reader.viewer(), &wanted).await {
        Ok(()) => Ok(see(&visit.at("profile?said=profile"))),
        Err(NoChange::Ended) => Err(visit.not_shared()),
        Err(NoChange::Store(error)) => Err(Stop::from(error)),
        Err(wrong) => {
            let mut profile = visit.reader.profile().await?;
            profile.name = wanted.name.unwrap_or(profile.name);
            profile.locale = wanted.locale.flatten();
            profile.time_zone = wanted.time_zone.flatten();
            let mut response = page(visit, &profile, Some(&wrong)).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

fn wanted(fields: &Fields) -> ProfileChange {
    ProfileChange {
        name: Some(fields.text("name").to_owned()),
        locale: Some(fields.given("locale").map(str::to_owned)),
        time_zone: Some(fields.given("time_zone").map(str::to_owned)),
    }
}

async fn page(mut visit: Visit, profile: &Profile, wrong: Option<&NoChange>) -> Paged {
    let security = security(&mut visit).await?;
    let texts = visit.texts.clone();
    let title = texts.say("frame-profile");
    let main = html! {
        header class="title" { h1 { (title) } (until(&visit, profile)) }
        div class="flow reading" {
            section class="card" aria-labelledby="you" {
                div class="card-head" { h2 id="you" { (texts.say("profile-you")) } }
                (form(&visit, profile, wrong))
            }
            (security)
        }
    };
    visit.page(&title, "profile", main).await
}

/// Until when a guest may come in.
fn until(visit: &Visit, profile: &Profile) -> Markup {
    if !visit.is_guest() {
        return html! {};
    }
    let named = Value::from(visit.company.name.as_str());
    match profile.expires_at {
        Some(end) => {
            let moment = visit.texts.moment(end, Day::Long, visit.today());
            let given = [("company", named), ("moment", moment.into())];
            html! { p class="lead" { (visit.texts.say_with("profile-until", &given)) } }
        }
        None => html! {},
    }
}

fn form(visit: &Visit, profile: &Profile, wrong: Option<&NoChange>) -> Markup {
    let texts = &visit.texts;
    let place = match wrong {
        Some(NoChange::Name) => "name",
        Some(NoChange::Locale(_)) => "locale",
        Some(NoChange::TimeZone(_)) => "time_zone",
        _ => "",
    };
    let invalid = |name: &str| (place == name).then_some("true");
    let as_company =
        |value: &str| texts.say_with("profile-as-company", &[("value", Value::from(value))]);
    let language = LANGUAGES
        .iter()
        .find(|(code, _)| profile.account_locale.split('-').next() == Some(*code))
        .map_or(profile.account_locale.as_str(), |(_, name)| name);
    html! {
        form class="stack" method="post" action=(visit.path) {
            (visit.csrf())
            @if wrong.is_some() { p class="notice attend" role="alert" { (crate::frame::parts::icon("info")) span { (texts.say_with(&format!("profile-wrong-{place}"), &[])) } } }
            div class="field" {
                label for="name" { (texts.say("profile-name")) }
                input class="input" id="name" name="name" value=(profile.name) required maxlength="200" autocomplete="name" aria-invalid=[invalid("name")] aria-describedby="name-hint";
                p class="hint" id="name-hint" { (texts.say("profile-name-hint")) }
            }
            div class="field" {
                label for="email" { (texts.say("profile-email")) }
                input class="input" id="email" value=(profile.email) disabled aria-describedby="email-hint";
                p class="hint" id="email-hint" { (texts.say("profile-email-hint")) }
            }
            div class="field" {
                label for="locale" { (texts.say("profile-language")) }
                select class="select" id="locale" name="locale" aria-invalid=[invalid("locale")] {
                    option value="" selected[profile.locale.is_none()] { (as_company(language)) }
                    @for (code, name) in LANGUAGES { option value=(code) selected[profile.locale.as_deref() == Some(code)] lang=(code) { (name) } }
                }
            }
            div class="field" {
                label for="zone" { (texts.say("profile-zone")) }
                input class="input" id="zone" name="time_zone" value=(profile.time_zone.as_deref().unwrap_or_default()) list="zones" maxlength="64" autocomplete="off" placeholder=(as_company(&profile.account_time_zone)) aria-invalid=[invalid("time_zone")] aria-describedby="zone-hint";
                (*ZONES)
                p class="hint" id="zone-hint" { (texts.say("profile-zone-hint")) }
            }
            p { button class="btn main" type="submit" { (texts.say("profile-save")) } }
        }
    }
}

/// The list to choose a time zone from. There are some hundreds, and they are the same for everybody.
static ZONES: LazyLock<Markup> =
    LazyLock::new(|| html! { datalist id="zones" { @for zone in zones() { option { (zone) } } } });

/// The time zones that are named after places, and the one of the whole world.
fn zones() -> Vec<String> {
    const REGIONS: [&str; 10] = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];
    let mut zones: Vec<String> = jiff::tz::db()
        .available()
        .map(|zone| zone.to_string())
        .filter(|zone| zone == "UTC" || REGIONS.iter().any(|region| zone.starts_with(region)))
        .filter(|zone| TimeZone::get(zone).is_ok())
        .collect();
    zones.sort();
    zones
}

#[cfg(test)]
mod tests {
    #[test]
    fn time_zones_are_offered_by_the_names_of_places() {
        let zones = super::zones();
        assert!(zones.iter().any(|zone| zone == "Europe/Berlin"));
        assert!(!zones.iter().any(|zone| zone.starts_with("Etc/")));
    }
}
