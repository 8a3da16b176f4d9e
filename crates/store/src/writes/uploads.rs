//! Files that are uploaded: their bytes lie apart until the file is noted, and go away where it is not.

use super::parts::tie;
use super::record::Entries;
use super::shelf::kind;
use super::turn::Turn;
use super::{WriteError, Written, repeats};
use crate::blobs::Kept;
use crate::bundle::json::Json;
use crate::engine::{Db, Sql};
use crate::error::Result as StoreResult;
use crate::file_name;
use crate::viewer::{Viewer, Who};
use crate::visible::Reader;
use crate::visible::parts::On;
use access::staff::{Deed, Ties, Work};
use access::{Bits, Facet, Module};
use jiff::Timestamp;
use serde_json::json;

const FILES: &str = "files";

/// The most files that are taken at once.
pub const MOST_FILES: usize = 100;

/// A file to be noted.
pub struct Upload {
    /// What its sender calls it; kept without what could do harm.
    pub name: String,
    /// Its bytes.
    pub bytes: Kept,
}

impl Reader {
    /// Whether the viewer may upload files to an item, asked before any byte is taken.
    ///
    /// # Errors
    /// [`WriteError::NotFound`] where they do not see it with its files, [`WriteError::NotAllowed`] where they do.
    pub async fn may_upload(&mut self, module: Module, id: &str) -> Result<(), WriteError> {
        self.uploads_to(module, id).await.map(drop)
    }

    async fn uploads_to(&mut self, module: Module, id: &str) -> Result<On, WriteError> {
        let rows = self.find_row(module, &crate::ids::parse(id)).await?;
        let relation = module.bit(Facet::Relations, FILES);
        let open = |bit: Bits| rows.len() == 1 && rows.sets[0].relations.has(bit);
        if !relation.is_some_and(open) {
            return Err(WriteError::NotFound);
        }
        let may = match self.viewer.who() {
            Who::Member(role) if role.reads_everything() => {
                role.may(Deed::Create, Work::Daily, Ties::default())
            }
            _ => {
                let action = module.bit(Facet::Actions, "upload_file");
                action.is_some_and(|bit| rows.sets[0].actions.has(bit))
            }
        };
        if !may {
            return Err(WriteError::NotAllowed);
        }
        Ok(On {
            module,
            id: rows.id(0),
            public_id: rows.public_id(0),
        })
    }
}

impl Db {
    /// Notes files of an item, all or none, judged again now that their bytes are there. What outsiders upload is
    /// marked for outsiders; what staff upload, as the account's setting says. The same `key` with the same files
    /// within a day gives what was noted the first time.
    ///
    /// # Errors
    /// Why nothing was noted; then nothing is left of the bytes either.
    pub async fn upload(
        &self,
        viewer: &Viewer,
        (module, id): (Module, &str),
        mut files: Vec<Upload>,
        key: Option<&str>,
        now: Timestamp,
    ) -> Result<Vec<Written>, WriteError> {
        let noted = note(self, viewer, (module, id), &mut files, key, now).await;
        for file in files {
            file.bytes.forget().await;
        }
        noted
    }
}

async fn note(
    db: &Db,
    viewer: &Viewer,
    (module, id): (Module, &str),
    files: &mut [Upload],
    key: Option<&str>,
    now: Timestamp,
) -> Result<Vec<Written>, WriteError> {
    let mut turn = Turn::take(db, viewer, now).await?;
    let on = turn.reader.uploads_to(module, id).await?;
    sound(files)?;
    let digest = repeats::digest(&format!("{module}/{id}/{FILES}"), &told(files));
    if let Some(key) = key
        && let Some(made) = turn.made_before(key, &digest).await?
    {
        let mut again = Vec::new();
        for made in made.split(',') {
            let json = turn
                .reader
                .one_part(on, FILES, &crate::ids::parse(made))
                .await?;
            again.push(Written {
                id: made.to_owned(),
                json: Some(json.ok_or(WriteError::NotFound)?),
            });
        }
        turn.leave();
        return Ok(again);
    }
    let external = turn.begins_external().await?;
    let mut ids = Vec::new();
    for file in &*files {
        let public_id = turn.add_file(on, file, external).await?;
        ids.push(public_id);
    }
    let names: Vec<String> = ids.iter().map(crate::ids::show).collect();
    if let Some(key) = key {
        turn.remember(key, &digest, &names.join(",")).await?;
    }
    turn.settle().await?;
    let mut written = Vec::new();
    for (id, name) in ids.iter().zip(&names) {
        written.push(Written {
            id: name.clone(),
            json: turn.reader.one_part(on, FILES, id).await?,
        });
    }
    // The rows and their bytes come to be in one turn, in which nothing is swept away.
    for file in files {
        file.bytes.settle().await?;
    }
    let on = format!("{module}/{id}/{FILES}");
    turn.finish("file.create", &json!({"on": on, "files": names}))
        .await?;
    Ok(written)
}

/// Refuses no file, too many, and files without anything in them.
fn sound(files: &[Upload]) -> Result<(), WriteError> {
    let pointer = format!("/{FILES}");
    if files.is_empty() {
        return Err(WriteError::at(&pointer, "no file", "one file or more"));
    }
    if files.len() > MOST_FILES {
        let expected = format!("at most {MOST_FILES} at once");
        return Err(WriteError::at(
            &pointer,
            format!("{} files", files.len()),
            expected,
        ));
    }
    let empty = files.iter().position(|file| file.bytes.size() == 0);
    match empty {
        Some(place) => Err(WriteError::at(
            &format!("{pointer}/{place}"),
            "an empty file",
            "a file with something in it",
        )),
        None => Ok(()),
    }
}

/// What was sent, so that a repeat can be told from something else.
fn told(files: &[Upload]) -> Vec<u8> {
    let each = |file: &Upload| json!([file.name, file.bytes.stored().sha256]);
    let all: Vec<_> = files.iter().map(each).collect();
    json!(all).to_string().into_bytes()
}

impl Turn {
    /// What the switch of a new file is.
    async fn begins_external(&mut self) -> StoreResult<bool> {
        static SETTING: Sql =
            Sql::fixed("SELECT files_external FROM account_setting WHERE account_id = $1");
        if self.role().is_none() {
            return Ok(true);
        }
        let values = [self.hand.account.into()];
        let setting = self
            .reader
            .tx
            .one(&SETTING, &values, |row| row.truth(0))
            .await?;
        Ok(setting.unwrap_or(false))
    }

    async fn add_file(
        &mut self,
        on: On,
        file: &Upload,
        external: bool,
    ) -> Result<[u8; 16], WriteError> {
        static STORED: Sql =
            Sql::fixed("UPDATE file SET stored = 1 WHERE account_id = $1 AND id = $2");
        let text = |text: String| Json::Text(text.into());
        let stored = file.bytes.stored();
        let content = vec![
            ("sha256".into(), text(stored.sha256.clone())),
            ("size".into(), Json::Int(stored.size.cast_signed())),
        ];
        let mut entries: Entries<'_> = vec![
            ("name".into(), text(file_name::cleaned(&file.name))),
            (
                "content_type".into(),
                text(file.bytes.media_type().to_owned()),
            ),
            ("external".into(), Json::Bool(external)),
            ("uploaded_by".into(), text(self.reader.viewer.id())),
            ("content".into(), Json::Object(content)),
        ];
        tie(
            &mut entries,
            on.module,
            FILES,
            &crate::ids::show(&on.public_id),
        )?;
        let put = self.put(kind("file").0, None, &entries).await?;
        // A name alone brings no bytes; these came.
        let values = [self.hand.account.into(), put.id.into()];
        self.reader.tx.execute(&STORED, &values).await?;
        Ok(put.public_id)
    }
}
