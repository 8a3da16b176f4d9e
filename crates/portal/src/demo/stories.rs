//! The tasks that people talk about: who from outside has a part in them, and where they stand whatever the plan says.

/// How a guest is tied to a task.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    Owner,
    Assignee,
    Collaborator,
    Follower,
}

/// The tasks that somebody from outside has a part in.
pub(super) const TIES: &[(&str, Tie, &str)] = &[
    ("theatre-site.season-drawings", Tie::Assignee, "noor"),
    ("theatre-site.season-drawings.autumn", Tie::Assignee, "noor"),
    ("theatre-site.season-drawings.winter", Tie::Assignee, "noor"),
    ("theatre-site.season-drawings.spring", Tie::Owner, "noor"),
    ("theatre-site.design", Tie::Follower, "noor"),
    ("kestrel-app.icons", Tie::Collaborator, "noor"),
    ("quince-campaign.posters", Tie::Assignee, "noor"),
    ("theatre-site.texts", Tie::Assignee, "helena"),
    ("theatre-site.tonight", Tie::Follower, "helena"),
    ("hjerting-brand.lettering", Tie::Assignee, "lukas"),
    ("hjerting-brand.signs", Tie::Collaborator, "lukas"),
    ("yusuf-site.photos", Tie::Assignee, "yusuf"),
    ("osprey-intranet.sign-in", Tie::Assignee, "dimitar"),
];

/// The guest who is tied to this task in that way.
pub(super) fn tied(task: &str, tie: Tie) -> Option<&'static str> {
    TIES.iter()
        .find(|(id, how, _)| *id == task && *how == tie)
        .map(|(_, _, guest)| *guest)
}

/// Where a task stands: the day it is due (counted from today), its stage, how much is done, and the approval.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    pub(super) due: i32,
    pub(super) stage: &'static str,
    pub(super) percent: i64,
    pub(super) approval: &'static str,
}

/// What is told of this task, where it is one of those that people talk about.
pub(super) fn told(task: &str) -> Option<Standing> {
    STORIES
        .iter()
        .find(|(id, ..)| *id == task)
        .map(|(_, due, stage, percent, approval)| Standing {
            due: *due,
            stage,
            percent: *percent,
            approval,
        })
}

/// The task, and its day, stage, percentage and approval.
pub(super) const STORIES: &[(&str, i32, &str, i64, &str)] = &[
    ("theatre-site.design", -24, "finished", 100, "approved"),
    ("theatre-site.season-drawings", 16, "in-hand", 45, "none"),
    (
        "theatre-site.season-drawings.autumn",
        -13,
        "finished",
        100,
        "none",
    ),
    (
        "theatre-site.season-drawings.winter",
        3,
        "in-hand",
        40,
        "none",
    ),
    (
        "theatre-site.season-drawings.spring",
        16,
        "to-come",
        0,
        "none",
    ),
    ("theatre-site.tonight", 2, "waiting", 90, "requested"),
    ("theatre-site.texts", 4, "in-hand", 60, "none"),
    ("theatre-booking.rules", 3, "waiting", 90, "requested"),
    ("kestrel-shop.terms", 5, "waiting", 95, "changes_requested"),
    ("kestrel-shop.stock", 4, "being-checked", 90, "none"),
    ("kestrel-shop.repair-guides", 8, "in-hand", 60, "none"),
    ("kestrel-shop.fits", -9, "finished", 100, "none"),
    ("kestrel-app.icons", 10, "waiting", 70, "requested"),
    ("fern-shop.shop-design", -10, "finished", 100, "approved"),
    ("fern-shop.frost", 3, "being-checked", 90, "none"),
    ("solbakken-brand.cow", -16, "finished", 100, "approved"),
    ("northlight-site.branches", 4, "in-hand", 90, "none"),
    ("northlight-site.appointments", 6, "in-hand", 75, "none"),
    ("northlight-move.switch", 7, "waiting", 50, "requested"),
    ("alder-access.findings", -28, "finished", 100, "approved"),
    ("alder-access.forms", 5, "being-checked", 85, "none"),
    ("osprey-intranet.sign-in", 21, "in-hand", 15, "none"),
    ("osprey-intranet.damage", 11, "in-hand", 40, "none"),
    ("hjerting-brand.lettering", 12, "waiting", 50, "requested"),
    ("quince-campaign.posters", 6, "waiting", 80, "requested"),
    ("yusuf-site.design", 2, "waiting", 90, "requested"),
    ("yusuf-site.site-map", -12, "finished", 100, "approved"),
    ("solbakken-site.goals", -6, "finished", 100, "none"),
    ("solbakken-brand.mark", -21, "finished", 100, "approved"),
    (
        "vale-services.questions",
        -35,
        "waiting",
        80,
        "changes_requested",
    ),
];
