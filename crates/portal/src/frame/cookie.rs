//! The one cookie: the secret of a session.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// Over https the name's prefix keeps others of the same domain from setting it.
const fn name(encrypted: bool) -> &'static str {
    if encrypted {
        "__Host-session"
    } else {
        "session"
    }
}

/// The secret that a browser sends along.
pub(crate) fn session(headers: &HeaderMap, encrypted: bool) -> Option<&str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name(encrypted) && !value.is_empty())
        .map(|(_, value)| value)
}

/// Sets the secret for `seconds`, for this site's own pages alone; no script can read it.
pub(crate) fn kept(secret: &str, seconds: i64, encrypted: bool) -> Option<HeaderValue> {
    let secure = if encrypted { "; Secure" } else { "" };
    let name = name(encrypted);
    HeaderValue::from_str(&format!(
        "{name}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    ))
    .ok()
}

/// Takes it away.
pub(crate) fn forgotten(encrypted: bool) -> Option<HeaderValue> {
    kept("", 0, encrypted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_session_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("a=b; session=abc; c=d"));
        assert_eq!(session(&headers, false), Some("abc"));
        assert_eq!(session(&headers, true), None);
        assert_eq!(session(&HeaderMap::new(), false), None);
    }

    #[test]
    fn over_https_it_never_leaves_encryption() {
        let set = kept("abc", 60, true).unwrap();
        assert_eq!(
            set,
            "__Host-session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
        );
    }
}
