//! What four guests see of the real data, where it lies beside the workspace.

use super::real::real_bundle;
use super::*;
use crate::visible::Reader;
use access::Module;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// The real company, looked at on the day of its newest order.
struct Company {
    account: Account,
    lines: Vec<Json>,
    now: Timestamp,
}

impl Company {
    async fn new(engine: Engine, bundle: &str) -> Company {
        let lines: Vec<Json> = bundle
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let days = lines.iter().filter_map(|line| line["ordered_on"].as_str());
        let now = format!("{}T12:00:00Z", days.max().unwrap())
            .parse()
            .unwrap();
        let account = Account::new(engine).await;
        let wish = Wish {
            now,
            ..account.wish()
        };
        let imported = account.import_as(wish, bundle).await;
        assert!(imported.written, "{:?}", imported.rejected.first.first());
        Company {
            account,
            lines,
            now,
        }
    }

    async fn guest(&self, name: &str) -> Reader {
        static BY_EMAIL: Sql =
            Sql::fixed("SELECT id FROM person WHERE account_id = $1 AND email = $2");
        let mut tx = self.account.test.db().snapshot().await.unwrap();
        let email = format!("{name}@guests.example");
        let values = [self.account.id.into(), Value::Text(&email)];
        let person = tx.one(&BY_EMAIL, &values, |row| row.int(0)).await.unwrap();
        let now = self.now.as_microsecond();
        let viewer = crate::viewer::by_id(&mut tx, self.account.id, person.unwrap(), now).await;
        Reader::new(viewer.unwrap().unwrap(), tx)
    }

    /// The bundle's lines of a kind of one customer.
    fn of(&self, kind: &str, customer: &str) -> Vec<&Json> {
        let lines = self.lines.iter();
        lines
            .filter(|line| line["kind"] == kind && line["customer"] == customer)
            .collect()
    }

    /// The day 90 days before the newest order.
    fn quarter(&self) -> String {
        let today = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
        let today = today.to_datetime(self.now).date();
        today
            .checked_sub(jiff::ToSpan::days(90))
            .unwrap()
            .to_string()
    }
}

async fn all(reader: &mut Reader, module: Module) -> Vec<Json> {
    let mut items = Vec::new();
    let mut asked = vec![("limit".to_owned(), "200".to_owned())];
    loop {
        let page: Json = serde_json::from_str(&reader.list(module, &asked).await.unwrap()).unwrap();
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        asked.truncate(1);
        match page["next"].as_str() {
            Some(next) => asked.push(("cursor".to_owned(), next.to_owned())),
            None => return items,
        }
    }
}

fn numbers<'j>(items: impl IntoIterator<Item = &'j Json>) -> BTreeSet<String> {
    let number = |item: &Json| item["number"].as_str().unwrap().to_owned();
    items.into_iter().map(number).collect()
}

/// A decimal in ten-thousandths.
fn exact(text: &Json) -> i128 {
    let (whole, part) = text
        .as_str()
        .unwrap()
        .split_once('.')
        .unwrap_or((text.as_str().unwrap(), ""));
    format!("{whole}{part:0<4}").parse().unwrap()
}

/// What an order of the bundle comes to, in cents, each line rounded half up.
fn cents(order: &Json) -> i128 {
    let lines = order["lines"].as_array().unwrap().iter();
    lines
        .map(|line| {
            let left = 10_000 - exact(&line["discount"]);
            let full = exact(&line["quantity"]) * exact(&line["unit_price"]) * left;
            (full + 5_000_000_000) / 10_000_000_000
        })
        .sum()
}

async fn paul_sees_orders_of_one_customer_and_no_price(company: &Company) {
    let mut paul = company.guest("paul").await;
    let orders = all(&mut paul, Module::Orders).await;
    assert_eq!(numbers(&orders), numbers(company.of("order", "VINET")));
    for order in &orders {
        assert!(!order["lines"].as_array().unwrap().is_empty());
        for hidden in ["unit_price", "discount", "amount", "total"] {
            assert!(
                !order.to_string().contains(&format!("\"{hidden}\"")),
                "{order}"
            );
        }
        let files = paul
            .related(Module::Orders, order["id"].as_str().unwrap(), "files", &[])
            .await;
        assert!(
            matches!(files, Err(crate::ReadError::NotFound)),
            "{files:?}"
        );
    }
    for module in [
        Module::Invoices,
        Module::Estimates,
        Module::Projects,
        Module::Tasks,
    ] {
        assert_eq!(all(&mut paul, module).await, Vec::<Json>::new(), "{module}");
    }
}

async fn yang_sees_the_last_quarter_of_one_customer(company: &Company) {
    let mut yang = company.guest("yang").await;
    let from = company.quarter();
    let mut wanted = company.of("order", "CHOPS");
    wanted.retain(|order| order["ordered_on"].as_str().unwrap() >= from.as_str());
    let orders = all(&mut yang, Module::Orders).await;
    assert_eq!(numbers(&orders), numbers(wanted.iter().copied()));
    assert!(
        !orders.is_empty(),
        "the newest orders are of this customer, too"
    );
    let total: i128 = orders
        .iter()
        .map(|order| exact(&order["total"]) / 100)
        .sum();
    assert_eq!(total, wanted.iter().map(|order| cents(order)).sum::<i128>());
    let mut wanted = company.of("invoice", "CHOPS");
    wanted.retain(|invoice| invoice["issued_on"].as_str().unwrap() >= from.as_str());
    let invoices = all(&mut yang, Module::Invoices).await;
    assert_eq!(numbers(&invoices), numbers(wanted));
}

async fn maria_sees_all_of_hers_and_nobody_elses(company: &Company) {
    let mut maria = company.guest("maria").await;
    let orders = all(&mut maria, Module::Orders).await;
    assert_eq!(numbers(&orders), numbers(company.of("order", "ALFKI")));
    let invoices = all(&mut maria, Module::Invoices).await;
    assert_eq!(numbers(&invoices), numbers(company.of("invoice", "ALFKI")));
    let customers = all(&mut maria, Module::Customers).await;
    let names: Vec<_> = customers.iter().map(|customer| &customer["name"]).collect();
    assert_eq!(names, ["Alfreds Futterkiste"]);
    assert_eq!(all(&mut maria, Module::Knowledge).await.len(), 1);
}

async fn roland_sees_the_board_by_stage_and_due_date(company: &Company) {
    let mut roland = company.guest("roland").await;
    let tasks = all(&mut roland, Module::Tasks).await;
    let board = company
        .lines
        .iter()
        .filter(|line| line["kind"] == "task" && line["project"] == "board");
    assert_eq!(tasks.len(), board.count());
    for task in &tasks {
        let keys: Vec<_> = task.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["can", "due_on", "id", "relations", "stage", "title"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn four_guests_of_the_real_company_see_what_was_opened_to_them() {
    let Some(bundle) = real_bundle() else {
        println!("there is no real data beside the workspace");
        return;
    };
    for engine in Engine::both() {
        let company = Company::new(engine, &bundle).await;
        paul_sees_orders_of_one_customer_and_no_price(&company).await;
        yang_sees_the_last_quarter_of_one_customer(&company).await;
        maria_sees_all_of_hers_and_nobody_elses(&company).await;
        roland_sees_the_board_by_stage_and_due_date(&company).await;
    }
}
