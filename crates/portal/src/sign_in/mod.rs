//! Signing in: by a link in a mail, by password, by passkey; out again; and from company to company.
//!
//! Who is known and who is not gets the same pages, byte for byte. What the interface offers for the same stands in
//! `http::identity`.

mod ask;
mod devices;
mod home;
mod leave;
mod password;
mod press;
mod profile;
mod sent;
mod visitor;

use axum::Router;
use axum::routing::{get, post};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use std::sync::Arc;
use store::identity::{Lengths, Passkeys};

pub(crate) use profile::security;
pub use visitor::Peer;
pub(crate) use visitor::Visitor;

use crate::http::App;
use crate::settings::Network;
use crate::texts::Texts;

/// How people come in, as the operator set it.
#[derive(Clone, Debug)]
pub struct Entrance {
    /// How long sessions live.
    pub lengths: Lengths,
    /// Whose `X-Forwarded-For` is believed.
    pub proxies: Vec<Network>,
    /// The site that passkeys are bound to; none where browsers know no passkeys.
    pub passkeys: Option<Passkeys>,
}

impl Default for Entrance {
    /// Thirty days at most, seven without a request; no proxy, no passkeys.
    fn default() -> Entrance {
        let days = |days: i64| SignedDuration::from_hours(days * 24);
        Entrance {
            lengths: Lengths {
                most: days(30),
                idle: days(7),
            },
            proxies: Vec::new(),
            passkeys: None,
        }
    }
}

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(home::show))
        .route("/sign-in", get(ask::show).post(ask::send))
        .route("/sign-in/sent", get(sent::show))
        .route(
            "/sign-in/password",
            get(password::show).post(password::send),
        )
        .route("/sign-in/{token}", get(press::show).post(press::press))
        .route("/i/{token}", get(press::show).post(press::press))
        .route("/sign-out", get(leave::show).post(leave::leave))
        .route("/{account}/profile/devices", post(devices::end))
        .route(
            "/{account}/profile/password",
            post(profile::change_password),
        )
        .route(
            "/{account}/profile/passkeys",
            post(profile::take_passkey_away),
        )
        .route("/{account}/profile/tokens", post(profile::make_token))
        .route("/{account}/profile/tokens/end", post(profile::end_token))
}

/// Texts for somebody whose language is not known yet.
fn texts() -> Texts {
    Texts::of("en", TimeZone::UTC)
}
