//! A file's bytes come out only for a file that the viewer was shown.

use super::parts::On;
use super::reader::Reader;
use crate::engine::Sql;
use crate::error::{Result, StoreError};
use access::{Bits, Facet, Module};

/// A file that a viewer sees. Made by [`Reader::file`] alone.
#[derive(Clone, Debug)]
pub struct SeenFile {
    name: String,
    content_type: String,
    size: Option<u64>,
    sha256: Option<String>,
}

impl SeenFile {
    /// The name it was uploaded under.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The type its sender gave it.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Its size in bytes; none where its bytes are missing.
    pub const fn size(&self) -> Option<u64> {
        self.size
    }

    /// What tells its bytes from others: the first half of their SHA-256; none where they are missing.
    pub fn fingerprint(&self) -> Option<[u8; 16]> {
        let half = self.sha256.as_deref()?.get(..32)?;
        u128::from_str_radix(half, 16).ok().map(u128::to_be_bytes)
    }

    /// Under which name its bytes are kept; for the store's own blobs.
    pub(crate) fn sha256(&self) -> Option<&str> {
        self.sha256.as_deref()
    }
}

const ARTICLE: i64 = 9;

// Bytes that did not come in through this account are missing, also where another account happens to have them.
static FILE: Sql = Sql::fixed(
    "SELECT f.on_module, f.on_id, f.external, f.name, f.content_type, \
     CASE WHEN f.stored = 1 THEN f.size END, CASE WHEN f.stored = 1 THEN f.sha256 END, \
     a.knowledge_id, a.published, a.body_markdown, f.source_id \
     FROM file f LEFT JOIN article a ON f.on_module = 9 AND a.account_id = f.account_id AND a.id = f.on_id \
     WHERE f.account_id = $1 AND f.public_id = $2",
);

struct Found {
    module: i64,
    item: i64,
    external: bool,
    file: SeenFile,
    /// The article's knowledge base, and whether it is published and shows the file in its text.
    article: Option<(i64, bool, bool)>,
}

impl Reader {
    /// A file by its id, where its item shows, the relation is held, and it is marked for outsiders
    /// or the viewer is staff.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn file(&mut self, id: &str) -> Result<Option<SeenFile>> {
        let values = [self.viewer.account.id.into(), crate::ids::parse(id).into()];
        let found = self
            .tx
            .one(&FILE, &values, |row| {
                let shown = |name: Option<&str>| {
                    let text = row.opt_text(9)?;
                    Ok::<bool, StoreError>(
                        name.zip(text)
                            .is_some_and(|(name, text)| text.contains(&format!("files/{name}"))),
                    )
                };
                let article = match row.opt_int(7)? {
                    Some(base) => {
                        let in_text = shown(Some(id))? || shown(row.opt_text(10)?)?;
                        Some((base, row.opt_int(8)? == Some(1), in_text))
                    }
                    None => None,
                };
                Ok(Found {
                    module: row.int(0)?,
                    item: row.int(1)?,
                    external: row.truth(2)?,
                    file: SeenFile {
                        name: row.text(3)?.to_owned(),
                        content_type: row.text(4)?.to_owned(),
                        size: row.opt_int(5)?.map(i64::unsigned_abs),
                        sha256: row.opt_text(6)?.map(str::to_owned),
                    },
                    article,
                })
            })
            .await?;
        let Some(found) = found else {
            return Ok(None);
        };
        let staff = self.viewer.reads_everything();
        let shows = match (found.module, found.article) {
            (ARTICLE, Some((base, published, in_text))) => {
                const ARTICLES: Bits = Module::Knowledge.relation("articles");
                (staff || published && (in_text || found.external))
                    && self
                        .holds_relation(Module::Knowledge, base, ARTICLES)
                        .await?
            }
            (number, _) => {
                match Module::numbered(number).map(|m| (m, m.bit(Facet::Relations, "files"))) {
                    Some((module, Some(files))) => {
                        (staff || found.external)
                            && self.holds_relation(module, found.item, files).await?
                    }
                    _ => false,
                }
            }
        };
        Ok(shows.then_some(found.file))
    }

    /// A file of an item, as the item's files show it; nothing where they do not.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn file_of(
        &mut self,
        module: Module,
        id: &str,
        file: &str,
    ) -> Result<Option<String>> {
        let rows = self.find_row(module, &crate::ids::parse(id)).await?;
        let files = module.bit(Facet::Relations, "files");
        let open = files.is_some_and(|bit| rows.len() == 1 && rows.sets[0].relations.has(bit));
        if !open {
            return Ok(None);
        }
        let on = On {
            module,
            id: rows.id(0),
            public_id: rows.public_id(0),
        };
        self.one_part(on, "files", &crate::ids::parse(file)).await
    }

    /// Whether the viewer sees an item, by internal key, with this relation.
    pub(crate) async fn holds_relation(
        &mut self,
        module: Module,
        id: i64,
        relation: Bits,
    ) -> Result<bool> {
        let rows = self
            .find_row_by(module, "id", crate::engine::Value::Int(id))
            .await?;
        Ok(rows.len() == 1 && rows.sets[0].relations.has(relation))
    }
}
