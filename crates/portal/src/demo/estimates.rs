//! Estimates in every state: drafts, sent, accepted, declined, expired, and some that became invoices.

use serde_json::Value;

use super::days::Days;
use super::lines::Line;
use super::money::{ABROAD, Item, PRINTED, VAT};

/// One estimate; the day it was issued is counted from today.
struct Estimate {
    id: &'static str,
    customer: &'static str,
    project: Option<&'static str>,
    currency: &'static str,
    issued: i32,
    status: &'static str,
    items: &'static [Item],
}

pub(super) fn lines(days: &Days) -> Vec<Line> {
    let line = |(at, estimate): (usize, &Estimate)| {
        let sent = (estimate.status != "draft").then(|| days.at(estimate.issued, 15, 0));
        let items: Vec<Value> = estimate.items.iter().map(|item| item.json()).collect();
        Line::new("estimate", estimate.id)
            .with("number", format!("E-{}", at + 301))
            .with("customer", estimate.customer)
            .with("project", estimate.project)
            .with("issued_on", days.day(estimate.issued))
            .with("valid_until", days.day(estimate.issued + 30))
            .with("status", estimate.status)
            .with("sent_at", sent)
            .with("currency", estimate.currency)
            .with("lines", items)
    };
    ESTIMATES.iter().enumerate().map(line).collect()
}

const fn estimate(
    id: &'static str,
    (customer, project): (&'static str, Option<&'static str>),
    (issued, status): (i32, &'static str),
    items: &'static [Item],
) -> Estimate {
    Estimate {
        id,
        customer,
        project,
        currency: "EUR",
        issued,
        status,
        items,
    }
}

impl Estimate {
    const fn in_pounds(mut self) -> Estimate {
        self.currency = "GBP";
        self
    }
}

const ESTIMATES: &[Estimate] = &[
    estimate(
        "estimate-theatre-site",
        ("harbour-lane", Some("theatre-site")),
        (-88, "converted"),
        &[
            Item("Concept, site map and design", 84, 9500, VAT),
            Item("Templates and content", 142, 9500, VAT),
            Item("Season drawings", 12, 58000, VAT),
        ],
    ),
    estimate(
        "estimate-seat-map",
        ("harbour-lane", Some("theatre-booking")),
        (-6, "sent"),
        &[
            Item("Seat map of hall and gallery", 26, 9500, VAT),
            Item("Reading tickets at the door", 14, 9500, VAT),
            Item("Hand scanner for the foyer", 3, 18900, VAT),
        ],
    ),
    estimate(
        "estimate-theatre-festival",
        ("harbour-lane", None),
        (-2, "draft"),
        &[
            Item("Festival pages and programme", 38, 9500, VAT),
            Item(
                "Printed programme, 24 pages, 2,000 copies",
                1,
                214000,
                PRINTED,
            ),
        ],
    ),
    estimate(
        "estimate-theatre-audio",
        ("harbour-lane", None),
        (-96, "declined"),
        &[Item(
            "Audio introductions for twelve productions",
            12,
            36000,
            VAT,
        )],
    ),
    estimate(
        "estimate-kestrel-shop",
        ("kestrel-cycles", Some("kestrel-shop")),
        (-126, "converted"),
        &[
            Item("Shop: concept and design", 72, 9500, ABROAD),
            Item("Shop: build, payment and stock", 208, 9500, ABROAD),
        ],
    ),
    estimate(
        "estimate-kestrel-app",
        ("kestrel-cycles", Some("kestrel-app")),
        (-55, "accepted"),
        &[
            Item("Prototype and tests at the counter", 64, 9500, ABROAD),
            Item("App for both systems, first version", 310, 10500, ABROAD),
        ],
    ),
    estimate(
        "estimate-kestrel-films",
        ("kestrel-cycles", None),
        (-70, "expired"),
        &[Item(
            "Six short films about small repairs",
            6,
            98000,
            ABROAD,
        )],
    ),
    estimate(
        "estimate-fern-shop",
        ("fern-and-field", Some("fern-shop")),
        (-75, "converted"),
        &[
            Item("Relaunch of the plant shop", 168, 9500, VAT),
            Item("Planting calendar", 14, 9500, VAT),
        ],
    ),
    estimate(
        "estimate-fern-photos",
        ("fern-and-field", None),
        (-9, "sent"),
        &[
            Item("Photographs of 120 plants", 120, 1450, VAT),
            Item("Two days in the greenhouse", 2, 62000, VAT),
        ],
    ),
    estimate(
        "estimate-fern-search",
        ("fern-and-field", Some("fern-search")),
        (-44, "accepted"),
        &[Item("Being found before spring", 67, 9500, VAT)],
    ),
    estimate(
        "estimate-solbakken-brand",
        ("solbakken", Some("solbakken-brand")),
        (-110, "converted"),
        &[
            Item("Brand refresh", 96, 11000, ABROAD),
            Item("Labels and packaging, eleven cheeses", 11, 98000, ABROAD),
        ],
    ),
    estimate(
        "estimate-solbakken-site",
        ("solbakken", Some("solbakken-site")),
        (-28, "accepted"),
        &[
            Item("Farm website", 138, 9500, ABROAD),
            Item("Two mornings of photography", 2, 74000, ABROAD),
        ],
    ),
    estimate(
        "estimate-marchetti-care",
        ("marchetti", None),
        (-40, "accepted"),
        &[Item(
            "Care for the gallery shop, a quarter",
            3,
            28500,
            ABROAD,
        )],
    ),
    estimate(
        "estimate-northlight-site",
        ("northlight", Some("northlight-site")),
        (-101, "converted"),
        &[
            Item("Website with eleven branch pages", 236, 8900, ABROAD),
            Item("Requests for eye tests", 34, 8900, ABROAD),
        ],
    )
    .in_pounds(),
    estimate(
        "estimate-northlight-lenses",
        ("northlight", None),
        (-12, "sent"),
        &[Item("Adviser for lenses, ten questions", 58, 8900, ABROAD)],
    )
    .in_pounds(),
    estimate(
        "estimate-alder-leaflets",
        ("alder-street", Some("alder-access")),
        (-31, "accepted"),
        &[Item("Accessible leaflets", 19, 12000, ABROAD)],
    ),
    estimate(
        "estimate-osprey-intranet",
        ("osprey-freight", Some("osprey-intranet")),
        (-80, "accepted"),
        &[
            Item("Intranet, first depot", 180, 10500, ABROAD),
            Item("Each further depot", 8, 185000, ABROAD),
        ],
    ),
    estimate(
        "estimate-quince-fair",
        ("quince-books", None),
        (-5, "sent"),
        &[
            Item("Stand at the fair: walls and lettering", 1, 168000, VAT),
            Item(
                "Postcards with first lines, 3,000 pieces",
                3000,
                19,
                PRINTED,
            ),
        ],
    ),
    estimate(
        "estimate-vale-forms",
        ("vale-claro", Some("vale-services")),
        (-94, "expired"),
        &[Item("Forty forms made readable", 40, 21000, VAT)],
    ),
    estimate(
        "estimate-yusuf-recordings",
        ("yusuf-karademir", Some("yusuf-site")),
        (-3, "sent"),
        &[
            Item("Player and four recordings", 7, 9500, VAT),
            Item("Hosting, one year", 1, 9600, VAT),
        ],
    ),
    estimate(
        "estimate-yusuf-scores",
        ("yusuf-karademir", Some("yusuf-site")),
        (-1, "draft"),
        &[Item(
            "Shop for four scores, as a first thought",
            18,
            9500,
            VAT,
        )],
    ),
];
