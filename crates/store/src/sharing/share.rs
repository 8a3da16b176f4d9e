//! Sharing: items opened to people by their e-mail addresses, all or nothing.

use super::item::Item;
use super::may_open::{OpenAccess, Openable};
use super::people::{INVITED, Person};
use super::roles::{self, Role};
use super::rows::{self, Row};
use super::turn::{self, Once, Turn, wrong};
use super::wish::{Share, What};
use super::{files, noted, telling, to_whom};
use crate::chain::Permit;
use crate::engine::{Db, Tx};
use crate::visible::Reader;
use crate::visible::json::Json;
use crate::writes::WriteError;
use crate::{accounts, mail, parsed};
use access::roles::BuiltIn;
use access::rule::Because;
use access::{Fault, Module, Permissions, ticks};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// What a share opens on one item: what is kept with the grant, and what that comes to.
#[derive(Clone, Debug)]
pub(super) struct Carried {
    pub(super) role: Option<Role>,
    pub(super) permissions: Option<String>,
    pub(super) comes_to: Arc<Permissions>,
}

impl Db {
    /// Shares items with people: makes or changes their grants, invites those whom the account does not know,
    /// marks files, and queues the mail; all of it, or nothing.
    ///
    /// Gives `{"items":[{"email","guest","state","because","grants":[ID],"invited"}]}`, one for each person, in the
    /// order of the addresses. `because` says whether it is open to them now, in the words of explain. What is sent
    /// several times under one key (`once`) is done once: the first answer is given again.
    ///
    /// # Errors
    /// [`WriteError::Invalid`] for what is wrong, as `/to/3`; [`WriteError::NotAllowed`] where the sharer may not;
    /// [`WriteError::PlanFull`]; [`WriteError::OwnerGrant`] where a row of an owner would change;
    /// [`WriteError::Conflict`] where something else was sent under the key.
    pub async fn share(
        &self,
        permit: Permit<OpenAccess>,
        share: &Share,
        once: Option<&Once>,
        now: Timestamp,
    ) -> Result<String, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let items = turn.reader.openable(&share.subjects, "/subjects").await?;
        if let Some(answer) = turn.before(once).await? {
            return Ok(answer);
        }
        let shared = turn.share(share, &items).await?;
        turn.note_once(once, &shared.answer).await?;
        let detail = json!({
            "on": share.subjects.iter().map(Item::path).collect::<Vec<_>>(),
            "to": shared.people.iter().map(|p| crate::ids::show(&p.public_id)).collect::<Vec<_>>(),
            "grants": shared.grants,
            "files_marked": shared.files,
        });
        turn.finish("share", &detail).await?;
        Ok(shared.answer)
    }
}

/// What a share came to.
pub(super) struct Done {
    pub(super) answer: String,
    pub(super) people: Vec<Person>,
    grants: usize,
    files: u64,
}

impl Turn {
    /// Everything that sharing items does, short of making it last.
    pub(super) async fn share(
        &mut self,
        share: &Share,
        items: &[Openable],
    ) -> Result<Done, WriteError> {
        let turn = self;
        let carried = carried(&mut turn.reader, share, items).await?;
        let clocks = (window(&turn.reader, share, &carried)?, share.days_back);
        let (to, known) = to_whom::recipients(&mut turn.reader, share).await?;
        let people = to_whom::everyone(&mut turn.reader, &to, known).await?;
        let written = write(turn, items, &carried, clocks, &people).await?;
        let label = share.label.as_deref();
        noted::note_shared(&mut turn.reader, items, &people, &written, label).await?;
        let opened: Vec<(Openable, Permissions)> = items
            .iter()
            .zip(&carried)
            .map(|(item, carried)| (item.clone(), Permissions::clone(&carried.comes_to)))
            .collect();
        let account = turn.account();
        let files = files::mark(turn.tx(), account, &opened, &share.files).await?;
        let answer = tell(turn, share, items, &people, &written).await?;
        Ok(Done {
            answer,
            people,
            grants: written.len(),
            files,
        })
    }
}

/// What is kept with each grant: the ticks' permissions by the item's module, or one role or one set for all.
pub(super) async fn carried(
    reader: &mut Reader,
    share: &Share,
    items: &[Openable],
) -> Result<Vec<Carried>, WriteError> {
    match &share.what {
        What::Ticks(ticked, doing) => {
            let of = |item: &Openable| {
                let permissions = ticks::permissions(item.module(), ticked, *doing);
                Carried {
                    role: None,
                    permissions: Some(permissions.write().to_string()),
                    comes_to: Arc::new(permissions),
                }
            };
            Ok(items.iter().map(of).collect())
        }
        What::Own(permissions) => {
            let own = Carried {
                role: None,
                permissions: Some(permissions.clone()),
                comes_to: parsed::permissions(permissions)?,
            };
            Ok(vec![own; items.len()])
        }
        What::Role(named) => {
            let role = role_for(reader, named, items).await?;
            let comes_to = comes_to(&mut reader.tx, reader.viewer.account.id, role).await?;
            let by_role = Carried {
                role: Some(role),
                permissions: None,
                comes_to,
            };
            Ok(vec![by_role; items.len()])
        }
    }
}

/// A role that is alive and fits: levels go on customers, and `L90` is the admins' to give.
pub(super) async fn role_for(
    reader: &mut Reader,
    named: &str,
    items: &[Openable],
) -> Result<Role, WriteError> {
    let found = Value::from(named);
    let wrong = |expected: &str| Err(wrong("/role", &found, expected));
    let (account, now) = (reader.viewer.account.id, reader.viewer.now);
    let Some((role, alive)) = roles::role(&mut reader.tx, account, named, now).await? else {
        return wrong("the id of a role");
    };
    if !alive {
        return wrong("a role that is switched on and has not ended");
    }
    if role.level().is_some() && items.iter().any(|item| item.module() != Module::Customers) {
        return wrong("another role: levels go on customers");
    }
    if role.level() == Some(BuiltIn::L90) && !reader.viewer.administers() {
        return wrong("a level up to `L80`: owners are made by admins");
    }
    Ok(role)
}

/// What a role opens.
pub(super) async fn comes_to(
    tx: &mut Tx,
    account: i64,
    role: Role,
) -> Result<Arc<Permissions>, WriteError> {
    static OPENS: crate::engine::Sql =
        crate::engine::Sql::fixed("SELECT permissions FROM role WHERE account_id = $1 AND id = $2");
    match role {
        Role::BuiltIn(role) => Ok(parsed::built_in(role)),
        Role::Made(id) => {
            let values = [account.into(), id.into()];
            let read = tx.one(&OPENS, &values, |row| parsed::permissions(row.text(0)?));
            Ok(read.await?.unwrap_or_default())
        }
    }
}

/// Until when, where that is not over already; an owner's grant has neither end nor window.
fn window(reader: &Reader, share: &Share, carried: &[Carried]) -> Result<Option<i64>, WriteError> {
    let viewer = &reader.viewer;
    let end = share
        .expires_at
        .map(|end| end.at(&viewer.account.time_zone));
    let owner = carried
        .iter()
        .any(|c| c.role == Some(Role::BuiltIn(BuiltIn::L90)));
    let mut faults = Vec::new();
    let mut wrong = |pointer: &str, found: String, expected: &str| {
        faults.push(Fault {
            pointer: pointer.to_owned(),
            found,
            expected: expected.to_owned(),
        });
    };
    if let Some(end) = end {
        let mut shown = String::from("`");
        crate::days::push_instant(&mut shown, end);
        shown.push('`');
        if owner {
            wrong("/expires_at", shown, "no end: an owner's access has none");
        } else if end <= viewer.now {
            wrong("/expires_at", shown, "an instant that is still to come");
        }
    }
    if let (Some(days), true) = (share.days_back, owner) {
        wrong(
            "/days_back",
            format!("`{days}`"),
            "no window: an owner's access has none",
        );
    }
    if faults.is_empty() {
        Ok(end)
    } else {
        Err(WriteError::faults(faults))
    }
}

/// The grants, one for each person and item; what they have on the item already is changed, and not doubled.
pub(super) async fn write(
    turn: &mut Turn,
    items: &[Openable],
    carried: &[Carried],
    (expires_at, days_back): (Option<i64>, Option<i64>),
    people: &[Person],
) -> Result<Vec<Row>, WriteError> {
    let (account, by, now) = (turn.account(), turn.by(), turn.now());
    let keys: Vec<i64> = people.iter().map(|person| person.id).collect();
    let mut lasting: HashMap<(i64, (i64, i64)), Vec<Row>> = HashMap::new();
    for row in rows::lasting_of(turn.tx(), account, &keys, now).await? {
        lasting
            .entry((row.person, row.subject))
            .or_default()
            .push(row);
    }
    let count = people.len() * items.len();
    let mut next = accounts::allocate(turn.tx(), account, count as i64).await?;
    let mut written = Vec::with_capacity(count);
    for person in people {
        for (item, carried) in items.iter().zip(carried) {
            let subject = (item.module() as i64, item.id);
            let level = carried.role.is_some_and(|role| role.level().is_some());
            let had = lasting.remove(&(person.id, subject)).unwrap_or_default();
            let had = had
                .into_iter()
                .filter(|row| row.level().is_some() == level)
                .max_by_key(|row| (row.opened_by.is_some(), row.id));
            let row = match had {
                Some(row) if row.is_owners() => return Err(WriteError::OwnerGrant),
                Some(row) => row,
                None => {
                    next += 1;
                    fresh(next - 1, person.id, subject, now)
                }
            };
            let (built_in, role) = match carried.role {
                Some(Role::BuiltIn(role)) => (Some(role.name().to_owned()), None),
                Some(Role::Made(role)) => (None, Some(role)),
                None => (None, None),
            };
            written.push(Row {
                built_in,
                role,
                permissions: carried.permissions.clone(),
                starts_at: row.starts_at.map(|at| at.min(now)),
                expires_at,
                days_back,
                opened_by: Some(by),
                opened_at: Some(now),
                ..row
            });
        }
    }
    rows::write(turn.tx(), account, now, &written).await?;
    Ok(written)
}

/// A grant that begins now and is still to be filled.
pub(super) fn fresh(id: i64, person: i64, subject: (i64, i64), now: i64) -> Row {
    Row {
        id,
        public_id: accounts::random_id(),
        person,
        subject,
        built_in: None,
        role: None,
        permissions: None,
        starts_at: Some(now),
        expires_at: None,
        revoked_at: None,
        days_back: None,
        notes: None,
        opened_by: None,
        opened_at: None,
    }
}

/// Queues the mail and says what was done, person by person.
async fn tell(
    turn: &mut Turn,
    share: &Share,
    items: &[Openable],
    people: &[Person],
    written: &[Row],
) -> Result<String, WriteError> {
    let mut json = Json::with_capacity(64 + 192 * people.len());
    json.open('{').key("items").open('[');
    // Grants stand in the order in which they were written: all of one person, then the next one's.
    for (person, grants) in people.iter().zip(written.chunks(items.len().max(1))) {
        let keys: Vec<i64> = grants.iter().map(|grant| grant.id).collect();
        let told =
            telling::tell_guest(&mut turn.reader, person, &keys, share.message.as_deref()).await?;
        json.open('{').key("email").text(&person.email);
        json.key("guest").id(&person.public_id);
        json.key("state").text(person.state_word());
        let because = person.standing(&turn.reader.viewer);
        json.key("because").text(because.word());
        json.key("grants").open('[');
        for grant in grants {
            json.id(&grant.public_id);
        }
        json.close(']').key("invited");
        json.truth(told && person.guest && person.state == INVITED)
            .close('}');
        debug_assert!(told || because != Because::Open || !person.guest);
    }
    json.close(']').close('}');
    let grants: Vec<i64> = written.iter().map(|grant| grant.id).collect();
    let (account, by, now) = (turn.account(), turn.by(), turn.now());
    mail::tell_of_sharing(turn.tx(), account, now, Some(by), &grants).await?;
    Ok(json.finish())
}
