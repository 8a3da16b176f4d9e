//! What the portal asks about tasks.

use access::Module;
use store::ReadError;

use super::view::{Task, UnderProjects};
use crate::frame::{Stop, Visit, read};

/// A list of a module with the projects its items stand under; nothing where a field that the question needs is
/// hidden from this reader. `sorts` are tried in turn: the first that is open orders the list.
pub(crate) async fn under_projects<T: serde::de::DeserializeOwned>(
    visit: &mut Visit,
    module: Module,
    sorts: &[&str],
    question: &[(&str, &str)],
    finished: Option<bool>,
) -> Result<Option<UnderProjects<T>>, Stop> {
    let mut wrong = None;
    for sort in sorts {
        let parameters: Vec<(String, String)> = question
            .iter()
            .chain(std::iter::once(&("sort", *sort)))
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        match visit
            .reader
            .list_under_projects(module, &parameters, finished)
            .await
        {
            Ok(body) => return Ok(Some(read(&body)?)),
            Err(ReadError::Invalid(wrongs)) => wrong = Some(wrongs),
            Err(error) => return Err(error.into()),
        }
    }
    // A cursor of somebody else's is a mistake to tell of; a hidden field is none.
    match wrong {
        Some(wrongs) if wrongs.iter().any(|wrong| wrong.pointer == "cursor") => {
            Err(Stop::Invalid(wrongs))
        }
        _ => Ok(None),
    }
}

/// The tasks that wait for this reader to decide, the most urgent first.
pub(crate) async fn waiting(visit: &mut Visit) -> Result<UnderProjects<Task>, Stop> {
    let question = [("filter[approval]", "requested"), ("limit", "10")];
    let mut found = under_projects(
        visit,
        Module::Tasks,
        &["due_on", "title"],
        &question,
        Some(false),
    )
    .await?
    .unwrap_or(UnderProjects::<Task>::none());
    let waits: Vec<bool> = found.items.iter().map(Task::waits).collect();
    let mut keep = waits.iter();
    found.under.retain(|_| *keep.next().unwrap_or(&false));
    found.items.retain(Task::waits);
    Ok(found)
}

/// The tasks that are with this reader and go on, the most urgent first.
pub(crate) async fn mine(visit: &mut Visit, limit: &str) -> Result<UnderProjects<Task>, Stop> {
    let me = visit.reader.viewer().id();
    let question = [("filter[assignee]", me.as_str()), ("limit", limit)];
    let found = under_projects(
        visit,
        Module::Tasks,
        &["due_on", "title"],
        &question,
        Some(false),
    );
    Ok(found.await?.unwrap_or(UnderProjects::none()))
}
