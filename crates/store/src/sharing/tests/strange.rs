//! Strange words and strange addresses come through whole, or are refused; nothing is half done.

use super::ground::{Ground, parsed, pointers};
use crate::testing::Engine;
use serde_json::{Value, json};

/// Strings that break things, where the file with many of them is beside the repository; a few of them anywhere.
fn naughty() -> Vec<String> {
    const BESIDE: &str = "../../../shared/data/text/blns.json";
    const FEW: [&str; 12] = [
        "undefined",
        "ÅÍÎÏ˝ÓÔÒÚÆ☃",
        "﷽",
        "\u{202e}test\u{202c}",
        "Ω≈ç√∫˜µ≤≥÷",
        "<script>alert(0)</script>",
        "'; DROP TABLE person; --",
        "{{ 1 + 1 }}",
        "\u{1}\u{2}\u{7f}\u{85}",
        "田中さんにあげて下さい",
        "\u{fe0f}👩‍👩‍👧‍👦",
        "%s%n$1 $2 ${x}",
    ];
    let file = std::fs::read_to_string(BESIDE).unwrap_or_else(|_| "[]".to_owned());
    let listed: Vec<String> = serde_json::from_str(&file).unwrap();
    FEW.iter()
        .map(|few| (*few).to_owned())
        .chain(listed)
        .collect()
}

#[tokio::test]
async fn any_words_go_with_a_share_as_they_are() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let p1 = ground.id("project", "p1").await;
        let mut kept: Vec<String> = Vec::new();
        for words in naughty() {
            let label: String = words.chars().take(200).collect();
            let body = json!({
                "subjects": [{"project": p1}], "to": ["col@free.example"], "show": [], "message": words, "label": label,
            });
            let shared = ground.share_as("ana@acme.example", body).await;
            if words.contains('\0') {
                assert_eq!(pointers(shared), ["/message", "/label"]);
                continue;
            }
            shared.unwrap();
            // Nothing but spaces is no message.
            if !words.trim().is_empty() {
                kept.push(words);
            }
        }
        static MESSAGES: crate::engine::Sql = crate::engine::Sql::fixed(
            "SELECT m.detail FROM mail m WHERE m.account_id = $1 AND m.kind = 3 ORDER BY m.id",
        );
        let account = ground.house.account("acme").await;
        let mut tx = ground.house.db().snapshot().await.unwrap();
        let details = tx
            .rows(&MESSAGES, &[account.into()], |row| {
                Ok(row.text(0)?.to_owned())
            })
            .await
            .unwrap();
        drop(tx);
        let sent: Vec<String> = details
            .iter()
            .filter_map(|detail| parsed(detail)["message"].as_str().map(str::to_owned))
            .collect();
        assert_eq!(sent, kept);
        let mut ana = ground.reader("ana@acme.example").await;
        let parties = parsed(&ana.participants(&p1).await.unwrap());
        assert_eq!(parties["items"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn addresses_of_every_odd_form_are_one_person_or_refused() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let p1 = ground.id("project", "p1").await;
        let to = |list: Value| json!({"subjects": [{"project": p1}], "to": list, "show": []});
        let answer = ground
            .share(to(json!([
                " Paul@Print.Example ",
                "paul@print.example",
                "PAUL@PRINT.EXAMPLE",
                "paul+portal@print.example",
                "o'neil@print.example",
                "jörg@bücher.example",
                "JÖRG@xn--bcher-kva.example",
                "\"quoted\"@print.example",
                "用户@例え.テスト",
            ])))
            .await;
        let emails: Vec<&str> = answer["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["email"].as_str().unwrap())
            .collect();
        assert_eq!(
            emails,
            [
                "paul@print.example",
                "paul+portal@print.example",
                "o'neil@print.example",
                "jörg@xn--bcher-kva.example",
                "\"quoted\"@print.example",
                "用户@xn--r8jz45g.xn--zckzah",
            ]
        );
        let long = format!("{}@print.example", "a".repeat(250));
        for odd in [
            "",
            "@",
            "paul",
            "paul@",
            "@print.example",
            "paul@print",
            "a@b@c.example",
            "paul print@x.example",
            "paul@print..example",
            "Paul <paul@print.example>",
            "paul@print.example, eva@print.example",
            "paul\u{0}@print.example",
            "paul\n@print.example",
            long.as_str(),
        ] {
            let refused = ground
                .share_as("ana@acme.example", to(json!(["ok@print.example", odd])))
                .await;
            assert_eq!(pointers(refused), ["/to/1"], "{odd:?}");
        }
        let many: Vec<String> = (0..501).map(|n| format!("{n}@many.example")).collect();
        assert_eq!(
            pointers(ground.share_as("ana@acme.example", to(json!(many))).await),
            ["/to"]
        );
        let none =
            "SELECT COUNT(*) FROM person WHERE account_id = $1 AND email LIKE '%@many.example'";
        assert_eq!(ground.house.numbers(none).await, [0]);
    }
}
