//! A person's profile in the account, and who they are at the address that names no account.

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use axum::response::Response;
use serde_json::{Value, json};
use store::identity::{NoChange, Profile, ProfileChange};
use store::{Arrival, Reader, Who};

use super::answer;
use super::app::App;
use super::bearer::bearer;
use super::json_body::JsonBody;
use super::problem::Problem;
use super::session;
use crate::frame::csrf;

/// Who brings a session or a token that names no account by itself; a token's own account says.
pub(super) async fn me(app: &App, headers: &HeaderMap) -> Result<Response, Problem> {
    let (db, now) = (&app.start.db, app.start.clock.now());
    if let Some(secret) = session::session(app, headers) {
        let companies = db.companies(secret, now).await?;
        let companies = companies.ok_or(Problem::NotSignedIn)?;
        let mut open: Vec<_> = companies.open().collect();
        open.sort_by(|a, b| a.account.cmp(&b.account));
        let accounts: Vec<Value> = open
            .iter()
            .map(|company| {
                let kind = if company.guest { "guest" } else { "member" };
                json!({"account": company.account, "name": company.name, "kind": kind})
            })
            .collect();
        let said = json!({
            "identity": {"email": companies.email},
            "accounts": accounts,
            "csrf": csrf::token(secret),
        });
        return Ok(answer::json(said.to_string(), headers));
    }
    let token = bearer(headers).ok_or(Problem::NotSignedIn)?;
    let account = db
        .account_of_bearer(token, now)
        .await?
        .ok_or(Problem::NotSignedIn)?;
    match db.arrive(&account, token, now).await? {
        Arrival::In(mut reader) => Ok(answer::json(reader.me().await?, headers)),
        Arrival::Ended => Err(Problem::AccessEnded),
        Arrival::Nobody => Err(Problem::NotSignedIn),
    }
}

async fn profile(app: &App, reader: &mut Reader) -> Result<String, Problem> {
    let profile: Profile = reader.profile().await?;
    let viewer = reader.viewer();
    let mut user = json!({"id": viewer.id(), "name": profile.name});
    match viewer.who() {
        Who::Guest => user["kind"] = "guest".into(),
        Who::Member(role) => {
            user["kind"] = "member".into();
            user["role"] = role.name().into();
        }
    }
    let said = json!({
        "identity": {"email": profile.email},
        "user": user,
        "account": {
            "account": viewer.account_slug(),
            "name": viewer.account_name(),
            "time_zone": profile.account_time_zone,
            "locale": profile.account_locale,
        },
        "locale": profile.locale,
        "time_zone": profile.time_zone,
        "expires_at": profile.expires_at.map(|end| end.to_string()),
        "passkeys": app.start.entrance.passkeys.is_some(),
    });
    Ok(said.to_string())
}

/// The viewer's own profile.
pub(super) async fn show(
    app: &App,
    mut reader: Box<Reader>,
    parts: &Parts,
) -> Result<Response, Problem> {
    let body = profile(app, &mut reader).await?;
    Ok(answer::json(body, &parts.headers))
}

/// Changes it: keys that are left out stay as they are, `null` goes back to the company's.
pub(super) async fn change(
    app: &App,
    mut reader: Box<Reader>,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let body = JsonBody::read(&parts.headers, body, &["name", "locale", "time_zone"]).await?;
    let or_none = |key: &str| -> Result<Option<Option<String>>, Problem> {
        let given = body.text(key)?.map(str::to_owned);
        Ok(body.value(key).map(|_| given))
    };
    let change = ProfileChange {
        name: match body.value("name") {
            None => None,
            Some(_) => Some(body.needed("name")?.to_owned()),
        },
        locale: or_none("locale")?,
        time_zone: or_none("time_zone")?,
    };
    if let Some(wanted) = parts.headers.get(IF_MATCH) {
        let now = profile(app, &mut reader).await?;
        let tag = answer::tag(now.as_bytes());
        if !answer::names(wanted, &tag) {
            return Err(Problem::ChangedMeanwhile);
        }
    }
    let (db, now) = (&app.start.db, app.start.clock.now());
    match db.change_profile(reader.viewer(), &change).await {
        Ok(()) => {}
        Err(NoChange::Store(error)) => return Err(error.into()),
        Err(NoChange::Ended) => return Err(Problem::AccessEnded),
        Err(wrong) => {
            let key = match wrong {
                NoChange::Locale(_) => "locale",
                NoChange::TimeZone(_) => "time_zone",
                _ => "name",
            };
            return Err(Problem::parameter(key, wrong.to_string()));
        }
    }
    let account = reader.viewer().account_slug().to_owned();
    drop(reader);
    // Read anew, as whoever came in the first place.
    let arrival = match session::session(app, &parts.headers) {
        Some(secret) => db.arrive_by_session(&account, secret, now).await?,
        None => {
            let token = bearer(&parts.headers).ok_or(Problem::NotSignedIn)?;
            db.arrive(&account, token, now).await?
        }
    };
    let Arrival::In(mut reader) = arrival else {
        return Err(Problem::AccessEnded);
    };
    let body = profile(app, &mut reader).await?;
    Ok(answer::json(body, &HeaderMap::new()))
}
