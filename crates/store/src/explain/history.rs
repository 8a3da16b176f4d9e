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

use super::target;
use crate::accounts::FOREVER;
use crate::engine::{Row, Sql, SqlBuilder, Tx};
use crate::error::{Result, StoreError};
use crate::viewer::roles_listed;
use crate::visible::cursor::{Place as Mark, SortKey};
use crate::visible::json::Json;
use crate::visible::question::Question;
use crate::visible::table::table;
use crate::visible::{ReadError, Reader};
use access::Module;
use access::roles::BuiltIn;
use access::staff::MemberRole;
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::HashMap;

/// What was true of one grant, or of the card, for a while.
struct Stay {
    /// The grant; none for the card.
    grant: Option<[u8; 16]>,
    from: i64,
    to: i64,
    what: What,
}

enum What {
    Grant(Grant),
    Guest(Card),
    Member(MemberRole),
}

struct Grant {
    module: Module,
    subject: i64,
    built_in: Option<String>,
    role: Option<i64>,
    permissions: Option<String>,
    clocks: [Option<i64>; 3],
    days_back: Option<i64>,
}

struct Card {
    state: i64,
    built_in: Vec<BuiltIn>,
    roles: Vec<i64>,
    permissions: Option<String>,
    expires_at: Option<i64>,
}

/// One change: from one stay to the next, by their places.
struct Change {
    at: i64,
    grant: Option<[u8; 16]>,
    before: Option<usize>,
    after: Option<usize>,
}

impl Reader {
    /// The changes of a user's grants and card, the newest first, up to an instant if one is given.
    /// `parameters` are `limit` and `cursor` alone. The shape stands at the head of this module:
    /// `{"items":[{"at","of","grant","before","after"}],"next"}`.
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

/// The stays of a user's card, then of each grant, in the order of time.
async fn stays(tx: &mut Tx, account: i64, user: i64) -> Result<Vec<Stay>> {
    static CARD: Sql = Sql::fixed(
        "SELECT valid_from, valid_to, is_guest, role, state, roles, permissions, expires_at \
         FROM person_history WHERE account_id = $1 AND id = $2 AND valid_from < valid_to ORDER BY valid_from",
    );
    static GRANTS: Sql = Sql::fixed(
        "SELECT valid_from, valid_to, public_id, subject_module, subject_id, built_in, role_id, permissions, \
         starts_at, expires_at, revoked_at, days_back FROM access_grant_history \
         WHERE account_id = $1 AND person_id = $2 AND valid_from < valid_to ORDER BY id, valid_from",
    );
    let values = [account.into(), user.into()];
    let mut stays = tx.rows(&CARD, &values, card).await?;
    stays.extend(tx.rows(&GRANTS, &values, grant).await?);
    Ok(stays)
}

fn card(row: &Row<'_>) -> Result<Stay> {
    let what = if row.truth(2)? {
        let (built_in, roles) = roles_listed(row.text(5)?)?;
        What::Guest(Card {
            state: row.int(4)?,
            built_in,
            roles,
            permissions: row.opt_text(6)?.map(str::to_owned),
            expires_at: row.opt_int(7)?,
        })
    } else {
        let role = MemberRole::numbered(row.int(3)?);
        What::Member(role.ok_or_else(|| StoreError::broken("a member's role is unknown"))?)
    };
    Ok(Stay {
        grant: None,
        from: row.int(0)?,
        to: row.int(1)?,
        what,
    })
}

fn grant(row: &Row<'_>) -> Result<Stay> {
    let module = Module::numbered(row.int(3)?);
    Ok(Stay {
        grant: Some(row.id(2)?),
        from: row.int(0)?,
        to: row.int(1)?,
        what: What::Grant(Grant {
            module: module
                .ok_or_else(|| StoreError::broken("a grant's subject is of no module"))?,
            subject: row.int(4)?,
            built_in: row.opt_text(5)?.map(str::to_owned),
            role: row.opt_int(6)?,
            permissions: row.opt_text(7)?.map(str::to_owned),
            clocks: [row.opt_int(8)?, row.opt_int(9)?, row.opt_int(10)?],
            days_back: row.opt_int(11)?,
        }),
    })
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

impl What {
    fn write(&self, names: &Names, json: &mut Json) {
        match self {
            What::Grant(grant) => grant.write(names, json),
            What::Guest(card) => card.write(names, json),
            What::Member(role) => {
                json.open('{').key("role").text(role.name()).close('}');
            }
        }
    }
}

impl Grant {
    fn write(&self, names: &Names, json: &mut Json) {
        json.open('{')
            .key("on")
            .open('{')
            .key(self.module.singular());
        match names.items.get(&(self.module, self.subject)) {
            Some(id) => json.id(id),
            None => json.null(),
        };
        json.close('}').key("role");
        match (&self.built_in, self.role) {
            (Some(name), _) => {
                json.text(name);
            }
            (None, Some(role)) => names.role(role, json),
            (None, None) => {
                json.null();
            }
        }
        permissions(self.permissions.as_deref(), json);
        for (key, at) in ["starts_at", "expires_at", "revoked_at"]
            .iter()
            .zip(self.clocks)
        {
            json.key(key).instant(at);
        }
        json.key("days_back");
        match self.days_back {
            Some(days) => json.int(days),
            None => json.null(),
        };
        json.close('}');
    }
}

impl Card {
    fn write(&self, names: &Names, json: &mut Json) {
        const STATES: [&str; 4] = ["invited", "active", "suspended", "removed"];
        let state = usize::try_from(self.state)
            .ok()
            .and_then(|n| STATES.get(n).copied());
        json.open('{')
            .key("state")
            .text_or_null(state)
            .key("roles")
            .open('[');
        for role in &self.built_in {
            json.text(role.name());
        }
        for role in &self.roles {
            names.role(*role, json);
        }
        json.close(']');
        permissions(self.permissions.as_deref(), json);
        json.key("expires_at").instant(self.expires_at).close('}');
    }
}

/// Permissions are kept as the JSON that they were given in.
fn permissions(kept: Option<&str>, json: &mut Json) {
    json.key("permissions").raw(kept.unwrap_or("null"));
}

/// Public ids of what the stays refer to and is still there.
struct Names {
    items: HashMap<(Module, i64), [u8; 16]>,
    roles: HashMap<i64, [u8; 16]>,
}

impl Names {
    async fn of(tx: &mut Tx, account: i64, stays: &[Stay]) -> Result<Names> {
        let mut subjects: HashMap<Module, Vec<i64>> = HashMap::new();
        let mut roles = Vec::new();
        for stay in stays {
            match &stay.what {
                What::Grant(grant) => {
                    subjects
                        .entry(grant.module)
                        .or_default()
                        .push(grant.subject);
                    roles.extend(grant.role);
                }
                What::Guest(card) => roles.extend(&card.roles),
                What::Member(_) => {}
            }
        }
        let mut items = HashMap::new();
        for (module, wanted) in subjects {
            let ids = public_ids(tx, account, table(module).name, &wanted).await?;
            items.extend(
                ids.into_iter()
                    .map(|(id, public_id)| ((module, id), public_id)),
            );
        }
        let roles = public_ids(tx, account, "role", &roles)
            .await?
            .into_iter()
            .collect();
        Ok(Names { items, roles })
    }

    fn role(&self, id: i64, json: &mut Json) {
        match self.roles.get(&id) {
            Some(public_id) => json.id(public_id),
            None => json.text("deleted"),
        };
    }
}

async fn public_ids(
    tx: &mut Tx,
    account: i64,
    table: &'static str,
    wanted: &[i64],
) -> Result<Vec<(i64, [u8; 16])>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = SqlBuilder::new("SELECT id, public_id FROM ");
    sql.push(table).push(" WHERE account_id = ").bind(account);
    sql.push(" AND id = ANY(").bind(wanted).push(")");
    let (sql, values) = sql.finish();
    tx.rows(&sql, &values, |row| Ok((row.int(0)?, row.id(1)?)))
        .await
}
