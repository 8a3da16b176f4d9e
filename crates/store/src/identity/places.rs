//! The companies of an identity: where it is a member or a guest, and whether it may come in.

use crate::accounts;
use crate::audit;
use crate::engine::{Db, Row, Sql, Tx};
use crate::error::Result;
use crate::visible::Reader;
use access::rule::{Because, Standing as Rule};
use jiff::Timestamp;

/// How an identity stands in one company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may come in.
    Open,
    /// It was invited and has not accepted: the link in the mail does that.
    Invited,
    /// The company has paused the guest, or a member was deactivated.
    Suspended,
    /// The guest's time is over.
    Over,
    /// The company has switched sharing off.
    SharingOff,
}

/// One company of an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// The slug in addresses.
    pub account: String,
    /// The name.
    pub name: String,
    /// The person's own name there.
    pub person: String,
    /// Whether the person is a guest there, and not a member.
    pub guest: bool,
    /// Whether and why not the person may come in.
    pub standing: Standing,
    /// The language chosen there, else the company's.
    pub locale: String,
    /// The time zone chosen there, else the company's.
    pub time_zone: String,
}

/// Who holds a session, and where they belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companies {
    /// The address that the identity is known by.
    pub email: String,
    /// Its companies by name; those it was removed from are not among them.
    pub all: Vec<Company>,
}

impl Companies {
    /// Those that the person may come in to.
    pub fn open(&self) -> impl Iterator<Item = &Company> {
        self.all
            .iter()
            .filter(|company| company.standing == Standing::Open)
    }
}

fn company(row: &Row<'_>, now: i64) -> Result<Company> {
    let (guest, state) = (row.truth(3)?, row.int(4)?);
    let rule = Rule {
        active: state == 1,
        expires_at: row.opt_int(5)?,
        sharing: row.truth(6)?,
    };
    let standing = match (guest, state) {
        (_, 0) => Standing::Invited,
        (_, 2..) => Standing::Suspended,
        (false, _) => Standing::Open,
        (true, _) => match rule.at(now) {
            Because::Open => Standing::Open,
            Because::SharingOff => Standing::SharingOff,
            _ => Standing::Over,
        },
    };
    Ok(Company {
        account: row.text(0)?.to_owned(),
        name: row.text(1)?.to_owned(),
        person: row.text(2)?.to_owned(),
        guest,
        standing,
        locale: row.text(7)?.to_owned(),
        time_zone: row.text(8)?.to_owned(),
    })
}

impl Db {
    /// The companies of the identity that holds a session; nothing where the secret is of none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn companies(&self, secret: &str, now: Timestamp) -> Result<Option<Companies>> {
        static WHO: Sql = Sql::fixed(
            "SELECT i.email, i.id FROM session s JOIN identity i ON i.id = s.identity_id \
             WHERE s.hash = $1 AND s.expires_at > $2",
        );
        static PLACES: Sql = Sql::fixed(
            "SELECT a.slug, a.name, p.name, p.is_guest, p.state, p.expires_at, s.sharing_enabled, \
             COALESCE(p.locale, s.locale), COALESCE(p.time_zone, s.time_zone) FROM person p \
             JOIN account a ON a.id = p.account_id JOIN account_setting s ON s.account_id = a.id \
             WHERE p.identity_id = $1 AND p.state < 3",
        );
        let now = now.as_microsecond();
        let mut tx = self.snapshot().await?;
        let hash = crate::viewer::token_hash(secret);
        let who = tx
            .one(&WHO, &[(&hash).into(), now.into()], |row| {
                Ok((row.text(0)?.to_owned(), row.int(1)?))
            })
            .await?;
        let Some((email, identity)) = who else {
            return Ok(None);
        };
        let mut all = tx
            .rows(&PLACES, &[identity.into()], |row| company(row, now))
            .await?;
        tx.done();
        // A deactivated member is as good as removed.
        all.retain(|company| company.guest || company.standing != Standing::Suspended);
        all.sort_by(|a, b| (&a.name, &a.account).cmp(&(&b.name, &b.account)));
        Ok(Some(Companies { email, all }))
    }
}

impl Reader {
    /// The other companies of the viewer's identity that it may come in to, by name; read in the viewer's own snapshot.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn other_companies(&mut self) -> Result<Vec<Company>> {
        static OTHERS: Sql = Sql::fixed(
            "SELECT a.slug, a.name, p.name, p.is_guest, p.state, p.expires_at, s.sharing_enabled, \
             COALESCE(p.locale, s.locale), COALESCE(p.time_zone, s.time_zone) \
             FROM person me CROSS JOIN person p \
             JOIN account a ON a.id = p.account_id JOIN account_setting s ON s.account_id = a.id \
             WHERE me.account_id = $1 AND me.id = $2 AND p.identity_id = me.identity_id \
             AND p.account_id <> me.account_id AND p.state < 3",
        );
        let now = self.viewer.now;
        let me = [self.viewer.account.id.into(), self.viewer.party.id.into()];
        let mut others = self.tx.rows(&OTHERS, &me, |row| company(row, now)).await?;
        others.retain(|company| company.standing == Standing::Open);
        others.sort_by(|a, b| (&a.name, &a.account).cmp(&(&b.name, &b.account)));
        Ok(others)
    }
}

/// Takes the turns of all accounts in which an identity is, in one order for everybody, and gives them with the
/// user there and whether it may come in.
pub(super) async fn turns(tx: &mut Tx, identity: i64) -> Result<Vec<(i64, i64, bool)>> {
    static PLACES: Sql = Sql::fixed(
        "SELECT account_id, id, state FROM person WHERE identity_id = $1 ORDER BY account_id",
    );
    let places = tx
        .rows(&PLACES, &[identity.into()], |row| {
            Ok((row.int(0)?, row.int(1)?, row.int(2)? == 1))
        })
        .await?;
    for (account, _, _) in &places {
        accounts::allocate(tx, *account, 0).await?;
    }
    Ok(places)
}

/// Writes into the log of each company where the identity is active that it signed in, and by what.
pub(super) async fn note_sign_in(
    tx: &mut Tx,
    places: &[(i64, i64, bool)],
    by: &str,
    now: i64,
) -> Result<()> {
    let detail = format!(r#"{{"by":"{by}"}}"#);
    for (account, person, active) in places {
        if *active {
            audit::append(tx, *account, now, Some(*person), "sign-in", &detail).await?;
        }
    }
    Ok(())
}
