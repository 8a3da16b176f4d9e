//! What can be seen of the invariants by looking at the tree.

use std::collections::{BTreeMap, BTreeSet};

use store::migrate::MIGRATIONS;

use crate::tree::{Page, pages, read, top};

/// The tables of the schema, each with its statement.
fn tables() -> BTreeMap<String, String> {
    let statements = MIGRATIONS.iter().flat_map(|step| step.text.split(';'));
    let created = statements.filter_map(|statement| {
        let (_, rest) = statement.split_once("CREATE TABLE ")?;
        let (name, columns) = rest.split_once(" (")?;
        Some((name.to_owned(), columns.to_owned()))
    });
    created.collect()
}

/// Whether a text has SQL that names one of these tables.
fn asks_a_table(text: &str, tables: &BTreeMap<String, String>) -> bool {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    ["FROM ", "JOIN ", "INTO ", "UPDATE "].iter().any(|word| {
        code.split(word).skip(1).any(|rest| {
            let name: String = rest
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            tables.contains_key(&name) || (rest.starts_with('"') && word.starts_with("FROM"))
        })
    })
}

#[test]
fn no_table_is_named_outside_the_store() {
    let tables = tables();
    let outside = ["crates/access/src", "crates/portal/src", "crates/naive/src"];
    let asking: Vec<String> = outside
        .iter()
        .flat_map(|folder| pages(folder, &[".rs"]))
        .filter(|page| asks_a_table(&page.text, &tables))
        .map(|page| page.path)
        .collect();
    assert_eq!(asking, Vec::<String>::new());
}

/// Who in the store asks tables, and by what right. The list should only get shorter.
const ASKING: [(&str, &str); 17] = [
    ("accounts.rs", "makes accounts and gives out their ids"),
    ("audit.rs", "the log"),
    ("backup", "the operator's copy"),
    ("bundle", "import and export, with a permit"),
    ("chain", "the write of an action, with a permit"),
    ("explain", "paths from the item's side, for who may ask"),
    (
        "mail",
        "the queue, and the recipients of what was caused already",
    ),
    ("identity", "who a person is, before any account is entered"),
    ("operator.rs", "the operator's tokens"),
    (
        "percentages.rs",
        "a number over the whole, kept with the project",
    ),
    ("secrets.rs", "the installation's own"),
    (
        "sharing",
        "opening and ending access, in the account's turn",
    ),
    ("staff", "the areas of admins, asked by a reader"),
    ("tokens.rs", "kept and forgotten"),
    ("viewer.rs", "from a proof to a viewer"),
    ("visible", "the read policy itself"),
    ("writes", "records, in the account's turn"),
];

#[test]
fn tables_are_named_in_the_listed_places_alone() {
    let tables = tables();
    let listed: BTreeSet<&str> = ASKING.iter().map(|(place, _)| *place).collect();
    let asking: BTreeSet<String> = pages("crates/store/src", &[".rs"])
        .iter()
        .filter(|page| !page.is_test() && asks_a_table(&page.text, &tables))
        .filter_map(|page| page.path.split('/').nth(3).map(str::to_owned))
        .collect();
    let asking: BTreeSet<&str> = asking.iter().map(String::as_str).collect();
    assert_eq!(asking, listed);
}

/// The names under a table of a `Cargo.toml`.
fn dependencies(path: &str, table: &str) -> BTreeSet<String> {
    let manifest: toml::Table = read(path).parse().unwrap();
    manifest[table]
        .as_table()
        .unwrap()
        .keys()
        .cloned()
        .collect()
}

#[test]
fn the_product_has_no_database_driver() {
    let drivers = [
        "rusqlite",
        "tokio-postgres",
        "deadpool-postgres",
        "sqlx",
        "postgres",
        "object_store",
        "libsqlite3-sys",
    ];
    let all = dependencies("crates/portal/Cargo.toml", "dependencies");
    assert_eq!(
        drivers
            .iter()
            .filter(|name| all.contains(**name))
            .collect::<Vec<_>>(),
        Vec::<&&str>::new()
    );
    assert!(all.contains("store"), "this looked at the wrong file");
}

#[test]
fn decisions_have_no_way_to_the_world() {
    let allowed: BTreeSet<String> = [String::from("serde_json")].into();
    assert_eq!(
        dependencies("crates/access/Cargo.toml", "dependencies"),
        allowed
    );
    let doors = [
        "std::fs",
        "std::net",
        "std::env",
        "std::time",
        "std::process",
        "std::thread",
        "std::io",
        "async fn",
    ];
    for page in pages("crates/access/src", &[".rs"]) {
        let used: Vec<&&str> = doors
            .iter()
            .filter(|door| page.text.contains(**door))
            .collect();
        assert_eq!(used, Vec::<&&str>::new(), "{}", page.path);
    }
}

#[test]
fn every_table_of_an_account_leads_with_it() {
    /// Not of an account: people, accounts, what the installation keeps to itself, and the schema's own.
    const APART: [&str; 8] = [
        "account",
        "attempt",
        "identity",
        "passkey",
        "passkey_ceremony",
        "password",
        "secret",
        "session",
    ];
    /// In which accounts a person is, what an identity signs in with, and secrets that name no account.
    const ACROSS: [&str; 7] = [
        "person_identity",
        "session_identity",
        "sign_in_link_hash",
        "passkey_identity",
        "passkey_ceremony_ends",
        "attempt_window",
        "token_hash",
    ];
    let mut apart = Vec::new();
    for (name, columns) in tables() {
        let own = columns.contains("account_id BIGINT NOT NULL PRIMARY KEY");
        let leads = own || columns.contains("PRIMARY KEY (account_id");
        assert_eq!(
            leads,
            columns.contains("account_id"),
            "the primary key of `{name}`"
        );
        apart.extend((!leads).then_some(name));
    }
    assert_eq!(apart, APART);
    let indexes = MIGRATIONS
        .iter()
        .flat_map(|step| step.text.split("INDEX ").skip(1));
    let across: Vec<&str> = indexes
        .filter(|index| {
            !index
                .split_once(" (")
                .is_some_and(|(_, columns)| columns.starts_with("account_id"))
        })
        .filter_map(|index| index.split(' ').next())
        .collect();
    assert_eq!(across, ACROSS);
}

#[test]
fn the_list_of_migrations_is_the_folder() {
    let listed: Vec<String> = MIGRATIONS
        .iter()
        .map(|step| format!("{:04}_{}.sql", step.version, step.name))
        .collect();
    let there: Vec<String> = pages("crates/store/migrations", &[".sql"])
        .iter()
        .filter_map(|page| page.path.rsplit('/').next().map(str::to_owned))
        .collect();
    assert_eq!(listed, there);
}

#[test]
fn no_file_of_code_is_longer_than_six_hundred_lines() {
    let long: Vec<String> = ["crates", "xtask"]
        .iter()
        .flat_map(|folder| pages(folder, &[".rs"]))
        .filter(|page| page.text.lines().count() > 600)
        .map(|page| format!("{}: {}", page.path, page.text.lines().count()))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn no_test_is_put_aside() {
    let aside = ["#[ig", "nore"].concat();
    let sleeping = ["thread::sl", "eep("].concat();
    let found: Vec<String> = pages("crates", &[".rs"])
        .into_iter()
        .filter(|page| page.text.contains(&aside) || page.text.contains(&sleeping))
        .map(|page| page.path)
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_catalogue_on_paper_reads_back_as_it_is_declared() {
    // The design's own page stands beside some checkouts; where it does it must say the same.
    let beside = top().join("../shared/design/catalogue.toml");
    let printed = [top().join("docs/catalogue.toml"), beside];
    let read: Vec<serde_json::Value> = printed
        .iter()
        .filter_map(|page| std::fs::read_to_string(page).ok())
        .map(|text| serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap())
        .collect();
    assert!(!read.is_empty(), "docs/catalogue.toml is missing");
    assert!(read.iter().all(|page| *page == access::roles::catalogue()));
}

#[test]
fn the_changelog_has_a_place_for_what_comes_next() {
    assert!(read("CHANGELOG.md").contains("\n## [Unreleased]\n"));
}

#[test]
fn nothing_that_is_written_here_names_the_machine_it_was_written_on() {
    let places = [
        ["/wo", "rk/"],
        ["/ro", "ot/"],
        ["/ho", "me/"],
        ["/tmp", "/bash"],
    ]
    .map(|halves| halves.concat());
    let named: Vec<String> = pages(
        "",
        &[
            ".rs", ".md", ".toml", ".txt", ".sql", ".sh", "run", ".ndjson",
        ],
    )
    .into_iter()
    .filter(|page| places.iter().any(|place| page.text.contains(place)))
    .map(|page: Page| page.path)
    .collect();
    assert_eq!(named, Vec::<String>::new());
}
