//! Sentences with links and names in them: the text decides the order, the page gives the pieces.

use maud::{Markup, PreEscaped, html};

use crate::texts::{Texts, Value};

/// A text whose arguments in `pieces` are pieces of a page; those in `words` are plain.
pub(crate) fn woven(
    texts: &Texts,
    key: &str,
    pieces: &[(&str, Markup)],
    words: &[(&str, Value<'_>)],
) -> Markup {
    // Marks from the private use area stand in for the pieces while the text is put together.
    let marks: Vec<String> = (0..pieces.len())
        .filter_map(|n| char::from_u32(0xE000 + u32::try_from(n).ok()?))
        .map(String::from)
        .collect();
    let mut given: Vec<(&str, Value<'_>)> = words.to_vec();
    for ((name, _), mark) in pieces.iter().zip(&marks) {
        given.push((name, Value::from(mark.as_str())));
    }
    let said = texts.say_with(key, &given);
    let mut out = String::with_capacity(said.len() + 64);
    let mut rest = said.as_str();
    while let Some((at, n)) = first(rest, &marks) {
        out.push_str(&html! { (rest[..at]) }.into_string());
        out.push_str(&pieces[n].1.0);
        rest = &rest[at + marks[n].len()..];
    }
    out.push_str(&html! { (rest) }.into_string());
    PreEscaped(out)
}

fn first(text: &str, marks: &[String]) -> Option<(usize, usize)> {
    marks
        .iter()
        .enumerate()
        .filter_map(|(n, mark)| Some((text.find(mark.as_str())?, n)))
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn pieces_stand_where_the_text_wants_them_and_words_are_escaped() {
        let texts = Texts::of("en", TimeZone::UTC);
        let what = html! { a href="/x" { "A & B" } };
        let said = woven(
            &texts,
            "page-commented",
            &[("who", html! { strong { "Ana" } }), ("what", what)],
            &[],
        );
        assert_eq!(
            said.into_string(),
            "<strong>Ana</strong> wrote about <a href=\"/x\">A &amp; B</a>"
        );
    }
}
