//! A table of permissions as a form sends it: `open=tasks` for a module, `tasks.fields=due_on` for a name.

use access::{Facet, Module, Permissions, Sets};
use serde_json::{Map, Value as Json};

use crate::frame::Fields;

/// The sets of a module that are ticked.
fn sets(fields: &Fields, module: Module) -> Sets {
    let mut sets = Sets::default();
    for facet in Facet::ALL {
        let set = format!("{module}.{}", facet.name());
        let names = fields.all(&set);
        for bit in names.filter_map(|name| module.bit(facet, name)) {
            *sets.get_mut(facet) |= bit;
        }
    }
    sets
}

fn is_open(fields: &Fields, module: Module) -> bool {
    fields.all("open").any(|named| named == module.name())
}

/// Permissions as they are ticked. A name that is ticked opens its module.
pub(crate) fn permissions(fields: &Fields) -> Permissions {
    let mut permissions = Permissions::NOTHING;
    for module in Module::ALL {
        let sets = sets(fields, module);
        if is_open(fields, module) || sets != Sets::default() {
            *permissions.module_mut(module) = sets;
        }
    }
    permissions
}

/// A ceiling as it is ticked. What is ticked whole is not named, so that it holds what is added to it later.
pub(crate) fn ceiling(fields: &Fields) -> Json {
    let mut modules = Map::new();
    for module in Module::ALL {
        let sets = sets(fields, module);
        if !is_open(fields, module) && sets == Sets::default() {
            modules.insert(module.name().to_owned(), Json::Bool(false));
            continue;
        }
        let mut capped = Map::new();
        for facet in Facet::ALL {
            let held = sets.get(facet);
            if held != module.all(facet) {
                let names = held.names(module, facet).map(Json::from).collect();
                capped.insert(facet.name().to_owned(), Json::Array(names));
            }
        }
        if !capped.is_empty() {
            modules.insert(module.name().to_owned(), Json::Object(capped));
        }
    }
    Json::Object(modules)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use access::Ceiling;
    use serde_json::json;

    #[test]
    fn a_module_is_open_by_its_tick_or_by_any_name_in_it() {
        let fields =
            Fields::read(b"open=projects&tasks.fields=due_on&tasks.fields=wages&x.fields=y");
        let held = permissions(&fields).write();
        assert_eq!(
            held,
            json!({"projects": {}, "tasks": {"fields": ["due_on"]}})
        );
    }

    #[test]
    fn a_ceiling_names_what_is_not_ticked_whole_and_nothing_else() {
        let mut body = String::new();
        for module in Module::ALL.into_iter().filter(|one| *one != Module::Orders) {
            body.push_str(&format!("open={module}&"));
            for facet in Facet::ALL {
                for name in module
                    .entry()
                    .names(facet)
                    .iter()
                    .filter(|name| **name != "budget")
                {
                    body.push_str(&format!("{module}.{}={name}&", facet.name()));
                }
            }
        }
        let given = ceiling(&Fields::read(body.as_bytes()));
        assert_eq!(given["orders"], json!(false));
        assert_eq!(
            given.as_object().unwrap().keys().collect::<Vec<_>>(),
            ["orders", "projects"]
        );
        let read = Ceiling::read(&given).unwrap();
        let projects = read.module(Module::Projects).unwrap();
        assert_eq!(projects.relations, Module::Projects.all(Facet::Relations));
        assert!(!projects.fields.has(Module::Projects.field("budget")));
    }
}
