//! Makes answers smaller for those who take it.

use axum::body::{Body, to_bytes};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use axum::response::Response;
use flate2::{Compress, Compression, FlushCompress, Status};
use std::cell::RefCell;

/// What a page is made smaller with: little time, for a page is made for one reader and sent once.
const QUICK: u32 = 1;
/// A page that fits into one packet is sent as it is.
const SHORT: usize = 1024;
/// The largest window of gzip, as a power of two.
const WINDOW: u8 = 15;

thread_local! {
    /// The tables of gzip are some hundred kilobytes; each thread keeps its own for the next page.
    static TABLES: RefCell<Compress> = RefCell::new(Compress::new_gzip(Compression::new(QUICK), WINDOW));
}

/// Text in gzip, as small as it gets.
pub(super) fn smallest(text: &[u8]) -> Option<Vec<u8>> {
    whole(&mut Compress::new_gzip(Compression::best(), WINDOW), text)
}

/// A page in gzip; what is short stays as it is.
pub(super) async fn smaller(response: Response) -> Response {
    if response.headers().contains_key(CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // The page lies in memory, all of it: reading it cannot fail.
    let page = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let small = (page.len() > SHORT)
        .then(|| TABLES.with_borrow_mut(|tables| whole(tables, &page)))
        .flatten();
    let Some(small) = small else {
        return Response::from_parts(parts, Body::from(page));
    };
    let gzip = HeaderValue::from_static("gzip");
    parts.headers.insert(CONTENT_ENCODING, gzip);
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(small))
}

/// All of a text through one compressor.
fn whole(tables: &mut Compress, text: &[u8]) -> Option<Vec<u8>> {
    tables.reset();
    let mut small = Vec::with_capacity(text.len() / 3 + 256);
    loop {
        let taken = usize::try_from(tables.total_in()).ok()?;
        let rest = text.get(taken..)?;
        match tables.compress_vec(rest, &mut small, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => return Some(small),
            Ok(Status::Ok | Status::BufError) => small.reserve(text.len() / 3 + 256),
            Err(_) => return None,
        }
    }
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
    use std::io::Read as _;

    #[test]
    fn what_was_made_small_is_what_it_was_page_after_page() {
        let long: String = (0..20_000).map(|n| format!("<p>{n}</p>")).collect();
        for text in ["<p>once</p>", "", &long, "<p>again</p>"] {
            let quick = TABLES.with_borrow_mut(|tables| whole(tables, text.as_bytes()));
            for small in [quick, smallest(text.as_bytes())] {
                let small = small.unwrap_or_default();
                let mut back = String::new();
                let read = flate2::read::GzDecoder::new(&small[..]).read_to_string(&mut back);
                assert!(read.is_ok_and(|_| back == text), "{} bytes", text.len());
            }
        }
    }

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
