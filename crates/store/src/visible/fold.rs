//! Text folded for order and for search, the same on both engines because neither does it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Text as it sorts: case folded as Unicode has it, so that `ß` is `ss`.
pub(crate) fn for_order(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    caseless::default_case_fold_str(text)
}

/// Text as it is searched: case folded, without accents.
pub(crate) fn for_search(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let bare: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    caseless::default_case_fold_str(&bare)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .collect()
}

/// The words of a text, folded for search.
pub(crate) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins_a_word(text: &str, word: &str) -> bool {
        words(&for_search(text)).any(|w| w.starts_with(word))
    }

    #[test]
    fn case_and_accents_do_not_matter_to_search() {
        assert!(begins_a_word("Das Café in Göteborg", "cafe"));
        assert!(begins_a_word("Das Café in Göteborg", "gote"));
        assert!(!begins_a_word("Das Café in Göteborg", "teborg"));
        assert!(begins_a_word("İstanbul", "istan"));
        assert!(begins_a_word("T-1042", "1042"));
    }
}
