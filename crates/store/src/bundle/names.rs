//! From internal ids to the ids that go out: the sender's own, else the public id.

use super::kinds::Space;
use crate::engine::{Sql, Tx, Value};
use crate::error::Result;
use std::collections::{HashMap, HashSet};

/// Names that are remembered before the memory starts afresh.
const KEPT: usize = 100_000;

/// The look-up of one export, or of one record that is written.
pub(crate) struct Names {
    account: i64,
    /// Whether the server's ids go out for all, the sender's for none.
    public: bool,
    met: Vec<HashMap<i64, String>>,
    kept: usize,
}

impl Names {
    pub(crate) fn new(account: i64) -> Self {
        Self {
            account,
            public: false,
            met: vec![HashMap::new(); Space::COUNT],
            kept: 0,
        }
    }

    /// The same with the server's ids.
    pub(crate) fn of_server(account: i64) -> Self {
        Self {
            public: true,
            ..Self::new(account)
        }
    }

    /// Looks up all that `get` will be asked until the next call.
    pub(crate) async fn prepare(&mut self, tx: &mut Tx, wanted: Vec<(Space, i64)>) -> Result<()> {
        if self.kept > KEPT {
            self.met.iter_mut().for_each(HashMap::clear);
            self.kept = 0;
        }
        let mut missing: Vec<HashSet<i64>> = vec![HashSet::new(); Space::COUNT];
        for (space, id) in wanted {
            if !self.met[space as usize].contains_key(&id) {
                missing[space as usize].insert(id);
            }
        }
        for (space, ids) in Space::ALL.into_iter().zip(missing) {
            if ids.is_empty() {
                continue;
            }
            let ids: Vec<i64> = ids.into_iter().collect();
            let public = self.public;
            let table = space.table();
            let sql = format!(
                "SELECT id, source_id, public_id FROM {table} WHERE account_id = $1 AND id = ANY($2)"
            );
            let names = tx
                .rows(
                    &Sql::built(sql),
                    &[self.account.into(), Value::Ids(&ids)],
                    |row| {
                        let source_id = row.opt_text(1)?.filter(|_| !public);
                        Ok((row.int(0)?, name(source_id, &row.id(2)?)))
                    },
                )
                .await?;
            self.kept += names.len();
            self.met[space as usize].extend(names);
        }
        Ok(())
    }

    /// The id that goes out, once prepared; none where there is no such record.
    pub(crate) fn get(&self, space: Space, id: i64) -> Option<&str> {
        self.met[space as usize].get(&id).map(String::as_str)
    }
}

/// The id of a record as it goes out.
pub(crate) fn name(source_id: Option<&str>, public_id: &[u8; 16]) -> String {
    source_id.map_or_else(|| crate::ids::show(public_id), str::to_owned)
}
