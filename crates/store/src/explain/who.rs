//! Who sees an item: guests and limited members, with the paths that open it to them.
//!
//! Only users that something ties to the item or to what leads to it are judged, however many
//! guests the account has.

use super::moment::Moment;
use super::paths::{Path, place_of, tried};
use super::places::places;
use super::target::Target;
use super::ties::ties;
use crate::engine::{SqlBuilder, Tx, Value};
use crate::error::Result;
use crate::viewer::{Viewer, Who};
use crate::visible::cursor::Place as Mark;
use crate::visible::json::Json;
use crate::visible::question::Question;
use crate::visible::{ReadError, Reader};
use jiff::Timestamp;
use std::collections::HashMap;

/// One user who sees the item.
struct Sees {
    user: Viewer,
    paths: Vec<Path>,
}

impl Reader {
    /// The guests and limited members that see `item` (`tasks/ID`), in the order of their ids, each
    /// with the paths that open it: `{"items":[{"user":{"id","name","email","kind"},"paths":[…]}],"next"}`.
    /// `parameters` are `limit` and `cursor` alone. For an earlier instant see [`Reader::explain`].
    ///
    /// # Errors
    /// As [`Reader::explain`], and [`ReadError::Invalid`] for parameters that are not good.
    pub async fn who(
        &mut self,
        item: &str,
        at: Option<Timestamp>,
        parameters: &[(String, String)],
    ) -> std::result::Result<String, ReadError> {
        let target = self.asked_about(item, at).await?;
        let what = format!(
            "who {} {at:?}",
            place_of(target.facts.module, &target.public_id)
        );
        let question = Question::of_parts(&what, parameters).map_err(ReadError::Invalid)?;
        let mut after = match &question.cursor {
            Some(cursor) => Mark::open(cursor, &self.viewer, &question)?.id,
            None => [0; 16],
        };
        let Reader { viewer, tx, .. } = self;
        let moment = Moment::of(tx, viewer, at).await?;
        let mut seeing: Vec<Sees> = Vec::new();
        // One more than the page holds tells whether there is a next one.
        while seeing.len() <= question.limit {
            let tied = tied(tx, &moment, &target, after, question.limit + 1).await?;
            let more = tied.len() > question.limit;
            let Some((last, _)) = tied.last() else { break };
            after = *last;
            seeing.extend(judged(tx, &moment, &target, &tied).await?);
            if !more {
                break;
            }
        }
        let next = (seeing.len() > question.limit).then(|| {
            seeing.truncate(question.limit);
            let last = seeing
                .last()
                .map_or([0; 16], |sees| sees.user.party.public_id);
            Mark {
                key: None,
                id: last,
            }
            .seal(&self.viewer, &question)
        });

        let mut json = Json::with_capacity(64 + 384 * seeing.len());
        json.open('{').key("items").open('[');
        for sees in &seeing {
            sees.write(&mut json);
        }
        json.close(']').key("next").text_or_null(next.as_deref());
        if moment.given {
            json.key("items_as_of").text("now");
        }
        json.close('}');
        Ok(json.finish())
    }
}

/// Users tied to the target in any way, alive or dead: public and internal ids, in the order of the
/// public ones, after one of them.
pub(super) async fn tied(
    tx: &mut Tx,
    moment: &Moment,
    target: &Target,
    after: [u8; 16],
    limit: usize,
) -> Result<Vec<([u8; 16], i64)>> {
    let mut sql = SqlBuilder::new("SELECT p.public_id, p.id FROM person p WHERE p.account_id = ");
    sql.bind(moment.account.id)
        .push(" AND p.public_id > ")
        .bind(Value::Id(after));
    sql.push(" AND p.id IN (");
    let mut union = "SELECT ";
    for place in places(target) {
        for tie in ties(place.module) {
            sql.push(union);
            union = " UNION SELECT ";
            tie.push_user(&mut sql);
            tie.push(&mut sql, &place, moment);
        }
    }
    sql.push(") ORDER BY p.public_id LIMIT ").bind(limit as i64);
    let (sql, values) = sql.finish();
    tx.rows(&sql, &values, |row| Ok((row.id(0)?, row.int(1)?)))
        .await
}

/// Those of them that see the target, in the same order.
async fn judged(
    tx: &mut Tx,
    moment: &Moment,
    target: &Target,
    tied: &[([u8; 16], i64)],
) -> Result<Vec<Sees>> {
    let keys: Vec<i64> = tied.iter().map(|(_, key)| *key).collect();
    let mut users = moment.users(tx, &keys).await?;
    users.retain(|_, user| !user.reads_everything());
    let mut paths: HashMap<i64, Vec<Path>> = tried(tx, moment, &users, target).await?;
    let mut seeing = Vec::new();
    for key in keys {
        let mut paths = paths.remove(&key).unwrap_or_default();
        paths.retain(Path::opens);
        if let (Some(user), false) = (users.remove(&key), paths.is_empty()) {
            seeing.push(Sees { user, paths });
        }
    }
    Ok(seeing)
}

impl Sees {
    fn write(&self, json: &mut Json) {
        let party = &self.user.party;
        json.open('{')
            .key("user")
            .open('{')
            .key("id")
            .id(&party.public_id);
        json.key("name")
            .text(&party.name)
            .key("email")
            .text(&party.email);
        json.key("kind").text(if party.who == Who::Guest {
            "guest"
        } else {
            "member"
        });
        json.close('}').key("paths").open('[');
        for path in &self.paths {
            path.write(json);
        }
        json.close(']').close('}');
    }
}
