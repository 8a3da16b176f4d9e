//! The hand-made worlds of the twin, asked of the program: one for each sentence of the model that is easily got
//! wrong, with the answers that stand beside it.

use super::world::Imported;
use crate::ReadError;
use crate::testing::{Engine, TestDb};
use access::Module;
use naive::difficult::{Ask, Expected, difficult};
use serde_json::Value;
use std::collections::BTreeSet;

/// What the program answers where it is not what must come; none where it is.
async fn differs(imported: &Imported, ask: &Ask) -> Option<String> {
    let module = Module::named(ask.module).unwrap();
    let table = crate::visible::table::table(module).name;
    let never = "0".repeat(32);
    let public = imported.public_of(table, ask.id).unwrap_or(never);
    let mut reader = imported.reader_at(ask.user, ask.at).await;
    let (right, answer) = match &ask.expected {
        Expected::Related(relation, ids) | Expected::Parts(relation, ids) => {
            let found = match reader.related(module, &public, relation, &[]).await {
                Ok(json) => Some(ids_of(imported, &json)),
                Err(ReadError::NotFound) => None,
                Err(error) => panic!("{ask:?}: {error:?}"),
            };
            let wanted: Option<BTreeSet<String>> = ids
                .as_ref()
                .map(|ids| ids.iter().map(|id| (*id).to_owned()).collect());
            (found == wanted, format!("{found:?}"))
        }
        item => {
            let json = reader.item(module, &public).await.unwrap();
            let shown =
                json.map(|json| imported.in_its_words(&serde_json::from_str(&json).unwrap()));
            (fits(item, module, shown.as_ref()), format!("{shown:?}"))
        }
    };
    (!right).then(|| format!("{ask:?}: {answer}"))
}

fn fits(expected: &Expected, module: Module, shown: Option<&Value>) -> bool {
    let Some(shown) = shown else {
        return matches!(expected, Expected::Hidden);
    };
    match expected {
        Expected::Visible => true,
        Expected::Lacks(key) => shown.get(*key).is_none(),
        Expected::Shows(keys) => keys
            .as_object()
            .unwrap()
            .iter()
            .all(|(key, value)| shown.get(key) == Some(value)),
        Expected::Fields(fields) => {
            // Columns of an order's lines are no keys of the order.
            let own = |name: &&str| {
                module != Module::Orders || !["unit_price", "discount", "amount"].contains(name)
            };
            let named = module.entry().fields.iter().copied().filter(own);
            let held: Vec<&str> = named.filter(|name| shown.get(*name).is_some()).collect();
            let wanted: BTreeSet<&str> = fields.iter().copied().filter(own).collect();
            held.iter().copied().collect::<BTreeSet<_>>() == wanted
        }
        _ => false,
    }
}

fn ids_of(imported: &Imported, json: &str) -> BTreeSet<String> {
    let page: Value = serde_json::from_str(json).unwrap();
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| imported.source(item["id"].as_str().unwrap()))
        .collect()
}

async fn every_sentence_holds(engine: Engine) {
    let test = TestDb::new(engine).await;
    let (mut differing, mut asked) = (Vec::new(), 0);
    for (number, case) in difficult().into_iter().enumerate() {
        let imported =
            Imported::of(test.db(), &format!("d{number}"), number as u64, case.lines).await;
        asked += case.asks.len();
        for ask in &case.asks {
            differing.extend(
                differs(&imported, ask)
                    .await
                    .map(|answer| format!("{}: {answer}", case.name)),
            );
        }
    }
    assert_eq!(differing, Vec::<String>::new());
    assert!(asked > 100, "only {asked} questions were asked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_sentence_that_is_easily_got_wrong_holds_on_sqlite() {
    every_sentence_holds(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_sentence_that_is_easily_got_wrong_holds_on_postgresql() {
    every_sentence_holds(Engine::Postgres).await;
}
