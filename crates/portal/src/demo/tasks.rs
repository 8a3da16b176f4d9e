//! The tasks: every project's steps on its own time line, done, in hand, late or still to come.

use serde_json::json;

use super::days::Days;
use super::dice::Dice;
use super::lines::Line;
use super::plans::Step;
use super::project_list::PROJECTS;
use super::projects::Project;

/// How a guest is tied to a task.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    Owner,
    Assignee,
    Collaborator,
    Follower,
}

/// The tasks that somebody from outside has a part in.
const TIES: &[(&str, Tie, &str)] = &[
    ("theatre-site.season-drawings", Tie::Assignee, "noor"),
    ("theatre-site.season-drawings.autumn", Tie::Assignee, "noor"),
    ("theatre-site.season-drawings.winter", Tie::Assignee, "noor"),
    ("theatre-site.season-drawings.spring", Tie::Owner, "noor"),
    ("theatre-site.design", Tie::Follower, "noor"),
    ("kestrel-app.icons", Tie::Collaborator, "noor"),
    ("quince-campaign.posters", Tie::Assignee, "noor"),
    ("theatre-site.texts", Tie::Assignee, "helena"),
    ("theatre-site.launch", Tie::Follower, "helena"),
    ("hjerting-brand.lettering", Tie::Assignee, "lukas"),
    ("hjerting-brand.signs", Tie::Collaborator, "lukas"),
    ("yusuf-site.photos", Tie::Assignee, "yusuf"),
    ("osprey-intranet.sign-in", Tie::Assignee, "dimitar"),
];

pub(super) fn lines(days: &Days) -> Vec<Line> {
    let mut lines = Vec::new();
    for (number, project) in PROJECTS.iter().enumerate() {
        let mut dice = Dice::with_seed(number as u64 + 1);
        let steps = project.steps();
        for (at, step) in steps.iter().enumerate() {
            let hundredth = i32::try_from((at + 1) * 100 / steps.len()).unwrap_or(100);
            lines.extend(step_lines(
                project,
                step,
                project.day_at(hundredth),
                &mut dice,
                days,
            ));
        }
    }
    lines.extend(loose_ends(days));
    lines
}

/// The task of a step, and the subtasks of its parts.
fn step_lines(project: &Project, step: &Step, due: i32, dice: &mut Dice, days: &Days) -> Vec<Line> {
    let id = format!("{}.{}", project.id, step.key);
    let parts = i32::try_from(step.parts.len()).unwrap_or_default();
    let task = Task {
        id: &id,
        parent: None,
        title: step.title,
        note: step.note,
        hours: step.hours,
        asks_for_approval: step.asks_for_approval,
        due,
    };
    let mut lines = vec![task.line(project, dice, days)];
    let mut left = parts;
    for (key, title) in step.parts {
        left -= 1;
        let part = Task {
            id: &format!("{id}.{key}"),
            parent: Some(&id),
            title,
            note: "",
            hours: step.hours / i64::from(parts.max(1)),
            asks_for_approval: false,
            due: due - 3 * left,
        };
        lines.push(part.line(project, dice, days));
    }
    lines
}

/// One task before it is written down; `due` is counted in days from today.
struct Task<'a> {
    id: &'a str,
    parent: Option<&'a str>,
    title: &'a str,
    note: &'a str,
    hours: i64,
    asks_for_approval: bool,
    due: i32,
}

impl Task<'_> {
    fn line(&self, project: &Project, dice: &mut Dice, days: &Days) -> Line {
        let (stage, percent) = self.standing(project, dice);
        let late = self.due < 0 && stage != "finished";
        let assignee = self
            .guest(Tie::Assignee)
            .or(dice.pick(project.team).copied());
        let owner = self.guest(Tie::Owner).unwrap_or(project.manager);
        let mut collaborators: Vec<&str> = self.guest(Tie::Collaborator).into_iter().collect();
        if self.hours >= 16 {
            let others = project
                .team
                .iter()
                .copied()
                .filter(|member| Some(*member) != assignee);
            collaborators.extend(others.take(1));
        }
        let mut followers: Vec<&str> = self.guest(Tie::Follower).into_iter().collect();
        if self.asks_for_approval || late {
            followers.push(project.manager);
        }
        // A quarter more or less than was thought, in quarters of an hour.
        let spent = self.hours * 4 * percent / 100
            * (80 + i64::try_from(dice.throw(40)).unwrap_or_default())
            / 100;
        let created =
            (project.starts - 4 + i32::try_from(dice.throw(9)).unwrap_or_default()).min(-1);
        let begins = self.due - 4 - i32::try_from(self.hours / 3).unwrap_or_default();
        Line::new("task", self.id)
            .with("project", project.id)
            .with("parent", self.parent)
            .with("title", self.title)
            .words("description", self.note)
            .with("stage", stage)
            .with("priority", self.priority(late, dice))
            .with("starts_on", days.day(begins))
            .with("due_on", days.day(self.due))
            .with("percent", percent)
            .with("hours_estimated", quarters(self.hours * 4))
            .with("hours_spent", quarters(spent))
            .with("owner", owner)
            .with("assignee", assignee)
            .with("collaborators", json!(collaborators))
            .with("followers", json!(followers))
            .with("approval", self.approval(stage))
            .with("created_at", days.at(created, 9, 15))
    }

    /// The guest who is tied to this task in that way.
    fn guest(&self, tie: Tie) -> Option<&'static str> {
        TIES.iter()
            .find(|(task, how, _)| *task == self.id && *how == tie)
            .map(|(_, _, guest)| *guest)
    }

    /// The stage a task is in, and how much of it is done, by the day it is due.
    fn standing(&self, project: &Project, dice: &mut Dice) -> (&'static str, i64) {
        let thrown = dice.throw(8);
        match (project.stage, self.due) {
            ("live", _) => ("finished", 100),
            ("resting", ..-60) => ("finished", 100),
            ("resting", ..-30) => ("waiting", 60),
            ("resting", _) => ("to-come", 0),
            (_, ..=-7) if thrown == 0 => ("in-hand", 70),
            (_, ..=-7) => ("finished", 100),
            (_, ..=-2) if thrown < 4 => ("finished", 100),
            (_, ..=4) if self.asks_for_approval || thrown < 3 => ("waiting", 90),
            (_, ..=4) if thrown < 5 => ("being-checked", 80),
            (_, ..=4) => ("in-hand", 60),
            (_, ..=16) if thrown < 6 => ("in-hand", 25),
            _ => ("to-come", 0),
        }
    }

    fn approval(&self, stage: &str) -> &'static str {
        match (self.asks_for_approval, stage) {
            (true, "finished") => "approved",
            (true, "waiting") => "requested",
            (true, "in-hand") => "changes_requested",
            _ => "none",
        }
    }

    fn priority(&self, late: bool, dice: &mut Dice) -> &'static str {
        match (late, self.asks_for_approval, dice.throw(7)) {
            (true, _, 0..3) => "urgent",
            (true, ..) | (_, true, _) => "high",
            (_, _, 0) => "low",
            _ => "normal",
        }
    }
}

/// Hours as the shortest decimal, from quarters of an hour.
fn quarters(count: i64) -> String {
    let rest = match count % 4 {
        1 => ".25",
        2 => ".5",
        3 => ".75",
        _ => "",
    };
    format!("{}{rest}", count / 4)
}

/// Tasks outside any project: those that belong to a customer alone, and those of the house itself.
fn loose_ends(days: &Days) -> Vec<Line> {
    let tasks = [
        (
            "call-kestrel",
            Some("kestrel-cycles"),
            "Ask Saar about photographs of the new workshop",
            "marit",
            3,
            0,
        ),
        (
            "renew-wren",
            Some("wren-partners"),
            "Yearly look at the portfolio: what is missing?",
            "ines",
            12,
            0,
        ),
        (
            "domains-fern",
            Some("fern-and-field"),
            "Renew two domains and let the third one go",
            "tobias",
            6,
            30,
        ),
        (
            "visit-hjerting",
            Some("hjerting"),
            "Plan the visit to Hjerting: measure the shop windows",
            "ines",
            8,
            10,
        ),
        (
            "books-quince",
            Some("quince-books"),
            "Return the twelve books from the photo session",
            "beatriz",
            -3,
            50,
        ),
        (
            "thanks-tidal",
            Some("tidal-kayaks"),
            "Thank Filipe for the afternoon on the water",
            "marit",
            -20,
            100,
        ),
        (
            "annual-theatre",
            Some("harbour-lane"),
            "Propose a date for the yearly review",
            "marit",
            9,
            0,
        ),
        (
            "fonts-house",
            None,
            "Sort our own font licences before the renewal",
            "tobias",
            15,
            20,
        ),
        (
            "portrait-house",
            None,
            "New portraits for our own website",
            "beatriz",
            21,
            0,
        ),
        (
            "reading-house",
            None,
            "Friday reading: a chapter on plain language",
            "rui",
            2,
            0,
        ),
    ];
    let line =
        |(id, customer, title, who, due, percent): (&str, Option<&str>, &str, &str, i32, i64)| {
            let stage = match percent {
                0 => "to-come",
                100 => "finished",
                _ => "in-hand",
            };
            Line::new("task", id)
                .with("customer", customer)
                .with("title", title)
                .with("stage", stage)
                .with("priority", "normal")
                .with("due_on", days.day(due))
                .with("percent", percent)
                .with("hours_estimated", "2")
                .with("hours_spent", quarters(percent * 8 / 100))
                .with("owner", who)
                .with("assignee", who)
                .with("created_at", days.at(due - 30, 11, 0))
        };
    tasks.into_iter().map(line).collect()
}
