//! Adding files to an item by a form.

use access::Module;
use axum::extract::Request;
use axum::http::StatusCode;
use maud::html;
use store::{MOST_FILES, WriteError};

use super::here::Hand;
use super::{named, size};
use crate::frame::{Paged, Stop, Visit, csrf, see};
use crate::http::multipart;
use crate::http::problem::Problem;
use crate::texts::Texts;
use crate::workspace::{Writer, ended};

/// The form on a page of its own.
pub(super) async fn form(module: Module, id: &str, visit: Visit) -> Paged {
    page(visit, module, id, None).await
}

async fn page(mut visit: Visit, module: Module, id: &str, wrong: Option<&str>) -> Paged {
    let may = visit.reader.may_upload(module, id).await;
    may.map_err(|error| ended(&visit, error))?;
    let (name, can) = named(&mut visit, module, id).await?;
    let hand = Hand::of(&visit, (module, id), &can);
    let texts = &visit.texts;
    let title = texts.say_with("files-add-to", &[("name", name.as_str().into())]);
    let main = html! {
        header class="title head" { h1 { (title) } }
        div class="flow" {
            div class="card" { (hand.form(texts, wrong)) }
            p { a href={ (hand.item) "#files" } { (texts.say_with("files-back-to", &[("name", name.as_str().into())])) } }
        }
    };
    visit.page(&title, module.name(), main).await
}

/// Takes the files. Who sends them is judged before the first byte is read, and again when the last has come.
pub(super) async fn add(module: Module, id: &str, mut visit: Visit, request: Request) -> Paged {
    let (parts, body) = request.into_parts();
    let again = format!("{}/{id}", visit.at(module.name()));
    if !csrf::from_here(&parts.method, &parts.headers) {
        return Err(Stop::Again(again));
    }
    let may = visit.reader.may_upload(module, id).await;
    may.map_err(|error| ended(&visit, error))?;
    let (app, session) = (visit.app.clone(), visit.session().to_owned());
    let (blobs, limit) = (&app.start.blobs, app.start.upload_limit);
    // No reader waits while the bytes come.
    let away = visit.away();
    let sent = multipart::files(blobs, &parts.headers, body, limit, Some(&session)).await;
    let visit = away.later().back().await?;
    let files = match sent {
        Ok(files) => files,
        Err(Problem::NotFromHere) => return Err(Stop::Again(again)),
        Err(problem) => {
            let (status, words) = mended(&visit.texts, &problem, limit);
            return with_status(page(visit, module, id, Some(&words)).await, status);
        }
    };
    let (names, count): (Vec<String>, _) = (
        files.iter().map(|file| file.name.clone()).collect(),
        files.len(),
    );
    let (writer, away) = Writer::of(visit);
    let noted = writer.upload((module, id), files).await;
    let visit = away.back().await?;
    match noted {
        Ok(_) => Ok(see(&format!("{again}?said=uploaded&n={count}#files"))),
        Err(WriteError::Invalid(wrongs)) => {
            let place = wrongs.first().and_then(|wrong| {
                let place = wrong.pointer.strip_prefix("/files/")?;
                place.parse::<usize>().ok()
            });
            let words = match place.and_then(|place| names.get(place)) {
                Some(name) => visit
                    .texts
                    .say_with("files-wrong-empty", &[("name", name.as_str().into())]),
                None => visit.texts.say("files-wrong-none"),
            };
            let page = page(visit, module, id, Some(&words)).await;
            with_status(page, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(ended(&visit, error)),
    }
}

/// What is said of what was sent, and the status that says it too.
fn mended(texts: &Texts, problem: &Problem, limit: u64) -> (StatusCode, String) {
    match problem {
        Problem::TooLarge => {
            let size = size::at_most(texts, limit);
            let words = texts.say_with("files-wrong-large", &[("size", size.into())]);
            (StatusCode::PAYLOAD_TOO_LARGE, words)
        }
        Problem::Invalid(_) => {
            let words = texts.say_with("files-wrong-many", &[("count", MOST_FILES.into())]);
            (StatusCode::UNPROCESSABLE_ENTITY, words)
        }
        Problem::Unreadable(_) => (StatusCode::BAD_REQUEST, texts.say("files-wrong-broken")),
        problem => {
            tracing::error!(?problem, "files were not taken");
            let words = texts.say("files-wrong-ours");
            (StatusCode::INTERNAL_SERVER_ERROR, words)
        }
    }
}

fn with_status(page: Paged, status: StatusCode) -> Paged {
    let mut page = page?;
    *page.status_mut() = status;
    Ok(page)
}
