//! What stands on a guest's card besides the card itself: when they were here, who invited them, what they hold.

use crate::engine::{Row, Sql};
use crate::error::Result;
use crate::ids;
use crate::visible::{ReadError, Reader};
use access::Module;
use jiff::Timestamp;
use std::collections::HashMap;

/// Facts about a guest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestFacts {
    /// When they were here last, to the minute; none where they never were.
    pub last_seen: Option<Timestamp>,
    /// The name of who invited them, where it was done here.
    pub invited_by: Option<String>,
    /// When they were invited.
    pub invited_at: Option<Timestamp>,
    /// Until when the newest link of their invitation works, where it was not used.
    pub link_until: Option<Timestamp>,
    /// The contact they are: name, position, telephone.
    pub contact: Option<ContactFacts>,
    /// The customer they belong to: public id and name.
    pub customer: Option<(String, String)>,
    /// How many living grants they have, by module, in the catalogue's order.
    pub holds: Vec<(Module, i64)>,
    /// When the first of those grants ends.
    pub first_end: Option<Timestamp>,
    /// How many browsers they are signed in with.
    pub sessions: i64,
}

/// The contact that a guest is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactFacts {
    /// The name on the contact.
    pub name: String,
    /// The position.
    pub position: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
}

fn instant(at: Option<i64>) -> Option<Timestamp> {
    Timestamp::from_microsecond(at?).ok()
}

fn facts(row: &Row<'_>) -> Result<(i64, String, GuestFacts)> {
    let text = |at: usize| Ok::<_, crate::StoreError>(row.opt_text(at)?.map(str::to_owned));
    let contact = match text(5)? {
        Some(name) => Some(ContactFacts {
            name,
            position: text(6)?,
            phone: text(7)?,
        }),
        None => None,
    };
    let customer = match row.opt_blob(9)? {
        Some(id) => Some((ids::show(&ids::read(id)?), text(10)?.unwrap_or_default())),
        None => None,
    };
    let found = GuestFacts {
        last_seen: instant(row.opt_int(2)?),
        invited_by: text(3)?.filter(|name| !name.is_empty()),
        invited_at: instant(row.opt_int(4)?),
        contact,
        customer,
        sessions: row.int(8)?,
        ..GuestFacts::default()
    };
    Ok((row.int(0)?, ids::show(&row.id(1)?), found))
}

impl Reader {
    /// The facts about these guests, by public id; those who are none are left out.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to all but admins.
    pub async fn guest_facts(
        &mut self,
        guests: &[&str],
    ) -> std::result::Result<HashMap<String, GuestFacts>, ReadError> {
        static HOLDS: Sql = Sql::fixed(
            "SELECT person_id, subject_module, COUNT(*), MIN(expires_at) FROM access_grant \
             WHERE account_id = $1 AND person_id = ANY($2) AND (starts_at IS NULL OR starts_at <= $3) \
             AND (expires_at IS NULL OR expires_at > $3) AND (revoked_at IS NULL OR revoked_at > $3) \
             GROUP BY person_id, subject_module ORDER BY person_id, subject_module",
        );
        static LINKS: Sql = Sql::fixed(
            "SELECT person_id, MAX(expires_at) FROM sign_in_link WHERE account_id = $1 AND person_id = ANY($2) \
             AND purpose = 1 AND used_at IS NULL AND expires_at > $3 GROUP BY person_id",
        );
        self.admins_only()?;
        let (account, now) = (self.viewer.account.id, self.viewer.now);
        let mut keys = Vec::with_capacity(guests.len());
        for guest in guests {
            keys.push(self.internal_id("person", guest).await?);
        }
        let mut found = self.guests_with_facts(&keys).await?;
        let values = [account.into(), keys.as_slice().into(), now.into()];
        let holds = self.tx.rows(&HOLDS, &values, |row| {
            Ok((row.int(0)?, row.int(1)?, row.int(2)?, row.opt_int(3)?))
        });
        for (person, module, count, end) in holds.await? {
            if let (Some((_, facts)), Some(module)) =
                (found.get_mut(&person), Module::numbered(module))
            {
                facts.holds.push((module, count));
                facts.first_end = match (facts.first_end, instant(end)) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
            }
        }
        let links = self
            .tx
            .rows(&LINKS, &values, |row| Ok((row.int(0)?, row.opt_int(1)?)));
        for (person, until) in links.await? {
            if let Some((_, facts)) = found.get_mut(&person) {
                facts.link_until = instant(until);
            }
        }
        Ok(found.into_values().collect())
    }

    async fn guests_with_facts(
        &mut self,
        keys: &[i64],
    ) -> Result<HashMap<i64, (String, GuestFacts)>> {
        static FACTS: Sql = Sql::fixed(
            "SELECT p.id, p.public_id, p.last_seen_at, b.name, p.invited_at, c.name, c.position, c.phone, \
             (SELECT COUNT(*) FROM session n WHERE n.identity_id = p.identity_id AND n.expires_at > $3), \
             k.public_id, k.name FROM person p \
             LEFT JOIN person b ON b.account_id = p.account_id AND b.id = p.invited_by_id \
             LEFT JOIN contact c ON c.account_id = p.account_id AND c.id = p.contact_id \
             LEFT JOIN customer k ON k.account_id = p.account_id AND k.id = COALESCE(p.customer_id, c.customer_id) \
             WHERE p.account_id = $1 AND p.id = ANY($2) AND p.is_guest = 1",
        );
        let values = [
            self.viewer.account.id.into(),
            keys.into(),
            self.viewer.now.into(),
        ];
        let rows = self.tx.rows(&FACTS, &values, facts).await?;
        Ok(rows
            .into_iter()
            .map(|(key, id, facts)| (key, (id, facts)))
            .collect())
    }
}
