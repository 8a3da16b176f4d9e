//! The statement that asks for a list's candidates: one arm for each opening, each in the order
//! wanted by an index of its own, merged by the database.
//!
//! An arm may give more than an opening opens, never less: every row is judged afterwards.

use super::question::{Operand, Order, Test};
use super::rows::Layout;
use super::table::{Dated, Shape, void_or_expired};
use crate::engine::{Cursor, Sql, SqlBuilder, Value};
use access::openings::{Opening, Openings, Reach};
use access::rule::Window;
use access::{Bits, Module};
use std::collections::BTreeMap;

/// Up to this many projects and customers have an arm each, which an index gives in order; beyond
/// it, and for single items, subtasks and estimates' invoices, one arm asks for all and is sorted.
const MERGED: usize = 16;

/// One part of the statement.
#[derive(Debug)]
pub(crate) struct Arm {
    reach: Ids,
    /// Fields that the arm's openings show.
    pub(crate) fields: Bits,
    window: Option<Window>,
    sent_only: bool,
}

#[derive(Debug)]
enum Ids {
    All,
    One(&'static str, i64),
    Many(&'static str, Vec<i64>),
}

/// The arms that together reach everything the openings open. Openings that differ only in fields
/// outside `telling` share an arm.
pub(crate) fn arms(openings: &Openings, telling: Bits) -> Vec<Arm> {
    if openings.reach_everything() {
        return vec![Arm {
            reach: Ids::All,
            fields: telling,
            window: None,
            sent_only: false,
        }];
    }
    let mut classes: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for way in openings.ways() {
        let (column, id) = key(way);
        // An item opened directly is one row whatever its window says.
        let window = if column == "id" { None } else { way.window };
        let class = (column, window, way.sent_only, way.sets.fields & telling);
        classes.entry(class).or_default().push(id);
    }
    let merged = |column: &str| matches!(column, "project_id" | "customer_id");
    let single = openings
        .ways()
        .iter()
        .filter(|way| merged(key(way).0))
        .count();
    let mut arms = Vec::new();
    for ((column, window, sent_only, fields), ids) in classes {
        let arm = |reach| Arm {
            reach,
            fields,
            window,
            sent_only,
        };
        if !merged(column) || single > MERGED {
            arms.push(arm(Ids::Many(column, ids)));
        } else {
            arms.extend(ids.into_iter().map(|id| arm(Ids::One(column, id))));
        }
    }
    arms
}

/// The column by which a way finds its items, and what must stand there.
pub(super) fn key(way: &Opening) -> (&'static str, i64) {
    match way.reach {
        Reach::Item(id) => ("id", id),
        Reach::Project(id) => ("project_id", id),
        Reach::Customer(id) => ("customer_id", id),
        Reach::Parent(id) => ("parent_id", id),
        Reach::Estimate(id) => ("estimate_id", id),
    }
}

/// How the candidates are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ordering {
    /// Not at all.
    None,
    /// By public id.
    Id,
    /// By a column that has a value, then by public id.
    Column(&'static str),
}

impl Ordering {
    /// The columns that it orders by; they come first in each row.
    pub(crate) fn columns(self) -> impl Iterator<Item = &'static str> {
        let columns = match self {
            Ordering::None => [None, None],
            Ordering::Id => [Some("public_id"), None],
            Ordering::Column(column) => [Some(column), Some("public_id")],
        };
        columns.into_iter().flatten()
    }
}

/// Which candidates, in which order, from where on.
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    pub(crate) account: i64,
    pub(crate) now: i64,
    pub(crate) layout: &'a Layout,
    pub(crate) ordering: Ordering,
    pub(crate) descending: bool,
    /// The last candidate seen: its value in the ordering column, and its public id.
    pub(crate) after: Option<(i64, [u8; 16])>,
    /// A column that has to be empty in the arms whose openings show the field of this bit.
    pub(crate) empty: Option<(&'static str, Bits)>,
    /// Only arms whose openings show the field of this bit have anything to offer.
    pub(crate) showing: Bits,
    pub(crate) conditions: &'a [Condition],
    /// A column that must hold this key: what hangs on one item.
    pub(crate) on: Option<(&'static str, i64)>,
    /// Extra columns, each 0 or 1: text with `{t}` for the row's key, and one list of ids.
    pub(crate) flags: &'a [Flag],
    pub(crate) limit: Option<usize>,
}

/// A condition that the database can apply before the row is judged.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) column: &'static str,
    /// The bit of the field it is about; arms that do not show it have nothing to offer.
    pub(crate) bit: Bits,
    pub(crate) test: Allowed,
}

#[derive(Debug)]
pub(crate) enum Allowed {
    AnyOf(Vec<i64>),
    Compare(Order, i64),
    Source(String),
}

/// Whether some user of a list is among an item's people.
#[derive(Debug)]
pub(crate) struct Flag {
    pub(crate) table: &'static str,
    pub(crate) item: &'static str,
    pub(crate) people: Vec<i64>,
    /// Whether the flag asks for people in the list or for people outside it.
    pub(crate) inside: bool,
}

impl Condition {
    /// The condition that a filter puts on a column of whole numbers, if it is such a filter.
    pub(crate) fn of(shape: Shape, bit: Bits, test: &Test) -> Option<Condition> {
        let column = match shape {
            Shape::Date(c) | Shape::Instant(c) | Shape::Percent(c) | Shape::Choice(c, _) => c,
            _ => return None,
        };
        let int = |operand: &Operand| match operand {
            Operand::Int(value) => Some(*value),
            _ => None,
        };
        let test = match test {
            Test::Empty => return None,
            Test::AnyOf(values) => Allowed::AnyOf(values.iter().map(int).collect::<Option<_>>()?),
            Test::Compare(order, value) => Allowed::Compare(*order, int(value)?),
        };
        Some(Condition { column, bit, test })
    }
}

/// The statement for `wanted` over the arms; `None` where no arm can offer anything. Each row is
/// the ordering columns, the layout's columns, then the flags.
///
/// Several arms in an order are each cut at the limit too. Without that PostgreSQL reads all of every arm and
/// sorts; with it, it merges them and stops when the page is full. (SQLite asks by [`cursors`] instead.)
pub(crate) fn statement<'a>(
    arms: &'a [Arm],
    wanted: &'a Wanted<'_>,
) -> Option<(Sql, Vec<Value<'a>>)> {
    let mut sql = SqlBuilder::new("");
    let shared = Shared::bind(&mut sql, wanted);
    let limit = wanted.limit.map(|limit| sql.parameter(limit as i64));
    let offering = offering(arms, wanted);
    let merged = (offering.len() > 1 && wanted.ordering != Ordering::None)
        .then_some(limit)
        .flatten();
    for (place, arm) in offering.iter().enumerate() {
        if place > 0 {
            sql.push(" UNION ALL ");
        }
        if merged.is_some() {
            sql.push("(");
        }
        select(&mut sql, wanted, arm, &shared, Columns::All);
        if merged.is_some() {
            cut(&mut sql, wanted, merged);
            sql.push(")");
        }
    }
    if offering.is_empty() {
        return None;
    }
    cut(&mut sql, wanted, limit);
    Some(sql.finish())
}

/// The order, and how many rows in it.
fn cut(sql: &mut SqlBuilder<'_>, wanted: &Wanted<'_>, limit: Option<usize>) {
    order(sql, wanted);
    if let Some(limit) = limit {
        sql.push(" LIMIT ").again(limit);
    }
}

/// The same as one question for each arm, to be merged by who asks; for SQLite, which copies the rows
/// of each arm once for every level of a merge.
///
/// Arms that are sorted give the item's `rowid` after the ordering columns instead of the layout's.
pub(crate) fn cursors<'a>(arms: &'a [Arm], wanted: &'a Wanted<'_>) -> Vec<Cursor<'a>> {
    let ask = |(place, arm): (usize, &&'a Arm)| {
        let mut sql = SqlBuilder::new("");
        let shared = Shared::bind(&mut sql, wanted);
        let keys = matches!(arm.reach, Ids::Many(..)) && wanted.flags.is_empty();
        let columns = if keys { Columns::Rowid } else { Columns::All };
        select(&mut sql, wanted, arm, &shared, columns);
        order(&mut sql, wanted);
        // Arms of one text are open at once, and a connection keeps one statement for each text.
        sql.push(" /* ").again(place).push(" */");
        let (sql, values) = sql.finish();
        let rowid = keys.then(|| wanted.ordering.columns().count());
        Cursor { sql, values, rowid }
    };
    offering(arms, wanted).iter().enumerate().map(ask).collect()
}

/// Asks for what a row of [`statement`] has, of the one row with this `rowid`.
pub(crate) fn whole(wanted: &Wanted<'_>) -> Sql {
    let mut sql = SqlBuilder::new("SELECT ");
    for column in wanted.ordering.columns() {
        sql.push(column).push(", ");
    }
    listed(&mut sql, wanted.layout);
    sql.push(" FROM ").push(wanted.layout.table.name);
    sql.push(" WHERE rowid = $1");
    sql.finish().0
}

/// The arms that can offer anything.
fn offering<'a>(arms: &'a [Arm], wanted: &Wanted<'_>) -> Vec<&'a Arm> {
    arms.iter()
        .filter(|arm| arm.fields.has(wanted.showing))
        .filter(|arm| wanted.conditions.iter().all(|c| arm.fields.has(c.bit)))
        .collect()
}

/// The numbers of the parameters that all arms have in common.
struct Shared {
    account: usize,
    after: Option<(Option<usize>, usize)>,
    flags: Vec<usize>,
    tests: Vec<usize>,
}

impl Shared {
    fn bind<'a>(sql: &mut SqlBuilder<'a>, wanted: &'a Wanted<'_>) -> Shared {
        let account = sql.parameter(wanted.account);
        let after = wanted.after.map(|(key, id)| {
            // PostgreSQL refuses a parameter that the text does not use.
            let key = matches!(wanted.ordering, Ordering::Column(_)).then(|| sql.parameter(key));
            (key, sql.parameter(id))
        });
        let flags = wanted
            .flags
            .iter()
            .map(|flag| sql.parameter(flag.people.as_slice()))
            .collect();
        let tests = wanted
            .conditions
            .iter()
            .map(|condition| match &condition.test {
                Allowed::AnyOf(values) => sql.parameter(values.as_slice()),
                Allowed::Compare(_, value) => sql.parameter(*value),
                Allowed::Source(source) => sql.parameter(source.as_str()),
            })
            .collect();
        Shared {
            account,
            after,
            flags,
            tests,
        }
    }
}

/// What an arm selects after the ordering columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Columns {
    All,
    Rowid,
}

impl Arm {
    /// A column to order by. Where the arm's rows are few and to be sorted, it is hidden from the
    /// planner: SQLite has no statistics, and would rather walk a whole index in that order.
    fn ordered(&self, sql: &mut SqlBuilder<'_>, column: &str) {
        match self.reach {
            Ids::Many(..) => hidden(sql, column),
            Ids::One(..) | Ids::All => drop(sql.push(column)),
        }
    }

    /// A column to compare. Only the arm's own key may choose the index, so it is hidden from the
    /// planner too; where there is no key, the planner may choose.
    fn compared(&self, sql: &mut SqlBuilder<'_>, column: &str) {
        match self.reach {
            Ids::Many(..) | Ids::One(..) => hidden(sql, column),
            Ids::All => drop(sql.push(column)),
        }
    }
}

/// The same value, of which no index knows.
fn hidden(sql: &mut SqlBuilder<'_>, column: &str) {
    sql.push("COALESCE(")
        .push(column)
        .push(", ")
        .push(column)
        .push(")");
}

fn select<'a>(
    sql: &mut SqlBuilder<'a>,
    wanted: &'a Wanted<'_>,
    arm: &'a Arm,
    shared: &Shared,
    columns: Columns,
) {
    sql.push("SELECT ");
    for column in wanted.ordering.columns() {
        arm.ordered(sql, column);
        sql.push(", ");
    }
    let table = wanted.layout.table.name;
    if columns == Columns::Rowid {
        sql.push(table).push(".rowid");
    } else {
        listed(sql, wanted.layout);
        for (flag, people) in wanted.flags.iter().zip(&shared.flags) {
            flagged(sql, table, flag, *people);
        }
    }
    match (&arm.reach, columns) {
        (Ids::Many(_, ids), Columns::Rowid) => {
            // Quicker than `IN`, for which SQLite first fills a table of its own.
            sql.push(" FROM (SELECT value AS wanted FROM json_each(")
                .bind(ids.as_slice())
                .push(")) CROSS JOIN ")
                .push(table);
        }
        _ => drop(sql.push(" FROM ").push(table)),
    }
    sql.push(" WHERE account_id = ").again(shared.account);
    match (&arm.reach, columns) {
        (Ids::All, _) => {}
        (Ids::One(column, id), _) => {
            sql.push(" AND ").push(column).push(" = ").bind(*id);
        }
        (Ids::Many(column, _), Columns::Rowid) => {
            sql.push(" AND ").push(column).push(" = wanted");
        }
        (Ids::Many(column, ids), Columns::All) => {
            sql.push(" AND ")
                .push(column)
                .push(" = ANY(")
                .bind(ids.as_slice())
                .push(")");
        }
    }
    narrow(sql, wanted, arm, shared);
}

fn listed(sql: &mut SqlBuilder<'_>, layout: &Layout) {
    for (place, (column, _)) in layout.columns.iter().enumerate() {
        sql.push(if place > 0 { ", " } else { "" }).push(column);
    }
}

fn flagged(sql: &mut SqlBuilder<'_>, table: &str, flag: &Flag, people: usize) {
    sql.push(", CASE WHEN EXISTS (SELECT 1 FROM ")
        .push(flag.table)
        .push(" p WHERE p.account_id = ");
    sql.push(table)
        .push(".account_id AND p.")
        .push(flag.item)
        .push(" = ")
        .push(table)
        .push(".id AND ");
    sql.push(if flag.inside {
        "p.person_id = ANY("
    } else {
        "NOT p.person_id = ANY("
    });
    sql.again(people).push(")) THEN 1 ELSE 0 END");
}

fn order(sql: &mut SqlBuilder<'_>, wanted: &Wanted<'_>) {
    let way = if wanted.descending { " DESC" } else { "" };
    for (_, place) in wanted.ordering.columns().zip([" ORDER BY 1", ", 2"]) {
        sql.push(place).push(way);
    }
}

/// Narrows to documents that count as sent, as `counts_as_sent` judges them.
pub(super) fn sent(sql: &mut SqlBuilder<'_>, module: Module, now: i64) {
    let Some(in_doubt) = void_or_expired(module) else {
        return;
    };
    sql.push(" AND status <> 0 AND (status <> ").bind(in_doubt);
    sql.push(" OR sent_at <= ").bind(now).push(")");
}

fn narrow<'a>(sql: &mut SqlBuilder<'a>, wanted: &'a Wanted<'_>, arm: &Arm, shared: &Shared) {
    let beyond = if wanted.descending { "<" } else { ">" };
    match (wanted.ordering, shared.after) {
        (Ordering::Column(column), None | Some((None, _))) => {
            sql.push(" AND ");
            arm.ordered(sql, column);
            sql.push(" IS NOT NULL");
        }
        (Ordering::Column(column), Some((Some(key), id))) => {
            sql.push(" AND (");
            arm.ordered(sql, column);
            sql.push(", public_id) ").push(beyond);
            sql.push(" (").again(key).push(", ").again(id).push(")");
        }
        (Ordering::Id, Some((_, id))) => {
            sql.push(" AND ");
            arm.ordered(sql, "public_id");
            sql.push(" ").push(beyond).push(" ").again(id);
        }
        (Ordering::None, _) | (Ordering::Id, None) => {}
    }
    if let Some((column, id)) = wanted.on {
        sql.push(" AND ").push(column).push(" = ").bind(id);
    }
    if let Some((column, bit)) = wanted.empty
        && arm.fields.has(bit)
    {
        sql.push(" AND ");
        arm.ordered(sql, column);
        sql.push(" IS NULL");
    }
    let table = wanted.layout.table;
    match (arm.window, table.dated) {
        (Some(window), Dated::Day(column)) => {
            sql.push(" AND ");
            arm.ordered(sql, column);
            sql.push(" >= ").bind(window.from_day);
        }
        (Some(window), Dated::Instant(column)) => {
            sql.push(" AND ");
            arm.ordered(sql, column);
            sql.push(" >= ").bind(window.from_instant);
        }
        _ => {}
    }
    if arm.sent_only {
        sent(sql, table.module, wanted.now);
    }
    for (condition, parameter) in wanted.conditions.iter().zip(&shared.tests) {
        sql.push(" AND ");
        arm.compared(sql, condition.column);
        match &condition.test {
            Allowed::AnyOf(_) => {
                sql.push(" = ANY(").again(*parameter).push(")");
            }
            Allowed::Compare(order, _) => {
                let sign = match order {
                    Order::AtLeast => " >= ",
                    Order::Above => " > ",
                    Order::AtMost => " <= ",
                    Order::Below => " < ",
                };
                sql.push(sign).again(*parameter);
            }
            Allowed::Source(_) => {
                sql.push(" = ").again(*parameter);
            }
        }
    }
}
