//! Every kind of bad line, and what is said of it.

use super::round_trip::EXAMPLE;
use super::*;
use crate::bundle::Problem;

/// A bundle, and what is wrong with it: line, pointer, a piece of what was found, a piece of what was expected.
struct Bad(&'static str, u64, &'static str, &'static str, &'static str);

#[rustfmt::skip] // One bundle a line.
const INVALID: &[Bad] = &[
    // Kinds and keys.
    Bad(r#"{"id":"x"}"#, 1, "/kind", "nothing", "required"),
    Bad(r#"{"kind":"tax","id":"x"}"#, 1, "/kind", "`tax`", "one of settings, member"),
    Bad(r#"{"kind":7,"id":"x"}"#, 1, "/kind", "`7`", "one of settings"),
    Bad(r#"{"kind":"task","kind":"task","id":"x","title":"T"}"#, 1, "/kind", "again", "each key once"),
    Bad(r#"{"kind":"task","title":"T"}"#, 1, "/id", "nothing", "required"),
    Bad(r#"{"kind":"task","id":7,"title":"T"}"#, 1, "/id", "`7`", "a text"),
    Bad(r#"{"kind":"task","id":"","title":"T"}"#, 1, "/id", "``", "1 to 500 bytes"),
    Bad(r#"{"kind":"task","id":"x"}"#, 1, "/title", "nothing", "required"),
    Bad(r#"{"kind":"task","id":"x","title":null}"#, 1, "/title", "nothing", "required"),
    Bad(r#"{"kind":"task","id":"x","title":"T","colour":"red"}"#, 1, "/colour", "`colour`", "a key of the kind `task`"),
    Bad(r#"{"kind":"task","id":"x","title":"T","a/b":"red"}"#, 1, "/a~1b", "`a/b`", "a key of the kind"),
    Bad(r#"{"kind":"task","id":"x","title":"T","title":"U"}"#, 1, "/title", "again", "each key once"),
    Bad(r#"{"kind":"task","id":"x","title":"T","percent_tasks":1}"#, 1, "/percent_tasks", "key", "a key of the kind"),
    Bad(r#"{"kind":"settings","deleted":true}"#, 1, "/deleted", "`deleted`", "a key of the kind `settings`"),
    Bad(r#"{"kind":"task","id":"x","deleted":1}"#, 1, "/deleted", "`1`", "true or false"),
    Bad(r#"{"kind":"stage","id":"x"}"#, 1, "/module", "nothing", "required"),
    Bad(r#"{"kind":"stage","id":"x","module":"orders"}"#, 1, "/module", "`orders`", "projects, tasks"),
    Bad(r#"{"kind":"stage","id":"x","deleted":true}"#, 1, "/module", "nothing", "required"),
    // Types and ranges.
    Bad(r#"{"kind":"task","id":"x","title":7}"#, 1, "/title", "`7`", "a text"),
    Bad("{\"kind\":\"task\",\"id\":\"x\",\"title\":\"a\\u0000b\"}", 1, "/title", "a", "U+0000"),
    Bad(r#"{"kind":"task","id":"x","title":"T","percent":101}"#, 1, "/percent", "`101`", "from 0 to 100"),
    Bad(r#"{"kind":"task","id":"x","title":"T","percent":1.5}"#, 1, "/percent", "`1.5`", "a whole number"),
    Bad(r#"{"kind":"task","id":"x","title":"T","percent":"40"}"#, 1, "/percent", "`40`", "a whole number"),
    Bad(r#"{"kind":"task","id":"x","title":"T","due_on":"2026-02-30"}"#, 1, "/due_on", "`2026-02-30`", "a date"),
    Bad(r#"{"kind":"task","id":"x","title":"T","due_on":"1.3.2026"}"#, 1, "/due_on", "`1.3.2026`", "a date"),
    Bad(r#"{"kind":"task","id":"x","title":"T","created_at":"2026-02-03"}"#, 1, "/created_at", "2026", "an instant"),
    Bad(r#"{"kind":"task","id":"x","title":"T","hours_spent":4}"#, 1, "/hours_spent", "`4`", "decimal text"),
    Bad(r#"{"kind":"task","id":"x","title":"T","hours_spent":"-4"}"#, 1, "/hours_spent", "`-4`", "not negative"),
    Bad(r#"{"kind":"task","id":"x","title":"T","hours_spent":"1.00001"}"#, 1, "/hours_spent", "1.00001", "4 decimals"),
    Bad(r#"{"kind":"task","id":"x","title":"T","priority":"top"}"#, 1, "/priority", "`top`", "low, normal, high, urgent"),
    Bad(r#"{"kind":"task","id":"x","title":"T","followers":"ana"}"#, 1, "/followers", "`ana`", "a list"),
    Bad(r#"{"kind":"task","id":"x","title":"T","followers":["ana",7]}"#, 1, "/followers/1", "`7`", "a text"),
    Bad(r##"{"kind":"stage","id":"x","module":"tasks","color":"red"}"##, 1, "/color", "`red`", "a colour"),
    Bad(r#"{"kind":"stage","id":"x","module":"tasks","closed":"yes"}"#, 1, "/closed", "`yes`", "true or false"),
    Bad(r#"{"kind":"customer","id":"x","name":"N","email":"a@b"}"#, 1, "/email", "`a@b`", "an e-mail address"),
    Bad(r#"{"kind":"customer","id":"x","name":"N","type":"firm"}"#, 1, "/type", "`firm`", "company, person"),
    Bad(r#"{"kind":"grant","id":"x","to":"g1","on":{"task":"t1"},"days_back":-1}"#, 1, "/days_back", "`-1`", "from 0"),
    // Money.
    Bad(r#"{"kind":"project","id":"x","name":"N","budget":"12"}"#, 1, "/budget", "`12`", "`amount` and `currency`"),
    Bad(r#"{"kind":"project","id":"x","name":"N","budget":{"amount":"12"}}"#, 1, "/budget", "an object", "`currency`"),
    Bad(r#"{"kind":"project","id":"x","name":"N","budget":{"amount":"12","currency":"EURO"}}"#, 1, "/budget/currency", "`EURO`", "a currency"),
    Bad(r#"{"kind":"project","id":"x","name":"N","budget":{"amount":"1.005","currency":"EUR"}}"#, 1, "/budget/amount", "`1.005`", "2 decimals"),
    Bad(r#"{"kind":"project","id":"x","name":"N","budget":{"amount":"1.5","currency":"JPY"}}"#, 1, "/budget/amount", "`1.5`", "0 decimals"),
    Bad(r#"{"kind":"project","id":"x","name":"N","budget":{"amount":"99999999999999999","currency":"EUR"}}"#, 1, "/budget/amount", "999", "smaller"),
    Bad(r#"{"kind":"ledger_entry","id":"x","project":"p1","amount":"1.005","currency":"EUR"}"#, 1, "/amount", "`1.005`", "2 decimals"),
    Bad(r#"{"kind":"order","id":"x","number":"1","lines":[{"product":"P","quantity":1}]}"#, 1, "/lines/0/quantity", "`1`", "decimal text"),
    Bad(r#"{"kind":"order","id":"x","number":"1","lines":[{"quantity":"0.00001"}]}"#, 1, "/lines/0/quantity", "0.00001", "4 decimals"),
    Bad(r#"{"kind":"order","id":"x","number":"1","lines":[{"discount":"1.1"}]}"#, 1, "/lines/0/discount", "`1.1`", "from 0 to 1"),
    Bad(r#"{"kind":"order","id":"x","number":"1","lines":[{"tax_rate":"0.1"}]}"#, 1, "/lines/0/tax_rate", "`tax_rate`", "product"),
    Bad(r#"{"kind":"order","id":"x","number":"1","lines":[{},{"unit_price":"1.0000001"}]}"#, 1, "/lines/1/unit_price", "1.0000001", "6 decimals"),
    Bad(r#"{"kind":"order","id":"x","number":"1","lines":[{"quantity":"999999999","unit_price":"999999999"}]}"#, 1, "/lines/0", "an object", "amounts up to"),
    Bad(r#"{"kind":"invoice","id":"x","number":"1","currency":"EUR","payments":[{"amount":"1.001"}]}"#, 1, "/payments/0/amount", "1.001", "2 decimals"),
    Bad(r#"{"kind":"invoice","id":"x","number":"1","payments":[{"paid_on":"2026-01-01"}]}"#, 1, "/payments/0", "an object", "`amount`"),
    // People.
    Bad(r#"{"kind":"guest","id":"x"}"#, 1, "/email", "nothing", "required"),
    Bad(r#"{"kind":"guest","id":"x","email":"nobody"}"#, 1, "/email", "`nobody`", "an e-mail address"),
    Bad(r#"{"kind":"guest","id":"x","email":"x@y.z","state":"gone"}"#, 1, "/state", "`gone`", "invited, active"),
    Bad(r#"{"kind":"guest","id":"x","email":"x@y.z","roles":["L30"]}"#, 1, "/roles/0", "`L30`", "no level"),
    Bad(r#"{"kind":"guest","id":"x","email":"x@y.z","contact":"k1","customer":"c1"}"#, 1, "/customer", "`contact` and a `customer`", "one of the two"),
    Bad(r#"{"kind":"guest","id":"x","email":"ADA@acme.example"}"#, 1, "/email", "`ada@acme.example`", "no member of the account has"),
    Bad(r#"{"kind":"member","id":"x","email":"maria@alfreds.example"}"#, 1, "/email", "maria", "no guest of the account has"),
    Bad(r#"{"kind":"guest","id":"ana","email":"new@y.z"}"#, 1, "/id", "`ana`", "no member of the account has"),
    Bad("{\"kind\":\"guest\",\"id\":\"x\",\"email\":\"x@y.z\"}\n{\"kind\":\"guest\",\"id\":\"y\",\"email\":\"X@Y.z\"}", 2, "/email", "`x@y.z`", "line 1 has it"),
    Bad("{\"kind\":\"guest\",\"id\":\"x\",\"email\":\"x@y.z\"}\n{\"kind\":\"member\",\"id\":\"x\",\"email\":\"y@y.z\"}", 2, "/id", "`x`", "line 1 gives it to one"),
    Bad(r#"{"kind":"role","id":"Viewer","name":"Mine"}"#, 1, "/id", "`Viewer`", "built-in"),
    // Permissions.
    Bad(r#"{"kind":"role","id":"x","permissions":{"wages":{}}}"#, 1, "/permissions/wages", "", ""),
    Bad(r#"{"kind":"role","id":"x","permissions":{"tasks":{"fields":["salary"]}}}"#, 1, "/permissions/tasks/fields/0", "salary", "one of the fields of tasks"),
    Bad(r#"{"kind":"role","id":"x","permissions":{"tasks":false}}"#, 1, "/permissions/tasks", "false", "an object"),
    Bad(r#"{"kind":"role","id":"x","permissions":{"tasks":{},"tasks":{}}}"#, 1, "/permissions/tasks", "again", "each key once"),
    Bad(r#"{"kind":"settings","ceiling":{"tasks":true}}"#, 1, "/ceiling/tasks", "true", "false"),
    Bad(r#"{"kind":"settings","time_zone":"Mars/Olympus"}"#, 1, "/time_zone", "Mars", "a time zone"),
    Bad(r#"{"kind":"settings","plan":"gold"}"#, 1, "/plan", "`gold`", "free, business, enterprise"),
    Bad(r#"{"kind":"settings","locale":"Deutsch!"}"#, 1, "/locale", "Deutsch", "a language"),
    // Owners.
    Bad(r#"{"kind":"grant","id":"x","to":"g1","on":{"customer":"c1"},"role":"L90","permissions":{}}"#, 1, "/permissions", "L90", "without permissions"),
    Bad(r#"{"kind":"grant","id":"x","to":"g1","on":{"customer":"c1"},"role":"L90","expires_at":"2030-01-01T00:00:00Z"}"#, 1, "/expires_at", "L90", "end"),
    Bad(r#"{"kind":"grant","id":"x","to":"g1","on":{"customer":"c1"},"role":"L90","days_back":3}"#, 1, "/days_back", "L90", "window"),
    // References.
    Bad(r#"{"kind":"grant","id":"x","on":{"customer":"c1"}}"#, 1, "/to", "nothing", "required"),
    Bad(r#"{"kind":"grant","id":"x","to":"g1"}"#, 1, "/on", "nothing", "required"),
    Bad(r#"{"kind":"grant","id":"x","to":"g1","on":{"article":"a1"}}"#, 1, "/on/article", "`article`", "`customer`"),
    Bad(r#"{"kind":"grant","id":"x","to":"g1","on":{"customer":"c1","task":"t1"}}"#, 1, "/on", "an object", "one of"),
    Bad(r#"{"kind":"grant","id":"x","to":"g1","on":{"customer":"c1"},"role":"Boss"}"#, 1, "/role", "`Boss`", "a role"),
    Bad("{\"kind\":\"task\",\"id\":\"y\",\"title\":\"T\"}\n{\"kind\":\"task\",\"id\":\"x\",\"title\":\"T\",\"project\":\"p9\"}", 2, "/project", "`p9`", "a project of the bundle or the account"),
    Bad(r#"{"kind":"task","id":"x","title":"T","stage":"planned"}"#, 1, "/stage", "`planned`", "a stage of tasks"),
    Bad(r#"{"kind":"task","id":"x","title":"T","followers":["ana","nobody"]}"#, 1, "/followers/1", "`nobody`", "a member or guest"),
    Bad(r#"{"kind":"comment","id":"x","on":{"task":"t9"}}"#, 1, "/on/task", "`t9`", "a task"),
    Bad(r#"{"kind":"comment","id":"x","on":{"order":"o1"}}"#, 1, "/on/order", "`order`", "`project`"),
    Bad(r#"{"kind":"project","id":"x","name":"N","client":{"guest":"ana"}}"#, 1, "/client/guest", "`ana`", "a guest"),
    Bad(r#"{"kind":"contact","id":"x","name":"N"}"#, 1, "/customer", "nothing", "required"),
    // Files.
    Bad(r#"{"kind":"file","id":"x","on":{"task":"t1"},"content":{"base64":"%%%"}}"#, 1, "/content/base64", "`%%%`", "base64"),
    Bad(r#"{"kind":"file","id":"x","on":{"task":"t1"},"content":{"path":"../secret"}}"#, 1, "/content/path", "../secret", "below the bundle's folder"),
    Bad(r#"{"kind":"file","id":"x","on":{"task":"t1"},"content":{"path":"files/a"}}"#, 1, "/content/path", "files/a", "came without a folder"),
    Bad(r#"{"kind":"file","id":"x","on":{"task":"t1"},"content":{"sha256":"ab","size":2}}"#, 1, "/content/sha256", "`ab`", "64 hexadecimal digits"),
    Bad(r#"{"kind":"file","id":"x","on":{"task":"t1"},"content":{"url":"http://x"}}"#, 1, "/content/url", "`url`", "`base64`"),
];

#[rustfmt::skip]
const UNREADABLE: &[Bad] = &[
    Bad("\n\nnot json", 3, "", "no JSON at column", "a JSON object"),
    Bad("[1,2]", 1, "", "a list", "a JSON object"),
    Bad("{\"kind\":\"task\",\"id\":\"y\",\"title\":\"T\"}\n{\"kind\":\"task\",\"id\":\"x\",\"ti", 2, "", "cut off", "a whole JSON object"),
    Bad("{\"kind\":\"task\"} {}", 1, "", "no JSON at column", "a JSON object"),
];

async fn holds(
    account: &Account,
    Bad(bundle, line, pointer, found, expected): &Bad,
    problem: Problem,
) {
    let imported = account.import(bundle).await;
    assert!(!imported.written, "{bundle}");
    let first = &imported.rejected.first[0];
    assert_eq!(
        (first.line, first.pointer.as_str(), first.problem),
        (Some(*line), *pointer, problem),
        "{bundle}\n{first}"
    );
    assert!(first.found.contains(found), "{bundle}\n{first}");
    assert!(first.expected.contains(expected), "{bundle}\n{first}");
    assert_eq!(
        imported.rejected.total, 1,
        "{bundle}\n{:?}",
        imported.rejected
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_line_is_named_with_what_is_wrong_and_nothing_is_written() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        assert!(account.import(EXAMPLE).await.written);
        let before = account.export(true).await;
        for bad in INVALID {
            holds(&account, bad, Problem::Invalid).await;
        }
        for bad in UNREADABLE {
            holds(&account, bad, Problem::Unreadable).await;
        }
        assert_eq!(account.export(true).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_text_and_lines_without_end_are_named_too() {
    let account = Account::new(Engine::Sqlite).await;
    let import = |bytes: Vec<u8>| {
        let permit = Permit::for_operator(account.id);
        import(
            account.test.db(),
            &account.blobs,
            permit,
            account.wish(),
            std::io::Cursor::new(bytes),
            |_| {},
        )
    };
    let imported = import(b"{\"kind\":\"task\",\"id\":\"x\",\"title\":\"\xff\"}".to_vec())
        .await
        .unwrap();
    let first = &imported.rejected.first[0];
    assert_eq!((first.line, first.problem), (Some(1), Problem::Unreadable));
    assert!(
        first.found.contains("column 34") && first.expected == "UTF-8",
        "{first}"
    );

    let mut long = vec![b' '; (32 << 20) + 1];
    long.extend_from_slice(b"\n{\"kind\":\"customer\",\"id\":\"x\",\"name\":\"N\"}\n");
    let imported = import(long).await.unwrap();
    let first = &imported.rejected.first[0];
    assert_eq!(
        (first.line, first.expected.as_str(), imported.rejected.total),
        (Some(1), "at most 32 MiB a line", 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_32_mib_is_taken() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let head = "{\"kind\":\"customer\",\"id\":\"x\",\"name\":\"N\",\"address\":\"";
        let text = "a".repeat((32 << 20) - head.len() - 2);
        let imported = account.import(&format!("{head}{text}\"}}")).await;
        assert!(imported.written, "{:?}", imported.rejected);
        assert_eq!(
            account
                .number("SELECT LENGTH(address) FROM customer WHERE account_id = $1")
                .await,
            text.len() as i64
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_line_is_counted_and_the_first_thousand_are_kept() {
    let account = Account::new(Engine::Sqlite).await;
    let bundle: String = (0..1500)
        .map(|n| format!("{{\"kind\":\"task\",\"id\":\"t{n}\"}}\n"))
        .collect();
    let imported = account.import(&bundle).await;
    assert_eq!(
        (imported.rejected.first.len(), imported.rejected.total),
        (1000, 1500)
    );
    assert_eq!(imported.rejected.first[999].line, Some(1000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_to_a_bad_line_is_not_reported_beside_it() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let bundle = "{\"kind\":\"project\",\"id\":\"p\"}\n{\"kind\":\"task\",\"id\":\"t\",\"title\":\"T\",\"project\":\"p\"}\n\
                      {\"kind\":\"task\",\"id\":\"u\",\"title\":\"T\",\"project\":\"nowhere\"}\n";
        let imported = account.import(bundle).await;
        let lines: Vec<_> = imported
            .rejected
            .first
            .iter()
            .map(|rejected| rejected.line)
            .collect();
        assert_eq!(lines, [Some(1), Some(3)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_breaks_off_leaves_nothing() {
    struct Broken(bool);
    impl std::io::Read for Broken {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(std::io::Error::other("the line went dead"));
            }
            let line = b"{\"kind\":\"customer\",\"id\":\"x\",\"name\":\"N\"}\n";
            out[..line.len()].copy_from_slice(line);
            Ok(line.len())
        }
    }
    let account = Account::new(Engine::Sqlite).await;
    let permit = Permit::for_operator(account.id);
    let answer = import(
        account.test.db(),
        &account.blobs,
        permit,
        account.wish(),
        Broken(false),
        |_| {},
    )
    .await;
    assert!(
        answer
            .unwrap_err()
            .to_string()
            .contains("the line went dead")
    );
    assert_eq!(
        account
            .number("SELECT COUNT(*) FROM customer WHERE account_id = $1")
            .await,
        0
    );
}
