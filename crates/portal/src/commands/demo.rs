//! `vestibule demo`

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
use super::serve::{Mailbox, Running};
use super::{output, place};
use crate::demo::{self, Spotlight};
use crate::logging;
use crate::settings::ServerFlags;

/// How long the printed links and the token live.
const LIVES: SignedDuration = SignedDuration::from_hours(7 * 24);

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
        let running = Running::start(&place, &serving, Mailbox::Open).await?;
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

/// Whom to be: a link for each, and one request for those who would rather read JSON.
async fn tour(db: &Db, url: &str, now: Timestamp) -> Result<String, Failure> {
    let operator = Operator::of_this_machine();
    let (slug, admin) = (demo::AGENCY, demo::AGENCY_ADMIN);
    let mut page = format!(
        "{} is at {url}, and {} beside it.\n\
         Open each of these links in a window of its own (a private one keeps people apart) and compare.\n\n\
         The admin, {admin}, sees everything and shares it:\n  {}\n",
        demo::AGENCY_NAME,
        demo::SECOND_NAME,
        link(db, url, slug, admin, now).await?,
    );
    for Spotlight {
        email,
        name,
        what_differs,
        ..
    } in demo::spotlights()
    {
        page.push_str(&format!(
            "\n{name} ({email}): {what_differs}.\n  {}\n",
            link(db, url, slug, email, now).await?
        ));
    }
    let token = operator.token(db, slug, admin, LIVES, now).await?;
    page.push_str(&format!(
        "\nEach link works once. For another, type the address at {url}/sign-in and look into the mailbox, where \
         every mail of this demo ends:\n  {url}/mailbox\n\n\
         The same as JSON, for the admin:\n  \
         curl -gs -H 'Authorization: Bearer {token}' '{url}/api/v1/{slug}/tasks?sort=due_on'\n"
    ));
    Ok(page)
}

async fn link(
    db: &Db,
    url: &str,
    slug: &str,
    email: &str,
    now: Timestamp,
) -> Result<String, Failure> {
    let secret = Operator::of_this_machine()
        .sign_in_link_token(db, slug, email, LIVES, now)
        .await?;
    Ok(format!("{url}/sign-in/{secret}"))
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
