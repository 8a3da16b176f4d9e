//! Of which modules a viewer sees anything at all: what a navigation asks before it names them, in one question.
//!
//! Each module's openings are probed for one row, and that row is judged as in every list.

use super::arms::{key, sent};
use super::reader::{ReadError, Reader};
use super::table::{Dated, Table, counts_as_sent, table};
use crate::engine::{Row, SqlBuilder};
use crate::error::Result;
use access::Module;
use access::openings::{Keys, Openings};
use access::rule::Window;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Ways into a module that differ in nothing but their keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    column: &'static str,
    window: Option<Window>,
    sent_only: bool,
}

/// What is known of a module so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// No row came.
    Nothing,
    /// A row came that no way opens.
    Doubtful,
    /// A row came that is seen.
    Seen,
}

impl Reader {
    /// Those of `modules` of which the viewer sees at least one item, in their order.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sees_any_of(&mut self, modules: &[Module]) -> Result<Vec<Module>> {
        let mut asked: Vec<(Module, Arc<Openings>)> = Vec::with_capacity(modules.len());
        let mut seen = Vec::with_capacity(modules.len());
        for module in modules {
            if let Some(rows) = self.prepared.handful(*module) {
                seen.extend((rows.len() > 0).then_some(*module));
                continue;
            }
            let openings = self.openings(*module).await?;
            if !openings.is_empty() {
                asked.push((*module, openings));
            }
        }
        if asked.is_empty() {
            return Ok(seen);
        }
        let probes: Vec<_> = asked
            .iter()
            .map(|(_, openings)| classes(openings))
            .collect();
        let now = self.viewer.now;
        let mut sql = SqlBuilder::new("");
        let account = sql.parameter(self.viewer.account.id);
        for (place, ((module, _), classes)) in asked.iter().zip(&probes).enumerate() {
            sql.push(if place > 0 { " UNION ALL " } else { "" });
            probe(&mut sql, table(*module), account, place, classes, now);
        }
        let (sql, values) = sql.finish();
        let mut known = vec![Known::Nothing; asked.len()];
        self.tx
            .each(&sql, &values, |row| {
                let place = usize::try_from(row.int(0)?).unwrap_or(usize::MAX);
                if let (Some((module, openings)), Some(known)) =
                    (asked.get(place), known.get_mut(place))
                {
                    *known = match openings.judge(&keys(table(*module), row, now)?) {
                        Some(_) => Known::Seen,
                        None => Known::Doubtful,
                    };
                }
                Ok(ControlFlow::Continue(()))
            })
            .await?;
        for ((module, _), known) in asked.iter().zip(known) {
            // A probe asks as narrowly as the rule judges, so that doubt is rare; a list clears it.
            if known == Known::Seen || known == Known::Doubtful && self.lists_any(*module).await? {
                seen.push(*module);
            }
        }
        let place = |module: &Module| modules.iter().position(|asked| asked == module);
        seen.sort_by_key(place);
        Ok(seen)
    }

    /// Whether a list of the module has an item.
    async fn lists_any(&mut self, module: Module) -> Result<bool> {
        let one = [("limit".to_owned(), "1".to_owned())];
        match self.page(module, &one, None).await {
            Ok(page) => Ok(page.rows.len() > 0),
            Err(ReadError::Store(error)) => Err(error),
            // A question for one item is a good one.
            Err(_) => Ok(false),
        }
    }
}

/// The ways of some openings by class, each with its keys; one class without keys where they reach everything.
fn classes(openings: &Openings) -> BTreeMap<Class, Vec<i64>> {
    let mut classes: BTreeMap<Class, Vec<i64>> = BTreeMap::new();
    if openings.reach_everything() {
        let everything = Class {
            column: "",
            window: None,
            sent_only: false,
        };
        classes.insert(everything, Vec::new());
    }
    for way in openings.ways() {
        let (column, id) = key(way);
        let class = Class {
            column,
            window: way.window,
            sent_only: way.sent_only,
        };
        classes.entry(class).or_default().push(id);
    }
    classes
}

/// Asks for one row of a module by any of the classes: its place among the modules, then what the rule asks of it.
fn probe<'a>(
    sql: &mut SqlBuilder<'a>,
    table: &Table,
    account: usize,
    place: usize,
    classes: &'a BTreeMap<Class, Vec<i64>>,
    now: i64,
) {
    const NONE: &str = "CAST(NULL AS BIGINT)";
    let column = |there: bool, name: &'static str| if there { name } else { NONE };
    let record = match table.dated {
        Dated::No => NONE,
        Dated::Day(column) | Dated::Instant(column) => column,
    };
    let document = table.is_document();
    let columns = [
        "id",
        column(table.in_project, "project_id"),
        column(table.of_customer, "customer_id"),
        column(table.module == Module::Tasks, "parent_id"),
        column(table.module == Module::Invoices, "estimate_id"),
        record,
        column(document, "status"),
        column(document, "sent_at"),
    ];
    sql.push("SELECT * FROM (");
    for (n, (class, ids)) in classes.iter().enumerate() {
        sql.push(if n > 0 { " UNION ALL " } else { "" });
        sql.push("SELECT CAST(")
            .push(DIGITS[place.min(8)])
            .push(" AS BIGINT) AS place");
        for (name, column) in NAMES.iter().zip(columns) {
            sql.push(", ").push(column).push(name);
        }
        sql.push(" FROM ").push(table.name);
        sql.push(" WHERE account_id = ").again(account);
        match ids.as_slice() {
            [] => {}
            [id] => {
                sql.push(" AND ").push(class.column).push(" = ").bind(*id);
            }
            ids => {
                sql.push(" AND ")
                    .push(class.column)
                    .push(" = ANY(")
                    .bind(ids)
                    .push(")");
            }
        }
        // No index but that of the keys may be chosen, as in the arms of a list.
        let from = match table.dated {
            Dated::Day(_) => class.window.map(|window| window.from_day),
            Dated::Instant(_) => class.window.map(|window| window.from_instant),
            Dated::No => None,
        };
        if let Some(from) = from {
            sql.push(" AND COALESCE(")
                .push(record)
                .push(", ")
                .push(record);
            sql.push(") >= ").bind(from);
        }
        if class.sent_only {
            sent(sql, table.module, now);
        }
    }
    sql.push(" LIMIT 1) AS of_").push(table.name);
}

/// The places of the nine modules, as text.
const DIGITS: [&str; 9] = ["0", "1", "2", "3", "4", "5", "6", "7", "8"];

/// What the columns of a probe are called.
const NAMES: [&str; 8] = [
    " AS id",
    " AS project",
    " AS customer",
    " AS parent",
    " AS estimate",
    " AS record",
    " AS status",
    " AS sent",
];

/// What the rule asks of a probe's row.
fn keys(table: &Table, row: &Row<'_>, now: i64) -> Result<Keys> {
    let sent = match table.is_document() {
        true => counts_as_sent(table.module, row.int(7)?, row.opt_int(8)?, now),
        false => true,
    };
    Ok(Keys {
        id: row.int(1)?,
        project: row.opt_int(2)?,
        customer: row.opt_int(3)?,
        parent: row.opt_int(4)?,
        estimate: row.opt_int(5)?,
        record: table.record(row.opt_int(6)?),
        sent,
    })
}
