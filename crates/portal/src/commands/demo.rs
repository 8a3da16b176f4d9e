//! `vestibule demo`

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use access::Module;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use store::accounts::{self, NewAccount};
use store::bundle::{self, Wish};
use store::{Blobs, Db, Operator};

use super::failure::Failure;
use super::serve::Running;
use super::{output, place};
use crate::demo::{self, Spotlight};
use crate::logging;
use crate::settings::ServerFlags;

/// How long the printed tokens live.
const TOKENS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Run the server with a made-up company in it, and print what to look at
///
/// Without `--data` everything lies in a temporary directory and is gone when the server stops.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vestibule demo --listen 127.0.0.1:8080")]
pub(super) struct Demo {
    #[command(flatten)]
    settings: ServerFlags,
}

/// A company of the demo.
struct Company {
    slug: &'static str,
    name: &'static str,
    admin: &'static str,
    lines: Vec<String>,
}

impl Demo {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let (place, serving) = (self.settings.place()?, self.settings.serving()?);
        logging::begin(serving.log, serving.log_format);
        let temporary = if place.data.is_none() {
            Some(Temporary::new()?)
        } else {
            None
        };
        let place = match &temporary {
            Some(Temporary(dir)) => place.or_data(dir),
            None => place,
        };
        let (db, blobs, now) = (
            place::ready_database(&place).await?,
            place::blobs(&place)?,
            place::now(),
        );
        for company in companies(now) {
            fill(&db, &blobs, company, now).await?;
        }
        let running = Running::start(&place, &serving).await?;
        let url = serving
            .public_url
            .as_ref()
            .map_or_else(|| running.url(), |url| url.as_str().to_owned());
        output::text(&tour(&db, &url, now).await?)?;
        running.say();
        running.until_stopped().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn companies(now: Timestamp) -> [Company; 2] {
    let today = TimeZone::UTC.to_datetime(now).date();
    [
        Company {
            slug: demo::AGENCY,
            name: demo::AGENCY_NAME,
            admin: demo::AGENCY_ADMIN,
            lines: demo::agency(today, now),
        },
        Company {
            slug: demo::SECOND,
            name: demo::SECOND_NAME,
            admin: demo::SECOND_ADMIN,
            lines: demo::second_company(today, now),
        },
    ]
}

/// Makes the company and brings its bundle in, unless that was done before.
async fn fill(db: &Db, blobs: &Blobs, company: Company, now: Timestamp) -> Result<(), Failure> {
    let Company {
        slug,
        name,
        admin,
        lines,
    } = company;
    let operator = Operator::of_this_machine();
    if accounts::find(db, slug).await?.is_none() {
        let new = NewAccount {
            slug,
            name,
            admin_email: admin,
        };
        accounts::create(db, &new, now)
            .await
            .map_err(|error| Failure::work(error.to_string()))?;
    } else if is_filled(db, slug, now).await? {
        return Ok(());
    }
    let permit = operator.may_import(db, slug).await?;
    let wish = Wish {
        keep_going: false,
        dry_run: false,
        beside: None,
        now,
    };
    let bundle = Cursor::new(lines.join("\n"));
    let imported = bundle::import(db, blobs, permit, wish, bundle, |_| {}).await?;
    match imported.rejected.first.first() {
        None => Ok(()),
        Some(rejected) => Err(Failure::work(format!(
            "the demo's own bundle of `{slug}` is not good: {rejected}"
        ))),
    }
}

/// Whether the company has customers: the bundle brings them all at once or none.
async fn is_filled(db: &Db, slug: &str, now: Timestamp) -> Result<bool, Failure> {
    let mut reader = Operator::of_this_machine().reader(db, slug, now).await?;
    let one = [("limit".to_owned(), "1".to_owned())];
    let page = reader
        .list(Module::Customers, &one)
        .await
        .map_err(|error| Failure::work(format!("the demo's data cannot be read: {error}")))?;
    Ok(!page.starts_with(r#"{"items":[]"#))
}

/// Whom to be and what to ask for.
async fn tour(db: &Db, url: &str, now: Timestamp) -> Result<String, Failure> {
    let operator = Operator::of_this_machine();
    let admin = operator
        .token(db, demo::AGENCY, demo::AGENCY_ADMIN, TOKENS, now)
        .await?;
    let mut page = format!(
        "{} is at {url}, and {} beside it.\n\
         Ask as each of these people and compare the answers. Pages to click through come with a later version.\n\n\
         The admin, {}, sees everything:\n",
        demo::AGENCY_NAME,
        demo::SECOND_NAME,
        demo::AGENCY_ADMIN
    );
    let slug = demo::AGENCY;
    for path in [
        format!("/api/v1/{slug}/tasks?sort=due_on"),
        format!("/api/v1/{slug}/grants"),
    ] {
        page.push_str(&curl(&admin, url, &path));
    }
    for Spotlight {
        email,
        name,
        what_differs,
        requests,
    } in demo::spotlights()
    {
        page.push_str(&format!("\n{name} ({email}): {what_differs}.\n"));
        // A token is of one account; a guest of two companies has one in each.
        let mut tokens: BTreeMap<&str, String> = BTreeMap::new();
        for path in requests {
            let slug = path.split('/').nth(3).unwrap_or(demo::AGENCY);
            if !tokens.contains_key(slug) {
                tokens.insert(slug, operator.token(db, slug, email, TOKENS, now).await?);
            }
            page.push_str(&curl(&tokens[slug], url, path));
        }
    }
    Ok(page)
}

fn curl(token: &str, url: &str, path: &str) -> String {
    format!("  curl -gs -H 'Authorization: Bearer {token}' '{url}{path}'\n")
}

/// A directory that is gone when the demo stops.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> Result<Temporary, Failure> {
        let dir =
            std::env::temp_dir().join(format!("vestibule-demo-{}", uuid::Uuid::new_v4().simple()));
        make_private(&dir).map_err(|error| {
            Failure::work(format!(
                "the directory `{}` cannot be made: {error}",
                dir.display()
            ))
        })?;
        Ok(Temporary(dir))
    }
}

/// Readable by its owner alone, as others may use the same machine.
fn make_private(dir: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().mode(0o700).create(dir)
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
