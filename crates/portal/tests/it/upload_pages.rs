//! Adding, deleting and bringing back files on pages.

use store::testing::Engine;

use crate::portal_pages::shows;
use crate::sign_in::{Browser, leads_to};
use crate::uploads::{COLIN, Part, count, form, world};
use crate::world::{ADA, Answer, GUS, MIA, World};

async fn page(browser: &mut Browser<'_>, path: &str) -> String {
    let answer = browser.open(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

/// Sends a form of the session with these files.
async fn add(browser: &mut Browser<'_>, item: &str, files: &[Part<'_>]) -> Answer {
    let csrf = browser.csrf().await;
    let mut parts: Vec<Part<'_>> = vec![("csrf", None, csrf.as_bytes())];
    parts.extend(files);
    let path = format!("/acme/{item}/files/new");
    browser.submit_files(&path, form(&parts)).await
}

async fn press(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = browser.csrf().await;
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    browser.submit(path, &all).await
}

/// The address of an item, below the account and without it.
async fn item(world: &World, module: &str, source: &str) -> String {
    format!("{module}/{}", world.id(module, source).await)
}

/// The id of a file by its name, read off a page's links.
fn id_of<'p>(page: &'p str, name: &str) -> &'p str {
    let (before, _) = page.split_once(&format!(">{name}</a>")).unwrap();
    let (_, id) = before.rsplit_once("/files/").unwrap();
    id.split('"').next().unwrap()
}

#[tokio::test]
async fn a_guest_adds_files_and_deletes_their_own() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let mut colin = Browser::of(&world, COLIN).await;
        for item in [
            item(&world, "projects", "p1").await,
            item(&world, "tasks", "t1").await,
        ] {
            let at = format!("/acme/{item}");
            let before = page(&mut colin, &at).await;
            shows(
                &before,
                &["multipart/form-data", "Up to 65 kB at once."],
                &["/delete\""],
            );
            let files: [Part<'_>; 2] = [
                ("files", Some("Logo.png"), b"\x89PNG\r\n\x1a\n"),
                ("files", Some("<b>.txt"), b"text"),
            ];
            let sent = add(&mut colin, &item, &files).await;
            assert_eq!(sent.status, 303, "{}", sent.text());
            assert_eq!(leads_to(&sent), format!("{at}?said=uploaded&n=2#files"));
            let after = page(&mut colin, &format!("{at}?said=uploaded&n=2")).await;
            shows(
                &after,
                &[
                    "Your 2 files are there.",
                    "Logo.png",
                    "_b_.txt",
                    "You",
                    "Delete Logo.png",
                ],
                &["Delete brief.txt", "<b>.txt"],
            );
            let file = format!("{at}/files/{}", id_of(&after, "Logo.png"));
            let ask = page(&mut colin, &format!("{file}/delete")).await;
            shows(
                &ask,
                &[
                    "Delete Logo.png",
                    "Only Acme can bring it back, for 30 days.",
                ],
                &[],
            );
            let deleted = press(&mut colin, &format!("{file}/delete"), &[]).await;
            assert_eq!(leads_to(&deleted), format!("{at}?said=file-deleted#files"));
            let after = page(&mut colin, &at).await;
            shows(&after, &["_b_.txt"], &["Logo.png"]);
        }
    }
}

#[tokio::test]
async fn who_may_not_add_or_delete_sees_no_way_to_and_has_none() {
    let world = world(Engine::Sqlite).await;
    let p1 = item(&world, "projects", "p1").await;
    let hidden = item(&world, "tasks", "t3").await;
    let mut colin = Browser::of(&world, COLIN).await;
    let own: Part<'_> = ("files", Some("own.txt"), b"own");
    add(&mut colin, &p1, &[own]).await;
    let mut gus = Browser::of(&world, GUS).await;
    let seen = page(&mut gus, &format!("/acme/{p1}")).await;
    shows(
        &seen,
        &["own.txt", "brief.txt"],
        &["multipart", "/files/new", "/delete\""],
    );
    let file = format!("/acme/{p1}/files/{}", id_of(&seen, "own.txt"));
    for path in [
        format!("{file}/delete"),
        file.clone(),
        format!("/acme/{p1}/files/new"),
    ] {
        assert_eq!(gus.open(&path).await.status, 403, "{path}");
    }
    assert_eq!(
        press(&mut gus, &format!("{file}/delete"), &[]).await.status,
        403
    );
    assert_eq!(
        press(&mut gus, &file, &[("name", "mine.txt")]).await.status,
        403
    );
    assert_eq!(
        press(&mut gus, &format!("{file}/back"), &[]).await.status,
        403
    );
    assert_eq!(add(&mut gus, &p1, &[own]).await.status, 403);
    // What is not shared is one page, whatever is done to it.
    let closed = add(&mut colin, &hidden, &[own]).await;
    let never = add(&mut colin, "tasks/none", &[own]).await;
    assert_eq!((closed.status.as_u16(), &closed.body), (404, &never.body));
    let open = colin.open(&format!("/acme/{hidden}/files/new")).await;
    assert_eq!((open.status.as_u16(), &open.body), (404, &never.body));
    let elsewhere = colin
        .open(&format!("/acme/{hidden}/files/none/delete"))
        .await;
    assert_eq!(
        (elsewhere.status.as_u16(), &elsewhere.body),
        (404, &never.body)
    );
    assert_eq!(count(&world, &p1).await, 2);
}

#[tokio::test]
async fn what_was_wrong_is_said_kindly_and_nothing_is_added() {
    let world = world(Engine::Sqlite).await;
    let t1 = item(&world, "tasks", "t1").await;
    let mut colin = Browser::of(&world, COLIN).await;
    let good: Part<'_> = ("files", Some("good.txt"), b"good");
    let large = vec![b'x'; 70_000];
    let many = vec![good; 101];
    let cases: [(&[Part<'_>], u16, &str); 4] = [
        (
            &[("files", Some("big.bin"), &large)],
            413,
            "Together that is more than 65 kB.",
        ),
        (&[("files", Some(""), b"")], 422, "Choose a file first."),
        (
            &[good, ("files", Some("no.txt"), b"")],
            422,
            "no.txt has nothing in it",
        ),
        (&many, 422, "Add at most 100 files at once."),
    ];
    for (files, status, words) in cases {
        let answer = add(&mut colin, &t1, files).await;
        assert_eq!(answer.status, status, "{words}: {}", answer.text());
        shows(
            &answer.text(),
            &[words, "multipart/form-data", "aria-invalid"],
            &[],
        );
    }
    let csrf = colin.csrf().await;
    let mut cut = form(&[("csrf", None, csrf.as_bytes()), good]);
    cut.truncate(cut.len() - 20);
    let path = format!("/acme/{t1}/files/new");
    let answer = colin.submit_files(&path, cut).await;
    assert_eq!(answer.status, 400);
    shows(&answer.text(), &["The files did not arrive whole"], &[]);
    assert_eq!(count(&world, &t1).await, 2);
    assert_eq!(world.bytes_lying(), 3);
}

#[tokio::test]
async fn a_form_that_is_not_of_the_session_adds_nothing() {
    let world = world(Engine::Sqlite).await;
    let t1 = item(&world, "tasks", "t1").await;
    let mut colin = Browser::of(&world, COLIN).await;
    let csrf = colin.csrf().await;
    let good: Part<'_> = ("files", Some("good.txt"), b"good");
    let path = format!("/acme/{t1}/files/new");
    let forms: [&[Part<'_>]; 4] = [
        &[good],
        &[("csrf", None, b"other"), good],
        // The token must come before the bytes.
        &[good, ("csrf", None, csrf.as_bytes())],
        &[],
    ];
    for parts in forms {
        assert_eq!(colin.submit_files(&path, form(parts)).await.status, 403);
    }
    let others = Browser::of(&world, GUS).await.csrf().await;
    let forged = form(&[("csrf", None, others.as_bytes()), good]);
    assert_eq!(colin.submit_files(&path, forged).await.status, 403);
    assert_eq!(count(&world, &t1).await, 2);
    assert_eq!(world.bytes_lying(), 3);
}

#[tokio::test]
async fn staff_add_rename_open_delete_and_bring_back() {
    for engine in Engine::both() {
        let world = world(engine).await;
        for item in [
            item(&world, "projects", "p1").await,
            item(&world, "tasks", "t1").await,
            item(&world, "tickets", "s1").await,
        ] {
            let at = format!("/acme/{item}");
            let mut mia = Browser::of(&world, MIA).await;
            let before = page(&mut mia, &at).await;
            shows(&before, &["multipart/form-data"], &["Bring back"]);
            let file: Part<'_> = ("files", Some("plan.txt"), b"plan");
            assert_eq!(add(&mut mia, &item, &[file]).await.status, 303);
            let after = page(&mut mia, &at).await;
            shows(
                &after,
                &["plan.txt", "Rename plan.txt", "Delete plan.txt"],
                &[],
            );
            let id = id_of(&after, "plan.txt").to_owned();
            let file = format!("{at}/files/{id}");
            shows(
                &page(&mut mia, &file).await,
                &["Rename plan.txt", "value=\"plan.txt\""],
                &[],
            );
            let empty = press(&mut mia, &file, &[("name", " ")]).await;
            assert_eq!(empty.status, 422);
            let named = press(&mut mia, &file, &[("name", "Plan: A.txt")]).await;
            assert_eq!(leads_to(&named), format!("{at}?said=file-renamed#files"));
            let mut gus = Browser::of(&world, GUS).await;
            shows(&page(&mut gus, &at).await, &[], &["Plan_ A.txt"]);
            let opened = press(&mut mia, &format!("{at}/files"), &[("on", &id)]).await;
            assert_eq!(leads_to(&opened), format!("{at}?said=file-opened#files"));
            shows(&page(&mut gus, &at).await, &["Plan_ A.txt"], &[]);
            shows(
                &page(&mut mia, &format!("{file}/delete")).await,
                &["Staff can bring it back for 30 days."],
                &[],
            );
            let deleted = press(&mut mia, &format!("{file}/delete"), &[]).await;
            assert_eq!(leads_to(&deleted), format!("{at}?said=file-deleted#files"));
            shows(
                &page(&mut gus, &at).await,
                &[],
                &["Plan_ A.txt", "Bring back"],
            );
            let mut ada = Browser::of(&world, ADA).await;
            shows(
                &page(&mut ada, &at).await,
                &["One deleted file", "Bring back", "deleted by Mia Rey"],
                &[],
            );
            let back = press(&mut ada, &format!("{file}/back"), &[]).await;
            assert_eq!(leads_to(&back), format!("{at}?said=file-back#files"));
            shows(&page(&mut gus, &at).await, &["Plan_ A.txt"], &[]);
            let download = mia.open(&format!("/acme/files/{id}")).await;
            assert_eq!(&download.body[..], b"plan");
        }
    }
}

#[tokio::test]
async fn members_see_a_way_to_delete_what_is_theirs_alone() {
    let world = world(Engine::Sqlite).await;
    let p1 = item(&world, "projects", "p1").await;
    let mut ada = Browser::of(&world, ADA).await;
    let file: Part<'_> = ("files", Some("hers.txt"), b"hers");
    add(&mut ada, &p1, &[file]).await;
    let mut mia = Browser::of(&world, MIA).await;
    let seen = page(&mut mia, &format!("/acme/{p1}")).await;
    shows(
        &seen,
        &["Rename hers.txt", "Delete brief.txt"],
        &["Delete hers.txt"],
    );
    let path = format!("/acme/{p1}/files/{}/delete", id_of(&seen, "hers.txt"));
    assert_eq!(mia.open(&path).await.status, 403);
    assert_eq!(press(&mut mia, &path, &[]).await.status, 403);
}
