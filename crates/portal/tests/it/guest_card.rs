//! One guest's card, as an admin sets it: permissions, customer, ends, colleagues, history; and as a colleague sees it.

use serde_json::{Value, json};
use store::testing::Engine;

use crate::sharing_pages::{follow, hidden, send};
use crate::sign_in::Browser;
use crate::world::{ADA, Answer, GUS, MIA, NIL, World};

/// The boxes of a set that are ticked.
fn ticked(page: &str, set: &str) -> Vec<String> {
    page.split(&format!("type=\"checkbox\" name=\"{set}\" value=\""))
        .skip(1)
        .filter(|rest| {
            rest.split('>')
                .next()
                .is_some_and(|tag| tag.contains("checked"))
        })
        .filter_map(|rest| Some(rest.split('"').next()?.to_owned()))
        .collect()
}

async fn guest(browser: &mut Browser<'_>, id: &str) -> Value {
    browser
        .open(&format!("/api/v1/acme/guests/{id}"))
        .await
        .json()
}

/// Sends a form of the card that names what it was made from.
async fn save(ada: &mut Browser<'_>, card: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let page = ada.open(card).await.text();
    let seen = hidden(&page, &format!("action=\"{card}/{action}\""), "seen");
    let mut all = vec![("seen", seen.as_str())];
    all.extend(fields);
    send(ada, &format!("{card}/{action}"), &all).await
}

#[tokio::test]
async fn permissions_are_set_for_one_guest_told_before_and_given_back_to_the_roles() {
    for engine in Engine::both() {
        let world = World::ticking(engine).await;
        // Nil is assigned to a task, and sees of it what the card holds.
        world
            .import("acme", "{\"kind\":\"task\",\"id\":\"t3\",\"project\":\"p2\",\"title\":\"Hidden work\",\"stage\":\"open\",\"due_on\":\"2026-03-18\",\"assignee\":\"nil\"}\n")
            .await;
        let (nil_id, t3) = (
            world.id("guests", "nil").await,
            world.id("tasks", "t3").await,
        );
        let card = format!("/acme/guests/{nil_id}");
        let mut ada = Browser::of(&world, ADA).await;
        let mut nil = Browser::of(&world, NIL).await;
        let page = ada.open(&card).await.text();
        assert!(page.contains("from the role Viewer") && page.contains("class=\"matrix\""));
        let held = ticked(&page, "tasks.fields");
        assert!(held.contains(&"due_on".to_owned()), "{held:?}");
        let fields = [
            ("do", "preview"),
            ("open", "tasks"),
            ("tasks.fields", "stage"),
        ];
        let told = save(&mut ada, &card, "permissions", &fields).await;
        assert_eq!(told.status, 200);
        let told = told.text();
        assert!(
            told.contains("Nothing is saved yet") && told.contains("Hidden work"),
            "{told}"
        );
        assert!(
            told.contains("Closes") && told.contains("Due date"),
            "{told}"
        );
        assert_eq!(ticked(&told, "tasks.fields"), ["stage"]);
        assert_eq!(guest(&mut ada, &nil_id).await["permissions"], Value::Null);
        let fields = [("do", "save"), ("open", "tasks"), ("tasks.fields", "stage")];
        let saved = save(&mut ada, &card, "permissions", &fields).await;
        assert!(
            follow(&mut ada, &saved)
                .await
                .text()
                .contains("set for Nil Nobody alone")
        );
        assert_eq!(
            guest(&mut ada, &nil_id).await["permissions"],
            json!({"tasks": {"fields": ["stage"]}})
        );
        let task = nil.open(&format!("/api/v1/acme/tasks/{t3}")).await.json();
        assert!(
            task.get("stage").is_some() && task.get("due_on").is_none(),
            "{task}"
        );
        let back = save(&mut ada, &card, "permissions", &[("do", "roles")]).await;
        assert_eq!(back.status, 303);
        assert_eq!(guest(&mut ada, &nil_id).await["permissions"], Value::Null);
        // Filled in from a role, it is not saved.
        let filled = save(
            &mut ada,
            &card,
            "permissions",
            &[("do", "fill"), ("from", "Collaborator")],
        )
        .await;
        assert!(ticked(&filled.text(), "tasks.actions").contains(&"complete".to_owned()));
        assert_eq!(guest(&mut ada, &nil_id).await["permissions"], Value::Null);
        let history = ada.open(&card).await.text();
        for words in [
            "Permissions were set for them alone",
            "The roles decide again",
        ] {
            assert!(history.contains(words), "{words}");
        }
    }
}

#[tokio::test]
async fn what_a_guest_holds_above_the_ceiling_is_not_lost_when_the_card_is_saved() {
    let world = World::new(Engine::Sqlite).await;
    world
        .import(
            "acme",
            "{\"kind\":\"settings\",\"ceiling\":{\"projects\":{\"fields\":[\"stage\"]}}}\n",
        )
        .await;
    let gus_id = world.id("guests", "gus").await;
    let card = format!("/acme/guests/{gus_id}");
    let mut ada = Browser::of(&world, ADA).await;
    let fields = [
        ("do", "save"),
        ("open", "projects"),
        ("projects.fields", "stage"),
        ("projects.fields", "budget"),
    ];
    save(&mut ada, &card, "permissions", &fields).await;
    let page = ada.open(&card).await.text();
    assert!(page.contains("value=\"budget\" checked disabled"), "{page}");
    assert!(page.contains("<input type=\"hidden\" name=\"projects.fields\" value=\"budget\">"));
    assert!(page.contains("1 of 11"));
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_not_lost() {
    let world = World::new(Engine::Sqlite).await;
    let gus_id = world.id("guests", "gus").await;
    let gr1 = world.id("grants", "gr1").await;
    let c1 = world.id("customers", "c1").await;
    let card = format!("/acme/guests/{gus_id}");
    let mut ada = Browser::of(&world, ADA).await;
    let edit = ada.open(&format!("{card}/edit")).await.text();
    let seen = hidden(&edit, "/edit\"", "seen");
    let item = ada.open(&format!("{card}/items/{gr1}")).await.text();
    let seen_item = hidden(&item, "/items/", "seen");
    let named = send(
        &mut ada,
        &format!("{card}/edit"),
        &[
            ("name", "Gustav"),
            ("role", "Viewer"),
            ("ends", ""),
            ("seen", &seen),
        ],
    )
    .await;
    assert_eq!(named.status, 303);
    let notes = [
        ("seen", seen_item.as_str()),
        ("ends", ""),
        ("notes", "by phone"),
    ];
    assert_eq!(
        send(&mut ada, &format!("{card}/items/{gr1}"), &notes)
            .await
            .status,
        303
    );
    let attempts: [(String, Vec<(&str, &str)>); 4] = [
        (
            format!("{card}/edit"),
            vec![("name", "Lost"), ("ends", ""), ("seen", &seen)],
        ),
        (
            format!("{card}/permissions"),
            vec![("do", "save"), ("open", "tasks"), ("seen", &seen)],
        ),
        (
            format!("{card}/who"),
            vec![("do", "save"), ("customer", &c1), ("seen", &seen)],
        ),
        (
            format!("{card}/items/{gr1}"),
            vec![
                ("ends", "2026-06-30T18:00"),
                ("notes", "lost"),
                ("seen", &seen_item),
            ],
        ),
    ];
    for (path, fields) in attempts {
        let page = send(&mut ada, &path, &fields).await;
        assert_eq!(page.status, 422, "{path}");
        assert!(page.text().contains("changed"), "{path}: {}", page.text());
    }
    let users = send(
        &mut ada,
        &format!("{card}/users"),
        &[("do", "nobody"), ("seen", &seen)],
    )
    .await;
    assert_eq!(users.status, 409);
    let now = guest(&mut ada, &gus_id).await;
    assert_eq!(
        (&now["name"], &now["available_users"]),
        (&json!("Gustav"), &Value::Null)
    );
}

#[tokio::test]
async fn the_end_of_each_item_and_of_the_whole_is_set_to_the_minute_in_the_companys_time() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let gus_id = world.id("guests", "gus").await;
        let gr1 = world.id("grants", "gr1").await;
        let card = format!("/acme/guests/{gus_id}");
        let mut ada = Browser::of(&world, ADA).await;
        let page = ada.open(&format!("{card}/items/{gr1}")).await.text();
        assert!(
            page.contains("Until when Gus Client sees “Website”") && page.contains("Europe/Berlin")
        );
        let seen = hidden(&page, "/items/", "seen");
        for (wrong, words) in [
            ("soon", "Write day and time"),
            ("2026-01-01T10:00", "still to come"),
        ] {
            let fields = [("seen", seen.as_str()), ("ends", wrong), ("notes", "kept")];
            let page = send(&mut ada, &format!("{card}/items/{gr1}"), &fields).await;
            assert_eq!(page.status, 422);
            let text = page.text();
            assert!(
                text.contains(words) && text.contains(&format!("value=\"{wrong}\"")),
                "{text}"
            );
            assert!(text.contains("value=\"kept\""));
        }
        let fields = [
            ("seen", seen.as_str()),
            ("ends", "2026-06-30T18:05"),
            ("notes", ""),
        ];
        let saved = send(&mut ada, &format!("{card}/items/{gr1}"), &fields).await;
        let page = follow(&mut ada, &saved).await.text();
        assert!(page.contains("30 Jun, 18:05"), "{page}");
        let grant = ada.open(&format!("/api/v1/acme/grants/{gr1}")).await.json();
        assert_eq!(grant["expires_at"], "2026-06-30T16:05:00Z");
        let fields = [
            ("name", "Gus Client"),
            ("role", "Viewer"),
            ("ends", "2026-12-31T23:59"),
        ];
        save(&mut ada, &card, "permissions", &[("do", "roles")]).await;
        let edit = ada.open(&format!("{card}/edit")).await.text();
        let seen = hidden(&edit, "/edit\"", "seen");
        let mut all = vec![("seen", seen.as_str())];
        all.extend(fields);
        send(&mut ada, &format!("{card}/edit"), &all).await;
        assert_eq!(
            guest(&mut ada, &gus_id).await["expires_at"],
            "2026-12-31T22:59:00Z"
        );
        // A guest of another grant, and an item of another guest, are not there.
        let nil_id = world.id("guests", "nil").await;
        assert_eq!(
            ada.open(&format!("/acme/guests/{nil_id}/items/{gr1}"))
                .await
                .status,
            404
        );
    }
}

#[tokio::test]
async fn what_a_guest_sees_of_their_customer_is_a_grant_of_its_own_with_its_own_end() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        world
            .import("acme", "{\"kind\":\"customer\",\"id\":\"c2\",\"name\":\"Client Holding\",\"type\":\"company\"}\n{\"kind\":\"customer\",\"id\":\"c1\",\"name\":\"Client Ltd\",\"type\":\"company\",\"email\":\"hello@client.example\",\"company\":\"c2\"}\n")
            .await;
        let (gus_id, c1, c2) = (
            world.id("guests", "gus").await,
            world.id("customers", "c1").await,
            world.id("customers", "c2").await,
        );
        let card = format!("/acme/guests/{gus_id}");
        let mut ada = Browser::of(&world, ADA).await;
        let mut gus = Browser::of(&world, GUS).await;
        let page = ada.open(&card).await.text();
        assert!(
            page.contains("Client Ltd") && page.contains("Client Holding"),
            "{page}"
        );
        let seen_by_gus = async |gus: &mut Browser<'_>, id: &str| {
            gus.open(&format!("/api/v1/acme/customers/{id}")).await
        };
        assert_eq!(seen_by_gus(&mut gus, &c1).await.status, 404);
        let of = format!("{card}/of/{c1}");
        assert!(
            ada.open(&of)
                .await
                .text()
                .contains("What Gus Client sees of Client Ltd")
        );
        let fields = [
            ("with", "names"),
            ("fields", "email"),
            ("relations", "projects"),
            ("ends", "2026-06-30T18:00"),
            ("do", "preview"),
        ];
        let told = send(&mut ada, &of, &fields).await.text();
        assert!(
            told.contains("Opens") && told.contains("Nothing is saved yet"),
            "{told}"
        );
        assert_eq!(seen_by_gus(&mut gus, &c1).await.status, 404);
        let mut fields = fields.to_vec();
        fields.pop();
        let saved = send(&mut ada, &of, &fields).await;
        let page = follow(&mut ada, &saved).await.text();
        assert!(
            page.contains("E-mail, Projects") && page.contains("30 Jun, 18:00"),
            "{page}"
        );
        let customer = seen_by_gus(&mut gus, &c1).await.json();
        assert_eq!(customer["email"], "hello@client.example");
        assert!(customer.get("credit_limit").is_none() && customer.get("kind").is_none());
        // Changed, it is the same grant; the company has one of its own.
        let page = ada.open(&of).await.text();
        let seen = hidden(&page, "/of/", "seen");
        let fields = [("with", "role"), ("ends", ""), ("seen", seen.as_str())];
        assert_eq!(send(&mut ada, &of, &fields).await.status, 303);
        send(
            &mut ada,
            &format!("{card}/of/{c2}"),
            &[("with", "names"), ("ends", ""), ("seen", "")],
        )
        .await;
        let grants = ada
            .open(&format!(
                "/api/v1/acme/grants?filter[to]={gus_id}&filter[live]=true"
            ))
            .await
            .json();
        let mut on: Vec<(Value, Value, Value)> = grants["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|grant| grant["on"].get("customer").is_some())
            .map(|grant| {
                (
                    grant["on"]["customer"].clone(),
                    grant["role"].clone(),
                    grant["expires_at"].clone(),
                )
            })
            .collect();
        on.sort_by_key(|(id, ..)| id != &json!(c1));
        assert_eq!(
            on,
            [
                (json!(c1), json!("Client"), Value::Null),
                (json!(c2), Value::Null, Value::Null)
            ]
        );
        assert_eq!(
            seen_by_gus(&mut gus, &c2).await.json()["name"],
            "Client Holding"
        );
        assert!(ada.open(&card).await.text().contains("its name"));
    }
}

#[tokio::test]
async fn who_a_guest_is_is_chosen_and_opens_nothing() {
    let world = World::new(Engine::Sqlite).await;
    let (nil_id, c1) = (
        world.id("guests", "nil").await,
        world.id("customers", "c1").await,
    );
    let card = format!("/acme/guests/{nil_id}");
    let mut ada = Browser::of(&world, ADA).await;
    let page = ada.open(&format!("{card}/who")).await.text();
    let seen = hidden(&page, "/who\"", "seen");
    let who = format!("{card}/who");
    let shown = send(
        &mut ada,
        &who,
        &[("seen", &seen), ("customer", &c1), ("do", "contacts")],
    )
    .await
    .text();
    assert!(shown.contains("Gus Client</option>"), "{shown}");
    let saved = send(
        &mut ada,
        &who,
        &[
            ("seen", &seen),
            ("customer", &c1),
            ("contact", ""),
            ("do", "save"),
        ],
    )
    .await;
    assert!(follow(&mut ada, &saved).await.text().contains("Client Ltd"));
    let now = guest(&mut ada, &nil_id).await;
    assert_eq!(
        (&now["customer"], &now["contact"]),
        (&json!(c1), &Value::Null)
    );
    let mut nil = Browser::of(&world, NIL).await;
    assert_eq!(
        nil.open("/api/v1/acme/customers").await.json()["items"],
        json!([])
    );
}

#[tokio::test]
async fn colleagues_are_put_on_the_list_and_taken_off_it() {
    let world = World::new(Engine::Sqlite).await;
    let (gus_id, mia_id) = (
        world.id("guests", "gus").await,
        world.id("members", "mia").await,
    );
    let card = format!("/acme/guests/{gus_id}");
    let mut ada = Browser::of(&world, ADA).await;
    assert!(ada.open(&card).await.text().contains("Not limited"));
    type Step<'a> = (&'a [(&'a str, &'a str)], Value, &'a str);
    let steps: [Step<'_>; 4] = [
        (
            &[("do", "add"), ("add", &mia_id)],
            json!([mia_id]),
            "Take Mia Rey off",
        ),
        (
            &[("off", &mia_id)],
            json!([]),
            "in the place of every colleague",
        ),
        (&[("do", "unset")], Value::Null, "Not limited"),
        (
            &[("do", "nobody")],
            json!([]),
            "in the place of every colleague",
        ),
    ];
    for (fields, list, words) in steps {
        let saved = save(&mut ada, &card, "users", fields).await;
        assert!(
            follow(&mut ada, &saved).await.text().contains(words),
            "{words}"
        );
        assert_eq!(guest(&mut ada, &gus_id).await["available_users"], list);
    }
}

#[tokio::test]
async fn a_removed_guests_card_is_looked_at_and_not_set() {
    let world = World::new(Engine::Sqlite).await;
    let gus_id = world.id("guests", "gus").await;
    let card = format!("/acme/guests/{gus_id}");
    let mut ada = Browser::of(&world, ADA).await;
    send(&mut ada, &format!("{card}/remove"), &[]).await;
    let page = ada.open(&card).await;
    assert_eq!(page.status, 200);
    let page = page.text();
    assert!(
        page.contains("Removed")
            && !page.contains("value=\"save\"")
            && !page.contains("Make a colleague")
    );
    let refused = save(
        &mut ada,
        &card,
        "permissions",
        &[("do", "save"), ("open", "tasks")],
    )
    .await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    let gone = ada.open(&format!("{card}/member")).await;
    assert_eq!(gone.status, 409);
}

#[tokio::test]
async fn a_guest_is_attached_from_the_customers_side_by_who_administers() {
    let world = World::new(Engine::Sqlite).await;
    let (nil_id, c1) = (
        world.id("guests", "nil").await,
        world.id("customers", "c1").await,
    );
    let mut ada = Browser::of(&world, ADA).await;
    let page = ada.open(&format!("/acme/customers/{c1}")).await.text();
    let attach = format!("/acme/guests/attach?customer={c1}");
    assert!(page.contains(&format!("href=\"{attach}\"")), "{page}");
    let page = ada.open(&attach).await.text();
    for words in [
        "Attach a guest to Client Ltd",
        "Nil Nobody (nil@client.example)",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let chosen = ada.open(&format!("{attach}&guest={nil_id}")).await;
    let page = follow(&mut ada, &chosen).await.text();
    assert!(
        page.contains("What Nil Nobody sees of Client Ltd"),
        "{page}"
    );
    let nothing = "/acme/guests/attach?customer=x";
    assert_eq!(ada.open(nothing).await.status, 404);
    let mut mia = Browser::of(&world, MIA).await;
    let page = mia.open(&format!("/acme/customers/{c1}")).await.text();
    assert!(!page.contains("Attach a guest"), "{page}");
    assert_eq!(mia.open(&attach).await.status, 403);
    let mut gus = Browser::of(&world, GUS).await;
    assert_eq!(gus.open(&attach).await.status, 404);
}
