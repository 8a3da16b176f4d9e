//! All that a user can obtain, for comparing two worlds.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::catalogue::MODULES;
use crate::world::{Item, World};

impl World {
    /// Every list, item, relation and part that the user sees, and what lists may be sorted
    /// by, as one JSON.
    pub fn everything_seen(&self, user: &str, at: Timestamp) -> Value {
        let mut seen = json!({});
        for module in &MODULES {
            let list = self.list(user, module.name, at);
            let mut items = json!({});
            for id in &list {
                let item = Item {
                    module: module.name,
                    id,
                };
                let mut relations = json!({});
                for relation in module.relations {
                    relations[*relation] = match self.parts(user, item, relation, at) {
                        Some(parts) => json!(parts),
                        None => json!(self.related(user, item, relation, at)),
                    };
                }
                items[id] = json!({ "shown": self.show(user, item, at), "relations": relations });
            }
            let sortable = self.sortable(user, module.name, at);
            seen[module.name] = json!({ "list": list, "items": items, "sortable": sortable });
        }
        seen
    }
}
