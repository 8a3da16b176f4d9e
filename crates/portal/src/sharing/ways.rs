//! How somebody comes to see something, in few words.

use access::Module;

use super::on::On;
use crate::texts::Texts;

/// One way to an item, as the list of those who see it says it: by a share, through its project, as its assignee.
pub(super) fn short(texts: &Texts, kind: &str, subject: &str, on: &On) -> String {
    match (
        kind,
        On::named(subject).filter(|at| at != on).map(|at| at.module),
    ) {
        ("grant", None) => texts.say("share-way-share"),
        // Whoever is the client by a customer is so by the share of that customer.
        ("client", _) => tie(texts, kind),
        (_, Some(Module::Customers)) => texts.say("share-way-customer"),
        (_, Some(Module::Projects)) => texts.say("share-way-project"),
        (_, Some(Module::Tasks)) => texts.say("share-way-task"),
        (_, Some(_)) => texts.say("share-way-related"),
        (link, None) => tie(texts, link),
    }
}

/// What ties a person to an item: `assignee`, `client` …
pub(super) fn tie(texts: &Texts, link: &str) -> String {
    match link {
        "owner" => texts.say("share-tie-owner"),
        "assignee" => texts.say("share-tie-assignee"),
        "collaborators" => texts.say("share-tie-collaborator"),
        "followers" => texts.say("share-tie-follower"),
        "client" => texts.say("share-tie-client"),
        "attendees" => texts.say("share-tie-attendee"),
        "requester" => texts.say("share-tie-requester"),
        "access" => texts.say("share-tie-access"),
        _ => texts.say("share-tie-other"),
    }
}
