//! Guests made from e-mail addresses.

use super::people::{INVITED, Person};
use super::{ending, plan};
use crate::bundle::history;
use crate::engine::{Column, Kind, Sql, Tx, Upsert};
use crate::visible::Reader;
use crate::writes::WriteError;
use crate::{accounts, email};
use access::Fault;
use serde_json::Value;
use std::collections::HashMap;

/// Someone to be invited.
#[derive(Clone, Debug)]
pub(super) struct Newcomer<'a> {
    /// In normal form.
    pub(super) email: &'a str,
    pub(super) name: &'a str,
    /// The contact that they are.
    pub(super) contact: Option<i64>,
}

/// Makes guests of people whom the account does not know, and brings removed ones back, all in the state
/// `invited` and in the order given. What a removed guest once held does not come back with them: they are as new,
/// but for what they wrote and what hangs on them.
///
/// # Errors
/// [`WriteError::PlanFull`] where the plan has no place for all of them.
pub(super) async fn invite(
    reader: &mut Reader,
    newcomers: &[Newcomer<'_>],
    removed: &[Person],
) -> Result<Vec<Person>, WriteError> {
    let (account, by, now) = (
        reader.viewer.account.id,
        reader.viewer.party.id,
        reader.viewer.now,
    );
    let tx = &mut reader.tx;
    let more = newcomers.len() + removed.len();
    if more > 0 {
        plan::has_room(tx, account, more).await?;
    }
    let mut guests = bring_back(tx, account, by, now, removed).await?;
    guests.extend(make(tx, account, by, now, newcomers).await?);
    Ok(guests)
}

async fn make(
    tx: &mut Tx,
    account: i64,
    by: i64,
    now: i64,
    newcomers: &[Newcomer<'_>],
) -> Result<Vec<Person>, WriteError> {
    const fn column(name: &'static str, kind: Kind) -> Column {
        Column { name, kind }
    }
    static COLUMNS: [Column; 14] = [
        column("account_id", Kind::Int),
        column("id", Kind::Int),
        column("public_id", Kind::Blob),
        column("identity_id", Kind::Int),
        column("email", Kind::Text),
        column("name", Kind::Text),
        column("is_guest", Kind::Int),
        column("role", Kind::Int),
        column("state", Kind::Int),
        column("roles", Kind::Text),
        column("contact_id", Kind::Int),
        column("created_at", Kind::Int),
        column("invited_by_id", Kind::Int),
        column("invited_at", Kind::Int),
    ];
    static GUEST: Upsert = Upsert::keeping("person", &COLUMNS, &[]);
    if newcomers.is_empty() {
        return Ok(Vec::new());
    }
    let addresses: Vec<&str> = newcomers.iter().map(|new| new.email).collect();
    let identities = accounts::identities(tx, &addresses, now).await?;
    let first = accounts::allocate(tx, account, newcomers.len() as i64).await?;
    let mut batch = GUEST.batch();
    let mut made = Vec::with_capacity(newcomers.len());
    for ((id, new), identity) in (first..).zip(newcomers).zip(identities) {
        let public_id = accounts::random_id();
        batch.int(account).int(id).blob(&public_id).int(identity);
        batch
            .text(new.email)
            .text(new.name)
            .int(1)
            .int(0)
            .int(INVITED);
        batch
            .text("[]")
            .opt_int(new.contact)
            .int(now)
            .int(by)
            .int(now);
        made.push(Person {
            id,
            public_id,
            email: new.email.to_owned(),
            name: new.name.to_owned(),
            guest: true,
            role: 0,
            state: INVITED,
            expires_at: None,
            contact: new.contact,
        });
    }
    tx.upsert_many(&GUEST, &batch).await?;
    let ids: Vec<i64> = made.iter().map(|person| person.id).collect();
    history::again(tx, account, now, "guest", &ids).await?;
    Ok(made)
}

pub(super) async fn bring_back(
    tx: &mut Tx,
    account: i64,
    by: i64,
    now: i64,
    removed: &[Person],
) -> Result<Vec<Person>, WriteError> {
    static BACK: Sql = Sql::fixed(
        "UPDATE person SET state = 0, roles = '[]', permissions = NULL, expires_at = NULL, invited_by_id = $3, \
         invited_at = $4 WHERE account_id = $1 AND id = ANY($2)",
    );
    if removed.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = removed.iter().map(|person| person.id).collect();
    for person in removed {
        ending::end_all_of(tx, account, person.id, now).await?;
    }
    let values = [account.into(), ids.as_slice().into(), by.into(), now.into()];
    tx.execute(&BACK, &values).await?;
    history::again(tx, account, now, "guest", &ids).await?;
    let back = removed.iter().map(|person| Person {
        state: INVITED,
        expires_at: None,
        ..person.clone()
    });
    Ok(back.collect())
}

/// Addresses as people send them, in normal form and without repeats, each with the place where it stood first.
///
/// # Errors
/// The ones that are none, at `pointer/place`.
pub(super) fn addresses(
    given: &[Value],
    pointer: &str,
) -> Result<Vec<(usize, String)>, Vec<Fault>> {
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(given.len());
    let mut addresses = Vec::with_capacity(given.len());
    let mut faults = Vec::new();
    for (place, value) in given.iter().enumerate() {
        match value.as_str().and_then(|text| email::normal(text.trim())) {
            Some(address) => {
                if seen.insert(address.clone(), place).is_none() {
                    addresses.push((place, address));
                }
            }
            None => faults.push(Fault::new(
                &format!("{pointer}/{place}"),
                value,
                "an e-mail address as `name@company.example`",
            )),
        }
    }
    if faults.is_empty() {
        Ok(addresses)
    } else {
        Err(faults)
    }
}
