//! JSON written straight into the answer.

use crate::{days, ids, money};

/// JSON in the making: commas fall where they belong.
#[derive(Debug, Default)]
pub(crate) struct Json {
    out: String,
    /// Whether the next value needs a comma before it.
    follows: bool,
}

impl Json {
    /// Room for about `bytes`.
    pub(crate) fn with_capacity(bytes: usize) -> Json {
        Json {
            out: String::with_capacity(bytes),
            follows: false,
        }
    }

    /// What was written.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    pub(crate) fn open(&mut self, bracket: char) -> &mut Json {
        self.comma();
        self.out.push(bracket);
        self.follows = false;
        self
    }

    pub(crate) fn close(&mut self, bracket: char) -> &mut Json {
        self.out.push(bracket);
        self.follows = true;
        self
    }

    /// A key; its value comes next. Keys are the program's own and need no escaping.
    pub(crate) fn key(&mut self, key: &str) -> &mut Json {
        self.out.push_str(if self.follows { ",\"" } else { "\"" });
        self.out.push_str(key);
        self.out.push_str("\":");
        self.follows = false;
        self
    }

    pub(crate) fn null(&mut self) -> &mut Json {
        self.raw("null")
    }

    pub(crate) fn truth(&mut self, value: bool) -> &mut Json {
        self.raw(if value { "true" } else { "false" })
    }

    pub(crate) fn int(&mut self, value: i64) -> &mut Json {
        self.comma();
        let mut digits = itoa::Buffer::new();
        self.out.push_str(digits.format(value));
        self
    }

    /// A value that is JSON already.
    pub(crate) fn raw(&mut self, json: &str) -> &mut Json {
        self.comma();
        self.out.push_str(json);
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Json {
        self.comma();
        self.out.push('"');
        let mut written = 0;
        for (at, byte) in text.bytes().enumerate() {
            if byte >= b' ' && byte != b'"' && byte != b'\\' {
                continue;
            }
            self.out.push_str(&text[written..at]);
            written = at + 1;
            match byte {
                b'"' => self.out.push_str("\\\""),
                b'\\' => self.out.push_str("\\\\"),
                b'\n' => self.out.push_str("\\n"),
                b'\r' => self.out.push_str("\\r"),
                b'\t' => self.out.push_str("\\t"),
                control => {
                    use std::fmt::Write;
                    let _ = write!(self.out, "\\u{control:04x}");
                }
            }
        }
        self.out.push_str(&text[written..]);
        self.out.push('"');
        self
    }

    pub(crate) fn text_or_null(&mut self, text: Option<&str>) -> &mut Json {
        match text {
            Some(text) => self.text(text),
            None => self.null(),
        }
    }

    pub(crate) fn id(&mut self, id: &[u8; 16]) -> &mut Json {
        self.quoted(|out| ids::push(out, id))
    }

    pub(crate) fn id_or_null(&mut self, id: Option<&[u8; 16]>) -> &mut Json {
        match id {
            Some(id) => self.id(id),
            None => self.null(),
        }
    }

    pub(crate) fn int_or_null(&mut self, value: Option<i64>) -> &mut Json {
        match value {
            Some(value) => self.int(value),
            None => self.null(),
        }
    }

    pub(crate) fn date(&mut self, day: Option<i64>) -> &mut Json {
        match day {
            Some(day) => self.quoted(|out| days::push_date(out, day)),
            None => self.null(),
        }
    }

    pub(crate) fn instant(&mut self, micros: Option<i64>) -> &mut Json {
        match micros {
            Some(micros) => self.quoted(|out| days::push_instant(out, micros)),
            None => self.null(),
        }
    }

    /// An amount in minor units with all decimals of its currency.
    pub(crate) fn amount(&mut self, amount: Option<i64>, currency: Option<&str>) -> &mut Json {
        match amount {
            Some(amount) => {
                let decimals = money::document_decimals(currency);
                self.quoted(|out| money::push_fixed(out, amount, decimals))
            }
            None => self.null(),
        }
    }

    /// `{"amount","currency"}`.
    pub(crate) fn money(&mut self, amount: Option<i64>, currency: Option<&str>) -> &mut Json {
        if amount.is_none() {
            return self.null();
        }
        self.open('{').key("amount").amount(amount, currency);
        self.key("currency").text_or_null(currency).close('}')
    }

    /// A decimal without zeros at its end.
    pub(crate) fn shortest(&mut self, value: Option<i64>, decimals: u32) -> &mut Json {
        match value {
            Some(value) => self.quoted(|out| money::push_shortest(out, value, decimals)),
            None => self.null(),
        }
    }

    /// `{"id","name"}`.
    pub(crate) fn named(&mut self, id: &[u8; 16], name: &str) -> &mut Json {
        self.open('{')
            .key("id")
            .id(id)
            .key("name")
            .text(name)
            .close('}')
    }

    /// A list of names.
    pub(crate) fn names<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> &mut Json {
        self.open('[');
        for name in names {
            self.text(name);
        }
        self.close(']')
    }

    /// A text that needs no escaping.
    fn quoted(&mut self, write: impl FnOnce(&mut String)) -> &mut Json {
        self.comma();
        self.out.push('"');
        write(&mut self.out);
        self.out.push('"');
        self
    }

    fn comma(&mut self) {
        if self.follows {
            self.out.push(',');
        }
        self.follows = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_survives() {
        let text = "a\"b\\c\nd\te\u{1}f\u{7f}ü🦀";
        let mut json = Json::default();
        json.open('{')
            .key("t")
            .text(text)
            .key("n")
            .null()
            .key("l")
            .open('[');
        json.int(-3).truth(true).close(']').close('}');
        let read: serde_json::Value = serde_json::from_str(&json.finish()).unwrap_or_default();
        assert_eq!(
            read,
            serde_json::json!({"t": text, "n": null, "l": [-3, true]})
        );
    }
}
