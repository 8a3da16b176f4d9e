//! One page of an area's rows: which, in which order, and where the next page begins.

use super::asked::{Area, Asked, Key};
use crate::engine::{Row, SqlBuilder};
use crate::error::Result;
use crate::visible::Reader;
use crate::visible::cursor::{Place, SortKey};
use crate::visible::fold;
use crate::visible::json::Json;
use std::cmp::Ordering;
use std::ops::ControlFlow;

/// A condition on the rows of an area. Columns are the program's own text.
#[derive(Debug)]
pub(super) enum Only {
    /// The text as it stands.
    Fixed(&'static str),
    /// A number of these.
    Ints(&'static str, Vec<i64>),
    /// A text of these.
    Texts(&'static str, Vec<String>),
    /// A pair of a number, and one of these.
    Pairs(&'static str, &'static str, Vec<(i64, Vec<i64>)>),
    /// The text with the number in the place of each `?`.
    With(&'static str, i64),
}

/// The rows of a page, by internal key and in order.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) ids: Vec<i64>,
    next: Option<String>,
    count: Option<usize>,
}

struct Candidate {
    id: i64,
    place: Place,
}

impl Reader {
    /// The rows that a list's question asks for, of those that keep all the conditions.
    pub(super) async fn rows_of(
        &mut self,
        area: &Area,
        asked: &Asked,
        only: &[Only],
    ) -> Result<Page> {
        let mut rows = if asked.sort.is_none() && asked.words.is_empty() {
            self.in_order_of_ids(area, asked, only).await?
        } else {
            self.in_another_order(area, asked, only).await?
        };
        let more = rows.len() > asked.limit;
        rows.truncate(asked.limit);
        let last = rows.last().filter(|_| more);
        Ok(Page {
            next: last.map(|last| asked.cursor(&self.viewer, &last.place)),
            count: match asked.count {
                true => Some(self.count_of(area, asked, only).await?),
                false => None,
            },
            ids: rows.into_iter().map(|row| row.id).collect(),
        })
    }

    /// The database finds the page by an index.
    async fn in_order_of_ids(
        &mut self,
        area: &Area,
        asked: &Asked,
        only: &[Only],
    ) -> Result<Vec<Candidate>> {
        let mut sql = self.statement("SELECT x.id, x.public_id", area, only);
        if let Some(after) = &asked.after {
            sql.push(" AND x.public_id > ").bind(after.id);
        }
        sql.push(" ORDER BY x.public_id LIMIT ")
            .bind(asked.limit as i64 + 1);
        let (sql, values) = sql.finish();
        let candidate = |row: &Row<'_>| {
            Ok(Candidate {
                id: row.int(0)?,
                place: Place {
                    key: None,
                    id: row.id(1)?,
                },
            })
        };
        self.tx.rows(&sql, &values, candidate).await
    }

    /// All rows pass: texts are folded and compared here, alike for both engines.
    async fn in_another_order(
        &mut self,
        area: &Area,
        asked: &Asked,
        only: &[Only],
    ) -> Result<Vec<Candidate>> {
        let descending = asked.sort.is_some_and(|(_, descending)| descending);
        let mut rows = Vec::new();
        let (sql, values) = self.statement(&selected(area, asked), area, only).finish();
        self.tx
            .each(&sql, &values, |row| {
                if !matches(row, area, asked)? {
                    return Ok(ControlFlow::Continue(()));
                }
                let key = match asked.sort {
                    None => None,
                    Some((Key::Number(_), _)) => {
                        row.opt_int(2)?.map(|number| SortKey::Number(number.into()))
                    }
                    Some((Key::Text(_), _)) => row.opt_text(2)?.map(SortKey::text),
                };
                let place = Place {
                    key,
                    id: row.id(1)?,
                };
                let before = |after| compared(&place, after, descending) != Ordering::Greater;
                if !asked.after.as_ref().is_some_and(before) {
                    rows.push(Candidate {
                        id: row.int(0)?,
                        place,
                    });
                }
                Ok(ControlFlow::Continue(()))
            })
            .await?;
        rows.sort_by(|a, b| compared(&a.place, &b.place, descending));
        Ok(rows)
    }

    async fn count_of(&mut self, area: &Area, asked: &Asked, only: &[Only]) -> Result<usize> {
        let mut count = 0;
        let (sql, values) = self.statement(&selected(area, asked), area, only).finish();
        self.tx
            .each(&sql, &values, |row| {
                count += usize::from(matches(row, area, asked)?);
                Ok(ControlFlow::Continue(()))
            })
            .await?;
        Ok(count)
    }

    fn statement<'o>(&self, select: &str, area: &Area, only: &'o [Only]) -> SqlBuilder<'o> {
        let mut sql = SqlBuilder::new(select);
        sql.push(" FROM ")
            .push(area.from)
            .push(" WHERE x.account_id = ")
            .bind(self.viewer.account.id);
        for condition in only {
            sql.push(" AND ");
            narrow(&mut sql, condition);
        }
        sql
    }
}

fn narrow<'o>(sql: &mut SqlBuilder<'o>, only: &'o Only) {
    match only {
        Only::Fixed(text) => {
            sql.push(text);
        }
        Only::Ints(column, values) => {
            sql.push(column)
                .push(" = ANY(")
                .bind(values.as_slice())
                .push(")");
        }
        Only::Texts(column, values) => {
            sql.push(column).push(" IN (");
            for (place, value) in values.iter().enumerate() {
                sql.push(if place > 0 { ", " } else { "" }).bind(value);
            }
            sql.push(")");
        }
        Only::Pairs(first, second, pairs) => {
            sql.push("(1 = 0");
            for (number, values) in pairs {
                sql.push(" OR (")
                    .push(first)
                    .push(" = ")
                    .bind(*number)
                    .push(" AND ");
                sql.push(second)
                    .push(" = ANY(")
                    .bind(values.as_slice())
                    .push("))");
            }
            sql.push(")");
        }
        Only::With(text, number) => {
            let number = sql.parameter(*number);
            for (place, part) in text.split('?').enumerate() {
                if place > 0 {
                    sql.again(number);
                }
                sql.push(part);
            }
        }
    }
}

/// Key, public id, what is ordered by, and what is searched.
fn selected(area: &Area, asked: &Asked) -> String {
    let mut select = "SELECT x.id, x.public_id".to_owned();
    select.push_str(", ");
    select.push_str(asked.sort.map_or("x.id", |(key, _)| key.column()));
    for column in area.searched {
        select.push_str(", ");
        select.push_str(column);
    }
    select
}

fn matches(row: &Row<'_>, area: &Area, asked: &Asked) -> Result<bool> {
    if asked.words.is_empty() {
        return Ok(true);
    }
    let mut texts = Vec::with_capacity(area.searched.len());
    for place in 0..area.searched.len() {
        texts.extend(row.opt_text(3 + place)?.map(fold::for_search));
    }
    let found = |word: &String| {
        texts
            .iter()
            .any(|text| fold::words(text).any(|w| w.starts_with(word.as_str())))
    };
    Ok(asked.words.iter().all(found))
}

/// Rows with a value first, both ways; then by value, then by id, both in the direction asked for.
pub(super) fn compared(a: &Place, b: &Place, descending: bool) -> Ordering {
    let forth = a.key.cmp(&b.key).then(a.id.cmp(&b.id));
    a.key
        .is_none()
        .cmp(&b.key.is_none())
        .then(if descending { forth.reverse() } else { forth })
}

impl Page {
    /// A page that was put together elsewhere.
    pub(super) fn of(ids: Vec<i64>, next: Option<String>, count: Option<usize>) -> Page {
        Page { ids, next, count }
    }

    /// The page as JSON, each row written by `row`.
    pub(super) fn json(&self, mut row: impl FnMut(i64, &mut Json)) -> String {
        let mut json = Json::with_capacity(64 + 256 * self.ids.len());
        json.open('{').key("items").open('[');
        for id in &self.ids {
            row(*id, &mut json);
        }
        json.close(']')
            .key("next")
            .text_or_null(self.next.as_deref());
        if let Some(count) = self.count {
            json.key("count")
                .int(i64::try_from(count).unwrap_or(i64::MAX));
        }
        json.close('}');
        json.finish()
    }
}
