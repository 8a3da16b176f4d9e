//! Sizes as people say them.

use crate::texts::Texts;

/// A size: `2.4 MB`.
pub(crate) fn said(texts: &Texts, bytes: u64) -> String {
    let (size, unit) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (bytes as f64 / 1e3, "kB"),
        1_000_000..1_000_000_000 => (bytes as f64 / 1e6, "MB"),
        _ => (bytes as f64 / 1e9, "GB"),
    };
    let number = if size < 9.95 && unit != "kB" {
        format!("{size:.1}")
    } else {
        format!("{size:.0}")
    };
    format!("{} {unit}", texts.number(&number))
}

/// The most that is taken, in whole units and never more than it is: `1 GB` of 2³⁰ bytes.
pub(super) fn at_most(texts: &Texts, bytes: u64) -> String {
    let (size, unit) = match bytes {
        0..1_000 => (bytes, "B"),
        1_000..1_000_000 => (bytes / 1_000, "kB"),
        1_000_000..1_000_000_000 => (bytes / 1_000_000, "MB"),
        _ => (bytes / 1_000_000_000, "GB"),
    };
    format!("{} {unit}", texts.number(&size.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn a_limit_is_never_said_to_be_more_than_it_is() {
        let texts = Texts::of("en", TimeZone::UTC);
        assert_eq!(at_most(&texts, 1 << 30), "1 GB");
        assert_eq!(at_most(&texts, 64 * 1024), "65 kB");
        assert_eq!(at_most(&texts, 999_999), "999 kB");
        assert_eq!(said(&texts, 2_350_000), "2.4 MB");
    }
}
