//! Grants: for admins all of them, for a customer's own admins (`L80`, `L90`) the rows of that customer's external
//! access table.

use super::PublicIds;
use super::asked::{Area, Asked, Key};
use super::pages::Only;
use super::scope::Scope;
use crate::engine::{Row, Sql};
use crate::error::Result;
use crate::visible::json::Json;
use crate::visible::question::Wrong;
use crate::visible::table::table;
use crate::visible::{ReadError, Reader};
use access::Module;
use std::collections::{BTreeMap, BTreeSet, HashMap};

static ALL: Area = Area {
    name: "grants",
    from: "access_grant x",
    sorts: &[
        ("starts_at", Key::Number("x.starts_at")),
        ("expires_at", Key::Number("x.expires_at")),
    ],
    filters: &["to", "on", "customer", "live", "source"],
    searched: &[],
};

/// The external access table as a customer's admin sees it: nothing can be asked that would tell of what does not
/// show.
static OF_CUSTOMERS: Area = Area {
    name: "grants",
    from: "access_grant x JOIN person p ON p.account_id = x.account_id AND p.id = x.person_id",
    sorts: &[],
    filters: &["to", "on", "customer"],
    searched: &[],
};

const LIVE: &str = "(x.starts_at IS NULL OR x.starts_at <= ?) AND (x.expires_at IS NULL OR x.expires_at > ?) \
     AND (x.revoked_at IS NULL OR x.revoked_at > ?)";
const DEAD: &str = "(x.starts_at > ? OR x.expires_at <= ? OR x.revoked_at <= ?)";
static GRANTS: Sql = Sql::fixed(
    "SELECT g.id, g.public_id, p.public_id, p.name, p.email, p.id, p.is_guest, g.subject_module, g.subject_id, \
     g.built_in, r.public_id, g.permissions, g.starts_at, g.expires_at, g.days_back, g.notes, g.revoked_at \
     FROM access_grant g JOIN person p ON p.account_id = g.account_id AND p.id = g.person_id \
     LEFT JOIN role r ON r.account_id = g.account_id AND r.id = g.role_id \
     WHERE g.account_id = $1 AND g.id = ANY($2)",
);

struct Grant {
    public_id: [u8; 16],
    to: [u8; 16],
    name: String,
    email: String,
    person: i64,
    guest: bool,
    on: (i64, i64),
    built_in: Option<String>,
    role: Option<[u8; 16]>,
    permissions: Option<String>,
    starts_at: Option<i64>,
    expires_at: Option<i64>,
    days_back: Option<i64>,
    notes: Option<String>,
    revoked_at: Option<i64>,
}

fn grant(row: &Row<'_>) -> Result<(i64, Grant)> {
    let text = |at: usize| Ok::<_, crate::StoreError>(row.opt_text(at)?.map(str::to_owned));
    let grant = Grant {
        public_id: row.id(1)?,
        to: row.id(2)?,
        name: row.text(3)?.to_owned(),
        email: row.text(4)?.to_owned(),
        person: row.int(5)?,
        guest: row.truth(6)?,
        on: (row.int(7)?, row.int(8)?),
        built_in: text(9)?,
        role: row.opt_blob(10)?.map(crate::ids::read).transpose()?,
        permissions: text(11)?,
        starts_at: row.opt_int(12)?,
        expires_at: row.opt_int(13)?,
        days_back: row.opt_int(14)?,
        notes: text(15)?,
        revoked_at: row.opt_int(16)?,
    };
    Ok((row.int(0)?, grant))
}

struct Grants {
    grants: HashMap<i64, Grant>,
    subjects: HashMap<i64, PublicIds>,
}

impl Reader {
    /// A page of grants, as JSON `{"items","next"}`. Parameters: `limit`, `cursor`, `count`, `filter[to]`,
    /// `filter[on]` (as `projects/ID`), `filter[customer]`, and for admins `sort` (starts_at, expires_at),
    /// `filter[live]` (by the grant's own clocks) and `filter[source]`.
    ///
    /// Whoever holds `L80` or `L90` on a customer sees that customer's rows made with a level that are not over:
    /// `to`, `on`, `role`, and `user` with name and address. A member's address never shows to them.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to everybody else; [`ReadError::Invalid`] for parameters.
    pub async fn grants(
        &mut self,
        parameters: &[(String, String)],
    ) -> std::result::Result<String, ReadError> {
        let scope = self.scope().await?;
        let area = match scope {
            Scope::All => &ALL,
            Scope::Customers(_) => &OF_CUSTOMERS,
        };
        let asked = Asked::read(area, &self.viewer, parameters)?;
        let mut only = self.in_scope(&scope);
        self.narrowed(&asked, &scope, &mut only).await?;
        let page = self.rows_of(area, &asked, &only).await?;
        let grants = self.grants_by_key(&page.ids).await?;
        Ok(page.json(|id, json| self.write_grant(&grants, id, &scope, json)))
    }

    /// One grant.
    ///
    /// # Errors
    /// As for [`Reader::grants`]; [`ReadError::NotFound`] where the list would not show it.
    pub async fn grant(&mut self, id: &str) -> std::result::Result<String, ReadError> {
        let scope = self.scope().await?;
        let area = match scope {
            Scope::All => &ALL,
            Scope::Customers(_) => &OF_CUSTOMERS,
        };
        let asked = Asked::read(area, &self.viewer, &[])?;
        let mut only = self.in_scope(&scope);
        only.push(Only::Ints(
            "x.id",
            vec![self.internal_id("access_grant", id).await?],
        ));
        let page = self.rows_of(area, &asked, &only).await?;
        let grants = self.grants_by_key(&page.ids).await?;
        let id = page.ids.first().ok_or(ReadError::NotFound)?;
        let mut json = Json::default();
        self.write_grant(&grants, *id, &scope, &mut json);
        Ok(json.finish())
    }

    /// A grant by internal key, with everything that is kept of it, for who has just written it.
    pub(crate) async fn told_grant(&mut self, id: i64) -> Result<String> {
        let grants = self.grants_by_key(&[id]).await?;
        let mut json = Json::default();
        self.write_grant(&grants, id, &Scope::All, &mut json);
        Ok(json.finish())
    }

    async fn narrowed(
        &mut self,
        asked: &Asked,
        scope: &Scope,
        only: &mut Vec<Only>,
    ) -> std::result::Result<(), ReadError> {
        if let Some(people) = asked.any_of("to") {
            let people = self.recipients(&people, scope).await?;
            only.push(Only::Ints("x.person_id", people));
        }
        if let Some(subjects) = asked.any_of("on") {
            let mut pairs: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
            for subject in subjects {
                let (module, id) = subject_named(subject)?;
                let id = self.internal_id(table(module).name, id).await?;
                pairs.entry(module as i64).or_default().push(id);
            }
            only.push(Only::Pairs(
                "x.subject_module",
                "x.subject_id",
                pairs.into_iter().collect(),
            ));
        }
        if let Some(customers) = asked.any_of("customer") {
            let mut ids = Vec::with_capacity(customers.len());
            for customer in customers {
                ids.push(self.internal_id("customer", customer).await?);
            }
            only.push(Only::Pairs(
                "x.subject_module",
                "x.subject_id",
                vec![(0, ids)],
            ));
        }
        if let Some(live) = asked.truth_of("live")? {
            only.push(Only::With(if live { LIVE } else { DEAD }, self.viewer.now));
        }
        only.extend(asked.source());
        Ok(())
    }

    /// The internal keys of users by their ids; one whose id does not show answers as one that never was.
    async fn recipients(&mut self, ids: &[&str], scope: &Scope) -> Result<Vec<i64>> {
        static IS_GUEST: Sql =
            Sql::fixed("SELECT is_guest FROM person WHERE account_id = $1 AND id = $2");
        let mut people = Vec::with_capacity(ids.len());
        for id in ids {
            let person = self.internal_id("person", id).await?;
            let values = [self.viewer.account.id.into(), person.into()];
            let guest = self.tx.one(&IS_GUEST, &values, |row| row.truth(0)).await? == Some(true);
            if matches!(scope, Scope::All) || self.shows_by_name(person, guest) {
                people.push(person);
            }
        }
        Ok(people)
    }

    async fn grants_by_key(&mut self, ids: &[i64]) -> Result<Grants> {
        let found = self
            .tx
            .rows(&GRANTS, &[self.viewer.account.id.into(), ids.into()], grant)
            .await?;
        let mut wanted: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for (_, grant) in &found {
            wanted.entry(grant.on.0).or_default().insert(grant.on.1);
        }
        let mut subjects = HashMap::new();
        for (number, ids) in wanted {
            if let Some(module) = Module::numbered(number) {
                subjects.insert(number, self.public_ids(table(module).name, ids).await?);
            }
        }
        Ok(Grants {
            grants: found.into_iter().collect(),
            subjects,
        })
    }

    fn write_grant(&self, grants: &Grants, id: i64, scope: &Scope, json: &mut Json) {
        let Some(grant) = grants.grants.get(&id) else {
            return;
        };
        let by_name = matches!(scope, Scope::All) || self.shows_by_name(grant.person, grant.guest);
        json.open('{').key("id").id(&grant.public_id);
        json.key("to").id_or_null(by_name.then_some(&grant.to));
        json.key("on");
        grants.write_subject(grant, json);
        json.key("role");
        match &grant.built_in {
            Some(role) => json.text(role),
            None => json.id_or_null(grant.role.as_ref()),
        };
        match scope {
            Scope::All => grant.write_rest(json),
            Scope::Customers(_) if by_name => {
                json.key("user")
                    .open('{')
                    .key("id")
                    .id(&grant.to)
                    .key("name")
                    .text(&grant.name);
                json.key("email")
                    .text_or_null(grant.guest.then_some(grant.email.as_str()))
                    .close('}');
            }
            Scope::Customers(_) => {
                json.key("user")
                    .open('{')
                    .key("name")
                    .text(&self.viewer.account.name)
                    .close('}');
            }
        }
        json.close('}');
    }
}

/// A subject as `projects/ID`.
fn subject_named(subject: &str) -> std::result::Result<(Module, &str), Wrong> {
    let named = subject
        .split_once('/')
        .and_then(|(module, id)| Some((Module::named(module)?, id)));
    named.ok_or_else(|| {
        Wrong::new(
            "filter[on]",
            format!("found `{subject}`, expected an item as `projects/ID`"),
        )
    })
}

impl Grants {
    fn write_subject(&self, grant: &Grant, json: &mut Json) {
        let (number, id) = grant.on;
        let subject = self.subjects.get(&number).and_then(|ids| ids.get(&id));
        match Module::numbered(number) {
            Some(module) => json
                .open('{')
                .key(module.singular())
                .id_or_null(subject)
                .close('}'),
            None => json.null(),
        };
    }
}

impl Grant {
    fn write_rest(&self, json: &mut Json) {
        json.key("permissions")
            .raw(self.permissions.as_deref().unwrap_or("null"));
        json.key("starts_at").instant(self.starts_at);
        json.key("expires_at").instant(self.expires_at);
        json.key("days_back").int_or_null(self.days_back);
        json.key("notes").text_or_null(self.notes.as_deref());
        json.key("revoked_at").instant(self.revoked_at);
    }
}
