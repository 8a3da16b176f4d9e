//! Who is looking, in which account, at which instant.
//!
//! A [`Viewer`] is made here alone, from a proof (a bearer token, a session) or for the operator of the
//! machine; there is no other way to one, and without one there is no read.
//! What the compiler refuses stands in [`crate::chain::short_cuts`].

use crate::engine::{Db, Row, Sql, Tx};
use crate::error::{Result, StoreError};
use crate::identity::NOTED_EVERY;
use crate::parsed;
use crate::visible::Reader;
use access::people::Acquaintance;
use access::roles::BuiltIn;
use access::rule::{Because, Role, Source, Standing, Window};
use access::staff::MemberRole;
use access::{Ceiling, Permissions};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// What came of a proof.
#[derive(Debug)]
pub enum Arrival {
    /// No one: no such account, no such token, one that ended, a removed guest, a deactivated
    /// member. All alike.
    Nobody,
    /// A guest whose access has not begun or is over for now: invited, suspended, expired, or the
    /// account's sharing is off.
    Ended,
    /// Someone who may read.
    In(Box<Reader>),
}

/// The account somebody looks at, as far as reading needs it.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: i64,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) ceiling: Arc<Ceiling>,
    pub(crate) sharing: bool,
    pub(crate) time_zone: TimeZone,
}

/// What kind of user somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A member of the account's own staff, limited ones included.
    Member(MemberRole),
    /// A guest.
    Guest,
}

/// A user with everything the rule asks of them but their grants and links.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    pub(crate) id: i64,
    pub(crate) public_id: [u8; 16],
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) who: Who,
    pub(crate) standing: Standing,
    /// Permissions that are not a grant's, and where they come from.
    pub(crate) own: (Arc<Permissions>, Source),
    pub(crate) knows: Acquaintance,
    /// The language the user reads in.
    pub(crate) locale: String,
    /// The time zone the user chose; none where the account's holds.
    pub(crate) time_zone: Option<TimeZone>,
}

/// Someone who looks, at an instant. Made by [`Db::arrive`] and [`Db::arrive_by_session`] alone.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub(crate) account: Account,
    pub(crate) party: Party,
    pub(crate) now: i64,
    pub(crate) cursor_key: [u8; 32],
    pub(crate) due: bool,
}

impl Viewer {
    /// Whether the session that the viewer came by should be noted as used:
    /// [`Db::note_session`](crate::Db::note_session). Never so for a token.
    pub const fn is_due_to_be_noted(&self) -> bool {
        self.due
    }

    /// What kind of user it is.
    pub const fn who(&self) -> Who {
        self.party.who
    }

    /// The user's name in this account.
    pub fn name(&self) -> &str {
        &self.party.name
    }

    /// The user's e-mail address.
    pub fn email(&self) -> &str {
        &self.party.email
    }

    /// The user's public id.
    pub fn id(&self) -> String {
        crate::ids::show(&self.party.public_id)
    }

    /// The slug of the account.
    pub fn account_slug(&self) -> &str {
        &self.account.slug
    }

    /// The name of the account.
    pub fn account_name(&self) -> &str {
        &self.account.name
    }

    /// The time zone in which the user reads: their own, else the account's.
    pub fn time_zone(&self) -> &TimeZone {
        self.party
            .time_zone
            .as_ref()
            .unwrap_or(&self.account.time_zone)
    }

    /// The language in which the user reads, such as `pt-BR`: their own, else the account's.
    pub fn locale(&self) -> &str {
        &self.party.locale
    }

    /// The account's own time zone, in which days end and windows count.
    pub const fn account_zone(&self) -> &TimeZone {
        &self.account.time_zone
    }

    /// The most that the account lets outsiders see.
    pub fn ceiling(&self) -> &Ceiling {
        &self.account.ceiling
    }

    /// Whether the account's sharing is switched on.
    pub const fn sharing_is_on(&self) -> bool {
        self.account.sharing
    }

    /// Whether the user reads everything in the account.
    pub fn reads_everything(&self) -> bool {
        self.party.reads_everything()
    }

    /// Whether the user may reach what is the admins' (members, guests, grants, import, export …).
    pub fn administers(&self) -> bool {
        matches!(self.party.who, Who::Member(role) if role.administers())
    }

    /// Whether the user may ask why somebody sees something, and who does.
    pub fn explains(&self) -> bool {
        matches!(self.party.who, Who::Member(role) if role.explains())
    }
}

impl Party {
    pub(crate) fn reads_everything(&self) -> bool {
        matches!(self.who, Who::Member(role) if role.reads_everything())
    }
}

impl Account {
    /// The window that shows the last `days` days before an instant, in the account's time zone.
    pub(crate) fn window(&self, days: i64, now: i64) -> Result<Window> {
        let now =
            Timestamp::from_microsecond(now).map_err(|e| StoreError::broken(e.to_string()))?;
        let today = self.time_zone.to_datetime(now).date();
        let from = today.checked_sub(days.days()).unwrap_or(Date::MIN);
        let start = self
            .time_zone
            .to_timestamp(from.at(0, 0, 0, 0))
            .map_or(i64::MIN, Timestamp::as_microsecond);
        Ok(Window {
            from_day: crate::days::number(from),
            from_instant: start,
        })
    }
}

/// The columns that make an [`Account`] and a [`Party`]; shared by every way to a user.
const COLUMNS: &str = "a.id, a.slug, a.name, s.ceiling, s.sharing_enabled, s.time_zone, \
     p.id, p.public_id, p.name, p.email, p.is_guest, p.role, p.state, p.roles, p.permissions, \
     p.expires_at, COALESCE(p.customer_id, c.customer_id), p.available_users, \
     (SELECT value FROM secret WHERE name = 'cursor'), COALESCE(p.locale, s.locale), p.time_zone";

const TABLES: &str = "FROM account a \
     JOIN account_setting s ON s.account_id = a.id \
     JOIN person p ON p.account_id = a.id \
     LEFT JOIN contact c ON c.account_id = p.account_id AND c.id = p.contact_id";

/// One row of them, before the roles are looked up.
struct Found {
    account: Account,
    party: Party,
    state: i64,
    card: Option<Arc<Permissions>>,
    built_in: Vec<BuiltIn>,
    made: Vec<i64>,
    cursor_key: Option<[u8; 32]>,
}

fn found(row: &Row<'_>) -> Result<Found> {
    let is_guest = row.truth(10)?;
    let role = MemberRole::numbered(row.int(11)?)
        .ok_or_else(|| StoreError::broken("a member's role is unknown"))?;
    let state = row.int(12)?;
    let sharing = row.truth(4)?;
    let id = row.int(6)?;
    let (built_in, made) = roles_listed(row.text(13)?)?;
    let knows = if is_guest {
        Acquaintance::Guest {
            id,
            customer: row.opt_int(16)?,
            available: row.opt_text(17)?.map(ids_listed).transpose()?,
        }
    } else {
        Acquaintance::Everyone
    };
    let standing = if is_guest {
        Standing {
            active: state == 1,
            expires_at: row.opt_int(15)?,
            sharing,
        }
    } else {
        Standing::MEMBER
    };
    Ok(Found {
        account: Account {
            id: row.int(0)?,
            slug: row.text(1)?.to_owned(),
            name: row.text(2)?.to_owned(),
            ceiling: parsed::ceiling(row.text(3)?)?,
            sharing,
            time_zone: TimeZone::get(row.text(5)?).unwrap_or(TimeZone::UTC),
        },
        party: Party {
            id,
            public_id: crate::ids::read(row.blob(7)?)?,
            name: row.text(8)?.to_owned(),
            email: row.text(9)?.to_owned(),
            who: if is_guest {
                Who::Guest
            } else {
                Who::Member(role)
            },
            standing,
            own: (Arc::default(), Source::Roles),
            knows,
            locale: row.text(19)?.to_owned(),
            time_zone: row.opt_text(20)?.and_then(|zone| TimeZone::get(zone).ok()),
        },
        state,
        card: row.opt_text(14)?.map(parsed::permissions).transpose()?,
        built_in,
        made,
        cursor_key: row.opt_blob(18)?.and_then(|key| key.try_into().ok()),
    })
}

/// The list of roles on a card: names of built-in ones and ids of the account's own.
pub(crate) fn roles_listed(text: &str) -> Result<(Vec<BuiltIn>, Vec<i64>)> {
    let (mut built_in, mut made) = (Vec::new(), Vec::new());
    if text == "[]" {
        return Ok((built_in, made));
    }
    let listed: Vec<serde_json::Value> =
        serde_json::from_str(text).map_err(|e| StoreError::broken(e.to_string()))?;
    for role in listed {
        match (role.as_i64(), role.as_str().and_then(BuiltIn::named)) {
            (Some(id), _) => made.push(id),
            (None, Some(role)) => built_in.push(role),
            (None, None) => return Err(StoreError::broken("a guest's role is unknown")),
        }
    }
    Ok((built_in, made))
}

/// A list of internal ids from its column.
pub(crate) fn ids_listed<C: FromIterator<i64>>(text: &str) -> Result<C> {
    let ids: Vec<i64> =
        serde_json::from_str(text).map_err(|e| StoreError::broken(e.to_string()))?;
    Ok(ids.into_iter().collect())
}

/// The permissions of a user that are not a grant's, from the card, the roles on it, and the kind
/// of user.
pub(crate) fn own_permissions(
    who: Who,
    card: Option<Arc<Permissions>>,
    built_in: &[BuiltIn],
    made: Vec<Role>,
    dangling: bool,
    now: i64,
) -> (Arc<Permissions>, Source) {
    if who != Who::Guest {
        return (parsed::built_in(BuiltIn::Collaborator), Source::Roles);
    }
    // `Viewer` is for a guest who was given no role; one whose roles are dead or gone has nothing.
    let none_given = built_in.is_empty() && made.is_empty() && !dangling;
    let given = if none_given {
        &[BuiltIn::Viewer][..]
    } else {
        built_in
    };
    let mut roles: Vec<Role> = given
        .iter()
        .map(|role| Role {
            permissions: parsed::built_in(*role),
            active: true,
            expires_at: None,
        })
        .collect();
    roles.extend(made);
    access::rule::own(card, &roles, now)
}

static ROLES: Sql = Sql::fixed(
    "SELECT id, active, expires_at, permissions FROM role WHERE account_id = $1 AND id = ANY($2)",
);

async fn completed(tx: &mut Tx, mut found: Found, now: i64) -> Result<Viewer> {
    let mut made = Vec::new();
    if !found.made.is_empty() && found.card.is_none() {
        made = tx
            .rows(
                &ROLES,
                &[found.account.id.into(), found.made.as_slice().into()],
                |row| {
                    Ok(Role {
                        active: row.truth(1)?,
                        expires_at: row.opt_int(2)?,
                        permissions: parsed::permissions(row.text(3)?)?,
                    })
                },
            )
            .await?;
    }
    let dangling = made.len() < found.made.len();
    found.party.own = own_permissions(
        found.party.who,
        found.card,
        &found.built_in,
        made,
        dangling,
        now,
    );
    Ok(Viewer {
        account: found.account,
        party: found.party,
        now,
        cursor_key: found.cursor_key.ok_or_else(|| {
            StoreError::broken("the secret of cursors is missing: run `vestibule migrate`")
        })?,
        due: false,
    })
}

/// What a bearer token is kept as.
pub(crate) fn token_hash(bearer: &str) -> [u8; 32] {
    Sha256::digest(bearer.as_bytes()).into()
}

impl Db {
    /// Who comes with this bearer token, and a reader of what they may see: one snapshot for both.
    ///
    /// # Errors
    /// Those of the database alone; a proof that proves nothing is [`Arrival::Nobody`].
    pub async fn arrive(&self, slug: &str, bearer: &str, now: Timestamp) -> Result<Arrival> {
        static BY_TOKEN: std::sync::LazyLock<Sql> = std::sync::LazyLock::new(|| {
            Sql::built(format!(
                "SELECT {COLUMNS} {TABLES} JOIN token t ON t.account_id = a.id AND t.person_id = p.id \
                 WHERE a.slug = $1 AND t.hash = $2 AND t.expires_at > $3 AND t.purpose = 0"
            ))
        });
        let now = now.as_microsecond();
        let mut tx = self.snapshot().await?;
        let hash = token_hash(bearer);
        let found = tx
            .one(&BY_TOKEN, &[slug.into(), (&hash).into(), now.into()], found)
            .await?;
        arrived(tx, found, false, now).await
    }

    /// Who comes with the secret of this session, and a reader of what they may see in the account: one
    /// snapshot for both. A session opens nothing in an account where its identity has no place.
    ///
    /// # Errors
    /// Those of the database alone; a proof that proves nothing is [`Arrival::Nobody`].
    pub async fn arrive_by_session(
        &self,
        slug: &str,
        secret: &str,
        now: Timestamp,
    ) -> Result<Arrival> {
        static BY_SESSION: std::sync::LazyLock<Sql> = std::sync::LazyLock::new(|| {
            Sql::built(format!(
                "SELECT {COLUMNS}, n.last_seen_at {TABLES} JOIN session n ON n.identity_id = p.identity_id \
                 WHERE a.slug = $1 AND n.hash = $2 AND n.expires_at > $3"
            ))
        });
        let now = now.as_microsecond();
        let mut tx = self.snapshot().await?;
        let hash = token_hash(secret);
        let found = tx
            .one(
                &BY_SESSION,
                &[slug.into(), (&hash).into(), now.into()],
                |row| Ok((found(row)?, row.int(21)?)),
            )
            .await?;
        let due = found
            .as_ref()
            .is_some_and(|(_, seen)| *seen <= now - NOTED_EVERY);
        arrived(tx, found.map(|(found, _)| found), due, now).await
    }
}

/// Lets in who was found, or says why not.
async fn arrived(mut tx: Tx, found: Option<Found>, due: bool, now: i64) -> Result<Arrival> {
    let Some(found) = found else {
        return Ok(Arrival::Nobody);
    };
    match (found.party.who, found.state) {
        (Who::Guest, 3) => return Ok(Arrival::Nobody),
        (Who::Member(_), state) if state != 1 => return Ok(Arrival::Nobody),
        _ => {}
    }
    if found.party.standing.at(now) != Because::Open {
        return Ok(Arrival::Ended);
    }
    let viewer = completed(&mut tx, found, now).await?;
    Ok(Arrival::In(Box::new(Reader::new(
        Viewer { due, ..viewer },
        tx,
    ))))
}

/// A user of an account by internal key, as they stand now; for explaining and for the operator.
pub(crate) async fn by_id(
    tx: &mut Tx,
    account: i64,
    person: i64,
    now: i64,
) -> Result<Option<Viewer>> {
    static BY_ID: std::sync::LazyLock<Sql> = std::sync::LazyLock::new(|| {
        Sql::built(format!(
            "SELECT {COLUMNS} {TABLES} WHERE a.id = $1 AND p.id = $2"
        ))
    });
    match tx
        .one(&BY_ID, &[account.into(), person.into()], found)
        .await?
    {
        Some(found) => Ok(Some(completed(tx, found, now).await?)),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guest_who_was_given_no_role_is_a_viewer_and_one_whose_roles_are_gone_is_nobody() {
        let own = |gone| own_permissions(Who::Guest, None, &[], Vec::new(), gone, 0).0;
        assert_eq!(*own(false), *BuiltIn::Viewer.permissions());
        assert_eq!(*own(true), Permissions::NOTHING);
    }
}
