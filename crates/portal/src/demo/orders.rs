//! Orders: what the studio has made and sent for its customers, from domains to roll-up banners.

use serde_json::{Value, json};

use super::days::Days;
use super::dice::Dice;
use super::lines::Line;

/// A product the studio passes on: its name, its price in cents, and the lot in which it is usually ordered.
struct Product(&'static str, u32, u64);

const PRINT: &[Product] = &[
    Product("Business cards, 300 g cotton paper, 250 pieces", 8900, 1),
    Product("Letter paper, recycled, 1,000 sheets", 11450, 1),
    Product("Roll-up banner, 85 × 200 cm", 9600, 1),
    Product("Poster A2, two colours", 245, 50),
    Product("Postcard A6, uncoated", 38, 250),
    Product("Sticker, round, 60 mm", 21, 500),
    Product("Cloth bag with one-colour print", 640, 50),
    Product("Paper bag, medium, one colour", 32, 1000),
    Product("Shop window lettering, per metre", 7400, 2),
    Product("Label, 90 × 60 mm, grease-proof", 9, 2500),
];

const WEB: &[Product] = &[
    Product("Hosting, one year, up to five sites", 42000, 1),
    Product("Domain name, one year", 1800, 1),
    Product("Mailbox, one year", 3600, 12),
    Product("Typeface licence, web and desktop, five seats", 28500, 1),
    Product("Photographs for the web, set of twelve", 18000, 1),
    Product("Back-up kept at a second place, one year", 9600, 1),
];

/// A customer's way of ordering: the customer, the currency, where it goes, which list, and on which days (counted from today).
struct Buyer {
    customer: &'static str,
    currency: &'static str,
    ship_to: &'static str,
    from: &'static [Product],
    project: Option<&'static str>,
    days: &'static [i32],
}

// No order lies on a day near the edge of the ninety days that one of the guests looks back.
const BUYERS: &[Buyer] = &[
    Buyer {
        customer: "kestrel-cycles",
        currency: "EUR",
        ship_to: "Kestrel Cycles, goods in, gate 2, Veldkade 18, 9000 Ghent",
        from: PRINT,
        project: None,
        days: &[-214, -168, -131, -104, -78, -56, -33, -17, -6, -2],
    },
    Buyer {
        customer: "fern-and-field",
        currency: "EUR",
        ship_to: "Fern & Field, Quinta do Feto, 4990-080 Ponte do Vale",
        from: PRINT,
        project: Some("fern-shop"),
        days: &[-150, -98, -61, -29, -11, -3],
    },
    Buyer {
        customer: "harbour-lane",
        currency: "EUR",
        ship_to: "Harbour Lane Theatre, stage door, 4 Harbour Lane, 4050-217 Porto",
        from: PRINT,
        project: Some("theatre-site"),
        days: &[-120, -64, -21, -4],
    },
    Buyer {
        customer: "quince-books",
        currency: "EUR",
        ship_to: "Quince Books, 22 Orchard Row, 3000-088 Coimbra",
        from: PRINT,
        project: Some("quince-campaign"),
        days: &[-73, -24, -12, -1],
    },
    Buyer {
        customer: "northlight",
        currency: "GBP",
        ship_to: "Northlight Opticians, 27 Lantern Street, Ashcombe AS1 4QT",
        from: WEB,
        project: Some("northlight-move"),
        days: &[-82, -26, -9],
    },
    Buyer {
        customer: "osprey-freight",
        currency: "EUR",
        ship_to: "",
        from: WEB,
        project: Some("osprey-move"),
        days: &[-46, -38, -13],
    },
    Buyer {
        customer: "hjerting",
        currency: "EUR",
        ship_to: "Hjerting Bakers, Kystvejen 14, 6710 Hjerting",
        from: PRINT,
        project: None,
        days: &[-30, -8],
    },
    Buyer {
        customer: "solbakken",
        currency: "EUR",
        ship_to: "Solbakken Dairy, packing hall, 2690 Fjellvang",
        from: PRINT,
        project: Some("solbakken-brand"),
        days: &[-50, -15],
    },
    Buyer {
        customer: "marchetti",
        currency: "EUR",
        ship_to: "",
        from: WEB,
        project: None,
        days: &[-180, -31],
    },
    Buyer {
        customer: "tidal-kayaks",
        currency: "EUR",
        ship_to: "Tidal Kayak School, slipway 3, 4480-330 Foz da Lapa",
        from: PRINT,
        project: None,
        days: &[-70, -18],
    },
    Buyer {
        customer: "wren-partners",
        currency: "EUR",
        ship_to: "",
        from: WEB,
        project: None,
        days: &[-200, -20],
    },
];

pub(super) fn lines(days: &Days) -> Vec<Line> {
    let mut dice = Dice::with_seed(40);
    let mut lines = Vec::new();
    for buyer in BUYERS {
        for day in buyer.days {
            let number = 1001 + lines.len();
            lines.push(order(number, buyer, *day, &mut dice, days));
        }
    }
    lines
}

fn order(number: usize, buyer: &Buyer, day: i32, dice: &mut Dice, days: &Days) -> Line {
    // Of the old orders, those that fall on a whole number of weeks did not come about.
    let status = match (day, day % 7) {
        (..=-60, 0) => "cancelled",
        (..=-16, _) => "delivered",
        (..=-8, _) => "shipped",
        (..=-3, _) => "confirmed",
        _ => "new",
    };
    Line::new("order", format!("order-{number}"))
        .with("number", number.to_string())
        .with("customer", buyer.customer)
        .with("project", buyer.project)
        .with("ordered_on", days.day(day))
        .with("status", status)
        .with("delivery_on", days.day(day + 10))
        .words("ship_to", buyer.ship_to)
        .with("currency", buyer.currency)
        .with("lines", order_lines(buyer.from, dice))
}

fn order_lines(from: &[Product], dice: &mut Dice) -> Value {
    let count = 1 + usize::try_from(dice.throw(3)).unwrap_or_default();
    let first = usize::try_from(dice.throw(from.len() as u64)).unwrap_or_default();
    let chosen = from.iter().cycle().skip(first).take(count);
    let lines: Vec<Value> = chosen
        .map(|Product(name, cents, lot)| {
            let lots = 1 + dice.throw(4);
            json!({
                "product": name,
                "quantity": (lot * lots).to_string(),
                "unit_price": format!("{}.{:02}", cents / 100, cents % 100),
                "discount": if lots == 4 { "0.10" } else { "0" },
            })
        })
        .collect();
    Value::from(lines)
}
