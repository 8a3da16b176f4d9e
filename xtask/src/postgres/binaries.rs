//! Where PostgreSQL's server programs are; installs them on Debian where there are none.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::debian;
use crate::workspace::environment;

/// The oldest version that knows ICU as the provider of a cluster's locale.
const OLDEST: u32 = 15;

/// The folder of `initdb`, `pg_ctl` and `postgres`, the newest version found.
///
/// # Errors
/// One sentence that says what to install, where nothing is found and nothing can be installed.
pub(crate) fn find_or_install() -> Result<PathBuf> {
    if let Some(folder) = find() {
        return Ok(folder);
    }
    install()?;
    find().with_context(|| {
        format!("apt-get brought no PostgreSQL {OLDEST} or newer; install one, so that `initdb` is on the PATH")
    })
}

fn find() -> Option<PathBuf> {
    let on_path = environment("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&on_path).map(|folder| folder.join("initdb"));
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let debian = debian.map(|version| version.path().join("bin/initdb"));
    on_path
        .chain(debian)
        .filter_map(|initdb| Some(initdb.canonicalize().ok()?.parent()?.to_owned()))
        .filter(|folder| {
            ["postgres", "pg_ctl"]
                .iter()
                .all(|program| folder.join(program).exists())
        })
        .filter_map(|folder| Some((version(&folder)?, folder)))
        .filter(|(version, _)| *version >= OLDEST)
        .max_by_key(|(version, _)| *version)
        .map(|(_, folder)| folder)
}

fn version(folder: &Path) -> Option<u32> {
    let answer = Command::new(folder.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    major(&String::from_utf8_lossy(&answer.stdout))
}

/// The 15 of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`, or of `… 17beta1`.
fn major(answer: &str) -> Option<u32> {
    let version = answer.split_whitespace().nth(2)?;
    let digits = version
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(version.len());
    version[..digits].parse().ok()
}

fn install() -> Result<()> {
    let needed =
        format!("the tests need PostgreSQL {OLDEST} or newer (`initdb`, `pg_ctl`, `postgres`)");
    debian::install("postgresql", &needed)
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_read_from_what_postgres_says() {
        assert_eq!(
            major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(major("something else"), None);
    }
}
