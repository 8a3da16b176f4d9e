//! The staff to whom an item matters: manager or assignee, followers, and who made it.

use super::{Kind, Mail, queue};
use crate::engine::{Sql, Tx};
use crate::error::{Result, StoreError};
use access::Module;
use std::collections::BTreeMap;

/// Those of one item: `$1` the account, `$2` the item.
fn statement(module: Module) -> &'static Sql {
    static CUSTOMERS: Sql =
        Sql::fixed("SELECT account_manager_id FROM customer WHERE account_id = $1 AND id = $2");
    static PROJECTS: Sql = Sql::fixed(
        "SELECT manager_id FROM project WHERE account_id = $1 AND id = $2 \
         UNION SELECT created_by_id FROM project WHERE account_id = $1 AND id = $2 \
         UNION SELECT person_id FROM project_follower WHERE account_id = $1 AND project_id = $2",
    );
    static TASKS: Sql = Sql::fixed(
        "SELECT assignee_id FROM task WHERE account_id = $1 AND id = $2 \
         UNION SELECT owner_id FROM task WHERE account_id = $1 AND id = $2 \
         UNION SELECT person_id FROM task_follower WHERE account_id = $1 AND task_id = $2",
    );
    static MEETINGS: Sql =
        Sql::fixed("SELECT organiser_id FROM meeting WHERE account_id = $1 AND id = $2");
    static TICKETS: Sql = Sql::fixed(
        "SELECT assignee_id FROM ticket WHERE account_id = $1 AND id = $2 \
         UNION SELECT requester_id FROM ticket WHERE account_id = $1 AND id = $2",
    );
    static ORDERS: Sql = Sql::fixed(
        "SELECT c.account_manager_id FROM sales_order d \
         JOIN customer c ON c.account_id = d.account_id AND c.id = d.customer_id \
         WHERE d.account_id = $1 AND d.id = $2",
    );
    static INVOICES: Sql = Sql::fixed(
        "SELECT c.account_manager_id FROM invoice d \
         JOIN customer c ON c.account_id = d.account_id AND c.id = d.customer_id \
         WHERE d.account_id = $1 AND d.id = $2",
    );
    static ESTIMATES: Sql = Sql::fixed(
        "SELECT c.account_manager_id FROM estimate d \
         JOIN customer c ON c.account_id = d.account_id AND c.id = d.customer_id \
         WHERE d.account_id = $1 AND d.id = $2",
    );
    static KNOWLEDGE: Sql =
        Sql::fixed("SELECT author_id FROM knowledge_base WHERE account_id = $1 AND id = $2");
    match module {
        Module::Customers => &CUSTOMERS,
        Module::Projects => &PROJECTS,
        Module::Tasks => &TASKS,
        Module::Meetings => &MEETINGS,
        Module::Tickets => &TICKETS,
        Module::Orders => &ORDERS,
        Module::Invoices => &INVOICES,
        Module::Estimates => &ESTIMATES,
        Module::Knowledge => &KNOWLEDGE,
    }
}

/// Active members to whom the subjects of these grants matter, each with those of the grants.
pub(super) async fn keepers(
    tx: &mut Tx,
    account: i64,
    grants: &[i64],
) -> Result<BTreeMap<i64, Vec<i64>>> {
    static SUBJECTS: Sql = Sql::fixed(
        "SELECT id, subject_module, subject_id FROM access_grant WHERE account_id = $1 AND id = ANY($2) ORDER BY id",
    );
    static MEMBERS: Sql = Sql::fixed(
        "SELECT id FROM person WHERE account_id = $1 AND id = ANY($2) AND is_guest = 0 AND state = 1",
    );
    let subjects = tx
        .rows(&SUBJECTS, &[account.into(), grants.into()], |row| {
            Ok((row.int(0)?, row.int(1)?, row.int(2)?))
        })
        .await?;
    let mut asked: BTreeMap<(i64, i64), Vec<i64>> = BTreeMap::new();
    let mut keepers: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (grant, module, subject) in subjects {
        let people = match asked.get(&(module, subject)) {
            Some(people) => people.clone(),
            None => {
                let module = Module::numbered(module)
                    .ok_or_else(|| StoreError::broken("a grant's subject is of no module"))?;
                let found = tx
                    .rows(
                        statement(module),
                        &[account.into(), subject.into()],
                        |row| row.opt_int(0),
                    )
                    .await?;
                let found: Vec<i64> = found.into_iter().flatten().collect();
                asked.insert((module as i64, subject), found.clone());
                found
            }
        };
        for person in people {
            keepers.entry(person).or_default().push(grant);
        }
    }
    let people: Vec<i64> = keepers.keys().copied().collect();
    let members = tx
        .rows(
            &MEMBERS,
            &[account.into(), people.as_slice().into()],
            |row| row.int(0),
        )
        .await?;
    keepers.retain(|person, _| members.contains(person));
    Ok(keepers)
}

/// Tells manager or assignee, followers and maker of what these grants open that it was opened, one mail each; not
/// whoever did it. Gives how many are told.
pub(crate) async fn tell_of_sharing(
    tx: &mut Tx,
    account: i64,
    now: i64,
    by: Option<i64>,
    grants: &[i64],
) -> Result<u64> {
    let mut told = 0;
    for (person, grants) in keepers(tx, account, grants).await? {
        if Some(person) == by {
            continue;
        }
        let mail = Mail {
            to: person,
            caused_by: by,
            kind: Kind::SharedNotice { grants },
        };
        queue(tx, account, now, &mail).await?;
        told += 1;
    }
    Ok(told)
}
