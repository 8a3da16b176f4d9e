//! Folding of case and accents.

/// Case folded as a whole: `ß` is `ss`, all sigmas are one.
pub fn case_folded(text: &str) -> String {
    let folded = text.chars().flat_map(|letter| match letter {
        // Upper case of the dotless i is `I`, but it folds to itself.
        'ı' => vec!['ı'],
        _ => letter.to_uppercase().flat_map(char::to_lowercase).collect(),
    });
    folded.collect()
}

/// Case and accents folded.
pub fn folded(text: &str) -> String {
    let bare: String = text.chars().filter_map(bare_letter).collect();
    case_folded(&bare).chars().filter_map(bare_letter).collect()
}

/// The letter without its accent; nothing for an accent that stands alone. The letters of the
/// languages that worlds are written in.
fn bare_letter(letter: char) -> Option<char> {
    Some(match letter {
        '\u{300}'..='\u{36f}' => return None,
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'À'..='Å' => 'A',
        'ç' | 'ć' | 'č' => 'c',
        'Ç' | 'Č' => 'C',
        'ď' => 'd',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'È'..='Ë' => 'E',
        'ì'..='ï' | 'ī' => 'i',
        'Ì'..='Ï' | 'İ' => 'I',
        'ñ' | 'ń' | 'ň' => 'n',
        'Ñ' => 'N',
        'ò'..='ö' | 'ō' | 'ő' => 'o',
        'Ò'..='Ö' => 'O',
        'ř' => 'r',
        'š' | 'ś' => 's',
        'Š' => 'S',
        'ť' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'Ù'..='Ü' => 'U',
        'ý' | 'ÿ' => 'y',
        'ž' | 'ź' | 'ż' => 'z',
        'Ž' => 'Z',
        'ί' => 'ι',
        'Ί' => 'Ι',
        letter => letter,
    })
}

/// The words of a text, case and accents folded: runs of letters and digits.
pub fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_fold_to_the_same_are_the_same() {
        assert_eq!(case_folded("Straße"), case_folded("STRASSE"));
        assert_eq!(case_folded("Σίσυφος"), case_folded("ΣΊΣΥΦΟΣ"));
        assert_eq!(case_folded("İ"), "i\u{307}");
        assert_ne!(case_folded("é"), case_folded("e"));
    }

    #[test]
    fn words_lose_case_and_accents() {
        assert_eq!(words("Éclair für Zoë 🦊"), ["eclair", "fur", "zoe"]);
        assert_eq!(words("İstanbul-Office"), ["istanbul", "office"]);
        assert_eq!(words("Žluťoučký kůň"), ["zlutoucky", "kun"]);
        assert_eq!(words("ΣΊΣΥΦΟΣ"), words("Σίσυφος"));
        assert_eq!(words("日本語 計画"), ["日本語", "計画"]);
    }
}
