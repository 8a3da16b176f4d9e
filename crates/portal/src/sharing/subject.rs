//! What is being shared: its name, and what there is of each thing that can be ticked, for the preview.

use access::Module;
use jiff::civil::Date;
use serde::Deserialize;

use super::on::On;
use crate::frame::{Listed, Stop, Visit};

/// How many items are shown in the preview with all that there is of them; of more, the names are listed.
pub(super) const IN_FULL: usize = 4;
/// The most parts that are counted; of more it is said that there are at least so many.
pub(super) const COUNTED: usize = 200;

/// A stage.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Stage {
    pub(super) name: String,
    pub(super) color: Option<String>,
}

/// Something with a name.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Named {
    pub(super) id: Option<String>,
    pub(super) name: String,
}

/// Whose project it is.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Client {
    pub(super) customer: Option<Named>,
}

/// An item as the interface answers it to the one who shares it.
#[derive(Clone, Debug, Default, Deserialize)]
struct Answered {
    name: Option<String>,
    title: Option<String>,
    number: Option<String>,
    subject: Option<String>,
    code: Option<String>,
    description: Option<String>,
    stage: Option<Stage>,
    due_on: Option<Date>,
    percent: Option<i64>,
    percent_tasks: Option<i64>,
    percent_hours: Option<i64>,
    client: Option<Client>,
    customer: Option<Named>,
    project: Option<Named>,
}

/// How many there are of something, and the first of them with a word about each.
#[derive(Clone, Debug, Default)]
pub(super) struct Several {
    pub(super) count: usize,
    pub(super) first: Vec<(String, Option<Fact>)>,
}

/// A word about one of them.
#[derive(Clone, Debug)]
pub(super) enum Fact {
    Day(Date),
    Size(u64),
}

/// A file that is not yet marked for guests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unmarked {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) size: Option<u64>,
}

/// An item that is being shared.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) on: On,
    pub(super) name: String,
    pub(super) code: Option<String>,
    pub(super) customer: Option<Named>,
    pub(super) project: Option<Named>,
    pub(super) stage: Option<Stage>,
    pub(super) due_on: Option<Date>,
    pub(super) description: Option<String>,
    pub(super) percent: Option<i64>,
    pub(super) percent_tasks: Option<i64>,
    pub(super) percent_hours: Option<i64>,
    pub(super) team: Vec<String>,
    pub(super) milestones: Several,
    pub(super) tasks: Several,
    pub(super) meetings: Several,
    pub(super) tickets: Several,
    pub(super) invoices: Several,
    pub(super) estimates: Several,
    pub(super) comments: usize,
    pub(super) files: Several,
    pub(super) unmarked: Vec<Unmarked>,
}

/// A line of any list, as far as the preview says something of it.
#[derive(Debug, Deserialize)]
struct Line {
    #[serde(default)]
    id: String,
    name: Option<String>,
    title: Option<String>,
    number: Option<String>,
    subject: Option<String>,
    due_on: Option<Date>,
    #[serde(default)]
    done: bool,
    #[serde(default)]
    internal: bool,
    external: Option<bool>,
    size: Option<u64>,
}

impl Line {
    fn said(&self) -> String {
        said(&self.number, &self.subject, &[&self.name, &self.title])
    }
}

fn said(number: &Option<String>, subject: &Option<String>, names: &[&Option<String>]) -> String {
    match (number, subject) {
        (Some(number), Some(subject)) => format!("{number}: {subject}"),
        (Some(number), None) => number.clone(),
        _ => names
            .iter()
            .find_map(|name| name.as_deref())
            .unwrap_or_default()
            .to_owned(),
    }
}

/// The name of an item; none where the reader does not see it.
///
/// # Errors
/// Those of the database.
pub(crate) async fn name_of(visit: &mut Visit, on: &On) -> Result<Option<String>, Stop> {
    match Subject::load(visit, on, false).await {
        Ok(subject) => Ok(Some(subject.name)),
        Err(Stop::NotShared(_)) => Ok(None),
        Err(stop) => Err(stop),
    }
}

impl Subject {
    /// The item, with all that there is of it where `full`.
    ///
    /// # Errors
    /// The one page for what is not shared, where the reader does not see it.
    pub(super) async fn load(visit: &mut Visit, on: &On, full: bool) -> Result<Subject, Stop> {
        let answered: Answered = visit.item(on.module, &on.id).await?;
        let names = [&answered.name, &answered.title];
        let mut subject = Subject {
            name: said(&answered.number, &answered.subject, &names),
            on: on.clone(),
            code: answered.code,
            customer: answered
                .customer
                .or_else(|| answered.client.and_then(|client| client.customer)),
            project: answered.project,
            stage: answered.stage,
            due_on: answered.due_on,
            description: answered.description.filter(|text| !text.trim().is_empty()),
            percent: answered.percent,
            percent_tasks: answered.percent_tasks,
            percent_hours: answered.percent_hours,
            team: Vec::new(),
            milestones: Several::default(),
            tasks: Several::default(),
            meetings: Several::default(),
            tickets: Several::default(),
            invoices: Several::default(),
            estimates: Several::default(),
            comments: 0,
            files: Several::default(),
            unmarked: Vec::new(),
        };
        if full {
            subject.fill(visit).await?;
        }
        Ok(subject)
    }

    async fn fill(&mut self, visit: &mut Visit) -> Result<(), Stop> {
        let on = self.on.clone();
        if on.module == Module::Projects {
            self.tasks = items(visit, &on, "tasks", "due_on", None).await?;
            self.meetings = items(visit, &on, "meetings", "-starts_at", None).await?;
            self.tickets = items(visit, &on, "tickets", "-opened_at", None).await?;
            let sent = Some("sent,paid");
            self.invoices = items(visit, &on, "invoices", "-issued_on", sent).await?;
            let sent = Some("sent,accepted,declined,converted");
            self.estimates = items(visit, &on, "estimates", "-issued_on", sent).await?;
            let mut milestones = parts(visit, &on, "milestones").await?;
            milestones.sort_by_key(|one| (one.done, one.due_on.unwrap_or(Date::MAX)));
            self.milestones = Several {
                count: milestones.len(),
                first: two(&milestones),
            };
            let team = parts(visit, &on, "team").await?;
            self.team = team.iter().map(Line::said).collect();
        }
        if matches!(on.module, Module::Projects | Module::Tasks) {
            let comments = parts(visit, &on, "comments").await?;
            self.comments = comments.iter().filter(|one| !one.internal).count();
        }
        let files = parts(visit, &on, "files").await?;
        let (marked, unmarked): (Vec<Line>, Vec<Line>) = files
            .into_iter()
            .partition(|file| file.external.unwrap_or_default());
        self.files = Several {
            count: marked.len(),
            first: two(&marked),
        };
        self.unmarked = unmarked
            .into_iter()
            .map(|file| Unmarked {
                name: file.said(),
                id: file.id,
                size: file.size,
            })
            .collect();
        Ok(())
    }

    /// The words under its name: whose it is, and its code.
    pub(super) fn under(&self) -> String {
        let customer = self.customer.as_ref().map(|one| one.name.as_str());
        let project = self.project.as_ref().map(|one| one.name.as_str());
        let words = [customer, project, self.code.as_deref()];
        words.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

fn two(lines: &[Line]) -> Vec<(String, Option<Fact>)> {
    let word = |line: &Line| match (line.due_on, line.size) {
        (Some(day), _) => Some(Fact::Day(day)),
        (None, size) => size.map(Fact::Size),
    };
    lines
        .iter()
        .take(2)
        .map(|line| (line.said(), word(line)))
        .collect()
}

/// Related items: how many, and the first two.
async fn items(
    visit: &mut Visit,
    on: &On,
    relation: &str,
    sort: &str,
    status: Option<&str>,
) -> Result<Several, Stop> {
    let mut question = vec![("limit", "2"), ("count", "true"), ("sort", sort)];
    question.extend(status.map(|status| ("filter[status]", status)));
    let found: Option<Listed<Line>> = visit
        .related(on.module, &on.id, relation, &question)
        .await?;
    Ok(found.map_or_else(Several::default, |found| Several {
        count: usize::try_from(found.count.unwrap_or_default()).unwrap_or_default(),
        first: two(&found.items),
    }))
}

/// The parts of an item, as many as are counted.
async fn parts(visit: &mut Visit, on: &On, relation: &str) -> Result<Vec<Line>, Stop> {
    let limit = COUNTED.to_string();
    let found: Option<Listed<Line>> = visit
        .related(on.module, &on.id, relation, &[("limit", &limit)])
        .await?;
    Ok(found.map(|found| found.items).unwrap_or_default())
}
