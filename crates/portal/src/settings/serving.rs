//! How the server runs.

use std::str::FromStr;

use super::{
    Given, Level, Listen, LogFormat, Mail, Network, PublicUrl, Sender, Size, Span, WrongSetting,
};

/// The settings of the running server, each read and checked.
#[derive(Debug, Clone)]
pub struct Serving {
    /// Where it answers.
    pub listen: Listen,
    /// Where people reach it, if that was set.
    pub public_url: Option<PublicUrl>,
    /// Where mail goes, if that was set.
    pub mail: Option<Mail>,
    /// The address that mail comes from, if that was set.
    pub sender: Option<Sender>,
    /// How much is logged.
    pub log: Level,
    /// How a line of the log looks.
    pub log_format: LogFormat,
    /// The largest body that is taken.
    pub upload_limit: Size,
    /// How long a session lasts at most.
    pub session_length: Span,
    /// How long a session lasts without a request.
    pub session_idle: Span,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// A listener for metrics alone.
    pub metrics_listen: Option<Listen>,
    /// What opens metrics on the main listener.
    pub metrics_token: Option<String>,
}

impl Serving {
    /// Reads every setting of the server; the first wrong one is the error.
    pub fn read(given: &Given) -> Result<Serving, WrongSetting> {
        Ok(Serving {
            listen: given.read("listen")?.unwrap_or_default(),
            public_url: given.read("public-url")?,
            mail: given.read("mail")?,
            sender: given.read("sender")?,
            log: given.read("log")?.unwrap_or_default(),
            log_format: given.read("log-format")?.unwrap_or_default(),
            upload_limit: given.read("upload-limit")?.unwrap_or(Size::DEFAULT_UPLOAD),
            session_length: given
                .read("session-length")?
                .unwrap_or(Span::DEFAULT_SESSION),
            session_idle: given.read("session-idle")?.unwrap_or(Span::DEFAULT_IDLE),
            trusted_proxies: given
                .read("trusted-proxies")?
                .map_or_else(Vec::new, |Networks(list)| list),
            metrics_listen: given.read("metrics-listen")?,
            metrics_token: given.read("metrics-token")?.map(|Token(token)| token),
        })
    }

    /// Where people reach the server: as set, else the address it answers on.
    pub fn base(&self) -> String {
        match &self.public_url {
            Some(url) => url.as_str().to_owned(),
            None => format!("http://{}", self.listen),
        }
    }
}

struct Networks(Vec<Network>);

impl FromStr for Networks {
    type Err = String;
    fn from_str(text: &str) -> Result<Networks, String> {
        text.split(',')
            .map(|one| one.trim().parse())
            .collect::<Result<_, _>>()
            .map(Networks)
    }
}

struct Token(String);

impl FromStr for Token {
    type Err = String;
    fn from_str(text: &str) -> Result<Token, String> {
        if text.len() < 16 || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(
                "it should have at least 16 letters, figures or signs, and no spaces".to_owned(),
            );
        }
        Ok(Token(text.to_owned()))
    }
}
