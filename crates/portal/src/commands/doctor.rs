//! `vestibule doctor`

use std::path::Path;
use std::process::ExitCode;

use jiff::Timestamp;
use serde::Serialize;
use store::backup::{self, Swept};

use super::failure::Failure;
use super::{output, place};
use crate::mail::Mailer;
use crate::settings::{Mail, Place, ServerFlags, Serving};

/// Check the settings, the database, the storage, mail, the clock and the public URL
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    vestibule doctor --data /var/lib/vestibule\n  \
    vestibule doctor --data /var/lib/vestibule --sweep")]
pub(super) struct Doctor {
    /// Take away the bytes of files that have lain for a day and that nothing names: of deleted files that cannot be
    /// brought back any more, of refused imports, of uploads that a crash cut off
    #[arg(long)]
    sweep: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: ServerFlags,
}

/// What was looked at, how it is, and how to mend it.
#[derive(Debug, Serialize)]
struct Finding {
    what: &'static str,
    state: State,
    says: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Good,
    Warning,
    Bad,
}

impl Doctor {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let (place, serving) = (self.settings.place()?, self.settings.serving()?);
        let mut findings = vec![
            database(&place).await,
            storage(&place),
            mail(&serving).await,
            clock(place::now()),
            public_url(&serving),
        ];
        if self.sweep {
            findings.push(swept(&place).await);
        }
        if self.json {
            output::line(&serde_json::to_string(&findings).unwrap_or_default())?;
        } else {
            for Finding { what, state, says } in &findings {
                let word = match state {
                    State::Good => "good",
                    State::Warning => "warning",
                    State::Bad => "bad",
                };
                output::line(&format!("{word:<8} {what}: {says}"))?;
            }
        }
        let bad = findings.iter().any(|finding| finding.state == State::Bad);
        Ok(if bad {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }
}

fn finding(what: &'static str, state: State, says: impl Into<String>) -> Finding {
    Finding {
        what,
        state,
        says: says.into(),
    }
}

async fn database(place: &Place) -> Finding {
    match place::database(place).await {
        Ok(db) if db.is_shared() => {
            finding("database", State::Good, "the PostgreSQL server answers")
        }
        Ok(_) => finding(
            "database",
            State::Good,
            "SQLite in the data directory answers",
        ),
        Err(failure) => finding("database", State::Bad, failure.sentence()),
    }
}

fn storage(place: &Place) -> Finding {
    let dir = match place.files() {
        Ok(dir) => dir,
        Err(wrong) => return finding("storage", State::Bad, wrong.to_string()),
    };
    match writable(dir) {
        Ok(()) => finding(
            "storage",
            State::Good,
            format!("files can be written in `{}`", dir.display()),
        ),
        Err(error) => {
            let says = format!(
                "files cannot be written in `{}` ({error}): make it, or give it to the user that runs the server",
                dir.display()
            );
            finding("storage", State::Bad, says)
        }
    }
}

/// What was taken away. Only the database that is there says what is named, so without it nothing is touched.
async fn swept(place: &Place) -> Finding {
    let sweep = async {
        let db = place::database(place).await?;
        let blobs = place::blobs(place)?;
        Ok::<_, Failure>(backup::sweep(&db, &blobs, place::now()).await?)
    };
    match sweep.await {
        Ok(Swept { files: 0, .. }) => finding("files", State::Good, "nothing was to be swept away"),
        Ok(Swept { files, bytes }) => finding(
            "files",
            State::Good,
            format!("swept away what nothing names: {files} files, {bytes} bytes"),
        ),
        Err(failure) => finding("files", State::Bad, failure.sentence()),
    }
}

fn writable(dir: &Path) -> std::io::Result<()> {
    let trial = dir.join(format!(".doctor-{}", uuid::Uuid::new_v4().simple()));
    std::fs::write(&trial, b"")?;
    std::fs::remove_file(&trial)
}

async fn mail(serving: &Serving) -> Finding {
    let (place, sender) = (serving.mail.as_ref(), serving.sender.as_ref());
    let mailer = match Mailer::new(place, sender, &serving.base()) {
        Ok(mailer) => mailer,
        Err(wrong) => return finding("mail", State::Bad, wrong.to_string()),
    };
    match &serving.mail {
        None => finding(
            "mail",
            State::Warning,
            "no mail server is set, so mail stays in the built-in outbox: set `mail` to `smtp://HOST`",
        ),
        Some(Mail::Outbox) => finding(
            "mail",
            State::Good,
            "mail stays in the built-in outbox, as set",
        ),
        Some(Mail::Server(server)) => match mailer.test().await {
            Ok(()) => finding(
                "mail",
                State::Good,
                format!("the mail server `{}:{}` answers", server.host, server.port),
            ),
            Err(said) => finding(
                "mail",
                State::Bad,
                format!(
                    "the mail server `{}:{}` cannot be used ({said}): look at the setting `mail`",
                    server.host, server.port
                ),
            ),
        },
    }
}

fn clock(now: Timestamp) -> Finding {
    // The program was not made before this day, so an earlier clock is wrong.
    let made = Timestamp::constant(1_764_547_200, 0);
    if now < made {
        let says = format!("the clock says {now}, which has long passed: set it, or let NTP do it");
        return finding("clock", State::Bad, says);
    }
    finding(
        "clock",
        State::Good,
        format!("it says {now}: compare it with yours"),
    )
}

fn public_url(serving: &Serving) -> Finding {
    match &serving.public_url {
        None => finding(
            "public URL",
            State::Warning,
            format!(
                "none is set, so links lead to `{}`: set `public-url`",
                serving.base()
            ),
        ),
        Some(url) if !url.is_encrypted() => finding(
            "public URL",
            State::Warning,
            format!(
                "`{}` is not encrypted: put a proxy with a certificate before the server",
                url.as_str()
            ),
        ),
        Some(url) => finding(
            "public URL",
            State::Good,
            format!("links lead to `{}`", url.as_str()),
        ),
    }
}
