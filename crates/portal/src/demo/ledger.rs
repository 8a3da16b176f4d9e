//! What projects earn and cost beside the invoices, and the work done on the spot.

use super::days::Days;
use super::lines::Line;

/// Project, sort, day from today, description, amount and currency.
type Entry = (
    &'static str,
    &'static str,
    i32,
    &'static str,
    &'static str,
    &'static str,
);

/// Project, status, day from today, description.
type WorkOrder = (&'static str, &'static str, i32, &'static str);

pub(super) fn lines(days: &Days) -> Vec<Line> {
    let entries = ENTRIES.iter().enumerate().map(
        |(at, (project, sort, day, description, amount, currency))| {
            Line::new("ledger_entry", format!("ledger-{}", at + 1))
                .with("project", *project)
                .with("type", *sort)
                .with("on", days.day(*day))
                .with("description", *description)
                .with("amount", *amount)
                .with("currency", *currency)
        },
    );
    let orders = WORK_ORDERS
        .iter()
        .enumerate()
        .map(|(at, (project, status, day, description))| {
            Line::new("work_order", format!("work-order-{}", at + 1))
                .with("project", *project)
                .with("number", format!("WO-{}", at + 71))
                .with("status", *status)
                .with("scheduled_on", days.day(*day))
                .with("description", *description)
        });
    entries.chain(orders).collect()
}

const ENTRIES: &[Entry] = &[
    (
        "theatre-site",
        "expense",
        -60,
        "Typeface licence for web and posters",
        "285.00",
        "EUR",
    ),
    (
        "theatre-site",
        "expense",
        -22,
        "Illustrator: first four drawings",
        "1480.00",
        "EUR",
    ),
    (
        "theatre-site",
        "revenue",
        -18,
        "Grant of the city for digital programmes, first part",
        "2500.00",
        "EUR",
    ),
    (
        "theatre-booking",
        "expense",
        -8,
        "Two hand scanners to try",
        "236.80",
        "EUR",
    ),
    (
        "kestrel-shop",
        "expense",
        -90,
        "Trip to Ghent, two people",
        "614.30",
        "EUR",
    ),
    (
        "kestrel-shop",
        "expense",
        -12,
        "Test orders: parcels and fees",
        "88.45",
        "EUR",
    ),
    (
        "kestrel-app",
        "expense",
        -30,
        "Four used telephones for tests",
        "420.00",
        "EUR",
    ),
    (
        "fern-shop",
        "expense",
        -27,
        "Two days of photographs in the greenhouse",
        "760.00",
        "EUR",
    ),
    (
        "fern-shop",
        "revenue",
        -10,
        "Resale of the plant label stencils",
        "140.00",
        "EUR",
    ),
    (
        "solbakken-brand",
        "expense",
        -57,
        "Trip to Fjellvang, with one night",
        "893.20",
        "EUR",
    ),
    (
        "solbakken-brand",
        "expense",
        -31,
        "Colour proofs, three rounds",
        "342.00",
        "EUR",
    ),
    (
        "northlight-site",
        "expense",
        -44,
        "Photographs of the teams, eleven branches",
        "1650.00",
        "GBP",
    ),
    (
        "northlight-move",
        "expense",
        -20,
        "New machine, first month",
        "118.00",
        "GBP",
    ),
    (
        "alder-access",
        "expense",
        -14,
        "Thanks to three test readers",
        "300.00",
        "EUR",
    ),
    (
        "osprey-intranet",
        "expense",
        -39,
        "Tablet, holder and gloves for depot 4",
        "512.90",
        "EUR",
    ),
    (
        "osprey-intranet",
        "revenue",
        -5,
        "Driver's guide, printed for two depots",
        "380.00",
        "EUR",
    ),
    (
        "hjerting-brand",
        "expense",
        -12,
        "Gold leaf, two booklets",
        "96.00",
        "EUR",
    ),
    (
        "quince-campaign",
        "expense",
        -9,
        "Cards for seven bookshops",
        "174.60",
        "EUR",
    ),
];

const WORK_ORDERS: &[WorkOrder] = &[
    (
        "theatre-booking",
        "done",
        -11,
        "Measure the hall, mark the seats with limited view",
    ),
    (
        "theatre-booking",
        "planned",
        40,
        "Install scanners at both doors and show them to the ushers",
    ),
    (
        "kestrel-shop",
        "done",
        -49,
        "Photograph 140 parts in the workshop",
    ),
    (
        "fern-shop",
        "done",
        -27,
        "Follow ten orders through the greenhouse",
    ),
    (
        "northlight-move",
        "planned",
        9,
        "Switch, on site in Ashcombe with the tills",
    ),
    (
        "alder-access",
        "planned",
        8,
        "Test with three readers at places of their choice",
    ),
    (
        "osprey-intranet",
        "done",
        -20,
        "Hang the tablet by the coffee machine in depot 4",
    ),
    (
        "osprey-intranet",
        "planned",
        25,
        "Help at depot 7 during the first week",
    ),
    (
        "hjerting-brand",
        "planned",
        11,
        "Measure three shop windows after closing time",
    ),
];
