//! The catalogue and the built-in roles as TOML, as they are declared.

use crate::catalogue::{Facet, Module};
use crate::roles::{self, BuiltIn};
use serde_json::Value;

/// The page `docs/catalogue.toml`: what [`roles::catalogue`] says, in the catalogue's own order.
pub fn catalogue() -> String {
    let declared = roles::catalogue();
    let mut page = String::from(
        "# The catalogue as the code declares it: every module, and the built-in roles.\n\
         # Generated: run `cargo xtask generate` after a change.\n\
         # `\"*\"` is the whole set; `includes` adds to another role; `except` takes away from `everything`.\n",
    );
    for module in Module::ALL {
        page.push_str(&format!("\n[modules.{module}]\n"));
        let table = &declared["modules"][module.name()];
        entry(&mut page, "identity", &table["identity"]);
        sets(&mut page, table);
    }
    for role in BuiltIn::ALL {
        let table = &declared["roles"][role.name()];
        let head = ["includes", "everything", "except"];
        if head.iter().any(|key| !table[*key].is_null()) {
            page.push_str(&format!("\n[roles.{}]\n", role.name()));
            for key in head {
                entry(&mut page, key, &table[key]);
            }
        }
        for module in Module::ALL {
            let opened = &table["permissions"][module.name()];
            if !opened.is_null() {
                page.push_str(&format!("\n[roles.{}.permissions.{module}]\n", role.name()));
                sets(&mut page, opened);
            }
        }
    }
    page
}

fn sets(page: &mut String, table: &Value) {
    for facet in Facet::ALL {
        entry(page, facet.name(), &table[facet.name()]);
    }
}

/// One key. Names need no escapes, so that JSON's spelling of texts, lists and truths is TOML's.
fn entry(page: &mut String, key: &str, value: &Value) {
    if let Value::Array(items) = value {
        let items: Vec<String> = items.iter().map(Value::to_string).collect();
        page.push_str(&format!("{key} = [{}]\n", items.join(", ")));
    } else if !value.is_null() {
        page.push_str(&format!("{key} = {value}\n"));
    }
}
