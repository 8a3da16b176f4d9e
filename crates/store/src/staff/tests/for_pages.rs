//! What the staff's pages show beside records: who sees them, who takes part, whom a form offers.

use super::house::House;
use crate::testing::Engine;
use crate::{ReadError, Share};
use access::Module;

/// Projects for a customer and for a guest; Cleo is on the team of one, and its printer takes part in it.
const MORE: &str = r##"
{"kind":"project","id":"p8","name":"Shop","client":{"customer":"c1"},"team":["cleo"]}
{"kind":"project","id":"p9","name":"Drawing","client":{"guest":"vic"}}
{"kind":"grant","id":"g-col","to":"col","on":{"project":"p8"},"role":"Viewer","expires_at":"2026-04-01T00:00:00Z"}
{"kind":"participant","id":"pp1","project":"p8","party":{"contact":"k1"},"label":"Adviser","grant":null}
{"kind":"participant","id":"pp2","project":"p8","party":{"guest":"col"},"grant":"g-col"}
{"kind":"participant","id":"pp3","project":"p8","party":{"name":"Print shop"},"label":"Print shop"}
"##;

/// Guests who can come in, and the limited member.
const OUTSIDE: [&str; 8] = [
    "maria@alfreds.example",
    "col@free.example",
    "vic@free.example",
    "olga@alfreds.example",
    "pat@alfreds.example",
    "fin@alfreds.example",
    "nick@alfreds.example",
    "lim@acme.example",
];

async fn house(engine: Engine) -> House {
    let house = House::new(engine).await;
    house.bring("acme", MORE).await;
    house
}

fn open(shares: &[Share]) -> Vec<&str> {
    let open = shares.iter().filter(|share| share.open);
    open.map(|share| share.name.as_str()).collect()
}

#[tokio::test]
async fn the_indicator_of_a_project_names_those_who_see_it_and_nobody_else() {
    for engine in Engine::both() {
        let house = house(engine).await;
        for project in ["p1", "p8", "p9"] {
            let id = house.id("project", project).await;
            let mut ana = house.reader("ana@acme.example").await;
            let shares = ana
                .shared_with(Module::Projects, Some(&[&id]))
                .await
                .unwrap();
            for email in OUTSIDE {
                let mut reader = house.reader(email).await;
                let named = open(&shares).contains(&reader.viewer().name());
                // Tasks that name Col show him the card of their project; the indicator counts the project alone.
                let derived = project == "p1" && email.starts_with("col");
                let sees = reader.item(Module::Projects, &id).await.unwrap().is_some();
                assert_eq!(named, sees && !derived, "{project} {email}: {shares:?}");
            }
            assert!(shares.iter().all(|share| share.on == id));
        }
    }
}

#[tokio::test]
async fn a_share_says_until_when_and_that_it_is_over() {
    let house = house(Engine::Sqlite).await;
    let mut ana = house.reader("ana@acme.example").await;
    let (p8, c1) = (
        house.id("project", "p8").await,
        house.id("customer", "c1").await,
    );
    let shares = ana
        .shared_with(Module::Projects, Some(&[&p8]))
        .await
        .unwrap();
    let col = shares.iter().find(|share| share.name == "Col").unwrap();
    assert_eq!(col.until.unwrap().to_string(), "2026-04-01T00:00:00Z");
    assert!(!col.as_client && shares.iter().any(|share| share.as_client));
    let shares = ana
        .shared_with(Module::Customers, Some(&[&c1]))
        .await
        .unwrap();
    let over = shares.iter().find(|share| share.name == "Vic").unwrap();
    assert!(!over.open && over.until.is_some());
    assert!(
        !shares.iter().any(|share| share.name == "Ben Ohm"),
        "a grant to a member opens nothing more"
    );
    assert!(
        ana.shared_with(Module::Projects, Some(&[]))
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn shares_are_told_to_those_who_may_know_of_them() {
    for engine in Engine::both() {
        let house = house(engine).await;
        let told = async |email: &str| {
            let mut reader = house.reader(email).await;
            let shares = reader.shared_with(Module::Projects, None).await.unwrap();
            let mut projects: Vec<String> = shares.into_iter().map(|share| share.on).collect();
            projects.sort();
            projects.dedup();
            projects.len()
        };
        // Managers open access to what they manage; Cleo manages nothing.
        assert_eq!(
            (
                told("ana@acme.example").await,
                told("ben@acme.example").await
            ),
            (3, 3)
        );
        assert_eq!(told("cleo@acme.example").await, 0);
        house
            .bring("acme", r#"{"kind":"settings","who_can_share":"members"}"#)
            .await;
        assert_eq!(told("cleo@acme.example").await, 1);
        house
            .bring("acme", r#"{"kind":"settings","who_can_share":"staff"}"#)
            .await;
        assert_eq!(told("cleo@acme.example").await, 3);
        for email in ["maria@alfreds.example", "lim@acme.example"] {
            let mut reader = house.reader(email).await;
            let refused = reader.shared_with(Module::Projects, None).await;
            assert!(matches!(refused, Err(ReadError::NotAllowed)), "{email}");
            assert!(
                matches!(reader.choices().await, Err(ReadError::NotAllowed)),
                "{email}"
            );
        }
    }
}

#[tokio::test]
async fn parties_are_told_by_name_with_their_access() {
    for engine in Engine::both() {
        let house = house(engine).await;
        let p8 = house.id("project", "p8").await;
        let mut cleo = house.reader("cleo@acme.example").await;
        let parties = cleo.parties(&p8).await.unwrap();
        let mut told: Vec<_> = parties
            .iter()
            .map(|party| {
                (
                    party.kind,
                    party.name.as_str(),
                    party.label.as_deref(),
                    party.access.is_some(),
                )
            })
            .collect();
        told.sort_unstable();
        assert_eq!(
            told,
            [
                ("contact", "Maria Anders", Some("Adviser"), false),
                ("guest", "Col", None, true),
                ("name", "Print shop", Some("Print shop"), false),
            ]
        );
        assert!(matches!(
            cleo.parties("none").await,
            Err(ReadError::NotFound)
        ));
        let mut maria = house.reader("maria@alfreds.example").await;
        assert!(matches!(
            maria.parties(&p8).await,
            Err(ReadError::NotAllowed)
        ));
        let p1 = house.id("project", "p1").await;
        assert_eq!(cleo.works_on(&[&p1, &p8]).await.unwrap(), [p8]);
        let choices = cleo.choices().await.unwrap();
        assert!(
            choices
                .iter()
                .any(|one| one.name == "Ana Sousa" && !one.guest)
        );
        assert!(!choices.iter().any(|one| one.name == "Rex"), "removed");
    }
}
