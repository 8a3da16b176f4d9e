//! How a connection to the server is made: its address, and TLS when the address asks for it.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, RecyclingMethod};
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use tokio_postgres::config::SslMode;
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{Result, StoreError};

/// What makes connections to the server of `url`, giving up on each after `patience`.
///
/// TLS is used when the address says `sslmode=require` (or `verify-ca`, `verify-full`), and then the
/// certificate and its name are always checked, against `sslrootcert=FILE` if given, else the public roots.
pub(super) fn manager(url: &str, patience: Duration) -> Result<Manager> {
    let (url, root_file) = split_root_file(url);
    let mut config = config(&url)?;
    config
        .application_name("vestibule")
        .connect_timeout(patience);
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    if config.get_ssl_mode() == SslMode::Require {
        let tls = tls(root_file.as_deref())?;
        Ok(Manager::from_config(config, tls, recycling))
    } else {
        config.ssl_mode(SslMode::Disable);
        Ok(Manager::from_config(config, NoTls, recycling))
    }
}

/// The address without the options that the driver does not know, and the file of root certificates.
fn split_root_file(url: &str) -> (String, Option<String>) {
    let Some((address, options)) = url.split_once('?') else {
        return (url.to_owned(), None);
    };
    let mut root_file = None;
    let mut kept = Vec::new();
    for option in options.split('&') {
        match option.split_once('=') {
            Some(("sslrootcert", file)) => root_file = Some(file.to_owned()),
            Some(("sslmode", "verify-full" | "verify-ca")) => kept.push("sslmode=require"),
            _ => kept.push(option),
        }
    }
    (format!("{address}?{}", kept.join("&")), root_file)
}

/// Reads the address. A wrong one is not repeated, since it may hold a password.
fn config(url: &str) -> Result<Config> {
    url.parse().map_err(|error: tokio_postgres::Error| {
        let cause = std::error::Error::source(&error)
            .map_or_else(|| error.to_string(), ToString::to_string);
        StoreError::Setting(format!("the database address cannot be read: {cause}"))
    })
}

fn tls(root_file: Option<&str>) -> Result<MakeRustlsConnect> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Setting(format!("TLS cannot be set up: {error}")))?
        .with_root_certificates(roots(root_file)?)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn roots(file: Option<&str>) -> Result<RootCertStore> {
    let Some(file) = file else {
        return Ok(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect());
    };
    let wrong = |error: &dyn std::fmt::Display| {
        StoreError::Setting(format!(
            "the root certificates in `{file}` cannot be read: {error}"
        ))
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| wrong(&error))? {
        let certificate = certificate.map_err(|error| wrong(&error))?;
        roots.add(certificate).map_err(|error| wrong(&error))?;
    }
    if roots.is_empty() {
        return Err(wrong(&"there are none in it"));
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_stricter_modes_ask_for_tls_and_the_root_file_is_taken_out() {
        let (url, file) =
            split_root_file("postgres://h/d?sslmode=verify-full&sslrootcert=ca.pem&port=1");
        assert_eq!(url, "postgres://h/d?sslmode=require&port=1");
        assert_eq!(file.as_deref(), Some("ca.pem"));
        assert_eq!(config(&url).unwrap().get_ssl_mode(), SslMode::Require);
    }

    #[test]
    fn a_wrong_option_is_named_and_the_password_is_not() {
        let error = config("postgres://me:secret@h/d?colour=red")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("colour") && !error.contains("secret"),
            "{error}"
        );
    }

    #[test]
    fn a_missing_file_of_root_certificates_is_named() {
        let error = roots(Some("no/such.pem")).unwrap_err().to_string();
        assert!(error.contains("`no/such.pem`"), "{error}");
    }
}
