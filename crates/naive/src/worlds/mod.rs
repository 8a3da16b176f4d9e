//! Random worlds: small bundles that lean towards what is easily got wrong.
//!
//! [`world`] makes one from a seed; [`worlds`] is a proptest strategy over them that, where a
//! test fails, cuts the bundle down line by line and key by key.

mod cut;
mod dice;
mod documents;
mod opened;
mod people;
mod questions;
mod sharing;
mod unseen;
mod values;
mod work;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

pub use cut::{Cut, Worlds, worlds};
use dice::Dice;
pub use questions::{ListQuestion, list_question};
pub use unseen::unseen;
use values::{Clock, ZONES, title, unlike};

/// The instant that worlds are made around: half past midnight in Berlin, half past ten in
/// the evening in London, half past six in the evening in New York.
pub const NOW: Timestamp = Timestamp::constant(1_781_562_600, 0);

/// A world in the making: the lines so far, and the ids that records may point at.
#[derive(Debug)]
pub(crate) struct Making {
    pub(crate) dice: Dice,
    pub(crate) clock: Clock,
    lines: Vec<Value>,
    numbers: usize,
    pub(crate) staff: Vec<String>,
    pub(crate) limited: Vec<String>,
    pub(crate) guests: Vec<String>,
    /// Guests that may stand as owners of a customer: neither removed nor with an end.
    pub(crate) may_own: Vec<String>,
    pub(crate) roles: Vec<String>,
    /// Stages of projects, and of tasks.
    pub(crate) stages: [Vec<String>; 2],
    pub(crate) customers: Vec<String>,
    pub(crate) contacts: Vec<String>,
    pub(crate) projects: Vec<String>,
    pub(crate) tasks: Vec<String>,
    pub(crate) meetings: Vec<String>,
    pub(crate) tickets: Vec<String>,
    pub(crate) orders: Vec<String>,
    pub(crate) estimates: Vec<String>,
    pub(crate) invoices: Vec<String>,
    pub(crate) bases: Vec<String>,
    pub(crate) articles: Vec<String>,
    /// Projects with the grants on them.
    pub(crate) project_grants: Vec<(String, String)>,
}

impl Making {
    pub(crate) fn line(&mut self, line: Value) {
        self.lines.push(line);
    }

    pub(crate) fn number(&mut self) -> usize {
        self.numbers += 1;
        self.numbers
    }

    /// Ids of one kind; some differ from another in case alone, some are not ASCII.
    pub(crate) fn ids(&mut self, prefix: &str, least: usize, most: usize) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for number in 0..self.dice.between(least, most) {
            let id = match (self.dice.below(12), ids.last()) {
                (0, Some(last)) if last.to_uppercase() != *last => last.to_uppercase(),
                (1, _) => format!("{prefix} ü{number}"),
                _ => format!("{prefix}{number}"),
            };
            ids.push(id);
        }
        ids
    }

    /// Earlier versions of lines that come again later, and records that are made and deleted.
    fn noise(&mut self) -> (Vec<Value>, Vec<Value>) {
        let mut earlier = Vec::new();
        let mut later = Vec::new();
        for line in self.lines.clone() {
            let key = match line["kind"].as_str() {
                Some("task" | "meeting" | "knowledge_base") => "title",
                Some("customer" | "project") => "name",
                Some("invoice" | "order") => "number",
                _ => continue,
            };
            if self.dice.percent(6) {
                let mut before = line.clone();
                before[key] = unlike(&mut self.dice, earlier.len());
                earlier.push(before);
            }
        }
        if self.dice.percent(40) {
            let project = self.projects[0].clone();
            let guest = self.guests[0].clone();
            later.push(json!({"kind": "task", "id": "gone", "title": title(&mut self.dice), "project": project, "owner": guest}));
            later.push(json!({"kind": "comment", "id": "gone", "on": {"task": "gone"}, "author": guest, "text": "gone"}));
            later.push(json!({"kind": "grant", "id": "gone", "on": {"task": "gone"}, "to": guest, "role": "Viewer"}));
            later.push(json!({"kind": "task", "id": "gone", "deleted": true}));
            later.push(json!({"kind": "meeting", "id": "never there", "deleted": true}));
        }
        (earlier, later)
    }
}

/// A bundle made from a seed, around an instant. The same seed makes the same bundle.
pub fn world(seed: u64, now: Timestamp) -> Vec<Value> {
    let mut dice = Dice::new(seed);
    let zone = dice.pick(&ZONES);
    let clock = Clock {
        now,
        zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC),
    };
    let mut making = Making {
        dice,
        clock,
        lines: Vec::new(),
        numbers: 0,
        staff: Vec::new(),
        limited: Vec::new(),
        guests: Vec::new(),
        may_own: Vec::new(),
        roles: Vec::new(),
        stages: [Vec::new(), Vec::new()],
        customers: Vec::new(),
        contacts: Vec::new(),
        projects: Vec::new(),
        tasks: Vec::new(),
        meetings: Vec::new(),
        tickets: Vec::new(),
        orders: Vec::new(),
        estimates: Vec::new(),
        invoices: Vec::new(),
        bases: Vec::new(),
        articles: Vec::new(),
        project_grants: Vec::new(),
    };
    making.customers = making.ids("c", 3, 8);
    making.contacts = making.ids("k", 2, 6);
    making.projects = making.ids("p", 3, 8);
    making.tasks = making.ids("t", 10, 30);
    making.meetings = making.ids("e", 2, 6);
    making.tickets = making.ids("s", 2, 6);
    making.orders = making.ids("o", 2, 6);
    making.estimates = making.ids("q", 2, 7);
    making.invoices = making.ids("i", 3, 9);
    making.bases = making.ids("kb", 1, 3);
    making.articles = making.ids("a", 2, 6);
    making.people();
    making.stage_lines();
    making.customer_lines();
    making.guest_lines();
    making.project_lines();
    making.task_lines();
    making.meeting_and_ticket_lines();
    making.order_lines();
    making.document_lines();
    making.knowledge_lines();
    making.part_lines();
    making.grant_lines();
    making.participant_lines();
    making.settings_line(zone);
    let (earlier, later) = making.noise();
    let mut lines = making.lines;
    if making.dice.percent(60) {
        making.dice.shuffle(&mut lines);
    }
    [earlier, lines, later].concat()
}
