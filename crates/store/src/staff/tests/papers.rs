//! What a customer still has to pay, and what was paid.

use super::house::{House, asked, read, wrong};
use crate::ReadError;
use crate::testing::Engine;
use serde_json::{Value, json};

fn numbers(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["invoice"]["number"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn what_is_due_is_what_was_sent_and_not_paid_the_longest_due_first() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let c1 = house.id("customer", "c1").await;
        for email in ["fin@alfreds.example", "ana@acme.example"] {
            let mut reader = house.reader(email).await;
            let due = read(reader.due_payments(&c1, &[]).await);
            assert_eq!(numbers(&due), ["R-1", "R-2", "R-6"], "{email}");
            let wanted = json!({
                "invoice": {"id": house.id("invoice", "i1").await, "number": "R-1"},
                "due_on": "2026-03-01",
                "days_overdue": 9,
                "balance": "100.00",
                "currency": "EUR",
            });
            assert_eq!(due["items"][0], wanted);
            assert_eq!(
                (
                    &due["items"][1]["days_overdue"],
                    &due["items"][1]["balance"]
                ),
                (&json!(0), &json!("500"))
            );
            assert_eq!(
                (&due["items"][2]["due_on"], &due["items"][2]["days_overdue"]),
                (&json!(null), &json!(null))
            );
        }
    }
}

#[tokio::test]
async fn today_is_the_accounts_day() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        // Noon in London is the next day in Auckland already, at half past one in the morning.
        house
            .change(
                "UPDATE account_setting SET time_zone = 'Pacific/Auckland' WHERE account_id = $1",
            )
            .await;
        let mut fin = house.reader("fin@alfreds.example").await;
        let due = read(
            fin.due_payments(&house.id("customer", "c1").await, &[])
                .await,
        );
        assert_eq!(due["items"][0]["days_overdue"], json!(10));
    }
}

#[tokio::test]
async fn a_hidden_due_day_shows_nowhere_and_orders_nothing() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let c1 = house.id("customer", "c1").await;
        let mut nick = house.reader("nick@alfreds.example").await;
        let due = read(nick.due_payments(&c1, &[]).await);
        let items = due["items"].as_array().unwrap();
        assert_eq!(items.len(), 3);
        assert!(items.is_sorted_by_key(|item| item["invoice"]["id"].as_str()));
        let keys: Vec<&String> = due["items"][0].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["balance", "invoice"]);
        house
            .change("UPDATE invoice SET due_on = 1 WHERE account_id = $1 AND source_id = 'i2'")
            .await;
        let mut nick = house.reader("nick@alfreds.example").await;
        assert_eq!(read(nick.due_payments(&c1, &[]).await), due);
        // Payments are not open to Nick.
        assert_eq!(
            read(nick.payment_history(&c1, &[]).await),
            json!({"items": [], "next": null})
        );
    }
}

#[tokio::test]
async fn a_hidden_status_keeps_an_invoice_out_of_what_is_due() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let hide = "UPDATE access_grant SET permissions = \
            '{\"customers\":{\"relations\":[\"invoices\"]},\"invoices\":{\"fields\":[\"balance\"]}}' \
            WHERE account_id = $1 AND source_id = 'g-own'";
        house.change(hide).await;
        let c1 = house.id("customer", "c1").await;
        let mut nick = house.reader("nick@alfreds.example").await;
        assert_eq!(numbers(&read(nick.due_payments(&c1, &[]).await)).len(), 0);
    }
}

#[tokio::test]
async fn what_was_paid_is_read_the_last_first() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let c1 = house.id("customer", "c1").await;
        let mut fin = house.reader("fin@alfreds.example").await;
        let paid = read(fin.payment_history(&c1, &[]).await);
        assert_eq!(numbers(&paid), ["R-5", "R-1"]);
        let first = &paid["items"][1];
        assert_eq!(
            (
                &first["paid_on"],
                &first["amount"],
                &first["currency"],
                &first["method"]
            ),
            (
                &json!("2026-02-20"),
                &json!("19.00"),
                &json!("EUR"),
                &json!("transfer")
            )
        );
        assert_eq!(first["id"].as_str().unwrap().len(), 32);
        let page = read(fin.payment_history(&c1, &asked(&[("limit", "1")])).await);
        let next = page["next"].as_str().unwrap().to_owned();
        let rest = read(
            fin.payment_history(&c1, &asked(&[("limit", "1"), ("cursor", &next)]))
                .await,
        );
        assert_eq!(
            (numbers(&page), numbers(&rest), &rest["next"]),
            (vec!["R-5".into()], vec!["R-1".into()], &json!(null))
        );
    }
}

#[tokio::test]
async fn a_customer_that_is_not_seen_has_no_papers() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut fin = house.reader("fin@alfreds.example").await;
        for id in [
            house.id("customer", "c2").await.as_str(),
            "c1",
            &"0".repeat(32),
        ] {
            assert!(
                matches!(fin.due_payments(id, &[]).await, Err(ReadError::NotFound)),
                "{id}"
            );
            assert!(
                matches!(fin.payment_history(id, &[]).await, Err(ReadError::NotFound)),
                "{id}"
            );
        }
        // Pat sees the customer and none of its invoices.
        let c1 = house.id("customer", "c1").await;
        let mut pat = house.reader("pat@alfreds.example").await;
        assert_eq!(numbers(&read(pat.due_payments(&c1, &[]).await)).len(), 0);
        assert_eq!(
            wrong(fin.due_payments(&c1, &asked(&[("sort", "due_on")])).await).0,
            "sort"
        );
    }
}
