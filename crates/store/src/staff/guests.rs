//! Guests, for admins.

use super::PublicIds;
use super::asked::{Area, Asked, Key};
use super::pages::Only;
use crate::engine::{Row, Sql};
use crate::error::Result;
use crate::viewer::{ids_listed, roles_listed};
use crate::visible::json::Json;
use crate::visible::{ReadError, Reader};
use access::roles::BuiltIn;
use std::collections::{BTreeSet, HashMap};

/// States of a guest, in the order in which they are kept.
pub(super) const STATES: [&str; 4] = ["invited", "active", "suspended", "removed"];

static AREA: Area = Area {
    name: "guests",
    from: "person x",
    sorts: &[
        ("name", Key::Text("x.name")),
        ("email", Key::Text("x.email")),
        ("state", Key::Number("x.state")),
        ("expires_at", Key::Number("x.expires_at")),
    ],
    filters: &["state", "source"],
    searched: &["x.name", "x.email"],
};

static GUESTS: Sql = Sql::fixed(
    "SELECT p.id, p.public_id, p.email, p.name, p.roles, p.permissions, p.state, c.public_id, k.public_id, \
     p.expires_at, p.available_users FROM person p \
     LEFT JOIN contact c ON c.account_id = p.account_id AND c.id = p.contact_id \
     LEFT JOIN customer k ON k.account_id = p.account_id AND k.id = p.customer_id \
     WHERE p.account_id = $1 AND p.id = ANY($2) AND p.is_guest = 1",
);

struct Guest {
    public_id: [u8; 16],
    email: String,
    name: String,
    roles: (Vec<BuiltIn>, Vec<i64>),
    permissions: Option<String>,
    state: i64,
    contact: Option<[u8; 16]>,
    customer: Option<[u8; 16]>,
    expires_at: Option<i64>,
    available: Option<Vec<i64>>,
}

fn guest(row: &Row<'_>) -> Result<(i64, Guest)> {
    let id = |at: usize| row.opt_blob(at)?.map(crate::ids::read).transpose();
    let guest = Guest {
        public_id: row.id(1)?,
        email: row.text(2)?.to_owned(),
        name: row.text(3)?.to_owned(),
        roles: roles_listed(row.text(4)?)?,
        permissions: row.opt_text(5)?.map(str::to_owned),
        state: row.int(6)?,
        contact: id(7)?,
        customer: id(8)?,
        expires_at: row.opt_int(9)?,
        available: row.opt_text(10)?.map(ids_listed).transpose()?,
    };
    Ok((row.int(0)?, guest))
}

/// Guests with the ids of what they name.
#[derive(Default)]
struct Guests {
    guests: HashMap<i64, Guest>,
    roles: PublicIds,
    people: PublicIds,
}

impl Reader {
    /// A page of the account's guests, as JSON `{"items","next"}`. Parameters: `limit`, `cursor`, `count`, `sort`
    /// (name, email, state, expires_at), `q` over names and addresses, `filter[state]`, `filter[source]`; removed
    /// guests come only where the state is asked for.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to all but admins; [`ReadError::Invalid`] for parameters.
    pub async fn guests(
        &mut self,
        parameters: &[(String, String)],
    ) -> std::result::Result<String, ReadError> {
        self.admins_only()?;
        let asked = Asked::read(&AREA, &self.viewer, parameters)?;
        let mut only = vec![Only::Fixed("x.is_guest = 1")];
        only.push(match asked.any_place_of("state", &STATES)? {
            Some(states) => Only::Ints("x.state", states),
            None => Only::Fixed("x.state <> 3"),
        });
        only.extend(asked.source());
        let page = self.rows_of(&AREA, &asked, &only).await?;
        let guests = self.guests_by_key(&page.ids).await?;
        Ok(page.json(|id, json| guests.write(id, json)))
    }

    /// One guest, removed or not.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to all but admins; [`ReadError::NotFound`] where there is none.
    pub async fn guest(&mut self, id: &str) -> std::result::Result<String, ReadError> {
        self.admins_only()?;
        let id = self.internal_id("person", id).await?;
        let guests = self.guests_by_key(&[id]).await?;
        if guests.guests.is_empty() {
            return Err(ReadError::NotFound);
        }
        let mut json = Json::default();
        guests.write(id, &mut json);
        Ok(json.finish())
    }

    async fn guests_by_key(&mut self, ids: &[i64]) -> Result<Guests> {
        let found = self
            .tx
            .rows(&GUESTS, &[self.viewer.account.id.into(), ids.into()], guest)
            .await?;
        let roles: BTreeSet<i64> = found
            .iter()
            .flat_map(|(_, guest)| guest.roles.1.iter().copied())
            .collect();
        let people: BTreeSet<i64> = found
            .iter()
            .flat_map(|(_, guest)| guest.available.iter().flatten().copied())
            .collect();
        Ok(Guests {
            guests: found.into_iter().collect(),
            roles: self.public_ids("role", roles).await?,
            people: self.public_ids("person", people).await?,
        })
    }
}

impl Asked {
    /// The sender's own ids that are asked for.
    pub(super) fn source(&self) -> Option<Only> {
        let sources = self
            .any_of("source")?
            .into_iter()
            .map(str::to_owned)
            .collect();
        Some(Only::Texts("x.source_id", sources))
    }
}

impl Guests {
    fn write(&self, id: i64, json: &mut Json) {
        let Some(guest) = self.guests.get(&id) else {
            return;
        };
        json.open('{').key("id").id(&guest.public_id);
        json.key("email")
            .text(&guest.email)
            .key("name")
            .text(&guest.name);
        json.key("roles").open('[');
        for role in &guest.roles.0 {
            json.text(role.name());
        }
        for role in guest.roles.1.iter().filter_map(|role| self.roles.get(role)) {
            json.id(role);
        }
        json.close(']')
            .key("permissions")
            .raw(guest.permissions.as_deref().unwrap_or("null"));
        let state = usize::try_from(guest.state)
            .ok()
            .and_then(|state| STATES.get(state));
        json.key("state").text_or_null(state.copied());
        json.key("contact").id_or_null(guest.contact.as_ref());
        json.key("customer").id_or_null(guest.customer.as_ref());
        json.key("expires_at").instant(guest.expires_at);
        json.key("available_users");
        match &guest.available {
            None => {
                json.null();
            }
            Some(available) => {
                json.open('[');
                for person in available
                    .iter()
                    .filter_map(|person| self.people.get(person))
                {
                    json.id(person);
                }
                json.close(']');
            }
        }
        json.close('}');
    }
}
