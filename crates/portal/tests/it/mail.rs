//! Mail from the queue to the mailbox of a real mail server, and what a person reads there.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mail_parser::{Message, MessageParser, MimeHeaders as _};
use portal::http::Clock;
use portal::mail::{Mailer, deliver};
use store::identity::Looked;
use store::mail::{Queued, State};
use store::testing::Engine;
use store::testing::mail::{Post, post};
use store::{Arrival, Operator};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::smtp::{Plan, Smtp};
use crate::world::{ADA, World, noon};

const BASE: &str = "https://portal.larkfield.example";
const GUEST: &str = "maria@alfreds.example";

/// A shop project opened to Maria with tasks, stage and due date, and one that is opened by its name.
const BUNDLE: &str = r##"
{"kind":"settings","time_zone":"Europe/Berlin","locale":"en"}
{"kind":"member","id":"jonas","email":"jonas@acme.example","name":"Jonas Weber","role":"admin"}
{"kind":"guest","id":"maria","email":"maria@alfreds.example","name":"Maria Anders","state":"invited"}
{"kind":"guest","id":"lukas","email":"lukas@alfreds.example","name":"Lukas","state":"active"}
{"kind":"stage","id":"review","module":"projects","name":"In review now","position":9,"closed":false}
{"kind":"stage","id":"open","module":"tasks","name":"Open","position":1,"closed":false}
{"kind":"stage","id":"over","module":"tasks","name":"Over","position":9,"closed":true}
{"kind":"project","id":"shop","name":"Online shop “relaunch” <b>","description":"secret plan","stage":"review","due_on":"2026-06-30","manager":"jonas"}
{"kind":"project","id":"quiet","name":"Quiet project","stage":"review"}
{"kind":"task","id":"t1","project":"shop","title":"Draft","stage":"open"}
{"kind":"task","id":"t2","project":"shop","title":"Print","stage":"over"}
{"kind":"milestone","id":"m1","project":"shop","name":"Go live","done":false}
{"kind":"grant","id":"g-shop","to":"maria","on":{"project":"shop"},"permissions":{"projects":{"fields":["stage","due_on"],"relations":["tasks","milestones"]},"tasks":{"fields":["stage"]}},"expires_at":"2026-07-31T22:00:00Z"}
{"kind":"grant","id":"g-quiet","to":"maria","on":{"project":"quiet"},"permissions":{"projects":{"fields":[]}}}
"##;

/// A clock that is set by hand.
#[derive(Clone)]
struct Hand(Arc<Mutex<Timestamp>>);

impl Hand {
    fn clock(&self) -> Clock {
        let hand = self.clone();
        Clock::from(move || hand.now())
    }

    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn on(&self, by: SignedDuration) {
        *self.0.lock().unwrap() += by;
    }
}

/// A world whose mail goes out.
struct Office {
    world: World,
    smtp: Smtp,
    hand: Hand,
    stop: watch::Sender<()>,
    sending: JoinHandle<()>,
}

impl Office {
    async fn open(engine: Engine) -> Office {
        let smtp = Smtp::start().await;
        let url = smtp.url();
        Office::with(engine, smtp, &url).await
    }

    async fn with(engine: Engine, smtp: Smtp, url: &str) -> Office {
        let hand = Hand(Arc::new(Mutex::new(noon())));
        let world = World::by_the_clock(engine, hand.clock()).await;
        world.import("acme", BUNDLE).await;
        let mail = url.parse().unwrap();
        let sender = "portal@larkfield.example".parse().unwrap();
        let mailer = Mailer::new(Some(&mail), Some(&sender), BASE).unwrap();
        let (stop, mut stopped) = watch::channel(());
        let sending = tokio::spawn(deliver(
            world.test.db().clone(),
            Arc::new(mailer),
            hand.clock(),
            async move {
                let _ = stopped.changed().await;
            },
        ));
        Office {
            world,
            smtp,
            hand,
            stop,
            sending,
        }
    }

    async fn post(&self, to: &str, what: Post<'_>) {
        post(
            self.world.test.db(),
            "acme",
            to,
            Some("jonas@acme.example"),
            what,
            self.hand.now(),
        )
        .await;
    }

    /// The queue as staff see it.
    async fn queue(&self) -> Vec<Queued> {
        let token = Operator::of_this_machine()
            .token(
                self.world.test.db(),
                "acme",
                ADA,
                SignedDuration::from_hours(1),
                self.hand.now(),
            )
            .await
            .unwrap();
        let arrival = self
            .world
            .test
            .db()
            .arrive("acme", &token, self.hand.now())
            .await
            .unwrap();
        let Arrival::In(mut reader) = arrival else {
            panic!("the admin does not come in");
        };
        reader.mails(None).await.unwrap()
    }

    /// Waits until the queue is as wanted, which it soon is.
    async fn until(&self, wanted: impl Fn(&[Queued]) -> bool) -> Vec<Queued> {
        for _ in 0..400 {
            let queue = self.queue().await;
            if wanted(&queue) {
                return queue;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("the queue stays otherwise: {:?}", self.queue().await);
    }

    async fn all(&self, state: State) -> Vec<Queued> {
        self.until(|queue| queue.iter().all(|mail| mail.state == state))
            .await
    }

    async fn close(self) {
        let _ = self.stop.send(());
        tokio::time::timeout(Duration::from_secs(10), self.sending)
            .await
            .expect("sending stops")
            .unwrap();
    }
}

fn parse(raw: &[u8]) -> Message<'_> {
    MessageParser::default().parse(raw).unwrap()
}

fn text(message: &Message<'_>) -> String {
    message.body_text(0).unwrap().replace("\r\n", "\n")
}

fn html(message: &Message<'_>) -> String {
    message.body_html(0).unwrap().into_owned()
}

fn header(message: &Message<'_>, name: &str) -> Option<String> {
    let raw = message.header_raw(name)?;
    Some(raw.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The secret of the way in, from either part.
fn secret(part: &str, door: &str) -> String {
    let (_, rest) = part
        .split_once(&format!("{BASE}/{door}/"))
        .unwrap_or_else(|| panic!("no link to {door} in {part}"));
    rest.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect()
}

#[tokio::test]
async fn an_invitation_arrives_and_its_link_opens_what_was_shared() {
    for engine in Engine::both() {
        let office = Office::open(engine).await;
        let words = "Dear Maria,\nversion 3 is waiting. ✓";
        office
            .post(GUEST, Post::Shared(&["g-shop"], Some(words)))
            .await;
        office.all(State::Sent).await;
        let taken = office.smtp.taken();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].from, "portal@larkfield.example");
        assert_eq!(taken[0].to, GUEST);

        let message = parse(&taken[0].raw);
        let title = "Jonas Weber shared “Online shop “relaunch” <b>” with you";
        assert_eq!(message.subject(), Some(title));
        let from = message.from().unwrap().first().unwrap();
        assert_eq!(
            (from.name(), from.address()),
            (Some("Acme"), Some("portal@larkfield.example"))
        );
        let to = message.to().unwrap().first().unwrap();
        assert_eq!(
            (to.name(), to.address()),
            (Some("Maria Anders"), Some(GUEST))
        );
        assert!(message.reply_to().is_none());
        assert_eq!(message.date().unwrap().to_timestamp(), noon().as_second());
        assert_eq!(
            header(&message, "Auto-Submitted").unwrap(),
            "auto-generated"
        );
        assert_eq!(
            header(&message, "List-Unsubscribe-Post").unwrap(),
            "List-Unsubscribe=One-Click"
        );
        assert!(
            message
                .content_type()
                .is_some_and(|kind| kind.subtype() == Some("alternative"))
        );

        let (text, html) = (text(&message), html(&message));
        for line in [
            "    Dear Maria,\n    version 3 is waiting. ✓\n",
            "  * Stage: In review now\n",
            "  * Due: 30 June 2026\n",
            "  * Roadmap: 1 milestone\n",
            "  * Tasks: 2, of which 1 is done\n",
            "It is shared with you until 31 July 2026.",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
        for part in [&text, &html] {
            assert!(!part.contains("secret plan"));
            assert!(!part.contains("Draft"));
        }
        assert!(html.contains("Online shop “relaunch” &lt;b&gt;"));
        assert!(html.contains("Dear Maria,<br>version 3"));
        assert!(!html.contains("<script"));

        // Both parts lead to the same door, which opens to the project.
        let link = secret(&text, "i");
        assert_eq!(secret(&html, "i"), link);
        let looked = office
            .world
            .test
            .db()
            .look_at_link(&link, noon())
            .await
            .unwrap();
        let Looked::Alive(found) = looked else {
            panic!("the link is dead: {looked:?}");
        };
        assert_eq!(found.email, GUEST);
        assert!(
            found.target.starts_with("/acme/projects/"),
            "{}",
            found.target
        );
        office.close().await;
    }
}

#[tokio::test]
async fn several_things_lead_home_with_these_named() {
    let office = Office::open(Engine::Sqlite).await;
    office
        .post(GUEST, Post::Shared(&["g-shop", "g-quiet"], None))
        .await;
    office.all(State::Sent).await;
    let taken = office.smtp.taken();
    let message = parse(&taken[0].raw);
    assert_eq!(
        message.subject(),
        Some("Jonas Weber shared 2 things with you")
    );
    let text = text(&message);
    assert!(text.contains("  * Quiet project\n"), "{text}");
    assert!(text.contains("until 31 July 2026"), "{text}");
    let link = secret(&text, "i");
    let looked = office
        .world
        .test
        .db()
        .look_at_link(&link, noon())
        .await
        .unwrap();
    assert!(matches!(looked, Looked::Alive(found) if found.target == "/acme"));
    office.close().await;
}

#[tokio::test]
async fn a_link_to_sign_in_cannot_be_unsubscribed_and_says_until_when_it_works() {
    let office = Office::open(Engine::Sqlite).await;
    office.post("lukas@alfreds.example", Post::SignIn).await;
    office.all(State::Sent).await;
    let taken = office.smtp.taken();
    let message = parse(&taken[0].raw);
    assert_eq!(message.subject(), Some("Sign in to Acme"));
    assert!(header(&message, "List-Unsubscribe").is_none());
    let text = text(&message);
    // Noon in Greenwich and half an hour is half past in Berlin, an hour on.
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("once, until 15 March 2026, 13:30."), "{text}");
    let link = secret(&text, "sign-in");
    assert_eq!(secret(&html(&message), "sign-in"), link);
    let looked = office
        .world
        .test
        .db()
        .look_at_link(&link, noon())
        .await
        .unwrap();
    assert!(matches!(looked, Looked::Alive(_)));
    office.close().await;
}

#[tokio::test]
async fn what_is_refused_for_now_comes_later_and_what_is_refused_for_good_is_given_up_with_the_reason()
 {
    for engine in Engine::both() {
        let office = Office::open(engine).await;
        office.smtp.plan([
            Plan::Recipient("450 4.2.0 mailbox busy"),
            Plan::Whole("451 4.3.0 try again later"),
            Plan::Take,
            Plan::Recipient("550 5.1.1 no such mailbox"),
        ]);
        office.post(GUEST, Post::Shared(&["g-shop"], None)).await;
        for (attempt, said) in [(1, "mailbox busy"), (2, "try again later")] {
            let queue = office
                .until(|queue| queue[0].state == State::Waiting && queue[0].attempts == attempt)
                .await;
            let reason = queue[0].reason.clone().unwrap();
            assert!(reason.contains(said), "{reason}");
            assert!(office.smtp.taken().is_empty());
            office.hand.on(SignedDuration::from_mins(3));
        }
        office.all(State::Sent).await;
        assert_eq!(office.smtp.taken().len(), 1);

        office.post("lukas@alfreds.example", Post::SignIn).await;
        let queue = office.until(|queue| queue[0].state == State::GaveUp).await;
        let reason = queue[0].reason.clone().unwrap();
        assert!(reason.contains("no such mailbox"), "{reason}");
        office.hand.on(SignedDuration::from_hours(48));
        office.post(GUEST, Post::SignIn).await;
        office.until(|queue| queue[1].state == State::Sent).await;
        assert_eq!(office.smtp.taken().len(), 2, "given up stays given up");
        office.close().await;
    }
}

#[tokio::test]
async fn a_connection_cut_after_the_message_leads_to_the_same_message_once_more() {
    let office = Office::open(Engine::Sqlite).await;
    office.smtp.plan([Plan::CutAfterData]);
    office.post(GUEST, Post::Shared(&["g-shop"], None)).await;
    office
        .until(|queue| queue[0].state == State::Waiting && queue[0].attempts == 1)
        .await;
    assert_eq!(office.smtp.taken().len(), 1, "nothing twice in one attempt");
    office.hand.on(SignedDuration::from_mins(2));
    office.all(State::Sent).await;
    let taken = office.smtp.taken();
    assert_eq!(taken.len(), 2);
    let (first, second) = (parse(&taken[0].raw), parse(&taken[1].raw));
    assert_eq!(first.message_id(), second.message_id());
    // Whichever of the two a mail program keeps, its link works.
    for message in [&first, &second] {
        let link = secret(&text(message), "i");
        let looked = office
            .world
            .test
            .db()
            .look_at_link(&link, office.hand.now())
            .await;
        assert!(matches!(looked.unwrap(), Looked::Alive(_)));
    }
    office.close().await;
}

#[tokio::test]
async fn a_server_that_is_away_for_an_hour_loses_nothing() {
    let office = Office::open(Engine::Sqlite).await;
    let Office {
        world,
        smtp,
        hand,
        stop,
        sending,
    } = office;
    let port = smtp.port();
    drop(smtp);
    let office = Office {
        world,
        smtp: Smtp::start().await,
        hand,
        stop,
        sending,
    };
    for _ in 0..3 {
        office.post(GUEST, Post::Shared(&["g-shop"], None)).await;
    }
    let tried = |queue: &[Queued], times| {
        queue
            .iter()
            .all(|mail| mail.state == State::Waiting && mail.attempts >= times)
    };
    office.until(|queue| tried(queue, 1)).await;
    for times in 2..6 {
        office.hand.on(SignedDuration::from_mins(15));
        office.until(|queue| tried(queue, times)).await;
    }
    let back = Smtp::again(port).await;
    office.hand.on(SignedDuration::from_mins(30));
    office.all(State::Sent).await;
    let ids: BTreeSet<String> = back
        .taken()
        .iter()
        .map(|taken| parse(&taken.raw).message_id().unwrap().to_owned())
        .collect();
    assert_eq!((back.taken().len(), ids.len()), (3, 3));
    office.close().await;
}

#[tokio::test]
async fn stopping_finishes_the_mail_at_hand_and_loses_none() {
    let office = Office::open(Engine::Sqlite).await;
    office.smtp.plan([Plan::After(Duration::from_millis(600))]);
    for _ in 0..3 {
        office.post(GUEST, Post::Shared(&["g-shop"], None)).await;
    }
    office
        .until(|queue| queue.iter().any(|mail| mail.state == State::Sending))
        .await;
    let _ = office.stop.send(());
    tokio::time::timeout(Duration::from_secs(10), office.sending)
        .await
        .expect("sending stops")
        .unwrap();
    assert_eq!(office.smtp.taken().len(), 1);

    // The next process goes on.
    let mail = office.smtp.url().parse().unwrap();
    let mailer = Mailer::new(Some(&mail), None, BASE).unwrap();
    let (db, clock) = (office.world.test.db().clone(), office.hand.clock());
    let next = tokio::spawn(deliver(db, Arc::new(mailer), clock, std::future::pending()));
    office.smtp.until(|taken| taken.len() == 3).await;
    next.abort();
}

#[tokio::test]
async fn a_wrong_password_is_ours_to_mend_and_costs_no_mail() {
    let smtp = Smtp::start().await;
    let url = format!("smtp://me:wrong@127.0.0.1:{}", smtp.port());
    let office = Office::with(Engine::Sqlite, smtp, &url).await;
    office.post(GUEST, Post::SignIn).await;
    let queue = office
        .until(|queue| queue[0].state == State::Waiting && queue[0].attempts == 1)
        .await;
    let reason = queue[0].reason.clone().unwrap();
    assert!(reason.contains("no such user"), "{reason}");
    assert!(!reason.contains("wrong"), "{reason}");
    office.close().await;
}

#[tokio::test]
async fn user_and_password_are_given_to_the_server_and_never_where_encryption_is_wanted_and_missing()
 {
    let smtp = Smtp::start().await;
    let url = format!("smtp://me:p%40ss@127.0.0.1:{}", smtp.port());
    let office = Office::with(Engine::Sqlite, smtp, &url).await;
    office.post(GUEST, Post::SignIn).await;
    office.all(State::Sent).await;
    let login = office.smtp.taken()[0].login.clone();
    assert_eq!(login, Some(("me".to_owned(), "p@ss".to_owned())));
    office.close().await;

    let smtp = Smtp::start().await;
    let url = format!("smtp://127.0.0.1:{}?tls=required", smtp.port());
    let office = Office::with(Engine::Sqlite, smtp, &url).await;
    office.post(GUEST, Post::SignIn).await;
    office
        .until(|queue| queue[0].state != State::Sending && queue[0].attempts == 1)
        .await;
    assert!(office.smtp.taken().is_empty());
    assert_eq!(office.smtp.connections(), 1);
    office.close().await;
}

#[tokio::test]
async fn no_name_and_no_message_reaches_into_the_headers() {
    let office = Office::open(Engine::Sqlite).await;
    let nasty = r##"
{"kind":"member","id":"eve","email":"eve@acme.example","name":"Eve\r\nBcc: all@evil.example\r\n\r\n<html>","role":"admin"}
{"kind":"guest","id":"max","email":"max@alfreds.example","name":"\"Max\" <x@evil.example>,\r\nCc: y@evil.example","state":"active"}
{"kind":"project","id":"odd","name":"Odd\r\nX-Evil: 1\u202e\u0007 name","stage":"review"}
{"kind":"grant","id":"g-odd","to":"max","on":{"project":"odd"},"role":"Viewer"}
"##;
    let nasty = nasty.replace("\\r\\n", " \\t ").replace("\\u0007", "");
    office.world.import("acme", &nasty).await;
    let message = "\r\n.\r\nMAIL FROM:<x@evil.example>\r\n\u{0}\u{1b}[31m<script>alert(1)</script>";
    post(
        office.world.test.db(),
        "acme",
        "max@alfreds.example",
        Some("eve@acme.example"),
        Post::Shared(&["g-odd"], Some(message)),
        office.hand.now(),
    )
    .await;
    office.all(State::Sent).await;
    let taken = office.smtp.taken();
    assert_eq!(taken.len(), 1);
    let message = parse(&taken[0].raw);
    for name in ["Bcc", "Cc", "X-Evil"] {
        assert!(header(&message, name).is_none(), "{name}");
    }
    assert_eq!(message.to().unwrap().iter().count(), 1);
    assert_eq!(taken[0].to, "max@alfreds.example");
    let (text, html) = (text(&message), html(&message));
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"));
    assert!(text.contains("    MAIL FROM:<x@evil.example>\n"), "{text}");
    assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}'));
    for line in taken[0].raw.split(|byte| *byte == b'\n') {
        assert!(line.len() < 999 && line.is_ascii());
    }
    office.close().await;
}

#[tokio::test]
async fn staff_are_told_who_opened_what_to_whom_and_what_ends() {
    let office = Office::open(Engine::Sqlite).await;
    office.post(ADA, Post::Notice(&["g-shop"])).await;
    office.post(ADA, Post::Ends(&["g-shop"])).await;
    office.post(GUEST, Post::Ends(&["g-shop"])).await;
    office.all(State::Sent).await;
    let taken = office.smtp.taken();
    let subjects: Vec<String> = taken
        .iter()
        .map(|taken| parse(&taken.raw).subject().unwrap().to_owned())
        .collect();
    assert_eq!(
        subjects,
        [
            "Jonas Weber shared “Online shop “relaunch” <b>” with a guest",
            "Maria Anders (maria@alfreds.example) loses access on 31 July 2026",
            "“Online shop “relaunch” <b>” is shared with you until 31 July 2026",
        ]
    );
    let notice = text(&parse(&taken[0].raw));
    assert!(
        notice.contains("Maria Anders (maria@alfreds.example): Online shop"),
        "{notice}"
    );
    office.close().await;
}
