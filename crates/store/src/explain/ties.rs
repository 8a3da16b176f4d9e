//! What ties users to the places of a target: grants on them, and fields that name the user. Facts
//! alone; nothing is judged here but how a grant stands by itself.

use super::moment::Moment;
use super::places::Place;
use crate::engine::{SqlBuilder, Tx};
use crate::error::Result;
use crate::viewer::Viewer;
use crate::visible::holdings::{GRANT_COLUMNS, Grant, grant};
use crate::visible::table::{Dated, table};
use access::Module;
use access::rule::Record;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// A grant or link of one user on one item of a place.
#[derive(Debug)]
pub(super) struct Found {
    /// The user's internal key.
    pub(super) user: i64,
    /// `grant`, or the name of the field that ties.
    pub(super) kind: &'static str,
    pub(super) grant: Option<Grant>,
    /// The item it is on.
    pub(super) subject: [u8; 16],
    pub(super) record: Record,
    /// The customer that a grant is on, where the subject is that customer's project.
    pub(super) client: Option<[u8; 16]>,
}

/// How users can be tied to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    /// By a grant on it.
    Grant,
    /// To a project, by a grant on the customer that is its client.
    Client,
    /// By a field of this name in this column.
    Field(&'static str, &'static str),
    /// By a list of this name, in a table of its own with this column for the item.
    List(&'static str, &'static str, &'static str),
}

/// The ties there are to items of a module, in the order in which they are told.
pub(super) fn ties(module: Module) -> &'static [Tie] {
    use Tie::{Client, Field, Grant, List};
    match module {
        Module::Projects => &[Grant, Field("client", "client_person_id"), Client],
        Module::Tasks => &[
            Grant,
            Field("owner", "owner_id"),
            Field("assignee", "assignee_id"),
            List("collaborators", "task_collaborator", "task_id"),
            List("followers", "task_follower", "task_id"),
        ],
        Module::Meetings => &[Grant, List("attendees", "meeting_attendee", "meeting_id")],
        Module::Tickets => &[Grant, Field("requester", "requester_id")],
        Module::Knowledge => &[Grant, List("access", "knowledge_access", "knowledge_id")],
        _ => &[Grant],
    }
}

impl Tie {
    /// Appends `FROM … WHERE …` of this tie to the items of a place: `s` is the item, `g` a grant.
    pub(super) fn push(self, sql: &mut SqlBuilder<'_>, place: &Place, moment: &Moment) {
        sql.push(" FROM ").push(table(place.module).name).push(" s");
        match self {
            Tie::Field(..) => {}
            Tie::List(_, list, item) => {
                for piece in [
                    " JOIN ",
                    list,
                    " l ON l.account_id = s.account_id AND l.",
                    item,
                    " = s.id",
                ] {
                    sql.push(piece);
                }
            }
            Tie::Grant => {
                let module = (place.module as i64).to_string();
                self.push_grants(sql, moment, &module, "s.id");
            }
            Tie::Client => {
                sql.push(" JOIN customer c ON c.account_id = s.account_id AND c.id = s.client_customer_id");
                let module = (Module::Customers as i64).to_string();
                self.push_grants(sql, moment, &module, "c.id");
            }
        }
        if self.is_grant() {
            let roles = moment.table("role", "role_history");
            for piece in [
                " LEFT JOIN ",
                roles,
                " r ON r.account_id = g.account_id AND r.id = g.role_id",
            ] {
                sql.push(piece);
            }
            moment.valid(sql, "r");
        }
        sql.push(" WHERE s.account_id = ").bind(moment.account.id);
        sql.push(" AND s.")
            .push(place.column)
            .push(" = ")
            .bind(place.key);
        if self.is_grant() {
            moment.valid(sql, "g");
        }
    }

    fn push_grants(self, sql: &mut SqlBuilder<'_>, moment: &Moment, module: &str, subject: &str) {
        let grants = moment.table("access_grant", "access_grant_history");
        for piece in [
            " JOIN ",
            grants,
            " g ON g.account_id = s.account_id AND g.subject_module = ",
            module,
        ] {
            sql.push(piece);
        }
        sql.push(" AND g.subject_id = ").push(subject);
    }

    /// Appends the columns that [`read`] takes and gives the place of the first that is not a
    /// grant's: user, subject, record date, client.
    fn push_columns(self, sql: &mut SqlBuilder<'_>, module: Module) -> usize {
        let first = if self.is_grant() {
            sql.push(GRANT_COLUMNS).push(", ");
            GRANT_COLUMNS.split(',').count()
        } else {
            0
        };
        self.push_user(sql);
        sql.push(", s.public_id, ");
        match table(module).dated {
            Dated::No => sql.push("CAST(NULL AS BIGINT)"),
            Dated::Day(column) | Dated::Instant(column) => sql.push("s.").push(column),
        };
        sql.push(if self == Tie::Client {
            ", c.public_id"
        } else {
            ", CAST(NULL AS BYTEA)"
        });
        first
    }

    fn is_grant(self) -> bool {
        matches!(self, Tie::Grant | Tie::Client)
    }

    /// Appends the column of the user.
    pub(super) fn push_user(self, sql: &mut SqlBuilder<'_>) {
        match self {
            Tie::Grant | Tie::Client => sql.push("g.person_id"),
            Tie::Field(_, column) => sql.push("s.").push(column),
            Tie::List(..) => sql.push("l.person_id"),
        };
    }

    const fn kind(self) -> &'static str {
        match self {
            Tie::Grant => "grant",
            Tie::Client => "client",
            Tie::Field(name, _) | Tie::List(name, ..) => name,
        }
    }
}

/// Every tie of these users to the items of a place.
pub(super) async fn read(
    tx: &mut Tx,
    moment: &Moment,
    users: &HashMap<i64, Viewer>,
    place: &Place,
) -> Result<Vec<Found>> {
    let mut keys: Vec<i64> = users.keys().copied().collect();
    keys.sort_unstable();
    let mut all = Vec::new();
    for tie in ties(place.module) {
        let mut sql = SqlBuilder::new("SELECT ");
        let first = tie.push_columns(&mut sql, place.module);
        tie.push(&mut sql, place, moment);
        sql.push(" AND ");
        tie.push_user(&mut sql);
        sql.push(" = ANY(").bind(keys.as_slice()).push(")");
        sql.push(if tie.is_grant() {
            " ORDER BY g.id, s.id"
        } else {
            " ORDER BY s.id"
        });
        let (sql, values) = sql.finish();
        tx.each(&sql, &values, |row| {
            let user = row.int(first)?;
            let Some(viewer) = users.get(&user) else {
                return Ok(ControlFlow::Continue(()));
            };
            all.push(Found {
                user,
                kind: tie.kind(),
                grant: tie.is_grant().then(|| grant(row, viewer)).transpose()?,
                subject: row.id(first + 1)?,
                record: table(place.module).record(row.opt_int(first + 2)?),
                client: row.opt_blob(first + 3)?.map(crate::ids::read).transpose()?,
            });
            Ok(ControlFlow::Continue(()))
        })
        .await?;
    }
    Ok(all)
}
