//! What is done about those who take part in a project: added, given or refused external access, taken off.

use access::Module;
use axum::extract::Path;
use serde_json::{Value as Json, json};
use store::{Party, WriteError};

use super::participants::Mistake;
use crate::frame::{Fields, Paged, Posted, Stop, Visit, see};
use crate::workspace::{Form, Saved, Writer, ended, saved, sent_back};

/// Adds a customer, a contact, a guest or a bare name, with external access where that is ticked.
pub(super) async fn add(
    Path((_, id)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Paged {
    let label = fields.given("label");
    let named = ["customer", "contact", "guest"]
        .into_iter()
        .find_map(|kind| Some(json!({ kind: fields.given(kind)? })));
    let party = match (named, label) {
        (Some(party), _) => party,
        (None, Some(label)) => json!({ "name": fields.given("name").unwrap_or(label) }),
        (None, None) => {
            return Err(Stop::Elsewhere(format!(
                "{}/{id}#parties",
                visit.at("projects")
            )));
        }
    };
    let mut body = json!({ "party": party, "label": label });
    if fields.has("external") {
        body["external"] = external(&fields);
    }
    let (writer, away) = Writer::of(visit);
    let added = writer.add_participant(&id, &body).await;
    let visit = away.back().await?;
    let said = if fields.has("external") {
        "party-open"
    } else {
        "party-added"
    };
    answered(visit, &fields, &id, "client", added.map(|_| ()), said).await
}

/// Switches external access on or off, or changes it.
pub(super) async fn change(
    Path((_, id, part)): Path<(String, String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let parties = visit.reader.parties(&id).await?;
    let Some(party) = parties.iter().find(|party| party.id == part) else {
        return Err(visit.not_shared());
    };
    if fields.has("external") && fields.given("role").is_none() && keeps_ticks(party) {
        return extend(visit, &fields, &id, party).await;
    }
    let on = fields.has("external");
    let body = if on {
        json!({ "external": external(&fields) })
    } else {
        json!({ "external": false })
    };
    let (writer, away) = Writer::of(visit);
    let changed = writer.change_participant(&id, &part, &body).await;
    let visit = away.back().await?;
    let said = if on { "party-open" } else { "party-closed" };
    answered(visit, &fields, &id, &part, changed.map(|_| ()), said).await
}

/// Takes one off the project.
pub(super) async fn remove(
    Path((_, id, part)): Path<(String, String, String)>,
    Posted { visit, .. }: Posted,
) -> Paged {
    let (writer, away) = Writer::of(visit);
    let removed = writer.remove_participant(&id, &part).await;
    let visit = away.back().await?;
    removed.map_err(|error| ended(&visit, error))?;
    Ok(see(&format!(
        "{}/{id}?said=party-removed#parties",
        visit.at("projects")
    )))
}

/// What the panel says of the access.
fn external(fields: &Fields) -> Json {
    let mut external = json!({});
    for (key, field) in [("role", "role"), ("until", "until"), ("email", "email")] {
        if let Some(value) = fields.given(field) {
            external[key] = json!(value);
        }
    }
    external
}

/// Whether the access has ticks of its own, which no role names.
fn keeps_ticks(party: &Party) -> bool {
    party
        .access
        .as_ref()
        .is_some_and(|access| access.open && access.role.is_none())
}

/// Changes the end alone, and leaves the ticks as they are.
async fn extend(mut visit: Visit, fields: &Fields, id: &str, party: &Party) -> Paged {
    let Some(access) = &party.access else {
        return Err(visit.not_shared());
    };
    let item = store::sharing::Item::of(Module::Projects, id);
    let permit = match visit.reader.may_share(&[item]).await {
        Ok(permit) => permit,
        Err(error) => return Err(ended(&visit, error)),
    };
    let zone = visit.reader.viewer().account_zone().clone();
    let until = match fields.given("until").map(str::parse::<jiff::civil::Date>) {
        None => Json::Null,
        Some(day) => {
            // The end of that day, where the company is.
            let end = day.ok().and_then(|day| day.tomorrow().ok());
            let end = end.and_then(|day| zone.to_timestamp(day.at(0, 0, 0, 0)).ok());
            end.map_or(Json::Null, |end| json!(end.to_string()))
        }
    };
    let body = json!({ "expires_at": until }).to_string();
    let away = visit.away();
    let changed = away
        .db()
        .change_grant(
            permit,
            &access.grant,
            Some(body.as_bytes()),
            None,
            away.now(),
        )
        .await;
    let visit = away.back().await?;
    answered(
        visit,
        fields,
        id,
        &party.id,
        changed.map(|_| ()),
        "party-open",
    )
    .await
}

/// Back to the project, or its page with what is to be mended in the open panel.
async fn answered(
    visit: Visit,
    fields: &Fields,
    id: &str,
    part: &str,
    answer: Result<(), WriteError>,
    said: &str,
) -> Paged {
    let mut form = Form::sent(fields);
    let answer = match answer {
        Err(WriteError::PlanFull) => {
            form.amiss(visit.texts.say("staff-project-plan-full"));
            Ok(Saved::Again)
        }
        // `/external/email` leads to the field `email`.
        Err(WriteError::Invalid(mut wrongs)) => {
            for wrong in &mut wrongs {
                wrong.pointer = wrong.pointer.replacen("/external/", "/", 1);
            }
            saved(&visit, &mut form, Err(WriteError::Invalid(wrongs)), &[])
        }
        other => saved(&visit, &mut form, other, &[]),
    };
    match answer? {
        Saved::Done(()) => Ok(see(&format!(
            "{}/{id}?said={said}#parties",
            visit.at("projects")
        ))),
        Saved::Again => {
            let mistake = Mistake {
                part: part.to_owned(),
                form,
            };
            sent_back(super::page::with_mistake(visit, id, &mistake).await)
        }
    }
}
