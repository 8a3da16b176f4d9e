//! Invoices and estimates in lists.

use maud::{Markup, html};

use super::view::{Kind, Paper};
use crate::frame::parts::icon;
use crate::portal_page::{Guest, Named};
use crate::texts::Value;

/// The name of a paper: "Invoice 2026-031".
pub(crate) fn name(guest: &Guest, kind: Kind, paper: &Paper) -> String {
    let key = match kind {
        Kind::Invoice => "papers-invoice",
        Kind::Estimate => "papers-estimate",
    };
    let given = [("number", Value::from(paper.number.as_str()))];
    guest.texts.say_with(key, &given)
}

/// The address of a paper.
pub(crate) fn address(guest: &Guest, kind: Kind, paper: &Paper) -> String {
    guest.at(&format!("{}/{}", kind.module().name(), paper.id))
}

/// A row of a list of papers, with its project where that is worth saying.
pub(crate) fn row(guest: &Guest, kind: Kind, paper: &Paper, project: Option<&Named>) -> Markup {
    let said = |key: &str, day: Option<jiff::civil::Date>| {
        day.map(|day| {
            let given = [("day", Value::from(guest.brief(day)))];
            guest.texts.say_with(key, &given)
        })
    };
    let about: Vec<String> = [
        paper
            .total
            .as_deref()
            .map(|total| paper.money(guest, total)),
        said("papers-issued-on", paper.issued_on),
        said("papers-due-on", paper.due_on.filter(|_| paper.to_pay())),
        said(
            "papers-valid-until",
            paper
                .valid_until
                .filter(|_| paper.status.as_deref() == Some("sent")),
        ),
        project.map(|project| project.name.clone()),
    ]
    .into_iter()
    .flatten()
    .collect();
    html! {
        li {
            span class="glyph plain" { (icon(kind.icon())) }
            p class="what" {
                a href=(address(guest, kind, paper)) { (name(guest, kind, paper)) }
                @if !about.is_empty() { " " small { (about.join(" · ")) } }
            }
            p class="facts" { (paper.state(guest, kind)) }
        }
    }
}
