//! `cargo xtask licences`: every dependency may be shipped, and there is one TLS provider.
//!
//! The lists stand in `deny.toml`, so that this and `cargo deny` cannot differ.

mod expression;

use std::collections::BTreeMap;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace::{cargo, root, target_triple};

/// Of these a second version would be a second provider, or a second pool of connections.
const ONE_VERSION: [&str; 3] = ["ring", "rustls", "reqwest"];

/// Checks the locked dependencies without the network; the exit code is a failure where one is
/// refused.
///
/// # Errors
/// Where `deny.toml` or cargo's answer cannot be read.
pub(crate) fn run() -> Result<ExitCode> {
    let policy = Policy::read()?;
    let packages = packages()?;
    let refused = policy.refused(&packages);
    for sentence in &refused {
        eprintln!("error: {sentence}");
    }
    println!("{} packages, {} refused", packages.len(), refused.len());
    Ok(if refused.is_empty() && !packages.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// One dependency, or one crate of the workspace.
struct Package {
    name: String,
    version: String,
    licence: Option<String>,
}

/// What `deny.toml` says.
struct Policy {
    allowed: Vec<String>,
    banned: Vec<String>,
}

impl Policy {
    fn read() -> Result<Policy> {
        let text =
            fs::read_to_string(root().join("deny.toml")).context("`deny.toml` cannot be read")?;
        let deny: toml::Table = text.parse().context("`deny.toml` is no TOML")?;
        let list = |table: &str, key: &str| {
            deny.get(table)
                .and_then(|table| table.get(key)?.as_array())
                .with_context(|| format!("`deny.toml` has no list `{key}` in `[{table}]`"))
        };
        let allowed = list("licenses", "allow")?;
        let banned = list("bans", "deny")?;
        Ok(Policy {
            allowed: allowed
                .iter()
                .filter_map(|id| Some(id.as_str()?.to_owned()))
                .collect(),
            banned: banned
                .iter()
                .filter_map(|ban| Some(ban.get("crate")?.as_str()?.to_owned()))
                .collect(),
        })
    }

    /// One sentence for each reason not to ship these packages.
    fn refused(&self, packages: &[Package]) -> Vec<String> {
        let mut sentences = Vec::new();
        let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for Package {
            name,
            version,
            licence,
        } in packages
        {
            versions.entry(name).or_default().push(version);
            match licence {
                Some(licence) if expression::is_satisfied(licence, &self.allowed) => {}
                Some(licence) => sentences.push(format!(
                    "`{name}` {version} is under `{licence}`, which `deny.toml` does not allow"
                )),
                None => sentences.push(format!("`{name}` {version} does not say its licence")),
            }
            if self.banned.contains(name) {
                sentences.push(format!("`{name}` {version} is banned by `deny.toml`; `cargo tree -i {name}` shows what brings it in"));
            }
        }
        for name in ONE_VERSION {
            if let Some(versions) = versions.get(name).filter(|versions| versions.len() > 1) {
                sentences.push(format!(
                    "`{name}` is there more than once: {}",
                    versions.join(", ")
                ));
            }
        }
        sentences
    }
}

fn packages() -> Result<Vec<Package>> {
    let answer = cargo()
        .args([
            "metadata",
            "--offline",
            "--locked",
            "--format-version=1",
            "--all-features",
        ])
        .arg(format!("--filter-platform={}", target_triple()?))
        .output()
        .context("cargo did not start")?;
    if !answer.status.success() {
        bail!(
            "`cargo metadata` failed: {}",
            String::from_utf8_lossy(&answer.stderr).trim()
        );
    }
    let metadata: Value =
        serde_json::from_slice(&answer.stdout).context("`cargo metadata` gave no JSON")?;
    let packages = metadata["packages"]
        .as_array()
        .context("`cargo metadata` lists no packages")?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    packages
        .iter()
        .map(|package| {
            Ok(Package {
                name: text(&package["name"]).context("a package has no name")?,
                version: text(&package["version"]).context("a package has no version")?,
                licence: text(&package["license"]),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Package, Policy};

    fn package(name: &str, version: &str, licence: Option<&str>) -> Package {
        Package {
            name: name.into(),
            version: version.into(),
            licence: licence.map(str::to_owned),
        }
    }

    fn policy() -> Policy {
        Policy {
            allowed: vec!["MIT".into()],
            banned: vec!["openssl-sys".into()],
        }
    }

    #[test]
    fn allowed_packages_pass_and_all_others_are_named() {
        let good = [package("anyhow", "1.0.0", Some("MIT OR Apache-2.0"))];
        assert_eq!(policy().refused(&good), Vec::<String>::new());

        let bad = [
            package("copyleft", "2.0.0", Some("GPL-3.0-only")),
            package("silent", "0.1.0", None),
        ];
        assert_eq!(
            policy().refused(&bad),
            [
                "`copyleft` 2.0.0 is under `GPL-3.0-only`, which `deny.toml` does not allow",
                "`silent` 0.1.0 does not say its licence",
            ]
        );
    }

    #[test]
    fn a_second_tls_provider_is_refused() {
        let banned = policy().refused(&[package("openssl-sys", "0.9.0", Some("MIT"))]);
        assert_eq!(
            banned,
            [
                "`openssl-sys` 0.9.0 is banned by `deny.toml`; `cargo tree -i openssl-sys` shows what brings it in"
            ]
        );

        let twice = policy().refused(&[
            package("ring", "0.16.0", Some("MIT")),
            package("ring", "0.17.0", Some("MIT")),
        ]);
        assert_eq!(twice, ["`ring` is there more than once: 0.16.0, 0.17.0"]);
    }

    #[test]
    fn the_lists_are_read_from_deny_toml() -> anyhow::Result<()> {
        let policy = Policy::read()?;
        assert!(policy.allowed.contains(&"Apache-2.0".to_owned()));
        assert!(policy.banned.contains(&"aws-lc-rs".to_owned()));
        assert!(!policy.banned.contains(&"ring".to_owned()));
        Ok(())
    }
}
