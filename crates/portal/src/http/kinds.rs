//! The kinds of problem: what each is called, the status it is answered with, and what it means.

/// What every problem of one kind has alike.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// The last part of its type.
    pub name: &'static str,
    /// The status it is answered with.
    pub status: u16,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What it means, in a sentence.
    pub detail: &'static str,
}

const fn kind(name: &'static str, status: u16, title: &'static str, detail: &'static str) -> Kind {
    Kind {
        name,
        status,
        title,
        detail,
    }
}

const BROKEN: Kind = kind(
    "broken",
    500,
    "Broken",
    "something went wrong on our side; it was noted",
);

/// Every kind of problem that the interface answers with.
pub static KINDS: &[Kind] = &[
    kind(
        "unreadable",
        400,
        "Unreadable",
        "what was sent cannot be read",
    ),
    kind(
        "not-signed-in",
        401,
        "Not signed in",
        "send a token of this account as `Authorization: Bearer …`",
    ),
    kind(
        "access-ended",
        403,
        "Access ended",
        "your access to this account is not open now",
    ),
    kind(
        "not-from-here",
        403,
        "Not from here",
        "send what `csrf` of `/api/v1/me` says as `X-CSRF-Token`, from a page of this site",
    ),
    kind(
        "action-not-allowed",
        403,
        "Not allowed",
        "this is not open to you",
    ),
    kind(
        "not-found",
        404,
        "Not found",
        "there is nothing here that is shared with you",
    ),
    kind(
        "method-not-allowed",
        405,
        "Method not allowed",
        "this address takes other methods",
    ),
    kind(
        "conflict",
        409,
        "Conflict",
        "what is there does not allow it",
    ),
    kind(
        "wrong-state",
        409,
        "Wrong state",
        "what is there is in a state that does not allow it",
    ),
    kind(
        "plan-full",
        409,
        "Plan full",
        "the plan has no place left for another guest",
    ),
    kind("owner-grant", 409, "Owner", "it would get round an owner"),
    kind(
        "changed-meanwhile",
        412,
        "Changed meanwhile",
        "it is not any more what `If-Match` names",
    ),
    kind(
        "too-large",
        413,
        "Too large",
        "more was sent than is taken here",
    ),
    kind(
        "no-such-part",
        416,
        "No such part",
        "the file does not have the part that was asked for",
    ),
    kind(
        "invalid",
        422,
        "Invalid",
        "some of what was sent is wrong; `errors` says what",
    ),
    kind(
        "too-many",
        429,
        "Too many",
        "too many tries; wait as long as `Retry-After` says",
    ),
    BROKEN,
    kind(
        "busy",
        503,
        "Busy",
        "the server is busy with other work; try again in a moment",
    ),
];

/// The kind of that name.
pub(super) fn named(name: &str) -> &'static Kind {
    KINDS
        .iter()
        .find(|kind| kind.name == name)
        .unwrap_or(&BROKEN)
}
