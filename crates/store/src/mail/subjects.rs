//! The items that a mail is about, read as its reader reads them.

use super::letter::Subject;
use crate::engine::{Row, Sql, Tx, Value};
use crate::error::{Result, StoreError};
use crate::ids;
use crate::visible::{ReadError, Reader};
use access::Module;
use jiff::Timestamp;

/// A grant that a mail is about, as it stands now.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    pub(super) person: i64,
    module: Module,
    subject: i64,
    pub(super) starts_at: Option<i64>,
    pub(super) expires_at: Option<i64>,
}

/// What hangs on an item and is worth a line in a mail, in the order of the page it leads to.
const TOLD: [&str; 11] = [
    "milestones",
    "projects",
    "tasks",
    "subtasks",
    "meetings",
    "tickets",
    "files",
    "orders",
    "invoices",
    "estimates",
    "articles",
];
/// The most that is counted where counting means reading.
const PAGES: usize = 5;

/// Those of the grants that have not ended, in the order given.
pub(super) async fn living(
    tx: &mut Tx,
    account: i64,
    grants: &[i64],
    now: i64,
) -> Result<Vec<Grant>> {
    static LIVING: Sql = Sql::fixed(
        "SELECT id, person_id, subject_module, subject_id, starts_at, expires_at FROM access_grant \
         WHERE account_id = $1 AND id = ANY($2) AND (revoked_at IS NULL OR revoked_at > $3) \
         AND (expires_at IS NULL OR expires_at > $3)",
    );
    let values = [account.into(), grants.into(), now.into()];
    let mut found = tx
        .rows(&LIVING, &values, |row| {
            Ok((row.int(0)?, Grant::read(row, 1)?))
        })
        .await?;
    found.sort_by_key(|(id, _)| grants.iter().position(|grant| grant == id));
    Ok(found.into_iter().map(|(_, grant)| grant).collect())
}

/// All that a guest holds and that has not ended.
pub(super) async fn living_of(
    tx: &mut Tx,
    account: i64,
    person: i64,
    now: i64,
) -> Result<Vec<Grant>> {
    static LIVING: Sql = Sql::fixed(
        "SELECT person_id, subject_module, subject_id, starts_at, expires_at FROM access_grant \
         WHERE account_id = $1 AND person_id = $2 AND (revoked_at IS NULL OR revoked_at > $3) \
         AND (expires_at IS NULL OR expires_at > $3) ORDER BY id",
    );
    let values = [account.into(), person.into(), now.into()];
    tx.rows(&LIVING, &values, |row| Grant::read(row, 0)).await
}

impl Grant {
    /// From five columns in a row: person, module, subject, beginning and end.
    pub(super) fn read(row: &Row<'_>, first: usize) -> Result<Grant> {
        Ok(Grant {
            person: row.int(first)?,
            module: Module::numbered(row.int(first + 1)?)
                .ok_or_else(|| StoreError::broken("a grant's subject is of no module"))?,
            subject: row.int(first + 2)?,
            starts_at: row.opt_int(first + 3)?,
            expires_at: row.opt_int(first + 4)?,
        })
    }
}

/// The subjects of these grants that the reader sees, each once.
pub(super) async fn seen(reader: &mut Reader, grants: &[Grant]) -> Result<Vec<Subject>> {
    let mut subjects: Vec<(Module, i64, Subject)> = Vec::new();
    for grant in grants {
        let known = subjects
            .iter_mut()
            .find(|(module, id, _)| (*module, *id) == (grant.module, grant.subject));
        match known {
            // Two ways to one thing: it is open until the later one ends.
            Some((.., subject)) => {
                subject.until = subject
                    .until
                    .zip(instant(grant.expires_at))
                    .map(|(a, b)| a.max(b))
            }
            None => {
                if let Some(subject) = subject(reader, grant).await? {
                    subjects.push((grant.module, grant.subject, subject));
                }
            }
        }
    }
    Ok(subjects.into_iter().map(|(.., subject)| subject).collect())
}

/// The same; a single one comes with what hangs on it.
pub(super) async fn seen_whole(reader: &mut Reader, grants: &[Grant]) -> Result<Vec<Subject>> {
    let mut subjects = seen(reader, grants).await?;
    if let [only] = subjects.as_mut_slice() {
        count(reader, only).await?;
    }
    Ok(subjects)
}

async fn subject(reader: &mut Reader, grant: &Grant) -> Result<Option<Subject>> {
    let rows = reader
        .find_row_by(grant.module, "id", Value::Int(grant.subject))
        .await?;
    if rows.len() == 0 {
        return Ok(None);
    }
    let called = rows.layout.table.identity.last().map(|field| field.name);
    let id = ids::show(&rows.public_id(0));
    let Some(item) = reader.item(grant.module, &id).await? else {
        return Ok(None);
    };
    let item: serde_json::Value =
        serde_json::from_str(&item).map_err(|e| StoreError::broken(e.to_string()))?;
    let name = called
        .and_then(|name| item[name].as_str())
        .unwrap_or_default()
        .to_owned();
    Ok(Some(Subject {
        module: grant.module,
        id,
        name,
        item,
        counts: Vec::new(),
        tasks_done: None,
        until: instant(grant.expires_at),
    }))
}

fn instant(at: Option<i64>) -> Option<Timestamp> {
    at.and_then(|at| Timestamp::from_microsecond(at).ok())
}

/// Counts what hangs on the item, of the relations that its reader holds.
async fn count(reader: &mut Reader, subject: &mut Subject) -> Result<()> {
    let held: Vec<&str> = subject.item["relations"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(serde_json::Value::as_str)
        .collect();
    let told: Vec<&'static str> = TOLD
        .into_iter()
        .filter(|relation| held.contains(relation))
        .collect();
    for relation in told {
        let mut count = 0;
        let mut closed = Some(0);
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES {
            let mut asked = vec![("limit".to_owned(), "200".to_owned())];
            asked.extend(cursor.take().map(|cursor| ("cursor".to_owned(), cursor)));
            let page = match reader
                .related(subject.module, &subject.id, relation, &asked)
                .await
            {
                Ok(page) => page,
                Err(ReadError::Store(error)) => return Err(error),
                // What cannot be read is not told.
                Err(_) => break,
            };
            let page: serde_json::Value =
                serde_json::from_str(&page).map_err(|e| StoreError::broken(e.to_string()))?;
            for item in page["items"].as_array().into_iter().flatten() {
                count += 1;
                // A task whose stage does not show makes the number of done ones untrue.
                closed = match item.get("stage") {
                    Some(stage) => {
                        closed.map(|n| n + u64::from(stage["closed"].as_bool() == Some(true)))
                    }
                    None => None,
                };
            }
            cursor = page["next"].as_str().map(str::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        if count > 0 && cursor.is_none() {
            subject.counts.push((relation, count));
            if relation == "tasks" {
                subject.tasks_done = closed;
            }
        }
    }
    Ok(())
}
