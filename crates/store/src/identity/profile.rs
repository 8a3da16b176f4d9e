//! What a person says of themselves in one company: name, language, time zone.

use crate::accounts;
use crate::engine::{Db, Sql};
use crate::error::{Result, StoreError};
use crate::viewer::Viewer;
use crate::visible::Reader;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What a person has chosen, and what holds where they have not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name that others see.
    pub name: String,
    /// The address that the identity is known by.
    pub email: String,
    /// The language, where one was chosen.
    pub locale: Option<String>,
    /// The time zone, where one was chosen.
    pub time_zone: Option<String>,
    /// The company's language.
    pub account_locale: String,
    /// The company's time zone.
    pub account_time_zone: String,
    /// Until when a guest has access at most; the guest sees it too.
    pub expires_at: Option<Timestamp>,
}

/// What is to be changed; none is left as it is, and an inner none goes back to the company's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// The name.
    pub name: Option<String>,
    /// The language, as `en` or `pt-BR`.
    pub locale: Option<Option<String>>,
    /// The time zone, as `Europe/Berlin`.
    pub time_zone: Option<Option<String>>,
}

/// Why a profile was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoChange {
    /// The name is none.
    #[error("a name has 1 to 200 characters")]
    Name,
    /// The language is none.
    #[error("found `{0}`, expected a language as `en` or `pt-BR`")]
    Locale(String),
    /// The time zone is none.
    #[error("found `{0}`, expected a time zone as `Europe/Berlin`")]
    TimeZone(String),
    /// The user may no longer come in.
    #[error("you may not come in any more")]
    Ended,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ProfileChange {
    fn check(&self) -> std::result::Result<(), NoChange> {
        if let Some(name) = &self.name {
            let length = name.trim().chars().count();
            if !(1..=200).contains(&length) || name.chars().any(char::is_control) {
                return Err(NoChange::Name);
            }
        }
        if let Some(Some(locale)) = &self.locale
            && !is_language(locale)
        {
            return Err(NoChange::Locale(locale.clone()));
        }
        if let Some(Some(zone)) = &self.time_zone
            && TimeZone::get(zone).is_err()
        {
            return Err(NoChange::TimeZone(zone.clone()));
        }
        Ok(())
    }
}

/// Whether a text has the form of a language: `en`, `pt-BR`.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric());
    (2..=3).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && plain(part))
        && text.len() <= 20
}

impl Reader {
    /// The viewer's own profile in the account.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn profile(&mut self) -> Result<Profile> {
        static PROFILE: Sql = Sql::fixed(
            "SELECT p.name, p.email, p.locale, p.time_zone, s.locale, s.time_zone, p.expires_at, p.is_guest \
             FROM person p JOIN account_setting s ON s.account_id = p.account_id \
             WHERE p.account_id = $1 AND p.id = $2",
        );
        let values = [self.viewer.account.id.into(), self.viewer.party.id.into()];
        let profile = self
            .tx
            .one(&PROFILE, &values, |row| {
                let end = row.opt_int(6)?.filter(|_| row.truth(7).unwrap_or(false));
                Ok(Profile {
                    name: row.text(0)?.to_owned(),
                    email: row.text(1)?.to_owned(),
                    locale: row.opt_text(2)?.map(str::to_owned),
                    time_zone: row.opt_text(3)?.map(str::to_owned),
                    account_locale: row.text(4)?.to_owned(),
                    account_time_zone: row.text(5)?.to_owned(),
                    expires_at: end.and_then(|end| Timestamp::from_microsecond(end).ok()),
                })
            })
            .await?;
        profile.ok_or_else(|| StoreError::broken("a viewer is nobody in their account"))
    }
}

impl Db {
    /// Changes the viewer's own profile in the account. It opens and closes nothing, so it leaves no line in the
    /// log.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub async fn change_profile(
        &self,
        viewer: &Viewer,
        change: &ProfileChange,
    ) -> std::result::Result<(), NoChange> {
        static CHANGE: Sql = Sql::fixed(
            "UPDATE person SET name = COALESCE(CAST($3 AS TEXT), name), \
             locale = CASE WHEN $4 = 1 THEN CAST($5 AS TEXT) ELSE locale END, \
             time_zone = CASE WHEN $6 = 1 THEN CAST($7 AS TEXT) ELSE time_zone END \
             WHERE account_id = $1 AND id = $2 AND state = 1",
        );
        change.check()?;
        let (account, person) = (viewer.account.id, viewer.party.id);
        let chosen = |choice: &Option<Option<String>>| choice.clone().flatten();
        let (locale, zone) = (chosen(&change.locale), chosen(&change.time_zone));
        let values = [
            account.into(),
            person.into(),
            change.name.as_deref().map(str::trim).into(),
            change.locale.is_some().into(),
            locale.as_deref().into(),
            change.time_zone.is_some().into(),
            zone.as_deref().into(),
        ];
        let mut tx = self.write().await?;
        accounts::allocate(&mut tx, account, 0).await?;
        if tx.execute(&CHANGE, &values).await? == 0 {
            return Err(NoChange::Ended);
        }
        Ok(tx.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::is_language;

    #[test]
    fn a_language_is_a_short_tag() {
        for good in ["en", "pt-BR", "nl", "gsw", "zh-Hant-TW"] {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "e", "EN", "en_GB", "en-", "english", "e1", "en-\u{fc}b"] {
            assert!(!is_language(bad), "{bad}");
        }
    }
}
