//! The staff's list of tasks.

use access::Module;
use maud::{Markup, html};

use super::workspace_table::{Around, Row, around, table};
use crate::frame::parts::icon;
use crate::frame::{Listed, Paged, Stop, Visit};
use crate::projects::table::keys;
use crate::projects::undo;
use crate::stages;
use crate::texts::Texts;
use crate::workspace::{Address, Rights, pager};

const PAGE: usize = 50;
const LOOKED_THROUGH: usize = 5;
const TABS: [&str; 3] = ["open", "yours", "all"];

/// The list.
pub(super) async fn list(mut visit: Visit) -> Paged {
    let tab = TABS
        .into_iter()
        .find(|tab| Some(*tab) == visit.asked("tab"))
        .unwrap_or("open");
    let all = Rights::of(&visit).reads_everything();
    let sort = Address::of(&visit).sort(all, "due_on");
    let (rows, next) = gather(&mut visit, tab, &sort).await?;
    let around = around(&mut visit, &rows, true).await?;
    let undone = undo::asked(&mut visit, Module::Tasks).await?;
    let texts = &visit.texts;
    let address = Address::of(&visit);
    let main = html! {
        div class="head" {
            h1 { (texts.say("frame-tasks")) }
            @if around.rights.makes_tasks() {
                a class="btn main" href=(visit.at("tasks/new")) { (icon("plus")) (texts.say("staff-tasks-new")) }
            }
        }
        @if let Some(undo) = undone { (undo.show(&visit, &address.text())) }
        (tabs(texts, &address, tab))
        (filters(texts, &address, &around))
        @if rows.is_empty() {
            div class="card empty" { p { (texts.say(if address.is_narrowed() { "staff-tasks-none-fit" } else { "staff-tasks-none" })) } }
        } @else { (table(&visit, &around, &address, &sort, &rows)) }
        (pager(&address, visit.asked("cursor").is_some(), next.as_deref(), &texts.say("work-pages"),
            [&texts.say("work-first-page"), &texts.say("work-next-page")]))
        (keys(texts))
    };
    let title = texts.say("frame-tasks");
    visit.page(&title, "tasks", main).await
}

/// A page of the tasks that fit. Open ones are those in no closed stage, which no parameter of the interface says.
async fn gather(
    visit: &mut Visit,
    tab: &str,
    sort: &str,
) -> Result<(Vec<Row>, Option<String>), Stop> {
    let limit = PAGE.to_string();
    let mut question = vec![("limit", limit)];
    if !sort.is_empty() {
        question.push(("sort", sort.to_owned()));
    }
    question.extend(visit.asked("q").map(|q| ("q", q.to_owned())));
    let stage = visit.asked("stage").map(str::to_owned);
    match stage.as_deref() {
        Some("none") => question.push(("filter[stage]", String::new())),
        Some(stage) => question.push(("filter[stage]", stage.to_owned())),
        None => {}
    }
    // A field that is hidden from them is no filter for limited members; what shows of it is.
    let me = visit.reader.viewer().id();
    let all = Rights::of(visit).reads_everything();
    if tab == "yours" && all {
        question.push(("filter[assignee]", me.clone()));
    }
    visit.reader.shows(Module::Tasks, Row::SHOWN);
    let mut cursor = visit.asked("cursor").map(str::to_owned);
    let mut rows = Vec::new();
    for _ in 0..LOOKED_THROUGH {
        let mut asked: Vec<(&str, &str)> = question
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        asked.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let going_on = tab == "open" && stage.is_none();
        let listed: Listed<Row> = match going_on {
            true => visit.list_going_on(Module::Tasks, &asked).await?,
            false => visit.list(Module::Tasks, &asked).await?,
        };
        let mine = |row: &Row| {
            row.assignee
                .as_ref()
                .is_some_and(|one| one.id.as_ref() == Some(&me))
        };
        let fits = |row: &Row| match tab {
            "yours" => all || mine(row),
            _ => true,
        };
        rows.extend(listed.items.into_iter().filter(fits));
        cursor = listed.next;
        if cursor.is_none() || rows.len() >= PAGE {
            break;
        }
    }
    Ok((rows, cursor))
}

fn tabs(texts: &Texts, address: &Address, here: &str) -> Markup {
    html! {
        nav class="tabs" aria-label=(texts.say("staff-tasks-which")) { ul { @for tab in TABS {
            li { a href=(address.with(&[("tab", if tab == "open" { "" } else { tab }), ("cursor", ""), ("stage", "")])) aria-current=[(tab == here).then_some("page")] {
                (texts.say_with(&format!("staff-tasks-{tab}"), &[]))
            } }
        } } }
    }
}

fn filters(texts: &Texts, address: &Address, around: &Around) -> Markup {
    let stages: &[stages::Stage] = &around.stages;
    html! {
        form class="filters" role="search" aria-label=(texts.say("work-this-list")) {
            (address.kept(&["q", "stage"]))
            label class="vh" for="f-q" { (texts.say("work-find")) }
            input class="input" id="f-q" type="search" name="q" value=(address.asked("q")) placeholder=(texts.say("work-find")) data-key="/";
            @if !stages.is_empty() {
                label class="vh" for="f-s" { (texts.say("work-stage")) }
                select class="select" id="f-s" name="stage" {
                    option value="" { (texts.say("work-every-stage")) }
                    @for one in stages { option value=(one.id) selected[address.asked("stage") == one.id] { (one.name) } }
                    option value="none" selected[address.asked("stage") == "none"] { (texts.say("stages-no-stage")) }
                }
            }
            button class="btn" type="submit" { (texts.say("work-show")) }
            @if address.is_narrowed() { a href=(address.with(&[("q", ""), ("stage", ""), ("cursor", "")])) { (texts.say("work-show-all")) } }
        }
    }
}
