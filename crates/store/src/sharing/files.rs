//! The files of what is shared that are not yet marked for outsiders.

use super::may_open::Openable;
use super::wish::Marked;
use crate::engine::{Sql, SqlBuilder, Tx};
use crate::error::Result;
use crate::visible::table::table;
use crate::writes::WriteError;
use access::openings::{DERIVATIONS, Tie};
use access::{Fault, Module, Permissions};
use std::collections::HashMap;

/// A file that outsiders do not see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unmarked {
    pub(super) id: i64,
    pub(super) public_id: [u8; 16],
    pub(super) name: String,
    pub(super) size: Option<i64>,
    pub(super) module: Module,
}

/// The files that a grant with these permissions would show if they were marked: those of the item itself, and of
/// the tasks, meetings and tickets that it leads to. `most` of them; `None` for all.
pub(super) async fn unmarked(
    tx: &mut Tx,
    account: i64,
    item: &Openable,
    permissions: &Permissions,
    most: Option<i64>,
) -> Result<Vec<Unmarked>> {
    let shows = |module: Module| {
        let sets = permissions.module(module);
        let files = module.bit(access::Facet::Relations, "files");
        sets.zip(files)
            .is_some_and(|(sets, files)| sets.relations.has(files))
    };
    let module = item.module();
    let mut places: Vec<(Module, &str, i64)> = Vec::new();
    if shows(module) {
        places.push((module, "id", item.id));
    }
    let relations = permissions.module(module).unwrap_or_default().relations;
    for derivation in DERIVATIONS
        .iter()
        .filter(|d| d.from == module && relations.has(d.relation))
    {
        let column = match derivation.tie {
            Tie::ItsProject => "project_id",
            Tie::ItsCustomer => "customer_id",
            _ => continue,
        };
        let of_work = matches!(
            derivation.to,
            Module::Tasks | Module::Meetings | Module::Tickets
        );
        if of_work && shows(derivation.to) {
            places.push((derivation.to, column, item.id));
        }
    }
    let mut found = Vec::new();
    for (module, column, key) in places {
        let left = most.map(|most| most - found.len() as i64);
        if left.is_some_and(|left| left <= 0) {
            break;
        }
        let mut sql = SqlBuilder::new("SELECT f.id, f.public_id, f.name, f.size FROM file f JOIN ");
        sql.push(table(module).name);
        sql.push(" s ON s.account_id = f.account_id AND s.id = f.on_id WHERE f.account_id = ");
        sql.bind(account)
            .push(" AND f.on_module = ")
            .bind(module as i64);
        sql.push(" AND f.external = 0 AND s.")
            .push(column)
            .push(" = ")
            .bind(key);
        sql.push(" ORDER BY f.on_id, f.public_id");
        if let Some(left) = left {
            sql.push(" LIMIT ").bind(left);
        }
        let (sql, values) = sql.finish();
        let rows = tx
            .rows(&sql, &values, |row| {
                Ok(Unmarked {
                    id: row.int(0)?,
                    public_id: row.id(1)?,
                    name: row.text(2)?.to_owned(),
                    size: row.opt_int(3)?,
                    module,
                })
            })
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Marks files for outsiders: all that are not yet, or those named, which must be among them or be marked already.
///
/// # Errors
/// [`WriteError::Invalid`] for a file that what is shared does not have, as `/mark_files/2`.
pub(super) async fn mark(
    tx: &mut Tx,
    account: i64,
    shared: &[(Openable, Permissions)],
    marked: &Marked,
) -> std::result::Result<u64, WriteError> {
    static MARK: Sql =
        Sql::fixed("UPDATE file SET external = 1 WHERE account_id = $1 AND id = ANY($2)");
    if *marked == Marked::None {
        return Ok(0);
    }
    let mut of: HashMap<[u8; 16], i64> = HashMap::new();
    for (item, permissions) in shared {
        for file in unmarked(tx, account, item, permissions, None).await? {
            of.insert(file.public_id, file.id);
        }
    }
    let ids: Vec<i64> = match marked {
        Marked::None => Vec::new(),
        Marked::All => of.values().copied().collect(),
        Marked::These(wanted) => {
            let mut ids = Vec::with_capacity(wanted.len());
            let mut faults = Vec::new();
            for (place, id) in wanted.iter().enumerate() {
                match of.get(id) {
                    Some(id) => ids.push(*id),
                    None if is_marked(tx, account, *id).await? => {}
                    None => faults.push(Fault {
                        pointer: format!("/mark_files/{place}"),
                        found: format!("`{}`", crate::ids::show(id)),
                        expected: "a file of what is shared that this share opens".to_owned(),
                    }),
                }
            }
            if !faults.is_empty() {
                return Err(WriteError::faults(faults));
            }
            ids
        }
    };
    Ok(tx
        .execute(&MARK, &[account.into(), ids.as_slice().into()])
        .await?)
}

async fn is_marked(tx: &mut Tx, account: i64, id: [u8; 16]) -> Result<bool> {
    static MARKED: Sql =
        Sql::fixed("SELECT 1 FROM file WHERE account_id = $1 AND public_id = $2 AND external = 1");
    Ok(tx
        .one(&MARKED, &[account.into(), id.into()], |_| Ok(()))
        .await?
        .is_some())
}
