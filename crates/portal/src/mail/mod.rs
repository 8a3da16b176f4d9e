//! Mail: what it says, how it is written, how it leaves, and the pages about it.
//!
//! The store keeps the queue and judges what a mail may say; here it is put into words at the moment of sending.

mod delivery;
mod ends;
mod html;
mod mailbox;
mod message;
mod pages;
mod stopping;
mod text;
mod transport;
mod words;

pub use delivery::deliver;
pub(crate) use pages::routes;

use lettre::Address;

use crate::settings::{Mail, Sender, WrongSetting};
use message::Origin;
use transport::Smtp;

/// Where mail goes, and what it says about where it comes from.
pub struct Mailer {
    origin: Origin,
    /// The mail server; without one, mail goes into the built-in mailbox.
    smtp: Option<Smtp>,
}

impl Mailer {
    /// The one that the settings `mail` and `sender` describe; `base` is where the pages are, without a slash at
    /// the end.
    ///
    /// # Errors
    /// Where a setting cannot be used.
    pub fn new(
        mail: Option<&Mail>,
        sender: Option<&Sender>,
        base: &str,
    ) -> Result<Mailer, WrongSetting> {
        let host = host_of(base);
        let sender = match sender {
            Some(sender) => sender.0.clone(),
            None => format!("vestibule@{host}"),
        };
        let sender: Address = sender.parse().map_err(|error| {
            WrongSetting::new(format!(
                "the setting `sender` is `{sender}`, which no mail can come from: {error}"
            ))
        })?;
        let smtp = match mail {
            Some(Mail::Server(server)) => Some(Smtp::new(server, host)?),
            Some(Mail::Outbox) | None => None,
        };
        let base = base.to_owned();
        Ok(Mailer {
            origin: Origin { sender, base },
            smtp,
        })
    }

    /// Whether mail goes into the built-in mailbox.
    pub fn is_outbox(&self) -> bool {
        self.smtp.is_none()
    }

    /// Whether the mail server answers and takes the password; at once where there is none.
    ///
    /// # Errors
    /// What it said.
    pub async fn test(&self) -> Result<(), String> {
        match &self.smtp {
            Some(smtp) => smtp.test().await,
            None => Ok(()),
        }
    }
}

/// The host of an address of the web, as it can stand behind an `@`: `localhost` for a number.
fn host_of(base: &str) -> &str {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    let number = host.is_empty()
        || host.starts_with('[')
        || host
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if number { "localhost" } else { host }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_comes_from_the_host_of_the_pages() {
        assert_eq!(host_of("https://portal.example.com"), "portal.example.com");
        assert_eq!(host_of("http://localhost:8080"), "localhost");
        assert_eq!(host_of("http://127.0.0.1:8080"), "localhost");
        assert_eq!(host_of("http://[::1]:8080"), "localhost");
    }
}
