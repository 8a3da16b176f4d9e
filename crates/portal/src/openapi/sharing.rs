//! What is said of the doors that open and end access: what they take, what they give, how they refuse.

use access::staff::MemberRole;
use access::ticks::{Doing, Tick};
use serde_json::{Value, json};

use super::items::reference;
use super::parameters::{needed, paging};
use super::values::{described, object, page};
use crate::http::routes::Sharing;

/// What a door does, in a few words.
pub(super) const fn summary(door: Sharing) -> &'static str {
    match door {
        Sharing::Share => "Share items with people by their e-mail addresses, all or nothing",
        Sharing::EndSharing => "End every grant on an item, or with `everything` of the account",
        Sharing::Invite => "Invite a guest",
        Sharing::ChangeGuest => "Change a guest's card; suspend and resume",
        Sharing::RemoveGuest => "Remove a guest with everything that is open to them",
        Sharing::InviteAgain => "Send an invitation again; older links end",
        Sharing::BecomeMember => "Make a member of a guest, who stays the same user",
        Sharing::BecomeGuest => "Make a guest of a member, who stays the same user",
        Sharing::CreateGrant => "Open an item to a user",
        Sharing::ChangeGrant => "Change a grant",
        Sharing::EndGrant => "End a grant",
        Sharing::Participants => "Who takes part in a project, each with its external access",
        Sharing::AddParticipant => "Add a participant to a project",
        Sharing::ChangeParticipant => "Change a participant, and switch its external access",
        Sharing::RemoveParticipant => "Take a participant off, and end its external access",
        Sharing::Preview => {
            "What a change of grants, guests, roles or settings would open and close; nothing is written"
        }
    }
}

/// Whether it makes something new.
pub(super) const fn makes(door: Sharing) -> bool {
    matches!(
        door,
        Sharing::Share | Sharing::Invite | Sharing::CreateGrant | Sharing::AddParticipant
    )
}

/// The schema of what it gives.
pub(super) fn gives(door: Sharing) -> Value {
    reference(match door {
        Sharing::Share => "Shared",
        Sharing::EndSharing
        | Sharing::RemoveGuest
        | Sharing::EndGrant
        | Sharing::RemoveParticipant => "Receipt",
        Sharing::Invite | Sharing::ChangeGuest | Sharing::InviteAgain | Sharing::BecomeGuest => {
            "Guest"
        }
        Sharing::BecomeMember => "Member",
        Sharing::CreateGrant | Sharing::ChangeGrant => "Grant",
        Sharing::Preview => "Preview",
        Sharing::Participants => return page(reference("Participant")),
        Sharing::AddParticipant | Sharing::ChangeParticipant => "Participant",
    })
}

/// The schema of what it takes; none where it takes nothing.
pub(super) fn takes(door: Sharing) -> Option<Value> {
    Some(reference(match door {
        Sharing::Share => "Share",
        Sharing::Invite => "NewGuest",
        Sharing::ChangeGuest => "GuestChange",
        Sharing::BecomeMember => "BecomesMember",
        Sharing::BecomeGuest => "BecomesGuest",
        Sharing::CreateGrant => "NewGrant",
        Sharing::ChangeGrant => "GrantChange",
        Sharing::AddParticipant => "NewParticipant",
        Sharing::ChangeParticipant => "ParticipantChange",
        Sharing::Preview => "PreviewOf",
        _ => return None,
    }))
}

/// The headers and parameters that it takes beside the address.
pub(super) fn parameters(door: Sharing) -> Vec<Value> {
    let header = |name: &str, description: &str| {
        let schema = json!({"type": "string"});
        json!({"name": name, "in": "header", "required": false, "schema": schema, "description": description})
    };
    if makes(door) {
        return vec![header(
            "Idempotency-Key",
            "Under one key the same is done once within a day; a repeat answers with what came of it.",
        )];
    }
    match door {
        Sharing::EndSharing => vec![needed(
            "on",
            "The item, as `projects/ID`; `everything` for the whole account.",
        )],
        Sharing::Preview => paging(),
        Sharing::InviteAgain | Sharing::Participants => Vec::new(),
        _ => vec![header(
            "If-Match",
            "The `ETag` of what was read; another writer's change in between refuses with 412.",
        )],
    }
}

/// How it can refuse, beside what every door in an account can.
pub(super) fn refusals(door: Sharing) -> Vec<&'static str> {
    if door == Sharing::Participants {
        return vec!["not-found"];
    }
    let mut all = vec!["conflict", "too-large"];
    if !makes(door) || door == Sharing::AddParticipant {
        all.push("not-found");
    }
    if matches!(
        door,
        Sharing::ChangeGuest
            | Sharing::RemoveGuest
            | Sharing::BecomeMember
            | Sharing::BecomeGuest
            | Sharing::ChangeGrant
            | Sharing::EndGrant
            | Sharing::ChangeParticipant
            | Sharing::RemoveParticipant
    ) {
        all.push("changed-meanwhile");
    }
    all
}

/// The names of the schemas and themselves.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let text = || json!({"type": "string"});
    let maybe = || json!({"type": ["string", "null"]});
    let instant = || json!({"type": ["string", "null"], "format": "date-time"});
    let days = || json!({"type": ["integer", "null"], "minimum": 0});
    let held = || json!({"oneOf": [reference("Permissions"), {"type": "null"}]});
    let ids = || json!({"type": ["array", "null"], "items": text()});
    let state = || json!({"type": "string", "enum": ["invited", "active", "suspended", "removed"]});
    let count = || json!({"type": "integer", "minimum": 0});
    let guest = |more: &[(&str, Value)]| {
        let mut keys = json!({
            "name": text(),
            "roles": {"type": "array", "items": text()},
            "permissions": held(),
            "contact": maybe(),
            "customer": maybe(),
            "expires_at": instant(),
            "available_users": ids(),
        });
        for (key, schema) in more {
            keys[*key] = schema.clone();
        }
        keys
    };
    let grant = |more: &[(&str, Value)]| {
        let mut keys = json!({
            "role": maybe(),
            "permissions": held(),
            "starts_at": instant(),
            "expires_at": instant(),
            "days_back": days(),
            "notes": maybe(),
        });
        for (key, schema) in more {
            keys[*key] = schema.clone();
        }
        keys
    };
    vec![
        ("Share", share()),
        ("Shared", shared()),
        (
            "Receipt",
            described(
                "What ended, and who sees it still: by an owner's grant, by another grant, or by the field that ties \
                 them to it.",
                object(
                    json!({
                        "ended": object(
                            json!({
                                "grants": count(), "sessions": count(), "tokens": count(), "links": count(),
                                "mails": count(),
                            }),
                            &["grants", "sessions", "tokens", "links", "mails"],
                        ),
                        "still": {"type": "array", "items": object(
                            json!({
                                "user": object(
                                    json!({"id": reference("Id"), "name": text(), "email": text()}),
                                    &["id", "name", "email"],
                                ),
                                "because": text(),
                            }),
                            &["user", "because"],
                        )},
                    }),
                    &["ended", "still"],
                ),
            ),
        ),
        (
            "NewGuest",
            object(
                guest(&[
                    ("email", text()),
                    ("message", maybe()),
                    ("state", json!({"const": "invited"})),
                ]),
                &["email"],
            ),
        ),
        (
            "GuestChange",
            object(guest(&[("state", state()), ("email", text())]), &[]),
        ),
        (
            "BecomesMember",
            object(
                json!({"role": {"type": "string", "enum": MemberRole::ALL.map(MemberRole::name)}}),
                &["role"],
            ),
        ),
        ("BecomesGuest", object(guest(&[]), &[])),
        (
            "NewGrant",
            described(
                "For a user by `to`, or by `email`, which is invited where the account does not know it.",
                object(
                    grant(&[
                        ("to", text()),
                        ("email", text()),
                        ("on", reference("Subject")),
                        ("message", maybe()),
                    ]),
                    &["on"],
                ),
            ),
        ),
        ("GrantChange", object(grant(&[]), &[])),
        ("Party", party()),
        (
            "PreviewOf",
            described(
                "One change: what is sent to share or to make a grant; a grant, a guest's card or a role by its id with what \
                 changes; settings; or what ends.",
                json!({
                    "type": "object",
                    "properties": {
                        "share": reference("Share"),
                        "grant": reference("NewGrant"),
                        "change": changed("grant"),
                        "card": changed("guest"),
                        "role": changed("role"),
                        "settings": reference("SettingsChange"),
                        "end": {
                            "type": "object",
                            "properties": {"grant": text(), "guest": text(), "role": text()},
                            "minProperties": 1,
                            "maxProperties": 1,
                            "additionalProperties": false,
                        },
                    },
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": false,
                }),
            ),
        ),
        ("Preview", preview()),
        (
            "Participant",
            described(
                "`grant` is the one that external access made, while it is open.",
                object(
                    json!({
                        "id": reference("Id"),
                        "party": reference("Party"),
                        "label": maybe(),
                        "name": text(),
                        "grant": maybe(),
                        "external": {"oneOf": [
                            object(
                                json!({
                                    "user": object(json!({"id": reference("Id"), "name": text()}), &["id", "name"]),
                                    "role": maybe(),
                                    "open": {"type": "boolean"},
                                    "since": instant(),
                                    "until": instant(),
                                }),
                                &["user", "role", "open", "since", "until"],
                            ),
                            {"type": "null"},
                        ]},
                    }),
                    &["id", "party", "label", "name", "grant", "external"],
                ),
            ),
        ),
        (
            "NewParticipant",
            object(
                json!({"party": reference("Party"), "label": maybe(), "external": external()}),
                &["party"],
            ),
        ),
        (
            "ParticipantChange",
            object(
                json!({"party": reference("Party"), "label": maybe(), "external": external()}),
                &[],
            ),
        ),
    ]
}

/// What opens and what closes.
/// Something by its id, with what changes of it.
fn changed(key: &str) -> Value {
    described(
        "With the keys that a `PATCH` of it takes.",
        json!({"type": "object", "properties": {key: {"type": "string"}}, "required": [key]}),
    )
}

fn preview() -> Value {
    let text = || json!({"type": "string"});
    let one = object(
        json!({
            "user": object(
                json!({"id": reference("Id"), "name": text(), "email": text()}),
                &["id", "name", "email"],
            ),
            "item": text(),
            "fields": {"type": "array", "items": text()},
        }),
        &["user", "item", "fields"],
    );
    let list = || json!({"type": "array", "items": one});
    described(
        "Fields by name, relations as `relations.files`.",
        object(
            json!({"opens": list(), "closes": list(), "next": {"type": ["string", "null"]}}),
            &["opens", "closes", "next"],
        ),
    )
}

/// Who a participant is.
fn party() -> Value {
    let text = || json!({"type": "string"});
    json!({
        "type": "object",
        "properties": {"contact": text(), "customer": text(), "guest": text(), "name": text()},
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": false,
    })
}

/// The switch of external access.
fn external() -> Value {
    let maybe = || json!({"type": ["string", "null"]});
    described(
        "On or off, or on with a role, an end (an instant, or a day that means its end), and the address of who gets it.",
        json!({"oneOf": [
            {"type": "boolean"},
            object(
                json!({"role": maybe(), "until": maybe(), "email": maybe(), "message": maybe()}),
                &[],
            ),
            {"type": "null"},
        ]}),
    )
}

fn share() -> Value {
    let text = || json!({"type": "string"});
    let ticks: Vec<&str> = Tick::ALL.into_iter().map(Tick::name).collect();
    let doing: Vec<&str> = Doing::ALL.into_iter().map(Doing::name).collect();
    described(
        "With one of `show`, `role` and `permissions`; `actions` stand beside `show`. `expires_at` is an instant, or a \
         day that means its end in the account's time zone.",
        object(
            json!({
                "subjects": {"type": "array", "items": reference("Subject"), "minItems": 1, "maxItems": 100},
                "to": {"type": "array", "items": text(), "minItems": 1, "maxItems": 500},
                "show": {"type": ["array", "null"], "items": {"type": "string", "enum": ticks}},
                "role": {"type": ["string", "null"]},
                "permissions": {"oneOf": [reference("Permissions"), {"type": "null"}]},
                "actions": {"enum": doing.into_iter().map(Value::from).chain([Value::Null]).collect::<Vec<_>>()},
                "expires_at": {"type": ["string", "null"]},
                "days_back": {"type": ["integer", "null"], "minimum": 0},
                "message": {"type": ["string", "null"], "maxLength": 5_000},
                "label": {"type": ["string", "null"], "maxLength": 200},
                "mark_files": {"oneOf": [
                    {"const": "all"}, {"type": "array", "items": text()}, {"type": "null"},
                ]},
            }),
            &["subjects", "to"],
        ),
    )
}

fn shared() -> Value {
    let states = ["invited", "active", "suspended"];
    let because = ["open", "guest-not-active", "guest-ended", "sharing-off"];
    let one = object(
        json!({
            "email": {"type": "string"},
            "guest": reference("Id"),
            "state": {"type": "string", "enum": states},
            "because": {"type": "string", "enum": because},
            "grants": {"type": "array", "items": reference("Id")},
            "invited": {"type": "boolean"},
        }),
        &["email", "guest", "state", "because", "grants", "invited"],
    );
    described(
        "One for each person, in the order of the addresses. `because` says whether it is open to them now; `invited`, \
         whether an invitation goes out.",
        object(
            json!({"items": {"type": "array", "items": one}}),
            &["items"],
        ),
    )
}
