//! Two knowledge bases: a handbook for clients, and notes for the partners who work with the studio.

use serde_json::json;

use super::days::Days;
use super::lines::Line;

/// The texts of the articles, each in its own file beside this one.
macro_rules! article {
    ($name:literal) => {
        include_str!(concat!("handbook/", $name, ".md"))
    };
}

/// An article: its id, section, title, author, the day it was last changed (counted from today), and its text.
struct Article(
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i32,
    &'static str,
);

pub(super) fn lines(days: &Days) -> Vec<Line> {
    let mut lines = vec![
        Line::new("knowledge_base", "client-handbook")
            .with("title", "Client handbook")
            .with(
                "summary",
                "How we work together, from the first talk to the year after launch.",
            )
            .with("author", "ines")
            .with("updated_at", days.at(-12, 10, 0))
            .with("access", json!(["helena", "amara", "yusuf", "pieter"]))
            .with("public_link", true),
        Line::new("knowledge_base", "partner-notes")
            .with("title", "Notes for partners")
            .with(
                "summary",
                "For illustrators, writers, printers and developers who work with us.",
            )
            .with("author", "tobias")
            .with("updated_at", days.at(-40, 10, 0))
            .with("access", json!(["noor", "lukas", "dimitar"]))
            .with("public_link", false),
    ];
    lines.extend(
        HANDBOOK
            .iter()
            .map(|article| line("client-handbook", article, days)),
    );
    lines.extend(
        NOTES
            .iter()
            .map(|article| line("partner-notes", article, days)),
    );
    lines
}

fn line(knowledge_base: &str, article: &Article, days: &Days) -> Line {
    let Article(id, section, title, author, day, text) = article;
    Line::new("article", *id)
        .with("knowledge_base", knowledge_base)
        .with("title", *title)
        .with("section", *section)
        .with("published", *section != DRAFTS)
        .with("author", *author)
        .with("updated_at", days.at(*day, 10, 0))
        .with("body_markdown", *text)
}

/// The section of what is not yet for guests to read.
const DRAFTS: &str = "Drafts";

const HANDBOOK: &[Article] = &[
    Article(
        "welcome",
        "Start here",
        "Welcome to Brightwater",
        "ines",
        -90,
        article!("welcome"),
    ),
    Article(
        "how-a-project-runs",
        "Start here",
        "How a project runs",
        "marit",
        -90,
        article!("how-a-project-runs"),
    ),
    Article(
        "your-part",
        "Start here",
        "Your part",
        "marit",
        -88,
        article!("your-part"),
    ),
    Article(
        "giving-feedback",
        "Working together",
        "Giving feedback that helps",
        "ines",
        -70,
        article!("giving-feedback"),
    ),
    Article(
        "approvals",
        "Working together",
        "Approvals, and what happens after",
        "marit",
        -44,
        article!("approvals"),
    ),
    Article(
        "changes",
        "Working together",
        "Changes along the way",
        "tobias",
        -60,
        article!("changes"),
    ),
    Article(
        "preparing-content",
        "Working together",
        "Preparing texts and photographs",
        "beatriz",
        -31,
        article!("preparing-content"),
    ),
    Article(
        "estimates",
        "Money",
        "Estimates",
        "tobias",
        -52,
        article!("estimates"),
    ),
    Article(
        "invoices-and-payment",
        "Money",
        "Invoices and payment",
        "tobias",
        -52,
        article!("invoices-and-payment"),
    ),
    Article(
        "launch-day",
        "Launch and after",
        "Launch day",
        "rui",
        -26,
        article!("launch-day"),
    ),
    Article(
        "support",
        "Launch and after",
        "Help after the launch",
        "tobias",
        -26,
        article!("support"),
    ),
    Article(
        "passwords",
        "Launch and after",
        "Looking after access",
        "tobias",
        -12,
        article!("passwords"),
    ),
    Article(
        "hosting",
        DRAFTS,
        "Hosting: what is included",
        "tobias",
        -3,
        article!("hosting-draft"),
    ),
];

const NOTES: &[Article] = &[
    Article(
        "partners-welcome",
        "Partners",
        "Working with us as a partner",
        "ines",
        -75,
        article!("partners-welcome"),
    ),
    Article(
        "partners-files",
        "Partners",
        "Files and their names",
        "rui",
        -40,
        article!("partners-files"),
    ),
    Article(
        "partners-money",
        "Partners",
        "Sending us your invoice",
        "tobias",
        -66,
        article!("partners-money"),
    ),
];
