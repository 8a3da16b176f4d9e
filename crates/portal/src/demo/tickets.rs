//! Tickets: what customers ran into, asked for, and got.

use super::days::Days;
use super::lines::Line;

/// One ticket; opened and closed are days counted from today.
struct Ticket {
    subject: &'static str,
    description: &'static str,
    status: &'static str,
    priority: &'static str,
    project: Option<&'static str>,
    customer: Option<&'static str>,
    assignee: Option<&'static str>,
    requester: Option<&'static str>,
    opened: i32,
    closed: Option<i32>,
}

/// A ticket about a customer's things, open since that day; the rest is said by what follows.
const fn ticket(
    customer: &'static str,
    opened: i32,
    subject: &'static str,
    description: &'static str,
) -> Ticket {
    Ticket {
        subject,
        description,
        status: "open",
        priority: "normal",
        project: None,
        customer: Some(customer),
        assignee: None,
        requester: None,
        opened,
        closed: None,
    }
}

impl Ticket {
    const fn about(mut self, project: &'static str) -> Ticket {
        self.project = Some(project);
        self
    }

    const fn with(mut self, assignee: &'static str) -> Ticket {
        self.assignee = Some(assignee);
        self
    }

    const fn from(mut self, requester: &'static str) -> Ticket {
        self.requester = Some(requester);
        self
    }

    const fn pressing(mut self, priority: &'static str) -> Ticket {
        self.priority = priority;
        self
    }

    const fn pending(mut self) -> Ticket {
        self.status = "pending";
        self
    }

    const fn closed(mut self, day: i32) -> Ticket {
        self.status = "closed";
        self.closed = Some(day);
        self
    }
}

pub(super) fn lines(days: &Days) -> Vec<Line> {
    TICKETS
        .iter()
        .enumerate()
        .map(|(at, ticket)| {
            Line::new("ticket", format!("ticket-{}", at + 201))
                .with("number", format!("T-{}", at + 201))
                .with("subject", ticket.subject)
                .with("description", ticket.description)
                .with("status", ticket.status)
                .with("priority", ticket.priority)
                .with("project", ticket.project)
                .with("customer", ticket.customer)
                .with("assignee", ticket.assignee)
                .with("requester", ticket.requester)
                .with("opened_at", days.at(ticket.opened, 9, 40))
                .with("closed_at", ticket.closed.map(|day| days.at(day, 16, 20)))
        })
        .collect()
}

const TICKETS: &[Ticket] = &[
    ticket(
        "harbour-lane",
        -3,
        "The matinee shows as an evening",
        "The performance for schools starts at 11:00 and stands in the list at 23:00.",
    )
    .about("theatre-site")
    .with("rui")
    .from("helena")
    .pressing("high"),
    ticket(
        "harbour-lane",
        -26,
        "Two new colleagues need to edit",
        "Both work in the press office from next week. They should edit news, not the programme.",
    )
    .with("tobias")
    .from("helena")
    .closed(-24),
    ticket(
        "harbour-lane",
        -8,
        "May we use the drawings on T-shirts?",
        "The foyer shop asks. Twenty pieces for a start, perhaps more at the festival.",
    )
    .about("theatre-site")
    .with("marit")
    .from("helena")
    .pending(),
    ticket(
        "kestrel-cycles",
        -2,
        "Search finds no brake pads with a hyphen",
        "Customers type the name as it is printed on the box, with a hyphen, and get nothing.",
    )
    .about("kestrel-shop")
    .with("rui")
    .pressing("high"),
    ticket(
        "kestrel-cycles",
        -5,
        "Price of the service package is the old one",
        "On the page it is right, in the basket it is last year's.",
    )
    .about("kestrel-shop")
    .with("rui")
    .pressing("urgent"),
    ticket(
        "kestrel-cycles",
        -41,
        "Please send the delivery note with the banners",
        "Goods in could not match the parcel to an order.",
    )
    .with("tobias")
    .closed(-40),
    ticket(
        "kestrel-cycles",
        -16,
        "Picture of the cargo bicycle is mirrored",
        "The chain is on the left.",
    )
    .about("kestrel-shop")
    .with("beatriz")
    .pressing("low")
    .closed(-14),
    ticket(
        "fern-and-field",
        -1,
        "Ferns are shown as sold out",
        "There are two hundred trays in house 4. The stock list says so, the shop does not.",
    )
    .about("fern-shop")
    .with("rui")
    .pressing("urgent"),
    ticket(
        "fern-and-field",
        -12,
        "A customer ordered the same rose three times",
        "She pressed the button again because nothing happened. We refunded two.",
    )
    .about("fern-shop")
    .with("rui")
    .pending(),
    ticket(
        "fern-and-field",
        -33,
        "The newsletter shows a date of last year",
        "Third line, under the picture of the pond.",
    )
    .with("beatriz")
    .closed(-33),
    ticket(
        "solbakken",
        -10,
        "A bar code does not scan at one chain",
        "The label of the 300 g size, at the self-service tills only.",
    )
    .about("solbakken-brand")
    .with("ines")
    .pressing("high")
    .pending(),
    ticket(
        "solbakken",
        -6,
        "Who takes the photographs at five in the morning?",
        "We will be up anyway. Please tell us how many people to expect for breakfast.",
    )
    .about("solbakken-site")
    .with("marit"),
    ticket(
        "marchetti",
        -4,
        "A bowl was sold twice",
        "One online, one in the gallery, within five minutes. Both buyers are very polite.",
    )
    .with("tobias")
    .pressing("high"),
    ticket(
        "marchetti",
        -52,
        "How do we add a second photograph?",
        "The button is there; the picture is not, after saving.",
    )
    .with("rui")
    .closed(-50),
    ticket(
        "northlight",
        -1,
        "Opening hours on the bank holiday",
        "Can all branches be changed at once, or does each have to do it?",
    )
    .about("northlight-site")
    .with("marit")
    .pressing("low"),
    ticket(
        "northlight",
        -7,
        "Requests for eye tests arrive twice",
        "Only at the branch in Lantern Street, and only from telephones.",
    )
    .about("northlight-site")
    .with("rui")
    .from("oskar")
    .pending(),
    ticket(
        "northlight",
        -9,
        "Till number seven cannot reach the new address",
        "The other ten can. It is the oldest one.",
    )
    .about("northlight-move")
    .with("tobias")
    .pressing("high"),
    ticket(
        "northlight",
        -45,
        "Access for our auditor",
        "A reading account for two weeks would be enough.",
    )
    .with("tobias")
    .closed(-31),
    ticket(
        "alder-street",
        -2,
        "Patients cannot choose a date of birth before 1940",
        "The list ends there. Our eldest patient was born in 1928 and complained in verse.",
    )
    .about("alder-access")
    .with("rui")
    .pressing("urgent"),
    ticket(
        "alder-street",
        -21,
        "A leaflet opens with a blank first page",
        "Leaflet 7, in the browser only. Printed it is fine.",
    )
    .about("alder-access")
    .with("beatriz")
    .closed(-15),
    ticket(
        "tidal-kayaks",
        -3,
        "Move a whole course to Sunday",
        "The forecast says six beaufort for Saturday. Eleven people are booked.",
    )
    .with("rui")
    .pressing("high")
    .closed(-3),
    ticket(
        "tidal-kayaks",
        -15,
        "Can the reminder name the bus stop?",
        "Half of the beginners arrive at the wrong slipway.",
    )
    .with("marit")
    .pending(),
    ticket(
        "wren-partners",
        -14,
        "The library has won a prize",
        "We would like one line and a link on its page; no gold, no laurels.",
    )
    .with("ines")
    .pressing("low")
    .closed(-11),
    ticket(
        "osprey-freight",
        -2,
        "Drivers without a SIM card in the tablet",
        "Depot 4 has thirty of them. Sign-in sends a text message to nowhere.",
    )
    .about("osprey-intranet")
    .with("tobias")
    .pressing("urgent"),
    ticket(
        "osprey-freight",
        -17,
        "Mail to customs is returned",
        "Since the move, and only with attachments of more than ten megabytes.",
    )
    .with("tobias")
    .pressing("high")
    .closed(-16),
    ticket(
        "osprey-freight",
        -11,
        "Romanian text uses the wrong word for trailer",
        "The drivers find it very funny. Planning does not.",
    )
    .about("osprey-intranet")
    .with("rui")
    .pending(),
    ticket(
        "hjerting",
        -5,
        "Could the sign be lit from below?",
        "The street lamp goes out at eleven, and we start at two.",
    )
    .about("hjerting-brand")
    .with("ines"),
    ticket(
        "quince-books",
        -4,
        "A first page has the wrong author",
        "Titles four and five have changed places.",
    )
    .about("quince-campaign")
    .with("beatriz")
    .from("amara")
    .pressing("high"),
    ticket(
        "vale-claro",
        -55,
        "Please wait with the registry pages",
        "The council votes next month. We will write as soon as it has.",
    )
    .about("vale-services")
    .with("ines")
    .pending(),
    ticket(
        "yusuf-karademir",
        -1,
        "The concert in Braga is on the 9th, not on the 6th",
        "My own mistake, in my own list. How do I change it from the train?",
    )
    .about("yusuf-site")
    .with("marit")
    .from("yusuf"),
];
