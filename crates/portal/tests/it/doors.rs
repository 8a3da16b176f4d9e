//! Every address of the table, called by everyone who should get nothing there.

use axum::body::Body;
use portal::http::routes::{Door, routes};
use store::testing::Engine;

use crate::world::{BOB, GUS, MIA, NIL, SUE, World};

/// Who knocks: a name for the page, and the token they bring.
struct Caller {
    name: &'static str,
    token: Option<String>,
}

async fn callers(world: &World) -> Vec<Caller> {
    let caller = |name, token| Caller { name, token };
    vec![
        caller("nobody", None),
        caller(
            "another account's admin",
            Some(world.token("bolt", BOB).await),
        ),
        caller(
            "a guest whose access ended",
            Some(world.token("acme", SUE).await),
        ),
        caller(
            "a guest without a grant",
            Some(world.token("acme", NIL).await),
        ),
        caller(
            "a guest with a project",
            Some(world.token("acme", GUS).await),
        ),
        caller(
            "a member who is no admin",
            Some(world.token("acme", MIA).await),
        ),
    ]
}

/// What each caller gets at each address, for ids that nothing has.
async fn table(world: &World) -> String {
    let callers = callers(world).await;
    let mut page = String::from(
        "What strangers and guests get at every address, asked for ids that nothing has.\n\
         Generated: run `VESTIBULE_WRITE_DOCS=1 cargo test -p portal --test it doors` after a change.\n\n",
    );
    let heads: Vec<&str> = callers.iter().map(|caller| caller.name).collect();
    page.push_str(&format!("{:<7}{:<60}{}\n", "", "", heads.join(" | ")));
    for route in routes() {
        let mut path = route
            .path
            .replace("{account}", "acme")
            .replace("{id}", "none")
            .replace("{part}", "none");
        path.push_str(match route.door {
            Door::Explain => "?user=none&item=tasks/none",
            Door::Who => "?item=tasks/none",
            Door::History => "?user=none",
            _ => "",
        });
        let mut cells = Vec::new();
        for caller in &callers {
            let headers = [("content-type", "application/x-ndjson")];
            let token = caller.token.as_deref();
            let answer = world
                .send(route.method.clone(), &path, token, Body::empty(), &headers)
                .await;
            cells.push(if answer.status.is_success() {
                answer.status.as_u16().to_string()
            } else {
                format!("{} {}", answer.status.as_u16(), answer.problem())
            });
        }
        page.push_str(&format!(
            "{:<7}{:<60}{}\n",
            route.method.as_str(),
            route.path,
            cells.join(" | ")
        ));
    }
    page
}

#[tokio::test]
async fn what_strangers_get_is_what_the_page_says_on_both_engines() {
    const PAGE: &str = "../../docs/doors.txt";
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let found = table(&world).await;
        #[expect(
            clippy::disallowed_methods,
            reason = "writes the page where that is asked for"
        )]
        if std::env::var_os("VESTIBULE_WRITE_DOCS").is_some() {
            std::fs::write(PAGE, &found).unwrap();
        }
        assert_eq!(
            found,
            std::fs::read_to_string(PAGE).unwrap_or_default(),
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn who_is_not_in_the_account_gets_the_same_bytes_everywhere() {
    let world = World::new(Engine::Sqlite).await;
    let mut cut = world.token("acme", GUS).await;
    cut.pop();
    let strangers = [
        None,
        Some(cut),
        Some(world.token("bolt", BOB).await),
        Some("x".to_owned()),
    ];
    for route in routes().into_iter().filter(|route| route.door.in_account()) {
        let mut first = None;
        for (account, token) in strangers
            .iter()
            .map(|t| ("acme", t))
            .chain([("nowhere", &strangers[2])])
        {
            let path = route
                .path
                .replace("{account}", account)
                .replace("{id}", "none");
            let answer = world
                .send(
                    route.method.clone(),
                    &path,
                    token.as_deref(),
                    Body::empty(),
                    &[],
                )
                .await;
            assert_eq!(answer.status, 401, "{path}");
            let bytes = answer.bytes();
            assert_eq!(first.get_or_insert_with(|| bytes.clone()), &bytes, "{path}");
        }
    }
}

#[tokio::test]
async fn an_ended_guest_gets_the_same_bytes_everywhere_and_nothing_else() {
    let world = World::new(Engine::Sqlite).await;
    let token = world.token("acme", SUE).await;
    let task = world.id("tasks", "t1").await;
    let mut first = None;
    for route in routes().into_iter().filter(|route| route.door.in_account()) {
        let path = route
            .path
            .replace("{account}", "acme")
            .replace("{id}", &task);
        let answer = world
            .send(
                route.method.clone(),
                &path,
                Some(&token),
                Body::empty(),
                &[],
            )
            .await;
        assert_eq!(answer.status, 403, "{path}");
        let bytes = answer.bytes();
        assert_eq!(first.get_or_insert_with(|| bytes.clone()), &bytes, "{path}");
    }
}
