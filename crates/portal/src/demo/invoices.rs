//! Invoices in every state, some overdue and some half paid, with tax and payments that add up.

use serde_json::{Value, json};

use super::days::Days;
use super::lines::Line;
use super::money::{ABROAD, Item, PRINTED, VAT, decimal, total};

/// Where an invoice stands. Days are counted from today.
#[derive(Clone, Copy)]
enum Standing {
    Draft,
    Sent,
    /// Sent, and this much in cents has come in on that day.
    PartlyPaid(i32, i64),
    /// Paid whole on that day.
    Paid(i32),
    /// Sent and taken back.
    Void,
    /// Taken back before anybody saw it.
    NeverSent,
}

use Standing::{Draft, NeverSent, Paid, PartlyPaid, Sent, Void};

/// One invoice.
struct Invoice {
    customer: &'static str,
    project: Option<&'static str>,
    estimate: Option<&'static str>,
    currency: &'static str,
    issued: i32,
    standing: Standing,
    items: &'static [Item],
}

pub(super) fn lines(days: &Days) -> Vec<Line> {
    INVOICES
        .iter()
        .enumerate()
        .map(|(at, invoice)| line(at + 501, invoice, days))
        .collect()
}

fn line(number: usize, invoice: &Invoice, days: &Days) -> Line {
    let (status, sent) = match invoice.standing {
        Draft => ("draft", false),
        Sent | PartlyPaid(..) => ("sent", true),
        Paid(_) => ("paid", true),
        Void => ("void", true),
        NeverSent => ("void", false),
    };
    let payments = match invoice.standing {
        PartlyPaid(day, cents) => vec![(day, cents)],
        Paid(day) => vec![(day, total(invoice.items))],
        _ => Vec::new(),
    };
    let payments: Vec<Value> = payments
        .into_iter()
        .map(|(day, cents)| json!({ "paid_on": days.day(day), "amount": decimal(cents), "method": "transfer" }))
        .collect();
    let items: Vec<Value> = invoice.items.iter().map(|item| item.json()).collect();
    Line::new("invoice", format!("invoice-{number}"))
        .with("number", format!("BW-{number}"))
        .with("customer", invoice.customer)
        .with("project", invoice.project)
        .with("estimate", invoice.estimate)
        .with("issued_on", days.day(invoice.issued))
        .with("due_on", days.day(invoice.issued + 30))
        .with("status", status)
        .with("sent_at", sent.then(|| days.at(invoice.issued, 16, 30)))
        .with("currency", invoice.currency)
        .with("lines", items)
        .with("payments", payments)
}

const fn invoice(
    (customer, project): (&'static str, Option<&'static str>),
    (issued, standing): (i32, Standing),
    items: &'static [Item],
) -> Invoice {
    Invoice {
        customer,
        project,
        estimate: None,
        currency: "EUR",
        issued,
        standing,
        items,
    }
}

impl Invoice {
    const fn made_from(mut self, estimate: &'static str) -> Invoice {
        self.estimate = Some(estimate);
        self
    }

    const fn in_pounds(mut self) -> Invoice {
        self.currency = "GBP";
        self
    }
}

const INVOICES: &[Invoice] = &[
    invoice(
        ("harbour-lane", Some("theatre-site")),
        (-66, Paid(-41)),
        &[
            Item("Concept, site map and design", 84, 9500, VAT),
            Item("First part of the season drawings", 4, 58000, VAT),
        ],
    )
    .made_from("estimate-theatre-site"),
    invoice(
        ("harbour-lane", Some("theatre-site")),
        (-13, Sent),
        &[
            Item("Templates and content, first half", 71, 9500, VAT),
            Item("Second part of the season drawings", 4, 58000, VAT),
        ],
    )
    .made_from("estimate-theatre-site"),
    invoice(
        ("harbour-lane", None),
        (-48, PartlyPaid(-20, 150_000)),
        &[
            Item("Posters A2, two colours, 600 pieces", 600, 245, PRINTED),
            Item("Drawing of the anniversary poster", 14, 9500, VAT),
        ],
    ),
    invoice(
        ("harbour-lane", Some("theatre-booking")),
        (-1, Draft),
        &[Item("Prototype of the booking", 12, 9500, VAT)],
    ),
    invoice(
        ("harbour-trust", None),
        (-140, Paid(-118)),
        &[
            Item("Yearly report, 32 pages, 400 copies", 400, 690, PRINTED),
            Item("Layout of the yearly report", 28, 9500, VAT),
        ],
    ),
    invoice(
        ("kestrel-cycles", Some("kestrel-shop")),
        (-98, Paid(-70)),
        &[Item("Shop: concept and design", 72, 9500, ABROAD)],
    )
    .made_from("estimate-kestrel-shop"),
    invoice(
        ("kestrel-cycles", Some("kestrel-shop")),
        (-47, Sent),
        &[Item("Shop: build, first half", 104, 9500, ABROAD)],
    )
    .made_from("estimate-kestrel-shop"),
    invoice(
        ("kestrel-cycles", Some("kestrel-app")),
        (-10, Sent),
        &[Item("Prototype and tests at the counter", 64, 9500, ABROAD)],
    ),
    invoice(
        ("kestrel-cycles", None),
        (-25, Void),
        &[Item("Roll-up banners", 4, 9600, ABROAD)],
    ),
    invoice(
        ("fern-and-field", Some("fern-shop")),
        (-55, Paid(-29)),
        &[Item(
            "Relaunch of the plant shop, first part",
            60,
            9500,
            VAT,
        )],
    )
    .made_from("estimate-fern-shop"),
    invoice(
        ("fern-and-field", Some("fern-shop")),
        (-24, PartlyPaid(-5, 300_000)),
        &[
            Item("Relaunch of the plant shop, second part", 54, 9500, VAT),
            Item("Planting calendar", 14, 9500, VAT),
        ],
    )
    .made_from("estimate-fern-shop"),
    invoice(
        ("fern-and-field", Some("fern-search")),
        (-38, Sent),
        &[Item("Being found: first month", 22, 9500, VAT)],
    ),
    invoice(
        ("fern-and-field", None),
        (-2, Draft),
        &[Item(
            "Plant labels, grease-proof, 5,000 pieces",
            5000,
            9,
            PRINTED,
        )],
    ),
    invoice(
        ("solbakken", Some("solbakken-brand")),
        (-84, Paid(-60)),
        &[Item("Brand refresh", 96, 11000, ABROAD)],
    )
    .made_from("estimate-solbakken-brand"),
    invoice(
        ("solbakken", Some("solbakken-brand")),
        (-19, Sent),
        &[Item("Labels and packaging", 11, 98000, ABROAD)],
    )
    .made_from("estimate-solbakken-brand"),
    invoice(
        ("marchetti", None),
        (-36, Sent),
        &[Item(
            "Care for the gallery shop, a quarter",
            3,
            28500,
            ABROAD,
        )],
    ),
    invoice(
        ("marchetti", Some("marchetti-shop")),
        (-150, Paid(-121)),
        &[Item("Gallery shop: design and build", 164, 9500, ABROAD)],
    ),
    invoice(
        ("northlight", Some("northlight-site")),
        (-71, Paid(-40)),
        &[Item("Website: concept and design", 118, 8900, ABROAD)],
    )
    .made_from("estimate-northlight-site")
    .in_pounds(),
    invoice(
        ("northlight", Some("northlight-site")),
        (-16, Sent),
        &[
            Item("Website: templates", 92, 8900, ABROAD),
            Item("Requests for eye tests", 34, 8900, ABROAD),
        ],
    )
    .made_from("estimate-northlight-site")
    .in_pounds(),
    invoice(
        ("northlight", Some("northlight-move")),
        (-4, Draft),
        &[Item("Move to new hosting", 44, 8900, ABROAD)],
    )
    .in_pounds(),
    invoice(
        ("alder-street", Some("alder-access")),
        (-27, PartlyPaid(-9, 120_000)),
        &[
            Item("Accessibility review", 31, 9500, ABROAD),
            Item("Accessible leaflets, first seven", 7, 12000, ABROAD),
        ],
    ),
    invoice(
        ("tidal-kayaks", Some("tidal-booking")),
        (-33, Paid(-11)),
        &[
            Item("Course booking", 118, 9500, VAT),
            Item("Tide table", 8, 9500, VAT),
        ],
    ),
    invoice(
        ("wren-partners", Some("wren-site")),
        (-61, Paid(-52)),
        &[Item("Portfolio website", 152, 9500, VAT)],
    ),
    invoice(
        ("wren-partners", None),
        (-45, Sent),
        &[Item("Hosting and care, half a year", 6, 9500, VAT)],
    ),
    invoice(
        ("osprey-freight", Some("osprey-intranet")),
        (-35, Sent),
        &[Item(
            "Intranet: prototype and first depot",
            96,
            10500,
            ABROAD,
        )],
    ),
    invoice(
        ("osprey-freight", Some("osprey-move")),
        (-3, Sent),
        &[
            Item("Mail and domain move", 60, 9500, ABROAD),
            Item("Four domains, one year", 4, 1800, ABROAD),
        ],
    ),
    invoice(
        ("hjerting", Some("hjerting-brand")),
        (-22, Sent),
        &[Item("Workshop and three directions", 38, 11000, ABROAD)],
    ),
    invoice(
        ("hjerting", None),
        (-21, NeverSent),
        &[Item("Paper bags, medium, 3,000 pieces", 3000, 32, ABROAD)],
    ),
    invoice(
        ("quince-books", Some("quince-campaign")),
        (-17, Sent),
        &[
            Item("Idea and landing page", 28, 9500, VAT),
            Item("Posters A2, 400 pieces", 400, 245, PRINTED),
        ],
    ),
    invoice(
        ("quince-books", None),
        (-92, Paid(-75)),
        &[Item(
            "Catalogue, 48 pages, 1,500 copies",
            1500,
            118,
            PRINTED,
        )],
    ),
    invoice(
        ("vale-claro", Some("vale-services")),
        (-77, Sent),
        &[Item("Where do we stand: forty questions", 42, 9500, VAT)],
    ),
    invoice(
        ("yusuf-karademir", Some("yusuf-site")),
        (-14, Paid(-12)),
        &[Item("Design, first part", 16, 9500, VAT)],
    ),
];
