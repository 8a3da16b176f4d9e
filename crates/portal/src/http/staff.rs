//! The doors that are the staff's. Whoever may not pass is told so before anything they sent is looked at.

use jiff::Timestamp;
use store::{ReadError, Reader};

use super::problem::Problem;
use super::query::{Parameters, only, value};
use super::routes::{Door, Records};

pub(super) async fn read(
    door: Door,
    reader: &mut Reader,
    id: &str,
    parameters: &Parameters,
) -> Result<String, Problem> {
    let body = match door {
        Door::Records(area) => page(area, reader, parameters).await?,
        Door::Record(area) => {
            let record = record(area, reader, id).await?;
            only(parameters, &[])?;
            record
        }
        Door::Settings => {
            let settings = reader.settings().await?;
            only(parameters, &[])?;
            settings
        }
        Door::Explain => {
            explainers(reader)?;
            only(parameters, &["user", "item", "at"])?;
            reader
                .explain(
                    needed(parameters, "user")?,
                    needed(parameters, "item")?,
                    instant(parameters)?,
                )
                .await?
        }
        Door::Who => {
            explainers(reader)?;
            let (item, at) = (needed(parameters, "item")?, instant(parameters)?);
            reader
                .who(item, at, &without(parameters, &["item", "at"]))
                .await?
        }
        Door::History => {
            if !reader.viewer().administers() {
                return Err(Problem::ActionNotAllowed);
            }
            let (user, at) = (needed(parameters, "user")?, instant(parameters)?);
            reader
                .history(user, at, &without(parameters, &["user", "at"]))
                .await?
        }
        _ => return Err(Problem::NotFound),
    };
    Ok(body)
}

async fn page(
    area: Records,
    reader: &mut Reader,
    parameters: &Parameters,
) -> Result<String, ReadError> {
    match area {
        Records::Guests => reader.guests(parameters).await,
        Records::Grants => reader.grants(parameters).await,
        Records::Roles => reader.roles(parameters).await,
        Records::Stages => reader.stages(parameters).await,
        Records::Members => reader.members(parameters).await,
    }
}

async fn record(area: Records, reader: &mut Reader, id: &str) -> Result<String, ReadError> {
    match area {
        Records::Guests => reader.guest(id).await,
        Records::Grants => reader.grant(id).await,
        Records::Roles => reader.role(id).await,
        Records::Stages => reader.stage(id).await,
        Records::Members => reader.member(id).await,
    }
}

/// Guests and limited members never ask about access; whether another member may, the store judges by the item.
fn explainers(reader: &Reader) -> Result<(), Problem> {
    if reader.viewer().reads_everything() {
        Ok(())
    } else {
        Err(Problem::ActionNotAllowed)
    }
}

fn needed<'a>(parameters: &'a Parameters, name: &str) -> Result<&'a str, Problem> {
    value(parameters, name).ok_or_else(|| Problem::parameter(name, "it is missing"))
}

fn instant(parameters: &Parameters) -> Result<Option<Timestamp>, Problem> {
    let Some(at) = value(parameters, "at") else {
        return Ok(None);
    };
    match at.parse() {
        Ok(at) => Ok(Some(at)),
        Err(_) => Err(Problem::parameter(
            "at",
            format!("found `{at}`, expected an instant as `2026-01-31T09:00:00Z`"),
        )),
    }
}

fn without(parameters: &Parameters, taken: &[&str]) -> Parameters {
    parameters
        .iter()
        .filter(|(name, _)| !taken.contains(&name.as_str()))
        .cloned()
        .collect()
}
