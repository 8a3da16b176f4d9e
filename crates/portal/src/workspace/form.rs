//! A form as it is filled in, with what is wrong beside the fields. Nothing that was written is lost.

use maud::{Markup, html};

use crate::frame::Fields;
use crate::frame::parts::icon;
use crate::texts::{Texts, Value};

/// A choice of a select.
pub(crate) struct Pick {
    /// What is sent.
    pub(crate) value: String,
    /// What is read.
    pub(crate) name: String,
}

impl Pick {
    /// A choice.
    pub(crate) fn new(value: impl Into<String>, name: impl Into<String>) -> Pick {
        Pick {
            value: value.into(),
            name: name.into(),
        }
    }
}

/// What a form holds, and what is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Form {
    values: Vec<(String, String)>,
    wrongs: Vec<(String, String)>,
    /// What is wrong with the whole.
    amiss: Option<String>,
}

impl Form {
    /// An empty form.
    pub(crate) fn new() -> Form {
        Form::default()
    }

    /// With a value filled in.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Form {
        self.values.push((name.to_owned(), value.into()));
        self
    }

    /// Puts a value in the place of what was sent under that name.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.retain(|(known, _)| known != name);
        self.values.push((name.to_owned(), value.into()));
    }

    /// As it was sent.
    pub(crate) fn sent(fields: &Fields) -> Form {
        Form {
            values: fields.pairs().to_vec(),
            ..Form::default()
        }
    }

    /// Something is wrong with a field.
    pub(crate) fn wrong(&mut self, name: &str, words: impl Into<String>) {
        if !self.wrongs.iter().any(|(known, _)| known == name) {
            self.wrongs.push((name.to_owned(), words.into()));
        }
    }

    /// Something is wrong with the whole.
    pub(crate) fn amiss(&mut self, words: impl Into<String>) {
        self.amiss = Some(words.into());
    }

    /// Whether anything is wrong.
    pub(crate) fn is_wrong(&self) -> bool {
        !self.wrongs.is_empty() || self.amiss.is_some()
    }

    /// The value of a field.
    pub(crate) fn value(&self, name: &str) -> &str {
        let found = self.values.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// Whether a name was sent with that value.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|known| known == value)
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = move |(known, _): &&(String, String)| known == name;
        self.values
            .iter()
            .filter(named)
            .map(|(_, value)| value.as_str())
    }

    /// What is wrong, said once at the top, each with a link to its field.
    pub(crate) fn summary(&self, texts: &Texts) -> Markup {
        self.summary_of(texts, &[])
    }

    /// The same, where fields have other ids.
    pub(crate) fn summary_of(&self, texts: &Texts, ids: &[(&str, &str)]) -> Markup {
        let id = |name: &str| {
            let found = ids.iter().find(|(known, _)| *known == name);
            found.map_or_else(|| format!("f-{name}"), |(_, id)| (*id).to_owned())
        };
        html! {
            @if self.is_wrong() {
                div class="notice attend" role="alert" {
                    (icon("info"))
                    div {
                        @if let Some(words) = &self.amiss { p { (words) } }
                        @if !self.wrongs.is_empty() {
                            p { (texts.say_with("work-form-wrong", &[("count", Value::from(self.wrongs.len()))])) }
                            ul class="wrongs" { @for (name, words) in &self.wrongs {
                                li { a href={ "#" (id(name)) } { (words) } }
                            } }
                        }
                    }
                }
            }
        }
    }

    /// What is wrong with a field.
    pub(crate) fn error(&self, name: &str) -> Option<&str> {
        let found = self.wrongs.iter().find(|(known, _)| known == name);
        found.map(|(_, words)| words.as_str())
    }

    fn field(&self, name: &str, label: &str, hint: Option<&str>, control: &Markup) -> Markup {
        html! {
            div class="field" {
                label for={ "f-" (name) } { (label) }
                (control)
                @if let Some(words) = self.error(name) {
                    p class="field-error" id={ "e-" (name) } { (icon("info")) (words) }
                }
                @if let Some(hint) = hint { p class="hint" id={ "h-" (name) } { (hint) } }
            }
        }
    }

    fn described(&self, name: &str, hint: Option<&str>) -> Option<String> {
        let error = self.error(name).map(|_| format!("e-{name}"));
        let hint = hint.map(|_| format!("h-{name}"));
        let ids: Vec<String> = error.into_iter().chain(hint).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self, name: &str) -> Option<&'static str> {
        self.error(name).map(|_| "true")
    }

    /// One line. `kind` is the input's type; a name that must be there is marked by `needed`.
    pub(crate) fn line(&self, name: &str, label: &str, kind: &str, needed: bool) -> Markup {
        self.line_with(name, label, kind, needed, None)
    }

    /// One line with a hint under it.
    pub(crate) fn line_with(
        &self,
        name: &str,
        label: &str,
        kind: &str,
        needed: bool,
        hint: Option<&str>,
    ) -> Markup {
        let control = html! {
            input class="input" id={ "f-" (name) } name=(name) type=(kind) value=(self.value(name)) required[needed]
                autocomplete="off" aria-invalid=[self.invalid(name)] aria-describedby=[self.described(name, hint)];
        };
        self.field(name, label, hint, &control)
    }

    /// Several lines.
    pub(crate) fn lines(&self, name: &str, label: &str, hint: Option<&str>) -> Markup {
        let control = html! {
            textarea class="input" id={ "f-" (name) } name=(name) rows="4" aria-invalid=[self.invalid(name)]
                aria-describedby=[self.described(name, hint)] { (self.value(name)) }
        };
        self.field(name, label, hint, &control)
    }

    /// One of several; `none` stands first and means no value.
    pub(crate) fn choice(
        &self,
        name: &str,
        label: &str,
        none: Option<&str>,
        options: &[Pick],
    ) -> Markup {
        self.choice_of(name, label, none, &[("", options)])
    }

    /// One of several in groups, each with its heading; a group without one stands free.
    pub(crate) fn choice_of(
        &self,
        name: &str,
        label: &str,
        none: Option<&str>,
        groups: &[(&str, &[Pick])],
    ) -> Markup {
        let chosen = self.value(name);
        let option = |one: &Pick| html! { option value=(one.value) selected[one.value == chosen] { (one.name) } };
        let control = html! {
            select class="select" id={ "f-" (name) } name=(name) aria-invalid=[self.invalid(name)]
                aria-describedby=[self.described(name, None)] {
                @if let Some(none) = none { option value="" { (none) } }
                @for (heading, options) in groups {
                    @if heading.is_empty() { @for one in *options { (option(one)) } }
                    @else if !options.is_empty() {
                        optgroup label=(heading) { @for one in *options { (option(one)) } }
                    }
                }
            }
        };
        self.field(name, label, None, &control)
    }

    /// A box to tick.
    pub(crate) fn tick(&self, name: &str, label: &str) -> Markup {
        html! {
            label class="check" {
                input type="checkbox" name=(name) value="on" checked[self.values.iter().any(|(known, _)| known == name)];
                span { (label) }
            }
        }
    }

    /// Several boxes under one heading.
    pub(crate) fn ticks(&self, name: &str, label: &str, options: &[Pick]) -> Markup {
        let chosen: Vec<&str> = self.all(name).collect();
        html! {
            fieldset class="field" {
                legend { (label) }
                @if let Some(words) = self.error(name) {
                    p class="field-error" id={ "e-" (name) } { (icon("info")) (words) }
                }
                div class="ticks" { @for one in options {
                    label class="check" {
                        input type="checkbox" name=(name) value=(one.value) checked[chosen.contains(&one.value.as_str())];
                        span { (one.name) }
                    }
                } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn what_is_wrong_stands_at_the_top_and_beside_its_field() {
        let mut form = Form::sent(&Fields::read(b"name=&email=a%20b"));
        form.wrong("email", "No space in an address");
        form.wrong("email", "said twice");
        let texts = Texts::of("en", TimeZone::UTC);
        let top = form.summary(&texts).into_string();
        assert!(top.contains("href=\"#f-email\"") && !top.contains("said twice"));
        let field = form.line("email", "E-mail", "email", true).into_string();
        assert!(field.contains("value=\"a b\"") && field.contains("aria-describedby=\"e-email\""));
        assert!(
            !form
                .line("name", "Name", "text", true)
                .into_string()
                .contains("aria-invalid")
        );
    }
}
