//! Coming in and going out, and what a person keeps of their own: profile, devices, tokens, passkeys.
//!
//! What a stranger asks gets the same answer whether the address they name is known or not.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};
use store::Reader;
use store::identity::{
    ApiToken, Asked, ByPassword, NoToken, Passkey, PasskeyError, Passkeys, Purpose, Redeemed,
    Renewed, Session, SignedIn, Tries, Wanted,
};

use super::answer;
use super::app::App;
use super::json_body::JsonBody;
use super::problem::Problem;
use super::profile;
use super::routes::{Entry, Own};
use super::session;
use crate::frame::{cookie, csrf};
use crate::sign_in::Visitor;

/// What anybody may ask.
pub(super) async fn enter(app: &App, what: Entry, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    if !csrf::from_here(&parts.method, &parts.headers) {
        return Err(Problem::NotFromHere);
    }
    let visitor = Visitor::of(app, &parts);
    match what {
        Entry::SignIn => sign_in(app, &visitor, &parts, body).await,
        Entry::Confirm => confirm(app, &visitor, &parts, body).await,
        Entry::SignOut => sign_out(app, &parts).await,
        Entry::AskPasskey => ask_passkey(app, &visitor).await,
        Entry::ConfirmPasskey => confirm_passkey(app, &visitor, &parts, body).await,
    }
}

async fn sign_in(
    app: &App,
    visitor: &Visitor,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let known = ["email", "account", "next", "password"];
    let body = JsonBody::read(&parts.headers, body, &known).await?;
    let (email, now) = (body.needed("email")?, app.start.clock.now());
    if let Some(password) = body.text("password")? {
        let coming = visitor.coming(app);
        let db = &app.start.db;
        let came = db.sign_in_by_password(email, password, &visitor.network, coming, now);
        return match came.await? {
            ByPassword::In(signed_in) => Ok(inside(app, &signed_in)),
            ByPassword::Refused => Err(Problem::NotSignedIn),
            ByPassword::TooMany(wait) => Err(Problem::TooMany(wait)),
        };
    }
    let wanted = Wanted {
        email,
        account: body.text("account")?,
        purpose: Purpose::SignIn,
        next: body.text("next")?,
        address: &visitor.network,
    };
    match app.start.db.ask_for_link(wanted, now).await? {
        Asked::Heard => {
            let said = json!({"sent": "if this address can sign in here, a link is on its way"});
            Ok(made(StatusCode::ACCEPTED, &said))
        }
        Asked::NotAnAddress => Err(Problem::parameter("email", "expected an e-mail address")),
        Asked::TooMany(wait) => Err(Problem::TooMany(wait)),
    }
}

/// Uses up the secret of a link; one for a new password comes with it.
async fn confirm(
    app: &App,
    visitor: &Visitor,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let body = JsonBody::read(&parts.headers, body, &["token", "password"]).await?;
    let (token, now) = (body.needed("token")?, app.start.clock.now());
    let db = &app.start.db;
    held(app, visitor).await?;
    let coming = visitor.coming(app);
    let redeemed = match body.text("password")? {
        None => {
            db.redeem(token, coming.before, coming.device, coming.lengths, now)
                .await?
        }
        Some(password) => match db.renew_password(token, password, coming, now).await? {
            Renewed::In(signed_in) => Redeemed::In(signed_in),
            Renewed::NoLink(why) => why,
            Renewed::Fault(fault) => {
                return Err(Problem::parameter("password", fault.to_string()));
            }
        },
    };
    match redeemed {
        Redeemed::In(signed_in) => Ok(inside(app, &signed_in)),
        Redeemed::Used(_) => Err(Problem::WrongState(None)),
        Redeemed::WantsPassword(_) => Err(Problem::parameter("password", "it is missing")),
        Redeemed::Gone => {
            missed(app, visitor).await?;
            Err(Problem::NotFound)
        }
    }
}

/// Refuses whoever tried too many secrets that were none.
async fn held(app: &App, visitor: &Visitor) -> Result<(), Problem> {
    let now = app.start.clock.now();
    let out = app
        .start
        .db
        .is_tried_out(Tries::SECRETS_BY_NETWORK, &visitor.network, now);
    out.await?
        .map_or(Ok(()), |wait| Err(Problem::TooMany(wait)))
}

/// Counts a secret that was none.
async fn missed(app: &App, visitor: &Visitor) -> Result<(), Problem> {
    let tries = [(Tries::SECRETS_BY_NETWORK, visitor.network.as_str())];
    let now = app.start.clock.now();
    app.start.db.count_try(&tries, now).await?;
    Ok(())
}

async fn sign_out(app: &App, parts: &Parts) -> Result<Response, Problem> {
    if let Some(secret) = session::session(app, &parts.headers) {
        session::ours(&parts.method, &parts.headers, secret)?;
        app.start.db.sign_out(secret).await?;
    }
    let mut response = made(StatusCode::OK, &json!({"signed_out": true}));
    if let Some(gone) = cookie::forgotten(app.start.encrypted) {
        response.headers_mut().insert(SET_COOKIE, gone);
    }
    Ok(response)
}

fn site(app: &App) -> Result<&Passkeys, Problem> {
    app.start
        .entrance
        .passkeys
        .as_ref()
        .ok_or(Problem::NotFound)
}

async fn ask_passkey(app: &App, visitor: &Visitor) -> Result<Response, Problem> {
    let (site, now) = (site(app)?, app.start.clock.now());
    let tries = [(Tries::CEREMONIES_BY_NETWORK, visitor.network.as_str())];
    if let Some(wait) = app.start.db.count_try(&tries, now).await? {
        return Err(Problem::TooMany(wait));
    }
    let challenge = app.start.db.begin_sign_in_by_passkey(site, now).await?;
    let said = json!({"ceremony": challenge.ceremony, "options": challenge.options});
    Ok(made(StatusCode::OK, &said))
}

async fn confirm_passkey(
    app: &App,
    visitor: &Visitor,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let (site, now) = (site(app)?, app.start.clock.now());
    let body = JsonBody::read(&parts.headers, body, &["ceremony", "credential"]).await?;
    held(app, visitor).await?;
    let answer = body.value("credential").unwrap_or(&Value::Null);
    let coming = visitor.coming(app);
    let came = app
        .start
        .db
        .sign_in_by_passkey(site, body.needed("ceremony")?, answer, coming, now);
    match came.await {
        Ok(signed_in) => Ok(inside(app, &signed_in)),
        Err(PasskeyError::Store(error)) => Err(error.into()),
        // Which of its kinds it was is nobody's business who cannot sign in.
        Err(_) => {
            missed(app, visitor).await?;
            Err(Problem::NotSignedIn)
        }
    }
}

/// The answer to somebody who just signed in, with the cookie.
fn inside(app: &App, signed_in: &SignedIn) -> Response {
    let said = json!({"email": signed_in.email, "target": signed_in.target});
    let mut response = made(StatusCode::OK, &said);
    let length = app.start.entrance.lengths.most.as_secs();
    if let Some(set) = cookie::kept(&signed_in.session, length, app.start.encrypted) {
        response.headers_mut().insert(SET_COOKIE, set);
    }
    response
}

/// An answer to something that was done; nobody has it already.
fn made(status: StatusCode, said: &Value) -> Response {
    let mut response = answer::json(said.to_string(), &HeaderMap::new());
    *response.status_mut() = status;
    response
}

/// What somebody in the account asks about themselves. What belongs to the identity and not to the account is for
/// who comes by a session: a token is the account's.
pub(super) async fn own(
    app: &App,
    what: Own,
    reader: Box<Reader>,
    parts: &Parts,
    body: Body,
    id: &str,
) -> Result<Response, Problem> {
    let (db, now) = (&app.start.db, app.start.clock.now());
    let by_session = || session::session(app, &parts.headers).ok_or(Problem::ActionNotAllowed);
    match what {
        Own::Profile => profile::show(app, reader, parts).await,
        Own::ChangeProfile => profile::change(app, reader, parts, body).await,
        Own::Sessions => {
            let sessions = db.sessions(by_session()?, now).await?;
            let sessions = sessions.ok_or(Problem::NotSignedIn)?;
            let items: Vec<Value> = sessions.iter().map(device).collect();
            Ok(list(&items, parts))
        }
        Own::EndSessions => {
            let ended = db.end_all_sessions(by_session()?, now).await?;
            Ok(made(StatusCode::OK, &json!({"ended": {"sessions": ended}})))
        }
        Own::EndSession => {
            let ended = db.end_session(by_session()?, id, now).await?;
            ended_one(ended, "sessions")
        }
        Own::Tokens => {
            let tokens = db.api_tokens(reader.viewer()).await?;
            let items: Vec<Value> = tokens.iter().map(token).collect();
            Ok(list(&items, parts))
        }
        Own::MakeToken => {
            by_session()?;
            make_token(app, reader, parts, body).await
        }
        Own::EndToken => {
            let ended = db.end_api_token(reader.viewer(), id, now).await?;
            ended_one(ended, "tokens")
        }
        Own::Passkeys => {
            let passkeys = db.passkeys(by_session()?, now).await?;
            let passkeys = passkeys.ok_or(Problem::NotSignedIn)?;
            let items: Vec<Value> = passkeys.iter().map(passkey).collect();
            Ok(list(&items, parts))
        }
        Own::AskPasskey => {
            let challenge = db.begin_passkey(site(app)?, by_session()?, now);
            let challenge = challenge.await.map_err(no_passkey)?;
            let said = json!({"ceremony": challenge.ceremony, "options": challenge.options});
            Ok(made(StatusCode::OK, &said))
        }
        Own::KeepPasskey => {
            let (site, session) = (site(app)?, by_session()?);
            let known = ["ceremony", "credential", "name"];
            let body = JsonBody::read(&parts.headers, body, &known).await?;
            let (ceremony, name) = (body.needed("ceremony")?, body.needed("name")?);
            let answer = body.value("credential").unwrap_or(&Value::Null);
            let kept = db.keep_passkey(site, session, ceremony, answer, name, now);
            let kept = kept.await.map_err(no_passkey)?;
            Ok(made(StatusCode::CREATED, &passkey(&kept)))
        }
        Own::TakePasskey => {
            let taken = db.take_passkey_away(by_session()?, id, now).await?;
            ended_one(taken, "passkeys")
        }
    }
}

async fn make_token(
    app: &App,
    reader: Box<Reader>,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let body = JsonBody::read(&parts.headers, body, &["name", "expires_at"]).await?;
    let (name, end) = (body.needed("name")?, body.needed("expires_at")?);
    let end = end.parse().map_err(|_| {
        let expected = format!("found `{end}`, expected an instant as `2026-01-31T09:00:00Z`");
        Problem::parameter("expires_at", expected)
    })?;
    let now = app.start.clock.now();
    let made_now = app
        .start
        .db
        .make_api_token(reader.viewer(), name, end, now)
        .await;
    match made_now {
        Ok(new) => {
            let mut said = token(&new.token);
            said["token"] = new.secret.into();
            Ok(made(StatusCode::CREATED, &said))
        }
        Err(NoToken::Store(error)) => Err(error.into()),
        Err(NoToken::Ended) => Err(Problem::AccessEnded),
        Err(NoToken::TooMany) => Err(Problem::WrongState(None)),
        Err(wrong @ NoToken::Name) => Err(Problem::parameter("name", wrong.to_string())),
        Err(wrong @ NoToken::Lifetime) => Err(Problem::parameter("expires_at", wrong.to_string())),
    }
}

fn no_passkey(error: PasskeyError) -> Problem {
    match error {
        PasskeyError::Store(error) => error.into(),
        PasskeyError::NotSignedIn => Problem::NotSignedIn,
        PasskeyError::TooMany | PasskeyError::Over => Problem::WrongState(None),
        PasskeyError::Name => Problem::parameter("name", error.to_string()),
        PasskeyError::Refused => Problem::parameter("credential", error.to_string()),
    }
}

fn list(items: &[Value], parts: &Parts) -> Response {
    let body = json!({"items": items, "next": null}).to_string();
    answer::json(body, &parts.headers)
}

fn ended_one(ended: bool, what: &str) -> Result<Response, Problem> {
    if ended {
        Ok(made(StatusCode::OK, &json!({"ended": {what: 1}})))
    } else {
        Err(Problem::NotFound)
    }
}

fn device(session: &Session) -> Value {
    json!({
        "id": session.id,
        "device": session.device,
        "address": session.address,
        "created_at": session.created_at.to_string(),
        "last_seen_at": session.last_seen_at.to_string(),
        "expires_at": session.expires_at.to_string(),
        "this": session.this,
    })
}

fn token(token: &ApiToken) -> Value {
    json!({
        "id": token.id,
        "name": token.name,
        "created_at": token.created_at.to_string(),
        "expires_at": token.expires_at.to_string(),
    })
}

fn passkey(passkey: &Passkey) -> Value {
    json!({
        "id": passkey.id,
        "name": passkey.name,
        "created_at": passkey.created_at.to_string(),
        "used_at": passkey.used_at.map(|at| at.to_string()),
    })
}
