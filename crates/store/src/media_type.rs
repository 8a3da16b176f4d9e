//! What bytes are, by themselves: neither their name nor what their sender calls them is asked.

/// How many bytes from the beginning are looked at.
pub(crate) const HEAD: usize = 8 * 1024;

const TEXT: &str = "text/plain; charset=utf-8";
const ANYTHING: &str = "application/octet-stream";

/// The media type of what begins with these bytes.
pub(crate) fn of(head: &[u8]) -> &'static str {
    match infer::get(head) {
        Some(kind) => kind.mime_type(),
        None if is_text(head) => TEXT,
        None => ANYTHING,
    }
}

/// Whether it reads as UTF-8 without bytes that no text has; the last character may be cut.
fn is_text(head: &[u8]) -> bool {
    let read = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !read.is_empty()
        && !read
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_what_they_are_and_not_what_they_are_called() {
        for (bytes, what) in [
            (&b"%PDF-1.7\n"[..], "application/pdf"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
            (b"PK\x03\x04\x14\0\0\0\0\0", "application/zip"),
            (b"<!DOCTYPE html><script>alert(1)</script>", "text/html"),
            ("Größe: 3 €".as_bytes(), TEXT),
            (b"a,b\r\n1,2\r\n", TEXT),
            (b"cut \xe2\x82", TEXT),
            (b"\xe9t\xe9", ANYTHING),
            (b"a\0b", ANYTHING),
            (b"\x1b[31m", ANYTHING),
            (b"", ANYTHING),
        ] {
            assert_eq!(of(bytes), what, "{bytes:?}");
        }
    }
}
