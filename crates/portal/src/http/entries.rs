//! The addresses of coming in and going out, and of what a person keeps of their own.

use axum::http::Method;

/// What anybody may ask, to come in or to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Ask for a link by e-mail, or bring a password.
    SignIn,
    /// Use the secret of a link up.
    Confirm,
    /// End the session.
    SignOut,
    /// Ask for what a passkey must answer.
    AskPasskey,
    /// Bring a passkey's answer.
    ConfirmPasskey,
}

impl Entry {
    /// Each with its address.
    pub const ALL: [(&'static str, Entry); 5] = [
        ("/sign-in", Entry::SignIn),
        ("/sign-in/confirm", Entry::Confirm),
        ("/sign-out", Entry::SignOut),
        ("/sign-in/passkey", Entry::AskPasskey),
        ("/sign-in/passkey/confirm", Entry::ConfirmPasskey),
    ];
}

/// What somebody in an account asks about themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// Their profile in the account.
    Profile,
    /// Change it.
    ChangeProfile,
    /// The devices that are signed in.
    Sessions,
    /// Sign out everywhere.
    EndSessions,
    /// Sign out one device.
    EndSession,
    /// Their tokens for programs.
    Tokens,
    /// Make one.
    MakeToken,
    /// End one.
    EndToken,
    /// Their passkeys.
    Passkeys,
    /// Ask for what a new passkey must answer.
    AskPasskey,
    /// Keep a new passkey.
    KeepPasskey,
    /// Take one away.
    TakePasskey,
}

impl Own {
    /// Each with its method and its address within the account.
    pub const ALL: [(Method, &'static str, Own); 12] = [
        (Method::GET, "/me", Own::Profile),
        (Method::PATCH, "/me", Own::ChangeProfile),
        (Method::GET, "/me/sessions", Own::Sessions),
        (Method::DELETE, "/me/sessions", Own::EndSessions),
        (Method::DELETE, "/me/sessions/{id}", Own::EndSession),
        (Method::GET, "/me/tokens", Own::Tokens),
        (Method::POST, "/me/tokens", Own::MakeToken),
        (Method::DELETE, "/me/tokens/{id}", Own::EndToken),
        (Method::GET, "/me/passkeys", Own::Passkeys),
        (Method::POST, "/me/passkeys", Own::AskPasskey),
        (Method::POST, "/me/passkeys/confirm", Own::KeepPasskey),
        (Method::DELETE, "/me/passkeys/{id}", Own::TakePasskey),
    ];

    /// Whether it only looks.
    pub const fn reads(self) -> bool {
        matches!(
            self,
            Own::Profile | Own::Sessions | Own::Tokens | Own::Passkeys
        )
    }

    /// Whether it is of the identity, not of the account, so that a token does not reach it.
    pub const fn by_session_alone(self) -> bool {
        !matches!(
            self,
            Own::Profile | Own::ChangeProfile | Own::Tokens | Own::EndToken
        )
    }
}
