//! To whom something is shared: addresses, the users behind them, and who is invited.

use super::invite::{self, Newcomer};
use super::people::{self, ACTIVE, Person, REMOVED};
use super::wish::Share;
use crate::visible::Reader;
use crate::writes::WriteError;
use access::Fault;
use serde_json::Value;
use std::collections::HashMap;

/// The addresses in normal form, and those of them that the account does not have as a living user.
pub(super) async fn recipients(
    reader: &mut Reader,
    share: &Share,
) -> Result<(Vec<String>, HashMap<String, Person>), WriteError> {
    let given = invite::addresses(&share.to, "/to").map_err(WriteError::faults)?;
    let addresses: Vec<&str> = given.iter().map(|(_, address)| address.as_str()).collect();
    let account = reader.viewer.account.id;
    let known = people::by_addresses(&mut reader.tx, account, &addresses).await?;
    let mut faults = Vec::new();
    for (place, address) in &given {
        let expected = match known.get(address) {
            Some(person) if person.id == reader.viewer.party.id => {
                "somebody else's address: this one is your own"
            }
            Some(person) if !person.guest && person.state != ACTIVE => {
                "another address: this is a member who may not come in any more"
            }
            Some(person) if person.reads_everything() => {
                "another address: this is a member, who sees it already"
            }
            _ => continue,
        };
        let found = Value::from(address.as_str());
        faults.push(Fault::new(&format!("/to/{place}"), &found, expected));
    }
    if !faults.is_empty() {
        return Err(WriteError::faults(faults));
    }
    Ok((
        given.into_iter().map(|(_, address)| address).collect(),
        known,
    ))
}

/// Everybody it is shared with, in the order of the addresses; who is not known, or was removed, is invited.
pub(super) async fn everyone(
    reader: &mut Reader,
    to: &[String],
    mut known: HashMap<String, Person>,
) -> Result<Vec<Person>, WriteError> {
    let newcomers: Vec<Newcomer<'_>> = to
        .iter()
        .filter(|address| !known.contains_key(*address))
        .map(|email| Newcomer {
            email,
            name: "",
            contact: None,
        })
        .collect();
    let removed: Vec<Person> = to
        .iter()
        .filter_map(|address| known.get(address))
        .filter(|person| person.guest && person.state == REMOVED)
        .cloned()
        .collect();
    for person in invite::invite(reader, &newcomers, &removed).await? {
        known.insert(person.email.clone(), person);
    }
    Ok(to
        .iter()
        .filter_map(|address| known.remove(address))
        .collect())
}
