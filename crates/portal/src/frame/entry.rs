//! From a session's secret to its companies and to a reader in one of them.

use jiff::Timestamp;
use store::identity::Standing;
use store::{Arrival, Db, StoreError};

/// A company in which the holder of a session has a place.
pub(super) struct Entry {
    pub(super) slug: String,
    pub(super) name: String,
    /// Whether they may come in now.
    pub(super) open: bool,
}

/// Who comes with this session, and what they may see.
pub(super) async fn arrive(
    db: &Db,
    slug: &str,
    session: &str,
    now: Timestamp,
) -> Result<Arrival, StoreError> {
    db.arrive_by_session(slug, session, now).await
}

/// The companies of a session; none where it is over.
pub(super) async fn companies(
    db: &Db,
    session: &str,
    now: Timestamp,
) -> Result<Vec<Entry>, StoreError> {
    let Some(companies) = db.companies(session, now).await? else {
        return Ok(Vec::new());
    };
    let entries = companies.all.into_iter().map(|company| Entry {
        open: company.standing == Standing::Open,
        slug: company.account,
        name: company.name,
    });
    Ok(entries.collect())
}
