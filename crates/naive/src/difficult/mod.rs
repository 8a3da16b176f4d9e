//! Hand-made worlds, one for each sentence of the access model that is easily got wrong, each
//! with what it must answer. The name of a case is the sentence.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::worlds::NOW;
use crate::{Item, World};

mod clocks;
mod contents;
mod paths;
mod people;
mod permissions;

/// A world and the answers it must give.
#[derive(Debug, Clone)]
pub struct Difficult {
    /// The sentence.
    pub name: &'static str,
    /// The bundle, to be imported at [`NOW`].
    pub lines: Vec<Value>,
    /// The questions.
    pub asks: Vec<Ask>,
}

/// One question and its answer.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Who looks, by the bundle's id.
    pub user: &'static str,
    /// The item's module.
    pub module: &'static str,
    /// The item's id in the bundle.
    pub id: &'static str,
    /// When.
    pub at: Timestamp,
    /// What must come.
    pub expected: Expected,
}

/// What an item must answer.
#[derive(Debug, Clone)]
pub enum Expected {
    /// It does not exist for the viewer.
    Hidden,
    /// It shows.
    Visible,
    /// It shows with exactly these fields beside its identity.
    Fields(Vec<&'static str>),
    /// Its JSON holds these keys with these values. Persons, stages and references stand with
    /// the bundle's ids.
    Shows(Value),
    /// It shows, without this key.
    Lacks(&'static str),
    /// The relation's items, by id in any order; none where the answer is `404`.
    Related(&'static str, Option<Vec<&'static str>>),
    /// The relation's parts, by id in any order; none where the answer is `404`.
    Parts(&'static str, Option<Vec<&'static str>>),
}

/// Every case.
pub fn difficult() -> Vec<Difficult> {
    [
        clocks::cases(),
        permissions::cases(),
        paths::cases(),
        people::cases(),
        contents::cases(),
    ]
    .concat()
}

impl Difficult {
    /// A world with an admin `ada`, a member `mia`, a limited member `lim`, an active guest `g`
    /// who was given no role, customers `c` and `d` and projects `p` and `r` tied to nobody.
    fn new(name: &'static str) -> Self {
        let case = Difficult {
            name,
            lines: Vec::new(),
            asks: Vec::new(),
        };
        case.line(json!({"kind": "member", "id": "ada", "email": "ada@acme.example", "name": "Ada", "role": "admin"}))
            .line(json!({"kind": "member", "id": "mia", "email": "mia@acme.example", "name": "Mia"}))
            .line(json!({"kind": "member", "id": "lim", "email": "lim@acme.example", "name": "Lim", "role": "limited"}))
            .guest(json!({}))
            .line(json!({"kind": "customer", "id": "c", "name": "Client"}))
            .line(json!({"kind": "customer", "id": "d", "name": "Dealer"}))
            .line(json!({"kind": "project", "id": "p", "name": "Project"}))
            .line(json!({"kind": "project", "id": "r", "name": "Rest"}))
    }

    /// Adds a line, in the place of an earlier one of the same record.
    fn line(mut self, line: Value) -> Self {
        let same = |other: &Value| {
            ["kind", "id", "module"]
                .iter()
                .all(|key| other[*key] == line[*key])
        };
        self.lines.retain(|other| !same(other));
        self.lines.push(line);
        self
    }

    /// Adds a line after an earlier one of the same record.
    fn then(mut self, line: Value) -> Self {
        self.lines.push(line);
        self
    }

    /// The guest `g`, with these keys.
    fn guest(self, keys: Value) -> Self {
        self.with(
            json!({"kind": "guest", "id": "g", "email": "g@else.example", "name": "Gus"}),
            keys,
        )
    }

    /// A grant to `g` on an item, with these keys; its id names the item and the number of
    /// lines so far.
    fn grant(self, on: Value, keys: Value) -> Self {
        let id = format!("grant {}", self.lines.len());
        self.with(
            json!({"kind": "grant", "id": id, "to": "g", "on": on}),
            keys,
        )
    }

    fn settings(self, keys: Value) -> Self {
        self.with(json!({"kind": "settings"}), keys)
    }

    fn with(self, mut line: Value, keys: Value) -> Self {
        for (key, value) in keys.as_object().into_iter().flatten() {
            line[key] = value.clone();
        }
        self.line(line)
    }

    fn ask(mut self, user: &'static str, item: &'static str, expected: Expected) -> Self {
        let (module, id) = item.split_once('/').unwrap_or((item, ""));
        self.asks.push(Ask {
            user,
            module,
            id,
            at: NOW,
            expected,
        });
        self
    }

    /// The last question, asked at another instant.
    fn at(mut self, at: &str) -> Self {
        if let (Some(ask), Ok(at)) = (self.asks.last_mut(), at.parse()) {
            ask.at = at;
        }
        self
    }

    fn visible(self, user: &'static str, item: &'static str) -> Self {
        self.ask(user, item, Expected::Visible)
    }

    fn hidden(self, user: &'static str, item: &'static str) -> Self {
        self.ask(user, item, Expected::Hidden)
    }

    fn fields(self, user: &'static str, item: &'static str, fields: &[&'static str]) -> Self {
        self.ask(user, item, Expected::Fields(fields.to_vec()))
    }

    fn shows(self, user: &'static str, item: &'static str, keys: Value) -> Self {
        self.ask(user, item, Expected::Shows(keys))
    }

    fn lacks(self, user: &'static str, item: &'static str, key: &'static str) -> Self {
        self.ask(user, item, Expected::Lacks(key))
    }

    fn related(
        self,
        user: &'static str,
        item: &'static str,
        relation: &'static str,
        ids: &[&'static str],
    ) -> Self {
        self.ask(user, item, Expected::Related(relation, Some(ids.to_vec())))
    }

    fn parts(
        self,
        user: &'static str,
        item: &'static str,
        relation: &'static str,
        ids: &[&'static str],
    ) -> Self {
        self.ask(user, item, Expected::Parts(relation, Some(ids.to_vec())))
    }

    fn no_parts(self, user: &'static str, item: &'static str, relation: &'static str) -> Self {
        self.ask(user, item, Expected::Parts(relation, None))
    }
}

impl Ask {
    /// What this evaluation answers where it is not what must come; none where it is.
    pub fn differs(&self, world: &World) -> Option<String> {
        let item = Item {
            module: self.module,
            id: self.id,
        };
        let shown = world.show(self.user, item, self.at);
        let sorted = |mut ids: Vec<String>| {
            ids.sort();
            ids
        };
        let wanted = |ids: &Option<Vec<&str>>| {
            ids.as_ref()
                .map(|ids| sorted(ids.iter().map(|id| (*id).to_owned()).collect()))
        };
        let (right, answer) = match &self.expected {
            Expected::Hidden => (shown.is_none(), format!("{shown:?}")),
            Expected::Visible => (shown.is_some(), format!("{shown:?}")),
            Expected::Fields(fields) => {
                let held = world.fields(self.user, item, self.at);
                let same = held
                    .iter()
                    .eq(fields.iter().collect::<std::collections::BTreeSet<_>>());
                (shown.is_some() && same, format!("{held:?}"))
            }
            Expected::Shows(keys) => {
                let keys = keys.as_object().into_iter().flatten();
                let has = |shown: &Value| {
                    keys.clone()
                        .all(|(key, value)| shown.get(key) == Some(value))
                };
                (shown.as_ref().is_some_and(has), format!("{shown:?}"))
            }
            Expected::Lacks(key) => (
                shown.as_ref().is_some_and(|shown| shown.get(key).is_none()),
                format!("{shown:?}"),
            ),
            Expected::Related(relation, ids) => {
                let related = world
                    .related(self.user, item, relation, self.at)
                    .map(sorted);
                (related == wanted(ids), format!("{related:?}"))
            }
            Expected::Parts(relation, ids) => {
                let parts = world
                    .parts(self.user, item, relation, self.at)
                    .map(|parts| {
                        let ids = parts.iter().filter_map(|part| part["id"].as_str());
                        sorted(ids.map(str::to_owned).collect())
                    });
                (parts == wanted(ids), format!("{parts:?}"))
            }
        };
        (!right).then(|| format!("{self:?}: {answer}"))
    }
}

/// Writes cases as functions named by their sentence: each is a case and a test.
macro_rules! cases {
    ($($(#[$note:meta])* $name:ident => $case:expr;)*) => {
        pub(super) fn cases() -> Vec<super::Difficult> {
            vec![$({
                let make: fn(super::Difficult) -> super::Difficult = $case;
                make(super::Difficult::new(stringify!($name)))
            }),*]
        }

        #[cfg(test)]
        mod tests {
            $(#[test]
            fn $name() {
                super::super::check(stringify!($name), &super::cases());
            })*
        }
    };
}
pub(crate) use cases;

#[cfg(test)]
fn check(name: &str, cases: &[Difficult]) {
    for case in cases.iter().filter(|case| case.name == name) {
        let world = World::from_lines(&case.lines, NOW);
        let differing: Vec<String> = case
            .asks
            .iter()
            .filter_map(|ask| ask.differs(&world))
            .collect();
        assert!(!case.asks.is_empty(), "{name} asks nothing");
        assert!(differing.is_empty(), "{name}: {differing:#?}");
    }
}
