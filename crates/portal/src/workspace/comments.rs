//! Comments on an item as the staff read them: those that guests see, and those that stay within the company.

use access::Module;
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use store::{Shelf, WriteError};

use super::{Named, Writer};
use crate::frame::parts::{face, icon};
use crate::frame::{Fields, Visit};
use crate::texts::{Day, stamp};

/// A comment.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Comment {
    /// Its public id.
    pub(crate) id: String,
    /// Who wrote it.
    #[serde(default)]
    pub(crate) author: Option<Named>,
    /// What it says.
    pub(crate) text: String,
    /// Whether it stays within the company; only staff know.
    #[serde(default)]
    pub(crate) internal: Option<bool>,
    /// When.
    pub(crate) at: Timestamp,
}

/// The section with the form under it.
pub(crate) fn section(visit: &Visit, comments: &[Comment], action: &str, writes: bool) -> Markup {
    let (texts, today) = (&visit.texts, visit.today());
    html! {
        section class="card" id="comments" aria-labelledby="comments-h" {
            div class="card-head" { h2 id="comments-h" { (texts.say("work-comments")) } }
            @if comments.is_empty() { p class="quiet" { (texts.say("work-no-comments")) } }
            @else { ol class="thread" { @for comment in comments {
                @let author = comment.author.as_ref().map_or("", |author| author.name.as_str());
                li id={ "c-" (comment.id) } {
                    (face(author, "s"))
                    div {
                        p { b { (author) } " " time class="faint" datetime=(stamp(comment.at)) { (texts.moment(comment.at, Day::Short, today)) }
                            @if comment.internal == Some(true) { " " span class="state off" { (icon("lock")) (texts.say("work-comment-internal")) } }
                        }
                        p class="voice words" { (comment.text) }
                    }
                }
            } } }
            @if writes {
                form class="composer" method="post" action=(action) data-swap="#comments" {
                    (visit.csrf())
                    div class="field" {
                        label class="vh" for="comment" { (texts.say("work-comment-yours")) }
                        textarea class="input" id="comment" name="text" rows="2" required maxlength="20000" placeholder=(texts.say("work-comment-yours")) {}
                    }
                    div class="row" {
                        label class="check" { input type="checkbox" name="internal" value="on" checked; span { (texts.say("work-comment-only-staff")) } }
                        button class="btn push" { (texts.say("work-comment-send")) }
                    }
                }
            }
        }
    }
}

/// Writes one on an item.
///
/// # Errors
/// Why nothing was written.
pub(crate) async fn write(
    writer: &Writer,
    module: Module,
    item: &str,
    fields: &Fields,
) -> Result<String, WriteError> {
    let mut body = json!({ "text": fields.text("text") });
    // A guest has no such switch.
    if fields.has("internal") {
        body["internal"] = json!(true);
    }
    Ok(writer
        .create(Shelf::Parts(module, item, "comments"), &body)
        .await?
        .id)
}
