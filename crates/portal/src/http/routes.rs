//! The whole interface on one screen: every address, its method, and the door it opens.
//!
//! The router, the description of the interface, the metrics and the table of doors are made from this list;
//! an address that is not in it does not exist.

use access::Module;
use axum::http::Method;
use store::ItemAction;

pub use super::entries::{Entry, Own};

/// What an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The process runs.
    Healthz,
    /// The database answers.
    Readyz,
    /// The description of the interface.
    OpenApi,
    /// Counters for Prometheus.
    Metrics,
    /// The identity behind a token, and its accounts.
    Me,
    /// What a viewer sees of a module.
    List(Module),
    /// One item.
    Item(Module),
    /// What hangs on an item.
    Related(Module, &'static str),
    /// One article of a knowledge base.
    Article,
    /// A customer's invoices that are to be paid.
    DuePayments,
    /// A customer's payments.
    PaymentHistory,
    /// The bytes of a file.
    FileContent,
    /// An area of records that is the staff's.
    Records(Records),
    /// One record of such an area.
    Record(Records),
    /// The account's settings.
    Settings,
    /// Why a user sees an item, or not.
    Explain,
    /// Who sees an item.
    Who,
    /// What a user held at an instant.
    History,
    /// Brings a bundle in.
    Import,
    /// Hands the account out as a bundle.
    Export,
    /// Opens access, or ends it.
    Sharing(Sharing),
    /// Writes a record.
    Write(Deed, Target),
    /// Adds files to an item.
    Upload(Module),
    /// Does an action to an item.
    Act(ItemAction),
    /// Comes in, or goes out.
    Enter(Entry),
    /// What somebody keeps of their own.
    Own(Own),
}

/// What is done to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// It is made.
    Create,
    /// Some of it is changed.
    Change,
    /// It is deleted.
    Delete,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An item of a module.
    Item(Module),
    /// A part of an item, by its relation.
    Part(Module, &'static str),
    /// A record of an area of the staff.
    Record(Records),
    /// The account's settings.
    Settings,
}

/// What opens and ends access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Shares items with people by their addresses.
    Share,
    /// Ends all sharing of an item, or of the account.
    EndSharing,
    /// Invites a guest.
    Invite,
    /// Changes a guest's card.
    ChangeGuest,
    /// Removes a guest.
    RemoveGuest,
    /// Sends an invitation again.
    InviteAgain,
    /// Makes a member of a guest.
    BecomeMember,
    /// Makes a guest of a member.
    BecomeGuest,
    /// Makes a grant.
    CreateGrant,
    /// Changes a grant.
    ChangeGrant,
    /// Ends a grant.
    EndGrant,
    /// Who takes part in a project.
    Participants,
    /// Adds a participant.
    AddParticipant,
    /// Changes a participant, and switches external access.
    ChangeParticipant,
    /// Takes a participant off.
    RemoveParticipant,
    /// What a change would open and close.
    Preview,
}

impl Sharing {
    /// All of it: the method, the address within the account, and the door.
    pub const ALL: [(Method, &'static str, Sharing); 16] = [
        (Method::POST, "/share", Sharing::Share),
        (Method::DELETE, "/share", Sharing::EndSharing),
        (Method::POST, "/guests", Sharing::Invite),
        (Method::PATCH, "/guests/{id}", Sharing::ChangeGuest),
        (Method::DELETE, "/guests/{id}", Sharing::RemoveGuest),
        (
            Method::POST,
            "/guests/{id}/invitation",
            Sharing::InviteAgain,
        ),
        (Method::POST, "/guests/{id}/member", Sharing::BecomeMember),
        (Method::POST, "/members/{id}/guest", Sharing::BecomeGuest),
        (Method::POST, "/grants", Sharing::CreateGrant),
        (Method::PATCH, "/grants/{id}", Sharing::ChangeGrant),
        (Method::DELETE, "/grants/{id}", Sharing::EndGrant),
        (
            Method::GET,
            "/projects/{id}/participants",
            Sharing::Participants,
        ),
        (
            Method::POST,
            "/projects/{id}/participants",
            Sharing::AddParticipant,
        ),
        (
            Method::PATCH,
            "/projects/{id}/participants/{part}",
            Sharing::ChangeParticipant,
        ),
        (
            Method::DELETE,
            "/projects/{id}/participants/{part}",
            Sharing::RemoveParticipant,
        ),
        (Method::POST, "/access/preview", Sharing::Preview),
    ];
}

/// Records that are no items of a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Records {
    /// External users.
    Guests,
    /// What opens subjects to users.
    Grants,
    /// Permissions with a name.
    Roles,
    /// Steps of projects and tasks.
    Stages,
    /// The account's own staff.
    Members,
}

impl Records {
    /// All areas, in the order of the interface.
    pub const ALL: [Records; 5] = [
        Records::Guests,
        Records::Grants,
        Records::Roles,
        Records::Stages,
        Records::Members,
    ];

    /// The name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Records::Guests => "guests",
            Records::Grants => "grants",
            Records::Roles => "roles",
            Records::Stages => "stages",
            Records::Members => "members",
        }
    }
}

/// One address with one method.
#[derive(Debug, Clone)]
pub struct Route {
    /// The method; `GET` answers `HEAD` too.
    pub method: Method,
    /// The address, with names in braces for its parts.
    pub path: String,
    /// Where it leads.
    pub door: Door,
}

/// Every address there is.
pub fn routes() -> Vec<Route> {
    let get = |path: String, door| Route {
        method: Method::GET,
        path,
        door,
    };
    let account = |rest: &str, door| get(format!("/api/v1/{{account}}{rest}"), door);

    let mut routes = vec![
        get("/healthz".to_owned(), Door::Healthz),
        get("/readyz".to_owned(), Door::Readyz),
        get("/openapi.json".to_owned(), Door::OpenApi),
        get("/metrics".to_owned(), Door::Metrics),
        get("/api/v1/me".to_owned(), Door::Me),
    ];
    for module in Module::ALL {
        routes.push(account(&format!("/{module}"), Door::List(module)));
        routes.push(account(&format!("/{module}/{{id}}"), Door::Item(module)));
        routes.extend(writes(
            &format!("/{module}"),
            "id",
            Target::Item(module),
            &ALL,
        ));
        for relation in module.entry().relations {
            routes.push(account(
                &format!("/{module}/{{id}}/{relation}"),
                Door::Related(module, relation),
            ));
            let address = format!("/{module}/{{id}}/{relation}");
            let part = Target::Part(module, relation);
            if *relation == "files" {
                routes.push(Route {
                    method: Method::PUT,
                    path: format!("/api/v1/{{account}}{address}"),
                    door: Door::Upload(module),
                });
            }
            routes.extend(writes(&address, "part", part, deeds_to_parts(relation)));
        }
    }
    routes.extend([
        account("/customers/{id}/due_payments", Door::DuePayments),
        account("/customers/{id}/payment_history", Door::PaymentHistory),
        account("/knowledge/{id}/articles/{part}", Door::Article),
        account("/files/{id}/content", Door::FileContent),
    ]);
    for action in ItemAction::ALL {
        let path = format!("/{}/{{id}}/{}", action.module(), action.name());
        routes.push(Route {
            method: Method::POST,
            ..account(&path, Door::Act(action))
        });
    }
    for area in Records::ALL {
        routes.push(account(&format!("/{}", area.name()), Door::Records(area)));
        routes.push(account(
            &format!("/{}/{{id}}", area.name()),
            Door::Record(area),
        ));
        if matches!(area, Records::Roles | Records::Stages | Records::Members) {
            let record = Target::Record(area);
            routes.extend(writes(&format!("/{}", area.name()), "id", record, &ALL));
        }
    }
    routes.extend([
        account("/settings", Door::Settings),
        Route {
            method: Method::PATCH,
            ..account("/settings", Door::Write(Deed::Change, Target::Settings))
        },
        account("/access/explain", Door::Explain),
        account("/access/who", Door::Who),
        account("/access/history", Door::History),
        Route {
            method: Method::POST,
            ..account("/import", Door::Import)
        },
        account("/export", Door::Export),
    ]);
    for (path, entry) in Entry::ALL {
        routes.push(Route {
            method: Method::POST,
            ..get(format!("/api/v1{path}"), Door::Enter(entry))
        });
    }
    for (method, path, own) in Own::ALL {
        routes.push(Route {
            method,
            ..account(path, Door::Own(own))
        });
    }
    for (method, path, door) in Sharing::ALL {
        routes.push(Route {
            method,
            ..account(path, Door::Sharing(door))
        });
    }
    routes
}

const ALL: [Deed; 3] = [Deed::Create, Deed::Change, Deed::Delete];

/// What can be done to the parts of a relation one by one.
fn deeds_to_parts(relation: &str) -> &'static [Deed] {
    match relation {
        "comments" => &[Deed::Create],
        "files" => &[Deed::Change, Deed::Delete],
        "milestones" | "revenues" | "expenses" | "work_orders" | "contacts" | "payments"
        | "articles" => &ALL,
        _ => &[],
    }
}

/// The addresses of deeds on a collection, and on one of its records by `name`.
fn writes<'d>(
    collection: &'d str,
    name: &'d str,
    target: Target,
    deeds: &'d [Deed],
) -> impl Iterator<Item = Route> + 'd {
    deeds.iter().map(move |deed| {
        let one = format!("/{{{name}}}");
        let (method, rest) = match deed {
            Deed::Create => (Method::POST, ""),
            Deed::Change => (Method::PATCH, one.as_str()),
            Deed::Delete => (Method::DELETE, one.as_str()),
        };
        Route {
            method,
            path: format!("/api/v1/{{account}}{collection}{rest}"),
            door: Door::Write(*deed, target),
        }
    })
}

impl Door {
    /// Whether it lies inside an account, so that someone must have come in.
    pub const fn in_account(self) -> bool {
        !matches!(
            self,
            Door::Healthz
                | Door::Readyz
                | Door::OpenApi
                | Door::Metrics
                | Door::Me
                | Door::Enter(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn an_address_stands_once_and_every_relation_has_one() {
        let routes = routes();
        let addresses: BTreeSet<_> = routes
            .iter()
            .map(|r| (r.method.as_str(), r.path.as_str()))
            .collect();
        assert_eq!(addresses.len(), routes.len());
        for module in Module::ALL {
            for relation in module.entry().relations {
                assert!(addresses.contains(&(
                    "GET",
                    format!("/api/v1/{{account}}/{module}/{{id}}/{relation}").as_str()
                )));
            }
        }
        for route in &routes {
            assert_eq!(
                route.path.starts_with("/api/v1/{account}/"),
                route.door.in_account(),
                "{}",
                route.path
            );
        }
    }
}
