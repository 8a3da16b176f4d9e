//! The external access table as a customer's own admin sees it.

use super::house::{House, asked, each, read, wrong};
use crate::ReadError;
use crate::testing::Engine;
use serde_json::json;

#[tokio::test]
async fn a_customers_admin_sees_its_rows_made_with_a_level_that_are_not_over() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut olga = house.reader("olga@alfreds.example").await;
        let page = read(olga.grants(&[]).await);
        let mut roles = each(&page, "role");
        roles.sort();
        assert_eq!(roles, ["L10", "L20", "L30", "L40", "L80"]);
        let pat = house.id("access_grant", "g-pat").await;
        let wanted = json!({
            "id": pat,
            "to": house.id("person", "pat").await,
            "on": {"customer": house.id("customer", "c1").await},
            "role": "L30",
            "user": {"id": house.id("person", "pat").await, "name": "Pat", "email": "pat@alfreds.example"},
        });
        assert_eq!(read(olga.grant(&pat).await), wanted);
        for not_theirs in ["g-own", "g-over", "g-vic", "g-lim"] {
            let id = house.id("access_grant", not_theirs).await;
            assert!(
                matches!(olga.grant(&id).await, Err(ReadError::NotFound)),
                "{not_theirs}"
            );
        }
    }
}

#[tokio::test]
async fn a_member_in_the_table_shows_without_an_address_and_by_name_only_to_who_may_know_them() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = house.id("access_grant", "g-ben").await;
        let mut olga = house.reader("olga@alfreds.example").await;
        let row = read(olga.grant(&ben).await);
        assert_eq!(
            (&row["to"], &row["user"]),
            (&json!(null), &json!({"name": "Acme"}))
        );
        let of_ben = asked(&[("filter[to]", &house.id("person", "ben").await)]);
        assert_eq!(each(&read(olga.grants(&of_ben).await), "id").len(), 0);

        house.change("UPDATE person SET available_users = NULL WHERE account_id = $1 AND source_id = 'olga'").await;
        let mut olga = house.reader("olga@alfreds.example").await;
        let row = read(olga.grant(&ben).await);
        let id = house.id("person", "ben").await;
        assert_eq!(
            row["user"],
            json!({"id": id, "name": "Ben Ohm", "email": null})
        );
        assert_eq!(each(&read(olga.grants(&of_ben).await), "id").len(), 1);
    }
}

#[tokio::test]
async fn nothing_can_be_asked_of_the_table_that_tells_of_what_does_not_show() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut olga = house.reader("olga@alfreds.example").await;
        for (name, value) in [
            ("filter[source]", "g-pat"),
            ("filter[live]", "true"),
            ("sort", "expires_at"),
            ("filter[notes]", "asked"),
            ("q", "phone"),
        ] {
            assert_eq!(wrong(olga.grants(&asked(&[(name, value)])).await).0, name);
        }
        let (c1, c2) = (
            house.id("customer", "c1").await,
            house.id("customer", "c2").await,
        );
        assert_eq!(
            each(
                &read(olga.grants(&asked(&[("filter[customer]", &c1)])).await),
                "id"
            )
            .len(),
            5
        );
        assert_eq!(
            each(
                &read(olga.grants(&asked(&[("filter[customer]", &c2)])).await),
                "id"
            )
            .len(),
            0
        );
        let on = format!("customers/{c2}");
        assert_eq!(
            each(
                &read(olga.grants(&asked(&[("filter[on]", &on)])).await),
                "id"
            )
            .len(),
            0
        );
        let page = read(
            olga.grants(&asked(&[("limit", "2"), ("count", "true")]))
                .await,
        );
        assert_eq!((each(&page, "id").len(), &page["count"]), (2, &json!(5)));
    }
}

#[tokio::test]
async fn a_limited_member_with_a_level_reads_their_customers_table_and_who_has_less_reads_none() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut lim = house.reader("lim@acme.example").await;
        assert_eq!(each(&read(lim.grants(&[]).await), "role"), ["L90"]);
        for email in [
            "pat@alfreds.example",
            "maria@alfreds.example",
            "nick@alfreds.example",
            "ben@acme.example",
        ] {
            let mut reader = house.reader(email).await;
            assert!(
                matches!(reader.grants(&[]).await, Err(ReadError::NotAllowed)),
                "{email}"
            );
            assert!(
                matches!(reader.grant("x").await, Err(ReadError::NotAllowed)),
                "{email}"
            );
        }
    }
}

#[tokio::test]
async fn the_table_closes_with_the_level_and_with_the_ceiling() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        for statement in [
            "UPDATE account_setting SET ceiling = '{\"customers\":false}' WHERE account_id = $1",
            // With permissions of its own a grant's role is not looked at.
            "UPDATE access_grant SET permissions = '\"*\"' WHERE account_id = $1 AND source_id = 'g-olga'",
            "UPDATE access_grant SET permissions = NULL, revoked_at = 1 WHERE account_id = $1 AND source_id = 'g-olga'",
        ] {
            house.change(statement).await;
            let mut olga = house.reader("olga@alfreds.example").await;
            assert!(
                matches!(olga.grants(&[]).await, Err(ReadError::NotAllowed)),
                "{statement}"
            );
            house
                .change("UPDATE account_setting SET ceiling = '{}' WHERE account_id = $1")
                .await;
        }
    }
}

#[tokio::test]
async fn a_removed_guest_leaves_the_table() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .change("UPDATE person SET state = 3 WHERE account_id = $1 AND source_id = 'pat'")
            .await;
        let mut olga = house.reader("olga@alfreds.example").await;
        let mut roles = each(&read(olga.grants(&[]).await), "role");
        roles.sort();
        assert_eq!(roles, ["L10", "L20", "L40", "L80"]);
    }
}
