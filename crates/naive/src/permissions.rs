//! Permissions and ceilings, as sets of strings.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::catalogue::{MODULES, SETS, module};

/// What a role, a card or a grant opens: module, set, names. A module that is a key is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permissions(BTreeMap<String, BTreeMap<String, BTreeSet<String>>>);

impl Permissions {
    /// Permissions that open nothing.
    pub fn none() -> Self {
        Permissions(BTreeMap::new())
    }

    /// Every module with the whole of its four sets.
    pub fn everything() -> Self {
        let mut all = Permissions::none();
        for module in &MODULES {
            all.name_module(module.name);
            for set in SETS {
                for name in module.whole(set) {
                    all.open(module.name, set, name);
                }
            }
        }
        all
    }

    /// Reads a bundle's `permissions`: an object of modules, or `"*"` for everything. Anything
    /// that is neither opens nothing.
    pub fn read(json: &Value) -> Self {
        if json == "*" {
            return Permissions::everything();
        }
        let mut read = Permissions::none();
        for (in_module, sets) in json.as_object().into_iter().flatten() {
            read.name_module(in_module);
            for set in SETS {
                for name in names_of(in_module, set, &sets[set]) {
                    read.open(in_module, set, &name);
                }
            }
        }
        read
    }

    /// Names a module, so that its items open with their identity at least.
    pub fn name_module(&mut self, module: &str) {
        self.0.entry(module.to_owned()).or_default();
    }

    /// Adds one name to a set, and names the module.
    pub fn open(&mut self, module: &str, set: &str, name: &str) {
        let sets = self.0.entry(module.to_owned()).or_default();
        sets.entry(set.to_owned())
            .or_default()
            .insert(name.to_owned());
    }

    /// Takes one name out of a set.
    pub fn take_away(&mut self, module: &str, set: &str, name: &str) {
        if let Some(names) = self.0.get_mut(module).and_then(|sets| sets.get_mut(set)) {
            names.remove(name);
        }
    }

    /// Adds all that the other permissions open.
    pub fn add(&mut self, other: &Permissions) {
        for (module, sets) in &other.0 {
            self.name_module(module);
            for (set, names) in sets {
                for name in names {
                    self.open(module, set, name);
                }
            }
        }
    }

    /// Whether the module is named.
    pub fn names(&self, module: &str) -> bool {
        self.0.contains_key(module)
    }

    /// One set of one module; empty where it is not there.
    pub fn set(&self, module: &str, set: &str) -> BTreeSet<String> {
        self.0
            .get(module)
            .and_then(|sets| sets.get(set))
            .cloned()
            .unwrap_or_default()
    }

    /// Whether the set of the module holds the name.
    pub fn holds(&self, module: &str, set: &str, name: &str) -> bool {
        let sets = self.0.get(module);
        sets.and_then(|sets| sets.get(set))
            .is_some_and(|names| names.contains(name))
    }
}

fn names_of(in_module: &str, set: &str, json: &Value) -> Vec<String> {
    if json == "*" {
        let whole = module(in_module).map_or(&[][..], |module| module.whole(set));
        return whole.iter().map(|name| (*name).to_owned()).collect();
    }
    let listed = json.as_array().into_iter().flatten();
    listed
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// The account's matrix of what guests may at most see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ceiling<'a>(&'a Value);

impl<'a> Ceiling<'a> {
    /// Reads a bundle's `ceiling`: an object of modules, each `false` or an object of sets.
    pub fn read(json: &'a Value) -> Self {
        Ceiling(json)
    }

    /// Whether the module is closed to every guest.
    pub fn closes(&self, module: &str) -> bool {
        self.0[module] == Value::Bool(false)
    }

    /// Whether a name of a set may show; true where the module or the set is not named.
    pub fn allows(&self, module: &str, set: &str, name: &str) -> bool {
        if self.closes(module) {
            return false;
        }
        match &self.0[module][set] {
            Value::Null => true,
            cap => names_of(module, set, cap)
                .iter()
                .any(|allowed| allowed == name),
        }
    }
}
