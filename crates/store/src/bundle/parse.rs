//! Reads one line: its JSON, its kind, its keys, and each key's value by itself.

use super::given::{Given, Line, What};
use super::json::{Json, below, cut, repeated};
use super::kinds::{Is, KINDS, Kind, Space};
use super::values::{self, At, unknown};
use access::Fault;
use access::roles::BuiltIn;
use std::borrow::Cow;

/// The tree of a line.
///
/// # Errors
/// What is not UTF-8, not JSON, cut off, or no object.
pub(crate) fn tree(bytes: &[u8]) -> Result<Json<'_>, Fault> {
    let wrong = |found: String, expected: &str| Fault {
        pointer: String::new(),
        found,
        expected: expected.to_owned(),
    };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        wrong(
            format!(
                "a byte that is not UTF-8 at column {}",
                error.valid_up_to() + 1
            ),
            "UTF-8",
        )
    })?;
    let json: Json<'_> = serde_json::from_str(text).map_err(|error| {
        if error.is_eof() {
            wrong("a line that is cut off".to_owned(), "a whole JSON object")
        } else {
            wrong(
                format!("no JSON at column {}", error.column()),
                "a JSON object",
            )
        }
    })?;
    match json {
        Json::Object(_) => Ok(json),
        other => Err(wrong(super::json::shown(&other), "a JSON object")),
    }
}

/// Reads the line of a tree.
///
/// # Errors
/// The first thing that is wrong with it by itself.
pub(crate) fn line<'a>(json: &Json<'a>) -> Result<Line<'a>, Fault> {
    let Json::Object(entries) = json else {
        return Err(missing("kind"));
    };
    let mut kind_at = entries.iter().filter(|(key, _)| key == "kind");
    let named = kind_at.next().ok_or_else(|| missing("kind"))?;
    if kind_at.next().is_some() {
        return Err(repeated("/kind".to_owned(), "kind"));
    }
    let (place, kind) = kind_of(&named.1)?;
    let mut slots: [Option<&Json<'a>>; 24] = [None; 24];
    let (mut id, mut deleted) = (None, None);
    for (key, value) in entries {
        let slot = match key.as_ref() {
            "kind" => continue,
            "id" if !kind.is_settings() => &mut id,
            "deleted" if !kind.is_settings() => &mut deleted,
            key => match kind
                .fields
                .iter()
                .position(|field| !field.key.is_empty() && field.key == key)
            {
                Some(place) => &mut slots[place],
                None => {
                    return Err(unknown(
                        "",
                        key,
                        &format!("a key of the kind `{}`", kind.name),
                    ));
                }
            },
        };
        if slot.replace(value).is_some() {
            return Err(repeated(below("", key), key));
        }
    }
    if kind.is_settings() {
        let values = record(kind, &slots)?;
        return Ok(Line {
            place,
            kind,
            space: None,
            id: Cow::Borrowed(""),
            what: What::Record(values),
        });
    }
    let id = match id {
        None | Some(Json::Null) => return Err(missing("id")),
        Some(value) => At {
            value,
            pointer: "/id",
        }
        .id()?,
    };
    let deleted = match deleted {
        None | Some(Json::Null | Json::Bool(false)) => false,
        Some(Json::Bool(true)) => true,
        Some(value) => {
            return Err(At {
                value,
                pointer: "/deleted",
            }
            .wrong("true or false"));
        }
    };
    let space = if kind.is_stage() {
        Some(stage_space(slots[0])?)
    } else {
        kind.space
    };
    if space == Some(Space::Role) && BuiltIn::named(&id).is_some() {
        let expected = "an id that is no built-in role's name".to_owned();
        return Err(Fault {
            pointer: "/id".to_owned(),
            found: format!("`{}`", cut(&id)),
            expected,
        });
    }
    let what = if deleted {
        What::Deleted
    } else {
        What::Record(record(kind, &slots)?)
    };
    Ok(Line {
        place,
        kind,
        space,
        id,
        what,
    })
}

fn kind_of(value: &Json<'_>) -> Result<(usize, &'static Kind), Fault> {
    let at = At {
        value,
        pointer: "/kind",
    };
    let expected = || {
        let names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
        format!("one of {}", names.join(", "))
    };
    Kind::named(&at.text(&expected())?).ok_or_else(|| at.wrong(expected()))
}

fn stage_space(module: Option<&Json<'_>>) -> Result<Space, Fault> {
    let field = &KINDS
        .iter()
        .find(|kind| kind.is_stage())
        .ok_or_else(|| missing("module"))?
        .fields[0];
    let at = At {
        value: module.unwrap_or(&Json::Null),
        pointer: "/module",
    };
    let module = values::read(field, at, None)?;
    Ok(match module {
        Given::Int(module) if Some(module) == Space::ProjectStage.stage_module() => {
            Space::ProjectStage
        }
        _ => Space::TaskStage,
    })
}

fn record<'a>(kind: &'static Kind, slots: &[Option<&Json<'a>>]) -> Result<Vec<Given<'a>>, Fault> {
    // Amounts are checked against the record's own currency, where its code is one.
    let currency = kind
        .fields
        .iter()
        .position(|field| matches!(field.is, Is::Currency))
        .and_then(|place| match slots[place] {
            Some(Json::Text(code)) => Some(code.as_ref()),
            _ => None,
        });
    let mut values = Vec::with_capacity(kind.fields.len());
    for (field, slot) in kind.fields.iter().zip(slots) {
        let at = At {
            value: slot.unwrap_or(&Json::Null),
            pointer: "",
        };
        // Pointers are put together only where something is wrong.
        let given = values::read(field, at, currency).map_err(|fault| Fault {
            pointer: format!("{}{}", below("", field.key), fault.pointer),
            ..fault
        })?;
        values.push(given);
    }
    exceptions(kind, &values)?;
    Ok(values)
}

/// The two checks of one key against another.
fn exceptions(kind: &Kind, values: &[Given<'_>]) -> Result<(), Fault> {
    let given = |key: &str| {
        let place = kind.fields.iter().position(|field| field.key == key)?;
        values.get(place).filter(|value| **value != Given::Nothing)
    };
    let refuse = |key: &str, found: String, expected: &str| {
        Err(Fault {
            pointer: below("", key),
            found,
            expected: expected.to_owned(),
        })
    };
    if kind.name == "guest" && given("contact").is_some() && given("customer").is_some() {
        return refuse(
            "customer",
            "a `contact` and a `customer`".to_owned(),
            "one of the two at most",
        );
    }
    if kind.name == "grant" && given("role") == Some(&Given::Id(Cow::Borrowed("L90"))) {
        for key in ["permissions", "expires_at", "days_back"] {
            if given(key).is_some() {
                let expected = "an L90 grant without permissions, end or window";
                return refuse(key, format!("`{key}` with the role `L90`"), expected);
            }
        }
    }
    Ok(())
}

fn missing(key: &str) -> Fault {
    Fault {
        pointer: below("", key),
        found: "nothing".to_owned(),
        expected: format!("`{key}`, which is required"),
    }
}
