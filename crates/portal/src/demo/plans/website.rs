//! A new website, from the first goals to the month after launch.

use super::{Step, step};

pub(super) const WEBSITE: &[Step] = &[
    step(
        "goals",
        "Agree goals and how we measure them",
        "Three goals for the first year, each with a number that can be checked in five minutes.",
        4,
    ),
    step(
        "inventory",
        "Take stock of the present pages",
        "Every page with its visits, its owner and one of three words: keep, rewrite, drop.",
        6,
    ),
    step(
        "interviews",
        "Talk with five visitors",
        "Half an hour each. What did they come for, did they find it, and what did they do instead?",
        8,
    ),
    step(
        "site-map",
        "Draw the site map",
        "Two levels, no more. Each page has one job, written beside it.",
        5,
    )
    .asks(),
    step(
        "voice",
        "Write the voice guide",
        "One page: how we sound, how we do not, and six sentences before and after.",
        5,
    ),
    step(
        "wireframes",
        "Wireframes for the main pages",
        "Grey boxes and real headlines, so that we talk about order before we talk about colour.",
        14,
    )
    .parts(&[
        ("home", "Wireframe of the home page"),
        ("overview", "Wireframe of the overview pages"),
        ("detail", "Wireframe of the detail page"),
    ]),
    step(
        "design",
        "Design the home page and one inner page",
        "Phone first, then the wide screen. Two rounds of feedback are planned.",
        18,
    )
    .asks(),
    step(
        "patterns",
        "Pattern library: type, colour, buttons, forms",
        "Everything the pages are made of, on one page, each with its states.",
        12,
    ),
    step(
        "templates",
        "Build the page templates",
        "Plain HTML first; every page must read well before a single script has loaded.",
        32,
    )
    .parts(&[
        ("header", "Header, navigation and footer"),
        ("cards", "Cards, lists and filters"),
        ("contact", "Contact form with a friendly confirmation"),
    ]),
    step(
        "texts",
        "Edit the texts for the first twelve pages",
        "We shorten; the client checks facts and names. Changes are tracked in the shared document.",
        18,
    ),
    step(
        "photos",
        "Choose and prepare the photographs",
        "Crops for phone and desktop, alternative texts, credits and the permission of everyone shown.",
        8,
    ),
    step(
        "languages",
        "Second language: structure and switch",
        "Addresses, menus and dates in both languages; untranslated pages say so.",
        10,
    ),
    step(
        "redirects",
        "Redirects from the old addresses",
        "No old link may end in an empty page. The list comes from the server's log of the last year.",
        4,
    ),
    step(
        "privacy",
        "Privacy page, and statistics without a banner",
        "Counting without cookies, so there is nothing to consent to and nothing to click away.",
        3,
    ),
    step(
        "speed",
        "Make the first page load in one second on a phone",
        "Measured on a four-year-old telephone and a slow connection, not on our own machines.",
        8,
    ),
    step(
        "training",
        "Teach the editors",
        "Two hours, recorded, with a page of notes. Everyone publishes one real item during the session.",
        3,
    ),
    step(
        "launch",
        "Launch",
        "The list is in the handbook. We launch on a Tuesday morning and stay close for two days.",
        6,
    )
    .asks(),
    step(
        "aftercare",
        "First month of care",
        "Answer the editors' questions, watch the log for broken links, and write down what we learn.",
        6,
    ),
];
