//! Actions on items.

use super::super::{ItemAction, Shelf, WriteError};
use super::desk::{Desk, log, pointers};
use crate::staff::tests::house::House;
use crate::testing::Engine;
use access::Module;
use serde_json::json;

#[tokio::test]
async fn an_action_is_done_by_who_holds_it_and_once() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let t1 = house.id("task", "t1").await;
        let vic = Desk::of(&house, "vic@free.example").await;
        let t3 = house.id("task", "t3").await;
        let looks = vic.act(ItemAction::Complete, &t3, None).await;
        assert!(matches!(looks, Err(WriteError::NotAllowed)));
        let hidden = vic.act(ItemAction::Complete, &t1, None).await;
        assert!(matches!(hidden, Err(WriteError::NotFound)));
        let col = Desk::of(&house, "col@free.example").await;
        let done = col.act(ItemAction::Complete, &t1, None).await.unwrap();
        assert_eq!(
            (&done["percent"], &done["stage"]["closed"]),
            (&json!(100), &json!(true))
        );
        let again = col.act(ItemAction::Complete, &t1, None).await;
        assert!(matches!(again, Err(WriteError::WrongState(_))));
        assert_eq!(log(&house).await.pop().unwrap().0, "task.complete");
    }
}

#[tokio::test]
async fn who_assigns_a_task_away_may_not_see_it_any_more() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let t1 = house.id("task", "t1").await;
        let (ben, maria) = (
            house.id("person", "ben").await,
            house.id("person", "maria").await,
        );
        house
            .bring("acme", r#"{"kind":"guest","id":"col","email":"col@free.example","name":"Col","roles":["Collaborator"],"available_users":["ben"]}"#)
            .await;
        let col = Desk::of(&house, "col@free.example").await;
        let wrong = col
            .act(ItemAction::Assign, &t1, Some(json!({"to": maria})))
            .await;
        assert_eq!(pointers(wrong), ["/to"]);
        for body in [json!({}), json!({"to": null}), json!({"to": 1})] {
            assert_eq!(
                pointers(col.act(ItemAction::Assign, &t1, Some(body)).await),
                ["/to"]
            );
        }
        let away = col
            .act(ItemAction::Assign, &t1, Some(json!({"to": ben})))
            .await
            .unwrap();
        assert_eq!(away, json!(null));
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let back = cleo
            .act(ItemAction::Assign, &t1, Some(json!({"to": maria})))
            .await
            .unwrap();
        assert_eq!(back["assignee"]["name"], "Maria Anders");
    }
}

#[tokio::test]
async fn changes_are_asked_for_with_a_reason_that_stands_on_the_task() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let t1 = house.id("task", "t1").await;
        let col = Desk::of(&house, "col@free.example").await;
        let approve = async |body| col.act(ItemAction::Approve, &t1, Some(body)).await;
        let early = approve(json!({"decision": "approved"})).await;
        assert!(matches!(early, Err(WriteError::WrongState(_))));
        let ben = Desk::of(&house, "ben@acme.example").await;
        let tasks = Shelf::Items(Module::Tasks);
        ben.patch(tasks, &t1, json!({"approval": "requested"}))
            .await
            .unwrap();
        assert_eq!(
            pointers(approve(json!({"decision": "changes_requested"})).await),
            ["/reason"]
        );
        assert_eq!(
            pointers(approve(json!({"decision": "maybe"})).await),
            ["/decision"]
        );
        assert_eq!(
            pointers(approve(json!({"decision": "approved", "by": "me"})).await),
            ["/by"]
        );
        approve(json!({"decision": "changes_requested", "reason": "Too blue"}))
            .await
            .unwrap();
        let read = ben.patch(tasks, &t1, json!({})).await.unwrap();
        assert_eq!(read["approval"], "changes_requested");
        let said = "SELECT internal FROM comment WHERE account_id = $1 AND text = 'Too blue'";
        assert_eq!(house.numbers(said).await, [0]);
        let late = approve(json!({"decision": "approved"})).await;
        assert!(matches!(late, Err(WriteError::WrongState(_))));
    }
}

#[tokio::test]
async fn who_attends_answers_and_nobody_else() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .bring(
                "acme",
                r#"{"kind":"settings","ceiling":{}}
{"kind":"meeting","id":"e1","project":"p1","title":"Kick-off","attendees":["ben","col"]}"#,
            )
            .await;
        let e1 = house.id("meeting", "e1").await;
        let yes = Some(json!({"response": "yes"}));
        let col = Desk::of(&house, "col@free.example").await;
        col.act(ItemAction::Respond, &e1, yes.clone())
            .await
            .unwrap();
        let ben = Desk::of(&house, "ben@acme.example").await;
        let read = ben
            .act(ItemAction::Respond, &e1, Some(json!({"response": "maybe"})))
            .await
            .unwrap();
        let answers: Vec<_> = read["attendees"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a["response"].clone())
            .collect();
        assert_eq!(answers, [json!("maybe"), json!("yes")]);
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let refused = cleo.act(ItemAction::Respond, &e1, yes).await;
        assert!(matches!(refused, Err(WriteError::NotAllowed)));
        let wrong = ben
            .act(
                ItemAction::Respond,
                &e1,
                Some(json!({"response": "perhaps"})),
            )
            .await;
        assert_eq!(pointers(wrong), ["/response"]);
        // Changing the meeting keeps the answers.
        let id = house.id("person", "cleo").await;
        let ids = json!([
            house.id("person", "ben").await,
            house.id("person", "col").await,
            id
        ]);
        let changed = cleo
            .patch(
                Shelf::Items(Module::Meetings),
                &e1,
                json!({"attendees": ids}),
            )
            .await
            .unwrap();
        assert_eq!(changed["attendees"][1]["response"], "yes");
    }
}

#[tokio::test]
async fn tickets_are_closed_and_drafts_sent_once() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .bring(
                "acme",
                r#"{"kind":"ticket","id":"s1","number":"T-1","subject":"A","project":"p1"}"#,
            )
            .await;
        let s1 = house.id("ticket", "s1").await;
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let closed = cleo.act(ItemAction::Close, &s1, None).await.unwrap();
        assert_eq!(
            (&closed["status"], &closed["closed_at"]),
            (&json!("closed"), &json!("2026-03-10T12:00:00Z"))
        );
        let again = cleo.act(ItemAction::Close, &s1, None).await;
        assert!(matches!(again, Err(WriteError::WrongState(_))));
        let i3 = house.id("invoice", "i3").await;
        let refused = cleo.act(ItemAction::SendInvoice, &i3, None).await;
        assert!(matches!(refused, Err(WriteError::NotAllowed)));
        let ben = Desk::of(&house, "ben@acme.example").await;
        let sent = ben.act(ItemAction::SendInvoice, &i3, None).await.unwrap();
        assert_eq!(
            (&sent["status"], &sent["sent_at"]),
            (&json!("sent"), &json!("2026-03-10T12:00:00Z"))
        );
        let again = ben.act(ItemAction::SendInvoice, &i3, Some(json!({}))).await;
        assert!(matches!(again, Err(WriteError::WrongState(_))));
        assert_eq!(
            pointers(
                ben.act(ItemAction::SendInvoice, &i3, Some(json!({"at": 1})))
                    .await
            ),
            ["/at"]
        );
    }
}
