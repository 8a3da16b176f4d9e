//! Keys that are no letters.

use serde_json::{Value, json};

/// What the browser is told of a key.
pub(crate) fn named(key: &str) -> Value {
    let (code, number, text) = match key {
        "Enter" => ("Enter", 13, Some("\r")),
        "Escape" => ("Escape", 27, None),
        "Tab" => ("Tab", 9, None),
        "ArrowDown" => ("ArrowDown", 40, None),
        "ArrowUp" => ("ArrowUp", 38, None),
        " " => ("Space", 32, Some(" ")),
        other => {
            let letter = other.chars().next().unwrap_or(' ');
            return json!({"key": other, "text": other, "windowsVirtualKeyCode": u32::from(letter.to_ascii_uppercase())});
        }
    };
    match text {
        Some(text) => {
            json!({"key": key, "code": code, "windowsVirtualKeyCode": number, "text": text})
        }
        None => json!({"key": key, "code": code, "windowsVirtualKeyCode": number}),
    }
}
