//! Lists: their filters, the way to the next page, and the kind sentence where there is nothing.

use maud::{Markup, html};

use super::guest::Guest;
use crate::frame::Visit;

/// The choices of a list's filter: what stands in the address, and how it is said.
pub(crate) struct Filter<'a> {
    /// Said above the choice.
    pub(crate) label: String,
    /// Values of `show`, and their names; the first is what a list shows when nothing is chosen.
    pub(crate) choices: &'a [(&'a str, String)],
}

/// A list's filters: words to find, and which of the items to show. A form, so that every view has an address.
pub(crate) fn filters(
    guest: &Guest,
    visit: &Visit,
    find: &str,
    filter: Option<Filter<'_>>,
) -> Markup {
    let asked = visit.asked("q").unwrap_or_default();
    let shown = visit.asked("show").unwrap_or_default();
    html! {
        form class="filters" role="search" aria-label=(guest.say("page-this-list")) action=(visit.path) {
            label class="vh" for="find" { (find) }
            input class="input" id="find" name="q" type="search" placeholder=(find) value=(asked) maxlength="200";
            @if let Some(filter) = filter {
                label class="vh" for="show" { (filter.label) }
                select class="select" id="show" name="show" {
                    @for (value, name) in filter.choices {
                        option value=(value) selected[*value == shown] { (name) }
                    }
                }
            }
            button class="btn" type="submit" { (guest.say("page-show")) }
        }
    }
}

/// Whether the reader narrowed a list, so that an empty one is no news.
pub(crate) fn narrow(visit: &Visit) -> bool {
    visit.asked("q").is_some() || visit.asked("show").is_some()
}

/// The way to the next page of a list, keeping what was asked.
pub(crate) fn more(guest: &Guest, visit: &Visit, next: Option<&str>) -> Option<Markup> {
    let next = next?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in ["q", "show"] {
        if let Some(value) = visit.asked(name) {
            query.append_pair(name, value);
        }
    }
    query.append_pair("cursor", next);
    let address = format!("{}?{}", visit.path, query.finish());
    Some(
        html! { p class="more" { a class="btn" href=(address) rel="next" { (guest.say("page-more")) } } },
    )
}

/// Where nothing is shown: why, in one sentence, and the way back to all of it.
pub(crate) fn empty(guest: &Guest, visit: &Visit, nothing: &str) -> Markup {
    html! {
        div class="card nothing" {
            @if narrow(visit) {
                p { (guest.say("page-nothing-found")) }
                p { a href=(visit.path) { (guest.say("page-show-all")) } }
            } @else {
                p { (nothing) }
            }
        }
    }
}
