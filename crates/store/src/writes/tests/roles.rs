//! Who may write what, by role.

use super::super::{Shelf, WriteError};
use super::desk::Desk;
use crate::staff::tests::house::House;
use crate::testing::Engine;
use access::Module;
use serde_json::{Value, json};

const WHO: [&str; 7] = [
    "ana@acme.example",
    "ben@acme.example",
    "cleo@acme.example",
    "lim@acme.example",
    "olga@alfreds.example",
    "col@free.example",
    "vic@free.example",
];

/// `y` done, `v` theirs to do but not with these keys, `n` not allowed, `-` not found; admin, manager, member, limited member, a customer's admin, a guest
/// who collaborates, a guest who looks.
fn mark(answer: &Result<Value, WriteError>) -> char {
    match answer {
        Ok(_) => 'y',
        Err(WriteError::NotAllowed) => 'n',
        Err(WriteError::NotFound) => '-',
        Err(WriteError::Invalid(_)) => 'v',
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_role_makes_what_the_model_says() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let (p1, c1, i1) = (
            house.id("project", "p1").await,
            house.id("customer", "c1").await,
            house.id("invoice", "i1").await,
        );
        let t1 = house.id("task", "t1").await;
        let items = Shelf::Items;
        let table = [
            ("yyynnnn", items(Module::Tasks), json!({"title": "A"})),
            ("yyynnnn", items(Module::Meetings), json!({"title": "A"})),
            (
                "yyyvnvn",
                items(Module::Tickets),
                json!({"number": "T", "subject": "A"}),
            ),
            ("yynnnnn", items(Module::Projects), json!({"name": "A"})),
            ("yynnnnn", items(Module::Customers), json!({"name": "A"})),
            ("yynnnnn", items(Module::Orders), json!({"number": "A"})),
            ("yynnnnn", items(Module::Invoices), json!({"number": "A"})),
            ("yynnnnn", items(Module::Estimates), json!({"number": "A"})),
            ("yynnnnn", items(Module::Knowledge), json!({"title": "A"})),
            (
                "yyy--y-",
                Shelf::Parts(Module::Tasks, &t1, "comments"),
                json!({"text": "A"}),
            ),
            (
                "yyn----",
                Shelf::Parts(Module::Projects, &p1, "milestones"),
                json!({"name": "A"}),
            ),
            (
                "yyn----",
                Shelf::Parts(Module::Projects, &p1, "expenses"),
                json!({"amount": "1.00", "currency": "EUR"}),
            ),
            (
                "yyn----",
                Shelf::Parts(Module::Projects, &p1, "work_orders"),
                json!({"number": "A"}),
            ),
            (
                "yyn-n--",
                Shelf::Parts(Module::Customers, &c1, "contacts"),
                json!({"name": "A"}),
            ),
            (
                "yyn-n--",
                Shelf::Parts(Module::Invoices, &i1, "payments"),
                json!({"amount": "1.00"}),
            ),
            (
                "yynnnnn",
                Shelf::Stages,
                json!({"module": "tasks", "name": "A"}),
            ),
            ("ynnnnnn", Shelf::Roles, json!({"name": "A"})),
        ];
        for (marks, shelf, body) in table {
            let mut found = String::new();
            for who in WHO {
                let desk = Desk::of(&house, who).await;
                found.push(mark(&desk.post(shelf, body.clone()).await));
            }
            assert_eq!(found, marks, "{shelf:?}");
        }
    }
}

#[tokio::test]
async fn each_role_changes_and_deletes_what_the_model_says() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let table = [
            (
                "yyy--n-",
                Module::Tasks,
                "task",
                "t1",
                json!({"title": "B"}),
            ),
            (
                "yyn----",
                Module::Projects,
                "project",
                "p1",
                json!({"code": "B"}),
            ),
            (
                "yyn-y--",
                Module::Customers,
                "customer",
                "c1",
                json!({"phone": "B"}),
            ),
            (
                "yyn-n--",
                Module::Invoices,
                "invoice",
                "i1",
                json!({"due_on": "2026-05-01"}),
            ),
        ];
        for (marks, module, kind, source, body) in table {
            let id = house.id(kind, source).await;
            let mut found = String::new();
            for who in WHO {
                let desk = Desk::of(&house, who).await;
                found.push(mark(
                    &desk.patch(Shelf::Items(module), &id, body.clone()).await,
                ));
            }
            assert_eq!(found, marks, "{module}");
            let mut found = String::new();
            for who in WHO.into_iter().rev().take(5) {
                let desk = Desk::of(&house, who).await;
                let deleted = desk.delete(Shelf::Items(module), &id).await;
                found.push(mark(&deleted.map(|()| Value::Null)));
            }
            let refused: String = marks
                .chars()
                .rev()
                .take(5)
                .map(|mark| if mark == 'y' { 'n' } else { mark })
                .collect();
            assert_eq!(found, refused, "{module}");
        }
    }
}

#[tokio::test]
async fn a_member_deletes_what_they_made_and_nothing_else() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let tasks = Shelf::Items(Module::Tasks);
        let own = cleo.post(tasks, json!({"title": "Mine"})).await.unwrap();
        let bens = ben.post(tasks, json!({"title": "His"})).await.unwrap();
        // Owning a task is not having made it.
        let cleos_id = house.id("person", "cleo").await;
        let bens_id = bens["id"].as_str().unwrap();
        cleo.patch(tasks, bens_id, json!({"owner": cleos_id}))
            .await
            .unwrap();
        assert!(matches!(
            cleo.delete(tasks, bens_id).await,
            Err(WriteError::NotAllowed)
        ));
        let own_id = own["id"].as_str().unwrap();
        cleo.delete(tasks, own_id).await.unwrap();
        assert!(matches!(
            cleo.delete(tasks, own_id).await,
            Err(WriteError::NotFound)
        ));
        ben.delete(tasks, bens_id).await.unwrap();
    }
}

#[tokio::test]
async fn a_member_edits_the_projects_they_manage_or_are_on_the_team_of() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let p1 = house.id("project", "p1").await;
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let projects = Shelf::Items(Module::Projects);
        let milestones = Shelf::Parts(Module::Projects, &p1, "milestones");
        let try_both = async || {
            let edited = cleo
                .patch(projects, &p1, json!({"description": "new"}))
                .await;
            let made = cleo.post(milestones, json!({"name": "Go"})).await;
            (mark(&edited), mark(&made))
        };
        assert_eq!(try_both().await, ('n', 'n'));
        let ben = Desk::of(&house, "ben@acme.example").await;
        let id = house.id("person", "cleo").await;
        ben.patch(projects, &p1, json!({"team": [id]}))
            .await
            .unwrap();
        assert_eq!(try_both().await, ('y', 'y'));
        ben.patch(projects, &p1, json!({"team": [], "manager": id}))
            .await
            .unwrap();
        assert_eq!(try_both().await, ('y', 'y'));
        assert!(matches!(
            cleo.delete(projects, &p1).await,
            Err(WriteError::NotAllowed)
        ));
    }
}
