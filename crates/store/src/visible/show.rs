//! An item as its viewer sees it: identity, the fields that show, references, relations, actions.

use super::json::Json;
use super::names::{FOLLOWERS, Named, Names, Seen};
use super::reader::Reader;
use super::rows::{Rows, Shown};
use super::table::Shape;
use crate::money;
use access::{Bits, Facet, Module};

impl Reader {
    /// Writes one row as an item.
    pub(crate) fn show(&self, rows: &Rows, row: usize, names: &Names, json: &mut Json) {
        let module = rows.layout.table.module;
        let sets = rows.sets[row];
        json.open('{').key("id").id(&rows.public_id(row));
        for shown in &rows.layout.fields {
            if sets.fields.has(shown.bit) {
                self.field(rows, row, shown, names, json);
            }
        }
        self.references_of(rows, row, names, json);
        json.key("relations")
            .names(sets.relations.names(module, Facet::Relations));
        json.key("can")
            .names(sets.actions.names(module, Facet::Actions));
        json.close('}');
    }

    fn field(&self, rows: &Rows, row: usize, shown: &Shown, names: &Names, json: &mut Json) {
        let shape = shown.field.shape;
        if shape == Shape::LineColumn {
            return;
        }
        json.key(shown.field.name);
        let at = shown.at;
        match shape {
            Shape::Text(_) => json.text_or_null(rows.text(row, at[0])),
            Shape::Date(_) => json.date(rows.int(row, at[0])),
            Shape::Instant(_) => json.instant(rows.int(row, at[0])),
            Shape::Percent(_) => match rows.int(row, at[0]) {
                Some(percent) => json.int(percent),
                None => json.null(),
            },
            Shape::Hours(_) => json.shortest(rows.int(row, at[0]), money::QUANTITY),
            Shape::Choice(_, choices) => {
                let place = rows.int(row, at[0]).and_then(|n| usize::try_from(n).ok());
                json.text_or_null(place.and_then(|place| choices.get(place)).copied())
            }
            Shape::Stage(_) => match rows.int(row, at[0]).and_then(|id| names.stages.get(&id)) {
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
            },
            Shape::Person(_) => match rows.int(row, at[0]) {
                Some(id) => self.person(&names.person(self, id), json),
                None => json.null(),
            },
            Shape::People(table, _) => self.people_of(names, table, rows.id(row), json),
            Shape::Attendees => self.people_of(names, "meeting_attendee", rows.id(row), json),
            Shape::Amount(_) => json.amount(rows.int(row, at[0]), rows.text(row, at[1])),
            Shape::Money(..) => json.money(rows.int(row, at[0]), rows.text(row, at[1])),
            Shape::Balance => {
                json.open('[');
                for (currency, sum) in names.balances.get(&rows.id(row)).into_iter().flatten() {
                    json.money(Some(*sum), Some(currency));
                }
                json.close(']')
            }
            Shape::Client => self.client(rows, row, at, names, json),
            Shape::OrderLines | Shape::TaxLines => lines(rows, row, shown, json),
            Shape::LineColumn => json,
        };
    }

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

    fn references_of(&self, rows: &Rows, row: usize, names: &Names, json: &mut Json) {
        let module = rows.layout.table.module;
        let holds = |relation: &str| {
            let bit = module.bit(Facet::Relations, relation).unwrap_or(Bits::NONE);
            !bit.is_empty() && rows.sets[row].relations.has(bit)
        };
        let company = rows
            .layout
            .at("company_id")
            .and_then(|at| rows.int(row, at));
        let targets = [
            ("project", rows.project(row), &names.projects),
            ("customer", rows.customer(row), &names.customers),
            ("company", company, &names.customers),
        ];
        for (relation, id, seen) in targets {
            if holds(relation) {
                json.key(relation);
                reference(id.and_then(|id| seen.get(&id)), json);
            }
        }
        if let Some(parent) = rows.parent(row).and_then(|id| names.parents.get(&id)) {
            json.key("parent").open('{').key("id").id(&parent.public_id);
            json.key("title").text(&parent.name).close('}');
        }
        if module == Module::Projects && self.viewer.reads_everything() {
            json.key("followers");
            self.people_of(names, FOLLOWERS, rows.id(row), json);
            json.key("created_by");
            let by = rows
                .layout
                .at("created_by_id")
                .and_then(|at| rows.int(row, at));
            self.person(&by.map_or(Seen::Nobody, |id| names.person(self, id)), json);
        }
    }
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
