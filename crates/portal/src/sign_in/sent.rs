//! What is said after asking, to everybody alike.

use axum::response::Response;
use maud::html;

use super::texts;
use crate::frame::layout::{Answer, threshold};
use crate::frame::parts::doorway;

pub(super) async fn show() -> Response {
    let texts = texts();
    let title = texts.say("sign-in-look-in-inbox");
    let main = html! {
        (doorway(true))
        h1 { (title) }
        p { (texts.say("sign-in-on-its-way")) }
        p class="hint" { (texts.say("sign-in-nothing-there")) }
        p { a class="btn wide-btn" href="/sign-in" { (texts.say("sign-in-another-address")) } }
    };
    Answer::plain(threshold(&texts, &title, None, &main))
}
