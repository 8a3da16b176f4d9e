//! What a customer still has to pay and what was paid, over the invoices that this viewer sees.
//!
//! Only what shows of an invoice decides here: one whose status or balance is hidden is left out, one whose due day
//! is hidden stands last, so that neither order nor absence tells of it.

use super::asked::{Area, Asked};
use super::pages::compared;
use crate::engine::{Row, Sql, SqlBuilder};
use crate::error::{Result, StoreError};
use crate::visible::cursor::{Place, SortKey};
use crate::visible::json::Json;
use crate::visible::rows::{Layout, Rows};
use crate::visible::table::table;
use crate::visible::{ReadError, Reader};
use access::{Bits, Module};
use jiff::Timestamp;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::ControlFlow;

static DUE: Area = Area {
    name: "due_payments",
    from: "",
    sorts: &[],
    filters: &[],
    searched: &[],
};
static HISTORY: Area = Area {
    name: "payment_history",
    from: "",
    sorts: &[],
    filters: &[],
    searched: &[],
};

const STATUS: Bits = Module::Invoices.field("status");
const BALANCE: Bits = Module::Invoices.field("balance");
const DUE_ON: Bits = Module::Invoices.field("due_on");
const CURRENCY: Bits = Module::Invoices.field("currency");
const PAYMENTS: Bits = Module::Invoices.relation("payments");

/// Statuses of invoices that were sent and are not void.
const SENT: [i64; 2] = [1, 2];

struct Payment {
    public_id: [u8; 16],
    invoice: i64,
    paid_on: Option<i64>,
    amount: i64,
    method: Option<String>,
}

fn payment(row: &Row<'_>) -> Result<Payment> {
    Ok(Payment {
        public_id: row.id(0)?,
        invoice: row.int(1)?,
        paid_on: row.opt_int(2)?,
        amount: row.int(3)?,
        method: row.opt_text(4)?.map(str::to_owned),
    })
}

impl Reader {
    /// What a customer still has to pay, as JSON `{"items","next"}`, the longest due first: for each sent invoice
    /// with something left, `invoice` (`id`, `number`), and where they are open `due_on` and `days_overdue` (whole
    /// days on today in the account's time zone, 0 where it is not overdue), `balance`, `currency`. Parameters:
    /// `limit`, `cursor`, `count`.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] where the customer is not visible; [`ReadError::Invalid`] for parameters.
    pub async fn due_payments(
        &mut self,
        customer: &str,
        parameters: &[(String, String)],
    ) -> std::result::Result<String, ReadError> {
        let invoices = self.invoices_of(customer).await?;
        let asked = Asked::read(&DUE, &self.viewer, parameters)?;
        let today = self.today()?;
        let lines = (0..invoices.len())
            .filter(|row| left_to_pay(&invoices, *row).is_some())
            .map(|row| {
                let due_on = number(&invoices, row, "due_on", DUE_ON);
                (
                    Place {
                        key: due_on.map(|day| SortKey::Number(day.into())),
                        id: invoices.public_id(row),
                    },
                    row,
                )
            });
        Ok(self.paper(&asked, lines.collect(), false, |row, json| {
            invoice(&invoices, row, json.open('{').key("invoice"));
            if invoices.sets[row].fields.has(DUE_ON) {
                let due_on = number(&invoices, row, "due_on", DUE_ON);
                json.key("due_on").date(due_on);
                json.key("days_overdue")
                    .int_or_null(due_on.map(|day| (today - day).max(0)));
            }
            let currency = currency(&invoices, row);
            json.key("balance")
                .amount(left_to_pay(&invoices, row), currency);
            if invoices.sets[row].fields.has(CURRENCY) {
                json.key("currency").text_or_null(currency);
            }
            json.close('}');
        }))
    }

    /// What was paid on a customer's invoices, as JSON `{"items","next"}`, the last first: for each payment on an
    /// invoice whose payments are open, `id`, `invoice` (`id`, `number`), `paid_on`, `amount`, `currency` where it
    /// is open, `method`. Parameters: `limit`, `cursor`, `count`.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] where the customer is not visible; [`ReadError::Invalid`] for parameters.
    pub async fn payment_history(
        &mut self,
        customer: &str,
        parameters: &[(String, String)],
    ) -> std::result::Result<String, ReadError> {
        let invoices = self.invoices_of(customer).await?;
        let asked = Asked::read(&HISTORY, &self.viewer, parameters)?;
        let open: HashMap<i64, usize> = (0..invoices.len())
            .filter(|row| invoices.sets[*row].relations.has(PAYMENTS))
            .map(|row| (invoices.id(row), row))
            .collect();
        let payments = self.payments_on(open.keys().copied().collect()).await?;
        let lines = payments.iter().enumerate().map(|(at, payment)| {
            (
                Place {
                    key: payment.paid_on.map(|day| SortKey::Number(day.into())),
                    id: payment.public_id,
                },
                at,
            )
        });
        Ok(self.paper(&asked, lines.collect(), true, |at, json| {
            let payment = &payments[at];
            let Some(row) = open.get(&payment.invoice).copied() else {
                return;
            };
            json.open('{').key("id").id(&payment.public_id);
            invoice(&invoices, row, json.key("invoice"));
            let currency = currency(&invoices, row);
            json.key("paid_on")
                .date(payment.paid_on)
                .key("amount")
                .amount(Some(payment.amount), currency);
            if invoices.sets[row].fields.has(CURRENCY) {
                json.key("currency").text_or_null(currency);
            }
            json.key("method")
                .text_or_null(payment.method.as_deref())
                .close('}');
        }))
    }

    /// The invoices of a customer that the viewer sees, judged; the customer itself must be visible.
    async fn invoices_of(&mut self, customer: &str) -> std::result::Result<Rows, ReadError> {
        let found = self
            .find_row(Module::Customers, &crate::ids::parse(customer))
            .await?;
        if found.len() == 0 {
            return Err(ReadError::NotFound);
        }
        let openings = self.openings(Module::Invoices).await?;
        let table = table(Module::Invoices);
        let mut rows = Rows::new(Layout::new(table, Reader::widest(&openings, table)));
        let mut sql = SqlBuilder::new("SELECT ");
        for (place, (column, _)) in rows.layout.columns.iter().enumerate() {
            sql.push(if place > 0 { ", " } else { "" }).push(column);
        }
        sql.push(" FROM invoice WHERE account_id = ")
            .bind(self.viewer.account.id);
        sql.push(" AND customer_id = ").bind(found.id(0));
        let (sql, values) = sql.finish();
        let now = self.viewer.now;
        self.tx
            .each(&sql, &values, |row| {
                rows.push(row, 0)?;
                let last = rows.len() - 1;
                match openings.judge(&rows.keys(last, now)) {
                    Some(sets) => rows.sets[last] = sets,
                    None => rows.pop(),
                }
                Ok(ControlFlow::Continue(()))
            })
            .await?;
        Ok(rows)
    }

    async fn payments_on(&mut self, invoices: Vec<i64>) -> Result<Vec<Payment>> {
        static ON: Sql = Sql::fixed(
            "SELECT public_id, invoice_id, paid_on, amount, method FROM payment \
             WHERE account_id = $1 AND invoice_id = ANY($2)",
        );
        self.tx
            .rows(
                &ON,
                &[self.viewer.account.id.into(), invoices.as_slice().into()],
                payment,
            )
            .await
    }

    /// Today in the account's time zone, in days since 1970.
    fn today(&self) -> Result<i64> {
        let now = Timestamp::from_microsecond(self.viewer.now)
            .map_err(|e| StoreError::broken(e.to_string()))?;
        Ok(crate::days::number(
            self.viewer.account.time_zone.to_datetime(now).date(),
        ))
    }

    /// A page of lines in the order of their places.
    fn paper(
        &self,
        asked: &Asked,
        mut lines: Vec<(Place, usize)>,
        descending: bool,
        mut write: impl FnMut(usize, &mut Json),
    ) -> String {
        let count = asked.count.then_some(lines.len());
        if let Some(after) = &asked.after {
            lines.retain(|(place, _)| compared(place, after, descending) == Ordering::Greater);
        }
        lines.sort_by(|(a, _), (b, _)| compared(a, b, descending));
        let more = lines.len() > asked.limit;
        lines.truncate(asked.limit);
        let next = lines
            .last()
            .filter(|_| more)
            .map(|(last, _)| asked.cursor(&self.viewer, last));
        let lines = lines
            .into_iter()
            .filter_map(|(_, line)| i64::try_from(line).ok())
            .collect();
        super::pages::Page::of(lines, next, count)
            .json(|line, json| write(usize::try_from(line).unwrap_or(0), json))
    }
}

/// A number of an invoice, where its field is open.
fn number(invoices: &Rows, row: usize, field: &str, bit: Bits) -> Option<i64> {
    let open = invoices.sets[row].fields.has(bit);
    let shown = invoices.layout.field(field).filter(|_| open)?;
    invoices.int(row, shown.at[0])
}

/// What is left to pay on an invoice, where it is open, the invoice was sent, and it is more than nothing.
fn left_to_pay(invoices: &Rows, row: usize) -> Option<i64> {
    let sent = number(invoices, row, "status", STATUS).is_some_and(|status| SENT.contains(&status));
    number(invoices, row, "balance", BALANCE).filter(|left| sent && *left > 0)
}

/// The currency that an invoice's amounts are written in.
fn currency(invoices: &Rows, row: usize) -> Option<&str> {
    invoices
        .layout
        .at("currency")
        .and_then(|at| invoices.text(row, at))
}

fn invoice(invoices: &Rows, row: usize, json: &mut Json) {
    let number = invoices
        .layout
        .field("number")
        .and_then(|shown| invoices.text(row, shown.at[0]));
    json.open('{')
        .key("id")
        .id(&invoices.public_id(row))
        .key("number")
        .text(number.unwrap_or_default())
        .close('}');
}
