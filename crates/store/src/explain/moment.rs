//! The instant that a question is asked about: the account and its users as they stood then.

use crate::engine::{Row, Sql, SqlBuilder, Tx};
use crate::error::{Result, StoreError};
use crate::parsed;
use crate::viewer::{Account, Party, Viewer, Who, own_permissions, roles_listed};
use access::Permissions;
use access::people::Acquaintance;
use access::roles::BuiltIn;
use access::rule::{Role, Source, Standing};
use access::staff::MemberRole;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// An account at an instant.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    /// With the settings of that instant.
    pub(super) account: Account,
    /// Microseconds since 1970.
    pub(super) at: i64,
    /// Whether an instant was asked for, so that everything kept with its history is read from there.
    pub(super) given: bool,
    cursor_key: [u8; 32],
}

impl Moment {
    /// The viewer's own instant, or the one asked for. Before the account began, the settings of
    /// now stand in: nobody was there to be judged by them.
    pub(super) async fn of(tx: &mut Tx, viewer: &Viewer, at: Option<Timestamp>) -> Result<Moment> {
        static SETTINGS: Sql = Sql::fixed(
            "SELECT ceiling, sharing_enabled, time_zone FROM account_setting_history \
             WHERE account_id = $1 AND valid_from <= $2 AND valid_to > $2",
        );
        let mut moment = Moment {
            account: viewer.account.clone(),
            at: viewer.now,
            given: false,
            cursor_key: viewer.cursor_key,
        };
        let Some(at) = at else {
            return Ok(moment);
        };
        moment.at = at.as_microsecond();
        moment.given = true;
        let values = [moment.account.id.into(), moment.at.into()];
        let read = |row: &Row<'_>| {
            Ok((
                parsed::ceiling(row.text(0)?)?,
                row.truth(1)?,
                TimeZone::get(row.text(2)?).unwrap_or(TimeZone::UTC),
            ))
        };
        if let Some((ceiling, sharing, time_zone)) = tx.one(&SETTINGS, &values, read).await? {
            moment.account.ceiling = ceiling;
            moment.account.sharing = sharing;
            moment.account.time_zone = time_zone;
        }
        Ok(moment)
    }

    /// Appends the condition that a row of history, named by its alias, was valid.
    pub(super) fn valid(&self, sql: &mut SqlBuilder<'_>, alias: &str) {
        if !self.given {
            return;
        }
        let at = sql.parameter(self.at);
        sql.push(" AND ")
            .push(alias)
            .push(".valid_from <= ")
            .again(at);
        sql.push(" AND ").push(alias).push(".valid_to > ").again(at);
    }

    /// A table, or its history.
    pub(super) fn table(&self, now: &'static str, history: &'static str) -> &'static str {
        if self.given { history } else { now }
    }

    /// Users as they stood, by internal key, ready to be judged; never to read with. One who was
    /// not there yet, or is not a member any more, is not active.
    pub(super) async fn users(&self, tx: &mut Tx, wanted: &[i64]) -> Result<HashMap<i64, Viewer>> {
        let mut sql =
            SqlBuilder::new("SELECT p.id, p.public_id, p.name, p.email, p.is_guest, p.role, ");
        let then = if self.given { "h" } else { "p" };
        for column in ["is_guest", "role", "state", "roles", "permissions"] {
            sql.push(then).push(".").push(column).push(", ");
        }
        sql.push(then).push(".expires_at FROM person p");
        if self.given {
            sql.push(" LEFT JOIN person_history h ON h.account_id = p.account_id AND h.id = p.id");
            self.valid(&mut sql, "h");
        }
        sql.push(" WHERE p.account_id = ").bind(self.account.id);
        sql.push(" AND p.id = ANY(").bind(wanted).push(")");
        let (sql, values) = sql.finish();
        let people = tx.rows(&sql, &values, person).await?;
        let made: BTreeSet<i64> = people.iter().flat_map(|p| p.made.iter().copied()).collect();
        let roles = self
            .roles(tx, &made.into_iter().collect::<Vec<_>>())
            .await?;
        Ok(people
            .into_iter()
            .map(|person| (person.id, self.judged(person, &roles)))
            .collect())
    }

    async fn roles(&self, tx: &mut Tx, wanted: &[i64]) -> Result<HashMap<i64, Role>> {
        if wanted.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = SqlBuilder::new("SELECT r.id, r.active, r.expires_at, r.permissions FROM ");
        sql.push(self.table("role", "role_history"))
            .push(" r WHERE r.account_id = ");
        sql.bind(self.account.id)
            .push(" AND r.id = ANY(")
            .bind(wanted)
            .push(")");
        self.valid(&mut sql, "r");
        let (sql, values) = sql.finish();
        let read = |row: &Row<'_>| {
            let role = Role {
                active: row.truth(1)?,
                expires_at: row.opt_int(2)?,
                permissions: parsed::permissions(row.text(3)?)?,
            };
            Ok((row.int(0)?, role))
        };
        Ok(tx.rows(&sql, &values, read).await?.into_iter().collect())
    }

    fn judged(&self, person: Person, roles: &HashMap<i64, Role>) -> Viewer {
        let made: Vec<Role> = person
            .made
            .iter()
            .filter_map(|id| roles.get(id).cloned())
            .collect();
        let dangling = made.len() < person.made.len();
        let standing = match person.who {
            Who::Guest => Standing {
                active: person.active,
                expires_at: person.expires_at,
                sharing: self.account.sharing,
            },
            Who::Member(_) => Standing {
                active: person.active,
                ..Standing::MEMBER
            },
        };
        let own = if person.there {
            own_permissions(
                person.who,
                person.card,
                &person.built_in,
                made,
                dangling,
                self.at,
            )
        } else {
            (Arc::default(), Source::Roles)
        };
        Viewer {
            account: self.account.clone(),
            party: Party {
                id: person.id,
                public_id: person.public_id,
                name: person.name,
                email: person.email,
                who: person.who,
                standing,
                own,
                knows: Acquaintance::Everyone,
                locale: String::new(),
                time_zone: None,
            },
            now: self.at,
            cursor_key: self.cursor_key,
            due: false,
        }
    }
}

/// A user from the row, before the roles are looked up.
struct Person {
    id: i64,
    public_id: [u8; 16],
    name: String,
    email: String,
    who: Who,
    /// Whether the user was there at that instant.
    there: bool,
    active: bool,
    card: Option<Arc<Permissions>>,
    built_in: Vec<BuiltIn>,
    made: Vec<i64>,
    expires_at: Option<i64>,
}

fn person(row: &Row<'_>) -> Result<Person> {
    let there = row.opt_int(6)?.is_some();
    let (guest, role) = if there { (6, 7) } else { (4, 5) };
    let who = if row.truth(guest)? {
        Who::Guest
    } else {
        let role = MemberRole::numbered(row.int(role)?);
        Who::Member(role.ok_or_else(|| StoreError::broken("a member's role is unknown"))?)
    };
    let (built_in, made) = roles_listed(row.opt_text(9)?.unwrap_or("[]"))?;
    Ok(Person {
        id: row.int(0)?,
        public_id: row.id(1)?,
        name: row.text(2)?.to_owned(),
        email: row.text(3)?.to_owned(),
        who,
        there,
        active: row.opt_int(8)? == Some(1),
        card: row.opt_text(10)?.map(parsed::permissions).transpose()?,
        built_in,
        made,
        expires_at: row.opt_int(11)?,
    })
}
