//! One company that these tests look at, brought in as a bundle.

use crate::accounts::{self, NewAccount};
use crate::blobs::Blobs;
use crate::bundle::{Wish, import};
use crate::engine::Sql;
use crate::testing::{Engine, TestDb};
use crate::{Arrival, Db, Operator, ReadError, Reader};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// When the tests look.
pub(crate) const NOW: &str = "2026-03-10T12:00:00Z";

/// `acme`: Ana is admin, Ben manager, Cleo member, Lim limited. Maria is a guest with two roles; Col completes tasks,
/// Vic looks; Olga manages the external access of customer c1, Pat and Dora stand in its table; Fin sees c1's bills.
pub(crate) const BUNDLE: &str = r##"
{"kind":"settings","ceiling":{"tasks":{"fields":["stage","percent"]}},"who_can_share":"managers","plan":"business","time_zone":"Europe/Berlin","locale":"en"}
{"kind":"member","id":"ana","email":"ana@acme.example","name":"Ana Sousa","role":"admin"}
{"kind":"member","id":"ben","email":"ben@acme.example","name":"Ben Ohm","role":"manager"}
{"kind":"member","id":"cleo","email":"cleo@acme.example","name":"cleo Quist","role":"member"}
{"kind":"member","id":"lim","email":"lim@acme.example","name":"Lim","role":"limited"}
{"kind":"role","id":"r1","name":"Print shop","active":true,"expires_at":"2027-01-01T00:00:00Z","permissions":{"tasks":{"fields":["stage"],"actions":["comment"]}}}
{"kind":"customer","id":"c1","name":"Alfreds Futterkiste","type":"company"}
{"kind":"customer","id":"c2","name":"Bólido","type":"company"}
{"kind":"contact","id":"k1","customer":"c1","name":"Maria Anders","email":"maria@alfreds.example"}
{"kind":"guest","id":"maria","email":"maria@alfreds.example","name":"Maria Anders","roles":["Viewer","r1"],"state":"active","contact":"k1","expires_at":"2026-12-31T23:00:00Z","available_users":["ana"]}
{"kind":"guest","id":"col","email":"col@free.example","name":"Col","roles":["Collaborator"],"state":"active"}
{"kind":"guest","id":"vic","email":"vic@free.example","name":"Vic","state":"active"}
{"kind":"guest","id":"olga","email":"olga@alfreds.example","name":"Ólga","state":"active","customer":"c1","available_users":[]}
{"kind":"guest","id":"pat","email":"pat@alfreds.example","name":"Pat","state":"active"}
{"kind":"guest","id":"dora","email":"dora@alfreds.example","name":"Dora","state":"suspended"}
{"kind":"guest","id":"fin","email":"fin@alfreds.example","name":"Fin","state":"active","permissions":{}}
{"kind":"guest","id":"nick","email":"nick@alfreds.example","name":"Nick","state":"active","permissions":{}}
{"kind":"guest","id":"iva","email":"iva@free.example","name":"Iva","state":"invited"}
{"kind":"guest","id":"rex","email":"rex@free.example","name":"Rex","state":"removed"}
{"kind":"stage","id":"open","module":"tasks","name":"Open","color":"#3b82f6","position":1,"closed":false}
{"kind":"stage","id":"later","module":"tasks","name":"Filed","position":9,"closed":true}
{"kind":"stage","id":"closed","module":"tasks","name":"Done","color":"#10b981","position":5,"closed":true}
{"kind":"project","id":"p1","name":"Website","manager":"ben"}
{"kind":"task","id":"t1","project":"p1","title":"Draft","stage":"open","percent":40,"assignee":"col"}
{"kind":"task","id":"t2","project":"p1","title":"Filed","stage":"later","percent":100,"assignee":"col"}
{"kind":"task","id":"t3","project":"p1","title":"Print","stage":"open"}
{"kind":"grant","id":"g-vic","to":"vic","on":{"task":"t3"},"role":"Viewer","expires_at":"2026-06-01T00:00:00Z","notes":"until go-live"}
{"kind":"grant","id":"g-shop","to":"maria","on":{"project":"p1"},"role":"r1","days_back":30}
{"kind":"grant","id":"g-old","to":"maria","on":{"customer":"c2"},"role":"L10","revoked_at":"2026-02-01T00:00:00Z"}
{"kind":"grant","id":"g-olga","to":"olga","on":{"customer":"c1"},"role":"L80"}
{"kind":"grant","id":"g-pat","to":"pat","on":{"customer":"c1"},"role":"L30","days_back":365,"notes":"asked by phone"}
{"kind":"grant","id":"g-dora","to":"dora","on":{"customer":"c1"},"role":"L20","starts_at":"2026-05-01T00:00:00Z"}
{"kind":"grant","id":"g-ben","to":"ben","on":{"customer":"c1"},"role":"L10"}
{"kind":"grant","id":"g-over","to":"vic","on":{"customer":"c1"},"role":"L10","expires_at":"2026-03-01T00:00:00Z"}
{"kind":"grant","id":"g-own","to":"nick","on":{"customer":"c1"},"permissions":{"customers":{"relations":["invoices"]},"invoices":{"fields":["balance","status"]}}}
{"kind":"grant","id":"g-fin","to":"fin","on":{"customer":"c1"},"role":"L40"}
{"kind":"grant","id":"g-lim","to":"lim","on":{"customer":"c2"},"role":"L90"}
{"kind":"invoice","id":"i1","number":"R-1","customer":"c1","issued_on":"2026-02-01","due_on":"2026-03-01","status":"sent","currency":"EUR","lines":[{"description":"Design","quantity":"1","unit_price":"100.00","tax_rate":"0.19"}],"payments":[{"paid_on":"2026-02-20","amount":"19.00","method":"transfer"}]}
{"kind":"invoice","id":"i2","number":"R-2","customer":"c1","issued_on":"2026-02-02","due_on":"2026-04-01","status":"sent","currency":"JPY","lines":[{"description":"Type","quantity":"1","unit_price":"500"}]}
{"kind":"invoice","id":"i3","number":"R-3","customer":"c1","issued_on":"2026-02-03","due_on":"2026-02-10","status":"draft","currency":"EUR","lines":[{"description":"Draft","quantity":"1","unit_price":"1.00"}]}
{"kind":"invoice","id":"i4","number":"R-4","customer":"c1","issued_on":"2026-02-04","due_on":"2026-02-10","status":"void","sent_at":"2026-02-04T00:00:00Z","currency":"EUR","lines":[{"description":"Void","quantity":"1","unit_price":"2.00"}]}
{"kind":"invoice","id":"i5","number":"R-5","customer":"c1","issued_on":"2026-02-05","due_on":"2026-02-10","status":"paid","currency":"EUR","lines":[{"description":"Paid","quantity":"1","unit_price":"3.00"}],"payments":[{"paid_on":"2026-03-05","amount":"3.00"}]}
{"kind":"invoice","id":"i6","number":"R-6","customer":"c1","issued_on":"2026-02-06","status":"sent","currency":"EUR","lines":[{"description":"No day","quantity":"1","unit_price":"4.00"}]}
{"kind":"invoice","id":"i7","number":"R-7","customer":"c2","issued_on":"2026-02-06","due_on":"2026-02-10","status":"sent","currency":"EUR","lines":[{"description":"Other","quantity":"1","unit_price":"5.00"}]}
"##;

/// The company in a database of its own.
pub(crate) struct House {
    test: TestDb,
    blobs: Blobs,
    _dir: tempfile::TempDir,
}

pub(crate) fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// Parameters of a list.
pub(crate) fn asked(parameters: &[(&str, &str)]) -> Vec<(String, String)> {
    parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// The values of a key in a page's items.
pub(crate) fn each(page: &Value, key: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item[key].as_str().unwrap_or("-").to_owned())
        .collect()
}

/// What was answered, as JSON.
pub(crate) fn read(answer: Result<String, ReadError>) -> Value {
    serde_json::from_str(&answer.unwrap()).unwrap()
}

/// The first parameter that was refused, and why.
pub(crate) fn wrong(answer: Result<String, ReadError>) -> (String, String) {
    let Err(ReadError::Invalid(wrongs)) = answer else {
        panic!("the parameters were taken: {answer:?}");
    };
    (wrongs[0].pointer.clone(), wrongs[0].message.clone())
}

impl House {
    pub(crate) async fn new(engine: Engine) -> House {
        let test = TestDb::new(engine).await;
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::at_dir(dir.path()).unwrap();
        let house = House {
            test,
            blobs,
            _dir: dir,
        };
        house.found("acme", "Acme").await;
        house.bring("acme", BUNDLE).await;
        house
    }

    /// Founds a company, whose admin is Ada.
    pub(crate) async fn found(&self, slug: &str, name: &str) {
        let new = NewAccount {
            slug,
            name,
            admin_email: "ada@acme.example",
        };
        accounts::create(self.db(), &new, Timestamp::UNIX_EPOCH)
            .await
            .unwrap();
    }

    /// Brings lines into a company.
    pub(crate) async fn bring(&self, slug: &str, bundle: &str) {
        let permit = Operator::of_this_machine()
            .may_import(self.db(), slug)
            .await
            .unwrap();
        let wish = Wish {
            keep_going: false,
            dry_run: false,
            beside: None,
            now: now(),
        };
        let source = std::io::Cursor::new(bundle.trim_start().as_bytes().to_vec());
        let imported = import(self.db(), &self.blobs, permit, wish, source, |_| {})
            .await
            .unwrap();
        assert!(imported.written, "{:?}", imported.rejected);
    }

    pub(crate) fn db(&self) -> &Db {
        self.test.db()
    }

    pub(crate) fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    pub(crate) async fn account(&self, slug: &str) -> i64 {
        accounts::find(self.db(), slug).await.unwrap().unwrap()
    }

    /// A token of the user of `acme` with that address.
    pub(crate) async fn token(&self, email: &str) -> String {
        let operator = Operator::of_this_machine();
        operator
            .token(
                self.db(),
                "acme",
                email,
                SignedDuration::from_hours(24 * 365),
                now(),
            )
            .await
            .unwrap()
    }

    /// What the user with that address reads now.
    pub(crate) async fn reader(&self, email: &str) -> Box<Reader> {
        let token = self.token(email).await;
        match self.db().arrive("acme", &token, now()).await.unwrap() {
            Arrival::In(reader) => reader,
            other => panic!("{email} does not come in: {other:?}"),
        }
    }

    /// The public id of what the bundle calls `source`.
    pub(crate) async fn id(&self, table: &str, source: &str) -> String {
        let sql = Sql::built(format!(
            "SELECT public_id FROM {table} WHERE account_id = $1 AND source_id = $2"
        ));
        let values = [self.account("acme").await.into(), source.into()];
        let mut tx = self.db().snapshot().await.unwrap();
        crate::ids::show(
            &tx.one(&sql, &values, |row| row.id(0))
                .await
                .unwrap()
                .unwrap(),
        )
    }

    /// The public ids that a question about a company answers; `$1` is the account.
    pub(crate) async fn ids_of(&self, slug: &str, question: &'static str) -> Vec<String> {
        let account = self.account(slug).await;
        let mut tx = self.db().snapshot().await.unwrap();
        tx.rows(&Sql::fixed(question), &[account.into()], |row| {
            Ok(crate::ids::show(&row.id(0)?))
        })
        .await
        .unwrap()
    }

    /// Changes rows of `acme` behind everybody's back; `$1` is the account.
    pub(crate) async fn change(&self, statement: &'static str) {
        let account = self.account("acme").await;
        let mut tx = self.db().write().await.unwrap();
        tx.execute(&Sql::fixed(statement), &[account.into()])
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// The numbers that a question about `acme` answers; `$1` is the account.
    pub(crate) async fn numbers(&self, question: &'static str) -> Vec<i64> {
        let account = self.account("acme").await;
        let mut tx = self.db().snapshot().await.unwrap();
        tx.rows(&Sql::fixed(question), &[account.into()], |row| row.int(0))
            .await
            .unwrap()
    }
}
