//! The files of this repository, as the tests of tidiness read them.

use std::path::{Path, PathBuf};

/// A file: where it is, from the top of the repository, and what is in it.
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Page {
    /// Whether it is code of tests or for tests alone.
    pub(crate) fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let folders = [
            "/tests/",
            "/testing/",
            "/twin/",
            "/conformance/",
            "/benches/",
            "/examples/",
        ];
        folders.iter().any(|folder| self.path.contains(folder))
            || ["tests.rs", "testing.rs", "conformance.rs", "plans.rs"].contains(&name)
            || self.path.starts_with("crates/naive/")
    }
}

/// The top of the repository.
pub(crate) fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file by its path from the top.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(top().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every text below a folder whose name ends so, in one order.
pub(crate) fn pages(below: &str, endings: &[&str]) -> Vec<Page> {
    let mut found = Vec::new();
    gather(&top().join(below), below, endings, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "nothing of {endings:?} below `{below}`");
    found
}

fn gather(folder: &Path, below: &str, endings: &[&str], found: &mut Vec<Page>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if below.is_empty() {
            name.clone()
        } else {
            format!("{below}/{name}")
        };
        let hidden =
            name.starts_with('.') && ![".ci", ".config", ".cargo"].contains(&name.as_str());
        if hidden || path == "target" {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            gather(&entry.path(), &path, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let bytes = std::fs::read(entry.path()).unwrap();
            found.push(Page {
                path,
                text: String::from_utf8_lossy(&bytes).into_owned(),
            });
        }
    }
}
