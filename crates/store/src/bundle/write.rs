//! Writes JSON text piece by piece.

use std::fmt::Write;

/// Appends a text as JSON.
pub(crate) fn push_text(out: &mut String, text: &str) {
    out.push('"');
    let mut plain = 0;
    for (n, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[plain..n]);
        plain = n + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
    }
    out.push_str(&text[plain..]);
    out.push('"');
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::push_text;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_text_comes_back(text in "\\PC*|[\\x00-\\x7f]*") {
            let mut out = String::new();
            push_text(&mut out, &text);
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }
}
