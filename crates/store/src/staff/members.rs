//! Members of the account's own staff, for admins.

use super::asked::{Area, Asked, Key};
use super::pages::Only;
use crate::engine::{Row, Sql};
use crate::error::Result;
use crate::visible::json::Json;
use crate::visible::{ReadError, Reader};
use access::staff::MemberRole;
use std::collections::HashMap;

static AREA: Area = Area {
    name: "members",
    from: "person x",
    sorts: &[
        ("name", Key::Text("x.name")),
        ("email", Key::Text("x.email")),
        ("role", Key::Number("x.role")),
    ],
    filters: &["role", "source"],
    searched: &["x.name", "x.email"],
};

static MEMBERS: Sql = Sql::fixed(
    "SELECT id, public_id, email, name, role FROM person \
     WHERE account_id = $1 AND id = ANY($2) AND is_guest = 0 AND state = 1",
);

struct Member {
    public_id: [u8; 16],
    email: String,
    name: String,
    role: Option<MemberRole>,
}

fn member(row: &Row<'_>) -> Result<(i64, Member)> {
    let member = Member {
        public_id: row.id(1)?,
        email: row.text(2)?.to_owned(),
        name: row.text(3)?.to_owned(),
        role: MemberRole::numbered(row.int(4)?),
    };
    Ok((row.int(0)?, member))
}

impl Reader {
    /// A page of the account's members, as JSON `{"items","next"}`. Parameters: `limit`, `cursor`, `count`, `sort`
    /// (name, email, role), `q` over names and addresses, `filter[role]`, `filter[source]`.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to all but admins; [`ReadError::Invalid`] for parameters.
    pub async fn members(
        &mut self,
        parameters: &[(String, String)],
    ) -> std::result::Result<String, ReadError> {
        self.admins_only()?;
        let asked = Asked::read(&AREA, &self.viewer, parameters)?;
        let mut only = vec![Only::Fixed("x.is_guest = 0 AND x.state = 1")];
        let roles = asked.any_place_of("role", &MemberRole::ALL.map(MemberRole::name))?;
        only.extend(roles.map(|roles| Only::Ints("x.role", roles)));
        only.extend(asked.source());
        let page = self.rows_of(&AREA, &asked, &only).await?;
        let members = self.members_by_key(&page.ids).await?;
        Ok(page.json(|id, json| write(members.get(&id), json)))
    }

    /// One member.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to all but admins; [`ReadError::NotFound`] where there is none.
    pub async fn member(&mut self, id: &str) -> std::result::Result<String, ReadError> {
        self.admins_only()?;
        let id = self.internal_id("person", id).await?;
        let members = self.members_by_key(&[id]).await?;
        let mut json = Json::default();
        write(
            Some(members.get(&id).ok_or(ReadError::NotFound)?),
            &mut json,
        );
        Ok(json.finish())
    }

    async fn members_by_key(&mut self, ids: &[i64]) -> Result<HashMap<i64, Member>> {
        let found = self
            .tx
            .rows(
                &MEMBERS,
                &[self.viewer.account.id.into(), ids.into()],
                member,
            )
            .await?;
        Ok(found.into_iter().collect())
    }
}

fn write(member: Option<&Member>, json: &mut Json) {
    if let Some(member) = member {
        json.open('{').key("id").id(&member.public_id);
        json.key("email")
            .text(&member.email)
            .key("name")
            .text(&member.name);
        json.key("role")
            .text_or_null(member.role.map(MemberRole::name))
            .close('}');
    }
}
