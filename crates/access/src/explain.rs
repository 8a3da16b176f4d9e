//! Why a path opens an item or does not, told for people: the same judgement as [`crate::rule`],
//! with each path held against its own subject, and each name against the paths that open it.

use crate::catalogue::{Bits, Facet};
use crate::permissions::{Ceiling, Sets};
use crate::rule::{Because, Facts, Held, Step, judge};

/// Why a path opens an item or does not. The path leads by `to_subject` to what it is on (no step
/// but for a project reached as a customer's client), and from there `along` one relation to the
/// item, unless the item is what it is on.
///
/// Whatever keeps the path from its own subject reads as a closed source for what lies behind.
pub fn because(
    held: &Held,
    ceiling: &Ceiling,
    to_subject: &[Step],
    along: Option<Step>,
    item: &Facts,
) -> Because {
    let Some(step) = along else {
        return judge(held, ceiling, to_subject, item);
    };
    if held.life != Because::Open {
        return held.life;
    }
    if judge(held, ceiling, to_subject, &step.from) != Because::Open {
        return Because::SourceClosed;
    }
    judge(held, ceiling, &[step], item)
}

/// A path that was tried, as far as its names matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Why it opens the item or does not.
    pub because: Because,
    /// What its permissions hold of the item's module, before the ceiling.
    pub sets: Sets,
}

/// What is told of one field, relation or action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// It shows, or may be done.
    pub shown: bool,
    /// Which of the paths open the item and hold it, counted from 0.
    pub by: Vec<usize>,
    /// A path holds it and the ceiling takes it.
    pub capped: bool,
}

/// What the paths tell of one name; `cap` is the ceiling of the item's module, `None` where it is
/// closed.
pub fn told(tried: &[Tried], cap: Option<Sets>, facet: Facet, name: Bits) -> Told {
    let by: Vec<usize> = tried
        .iter()
        .enumerate()
        .filter(|(_, path)| path.because == Because::Open && path.sets.get(facet).has(name))
        .map(|(place, _)| place)
        .collect();
    let allowed = cap.is_some_and(|cap| cap.get(facet).has(name));
    Told {
        shown: allowed && !by.is_empty(),
        capped: !allowed && !by.is_empty(),
        by,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalogue::Module;
    use crate::permissions::Permissions;
    use crate::rule::{Record, Source};
    use serde_json::json;
    use std::sync::Arc;

    fn held(permissions: serde_json::Value) -> Held {
        Held {
            permissions: Arc::new(Permissions::read(&permissions).unwrap()),
            source: Source::Grant,
            life: Because::Open,
            window: None,
        }
    }

    fn facts(module: Module) -> Facts {
        Facts {
            module,
            record: Record::Undated,
            sent: true,
        }
    }

    fn step(module: Module, relation: &str) -> Step {
        Step {
            from: facts(module),
            relation: module.relation(relation),
        }
    }

    #[test]
    fn what_closes_the_subject_is_named_there_and_is_a_closed_source_behind() {
        let path =
            held(json!({"customers": {}, "projects": {"relations": ["tasks"]}, "tasks": {}}));
        let open = Ceiling::open();
        let as_client = [step(Module::Customers, "projects")];
        let project = because(&path, &open, &as_client, None, &facts(Module::Projects));
        assert_eq!(project, Because::RelationNotHeld);
        let along = Some(step(Module::Projects, "tasks"));
        let task = because(&path, &open, &as_client, along, &facts(Module::Tasks));
        assert_eq!(task, Because::SourceClosed);
        assert_eq!(
            because(&path, &open, &[], along, &facts(Module::Tasks)),
            Because::Open
        );
    }

    #[test]
    fn a_dead_path_is_dead_before_anything_else_is_asked() {
        let mut path = held(json!({}));
        path.life = Because::Revoked;
        let along = Some(step(Module::Projects, "tasks"));
        let task = because(&path, &Ceiling::open(), &[], along, &facts(Module::Tasks));
        assert_eq!(task, Because::Revoked);
    }

    #[test]
    fn a_name_shows_by_the_paths_that_open_and_hold_it_unless_the_ceiling_takes_it() {
        let sets = |fields: &[&str]| {
            let fields: Vec<_> = fields.to_vec();
            let read = Permissions::read(&json!({"tasks": {"fields": fields}})).unwrap();
            read.module(Module::Tasks).unwrap()
        };
        let tried = [
            Tried {
                because: Because::Ended,
                sets: sets(&["stage", "percent"]),
            },
            Tried {
                because: Because::Open,
                sets: sets(&["stage"]),
            },
            Tried {
                because: Because::Open,
                sets: sets(&["stage", "due_on"]),
            },
        ];
        let ceiling = Ceiling::read(&json!({"tasks": {"fields": ["stage", "percent"]}})).unwrap();
        let tell = |name| {
            let cap = ceiling.module(Module::Tasks);
            told(&tried, cap, Facet::Fields, Module::Tasks.field(name))
        };
        assert_eq!(
            tell("stage"),
            Told {
                shown: true,
                by: vec![1, 2],
                capped: false
            }
        );
        assert_eq!(
            tell("due_on"),
            Told {
                shown: false,
                by: vec![2],
                capped: true
            }
        );
        assert_eq!(
            tell("percent"),
            Told {
                shown: false,
                by: vec![],
                capped: false
            }
        );
    }
}
