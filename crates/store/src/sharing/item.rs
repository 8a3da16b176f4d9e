//! An item as requests name it.

use crate::ids;
use access::{Fault, Module};
use serde_json::Value;

/// An item, by its module and its public id. Naming one says nothing of whether it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// Its module.
    pub module: Module,
    pub(super) public_id: [u8; 16],
}

impl Item {
    /// An item of a module by its id.
    pub fn of(module: Module, id: &str) -> Item {
        Item {
            module,
            public_id: ids::parse(id),
        }
    }

    /// The item that a text as `projects/ID` names; nothing where there is no such module.
    pub fn named(text: &str) -> Option<Item> {
        let (module, id) = text.split_once('/')?;
        Some(Item::of(Module::named(module)?, id))
    }

    /// As `projects/ID`.
    pub fn path(&self) -> String {
        format!("{}/{}", self.module, ids::show(&self.public_id))
    }

    /// Reads `{"project": ID}`.
    pub(super) fn read(value: &Value, pointer: &str) -> Result<Item, Fault> {
        let expected = "an item as `{\"project\": ID}`";
        let named = value
            .as_object()
            .filter(|object| object.len() == 1)
            .and_then(|object| object.iter().next());
        let item =
            named.and_then(|(word, id)| Some(Item::of(Module::of_singular(word)?, id.as_str()?)));
        item.ok_or_else(|| Fault::new(pointer, value, expected))
    }
}
