//! Asking for a link by e-mail. Known and unknown addresses are answered alike.

use super::links::{Purpose, is_local};
use super::tries::Tries;
use crate::email;
use crate::engine::{Db, Row, Sql, Tx};
use crate::error::Result;
use crate::mail::{self, Kind, Mail};
use jiff::{SignedDuration, Timestamp};

/// What is wanted by mail.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The address as it was typed.
    pub email: &'a str,
    /// The slug of the company to sign in at; any of the person's where there is none.
    pub account: Option<&'a str>,
    /// To sign in, or to choose a new password.
    pub purpose: Purpose,
    /// The path to go to afterwards, where it is one of this site.
    pub next: Option<&'a str>,
    /// The network address that asks, for the limits.
    pub address: &'a str,
}

/// What is answered, and nothing more is known to who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// If the address is somebody's who may come in, a mail is on its way.
    Heard,
    /// It is no e-mail address, whoever's.
    NotAnAddress,
    /// Too many tries: wait this long.
    TooMany(SignedDuration),
}

struct Place {
    account: i64,
    person: i64,
    slug: String,
    rank: (bool, bool, i64, String),
}

fn place(row: &Row<'_>, now: i64) -> Result<Option<Place>> {
    let (guest, state) = (row.truth(2)?, row.int(3)?);
    let over = guest && row.opt_int(4)?.is_some_and(|end| end <= now);
    if state > 1 || over {
        return Ok(None);
    }
    let slug = row.text(5)?.to_owned();
    let seen = row.opt_int(7)?.unwrap_or(0);
    Ok(Some(Place {
        account: row.int(0)?,
        person: row.int(1)?,
        // Where they are in, where it is open, where they were last.
        rank: (state != 1, guest && !row.truth(6)?, -seen, slug.clone()),
        slug,
    }))
}

impl Db {
    /// Queues a mail with a link to whoever has this address and may come in; answers the same where nobody
    /// does.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn ask_for_link(&self, wanted: Wanted<'_>, now: Timestamp) -> Result<Asked> {
        static PLACES: Sql = Sql::fixed(
            "SELECT p.account_id, p.id, p.is_guest, p.state, p.expires_at, a.slug, s.sharing_enabled, p.last_seen_at \
             FROM identity i JOIN person p ON p.identity_id = i.id JOIN account a ON a.id = p.account_id \
             JOIN account_setting s ON s.account_id = a.id WHERE i.email = $1",
        );
        let Some(address) = email::normal(wanted.email) else {
            return Ok(Asked::NotAnAddress);
        };
        let tries = [
            (Tries::LINKS_BY_EMAIL, address.as_str()),
            (Tries::LINKS_BY_NETWORK, wanted.address),
        ];
        if let Some(wait) = self.count_try(&tries, now).await? {
            return Ok(Asked::TooMany(wait));
        }
        let now = now.as_microsecond();
        let mut tx = self.write().await?;
        let places = tx
            .rows(&PLACES, &[(&address).into()], |row| place(row, now))
            .await?;
        let mut places: Vec<Place> = places.into_iter().flatten().collect();
        let several = places.len() > 1;
        // A path of one company is the way to it, for those who have a place there.
        let next = wanted.next.filter(|next| is_local(next));
        let there = |place: &Place| next.is_some_and(|next| leads_into(next, &place.slug));
        let account = match places.iter().find(|place| there(place)) {
            Some(place) => Some(place.slug.clone()),
            None => wanted.account.map(str::to_owned),
        };
        places.retain(|place| account.as_ref().is_none_or(|slug| *slug == place.slug));
        match places.into_iter().min_by(|a, b| a.rank.cmp(&b.rank)) {
            Some(place) => {
                let home = (several && account.is_none()).then_some("/");
                let next = next.filter(|_| there(&place)).or(home);
                let mail = Mail {
                    to: place.person,
                    caused_by: None,
                    kind: match wanted.purpose {
                        Purpose::Password => Kind::PasswordReset,
                        _ => Kind::SignIn {
                            next: next.map(str::to_owned),
                        },
                    },
                };
                mail::queue(&mut tx, place.account, now, &mail).await?;
            }
            None => as_dear(&mut tx, now).await?,
        }
        tx.commit().await?;
        Ok(Asked::Heard)
    }
}

/// Whether a path of this site is one of an account's.
fn leads_into(path: &str, slug: &str) -> bool {
    path.strip_prefix('/')
        .and_then(|path| path.strip_prefix(slug))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

/// What a mail for nobody costs: as many writes and the same wait for the disk, so that how long an answer takes
/// does not tell who exists.
async fn as_dear(tx: &mut Tx, now: i64) -> Result<()> {
    static NO_TURN: Sql =
        Sql::fixed("UPDATE account SET next_id = next_id + 1 WHERE id = -1 RETURNING next_id");
    static WRITE: Sql = Sql::fixed(
        "INSERT INTO attempt (key, window_start, count) VALUES ($1, $2, 1) \
         ON CONFLICT (key) DO UPDATE SET window_start = $2",
    );
    tx.one(&NO_TURN, &[], |_| Ok(())).await?;
    let nobody: [u8; 32] = [0; 32];
    tx.execute(&WRITE, &[(&nobody).into(), now.into()]).await?;
    Ok(())
}
