//! Order, filters and search against the twin: random questions, page by page.

use super::world::Imported;
use super::{all, ids, in_every_world};
use crate::testing::Engine;
use access::Module;
use naive::worlds::{ListQuestion, NOW, list_question};
use std::collections::BTreeSet;

/// The question's parameters, with the server's ids in place of the bundle's.
pub(super) fn parameters(
    imported: &Imported,
    module: Module,
    question: &ListQuestion,
) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    if let Some((field, down)) = &question.sort {
        parameters.push((
            "sort".to_owned(),
            format!("{}{field}", if *down { "-" } else { "" }),
        ));
    }
    for (field, order, value) in &question.filters {
        let name = match order.as_str() {
            "" => format!("filter[{field}]"),
            order => format!("filter[{field}][{order}]"),
        };
        let tables: &[&str] = match (module, field.as_str()) {
            (Module::Projects, "stage") => &["stage projects"],
            (_, "stage") => &["stage tasks"],
            (_, "client") => &["customer", "person"],
            (
                _,
                "manager" | "account_manager" | "owner" | "assignee" | "collaborators"
                | "followers",
            ) => &["person"],
            (_, "organiser" | "attendees" | "requester" | "author") => &["person"],
            _ => &[],
        };
        let value = match tables {
            [] => value.clone(),
            tables => {
                let public = |id: &str| {
                    let known = tables
                        .iter()
                        .find_map(|table| imported.public_of(table, id));
                    known.unwrap_or_else(|| id.to_owned())
                };
                value.split(',').map(public).collect::<Vec<_>>().join(",")
            }
        };
        parameters.push((name, value));
    }
    parameters.extend(question.q.iter().map(|q| ("q".to_owned(), q.clone())));
    parameters
}

/// A random question of a user about a module.
pub(super) fn random(imported: &Imported, user: &str, module: Module, seed: u64) -> ListQuestion {
    let mut question = list_question(seed, &imported.twin, user, module.name(), NOW);
    // A parameter given twice is refused, so of two on one field the first is asked.
    let mut met = BTreeSet::new();
    question
        .filters
        .retain(|(field, order, _)| met.insert((field.clone(), order.clone())));
    question
}

async fn questions_agree(imported: &mut Imported) {
    let twin = &imported.twin;
    for (number, user) in twin.users().into_iter().enumerate() {
        for module in Module::ALL {
            for round in 0..6 {
                let seed = (number * 100 + module as usize * 10 + round) as u64;
                let question = random(imported, &user, module, seed);
                let asked = parameters(imported, module, &question);
                let borrowed: Vec<_> = asked
                    .iter()
                    .map(|(n, v)| (n.as_str(), v.as_str()))
                    .collect();
                let items = all(imported, &user, module, &borrowed).await;
                let got = ids(&items, imported);
                let sort = question.sort.as_ref().map(|(f, d)| (f.as_str(), *d));
                let filters: Vec<_> = question
                    .filters
                    .iter()
                    .map(|(f, o, v)| (f.as_str(), o.as_str(), v.as_str()))
                    .collect();
                let wanted = twin.list_sorted(
                    &user,
                    module.name(),
                    NOW,
                    sort,
                    &filters,
                    question.q.as_deref(),
                );
                let mut rest = items.as_slice();
                let mut start = 0;
                for group in &wanted {
                    let end = (start + group.len()).min(got.len());
                    let part: BTreeSet<String> = got[start..end].iter().cloned().collect();
                    assert_eq!(
                        &part, group,
                        "{imported}: {user} asks {module} {question:?}, got {got:?}"
                    );
                    let (these, others) = rest.split_at(end - start);
                    let down = sort.is_some_and(|(_, down)| down);
                    let public: Vec<_> = these.iter().map(|item| item["id"].as_str()).collect();
                    let ordered = if down {
                        public.is_sorted_by(|a, b| a >= b)
                    } else {
                        public.is_sorted()
                    };
                    assert!(
                        ordered,
                        "{imported}: {user} asks {module} {question:?}: ties are not by id"
                    );
                    rest = others;
                    start = end;
                }
                assert_eq!(
                    start,
                    got.len(),
                    "{imported}: {user} asks {module} {question:?}, got {got:?}; {:?}",
                    twin.show(
                        &user,
                        naive::Item {
                            module: module.name(),
                            id: got.last().map_or("", String::as_str)
                        },
                        NOW
                    )
                );
                counts_agree(imported, &user, module, &asked, got.len()).await;
            }
        }
    }
}

async fn counts_agree(
    imported: &Imported,
    user: &str,
    module: Module,
    asked: &[(String, String)],
    wanted: usize,
) {
    let mut asked = asked.to_vec();
    asked.push(("count".to_owned(), "true".to_owned()));
    let page = imported
        .reader(user)
        .await
        .list(module, &asked)
        .await
        .unwrap();
    let page: serde_json::Value = serde_json::from_str(&page).unwrap();
    assert_eq!(
        page["count"], wanted,
        "{imported}: {user} counts {module} {asked:?}"
    );
}

async fn fields_that_are_hidden_read_as_unknown(imported: &mut Imported) {
    for user in imported.twin.users() {
        let mut reader = imported.reader(&user).await;
        for module in Module::ALL {
            let sortable = imported.twin.sortable(&user, module.name(), NOW);
            let names = module.entry().identity.iter().chain(module.entry().fields);
            for field in names.chain(&["salary"]) {
                let asked = [("sort".to_owned(), (*field).to_owned())];
                let refused = match reader.list(module, &asked).await {
                    Ok(_) => None,
                    Err(crate::ReadError::Invalid(wrongs)) => Some(format!("{wrongs:?}")),
                    Err(error) => panic!("{imported}: {user} sorts {module} by {field}: {error:?}"),
                };
                let unknown = format!("{:?}", [crate::visible::question::unsortable(field)]);
                let wanted = (!sortable.contains(*field)).then_some(unknown);
                assert_eq!(
                    refused, wanted,
                    "{imported}: {user} sorts {module} by {field}"
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_filters_and_search_are_what_the_model_says_on_sqlite() {
    in_every_world(Engine::Sqlite, 30_000, questions_agree).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_filters_and_search_are_what_the_model_says_on_postgresql() {
    in_every_world(Engine::Postgres, 30_000, questions_agree).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_be_sorted_by_is_what_the_model_says_on_both() {
    for engine in Engine::both() {
        in_every_world(engine, 40_000, fields_that_are_hidden_read_as_unknown).await;
    }
}
