//! What a user was given and when: every change of their grants and of their card.
//!
//! `{"items":[CHANGE, …],"next"}`, the newest first. A change is
//!
//! ```text
//! {"at": INSTANT, "of": "grant" | "card", "grant": ID | null, "before": {…} | null, "after": {…} | null}
//! ```
//!
//! where `before` is null for what was made then and `after` for what was deleted then. A grant
//! stands in the bundle's keys `on, role, permissions, starts_at, expires_at, days_back, revoked_at`
//! with the server's ids, a guest's card in `state, roles, permissions, expires_at`, a member's in
//! `role`. An item that is gone reads `{"task": null}`, a role that is gone `"deleted"`. Clocks that
//! run out change nothing and are no change here.

mod stays;
mod tell;

use self::stays::{Stay, stays};
use self::tell::Names;
use super::target;
use crate::accounts::FOREVER;
use crate::visible::cursor::{Place as Mark, SortKey};
use crate::visible::json::Json;
use crate::visible::question::Question;
use crate::visible::{ReadError, Reader};
use jiff::Timestamp;
use std::cmp::Reverse;

/// One change: from one stay to the next, by their places.
struct Change {
    at: i64,
    grant: Option<[u8; 16]>,
    before: Option<usize>,
    after: Option<usize>,
}

impl Reader {
    /// The changes of a user's grants and card, the newest first, up to an instant if one is given:
    /// `{"items":[{"at","of":"grant"|"card","grant","before","after"}],"next"}`. `before` is null for
    /// what was made then, `after` for what was deleted then; both are in the bundle's keys.
    /// `parameters` are `limit` and `cursor` alone.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] unless the viewer is an admin; [`ReadError::NotFound`] where there
    /// is no such user; [`ReadError::Invalid`] for parameters that are not good.
    pub async fn history(
        &mut self,
        user: &str,
        at: Option<Timestamp>,
        parameters: &[(String, String)],
    ) -> std::result::Result<String, ReadError> {
        if !self.viewer.administers() {
            return Err(ReadError::NotAllowed);
        }
        let account = self.viewer.account.id;
        let key = target::user(&mut self.tx, account, user).await?;
        let key = key.ok_or(ReadError::NotFound)?;
        let what = format!("history {key} {at:?}");
        let question = Question::of_parts(&what, parameters).map_err(ReadError::Invalid)?;
        let after = match &question.cursor {
            Some(cursor) => Some(Mark::open(cursor, &self.viewer, &question)?),
            None => None,
        };
        let stays = stays(&mut self.tx, account, key).await?;
        let mut changes = changes(&stays);
        changes.retain(|change| at.is_none_or(|at| change.at <= at.as_microsecond()));
        changes.sort_by_key(|change| (Reverse(change.at), change.grant));
        let start = after.map_or(0, |mark| {
            changes
                .partition_point(|change| change.place() <= (Reverse(instant_of(&mark)), mark.id))
        });
        let end = changes.len().min(start + question.limit);
        let page = &changes[start..end];
        let names = Names::of(&mut self.tx, account, &stays).await?;

        let mut json = Json::with_capacity(64 + 512 * page.len());
        json.open('{').key("items").open('[');
        for change in page {
            change.write(&stays, &names, &mut json);
        }
        json.close(']').key("next");
        match page.last() {
            Some(last) if end < changes.len() => {
                let (Reverse(at), id) = last.place();
                let key = Some(SortKey::Number(i128::from(at)));
                json.text(&Mark { key, id }.seal(&self.viewer, &question))
            }
            _ => json.null(),
        };
        json.close('}');
        Ok(json.finish())
    }
}

fn instant_of(mark: &Mark) -> i64 {
    match mark.key {
        Some(SortKey::Number(at)) => i64::try_from(at).unwrap_or(i64::MAX),
        _ => i64::MAX,
    }
}

fn changes(stays: &[Stay]) -> Vec<Change> {
    let mut changes = Vec::with_capacity(stays.len() + 1);
    for (place, stay) in stays.iter().enumerate() {
        let change = |at, before, after| Change {
            at,
            grant: stay.grant,
            before,
            after,
        };
        let last = place.checked_sub(1).filter(|last| {
            let last = &stays[*last];
            last.grant == stay.grant && last.to == stay.from
        });
        changes.push(change(stay.from, last, Some(place)));
        let next = stays.get(place + 1);
        let goes_on = next.is_some_and(|next| next.grant == stay.grant && next.from == stay.to);
        if stay.to != FOREVER && !goes_on {
            changes.push(change(stay.to, Some(place), None));
        }
    }
    changes
}

impl Change {
    /// Where it stands in the order: no two changes stand in one place.
    fn place(&self) -> (Reverse<i64>, [u8; 16]) {
        (Reverse(self.at), self.grant.unwrap_or_default())
    }

    fn write(&self, stays: &[Stay], names: &Names, json: &mut Json) {
        json.open('{').key("at").instant(Some(self.at));
        json.key("of").text(if self.grant.is_some() {
            "grant"
        } else {
            "card"
        });
        json.key("grant");
        match &self.grant {
            Some(grant) => json.id(grant),
            None => json.null(),
        };
        for (key, place) in [("before", self.before), ("after", self.after)] {
            json.key(key);
            match place {
                Some(place) => stays[place].what.write(names, json),
                None => {
                    json.null();
                }
            }
        }
        json.close('}');
    }
}
