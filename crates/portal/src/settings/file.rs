//! `vestibule.toml`: one key for each setting, nothing else.

use std::io;
use std::path::Path;

use toml::{Table, Value};

use super::{Given, SETTINGS, Source, WrongSetting, named};

/// Adds what the file says; no such file is an error.
pub(super) fn read_into(given: &mut Given, path: &Path) -> Result<(), WrongSetting> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        WrongSetting::new(format!(
            "the file `{}` cannot be read: {error}",
            path.display()
        ))
    })?;
    read_text(given, path, &text)
}

/// Adds what the file says, if there is one.
pub(super) fn read_where_present(given: &mut Given, path: &Path) -> Result<(), WrongSetting> {
    match std::fs::read_to_string(path) {
        Ok(text) => read_text(given, path, &text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(WrongSetting::new(format!(
            "the file `{}` cannot be read: {error}",
            path.display()
        ))),
    }
}

fn read_text(given: &mut Given, path: &Path, text: &str) -> Result<(), WrongSetting> {
    let shown = path.display();
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error
            .span()
            .map_or(1, |span| text[..span.start].lines().count().max(1));
        WrongSetting::new(format!(
            "line {line} of `{shown}` is no TOML: {}",
            error.message()
        ))
    })?;
    for (key, value) in &table {
        let Some(setting) = named(key) else {
            let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
            return Err(WrongSetting::new(format!(
                "`{key}` in `{shown}` is no setting: there are {}",
                known.join(", ")
            )));
        };
        let Some(words) = words(value) else {
            return Err(WrongSetting::new(format!(
                "the setting `{key}` in `{shown}` should be a text or a number"
            )));
        };
        given.add(setting, words, Source::File(path.to_owned()));
    }
    Ok(())
}

/// A value as the flag would have it; lists are joined by commas.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Array(values) => {
            let texts: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
            texts.map(|texts| texts.join(","))
        }
        _ => None,
    }
}
