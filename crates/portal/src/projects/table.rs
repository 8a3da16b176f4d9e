//! The staff's list of projects as it is seen: the table, and the board by stage.

use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::HashSet;
use store::Share;

use super::undo::Undo;
use super::workspace::{COLUMNS, Row, TABS, View};
use crate::frame::Visit;
use crate::frame::parts::{face, icon, percent, stage};
use crate::stages::menu::{Menu, Of, Written};
use crate::texts::{Day, Texts, Value};
use crate::workspace::{Client, end_address, last_day, pager, share_address, sortable};

/// The whole page.
pub(super) fn page(visit: &Visit, view: &View, undo: Option<&Undo>) -> Markup {
    let texts = &visit.texts;
    let back = view.address.text();
    let home = format!("/{}", visit.company.slug);
    let menu = Menu {
        texts,
        stages: &view.stages,
        home: &home,
        csrf: visit.csrf(),
        back: &back,
        edits_stages: view.rights.makes_records(),
        written: Written::default(),
    };
    html! {
        (head(visit, view))
        @if let Some(undo) = undo { (undo.show(visit, &back)) }
        (tabs(texts, view))
        (filters(texts, view))
        @if view.rows.is_empty() {
            div class="card empty" {
                p { (texts.say(if view.address.is_narrowed() { "staff-projects-none-fit" } else { "staff-projects-none" })) }
            }
        } @else if view.board {
            (board(visit, view, &menu))
        } @else {
            div class="picks" {
                (sheet(visit, view, &menu))
                (picked(visit, view, &back))
            }
        }
        (pager(&view.address, visit.asked("cursor").is_some(), view.next.as_deref(), &texts.say("work-pages"),
            [&texts.say("work-first-page"), &texts.say("work-next-page")]))
        (menu.popovers("projects"))
        (keys(texts))
    }
}

fn head(visit: &Visit, view: &View) -> Markup {
    let texts = &visit.texts;
    html! {
        div class="head" {
            h1 { (texts.say("frame-projects")) }
            nav class="views" aria-label=(texts.say("work-show-as")) {
                a href=(view.address.with(&[("view", "")])) aria-current=[(!view.board).then_some("page")] { (icon("list")) (texts.say("work-list")) }
                a href=(view.address.with(&[("view", "board")])) aria-current=[view.board.then_some("page")] { (icon("board")) (texts.say("work-board")) }
            }
            @if view.rights.makes_records() {
                a class="btn main" href=(visit.at("projects/new")) { (icon("plus")) (texts.say("staff-projects-new")) }
            }
        }
    }
}

fn tabs(texts: &Texts, view: &View) -> Markup {
    html! {
        nav class="tabs" aria-label=(texts.say("staff-projects-which")) { ul {
            @for (tab, count) in TABS.into_iter().zip(view.counts) {
                @if count.is_some() || matches!(tab, "open" | "closed") {
                    li { a href=(view.address.with(&[("tab", if tab == "open" { "" } else { tab }), ("cursor", ""), ("stage", ""), ("sharing", "")]))
                        aria-current=[(tab == view.tab).then_some("page")] {
                        (texts.say_with(&format!("staff-projects-{tab}"), &[]))
                        @if let Some(count) = count { span class="faint" { (count) } }
                    } }
                }
            }
        } }
    }
}

fn filters(texts: &Texts, view: &View) -> Markup {
    let asked = |name: &str| view.address.asked(name);
    html! {
        form class="filters" role="search" aria-label=(texts.say("work-this-list")) {
            (view.address.kept(&["q", "stage", "sharing"]))
            label class="vh" for="f-q" { (texts.say("work-find")) }
            input class="input" id="f-q" type="search" name="q" value=(asked("q")) placeholder=(texts.say("work-find")) data-key="/";
            @if !view.stages.is_empty() {
                label class="vh" for="f-s" { (texts.say("work-stage")) }
                select class="select" id="f-s" name="stage" {
                    option value="" { (texts.say("work-every-stage")) }
                    @for one in &view.stages { option value=(one.id) selected[asked("stage") == one.id] { (one.name) } }
                    option value="none" selected[asked("stage") == "none"] { (texts.say("stages-no-stage")) }
                }
            }
            @if view.columns.contains(&"shared") {
                label class="vh" for="f-g" { (texts.say("work-sharing")) }
                select class="select" id="f-g" name="sharing" {
                    option value="" { (texts.say("work-shared-or-not")) }
                    @for (value, key) in [("guests", "work-shared-with-guests"), ("staff", "work-only-staff"), ("ends", "work-ends-soon")] {
                        option value=(value) selected[asked("sharing") == value] { (texts.say_with(key, &[])) }
                    }
                }
            }
            button class="btn" type="submit" { (texts.say("work-show")) }
            @if view.address.is_narrowed() {
                a href=(view.address.with(&[("q", ""), ("stage", ""), ("sharing", ""), ("cursor", "")])) { (texts.say("work-show-all")) }
            }
            button class="icon-btn push" type="button" popovertarget="columns" aria-label=(texts.say("work-columns")) { (icon("gear")) }
        }
        form class="menu to-start" id="columns" popover {
            (view.address.kept(&["col"]))
            p class="menu-title" { (texts.say("work-columns-of")) }
            div class="stack" {
                @for column in COLUMNS.into_iter().filter(|column| *column != "shared" || view.rights.reads_everything()) {
                    label class="check" {
                        input type="checkbox" name="col" value=(column) checked[view.columns.contains(&column)];
                        span { (texts.say_with(&format!("staff-projects-col-{}", column.replace('_', "-")), &[])) }
                    }
                }
                button class="btn" type="submit" { (texts.say("work-show-these")) }
            }
        }
    }
}

fn sheet(visit: &Visit, view: &View, menu: &Menu<'_>) -> Markup {
    let texts = &visit.texts;
    let on = |column: &str| view.columns.contains(&column);
    let sorts = |field: &str, key: &str| {
        sortable(&view.address, &view.sort, field, &texts.say_with(key, &[]))
    };
    html! {
        div class="sheet" {
            table class="data reflow far" {
                caption class="vh" { (texts.say("frame-projects")) }
                thead { tr {
                    @if view.shares_anything { td class="pick" {} }
                    (sorts("name", "staff-projects-col-name"))
                    @if on("stage") { (sorts("stage", "staff-projects-col-stage")) }
                    @if on("shared") { th scope="col" { (texts.say("staff-projects-col-shared")) } }
                    @if on("due_on") { (sorts("due_on", "staff-projects-col-due-on")) }
                    @if on("percent_tasks") { (sorts("percent_tasks", "staff-projects-col-percent-tasks")) }
                    @if on("percent_hours") { (sorts("percent_hours", "staff-projects-col-percent-hours")) }
                    @if on("manager") { th scope="col" { (texts.say("staff-projects-col-manager")) } }
                    td {}
                } }
                tbody { @for row in &view.rows { (line(visit, view, menu, row)) } }
            }
        }
    }
}

fn line(visit: &Visit, view: &View, menu: &Menu<'_>, row: &Row) -> Markup {
    let texts = &visit.texts;
    let today = visit.today();
    let on = |column: &str| view.columns.contains(&column);
    let label = |key: &str| texts.say_with(key, &[]);
    let named = [("name", Value::from(row.name.as_str()))];
    html! {
        tr id={ "row-" (row.id) } data-row {
            @if view.shares_anything {
                td class="pick" { label class="hit" {
                    input type="checkbox" name="on" value={ "projects/" (row.id) } form="picks";
                    span class="vh" { (texts.say_with("work-pick", &named)) }
                } }
            }
            th class="name" scope="row" {
                a href={ (visit.at("projects")) "/" (row.id) } { (row.name) }
                @if let Some(client) = row.client.as_ref().and_then(Client::who) { " " small { (client.name) } }
            }
            @if on("stage") { td data-label=(label("work-stage")) { (stage_cell(view, menu, row)) } }
            @if on("shared") { td data-label=(label("staff-projects-col-shared")) { (shared(visit, view, row)) } }
            @if on("due_on") { td class="nowrap" data-label=(label("staff-projects-col-due-on")) { (due(texts, row.due_on, today)) } }
            @if on("percent_tasks") { td class=[row.percent_tasks.is_none().then_some("nil")] data-label=(label("staff-projects-tasks-done")) {
                @if let Some(part) = row.percent_tasks { (percent(&label("staff-projects-tasks-done"), part, false)) }
            } }
            @if on("percent_hours") { td class=[row.percent_hours.is_none().then_some("nil")] data-label=(label("staff-projects-hours-used")) {
                @if let Some(part) = row.percent_hours { (percent(&label("staff-projects-hours-used"), part, true)) }
            } }
            @if on("manager") { td class=[row.manager.is_none().then_some("nil")] data-label=(label("staff-projects-col-manager")) {
                @if let Some(manager) = &row.manager {
                    span class="person" title=(manager.name) { (face(&manager.name, "s")) span class="only-narrow" { (manager.name) } span class="vh only-wide" { (manager.name) } }
                }
            } }
            td class="corner end" { (more(visit, view, row)) }
        }
    }
}

fn stage_cell(view: &View, menu: &Menu<'_>, row: &Row) -> Markup {
    let swap = format!("#row-{}", row.id);
    menu.cell(&Of {
        module: "projects",
        id: &row.id,
        name: &row.name,
        stage: row.stage.as_ref().map(|stage| {
            (
                stage.id.as_str(),
                stage.name.as_str(),
                stage.color.as_deref(),
            )
        }),
        changes: !view.stages.is_empty()
            && view.rights.edits_project(view.works_on.contains(&row.id)),
        swap: &swap,
    })
}

/// When it is due; past days that are not done yet stand out by a word for the ear and by weight for the eye.
pub(crate) fn due(texts: &Texts, due: Option<Date>, today: Date) -> Markup {
    html! {
        @if let Some(due) = due { time datetime=(due) { (texts.day(due, Day::Short, today)) } }
        @else { span class="faint" { (texts.say("work-no-day")) } }
    }
}

/// The indicator: faces and a count, until when, or that only staff see it.
fn shared(visit: &Visit, view: &View, row: &Row) -> Markup {
    let shares: Vec<&Share> = view
        .shares
        .iter()
        .filter(|share| share.on == row.id)
        .collect();
    let address = format!("{}/{}#access", visit.at("projects"), row.id);
    indicator(
        visit,
        &shares,
        &address,
        &visit.texts.say("work-only-staff"),
    )
}

/// Each person once, by what was opened to them first.
pub(super) fn once(shares: &mut Vec<&Share>) {
    let mut met = HashSet::new();
    shares.retain(|share| met.insert(share.user.as_str()));
}

/// The share indicator of any item, leading to who has access. `none` says that it is shared with nobody.
pub(crate) fn indicator(visit: &Visit, shares: &[&Share], address: &str, none: &str) -> Markup {
    let (texts, today) = (&visit.texts, visit.today());
    let mut open: Vec<&Share> = shares.iter().copied().filter(|share| share.open).collect();
    once(&mut open);
    let ended = shares
        .iter()
        .filter_map(|share| share.until)
        .filter(|until| *until <= visit.now)
        .max();
    let soon = visit
        .now
        .checked_add(jiff::SignedDuration::from_hours(24 * 14))
        .unwrap_or(visit.now);
    let ends = open
        .iter()
        .map(|share| share.until)
        .collect::<Option<Vec<_>>>()
        .and_then(|all| all.into_iter().max());
    let day = |at| texts.day(last_day(visit, at), Day::Short, today);
    html! {
        @if open.is_empty() {
            span class="shared off" { (icon("lock"))
                @if let Some(ended) = ended { (texts.say_with("work-ended", &[("day", Value::from(day(ended)))])) }
                @else { (none) }
            }
        } @else {
            a class="shared" href=(address) {
                span class="faces" { @for share in open.iter().take(3) { (face(&share.name, "s")) } }
                @if let Some(ends) = ends.filter(|ends| *ends < soon) { (texts.say_with("work-until", &[("day", Value::from(day(ends)))])) }
                @else { (texts.say_with("work-guests", &[("count", Value::from(open.len()))])) }
            }
        }
    }
}

fn more(visit: &Visit, view: &View, row: &Row) -> Markup {
    let texts = &visit.texts;
    let menu = format!("more-{}", row.id);
    let address = format!("{}/{}", visit.at("projects"), row.id);
    let named = [("name", Value::from(row.name.as_str()))];
    html! {
        button class="icon-btn s" type="button" popovertarget=(menu) data-key="." aria-label=(texts.say_with("work-more-for", &named)) { (icon("dots")) }
        div class="menu to-start" id=(menu) popover {
            ul {
                @if view.shares_anything {
                    li { a href=(share_address(visit, &format!("projects/{}", row.id), &view.address.text())) data-dialog data-key="s" { (icon("share")) (texts.say("work-share")) kbd { "S" } } }
                }
                li { a href={ (address) "#access" } { (icon("eye")) (texts.say("work-who-can-see")) } }
                @if view.rights.edits_project(view.works_on.contains(&row.id)) {
                    li { a href={ (address) "/edit" } data-key="e" { (icon("edit")) (texts.say("work-edit")) kbd { "E" } } }
                }
            }
            @let ends = view.shares_anything && view.shares.iter().any(|share| share.on == row.id && share.open && !share.as_client);
            @if ends || view.rights.deletes_records() {
                hr;
                ul {
                    @if ends { li class="risk" { a href=(end_address(visit, &format!("projects/{}", row.id), &view.address.text())) { (icon("lock")) (texts.say("work-stop-sharing")) } } }
                    @if view.rights.deletes_records() { li class="risk" { a href={ (address) "/delete" } { (icon("trash")) (texts.say("work-delete")) } } }
                }
            }
        }
    }
}

/// What can be done with the projects that are picked; it shows once one is.
fn picked(visit: &Visit, view: &View, back: &str) -> Markup {
    let texts = &visit.texts;
    html! {
        @if view.shares_anything {
            form class="picked" id="picks" method="post" action=(visit.at("projects/picked")) aria-label=(texts.say("work-with-picked")) {
                (visit.csrf())
                input type="hidden" name="back" value=(back);
                b { (texts.say("work-with-picked")) }
                button class="btn main" name="do" value="share" { (icon("share")) (texts.say("work-share")) }
                @if view.rights.makes_records() && !view.stages.is_empty() {
                    label class="vh" for="p-stage" { (texts.say("work-stage")) }
                    select class="select" id="p-stage" name="stage" {
                        @for one in &view.stages { option value=(one.id) { (one.name) } }
                    }
                    button class="btn" name="do" value="stage" { (texts.say("work-set-stage")) }
                }
            }
        }
    }
}

fn board(visit: &Visit, view: &View, menu: &Menu<'_>) -> Markup {
    let texts = &visit.texts;
    let today = visit.today();
    let column = |rows: Vec<&Row>, heading: Markup, id: &str| {
        html! {
            section class="lane" aria-labelledby={ "lane-" (id) } {
                h2 id={ "lane-" (id) } { (heading) " " span class="faint" { (rows.len()) } }
                ul { @for row in rows {
                    li class="card" id={ "row-" (row.id) } data-row {
                        a class="lane-name" href={ (visit.at("projects")) "/" (row.id) } { (row.name) }
                        @if let Some(client) = row.client.as_ref().and_then(Client::who) { p { small { (client.name) } } }
                        div class="row" {
                            (stage_cell(view, menu, row))
                            @if let Some(day) = row.due_on { small class="push" { (due(texts, Some(day), today)) } }
                        }
                        @if view.columns.contains(&"shared") { (shared(visit, view, row)) }
                    }
                } }
            }
        }
    };
    let rows = |id: Option<&str>| {
        view.rows
            .iter()
            .filter(|row| row.stage.as_ref().map(|stage| stage.id.as_str()) == id)
            .collect::<Vec<_>>()
    };
    html! {
        div class="board" tabindex="0" role="group" aria-label=(texts.say("work-board")) {
            @for one in view.stages.iter().filter(|one| !one.closed || view.tab != "open") {
                (column(rows(Some(&one.id)), stage(&one.name, one.color.as_deref()), &one.id))
            }
            @let loose = rows(None);
            @if !loose.is_empty() { (column(loose, html! { (texts.say("stages-no-stage")) }, "none")) }
        }
    }
}

/// The keys, for those who have script.
pub(crate) fn keys(texts: &Texts) -> Markup {
    html! {
        p class="keys needs-script" {
            kbd { "J" } " " kbd { "K" } " " (texts.say("work-key-move")) " · " kbd { "X" } " " (texts.say("work-key-pick")) " · "
            kbd { "S" } " " (texts.say("work-key-share")) " · " kbd { "T" } " " (texts.say("work-key-stage")) " · "
            kbd { "." } " " (texts.say("work-key-more")) " · " kbd { "/" } " " (texts.say("work-key-find")) " · "
            button class="toggle" type="button" data-keys aria-pressed="true" { (texts.say("work-keys-on")) }
        }
    }
}
