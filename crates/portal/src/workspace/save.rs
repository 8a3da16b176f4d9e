//! Saving what a form says: the store's answer becomes a way on, or words beside the fields.

use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use store::WriteError;

use super::Form;
use crate::frame::{Fields, Paged, Stop, Visit, see};
use crate::texts::{Texts, Value};

/// What became of a save that may be mended.
pub(crate) enum Saved<T> {
    /// It is done.
    Done(T),
    /// The form must be shown again; it says why.
    Again,
}

/// Reads the store's answer. What can be mended is said in the form; everything else ends the way.
///
/// Pointers lead to fields of the same name; `renamed` gives those whose field has another name.
pub(crate) fn saved<T>(
    visit: &Visit,
    form: &mut Form,
    answer: Result<T, WriteError>,
    renamed: &[(&str, &str)],
) -> Result<Saved<T>, Stop> {
    let texts = &visit.texts;
    match answer {
        Ok(done) => return Ok(Saved::Done(done)),
        Err(WriteError::Invalid(wrongs)) => {
            for wrong in wrongs {
                let name = wrong.pointer.trim_start_matches('/').split('/').next();
                let name = name.unwrap_or_default();
                let field = renamed.iter().find(|(pointer, _)| *pointer == name);
                let words = words_for(texts, name, &wrong.message);
                form.wrong(field.map_or(name, |(_, field)| field), words);
            }
        }
        Err(WriteError::ChangedMeanwhile) => form.amiss(texts.say("work-changed-meanwhile")),
        Err(WriteError::Conflict(why) | WriteError::WrongState(why)) => {
            form.amiss(texts.say_with("work-refused", &[("why", Value::from(why))]));
        }
        Err(other) => return Err(ended(visit, other)),
    }
    Ok(Saved::Again)
}

/// Why a save that no form can mend ends.
pub(crate) fn ended(visit: &Visit, error: WriteError) -> Stop {
    match error {
        WriteError::NotFound => visit.not_shared(),
        WriteError::NotAllowed => Stop::NotAllowed,
        WriteError::Store(error) => error.into(),
        WriteError::Invalid(wrongs) => Stop::Invalid(wrongs),
        other => Stop::Conflict(
            visit
                .texts
                .say_with("work-refused", &[("why", Value::from(other.to_string()))]),
        ),
    }
}

fn words_for(texts: &Texts, name: &str, message: &str) -> String {
    let key = match name {
        "name" | "title" => "work-wrong-name",
        "email" => "work-wrong-email",
        "until" => "work-wrong-until",
        "starts_on" | "due_on" => "work-wrong-day",
        "budget" | "credit_limit" => "work-wrong-money",
        "hours_estimated" | "hours_spent" => "work-wrong-hours",
        "percent" => "work-wrong-percent",
        "color" => "work-wrong-colour",
        "website" => "work-wrong-website",
        _ => "work-wrong-other",
    };
    texts.say_with(key, &[("message", Value::from(message))])
}

/// What tells whether a record is still what a form showed.
pub(crate) fn digest(json: &str) -> String {
    let digest = Sha256::digest(json.as_bytes());
    digest
        .iter()
        .take(9)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The day in a field; none where it is empty. What is no day is said beside it.
pub(crate) fn day_field(
    visit: &Visit,
    fields: &Fields,
    form: &mut Form,
    name: &str,
) -> Option<Date> {
    let given = fields.given(name)?;
    let day = given.parse().ok();
    if day.is_none() {
        form.wrong(name, visit.texts.say("work-wrong-day"));
    }
    day
}

/// The amount in a field with its currency in the field `currency`; none where it is empty. What is no amount is said
/// beside it.
pub(crate) fn money_field(
    visit: &Visit,
    fields: &Fields,
    form: &mut Form,
    name: &str,
) -> Option<Json> {
    let amount = fields.given(name)?;
    let currency = fields.text("currency").to_uppercase();
    let plain = amount.replace([' ', '\u{a0}', '\''], "");
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let sound = !digits.is_empty()
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.matches('.').count() < 2;
    if !sound {
        form.wrong(name, visit.texts.say("work-wrong-money"));
    }
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        form.wrong("currency", visit.texts.say("work-wrong-currency"));
    }
    Some(json!({ "amount": plain, "currency": currency }))
}

/// The page with the form once more, and the status that says so.
pub(crate) fn sent_back(page: Paged) -> Paged {
    let mut page: Response = page?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

/// Back to where the form stood, as its field `back` says, with what is said there; never out of the account.
pub(crate) fn back_to(
    visit: &Visit,
    fields: &Fields,
    otherwise: &str,
    more: &[(&str, &str)],
) -> Response {
    let given = fields.text("back");
    let home = format!("/{}/", visit.company.slug);
    let sound = given.starts_with(&home)
        && !given.contains("..")
        && given
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let back = if sound { given } else { otherwise };
    see(&with_more(back, more))
}

/// An address with further parameters, in the place of those of the same name.
pub(crate) fn with_more(address: &str, more: &[(&str, &str)]) -> String {
    let (rest, place) = match address.split_once('#') {
        Some((rest, place)) => (rest, Some(place)),
        None => (address, None),
    };
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let passing = ["said", "n", "m", "undo", "was"];
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if !passing.contains(&name.as_ref()) && !more.iter().any(|(new, _)| *new == name) {
            pairs.append_pair(&name, &value);
        }
    }
    for (name, value) in more {
        pairs.append_pair(name, value);
    }
    let query = pairs.finish();
    let mut whole = path.to_owned();
    if !query.is_empty() {
        whole = format!("{whole}?{query}");
    }
    if let Some(place) = place {
        whole = format!("{whole}#{place}");
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::with_more;

    #[test]
    fn an_address_keeps_its_question_and_its_place_and_drops_what_was_said() {
        let more = [("said", "saved"), ("tab", "all")];
        assert_eq!(
            with_more("/a/projects?q=x+y&said=old&tab=open#row-1", &more),
            "/a/projects?q=x+y&said=saved&tab=all#row-1"
        );
        assert_eq!(with_more("/a/projects", &[]), "/a/projects");
    }
}
