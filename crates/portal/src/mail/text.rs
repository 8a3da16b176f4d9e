//! A mail for readers of text: the same words, folded at 72 columns.

use super::words::Words;

const WIDTH: usize = 72;

/// The whole text.
pub(super) fn page(words: &Words, company: &str) -> String {
    let mut page = Page(String::new());
    page.fold(&words.title, "", "");
    if let Some(message) = &words.message {
        page.gap();
        for line in message.lines() {
            page.fold(line, "    ", "    ");
        }
    }
    for sentence in &words.lead {
        page.gap();
        page.fold(sentence, "", "");
    }
    if let Some((label, address)) = &words.button {
        page.gap();
        page.fold(&format!("{label}:"), "", "");
        page.line(address);
    }
    if let Some(about) = &words.about_button {
        page.gap();
        page.fold(about, "", "");
    }
    if !words.facts.is_empty() {
        if let Some(title) = &words.facts_title {
            page.gap();
            page.fold(title, "", "");
        }
        page.gap();
        for (what, how_much) in &words.facts {
            let fact = match how_much {
                Some(value) => format!("{what}: {value}"),
                None => what.clone(),
            };
            page.fold(&fact, "  * ", "    ");
        }
    }
    for sentence in &words.foot {
        page.gap();
        page.fold(sentence, "", "");
    }
    page.gap();
    // What mail programs know as the beginning of a signature.
    page.line("-- ");
    page.fold(company, "", "");
    if let Some((label, address)) = &words.stop {
        page.fold(&format!("{label}:"), "", "");
        page.line(address);
    }
    page.0
}

struct Page(String);

impl Page {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn gap(&mut self) {
        self.0.push('\n');
    }

    /// Words in lines of at most 72 columns; a word that is longer stands alone.
    fn fold(&mut self, text: &str, first: &str, rest: &str) {
        let mut line = first.to_owned();
        let mut columns = first.chars().count();
        let mut begun = false;
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if begun && columns + 1 + length > WIDTH {
                self.line(&line);
                line = rest.to_owned();
                columns = rest.chars().count();
                begun = false;
            }
            if begun {
                line.push(' ');
                columns += 1;
            }
            line.push_str(word);
            columns += length;
            begun = true;
        }
        self.line(line.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_words_and_addresses_stay_whole() {
        let long = "word ".repeat(40);
        let address = format!("https://portal.example/i/{}", "x".repeat(90));
        let words = Words {
            title: long.clone(),
            message: Some(format!("{long}\n\nBye")),
            button: Some(("Open".to_owned(), address.clone())),
            ..Words::default()
        };
        let text = page(&words, "Acme");
        let (addresses, lines): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with("https:"));
        assert_eq!(addresses, [address]);
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH));
        assert!(text.contains("    Bye\n"));
        assert!(text.ends_with("-- \nAcme\n"));
    }
}
