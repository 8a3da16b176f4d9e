//! Who still sees an item, for the receipt of what was ended.

use super::moment::Moment;
use super::paths::{Path, place_of, tried};
use super::target;
use super::who::tied;
use crate::error::Result;
use crate::visible::Reader;
use access::Module;
use std::collections::HashMap;

/// A guest or limited member who sees an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seeing {
    pub(crate) person: i64,
    pub(crate) public_id: [u8; 16],
    pub(crate) name: String,
    pub(crate) email: String,
    /// The first path that opens it to them: `grant`, or the name of the field that ties them to it.
    pub(crate) because: &'static str,
    /// The grant of that path.
    pub(crate) grant: Option<[u8; 16]>,
}

impl Reader {
    /// Guests and limited members who see the item now, at most `most` of them, in the order of their ids.
    pub(crate) async fn seeing(
        &mut self,
        module: Module,
        id: &[u8; 16],
        most: usize,
    ) -> Result<Vec<Seeing>> {
        let account = self.viewer.account.id;
        let place = place_of(module, id);
        let Some(target) = target::item(&mut self.tx, account, &place, self.viewer.now).await?
        else {
            return Ok(Vec::new());
        };
        let Reader { viewer, tx, .. } = self;
        let moment = Moment::of(tx, viewer, None).await?;
        let tied = tied(tx, &moment, &target, [0; 16], most).await?;
        let keys: Vec<i64> = tied.iter().map(|(_, key)| *key).collect();
        let mut users = moment.users(tx, &keys).await?;
        users.retain(|_, user| !user.reads_everything());
        let mut paths: HashMap<i64, Vec<Path>> = tried(tx, &moment, &users, &target).await?;
        let mut seeing = Vec::new();
        for key in keys {
            let paths = paths.remove(&key).unwrap_or_default();
            let first = paths.iter().find(|path| path.opens());
            if let (Some(user), Some(path)) = (users.remove(&key), first) {
                seeing.push(Seeing {
                    person: key,
                    public_id: user.party.public_id,
                    name: user.party.name,
                    email: user.party.email,
                    because: path.kind(),
                    grant: path.grant(),
                });
            }
        }
        Ok(seeing)
    }
}
