//! Explain, who and history, on both engines.
#![allow(clippy::unwrap_used)]

mod planted;
mod reasons;
mod rights;
mod then;
mod twin;

fn read(json: &str) -> serde_json::Value {
    serde_json::from_str(json).unwrap()
}

fn asked(parameters: &[(&str, &str)]) -> Vec<(String, String)> {
    parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}
