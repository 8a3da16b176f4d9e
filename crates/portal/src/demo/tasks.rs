//! The tasks: every project's steps on its own time line, done, in hand, late or still to come.

use serde_json::json;

use super::days::Days;
use super::dice::Dice;
use super::lines::Line;
use super::plans::Step;
use super::project_list::PROJECTS;
use super::projects::Project;
use super::stories::{Standing, Tie, tied, told};
use super::titles::own_title;

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
        let Standing {
            due,
            stage,
            percent,
            approval,
        } = told(self.id).unwrap_or_else(|| self.planned(project, dice));
        let late = due < 0 && stage != "finished";
        let assignee = tied(self.id, Tie::Assignee).or(dice.pick(project.team).copied());
        let owner = tied(self.id, Tie::Owner).unwrap_or(project.manager);
        let mut collaborators: Vec<&str> = tied(self.id, Tie::Collaborator).into_iter().collect();
        if self.hours >= 16 {
            let others = project
                .team
                .iter()
                .copied()
                .filter(|member| Some(*member) != assignee);
            collaborators.extend(others.take(1));
        }
        let mut followers: Vec<&str> = tied(self.id, Tie::Follower).into_iter().collect();
        if self.asks_for_approval || late {
            followers.push(project.manager);
        }
        // A quarter more or less than was thought, in quarters of an hour.
        let spent = self.hours * 4 * percent / 100
            * (80 + i64::try_from(dice.throw(40)).unwrap_or_default())
            / 100;
        let created =
            (project.starts - 4 + i32::try_from(dice.throw(9)).unwrap_or_default()).min(-1);
        let begins = due - 4 - i32::try_from(self.hours / 3).unwrap_or_default();
        Line::new("task", self.id)
            .with("project", project.id)
            .with("parent", self.parent)
            .with("title", own_title(self.id).unwrap_or(self.title))
            .words("description", self.note)
            .with("stage", stage)
            .with("priority", self.priority(late, dice))
            .with("starts_on", days.day(begins))
            .with("due_on", days.day(due))
            .with("percent", percent)
            .with("hours_estimated", quarters(self.hours * 4))
            .with("hours_spent", quarters(spent))
            .with("owner", owner)
            .with("assignee", assignee)
            .with("collaborators", json!(collaborators))
            .with("followers", json!(followers))
            .with("approval", approval)
            .with("created_at", days.at(created, 9, 15))
    }

    /// Where a task stands by the day it is due.
    fn planned(&self, project: &Project, dice: &mut Dice) -> Standing {
        let thrown = dice.throw(8);
        let asks = self.asks_for_approval;
        let (stage, percent) = match (project.stage, self.due) {
            ("live", _) | ("resting", ..-60) => ("finished", 100),
            ("resting", ..-30) => ("waiting", 60),
            ("resting", _) => ("to-come", 0),
            // Large steps have parts and are done with them; what is late is small.
            (_, -30..=-7) if thrown == 0 && self.hours < 14 => ("in-hand", 70),
            (_, ..=-7) => ("finished", 100),
            (_, ..=-2) if thrown < 4 => ("finished", 100),
            (_, ..=9) if asks => ("waiting", 90),
            (_, ..=4) if thrown < 2 => ("waiting", 70),
            (_, ..=4) if thrown < 5 => ("being-checked", 80),
            (_, ..=4) => ("in-hand", 60),
            (_, ..=20) if asks => ("in-hand", 50),
            (_, ..=16) if thrown < 6 => ("in-hand", 25),
            _ => ("to-come", 0),
        };
        let approval = match (asks, stage) {
            (true, "finished") => "approved",
            (true, "waiting") => "requested",
            (true, "in-hand") => "changes_requested",
            _ => "none",
        };
        Standing {
            due: self.due,
            stage,
            percent,
            approval,
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
