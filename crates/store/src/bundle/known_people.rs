//! Members and guests the account knows already: by the sender's id, or by their e-mail address.

use super::json::cut;
use super::kinds::{Kind, Space};
use super::report::Problem;
use super::scratch::State;
use super::work::Work;
use crate::engine::{Sql, Tx, Value};
use crate::error::Result;
use access::Fault;
use std::collections::HashMap;

/// Who has an address in the account.
struct Holder {
    id: i64,
    source_id: Option<String>,
    guest: bool,
}

/// Notes for every line of a member or guest whether the account has that user, and refuses lines whose address
/// is somebody else's.
pub(crate) async fn note(work: &mut Work, tx: &mut Tx) -> Result<()> {
    for (sid, email, line, earlier) in work.scratch.addresses_met_before()? {
        let expected = format!("an address that no other line has; line {earlier} has it");
        refuse(work, &sid, line, ("/email", &email, &expected))?;
    }
    note_deleted(work, tx).await?;
    let mut after = String::new();
    loop {
        let chunk = work.scratch.addresses(&after)?;
        let Some((last, _, _)) = chunk.last() else {
            return Ok(());
        };
        after.clone_from(last);
        let sids: Vec<&str> = chunk.iter().map(|(sid, _, _)| sid.as_str()).collect();
        let emails: Vec<&str> = chunk.iter().map(|(_, email, _)| email.as_str()).collect();
        let by_id: HashMap<String, (i64, bool)> = if work.ids.any(Space::Person) {
            let known = work.ids.existing(tx, Space::Person, &sids).await?;
            known
                .into_iter()
                .map(|(sid, id, guest)| (sid, (id, guest)))
                .collect()
        } else {
            HashMap::new()
        };
        let by_email = holders(tx, work.hand.account, &emails).await?;
        for (sid, email, line) in &chunk {
            note_one(
                work,
                sid,
                email,
                *line,
                by_id.get(sid).copied(),
                by_email.get(email),
            )?;
        }
    }
}

fn note_one(
    work: &mut Work,
    sid: &str,
    email: &str,
    line: u64,
    by_id: Option<(i64, bool)>,
    by_email: Option<&Holder>,
) -> Result<()> {
    let Some(entry) = work.scratch.entry(Space::Person, sid)? else {
        return Ok(());
    };
    let other = if entry.guest { "member" } else { "guest" };
    if by_id.is_some_and(|(_, guest)| guest != entry.guest) {
        return refuse(
            work,
            sid,
            line,
            (
                "/id",
                sid,
                &format!("an id that no {other} of the account has"),
            ),
        );
    }
    let Some(holder) = by_email else {
        return by_id.map_or(Ok(()), |(id, _)| work.scratch.known(Space::Person, sid, id));
    };
    if holder.guest != entry.guest {
        return refuse(
            work,
            sid,
            line,
            (
                "/email",
                email,
                &format!("an address that no {other} of the account has"),
            ),
        );
    }
    let of_another_line = match holder.source_id.as_deref() {
        Some(source) if source != sid => work.scratch.entry(Space::Person, source)?.is_some(),
        _ => false,
    };
    if by_id.is_some_and(|(id, _)| id != holder.id) || of_another_line {
        return refuse(
            work,
            sid,
            line,
            (
                "/email",
                email,
                "an address that no other user of the account has",
            ),
        );
    }
    work.scratch.known(Space::Person, sid, holder.id)
}

/// Deleting a guest of an id that a member has, or the other way round, deletes nobody.
async fn note_deleted(work: &mut Work, tx: &mut Tx) -> Result<()> {
    let mut after = String::new();
    loop {
        let chunk = work.scratch.entries(Space::Person, &after)?;
        let Some((last, _)) = chunk.last() else {
            return Ok(());
        };
        after.clone_from(last);
        let deleted: Vec<_> = chunk
            .iter()
            .filter(|(_, entry)| entry.state == State::Deleted)
            .collect();
        let sids: Vec<&str> = deleted.iter().map(|(sid, _)| sid.as_str()).collect();
        if sids.is_empty() || !work.ids.any(Space::Person) {
            continue;
        }
        for (sid, id, guest) in work.ids.existing(tx, Space::Person, &sids).await? {
            let Some((_, entry)) = deleted.iter().find(|(deleted, _)| *deleted == sid) else {
                continue;
            };
            if entry.guest == guest {
                work.scratch.known(Space::Person, &sid, id)?;
            } else {
                let place = place_of(entry.guest);
                work.scratch
                    .forget(place, Space::Person, &sid, entry.line)?;
            }
        }
    }
}

/// The place of the kind `guest` or `member`.
fn place_of(guest: bool) -> usize {
    Kind::named(if guest { "guest" } else { "member" }).map_or(0, |(place, _)| place)
}

async fn holders(tx: &mut Tx, account: i64, emails: &[&str]) -> Result<HashMap<String, Holder>> {
    static HOLDERS: Sql = Sql::fixed(
        "SELECT email, id, source_id, is_guest FROM person WHERE account_id = $1 AND email = ANY($2)",
    );
    let rows = tx
        .rows(&HOLDERS, &[account.into(), Value::Texts(emails)], |row| {
            let source_id = row.opt_text(2)?.map(str::to_owned);
            Ok((
                row.text(0)?.to_owned(),
                Holder {
                    id: row.int(1)?,
                    source_id,
                    guest: row.truth(3)?,
                },
            ))
        })
        .await?;
    Ok(rows.into_iter().collect())
}

fn refuse(
    work: &mut Work,
    sid: &str,
    line: u64,
    (pointer, found, expected): (&str, &str, &str),
) -> Result<()> {
    let fault = Fault {
        pointer: pointer.to_owned(),
        found: format!("`{}`", cut(found)),
        expected: expected.to_owned(),
    };
    let guest = work
        .scratch
        .entry(Space::Person, sid)?
        .is_some_and(|entry| entry.guest);
    work.take_out(
        place_of(guest),
        Space::Person,
        sid,
        line,
        fault,
        Problem::Invalid,
    )
}
