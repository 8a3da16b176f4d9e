//! Members who were sent away, for admins: they can be brought back.

use crate::engine::Sql;
use crate::ids;
use crate::visible::{ReadError, Reader};
use access::staff::MemberRole;

/// A member who may not come in any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerMember {
    /// Their public id.
    pub id: String,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The role they had.
    pub role: MemberRole,
}

impl Reader {
    /// The account's former members, by name.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to all but admins.
    pub async fn former_members(&mut self) -> Result<Vec<FormerMember>, ReadError> {
        static FORMER: Sql = Sql::fixed(
            "SELECT public_id, email, name, role FROM person \
             WHERE account_id = $1 AND is_guest = 0 AND state <> 1",
        );
        self.admins_only()?;
        let values = [self.viewer.account.id.into()];
        let former = self.tx.rows(&FORMER, &values, |row| {
            Ok(FormerMember {
                id: ids::show(&row.id(0)?),
                email: row.text(1)?.to_owned(),
                name: row.text(2)?.to_owned(),
                role: MemberRole::numbered(row.int(3)?).unwrap_or(MemberRole::Member),
            })
        });
        let mut former = former.await?;
        former.sort_by_cached_key(|one| (one.name.to_lowercase(), one.id.clone()));
        Ok(former)
    }
}
