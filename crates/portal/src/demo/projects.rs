//! Twenty projects with their roadmaps, and who takes part in them.

use serde_json::{Value, json};

use super::days::Days;
use super::lines::Line;
use super::plans::{Kind, Step};
use super::project_list::PROJECTS;

/// One project of the studio. Days are counted from today; the budget is in whole units of its currency.
pub(super) struct Project {
    pub(super) id: &'static str,
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) customer: &'static str,
    pub(super) kind: Kind,
    pub(super) stage: &'static str,
    pub(super) starts: i32,
    pub(super) due: i32,
    pub(super) manager: &'static str,
    pub(super) team: &'static [&'static str],
    pub(super) budget: (u32, &'static str),
    /// Steps of the plan that this project does without.
    pub(super) without: &'static [&'static str],
    /// Steps that only this project has.
    pub(super) own: &'static [Step],
}

impl Project {
    /// The day, counted from today, on which so many hundredths of the project's time have passed.
    pub(super) fn day_at(&self, hundredth: i32) -> i32 {
        self.starts + (self.due - self.starts) * hundredth / 100
    }

    /// The steps this project really takes: those of its kind, with its own in the middle of them.
    pub(super) fn steps(&self) -> Vec<&'static Step> {
        let mut steps: Vec<&'static Step> = self
            .kind
            .steps()
            .iter()
            .filter(|step| !self.without.contains(&step.key))
            .collect();
        let middle = steps.len() / 2;
        steps.splice(middle..middle, self.own);
        steps
    }
}

pub(super) fn lines(days: &Days) -> Vec<Line> {
    let mut lines: Vec<Line> = PROJECTS.iter().map(|project| card(project, days)).collect();
    for project in PROJECTS {
        lines.extend(milestones(project, days));
    }
    lines.extend(participants());
    lines
}

fn card(project: &Project, days: &Days) -> Line {
    let client = match project.customer {
        // He is a person, not a company: the project names the guest himself.
        "yusuf-karademir" => json!({ "guest": "yusuf" }),
        customer => json!({ "customer": customer }),
    };
    let (amount, currency) = project.budget;
    Line::new("project", project.id)
        .with("name", project.name)
        .with("code", project.code)
        .with("description", project.description)
        .with("stage", project.stage)
        .with("starts_on", days.day(project.starts))
        .with("due_on", days.day(project.due))
        .with("client", client)
        .with("manager", project.manager)
        .with("team", json!(project.team))
        .with("followers", json!(["ines"]))
        .with("created_by", "tobias")
        .with("created_at", days.at(project.starts - 9, 10, 0))
        .with(
            "budget",
            json!({ "amount": format!("{amount}.00"), "currency": currency }),
        )
}

fn milestones(project: &Project, days: &Days) -> Vec<Line> {
    let mut from = 0;
    let mut lines = Vec::new();
    for (at, (name, hundredth)) in project.kind.milestones().iter().enumerate() {
        let due = project.day_at(*hundredth);
        let reached = due < -2 && (project.stage != "resting" || due < -60);
        lines.push(
            Line::new("milestone", format!("{}.m{}", project.id, at + 1))
                .with("project", project.id)
                .with("name", *name)
                .with("starts_on", days.day(project.day_at(from)))
                .with("due_on", days.day(due))
                .with("done", reached || (project.stage == "live")),
        );
        from = *hundredth;
    }
    lines
}

/// Who else is tied to a project: contacts, companies, guests and bare names. Only the grant opens anything.
fn participants() -> Vec<Line> {
    let participants: [(&str, Value, &str, Option<&str>); 12] = [
        (
            "theatre-site",
            json!({ "contact": "helena" }),
            "Client",
            None,
        ),
        (
            "theatre-site",
            json!({ "contact": "agnes" }),
            "Artistic director",
            None,
        ),
        (
            "theatre-booking",
            json!({ "contact": "bruno" }),
            "Box office",
            None,
        ),
        (
            "theatre-site",
            json!({ "guest": "noor" }),
            "Illustrator",
            None,
        ),
        (
            "kestrel-app",
            json!({ "contact": "jonas" }),
            "Workshop",
            None,
        ),
        (
            "northlight-site",
            json!({ "contact": "oskar" }),
            "Adviser",
            Some("oskar-northlight"),
        ),
        (
            "northlight-move",
            json!({ "contact": "gareth" }),
            "IT",
            None,
        ),
        (
            "solbakken-brand",
            json!({ "guest": "noor" }),
            "Illustrator",
            None,
        ),
        (
            "solbakken-brand",
            json!({ "name": "Fjordtrykk, label press" }),
            "Printer",
            None,
        ),
        (
            "hjerting-brand",
            json!({ "guest": "lukas" }),
            "Sign maker",
            None,
        ),
        (
            "osprey-intranet",
            json!({ "guest": "dimitar" }),
            "External co-worker",
            Some("dimitar-osprey"),
        ),
        (
            "kestrel-shop",
            json!({ "customer": "quince-books" }),
            "Writes the repair guides",
            None,
        ),
    ];
    participants
        .into_iter()
        .enumerate()
        .map(|(at, (project, party, label, grant))| {
            Line::new("participant", format!("participant-{}", at + 1))
                .with("project", project)
                .with("party", party)
                .with("label", label)
                .with("grant", grant)
        })
        .collect()
}
