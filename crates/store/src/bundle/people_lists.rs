//! Writes the lists of people beside records: teams, followers, collaborators, attendees, access lists.

use super::hand::Change;
use super::kinds::{Is, Kind, LINKS, Link};
use crate::engine::{Column, Kind as Type, Sql, Tx, Upsert, Value};
use crate::error::Result;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

struct Statements {
    upsert: Upsert,
    read: Sql,
    drop: Sql,
}

static STATEMENTS: LazyLock<HashMap<&'static str, Statements>> = LazyLock::new(|| {
    LINKS
        .iter()
        .map(|link| (link.table, statements(link)))
        .collect()
});

fn statements(link: &'static Link) -> Statements {
    let Link { table, of } = link;
    let columns = ["account_id", of, "person_id", "position"].map(|name| Column {
        name,
        kind: Type::Int,
    });
    let key: &'static [&'static str] = Vec::leak(vec!["account_id", of, "person_id"]);
    Statements {
        // Only the place is brought up to date: an attendee's answer stays.
        upsert: Upsert::updating(table, Vec::leak(columns.to_vec()), key),
        read: Sql::built(format!(
            "SELECT {of}, person_id FROM {table} WHERE account_id = $1 AND {of} = ANY($2) ORDER BY {of}, position"
        )),
        drop: Sql::built(format!(
            "DELETE FROM {table} WHERE account_id = $1 AND {of} = $2 AND person_id = ANY($3)"
        )),
    }
}

/// Writes the lists that differ; gives the records whose lists did.
pub(crate) async fn write(
    tx: &mut Tx,
    account: i64,
    kind: &'static Kind,
    changes: &[Change<'_>],
) -> Result<HashSet<i64>> {
    let mut differing = HashSet::new();
    let links = kind.fields.iter().filter_map(|field| match field.is {
        Is::People(link) => Some(link),
        _ => None,
    });
    for (place, link) in links.enumerate() {
        let Some(statements) = STATEMENTS.get(link.table) else {
            continue;
        };
        let before = read(tx, account, statements, changes).await?;
        let mut batch = statements.upsert.batch();
        for change in changes {
            let people = &change.row.people[place];
            let there = before.get(&change.id).map_or(&[][..], Vec::as_slice);
            if people == there {
                continue;
            }
            if change.before.is_some() {
                differing.insert(change.id);
            }
            let gone: Vec<i64> = there
                .iter()
                .filter(|person| !people.contains(person))
                .copied()
                .collect();
            if !gone.is_empty() {
                tx.execute(
                    &statements.drop,
                    &[account.into(), change.id.into(), Value::Ids(&gone)],
                )
                .await?;
            }
            for (position, person) in (0..).zip(people) {
                batch.int(account).int(change.id).int(*person).int(position);
            }
        }
        tx.upsert_many(&statements.upsert, &batch).await?;
    }
    Ok(differing)
}

async fn read(
    tx: &mut Tx,
    account: i64,
    statements: &Statements,
    changes: &[Change<'_>],
) -> Result<HashMap<i64, Vec<i64>>> {
    let known: Vec<i64> = changes
        .iter()
        .filter(|change| change.before.is_some())
        .map(|change| change.id)
        .collect();
    let mut all: HashMap<i64, Vec<i64>> = HashMap::new();
    if known.is_empty() {
        return Ok(all);
    }
    let rows = tx
        .rows(
            &statements.read,
            &[account.into(), Value::Ids(&known)],
            |row| Ok((row.int(0)?, row.int(1)?)),
        )
        .await?;
    for (record, person) in rows {
        all.entry(record).or_default().push(person);
    }
    Ok(all)
}
