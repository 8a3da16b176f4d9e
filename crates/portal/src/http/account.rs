//! The doors inside an account: who comes in first, then what they asked for, in one snapshot of the data.
//!
//! There is one way in, [`open`], so that no door can forget to ask who is there.

use axum::extract::Request;
use axum::http::request::Parts;
use axum::response::Response;
use store::{Arrival, ReadError, Reader};

use super::answer::json;
use super::app::App;
use super::bearer::bearer;
use super::problem::{Problem, Wrong};
use super::query::{only, parameters};
use super::routes::Door;
use super::{export, files, identity, import, session, sharing, staff, uploads, writes};

pub(super) async fn open(app: &App, door: Door, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let reader = arrive(app, &parts).await?;
    match door {
        Door::Import => import::import(app, reader, &parts, body).await,
        Door::Export => export::export(app, reader, &parts).await,
        Door::Upload(module) => uploads::upload(app, module, reader, &parts, body).await,
        Door::Act(action) => writes::act(app, action, reader, &parts, body).await,
        Door::Write(deed, target) => writes::write(app, (deed, target), reader, &parts, body).await,
        Door::Sharing(door) => sharing::open(app, door, reader, &parts, body).await,
        Door::Own(own) => {
            only(&parameters(parts.uri.query())?, &[])?;
            let id = segment(&parts, 3);
            identity::own(app, own, reader, &parts, body, id).await
        }
        _ => read(app, door, reader, &parts).await,
    }
}

/// Lets in who brings a token of this account, or the cookie of a session that opens it.
pub(super) async fn arrive(app: &App, parts: &Parts) -> Result<Box<Reader>, Problem> {
    let (account, now) = (segment(parts, 0), app.start.clock.now());
    let headers = &parts.headers;
    let arrival = match session::session(app, headers) {
        Some(secret) => session::arrive(app, &parts.method, headers, account, secret, now).await?,
        None => {
            let token = bearer(headers).ok_or(Problem::NotSignedIn)?;
            app.start.db.arrive(account, token, now).await?
        }
    };
    match arrival {
        Arrival::In(reader) => Ok(reader),
        Arrival::Ended => Err(Problem::AccessEnded),
        Arrival::Nobody => Err(Problem::NotSignedIn),
    }
}

/// A part of the address after `/api/v1`, as it was sent: ids and slugs need no escapes, so what has some is none.
pub(super) fn segment(parts: &Parts, place: usize) -> &str {
    parts
        .uri
        .path()
        .split('/')
        .nth(3 + place)
        .unwrap_or_default()
}

async fn read(
    app: &App,
    door: Door,
    mut reader: Box<Reader>,
    parts: &Parts,
) -> Result<Response, Problem> {
    let asked = &parts.headers;
    let parameters = parameters(parts.uri.query())?;
    let id = segment(parts, 2);
    let body = match door {
        Door::List(module) => reader.list(module, &parameters).await?,
        Door::Item(module) => {
            only(&parameters, &[])?;
            reader.item(module, id).await?.ok_or(Problem::NotFound)?
        }
        Door::Related(module, relation) => {
            reader.related(module, id, relation, &parameters).await?
        }
        Door::Article => {
            only(&parameters, &[])?;
            reader.article(id, segment(parts, 4)).await?
        }
        Door::FileContent => {
            only(&parameters, &[])?;
            let file = reader.file(id).await?.ok_or(Problem::NotFound)?;
            // The snapshot ends before a long download begins.
            drop(reader);
            return files::content(&app.start.blobs, &file, asked).await;
        }
        Door::DuePayments => reader.due_payments(id, &parameters).await?,
        Door::PaymentHistory => reader.payment_history(id, &parameters).await?,
        _ => staff::read(door, &mut reader, id, &parameters).await?,
    };
    Ok(json(body, asked))
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Problem {
        match error {
            ReadError::Invalid(wrongs) => {
                Problem::Invalid(wrongs.into_iter().map(Wrong::from).collect())
            }
            ReadError::NotFound => Problem::NotFound,
            ReadError::NotAllowed => Problem::ActionNotAllowed,
            ReadError::Store(error) => error.into(),
        }
    }
}

impl From<store::Wrong> for Wrong {
    fn from(wrong: store::Wrong) -> Wrong {
        Wrong::at(&wrong.pointer, wrong.message)
    }
}
