//! Sharing with many at once, with odd addresses and odd words, and for the last place of a plan.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use store::mail::Message;
use store::testing::Engine;

use crate::mail_pages::{after, send_all};
use crate::sharing_pages::{follow, send};
use crate::sign_in::{Browser, leads_to};
use crate::world::{ADA, GUS, MIA, NIL, World};

/// Room for as many guests as come.
async fn without_limit(world: &World) {
    world
        .import("acme", "{\"kind\":\"settings\",\"plan\":\"enterprise\"}\n")
        .await;
}

/// Addresses of five hundred people, in every form that is one: capitals, marks, long parts, names of other scripts.
fn five_hundred() -> Vec<String> {
    const ODD: [&str; 12] = [
        "Ann.Marie+shop@Client.Example",
        "o'hara@client.example",
        "a@b.example",
        "x_y-z.1@sub.sub.client.example",
        "\"quiet\"@client.example",
        "!#$%&*/=?^`{|}~@client.example",
        "0000@client.example",
        "ünïcode@client.example",
        "grün@bücher.example",
        "用户@例子.example",
        "averyveryverylonglocalpartthatisstillshorterthansixtyfour@client.example",
        "UPPER@UPPER.EXAMPLE",
    ];
    let odd = ODD.iter().map(|one| (*one).to_owned());
    odd.chain((0..488).map(|n| format!("Guest-{n}@client.example")))
        .collect()
}

#[tokio::test]
async fn five_hundred_people_of_every_odd_form_are_shared_with_at_once() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        without_limit(&world).await;
        let on = format!("projects/{}", world.id("projects", "p1").await);
        let mut ada = Browser::of(&world, ADA).await;
        let people = five_hundred();
        let form = |to: &str| -> Vec<(&str, String)> {
            vec![
                ("on", on.clone()),
                ("to", to.to_owned()),
                ("role", "ticks".to_owned()),
                ("show", "stage".to_owned()),
                ("do", "share".to_owned()),
            ]
        };
        // Which of them the company takes is said one by one, and none is lost on the way.
        let mut fields = form(&people.join("\n"));
        let first = post(&mut ada, &fields).await;
        let (taken, refused): (Vec<&String>, Vec<&String>) = match first.status.as_u16() {
            303 => (people.iter().collect(), Vec::new()),
            422 => {
                let text = first.text();
                let named =
                    |one: &&String| text.contains(&format!("“{}” does not fit", escaped(one)));
                let (refused, taken) = people.iter().partition(named);
                (taken, refused)
            }
            other => panic!("{other}: {}", first.text()),
        };
        assert!(refused.len() <= 5, "{refused:?}");
        if !refused.is_empty() {
            let taken: Vec<&str> = taken.iter().map(|one| one.as_str()).collect();
            fields = form(&taken.join(", "));
            let shared = post(&mut ada, &fields).await;
            assert_eq!(shared.status, 303, "{}", shared.text());
        }
        let token = world.token("acme", ADA).await;
        let count = world
            .get("/api/v1/acme/guests?count=true&limit=1", Some(&token))
            .await
            .json();
        assert_eq!(count["count"], json!(taken.len() + 3));
        // Once more, in other capitals and twice: the same people, whose shares are changed and not doubled.
        let again: Vec<String> = taken
            .iter()
            .take(100)
            .map(|one| one.to_uppercase())
            .collect();
        let again = format!("{}\n{}", again.join("\n"), again.join(";"));
        let shared = post(&mut ada, &form(&again)).await;
        assert!(leads_to(&shared).contains("n=100"), "{}", leads_to(&shared));
        let count = world
            .get("/api/v1/acme/grants?count=true&limit=1", Some(&token))
            .await
            .json();
        assert_eq!(count["count"], json!(taken.len() + 1));
        // One more than five hundred is too many, said in words, with all of them still in the form.
        let many = (0..501)
            .map(|n| format!("more-{n}@client.example"))
            .collect::<Vec<_>>()
            .join(" ");
        let refused = post(&mut ada, &form(&many)).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("more-500@client.example"));
    }
}

async fn post(ada: &mut Browser<'_>, fields: &[(&str, String)]) -> crate::world::Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    send(ada, "/acme/share", &fields).await
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[tokio::test]
async fn addresses_that_are_none_ones_own_and_a_colleagues_are_named_one_by_one() {
    let world = World::new(Engine::Sqlite).await;
    let on = format!("projects/{}", world.id("projects", "p1").await);
    let mut ada = Browser::of(&world, ADA).await;
    for wrong in [
        "nobody",
        "@client.example",
        "a@",
        "a b@client.example",
        "a@@client.example",
        "a@client..example",
        "<script>@client.example",
        "\u{202e}a@client.example",
        ADA,
        "ADA@Acme.Example",
        MIA,
    ] {
        let fields = [
            ("on", on.as_str()),
            ("to", &format!("fine@client.example, {wrong}")),
            ("role", "ticks"),
            ("show", "stage"),
            ("do", "share"),
        ];
        let refused = send(&mut ada, "/acme/share", &fields).await;
        assert_eq!(refused.status, 422, "{wrong}: {}", leads_or_text(&refused));
        let text = refused.text();
        assert!(
            text.contains("Nothing is shared yet") && !text.contains("<script>@"),
            "{wrong}"
        );
    }
    let token = world.token("acme", ADA).await;
    let guests = world
        .get("/api/v1/acme/guests?q=fine", Some(&token))
        .await
        .json();
    assert_eq!(guests["items"], json!([]));
}

fn leads_or_text(answer: &crate::world::Answer) -> String {
    match answer.status.as_u16() {
        303 => leads_to(answer).to_owned(),
        _ => answer.text(),
    }
}

/// Strings that break things, where the file with many of them is beside the repository; a few of them anywhere.
fn naughty() -> Vec<String> {
    const BESIDE: &str = "../../../shared/data/text/blns.json";
    const FEW: [&str; 7] = [
        "<script>alert(0)</script>",
        "\"><img src=x onerror=alert(1)> & more",
        "\u{202e}test\u{202c} \u{feff}",
        "'; DROP TABLE person; --",
        "{{ 1 + 1 }} ${x} %s",
        "田中さんにあげて下さい 👩‍👩‍👧‍👦",
        "one\n\n.\nQUIT\nFrom here",
    ];
    let file = std::fs::read_to_string(BESIDE).unwrap_or_else(|_| "[]".to_owned());
    let listed: Vec<String> = serde_json::from_str(&file).unwrap();
    FEW.iter()
        .map(|few| (*few).to_owned())
        .chain(listed)
        .collect()
}

/// What a mail keeps of somebody's words: all but what controls, separates or turns the direction.
fn kept(text: &str) -> String {
    let lost = |c: char| {
        matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
            || c.is_control() && c != '\n' && c != '\t'
    };
    let text = text.replace("\r\n", "\n").replace('\r', "");
    text.chars()
        .filter(|c| !lost(*c))
        .collect::<String>()
        .trim()
        .to_owned()
}

#[tokio::test]
async fn odd_words_come_back_as_they_are_in_the_mails_text_and_do_nothing_in_its_html() {
    let world = World::new(Engine::Sqlite).await;
    without_limit(&world).await;
    let on = format!("projects/{}", world.id("projects", "p1").await);
    let mut ada = Browser::of(&world, ADA).await;
    for (chunk, some) in naughty().chunks(40).enumerate() {
        for (n, words) in some.iter().enumerate() {
            let to = format!("odd-{chunk}-{n}@client.example");
            let fields = [
                ("on", on.as_str()),
                ("to", to.as_str()),
                ("role", "ticks"),
                ("show", "stage"),
                ("message", words.as_str()),
                ("do", "share"),
            ];
            let shared = send(&mut ada, "/acme/share", &fields).await;
            assert_eq!(shared.status, 303, "{words:?}: {}", shared.text());
        }
        send_all(&world, None).await;
        let mails = world.test.db().outbox().await.unwrap();
        for (n, words) in some.iter().enumerate() {
            let to = format!("odd-{chunk}-{n}@client.example");
            let mail = mails.iter().find(|mail| mail.message.recipient == to);
            let mail = mail.unwrap_or_else(|| panic!("no mail to {to}"));
            holds(&mail.message, &kept(words));
        }
    }
}

/// Holds the words of a message against what its reader gets.
fn holds(mail: &Message, words: &str) {
    let plain: Vec<&str> = mail.text.split_whitespace().collect();
    let wanted: Vec<&str> = words.split_whitespace().collect();
    let there = |some: &[&str]| some == wanted.as_slice();
    let there = wanted.is_empty() || plain.windows(wanted.len()).any(there);
    assert!(there, "{words:?} is not in {}", mail.text);
    let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines {
        let line = escaped(line);
        assert!(
            mail.html.contains(&line),
            "{line:?} is not in {}",
            mail.html
        );
    }
    for tag in [
        "<script",
        "<img src=x",
        "<svg",
        "<iframe",
        "onerror=alert(1)>",
    ] {
        assert!(!mail.html.contains(tag), "{tag}: {words:?}");
    }
    assert!(!mail.raw.contains("\nBcc:"), "{words:?}");
}

#[tokio::test]
async fn of_sixty_requests_for_the_last_place_one_is_served_and_the_rest_are_told_that_the_plan_is_full()
 {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        world
            .import("acme", "{\"kind\":\"settings\",\"plan\":\"free\"}\n")
            .await;
        let p1 = world.id("projects", "p1").await;
        let token = world.token("acme", ADA).await;
        let json_body = [("content-type", "application/json")];
        let share = async |to: Vec<String>| {
            let body = json!({"subjects": [{"project": p1}], "to": to, "show": ["stage"]});
            let body = Body::from(body.to_string());
            world
                .send(
                    Method::POST,
                    "/api/v1/acme/share",
                    Some(&token),
                    body,
                    &json_body,
                )
                .await
        };
        // Three places of fifty are taken.
        let first = share((0..46).map(|n| format!("g{n}@client.example")).collect()).await;
        assert_eq!(first.status, 201, "{}", first.text());
        let asking = (0..60).map(|n| share(vec![format!("last-{n}@client.example")]));
        let answers = futures_util::future::join_all(asking).await;
        let served = answers.iter().filter(|answer| answer.status == 201).count();
        let full: Vec<String> = answers
            .iter()
            .filter(|answer| answer.status != 201)
            .map(|answer| format!("{} {}", answer.status.as_u16(), answer.problem()))
            .collect();
        assert_eq!(served, 1, "{engine:?}: {full:?}");
        assert_eq!(full, vec!["409 plan-full"; 59], "{engine:?}");
        let count = world
            .get("/api/v1/acme/guests?count=true&limit=1", Some(&token))
            .await
            .json();
        assert_eq!(count["count"], 50);
        // A guest who becomes a colleague frees the place, and takes it again on the way back.
        let nil = world.id("guests", "nil").await;
        let send = async |path: String, body: Value| {
            let body = Body::from(body.to_string());
            world
                .send(
                    Method::POST,
                    &format!("/api/v1/acme{path}"),
                    Some(&token),
                    body,
                    &json_body,
                )
                .await
        };
        let member = send(format!("/guests/{nil}/member"), json!({"role": "limited"})).await;
        assert_eq!(member.status, 200, "{}", member.text());
        assert_eq!(
            share(vec!["next@client.example".to_owned()]).await.status,
            201
        );
        let back = send(format!("/members/{nil}/guest"), json!({})).await;
        assert_eq!(
            (back.status.as_u16(), back.problem().as_str()),
            (409, "plan-full")
        );
    }
}

#[tokio::test]
async fn a_colleague_who_is_invited_gets_a_mail_follows_it_and_is_in() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut ada = Browser::of(&world, ADA).await;
        let fields = [
            ("email", "Una@Acme.example"),
            ("name", "Una <b>Lee</b>"),
            ("role", "manager"),
        ];
        let invited = send(&mut ada, "/acme/members", &fields).await;
        assert!(
            follow(&mut ada, &invited)
                .await
                .text()
                .contains("The e-mail is on its way")
        );
        send_all(&world, None).await;
        let mails = world.test.db().outbox().await.unwrap();
        let mail = mails
            .iter()
            .find(|mail| mail.message.recipient == "una@acme.example");
        let mail = &mail.unwrap().message;
        assert!(
            mail.text.contains("Ada Lind") && mail.text.contains("Acme"),
            "{}",
            mail.text
        );
        assert!(!mail.html.contains("<b>Lee</b>"));
        let way = after(&mail.text, "http://127.0.0.1:8080/i/").to_owned();
        let way = format!("/i/{way}");
        let mut una = Browser::new(&world);
        // Looking uses nothing up.
        for _ in 0..3 {
            assert!(una.open(&way).await.text().contains("<button"));
        }
        let pressed = una.submit(&way, &[]).await;
        assert_eq!(pressed.status, 303, "{}", pressed.text());
        let page = una.open("/acme/projects").await.text();
        assert!(
            page.contains("Secret") && page.contains("class=\"workspace\""),
            "{page}"
        );
        // Forwarded, it says that it was used; once she is sent away, it is as if it never was.
        let mut other = Browser::new(&world);
        assert!(other.open(&way).await.text().contains("has been used"));
        let token = world.token("acme", ADA).await;
        let members = world
            .get("/api/v1/acme/members?q=una", Some(&token))
            .await
            .json();
        let id = members["items"][0]["id"].as_str().unwrap().to_owned();
        send(&mut ada, &format!("/acme/members/{id}/deactivate"), &[]).await;
        assert_ne!(una.open("/acme/projects").await.status, 200);
    }
}

#[tokio::test]
async fn an_invitation_that_was_sent_again_withdrawn_or_ended_opens_nothing_and_says_so_kindly() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let p1 = world.id("projects", "p1").await;
        let on = format!("projects/{p1}");
        let mut ada = Browser::of(&world, ADA).await;
        let share = [
            ("on", on.as_str()),
            ("to", "ivo@client.example, eve@client.example"),
            ("role", "ticks"),
            ("show", "stage"),
            ("do", "share"),
        ];
        assert_eq!(send(&mut ada, "/acme/share", &share).await.status, 303);
        send_all(&world, None).await;
        let token = world.token("acme", ADA).await;
        let id = async |q: &str| {
            let found = world
                .get(&format!("/api/v1/acme/guests?q={q}"), Some(&token))
                .await
                .json();
            found["items"][0]["id"].as_str().unwrap().to_owned()
        };
        let ways = async |to: &str| -> Vec<String> {
            let mails = world.test.db().outbox().await.unwrap();
            let mails = mails.iter().filter(|mail| mail.message.recipient == to);
            mails
                .map(|mail| {
                    format!(
                        "/i/{}",
                        after(&mail.message.text, "http://127.0.0.1:8080/i/")
                    )
                })
                .collect()
        };
        let gone = async |way: &str| {
            let mut anyone = Browser::new(&world);
            for page in [anyone.open(way).await, anyone.submit(way, &[]).await] {
                assert_eq!(page.status, 404, "{}", page.text());
                let text = page.text();
                assert!(text.contains("does not work any more"), "{text}");
                assert!(
                    !text.contains("Website") && !text.contains("client.example"),
                    "{text}"
                );
            }
            assert_eq!(anyone.cookie, None);
        };
        let ivo = ways("ivo@client.example").await.remove(0);
        let eve = ways("eve@client.example").await.remove(0);
        // Sent again, the earlier link is gone.
        let again = send(
            &mut ada,
            &format!("/acme/guests/{}/invitation", id("ivo").await),
            &[],
        )
        .await;
        assert_eq!(again.status, 303);
        gone(&ivo).await;
        // Withdrawn, the link of the invitation is.
        let removed = send(
            &mut ada,
            &format!("/acme/guests/{}/remove", id("eve").await),
            &[],
        )
        .await;
        assert_eq!(removed.status, 303);
        gone(&eve).await;
        // The share ended before it was opened: the link that was about nothing else went with it.
        send_all(&world, None).await;
        let mut links = ways("ivo@client.example").await;
        links.retain(|link| *link != ivo);
        assert_eq!(links.len(), 1);
        assert!(
            Browser::new(&world)
                .open(&links[0])
                .await
                .text()
                .contains("<button")
        );
        assert_eq!(
            send(&mut ada, "/acme/share/end", &[("on", &on)])
                .await
                .status,
            303
        );
        gone(&links[0]).await;
        // Gus, who was active and held another link, and Nil, who held none, are as before.
        assert_eq!(
            Browser::of(&world, NIL).await.open("/acme").await.status,
            200
        );
        assert_eq!(
            Browser::of(&world, GUS)
                .await
                .open(&format!("/acme/projects/{p1}"))
                .await
                .status,
            404
        );
    }
}
