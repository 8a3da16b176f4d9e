//! What the guests of the demo see, by the slow second reading of the access model: the guide must not promise anything else.

use std::collections::BTreeSet;

use jiff::civil::date;
use naive::{Item, World};
use serde_json::Value;

use super::{agency, noon, of_kind, printer};
use crate::demo::{five_questions, spotlights};

const MODULES: [&str; 9] = [
    "customers",
    "projects",
    "tasks",
    "meetings",
    "tickets",
    "orders",
    "invoices",
    "estimates",
    "knowledge",
];

/// The agency on a fixed day, to be looked at by its guests.
struct Demo {
    lines: Vec<Value>,
    world: World,
    now: jiff::Timestamp,
}

impl Demo {
    fn new() -> Demo {
        let lines = agency();
        let now = noon(date(2026, 11, 24));
        let world = World::from_lines(&lines, now);
        Demo { lines, world, now }
    }

    fn user(&self, email: &str) -> String {
        let guests = of_kind(&self.lines, "guest");
        let guest = guests.iter().find(|guest| guest["email"] == email).unwrap();
        guest["id"].as_str().unwrap().to_owned()
    }

    fn list(&self, user: &str, module: &str) -> Vec<String> {
        self.world.list(user, module, self.now)
    }

    fn fields(&self, user: &str, module: &str, id: &str) -> BTreeSet<String> {
        self.world.fields(user, Item { module, id }, self.now)
    }

    fn everything(&self, user: &str) -> BTreeSet<String> {
        let of_module = |module: &str| {
            let ids = self.list(user, module).into_iter();
            ids.map(|id| format!("{module}/{id}")).collect::<Vec<_>>()
        };
        MODULES.into_iter().flat_map(of_module).collect()
    }
}

#[test]
fn the_five_questions_have_the_answers_that_the_guide_gives() {
    let demo = Demo::new();
    for question in five_questions() {
        let (module, id) = question.item.split_once('/').unwrap();
        let visible = demo
            .world
            .visible(&demo.user(question.email), Item { module, id }, demo.now);
        assert_eq!(
            visible, question.visible,
            "{} and {}",
            question.email, question.item
        );
        let says_so = question
            .answer
            .starts_with(if visible { "yes" } else { "no" });
        assert!(says_so, "{}", question.answer);
    }
}

#[test]
fn no_two_of_the_six_see_the_same() {
    let demo = Demo::new();
    let views: BTreeSet<BTreeSet<String>> = spotlights()
        .iter()
        .map(|spotlight| demo.everything(&demo.user(spotlight.email)))
        .collect();
    assert_eq!(views.len(), 6);
    assert!(views.iter().all(|view| !view.is_empty()));
}

#[test]
fn a_client_sees_what_hangs_on_her_customer_and_decides_in_its_projects() {
    let demo = Demo::new();
    assert_eq!(
        demo.list("helena", "projects"),
        ["theatre-booking", "theatre-site"]
    );
    assert_eq!(
        demo.list("helena", "invoices"),
        ["invoice-501", "invoice-502", "invoice-503"]
    );
    let waiting = Item {
        module: "tasks",
        id: "theatre-site.tonight",
    };
    assert!(
        demo.world
            .actions("helena", waiting, demo.now)
            .contains("approve")
    );
    let estimate = Item {
        module: "estimates",
        id: "estimate-seat-map",
    };
    assert!(
        demo.world
            .actions("helena", estimate, demo.now)
            .contains("convert_to_invoice")
    );
}

#[test]
fn a_goods_receiver_sees_six_orders_and_no_price() {
    let demo = Demo::new();
    assert_eq!(demo.list("pieter", "orders").len(), 6);
    let fields = demo.fields("pieter", "orders", "order-1007");
    let prices = ["unit_price", "discount", "amount", "total"].map(|field| fields.contains(field));
    assert_eq!(prices, [false; 4]);
    assert!(demo.list("pieter", "invoices").is_empty());
}

#[test]
fn a_freelancer_sees_the_estimated_hours_of_her_tasks_and_not_the_hours_spent() {
    let demo = Demo::new();
    assert_eq!(demo.list("noor", "tasks").len(), 7);
    let fields = demo.fields("noor", "tasks", "theatre-site.season-drawings");
    assert!(fields.contains("hours_estimated"));
    assert!(!fields.contains("hours_spent"));
    assert!(demo.list("noor", "customers").is_empty());
}

#[test]
fn an_adviser_sees_of_his_project_what_was_ticked_and_of_his_meeting_when_and_where() {
    let demo = Demo::new();
    assert_eq!(demo.list("oskar", "projects"), ["northlight-site"]);
    let ticked = BTreeSet::from(["due_on", "stage"].map(str::to_owned));
    assert_eq!(demo.fields("oskar", "projects", "northlight-site"), ticked);
    assert_eq!(
        demo.fields("oskar", "tasks", "northlight-site.design"),
        ticked
    );
    let meeting = demo.fields("oskar", "meetings", "northlight-managers");
    assert_eq!(
        meeting,
        BTreeSet::from(["ends_at", "location", "starts_at"].map(str::to_owned))
    );
}

#[test]
fn a_guest_of_three_customers_keeps_a_level_for_each() {
    let demo = Demo::new();
    assert_eq!(
        demo.list("amara", "customers"),
        ["fern-and-field", "hjerting", "quince-books"]
    );
    assert!(
        demo.fields("amara", "customers", "fern-and-field")
            .contains("balance")
    );
    assert!(
        !demo
            .fields("amara", "customers", "hjerting")
            .contains("balance")
    );
    let invoices = demo.list("amara", "invoices");
    assert_eq!(
        invoices,
        [
            "invoice-510",
            "invoice-511",
            "invoice-512",
            "invoice-529",
            "invoice-530"
        ]
    );
}

#[test]
fn a_guest_whose_role_is_off_sees_the_one_thing_that_does_not_ask_it() {
    let demo = Demo::new();
    let everything = demo.everything("lukas");
    assert_eq!(
        everything,
        BTreeSet::from(["meetings/hjerting-windows".to_owned()])
    );
}

#[test]
fn who_has_not_accepted_or_is_suspended_sees_nothing() {
    let demo = Demo::new();
    assert!(demo.everything("sofia").is_empty());
    assert!(demo.everything("dimitar").is_empty());
}

#[test]
fn the_client_of_a_project_by_name_sees_a_draft_that_was_shared_with_him() {
    let demo = Demo::new();
    assert_eq!(demo.list("yusuf", "projects"), ["yusuf-site"]);
    assert_eq!(
        demo.list("yusuf", "estimates"),
        ["estimate-yusuf-recordings", "estimate-yusuf-scores"]
    );
}

#[test]
fn at_the_printer_the_client_sees_other_things() {
    let now = noon(date(2026, 11, 24));
    let world = World::from_lines(&printer(), now);
    assert_eq!(world.list("helena", "projects", now), ["programme"]);
    assert_eq!(world.list("helena", "invoices", now), ["invoice-27"]);
    assert!(world.list("helena", "orders", now).is_empty());
}
