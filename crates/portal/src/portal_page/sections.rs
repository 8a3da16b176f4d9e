//! Sections that pages of several kinds have: the way here, jump links, comments.

use access::Module;
use maud::{Markup, html};

use super::guest::Guest;
use super::held::Held;
use super::told::{Comment, Named};
use crate::frame::{Listed, Stop, Visit, read};

/// A section of a page, with what the jump links say of it.
pub(crate) struct Section {
    /// Its place in the page: `tasks` for `#tasks`.
    pub(crate) id: &'static str,
    /// Its name.
    pub(crate) title: String,
    /// How many things are in it, where that is known.
    pub(crate) count: Option<usize>,
    /// The section itself, with `id` and a heading `{id}-h`.
    pub(crate) body: Markup,
}

/// Where the reader is: home, then these, the last one being the page itself.
pub(crate) fn crumbs(guest: &Guest, way: &[(String, String)], here: &str) -> Markup {
    html! {
        nav class="crumbs" aria-label=(guest.say("page-you-are-here")) {
            ol {
                li { a href={ "/" (guest.company.slug) } { (guest.say("frame-home")) } }
                @for (address, name) in way { li { a href=(address) { (name) } } }
                li aria-current="page" { (here) }
            }
        }
    }
}

/// Links to the sections, where there are several.
pub(crate) fn jump(guest: &Guest, sections: &[&Section]) -> Option<Markup> {
    (sections.len() > 2).then(|| {
        html! {
            nav class="tabs" aria-label=(guest.say("page-on-this-page")) {
                ul {
                    @for section in sections {
                        li { a href={ "#" (section.id) } { (section.title) @if let Some(count) = section.count { span class="faint" { (count) } } } }
                    }
                }
            }
        }
    })
}

/// What was said, the oldest first, and where the reader may, a place to say more. Nothing where neither is.
pub(crate) fn comments(
    guest: &Guest,
    listed: Option<&Listed<Comment>>,
    form: Option<Markup>,
) -> Option<Section> {
    let comments = listed.map_or(&[][..], |listed| &listed.items);
    let later = listed.is_some_and(|listed| listed.next.is_some());
    if comments.is_empty() && form.is_none() {
        return None;
    }
    let title = guest.say("page-comments");
    let body = html! {
        section class="card" id="comments" aria-labelledby="comments-h" {
            div class="card-head" { h2 id="comments-h" { (title) } @if !comments.is_empty() { " " span class="faint" { (comments.len()) } } }
            @if later { p class="faint small" { (guest.say("page-comments-first")) } }
            @if !comments.is_empty() {
                ol class="thread" {
                    @for comment in comments { (said_by(guest, comment)) }
                }
            }
            @if let Some(form) = form { (form) }
        }
    };
    Some(Section {
        id: "comments",
        title,
        count: Some(comments.len()).filter(|count| *count > 0),
        body,
    })
}

fn said_by(guest: &Guest, comment: &Comment) -> Markup {
    let name = match &comment.author {
        Some(author) => guest.name(author),
        None => guest.say("page-someone"),
    };
    html! {
        li {
            @match &comment.author {
                Some(author) => (guest.mark(author, "")),
                None => (crate::frame::parts::face(&name, "")),
            }
            div {
                p class="by" { strong { (name) } " " (guest.moment(comment.at))
                    @if comment.internal == Some(true) { " " (guest.state("off", "lock", &guest.say("work-comment-internal"))) }
                }
                @for paragraph in paragraphs(&comment.text) { p class="said" { (paragraph) } }
            }
        }
    }
}

/// The paragraphs of a text that somebody wrote; single line ends stay within one.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// What something is about: the first paragraph leads, the others follow. Line ends that somebody made stay.
pub(crate) fn lead(text: Option<&str>) -> Markup {
    html! {
        @for (n, paragraph) in paragraphs(text.unwrap_or_default()).enumerate() {
            p class=(if n == 0 { "lead said" } else { "quiet said" }) { (paragraph) }
        }
    }
}

/// A place to write a comment, where the reader may. `address` is where it goes: `tasks/ID/comments`.
pub(crate) fn say_more(visit: &Visit, guest: &Guest, can: &Held, address: &str) -> Option<Markup> {
    let may = can.has("comment");
    may.then(|| {
        html! {
            form class="composer" method="post" action=(guest.at(address)) {
                (visit.csrf())
                div class="field" {
                    label for="comment" { (guest.say("page-add-comment")) }
                    textarea class="input" id="comment" name="text" rows="3" required maxlength="20000" {}
                }
                @if visit.reader.viewer().reads_everything() {
                    label class="check" { input type="checkbox" name="internal" value="on" checked; span { (guest.say("work-comment-only-staff")) } }
                }
                p { button class="btn" type="submit" { (guest.say("page-send-comment")) } }
            }
        }
    })
}

/// The project that an item stands under, where the reader sees it there.
pub(crate) async fn above(
    visit: &mut Visit,
    module: Module,
    id: &str,
) -> Result<Option<Named>, Stop> {
    read(&visit.reader.project_above(module, id).await?)
}
