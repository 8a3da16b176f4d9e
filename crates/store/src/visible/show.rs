//! An item as its viewer sees it: identity, the fields that show, references, relations, actions.

use super::json::Json;
use super::names::{FOLLOWERS, Named, Names, Seen, Stage};
use super::reader::Reader;
use super::rows::{Rows, Shown};
use super::table::Shape;
use crate::money;
use access::{Bits, Facet, Module, Sets};
use std::collections::BTreeMap;

/// Writes the rows of a page. What many rows have in common (a stage, a person, what may be done) is
/// written once and copied.
pub(crate) struct Face<'p> {
    reader: &'p Reader,
    rows: &'p Rows,
    names: &'p Names,
    pieces: BTreeMap<(Piece, i64), String>,
    /// `relations` and `can` of the row before, and the sets that they say.
    ending: (Sets, String),
    relations: [Bits; 3],
    company: Option<usize>,
}

/// What a piece of JSON is about; its item's internal key stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Stage,
    Person,
    Project,
    Customer,
}

impl<'p> Face<'p> {
    /// For rows of which `names` were looked up.
    pub(crate) fn new(reader: &'p Reader, rows: &'p Rows, names: &'p Names) -> Face<'p> {
        let module = rows.layout.table.module;
        let bit = |relation| module.bit(Facet::Relations, relation).unwrap_or(Bits::NONE);
        Face {
            reader,
            rows,
            names,
            pieces: BTreeMap::new(),
            ending: (Sets::default(), String::new()),
            relations: ["project", "customer", "company"].map(bit),
            company: rows.layout.at("company_id"),
        }
    }

    /// Writes one row as an item.
    pub(crate) fn show(&mut self, row: usize, json: &mut Json) {
        let rows = self.rows;
        let sets = rows.sets[row];
        json.open('{').key("id").id(&rows.public_id(row));
        for shown in &rows.layout.fields {
            if sets.fields.has(shown.bit) {
                self.field(row, shown, json);
            }
        }
        self.references_of(row, json);
        if self.ending.1.is_empty() || self.ending.0 != sets {
            let module = rows.layout.table.module;
            let mut ending = Json::default();
            ending
                .key("relations")
                .names(sets.relations.names(module, Facet::Relations))
                .key("can")
                .names(sets.actions.names(module, Facet::Actions));
            self.ending = (sets, ending.finish());
        }
        json.raw(&self.ending.1).close('}');
    }

    /// Writes what is the same wherever it stands on the page.
    fn piece(&mut self, piece: Piece, id: Option<i64>, json: &mut Json) {
        let Some(id) = id else {
            json.null();
            return;
        };
        let (reader, names) = (self.reader, self.names);
        let written = self.pieces.entry((piece, id)).or_insert_with(|| {
            let mut json = Json::default();
            match piece {
                Piece::Stage => stage(names.stages.get(&id), &mut json),
                Piece::Person => drop(reader.person(&names.person(reader, id), &mut json)),
                Piece::Project => reference(names.projects.get(&id), &mut json),
                Piece::Customer => reference(names.customers.get(&id), &mut json),
            }
            json.finish()
        });
        json.raw(written);
    }

    fn field(&mut self, row: usize, shown: &Shown, json: &mut Json) {
        let shape = shown.field.shape;
        if shape == Shape::LineColumn {
            return;
        }
        json.key(shown.field.name);
        let (reader, rows, names, at) = (self.reader, self.rows, self.names, shown.at);
        match shape {
            Shape::Text(_) => json.text_or_null(rows.text(row, at[0])),
            Shape::Date(_) => json.date(rows.int(row, at[0])),
            Shape::Instant(_) => json.instant(rows.int(row, at[0])),
            Shape::Percent(_) => json.int_or_null(rows.int(row, at[0])),
            Shape::Hours(_) => json.shortest(rows.int(row, at[0]), money::QUANTITY),
            Shape::Choice(_, choices) => {
                let place = rows.int(row, at[0]).and_then(|n| usize::try_from(n).ok());
                json.text_or_null(place.and_then(|place| choices.get(place)).copied())
            }
            Shape::Stage(_) => {
                self.piece(Piece::Stage, rows.int(row, at[0]), json);
                json
            }
            Shape::Person(_) => {
                self.piece(Piece::Person, rows.int(row, at[0]), json);
                json
            }
            Shape::People(table, _) => reader.people_of(names, table, rows.id(row), json),
            Shape::Attendees => reader.people_of(names, "meeting_attendee", rows.id(row), json),
            Shape::Amount(_) => json.amount(rows.int(row, at[0]), rows.text(row, at[1])),
            Shape::Money(..) => json.money(rows.int(row, at[0]), rows.text(row, at[1])),
            Shape::Balance => {
                json.open('[');
                for (currency, sum) in names.balances.get(&rows.id(row)).into_iter().flatten() {
                    json.money(Some(*sum), Some(currency));
                }
                json.close(']')
            }
            Shape::Client => reader.client(rows, row, at, names, json),
            Shape::OrderLines | Shape::TaxLines => lines(rows, row, shown, json),
            Shape::LineColumn => json,
        };
    }

    fn references_of(&mut self, row: usize, json: &mut Json) {
        let (reader, rows, names) = (self.reader, self.rows, self.names);
        let holds = |bit: Bits| !bit.is_empty() && rows.sets[row].relations.has(bit);
        let company = self.company.and_then(|at| rows.int(row, at));
        let targets = [
            ("project", Piece::Project, rows.project(row)),
            ("customer", Piece::Customer, rows.customer(row)),
            ("company", Piece::Customer, company),
        ];
        for (bit, (relation, piece, id)) in self.relations.into_iter().zip(targets) {
            if holds(bit) {
                json.key(relation);
                self.piece(piece, id, json);
            }
        }
        if let Some(parent) = rows.parent(row).and_then(|id| names.parents.get(&id)) {
            json.key("parent").open('{').key("id").id(&parent.public_id);
            json.key("title").text(&parent.name).close('}');
        }
        if rows.layout.table.module == Module::Projects && reader.viewer.reads_everything() {
            json.key("followers");
            reader.people_of(names, FOLLOWERS, rows.id(row), json);
            json.key("created_by");
            let by = rows
                .layout
                .at("created_by_id")
                .and_then(|at| rows.int(row, at));
            self.piece(Piece::Person, by, json);
        }
    }
}

impl Reader {
    /// A person, the company in a person's place, or no value.
    pub(crate) fn person<'j>(&self, person: &Seen<'_>, json: &'j mut Json) -> &'j mut Json {
        match person {
            Seen::ByName(id, name) => json.named(id, name),
            Seen::AsCompany => json
                .open('{')
                .key("name")
                .text(&self.viewer.account.name)
                .close('}'),
            Seen::Nobody => json.null(),
        }
    }

    /// The people of a list by name, then the company once for all that are not to be named.
    fn people_of<'j>(
        &self,
        names: &Names,
        table: &'static str,
        item: i64,
        json: &'j mut Json,
    ) -> &'j mut Json {
        let attending = table == "meeting_attendee";
        let mut company = false;
        json.open('[');
        for (person, response) in names.lists.get(&(table, item)).into_iter().flatten() {
            match names.person(self, *person) {
                Seen::ByName(id, name) if attending => {
                    const RESPONSES: [&str; 3] = ["yes", "no", "maybe"];
                    let response =
                        response.and_then(|n| RESPONSES.get(usize::try_from(n).ok()?).copied());
                    json.open('{').key("id").id(id).key("name").text(name);
                    json.key("response").text_or_null(response).close('}');
                }
                Seen::ByName(id, name) => {
                    json.named(id, name);
                }
                Seen::AsCompany => company = true,
                Seen::Nobody => {}
            }
        }
        if company {
            self.person(&Seen::AsCompany, json);
        }
        json.close(']')
    }

    fn client<'j>(
        &self,
        rows: &Rows,
        row: usize,
        at: [usize; 2],
        names: &Names,
        json: &'j mut Json,
    ) -> &'j mut Json {
        if let Some(id) = rows.int(row, at[0]) {
            let Some(name) = names.clients.get(&id) else {
                return json.null();
            };
            json.open('{').key("customer").open('{');
            if let Some(seen) = names.customers.get(&id) {
                json.key("id").id(&seen.public_id);
            }
            return json.key("name").text(name).close('}').close('}');
        }
        match rows.int(row, at[1]).map(|id| names.person(self, id)) {
            None | Some(Seen::Nobody) => json.null(),
            Some(guest) => {
                json.open('{').key("guest");
                self.person(&guest, json).close('}')
            }
        }
    }
}

fn stage(stage: Option<&Stage>, json: &mut Json) {
    match stage {
        Some(stage) => json
            .open('{')
            .key("id")
            .id(&stage.public_id)
            .key("name")
            .text(&stage.name)
            .key("color")
            .text_or_null(stage.color.as_deref())
            .key("closed")
            .truth(stage.closed)
            .close('}'),
        None => json.null(),
    };
}

fn reference(target: Option<&Named>, json: &mut Json) {
    match target {
        Some(named) => json.named(&named.public_id, &named.name),
        None => json.null(),
    };
}

/// The lines of an order, invoice or estimate, with the columns that are open.
fn lines<'j>(rows: &Rows, row: usize, shown: &Shown, json: &'j mut Json) -> &'j mut Json {
    let [at, currency] = shown.at;
    let currency = rows.text(row, currency);
    let fields = rows.sets[row].fields;
    let order = shown.field.shape == Shape::OrderLines;
    let open = |name: &str| {
        !order
            || Module::Orders
                .bit(Facet::Fields, name)
                .is_some_and(|bit| fields.has(bit))
    };
    json.open('[');
    let parsed = rows
        .text(row, at)
        .and_then(|text| money::lines(text).ok())
        .unwrap_or_default();
    let decimals = money::document_decimals(currency);
    for line in &parsed {
        json.open('{');
        if order {
            json.key("product").text_or_null(line.product.as_deref());
        } else {
            json.key("description")
                .text_or_null(line.description.as_deref());
        }
        json.key("quantity");
        decimal(line.quantity.as_deref(), money::QUANTITY, 0, json);
        if open("unit_price") {
            json.key("unit_price");
            decimal(line.unit_price.as_deref(), money::PRICE, decimals, json);
        }
        if order && open("discount") {
            json.key("discount");
            decimal(line.discount.as_deref(), money::RATE, 0, json);
        }
        if !order {
            json.key("tax_rate");
            decimal(line.tax_rate.as_deref(), money::RATE, 0, json);
        }
        if open("amount") {
            json.key("amount")
                .amount(money::line_amount(line, decimals), currency);
        }
        json.close('}');
    }
    json.close(']')
}

fn decimal(text: Option<&str>, decimals: u32, least: u32, json: &mut Json) {
    match text.and_then(|text| money::read_scaled(text, decimals).ok()) {
        Some(value) => {
            let mut written = String::new();
            money::push_at_least(&mut written, value, decimals, least);
            json.text(&written);
        }
        None => {
            json.null();
        }
    }
}
