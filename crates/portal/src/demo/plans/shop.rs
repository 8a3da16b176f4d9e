//! Work that ends in somebody paying: online shops and bookings.

use super::{Step, step};

pub(super) const SHOP: &[Step] = &[
    step(
        "catalogue",
        "Agree the structure of the catalogue",
        "Categories as customers name them, attributes that can be filtered, and who keeps them up to date.",
        8,
    ),
    step(
        "old-orders",
        "Read a hundred old orders",
        "What is bought together, what comes back, and which questions arrive by telephone first.",
        6,
    ),
    step(
        "shop-design",
        "Design of shop window, product page and basket",
        "The product page carries the shop: price, delivery day and stock are seen without scrolling.",
        22,
    )
    .asks(),
    step(
        "products",
        "Bring the products over",
        "Import from the stock list, check fifty by hand, mark what has no photograph.",
        16,
    )
    .parts(&[
        ("clean", "Clean the product list"),
        ("import", "Import and check fifty products by hand"),
        ("pictures", "Match photographs to products"),
    ]),
    step(
        "basket",
        "Basket and checkout on one page",
        "Guest checkout comes first. An account is offered after the order, never before.",
        24,
    ),
    step(
        "payment",
        "Connect the payment provider",
        "Card, bank transfer and the two local methods. A failed payment keeps the basket.",
        14,
    ),
    step(
        "delivery",
        "Delivery rules and prices",
        "By weight and country, with the exceptions that make parcels expensive: batteries, plants, glass.",
        8,
    ),
    step(
        "vat",
        "VAT for the countries we deliver to",
        "Rates checked with the bookkeeper; prices are shown with tax, invoices show both.",
        6,
    ),
    step(
        "stock",
        "Connect stock and shop",
        "Every ten minutes in both directions; the last piece is held for twenty minutes in a basket.",
        18,
    ),
    step(
        "order-mails",
        "Mails around an order",
        "Thank you, on its way, invoice, and a question after two weeks. Plain text reads as well as HTML.",
        7,
    )
    .parts(&[("thanks", "Write the thank-you mail"), ("posted", "Write the mail about the parcel")]),
    step(
        "returns",
        "Returns without a telephone call",
        "A form that finds the order, prints a label and says on which day the money comes back.",
        9,
    ),
    step(
        "terms",
        "Terms of sale and right of withdrawal",
        "Text from the client's lawyer; we make it readable and link it where it is needed.",
        3,
    )
    .asks(),
    step(
        "test-orders",
        "Twenty test orders, start to finish",
        "Real cards, real parcels, two cancelled halfway, one from a telephone in a tunnel.",
        8,
    ),
    step(
        "shop-training",
        "Show the team how to run the shop",
        "Orders, refunds, a new product, a price for one weekend. Notes stay in the handbook.",
        4,
    ),
    step(
        "opening",
        "Open the shop",
        "Quiet opening for regular customers first, the announcement three days later.",
        5,
    ),
];

pub(super) const BOOKING: &[Step] = &[
    step(
        "rules",
        "Write down the rules of booking",
        "Who may book what, until when, how many, and what happens when it rains.",
        6,
    )
    .asks(),
    step(
        "calendar",
        "Calendar of dates and places",
        "One source for dates; the office edits there and nowhere else.",
        16,
    ),
    step(
        "prototype",
        "Prototype of the booking in four screens",
        "Tried with guests in the foyer before anything is built.",
        12,
    )
    .parts(&[
        ("choose", "Screen: choose a date"),
        ("who", "Screen: who is coming"),
        ("pay", "Screen: pay and confirm"),
    ]),
    step(
        "seats",
        "Show what is left",
        "Places left are counted on the server; two people can never take the last one.",
        22,
    ),
    step(
        "prices",
        "Prices, reductions and vouchers",
        "Vouchers of the old system stay valid. Reductions ask for no proof online.",
        12,
    ),
    step(
        "booking-payment",
        "Payment and receipts",
        "A receipt with the tax number where one was given; refunds from the same screen.",
        14,
    ),
    step(
        "tickets",
        "Tickets on the telephone and on paper",
        "A code that is read at arm's length in poor light, and a name for the door list.",
        10,
    ),
    step(
        "waiting-list",
        "Waiting list",
        "Whoever is next has four hours to say yes; then the place goes on.",
        9,
    ),
    step(
        "reminders",
        "Reminder the day before",
        "What to bring, where to come, and one link to cancel without a call.",
        4,
    ),
    step(
        "office",
        "Screens for the office",
        "Today's list, a booking by telephone, a cancelled date with a mail to everyone concerned.",
        18,
    ),
    step(
        "load",
        "Try it with three hundred people at once",
        "The first hour of sale is the only hour that matters.",
        6,
    ),
    step(
        "first-sale",
        "First day of sale",
        "We sit beside the box office from nine to six.",
        8,
    ),
];
