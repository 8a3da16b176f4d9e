//! Whatever stands in a line, the answer is a report, and the same on both engines.

use super::round_trip::EXAMPLE;
use super::*;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// Values that are likely to be taken wrongly somewhere.
fn strange() -> impl Strategy<Value = Json> {
    let texts = [
        "",
        " ",
        "\u{0}",
        "a\u{0}b",
        "t1",
        "T1",
        "c1",
        "ana",
        "g1",
        "r1",
        "L90",
        "L30",
        "Viewer",
        "0",
        "-0",
        "-1",
        "1.005",
        "999999999999999999999999",
        "9223372036854775807",
        "-9223372036854775808",
        "1e3",
        "9999-12-31",
        "0000-01-01",
        "0001-01-01",
        "2026-02-29",
        "9999-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z",
        "2026-12-31T23:59:60Z",
        "2026-01-01T00:00:00.123456789+14:00",
        "EUR",
        "JPY",
        "KWD",
        "XAU",
        "XXX",
        "eur",
        "é",
        "e\u{301}",
        "🦊",
        "\u{202e}abc",
        "ab\u{ad}c@d.e",
        "a@b.c",
        "A@B.C",
        "ä@ö.ü",
        "🦊@🦊.example",
        "\"@x.y",
        "#ffffff",
        "*",
        "projects",
        "tasks",
        "UTC",
        "true",
        "null",
        "\\",
        "'; drop table task; --",
        "%s",
        "\u{feff}x",
        "\r\n",
    ];
    let leaf = prop_oneof![
        6 => prop::sample::select(texts.to_vec()).prop_map(Json::from),
        1 => "\\PC{0,20}".prop_map(Json::from),
        1 => Just("x".repeat(3000)).prop_map(Json::from),
        1 => any::<i64>().prop_map(Json::from),
        1 => any::<u64>().prop_map(Json::from),
        1 => (-3_i64..200).prop_map(Json::from),
        1 => any::<f64>().prop_map(Json::from),
        1 => any::<bool>().prop_map(Json::from),
        1 => Just(Json::Null),
    ];
    let keys = prop::sample::select(vec![
        "task",
        "customer",
        "guest",
        "contact",
        "name",
        "amount",
        "currency",
        "quantity",
        "unit_price",
        "tax_rate",
        "discount",
        "paid_on",
        "base64",
        "sha256",
        "size",
        "path",
        "tasks",
        "fields",
        "relations",
        "projects",
        "",
        "a/b~c",
    ]);
    leaf.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((keys.clone(), inner), 0..3).prop_map(|entries| entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<Json>()),
        ]
    })
}

/// The examples with some of their values replaced.
fn bundles() -> impl Strategy<Value = String> {
    let change = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        strange(),
    );
    prop::collection::vec(change, 1..12).prop_map(|changes| {
        let mut lines: Vec<Json> = EXAMPLE
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or(json!({})))
            .collect();
        for (line, key, value) in changes {
            let count = lines.len();
            let line = &mut lines[line.index(count)];
            let keys: Vec<String> = line
                .as_object()
                .map(|object| object.keys().cloned().collect())
                .unwrap_or_default();
            line[&keys[key.index(keys.len())]] = value;
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::round_trip::cases(10), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_in_a_line_is_taken_or_reported_alike_on_both_engines(text in bundles()) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let mut answers = Vec::new();
            for engine in Engine::both() {
                let account = Account::new(engine).await;
                let wish = Wish { keep_going: true, ..account.wish() };
                let imported = account.import_as(wish, &text).await;
                let exported = account.export(true).await;
                let second = Account::new(engine).await;
                let again = second.import(&exported).await;
                assert!(again.written, "{:?}", again.rejected);
                assert_eq!(second.export(true).await, exported);
                let own: Vec<String> =
                    exported.lines().filter(|line| !line.contains("ada@acme.example")).map(str::to_owned).collect();
                answers.push((imported.rejected, imported.counts, own));
            }
            assert_eq!(answers[0], answers[1]);
        });
    }
}
