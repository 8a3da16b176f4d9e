//! Hands an account out: every record as a line, in a fixed order, from one snapshot.

use super::kinds::{ACTIVE, Is, KINDS, Kind, Link, Space};
use super::names::{self, Names};
use super::settings;
use super::spell::{self, Paid, Record};
use super::tables::{self, Cell};
use crate::accounts::READY_MADE;
use crate::audit;
use crate::blobs::Blobs;
use crate::chain::{ActError, Export as HandOut, Permit};
use crate::engine::{Column, Db, Sql, Tx, Value};
use crate::error::{Result, StoreError};
use access::staff::MemberRole;
use base64::Engine;
use futures_util::TryStreamExt;
use jiff::Timestamp;
use rusqlite::Connection;
use std::collections::HashMap;
use std::io::Write;

/// Records that are spelled together.
const CHUNK: i64 = 200;
/// The most bytes of a file that go into a line.
const FILE: i64 = 16 << 20;

/// What was handed out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Lines written.
    pub lines: u64,
    /// Files whose bytes were wanted and are not in the bundle: missing, or larger than a line takes.
    pub files_left_out: u64,
}

/// Writes the account to `out`, on a thread of its own; memory does not grow with the account. It is noted in
/// the audit log.
///
/// `with_files` writes the bytes of files too, up to 16 MiB each.
///
/// # Errors
/// `NotAllowed` where the holder of the permit is no admin any more. Where the database or `out` fails, what
/// was written until then is not a whole bundle.
pub async fn export(
    db: &Db,
    blobs: &Blobs,
    permit: Permit<HandOut>,
    with_files: bool,
    now: Timestamp,
    out: impl Write + Send + 'static,
) -> std::result::Result<Exported, ActError> {
    let (db, blobs, account) = (db.clone(), blobs.clone(), permit.account());
    log(&db, &permit, with_files, now.as_microsecond()).await?;
    let runtime = tokio::runtime::Handle::current();
    let work = move || {
        runtime.block_on(async {
            let mut tx = db.snapshot().await?;
            let files = with_files.then_some(&blobs);
            let mut export = Export::new(account, files, out)?;
            export.all(&mut tx).await?;
            tx.done();
            export.out.flush().map_err(|error| gone(&error))?;
            Ok(export.exported)
        })
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(exported) => exported,
        Err(error) => Err(StoreError::broken(format!("the export ended early: {error}")).into()),
    }
}

/// Judges the holder of the permit again and notes in the audit log that the account goes out.
async fn log(
    db: &Db,
    permit: &Permit<HandOut>,
    with_files: bool,
    now: i64,
) -> std::result::Result<(), ActError> {
    let mut tx = db.write().await?;
    if !permit.still_holds(&mut tx, now).await? {
        return Err(ActError::NotAllowed);
    }
    let detail = serde_json::json!({ "with_files": with_files }).to_string();
    audit::append(
        &mut tx,
        permit.account(),
        now,
        permit.person(),
        "export",
        &detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

struct Export<'b, W: Write> {
    account: i64,
    /// Where bytes are read; none where they stay out.
    files: Option<&'b Blobs>,
    out: std::io::BufWriter<W>,
    names: Names,
    /// Ids in their order, in a private temporary file.
    order: Connection,
    exported: Exported,
    text: String,
}

impl<'b, W: Write> Export<'b, W> {
    fn new(account: i64, files: Option<&'b Blobs>, out: W) -> Result<Self> {
        let order = Connection::open("")?;
        order.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192; PRAGMA temp_store = FILE; \
             CREATE TABLE sorted (name TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (name, id)) WITHOUT ROWID; BEGIN;",
        )?;
        let out = std::io::BufWriter::with_capacity(1 << 16, out);
        Ok(Self {
            account,
            files,
            out,
            names: Names::new(account),
            order,
            exported: Exported::default(),
            text: String::new(),
        })
    }

    async fn all(&mut self, tx: &mut Tx) -> Result<()> {
        for (place, kind) in KINDS.iter().enumerate() {
            if kind.is_settings() {
                self.settings(tx, kind).await?;
            } else if kind.is_stage() {
                self.stages(tx, place, Space::ProjectStage).await?;
                self.stages(tx, place, Space::TaskStage).await?;
            } else {
                let which = match kind.name {
                    "member" => " AND is_guest = 0",
                    "guest" => " AND is_guest = 1",
                    _ => "",
                };
                self.kind(tx, place, which).await?;
            }
        }
        Ok(())
    }

    async fn settings(&mut self, tx: &mut Tx, kind: &'static Kind) -> Result<()> {
        let columns: Vec<Column> = kind.fields.iter().flat_map(tables::columns).collect();
        let cells = settings::current(tx, self.account, &columns).await?;
        let record = Record {
            kind,
            id: None,
            cells: &cells,
            people: &[],
            payments: &[],
            bytes: None,
        };
        spell::push(&mut self.text, &record, &self.names);
        self.line()
    }

    /// The stages of a module; where there are none, that the ready-made ones of a new account go too.
    async fn stages(&mut self, tx: &mut Tx, place: usize, space: Space) -> Result<()> {
        let module = space.stage_module().unwrap_or_default();
        let before = self.exported.lines;
        self.kind(tx, place, &format!(" AND module = {module}"))
            .await?;
        if self.exported.lines > before {
            return Ok(());
        }
        let name = if space == Space::ProjectStage {
            "projects"
        } else {
            "tasks"
        };
        for stage in READY_MADE.iter().filter(|stage| stage.module == module) {
            self.text = format!(
                "{{\"kind\":\"stage\",\"id\":\"{}\",\"module\":\"{name}\",\"deleted\":true}}",
                stage.id
            );
            self.line()?;
        }
        Ok(())
    }

    async fn kind(&mut self, tx: &mut Tx, place: usize, which: &str) -> Result<()> {
        let kind = &KINDS[place];
        self.sort(tx, kind, which).await?;
        let mut after = (String::new(), i64::MIN);
        loop {
            let chunk = self.chunk(&after)?;
            let Some(last) = chunk.last() else {
                return Ok(());
            };
            after.clone_from(last);
            self.write(tx, place, &chunk).await?;
        }
    }

    /// Notes the records of a kind in the order of the bytes of their names.
    async fn sort(&mut self, tx: &mut Tx, kind: &'static Kind, which: &str) -> Result<()> {
        self.order.execute("DELETE FROM sorted", [])?;
        let mut insert = self
            .order
            .prepare_cached("INSERT INTO sorted (name, id) VALUES (?1, ?2)")?;
        let page = Sql::built(format!(
            "SELECT id, source_id, public_id FROM {} WHERE account_id = $1 AND id > $2{which} ORDER BY id LIMIT 5000",
            kind.table()
        ));
        let mut last = i64::MIN;
        loop {
            let some = tx
                .rows(&page, &[self.account.into(), last.into()], |row| {
                    Ok((row.int(0)?, names::name(row.opt_text(1)?, &row.id(2)?)))
                })
                .await?;
            let Some((id, _)) = some.last() else {
                return Ok(());
            };
            last = *id;
            for (id, name) in &some {
                insert.execute((name, id))?;
            }
        }
    }

    fn chunk(&self, after: &(String, i64)) -> Result<Vec<(String, i64)>> {
        let mut statement = self.order.prepare_cached(
            "SELECT name, id FROM sorted WHERE (name, id) > (?1, ?2) ORDER BY name, id LIMIT ?3",
        )?;
        let rows = statement.query_map((&after.0, after.1, CHUNK), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    async fn write(&mut self, tx: &mut Tx, place: usize, chunk: &[(String, i64)]) -> Result<()> {
        let kind = &KINDS[place];
        let table = tables::of(place);
        let ids: Vec<i64> = chunk.iter().map(|(_, id)| *id).collect();
        let these = [self.account.into(), Value::Ids(&ids)];
        let mut rows: HashMap<i64, Vec<Cell<'static>>> = tx
            .rows(&table.select, &these, |row| {
                Ok((row.int(0)?, tables::cells(&table.own, row, 3)?))
            })
            .await?
            .into_iter()
            .collect();
        if kind.name == "member" {
            rows.values_mut().for_each(|cells| sent_away(kind, cells));
        }
        let mut people: HashMap<i64, Vec<Vec<i64>>> = HashMap::new();
        let links: Vec<&Link> = kind
            .fields
            .iter()
            .filter_map(|field| match field.is {
                Is::People(link) => Some(link),
                _ => None,
            })
            .collect();
        for (n, link) in links.iter().enumerate() {
            for (record, person) in read_list(tx, link, &these).await? {
                people
                    .entry(record)
                    .or_insert_with(|| vec![Vec::new(); links.len()])[n]
                    .push(person);
            }
        }
        let mut payments = HashMap::new();
        if kind.name == "invoice" {
            payments = read_payments(tx, &these).await?;
        }
        let no_people = vec![Vec::new(); links.len()];
        let people_of = |id: &i64| people.get(id).unwrap_or(&no_people);
        let wanted = rows
            .iter()
            .flat_map(|(id, cells)| spell::wanted(kind, cells, people_of(id)))
            .collect();
        self.names.prepare(tx, wanted).await?;
        for (name, id) in chunk {
            let Some(cells) = rows.get(id) else { continue };
            let bytes = if kind.name == "file" {
                self.bytes(kind, cells).await?
            } else {
                None
            };
            let record = Record {
                kind,
                id: Some(name),
                cells,
                people: people_of(id),
                payments: payments.get(id).map_or(&[], Vec::as_slice),
                bytes: bytes.as_deref(),
            };
            spell::push(&mut self.text, &record, &self.names);
            self.line()?;
        }
        Ok(())
    }

    /// The bytes of a file in base64, where they are wanted and there.
    async fn bytes(&mut self, kind: &Kind, cells: &[Cell<'static>]) -> Result<Option<String>> {
        let Some(files) = self.files else {
            return Ok(None);
        };
        let cell = |name: &str| tables::place(kind, name).map(|n| &cells[n]);
        let Some(Cell::Text(sha256)) = cell("sha256") else {
            return Ok(None);
        };
        let small = matches!(cell("size"), Some(Cell::Int(size)) if *size <= FILE);
        if small
            && cell("stored") == Some(&Cell::Int(1))
            && let Some(pieces) = files.read(sha256, None).await?
        {
            let pieces: Vec<bytes::Bytes> = pieces.try_collect().await?;
            return Ok(Some(
                base64::engine::general_purpose::STANDARD.encode(pieces.concat()),
            ));
        }
        self.exported.files_left_out += 1;
        Ok(None)
    }

    fn line(&mut self) -> Result<()> {
        self.text.push('\n');
        self.out
            .write_all(self.text.as_bytes())
            .map_err(|error| gone(&error))?;
        self.text.clear();
        self.exported.lines += 1;
        Ok(())
    }
}

/// A line cannot say that a member was sent away, so that one goes out with the least a member has.
fn sent_away(kind: &Kind, cells: &mut [Cell<'static>]) {
    if let (Some(state), Some(role)) = (tables::place(kind, "state"), tables::place(kind, "role"))
        && cells[state] != Cell::Int(ACTIVE)
    {
        cells[role] = Cell::Int(MemberRole::Limited as i64);
    }
}

/// A list of people of records, in its order: record and person.
pub(crate) async fn read_list(
    tx: &mut Tx,
    link: &Link,
    these: &[Value<'_>],
) -> Result<Vec<(i64, i64)>> {
    let Link { table, of } = link;
    let sql = format!(
        "SELECT {of}, person_id FROM {table} WHERE account_id = $1 AND {of} = ANY($2) ORDER BY {of}, position, person_id"
    );
    tx.rows(&Sql::built(sql), these, |row| {
        Ok((row.int(0)?, row.int(1)?))
    })
    .await
}

/// The payments of invoices, in their order.
pub(crate) async fn read_payments(
    tx: &mut Tx,
    these: &[Value<'_>],
) -> Result<HashMap<i64, Vec<Paid>>> {
    static PAYMENTS: Sql = Sql::fixed(
        "SELECT invoice_id, paid_on, amount, method FROM payment WHERE account_id = $1 AND invoice_id = ANY($2) \
         ORDER BY invoice_id, position, id",
    );
    let rows = tx
        .rows(&PAYMENTS, these, |row| {
            let method = row.opt_text(3)?.map(str::to_owned);
            Ok((
                row.int(0)?,
                Paid {
                    paid_on: row.opt_int(1)?,
                    amount: row.int(2)?,
                    method,
                },
            ))
        })
        .await?;
    let mut all: HashMap<i64, Vec<Paid>> = HashMap::new();
    for (invoice, paid) in rows {
        all.entry(invoice).or_default().push(paid);
    }
    Ok(all)
}

fn gone(error: &std::io::Error) -> StoreError {
    StoreError::BrokenOff(format!("the bundle cannot be written to its end: {error}"))
}
