//! What is asked of the server: each question once for what its answer must be, then many times.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::bundle::guest_email;
use super::client::{Answer, Connection, Question};
use super::load::Known;
use super::program::{ACCOUNT, ADMIN, Program, Server};
use super::size::Size;

/// Guests who ask in turn.
const GUESTS: u64 = 32;
/// Items on a page.
const PAGE: usize = 50;

/// One sort of request, by several people.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// The CPU time a request may cost, in microseconds, with SQLite.
    pub(crate) sqlite: Option<u32>,
    /// The same with PostgreSQL, its processes included.
    pub(crate) postgres: Option<u32>,
    pub(crate) questions: Vec<Known>,
}

/// Tokens of those who ask.
pub(crate) struct People {
    guests: Vec<String>,
    admin: String,
}

impl People {
    /// Makes the tokens with the program itself.
    ///
    /// # Errors
    /// What the program says where it fails.
    pub(crate) fn of(program: &Program, size: Size) -> Result<People> {
        let count = GUESTS.min(size.guests);
        let guests =
            (0..count).map(|number| program.token(&guest_email(number * size.guests / count)));
        Ok(People {
            guests: guests.collect::<Result<_>>()?,
            admin: program.token(ADMIN)?,
        })
    }
}

/// Every case, with answers that were looked at: status 200 and whole pages.
///
/// # Errors
/// Where an answer is not as it should be.
pub(crate) fn cases(server: &Server<'_>, people: &People) -> Result<Vec<Case>> {
    let mut asker = Asker {
        connection: Connection::open(server.address)?,
    };
    let by_due_date = format!("/api/v1/{ACCOUNT}/tasks?sort=due_on&limit={PAGE}");
    let default_order = format!("/api/v1/{ACCOUNT}/tasks?limit={PAGE}");
    let admin = std::slice::from_ref(&people.admin);
    let guests = &people.guests;

    let mut pages = Vec::new();
    let mut checks = Vec::new();
    for token in guests {
        let (page, first) = asker.page(&by_due_date, token)?;
        pages.push(page);
        checks.push(asker.item(&format!("/api/v1/{ACCOUNT}/tasks/{first}"), token)?);
    }
    let mut cases = vec![
        Case {
            name: "guest, 50 tasks by due date",
            sqlite: Some(250),
            postgres: Some(1_000),
            questions: pages,
        },
        Case {
            name: "guest, 50 tasks in default order",
            sqlite: Some(250),
            postgres: Some(1_000),
            questions: asker.pages(&default_order, guests)?,
        },
        Case {
            name: "guest, one task",
            sqlite: Some(100),
            postgres: None,
            questions: checks,
        },
        Case {
            name: "staff, 50 tasks by due date",
            sqlite: None,
            postgres: None,
            questions: asker.pages(&by_due_date, admin)?,
        },
        Case {
            name: "staff, 50 tasks in default order",
            sqlite: None,
            postgres: None,
            questions: asker.pages(&default_order, admin)?,
        },
    ];
    match asker.html(&format!("/{ACCOUNT}/tasks"), guests)? {
        Some(questions) => cases.push(Case {
            name: "guest, tasks as an HTML page",
            sqlite: Some(500),
            postgres: None,
            questions,
        }),
        None => eprintln!("the HTML page of tasks does not answer to a bearer token: not measured"),
    }
    Ok(cases)
}

struct Asker {
    connection: Connection,
}

impl Asker {
    fn pages(&mut self, path: &str, tokens: &[String]) -> Result<Vec<Known>> {
        tokens
            .iter()
            .map(|token| Ok(self.page(path, token)?.0))
            .collect()
    }

    /// A list, and the id of its first item.
    fn page(&mut self, path: &str, token: &str) -> Result<(Known, String)> {
        let known = self.item(path, token)?;
        let page: Value = serde_json::from_slice(&known.body)?;
        let count = page["items"].as_array().map_or(0, Vec::len);
        if count != PAGE {
            bail!("`{path}` was answered with {count} items instead of {PAGE}");
        }
        let first = page["items"][0]["id"].as_str();
        let first = first
            .with_context(|| format!("the first item of `{path}` has no id"))?
            .to_owned();
        Ok((known, first))
    }

    fn item(&mut self, path: &str, token: &str) -> Result<Known> {
        let question = Question::get(path, "application/json", Some(token));
        let Answer { status, body, .. } = self.connection.ask(&question)?;
        if status != 200 {
            bail!(
                "`{path}` was answered with {status}: {}",
                String::from_utf8_lossy(&body)
            );
        }
        serde_json::from_slice::<Value>(&body)
            .with_context(|| format!("`{path}` was not answered in JSON"))?;
        Ok(Known { question, body })
    }

    /// A page for a browser, where the server gives it to a token.
    fn html(&mut self, path: &str, tokens: &[String]) -> Result<Option<Vec<Known>>> {
        let mut pages = Vec::new();
        for token in tokens {
            let question = Question::get(path, "text/html", Some(token));
            let Answer { status, body, .. } = self.connection.ask(&question)?;
            if status != 200 || !body.starts_with(b"<!") {
                return Ok(None);
            }
            pages.push(Known { question, body });
        }
        Ok(Some(pages))
    }
}
