//! JSON as it stands in a line: numbers apart by kind, keys in their order, repeats kept.
//!
//! The usual tree would drop a repeated key without a word, and a bundle must report it.

use access::Fault;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// The most characters of a value that a message repeats.
const SHOWN: usize = 60;

/// A value, borrowed from the line wherever it has no escapes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl Json<'_> {
    /// The value as the usual tree, where no object in it repeats a key.
    ///
    /// # Errors
    /// The first repeated key, `at` being the pointer to this value.
    pub(crate) fn to_value(&self, at: &str) -> Result<Value, Fault> {
        Ok(match self {
            Json::Null => Value::Null,
            Json::Bool(truth) => Value::Bool(*truth),
            Json::Int(number) => Value::from(*number),
            Json::Float(number) => Value::from(*number),
            Json::Text(text) => Value::from(text.as_ref()),
            Json::List(list) => Value::Array(
                list.iter()
                    .enumerate()
                    .map(|(n, item)| item.to_value(&format!("{at}/{n}")))
                    .collect::<Result<_, _>>()?,
            ),
            Json::Object(entries) => {
                let mut object = serde_json::Map::new();
                for (key, value) in entries {
                    let at = below(at, key);
                    let value = value.to_value(&at)?;
                    if object.insert(key.to_string(), value).is_some() {
                        return Err(repeated(at, key));
                    }
                }
                Value::Object(object)
            }
        })
    }
}

/// What is wrong with a key that comes twice.
pub(crate) fn repeated(pointer: String, key: &str) -> Fault {
    Fault {
        pointer,
        found: format!("the key `{}` again", cut(key)),
        expected: "each key once".to_owned(),
    }
}

/// The pointer to a key of what `at` points to.
pub(crate) fn below(at: &str, key: &str) -> String {
    let key = cut(key);
    if key.contains(['~', '/']) {
        format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
    } else {
        format!("{at}/{key}")
    }
}

/// The value as a message shows it, shortened.
pub(crate) fn shown(value: &Json<'_>) -> String {
    match value {
        Json::Null => "nothing".to_owned(),
        Json::Bool(truth) => format!("`{truth}`"),
        Json::Int(number) => format!("`{number}`"),
        Json::Float(number) => format!("`{number}`"),
        Json::Text(text) => format!("`{}`", cut(text)),
        Json::List(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    }
}

/// A text of bounded length.
pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Tree;
        impl<'de> Visitor<'de> for Tree {
            type Value = Json<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_unit<E>(self) -> Result<Json<'de>, E> {
                Ok(Json::Null)
            }
            fn visit_bool<E>(self, truth: bool) -> Result<Json<'de>, E> {
                Ok(Json::Bool(truth))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Json<'de>, E> {
                Ok(Json::Int(number))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Json<'de>, E> {
                Ok(i64::try_from(number).map_or(Json::Float(number as f64), Json::Int))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Json<'de>, E> {
                Ok(Json::Float(number))
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
                Ok(Json::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
                Ok(Json::Text(Cow::Owned(text.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json<'de>, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = list.next_element()? {
                    all.push(item);
                }
                Ok(Json::List(all))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json<'de>, A::Error> {
                let mut all = Vec::new();
                while let Some((Key(key), value)) = map.next_entry()? {
                    all.push((key, value));
                }
                Ok(Json::Object(all))
            }
        }
        deserializer.deserialize_any(Tree)
    }
}

/// A key, borrowed where it can be.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(truth) => serializer.serialize_bool(*truth),
            Json::Int(number) => serializer.serialize_i64(*number),
            Json::Float(number) => serializer.serialize_f64(*number),
            Json::Text(text) => serializer.serialize_str(text),
            Json::List(list) => serializer.collect_seq(list),
            Json::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_line_goes_in_and_out_with_its_keys_in_order_and_repeats_kept() {
        let line = r#"{"b":[1,-2,1.5,null,true],"a":"x\"y","b":{}}"#;
        let json: Json<'_> = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&json).unwrap(), line);
        assert_eq!(json.to_value("").unwrap_err().pointer, "/b");
    }

    #[test]
    fn a_pointer_escapes_and_a_message_is_short() {
        assert_eq!(below("/on", "a/b~c"), "/on/a~1b~0c");
        assert!(shown(&Json::Text("x".repeat(500).into())).len() < 70);
    }
}
