//! What is said of coming in and going out, and of what a person keeps of their own.

use serde_json::{Value, json};

use super::items::reference;
use super::values::{described, object, page};
use crate::http::routes::{Entry, Own};

/// What a door does, in a few words.
pub(super) const fn entering(entry: Entry) -> &'static str {
    match entry {
        Entry::SignIn => "Ask for a link by e-mail, or sign in by a password",
        Entry::Confirm => "Use up the secret of a link",
        Entry::SignOut => "Sign out",
        Entry::AskPasskey => "What a passkey must answer to sign in",
        Entry::ConfirmPasskey => "Sign in by what a passkey answered",
    }
}

/// What a door does, in a few words.
pub(super) const fn keeping(own: Own) -> &'static str {
    match own {
        Own::Profile => "The viewer's own profile in the account",
        Own::ChangeProfile => "Change the viewer's own profile",
        Own::Sessions => "The devices that are signed in (with a session, not a token)",
        Own::EndSessions => "Sign out everywhere",
        Own::EndSession => "Sign out one device",
        Own::Tokens => "The viewer's tokens for programs",
        Own::MakeToken => "Make a token; its secret is shown this once",
        Own::EndToken => "End a token",
        Own::Passkeys => "The identity's passkeys (with a session, not a token)",
        Own::AskPasskey => "What a new passkey must answer",
        Own::KeepPasskey => "Keep a new passkey",
        Own::TakePasskey => "Take a passkey away",
    }
}

/// The status of success, and the schema of the answer.
pub(super) fn entered(entry: Entry) -> (&'static str, Value) {
    match entry {
        Entry::SignIn => ("202", reference("LinkSent")),
        Entry::Confirm | Entry::ConfirmPasskey => ("200", reference("SignedIn")),
        Entry::SignOut => ("200", reference("SignedOut")),
        Entry::AskPasskey => ("200", reference("PasskeyChallenge")),
    }
}

/// The status of success, and the schema of the answer.
pub(super) fn kept(own: Own) -> (&'static str, Value) {
    match own {
        Own::Profile | Own::ChangeProfile => ("200", reference("Profile")),
        Own::Sessions => ("200", page(reference("Session"))),
        Own::Tokens => ("200", page(reference("Token"))),
        Own::Passkeys => ("200", page(reference("Passkey"))),
        Own::MakeToken => ("201", reference("TokenMade")),
        Own::KeepPasskey => ("201", reference("Passkey")),
        Own::AskPasskey => ("200", reference("PasskeyChallenge")),
        Own::EndSessions | Own::EndSession | Own::EndToken | Own::TakePasskey => {
            ("200", reference("EndedOwn"))
        }
    }
}

/// The schema of what is sent; none where nothing is.
pub(super) fn sent(entry: Entry) -> Option<Value> {
    let text = || json!({"type": "string"});
    let credential =
        || json!({"type": "object", "description": "What the browser's credential says as JSON."});
    match entry {
        Entry::SignIn => Some(object(
            json!({
                "email": text(),
                "account": {"type": ["string", "null"], "description": "The company to sign in at."},
                "next": {"type": ["string", "null"], "description": "The path to go to afterwards."},
                "password": {"type": ["string", "null"], "description": "Signs in at once where it fits; no mail is sent."},
            }),
            &["email"],
        )),
        Entry::Confirm => Some(object(
            json!({
                "token": {"type": "string", "description": "The last part of the link's address."},
                "password": {"type": ["string", "null"], "description": "The new one, where the link is for that."},
            }),
            &["token"],
        )),
        Entry::ConfirmPasskey => Some(object(
            json!({"ceremony": text(), "credential": credential()}),
            &["ceremony", "credential"],
        )),
        Entry::SignOut | Entry::AskPasskey => None,
    }
}

/// The schema of what is sent; none where nothing is.
pub(super) fn given(own: Own) -> Option<Value> {
    let text = || json!({"type": "string"});
    let maybe = || json!({"type": ["string", "null"]});
    match own {
        Own::ChangeProfile => Some(object(
            json!({"name": text(), "locale": maybe(), "time_zone": maybe()}),
            &[],
        )),
        Own::MakeToken => Some(object(
            json!({"name": text(), "expires_at": {"type": "string", "format": "date-time"}}),
            &["name", "expires_at"],
        )),
        Own::KeepPasskey => Some(object(
            json!({"ceremony": text(), "credential": {"type": "object"}, "name": text()}),
            &["ceremony", "credential", "name"],
        )),
        _ => None,
    }
}

/// How coming in can be refused.
pub(super) fn refused(entry: Entry) -> Vec<&'static str> {
    let mut all = vec!["not-from-here", "too-many", "too-large"];
    match entry {
        Entry::SignIn => all.push("not-signed-in"),
        Entry::Confirm => all.extend(["not-found", "wrong-state"]),
        Entry::AskPasskey => all.push("not-found"),
        Entry::ConfirmPasskey => all.extend(["not-found", "not-signed-in"]),
        Entry::SignOut => {}
    }
    all
}

/// How a door to one's own can be refused, beside what every door in an account can.
pub(super) fn withheld(own: Own) -> Vec<&'static str> {
    let mut all = vec!["not-from-here", "action-not-allowed"];
    match own {
        Own::ChangeProfile => all.extend(["too-large", "changed-meanwhile"]),
        Own::MakeToken => all.extend(["too-large", "wrong-state"]),
        Own::KeepPasskey => all.extend(["too-large", "wrong-state", "not-found"]),
        Own::AskPasskey => all.extend(["wrong-state", "not-found"]),
        Own::EndSession | Own::EndToken | Own::TakePasskey => all.push("not-found"),
        Own::Profile | Own::Sessions | Own::EndSessions | Own::Tokens | Own::Passkeys => {}
    }
    all
}

/// The names of the schemas and themselves.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let text = || json!({"type": "string"});
    let maybe = || json!({"type": ["string", "null"]});
    let instant = || json!({"type": "string", "format": "date-time"});
    let count = || json!({"type": "integer", "minimum": 0});
    let token = || {
        json!({
            "id": reference("Id"),
            "name": maybe(),
            "created_at": instant(),
            "expires_at": instant(),
        })
    };
    let mut token_made = token();
    token_made["token"] = text();
    let kind = json!({"type": "string", "enum": ["member", "guest"]});
    let user = object(
        json!({"id": reference("Id"), "name": text(), "kind": kind, "role": text()}),
        &["id", "name", "kind"],
    );
    let account = object(
        json!({"account": text(), "name": text(), "time_zone": text(), "locale": text()}),
        &["account", "name", "time_zone", "locale"],
    );
    let email = object(json!({"email": text()}), &["email"]);
    vec![
        ("LinkSent", object(json!({"sent": text()}), &["sent"])),
        (
            "SignedIn",
            described(
                "The cookie of the session is set.",
                object(
                    json!({"email": text(), "target": text()}),
                    &["email", "target"],
                ),
            ),
        ),
        (
            "SignedOut",
            object(json!({"signed_out": {"const": true}}), &["signed_out"]),
        ),
        (
            "PasskeyChallenge",
            object(
                json!({"ceremony": text(), "options": {"type": "object"}}),
                &["ceremony", "options"],
            ),
        ),
        (
            "Profile",
            object(
                json!({
                    "identity": email,
                    "user": user,
                    "account": account,
                    "locale": maybe(),
                    "time_zone": maybe(),
                    "expires_at": {"type": ["string", "null"], "format": "date-time"},
                    "passkeys": {"type": "boolean", "description": "Whether passkeys can be made here."},
                }),
                &[
                    "identity",
                    "user",
                    "account",
                    "locale",
                    "time_zone",
                    "expires_at",
                    "passkeys",
                ],
            ),
        ),
        (
            "Session",
            object(
                json!({
                    "id": reference("Id"),
                    "device": maybe(),
                    "address": maybe(),
                    "created_at": instant(),
                    "last_seen_at": instant(),
                    "expires_at": instant(),
                    "this": {"type": "boolean"},
                }),
                &[
                    "id",
                    "device",
                    "address",
                    "created_at",
                    "last_seen_at",
                    "expires_at",
                    "this",
                ],
            ),
        ),
        (
            "Token",
            object(token(), &["id", "name", "created_at", "expires_at"]),
        ),
        (
            "TokenMade",
            object(
                token_made,
                &["id", "name", "created_at", "expires_at", "token"],
            ),
        ),
        (
            "Passkey",
            object(
                json!({
                    "id": reference("Id"),
                    "name": text(),
                    "created_at": instant(),
                    "used_at": {"type": ["string", "null"], "format": "date-time"},
                }),
                &["id", "name", "created_at", "used_at"],
            ),
        ),
        (
            "EndedOwn",
            object(
                json!({"ended": object(
                    json!({"sessions": count(), "tokens": count(), "passkeys": count()}),
                    &[],
                )}),
                &["ended"],
            ),
        ),
    ]
}
