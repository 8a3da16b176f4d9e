//! The paths of one user to a target, judged, and how they are told.

use super::moment::Moment;
use super::places::{Place, places};
use super::target::Target;
use super::ties::{Found, read};
use crate::engine::Tx;
use crate::error::Result;
use crate::ids;
use crate::viewer::Viewer;
use crate::visible::holdings::undated;
use crate::visible::json::Json;
use access::explain::{Tried, because};
use access::rule::{Because, Facts, Held, Source, Step};
use access::{Bits, Module};
use std::collections::HashMap;
use std::sync::Arc;

/// One path that was tried.
#[derive(Debug)]
pub(super) struct Path {
    kind: &'static str,
    grant: Option<[u8; 16]>,
    subject: (Module, [u8; 16]),
    relation: Option<&'static str>,
    source: Source,
    pub(super) tried: Tried,
}

/// All paths of these users to a target, alive or dead, by user.
pub(super) async fn tried(
    tx: &mut Tx,
    moment: &Moment,
    users: &HashMap<i64, Viewer>,
    target: &Target,
) -> Result<HashMap<i64, Vec<Path>>> {
    let mut paths: HashMap<i64, Vec<Path>> = HashMap::new();
    for place in places(target) {
        for found in read(tx, moment, users, &place).await? {
            if let Some(viewer) = users.get(&found.user) {
                let path = judged(viewer, target, &place, &found);
                paths.entry(found.user).or_default().push(path);
            }
        }
    }
    Ok(paths)
}

fn judged(viewer: &Viewer, target: &Target, place: &Place, found: &Found) -> Path {
    const PROJECTS: Bits = Module::Customers.relation("projects");
    let by_link;
    let held = match &found.grant {
        Some(grant) => &grant.held,
        None => {
            by_link = Held {
                permissions: Arc::clone(&viewer.party.own.0),
                source: viewer.party.own.1,
                life: viewer.party.standing.at(viewer.now),
                window: None,
            };
            &by_link
        }
    };
    let as_client = [Step {
        from: undated(Module::Customers),
        relation: PROJECTS,
    }];
    let to_subject = if found.client.is_some() {
        &as_client[..]
    } else {
        &[]
    };
    let along = place.along.map(|derivation| Step {
        // A grant on a document opens it sent or not.
        from: Facts {
            module: place.module,
            record: found.record,
            sent: true,
        },
        relation: derivation.relation,
    });
    let module = target.facts.module;
    // A project reached as a customer's client is told from the customer, what is behind it from
    // the project.
    let (subject, relation) = match (found.client, place.along) {
        (Some(customer), None) => ((Module::Customers, customer), Some("projects")),
        (_, along) => ((place.module, found.subject), along.map(|d| d.name)),
    };
    Path {
        kind: found.kind,
        grant: found.grant.as_ref().map(|grant| grant.public_id),
        subject,
        relation,
        source: held.source,
        tried: Tried {
            because: because(
                held,
                &viewer.account.ceiling,
                to_subject,
                along,
                &target.facts,
            ),
            sets: held.permissions.module(module).unwrap_or_default(),
        },
    }
}

impl Path {
    /// The one path of a member who is not limited: whatever there is in the account.
    pub(super) fn of_staff(member: &Viewer, target: &Target) -> Path {
        let module = target.facts.module;
        Path {
            kind: "member",
            grant: None,
            subject: (module, target.public_id),
            relation: None,
            source: Source::Role,
            tried: Tried {
                because: member.party.standing.at(member.now),
                sets: access::Sets::everything(module),
            },
        }
    }

    /// `grant`, or the name of the field that ties.
    pub(super) const fn kind(&self) -> &'static str {
        self.kind
    }

    /// The grant it is or begins with.
    pub(super) const fn grant(&self) -> Option<[u8; 16]> {
        self.grant
    }

    /// Whether it opens the target.
    pub(super) fn opens(&self) -> bool {
        self.tried.because == Because::Open
    }

    pub(super) fn write(&self, json: &mut Json) {
        json.open('{').key("kind").text(self.kind).key("grant");
        match &self.grant {
            Some(grant) => json.id(grant),
            None => json.null(),
        };
        json.key("subject")
            .text(&place_of(self.subject.0, &self.subject.1));
        json.key("relation").text_or_null(self.relation);
        json.key("permissions").text(self.source.word());
        json.key("opens").truth(self.opens());
        json.key("because").text(self.tried.because.word());
        json.close('}');
    }
}

/// `tasks/ID`.
pub(super) fn place_of(module: Module, id: &[u8; 16]) -> String {
    let mut place = format!("{}/", module.name());
    ids::push(&mut place, id);
    place
}
