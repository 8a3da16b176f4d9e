//! What pages load: one sheet, the icons, the scripts. Each has its digest in its address, so that it is kept
//! for good by who loaded it once.

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

use super::compress::{smallest, takes_gzip};

const SHEET: &str = concat!(
    include_str!("sheet/base.css"),
    include_str!("sheet/frame.css"),
    include_str!("sheet/parts.css"),
    include_str!("sheet/portal.css"),
    include_str!("sheet/workspace.css"),
    include_str!("sheet/modes.css"),
);

struct Asset {
    name: &'static str,
    kind: &'static str,
    plain: Bytes,
    /// In gzip.
    small: Option<Bytes>,
    address: String,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        Asset::new("vestibule.css", "text/css; charset=utf-8", SHEET),
        Asset::new("icons.svg", "image/svg+xml", include_str!("icons.svg")),
        Asset::new(
            "vestibule.js",
            "text/javascript; charset=utf-8",
            include_str!("script/vestibule.js"),
        ),
        Asset::new(
            "passkey.js",
            "text/javascript; charset=utf-8",
            include_str!("script/passkey.js"),
        ),
        Asset::new("door.svg", "image/svg+xml", include_str!("door.svg")),
    ]
});

impl Asset {
    fn new(name: &'static str, kind: &'static str, text: &'static str) -> Asset {
        let digest = Sha256::digest(text.as_bytes());
        let digest: String = digest.iter().take(6).map(|b| format!("{b:02x}")).collect();
        Asset {
            name,
            kind,
            plain: Bytes::from_static(text.as_bytes()),
            small: smallest(text.as_bytes()).map(Bytes::from),
            address: format!("/assets/{digest}/{name}"),
        }
    }
}

/// The address of an asset.
pub(crate) fn address(name: &str) -> &'static str {
    ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or("/assets/none", |asset| &asset.address)
}

/// Answers with an asset. One that has changed since has another address, and the old address answers nothing.
pub(super) async fn serve(
    Path((digest, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let asked = format!("/assets/{digest}/{name}");
    let Some(asset) = ASSETS.iter().find(|asset| asset.address == asked) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let small = asset.small.as_ref();
    let small = small.filter(|_| takes_gzip(headers.get(ACCEPT_ENCODING)));
    let body = small.unwrap_or(&asset.plain);
    let mut response = Response::new(Body::from(body.clone()));
    let set = response.headers_mut();
    set.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    set.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    set.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    if small.is_some() {
        set.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}
