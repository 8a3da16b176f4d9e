//! The tab Tasks of a project's page.

use access::Module;
use maud::{Markup, html};

use super::page::View;
use crate::frame::parts::icon;
use crate::frame::{Listed, Stop, Visit};
use crate::tasks::workspace_table::{Row, table};
use crate::workspace::{Address, pager};

/// The tasks of the project.
pub(super) async fn of(visit: &mut Visit, view: &View) -> Result<Markup, Stop> {
    let sort = Address::of(visit).sort(view.rights.reads_everything(), "due_on");
    let cursor = visit.asked("cursor").map(str::to_owned);
    let mut question = vec![("limit", "50")];
    if !sort.is_empty() {
        question.push(("sort", sort.as_str()));
    }
    question.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    let listed: Option<Listed<Row>> = visit
        .related(Module::Projects, &view.project.id, "tasks", &question)
        .await?;
    let (rows, next) = listed.map_or_else(Default::default, |listed| (listed.items, listed.next));
    let around = crate::tasks::workspace_table::around(visit, &rows, false).await?;
    let texts = &visit.texts;
    let address = Address::of(visit);
    Ok(html! {
        div class="filters" {
            @if view.rights.makes_tasks() {
                a class="btn push" href={ (visit.at("tasks/new")) "?project=" (view.project.id) } { (icon("plus")) (texts.say("staff-tasks-new")) }
            }
        }
        @if rows.is_empty() { p class="card empty" { (texts.say("staff-tasks-none")) } }
        @else { (table(visit, &around, &address, &sort, &rows)) }
        (pager(&address, cursor.is_some(), next.as_deref(), &texts.say("work-pages"),
            [&texts.say("work-first-page"), &texts.say("work-next-page")]))
    })
}
