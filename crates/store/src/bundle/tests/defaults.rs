//! What a line may leave out, and where the bytes of files come from.

use super::*;

/// Each kind with nothing but what it requires.
const BARE: &str = r#"{"kind":"member","id":"m","email":"m@y.z"}
{"kind":"guest","id":"g","email":"g@y.z"}
{"kind":"role","id":"r"}
{"kind":"stage","id":"st","module":"projects"}
{"kind":"stage","id":"st","module":"tasks"}
{"kind":"customer","id":"c","name":"C"}
{"kind":"contact","id":"k","customer":"c"}
{"kind":"project","id":"p","name":"P"}
{"kind":"participant","id":"pp","project":"p"}
{"kind":"milestone","id":"mi","project":"p"}
{"kind":"task","id":"t","title":"T"}
{"kind":"comment","id":"x","on":{"task":"t"}}
{"kind":"file","id":"f","on":{"task":"t"}}
{"kind":"meeting","id":"e","title":"E"}
{"kind":"ticket","id":"s","number":"1","subject":"S"}
{"kind":"order","id":"o","number":"1"}
{"kind":"estimate","id":"q","number":"1"}
{"kind":"invoice","id":"i","number":"1"}
{"kind":"ledger_entry","id":"l","project":"p"}
{"kind":"work_order","id":"w","project":"p"}
{"kind":"knowledge_base","id":"kb","title":"K"}
{"kind":"article","id":"a","knowledge_base":"kb"}
{"kind":"grant","id":"gr","to":"g","on":{"customer":"c"}}
{"kind":"settings"}
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_line_may_leave_out_all_that_is_not_required_and_null_is_the_same() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let bare = account.import(BARE).await;
        assert!(bare.written, "{:?}", bare.rejected);
        let exported = account.export(false).await;
        for line in [
            r#"{"kind":"guest","id":"g","email":"g@y.z"}"#,
            r#"{"kind":"task","id":"t","title":"T","created_at":"2026-06-15T22:30:00Z"}"#,
            r#"{"kind":"file","id":"f","on":{"task":"t"},"external":false}"#,
            r#"{"kind":"ticket","id":"s","number":"1","subject":"S","opened_at":"2026-06-15T22:30:00Z"}"#,
            r#"{"kind":"invoice","id":"i","number":"1"}"#,
            r#"{"kind":"ledger_entry","id":"l","project":"p"}"#,
            r#"{"kind":"grant","id":"gr","to":"g","on":{"customer":"c"}}"#,
        ] {
            assert!(
                exported.lines().any(|exported| exported == line),
                "{line}\n{exported}"
            );
        }

        // An instant given by default stays as it was taken first; all else goes back to its default.
        let mut later = account.wish();
        later.now = Timestamp::from_microsecond(NOW + 1_000_000).unwrap();
        let nulls: String = BARE
            .lines()
            .map(|line| {
                let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
                let kind = crate::bundle::kinds::Kind::named(line["kind"].as_str().unwrap())
                    .unwrap()
                    .1;
                for field in kind
                    .fields
                    .iter()
                    .filter(|field| !field.key.is_empty() && !field.required)
                {
                    line[field.key] = serde_json::Value::Null;
                }
                format!("{line}\n")
            })
            .collect();
        let again = account.import_as(later, &nulls).await;
        assert!(again.written, "{:?}", again.rejected);
        assert!(
            again
                .counts
                .values()
                .all(|count| count.changed == 0 && count.created == 0),
            "{:?}",
            again.counts
        );
        assert_eq!(account.export(false).await, exported);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_by_a_guest_is_shown_outside_unless_the_line_says_otherwise() {
    let bundle = r#"{"kind":"file","id":"guests","on":{"task":"t"},"uploaded_by":"g"}
{"kind":"file","id":"staffs","on":{"task":"t"},"uploaded_by":"m"}
{"kind":"file","id":"hidden","on":{"task":"t"},"uploaded_by":"g","external":false}
"#;
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        account.import(BARE).await;
        account.import(bundle).await;
        const SHOWN: &str = "SELECT COUNT(*) FROM file WHERE account_id = $1 AND external = 1 AND source_id = 'guests'";
        assert_eq!(account.number(SHOWN).await, 1);
        const HIDDEN: &str = "SELECT COUNT(*) FROM file WHERE account_id = $1 AND external = 0";
        assert_eq!(account.number(HIDDEN).await, 3);
        account
            .import(&format!(
                "{bundle}{{\"kind\":\"settings\",\"files_external\":true}}"
            ))
            .await;
        const STAFFS: &str =
            "SELECT external FROM file WHERE account_id = $1 AND source_id = 'staffs'";
        assert_eq!(account.number(STAFFS).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_may_lie_beside_the_bundle_but_nowhere_else() {
    let account = Account::new(Engine::Sqlite).await;
    account.import(BARE).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("files")).unwrap();
    std::fs::write(folder.path().join("files/a.txt"), "hello").unwrap();
    let wish = || Wish {
        beside: Some(folder.path().to_owned()),
        ..account.wish()
    };
    let line = |path: &str| {
        format!(
            "{{\"kind\":\"file\",\"id\":\"f\",\"on\":{{\"task\":\"t\"}},\"content\":{{\"path\":\"{path}\"}}}}"
        )
    };

    assert!(
        account
            .import_as(wish(), &line("files/a.txt"))
            .await
            .written
    );
    assert!(
        account
            .export(true)
            .await
            .contains("{\"base64\":\"aGVsbG8=\"}")
    );

    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret"), "secret").unwrap();
    std::os::unix::fs::symlink(
        outside.path().join("secret"),
        folder.path().join("files/link"),
    )
    .unwrap();
    for path in ["files/link", "files/missing", "files"] {
        let refused = account.import_as(wish(), &line(path)).await;
        assert_eq!(
            (refused.written, refused.rejected.first[0].pointer.as_str()),
            (false, "/content/path"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_accounts_bytes_are_not_had_by_naming_them() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        account.import(BARE).await;
        account.import("{\"kind\":\"file\",\"id\":\"f\",\"on\":{\"task\":\"t\"},\"content\":{\"base64\":\"aGVsbG8=\"}}").await;
        let new = NewAccount {
            slug: "bolt",
            name: "Bolt",
            admin_email: "bo@bolt.example",
        };
        let other = accounts::create(account.test.db(), &new, now())
            .await
            .unwrap()
            .account_id;
        let named = format!(
            "{BARE}{}",
            account
                .export(false)
                .await
                .lines()
                .find(|line| line.contains("sha256"))
                .unwrap()
        );
        let source = std::io::Cursor::new(named.into_bytes());
        let permit = Permit::for_operator(other);
        let taken = import(
            account.test.db(),
            &account.blobs,
            permit,
            account.wish(),
            source,
            |_| {},
        )
        .await
        .unwrap();
        assert!(taken.written, "{:?}", taken.rejected);
        let out = Shared::default();
        let permit = Permit::for_operator(other);
        let exported = export(
            account.test.db(),
            &account.blobs,
            permit,
            true,
            now(),
            out.clone(),
        )
        .await
        .unwrap();
        assert_eq!(exported.files_left_out, 1);
        assert!(
            !String::from_utf8(out.0.lock().unwrap().clone())
                .unwrap()
                .contains("base64")
        );
    }
}
