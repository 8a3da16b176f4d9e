//! The participants of a project that a share notes.

use super::may_open::Openable;
use super::people::Person;
use super::rows::Row;
use crate::accounts;
use crate::engine::{Sql, Tx};
use crate::visible::Reader;
use crate::writes::WriteError;
use access::Module;

/// Notes on the participants of the shared projects that their external access is on: those who are these people
/// already, and with a label those who were not there yet.
pub(super) async fn note_shared(
    reader: &mut Reader,
    items: &[Openable],
    people: &[Person],
    written: &[Row],
    label: Option<&str>,
) -> Result<(), WriteError> {
    static THERE: Sql = Sql::fixed(
        "UPDATE participant SET grant_id = $5, label = COALESCE($6, label) WHERE account_id = $1 AND project_id = $2 \
         AND (person_id = $3 OR contact_id = $4)",
    );
    let account = reader.viewer.account.id;
    let tx = &mut reader.tx;
    let projects: Vec<(usize, &Openable)> = items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.module() == Module::Projects)
        .collect();
    for (person, grants) in people.iter().zip(written.chunks(items.len().max(1))) {
        for (place, project) in &projects {
            let grant = grants[*place].id;
            let values = [
                account.into(),
                project.id.into(),
                person.id.into(),
                person.contact.into(),
                grant.into(),
                label.into(),
            ];
            let noted = tx.execute(&THERE, &values).await?;
            if let (0, Some(label)) = (noted, label) {
                add(tx, account, project.id, person, label, grant).await?;
            }
        }
    }
    Ok(())
}

async fn add(
    tx: &mut Tx,
    account: i64,
    project: i64,
    person: &Person,
    label: &str,
    grant: i64,
) -> Result<(), WriteError> {
    static ADD: Sql = Sql::fixed(
        "INSERT INTO participant (account_id, id, public_id, project_id, person_id, label, grant_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    );
    let id = accounts::allocate(tx, account, 1).await?;
    let values = [
        account.into(),
        id.into(),
        accounts::random_id().into(),
        project.into(),
        person.id.into(),
        label.into(),
        grant.into(),
    ];
    tx.execute(&ADD, &values).await?;
    Ok(())
}
