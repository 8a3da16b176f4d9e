//! A database for each test on one PostgreSQL server, copied from a template that is migrated once.

use tokio_postgres::{Client, NoTls};

use super::{migrated, opened, options};
use crate::engine::DbAddress;
use crate::migrate::{Migration, fingerprint};

/// One maker of the template at a time; the number only has to differ from other locks of the server.
const LOCK: &str = "select pg_advisory_lock(7311954621)";

/// A database of one test, dropped with it.
pub(super) struct Database {
    server: String,
    name: String,
}

impl Database {
    /// A database without any table.
    pub(super) async fn empty() -> Self {
        let server = server();
        let name = fresh_name();
        run(
            &connect(&server).await,
            &format!("create database {name} template template0"),
        )
        .await;
        Self { server, name }
    }

    /// A database with this schema, copied from the template of the schema.
    pub(super) async fn migrated(migrations: &[Migration]) -> Self {
        let server = server();
        let name = fresh_name();
        let admin = connect(&server).await;
        let template = template(&server, &admin, migrations).await;
        run(
            &admin,
            &format!("create database {name} template {template}"),
        )
        .await;
        Self { server, name }
    }

    /// The address of the database, of the form the program takes.
    pub(super) fn url(&self) -> String {
        url_of(&self.server, &self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let server = self.server.clone();
        let text = format!("drop database if exists {} with (force)", self.name);
        // A drop cannot await, and a runtime cannot start inside another: so a thread of its own.
        let gone = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            if let Ok(runtime) = runtime {
                runtime.block_on(async { run(&connect(&server).await, &text).await });
            }
        });
        let _ = gone.join();
    }
}

/// The name of the template with this schema, made if it is not there yet.
async fn template(server: &str, admin: &Client, migrations: &[Migration]) -> String {
    let name = format!("vestibule_template_{}", &fingerprint(migrations)[..16]);
    if exists(admin, &name).await {
        return name;
    }
    run(admin, LOCK).await;
    if !exists(admin, &name).await {
        // Made under another name, so that one half made is never taken for whole.
        let half = format!("{name}_half");
        run(
            admin,
            &format!("drop database if exists {half} with (force)"),
        )
        .await;
        run(admin, &format!("create database {half} template template0")).await;
        let db = opened(&options(DbAddress::Postgres {
            url: url_of(server, &half),
        }))
        .await;
        migrated(&db, migrations).await;
        drop(db);
        let disconnect =
            "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname";
        run(admin, &format!("{disconnect} = '{half}'")).await;
        run(admin, &format!("alter database {half} rename to {name}")).await;
    }
    run(admin, "select pg_advisory_unlock_all()").await;
    name
}

async fn exists(admin: &Client, name: &str) -> bool {
    match admin
        .query_opt("select 1 from pg_database where datname = $1", &[&name])
        .await
    {
        Ok(row) => row.is_some(),
        Err(error) => panic!("the test server does not answer: {error}"),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the variable is the test runner's word to the tests, no setting"
)]
fn server() -> String {
    match std::env::var("VESTIBULE_TEST_POSTGRES") {
        Ok(url) if !url.is_empty() => url,
        _ => panic!("run the tests with `cargo xtask test`, which starts postgresql"),
    }
}

async fn connect(url: &str) -> Client {
    match tokio_postgres::connect(url, NoTls).await {
        Ok((client, connection)) => {
            tokio::spawn(connection);
            client
        }
        Err(error) => panic!("the test server cannot be reached: {error}"),
    }
}

async fn run(client: &Client, text: &str) {
    if let Err(error) = client.batch_execute(text).await {
        let said = error
            .as_db_error()
            .map_or_else(|| error.to_string(), ToString::to_string);
        panic!("the test server refused `{text}`: {said}");
    }
}

fn fresh_name() -> String {
    format!("vestibule_test_{}", uuid::Uuid::new_v4().simple())
}

/// The server's address with another database: what stands between the host and the options.
fn url_of(server: &str, database: &str) -> String {
    let (address, options) = server
        .split_once('?')
        .map_or((server, ""), |(address, options)| (address, options));
    let host_end = address
        .find("://")
        .and_then(|scheme| {
            address[scheme + 3..]
                .find('/')
                .map(|slash| scheme + 3 + slash)
        })
        .unwrap_or(address.len());
    let mut url = format!("{}/{database}", &address[..host_end]);
    if !options.is_empty() {
        url = format!("{url}?{options}");
    }
    url
}
