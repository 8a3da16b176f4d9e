//! Claiming, trying again, giving up, and leaving the queue.

use super::*;
use crate::testing::Engine;
use std::collections::BTreeSet;

const SIGN_IN: Kind = Kind::SignIn { next: None };

#[tokio::test]
async fn what_did_not_commit_is_never_sent() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let account = house.account("acme").await;
        let to = key(&house, "person", "vic").await;
        let mut tx = house.db().write().await.unwrap();
        let mail = Mail {
            to,
            caused_by: None,
            kind: SIGN_IN,
        };
        queue(&mut tx, account, now().as_microsecond(), &mail)
            .await
            .unwrap();
        drop(tx);
        assert!(!house.db().mail_is_due(now()).await.unwrap());
        assert!(claim(&house, now()).await.is_none());
    }
}

#[tokio::test]
async fn servers_that_claim_at_once_get_each_mail_once() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        for _ in 0..12 {
            post(&house, "vic", SIGN_IN).await;
        }
        let mut servers = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let db = house.db().clone();
            servers.spawn(async move {
                let mut got = Vec::new();
                while let Some(claimed) = db.claim_mail(now()).await.unwrap() {
                    got.push(claimed.id());
                }
                got
            });
        }
        let got: Vec<String> = servers.join_all().await.into_iter().flatten().collect();
        assert_eq!(got.len(), 12);
        assert_eq!(got.iter().collect::<BTreeSet<_>>().len(), 12);
    }
}

#[tokio::test]
async fn a_mail_whose_server_died_is_taken_by_another_after_two_minutes() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        post(&house, "vic", SIGN_IN).await;
        let dead = claim(&house, now()).await.unwrap();
        assert!(claim(&house, later(1)).await.is_none());
        let other = claim(&house, later(2)).await.unwrap();
        assert_eq!(other.id(), dead.id());

        // The first one was only slow, and what it says comes too late.
        let db = house.db();
        db.settle_mail(&dead, Outcome::GaveUp("slow".to_owned()), later(3), 0.0)
            .await
            .unwrap();
        assert_eq!(seen_by_staff(&house).await[0].state, State::Sending);
        db.settle_mail(&other, Outcome::Sent, later(3), 0.0)
            .await
            .unwrap();
        let mails = seen_by_staff(&house).await;
        assert_eq!((mails[0].state, mails[0].attempts), (State::Sent, 2));
        assert_eq!(mails[0].done_at, Some(later(3)));
    }
}

#[tokio::test]
async fn what_fails_rests_longer_each_time_and_is_given_up_after_three_days() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        post(&house, "vic", SIGN_IN).await;
        let (mut at, mut rests) = (now(), Vec::new());
        let mails = loop {
            let claimed = claim(&house, at).await.unwrap();
            let failed = Outcome::Later("450 the mailbox is busy".to_owned());
            house
                .db()
                .settle_mail(&claimed, failed, at, 0.0)
                .await
                .unwrap();
            let mails = seen_by_staff(&house).await;
            if mails[0].state != State::Waiting {
                break mails;
            }
            assert_eq!(mails[0].reason.as_deref(), Some("450 the mailbox is busy"));
            rests.push((mails[0].due_at.as_second() - at.as_second()) / 60);
            let early = mails[0].due_at - SignedDuration::from_secs(1);
            assert!(claim(&house, early).await.is_none());
            at = mails[0].due_at;
        };
        assert_eq!(rests[..11], [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
        assert_eq!(mails[0].state, State::GaveUp);
        let days = (at.as_second() - now().as_second()) / 86_400;
        assert_eq!(days, 3);
        let why = mails[0].reason.as_deref().unwrap();
        assert!(why.ends_with("450 the mailbox is busy"), "{why}");
        assert!(
            claim(&house, at + SignedDuration::from_hours(99))
                .await
                .is_none()
        );
    }
}

#[tokio::test]
async fn staff_send_a_given_up_mail_again_as_a_new_one_and_others_may_not() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        post(&house, "vic", SIGN_IN).await;
        let claimed = claim(&house, now()).await.unwrap();
        let gone = Outcome::GaveUp("550 no such mailbox".to_owned());
        house
            .db()
            .settle_mail(&claimed, gone, now(), 0.0)
            .await
            .unwrap();

        let mut manager = house.reader("ben@acme.example").await;
        assert!(matches!(
            manager.mails(None).await,
            Err(crate::ReadError::NotAllowed)
        ));
        assert!(
            manager
                .viewer()
                .may::<SendAgain>(&manager.company())
                .is_err()
        );

        let admin = house.reader("ana@acme.example").await;
        let leave =
            |reader: &crate::Reader| reader.viewer().may::<SendAgain>(&reader.company()).unwrap();
        let db = house.db();
        db.send_mail_again(leave(&admin), &claimed.id(), now())
            .await
            .unwrap();
        let again = claim(&house, now()).await.unwrap();
        assert_ne!(again.id(), claimed.id());
        let twice = db
            .send_mail_again(leave(&admin), &claimed.id(), now())
            .await;
        assert!(twice.is_err());
        let none = db.send_mail_again(leave(&admin), "nonsense", now()).await;
        assert_eq!(none, Err(crate::ActError::NotFound));
        drop((manager, admin));
        let states: Vec<State> = seen_by_staff(&house)
            .await
            .iter()
            .map(|mail| mail.state)
            .collect();
        assert_eq!(states, [State::Sending, State::Dropped]);
    }
}

#[tokio::test]
async fn ending_an_access_takes_what_waits_for_it_and_counts_it() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let account = house.account("acme").await;
        let vic = key(&house, "person", "vic").await;
        let task = key(&house, "access_grant", "g-vic").await;
        let over = key(&house, "access_grant", "g-over").await;
        share(&house, "vic", &["g-vic"], None).await;
        share(&house, "vic", &["g-vic", "g-over"], None).await;
        post(&house, "vic", SIGN_IN).await;
        share(&house, "fin", &["g-fin"], None).await;
        let at = now().as_microsecond();

        let mut tx = house.db().write().await.unwrap();
        let gone = drop_about(&mut tx, account, vic, &[task], at)
            .await
            .unwrap();
        assert_eq!(gone, 1, "what is about another grant too waits on");
        let gone = drop_about(&mut tx, account, vic, &[task, over], at)
            .await
            .unwrap();
        assert_eq!(gone, 1);
        assert_eq!(drop_for(&mut tx, account, vic, at).await.unwrap(), 1);
        tx.commit().await.unwrap();

        let left = letter(&house, now()).await;
        assert_eq!(left.email, "fin@alfreds.example");
        assert!(claim(&house, now()).await.is_none());
    }
}

#[tokio::test]
async fn a_mail_dropped_while_it_is_sent_stays_dropped() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let account = house.account("acme").await;
        post(&house, "vic", SIGN_IN).await;
        let claimed = claim(&house, now()).await.unwrap();
        let vic = key(&house, "person", "vic").await;
        let mut tx = house.db().write().await.unwrap();
        let gone = drop_for(&mut tx, account, vic, now().as_microsecond()).await;
        assert_eq!(gone.unwrap(), 1);
        tx.commit().await.unwrap();
        let failed = Outcome::Later("no answer".to_owned());
        house
            .db()
            .settle_mail(&claimed, failed, now(), 0.0)
            .await
            .unwrap();
        assert!(claim(&house, later(600)).await.is_none());
        assert_eq!(seen_by_staff(&house).await[0].state, State::Dropped);
    }
}

#[tokio::test]
async fn one_account_does_not_see_the_mail_of_another() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.found("bolt", "Bolt").await;
        post(&house, "vic", SIGN_IN).await;
        let operator = crate::Operator::of_this_machine();
        let token = operator
            .token(
                house.db(),
                "bolt",
                "ada@acme.example",
                SignedDuration::from_hours(1),
                now(),
            )
            .await
            .unwrap();
        let crate::Arrival::In(mut other) = house.db().arrive("bolt", &token, now()).await.unwrap()
        else {
            panic!("the admin of the other account does not come in");
        };
        assert!(other.mails(None).await.unwrap().is_empty());
        let id = seen_by_staff(&house).await[0].id.clone();
        let permit = other.viewer().may::<SendAgain>(&other.company()).unwrap();
        drop(other);
        let again = house.db().send_mail_again(permit, &id, now()).await;
        assert_eq!(again, Err(crate::ActError::NotFound));
    }
}
