//! What a list's filter and order ask for by id, looked up as far as the viewer may know it: stages and people.
//!
//! A person whom the viewer does not see by name answers as one who never was.

use crate::engine::{Sql, Tx};
use crate::error::Result;
use crate::viewer::Viewer;
use access::Module;
use access::people::{Acquaintance, Person, Shown};
use std::collections::HashMap;

/// The positions of a module's stages.
pub(super) async fn positions(
    tx: &mut Tx,
    viewer: &Viewer,
    module: Module,
) -> Result<HashMap<i64, i64>> {
    static POSITIONS: Sql = Sql::fixed(
        "SELECT id, position FROM stage WHERE account_id = $1 AND module = $2 AND position IS NOT NULL",
    );
    let found = tx
        .rows(
            &POSITIONS,
            &[viewer.account.id.into(), (module as i64).into()],
            |row| Ok((row.int(0)?, row.int(1)?)),
        )
        .await?;
    Ok(found.into_iter().collect())
}

/// The internal keys of those stages; one that never was has none.
pub(super) async fn stages(tx: &mut Tx, viewer: &Viewer, wanted: &[[u8; 16]]) -> Result<Vec<i64>> {
    static ONE: Sql = Sql::fixed("SELECT id FROM stage WHERE account_id = $1 AND public_id = $2");
    let mut found = Vec::new();
    for id in wanted {
        let values = [viewer.account.id.into(), (*id).into()];
        found.extend(tx.one(&ONE, &values, |row| row.int(0)).await?);
    }
    Ok(found)
}

/// The internal keys of a module's closed stages, or of its others.
pub(super) async fn in_stages(
    tx: &mut Tx,
    viewer: &Viewer,
    module: Module,
    closed: bool,
) -> Result<Vec<i64>> {
    static STAGES: Sql =
        Sql::fixed("SELECT id FROM stage WHERE account_id = $1 AND module = $2 AND closed = $3");
    let values = [
        viewer.account.id.into(),
        (module as i64).into(),
        closed.into(),
    ];
    tx.rows(&STAGES, &values, |row| row.int(0)).await
}

/// The internal keys of those users that the viewer sees by name.
pub(super) async fn people(tx: &mut Tx, viewer: &Viewer, wanted: &[[u8; 16]]) -> Result<Vec<i64>> {
    static ONE: Sql = Sql::fixed(
        "SELECT p.id, p.is_guest, COALESCE(p.customer_id, c.customer_id) FROM person p \
         LEFT JOIN contact c ON c.account_id = p.account_id AND c.id = p.contact_id \
         WHERE p.account_id = $1 AND p.public_id = $2",
    );
    let mut seen = Vec::new();
    for id in wanted {
        let values = [viewer.account.id.into(), (*id).into()];
        let found = tx
            .one(&ONE, &values, |row| {
                Ok(Person {
                    id: row.int(0)?,
                    member: !row.truth(1)?,
                    customer: row.opt_int(2)?,
                })
            })
            .await?;
        let by_name = found.filter(|person| viewer.party.knows.of(person) == Shown::ByName);
        seen.extend(by_name.map(|person| person.id));
    }
    Ok(seen)
}

/// The guests that count as nobody for this viewer.
pub(super) async fn unseen(tx: &mut Tx, viewer: &Viewer) -> Result<Vec<i64>> {
    static GUESTS: Sql = Sql::fixed(
        "SELECT p.id, COALESCE(p.customer_id, c.customer_id) FROM person p \
         LEFT JOIN contact c ON c.account_id = p.account_id AND c.id = p.contact_id \
         WHERE p.account_id = $1 AND p.is_guest = 1",
    );
    if viewer.party.knows == Acquaintance::Everyone {
        return Ok(Vec::new());
    }
    let guests = tx
        .rows(&GUESTS, &[viewer.account.id.into()], |row| {
            Ok(Person {
                id: row.int(0)?,
                member: false,
                customer: row.opt_int(1)?,
            })
        })
        .await?;
    let unseen = guests
        .into_iter()
        .filter(|guest| viewer.party.knows.of(guest) == Shown::NotAtAll);
    Ok(unseen.map(|guest| guest.id).collect())
}
