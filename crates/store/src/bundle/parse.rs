//! Reads one line: its JSON, its kind, its keys, and each key's value by itself.

use super::given::{Given, Line, What};
use super::json::{Json, below, cut, repeated};
use super::kinds::{Field, Is, KINDS, Kind, Space};
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
            key => match place_of(kind, key) {
                Some(place) => &mut slots[place],
                None => return Err(unknown_key(kind, key)),
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

/// Reads a record from its keys alone: a line without its kind and its id.
///
/// # Errors
/// Everything that is wrong with its keys and values by themselves.
pub(crate) fn body<'a>(
    kind: &'static Kind,
    entries: &[(Cow<'a, str>, Json<'a>)],
) -> Result<Vec<Given<'a>>, Vec<Fault>> {
    let mut slots: [Option<&Json<'a>>; 24] = [None; 24];
    let mut faults = Vec::new();
    for (key, value) in entries {
        match place_of(kind, key) {
            None => faults.push(unknown_key(kind, key)),
            Some(place) if slots[place].replace(value).is_some() => {
                faults.push(repeated(below("", key), key));
            }
            Some(_) => {}
        }
    }
    let currency = currency_of(kind, &slots);
    let mut values = Vec::with_capacity(kind.fields.len());
    for (field, slot) in kind.fields.iter().zip(&slots) {
        match value_of(field, *slot, currency) {
            Ok(value) => values.push(value),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        faults.extend(exceptions(kind, &values).err());
    }
    if faults.is_empty() {
        Ok(values)
    } else {
        Err(faults)
    }
}

/// Which field a key fills.
fn place_of(kind: &Kind, key: &str) -> Option<usize> {
    kind.fields
        .iter()
        .position(|field| !field.key.is_empty() && field.key == key)
}

/// What is wrong with a key that the kind does not have.
pub(crate) fn unknown_key(kind: &Kind, key: &str) -> Fault {
    unknown("", key, &format!("a key of the kind `{}`", kind.name))
}

/// The record's own currency, which amounts are checked against, where its code is one.
fn currency_of<'s>(kind: &Kind, slots: &[Option<&'s Json<'_>>]) -> Option<&'s str> {
    let place = kind
        .fields
        .iter()
        .position(|field| matches!(field.is, Is::Currency))?;
    match slots[place] {
        Some(Json::Text(code)) => Some(code.as_ref()),
        _ => None,
    }
}

fn value_of<'a>(
    field: &Field,
    slot: Option<&Json<'a>>,
    currency: Option<&str>,
) -> Result<Given<'a>, Fault> {
    let at = At {
        value: slot.unwrap_or(&Json::Null),
        pointer: "",
    };
    // Pointers are put together only where something is wrong.
    values::read(field, at, currency).map_err(|fault| Fault {
        pointer: format!("{}{}", below("", field.key), fault.pointer),
        ..fault
    })
}

fn record<'a>(kind: &'static Kind, slots: &[Option<&Json<'a>>]) -> Result<Vec<Given<'a>>, Fault> {
    let currency = currency_of(kind, slots);
    let values = kind
        .fields
        .iter()
        .zip(slots)
        .map(|(field, slot)| value_of(field, *slot, currency))
        .collect::<Result<Vec<_>, _>>()?;
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
