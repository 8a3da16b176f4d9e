//! Contained parts: comments, files, milestones, payments … They show where their item shows and
//! the relation of their name is held; some need a switch of their own besides.

use super::cursor::Place;
use super::json::Json;
use super::names::{Names, Seen};
use super::question::{Question, Wrong};
use super::reader::{ReadError, Reader};
use crate::engine::{Row, SqlBuilder};
use crate::error::Result;
use access::Module;
use std::ops::ControlFlow;

/// The item that parts hang on, which the viewer sees.
#[derive(Clone, Copy, Debug)]
pub(crate) struct On {
    pub(crate) module: Module,
    pub(crate) id: i64,
    pub(crate) public_id: [u8; 16],
}

/// How a part is tied to its item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tied {
    /// By a column of its own, and the key it shows under.
    By(&'static str, &'static str),
    /// By module and key.
    OnAny,
}

/// How a key of a part is stored and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Text,
    Date,
    Instant,
    Truth,
    /// A switch that only staff see.
    StaffTruth,
    Person,
    Author,
    /// Minor units; the currency is the part's own `currency` or, for payments, the invoice's.
    Amount,
    Int,
    Entry,
}

struct Key {
    name: &'static str,
    column: &'static str,
    shape: Shape,
}

const fn key(name: &'static str, column: &'static str, shape: Shape) -> Key {
    Key {
        name,
        column,
        shape,
    }
}

/// One kind of part.
struct Part {
    table: &'static str,
    tied: Tied,
    /// What must hold besides, for everyone.
    always: &'static str,
    /// What must hold besides for those who are not staff.
    outside: &'static str,
    /// A column that is never empty, to order by before the id.
    order: Option<&'static str>,
    keys: &'static [Key],
}

fn part(module: Module, relation: &str) -> Option<&'static Part> {
    Some(match (module, relation) {
        (_, "comments") => &COMMENTS,
        (_, "files") => &FILES,
        (_, "contacts") => &CONTACTS,
        (_, "milestones") => &MILESTONES,
        (_, "revenues") => &REVENUES,
        (_, "expenses") => &EXPENSES,
        (_, "work_orders") => &WORK_ORDERS,
        (_, "payments") => &PAYMENTS,
        (_, "articles") => &ARTICLES,
        _ => return None,
    })
}

static COMMENTS: Part = Part {
    table: "comment",
    tied: Tied::OnAny,
    always: "",
    outside: " AND internal = 0",
    order: Some("at"),
    keys: &[
        key("author", "author_id", Shape::Author),
        key("text", "text", Shape::Text),
        key("internal", "internal", Shape::StaffTruth),
        key("at", "at", Shape::Instant),
    ],
};

static FILES: Part = Part {
    table: "file",
    tied: Tied::OnAny,
    always: "",
    outside: " AND external = 1",
    order: None,
    keys: &[
        key("name", "name", Shape::Text),
        key("content_type", "content_type", Shape::Text),
        key("external", "external", Shape::StaffTruth),
        key("uploaded_by", "uploaded_by_id", Shape::Person),
        key("size", "size", Shape::Int),
    ],
};

static CONTACTS: Part = Part {
    table: "contact",
    tied: Tied::By("customer_id", "customer"),
    always: "",
    outside: "",
    order: None,
    keys: &[
        key("name", "name", Shape::Text),
        key("email", "email", Shape::Text),
        key("phone", "phone", Shape::Text),
        key("position", "position", Shape::Text),
    ],
};

static MILESTONES: Part = Part {
    table: "milestone",
    tied: Tied::By("project_id", "project"),
    always: "",
    outside: "",
    order: None,
    keys: &[
        key("name", "name", Shape::Text),
        key("starts_on", "starts_on", Shape::Date),
        key("due_on", "due_on", Shape::Date),
        key("done", "done", Shape::Truth),
    ],
};

const ENTRY: &[Key] = &[
    key("type", "is_expense", Shape::Entry),
    key("on", "entered_on", Shape::Date),
    key("description", "description", Shape::Text),
    key("amount", "amount", Shape::Amount),
    key("currency", "currency", Shape::Text),
];

static REVENUES: Part = Part {
    table: "ledger_entry",
    tied: Tied::By("project_id", "project"),
    always: " AND is_expense = 0",
    outside: "",
    order: None,
    keys: ENTRY,
};

static EXPENSES: Part = Part {
    table: "ledger_entry",
    tied: Tied::By("project_id", "project"),
    always: " AND is_expense = 1",
    outside: "",
    order: None,
    keys: ENTRY,
};

static WORK_ORDERS: Part = Part {
    table: "work_order",
    tied: Tied::By("project_id", "project"),
    always: "",
    outside: "",
    order: None,
    keys: &[
        key("number", "number", Shape::Text),
        key("status", "status", Shape::Text),
        key("scheduled_on", "scheduled_on", Shape::Date),
        key("description", "description", Shape::Text),
    ],
};

static PAYMENTS: Part = Part {
    table: "payment",
    tied: Tied::By("invoice_id", "invoice"),
    always: "",
    outside: "",
    order: Some("position"),
    keys: &[
        key("paid_on", "paid_on", Shape::Date),
        key("amount", "amount", Shape::Amount),
        key("method", "method", Shape::Text),
    ],
};

static ARTICLES: Part = Part {
    table: "article",
    tied: Tied::By("knowledge_id", "knowledge_base"),
    always: "",
    outside: " AND published = 1",
    order: None,
    keys: &[
        key("title", "title", Shape::Text),
        key("body_markdown", "body_markdown", Shape::Text),
        key("section", "section", Shape::Text),
        key("published", "published", Shape::Truth),
        key("author", "author_id", Shape::Person),
        key("updated_at", "updated_at", Shape::Instant),
    ],
};

/// A value of a part's row.
enum Value {
    Null,
    Int(i64),
    Text(String),
}

struct Line {
    public_id: [u8; 16],
    order: i64,
    currency: Option<String>,
    values: Vec<Value>,
}

impl Reader {
    /// A page of an item's parts.
    pub(crate) async fn parts(
        &mut self,
        on: On,
        relation: &str,
        parameters: &[(String, String)],
    ) -> std::result::Result<String, ReadError> {
        let question = Question::of_parts(
            &format!("{:?}/{relation}", (on.module.name(), on.public_id)),
            parameters,
        )
        .map_err(ReadError::Invalid)?;
        let after = match &question.cursor {
            Some(cursor) => Some(Place::open(cursor, &self.viewer, &question)?),
            None => None,
        };
        if relation == "team" {
            return Ok(self.team(on.id).await?);
        }
        let Some(part) = part(on.module, relation) else {
            // Conversations are kept elsewhere and not in bundles.
            return Ok(r#"{"items":[],"next":null}"#.to_owned());
        };
        let mut lines = self.lines(part, on, after, question.limit + 1).await?;
        let more = lines.len() > question.limit;
        lines.truncate(question.limit);
        let mut names = Names::default();
        let people = lines
            .iter()
            .flat_map(|line| people(part, line))
            .collect::<Vec<_>>();
        self.also_people(people, &mut names).await?;
        let mut json = Json::with_capacity(64 + 256 * lines.len());
        json.open('{').key("items").open('[');
        for line in &lines {
            self.part(part, on, line, &names, &mut json);
        }
        let next = lines.last().filter(|_| more).map(|last| {
            let key = part
                .order
                .map(|_| super::cursor::SortKey::Number(i128::from(last.order)));
            Place {
                key,
                id: last.public_id,
            }
            .seal(&self.viewer, &question)
        });
        json.close(']')
            .key("next")
            .text_or_null(next.as_deref())
            .close('}');
        Ok(json.finish())
    }

    /// One part by its id, of an item that the viewer sees with the relation.
    pub(crate) async fn one_part(
        &mut self,
        on: On,
        relation: &str,
        id: &[u8; 16],
    ) -> Result<Option<String>> {
        let Some(part) = part(on.module, relation) else {
            return Ok(None);
        };
        let lines = self.lines_where(part, on, None, 1, Some(id)).await?;
        let Some(line) = lines.first() else {
            return Ok(None);
        };
        let mut names = Names::default();
        self.also_people(people(part, line).collect::<Vec<_>>(), &mut names)
            .await?;
        let mut json = Json::with_capacity(1024);
        self.part(part, on, line, &names, &mut json);
        Ok(Some(json.finish()))
    }

    async fn lines(
        &mut self,
        part: &Part,
        on: On,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Line>> {
        self.lines_where(part, on, after, limit, None).await
    }

    async fn lines_where(
        &mut self,
        part: &Part,
        on: On,
        after: Option<Place>,
        limit: usize,
        id: Option<&[u8; 16]>,
    ) -> Result<Vec<Line>> {
        let mut sql = SqlBuilder::new("SELECT public_id, ");
        sql.push(part.order.unwrap_or("id")).push(", ");
        sql.push(match part.table {
            "payment" => "(SELECT currency FROM invoice i WHERE i.account_id = payment.account_id AND i.id = invoice_id)",
            "ledger_entry" => "currency",
            _ => "CAST(NULL AS TEXT)",
        });
        for key in part.keys {
            sql.push(", ").push(key.column);
        }
        sql.push(" FROM ")
            .push(part.table)
            .push(" WHERE account_id = ")
            .bind(self.viewer.account.id);
        match part.tied {
            Tied::By(column, _) => {
                sql.push(" AND ").push(column).push(" = ").bind(on.id);
            }
            Tied::OnAny => {
                sql.push(" AND on_module = ")
                    .bind(on.module as i64)
                    .push(" AND on_id = ")
                    .bind(on.id);
            }
        }
        sql.push(part.always);
        if !self.viewer.reads_everything() {
            sql.push(part.outside);
        }
        if let Some(id) = id {
            sql.push(" AND public_id = ").bind(*id);
        }
        if let Some(after) = &after {
            match (part.order, &after.key) {
                (Some(column), Some(super::cursor::SortKey::Number(key))) => {
                    let key = i64::try_from(*key).unwrap_or(i64::MAX);
                    sql.push(" AND (")
                        .push(column)
                        .push(", public_id) > (")
                        .bind(key);
                    sql.push(", ").bind(after.id).push(")");
                }
                _ => {
                    sql.push(" AND public_id > ").bind(after.id);
                }
            }
        }
        sql.push(if part.order.is_some() {
            " ORDER BY 2, 1 LIMIT "
        } else {
            " ORDER BY 1 LIMIT "
        });
        sql.bind(limit as i64);
        let (sql, values) = sql.finish();
        self.tx
            .rows(&sql, &values, |row| {
                Ok(Line {
                    public_id: crate::ids::read(row.blob(0)?)?,
                    order: row.int(1)?,
                    currency: row.opt_text(2)?.map(str::to_owned),
                    values: part
                        .keys
                        .iter()
                        .enumerate()
                        .map(|(at, key)| value(row, at + 3, key.shape))
                        .collect::<Result<_>>()?,
                })
            })
            .await
    }

    fn part(&self, part: &Part, on: On, line: &Line, names: &Names, json: &mut Json) {
        let staff = self.viewer.reads_everything();
        json.open('{').key("id").id(&line.public_id);
        match part.tied {
            Tied::By(_, key) => json.key(key).id(&on.public_id),
            Tied::OnAny => json
                .key("on")
                .open('{')
                .key(on.module.singular())
                .id(&on.public_id)
                .close('}'),
        };
        for (key, value) in part.keys.iter().zip(&line.values) {
            if key.shape == Shape::StaffTruth && !staff {
                continue;
            }
            json.key(key.name);
            let int = match value {
                Value::Int(int) => Some(*int),
                _ => None,
            };
            match (key.shape, value) {
                (Shape::Text, Value::Text(text)) => json.text(text),
                (Shape::Date, _) => json.date(int),
                (Shape::Instant, _) => json.instant(int),
                (Shape::Truth | Shape::StaffTruth, _) => json.truth(int == Some(1)),
                (Shape::Entry, _) => json.text(if int == Some(1) { "expense" } else { "revenue" }),
                (Shape::Amount, _) => json.amount(int, line.currency.as_deref()),
                (Shape::Int, Value::Int(int)) => json.int(*int),
                (Shape::Person, Value::Int(id)) => self.person(&names.person(self, *id), json),
                (Shape::Author, Value::Int(id)) => self.person(&names.author(self, *id), json),
                _ => json.null(),
            };
        }
        json.close('}');
    }

    /// The people working on a project: those whom the viewer may know by name.
    async fn team(&mut self, project: i64) -> Result<String> {
        let mut team = Vec::new();
        let mut sql = SqlBuilder::new("SELECT person_id FROM project_team WHERE account_id = ");
        sql.bind(self.viewer.account.id)
            .push(" AND project_id = ")
            .bind(project)
            .push(" ORDER BY position");
        let (sql, values) = sql.finish();
        self.tx
            .each(&sql, &values, |row| {
                team.push(row.int(0)?);
                Ok(ControlFlow::Continue(()))
            })
            .await?;
        let mut names = Names::default();
        self.also_people(team.iter().copied(), &mut names).await?;
        let mut json = Json::default();
        json.open('{').key("items").open('[');
        for person in team {
            if let Seen::ByName(id, name) = names.person(self, person) {
                json.named(id, name);
            }
        }
        json.close(']').key("next").null().close('}');
        Ok(json.finish())
    }
}

fn people<'l>(part: &'l Part, line: &'l Line) -> impl Iterator<Item = i64> + 'l {
    part.keys
        .iter()
        .zip(&line.values)
        .filter_map(|(key, value)| match (key.shape, value) {
            (Shape::Person | Shape::Author, Value::Int(id)) => Some(*id),
            _ => None,
        })
}

fn value(row: &Row<'_>, at: usize, shape: Shape) -> Result<Value> {
    Ok(match shape {
        Shape::Text => row
            .opt_text(at)?
            .map_or(Value::Null, |text| Value::Text(text.to_owned())),
        _ => row.opt_int(at)?.map_or(Value::Null, Value::Int),
    })
}

impl Question {
    /// The question for a page of parts: `limit` and `cursor` alone.
    pub(crate) fn of_parts(
        what: &str,
        parameters: &[(String, String)],
    ) -> std::result::Result<Question, Vec<Wrong>> {
        let known = |name: &str| matches!(name, "limit" | "cursor");
        let unknown: Vec<Wrong> = parameters
            .iter()
            .filter(|(name, _)| !known(name))
            .map(|(name, _)| {
                Wrong::new(
                    name.clone(),
                    format!("`{name}` is not a parameter of this list"),
                )
            })
            .collect();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let mut question = Question::read(super::table::table(Module::Projects), parameters)?;
        question.canonical = what.to_owned();
        Ok(question)
    }
}
