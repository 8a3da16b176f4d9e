//! Documents, their sums and payments.

use super::super::Shelf;
use super::desk::{Desk, pointers};
use crate::staff::tests::house::House;
use crate::testing::Engine;
use access::Module;
use serde_json::{Value, json};

const INVOICES: Shelf<'static> = Shelf::Items(Module::Invoices);

async fn payments(house: &House, invoice: &str) -> Vec<Value> {
    let mut reader = house.reader("ben@acme.example").await;
    let page = reader
        .related(Module::Invoices, invoice, "payments", &[])
        .await
        .unwrap();
    let page: Value = serde_json::from_str(&page).unwrap();
    page["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_is_left_to_pay_follows_lines_and_payments() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let i1 = house.id("invoice", "i1").await;
        let shelf = Shelf::Parts(Module::Invoices, &i1, "payments");
        let second = ben
            .post(
                shelf,
                json!({"amount": "50.00", "paid_on": "2026-03-01", "method": "card"}),
            )
            .await
            .unwrap();
        let third = ben.post(shelf, json!({"amount": "10.00"})).await.unwrap();
        let left = |json: Value| json["balance"].clone();
        assert_eq!(
            left(ben.patch(INVOICES, &i1, json!({})).await.unwrap()),
            "40.00"
        );
        let (second, third) = (
            second["id"].as_str().unwrap(),
            third["id"].as_str().unwrap(),
        );
        let changed = ben
            .patch(shelf, second, json!({"amount": "60.00"}))
            .await
            .unwrap();
        assert_eq!(
            (&changed["amount"], &changed["method"], &changed["id"]),
            (&json!("60.00"), &json!("card"), &json!(second))
        );
        assert_eq!(
            left(ben.patch(INVOICES, &i1, json!({})).await.unwrap()),
            "30.00"
        );
        let first = payments(&house, &i1).await[0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        ben.delete(shelf, &first).await.unwrap();
        let kept = payments(&house, &i1).await;
        let ids: Vec<_> = kept
            .iter()
            .map(|payment| payment["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids, [second, third]);
        assert_eq!(
            left(ben.patch(INVOICES, &i1, json!({})).await.unwrap()),
            "49.00"
        );
        let lines = json!([{"description": "Design", "quantity": "2", "unit_price": "100.00"}]);
        let changed = ben
            .patch(INVOICES, &i1, json!({"lines": lines}))
            .await
            .unwrap();
        assert_eq!(
            (&changed["total"], &changed["balance"]),
            (&json!("200.00"), &json!("130.00"))
        );
    }
}

#[tokio::test]
async fn a_wrong_payment_is_told_where_it_stands() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let (i1, i2) = (
            house.id("invoice", "i1").await,
            house.id("invoice", "i2").await,
        );
        let shelf = Shelf::Parts(Module::Invoices, &i1, "payments");
        for (body, at) in [
            (json!({"amount": "1.001"}), "/amount"),
            (json!({"amount": "1.00", "paid_on": "x"}), "/paid_on"),
            (json!({"amount": "1.00", "payer": "x"}), "/payer"),
            (json!({"paid_on": "2026-03-01"}), ""),
            (json!({"amount": "1.00", "invoice": i2}), "/invoice"),
        ] {
            assert_eq!(pointers(ben.post(shelf, body).await), [at]);
        }
        assert_eq!(payments(&house, &i1).await.len(), 1);
        // A payment of one invoice is not to be reached through another.
        let first = payments(&house, &i1).await[0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let other = Shelf::Parts(Module::Invoices, &i2, "payments");
        let refused = ben.patch(other, &first, json!({"amount": "1"})).await;
        assert!(matches!(refused, Err(super::super::WriteError::NotFound)));
    }
}

#[tokio::test]
async fn parts_belong_where_their_address_says() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let p1 = house.id("project", "p1").await;
        let (c1, c2) = (
            house.id("customer", "c1").await,
            house.id("customer", "c2").await,
        );
        let expenses = Shelf::Parts(Module::Projects, &p1, "expenses");
        let made = ben
            .post(
                expenses,
                json!({"description": "Fonts", "amount": "99.00", "currency": "EUR"}),
            )
            .await
            .unwrap();
        assert_eq!(
            (&made["type"], &made["project"]),
            (&json!("expense"), &json!(p1))
        );
        let id = made["id"].as_str().unwrap();
        assert_eq!(
            pointers(ben.patch(expenses, id, json!({"type": "revenue"})).await),
            ["/type"]
        );
        let revenues = Shelf::Parts(Module::Projects, &p1, "revenues");
        let refused = ben.patch(revenues, id, json!({"amount": "1.00"})).await;
        assert!(matches!(refused, Err(super::super::WriteError::NotFound)));
        let contacts = Shelf::Parts(Module::Customers, &c1, "contacts");
        let refused = ben
            .post(contacts, json!({"name": "A", "customer": c2}))
            .await;
        assert_eq!(pointers(refused), ["/customer"]);
        let contact = ben
            .post(contacts, json!({"name": "A", "customer": c1}))
            .await
            .unwrap();
        let contact_id = contact["id"].as_str().unwrap();
        let changed = ben
            .patch(contacts, contact_id, json!({"phone": "1"}))
            .await
            .unwrap();
        assert_eq!(
            (&changed["name"], &changed["phone"]),
            (&json!("A"), &json!("1"))
        );
        ben.delete(contacts, contact_id).await.unwrap();
        let refused = ben.delete(contacts, contact_id).await;
        assert!(matches!(refused, Err(super::super::WriteError::NotFound)));
    }
}

#[tokio::test]
async fn an_article_says_when_it_was_written_last() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .bring("acme", r#"{"kind":"knowledge_base","id":"kb","title":"Handbook"}
{"kind":"article","id":"a1","knowledge_base":"kb","title":"Old","updated_at":"2026-01-01T00:00:00Z"}"#)
            .await;
        let (kb, a1) = (
            house.id("knowledge_base", "kb").await,
            house.id("article", "a1").await,
        );
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let shelf = Shelf::Parts(Module::Knowledge, &kb, "articles");
        let same = cleo
            .patch(shelf, &a1, json!({"title": "Old"}))
            .await
            .unwrap();
        assert_eq!(same["updated_at"], "2026-01-01T00:00:00Z");
        let changed = cleo
            .patch(shelf, &a1, json!({"title": "New"}))
            .await
            .unwrap();
        assert_eq!(changed["updated_at"], "2026-03-10T12:00:00Z");
        let refused = cleo.delete(shelf, &a1).await;
        assert!(matches!(refused, Err(super::super::WriteError::NotAllowed)));
        let own = cleo.post(shelf, json!({"title": "Mine"})).await.unwrap();
        assert_eq!(own["author"]["name"], "cleo Quist");
        cleo.delete(shelf, own["id"].as_str().unwrap())
            .await
            .unwrap();
    }
}
