//! The documents: their links lead somewhere, and the tests they name exist.

use std::collections::BTreeSet;
use std::path::Path;

use crate::tree::{pages, read, top};

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Names of functions: words joined by underscores, three or more of them.
fn named_tests(text: &str) -> BTreeSet<&str> {
    let is_name = |word: &&str| {
        word.matches('_').count() >= 3
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
    };
    quoted(text).into_iter().filter(is_name).collect()
}

fn functions() -> String {
    ["crates", "xtask"]
        .iter()
        .flat_map(|folder| pages(folder, &[".rs"]))
        .map(|page| page.text)
        .collect()
}

#[test]
fn every_test_that_a_page_names_exists() {
    let code = functions();
    for path in [
        "ARCHITECTURE.md",
        "docs/mutations.md",
        "docs/access-model.md",
        "docs/adding-a-feature.md",
    ] {
        let page = read(path);
        let named = named_tests(&page);
        assert!(!named.is_empty(), "{path} names no test");
        let missing: Vec<&&str> = named
            .iter()
            .filter(|name| !code.contains(&format!("fn {name}(")))
            .collect();
        assert_eq!(missing, Vec::<&&str>::new(), "{path}");
    }
}

#[test]
fn every_invariant_has_its_number_and_a_test() {
    let page = read("ARCHITECTURE.md");
    let invariants: Vec<&str> = page.split("\n**I").skip(1).collect();
    for (place, invariant) in invariants.iter().enumerate() {
        assert!(
            invariant.starts_with(&format!("{}. ", place + 1)),
            "{invariant}"
        );
        let own = invariant.split("\n## ").next().unwrap_or_default();
        let upheld = own
            .split_once("Upheld by ")
            .map(|(_, tests)| named_tests(tests))
            .unwrap_or_default();
        assert!(!upheld.is_empty(), "I{} names no test", place + 1);
    }
    assert!(invariants.len() >= 20);
}

/// The targets of a page's links, but for those that leave the repository.
fn links(text: &str) -> Vec<&str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    targets
        .filter(|target| !target.contains("://") && !target.starts_with('#'))
        .collect()
}

#[test]
fn every_link_leads_to_a_file_that_is_there() {
    let mut broken = Vec::new();
    for page in pages("", &[".md"])
        .iter()
        .filter(|page| !page.path.starts_with("crates/portal/src/demo/"))
    {
        let folder = Path::new(&page.path).parent().unwrap();
        for link in links(&page.text) {
            let file = link.split('#').next().unwrap_or_default();
            let there = top().join(folder).join(file).exists();
            broken.extend((!there).then(|| format!("{}: {link}", page.path)));
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn every_page_can_be_found_from_the_first_one() {
    let mut found: BTreeSet<String> = ["README.md".to_owned()].into();
    let mut next = vec!["README.md".to_owned()];
    while let Some(path) = next.pop() {
        let folder = Path::new(&path).parent().unwrap().to_owned();
        for link in links(&read(&path)) {
            let mut place = Vec::new();
            let joined = folder.join(link.split('#').next().unwrap_or_default());
            for part in joined.to_str().unwrap().split('/') {
                match part {
                    ".." => drop(place.pop()),
                    part => place.push(part),
                }
            }
            let target = place.join("/");
            if found.insert(target.clone()) && target.ends_with(".md") {
                next.push(target);
            }
        }
    }
    let lost: Vec<String> = pages("docs", &[".md", ".txt", ".toml"])
        .into_iter()
        .map(|page| page.path)
        .filter(|path| !found.contains(path))
        .collect();
    assert_eq!(lost, Vec::<String>::new());
}

#[test]
fn every_variable_that_a_page_names_is_a_setting() {
    let settings = read("docs/settings.md");
    for page in pages("docs", &[".md"])
        .iter()
        .chain(&pages("", &["README.md"]))
    {
        let named = quoted(&page.text)
            .into_iter()
            .filter(|word| word.starts_with("VESTIBULE_") && !word.contains('…'));
        let names = named.filter_map(|word| word.split(['=', ' ']).next());
        let unknown: Vec<&str> = names
            .filter(|name| !settings.contains(&format!("`{name}`")))
            .collect();
        let for_tests = [
            "VESTIBULE_WORLDS",
            "VESTIBULE_TEST_POSTGRES",
            "VESTIBULE_WRITE_DOCS",
        ];
        assert_eq!(
            unknown
                .iter()
                .filter(|name| !for_tests.contains(name))
                .collect::<Vec<_>>(),
            Vec::<&&str>::new()
        );
    }
}

#[test]
fn every_kind_of_problem_is_told_with_its_status() {
    let page = read("docs/api.md");
    let told: Vec<(&str, &str)> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "))
        .collect();
    let untold: Vec<&str> = portal::http::problem::KINDS
        .iter()
        .filter(|kind| {
            let (status, name) = (kind.status.to_string(), format!("`{}`", kind.name));
            !told
                .iter()
                .any(|(statuses, rest)| statuses.contains(&status) && rest.contains(&name))
        })
        .map(|kind| kind.name)
        .collect();
    assert_eq!(untold, Vec::<&str>::new());
}
