//! Work on being found, and on being usable by everyone.

use super::{Step, step};

pub(super) const SEARCH: &[Step] = &[
    step(
        "position",
        "Where do we stand today?",
        "Forty questions people really type, with our place for each, on phone and desktop.",
        8,
    ),
    step(
        "crawl",
        "Walk the whole site as a search engine does",
        "Dead ends, doubles, pages nobody links to, titles that are all the same.",
        6,
    ),
    step(
        "questions",
        "List of questions that deserve a page",
        "From the telephone log and the shop counter, not from a keyword tool alone.",
        7,
    )
    .asks(),
    step(
        "titles",
        "Titles and descriptions for sixty pages",
        "Each says what is there and who it is for, within the space a phone shows.",
        10,
    ),
    step(
        "rewrites",
        "Rewrite the ten pages that matter most",
        "The answer first, the reasons after it, one picture that explains.",
        24,
    )
    .parts(&[
        ("first-five", "Rewrite pages one to five"),
        ("last-five", "Rewrite pages six to ten"),
    ]),
    step(
        "structure",
        "Structured data for places, prices and opening hours",
        "Checked with the validator and against what hangs on the door.",
        8,
    ),
    step(
        "maps",
        "Entries in maps and directories",
        "Name, address and hours the same everywhere; old entries closed, not forgotten.",
        5,
    ),
    step(
        "weight",
        "Make the slowest pages light",
        "Pictures in the right size, two libraries fewer, fonts that do not block.",
        9,
    ),
    step(
        "half-time",
        "Report at half-time",
        "Two pages: what moved, what did not, what we do next.",
        4,
    ),
    step(
        "plan",
        "Plan for the year after",
        "One page a quarter that the client can work through without us.",
        5,
    )
    .asks(),
];

pub(super) const ACCESSIBILITY: &[Step] = &[
    step(
        "sample",
        "Choose the pages to review",
        "Fourteen pages and three processes that stand for the whole site.",
        3,
    ),
    step(
        "keyboard",
        "Walk through with the keyboard alone",
        "Every step noted where the focus is lost, trapped or cannot be seen.",
        6,
    ),
    step(
        "reader",
        "Listen with two screen readers",
        "One on the desktop, one on the telephone; recordings are kept for the report.",
        8,
    ),
    step(
        "contrast",
        "Measure contrast and text sizes",
        "Also at 400 per cent and with the reader's own colours.",
        4,
    ),
    step(
        "findings",
        "Report with ranked findings",
        "First rank: somebody cannot finish. Second: somebody needs help. Third: somebody is annoyed.",
        10,
    )
    .asks(),
    step(
        "forms",
        "Repair the appointment forms",
        "Labels, errors beside the field, no time limit, and a way back that keeps what was typed.",
        16,
    )
    .parts(&[
        ("labels", "Labels and groups of fields"),
        ("errors", "Errors that say how to mend them"),
        ("dates", "A date field that can be typed"),
    ]),
    step(
        "documents",
        "Patient leaflets as accessible PDF",
        "Nineteen leaflets, tagged, with headings and a reading order that makes sense.",
        18,
    ),
    step(
        "films",
        "Captions and transcripts for six films",
        "Corrected by a person; names of medicines are checked by the practice.",
        9,
    ),
    step(
        "trial",
        "Try it with three people who use it this way every day",
        "An hour each, paid, at a place of their choice.",
        8,
    ),
    step(
        "statement",
        "Write the accessibility statement",
        "What works, what does not yet, until when, and whom to call.",
        3,
    )
    .asks(),
];
