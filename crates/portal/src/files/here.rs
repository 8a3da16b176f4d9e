//! The files of an item as its page shows them: what is there, and what the reader may do with it.

use access::Module;
use jiff::civil::Date;
use maud::{Markup, html};
use store::DeletedFile;

use super::{list, table};
use crate::frame::{Listed, Stop, Visit};
use crate::portal_page::{File, Guest, Held, Section};
use crate::texts::Texts;
use crate::workspace::Rights;

/// How many are shown; there are no more than these on a page.
const MOST: &str = "200";

/// The files of an item that its page shows.
#[derive(Default)]
pub(crate) struct Files {
    pub(super) files: Vec<File>,
    pub(super) more: bool,
    /// Those that staff can bring back.
    pub(super) deleted: Vec<DeletedFile>,
    pub(super) hand: Hand,
}

/// What the reader may do with them.
#[derive(Default)]
pub(super) struct Hand {
    /// The address of the item.
    pub(super) item: String,
    csrf: Option<Markup>,
    /// The most bytes that are taken at once.
    limit: u64,
    me: String,
    pub(super) today: Date,
    /// Whether they add files.
    pub(super) adds: bool,
    /// Whether they name files anew, switch them and bring them back.
    pub(super) keeps: bool,
    deletes_own: bool,
    deletes_all: bool,
}

impl Files {
    /// Those of an item, where its files are `open` to the reader; `can` is what they may do to it.
    pub(crate) async fn of(
        visit: &mut Visit,
        (module, id): (Module, &str),
        open: bool,
        can: &Held,
    ) -> Result<Files, Stop> {
        if !open {
            return Ok(Files::default());
        }
        let listed: Option<Listed<File>> = visit
            .related(module, id, "files", &[("limit", MOST)])
            .await?;
        let Some(listed) = listed else {
            return Ok(Files::default());
        };
        let mut files = listed.items;
        files.sort_by_cached_key(|file| file.name.to_lowercase());
        Ok(Files {
            files,
            more: listed.next.is_some(),
            deleted: visit.reader.deleted_files(module, id).await?,
            hand: Hand::of(visit, (module, id), can),
        })
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.files.len()
    }

    /// The section of a page that guests and staff have alike; none where there is nothing to see or do.
    pub(crate) fn section(&self, guest: &Guest, named: &str) -> Option<Section> {
        if self.files.is_empty() && !self.hand.adds && self.deleted.is_empty() {
            return None;
        }
        let texts = &guest.texts;
        Some(Section {
            id: "files",
            title: guest.say("page-files"),
            count: (!self.more && !self.files.is_empty()).then_some(self.files.len()),
            body: if self.hand.keeps {
                table::section(texts, &guest.company.slug, self, named)
            } else {
                list::section(guest, self)
            },
        })
    }

    /// The section of a page that only staff have.
    pub(crate) fn table(&self, visit: &Visit, named: &str) -> Markup {
        table::section(&visit.texts, &visit.company.slug, self, named)
    }
}

impl Hand {
    pub(super) fn of(visit: &Visit, (module, id): (Module, &str), can: &Held) -> Hand {
        let rights = Rights::of(visit);
        let by_role = rights.reads_everything();
        let may = |action: &str| can.has(action);
        Hand {
            item: format!("{}/{id}", visit.at(module.name())),
            csrf: Some(visit.csrf()),
            limit: visit.app.start.upload_limit,
            me: visit.reader.viewer().id(),
            today: visit.today(),
            adds: if by_role {
                rights.makes_tasks()
            } else {
                may("upload_file")
            },
            keeps: by_role && rights.makes_tasks(),
            deletes_own: if by_role {
                rights.deletes_task(true)
            } else {
                may("delete_own_file")
            },
            deletes_all: if by_role {
                rights.deletes_task(false)
            } else {
                may("delete_file")
            },
        }
    }

    /// Whether the reader may delete a file.
    pub(super) fn deletes(&self, file: &File) -> bool {
        let by = file.uploaded_by.as_ref();
        let own = by.is_some_and(|by| by.id.as_deref() == Some(self.me.as_str()));
        self.deletes_all || own && self.deletes_own
    }

    /// The hidden field of forms.
    pub(super) fn csrf(&self) -> Markup {
        html! { @if let Some(csrf) = &self.csrf { (csrf) } }
    }

    /// The form that adds files; `wrong` is what is to be mended.
    pub(super) fn form(&self, texts: &Texts, wrong: Option<&str>) -> Markup {
        let limit = super::size::at_most(texts, self.limit);
        html! {
            form class="upload" method="post" action={ (self.item) "/files/new" } enctype="multipart/form-data" {
                (self.csrf())
                div class="field" {
                    label for="f-files" { (texts.say("files-add")) }
                    input class="input" type="file" id="f-files" name="files" multiple required
                        aria-invalid=[wrong.map(|_| "true")]
                        aria-describedby=(if wrong.is_some() { "e-files h-files" } else { "h-files" });
                    @if let Some(wrong) = wrong { p class="field-error" id="e-files" role="alert" { (crate::frame::parts::icon("info")) (wrong) } }
                    p class="hint" id="h-files" { (texts.say_with("files-most", &[("size", limit.into())])) }
                }
                button class="btn" type="submit" { (texts.say("files-send")) }
                p class="going row" hidden {
                    progress max="1" value="0" aria-label=(texts.say("files-sending")) {}
                    button class="btn" type="button" { (texts.say("files-stop")) }
                }
            }
        }
    }
}
