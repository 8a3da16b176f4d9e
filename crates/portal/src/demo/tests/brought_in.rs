//! The demo brought into a real account, on both engines: every line is taken, and `explain` answers the guide's questions.

use std::io::Cursor;

use jiff::Timestamp;
use jiff::civil::date;
use serde_json::Value;
use store::accounts::{self, NewAccount};
use store::bundle::{Wish, import};
use store::testing::{Engine, TestDb};
use store::{Blobs, Operator};

use super::{SAMPLE, noon};
use crate::demo;

/// An account on a database of its own, with what has been brought in.
struct House {
    database: TestDb,
    folder: tempfile::TempDir,
    now: Timestamp,
}

impl House {
    async fn new(engine: Engine) -> House {
        House {
            database: TestDb::new(engine).await,
            folder: tempfile::tempdir().unwrap(),
            now: noon(date(2026, 11, 24)),
        }
    }

    /// Opens an account, brings the lines in and says which were not taken.
    async fn bring(&self, slug: &str, name: &str, admin_email: &str, lines: String) -> Vec<String> {
        let db = self.database.db();
        let new = NewAccount {
            slug,
            name,
            admin_email,
        };
        accounts::create(db, &new, self.now).await.unwrap();
        let permit = Operator::of_this_machine()
            .may_import(db, slug)
            .await
            .unwrap();
        let blobs = Blobs::at_dir(self.folder.path()).unwrap();
        let wish = Wish {
            keep_going: false,
            dry_run: false,
            beside: None,
            now: self.now,
        };
        let imported = import(
            db,
            &blobs,
            permit,
            wish,
            Cursor::new(lines.into_bytes()),
            |_| {},
        )
        .await
        .unwrap();
        imported
            .rejected
            .first
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    async fn sees(&self, slug: &str, email: &str, item: &str) -> bool {
        let operator = Operator::of_this_machine();
        let mut reader = operator
            .reader(self.database.db(), slug, self.now)
            .await
            .unwrap();
        let answer: Value =
            serde_json::from_str(&reader.explain(email, item, None).await.unwrap()).unwrap();
        answer["visible"].as_bool().unwrap()
    }
}

#[tokio::test]
async fn both_companies_and_the_sample_are_taken_whole() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let today = date(2026, 11, 24);
        let agency = demo::agency(today, house.now).join("\n");
        let second = demo::second_company(today, house.now).join("\n");
        let bundles = [
            (demo::AGENCY, demo::AGENCY_NAME, demo::AGENCY_ADMIN, agency),
            (demo::SECOND, demo::SECOND_NAME, demo::SECOND_ADMIN, second),
            (
                "linden",
                "Linden Joinery",
                "greta@linden-joinery.example",
                SAMPLE.to_owned(),
            ),
        ];
        for (slug, name, admin, lines) in bundles {
            assert_eq!(
                house.bring(slug, name, admin, lines).await,
                [""; 0],
                "{slug} on {engine:?}"
            );
        }
        for question in demo::five_questions() {
            let visible = house
                .sees(demo::AGENCY, question.email, question.item)
                .await;
            assert_eq!(
                visible, question.visible,
                "{engine:?}: {} and {}",
                question.email, question.item
            );
        }
    }
}
