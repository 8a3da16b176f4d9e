//! Secrets that all servers of a database share, made once by whoever comes first.

use crate::engine::{Sql, Tx};
use crate::error::Result;

/// Makes the secrets that are missing.
pub(crate) async fn ensure(tx: &mut Tx) -> Result<()> {
    static MAKE: Sql = Sql::fixed(
        "INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
    );
    let key = [
        *uuid::Uuid::new_v4().as_bytes(),
        *uuid::Uuid::new_v4().as_bytes(),
    ]
    .concat();
    tx.execute(&MAKE, &["cursor".into(), key.as_slice().into()])
        .await?;
    Ok(())
}
