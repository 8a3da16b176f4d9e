//! What values of settings mean. A value that is none gives the rest of a sentence: what it should be.

use std::net::{IpAddr, Ipv6Addr};
use std::path::PathBuf;
use std::str::FromStr;

use super::mail_server::MailServer;

/// A host and a port to listen on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    host: String,
    port: u16,
}

impl Default for Listen {
    fn default() -> Listen {
        Listen {
            host: "127.0.0.1".to_owned(),
            port: 8080,
        }
    }
}

impl Listen {
    /// The two, as the socket wants them.
    pub fn pair(&self) -> (&str, u16) {
        (&self.host, self.port)
    }
}

impl FromStr for Listen {
    type Err = String;
    fn from_str(text: &str) -> Result<Listen, String> {
        let expected = || "it should be an address and a port, such as `127.0.0.1:8080`".to_owned();
        let (host, port) = text.rsplit_once(':').ok_or_else(expected)?;
        let port = port.parse().map_err(|_| expected())?;
        let host = match host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
        {
            Some(inside) => inside
                .parse::<Ipv6Addr>()
                .map_err(|_| expected())?
                .to_string(),
            None if host.is_empty() || host.contains([':', '/', ' ']) => return Err(expected()),
            None => host.to_owned(),
        };
        Ok(Listen { host, port })
    }
}

impl std::fmt::Display for Listen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// An address of the web without a path, without the slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The address, to put a path after.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether what is sent there is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl FromStr for PublicUrl {
    type Err = String;
    fn from_str(text: &str) -> Result<PublicUrl, String> {
        let expected = || {
            "it should be an address of the web, such as `https://portal.example.com`".to_owned()
        };
        let url = text.strip_suffix('/').unwrap_or(text);
        let host = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"))
            .ok_or_else(expected)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(plain) {
            return Err(expected());
        }
        Ok(PublicUrl(url.to_owned()))
    }
}

/// Where the bytes of files lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    /// A directory of this machine.
    Directory(PathBuf),
}

impl FromStr for Storage {
    type Err = String;
    fn from_str(text: &str) -> Result<Storage, String> {
        if text.starts_with("s3://") {
            return Err("S3 is not supported yet: use `file:DIR`".to_owned());
        }
        match text.strip_prefix("file:") {
            Some(dir) if !dir.is_empty() => Ok(Storage::Directory(PathBuf::from(dir))),
            _ => Err(
                "it should be `file:` and a directory, such as `file:/srv/vestibule`".to_owned(),
            ),
        }
    }
}

/// Where mail goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mail {
    /// Into the database, to be looked at.
    Outbox,
    /// To a mail server.
    Server(MailServer),
}

impl FromStr for Mail {
    type Err = String;
    fn from_str(text: &str) -> Result<Mail, String> {
        match text {
            "outbox" => Ok(Mail::Outbox),
            other => MailServer::read(other).map(Mail::Server),
        }
    }
}

/// The address that mail comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(pub String);

impl FromStr for Sender {
    type Err = String;
    fn from_str(text: &str) -> Result<Sender, String> {
        let parts: Vec<&str> = text.split('@').collect();
        match parts[..] {
            [name, domain]
                if !name.is_empty()
                    && domain.contains('.')
                    && !text.contains(|c: char| c.is_whitespace() || c.is_control()) =>
            {
                Ok(Sender(text.to_owned()))
            }
            _ => Err("it should be an e-mail address, such as `portal@example.com`".to_owned()),
        }
    }
}

/// How much is logged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Level {
    /// Nothing.
    Off,
    /// What broke.
    Error,
    /// Also what may break.
    Warn,
    /// Also starting and stopping.
    #[default]
    Info,
    /// Also every request.
    Debug,
    /// Everything.
    Trace,
}

impl FromStr for Level {
    type Err = String;
    fn from_str(text: &str) -> Result<Level, String> {
        Ok(match text {
            "off" => Level::Off,
            "error" => Level::Error,
            "warn" => Level::Warn,
            "info" => Level::Info,
            "debug" => Level::Debug,
            "trace" => Level::Trace,
            _ => {
                return Err(
                    "it should be `off`, `error`, `warn`, `info`, `debug` or `trace`".to_owned(),
                );
            }
        })
    }
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

impl FromStr for LogFormat {
    type Err = String;
    fn from_str(text: &str) -> Result<LogFormat, String> {
        match text {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => Err("it should be `text` or `json`".to_owned()),
        }
    }
}

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size(pub u64);

impl Size {
    /// What is taken where nothing is set.
    pub const DEFAULT_UPLOAD: Size = Size(1 << 30);
}

impl FromStr for Size {
    type Err = String;
    fn from_str(text: &str) -> Result<Size, String> {
        let units = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("B", 0)];
        let (number, shift) = units
            .iter()
            .find_map(|(unit, shift)| Some((text.strip_suffix(unit)?, *shift)))
            .unwrap_or((text, 0));
        number
            .trim()
            .parse::<u64>()
            .ok()
            .filter(|n| *n > 0)
            .and_then(|n| n.checked_mul(1 << shift))
            .map(Size)
            .ok_or_else(|| "it should be a number of bytes, such as `500MiB` or `2GiB`".to_owned())
    }
}

/// A length of time in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(pub i64);

impl Span {
    /// How long a session lasts at most, where nothing is set.
    pub const DEFAULT_SESSION: Span = Span(30 * 86_400);
    /// How long a session lasts without a request, where nothing is set.
    pub const DEFAULT_IDLE: Span = Span(7 * 86_400);
    /// How long a token lasts, where nothing is said.
    pub const HOUR: Span = Span(3_600);
}

impl FromStr for Span {
    type Err = String;
    fn from_str(text: &str) -> Result<Span, String> {
        let units = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400)];
        // A hundred years: more is a slip, and would run out of the calendar.
        let most = 100 * 366 * 86_400;
        units
            .iter()
            .find_map(|(unit, seconds)| Some((text.strip_suffix(*unit)?, *seconds)))
            .and_then(|(number, seconds)| {
                number.parse::<u32>().ok().map(|n| i64::from(n) * seconds)
            })
            .filter(|seconds| (1..=most).contains(seconds))
            .map(Span)
            .ok_or_else(|| {
                "it should be a length of time, such as `90s`, `30m`, `12h` or `7d`".to_owned()
            })
    }
}

/// An address or a network of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Whether the address lies in it.
    pub fn holds(&self, address: IpAddr) -> bool {
        let differs = match (self.address, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => u128::from(a.to_bits() ^ b.to_bits()) << 96,
            (IpAddr::V6(a), IpAddr::V6(b)) => a.to_bits() ^ b.to_bits(),
            _ => return false,
        };
        differs.leading_zeros() >= u32::from(self.prefix)
    }
}

impl FromStr for Network {
    type Err = String;
    fn from_str(text: &str) -> Result<Network, String> {
        let expected =
            || "it should be addresses or networks, such as `10.0.0.0/8,192.168.1.5`".to_owned();
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| expected())?;
        let widest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix
                .parse()
                .ok()
                .filter(|p| *p <= widest)
                .ok_or_else(expected)?,
            None => widest,
        };
        Ok(Network { address, prefix })
    }
}
