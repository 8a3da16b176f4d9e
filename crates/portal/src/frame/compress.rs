//! Makes answers smaller for those who take it.

use axum::http::HeaderValue;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// Text in gzip.
pub(super) fn gzip(text: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(text.len() / 4 + 64), level);
    // Writing to memory does not fail.
    let _ = encoder.write_all(text);
    encoder.finish().unwrap_or_default()
}

/// Whether an `Accept-Encoding` has gzip in it, and does not refuse it.
pub(super) fn takes_gzip(accepted: Option<&HeaderValue>) -> bool {
    accepted
        .and_then(|accepted| accepted.to_str().ok())
        .is_some_and(|accepted| {
            accepted.split(',').any(|one| {
                let (name, weight) = one.split_once(';').unwrap_or((one, ""));
                name.trim() == "gzip" && !matches!(weight.trim(), "q=0" | "q=0.0")
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_refuses_gzip_gets_none() {
        let takes = |text| takes_gzip(Some(&HeaderValue::from_static(text)));
        assert!(takes("gzip, deflate, br"));
        assert!(takes("br;q=1.0, gzip;q=0.8"));
        assert!(!takes("identity"));
        assert!(!takes("gzip;q=0, br"));
        assert!(!takes_gzip(None));
    }
}
