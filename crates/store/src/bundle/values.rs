//! Reads the value of a key by what the key takes.

use super::given::{Content, Given};
use super::json::{Json, below, repeated, shown};
use super::kinds::{Field, Is, Tag};
use super::lines;
use crate::{blobs, days, email, money};
use access::roles::BuiltIn;
use access::{Ceiling, Fault, Permissions};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use std::borrow::Cow;

/// The most bytes of an id; the indexes of both databases hold them.
pub(crate) const ID: usize = 500;
/// More keys than any object in a line has.
const KEYS: usize = 32;
/// The most hours of one task, in ten-thousandths.
const HOURS: i64 = 1_000_000 * 10_000;

/// A value under a key, and how to say where it stands.
#[derive(Clone, Copy)]
pub(crate) struct At<'a, 'j> {
    pub(crate) value: &'j Json<'a>,
    pub(crate) pointer: &'j str,
}

impl<'a, 'j> At<'a, 'j> {
    /// What is wrong with it.
    pub(crate) fn wrong(&self, expected: impl Into<String>) -> Fault {
        Fault {
            pointer: self.pointer.to_owned(),
            found: shown(self.value),
            expected: expected.into(),
        }
    }

    /// The text it is.
    pub(crate) fn text(&self, expected: &str) -> Result<Cow<'a, str>, Fault> {
        match self.value {
            Json::Text(text) if text.contains('\0') => {
                Err(self.wrong("a text without the character U+0000"))
            }
            Json::Text(text) => Ok(text.clone()),
            _ => Err(self.wrong(expected)),
        }
    }

    /// The id it is.
    pub(crate) fn id(&self) -> Result<Cow<'a, str>, Fault> {
        let id = self.text("an id, which is a text")?;
        if id.is_empty() || id.len() > ID {
            return Err(self.wrong(format!("an id of 1 to {ID} bytes")));
        }
        Ok(id)
    }

    /// The decimal it is, as a whole number of its smallest unit, within bounds either way.
    pub(crate) fn decimal(&self, decimals: u32, most: i64, what: &str) -> Result<i64, Fault> {
        let text = self.text(what)?;
        let value =
            money::read_scaled(&text, decimals).map_err(|reason| self.wrong(reason.to_string()))?;
        if (-most..=most).contains(&value) {
            return Ok(value);
        }
        Err(self.wrong(format!(
            "{what} up to {} either way",
            money::shortest(most, decimals)
        )))
    }

    pub(crate) fn date(&self) -> Result<i64, Fault> {
        let expected = "a date like `2026-03-01`";
        let text = self.text(expected)?;
        read_date(&text)
            .map(days::number)
            .ok_or_else(|| self.wrong(expected))
    }

    /// The instant it is, in microseconds.
    pub(crate) fn instant(&self) -> Result<i64, Fault> {
        let expected = "an instant like `2026-03-01T09:00:00Z`";
        let text = self.text(expected)?;
        read_instant(&text)
            .map(Timestamp::as_microsecond)
            .ok_or_else(|| self.wrong(expected))
    }

    pub(crate) fn currency(&self) -> Result<Cow<'a, str>, Fault> {
        let expected = "the code of a currency, like `EUR`";
        let code = self.text(expected)?;
        if money::decimals(&code).is_some() {
            Ok(code)
        } else {
            Err(self.wrong(expected))
        }
    }

    /// The items of the list it is.
    pub(crate) fn list(&self, expected: &str) -> Result<&'j [Json<'a>], Fault> {
        match self.value {
            Json::List(items) => Ok(items),
            _ => Err(self.wrong(expected)),
        }
    }

    /// The entries of the object it is; a repeated key is refused.
    pub(crate) fn object(&self, expected: &str) -> Result<&'j [(Cow<'a, str>, Json<'a>)], Fault> {
        let Json::Object(entries) = self.value else {
            return Err(self.wrong(expected));
        };
        // Nothing that is read here has many keys, and comparing many with each other would take long.
        if entries.len() > KEYS {
            return Err(self.wrong(expected));
        }
        for (n, (key, _)) in entries.iter().enumerate() {
            if entries[..n].iter().any(|(before, _)| before == key) {
                return Err(repeated(below(self.pointer, key), key));
            }
        }
        Ok(entries)
    }
}

/// Reads what a field was given. `currency` is the record's own, where its code is one.
pub(crate) fn read<'a>(
    field: &Field,
    at: At<'a, '_>,
    currency: Option<&str>,
) -> Result<Given<'a>, Fault> {
    if matches!(at.value, Json::Null) {
        return nothing(field, at);
    }
    Ok(match field.is {
        Is::Text | Is::TextOr(_) => Given::Text(at.text("a text")?),
        Is::Truth(_) | Is::External => match at.value {
            Json::Bool(truth) => Given::Int(i64::from(*truth)),
            _ => return Err(at.wrong("true or false")),
        },
        Is::Whole(least, most) => match at.value {
            Json::Int(number) if (least..=most).contains(number) => Given::Int(*number),
            _ => return Err(at.wrong(format!("a whole number from {least} to {most}"))),
        },
        Is::Date => Given::Int(at.date()?),
        Is::Instant | Is::Moment => Given::Int(at.instant()?),
        Is::Hours => {
            let hours = at.decimal(money::QUANTITY, HOURS, "hours as a decimal text")?;
            if hours < 0 {
                return Err(at.wrong("hours that are not negative"));
            }
            Given::Int(hours)
        }
        Is::Choice(words, _) => Given::Int(choice(at, words)?),
        Is::StageModule => Given::Int(1 + choice(at, &["projects", "tasks"])?),
        Is::Email | Is::Address => address(field, at)?,
        Is::Money => money_of(at)?,
        Is::Amount => {
            let decimals = money::document_decimals(currency);
            Given::Int(at.decimal(decimals, money::MOST, "an amount as a decimal text")?)
        }
        Is::Currency => Given::Text(at.currency()?),
        Is::Color => Given::Text(color(at)?),
        Is::One(_) | Is::RoleOf => Given::Id(at.id()?),
        Is::Tagged(tags) | Is::On(tags) => tagged(at, tags)?,
        Is::People(_) | Is::Known => Given::Ids(ids(at)?),
        Is::Roles => roles(at)?,
        Is::Lines(sums) => lines::read(at, sums, currency)?,
        Is::Payments => lines::payments(at, currency)?,
        Is::Permissions { .. } => matrix(at, |value| Permissions::read(value).map(drop))?,
        Is::Ceiling => matrix(at, |value| Ceiling::read(value).map(drop))?,
        Is::Content => Given::Content(content(at)?),
        Is::Zone => {
            let name = at.text("the name of a time zone")?;
            if jiff::tz::TimeZone::get(&name).is_err() {
                return Err(at.wrong("the name of a time zone, like `Europe/Berlin`"));
            }
            Given::Text(name)
        }
        Is::Locale => {
            let name = at.text("a language")?;
            let mut parts = name.split('-');
            let language = parts.next().is_some_and(|part| matches!(part.len(), 2 | 3));
            let plain = |part: &str| {
                (2..=8).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphanumeric())
            };
            if !language || !name.split('-').all(plain) {
                return Err(at.wrong("a language like `en` or `pt-BR`"));
            }
            Given::Text(name)
        }
    })
}

/// What a key becomes that was left out or is null.
pub(crate) fn nothing<'a>(field: &Field, at: At<'a, '_>) -> Result<Given<'a>, Fault> {
    if field.required {
        return Err(at.wrong(format!("`{}`, which is required", field.key)));
    }
    Ok(match field.is {
        Is::TextOr(text) => Given::Text(Cow::Borrowed(text)),
        Is::Truth(Some(truth)) => Given::Int(i64::from(truth)),
        Is::Choice(_, Some(place)) => Given::Int(place as i64),
        Is::People(_) | Is::Roles => Given::Ids(Vec::new()),
        Is::Lines(_) => Given::Lines {
            json: "[]".to_owned(),
            subtotal: 0,
            tax: 0,
            total: 0,
        },
        Is::Payments => Given::Payments(Vec::new()),
        Is::Permissions {
            may_be_unset: false,
        } => Given::Text(Cow::Borrowed("{}")),
        _ => Given::Nothing,
    })
}

fn choice(at: At<'_, '_>, words: &[&str]) -> Result<i64, Fault> {
    let expected = || format!("one of {}", words.join(", "));
    let word = at.text(&expected())?;
    words
        .iter()
        .position(|known| *known == word)
        .map(|place| place as i64)
        .ok_or_else(|| at.wrong(expected()))
}

fn address<'a>(field: &Field, at: At<'a, '_>) -> Result<Given<'a>, Fault> {
    let expected = "an e-mail address";
    let given = at.text(expected)?;
    let normal = email::normal(&given).ok_or_else(|| at.wrong(expected))?;
    Ok(Given::Text(if matches!(field.is, Is::Email) {
        Cow::Owned(normal)
    } else {
        given
    }))
}

fn money_of<'a>(at: At<'a, '_>) -> Result<Given<'a>, Fault> {
    let expected = "an object of `amount` and `currency`";
    let (mut amount, mut currency) = (None, None);
    for (key, value) in at.object(expected)? {
        match key.as_ref() {
            "amount" => amount = Some(value),
            "currency" => currency = Some(value),
            _ => return Err(unknown(at.pointer, key, "`amount` or `currency`")),
        }
    }
    let (Some(amount), Some(currency)) = (amount, currency) else {
        return Err(at.wrong(expected));
    };
    let currency = At {
        value: currency,
        pointer: &below(at.pointer, "currency"),
    }
    .currency()?;
    let decimals = money::document_decimals(Some(&currency));
    let amount = At {
        value: amount,
        pointer: &below(at.pointer, "amount"),
    };
    let amount = amount.decimal(decimals, money::MOST, "an amount as a decimal text")?;
    Ok(Given::Money(amount, currency))
}

fn color<'a>(at: At<'a, '_>) -> Result<Cow<'a, str>, Fault> {
    let expected = "a colour like `#3b82f6`";
    let color = at.text(expected)?;
    let digits = color.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        Ok(color)
    } else {
        Err(at.wrong(expected))
    }
}

fn tagged<'a>(at: At<'a, '_>, tags: &[Tag]) -> Result<Given<'a>, Fault> {
    let expected = || {
        let words: Vec<_> = tags.iter().map(|tag| format!("`{}`", tag.word)).collect();
        format!("an object with one of {}", words.join(", "))
    };
    let [(word, id)] = at.object(&expected())? else {
        return Err(at.wrong(expected()));
    };
    let pointer = below(at.pointer, word);
    let id = At {
        value: id,
        pointer: &pointer,
    };
    let Some(place) = tags.iter().position(|tag| tag.word == word) else {
        return Err(unknown(at.pointer, word, &expected()));
    };
    let text = if tags[place].space.is_some() {
        id.id()?
    } else {
        id.text("a name, which is a text")?
    };
    Ok(Given::Tagged(place, text))
}

fn ids<'a>(at: At<'a, '_>) -> Result<Vec<Cow<'a, str>>, Fault> {
    let items = at.list("a list of ids")?;
    let mut ids = Vec::with_capacity(items.len());
    for (n, item) in items.iter().enumerate() {
        let id = match item {
            Json::Text(id) if !id.is_empty() && id.len() <= ID && !id.contains('\0') => id.clone(),
            _ => At {
                value: item,
                pointer: &format!("{}/{n}", at.pointer),
            }
            .id()?,
        };
        ids.push(id);
    }
    Ok(ids)
}

fn roles<'a>(at: At<'a, '_>) -> Result<Given<'a>, Fault> {
    let ids = ids(at)?;
    for (n, id) in ids.iter().enumerate() {
        if BuiltIn::named(id).is_some_and(BuiltIn::is_level) {
            let found = format!("`{id}`");
            let pointer = format!("{}/{n}", at.pointer);
            let expected =
                "a role that is no level of the ladder: levels go on customers only".to_owned();
            return Err(Fault {
                pointer,
                found,
                expected,
            });
        }
    }
    Ok(Given::Ids(ids))
}

/// Permissions or a ceiling, in the one spelling in which they are kept.
fn matrix<'a>(
    at: At<'a, '_>,
    check: impl Fn(&Value) -> Result<(), Fault>,
) -> Result<Given<'a>, Fault> {
    let value = at.value.to_value(at.pointer)?;
    check(&value).map_err(|fault| Fault {
        pointer: format!("{}{}", at.pointer, fault.pointer),
        ..fault
    })?;
    Ok(Given::Text(Cow::Owned(
        access::permissions::normal(&value).to_string(),
    )))
}

fn content<'a>(at: At<'a, '_>) -> Result<Content<'a>, Fault> {
    let expected = "an object with `base64`, with `path`, or with `sha256` and `size`";
    let entries = at.object(expected)?;
    let value = |key: &str| {
        entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    };
    if let Some((key, _)) = entries
        .iter()
        .find(|(key, _)| !matches!(key.as_ref(), "base64" | "path" | "sha256" | "size"))
    {
        return Err(unknown(at.pointer, key, expected));
    }
    let inner = |key: &'static str, value| (below(at.pointer, key), value);
    match (
        value("base64"),
        value("path"),
        value("sha256"),
        value("size"),
        entries.len(),
    ) {
        (Some(base64), None, None, None, 1) => {
            let (pointer, value) = inner("base64", base64);
            Ok(Content::Base64(
                At {
                    value,
                    pointer: &pointer,
                }
                .text("bytes in base64")?,
            ))
        }
        (None, Some(path), None, None, 1) => {
            let (pointer, value) = inner("path", path);
            let at = At {
                value,
                pointer: &pointer,
            };
            let path = at.text("a path below the bundle's folder")?;
            if !stays_below(&path) {
                return Err(at.wrong("a path below the bundle's folder, like `files/draft.pdf`"));
            }
            Ok(Content::Path(path))
        }
        (None, None, Some(sha256), Some(size), 2) => {
            let (pointer, value) = inner("sha256", sha256);
            let at_name = At {
                value,
                pointer: &pointer,
            };
            let sha256 = at_name.text("a SHA-256")?;
            if !blobs::is_name(&sha256) {
                return Err(at_name.wrong("a SHA-256 as 64 hexadecimal digits in lower case"));
            }
            let (pointer, value) = inner("size", size);
            match value {
                Json::Int(size) if *size >= 0 => Ok(Content::Named {
                    sha256,
                    size: *size,
                }),
                _ => Err(At {
                    value,
                    pointer: &pointer,
                }
                .wrong("a size in bytes")),
            }
        }
        _ => Err(at.wrong(expected)),
    }
}

/// Whether a path leads to nothing outside the folder it starts in.
fn stays_below(path: &str) -> bool {
    use std::path::{Component, Path};
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

/// What is wrong with a key nothing takes.
pub(crate) fn unknown(at: &str, key: &str, expected: &str) -> Fault {
    Fault {
        pointer: below(at, key),
        found: format!("the key `{}`", super::json::cut(key)),
        expected: expected.to_owned(),
    }
}

fn read_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes.get(range)?.iter().try_fold(0_i16, |n, digit| {
            digit
                .is_ascii_digit()
                .then(|| n * 10 + i16::from(digit - b'0'))
        })
    };
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let (month, day) = (
        i8::try_from(digits(5..7)?).ok()?,
        i8::try_from(digits(8..10)?).ok()?,
    );
    Date::new(digits(0..4)?, month, day).ok()
}

/// RFC 3339: a date, `T`, a time to the second or finer, and an offset.
fn read_instant(text: &str) -> Option<Timestamp> {
    let shape = text.as_bytes();
    let plain = shape.len() >= 20
        && read_date(text.get(..10)?).is_some()
        && matches!(shape[10], b'T' | b't' | b' ')
        && shape[13] == b':'
        && shape[16] == b':'
        && shape[11..]
            .iter()
            .all(|c| c.is_ascii_digit() || matches!(c, b':' | b'.' | b'+' | b'-' | b'Z' | b'z'));
    if !plain {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_instants_are_taken_in_one_form() {
        assert!(read_date("2026-02-28").is_some());
        for wrong in [
            "2026-02-29",
            "2026-2-28",
            "26-02-28",
            "2026/02/28",
            "2026-02-28T00:00:00Z",
            "+2026-02-2",
            "",
        ] {
            assert!(read_date(wrong).is_none(), "{wrong}");
        }
        for good in [
            "2026-01-07T13:00:00Z",
            "2026-01-07T13:00:00.123Z",
            "2026-01-07T13:00:00+02:00",
        ] {
            assert!(read_instant(good).is_some(), "{good}");
        }
        for wrong in [
            "2026-01-07",
            "2026-01-07T13:00:00",
            "2026-01-07T13:00Z",
            "2026-01-07T25:00:00Z",
            "yesterday",
        ] {
            assert!(read_instant(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_path_leads_to_nothing_outside_the_bundles_folder() {
        assert!(stays_below("files/draft.pdf"));
        for wrong in ["", "/etc/passwd", "../x", "files/../../x", "."] {
            assert!(!stays_below(wrong), "{wrong}");
        }
    }
}
