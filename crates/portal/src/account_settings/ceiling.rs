//! The most that guests can see, whatever is shared: a table to look at.

use access::{Ceiling, Facet, Module};
use maud::{Markup, html};

use crate::frame::parts::icon;
use crate::permissions::name;
use crate::texts::{Texts, Value};

/// What the ceiling leaves of a set.
#[derive(Debug, PartialEq, Eq)]
enum Left {
    All,
    /// All but these names.
    Without(Vec<&'static str>),
    Nothing,
}

fn left(ceiling: &Ceiling, module: Module, facet: Facet) -> Left {
    let Some(sets) = ceiling.module(module) else {
        return Left::Nothing;
    };
    let names = module.entry().names(facet);
    let open = match facet {
        Facet::Fields => sets.fields,
        Facet::Relations => sets.relations,
        Facet::Actions => sets.actions,
        Facet::Notifications => sets.notifications,
    };
    let closed: Vec<&'static str> = names
        .iter()
        .copied()
        .filter(|name| module.bit(facet, name).is_some_and(|bit| !open.has(bit)))
        .collect();
    match closed.len() {
        0 => Left::All,
        all if all == names.len() => Left::Nothing,
        _ => Left::Without(closed),
    }
}

/// The table.
pub(super) fn table(texts: &Texts, ceiling: &Ceiling) -> Markup {
    let facets = [
        (Facet::Fields, texts.say("settings-fields")),
        (Facet::Relations, texts.say("settings-relations")),
        (Facet::Actions, texts.say("settings-actions")),
    ];
    html! {
        div class="sheet" { table class="data reflow" {
            caption class="vh" { (texts.say("settings-ceiling")) }
            thead { tr {
                th scope="col" { (texts.say("settings-module")) }
                @for (_, words) in &facets { th scope="col" { (words) } }
            } }
            tbody {
                @for module in Module::ALL {
                    tr {
                        th scope="row" { (texts.say_with(&format!("frame-{}", module.name()), &[])) }
                        @for (facet, words) in &facets {
                            td data-label=(words) { (cell(texts, *facet, &left(ceiling, module, *facet))) }
                        }
                    }
                }
            }
        } }
    }
}

fn cell(texts: &Texts, facet: Facet, left: &Left) -> Markup {
    match left {
        Left::All => html! { (texts.say("settings-all")) },
        Left::Nothing => {
            html! { span class="state off" { (icon("no")) (texts.say("settings-closed")) } }
        }
        Left::Without(names) => {
            let names: Vec<String> = names.iter().map(|one| name(texts, facet, one)).collect();
            let given = [("names", Value::from(names.join(", ")))];
            html! { span class="capped" { (icon("cap")) " " (texts.say_with("settings-without", &given)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn what_the_ceiling_leaves_is_told() {
        let ceiling = Ceiling::read(
            &json!({"tasks": {"actions": ["comment"], "relations": []}, "invoices": false}),
        );
        let ceiling = ceiling.unwrap();
        assert_eq!(left(&ceiling, Module::Tasks, Facet::Fields), Left::All);
        assert_eq!(
            left(&ceiling, Module::Tasks, Facet::Relations),
            Left::Nothing
        );
        assert_eq!(
            left(&ceiling, Module::Invoices, Facet::Fields),
            Left::Nothing
        );
        let Left::Without(closed) = left(&ceiling, Module::Tasks, Facet::Actions) else {
            panic!("some actions are closed");
        };
        assert!(closed.contains(&"approve") && !closed.contains(&"comment"));
    }
}
