//! What becomes of one file: shown to guests or not, named anew, deleted, brought back.

use access::Module;
use maud::html;
use serde_json::json;
use store::Shelf;

use super::here::Hand;
use super::named;
use crate::frame::parts::icon;
use crate::frame::{Paged, Posted, Stop, Visit, read, see};
use crate::portal_page::File;
use crate::workspace::{Form, Rights, Saved, Writer, ended, saved, sent_back};

/// A file as the reader sees it; the page for what is not shared where they do not.
async fn seen(visit: &mut Visit, module: Module, id: &str, file: &str) -> Result<File, Stop> {
    match visit.reader.file_of(module, id, file).await? {
        Some(body) => read(&body),
        None => Err(visit.not_shared()),
    }
}

fn item(visit: &Visit, module: Module, id: &str) -> String {
    format!("{}/{id}", visit.at(module.name()))
}

/// Opens a file to guests, or closes it.
pub(super) async fn switch(module: Module, id: &str, Posted { visit, fields }: Posted) -> Paged {
    let (file, external) = match fields.given("on") {
        Some(file) => (file.to_owned(), true),
        None => (fields.text("off").to_owned(), false),
    };
    let (writer, away) = Writer::of(visit);
    let body = json!({ "external": external });
    let shelf = Shelf::Parts(module, id, "files");
    let turned = writer.change(shelf, &file, &body, None).await;
    let visit = away.back().await?;
    turned.map_err(|error| ended(&visit, error))?;
    let said = if external {
        "file-opened"
    } else {
        "file-closed"
    };
    let item = item(&visit, module, id);
    Ok(see(&format!("{item}?said={said}#files")))
}

/// The form for another name.
pub(super) async fn edit(module: Module, id: &str, file: &str, mut visit: Visit) -> Paged {
    let now = seen(&mut visit, module, id, file).await?;
    let form = Form::new().with("name", now.name.as_str());
    naming(visit, module, id, &now, &form).await
}

async fn naming(visit: Visit, module: Module, id: &str, file: &File, form: &Form) -> Paged {
    let rights = Rights::of(&visit);
    if !(rights.reads_everything() && rights.makes_tasks()) {
        return Err(Stop::NotAllowed);
    }
    let texts = &visit.texts;
    let item = item(&visit, module, id);
    let title = texts.say_with("files-rename-named", &[("name", file.name.as_str().into())]);
    let main = html! {
        div class="head" { h1 { (title) } }
        form class="card form" method="post" action={ (item) "/files/" (file.id) } {
            (visit.csrf())
            (form.summary(texts))
            (form.line("name", &texts.say("work-name"), "text", true))
            div class="row" {
                button class="btn main" { (texts.say("files-save")) }
                a class="btn bare" href={ (item) "#files" } { (texts.say("files-cancel")) }
            }
        }
    };
    visit.page(&title, module.name(), main).await
}

/// Gives a file another name.
pub(super) async fn rename(
    module: Module,
    id: &str,
    file: &str,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let now = seen(&mut visit, module, id, file).await?;
    let mut form = Form::sent(&fields);
    let body = json!({ "name": fields.text("name") });
    let (writer, away) = Writer::of(visit);
    let shelf = Shelf::Parts(module, id, "files");
    let changed = writer.change(shelf, file, &body, None).await;
    let visit = away.back().await?;
    match saved(&visit, &mut form, changed, &[])? {
        Saved::Done(_) => {
            let item = item(&visit, module, id);
            Ok(see(&format!("{item}?said=file-renamed#files")))
        }
        Saved::Again => sent_back(naming(visit, module, id, &now, &form).await),
    }
}

/// Asks once more before a file is deleted.
pub(super) async fn ask(module: Module, id: &str, file: &str, mut visit: Visit) -> Paged {
    let now = seen(&mut visit, module, id, file).await?;
    let (name, can) = named(&mut visit, module, id).await?;
    let hand = Hand::of(&visit, (module, id), &can);
    if !hand.deletes(&now) {
        return Err(Stop::NotAllowed);
    }
    let texts = &visit.texts;
    let title = texts.say_with("work-delete-named", &[("name", now.name.as_str().into())]);
    let back = if hand.keeps {
        texts.say("files-delete-staff")
    } else {
        let company = visit.company.name.as_str();
        texts.say_with("files-delete-guest", &[("company", company.into())])
    };
    let main = html! {
        header class="title head" { h1 { (title) } }
        form class="card form" method="post" action={ (hand.item) "/files/" (now.id) "/delete" } {
            (visit.csrf())
            p { (texts.say_with("files-delete-of", &[("name", name.as_str().into())])) }
            p class="hint" { (back) }
            div class="row" {
                button class="btn risk" { (icon("trash")) (texts.say("work-delete")) }
                a class="btn bare" href={ (hand.item) "#files" } { (texts.say("work-keep")) }
            }
        }
    };
    visit.page(&title, module.name(), main).await
}

/// Deletes a file.
pub(super) async fn delete(module: Module, id: &str, file: &str, posted: Posted) -> Paged {
    let (writer, away) = Writer::of(posted.visit);
    let shelf = Shelf::Parts(module, id, "files");
    let deleted = writer.delete(shelf, file).await;
    let visit = away.back().await?;
    deleted.map_err(|error| ended(&visit, error))?;
    let item = item(&visit, module, id);
    Ok(see(&format!("{item}?said=file-deleted#files")))
}

/// Brings a deleted file back.
pub(super) async fn back(module: Module, id: &str, file: &str, posted: Posted) -> Paged {
    let (writer, away) = Writer::of(posted.visit);
    let brought = writer.bring_file_back((module, id), file).await;
    let visit = away.back().await?;
    brought.map_err(|error| ended(&visit, error))?;
    let item = item(&visit, module, id);
    Ok(see(&format!("{item}?said=file-back#files")))
}
