//! Random permissions, roles' and grants' alike, and ceilings.

use serde_json::{Map, Value, json};

use super::dice::Dice;
use crate::catalogue::{MODULES, SETS};

/// Permissions of a card or a grant: mostly null, now and then `{}` or everything.
pub(crate) fn maybe_permissions(dice: &mut Dice, null: usize) -> Value {
    if dice.percent(null) {
        return Value::Null;
    }
    match dice.below(12) {
        0 => json!({}),
        1 => json!("*"),
        _ => permissions(dice),
    }
}

/// An object of modules, each an object of sets.
pub(crate) fn permissions(dice: &mut Dice) -> Value {
    let mut modules = Map::new();
    for module in &MODULES {
        if dice.percent(40) {
            continue;
        }
        let mut sets = Map::new();
        for set in SETS {
            match dice.below(10) {
                0 | 1 => {}
                2 => {
                    sets.insert(set.to_owned(), json!([]));
                }
                3 | 4 => {
                    sets.insert(set.to_owned(), json!("*"));
                }
                _ => {
                    // Relations are what worlds live by.
                    let times = if set == "relations" { 70 } else { 45 };
                    sets.insert(set.to_owned(), json!(dice.some(module.whole(set), times)));
                }
            }
        }
        modules.insert(module.name.to_owned(), Value::Object(sets));
    }
    Value::Object(modules)
}

/// A ceiling: often none, else a few modules closed or capped.
pub(crate) fn ceiling(dice: &mut Dice) -> Value {
    if dice.percent(40) {
        return json!({});
    }
    let mut modules = Map::new();
    for module in &MODULES {
        match dice.below(12) {
            0 => {
                modules.insert(module.name.to_owned(), json!(false));
            }
            1..=3 => {
                let mut sets = Map::new();
                for set in SETS {
                    match dice.below(7) {
                        0 => {
                            sets.insert(set.to_owned(), json!([]));
                        }
                        1..=3 => {
                            sets.insert(set.to_owned(), json!(dice.some(module.whole(set), 65)));
                        }
                        _ => {}
                    }
                }
                modules.insert(module.name.to_owned(), Value::Object(sets));
            }
            _ => {}
        }
    }
    Value::Object(modules)
}
