//! Work on how a company looks and speaks: brands and campaigns.

use super::{Step, step};

pub(super) const BRAND: &[Step] = &[
    step(
        "workshop",
        "Half a day together: who are you when nobody looks?",
        "Six people, many notes, no slides. We bring cake.",
        6,
    ),
    step(
        "shelf",
        "Look at the neighbours on the shelf",
        "Photographs from four shops and two trade fairs, sorted by what they promise.",
        6,
    ),
    step(
        "directions",
        "Three directions, one page each",
        "Each with a sentence, a colour, a typeface and the place where it would be seen first.",
        20,
    )
    .asks(),
    step(
        "mark",
        "Draw the mark",
        "It must work embroidered, stamped, at sixteen pixels and on a lorry.",
        24,
    )
    .asks()
    .parts(&[
        ("sketches", "Forty sketches, eight kept"),
        ("small", "Version for small sizes"),
        ("one-colour", "Version in one colour"),
    ]),
    step(
        "colours",
        "Colours for paper, screen and paint",
        "Measured contrast on screens, pulled swatches for print, numbers for the paint shop.",
        8,
    ),
    step(
        "typefaces",
        "Choose and license the typefaces",
        "One for reading, one for shouting. Licences are bought in the client's name.",
        5,
    ),
    step(
        "labels",
        "Labels and packaging",
        "Eleven sizes from one grid; nutrition tables and bar codes checked by the printer.",
        28,
    ),
    step(
        "stationery",
        "Letters, cards and invoices",
        "Templates that staff can fill without asking us.",
        8,
    ),
    step(
        "signs",
        "Signs above the door and on the road",
        "Drawings with measurements for the sign maker; a night view for the lit ones.",
        12,
    ),
    step(
        "proofs",
        "Check the proofs at the press",
        "Two hours at the machine with a lamp and a patient printer.",
        4,
    ),
    step(
        "pictures",
        "How photographs look",
        "Light, distance and people, with ten examples and five of what we do not want.",
        10,
    ),
    step(
        "guide",
        "The guide, in twenty pages",
        "For the people who will use it on a Friday at five.",
        14,
    ),
    step(
        "hand-over",
        "Hand over all files",
        "Sorted by use, named so that they can be found, with a page that explains which is which.",
        4,
    ),
];

pub(super) const CAMPAIGN: &[Step] = &[
    step(
        "readers",
        "Who should read this, and why today?",
        "Three readers with names, and the one thing each should do.",
        4,
    ),
    step(
        "idea",
        "The idea in one sentence and one picture",
        "If it needs a second sentence it is not yet the idea.",
        12,
    )
    .asks(),
    step(
        "list",
        "Clean the list of addresses",
        "Only those who said yes. Those who have not opened a mail for two years get one last question.",
        5,
    ),
    step(
        "landing",
        "Landing page",
        "One promise, one picture, one button. The address is short enough to be read out loud.",
        12,
    ),
    step(
        "mails",
        "Write the three mails",
        "The second is only sent to those who did not open the first.",
        10,
    )
    .parts(&[
        ("first", "First mail: the announcement"),
        ("second", "Second mail: a page to read"),
        ("third", "Third mail: last days"),
    ]),
    step(
        "posters",
        "Posters and cards for shops",
        "Two sizes, prepared for print, with space for the shop's own stamp.",
        9,
    )
    .asks(),
    step(
        "banners",
        "Pictures for social media",
        "Nine sizes from one source. Text stays under five words.",
        7,
    ),
    step(
        "calendar",
        "Calendar of what goes out when",
        "One line a day, with the person who presses the button.",
        3,
    ),
    step(
        "numbers",
        "What it brought",
        "Sent, opened, clicked, bought; and what we would do differently.",
        5,
    ),
];
