//! Tasks as the staff's lists show them.

use access::Module;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use store::Share;

use crate::frame::parts::{face, icon, percent};
use crate::frame::{Stop, Visit};
use crate::projects::table::{due, indicator};
use crate::stages;
use crate::stages::menu::{Menu, Of, Written};
use crate::texts::Value;
use crate::workspace::{Address, Named, Rights, StageOf, share_address, sortable};

/// A task as a row. What a limited member is not shown has no value.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) stage: Option<StageOf>,
    #[serde(default)]
    pub(crate) due_on: Option<Date>,
    #[serde(default)]
    pub(crate) percent: Option<i64>,
    #[serde(default)]
    pub(crate) assignee: Option<Named>,
    #[serde(default)]
    pub(crate) approval: Option<String>,
    #[serde(default)]
    pub(crate) project: Option<Named>,
}

impl Row {
    /// The fields that it shows.
    pub(crate) const SHOWN: &[&str] = &["stage", "due_on", "percent", "assignee", "approval"];
}

/// What the rows of a page need besides.
pub(crate) struct Around {
    pub(crate) rights: Rights,
    pub(crate) stages: Vec<stages::Stage>,
    pub(crate) shares: Vec<Share>,
    /// Whether the reader opens access to anything at all.
    pub(crate) shares_anything: bool,
    /// Whether the rows name their project.
    pub(crate) names_project: bool,
}

/// Reads what the rows of a page need besides.
pub(crate) async fn around(
    visit: &mut Visit,
    rows: &[Row],
    names_project: bool,
) -> Result<Around, Stop> {
    let rights = Rights::of(visit);
    let all = rights.reads_everything();
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    Ok(Around {
        rights,
        stages: stages::of(visit, "tasks").await?,
        shares: if all {
            visit.reader.shared_with(Module::Tasks, Some(&ids)).await?
        } else {
            Vec::new()
        },
        shares_anything: all && visit.reader.may_open_anything().await.unwrap_or_default(),
        names_project,
    })
}

/// The table, its picks and the popovers that its menus lead to.
pub(crate) fn table(
    visit: &Visit,
    around: &Around,
    address: &Address,
    sort: &str,
    rows: &[Row],
) -> Markup {
    let texts = &visit.texts;
    let back = address.text();
    let home = format!("/{}", visit.company.slug);
    let menu = Menu {
        texts,
        stages: &around.stages,
        home: &home,
        csrf: visit.csrf(),
        back: &back,
        edits_stages: around.rights.makes_records(),
        written: Written::default(),
    };
    let sorts = |field: &str, key: &str| sortable(address, sort, field, &texts.say_with(key, &[]));
    html! {
        div class="picks" {
            div class="sheet" {
                table class="data reflow far" {
                    caption class="vh" { (texts.say("frame-tasks")) }
                    thead { tr {
                        @if around.shares_anything { td class="pick" {} }
                        (sorts("title", "staff-tasks-col-title"))
                        (sorts("stage", "staff-projects-col-stage"))
                        @if around.rights.reads_everything() { th scope="col" { (texts.say("staff-projects-col-shared")) } }
                        (sorts("due_on", "staff-projects-col-due-on"))
                        (sorts("percent", "staff-tasks-col-percent"))
                        th scope="col" { (texts.say("staff-tasks-col-assignee")) }
                        td {}
                    } }
                    tbody { @for row in rows { (line(visit, around, &menu, row)) } }
                }
            }
            (picked(visit, around, &back))
        }
        (menu.popovers("tasks"))
    }
}

fn line(visit: &Visit, around: &Around, menu: &Menu<'_>, row: &Row) -> Markup {
    let texts = &visit.texts;
    let label = |key: &str| texts.say_with(key, &[]);
    let address = format!("{}/{}", visit.at("tasks"), row.id);
    let shares: Vec<&Share> = around
        .shares
        .iter()
        .filter(|share| share.on == row.id)
        .collect();
    let swap = format!("#row-{}", row.id);
    let stage = Of {
        module: "tasks",
        id: &row.id,
        name: &row.title,
        stage: row.stage.as_ref().map(|stage| {
            (
                stage.id.as_str(),
                stage.name.as_str(),
                stage.color.as_deref(),
            )
        }),
        changes: !around.stages.is_empty() && around.rights.makes_tasks(),
        swap: &swap,
    };
    html! {
        tr id={ "row-" (row.id) } data-row {
            @if around.shares_anything {
                td class="pick" { label class="hit" {
                    input type="checkbox" name="on" value={ "tasks/" (row.id) } form="picks";
                    span class="vh" { (texts.say_with("work-pick", &[("name", Value::from(row.title.as_str()))])) }
                } }
            }
            th class="name" scope="row" {
                a href=(address) { (row.title) }
                @if row.approval.as_deref() == Some("requested") { " " span class="state attend" { (icon("clock")) (texts.say("staff-task-approval-requested")) } }
                @if let Some(project) = row.project.as_ref().filter(|_| around.names_project) { " " small { (project.name) } }
            }
            td data-label=(label("work-stage")) { (menu.cell(&stage)) }
            @if around.rights.reads_everything() { td data-label=(label("staff-projects-col-shared")) { (indicator(visit, &shares, &format!("{address}#access"), &label("staff-tasks-not-by-itself"))) } }
            td class="nowrap" data-label=(label("staff-projects-col-due-on")) { (due(texts, row.due_on, visit.today())) }
            td class=[row.percent.is_none().then_some("nil")] data-label=(label("staff-tasks-col-percent")) {
                @if let Some(part) = row.percent { (percent(&label("staff-tasks-col-percent"), part, false)) }
            }
            td class=[row.assignee.is_none().then_some("nil")] data-label=(label("staff-tasks-col-assignee")) {
                @if let Some(assignee) = &row.assignee {
                    span class="person" title=(assignee.name) { (face(&assignee.name, "s")) span class="only-narrow" { (assignee.name) } span class="vh only-wide" { (assignee.name) } }
                }
            }
            td class="corner end" { (more(visit, around, row, &address, menu.back)) }
        }
    }
}

fn more(visit: &Visit, around: &Around, row: &Row, address: &str, menu_back: &str) -> Markup {
    let texts = &visit.texts;
    let menu = format!("more-{}", row.id);
    html! {
        @if around.shares_anything || around.rights.makes_tasks() {
            button class="icon-btn s" type="button" popovertarget=(menu) data-key="." aria-label=(texts.say_with("work-more-for", &[("name", Value::from(row.title.as_str()))])) { (icon("dots")) }
            div class="menu to-start" id=(menu) popover { ul {
                @if around.shares_anything {
                    li { a href=(share_address(visit, &format!("tasks/{}", row.id), menu_back)) data-dialog data-key="s" { (icon("share")) (texts.say("work-share")) kbd { "S" } } }
                }
                li { a href={ (address) "#access" } { (icon("eye")) (texts.say("work-who-can-see")) } }
                @if around.rights.makes_tasks() { li { a href={ (address) "/edit" } data-key="e" { (icon("edit")) (texts.say("work-edit")) kbd { "E" } } } }
            } }
        }
    }
}

fn picked(visit: &Visit, around: &Around, back: &str) -> Markup {
    let texts = &visit.texts;
    html! {
        @if around.shares_anything {
            form class="picked" id="picks" method="post" action=(visit.at("tasks/picked")) aria-label=(texts.say("work-with-picked")) {
                (visit.csrf())
                input type="hidden" name="back" value=(back);
                b { (texts.say("work-with-picked")) }
                button class="btn main" name="do" value="share" { (icon("share")) (texts.say("work-share")) }
                @if !around.stages.is_empty() {
                    label class="vh" for="p-stage" { (texts.say("work-stage")) }
                    select class="select" id="p-stage" name="stage" {
                        @for one in &around.stages { option value=(one.id) { (one.name) } }
                    }
                    button class="btn" name="do" value="stage" { (texts.say("work-set-stage")) }
                }
            }
        }
    }
}
