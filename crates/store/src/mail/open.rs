//! From a claimed mail to a letter: who gets it may no longer see what it was about, so all is judged now.

use super::claim::Claimed;
use super::letter::{Letter, Link, Opened, Says, SharedWith};
use super::recipient::{Reach, Recipient};
use super::subjects::{Grant, living, living_of, seen, seen_whole};
use super::{Kind, stop};
use crate::engine::{Db, Sql, Tx};
use crate::error::Result;
use crate::identity::{self, Purpose};
use crate::ids;
use crate::viewer::token_hash;
use crate::visible::Reader;
use access::people::{Person, Shown};
use jiff::{SignedDuration, Timestamp};

/// How long a link to sign in works once it is sent.
const SIGN_IN: SignedDuration = SignedDuration::from_mins(30);
/// How long a link to choose a new password works.
const PASSWORD: SignedDuration = SignedDuration::from_hours(1);
/// How long an invitation works.
const INVITATION: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How long mail rests while the account's sharing is off.
const PAUSE: SignedDuration = SignedDuration::from_mins(15);

const NOTHING_LEFT: &str = "nothing of it is open to the recipient any more";

/// What is to be said, before there is a link to say it with.
enum Draft {
    Says(Says),
    /// With a link of this purpose, to this path, that dies with these grants.
    WithLink(
        Purpose,
        SignedDuration,
        Option<String>,
        Vec<i64>,
        Box<dyn FnOnce(Link) -> Says + Send>,
    ),
    Dropped(&'static str),
    Rest(&'static str, i64),
}

impl Db {
    /// What a claimed mail says now, as its recipient may read it; makes the secret of its link.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn open_mail(&self, claimed: &Claimed, now: Timestamp) -> Result<Opened> {
        let micros = now.as_microsecond();
        let account = claimed.account;
        let mut tx = self.snapshot().await?;
        let Some(to) = Recipient::find(&mut tx, account, claimed.to).await? else {
            return Ok(Opened::Dropped(
                "the recipient is no user any more".to_owned(),
            ));
        };
        match to.reach(micros) {
            Reach::Open => {}
            // Who signs in is told on the page that it is switched off.
            Reach::Paused if !claimed.kind.may_be_stopped() => {}
            Reach::Paused => {
                let until = now.saturating_add(PAUSE).unwrap_or(now);
                return Ok(Opened::Rest("sharing is switched off".to_owned(), until));
            }
            Reach::Closed(why) => return Ok(Opened::Dropped(why.to_owned())),
        }
        if claimed.kind.may_be_stopped() && to.stopped {
            let why = "the recipient wants no notifications any more";
            return Ok(Opened::Dropped(why.to_owned()));
        }
        let Some(mut reader) = to.reader(tx, account, micros).await? else {
            return Ok(Opened::Dropped(
                "the recipient is no user any more".to_owned(),
            ));
        };
        let draft = draft(claimed, &to, &mut reader, micros).await?;
        let stop = match claimed.kind.may_be_stopped() {
            true => Some(stop::token(&mut reader.tx, &to.public_id).await?),
            false => None,
        };
        reader.tx.done();
        let says = match draft {
            Draft::Says(says) => says,
            Draft::WithLink(purpose, ttl, target, grants, say) => {
                let mut tx = self.write().await?;
                let target = target.as_deref();
                let secret = identity::mint(
                    &mut tx, account, to.id, purpose, target, &grants, micros, ttl,
                )
                .await?;
                tx.commit().await?;
                let until = now.saturating_add(ttl).unwrap_or(now);
                say(Link { secret, until })
            }
            Draft::Dropped(why) => return Ok(Opened::Dropped(why.to_owned())),
            Draft::Rest(why, until) => {
                let until = Timestamp::from_microsecond(until).unwrap_or(now);
                return Ok(Opened::Rest(why.to_owned(), until));
            }
        };
        Ok(Opened::Letter(Box::new(Letter {
            id: claimed.id(),
            time_zone: to.zone(),
            email: to.email,
            name: to.name,
            account: to.account,
            account_name: to.account_name,
            locale: to.locale,
            guest: to.guest,
            stop,
            says,
        })))
    }

    /// Ends the link of a letter that certainly reached nobody, so that a secret that was sent in vain opens nothing.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn unsend_link(&self, claimed: &Claimed, letter: &Letter) -> Result<()> {
        static END: Sql = Sql::fixed(
            "DELETE FROM sign_in_link WHERE account_id = $1 AND hash = $2 AND used_at IS NULL",
        );
        let Some(link) = letter.says.link() else {
            return Ok(());
        };
        let hash = token_hash(&link.secret);
        let mut tx = self.write().await?;
        tx.execute(&END, &[claimed.account.into(), (&hash).into()])
            .await?;
        tx.commit().await
    }
}

impl Says {
    /// The secret in it.
    pub(super) fn link(&self) -> Option<&Link> {
        match self {
            Says::SignIn(link) | Says::PasswordReset(link) => Some(link),
            Says::Membership { link, .. } | Says::Shared { link, .. } => Some(link),
            _ => None,
        }
    }
}

async fn draft(claimed: &Claimed, to: &Recipient, reader: &mut Reader, now: i64) -> Result<Draft> {
    let account = claimed.account;
    Ok(match &claimed.kind {
        Kind::SignIn { next } => Draft::WithLink(
            Purpose::SignIn,
            SIGN_IN,
            next.clone(),
            Vec::new(),
            Box::new(Says::SignIn),
        ),
        Kind::PasswordReset => Draft::WithLink(
            Purpose::Password,
            PASSWORD,
            None,
            Vec::new(),
            Box::new(Says::PasswordReset),
        ),
        Kind::Membership => {
            let by = named(reader, claimed.caused_by).await?;
            Draft::WithLink(
                Purpose::Invitation,
                INVITATION,
                None,
                Vec::new(),
                Box::new(move |link| Says::Membership { by, link }),
            )
        }
        Kind::Shared { grants, message } => {
            shared(claimed, to, reader, now, grants, message.clone()).await?
        }
        Kind::SharedNotice { grants } => {
            let living = living(&mut reader.tx, account, grants, now).await?;
            let shared = with_people(reader, account, &living).await?;
            if shared.is_empty() {
                return Ok(Draft::Dropped(NOTHING_LEFT));
            }
            let by = named(reader, claimed.caused_by).await?;
            Draft::Says(Says::SharedNotice { by, shared })
        }
        Kind::GrantsEnd { grants } => {
            let living = living(&mut reader.tx, account, grants, now).await?;
            let ending: Vec<Grant> = living
                .into_iter()
                .filter(|grant| grant.expires_at.is_some())
                .collect();
            let Some(until) = first_end(&ending) else {
                return Ok(Draft::Dropped("it does not end soon any more"));
            };
            if to.guest {
                let subjects = seen(reader, &ending).await?;
                match subjects.is_empty() {
                    true => Draft::Dropped(NOTHING_LEFT),
                    false => Draft::Says(Says::EndsForGuest { subjects, until }),
                }
            } else {
                let ending = with_people(reader, account, &ending).await?;
                match ending.is_empty() {
                    true => Draft::Dropped(NOTHING_LEFT),
                    false => Draft::Says(Says::EndsForStaff { ending, until }),
                }
            }
        }
        Kind::GuestEnds { guest } => guest_ends(to, reader, account, *guest, now).await?,
    })
}

async fn shared(
    claimed: &Claimed,
    to: &Recipient,
    reader: &mut Reader,
    now: i64,
    grants: &[i64],
    message: Option<String>,
) -> Result<Draft> {
    let account = claimed.account;
    let living = match grants {
        [] => living_of(&mut reader.tx, account, to.id, now).await?,
        some => living(&mut reader.tx, account, some, now).await?,
    };
    let begun: Vec<Grant> = living
        .iter()
        .filter(|grant| grant.person == to.id && grant.starts_at.is_none_or(|start| start <= now))
        .cloned()
        .collect();
    let subjects = seen_whole(reader, &begun).await?;
    if subjects.is_empty() && !grants.is_empty() {
        let begins = living.iter().filter_map(|grant| grant.starts_at).min();
        return Ok(match begins {
            Some(begins) if begins > now => Draft::Rest("it is not open yet", begins),
            _ => Draft::Dropped(NOTHING_LEFT),
        });
    }
    let target = match subjects.as_slice() {
        [only] => format!("/{}/{}/{}", to.account, only.module, only.id),
        _ => format!("/{}", to.account),
    };
    let by = named(reader, claimed.caused_by).await?;
    Ok(Draft::WithLink(
        Purpose::Invitation,
        INVITATION,
        Some(target),
        grants.to_vec(),
        Box::new(move |link| Says::Shared {
            by,
            message,
            subjects,
            link,
        }),
    ))
}

async fn guest_ends(
    to: &Recipient,
    reader: &mut Reader,
    account: i64,
    guest: i64,
    now: i64,
) -> Result<Draft> {
    let Some(person) = Ending::find(&mut reader.tx, account, guest).await? else {
        return Ok(Draft::Dropped("the guest is no user any more"));
    };
    let Some(until) = person
        .expires_at
        .filter(|end| *end > now && person.state < 3)
    else {
        return Ok(Draft::Dropped("it does not end soon any more"));
    };
    let until = Timestamp::from_microsecond(until).unwrap_or(Timestamp::MAX);
    if to.guest {
        let subjects = Vec::new();
        return Ok(match to.id == guest {
            true => Draft::Says(Says::EndsForGuest { subjects, until }),
            false => Draft::Dropped(NOTHING_LEFT),
        });
    }
    let ending = vec![SharedWith {
        id: ids::show(&person.public_id),
        name: person.name,
        email: person.email,
        subjects: Vec::new(),
        until: Some(until),
    }];
    Ok(Draft::Says(Says::EndsForStaff { ending, until }))
}

fn first_end(grants: &[Grant]) -> Option<Timestamp> {
    let first = grants.iter().filter_map(|grant| grant.expires_at).min()?;
    Timestamp::from_microsecond(first).ok()
}

/// A guest whose access may end.
struct Ending {
    public_id: [u8; 16],
    name: String,
    email: String,
    state: i64,
    expires_at: Option<i64>,
}

impl Ending {
    async fn find(tx: &mut Tx, account: i64, person: i64) -> Result<Option<Ending>> {
        static FIND: Sql = Sql::fixed(
            "SELECT public_id, name, email, state, expires_at FROM person WHERE account_id = $1 AND id = $2",
        );
        tx.one(&FIND, &[account.into(), person.into()], |row| {
            Ok(Ending {
                public_id: row.id(0)?,
                name: row.text(1)?.to_owned(),
                email: row.text(2)?.to_owned(),
                state: row.int(3)?,
                expires_at: row.opt_int(4)?,
            })
        })
        .await
    }
}

/// For staff: the people of these grants, each with what of theirs the reader sees.
async fn with_people(
    reader: &mut Reader,
    account: i64,
    grants: &[Grant],
) -> Result<Vec<SharedWith>> {
    let mut people: Vec<i64> = Vec::new();
    for grant in grants {
        if !people.contains(&grant.person) {
            people.push(grant.person);
        }
    }
    let mut with = Vec::new();
    for person in people {
        let theirs: Vec<Grant> = grants
            .iter()
            .filter(|grant| grant.person == person)
            .cloned()
            .collect();
        let subjects = seen(reader, &theirs).await?;
        let found = Ending::find(&mut reader.tx, account, person).await?;
        let (Some(found), false) = (found, subjects.is_empty()) else {
            continue;
        };
        if found.state >= 3 {
            continue;
        }
        with.push(SharedWith {
            id: ids::show(&found.public_id),
            name: found.name,
            email: found.email,
            until: first_end(&theirs),
            subjects,
        });
    }
    Ok(with)
}

/// The name of who caused a mail, if its reader may know it and there is one.
async fn named(reader: &mut Reader, person: Option<i64>) -> Result<Option<String>> {
    static NAMED: Sql = Sql::fixed(
        "SELECT p.is_guest, COALESCE(p.customer_id, c.customer_id), p.name FROM person p \
         LEFT JOIN contact c ON c.account_id = p.account_id AND c.id = p.contact_id \
         WHERE p.account_id = $1 AND p.id = $2",
    );
    let Some(id) = person else {
        return Ok(None);
    };
    let values = [reader.viewer.account.id.into(), id.into()];
    let found = reader
        .tx
        .one(&NAMED, &values, |row| {
            let person = Person {
                id,
                member: !row.truth(0)?,
                customer: row.opt_int(1)?,
            };
            Ok((person, row.text(2)?.to_owned()))
        })
        .await?;
    let shown = |person: &Person| reader.viewer.party.knows.of(person) == Shown::ByName;
    Ok(found
        .filter(|(person, name)| !name.is_empty() && shown(person))
        .map(|(_, name)| name))
}
