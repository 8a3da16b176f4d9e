//! Why a user sees an item and each field of it, or why not.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::catalogue::module;
use crate::reasons::{Because, Path, Source};
use crate::world::{Item, Viewer, World};

impl Because {
    /// The word of the interface.
    pub fn word(self) -> &'static str {
        match self {
            Because::Open => "open",
            Because::NotStarted => "not-started",
            Because::Ended => "ended",
            Because::Revoked => "revoked",
            Because::RoleOff => "role-off",
            Because::RoleEnded => "role-ended",
            Because::GuestNotActive => "guest-not-active",
            Because::GuestEnded => "guest-ended",
            Because::SharingOff => "sharing-off",
            Because::SourceClosed => "source-closed",
            Because::RelationNotHeld => "relation-not-held",
            Because::RelationCapped => "relation-capped",
            Because::TooOld => "too-old",
            Because::NoDate => "no-date",
            Because::NotSent => "not-sent",
            Because::ModuleNotHeld => "module-not-held",
            Because::ModuleClosed => "module-closed",
        }
    }
}

impl Source {
    /// The word of the interface.
    pub fn word(self) -> &'static str {
        match self {
            Source::Grant => "grant",
            Source::Role => "role",
            Source::Card => "card",
            Source::Roles => "roles",
        }
    }
}

impl World {
    /// The interface's answer to explain, with the bundle's ids. The order of `paths` is this
    /// evaluation's own: grants by id, then links; compare them as a set.
    pub fn explain(&self, user: &str, item: Item, at: Timestamp) -> Value {
        let paths = self.paths(user, item, at);
        let (mut fields, mut relations, mut actions) = (Map::new(), Map::new(), Map::new());
        if let Some(module) = module(item.module) {
            for (set, answer) in [
                ("fields", &mut fields),
                ("relations", &mut relations),
                ("actions", &mut actions),
            ] {
                for name in module.whole(set) {
                    answer.insert(
                        (*name).to_owned(),
                        self.reason(user, item, set, name, at, &paths),
                    );
                }
            }
        }
        json!({
            "user": user, "item": format!("{}/{}", item.module, item.id), "at": at.to_string(),
            "visible": self.visible(user, item, at),
            "paths": paths.iter().map(written).collect::<Vec<_>>(),
            "fields": fields, "relations": relations, "actions": actions,
        })
    }

    fn reason(
        &self,
        user: &str,
        item: Item,
        set: &str,
        name: &str,
        at: Timestamp,
        paths: &[Path],
    ) -> Value {
        if self.viewer(user) == Some(Viewer::Staff) {
            return json!({ "shown": self.visible(user, item, at), "by": [], "capped": false });
        }
        let opening = paths.iter().enumerate().filter(|(_, path)| path.opens());
        let by: Vec<usize> = opening
            .filter(|(_, path)| path.permissions.holds(item.module, set, name))
            .map(|(number, _)| number)
            .collect();
        let allowed = self.ceiling().allows(item.module, set, name);
        json!({ "shown": allowed && !by.is_empty(), "capped": !allowed && !by.is_empty(), "by": by })
    }
}

fn written(path: &Path) -> Value {
    json!({
        "kind": path.kind, "grant": path.grant,
        "subject": format!("{}/{}", path.subject_module, path.subject),
        "relation": path.relation, "permissions": path.source.word(),
        "opens": path.opens(), "because": path.because.word(),
    })
}
