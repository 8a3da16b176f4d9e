//! A mail server by its address: `smtp://USER:PASSWORD@HOST:PORT?tls=required`.

use std::net::IpAddr;

/// How the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// From the first byte (`smtps://`).
    Whole,
    /// By STARTTLS, or no mail is sent.
    Required,
    /// By STARTTLS where the server offers it.
    IfOffered,
    /// Never.
    None,
}

/// A mail server and how to talk to it.
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub encryption: Encryption,
    /// User and password, where it wants them.
    pub login: Option<(String, String)>,
}

/// Prints no password.
impl std::fmt::Debug for MailServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MailServer({}:{}, …)", self.host, self.port)
    }
}

impl MailServer {
    /// Reads an address; what is wrong is said without repeating it, as a password may stand in it.
    ///
    /// # Errors
    /// The rest of a sentence: what it should be.
    pub(super) fn read(text: &str) -> Result<MailServer, String> {
        let (whole, rest) = match (text.strip_prefix("smtp://"), text.strip_prefix("smtps://")) {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ => {
                return Err(
                    "it should be `outbox`, or begin with `smtp://` or `smtps://`".to_owned(),
                );
            }
        };
        let (rest, question) = rest
            .split_once('?')
            .map_or((rest, None), |(rest, question)| (rest, Some(question)));
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (login, place) = match rest.rsplit_once('@') {
            Some((login, place)) => (Some(read_login(login)?), place),
            None => (None, rest),
        };
        let (host, port) = read_place(place, if whole { 465 } else { 587 })?;
        let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let encryption = match question {
            None if whole => Encryption::Whole,
            // A password never leaves this machine in clear unless that is asked for.
            None if login.is_some() && !local => Encryption::Required,
            None => Encryption::IfOffered,
            Some("tls=required") if whole => Encryption::Whole,
            Some("tls=required") => Encryption::Required,
            Some("tls=none") if !whole => Encryption::None,
            Some(_) => {
                return Err(
                    "after the `?` there can only be `tls=required`, or `tls=none` with `smtp://`"
                        .to_owned(),
                );
            }
        };
        Ok(MailServer {
            host,
            port,
            encryption,
            login,
        })
    }
}

fn read_login(text: &str) -> Result<(String, String), String> {
    let (user, password) = text.split_once(':').ok_or_else(|| {
        "before the `@` there should be a user, a colon and a password".to_owned()
    })?;
    match (decoded(user), decoded(password)) {
        (Some(user), Some(password)) if !user.is_empty() => Ok((user, password)),
        _ => Err("user and password should not be empty, and signs such as `@`, `:`, `/` or `%` in them be written as `%40`".to_owned()),
    }
}

fn read_place(text: &str, standard: u16) -> Result<(String, u16), String> {
    let expected = || {
        "it should name a host, such as `smtp://mail.example.com` or `smtp://mail.example.com:587`"
            .to_owned()
    };
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, port)) => (host, Some(port.strip_prefix(':').ok_or_else(expected)?)),
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    let port = match port {
        Some(port) => port.parse().map_err(|_| expected())?,
        None => standard,
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if host.is_empty() || !host.chars().all(plain) || port == 0 {
        return Err(expected());
    }
    Ok((host.to_owned(), port))
}

/// Text with `%40` and the like made plain; nothing where a `%` is not followed by two figures of base sixteen.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.chars().any(char::is_control))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> MailServer {
        MailServer::read(text).unwrap()
    }

    #[test]
    fn an_address_says_where_how_and_as_whom() {
        let server = read("smtp://portal%40acme.example:p%3Aw@mail.example.com:2525");
        assert_eq!(
            (server.host.as_str(), server.port),
            ("mail.example.com", 2525)
        );
        let login = server.login.unwrap();
        assert_eq!(
            (login.0.as_str(), login.1.as_str()),
            ("portal@acme.example", "p:w")
        );
        assert_eq!(read("smtps://mail.example.com").port, 465);
        assert_eq!(read("smtp://mail.example.com/").port, 587);
        assert_eq!(read("smtp://[::1]:25").host, "::1");
    }

    #[test]
    fn a_password_is_not_sent_in_clear_over_a_network() {
        use Encryption::{IfOffered, None, Required, Whole};
        for (text, wanted) in [
            ("smtp://mail.example.com", IfOffered),
            ("smtp://me:pw@mail.example.com", Required),
            ("smtp://me:pw@127.0.0.1:2525", IfOffered),
            ("smtp://me:pw@mail.example.com?tls=none", None),
            ("smtp://mail.example.com?tls=required", Required),
            ("smtps://mail.example.com", Whole),
        ] {
            assert_eq!(read(text).encryption, wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_its_password() {
        for wrong in [
            "mailto:x",
            "smtp://",
            "smtp://host:notaport",
            "smtp://host:0",
            "smtp://me@host",
            "smtp://:hunter2@host",
            "smtp://me:hunter2%zz@host",
            "smtp://me:hunter2@ho st",
            "smtp://me:hunter2@host/path",
            "smtp://me:hunter2@host?tls=maybe",
            "smtps://me:hunter2@host?tls=none",
            "smtp://[::1",
        ] {
            let said = MailServer::read(wrong).unwrap_err();
            assert!(!said.contains("hunter2"), "{said}");
        }
    }
}
