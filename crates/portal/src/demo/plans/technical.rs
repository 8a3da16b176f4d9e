//! Work under the floor: apps, intranets and moves of hosting.

use super::{Step, step};

pub(super) const APP: &[Step] = &[
    step(
        "stories",
        "Story map with the workshop",
        "What a rider does in a year with one bicycle, on one long wall.",
        8,
    )
    .asks(),
    step(
        "click",
        "Clickable prototype",
        "Seven screens that feel real enough to be tried at the counter.",
        18,
    ),
    step(
        "counter-test",
        "Try the prototype at the counter",
        "Eight customers, ten minutes each. We only ask; we never explain.",
        6,
    ),
    step(
        "skeleton",
        "Skeleton of the app for both systems",
        "Starts, signs in, shows an empty list, sends nothing home.",
        24,
    ),
    step(
        "service-book",
        "The service book",
        "Every repair with date, parts and mileage, readable without a connection.",
        32,
    )
    .parts(&[
        ("list", "List of services"),
        ("entry", "Add an entry with a photograph"),
        ("offline", "Read it without a connection"),
    ]),
    step(
        "appointments",
        "Appointments with the workshop",
        "Free times come from the workshop's own calendar; a request is not yet a promise.",
        22,
    ),
    step(
        "push",
        "Gentle reminders",
        "Twice a year and never on a Sunday. Off means off.",
        8,
    ),
    step(
        "export",
        "Take the service book along when a bicycle is sold",
        "A link that hands the history to the next owner, without the last one's name.",
        10,
    ),
    step(
        "icons",
        "Icon, name and pictures for the stores",
        "Prepared in three languages; the short name has eleven letters at most.",
        6,
    )
    .asks(),
    step(
        "trial-group",
        "Closed trial with thirty regulars",
        "Four weeks; one question a week; a coffee for everyone at the end.",
        10,
    ),
    step(
        "release",
        "Publish in both stores",
        "Reviews can take a week: we hand in ten days early.",
        6,
    ),
];

pub(super) const HOSTING: &[Step] = &[
    step(
        "listing",
        "List everything that runs today",
        "Sites, databases, scheduled jobs, certificates, mailboxes, and who pays for which.",
        6,
    ),
    step(
        "contracts",
        "Notice periods and who signs",
        "The old contract ends only after two quiet weeks on the new machine.",
        2,
    ),
    step(
        "machine",
        "Set up the new machine",
        "From a written recipe, so that it can be set up again on a bad day.",
        8,
    ),
    step(
        "copy",
        "Copy everything and compare",
        "Sizes, counts and a hundred random pages side by side.",
        10,
    )
    .parts(&[
        ("files", "Copy files and compare"),
        ("databases", "Copy databases and compare"),
    ]),
    step(
        "mailboxes",
        "Move the mailboxes",
        "One person a time, on a quiet afternoon, with someone to ask sitting next door.",
        12,
    ),
    step(
        "backups",
        "Back-ups, and one real restore",
        "A back-up nobody has restored is a hope.",
        5,
    ),
    step(
        "watch",
        "Monitoring and the list of who is called",
        "Two people, in turns; the client sees the same status page as we do.",
        4,
    ),
    step(
        "switch",
        "The switch, on a Tuesday at six in the morning",
        "Short lifetimes for names from the Friday before; the way back is written down and tried.",
        6,
    )
    .asks(),
    step(
        "certificates",
        "Certificates and mail signatures",
        "Renewed on their own, with a warning three weeks ahead if that ever fails.",
        3,
    ),
    step(
        "clear",
        "Clear the old machine",
        "After two weeks. Data is wiped and the wiping is confirmed in writing.",
        2,
    ),
];

pub(super) const INTRANET: &[Step] = &[
    step(
        "ride-along",
        "Ride along with two drivers",
        "One night, one day. What do they look for, with which hand, in which light?",
        16,
    ),
    step(
        "paper",
        "Collect the paper that hangs in the depots",
        "Photographs of every notice board; half of it is out of date.",
        4,
    ),
    step(
        "words",
        "One name for each thing",
        "Depot, yard, hub and base are the same place. We settle on one word.",
        5,
    )
    .asks(),
    step(
        "depot-prototype",
        "Prototype on one tablet in one depot",
        "It hangs by the coffee machine for a fortnight.",
        18,
    ),
    step(
        "sign-in",
        "Sign-in without a company mailbox",
        "Drivers have a number and a telephone; that has to be enough.",
        20,
    ),
    step(
        "rosters",
        "Rosters and swaps",
        "A swap needs two drivers and one planner, and leaves a trace.",
        28,
    )
    .parts(&[
        ("week", "Show my week"),
        ("swap", "Offer and take a shift"),
        ("planner", "The planner's view"),
    ]),
    step(
        "documents",
        "Documents that must be read",
        "Who has read which version, without anybody having to sign a list.",
        14,
    ),
    step(
        "damage",
        "Report damage in under a minute",
        "Three photographs, a place, a word. It works without a connection and is sent later.",
        18,
    ),
    step(
        "six-languages",
        "Six languages",
        "Short sentences, checked by drivers and not by a dictionary.",
        12,
    ),
    step(
        "roll-out",
        "Roll-out plan for nine depots",
        "One depot a week; the first two helpers come from the depot before.",
        6,
    )
    .asks(),
    step(
        "handbook",
        "Notes for those who keep it running",
        "Who may publish what, what to do when somebody leaves, how to ask for help.",
        5,
    ),
];
