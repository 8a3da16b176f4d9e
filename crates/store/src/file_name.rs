//! The name of a file as it is kept: what its sender called it, without what could do harm where it is saved.

use unicode_normalization::UnicodeNormalization;

/// The longest name, in bytes of UTF-8; file systems take 255, and browsers add to it.
const LONGEST: usize = 200;
/// The longest ending that is kept when a name is shortened.
const ENDING: usize = 20;
/// What a file is called that has no name.
const NAMELESS: &str = "file";

/// The name without folders, without characters that cannot be seen, turn the others round or mean something to a
/// file system, and not the name of a device. Never empty.
pub fn cleaned(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen = last.nfc().filter(|c| !is_unseen(*c));
    let harmless = seen.map(|c| match c {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    let spelled: String = harmless.collect();
    let words: Vec<&str> = spelled.split_whitespace().collect();
    let joined = words.join(" ");
    let bare = joined.trim_matches(['.', ' ']);
    let mut name = shortened(bare);
    if name.is_empty() {
        return NAMELESS.to_owned();
    }
    if is_device(&name) {
        name.insert(0, '_');
    }
    name
}

/// Characters that show nothing, or change how others show. Those that join letters and emoji stay.
const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{e0001}'..='\u{e001f}'
        | '\u{f0000}'..='\u{10ffff}')
}

/// Whether some system takes the name, whatever its ending, for a device.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let upper = stem.to_uppercase();
    if matches!(
        upper.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) {
        return true;
    }
    let number = upper
        .strip_prefix("COM")
        .or_else(|| upper.strip_prefix("LPT"));
    number.is_some_and(|number| {
        let mut digits = number.chars();
        let digit = digits.next();
        digit.is_some_and(|c| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³'))
            && digits.next().is_none()
    })
}

/// At most as long as a name may be; the ending stays.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let (stem, ending) = match name.rfind('.') {
        Some(dot) if name.len() - dot <= ENDING => name.split_at(dot),
        _ => (name, ""),
    };
    let mut end = LONGEST - ending.len();
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{ending}", stem[..end].trim_end_matches(['.', ' ']))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_that_people_give_stays_as_it_is() {
        for name in [
            "draft.pdf",
            "Angebot Nr. 7 (neu).docx",
            "été.txt",
            "見積書.xlsx",
            "a.tar.gz",
            "Hors d'œuvre & 50 %.jpg",
            "👩‍👩‍👧.png",
            "می‌خواهم.txt",
            "console.log",
            "com10.txt",
        ] {
            assert_eq!(cleaned(name), name);
        }
    }

    #[test]
    fn what_could_do_harm_is_gone() {
        for (sent, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\a.txt", "a.txt"),
            ("/", "file"),
            ("..", "file"),
            ("", "file"),
            (" . ", "file"),
            ("\u{0}\u{1}\u{7f}", "file"),
            (".htaccess", "htaccess"),
            ("a.exe. . ", "a.exe"),
            ("line\r\nend.txt", "line end.txt"),
            ("tab\there.txt", "tab here.txt"),
            ("inv\u{202e}fdp.exe", "invfdp.exe"),
            ("\u{2066}a\u{2069}\u{200b}\u{feff}.txt", "a.txt"),
            ("a:b<c>\"d\"|e?*.txt", "a_b_c__d__e__.txt"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("Aux .md", "_Aux .md"),
            ("com1.log", "_com1.log"),
            ("LPT¹", "_LPT¹"),
            ("conin$", "_conin$"),
            ("e\u{301}.txt", "é.txt"),
        ] {
            assert_eq!(cleaned(sent), kept, "{sent:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_and_keeps_its_ending() {
        let cut = cleaned(&format!("{}.pdf", "x".repeat(500)));
        assert!(cut.len() == LONGEST && cut.ends_with("x.pdf"), "{cut}");
        let cut = cleaned(&format!("{}.pdf", "é".repeat(500)));
        assert!(cut.len() <= LONGEST && cut.ends_with("é.pdf"), "{cut}");
        let cut = cleaned(&format!("a.{}", "y".repeat(500)));
        assert_eq!(cut.len(), LONGEST);
    }

    #[test]
    fn a_clean_name_stays_clean_whatever_was_sent() {
        let strings = "../../../shared/data/text/blns.json";
        let strange: Vec<String> = std::fs::read_to_string(strings).map_or_else(
            |_| vec!["\u{202e}\u{feff}a/b\\c:\0\n".to_owned(), "Ṱ̺̺̕o͞".to_owned()],
            |text| serde_json::from_str(&text).unwrap(),
        );
        for sent in &strange {
            let kept = cleaned(sent);
            assert_eq!(cleaned(&kept), kept, "{sent:?}");
            assert!(!kept.is_empty() && kept.len() <= LONGEST + 1, "{sent:?}");
            let harmless = |c: char| !c.is_control() && !"/\\:*?\"<>|\u{202e}".contains(c);
            assert!(kept.chars().all(harmless), "{sent:?} became {kept:?}");
        }
    }
}
