//! What these tests stand on: the company of `staff/tests/house.rs`, and short ways to share and to look.

use crate::chain::Permit;
use crate::sharing::{Item, ManageGuests, OpenAccess, Share};
use crate::staff::tests::house::{House, now};
use crate::testing::Engine;
use crate::writes::WriteError;
use crate::{Arrival, Reader};
use access::Module;
use jiff::Timestamp;
use serde_json::Value;

/// More of the company: files that outsiders do not see yet, a customer who is a project's client, an invoice of it.
const MORE: &str = r#"
{"kind":"project","id":"p2","name":"Shop","manager":"cleo","created_by":"ana","team":["ben"],"followers":["ana","cleo"],"client":{"customer":"c2"}}
{"kind":"task","id":"t4","project":"p2","title":"Shelves","due_on":"2026-04-01"}
{"kind":"file","id":"f1","on":{"project":"p1"},"name":"plan.txt","content":{"base64":"aGVsbG8="}}
{"kind":"file","id":"f2","on":{"task":"t1"},"name":"draft.txt","content":{"base64":"aGVsbG8="}}
{"kind":"file","id":"f3","on":{"project":"p2"},"name":"shop.txt","content":{"base64":"aGVsbG8="}}
{"kind":"settings","ceiling":{}}
"#;

pub(super) struct Ground {
    pub(super) house: House,
}

impl Ground {
    pub(super) async fn new(engine: Engine) -> Ground {
        let house = House::new(engine).await;
        house.bring("acme", MORE).await;
        Ground { house }
    }

    pub(super) async fn id(&self, table: &str, source: &str) -> String {
        self.house.id(table, source).await
    }

    pub(super) async fn item(&self, module: Module, source: &str) -> Item {
        let table = crate::visible::table::table(module).name;
        Item::of(module, &self.id(table, source).await)
    }

    /// Leave of a member to manage guests.
    pub(super) async fn manage(&self, email: &str) -> Permit<ManageGuests> {
        let reader = self.house.reader(email).await;
        reader.viewer().may(&reader.company()).unwrap()
    }

    /// Leave to write grants.
    pub(super) async fn write(&self, email: &str) -> Permit<OpenAccess> {
        self.house
            .reader(email)
            .await
            .may_manage_grants()
            .await
            .unwrap()
    }

    /// Shares as the member of that address does, through every step.
    pub(super) async fn share_as(&self, email: &str, body: Value) -> Result<Value, WriteError> {
        let share = Share::read(&body)?;
        let permit = self
            .house
            .reader(email)
            .await
            .may_share(share.subjects())
            .await?;
        let answer = self.house.db().share(permit, &share, None, now()).await?;
        Ok(serde_json::from_str(&answer).unwrap())
    }

    /// Shares as Ana, the admin.
    pub(super) async fn share(&self, body: Value) -> Value {
        self.share_as("ana@acme.example", body).await.unwrap()
    }

    /// Lets an invited guest accept, as following the link does.
    pub(super) async fn accept(&self, email: &str) {
        static ACCEPT: crate::engine::Sql = crate::engine::Sql::fixed(
            "UPDATE person SET state = 1 WHERE account_id = $1 AND email = $2 AND state = 0",
        );
        let account = self.house.account("acme").await;
        let mut tx = self.house.db().write().await.unwrap();
        let accepted = tx
            .execute(&ACCEPT, &[account.into(), email.into()])
            .await
            .unwrap();
        assert_eq!(accepted, 1, "{email} is not invited");
        tx.commit().await.unwrap();
    }

    pub(super) async fn reader(&self, email: &str) -> Box<Reader> {
        self.house.reader(email).await
    }

    /// Somebody who looks at another instant.
    pub(super) async fn reader_at(&self, email: &str, at: Timestamp) -> Box<Reader> {
        let token = self.house.token(email).await;
        match self.arrive(&token, at).await {
            Arrival::In(reader) => reader,
            other => panic!("{email} does not come in: {other:?}"),
        }
    }

    /// How somebody arrives who brings this token.
    pub(super) async fn arrive(&self, token: &str, at: Timestamp) -> Arrival {
        self.house.db().arrive("acme", token, at).await.unwrap()
    }

    /// What the user sees of a module.
    pub(super) async fn sees(&self, email: &str, module: Module) -> Vec<Value> {
        let mut reader = self.reader(email).await;
        let list = reader.list(module, &[]).await.unwrap();
        let list: Value = serde_json::from_str(&list).unwrap();
        list["items"].as_array().unwrap().clone()
    }

    /// An item as the user sees it.
    pub(super) async fn shown(&self, email: &str, module: Module, source: &str) -> Option<Value> {
        let id = self
            .id(crate::visible::table::table(module).name, source)
            .await;
        let mut reader = self.reader(email).await;
        let item = reader.item(module, &id).await.unwrap();
        item.map(|item| serde_json::from_str(&item).unwrap())
    }

    /// Mail that waits: to whom and of which kind.
    pub(super) async fn waiting(&self) -> Vec<(String, i64)> {
        static WAITING: crate::engine::Sql = crate::engine::Sql::fixed(
            "SELECT p.email, m.kind FROM mail m JOIN person p ON p.account_id = m.account_id AND p.id = m.to_person_id \
             WHERE m.account_id = $1 AND m.state = 0 ORDER BY p.email, m.kind",
        );
        let account = self.house.account("acme").await;
        let mut tx = self.house.db().snapshot().await.unwrap();
        tx.rows(&WAITING, &[account.into()], |row| {
            Ok((row.text(0)?.to_owned(), row.int(1)?))
        })
        .await
        .unwrap()
    }
}

/// The pointers of what was refused.
pub(super) fn pointers<T: std::fmt::Debug>(refused: Result<T, WriteError>) -> Vec<String> {
    match refused {
        Err(WriteError::Invalid(wrongs)) => wrongs.into_iter().map(|w| w.pointer).collect(),
        other => panic!("it was not refused for its values: {other:?}"),
    }
}

pub(super) fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}
