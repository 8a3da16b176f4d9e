//! Roles, built in and the account's own, for admins.

use super::asked::{Area, Asked};
use super::pages::Page;
use crate::engine::{Row, Sql};
use crate::error::Result;
use crate::visible::cursor::{Place, SortKey};
use crate::visible::json::Json;
use crate::visible::{ReadError, Reader};
use access::roles::BuiltIn;
use std::cmp::Ordering;

static AREA: Area = Area {
    name: "roles",
    from: "role x",
    sorts: &[],
    filters: &["source"],
    searched: &[],
};

static ROLES: Sql = Sql::fixed(
    "SELECT public_id, source_id, name, active, expires_at, permissions FROM role WHERE account_id = $1 \
     ORDER BY public_id",
);

enum Role {
    BuiltIn(BuiltIn),
    Own(Own),
}

struct Own {
    public_id: [u8; 16],
    source: Option<String>,
    name: String,
    active: bool,
    expires_at: Option<i64>,
    permissions: String,
}

fn own(row: &Row<'_>) -> Result<Role> {
    Ok(Role::Own(Own {
        public_id: row.id(0)?,
        source: row.opt_text(1)?.map(str::to_owned),
        name: row.text(2)?.to_owned(),
        active: row.truth(3)?,
        expires_at: row.opt_int(4)?,
        permissions: row.text(5)?.to_owned(),
    }))
}

impl Reader {
    /// A page of roles, as JSON `{"items","next"}`: the built-in ones in the order of the catalogue, then the
    /// account's own by id. Parameters: `limit`, `cursor`, `count`, `filter[source]`.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to all but admins; [`ReadError::Invalid`] for parameters.
    pub async fn roles(
        &mut self,
        parameters: &[(String, String)],
    ) -> std::result::Result<String, ReadError> {
        self.admins_only()?;
        let asked = Asked::read(&AREA, &self.viewer, parameters)?;
        let mut roles = self.all_roles().await?;
        if let Some(sources) = asked.any_of("source") {
            roles.retain(|role| sources.contains(&role.source()));
        }
        let count = asked.count.then_some(roles.len());
        let after = |role: &Role| {
            let before =
                |after| super::pages::compared(&role.place(), after, false) != Ordering::Greater;
            !asked.after.as_ref().is_some_and(before)
        };
        roles.retain(after);
        let more = roles.len() > asked.limit;
        roles.truncate(asked.limit);
        let next = roles
            .last()
            .filter(|_| more)
            .map(|last| asked.cursor(&self.viewer, &last.place()));
        let page = Page::of((0..).take(roles.len()).collect(), next, count);
        let mut written = roles.iter();
        Ok(page.json(|_, json| written.next().into_iter().for_each(|role| role.write(json))))
    }

    /// One role, by its id or its built-in name.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to all but admins; [`ReadError::NotFound`] where there is none.
    pub async fn role(&mut self, id: &str) -> std::result::Result<String, ReadError> {
        self.admins_only()?;
        let public_id = crate::ids::parse(id);
        let roles = self.all_roles().await?;
        let role = roles.iter().find(|role| match role {
            Role::BuiltIn(role) => role.name() == id,
            Role::Own(role) => role.public_id == public_id,
        });
        let mut json = Json::default();
        role.ok_or(ReadError::NotFound)?.write(&mut json);
        Ok(json.finish())
    }

    async fn all_roles(&mut self) -> Result<Vec<Role>> {
        let mut roles: Vec<Role> = BuiltIn::ALL.into_iter().map(Role::BuiltIn).collect();
        roles.extend(
            self.tx
                .rows(&ROLES, &[self.viewer.account.id.into()], own)
                .await?,
        );
        Ok(roles)
    }
}

impl Role {
    /// Built-in ones come first, by their place; own ones have none.
    fn place(&self) -> Place {
        match self {
            Role::BuiltIn(role) => Place {
                key: Some(SortKey::Number(*role as i128)),
                id: [0; 16],
            },
            Role::Own(role) => Place {
                key: None,
                id: role.public_id,
            },
        }
    }

    fn source(&self) -> &str {
        match self {
            Role::BuiltIn(role) => role.name(),
            Role::Own(role) => role.source.as_deref().unwrap_or_default(),
        }
    }

    fn write(&self, json: &mut Json) {
        json.open('{').key("id");
        match self {
            Role::BuiltIn(role) => {
                json.text(role.name()).key("name").text(role.name());
                json.key("active").truth(true).key("expires_at").null();
                json.key("permissions")
                    .raw(&role.permissions().write().to_string());
            }
            Role::Own(role) => {
                json.id(&role.public_id).key("name").text(&role.name);
                json.key("active")
                    .truth(role.active)
                    .key("expires_at")
                    .instant(role.expires_at);
                json.key("permissions").raw(&role.permissions);
            }
        }
        json.key("built_in")
            .truth(matches!(self, Role::BuiltIn(_)))
            .close('}');
    }
}
