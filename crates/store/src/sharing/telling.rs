//! Telling those to whom something was opened.

use super::people::{ACTIVE, INVITED, Person};
use crate::error::Result;
use crate::mail::{self, Kind, Mail};
use crate::visible::Reader;

/// Queues the mail to somebody to whom something was opened; gives whether there is one. Who is suspended, or
/// whose time is over, is told nothing; while sharing is switched off the mail rests.
pub(super) async fn tell_guest(
    reader: &mut Reader,
    person: &Person,
    grants: &[i64],
    message: Option<&str>,
) -> Result<bool> {
    let (account, by, now) = (
        reader.viewer.account.id,
        reader.viewer.party.id,
        reader.viewer.now,
    );
    let comes_in = !person.guest
        || matches!(person.state, INVITED | ACTIVE)
            && person.expires_at.is_none_or(|end| end > now);
    if !comes_in || person.reads_everything() || person.id == by {
        return Ok(false);
    }
    let mail = Mail {
        to: person.id,
        caused_by: Some(by),
        kind: Kind::Shared {
            grants: grants.to_vec(),
            message: message.map(str::to_owned),
        },
    };
    mail::queue(&mut reader.tx, account, now, &mail).await?;
    Ok(true)
}
