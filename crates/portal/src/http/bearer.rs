//! The token a request brings. What is no token is as good as none.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

/// The bearer token, where there is exactly one and it could be one.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let only = all.next().filter(|_| all.next().is_none())?;
    let (scheme, token) = only.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    let plain =
        !token.is_empty() && token.len() <= 512 && token.bytes().all(|b| b.is_ascii_graphic());
    (scheme.eq_ignore_ascii_case("bearer") && plain).then_some(token)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::http::HeaderValue;

    fn sent(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(
                AUTHORIZATION,
                HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            );
        }
        bearer(&headers).map(str::to_owned)
    }

    #[test]
    fn one_bearer_token_is_a_token_and_all_else_is_none() {
        assert_eq!(sent(&["Bearer abc"]).as_deref(), Some("abc"));
        assert_eq!(sent(&["bEARER  abc "]).as_deref(), Some("abc"));
        for other in [
            "abc",
            "Basic abc",
            "Bearer",
            "Bearer ",
            "Bearer a b",
            "Bearer é",
            "Bearerabc",
        ] {
            assert_eq!(sent(&[other]), None, "{other}");
        }
        assert_eq!(sent(&["Bearer a", "Bearer b"]), None);
        assert_eq!(sent(&[&format!("Bearer {}", "a".repeat(513))]), None);
        assert_eq!(sent(&[]), None);
    }
}
