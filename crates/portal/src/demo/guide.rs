//! A guide to the demo: whose eyes to look through, and five questions whose answers can be checked by hand.

use super::{AMARA, HELENA, LUKAS, NOOR, OSKAR, PIETER};

/// A guest of the demo worth looking at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spotlight {
    /// The address that the guest signs in with.
    pub email: &'static str,
    /// The guest's name.
    pub name: &'static str,
    /// One sentence: in what way this guest's access differs from the others'.
    pub what_differs: &'static str,
    /// Two paths of the interface, from the server's root, whose answers show it.
    pub requests: [&'static str; 2],
}

/// The six guests of the agency, each opened in another way.
pub fn spotlights() -> [Spotlight; 6] {
    [
        Spotlight {
            email: HELENA,
            name: "Helena Duarte",
            what_differs: "attached to Harbour Lane Theatre with the role Client, so she sees what hangs on that customer; she may \
                           decide in its two projects, and is a guest of the printer Mill Lane, too",
            requests: ["/api/v1/brightwater/projects", "/api/v1/mill-lane/projects"],
        },
        Spotlight {
            email: PIETER,
            name: "Pieter Vandersluis",
            what_differs: "level L20 on Kestrel Cycles with 90 days back: the orders of the last three months, without any price",
            requests: [
                "/api/v1/brightwater/orders?sort=-ordered_on",
                "/api/v1/brightwater/invoices",
            ],
        },
        Spotlight {
            email: NOOR,
            name: "Noor Haddad",
            what_differs: "a freelancer without any live grant: only the tasks that name her and the cards of their three projects, with the estimated \
                           hours and, because of the ceiling, without the hours spent",
            requests: [
                "/api/v1/brightwater/tasks?sort=due_on",
                "/api/v1/brightwater/customers",
            ],
        },
        Spotlight {
            email: OSKAR,
            name: "Oskar Brandvold",
            what_differs: "one project shared by ticks (tasks, due date, stage, roadmap, files) until four weeks from now, \
                           and a card with permissions of its own: of his meetings he sees when and where, no more",
            requests: [
                "/api/v1/brightwater/projects",
                "/api/v1/brightwater/meetings",
            ],
        },
        Spotlight {
            email: AMARA,
            name: "Amara Nwachi",
            what_differs: "three customers at three levels: owner (L90) of Quince Books, billing (L40) of Fern & Field, \
                           the bare card (L10) of Hjerting Bakers",
            requests: [
                "/api/v1/brightwater/customers?sort=name",
                "/api/v1/brightwater/invoices?sort=-issued_on",
            ],
        },
        Spotlight {
            email: LUKAS,
            name: "Lukas Ehrlinger",
            what_differs: "his only role is switched off, so the tasks that name him are closed; one meeting stays open, \
                           because that grant has permissions of its own",
            requests: ["/api/v1/brightwater/tasks", "/api/v1/brightwater/meetings"],
        },
    ]
}

/// A question to put to `vestibule explain`, with the answer it must give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The address of the user who is asked about.
    pub email: &'static str,
    /// The item, as `explain` takes it: the module and the id in the bundle.
    pub item: &'static str,
    /// Whether the user sees the item.
    pub visible: bool,
    /// The answer in plain words, which a reader can check against the bundle by hand.
    pub answer: &'static str,
}

/// Five questions about the agency, two answered yes and three answered no.
pub fn five_questions() -> [Question; 5] {
    [
        Question {
            email: NOOR,
            item: "tasks/theatre-site.season-drawings",
            visible: true,
            answer: "yes: the task names her as its assignee, and her roles are live; of the hours she sees the estimate, \
                     for the ceiling takes hours_spent from every guest",
        },
        Question {
            email: NOOR,
            item: "tasks/theatre-site.tonight",
            visible: false,
            answer: "no: it is a task of the same project, but it does not name her, and a task that she sees \
                     does not open the other tasks of its project",
        },
        Question {
            email: PIETER,
            item: "orders/order-1004",
            visible: false,
            answer: "no: his row on Kestrel Cycles looks back 90 days, and this order is older than a hundred",
        },
        Question {
            email: LUKAS,
            item: "tasks/hjerting-brand.lettering",
            visible: false,
            answer: "no: the task names him as its assignee, but a link gives what his roles give, and his only role \
                     is switched off",
        },
        Question {
            email: AMARA,
            item: "invoices/invoice-511",
            visible: true,
            answer: "yes: her row on Fern & Field is L40, which holds the customer's invoices, and this one has been sent; \
                     the draft invoice-513 of the same customer stays closed",
        },
    ]
}
