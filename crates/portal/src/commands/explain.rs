//! `vestibule explain`

use std::fmt::Write as _;
use std::process::ExitCode;

use jiff::Timestamp;
use serde_json::Value;
use store::{Operator, ReadError};

use super::failure::Failure;
use super::{output, place};
use crate::settings::PlaceFlags;

/// Say why a user sees an item and each part of it, or why not
///
/// Every path that was tried is listed with what became of it; for each field, relation and action, the paths
/// that open it, or that the account's ceiling took it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    vestibule explain --data /var/lib/vestibule --account acme --user maria@alfreds.example --item tasks/t1")]
pub(super) struct Explain {
    /// The account's name in addresses
    #[arg(long, value_name = "SLUG")]
    account: String,
    /// The user's e-mail address or id
    #[arg(long, value_name = "EMAIL")]
    user: String,
    /// The item: its module and its id, the server's or the bundle's
    #[arg(long, value_name = "MODULE/ID")]
    item: String,
    /// An earlier instant, such as 2026-01-31T09:00:00Z; items and links are read as they are now
    #[arg(long, value_name = "INSTANT")]
    at: Option<Timestamp>,
    /// Print the interface's answer as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: PlaceFlags,
}

impl Explain {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let db = place::database(&self.place.place()?).await?;
        let mut reader = Operator::of_this_machine()
            .reader(&db, &self.account, place::now())
            .await?;
        let answer = reader
            .explain(&self.user, &self.item, self.at)
            .await
            .map_err(|error| match error {
                ReadError::NotFound => Failure::work(format!(
                    "there is no user `{}` or no item `{}` in the account `{}`",
                    self.user, self.item, self.account
                )),
                ReadError::Store(error) => error.into(),
                other => Failure::work(other.to_string()),
            })?;
        if self.json {
            return output::line(&answer);
        }
        let answer = serde_json::from_str(&answer)
            .map_err(|error| Failure::work(format!("the answer cannot be read: {error}")))?;
        output::text(&in_words(&self.user, &self.item, &answer))
    }
}

fn in_words(user: &str, item: &str, answer: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    let mut words = String::new();
    // Writing to a string does not fail.
    let sees = if answer["visible"] == true {
        "sees"
    } else {
        "does not see"
    };
    let _ = writeln!(words, "{user} {sees} {item}");
    if let Some(at) = answer["at"].as_str() {
        let _ = writeln!(words, "at {at}; items and links are read as they are now");
    }
    words.push_str("\npaths\n");
    let paths = answer["paths"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    for (place, path) in paths.iter().enumerate() {
        let mut line = format!(
            "  {place:<3} {} on {}",
            text(&path["kind"]),
            text(&path["subject"])
        );
        if let Some(grant) = path["grant"].as_str() {
            let _ = write!(line, " ({grant})");
        }
        if let Some(relation) = path["relation"].as_str() {
            let _ = write!(line, ", by its relation `{relation}`");
        }
        let _ = writeln!(
            words,
            "{line}, permissions of the {}: {}",
            text(&path["permissions"]),
            text(&path["because"])
        );
    }
    if paths.is_empty() {
        words.push_str("  none: no grant and no link leads there\n");
    }
    for facet in ["fields", "relations", "actions"] {
        let _ = writeln!(words, "\n{facet}");
        for (name, told) in answer[facet].as_object().into_iter().flatten() {
            let by: Vec<String> = told["by"]
                .as_array()
                .into_iter()
                .flatten()
                .map(Value::to_string)
                .collect();
            let state = match (told["shown"] == true, told["capped"] == true) {
                (true, _) => format!("open, by {}", by.join(", ")),
                (false, true) => format!("closed by the ceiling, though held by {}", by.join(", ")),
                (false, false) => "closed".to_owned(),
            };
            let _ = writeln!(words, "  {name:<22} {state}");
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_reads_as_sentences() {
        let answer = json!({
            "user": "g", "item": "tasks/1", "at": null, "visible": true,
            "paths": [{
                "kind": "grant", "grant": "abc", "subject": "projects/2", "relation": "tasks",
                "permissions": "role", "opens": true, "because": "open",
            }],
            "fields": {
                "due_on": {"shown": true, "by": [0], "capped": false},
                "hours_spent": {"shown": false, "by": [0], "capped": true},
                "owner": {"shown": false, "by": [], "capped": false},
            },
            "relations": {}, "actions": {},
        });
        let words = in_words("maria@alfreds.example", "tasks/t1", &answer);
        for line in [
            "maria@alfreds.example sees tasks/t1",
            "  0   grant on projects/2 (abc), by its relation `tasks`, permissions of the role: open",
            "  due_on                 open, by 0",
            "  hours_spent            closed by the ceiling, though held by 0",
            "  owner                  closed",
        ] {
            assert!(words.lines().any(|l| l == line), "{line}\n{words}");
        }
    }
}
