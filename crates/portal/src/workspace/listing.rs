//! Lists whose every view has an address: tabs, filters, order and pages are links and GET forms.

use maud::{Markup, html};

use super::save::with_more;
use crate::frame::Visit;
use crate::frame::parts::icon;

/// The address of a list as it is looked at.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Address {
    /// That of the page that is looked at.
    pub(crate) fn of(visit: &Visit) -> Address {
        Address {
            path: visit.path.clone(),
            pairs: visit.parameters.clone(),
        }
    }

    /// What was asked under a name.
    pub(crate) fn asked(&self, name: &str) -> &str {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The order that is asked for. Whoever does not read everything (`all`) gets the interface's own: a field that is
    /// hidden from them cannot be ordered by.
    pub(crate) fn sort(&self, all: bool, otherwise: &str) -> String {
        match self.asked("sort") {
            _ if !all => String::new(),
            "" => otherwise.to_owned(),
            asked => asked.to_owned(),
        }
    }

    /// Whether a filter of the form is on.
    pub(crate) fn is_narrowed(&self) -> bool {
        ["q", "stage", "sharing", "project", "assignee"]
            .iter()
            .any(|name| !self.asked(name).is_empty())
    }

    /// As text.
    pub(crate) fn text(&self) -> String {
        self.with(&[])
    }

    /// With other parameters in the place of those of the same name; an empty one falls away.
    pub(crate) fn with(&self, other: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.pairs {
            if !value.is_empty() && !other.iter().any(|(new, _)| new == name) {
                query.append_pair(name, value);
            }
        }
        for (name, value) in other.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        let query = query.finish();
        let whole = if query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{query}", self.path)
        };
        // What was said belongs to one answer, not to the view.
        with_more(&whole, &[])
    }

    /// Hidden fields that keep the view but for these names, for a form that sets them.
    pub(crate) fn kept(&self, but: &[&str]) -> Markup {
        let passing = ["said", "n", "m", "undo", "was", "cursor"];
        html! {
            @for (name, value) in &self.pairs {
                @if !but.contains(&name.as_str()) && !passing.contains(&name.as_str()) && !value.is_empty() {
                    input type="hidden" name=(name) value=(value);
                }
            }
        }
    }
}

/// The heading of a column that a list can be ordered by: a link that orders by it, and again the other way. Where the
/// order is not the reader's to choose (`sort` is empty), the heading alone.
pub(crate) fn sortable(address: &Address, sort: &str, field: &str, label: &str) -> Markup {
    if sort.is_empty() {
        return html! { th scope="col" { (label) } };
    }
    let descending = format!("-{field}");
    let (state, next) = if sort == field {
        ("ascending", descending.as_str())
    } else if sort == descending {
        ("descending", field)
    } else {
        ("none", field)
    };
    html! {
        th scope="col" aria-sort=(state) {
            a class="sort" href=(address.with(&[("sort", next), ("cursor", "")])) { (label) @if state != "none" { (icon("down")) } }
        }
    }
}

/// The link to the next page, and back to the first.
pub(crate) fn pager(
    address: &Address,
    asked: bool,
    next: Option<&str>,
    label: &str,
    words: [&str; 2],
) -> Markup {
    html! {
        @if asked || next.is_some() {
            nav class="pager row" aria-label=(label) {
                @if asked { a class="btn" href=(address.with(&[("cursor", "")])) { (words[0]) } }
                @if let Some(next) = next {
                    a class="btn" rel="next" href=(address.with(&[("cursor", next)])) { (words[1]) }
                }
            }
        }
    }
}

/// The address of the share dialog of an item (`projects/ID`), which comes back to where it was opened.
pub(crate) fn share_address(visit: &Visit, on: &str, back: &str) -> String {
    of_sharing(visit, "share", on, back)
}

/// The address of the page that asks before an item is no longer shared.
pub(crate) fn end_address(visit: &Visit, on: &str, back: &str) -> String {
    of_sharing(visit, "share/end", on, back)
}

fn of_sharing(visit: &Visit, page: &str, on: &str, back: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("on", on).append_pair("back", back);
    format!("{}?{}", visit.at(page), query.finish())
}
