//! The columns behind each kind, and its statements, made from the table of kinds once.

use super::kinds::{Constant, Field, History, Is, KINDS, Kind, Sums};
use crate::engine::{Batch, Column, Kind as Type, Row, Sql, Upsert};
use crate::error::Result;
use std::borrow::Cow;
use std::sync::LazyLock;

/// A value of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    Null,
    Int(i64),
    Text(Cow<'a, str>),
    /// The instant of import, unless one was taken before.
    FirstTaken,
    /// This, unless there is something.
    Begins(i64),
}

/// The columns of a kind and its statements.
pub(crate) struct Table {
    /// All columns but `account_id`, `id`, `public_id` and `source_id`.
    pub(crate) own: Vec<Column>,
    pub(crate) upsert: Upsert,
    /// `id, public_id, source_id` and then the own columns, of rows by id.
    pub(crate) select: Sql,
    pub(crate) history: Option<Kept>,
}

/// What is kept of a kind with the instant of each change.
pub(crate) struct Kept {
    pub(crate) table: &'static str,
    /// The columns, each with its place among the kind's own; none for the public id.
    pub(crate) columns: Vec<(Column, Option<usize>)>,
    /// Begins rows: `account_id, id, valid_from, valid_to` and the columns.
    pub(crate) begin: Upsert,
}

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| KINDS.iter().map(table).collect());

/// The table of the kind at a place.
pub(crate) fn of(place: usize) -> &'static Table {
    &TABLES[place]
}

const fn int(name: &'static str) -> Column {
    Column {
        name,
        kind: Type::Int,
    }
}

const fn text(name: &'static str) -> Column {
    Column {
        name,
        kind: Type::Text,
    }
}

fn table(kind: &'static Kind) -> Table {
    let mut own: Vec<Column> = kind.fields.iter().flat_map(columns).collect();
    own.extend(kind.constants.iter().map(|constant| match constant {
        Constant::Int(name, _) | Constant::Begins(name, _) | Constant::NoInt(name) => int(name),
        Constant::Text(name, _) | Constant::NoText(name) => text(name),
    }));
    let head = [
        int("account_id"),
        int("id"),
        Column {
            name: "public_id",
            kind: Type::Blob,
        },
        text("source_id"),
    ];
    // One table for the whole run of the program, made once.
    let all: &'static [Column] = Vec::leak([&head[..], &own].concat());
    let names: Vec<_> = own.iter().map(|column| column.name).collect();
    let select = format!(
        "SELECT id, public_id, source_id, {} FROM {} WHERE account_id = $1 AND id = ANY($2)",
        names.join(", "),
        kind.table()
    );
    let history = kind.history.map(|history| kept(history, kind, &own));
    let upsert = Upsert::updating(kind.table(), all, &["account_id", "id"]);
    Table {
        own,
        upsert,
        select: Sql::built(select),
        history,
    }
}

fn kept(history: &'static History, kind: &Kind, own: &[Column]) -> Kept {
    let columns: Vec<(Column, Option<usize>)> = history
        .columns
        .iter()
        .map(|name| {
            let place = place(kind, name);
            (
                Column {
                    name,
                    kind: place.map_or(Type::Blob, |n| own[n].kind),
                },
                place,
            )
        })
        .collect();
    let head = ["account_id", "id", "valid_from", "valid_to"].map(int);
    let all: Vec<Column> = head
        .into_iter()
        .chain(columns.iter().map(|(column, _)| *column))
        .collect();
    let key = &["account_id", "id", "valid_to", "valid_from"];
    Kept {
        table: history.table,
        columns,
        begin: Upsert::keeping(history.table, Vec::leak(all), key),
    }
}

/// The columns of a field with their types.
pub(crate) fn columns(field: &Field) -> impl Iterator<Item = Column> {
    let is = field.is;
    field.columns.iter().enumerate().map(move |(n, name)| {
        let is_text = match is {
            Is::Text
            | Is::TextOr(_)
            | Is::Address
            | Is::Currency
            | Is::Color
            | Is::Zone
            | Is::Locale => true,
            Is::Permissions { .. } | Is::Ceiling | Is::Roles | Is::Known => true,
            Is::Email | Is::RoleOf | Is::Content => n == 0,
            Is::Lines(Sums::Order | Sums::Document) => n == 0,
            Is::Money => n == 1,
            Is::Tagged(tags) => tags[n].space.is_none(),
            _ => false,
        };
        if is_text { text(name) } else { int(name) }
    })
}

/// The place of a column among a kind's own.
pub(crate) fn place(kind: &Kind, column: &str) -> Option<usize> {
    let fields = kind.fields.iter().flat_map(|field| field.columns);
    let constants = kind.constants.iter().map(|constant| match constant {
        Constant::Int(name, _) | Constant::Begins(name, _) | Constant::Text(name, _) => name,
        Constant::NoInt(name) | Constant::NoText(name) => name,
    });
    fields.chain(constants).position(|name| *name == column)
}

/// The cells of the constants of a kind.
pub(crate) fn constants<'a>(kind: &'static Kind) -> impl Iterator<Item = Cell<'a>> {
    kind.constants.iter().map(|constant| match constant {
        Constant::Int(_, value) => Cell::Int(*value),
        Constant::Begins(_, value) => Cell::Begins(*value),
        Constant::Text(_, value) => Cell::Text(Cow::Borrowed(value)),
        Constant::NoInt(_) | Constant::NoText(_) => Cell::Null,
    })
}

/// The cells of a row, from column `first` on.
pub(crate) fn cells(columns: &[Column], row: &Row<'_>, first: usize) -> Result<Vec<Cell<'static>>> {
    columns
        .iter()
        .enumerate()
        .map(|(n, column)| {
            Ok(match column.kind {
                Type::Text => row
                    .opt_text(first + n)?
                    .map_or(Cell::Null, |text| Cell::Text(text.to_owned().into())),
                _ => row.opt_int(first + n)?.map_or(Cell::Null, Cell::Int),
            })
        })
        .collect()
}

/// Adds a cell to a batch, as the type its column has.
pub(crate) fn push(batch: &mut Batch, column: &Column, cell: &Cell<'_>, now: i64) {
    match (column.kind, cell) {
        (Type::Text, Cell::Text(text)) => batch.text(text),
        (Type::Text, _) => batch.opt_text(None),
        (_, Cell::Int(value) | Cell::Begins(value)) => batch.int(*value),
        (_, Cell::FirstTaken) => batch.int(now),
        _ => batch.opt_int(None),
    };
}
