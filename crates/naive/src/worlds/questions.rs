//! Random questions to lists, with values that stand in the world.

use serde_json::Value;

use super::dice::Dice;
use super::values::title;
use crate::catalogue::module;
use crate::lists::has_order;
use crate::world::{Item, World};

use jiff::Timestamp;

/// What a list may be asked. Stages and people in filters stand with the bundle's ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuestion {
    /// The field to sort by, and whether downwards.
    pub sort: Option<(String, bool)>,
    /// Field, `""` or `gte`, `gt`, `lte`, `lt`, and value.
    pub filters: Vec<(String, String, String)>,
    /// Words to look for.
    pub q: Option<String>,
}

/// A question to a user's list of a module that is not answered by `422`: its fields may be
/// sorted by and filtered on. The same seed asks the same.
pub fn list_question(
    seed: u64,
    world: &World,
    user: &str,
    in_module: &str,
    at: Timestamp,
) -> ListQuestion {
    let mut dice = Dice::new(seed);
    let mut question = ListQuestion {
        sort: None,
        filters: Vec::new(),
        q: None,
    };
    let Some(module) = module(in_module) else {
        return question;
    };
    let sortable: Vec<String> = world.sortable(user, in_module, at).into_iter().collect();
    let filterable: Vec<String> = world.filterable(user, in_module, at).into_iter().collect();
    if !sortable.is_empty() && dice.percent(75) {
        question.sort = Some((dice.pick(&sortable), dice.percent(50)));
    }
    let ids = world.ids(module.kind);
    for _ in 0..dice.pick(&[0, 0, 1, 1, 2]) {
        if filterable.is_empty() || ids.is_empty() {
            break;
        }
        let field = dice.pick(&filterable);
        let field = field.as_str();
        // A value of any record, seen or not: what is not seen must answer nothing.
        let mut values = Vec::new();
        for _ in 0..dice.between(1, 2) {
            let id = dice.pick(&ids);
            let record = world.item(Item {
                module: in_module,
                id: &id,
            });
            let key = if (in_module, field) == ("customers", "kind") {
                "type"
            } else {
                field
            };
            let value = record.and_then(|record| record.get(key));
            values.extend(value.and_then(|value| written(&mut dice, value)));
        }
        // A comma would part a value in two.
        values.retain(|value| !value.is_empty() && !value.contains(','));
        let ordered = has_order(in_module, field).is_some() && dice.percent(50);
        let (op, value) = match values.first() {
            None => ("", String::new()),
            Some(_) if dice.percent(10) => ("", String::new()),
            Some(first) if ordered => (dice.pick(&["gte", "gt", "lte", "lt"]), first.clone()),
            Some(_) => ("", values.join(",")),
        };
        question
            .filters
            .push((field.to_owned(), op.to_owned(), value));
    }
    if dice.percent(25) {
        let text = title(&mut dice);
        let first = text
            .as_str()
            .and_then(|text| text.split_whitespace().next());
        let letters = dice.between(1, 5);
        question.q = first.map(|word| word.chars().take(letters).collect());
    }
    question
}

fn written(dice: &mut Dice, value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(several) if several.is_empty() => None,
        Value::Array(several) => dice.pick(several).as_str().map(str::to_owned),
        Value::Object(object) => {
            let amount = object.get("amount").or_else(|| object.values().next());
            amount.and_then(Value::as_str).map(str::to_owned)
        }
        _ => None,
    }
}
