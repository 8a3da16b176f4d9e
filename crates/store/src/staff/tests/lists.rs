//! Pages, orders, filters and mistakes of the areas' lists.

use super::house::{House, asked, each, read, wrong};
use crate::testing::Engine;
use serde_json::json;

#[tokio::test]
async fn removed_guests_come_only_where_they_are_asked_for() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut ana = house.reader("ana@acme.example").await;
        let names = |page| {
            let mut names = each(&page, "name");
            names.sort();
            names
        };
        let usual = names(read(ana.guests(&[]).await));
        assert_eq!(
            usual,
            [
                "Col",
                "Dora",
                "Fin",
                "Iva",
                "Maria Anders",
                "Nick",
                "Pat",
                "Vic",
                "Ólga"
            ]
        );
        assert_eq!(
            names(read(
                ana.guests(&asked(&[("filter[state]", "removed")])).await
            )),
            ["Rex"]
        );
        let both = names(read(
            ana.guests(&asked(&[("filter[state]", "removed,invited")]))
                .await,
        ));
        assert_eq!(both, ["Iva", "Rex"]);
        let rex = read(ana.guest(&house.id("person", "rex").await).await);
        assert_eq!(rex["state"], json!("removed"));
        assert_eq!(
            names(read(
                ana.guests(&asked(&[("filter[source]", "vic,rex")])).await
            )),
            ["Vic"]
        );
    }
}

#[tokio::test]
async fn words_find_guests_by_name_and_address_whatever_case_and_accents() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut ana = house.reader("ana@acme.example").await;
        for (words, found) in [
            ("olga", "Ólga"),
            ("ANDERS mar", "Maria Anders"),
            ("vic@free", "Vic"),
        ] {
            let page = read(ana.guests(&asked(&[("q", words), ("count", "true")])).await);
            assert_eq!(
                (each(&page, "name"), &page["count"]),
                (vec![found.to_owned()], &json!(1)),
                "{words}"
            );
        }
        let page = read(ana.guests(&asked(&[("q", "lfreds")])).await);
        assert_eq!(each(&page, "name").len(), 0);
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_in_every_order() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut ana = house.reader("ana@acme.example").await;
        for sort in [
            None,
            Some("name"),
            Some("-name"),
            Some("email"),
            Some("-state"),
            Some("expires_at"),
            Some("-expires_at"),
        ] {
            let sorted: Vec<_> = sort.map(|sort| ("sort", sort)).into_iter().collect();
            let whole = each(&read(ana.guests(&asked(&sorted)).await), "id");
            assert_eq!(whole.len(), 9);
            let (mut paged, mut cursor) = (Vec::new(), None::<String>);
            for _ in 0..5 {
                let mut parameters = sorted.clone();
                parameters.push(("limit", "2"));
                parameters.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
                let page = read(ana.guests(&asked(&parameters)).await);
                paged.extend(each(&page, "id"));
                cursor = page["next"].as_str().map(str::to_owned);
            }
            assert_eq!((paged, cursor), (whole, None), "{sort:?}");
        }
    }
}

#[tokio::test]
async fn orders_fold_case_and_no_value_comes_last_both_ways() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut ana = house.reader("ana@acme.example").await;
        let members = each(
            &read(ana.members(&asked(&[("sort", "name")])).await),
            "name",
        );
        assert_eq!(members, ["", "Ana Sousa", "Ben Ohm", "cleo Quist", "Lim"]);
        for sort in ["expires_at", "-expires_at"] {
            let guests = each(&read(ana.guests(&asked(&[("sort", sort)])).await), "name");
            assert_eq!(guests[0], "Maria Anders", "{sort}");
        }
        let states = each(
            &read(ana.guests(&asked(&[("sort", "-state")])).await),
            "state",
        );
        assert_eq!(
            (states[0].as_str(), states[8].as_str()),
            ("suspended", "invited")
        );
    }
}

#[tokio::test]
async fn every_mistake_is_named_with_its_parameter() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut ana = house.reader("ana@acme.example").await;
        for (name, value, message) in [
            ("limit", "0", "found `0`, expected a number from 1 to 200"),
            (
                "limit",
                "201",
                "found `201`, expected a number from 1 to 200",
            ),
            ("count", "yes", "found `yes`, expected `true` or `false`"),
            ("sort", "salary", "`salary` is not a field to sort by"),
            ("sort", "-roles", "`roles` is not a field to sort by"),
            (
                "filter[salary]",
                "1",
                "`salary` is not a field to filter on",
            ),
            (
                "filter[state",
                "active",
                "`filter[state` is not a parameter of this list",
            ),
            (
                "filter[state]",
                "asleep",
                "found `asleep`, expected one of `invited`, `active`, `suspended`, `removed`",
            ),
            ("page", "2", "`page` is not a parameter of this list"),
            (
                "cursor",
                "x",
                "this cursor is not from an answer to this question for this viewer",
            ),
        ] {
            let said = wrong(ana.guests(&asked(&[(name, value)])).await);
            assert_eq!(said, (name.to_owned(), message.to_owned()));
        }
        let twice = wrong(ana.guests(&asked(&[("q", "a"), ("q", "b")])).await);
        assert_eq!(twice.1, "`q` is given twice");
        assert_eq!(
            wrong(ana.stages(&asked(&[("q", "a")])).await).1,
            "`q` is not a parameter of this list"
        );
    }
}

#[tokio::test]
async fn a_cursor_is_good_for_the_same_viewer_and_the_same_question_alone() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut ana = house.reader("ana@acme.example").await;
        let page = read(ana.guests(&asked(&[("limit", "2")])).await);
        let cursor = page["next"].as_str().unwrap().to_owned();
        let on = asked(&[("cursor", &cursor), ("limit", "5")]);
        assert_eq!(each(&read(ana.guests(&on).await), "id").len(), 5);
        assert_eq!(wrong(ana.members(&on).await).0, "cursor");
        assert_eq!(
            wrong(
                ana.guests(&asked(&[("cursor", &cursor), ("sort", "name")]))
                    .await
            )
            .0,
            "cursor"
        );
        let mut ada = house.reader("ada@acme.example").await;
        assert_eq!(wrong(ada.guests(&on).await).0, "cursor");
    }
}

#[tokio::test]
async fn grants_are_found_by_user_by_subject_and_by_whether_they_live() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut ana = house.reader("ana@acme.example").await;
        let (maria, c1) = (
            house.id("person", "maria").await,
            house.id("customer", "c1").await,
        );
        let (p1, t3) = (
            house.id("project", "p1").await,
            house.id("task", "t3").await,
        );
        let items = format!("projects/{p1},tasks/{t3}");
        for (name, value, found) in [
            ("filter[to]", maria.as_str(), 2),
            ("filter[to]", "nobody", 0),
            ("filter[on]", &items, 2),
            ("filter[on]", &format!("customers/{p1}"), 0),
            ("filter[customer]", &c1, 7),
            ("filter[live]", "true", 8),
            ("filter[live]", "false", 3),
            ("filter[source]", "g-vic", 1),
        ] {
            let page = read(
                ana.grants(&asked(&[(name, value), ("count", "true")]))
                    .await,
            );
            assert_eq!(
                (each(&page, "id").len(), &page["count"]),
                (found, &json!(found)),
                "{name}={value}"
            );
        }
        let both = [("filter[to]", maria.as_str()), ("filter[live]", "true")];
        assert_eq!(
            each(&read(ana.grants(&asked(&both)).await), "id"),
            [house.id("access_grant", "g-shop").await]
        );
        for (value, said) in [("p1", "p1"), ("wages/1", "wages/1")] {
            let (pointer, message) = wrong(ana.grants(&asked(&[("filter[on]", value)])).await);
            assert_eq!(pointer, "filter[on]");
            assert_eq!(
                message,
                format!("found `{said}`, expected an item as `projects/ID`")
            );
        }
        assert_eq!(
            wrong(ana.grants(&asked(&[("filter[live]", "1")])).await).0,
            "filter[live]"
        );
    }
}
