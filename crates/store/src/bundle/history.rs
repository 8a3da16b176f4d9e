//! Keeps with the instant of each change what the rule may be asked about later.

use super::hand::Change;
use super::kinds::Kind;
use super::tables::{self, Cell, Table};
use crate::accounts::FOREVER;
use crate::engine::{Sql, Tx, Value};
use crate::error::Result;

/// Ends the rows of records that changed and begins new ones, where what is kept of them differs.
pub(crate) async fn write(
    tx: &mut Tx,
    account: i64,
    now: i64,
    table: &'static Table,
    changes: &[Change<'_>],
) -> Result<()> {
    let Some(kept) = &table.history else {
        return Ok(());
    };
    let same = |before: &[Cell<'_>], after: &[Cell<'_>]| {
        kept.columns
            .iter()
            .filter_map(|(_, place)| *place)
            .all(|n| before[n] == after[n])
    };
    let changed: Vec<&Change<'_>> = changes
        .iter()
        .filter(|change| {
            change
                .before
                .as_ref()
                .is_none_or(|before| !same(&before.cells, &change.row.cells))
        })
        .collect();
    let known: Vec<i64> = changed
        .iter()
        .filter(|change| change.before.is_some())
        .map(|change| change.id)
        .collect();
    end(tx, account, now, kept.table, &known).await?;
    let mut batch = kept.begin.batch();
    for change in changed {
        batch.int(account).int(change.id).int(now).int(FOREVER);
        for (column, place) in &kept.columns {
            match place {
                Some(n) => tables::push(&mut batch, column, &change.row.cells[*n], now),
                None => {
                    batch.blob(&change.public_id);
                }
            }
        }
    }
    tx.upsert_many(&kept.begin, &batch).await?;
    Ok(())
}

/// Ends the current rows of these records.
pub(crate) async fn end(
    tx: &mut Tx,
    account: i64,
    now: i64,
    table: &str,
    ids: &[i64],
) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    // A row that would begin and end at once never held.
    let unbegun = Sql::built(format!(
        "DELETE FROM {table} WHERE account_id = $1 AND id = ANY($2) AND valid_to = $3 AND valid_from >= $4"
    ));
    let ended = Sql::built(format!(
        "UPDATE {table} SET valid_to = $4 WHERE account_id = $1 AND id = ANY($2) AND valid_to = $3"
    ));
    let values = [account.into(), Value::Ids(ids), FOREVER.into(), now.into()];
    tx.execute(&unbegun, &values).await?;
    tx.execute(&ended, &values).await?;
    Ok(())
}

/// Ends the current rows of records of a kind that were changed in place, and begins new ones with what they are.
pub(crate) async fn again(
    tx: &mut Tx,
    account: i64,
    now: i64,
    kind: &str,
    ids: &[i64],
) -> Result<()> {
    let Some((place, kind)) = Kind::named(kind) else {
        return Ok(());
    };
    let Some(kept) = tables::of(place)
        .history
        .as_ref()
        .filter(|_| !ids.is_empty())
    else {
        return Ok(());
    };
    end(tx, account, now, kept.table, ids).await?;
    let names: Vec<_> = kept.columns.iter().map(|(column, _)| column.name).collect();
    let names = names.join(", ");
    let sql = format!(
        "INSERT INTO {} (account_id, id, valid_from, valid_to, {names}) \
         SELECT account_id, id, CAST($4 AS BIGINT), CAST($3 AS BIGINT), {names} FROM {} \
         WHERE account_id = $1 AND id = ANY($2)",
        kept.table,
        kind.table()
    );
    let values = [account.into(), Value::Ids(ids), FOREVER.into(), now.into()];
    tx.execute(&Sql::built(sql), &values).await?;
    Ok(())
}
