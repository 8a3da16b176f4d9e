//! Public ids: random, 16 bytes in the database, 32 hexadecimal digits outside.

use crate::error::{Result, StoreError};

/// A public id as it shows outside.
pub(crate) fn show(id: &[u8; 16]) -> String {
    let mut text = String::with_capacity(32);
    push(&mut text, id);
    text
}

/// Appends a public id.
pub(crate) fn push(out: &mut String, id: &[u8; 16]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [0; 32];
    for (pair, byte) in text.chunks_exact_mut(2).zip(id) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    out.push_str(std::str::from_utf8(&text).unwrap_or_default());
}

/// A public id from its column.
pub(crate) fn read(bytes: &[u8]) -> Result<[u8; 16]> {
    bytes
        .try_into()
        .map_err(|_| StoreError::broken("a public id has not 16 bytes"))
}

/// A public id from outside. What is no id becomes one that nothing has, so that asking for it is
/// the same question as asking for an id that was never used.
pub(crate) fn parse(text: &str) -> [u8; 16] {
    parse_strict(text).unwrap_or([0; 16])
}

pub(crate) fn parse_strict(text: &str) -> Option<[u8; 16]> {
    let digits: &[u8; 32] = text.as_bytes().try_into().ok()?;
    let mut id = [0; 16];
    for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = value(pair[0])? << 4 | value(pair[1])?;
    }
    Some(id)
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_goes_out_and_comes_back_and_what_is_none_is_nobodys() {
        let id = [0xa1, 0, 255, 7, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        assert_eq!(parse(&show(&id)), id);
        for none in [
            "",
            "t1",
            "A1",
            &show(&id).to_uppercase(),
            &format!("{}0", show(&id)),
        ] {
            assert_eq!(parse(none), [0; 16], "{none}");
        }
    }
}
