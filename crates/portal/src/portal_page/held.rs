//! What an item lets its reader do, and what hangs on it: names, of which a page asks for a few.

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use std::fmt;

/// Some names of the catalogue. An item has up to twenty, and a page many items, so they are kept as one text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held(String);

impl Held {
    /// Whether a name is among them.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.split(',').any(|held| held == name)
    }
}

impl<'de> Deserialize<'de> for Held {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Held, D::Error> {
        from.deserialize_seq(Names)
    }
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = Held;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of names")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Held, A::Error> {
        let mut held = String::with_capacity(128);
        // A name of the catalogue has nothing to be escaped, so it can be read where it lies.
        while let Some(name) = names.next_element::<&'de str>()? {
            held.push_str(name);
            held.push(',');
        }
        Ok(Held(held))
    }
}

#[cfg(test)]
mod tests {
    use super::Held;

    #[test]
    fn a_name_is_held_whole_or_not_at_all() {
        let held: Held = serde_json::from_str(r#"["comment", "upload_file"]"#).unwrap_or_default();
        assert!(held.has("comment") && held.has("upload_file"));
        assert!(!held.has("upload") && !held.has("file") && !held.has("comment,upload_file"));
        let none: Held = serde_json::from_str("[]").unwrap_or_default();
        assert!(!none.has("comment"));
    }
}
