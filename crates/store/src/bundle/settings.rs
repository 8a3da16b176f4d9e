//! Writes the account's settings: what a line names changes, all else stays.

use super::given::{Given, What};
use super::kinds::KINDS;
use super::parse;
use super::tables::{self, Cell};
use super::work::Work;
use crate::accounts::FOREVER;
use crate::engine::{Column, Kind as Type, Sql, Tx, Value};
use crate::error::{Result, StoreError};

const COLUMNS: &str =
    "ceiling, sharing_enabled, who_can_share, files_external, plan, time_zone, locale";

/// Applies the lines of settings in their order. Notes what files are by default after them.
pub(crate) async fn write(work: &mut Work, tx: &mut Tx) -> Result<()> {
    let Some((place, kind)) = KINDS
        .iter()
        .enumerate()
        .find(|(_, kind)| kind.is_settings())
    else {
        return Ok(());
    };
    let columns: Vec<Column> = kind.fields.iter().flat_map(tables::columns).collect();
    let before = current(tx, work.hand.account, &columns).await?;
    let mut after = before.clone();
    let (mut lines, mut last) = (0, 0);
    loop {
        let bodies = work.scratch.bodies(place, last)?;
        let Some(body) = bodies.last() else { break };
        last = body.line;
        for body in &bodies {
            let Ok(tree) = parse::tree(&body.text) else {
                continue;
            };
            let Ok(line) = parse::line(&tree) else {
                continue;
            };
            let What::Record(values) = line.what else {
                continue;
            };
            lines += 1;
            for (cell, value) in after.iter_mut().zip(values) {
                match value {
                    Given::Int(value) => *cell = Cell::Int(value),
                    Given::Text(text) => *cell = Cell::Text(text.into_owned().into()),
                    _ => {}
                }
            }
        }
    }
    let external = kind
        .fields
        .iter()
        .position(|field| field.key == "files_external");
    work.files_external = external.is_some_and(|n| after[n] == Cell::Int(1));
    if lines == 0 || !work.writes() {
        return Ok(());
    }
    if before == after {
        work.hand.count(kind.name).unchanged += 1;
        return Ok(());
    }
    work.hand.count(kind.name).changed += 1;
    save(tx, work.hand.account, work.hand.now, &columns, &after).await
}

/// The values of the settings as they stand, in the order of the kind's fields.
pub(crate) async fn current(
    tx: &mut Tx,
    account: i64,
    columns: &[Column],
) -> Result<Vec<Cell<'static>>> {
    static CURRENT: Sql = Sql::fixed(
        "SELECT ceiling, sharing_enabled, who_can_share, files_external, plan, time_zone, locale \
         FROM account_setting WHERE account_id = $1",
    );
    tx.one(&CURRENT, &[account.into()], |row| {
        tables::cells(columns, row, 0)
    })
    .await?
    .ok_or_else(|| StoreError::broken("the account has no settings"))
}

/// Keeps the settings, the ones before with the instant of the change.
pub(crate) async fn save(
    tx: &mut Tx,
    account: i64,
    now: i64,
    columns: &[Column],
    cells: &[Cell<'static>],
) -> Result<()> {
    static SAVE: Sql = Sql::fixed(
        "UPDATE account_setting SET ceiling = $2, sharing_enabled = $3, who_can_share = $4, files_external = $5, \
         plan = $6, time_zone = $7, locale = $8 WHERE account_id = $1",
    );
    static UNBEGUN: Sql = Sql::fixed(
        "DELETE FROM account_setting_history WHERE account_id = $1 AND valid_to = $2 AND valid_from >= $3",
    );
    static END: Sql = Sql::fixed(
        "UPDATE account_setting_history SET valid_to = $3 WHERE account_id = $1 AND valid_to = $2",
    );
    let mut values: Vec<Value<'_>> = vec![account.into()];
    for (column, cell) in columns.iter().zip(cells) {
        values.push(match (column.kind, cell) {
            (Type::Text, Cell::Text(text)) => Value::Text(text),
            (_, Cell::Int(value)) => Value::Int(*value),
            _ => Value::Null,
        });
    }
    tx.execute(&SAVE, &values).await?;
    let row = [account.into(), FOREVER.into(), now.into()];
    tx.execute(&UNBEGUN, &row).await?;
    tx.execute(&END, &row).await?;
    let begin = format!(
        "INSERT INTO account_setting_history (account_id, valid_from, valid_to, {COLUMNS}) \
         SELECT account_id, CAST($3 AS BIGINT), CAST($2 AS BIGINT), {COLUMNS} FROM account_setting WHERE account_id = $1"
    );
    tx.execute(&Sql::built(begin), &row).await?;
    Ok(())
}
