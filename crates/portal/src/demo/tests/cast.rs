//! How much there is, and that each kind of guest and each state of a paper is on the stage.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{agency, of_kind, printer};
use crate::demo::stories::{STORIES, TIES};
use crate::demo::titles::TITLES;
use crate::demo::{AGENCY_ADMIN, HELENA, SECOND_ADMIN, five_questions, spotlights};

fn one<'a>(lines: &'a [Value], kind: &str, id: &str) -> &'a Value {
    let found: Vec<&Value> = of_kind(lines, kind)
        .into_iter()
        .filter(|line| line["id"] == id)
        .collect();
    assert_eq!(found.len(), 1, "{kind} {id}");
    found[0]
}

fn grants_of<'a>(lines: &'a [Value], guest: &str) -> Vec<&'a Value> {
    of_kind(lines, "grant")
        .into_iter()
        .filter(|grant| grant["to"] == guest)
        .collect()
}

fn values<'a>(lines: &'a [Value], kind: &str, key: &str) -> BTreeSet<&'a str> {
    of_kind(lines, kind)
        .into_iter()
        .filter_map(|line| line[key].as_str())
        .collect()
}

#[test]
fn there_is_enough_to_look_at() {
    let lines = agency();
    let least = [
        ("customer", 15),
        ("contact", 20),
        ("project", 20),
        ("milestone", 80),
        ("task", 300),
        ("meeting", 25),
        ("ticket", 30),
        ("order", 40),
        ("invoice", 30),
        ("estimate", 20),
        ("file", 30),
        ("comment", 40),
        ("ledger_entry", 10),
        ("work_order", 5),
        ("knowledge_base", 2),
        ("article", 11),
        ("member", 4),
        ("guest", 6),
        ("participant", 8),
        ("role", 2),
        ("stage", 8),
    ];
    for (kind, count) in least {
        let found = of_kind(&lines, kind).len();
        assert!(found >= count, "{found} of {kind}");
    }
    assert_eq!(of_kind(&lines, "customer").len(), 15);
    assert_eq!(of_kind(&lines, "project").len(), 20);
}

#[test]
fn every_state_is_shown() {
    let lines = agency();
    let states = [
        (
            "task",
            "approval",
            &["approved", "changes_requested", "none", "requested"][..],
        ),
        ("task", "priority", &["high", "low", "normal", "urgent"]),
        (
            "task",
            "stage",
            &["being-checked", "finished", "in-hand", "to-come", "waiting"],
        ),
        ("ticket", "status", &["closed", "open", "pending"]),
        (
            "order",
            "status",
            &["cancelled", "confirmed", "delivered", "new", "shipped"],
        ),
        ("invoice", "status", &["draft", "paid", "sent", "void"]),
        (
            "estimate",
            "status",
            &[
                "accepted",
                "converted",
                "declined",
                "draft",
                "expired",
                "sent",
            ],
        ),
        (
            "member",
            "role",
            &["admin", "limited", "manager", "member", "owner"],
        ),
        ("guest", "state", &["active", "invited", "suspended"]),
        (
            "project",
            "stage",
            &["brief", "build", "design", "live", "resting", "with-client"],
        ),
    ];
    for (kind, key, expected) in states {
        assert_eq!(
            values(&lines, kind, key),
            expected.iter().copied().collect(),
            "{kind}.{key}"
        );
    }
}

#[test]
fn the_tasks_that_people_talk_about_are_there() {
    let lines = agency();
    let told = STORIES.iter().map(|(task, ..)| *task);
    let tied = TIES.iter().map(|(task, ..)| *task);
    let titled = TITLES.iter().map(|(task, _)| *task);
    for task in told.chain(tied).chain(titled) {
        one(&lines, "task", task);
    }
}

#[test]
fn a_paid_invoice_is_paid_to_the_cent() {
    let cents =
        |value: &Value| -> i64 { value.as_str().unwrap().replace('.', "").parse().unwrap() };
    let lines = agency();
    let paid: Vec<&Value> = of_kind(&lines, "invoice")
        .into_iter()
        .filter(|line| line["status"] == "paid")
        .collect();
    assert!(!paid.is_empty());
    for invoice in paid {
        let mut net: BTreeMap<i64, i64> = BTreeMap::new();
        for line in invoice["lines"].as_array().unwrap() {
            let quantity: i64 = line["quantity"].as_str().unwrap().parse().unwrap();
            *net.entry(cents(&line["tax_rate"])).or_default() +=
                quantity * cents(&line["unit_price"]);
        }
        let total: i64 = net
            .iter()
            .map(|(rate, net)| net + (net * rate + 50) / 100)
            .sum();
        let received: i64 = invoice["payments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|payment| cents(&payment["amount"]))
            .sum();
        assert_eq!(received, total, "{}", invoice["number"]);
    }
}

#[test]
fn a_client_is_attached_to_her_customer_by_a_grant() {
    let lines = agency();
    assert_eq!(one(&lines, "guest", "helena")["roles"], json!(["Client"]));
    let grant = one(&lines, "grant", "helena-theatre");
    assert_eq!(
        (&grant["on"], &grant["role"]),
        (&json!({ "customer": "harbour-lane" }), &json!("Client"))
    );
    let trust = one(&lines, "grant", "helena-trust");
    assert_eq!(
        trust["on"]["customer"],
        one(&lines, "customer", "harbour-lane")["company"]
    );
}

#[test]
fn the_client_is_a_guest_of_the_second_company_too() {
    let printer = printer();
    assert!(values(&printer, "guest", "email").contains(HELENA));
    assert!(values(&agency(), "guest", "email").contains(HELENA));
}

#[test]
fn a_goods_receiver_sees_orders_of_ninety_days_without_prices() {
    let lines = agency();
    let grants = grants_of(&lines, "pieter");
    assert_eq!(grants.len(), 1);
    assert_eq!(
        (&grants[0]["role"], &grants[0]["days_back"]),
        (&json!("L20"), &json!(90))
    );
    let orders = of_kind(&lines, "order");
    let older = orders.iter().filter(|order| {
        order["customer"] == "kestrel-cycles" && order["ordered_on"].as_str() < Some("2026-08-26")
    });
    assert_eq!(older.count(), 4);
}

#[test]
fn a_freelancer_has_links_and_no_live_grant() {
    let lines = agency();
    assert_eq!(one(&lines, "guest", "noor")["roles"][0], "Collaborator");
    assert!(
        grants_of(&lines, "noor")
            .iter()
            .all(|grant| grant["revoked_at"].is_string())
    );
    let assigned = of_kind(&lines, "task")
        .into_iter()
        .filter(|task| task["assignee"] == "noor");
    assert!(assigned.count() >= 3);
}

#[test]
fn an_adviser_has_one_project_by_ticks_with_an_end() {
    let lines = agency();
    let grant = one(&lines, "grant", "oskar-northlight");
    assert_eq!(
        grant["permissions"]["projects"]["relations"],
        json!(["tasks", "milestones", "files"])
    );
    assert_eq!(
        grant["permissions"]["tasks"]["fields"],
        json!(["stage", "due_on"])
    );
    assert!(grant["expires_at"].is_string());
    assert!(one(&lines, "guest", "oskar")["permissions"].is_object());
}

#[test]
fn one_guest_has_three_customers_at_three_levels() {
    let lines = agency();
    let levels: BTreeSet<&str> = grants_of(&lines, "amara")
        .into_iter()
        .filter(|grant| grant["on"]["customer"].is_string())
        .filter_map(|grant| grant["role"].as_str())
        .collect();
    assert_eq!(levels, BTreeSet::from(["L10", "L40", "L90"]));
}

#[test]
fn an_owner_row_has_no_end_no_window_and_no_permissions() {
    let lines = agency();
    let row = one(&lines, "grant", "amara-quince");
    let bounds = ["expires_at", "days_back", "permissions", "revoked_at"];
    assert_eq!(bounds.map(|key| row[key].is_null()), [true; 4]);
}

#[test]
fn one_guest_has_a_role_that_is_switched_off() {
    let lines = agency();
    assert_eq!(
        one(&lines, "guest", "lukas")["roles"],
        json!(["print-partner"])
    );
    assert_eq!(one(&lines, "role", "print-partner")["active"], false);
}

#[test]
fn available_users_are_unset_nobody_and_some() {
    let lines = agency();
    assert!(one(&lines, "guest", "amara")["available_users"].is_null());
    assert_eq!(one(&lines, "guest", "pieter")["available_users"], json!([]));
    assert_eq!(
        one(&lines, "guest", "noor")["available_users"],
        json!(["marit"])
    );
}

#[test]
fn the_ceiling_closes_the_hours_spent_and_nothing_else() {
    let lines = agency();
    let ceiling = &of_kind(&lines, "settings")[0]["ceiling"];
    let open: Vec<&str> = ceiling["tasks"]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let closed: Vec<&str> = access::Module::Tasks
        .entry()
        .fields
        .iter()
        .copied()
        .filter(|field| !open.contains(field))
        .collect();
    assert_eq!(closed, ["hours_spent"]);
    assert_eq!(ceiling.as_object().unwrap().len(), 1);
}

#[test]
fn one_estimate_was_converted_and_its_invoice_says_so() {
    let lines = agency();
    let made_from = values(&lines, "invoice", "estimate");
    for estimate in of_kind(&lines, "estimate")
        .into_iter()
        .filter(|line| line["status"] == "converted")
    {
        assert!(
            made_from.contains(estimate["id"].as_str().unwrap()),
            "{}",
            estimate["id"]
        );
    }
}

#[test]
fn the_people_who_begin_are_in_the_bundles() {
    assert!(values(&agency(), "member", "email").contains(AGENCY_ADMIN));
    assert!(values(&printer(), "member", "email").contains(SECOND_ADMIN));
}

#[test]
fn the_guide_speaks_of_people_and_items_that_are_there() {
    let lines = agency();
    let guests = values(&lines, "guest", "email");
    for spotlight in spotlights() {
        assert!(guests.contains(spotlight.email), "{}", spotlight.email);
    }
    for question in five_questions() {
        let (module, id) = question.item.split_once('/').unwrap();
        let kind = access::Module::named(module).unwrap().singular();
        one(&lines, kind, id);
        assert!(guests.contains(question.email), "{}", question.email);
    }
}
