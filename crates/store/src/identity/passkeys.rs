//! Passkeys: signing in by what a device holds, bound to this site.
//!
//! A ceremony takes two requests. What must be kept between them is a row that the second one takes away, whatever
//! comes of it, so that no answer of a device is good twice.

use super::passwords::Coming;
use super::places::{note_sign_in, turns};
use super::redeem::{SignedIn, begin_instead};
use super::sessions;
use crate::accounts::random_id;
use crate::engine::{Db, Row, Sql, Tx};
use crate::error::{Result, StoreError};
use crate::tokens;
use crate::viewer::token_hash;
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey as Key, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// How long the two requests may lie apart, in microseconds.
const CEREMONY: i64 = 5 * 60 * 1_000_000;
/// The most passkeys that an identity has.
const MOST: usize = 20;

/// The site that passkeys are bound to.
#[derive(Clone)]
pub struct Passkeys(Arc<Webauthn>);

impl std::fmt::Debug for Passkeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passkeys")
    }
}

impl Passkeys {
    /// The site at its public address; nothing where browsers know no passkeys there: at an address without a
    /// name, or without encryption (but for `localhost`).
    pub fn at(public_url: &str) -> Option<Passkeys> {
        let url = Url::parse(public_url).ok()?;
        let host = url.domain()?.to_owned();
        if url.scheme() != "https" && host != "localhost" {
            return None;
        }
        let site = WebauthnBuilder::new(&host, &url).ok()?;
        let site = site.rp_name(&host).build().ok()?;
        Some(Passkeys(Arc::new(site)))
    }
}

/// What a device is asked, with the name of the ceremony.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// To be sent back with the device's answer.
    pub ceremony: String,
    /// The options for `navigator.credentials`, as JSON.
    pub options: Value,
}

/// One passkey in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Its public id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it signed in last.
    pub used_at: Option<Timestamp>,
}

/// Why a ceremony came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// The session is none.
    #[error("you are not signed in")]
    NotSignedIn,
    /// It took too long, was done before, or never begun.
    #[error("it took too long, begin again")]
    Over,
    /// What the device answered proves nothing.
    #[error("the passkey was not accepted")]
    Refused,
    /// It has no name, or one that is too long.
    #[error("a passkey has a name of 1 to 100 characters")]
    Name,
    /// There are too many.
    #[error("you have {MOST} passkeys already: take away one that is not used any more")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Ceremony<T> = std::result::Result<T, PasskeyError>;

/// What a device knows an identity by: always the same, and nothing of ours.
fn handle(identity: i64) -> Uuid {
    let digest = Sha256::digest([b"passkey of ", &identity.to_be_bytes()[..]].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}

fn broken(error: impl std::fmt::Display) -> StoreError {
    StoreError::broken(error.to_string())
}

async fn keys(tx: &mut Tx, identity: i64) -> Result<Vec<Key>> {
    static KEYS: Sql = Sql::fixed("SELECT passkey FROM passkey WHERE identity_id = $1");
    tx.rows(&KEYS, &[identity.into()], |row| {
        serde_json::from_str(row.text(0)?).map_err(broken)
    })
    .await
}

async fn begin(tx: &mut Tx, identity: Option<i64>, state: &str, now: i64) -> Result<String> {
    static FORGET: Sql = Sql::fixed("DELETE FROM passkey_ceremony WHERE expires_at <= $1");
    static BEGIN: Sql = Sql::fixed(
        "INSERT INTO passkey_ceremony (hash, identity_id, state, expires_at) VALUES ($1, $2, $3, $4)",
    );
    let secret = tokens::random()?;
    let hash = token_hash(&secret);
    tx.execute(&FORGET, &[now.into()]).await?;
    let values = [
        (&hash).into(),
        identity.into(),
        state.into(),
        (now + CEREMONY).into(),
    ];
    tx.execute(&BEGIN, &values).await?;
    Ok(secret)
}

/// Takes a ceremony away and gives whose it is and what was kept. It commits by itself: an answer that is refused
/// uses it up too.
async fn take(db: &Db, ceremony: &str, now: i64) -> Ceremony<(Option<i64>, String)> {
    static TAKE: Sql = Sql::fixed(
        "DELETE FROM passkey_ceremony WHERE hash = $1 AND expires_at > $2 RETURNING identity_id, state",
    );
    let hash = token_hash(ceremony);
    let mut tx = db.write().await?;
    let taken = tx
        .one(&TAKE, &[(&hash).into(), now.into()], |row| {
            Ok((row.opt_int(0)?, row.text(1)?.to_owned()))
        })
        .await?;
    tx.commit().await?;
    taken.ok_or(PasskeyError::Over)
}

fn listed(row: &Row<'_>) -> Result<Passkey> {
    let at = |micros: i64| Timestamp::from_microsecond(micros).map_err(broken);
    Ok(Passkey {
        id: crate::ids::show(&row.id(0)?),
        name: row.text(1)?.to_owned(),
        created_at: at(row.int(2)?)?,
        used_at: row.opt_int(3)?.map(at).transpose()?,
    })
}

impl Db {
    /// Begins making a passkey of the identity that holds a session.
    ///
    /// # Errors
    /// Why not.
    pub async fn begin_passkey(
        &self,
        site: &Passkeys,
        session: &str,
        now: Timestamp,
    ) -> Ceremony<Challenge> {
        static WHO: Sql = Sql::fixed(
            "SELECT i.id, i.email FROM session s JOIN identity i ON i.id = s.identity_id \
             WHERE s.hash = $1 AND s.expires_at > $2",
        );
        let now = now.as_microsecond();
        let hash = token_hash(session);
        let mut tx = self.write().await?;
        let who = tx
            .one(&WHO, &[(&hash).into(), now.into()], |row| {
                Ok((row.int(0)?, row.text(1)?.to_owned()))
            })
            .await?;
        let (identity, email) = who.ok_or(PasskeyError::NotSignedIn)?;
        let keys = keys(&mut tx, identity).await?;
        if keys.len() >= MOST {
            return Err(PasskeyError::TooMany);
        }
        let known: Vec<CredentialID> = keys.iter().map(|key| key.cred_id().clone()).collect();
        let (options, state) = site
            .0
            .start_passkey_registration(handle(identity), &email, &email, Some(known))
            .map_err(broken)?;
        let mut options = serde_json::to_value(options).map_err(broken)?;
        // Signing in asks for no address first, so that the device must know whose the key is.
        options["publicKey"]["authenticatorSelection"]["residentKey"] = "required".into();
        options["publicKey"]["authenticatorSelection"]["requireResidentKey"] = true.into();
        let state = serde_json::to_string(&state).map_err(broken)?;
        let ceremony = begin(&mut tx, Some(identity), &state, now).await?;
        tx.commit().await?;
        Ok(Challenge { ceremony, options })
    }

    /// Keeps the passkey that a device made.
    ///
    /// # Errors
    /// Why not.
    pub async fn keep_passkey(
        &self,
        site: &Passkeys,
        session: &str,
        ceremony: &str,
        answer: &Value,
        name: &str,
        now: Timestamp,
    ) -> Ceremony<Passkey> {
        static KEEP: Sql = Sql::fixed(
            "INSERT INTO passkey (credential, public_id, identity_id, name, passkey, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        );
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(PasskeyError::Name);
        }
        let micros = now.as_microsecond();
        let (owner, state) = take(self, ceremony, micros).await?;
        let mut tx = self.write().await?;
        let identity = sessions::identity(&mut tx, session, micros).await?;
        let identity = identity.ok_or(PasskeyError::NotSignedIn)?;
        if owner != Some(identity) {
            return Err(PasskeyError::Over);
        }
        let state: PasskeyRegistration = serde_json::from_str(&state).map_err(broken)?;
        let answer: RegisterPublicKeyCredential =
            serde_json::from_value(answer.clone()).map_err(|_| PasskeyError::Refused)?;
        let key = site
            .0
            .finish_passkey_registration(&answer, &state)
            .map_err(|_| PasskeyError::Refused)?;
        let public_id = random_id();
        let json = serde_json::to_string(&key).map_err(broken)?;
        let values = [
            key.cred_id().as_slice().into(),
            public_id.into(),
            identity.into(),
            name.into(),
            (&json).into(),
            micros.into(),
        ];
        match tx.execute(&KEEP, &values).await {
            Ok(_) => tx.commit().await?,
            Err(StoreError::Conflict(_)) => return Err(PasskeyError::Refused),
            Err(error) => return Err(error.into()),
        }
        Ok(Passkey {
            id: crate::ids::show(&public_id),
            name: name.to_owned(),
            created_at: now,
            used_at: None,
        })
    }

    /// Begins signing in by whatever passkey the device has for this site.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn begin_sign_in_by_passkey(
        &self,
        site: &Passkeys,
        now: Timestamp,
    ) -> Result<Challenge> {
        let (options, state) = site.0.start_discoverable_authentication().map_err(broken)?;
        let mut options = serde_json::to_value(options).map_err(broken)?;
        // Whether the browser offers keys in the field or at the button is the page's to say.
        if let Some(options) = options.as_object_mut() {
            options.remove("mediation");
        }
        let state = serde_json::to_string(&state).map_err(broken)?;
        let mut tx = self.write().await?;
        let ceremony = begin(&mut tx, None, &state, now.as_microsecond()).await?;
        tx.commit().await?;
        Ok(Challenge { ceremony, options })
    }

    /// Signs in by what a device answered.
    ///
    /// # Errors
    /// Why not.
    pub async fn sign_in_by_passkey(
        &self,
        site: &Passkeys,
        ceremony: &str,
        answer: &Value,
        coming: Coming<'_>,
        now: Timestamp,
    ) -> Ceremony<SignedIn> {
        static FIND: Sql = Sql::fixed(
            "SELECT k.identity_id, k.passkey, i.email FROM passkey k JOIN identity i ON i.id = k.identity_id \
             WHERE k.credential = $1",
        );
        static USED: Sql =
            Sql::fixed("UPDATE passkey SET passkey = $2, used_at = $3 WHERE credential = $1");
        let now = now.as_microsecond();
        let (owner, state) = take(self, ceremony, now).await?;
        if owner.is_some() {
            return Err(PasskeyError::Over);
        }
        let state: DiscoverableAuthentication = serde_json::from_str(&state).map_err(broken)?;
        let answer: PublicKeyCredential =
            serde_json::from_value(answer.clone()).map_err(|_| PasskeyError::Refused)?;
        let (claimed, credential) = site
            .0
            .identify_discoverable_authentication(&answer)
            .map_err(|_| PasskeyError::Refused)?;
        let credential = credential.to_vec();
        let mut tx = self.write().await?;
        let found = tx
            .one(&FIND, &[credential.as_slice().into()], |row| {
                let key: Key = serde_json::from_str(row.text(1)?).map_err(broken)?;
                Ok((row.int(0)?, key, row.text(2)?.to_owned()))
            })
            .await?;
        let (identity, mut key, email) = found.ok_or(PasskeyError::Refused)?;
        if claimed != handle(identity) {
            return Err(PasskeyError::Refused);
        }
        let proven = site
            .0
            .finish_discoverable_authentication_v2(&answer, state, &key)
            .map_err(|_| PasskeyError::Refused)?;
        key.update_credential(&proven);
        let json = serde_json::to_string(&key).map_err(broken)?;
        let places = turns(&mut tx, identity).await?;
        let values = [credential.as_slice().into(), (&json).into(), now.into()];
        if tx.execute(&USED, &values).await? == 0 {
            return Err(PasskeyError::Refused);
        }
        note_sign_in(&mut tx, &places, "passkey", now).await?;
        let (before, device, lengths) = (coming.before, coming.device, coming.lengths);
        let session = begin_instead(&mut tx, identity, before, device, lengths, now).await?;
        tx.commit().await?;
        Ok(SignedIn {
            session,
            target: "/".to_owned(),
            email,
        })
    }

    /// The passkeys of the identity that holds a session, the newest first; nothing where the secret is of none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn passkeys(&self, session: &str, now: Timestamp) -> Result<Option<Vec<Passkey>>> {
        static ALL: Sql = Sql::fixed(
            "SELECT public_id, name, created_at, used_at FROM passkey WHERE identity_id = $1 \
             ORDER BY created_at DESC, public_id",
        );
        let mut tx = self.snapshot().await?;
        let identity = sessions::identity(&mut tx, session, now.as_microsecond()).await?;
        let Some(identity) = identity else {
            return Ok(None);
        };
        let all = tx.rows(&ALL, &[identity.into()], listed).await?;
        tx.done();
        Ok(Some(all))
    }

    /// Takes a passkey away from the identity that holds a session; whether there was such a one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn take_passkey_away(&self, session: &str, id: &str, now: Timestamp) -> Result<bool> {
        static TAKE: Sql =
            Sql::fixed("DELETE FROM passkey WHERE identity_id = $1 AND public_id = $2");
        let mut tx = self.write().await?;
        let identity = sessions::identity(&mut tx, session, now.as_microsecond()).await?;
        let Some(identity) = identity else {
            return Ok(false);
        };
        let id = crate::ids::parse(id);
        let taken = tx.execute(&TAKE, &[identity.into(), id.into()]).await?;
        tx.commit().await?;
        Ok(taken > 0)
    }
}
