//! The account's settings, for admins.

use crate::engine::Sql;
use crate::error::StoreError;
use crate::visible::json::Json;
use crate::visible::{ReadError, Reader};

const WHO_CAN_SHARE: [&str; 4] = ["admins", "managers", "members", "staff"];
const PLANS: [&str; 3] = ["free", "business", "enterprise"];

static SETTINGS: Sql = Sql::fixed(
    "SELECT s.ceiling, s.sharing_enabled, s.who_can_share, s.files_external, s.plan, s.time_zone, s.locale, a.name \
     FROM account_setting s JOIN account a ON a.id = s.account_id WHERE s.account_id = $1",
);

impl Reader {
    /// The account's settings, as JSON in the keys of the bundle's line, and the company's `name`.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to all but admins.
    pub async fn settings(&mut self) -> Result<String, ReadError> {
        self.admins_only()?;
        let written = self
            .tx
            .one(&SETTINGS, &[self.viewer.account.id.into()], |row| {
                let choice = |at: usize, names: &[&'static str]| {
                    let place = usize::try_from(row.int(at)?).ok();
                    Ok::<_, StoreError>(place.and_then(|place| names.get(place).copied()))
                };
                let mut json = Json::default();
                json.open('{').key("ceiling").raw(row.text(0)?);
                json.key("sharing_enabled").truth(row.truth(1)?);
                json.key("who_can_share")
                    .text_or_null(choice(2, &WHO_CAN_SHARE)?);
                json.key("files_external").truth(row.truth(3)?);
                json.key("plan").text_or_null(choice(4, &PLANS)?);
                json.key("time_zone").text(row.text(5)?);
                json.key("locale").text(row.text(6)?);
                json.key("name").text(row.text(7)?).close('}');
                Ok(json.finish())
            })
            .await?;
        Ok(written.ok_or_else(|| StoreError::broken("an account has no settings"))?)
    }
}
