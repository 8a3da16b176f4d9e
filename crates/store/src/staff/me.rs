//! Who the viewer is, and where else they may go.

use crate::engine::{Row, Sql};
use crate::error::Result;
use crate::viewer::Who;
use crate::visible::Reader;
use crate::visible::json::Json;
use access::rule::{Because, Standing};

static ACCOUNTS: Sql = Sql::fixed(
    "SELECT a.slug, a.name, p.is_guest, p.state, p.expires_at, s.sharing_enabled FROM person me \
     JOIN person p ON p.identity_id = me.identity_id \
     JOIN account a ON a.id = p.account_id JOIN account_setting s ON s.account_id = a.id \
     WHERE me.account_id = $1 AND me.id = $2",
);

struct Place {
    slug: String,
    name: String,
    guest: bool,
    open: bool,
}

fn place(row: &Row<'_>, now: i64) -> Result<Place> {
    let guest = row.truth(2)?;
    let active = row.int(3)? == 1;
    let standing = Standing {
        active,
        expires_at: row.opt_int(4)?,
        sharing: row.truth(5)?,
    };
    Ok(Place {
        slug: row.text(0)?.to_owned(),
        name: row.text(1)?.to_owned(),
        guest,
        open: if guest {
            standing.at(now) == Because::Open
        } else {
            active
        },
    })
}

const fn kind(guest: bool) -> &'static str {
    if guest { "guest" } else { "member" }
}

impl Reader {
    /// The viewer and the accounts to switch between, as JSON: `identity` with its `email`; `user` with `id`,
    /// `name`, `kind` (member, guest) and a member's `role`; `account` with `account` (its slug), `name` and
    /// `time_zone`; and `accounts`, each with `account`, `name` and `kind`: those in which the same identity may
    /// come in now, in the order of their slugs.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn me(&mut self) -> Result<String> {
        let now = self.viewer.now;
        let values = [self.viewer.account.id.into(), self.viewer.party.id.into()];
        let mut places = self
            .tx
            .rows(&ACCOUNTS, &values, |row| place(row, now))
            .await?;
        places.retain(|place| place.open);
        places.sort_by(|a, b| a.slug.cmp(&b.slug));
        let (account, party) = (&self.viewer.account, &self.viewer.party);
        let mut json = Json::with_capacity(512);
        json.open('{')
            .key("identity")
            .open('{')
            .key("email")
            .text(&party.email)
            .close('}');
        json.key("user")
            .open('{')
            .key("id")
            .id(&party.public_id)
            .key("name")
            .text(&party.name);
        json.key("kind").text(kind(party.who == Who::Guest));
        if let Who::Member(role) = party.who {
            json.key("role").text(role.name());
        }
        json.close('}');
        json.key("account")
            .open('{')
            .key("account")
            .text(&account.slug)
            .key("name")
            .text(&account.name);
        json.key("time_zone")
            .text_or_null(account.time_zone.iana_name())
            .close('}');
        json.key("accounts").open('[');
        for place in &places {
            json.open('{')
                .key("account")
                .text(&place.slug)
                .key("name")
                .text(&place.name);
            json.key("kind").text(kind(place.guest)).close('}');
        }
        json.close(']').close('}');
        Ok(json.finish())
    }
}
