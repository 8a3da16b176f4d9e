//! Why a user sees an item and each part of it, or why not.

use super::moment::Moment;
use super::paths::{Path, place_of, tried};
use super::target;
use crate::visible::json::Json;
use crate::visible::{ReadError, Reader};
use access::explain::told;
use access::{Ceiling, Facet, Sets};
use jiff::Timestamp;
use std::collections::HashMap;

impl Reader {
    /// Why `user` sees `item`, field by field, or why not, as JSON:
    /// `{"user","item","at","visible","paths":[…],"fields":{NAME:{"shown","by","capped"}},"relations","actions"}`.
    ///
    /// `user` is an id of the server or the bundle, or an e-mail address; `item` is `tasks/ID` with
    /// either id. `at` is null where none was given: no answer holds the time of answering.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] unless the viewer is a manager, or a member who may open access to
    /// the item; [`ReadError::NotFound`] where there is no such user or item.
    pub async fn explain(
        &mut self,
        user: &str,
        item: &str,
        at: Option<Timestamp>,
    ) -> Result<String, ReadError> {
        let target = self.asked_about(item, at).await?;
        let Reader { viewer, tx, .. } = self;
        let moment = Moment::of(tx, viewer, at).await?;
        let key = target::user(tx, moment.account.id, user).await?;
        let key = key.ok_or(ReadError::NotFound)?;
        let users = moment.users(tx, &[key]).await?;
        let judged = users.get(&key).ok_or(ReadError::NotFound)?;
        let staff = judged.reads_everything();
        let (paths, ceiling) = if staff {
            (vec![Path::of_staff(judged, &target)], Ceiling::open())
        } else {
            let mut paths: HashMap<_, _> = tried(tx, &moment, &users, &target).await?;
            (
                paths.remove(&key).unwrap_or_default(),
                (*moment.account.ceiling).clone(),
            )
        };

        let module = target.facts.module;
        let mut json = Json::with_capacity(2048 + 256 * paths.len());
        json.open('{').key("user").id(&judged.party.public_id);
        json.key("item").text(&place_of(module, &target.public_id));
        json.key("at").instant(at.map(Timestamp::as_microsecond));
        if moment.given {
            json.key("items_as_of").text("now");
        }
        json.key("visible").truth(paths.iter().any(Path::opens));
        json.key("paths").open('[');
        for path in &paths {
            path.write(&mut json);
        }
        json.close(']');
        let tried: Vec<_> = paths.iter().map(|path| path.tried).collect();
        let cap: Option<Sets> = ceiling.module(module);
        for facet in [Facet::Fields, Facet::Relations, Facet::Actions] {
            json.key(facet.name()).open('{');
            for name in module.entry().names(facet) {
                let told = told(
                    &tried,
                    cap,
                    facet,
                    module.bit(facet, name).unwrap_or_default(),
                );
                json.key(name)
                    .open('{')
                    .key("shown")
                    .truth(told.shown)
                    .key("by")
                    .open('[');
                for path in told.by {
                    json.int(path as i64);
                }
                json.close(']').key("capped").truth(told.capped).close('}');
            }
            json.close('}');
        }
        json.close('}');
        Ok(json.finish())
    }
}
