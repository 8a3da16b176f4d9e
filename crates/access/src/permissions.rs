//! Permissions: four sets a module. They add; a ceiling caps them.
//!
//! Absent means closed in permissions and open in a ceiling.

use crate::catalogue::{Bits, Facet, Module};
use serde_json::{Map, Value};

/// The four sets of one module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sets {
    /// Fields shown.
    pub fields: Bits,
    /// Relations shown.
    pub relations: Bits,
    /// Actions held.
    pub actions: Bits,
    /// Changes told.
    pub notifications: Bits,
}

impl Sets {
    /// Every name the module has.
    pub const fn everything(module: Module) -> Sets {
        Sets {
            fields: module.all(Facet::Fields),
            relations: module.all(Facet::Relations),
            actions: module.all(Facet::Actions),
            notifications: module.all(Facet::Notifications),
        }
    }

    /// One of the four.
    pub const fn get(&self, facet: Facet) -> Bits {
        match facet {
            Facet::Fields => self.fields,
            Facet::Relations => self.relations,
            Facet::Actions => self.actions,
            Facet::Notifications => self.notifications,
        }
    }

    /// One of the four, to change.
    pub const fn get_mut(&mut self, facet: Facet) -> &mut Bits {
        match facet {
            Facet::Fields => &mut self.fields,
            Facet::Relations => &mut self.relations,
            Facet::Actions => &mut self.actions,
            Facet::Notifications => &mut self.notifications,
        }
    }

    /// What either allows.
    pub fn union(self, other: Sets) -> Sets {
        Sets {
            fields: self.fields | other.fields,
            relations: self.relations | other.relations,
            actions: self.actions | other.actions,
            notifications: self.notifications | other.notifications,
        }
    }

    /// What both allow.
    pub fn intersection(self, other: Sets) -> Sets {
        Sets {
            fields: self.fields & other.fields,
            relations: self.relations & other.relations,
            actions: self.actions & other.actions,
            notifications: self.notifications & other.notifications,
        }
    }
}

/// What is allowed, module by module. A module that is not named is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    modules: [Option<Sets>; 9],
}

impl Permissions {
    /// Permissions that open nothing.
    pub const NOTHING: Permissions = Permissions { modules: [None; 9] };

    /// Everything in every module.
    pub fn everything() -> Permissions {
        Permissions {
            modules: Module::ALL.map(|m| Some(Sets::everything(m))),
        }
    }

    /// The sets of a module, where it is named.
    pub const fn module(&self, module: Module) -> Option<Sets> {
        self.modules[module as usize]
    }

    /// The sets of a module, to change; naming it opens its items.
    pub fn module_mut(&mut self, module: Module) -> &mut Sets {
        self.modules[module as usize].get_or_insert_default()
    }

    /// What any of the two allows.
    #[must_use]
    pub fn union(mut self, other: &Permissions) -> Permissions {
        for module in Module::ALL {
            if let Some(sets) = other.module(module) {
                let mine = self.module_mut(module);
                *mine = mine.union(sets);
            }
        }
        self
    }

    /// Reads permissions as bundles and the interface write them: `"*"`, or an object of modules,
    /// each an object of sets, each `"*"` or a list of names of the catalogue.
    ///
    /// # Errors
    /// The first thing that is not so, with the JSON pointer to it.
    pub fn read(value: &Value) -> Result<Permissions, Fault> {
        if value == "*" {
            return Ok(Permissions::everything());
        }
        let modules = object(value, "", "an object of modules or `\"*\"`")?;
        let mut permissions = Permissions::NOTHING;
        for (name, sets) in modules {
            let (module, at) = module_named(name)?;
            let sets = object(sets, &at, "an object of sets")?;
            let mine = permissions.module_mut(module);
            for (facet, bits) in read_sets(module, sets, &at)? {
                *mine.get_mut(facet) = bits;
            }
        }
        Ok(permissions)
    }

    /// Permissions as JSON, each set a list in the order of the catalogue; empty sets are left out.
    pub fn write(&self) -> Value {
        let mut modules = Map::new();
        for module in Module::ALL {
            let Some(sets) = self.module(module) else {
                continue;
            };
            let mut object = Map::new();
            for facet in Facet::ALL {
                let bits = sets.get(facet);
                if !bits.is_empty() {
                    let names = bits.names(module, facet).map(Value::from).collect();
                    object.insert(facet.name().to_owned(), Value::Array(names));
                }
            }
            modules.insert(module.name().to_owned(), Value::Object(object));
        }
        Value::Object(modules)
    }
}

/// The account's own matrix: what guests may see at most, whatever a grant says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceiling {
    /// `None` closes the module; a set that is not capped holds every name.
    modules: [Option<Sets>; 9],
}

impl Ceiling {
    /// A ceiling that caps nothing.
    pub fn open() -> Ceiling {
        Ceiling {
            modules: Module::ALL.map(|m| Some(Sets::everything(m))),
        }
    }

    /// The most a module may show; `None` where it is closed.
    pub const fn module(&self, module: Module) -> Option<Sets> {
        self.modules[module as usize]
    }

    /// Reads a ceiling: `false` closes a module, an object caps the sets it names.
    ///
    /// # Errors
    /// The first thing that is not so, with the JSON pointer to it.
    pub fn read(value: &Value) -> Result<Ceiling, Fault> {
        let modules = object(value, "", "an object of modules")?;
        let mut ceiling = Ceiling::open();
        for (name, cap) in modules {
            let (module, at) = module_named(name)?;
            if cap == &Value::Bool(false) {
                ceiling.modules[module as usize] = None;
                continue;
            }
            let sets = object(cap, &at, "`false` or an object of sets")?;
            let mut mine = Sets::everything(module);
            for (facet, bits) in read_sets(module, sets, &at)? {
                *mine.get_mut(facet) = bits;
            }
            ceiling.modules[module as usize] = Some(mine);
        }
        Ok(ceiling)
    }
}

/// The same permissions or ceiling in one spelling: modules, sets and names in the order of the
/// catalogue, repeats dropped, `"*"` kept. Give it what [`Permissions::read`] or [`Ceiling::read`]
/// accepted.
pub fn normal(value: &Value) -> Value {
    let Value::Object(given) = value else {
        return value.clone();
    };
    let mut modules = Map::new();
    for module in Module::ALL {
        let Some(sets) = given.get(module.name()) else {
            continue;
        };
        modules.insert(module.name().to_owned(), normal_sets(module, sets));
    }
    Value::Object(modules)
}

fn normal_sets(module: Module, sets: &Value) -> Value {
    let Value::Object(given) = sets else {
        return sets.clone();
    };
    let mut object = Map::new();
    for facet in Facet::ALL {
        let Some(names) = given.get(facet.name()) else {
            continue;
        };
        let names = match names {
            Value::Array(list) => module
                .entry()
                .names(facet)
                .iter()
                .filter(|name| list.iter().any(|n| n == *name))
                .map(|name| Value::from(*name))
                .collect(),
            other => other.clone(),
        };
        object.insert(facet.name().to_owned(), names);
    }
    Value::Object(object)
}

/// What is wrong with a value that came from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// JSON pointer to the value, from the value that was given.
    pub pointer: String,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: String,
}

impl Fault {
    /// A fault at a pointer; `found` is shown shortened.
    pub fn new(pointer: &str, found: &Value, expected: impl Into<String>) -> Fault {
        Fault {
            pointer: pointer.to_owned(),
            found: shown(found),
            expected: expected.into(),
        }
    }

    /// The same fault, seen from a value that holds this one under `pointer`.
    #[must_use]
    pub fn under(mut self, pointer: &str) -> Fault {
        self.pointer.insert_str(0, pointer);
        self
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "found {}, expected {}", self.found, self.expected)
    }
}

impl std::error::Error for Fault {}

/// A value as an error message shows it: in backticks, at most 60 characters.
pub fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

fn object<'a>(value: &'a Value, at: &str, expected: &str) -> Result<&'a Map<String, Value>, Fault> {
    value
        .as_object()
        .ok_or_else(|| Fault::new(at, value, expected))
}

fn module_named(name: &str) -> Result<(Module, String), Fault> {
    let at = format!("/{}", escaped(name));
    match Module::named(name) {
        Some(module) => Ok((module, at)),
        None => Err(Fault::new(&at, &Value::from(name), "the name of a module")),
    }
}

fn read_sets(
    module: Module,
    sets: &Map<String, Value>,
    at: &str,
) -> Result<Vec<(Facet, Bits)>, Fault> {
    let mut read = Vec::with_capacity(sets.len());
    for (name, names) in sets {
        let at = format!("{at}/{}", escaped(name));
        let Some(facet) = Facet::ALL.into_iter().find(|f| f.name() == name) else {
            return Err(Fault::new(
                &at,
                &Value::from(name.as_str()),
                "`fields`, `relations`, `actions` or `notifications`",
            ));
        };
        read.push((facet, read_names(module, facet, names, &at)?));
    }
    Ok(read)
}

fn read_names(module: Module, facet: Facet, names: &Value, at: &str) -> Result<Bits, Fault> {
    if names == "*" {
        return Ok(module.all(facet));
    }
    let Some(list) = names.as_array() else {
        return Err(Fault::new(at, names, "a list of names or `\"*\"`"));
    };
    let mut bits = Bits::NONE;
    for (place, name) in list.iter().enumerate() {
        let bit = name.as_str().and_then(|n| module.bit(facet, n));
        let Some(bit) = bit else {
            let expected = format!("one of the {} of {module}", facet.name());
            return Err(Fault::new(&format!("{at}/{place}"), name, expected));
        };
        bits |= bit;
    }
    Ok(bits)
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    const TITLE_ONLY: Sets = Sets {
        fields: Bits::NONE,
        relations: Bits::NONE,
        actions: Bits::NONE,
        notifications: Bits::NONE,
    };

    #[test]
    fn absent_is_closed_in_permissions_and_open_in_a_ceiling() {
        let nothing = Permissions::read(&json!({})).unwrap();
        let uncapped = Ceiling::read(&json!({})).unwrap();
        for module in Module::ALL {
            assert_eq!(nothing.module(module), None);
            assert_eq!(uncapped.module(module), Some(Sets::everything(module)));
        }
    }

    #[test]
    fn a_module_named_with_empty_sets_opens_identity_alone() {
        let named = Permissions::read(&json!({"tasks": {"fields": []}})).unwrap();
        assert_eq!(named.module(Module::Tasks), Some(TITLE_ONLY));
    }

    #[test]
    fn false_closes_a_module_in_a_ceiling_and_is_a_mistake_in_permissions() {
        let ceiling =
            Ceiling::read(&json!({"invoices": false, "tasks": {"fields": ["stage"]}})).unwrap();
        assert_eq!(ceiling.module(Module::Invoices), None);
        let tasks = ceiling.module(Module::Tasks).unwrap();
        assert_eq!(tasks.fields, Module::Tasks.field("stage"));
        assert_eq!(tasks.relations, Module::Tasks.all(Facet::Relations));
        assert_eq!(
            Permissions::read(&json!({"invoices": false}))
                .unwrap_err()
                .pointer,
            "/invoices"
        );
        assert_eq!(
            Ceiling::read(&json!({"invoices": true}))
                .unwrap_err()
                .pointer,
            "/invoices"
        );
    }

    #[test]
    fn a_mistake_says_where_what_and_what_instead() {
        let fault =
            Permissions::read(&json!({"tasks": {"fields": ["stage", "salary"]}})).unwrap_err();
        assert_eq!(fault.pointer, "/tasks/fields/1");
        assert_eq!(
            fault.to_string(),
            "found `\"salary\"`, expected one of the fields of tasks"
        );
        let fault = Permissions::read(&json!({"wages": {}})).unwrap_err();
        assert_eq!(fault.pointer, "/wages");
        let fault = Permissions::read(&json!({"tasks": {"field": []}})).unwrap_err();
        assert_eq!(fault.pointer, "/tasks/field");
    }

    #[test]
    fn one_spelling_keeps_the_star_and_sorts_the_rest() {
        let given = json!({"tasks": {"fields": ["due_on", "stage", "due_on"], "actions": "*"}, "projects": {}});
        assert_eq!(
            normal(&given),
            json!({"projects": {}, "tasks": {"fields": ["stage", "due_on"], "actions": "*"}})
        );
        assert_eq!(
            Permissions::read(&normal(&given)),
            Permissions::read(&given)
        );
        assert_eq!(normal(&json!("*")), json!("*"));
    }
}
