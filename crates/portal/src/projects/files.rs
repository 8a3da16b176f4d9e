//! A project's files, each with its switch "available to guests".

use access::Module;
use axum::extract::Path;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use store::{Shelf, WriteError};

use super::page::View;
use crate::frame::{Fields, Paged, Posted, Visit, see};
use crate::texts::{Texts, Value};
use crate::workspace::{Named, Writer, ended};

/// A file as the staff read it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct File {
    /// Its public id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Whether guests may see it; only staff know.
    #[serde(default)]
    pub(crate) external: Option<bool>,
    /// Who brought it.
    #[serde(default)]
    pub(crate) uploaded_by: Option<Named>,
    /// Bytes.
    #[serde(default)]
    pub(crate) size: Option<i64>,
}

/// The section of the tab Info.
pub(super) fn section(visit: &Visit, view: &View, files: &[File]) -> Markup {
    let texts = &visit.texts;
    let open = files
        .iter()
        .filter(|file| file.external == Some(true))
        .count();
    html! {
        section id="files" aria-labelledby="files-h" {
            div class="card-head" {
                h2 id="files-h" { (texts.say("work-files")) }
                @if !files.is_empty() && view.rights.reads_everything() {
                    span class="faint" { (texts.say_with("work-files-open", &[("open", Value::from(open)), ("all", files.len().into())])) }
                }
            }
            @if files.is_empty() { p class="card empty" { (texts.say("work-no-files")) } }
            @else { (table(visit, &view.at(visit, "/files"), &view.project.name, files, view.rights.makes_tasks())) }
        }
    }
}

/// Files of an item in a table; `action` is where their switches are sent.
pub(crate) fn table(
    visit: &Visit,
    action: &str,
    of: &str,
    files: &[File],
    switches: bool,
) -> Markup {
    let texts = &visit.texts;
    html! {
        form class="sheet" method="post" action=(action) data-swap="#files" {
            (visit.csrf())
            table class="data reflow" {
                caption class="vh" { (texts.say_with("work-files-of", &[("name", Value::from(of))])) }
                thead { tr {
                    th scope="col" { (texts.say("work-file")) }
                    th scope="col" { (texts.say("work-added-by")) }
                    @if files.iter().any(|file| file.external.is_some()) { th scope="col" { (texts.say("work-available")) } }
                } }
                tbody { @for file in files {
                    tr {
                        th class="name" scope="row" {
                            a href={ (visit.at("files")) "/" (file.id) } { (file.name) }
                            @if let Some(size) = file.size { " " small { (bytes(texts, size)) } }
                        }
                        td data-label=(texts.say("work-added-by")) { @if let Some(by) = &file.uploaded_by { (by.name) } @else { span class="faint" { "–" } } }
                        @if let Some(external) = file.external {
                            td class="mark" data-label=(texts.say("work-available")) {
                                @if switches { (switch(texts, file, external)) }
                                @else { (texts.say(if external { "work-for-guests" } else { "work-only-staff" })) }
                            }
                        }
                    }
                } }
            }
        }
    }
}

fn switch(texts: &Texts, file: &File, external: bool) -> Markup {
    html! {
        button class="toggle" type="submit" aria-pressed=(if external { "true" } else { "false" })
            name=(if external { "off" } else { "on" }) value=(file.id) {
            span class="vh" { (texts.say_with("work-available-named", &[("name", Value::from(file.name.as_str()))])) }
            span aria-hidden="true" { (texts.say(if external { "work-for-guests" } else { "work-only-staff" })) }
        }
    }
}

/// A size as people read it, in powers of a thousand.
pub(crate) fn bytes(texts: &Texts, size: i64) -> String {
    let (unit, key) = match size {
        ..1_000 => (1, "work-bytes"),
        1_000..1_000_000 => (1_000, "work-kilobytes"),
        _ => (1_000_000, "work-megabytes"),
    };
    let number = if unit == 1_000_000 {
        let tenths = (size + 50_000) / 100_000;
        texts.number(&format!("{}.{}", tenths / 10, tenths % 10))
    } else {
        ((size + unit / 2) / unit).to_string()
    };
    texts.say_with(key, &[("number", Value::from(number))])
}

/// Opens a file to guests, or closes it.
pub(super) async fn switched(
    Path((_, project)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Paged {
    let (writer, away) = Writer::of(visit);
    let turned = turn(&writer, &fields, Module::Projects, &project).await;
    let visit = away.back().await?;
    turned.map_err(|error| ended(&visit, error))?;
    Ok(see(&format!(
        "{}/{project}?said={}#files",
        visit.at("projects"),
        said(&fields)
    )))
}

/// What is said of a file that was switched.
pub(crate) fn said(fields: &Fields) -> &'static str {
    if fields.has("on") {
        "file-opened"
    } else {
        "file-closed"
    }
}

/// Switches the file that the form names.
///
/// # Errors
/// Why nothing was written.
pub(crate) async fn turn(
    writer: &Writer,
    fields: &Fields,
    module: Module,
    item: &str,
) -> Result<(), WriteError> {
    let (file, external) = match fields.given("on") {
        Some(file) => (file, true),
        None => (fields.text("off"), false),
    };
    let shelf = Shelf::Parts(module, item, "files");
    writer
        .change(shelf, file, &json!({ "external": external }), None)
        .await?;
    Ok(())
}
