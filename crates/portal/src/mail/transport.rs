//! How a message leaves: to a mail server, or into the built-in mailbox.

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::error::Error as _;
use std::time::Duration;
use store::mail::Outcome;

use crate::settings::{Encryption, MailServer, WrongSetting};

/// How long a mail server may take for one answer.
const ANSWER: Duration = Duration::from_secs(60);
/// How long one attempt may take; less than a claim lasts, so that nobody else sends the same meanwhile.
const ATTEMPT: Duration = Duration::from_secs(100);

/// A mail server to hand messages to.
pub(super) struct Smtp(AsyncSmtpTransport<Tokio1Executor>);

/// What came of handing a message over.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Handed {
    pub(super) outcome: Outcome,
    /// Whether the message certainly was not taken.
    pub(super) refused: bool,
}

impl Smtp {
    /// Makes ready to talk to a server; nothing is sent yet. `here` is this machine's name for the greeting.
    pub(super) fn new(server: &MailServer, here: &str) -> Result<Smtp, WrongSetting> {
        let tls = || {
            TlsParameters::new_rustls(server.host.clone()).map_err(|error| {
                WrongSetting::new(format!(
                    "the setting `mail` names a host whose certificate cannot be checked: {error}"
                ))
            })
        };
        let tls = match server.encryption {
            Encryption::Whole => Tls::Wrapper(tls()?),
            Encryption::Required => Tls::Required(tls()?),
            Encryption::IfOffered => Tls::Opportunistic(tls()?),
            Encryption::None => Tls::None,
        };
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.clone())
                .port(server.port)
                .tls(tls)
                .timeout(Some(ANSWER))
                .hello_name(ClientId::Domain(here.to_owned()));
        if let Some((user, password)) = &server.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Smtp(builder.build()))
    }

    /// Hands one message over.
    pub(super) async fn send(&self, message: Message) -> Handed {
        match tokio::time::timeout(ATTEMPT, self.0.send(message)).await {
            Ok(Ok(_)) => Handed {
                outcome: Outcome::Sent,
                refused: false,
            },
            Ok(Err(error)) => failed(&error),
            Err(_) => Handed {
                outcome: Outcome::Later("the mail server did not answer in time".to_owned()),
                refused: false,
            },
        }
    }

    /// Whether the server answers and takes the password.
    ///
    /// # Errors
    /// What it said.
    pub(super) async fn test(&self) -> Result<(), String> {
        match tokio::time::timeout(Duration::from_secs(20), self.0.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("it refused to go on".to_owned()),
            Ok(Err(error)) => Err(said(&error)),
            Err(_) => Err("it did not answer within 20 seconds".to_owned()),
        }
    }
}

/// What a failure means: for ever, or for now; and whether the message may have been taken all the same.
fn failed(error: &lettre::transport::smtp::Error) -> Handed {
    let said = said(error);
    // 530 to 538 are about our own login, which the operator can mend: the mail is not to blame.
    let ours = error.status().is_some_and(|code| {
        let code = u16::from(code);
        (530..540).contains(&code)
    });
    let answered = error.is_permanent() || error.is_transient();
    let never_sent = error.is_client() || error.is_tls();
    let outcome = if (error.is_permanent() && !ours) || error.is_client() {
        Outcome::GaveUp(said)
    } else {
        Outcome::Later(said)
    };
    Handed {
        outcome,
        refused: answered || never_sent,
    }
}

/// The failure in words, with what lies under it.
fn said(error: &lettre::transport::smtp::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !said.contains(&text) {
            said = format!("{said}: {text}");
        }
        cause = inner.source();
    }
    said
}
