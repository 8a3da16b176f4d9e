//! What no line may get round: owners of customers, and the making and ending of the account's owners.

use super::hand::Change;
use super::kinds::{Kind, REMOVED, Space};
use super::report::Problem;
use super::tables::{self, Cell};
use crate::engine::{Sql, Tx};
use crate::error::Result;
use access::Fault;
use access::staff::MemberRole;
use std::collections::HashSet;

/// The words of every refusal that protects an owner.
pub(crate) const ROUND_AN_OWNER: &str = "it would get round an owner";

/// The grants of owners that live, with their holders and customers.
pub(crate) struct Guards {
    grants: HashSet<i64>,
    holders: HashSet<i64>,
    customers: HashSet<i64>,
    /// Whether lines may make and end owners of the account.
    makes_owners: bool,
    /// The owners of the account, where lines may not.
    owners: HashSet<i64>,
}

impl Guards {
    /// Reads them as they are before the import.
    ///
    /// Only owners make or end owners of the account: the importer where it is one, and the operator.
    pub(crate) async fn read(tx: &mut Tx, account: i64, importer: Option<i64>) -> Result<Self> {
        static IS_OWNER: Sql = Sql::fixed(
            "SELECT 1 FROM person WHERE account_id = $1 AND id = $2 AND is_guest = 0 AND role = $3",
        );
        static OWNERS: Sql = Sql::fixed(
            "SELECT id, person_id, subject_id FROM access_grant \
             WHERE account_id = $1 AND built_in = 'L90' AND revoked_at IS NULL",
        );
        let makes_owners = match importer {
            None => true,
            Some(person) => {
                let values = [
                    account.into(),
                    person.into(),
                    (MemberRole::Owner as i64).into(),
                ];
                tx.one(&IS_OWNER, &values, |_| Ok(())).await?.is_some()
            }
        };
        static OF_THE_ACCOUNT: Sql = Sql::fixed(
            "SELECT id FROM person WHERE account_id = $1 AND is_guest = 0 AND role = $2",
        );
        let owners = if makes_owners {
            Vec::new()
        } else {
            let values = [account.into(), (MemberRole::Owner as i64).into()];
            tx.rows(&OF_THE_ACCOUNT, &values, |row| row.int(0)).await?
        };
        let mut guards = Self {
            owners: owners.into_iter().collect(),
            grants: HashSet::new(),
            holders: HashSet::new(),
            customers: HashSet::new(),
            makes_owners,
        };
        let all = tx
            .rows(&OWNERS, &[account.into()], |row| {
                Ok((row.int(0)?, row.int(1)?, row.int(2)?))
            })
            .await?;
        for (grant, holder, customer) in all {
            guards.grants.insert(grant);
            guards.holders.insert(holder);
            guards.customers.insert(customer);
        }
        Ok(guards)
    }

    /// Whether a record may not be deleted.
    pub(crate) fn keeps(&self, space: Space, id: i64) -> bool {
        match space {
            Space::Grant => self.grants.contains(&id),
            Space::Person => self.holders.contains(&id) || self.owners.contains(&id),
            Space::Customer => self.customers.contains(&id),
            _ => false,
        }
    }

    /// What is wrong with a change of what the account has.
    pub(crate) fn refuse(
        &self,
        kind: &'static Kind,
        change: &Change<'_>,
    ) -> Option<(Fault, Problem)> {
        if !change.differs {
            return None;
        }
        let now = |name: &str| tables::place(kind, name).map(|n| &change.row.cells[n]);
        let before = |name: &str| {
            let before = change.before.as_ref()?;
            tables::place(kind, name).map(|n| &before.cells[n])
        };
        let differs = |name: &str| before(name) != now(name);
        let owner = Some(&Cell::Int(MemberRole::Owner as i64));
        match kind.name {
            "member"
                if !self.makes_owners
                    && differs("role")
                    && (before("role") == owner || now("role") == owner) =>
            {
                let expected = "the role as it is: only owners make or end owners";
                Some((fault("/role", "another role", expected), Problem::Invalid))
            }
            // Whoever has an owner's address comes in as the owner.
            "member" if self.owners.contains(&change.id) && differs("email") => {
                let expected = "the address as it is: only owners change owners";
                Some((
                    fault("/email", "another address", expected),
                    Problem::Invalid,
                ))
            }
            "guest" if self.holders.contains(&change.id) => {
                if differs("state") && now("state") == Some(&Cell::Int(REMOVED)) {
                    return Some(round_an_owner("/state", "`removed`"));
                }
                let ends = differs("expires_at") && now("expires_at") != Some(&Cell::Null);
                ends.then(|| round_an_owner("/expires_at", "an end"))
            }
            "grant" if self.grants.contains(&change.id) => {
                const NOTES: &str = "notes";
                let column = kind.fields.iter().find(|field| {
                    field.key != NOTES && field.columns.iter().any(|column| differs(column))
                })?;
                Some(round_an_owner(&format!("/{}", column.key), "another value"))
            }
            _ => None,
        }
    }
}

/// The refusal that protects an owner.
pub(crate) fn round_an_owner(pointer: &str, found: &str) -> (Fault, Problem) {
    let expected = format!("what is an owner's as it is: {ROUND_AN_OWNER}");
    (fault(pointer, found, &expected), Problem::OwnerGrant)
}

fn fault(pointer: &str, found: &str, expected: &str) -> Fault {
    Fault {
        pointer: pointer.to_owned(),
        found: found.to_owned(),
        expected: expected.to_owned(),
    }
}
