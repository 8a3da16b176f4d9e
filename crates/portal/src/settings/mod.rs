//! What an operator can set, each thing declared once in [`SETTINGS`]: flag, environment variable, key of
//! `vestibule.toml` and documentation all come from there.
//!
//! A flag wins over the environment, the environment over the file. Values of secrets are never repeated.

mod document;
mod file;
mod flags;
mod mail_server;
mod place;
mod serving;
mod values;

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

pub use document::document;
pub use flags::{Flags, PlaceFlags, ServerFlags};
pub use mail_server::{Encryption, MailServer};
pub use place::Place;
pub use serving::Serving;
pub use values::{Level, Listen, LogFormat, Mail, Network, PublicUrl, Sender, Size, Span, Storage};

/// One thing an operator can set.
#[derive(Debug)]
pub struct Setting {
    /// The name: `--name` as a flag, `name` in the file, `VESTIBULE_NAME` in the environment.
    pub name: &'static str,
    /// What stands for the value in help texts.
    pub value: &'static str,
    /// What holds where it is not set, in words.
    pub default: &'static str,
    /// What it decides.
    pub doc: &'static str,
    /// Whether commands that only touch data take it too.
    pub of_place: bool,
    /// Whether its value may hold a password, so that no message repeats it.
    pub secret: bool,
}

const fn place(
    name: &'static str,
    value: &'static str,
    default: &'static str,
    doc: &'static str,
) -> Setting {
    Setting {
        name,
        value,
        default,
        doc,
        of_place: true,
        secret: false,
    }
}

const fn server(
    name: &'static str,
    value: &'static str,
    default: &'static str,
    doc: &'static str,
) -> Setting {
    Setting {
        name,
        value,
        default,
        doc,
        of_place: false,
        secret: false,
    }
}

const fn secret(setting: Setting) -> Setting {
    Setting {
        secret: true,
        ..setting
    }
}

/// Every setting there is.
pub static SETTINGS: &[Setting] = &[
    place(
        "data",
        "DIR",
        "none; `demo` takes a temporary directory",
        "The directory that holds the database and the files; `init`, `serve` and `demo` make it where it is missing.",
    ),
    secret(place(
        "database",
        "URL",
        "SQLite in the data directory",
        "The PostgreSQL server, as `postgres://USER:PASSWORD@HOST/NAME`. Any number of servers can share it.",
    )),
    place(
        "storage",
        "PLACE",
        "the data directory",
        "Where the bytes of files lie: `file:DIR`.",
    ),
    server(
        "listen",
        "ADDR",
        "127.0.0.1:8080",
        "The address and port on which the server answers; port 0 takes a free one.",
    ),
    server(
        "public-url",
        "URL",
        "`http://` and the listen address",
        "The address under which people reach the server, used in every link that leaves it.",
    ),
    secret(server(
        "mail",
        "PLACE",
        "outbox",
        "Where mail goes: `smtp://USER:PASSWORD@HOST:PORT`, `smtps://…`, or `outbox`, which keeps it in the database. `docs/mail.md` says more.",
    )),
    server(
        "sender",
        "EMAIL",
        "vestibule@ and the host of the public URL",
        "The address that mail comes from.",
    ),
    server(
        "log",
        "LEVEL",
        "info",
        "How much is logged: `off`, `error`, `warn`, `info`, `debug` (every request) or `trace`.",
    ),
    server(
        "log-format",
        "FORMAT",
        "text",
        "How a line of the log looks: `text` or `json`.",
    ),
    server(
        "upload-limit",
        "SIZE",
        "1GiB",
        "The largest body that is taken, such as `500MiB` or `2GiB`; more is answered with 413.",
    ),
    server(
        "session-length",
        "TIME",
        "30d",
        "How long a person stays signed in at most, such as `12h` or `30d`.",
    ),
    server(
        "session-idle",
        "TIME",
        "7d",
        "How long a person stays signed in without a request.",
    ),
    server(
        "trusted-proxies",
        "NETWORKS",
        "none",
        "Addresses or networks, separated by commas, whose `X-Forwarded-For` is believed, such as `10.0.0.0/8`.",
    ),
    server(
        "metrics-listen",
        "ADDR",
        "none",
        "A listener of its own for `/metrics`, without a token; keep it away from the public.",
    ),
    secret(server(
        "metrics-token",
        "TOKEN",
        "none",
        "Opens `/metrics` on the main listener to whoever sends this as a bearer token.",
    )),
];

impl Setting {
    /// The name in the environment.
    pub fn variable(&self) -> String {
        format!("VESTIBULE_{}", self.name.to_uppercase().replace('-', "_"))
    }
}

/// The setting of that name.
pub fn named(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A flag on the command line.
    Flag,
    /// The environment.
    Environment,
    /// The file of that name.
    File(PathBuf),
}

/// The values given, the strongest source of each already chosen.
#[derive(Debug, Clone, Default)]
pub struct Given {
    values: Vec<(&'static Setting, String, Source)>,
}

impl Given {
    /// Adds a value unless a stronger source gave one; an empty one counts as not given.
    pub(crate) fn add(&mut self, setting: &'static Setting, value: String, source: Source) {
        let known = self
            .values
            .iter()
            .any(|(other, ..)| other.name == setting.name);
        if !known && !value.trim().is_empty() {
            self.values.push((setting, value, source));
        }
    }

    /// The value of a setting as it was written.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(setting, ..)| setting.name == name)
            .map(|(_, value, _)| value.trim())
    }

    /// The value of a setting, read as what it should be; `None` where it was not given.
    pub fn read<T: FromStr<Err = String>>(&self, name: &str) -> Result<Option<T>, WrongSetting> {
        let Some((setting, value, source)) = self
            .values
            .iter()
            .find(|(setting, ..)| setting.name == name)
        else {
            return Ok(None);
        };
        match value.trim().parse() {
            Ok(read) => Ok(Some(read)),
            Err(expected) => Err(WrongSetting::value(setting, value, source, &expected)),
        }
    }
}

/// A setting that cannot be used, in one sentence that names it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WrongSetting(String);

impl WrongSetting {
    /// Says in one sentence what is wrong.
    pub fn new(sentence: impl Into<String>) -> WrongSetting {
        WrongSetting(sentence.into())
    }

    fn value(setting: &Setting, value: &str, source: &Source, expected: &str) -> WrongSetting {
        let place = Named { setting, source };
        WrongSetting(if setting.secret {
            format!("the setting {place} cannot be used: {expected}")
        } else {
            format!("the setting {place} is `{}`, but {expected}", value.trim())
        })
    }

    /// Says that a setting is needed and was given nowhere.
    pub fn missing(name: &str) -> WrongSetting {
        let (value, variable) = named(name).map_or_else(Default::default, |setting| {
            (setting.value, setting.variable())
        });
        WrongSetting(format!(
            "the setting `{name}` is missing: give `--{name} {value}`, set `{variable}`, or write `{name}` in `vestibule.toml`"
        ))
    }
}

/// A setting by the name it has in the place where it was given.
struct Named<'a> {
    setting: &'a Setting,
    source: &'a Source,
}

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            Source::Flag => write!(f, "`--{}`", self.setting.name),
            Source::Environment => write!(f, "`{}`", self.setting.variable()),
            Source::File(file) => write!(f, "`{}` in `{}`", self.setting.name, file.display()),
        }
    }
}

#[cfg(test)]
mod tests;
