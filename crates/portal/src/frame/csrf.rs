//! What tells a form of ours from one that another site sends in a reader's name.
//!
//! Two things must fit: the browser says that the request comes from this site, and, within a session, the form
//! carries the token that only a page of this session has.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// The token of a session's forms.
pub(crate) fn token(session: &str) -> String {
    let mut digest = Sha256::new_with_prefix(b"csrf\0");
    digest.update(session.as_bytes());
    URL_SAFE_NO_PAD.encode(&digest.finalize()[..18])
}

/// Whether a form's token is the session's.
pub(crate) fn fits(given: &str, session: &str) -> bool {
    Sha256::digest(given) == Sha256::digest(token(session))
}

/// Whether a request that changes something may come from where it comes from.
pub(crate) fn from_here(method: &Method, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        // Older browsers say where the form was; programs that are no browsers say nothing and have no cookies.
        None => match (text(ORIGIN.as_str()), text(HOST.as_str())) {
            (Some(origin), Some(host)) => {
                origin.split_once("://").is_some_and(|(_, at)| at == host)
            }
            (Some(_), None) => false,
            (None, _) => true,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    axum::http::HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn a_form_of_another_site_is_refused() {
        let post = |pairs| from_here(&Method::POST, &headers(pairs));
        assert!(post(&[("sec-fetch-site", "same-origin")]));
        assert!(!post(&[("sec-fetch-site", "cross-site")]));
        assert!(!post(&[("sec-fetch-site", "same-site")]));
        assert!(post(&[
            ("origin", "https://a.example"),
            ("host", "a.example")
        ]));
        assert!(!post(&[
            ("origin", "https://b.example"),
            ("host", "a.example")
        ]));
        assert!(!post(&[("origin", "null"), ("host", "a.example")]));
        assert!(from_here(
            &Method::GET,
            &headers(&[("sec-fetch-site", "cross-site")])
        ));
    }

    #[test]
    fn a_token_fits_its_own_session_alone() {
        assert!(fits(&token("one"), "one"));
        assert!(!fits(&token("one"), "other"));
        assert!(!fits("", "one"));
    }
}
