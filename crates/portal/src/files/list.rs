//! An item's files on the pages that are a guest's too.

use maud::{Markup, html};

use super::here::{Files, Hand};
use super::size;
use crate::frame::parts::icon;
use crate::portal_page::{File, Guest};

/// Files to take home, and a place to add some where the reader may.
pub(super) fn section(guest: &Guest, here: &Files) -> Markup {
    html! {
        section class="card" id="files" aria-labelledby="files-h" {
            div class="card-head" { h2 id="files-h" { (guest.say("page-files")) } }
            @if !here.files.is_empty() {
                ul class="files" { @for file in &here.files { (entry(guest, file, &here.hand)) } }
            }
            @if here.more { p class="faint small" { (guest.say("page-files-more")) } }
            @if here.hand.adds { (here.hand.form(&guest.texts, None)) }
        }
    }
}

fn entry(guest: &Guest, file: &File, hand: &Hand) -> Markup {
    let size = file.size.map(|size| size::said(&guest.texts, size));
    let by = file.uploaded_by.as_ref().map(|by| guest.name(by));
    let about: Vec<String> = size.into_iter().chain(by).collect();
    let named = [("name", file.name.as_str().into())];
    html! {
        li {
            span class="glyph plain" { (icon("file")) }
            p {
                @if file.size.is_some() {
                    a href=(guest.at(&format!("files/{}", file.id))) download { (file.name) }
                } @else {
                    span { (file.name) }
                }
                small { (about.join(" · ")) @if file.size.is_none() { " " (guest.say("page-file-missing")) } }
            }
            @if hand.deletes(file) {
                a class="icon-btn" href={ (hand.item) "/files/" (file.id) "/delete" } aria-label=(guest.texts.say_with("work-delete-named", &named)) { (icon("trash")) }
            }
        }
    }
}
