//! How the studio runs each kind of work: the steps of a website, a shop, a move of hosting, and what is reached on the way.

mod brand;
mod reach;
mod shop;
mod technical;
mod website;

/// One step of a plan: it becomes a task, and its parts become subtasks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) note: &'static str,
    pub(super) hours: i64,
    pub(super) asks_for_approval: bool,
    pub(super) parts: &'static [(&'static str, &'static str)],
}

impl Step {
    /// The client is asked whether this is right before the work goes on.
    pub(super) const fn asks(mut self) -> Step {
        self.asks_for_approval = true;
        self
    }

    /// The step is done in these parts: a key and a title each.
    pub(super) const fn parts(mut self, parts: &'static [(&'static str, &'static str)]) -> Step {
        self.parts = parts;
        self
    }
}

/// A step with its key, title, note and estimated hours.
pub(super) const fn step(
    key: &'static str,
    title: &'static str,
    note: &'static str,
    hours: i64,
) -> Step {
    Step {
        key,
        title,
        note,
        hours,
        asks_for_approval: false,
        parts: &[],
    }
}

/// The kinds of work the studio takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Website,
    Shop,
    Booking,
    App,
    Search,
    Brand,
    Hosting,
    Accessibility,
    Intranet,
    Campaign,
}

impl Kind {
    /// The steps of this kind of work, in the order in which they are taken.
    pub(super) fn steps(self) -> &'static [Step] {
        match self {
            Kind::Website => website::WEBSITE,
            Kind::Shop => shop::SHOP,
            Kind::Booking => shop::BOOKING,
            Kind::App => technical::APP,
            Kind::Search => reach::SEARCH,
            Kind::Brand => brand::BRAND,
            Kind::Hosting => technical::HOSTING,
            Kind::Accessibility => reach::ACCESSIBILITY,
            Kind::Intranet => technical::INTRANET,
            Kind::Campaign => brand::CAMPAIGN,
        }
    }

    /// The milestones of this kind of work, each with the hundredth of the whole time at which it is reached.
    pub(super) fn milestones(self) -> &'static [(&'static str, i32)] {
        match self {
            Kind::Website => &[
                ("Goals agreed", 10),
                ("Site map approved", 25),
                ("Design approved", 48),
                ("Templates built", 70),
                ("Content in place", 88),
                ("Launch", 100),
            ],
            Kind::Shop => &[
                ("Catalogue structure agreed", 15),
                ("Design approved", 38),
                ("First test order", 62),
                ("Stock and post connected", 82),
                ("Open for business", 100),
            ],
            Kind::Booking => &[
                ("Rules of booking agreed", 20),
                ("Prototype tried by guests", 45),
                ("Payment works", 72),
                ("First real booking", 100),
            ],
            Kind::App => &[
                ("Story map agreed", 15),
                ("Clickable prototype", 35),
                ("First build on a phone", 60),
                ("Closed trial", 82),
                ("In the stores", 100),
            ],
            Kind::Search => &[
                ("Where we stand", 20),
                ("Pages rewritten", 55),
                ("Half-time report", 75),
                ("Final report and plan", 100),
            ],
            Kind::Brand => &[
                ("Workshop held", 12),
                ("Direction chosen", 35),
                ("Mark and colours approved", 60),
                ("Applications designed", 85),
                ("Guide handed over", 100),
            ],
            Kind::Hosting => &[
                ("Everything listed", 20),
                ("Copy runs on the new machine", 55),
                ("Switch", 85),
                ("Old machine cleared", 100),
            ],
            Kind::Accessibility => &[
                ("Review finished", 30),
                ("Barriers of the first rank removed", 60),
                ("Tried with three people", 80),
                ("Statement published", 100),
            ],
            Kind::Intranet => &[
                ("Ride-along with drivers", 15),
                ("Prototype in one depot", 45),
                ("Sign-in for everyone", 75),
                ("All depots", 100),
            ],
            Kind::Campaign => &[
                ("Idea approved", 25),
                ("Material ready", 60),
                ("First mail sent", 80),
                ("What it brought", 100),
            ],
        }
    }
}
