//! An item that something is opened to, as addresses and forms name it.

use access::Module;
use serde_json::{Value, json};

use crate::frame::Visit;

/// An item by its module and its id. Naming one says nothing of whether it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct On {
    /// Its module.
    pub(crate) module: Module,
    /// Its public id, as it was given.
    pub(crate) id: String,
}

impl On {
    /// The item that a text as `projects/ID` names; nothing where there is no such module.
    pub(crate) fn named(text: &str) -> Option<On> {
        let (module, id) = text.split_once('/')?;
        let sound = !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        sound.then_some(On {
            module: Module::named(module)?,
            id: id.to_owned(),
        })
    }

    /// The item that a line of the interface names, as `{"project": ID}`.
    pub(crate) fn read(value: &Value) -> Option<On> {
        let (word, id) = value.as_object()?.iter().next()?;
        Some(On {
            module: Module::of_singular(word)?,
            id: id.as_str()?.to_owned(),
        })
    }

    /// As `projects/ID`.
    pub(crate) fn path(&self) -> String {
        format!("{}/{}", self.module.name(), self.id)
    }

    /// As `{"project": ID}`.
    pub(crate) fn json(&self) -> Value {
        json!({ self.module.singular(): self.id })
    }

    /// The address of its own page.
    pub(crate) fn page(&self, visit: &Visit) -> String {
        visit.at(&self.path())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_item_is_named_by_module_and_id() {
        let on = On::named("projects/5b1e").unwrap();
        assert_eq!((on.module, on.id.as_str()), (Module::Projects, "5b1e"));
        assert_eq!(on.json(), json!({"project": "5b1e"}));
        assert_eq!(On::read(&on.json()), Some(on));
        for none in [
            "",
            "projects",
            "wages/1",
            "projects/",
            "projects/a/b",
            "projects/a?b",
        ] {
            assert_eq!(On::named(none), None, "{none}");
        }
    }
}
