//! An item's files as the staff work on them: each with its switch "available to guests", its name and its end.

use maud::{Markup, html};
use store::DeletedFile;

use super::here::{Files, Hand};
use super::size;
use crate::frame::parts::icon;
use crate::portal_page::File;
use crate::texts::{Day, Texts};

/// The section of a page.
pub(super) fn section(texts: &Texts, company: &str, here: &Files, of: &str) -> Markup {
    let (files, hand) = (&here.files, &here.hand);
    let open = files
        .iter()
        .filter(|file| file.external == Some(true))
        .count();
    let told = files.iter().any(|file| file.external.is_some());
    html! {
        section class="filed" id="files" aria-labelledby="files-h" {
            div class="card-head" {
                h2 id="files-h" { (texts.say("work-files")) }
                @if told { span class="faint" { (texts.say_with("work-files-open", &[("open", open.into()), ("all", files.len().into())])) } }
            }
            @if files.is_empty() { p class="card empty" { (texts.say("work-no-files")) } }
            @else { (table(texts, company, hand, files, of)) }
            @if here.more { p class="faint small" { (texts.say("page-files-more")) } }
            @if !here.deleted.is_empty() { (deleted(texts, hand, &here.deleted)) }
            @if hand.adds { div class="card" { (hand.form(texts, None)) } }
        }
    }
}

fn table(texts: &Texts, company: &str, hand: &Hand, files: &[File], of: &str) -> Markup {
    let switched = files.iter().any(|file| file.external.is_some());
    let handled = hand.keeps || files.iter().any(|file| hand.deletes(file));
    html! {
        form class="sheet" method="post" action={ (hand.item) "/files" } data-swap="#files" {
            (hand.csrf())
            table class="data reflow" {
                caption class="vh" { (texts.say_with("work-files-of", &[("name", of.into())])) }
                thead { tr {
                    th scope="col" { (texts.say("work-file")) }
                    th scope="col" { (texts.say("work-added-by")) }
                    @if switched { th scope="col" { (texts.say("work-available")) } }
                    @if handled { th scope="col" { span class="vh" { (texts.say("files-more")) } } }
                } }
                tbody { @for file in files {
                    tr {
                        th class="name" scope="row" {
                            @if file.size.is_some() { a href={ "/" (company) "/files/" (file.id) } { (file.name) } }
                            @else { (file.name) }
                            " " small { @match file.size {
                                Some(size) => (size::said(texts, size)),
                                None => (texts.say("page-file-missing")),
                            } }
                        }
                        td data-label=(texts.say("work-added-by")) { @if let Some(by) = &file.uploaded_by { (by.name) } @else { span class="faint" { "–" } } }
                        @if switched {
                            td class="mark" data-label=(texts.say("work-available")) {
                                @let external = file.external == Some(true);
                                @if hand.keeps { (switch(texts, file, external)) }
                                @else { (texts.say(if external { "work-for-guests" } else { "work-only-staff" })) }
                            }
                        }
                        @if handled { td class="handles" { (handles(texts, hand, file)) } }
                    }
                } }
            }
        }
    }
}

fn switch(texts: &Texts, file: &File, external: bool) -> Markup {
    html! {
        button class="toggle" type="submit" aria-pressed=(if external { "true" } else { "false" })
            name=(if external { "off" } else { "on" }) value=(file.id) {
            span class="vh" { (texts.say_with("work-available-named", &[("name", file.name.as_str().into())])) }
            span aria-hidden="true" { (texts.say(if external { "work-for-guests" } else { "work-only-staff" })) }
        }
    }
}

fn handles(texts: &Texts, hand: &Hand, file: &File) -> Markup {
    let named = [("name", file.name.as_str().into())];
    let at = format!("{}/files/{}", hand.item, file.id);
    html! {
        @if hand.keeps {
            a class="icon-btn s" href=(at) aria-label=(texts.say_with("files-rename-named", &named)) { (icon("edit")) }
        }
        @if hand.deletes(file) {
            a class="icon-btn s" href={ (at) "/delete" } aria-label=(texts.say_with("work-delete-named", &named)) { (icon("trash")) }
        }
    }
}

/// What was deleted and can be brought back.
fn deleted(texts: &Texts, hand: &Hand, deleted: &[DeletedFile]) -> Markup {
    html! {
        details class="card seldom" id="deleted-files" {
            summary { (icon("right")) (texts.say_with("files-deleted", &[("count", deleted.len().into())])) }
            ul class="list tight" { @for file in deleted {
                @let day = texts.day(texts.day_of(file.deleted_at), Day::Short, hand.today);
                li {
                    p class="what" {
                        (file.name)
                        " " small {
                            @match &file.deleted_by {
                                Some(by) => (texts.say_with("files-deleted-by", &[("who", by.as_str().into()), ("day", day.into())])),
                                None => (day),
                            }
                        }
                    }
                    @if hand.keeps {
                        form method="post" action={ (hand.item) "/files/" (file.id) "/back" } {
                            (hand.csrf())
                            button class="btn" type="submit" {
                                (texts.say("files-bring-back"))
                                span class="vh" { " " (file.name) }
                            }
                        }
                    }
                }
            } }
        }
    }
}
