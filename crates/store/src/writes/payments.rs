//! Payments of an invoice: they are written as the invoice's list, so that what is paid and left follows.

use super::WriteError;
use super::record::{Before, Entries, Put, entries};
use super::shelf::{Seen, kind};
use super::turn::Turn;
use crate::bundle::json::Json;
use crate::bundle::parse;
use crate::engine::Sql;
use crate::error::StoreError;
use std::borrow::Cow;

const KEYS: [&str; 3] = ["paid_on", "amount", "method"];

impl Turn {
    /// Adds a payment at the end of the list.
    pub(super) async fn add_payment(
        &mut self,
        invoice: &Seen,
        body: Option<&[u8]>,
    ) -> Result<Put, WriteError> {
        let sent = payment(entries(body)?, &invoice.on.public_id)?;
        let before = self.invoice(invoice).await?;
        let (entries, place) = with_payments(&before, |payments| {
            payments.push(Json::Object(sent.clone()));
            payments.len() - 1
        })?;
        self.put(kind("invoice").0, Some(&before), &entries)
            .await
            .map_err(|error| at_the_payment(error, place))?;
        self.payment_at(invoice, place, &sent).await
    }

    /// Lays what was sent over a payment.
    pub(super) async fn change_payment(
        &mut self,
        invoice: &Seen,
        part: &str,
        body: Option<&[u8]>,
    ) -> Result<Put, WriteError> {
        let sent = payment(entries(body)?, &invoice.on.public_id)?;
        let key = self.payment_key(&crate::ids::parse(part)).await?;
        let place = self.place_of(invoice, key).await?;
        let before = self.invoice(invoice).await?;
        let (entries, ()) = with_payments(&before, |payments| {
            if let Some(Json::Object(there)) = payments.get_mut(place) {
                there.retain(|(key, _)| !sent.iter().any(|(other, _)| other == key));
                there.extend(sent.iter().cloned());
            }
        })?;
        let put = self
            .put(kind("invoice").0, Some(&before), &entries)
            .await
            .map_err(|error| at_the_payment(error, place))?;
        if put.changed.is_empty() {
            return Ok(put);
        }
        self.payment_at(invoice, place, &sent).await
    }

    /// Takes a payment out of the list; the others keep their ids.
    pub(super) async fn drop_payment(
        &mut self,
        invoice: &Seen,
        key: i64,
    ) -> Result<(), WriteError> {
        static DROP: Sql = Sql::fixed("DELETE FROM payment WHERE account_id = $1 AND id = $2");
        static CLOSE_UP: Sql = Sql::fixed(
            "UPDATE payment SET position = position - 1 WHERE account_id = $1 AND invoice_id = $2 AND position > $3",
        );
        static POSITION: Sql =
            Sql::fixed("SELECT position FROM payment WHERE account_id = $1 AND id = $2");
        let account = self.hand.account;
        let tx = &mut self.reader.tx;
        let one = [account.into(), key.into()];
        let position = tx.one(&POSITION, &one, |row| row.int(0)).await?;
        tx.execute(&DROP, &one).await?;
        let after = [
            account.into(),
            invoice.on.id.into(),
            position.unwrap_or(i64::MAX).into(),
        ];
        tx.execute(&CLOSE_UP, &after).await?;
        // What is left of the list adds up anew.
        let before = self.invoice(invoice).await?;
        let (entries, ()) = with_payments(&before, |_| ())?;
        self.put(kind("invoice").0, Some(&before), &entries).await?;
        Ok(())
    }

    /// The internal id of a payment.
    pub(super) async fn payment_key(&mut self, public_id: &[u8; 16]) -> Result<i64, WriteError> {
        static KEY: Sql =
            Sql::fixed("SELECT id FROM payment WHERE account_id = $1 AND public_id = $2");
        let values = [self.hand.account.into(), (*public_id).into()];
        let found = self.reader.tx.one(&KEY, &values, |row| row.int(0)).await?;
        found.ok_or(WriteError::NotFound)
    }

    async fn invoice(&mut self, invoice: &Seen) -> Result<Before, WriteError> {
        let before = self.recall(kind("invoice").0, invoice.on.id).await?;
        before.ok_or(WriteError::NotFound)
    }

    /// Which of the invoice's payments it is, counted from none.
    async fn place_of(&mut self, invoice: &Seen, key: i64) -> Result<usize, WriteError> {
        static PLACE: Sql = Sql::fixed(
            "SELECT id FROM payment WHERE account_id = $1 AND invoice_id = $2 ORDER BY position, id",
        );
        let values = [self.hand.account.into(), invoice.on.id.into()];
        let ids = self
            .reader
            .tx
            .rows(&PLACE, &values, |row| row.int(0))
            .await?;
        let place = ids.iter().position(|id| *id == key);
        place.ok_or(WriteError::NotFound)
    }

    async fn payment_at(
        &mut self,
        invoice: &Seen,
        place: usize,
        sent: &Entries<'_>,
    ) -> Result<Put, WriteError> {
        static AT: Sql = Sql::fixed(
            "SELECT id, public_id FROM payment WHERE account_id = $1 AND invoice_id = $2 ORDER BY position, id",
        );
        let values = [self.hand.account.into(), invoice.on.id.into()];
        let rows = self
            .reader
            .tx
            .rows(&AT, &values, |row| Ok((row.int(0)?, row.id(1)?)))
            .await?;
        let (id, public_id) = *rows
            .get(place)
            .ok_or_else(|| StoreError::broken("a payment that was just written is not there"))?;
        Ok(Put {
            id,
            public_id,
            changed: sent.iter().map(|(key, _)| key.to_string()).collect(),
        })
    }
}

/// What was sent of a payment, without the invoice that the address names.
fn payment<'a>(sent: Entries<'a>, invoice: &[u8; 16]) -> Result<Entries<'a>, WriteError> {
    let own = Json::Text(crate::ids::show(invoice).into());
    let mut kept = Entries::new();
    let mut wrongs = Vec::new();
    for (key, value) in sent {
        if key == "invoice" && value == own {
            continue;
        }
        if !KEYS.contains(&key.as_ref()) {
            wrongs.push(crate::bundle::values::unknown(
                "",
                &key,
                "one of paid_on, amount, method",
            ));
        } else if kept.iter().any(|(known, _)| *known == key) {
            wrongs.push(crate::bundle::json::repeated(format!("/{key}"), &key));
        } else {
            kept.push((key, value));
        }
    }
    if wrongs.is_empty() {
        Ok(kept)
    } else {
        Err(WriteError::faults(wrongs))
    }
}

/// The invoice's keys with its list of payments changed.
fn with_payments<'a, T>(
    before: &'a Before,
    change: impl FnOnce(&mut Vec<Json<'a>>) -> T,
) -> Result<(Entries<'a>, T), WriteError> {
    let Ok(Json::Object(mut entries)) = parse::tree(before.line.as_bytes()) else {
        return Err(StoreError::broken("an invoice's own line cannot be read").into());
    };
    entries.retain(|(key, _)| !matches!(key.as_ref(), "kind" | "id"));
    let mut payments = match entries.iter().position(|(key, _)| key == "payments") {
        Some(at) => match entries.remove(at).1 {
            Json::List(payments) => payments,
            _ => Vec::new(),
        },
        None => Vec::new(),
    };
    let changed = change(&mut payments);
    entries.push((Cow::Borrowed("payments"), Json::List(payments)));
    Ok((entries, changed))
}

/// Says of a fault in the list where it stands in the body, which is one payment.
fn at_the_payment(error: WriteError, place: usize) -> WriteError {
    let WriteError::Invalid(mut wrongs) = error else {
        return error;
    };
    let before = format!("/payments/{place}");
    for wrong in &mut wrongs {
        let own = wrong
            .pointer
            .strip_prefix(&before)
            .or_else(|| wrong.pointer.strip_prefix("/payments"));
        if let Some(own) = own {
            wrong.pointer = own.to_owned();
        }
    }
    WriteError::Invalid(wrongs)
}
