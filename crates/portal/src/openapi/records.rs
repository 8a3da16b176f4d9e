//! The schemas of the records that are the staff's: guests, grants, roles, stages, members, settings.

use access::{Facet, Module};
use serde_json::{Map, Value, json};

use super::items::reference;
use super::values::{described, object};
use crate::http::routes::Records;

/// The name of the schema of a record of an area.
pub(super) const fn name(area: Records) -> &'static str {
    match area {
        Records::Guests => "Guest",
        Records::Grants => "Grant",
        Records::Roles => "Role",
        Records::Stages => "ModuleStage",
        Records::Members => "Member",
    }
}

/// Their names and themselves.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let text = || json!({"type": "string"});
    let maybe = || json!({"type": ["string", "null"]});
    let instant = || json!({"type": ["string", "null"], "format": "date-time"});
    let truth = || json!({"type": "boolean"});
    let id = || reference("Id");
    let maybe_id = || json!({"type": ["string", "null"]});
    let held = || json!({"oneOf": [reference("Permissions"), {"type": "null"}]});
    vec![
        ("Permissions", permissions()),
        ("Ceiling", ceiling()),
        ("Subject", subject()),
        (
            "Guest",
            object(
                json!({
                    "id": id(),
                    "email": text(),
                    "name": text(),
                    "state": {"type": "string", "enum": ["invited", "active", "suspended", "removed"]},
                    "roles": {"type": "array", "items": text()},
                    "permissions": held(),
                    "contact": maybe_id(),
                    "customer": maybe_id(),
                    "expires_at": instant(),
                    "available_users": {"type": ["array", "null"], "items": text()},
                }),
                &[
                    "id",
                    "email",
                    "name",
                    "state",
                    "roles",
                    "permissions",
                    "contact",
                    "customer",
                    "expires_at",
                    "available_users",
                ],
            ),
        ),
        (
            "Grant",
            described(
                "What opens a subject to a user. Whoever holds `L80` or `L90` on a customer sees of its rows `id`, \
                 `to`, `on`, `role` and `user`, and of somebody who does not show by name no id and no address.",
                object(
                    json!({
                        "id": id(),
                        "to": maybe_id(),
                        "on": reference("Subject"),
                        "role": maybe(),
                        "permissions": held(),
                        "starts_at": instant(),
                        "expires_at": instant(),
                        "days_back": {"type": ["integer", "null"]},
                        "notes": maybe(),
                        "revoked_at": instant(),
                        "user": object(json!({"id": id(), "name": text(), "email": maybe()}), &["name"]),
                    }),
                    &["id", "to", "on", "role"],
                ),
            ),
        ),
        (
            "Role",
            object(
                json!({
                    "id": id(),
                    "name": text(),
                    "active": truth(),
                    "expires_at": instant(),
                    "permissions": reference("Permissions"),
                    "built_in": truth(),
                }),
                &[
                    "id",
                    "name",
                    "active",
                    "expires_at",
                    "permissions",
                    "built_in",
                ],
            ),
        ),
        (
            "ModuleStage",
            object(
                json!({
                    "id": id(),
                    "module": {"type": "string", "enum": ["projects", "tasks"]},
                    "name": text(),
                    "color": maybe(),
                    "position": {"type": ["integer", "null"]},
                    "closed": truth(),
                }),
                &["id", "module", "name", "color", "position", "closed"],
            ),
        ),
        (
            "Member",
            object(
                json!({
                    "id": id(),
                    "email": text(),
                    "name": text(),
                    "role": {"type": "string", "enum": ["owner", "admin", "manager", "member", "limited"]},
                }),
                &["id", "email", "name", "role"],
            ),
        ),
        (
            "Settings",
            object(
                json!({
                    "ceiling": reference("Ceiling"),
                    "sharing_enabled": truth(),
                    "who_can_share": {"type": "string", "enum": ["admins", "managers", "members", "staff"]},
                    "files_external": truth(),
                    "plan": {"type": "string", "enum": ["free", "business", "enterprise"]},
                    "time_zone": text(),
                    "locale": text(),
                    "name": text(),
                }),
                &[
                    "ceiling",
                    "sharing_enabled",
                    "who_can_share",
                    "files_external",
                    "plan",
                    "time_zone",
                    "locale",
                    "name",
                ],
            ),
        ),
    ]
}

fn sets(module: Module) -> Value {
    let mut properties = Map::new();
    for facet in Facet::ALL {
        let names = json!({"type": "array", "items": {"type": "string", "enum": module.entry().names(facet)}});
        properties.insert(
            facet.name().to_owned(),
            json!({"oneOf": [{"const": "*"}, names]}),
        );
    }
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

fn modules(of: impl Fn(Module) -> Value) -> Value {
    let properties: Map<String, Value> = Module::ALL
        .into_iter()
        .map(|module| (module.name().to_owned(), of(module)))
        .collect();
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

fn permissions() -> Value {
    described(
        "Four sets for each module. What is not named is closed; `*` is all of it.",
        json!({"oneOf": [{"const": "*"}, modules(sets)]}),
    )
}

fn ceiling() -> Value {
    described(
        "What guests may at most see. What is not named is not capped; `false` closes a module.",
        modules(|module| json!({"oneOf": [{"const": false}, sets(module)]})),
    )
}

fn subject() -> Value {
    let properties: Map<String, Value> = Module::ALL
        .into_iter()
        .map(|module| (module.singular().to_owned(), reference("Id")))
        .collect();
    json!({
        "type": "object",
        "description": "One item, by the word for it.",
        "properties": properties,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": false,
    })
}
