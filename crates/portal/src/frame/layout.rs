//! The three frames: the portal for guests, the workspace for staff, the threshold before both.

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::response::Response;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::parts::{door, face, icon};
use super::stop::Company;
use super::{assets, brand};
use crate::texts::{Texts, Value};

/// The type of every page.
pub(super) const PAGE: &str = "text/html; charset=utf-8";

/// A page made into an answer.
pub(crate) struct Answer;

impl Answer {
    /// As it is; the frame makes it smaller for those who take that.
    pub(crate) fn plain(page: Markup) -> Response {
        let mut response = Response::new(Body::from(page.into_string()));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PAGE));
        // Not even the browser keeps it: what was shared yesterday must not come up from a disk tomorrow.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        headers.insert(VARY, HeaderValue::from_static("Cookie, Accept-Encoding"));
        response
    }
}

/// What stands round a page within an account.
pub(crate) struct Around<'a> {
    pub(crate) texts: &'a Texts,
    pub(crate) title: &'a str,
    pub(crate) company: &'a Company,
    /// The reader's name and address.
    pub(crate) reader: (&'a str, &'a str),
    /// The part of the navigation that the page belongs to: `home`, or a module's or area's name.
    pub(crate) here: &'a str,
    /// The parts that the reader has something in, by their names in addresses.
    pub(crate) parts: &'a [&'static str],
    /// The other companies of the reader.
    pub(crate) others: &'a [Company],
    /// The token of the session's forms.
    pub(crate) csrf: &'a str,
    /// What was just done, in words.
    pub(crate) said: Option<String>,
}

fn document(texts: &Texts, title: &str, company: Option<&Company>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(texts.code()) data-brand=[company.map(|company| brand::number(&company.slug))] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) @if let Some(company) = company { " · " (company.name) } }
                link rel="stylesheet" href=(assets::address("vestibule.css"));
                link rel="icon" href=(assets::address("door.svg")) type="image/svg+xml";
                script type="module" src=(assets::address("vestibule.js")) {}
            }
            (body)
        }
    }
}

/// A page before or outside every account: one column, one door, one action.
pub(crate) fn threshold(
    texts: &Texts,
    title: &str,
    company: Option<&Company>,
    main: &Markup,
) -> Markup {
    let body = html! {
        body class="portal" {
            div class="threshold" { main id="main" { (main) } }
        }
    };
    document(texts, title, company, &body)
}

/// Companies to go to.
pub(crate) fn elsewhere(texts: &Texts, companies: &[Company]) -> Markup {
    html! {
        section class="card elsewhere" aria-labelledby="else" {
            h2 id="else" class="small" { (texts.say("stop-still-open")) }
            ul class="companies" {
                @for company in companies {
                    li { a href={ "/" (company.slug) } { (door(&company.slug, false)) span { (company.name) } (icon("right")) } }
                }
            }
        }
    }
}

/// A guest's page.
pub(crate) fn portal(around: &Around<'_>, main: &Markup) -> Markup {
    let (texts, company) = (around.texts, around.company);
    let at = |part: &str| match part {
        "home" => format!("/{}", company.slug),
        part => format!("/{}/{part}", company.slug),
    };
    let body = html! {
        body class="portal" {
            a class="skip" href="#main" { (texts.say("frame-skip")) }
            header class="bar" { div class="bar-in" {
                (companies(around))
                nav aria-label=(texts.say("frame-main-navigation")) { ul {
                    @for part in std::iter::once(&"home").chain(around.parts) {
                        li { a href=(at(part)) aria-current=[(*part == around.here).then_some("page")] { (part_name(texts, if *part == "customers" { "my-company" } else { part })) } }
                    }
                } }
                div class="bar-tools" { (me(around)) }
            } }
            main class="page" id="main" {
                (said(around))
                (main)
            }
            footer class="foot" {
                p { (texts.say_with("frame-shared-by", &[("company", Value::from(company.name.as_str()))])) }
                p { (texts.say("frame-made-with")) }
            }
        }
    };
    document(texts, around.title, Some(company), &body)
}

/// A page of the staff.
pub(crate) fn workspace(around: &Around<'_>, main: &Markup) -> Markup {
    let texts = around.texts;
    let main = html! { main id="main" { (said(around)) (main) } };
    let body = html! {
        body class="workspace" {
            a class="skip" href="#main" { (texts.say("frame-skip")) }
            (bench(around, &main))
        }
    };
    document(texts, around.title, Some(around.company), &body)
}

/// A page of the staff with an open dialog over it; what lies behind is for the eye alone.
pub(crate) fn over(around: &Around<'_>, behind: &Markup, dialog: &Markup) -> Markup {
    let body = html! {
        body class="workspace" {
            div class="behind" inert aria-hidden="true" { (bench(around, &html! { div { (behind) } })) }
            div class="scrim" {}
            main class="share-page" id="main" {
                (dialog)
            }
        }
    };
    document(around.texts, around.title, Some(around.company), &body)
}

/// Side, top line, and what the page is about.
fn bench(around: &Around<'_>, main: &Markup) -> Markup {
    let (texts, company) = (around.texts, around.company);
    html! {
        div class="bench" {
            nav class="side" id="side" aria-label=(texts.say("frame-main-navigation")) popover {
                @if around.others.is_empty() {
                    p class="side-who" { (door(&company.slug, false)) (company.name) }
                } @else {
                    div class="side-who" { (companies(around)) }
                }
                @for (heading, parts) in SIDE {
                    @let shown: Vec<_> = parts.iter().filter(|(part, _)| around.parts.contains(part)).collect();
                    @if !shown.is_empty() {
                        h2 { (texts.say_with(heading, &[])) }
                        ul { @for (part, icon_name) in shown {
                            li { a href={ "/" (company.slug) "/" (part) } aria-current=[(*part == around.here).then_some("page")] {
                                (icon(icon_name)) (part_name(texts, part))
                            } }
                        } }
                    }
                }
            }
            header class="top" {
                button class="icon-btn top-menu" popovertarget="side" type="button" aria-label=(texts.say("frame-menu")) { (icon("list")) }
                span class="push" {}
                (me(around))
            }
            (main)
        }
    }
}

/// The side of the workspace: headings, and under each its parts with their icons.
const SIDE: [(&str, &[(&str, &str)]); 4] = [
    (
        "frame-work",
        &[
            ("projects", "project"),
            ("tasks", "task"),
            ("meetings", "meeting"),
            ("tickets", "ticket"),
            ("knowledge", "book"),
        ],
    ),
    (
        "frame-customers",
        &[
            ("customers", "customer"),
            ("orders", "order"),
            ("invoices", "invoice"),
            ("estimates", "estimate"),
        ],
    ),
    (
        "frame-sharing",
        &[("guests", "people"), ("roles", "role"), ("mail", "mail")],
    ),
    (
        "frame-account",
        &[
            ("members", "user"),
            ("stages", "board"),
            ("settings", "gear"),
        ],
    ),
];

fn part_name(texts: &Texts, part: &str) -> String {
    texts.say_with(&format!("frame-{part}"), &[])
}

/// The button with the company's name, and the others behind it.
fn companies(around: &Around<'_>) -> Markup {
    let (texts, company) = (around.texts, around.company);
    if around.others.is_empty() {
        return html! { span class="switch" { (door(&company.slug, false)) span { (company.name) } } };
    }
    html! {
        button class="switch" popovertarget="companies" type="button" {
            (door(&company.slug, false)) span { (company.name) } (icon("down"))
            span class="vh" { (texts.say("frame-change-company")) }
        }
        div class="menu companies" id="companies" popover {
            p class="menu-title" { (texts.say("frame-companies")) }
            ul {
                li { a href={ "/" (company.slug) } aria-current="true" { (door(&company.slug, false)) span { (company.name) } } }
                @for other in around.others {
                    li { a href={ "/" (other.slug) } { (door(&other.slug, false)) span { (other.name) } } }
                }
            }
        }
    }
}

/// The reader's own menu.
fn me(around: &Around<'_>) -> Markup {
    let texts = around.texts;
    let (name, address) = around.reader;
    html! {
        button class="icon-btn" popovertarget="me" type="button"
            aria-label=(texts.say_with("frame-account-of", &[("name", Value::from(name))])) { (face(name, "")) }
        div class="menu to-start" id="me" popover {
            p class="menu-title" { (address) }
            ul {
                li { a href={ "/" (around.company.slug) "/profile" } { (icon("user")) (texts.say("frame-profile")) } }
                li {
                    form method="post" action="/sign-out" class="inline-form" {
                        input type="hidden" name="csrf" value=(around.csrf);
                        button type="submit" { (icon("out")) (texts.say("frame-sign-out")) }
                    }
                }
            }
        }
    }
}

fn said(around: &Around<'_>) -> Markup {
    match &around.said {
        Some(words) => super::parts::notice("check", words),
        None => PreEscaped(String::new()),
    }
}
