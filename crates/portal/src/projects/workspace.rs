//! The staff's list of projects: tabs, filters, order and columns stand in the address.

use access::Module;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::Deserialize;
use std::collections::HashSet;
use store::Share;

use super::table;
use crate::frame::{Listed, Paged, Stop, Visit};
use crate::stages;
use crate::workspace::{Address, Client, Named, Rights, StageOf};

/// A project as a row of the staff's list. What a limited member is not shown has no value.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) stage: Option<StageOf>,
    #[serde(default)]
    pub(super) due_on: Option<Date>,
    #[serde(default)]
    pub(super) percent_tasks: Option<i64>,
    #[serde(default)]
    pub(super) percent_hours: Option<i64>,
    #[serde(default)]
    pub(super) manager: Option<Named>,
    #[serde(default)]
    pub(super) client: Option<Client>,
}

impl Row {
    /// The fields that it shows.
    const SHOWN: &[&str] = &[
        "stage",
        "due_on",
        "percent_tasks",
        "percent_hours",
        "manager",
        "client",
    ];
}

/// How many projects a page holds.
const PAGE: usize = 50;
/// How many pages of the database are looked through for a page of a narrow view.
const LOOKED_THROUGH: usize = 5;

/// The columns that can be switched on and off, in their order.
pub(super) const COLUMNS: [&str; 6] = [
    "stage",
    "shared",
    "due_on",
    "percent_tasks",
    "percent_hours",
    "manager",
];

/// The tabs.
pub(super) const TABS: [&str; 4] = ["open", "shared", "yours", "closed"];

/// Everything the page shows.
pub(super) struct View {
    pub(super) address: Address,
    pub(super) tab: &'static str,
    pub(super) counts: [Option<i64>; 4],
    pub(super) rows: Vec<Row>,
    pub(super) next: Option<String>,
    /// Shares of the rows; none where the reader may not see who sees.
    pub(super) shares: Vec<Share>,
    pub(super) stages: Vec<stages::Stage>,
    pub(super) columns: Vec<&'static str>,
    pub(super) sort: String,
    pub(super) board: bool,
    pub(super) rights: Rights,
    /// The projects of the page that the reader works on.
    pub(super) works_on: HashSet<String>,
    /// Whether the reader opens access to anything at all.
    pub(super) shares_anything: bool,
}

/// The list.
pub(super) async fn list(mut visit: Visit) -> Paged {
    let view = look(&mut visit).await?;
    let undone = super::undo::asked(&mut visit, Module::Projects).await?;
    let main = table::page(&visit, &view, undone.as_ref());
    let title = visit.texts.say("frame-projects");
    visit.page(&title, "projects", main).await
}

async fn look(visit: &mut Visit) -> Result<View, Stop> {
    let rights = Rights::of(visit);
    let all = rights.reads_everything();
    visit.reader.shows(Module::Projects, Row::SHOWN);
    let stages = stages::of(visit, "projects").await?;
    let tab = TABS
        .into_iter()
        .find(|tab| Some(*tab) == visit.asked("tab"))
        .unwrap_or("open");
    let closed: Vec<&str> = stages
        .iter()
        .filter(|stage| stage.closed)
        .map(|stage| stage.id.as_str())
        .collect();
    let closed = closed.join(",");
    let me = visit.reader.viewer().id();
    let everywhere = if all {
        visit.reader.shared_with(Module::Projects, None).await?
    } else {
        Vec::new()
    };
    let shared: HashSet<String> = everywhere
        .iter()
        .filter(|share| share.open)
        .map(|share| share.on.clone())
        .collect();
    let soon = visit
        .now
        .checked_add((14 * 24).hours())
        .unwrap_or(Timestamp::MAX);
    let ending: HashSet<String> = everywhere
        .iter()
        .filter(|share| share.open && share.until.is_some_and(|until| until < soon))
        .map(|share| share.on.clone())
        .collect();
    let counts = counts(visit, all, &closed, &me, &shared).await?;

    let sort = Address::of(visit).sort(all, "-created_at");
    let mut question: Vec<(&str, String)> = Vec::new();
    if !sort.is_empty() {
        question.push(("sort", sort.clone()));
    }
    question.extend(visit.asked("q").map(|q| ("q", q.to_owned())));
    let stage = visit.asked("stage").map(str::to_owned);
    match (&stage, tab) {
        (Some(stage), _) if stage == "none" => question.push(("filter[stage]", String::new())),
        (Some(stage), _) => question.push(("filter[stage]", stage.clone())),
        (None, "closed") if !closed.is_empty() => question.push(("filter[stage]", closed.clone())),
        _ => {}
    }
    if tab == "yours" && all {
        question.push(("filter[manager]", me));
    }
    let sharing = visit.asked("sharing").map(str::to_owned);
    let fits = |row: &Row| {
        let done = row.stage.as_ref().is_some_and(|stage| stage.closed);
        let in_tab = match tab {
            "open" => !done || stage.is_some(),
            "closed" => done,
            "shared" => shared.contains(&row.id),
            _ => true,
        };
        let in_sharing = match sharing.as_deref() {
            Some("guests") => shared.contains(&row.id),
            Some("staff") => !shared.contains(&row.id),
            Some("ends") => ending.contains(&row.id),
            _ => true,
        };
        in_tab && in_sharing
    };
    let (rows, next) = gather(visit, &question, fits).await?;
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let works_on = visit.reader.works_on(&ids).await?.into_iter().collect();
    let shares = everywhere
        .into_iter()
        .filter(|share| ids.contains(&share.on.as_str()))
        .collect();
    let asked: Vec<&str> = visit.asked_all("col").collect();
    let columns = COLUMNS
        .into_iter()
        .filter(|column| asked.is_empty() || asked.contains(column))
        .filter(|column| all || *column != "shared")
        .collect();
    Ok(View {
        address: Address::of(visit),
        tab,
        counts,
        next,
        shares,
        stages,
        columns,
        sort,
        board: visit.asked("view") == Some("board"),
        rights,
        works_on,
        shares_anything: all && visit.reader.may_open_anything().await.unwrap_or_default(),
        rows,
    })
}

/// A page of the projects that fit, and where the next one begins. What the interface's filters cannot say is looked at
/// row by row.
async fn gather(
    visit: &mut Visit,
    question: &[(&str, String)],
    fits: impl Fn(&Row) -> bool,
) -> Result<(Vec<Row>, Option<String>), Stop> {
    let mut cursor = visit.asked("cursor").map(str::to_owned);
    let mut rows = Vec::new();
    let limit = PAGE.to_string();
    for _ in 0..LOOKED_THROUGH {
        let mut asked: Vec<(&str, &str)> = question
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        asked.push(("limit", &limit));
        asked.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let listed: Listed<Row> = visit.list(Module::Projects, &asked).await?;
        rows.extend(listed.items.into_iter().filter(&fits));
        cursor = listed.next;
        if cursor.is_none() || rows.len() >= PAGE {
            break;
        }
    }
    Ok((rows, cursor))
}

async fn counts(
    visit: &mut Visit,
    all: bool,
    closed: &str,
    me: &str,
    shared: &HashSet<String>,
) -> Result<[Option<i64>; 4], Stop> {
    if !all {
        return Ok([None; 4]);
    }
    let mut count = async |filter: Option<(&str, &str)>| -> Result<i64, Stop> {
        let mut question = vec![("limit", "1"), ("count", "true")];
        question.extend(filter);
        let listed: Listed<Row> = visit.list(Module::Projects, &question).await?;
        Ok(listed.count.unwrap_or_default())
    };
    let every = count(None).await?;
    let done = if closed.is_empty() {
        0
    } else {
        count(Some(("filter[stage]", closed))).await?
    };
    let yours = count(Some(("filter[manager]", me))).await?;
    let shared = i64::try_from(shared.len()).ok();
    Ok([Some(every - done), shared, Some(yours), Some(done)])
}
