//! The external access table of a customer, kept by the customer's own admins (`L80`, `L90`): they add the customer's
//! people, and change and end rows up to `L80`, never beyond what they hold themselves.

use super::body::{Body, End};
use super::granting::{SECOND_ROW, lives, named_subject, next_id, text};
use super::may_open::Openable;
use super::people::{self, Person, REMOVED};
use super::rows::{self, Row};
use super::share::fresh;
use super::telling;
use super::turn::{Once, Turn};
use super::wish::MOST_DAYS;
use crate::bundle::json::shown;
use crate::engine::Sql;
use crate::staff::Scope;
use crate::writes::record::Entries;
use crate::writes::{WriteError, Written};
use crate::{email, ids, mail};
use access::Module;
use access::roles::BuiltIn;
use serde_json::Value;

/// What a row says besides whose it is.
struct Terms {
    level: Option<BuiltIn>,
    expires_at: Option<Option<i64>>,
    days_back: Option<Option<i64>>,
}

impl Turn {
    /// Adds a row: `{"to"|"email": …, "on": {"customer": ID}, "role": "L10" … "L80", "expires_at", "days_back"}`.
    pub(super) async fn create_row(
        mut self,
        entries: &Entries<'_>,
        once: Option<&Once>,
    ) -> Result<Written, WriteError> {
        let Scope::Customers(customers) = self.reader.scope().await? else {
            return Err(WriteError::NotAllowed);
        };
        let terms = self.terms(
            entries,
            &["to", "email", "on", "role", "expires_at", "days_back"],
        )?;
        let customer = self.own_customer(entries, &customers).await?;
        let Some(level) = terms.level else {
            return Err(WriteError::at(
                "/role",
                "nothing",
                "a level from `L10` to `L80`",
            ));
        };
        let person = self.of_this_customer(entries, customer.id).await?;
        let (account, by, now) = (self.account(), self.by(), self.now());
        let subject = (Module::Customers as i64, customer.id);
        let lasting = rows::lasting_of(self.tx(), account, &[person.id], now).await?;
        if lasting
            .iter()
            .any(|row| row.subject == subject && row.level().is_some())
        {
            return Err(SECOND_ROW);
        }
        let id = next_id(&mut self).await?;
        let row = Row {
            built_in: Some(level.name().to_owned()),
            expires_at: terms.expires_at.flatten(),
            days_back: terms.days_back.flatten(),
            opened_by: Some(by),
            opened_at: Some(now),
            ..fresh(id, person.id, subject, now)
        };
        self.within_own(&row).await?;
        rows::write(self.tx(), account, now, std::slice::from_ref(&row)).await?;
        telling::tell_guest(&mut self.reader, &person, &[id], None).await?;
        mail::tell_of_sharing(self.tx(), account, now, Some(by), &[id]).await?;
        self.note_once(once, &ids::show(&row.public_id)).await?;
        self.end_grant_write("grant.create", id, &row.public_id, &[])
            .await
    }

    /// Changes level, end and window of a row.
    pub(super) async fn change_row(
        mut self,
        row: Row,
        entries: &Entries<'_>,
    ) -> Result<Written, WriteError> {
        let terms = self.terms(entries, &["role", "expires_at", "days_back"])?;
        if row.is_owners() {
            return Err(WriteError::OwnerGrant);
        }
        let (account, now) = (self.account(), self.now());
        let changed = Row {
            built_in: terms
                .level
                .map_or(row.built_in.clone(), |level| Some(level.name().to_owned())),
            expires_at: terms.expires_at.unwrap_or(row.expires_at),
            days_back: terms.days_back.unwrap_or(row.days_back),
            ..row
        };
        self.within_own(&changed).await?;
        rows::write(self.tx(), account, now, std::slice::from_ref(&changed)).await?;
        let fields: Vec<String> = entries.iter().map(|(key, _)| key.to_string()).collect();
        self.end_grant_write("grant.change", changed.id, &changed.public_id, &fields)
            .await
    }

    fn terms(&self, entries: &Entries<'_>, keys: &[&str]) -> Result<Terms, WriteError> {
        let mut object = serde_json::Map::new();
        for (key, value) in entries {
            let at = format!("/{key}");
            let value = value.to_value(&at).map_err(WriteError::fault)?;
            object.insert(key.to_string(), value);
        }
        let value = Value::Object(object);
        let mut body = Body::read(&value, keys)?;
        let level = body.get("role").map(|role| {
            let level = role.as_str().and_then(BuiltIn::named);
            level.filter(|level| level.is_level() && *level != BuiltIn::L90)
        });
        if level == Some(None) {
            let found = body.get("role").unwrap_or(&Value::Null);
            body.wrong("/role", found, "a level from `L10` to `L80`");
        }
        let zone = &self.reader.viewer.account.time_zone;
        let (ends, windows) = (body.has("expires_at"), body.has("days_back"));
        let end = body.end("expires_at").map(|end: End| end.at(zone));
        let days_back = body.whole("days_back", 0, MOST_DAYS);
        body.so_far()?;
        Ok(Terms {
            level: level.flatten(),
            expires_at: ends.then_some(end),
            days_back: windows.then_some(days_back),
        })
    }

    /// The customer that a row is to be of, where the writer manages its table.
    async fn own_customer(
        &mut self,
        entries: &Entries<'_>,
        customers: &[i64],
    ) -> Result<Openable, WriteError> {
        let wrong = || {
            let on = entries.iter().find(|(key, _)| key == "on");
            let found = on.map_or_else(|| "nothing".to_owned(), |(_, on)| shown(on));
            WriteError::at("/on", found, "a customer whose external access you manage")
        };
        let item = named_subject(entries).filter(|item| item.module == Module::Customers);
        let item = item.ok_or_else(wrong)?;
        let found = self.reader.look_up(item).await?;
        found
            .filter(|customer| customers.contains(&customer.id))
            .ok_or_else(wrong)
    }

    /// A person of the customer: a guest who is one or stands in its table, or one of its contacts by address, who is
    /// invited where the account does not know them.
    async fn of_this_customer(
        &mut self,
        entries: &Entries<'_>,
        customer: i64,
    ) -> Result<Person, WriteError> {
        static CONTACTS: Sql = Sql::fixed(
            "SELECT id, name, email FROM contact WHERE account_id = $1 AND customer_id = $2 AND email IS NOT NULL",
        );
        static OF_IT: Sql = Sql::fixed(
            "SELECT 1 FROM person p LEFT JOIN contact c ON c.account_id = p.account_id AND c.id = p.contact_id \
             WHERE p.account_id = $1 AND p.id = $2 AND p.is_guest = 1 AND (p.customer_id = $3 OR c.customer_id = $3 \
             OR EXISTS (SELECT 1 FROM access_grant g WHERE g.account_id = p.account_id AND g.person_id = p.id \
             AND g.subject_module = 0 AND g.subject_id = $3 AND g.permissions IS NULL \
             AND g.built_in IN ('L10', 'L20', 'L30', 'L40', 'L80', 'L90')))",
        );
        let account = self.account();
        if let Some(to) = text(entries, "to") {
            let person = people::by_public_id(self.tx(), account, ids::parse(to)).await?;
            if let Some(person) = person.filter(|person| person.state != REMOVED) {
                let values = [account.into(), person.id.into(), customer.into()];
                if self.tx().one(&OF_IT, &values, |_| Ok(())).await?.is_some() {
                    return Ok(person);
                }
            }
            let expected = "a guest of this customer, or the `email` of one of its contacts";
            return Err(WriteError::at(
                "/to",
                format!("`{}`", crate::bundle::json::cut(to)),
                expected,
            ));
        }
        let given = text(entries, "email").unwrap_or_default();
        let address = email::normal(given.trim()).unwrap_or_default();
        let contacts = self
            .tx()
            .rows(&CONTACTS, &[account.into(), customer.into()], |row| {
                Ok((
                    row.int(0)?,
                    row.text(1)?.to_owned(),
                    row.text(2)?.to_owned(),
                ))
            })
            .await?;
        let contact = contacts
            .into_iter()
            .find(|(_, _, known)| email::normal(known).is_some_and(|known| known == address));
        let Some((contact, name, _)) = contact else {
            let found = format!("`{}`", crate::bundle::json::cut(given));
            let expected = "the address of one of this customer's contacts";
            return Err(WriteError::at("/email", found, expected));
        };
        self.known_or_invited(&address, &name, Some(contact)).await
    }

    /// Refuses a row that shows more than its writer sees: a longer end, or a wider window.
    async fn within_own(&mut self, row: &Row) -> Result<(), WriteError> {
        let (account, by, now) = (self.account(), self.by(), self.now());
        let own = rows::lasting_of(self.tx(), account, &[by], now).await?;
        let covers = |own: &Row| {
            let manages = matches!(own.level(), Some(BuiltIn::L80 | BuiltIn::L90));
            let as_long = own
                .expires_at
                .is_none_or(|end| row.expires_at.is_some_and(|e| e <= end));
            let as_wide = own
                .days_back
                .is_none_or(|days| row.days_back.is_some_and(|d| d <= days));
            manages && own.subject == row.subject && lives(own, now) && as_long && as_wide
        };
        if own.iter().any(covers) {
            return Ok(());
        }
        let expected = "an end and a window no wider than your own";
        Err(WriteError::at(
            "/expires_at",
            "an end or a window",
            expected,
        ))
    }
}
