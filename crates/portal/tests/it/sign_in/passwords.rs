use axum::http::Method;
use serde_json::json;
use store::testing::Engine;

use super::{Browser, leads_to};
use crate::world::{GUS, World};

#[tokio::test]
async fn a_password_is_set_on_the_own_page_and_signs_in_from_then_on() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut gus = Browser::of(&world, GUS).await;
        let mut elsewhere = Browser::of(&world, GUS).await;
        let csrf = gus.csrf().await;
        let page = "/acme/profile/password";
        let refused = gus.submit(page, &[("new", "many blue doors")]).await;
        assert_eq!(refused.status, 403);
        let short = gus.submit(page, &[("csrf", &csrf), ("new", "short")]).await;
        assert_eq!(short.status, 422);
        assert!(short.text().contains("at least 10 characters"));
        let set = gus
            .submit(page, &[("csrf", &csrf), ("new", "many blue doors")])
            .await;
        assert_eq!(leads_to(&set), "/acme/profile?said=password");
        assert_eq!(elsewhere.open("/api/v1/me").await.status, 401);
        let mut browser = Browser::new(&world);
        let fields = [
            ("email", "Gus@CLIENT.example"),
            ("password", "many blue doors"),
            ("next", "/acme/projects"),
        ];
        let came = browser.submit("/sign-in", &fields).await;
        assert_eq!(leads_to(&came), "/acme/projects");
        assert_eq!(browser.open("/acme/projects").await.status, 200);
        let body = json!({"email": GUS, "password": "many blue doors"});
        let mut program = Browser::new(&world);
        let came = program.ask(Method::POST, "/api/v1/sign-in", body).await;
        assert_eq!(came.status, 200);
        assert_eq!(came.json(), json!({"email": GUS, "target": "/"}));
        assert_eq!(program.open("/api/v1/acme/tasks").await.status, 200);
        let wrong = gus
            .submit(
                page,
                &[("csrf", &csrf), ("before", "no"), ("new", "many red doors")],
            )
            .await;
        assert_eq!(wrong.status, 422);
    }
}
