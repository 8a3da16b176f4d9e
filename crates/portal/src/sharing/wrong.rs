//! What is wrong with a form, in words, beside the field it is about.

use maud::{Markup, html};
use store::Wrong;

use super::filled::Filled;
use crate::frame::parts::icon;
use crate::texts::{Texts, Value};

/// Mistakes to mend, each with the id of its field; those without are about the whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wrongs(Vec<(Option<&'static str>, String)>);

impl Wrongs {
    /// One that is about the whole.
    pub(crate) fn general(words: String) -> Wrongs {
        Wrongs(vec![(None, words)])
    }

    /// One that is about a field.
    pub(crate) fn at(field: &'static str, words: String) -> Wrongs {
        Wrongs(vec![(Some(field), words)])
    }

    /// What the store refused in a share that was filled in.
    pub(super) fn of_share(texts: &Texts, filled: &Filled, wrongs: &[Wrong]) -> Wrongs {
        let addresses = filled.addresses();
        let mut told: Vec<(Option<&'static str>, String)> = Vec::new();
        for wrong in wrongs {
            let mut parts = wrong.pointer.split('/').skip(1);
            let (first, place) = (parts.next().unwrap_or_default(), parts.next());
            let address = place
                .filter(|_| first == "to")
                .and_then(|place| addresses.get(place.parse::<usize>().ok()?));
            let expected = [("expected", Value::from(expected(&wrong.message)))];
            let (field, words) = match (first, address) {
                ("to", Some(address)) => {
                    let [expected] = expected;
                    let given = [("address", Value::from(*address)), expected];
                    (Some("to"), texts.say_with("share-wrong-address", &given))
                }
                ("to", None) if addresses.is_empty() => {
                    (Some("to"), texts.say("share-wrong-nobody"))
                }
                ("to", None) => (Some("to"), texts.say_with("share-wrong-to", &expected)),
                ("show", _) => (Some("show"), texts.say_with("share-wrong-show", &expected)),
                ("role", _) => (Some("role"), texts.say_with("share-wrong-role", &expected)),
                ("expires_at", _) if filled.day.is_empty() => {
                    (Some("day"), texts.say("share-wrong-no-day"))
                }
                ("expires_at", _) => (Some("day"), texts.say("share-wrong-day")),
                ("days_back", _) => (Some("days_back"), texts.say("share-wrong-days-back")),
                ("message", _) => (
                    Some("message"),
                    texts.say_with("share-wrong-message", &expected),
                ),
                ("label", _) => (
                    Some("label"),
                    texts.say_with("share-wrong-label", &expected),
                ),
                ("actions", _) => (Some("can"), texts.say_with("share-wrong-can", &expected)),
                ("mark_files", _) => (Some("mark"), texts.say("share-wrong-files")),
                _ => (None, texts.say_with("share-wrong-other", &expected)),
            };
            if !told.iter().any(|(_, said)| *said == words) {
                told.push((field, words));
            }
        }
        Wrongs(told)
    }

    /// What the store refused in a form: `fields` are its keys, each with the id of its field; others are about the
    /// whole.
    pub(crate) fn of_form(
        texts: &Texts,
        fields: &[(&str, &'static str)],
        wrongs: &[Wrong],
    ) -> Wrongs {
        let told = wrongs.iter().map(|wrong| {
            let key = wrong.pointer.split('/').nth(1).unwrap_or_default();
            let field = fields
                .iter()
                .find(|(known, _)| *known == key)
                .map(|(_, field)| *field);
            let given = [("expected", Value::from(expected(&wrong.message)))];
            (field, texts.say_with("share-wrong-other", &given))
        });
        Wrongs(told.collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Option<&'static str>, &str)> {
        self.0.iter().map(|(field, words)| (*field, words.as_str()))
    }

    /// Those about a field.
    pub(crate) fn of(&self, field: &str) -> Vec<&str> {
        self.all()
            .filter(|(at, _)| *at == Some(field))
            .map(|(_, words)| words)
            .collect()
    }

    /// Those about a field, as they stand beside it.
    pub(crate) fn beside(&self, field: &str) -> Markup {
        let wrongs = self.of(field);
        html! {
            @if !wrongs.is_empty() {
                div class="field-error" id={ (field) "-wrong" } {
                    @for words in wrongs { p { (icon("info")) span { (words) } } }
                }
            }
        }
    }

    /// All of them at the top of a form, each leading to its field.
    pub(crate) fn at_the_top(&self, title: &str) -> Markup {
        html! {
            @if !self.is_empty() {
                div class="notice attend" role="alert" {
                    (icon("info"))
                    div {
                        p { strong { (title) } }
                        ul class="plain" {
                            @for (field, words) in self.all() {
                                li { @match field {
                                    Some(field) => a href={ "#" (field) } { (words) },
                                    None => (words),
                                } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What should have stood there, from the store's own sentence.
fn expected(message: &str) -> String {
    let expected = message
        .rsplit_once(", expected ")
        .map_or(message, |(_, expected)| expected);
    expected.replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stores_sentence_says_what_should_stand_there() {
        assert_eq!(
            expected("found `a, expected b`, expected an address as `name@company.example`"),
            "an address as name@company.example"
        );
        assert_eq!(expected("it is too long"), "it is too long");
    }
}
