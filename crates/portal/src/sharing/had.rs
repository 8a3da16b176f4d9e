//! What somebody has on an item already, filled into the dialog so that it can be changed there.

use access::ticks::{self, Doing, Tick};
use access::{Module, Permissions};
use jiff::{Timestamp, ToSpan as _};
use serde::Deserialize;
use serde_json::Value;

use super::filled::{Filled, Until, takes_ticks};
use super::on::On;
use crate::frame::{Listed, Stop, Visit, read};

#[derive(Deserialize)]
struct Guest {
    id: String,
    email: String,
}

#[derive(Deserialize)]
struct Had {
    role: Option<String>,
    permissions: Value,
    expires_at: Option<Timestamp>,
    days_back: Option<i64>,
    revoked_at: Option<Timestamp>,
}

/// The dialog, filled in with what this one person has on this one item; unchanged for everything else.
pub(super) async fn filled(visit: &mut Visit, mut filled: Filled) -> Result<Filled, Stop> {
    let addresses = filled.addresses();
    let ([on], [address]) = (filled.on.as_slice(), addresses.as_slice()) else {
        return Ok(filled);
    };
    let (on, address) = (on.clone(), (*address).to_owned());
    if !visit.reader.viewer().administers() {
        return Ok(filled);
    }
    let Some(had) = had(visit, &on, &address).await? else {
        return Ok(filled);
    };
    let module = on.module;
    filled.until = if had.expires_at.is_some() {
        Until::Day
    } else {
        Until::Never
    };
    if let Some(end) = had.expires_at {
        // A day ends where the next begins: the last day is the one just before the end.
        let zone = visit.reader.viewer().account_zone().clone();
        let last = end.checked_sub(1.microsecond()).unwrap_or(end);
        filled.day = zone.to_datetime(last).date().to_string();
    }
    filled.days_back = had
        .days_back
        .map(|days| days.to_string())
        .unwrap_or_default();
    match Permissions::read(&had.permissions) {
        Ok(permissions) if !had.permissions.is_null() && takes_ticks(&filled.on) => {
            filled.role = None;
            (filled.show, filled.can) = ticked(module, &permissions);
        }
        _ => filled.role = had.role.or(filled.role),
    }
    Ok(filled)
}

async fn had(visit: &mut Visit, on: &On, address: &str) -> Result<Option<Had>, Stop> {
    let question = [("q", address), ("limit", "20")];
    let question = question.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let guests: Listed<Guest> = read(&visit.reader.guests(&question).await?)?;
    let guest = guests
        .items
        .into_iter()
        .find(|guest| guest.email.eq_ignore_ascii_case(address));
    let Some(guest) = guest else {
        return Ok(None);
    };
    let question = [
        ("filter[to]", guest.id),
        ("filter[on]", on.path()),
        ("filter[live]", "true".to_owned()),
        ("limit", "1".to_owned()),
    ];
    let question = question.map(|(name, value)| (name.to_owned(), value));
    let grants: Listed<Had> = read(&visit.reader.grants(&question).await?)?;
    Ok(grants
        .items
        .into_iter()
        .find(|had| had.revoked_at.is_none()))
}

/// The ticks and the actions that permissions come to, as near as the dialog can say it.
pub(crate) fn ticked(module: Module, permissions: &Permissions) -> (Vec<Tick>, Doing) {
    let held = permissions.module(module).unwrap_or_default();
    let show: Vec<Tick> = Tick::ALL
        .into_iter()
        .filter(|tick| {
            let opens = ticks::permissions(module, &[*tick], Doing::Nothing);
            let opens = opens.module(module).unwrap_or_default();
            let something = !(opens.fields.is_empty() && opens.relations.is_empty());
            tick.fits(module)
                && something
                && held.fields.has(opens.fields)
                && held.relations.has(opens.relations)
        })
        .collect();
    // The least that allows just as much: where no tasks are open, approving and commenting come to the same. What
    // the dialog cannot say begins with nothing, so that saving never opens more.
    let chosen = Doing::ALL.into_iter().find(|doing| {
        let with = ticks::permissions(module, &show, *doing);
        Module::ALL.into_iter().all(|module| {
            let held = permissions.module(module).unwrap_or_default().actions;
            with.module(module).unwrap_or_default().actions == held
        })
    });
    (show, chosen.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_ticked_is_ticked_again() {
        for module in [Module::Projects, Module::Tasks] {
            for doing in Doing::ALL {
                let some = [Tick::DueOn, Tick::Files];
                let all: Vec<Tick> = Tick::ALL
                    .into_iter()
                    .filter(|tick| tick.fits(module))
                    .collect();
                for ticks in [&some[..], &all] {
                    let permissions = ticks::permissions(module, ticks, doing);
                    let (show, can) = ticked(module, &permissions);
                    let again = ticks::permissions(module, &show, can);
                    assert_eq!(
                        again.write(),
                        permissions.write(),
                        "{module:?} {ticks:?} {doing:?}"
                    );
                    let odd = |tick: &&Tick| module == Module::Tasks && **tick == Tick::Tasks;
                    let wanted: Vec<Tick> =
                        ticks.iter().filter(|tick| !odd(tick)).copied().collect();
                    assert_eq!(show, wanted);
                }
            }
        }
    }
}
