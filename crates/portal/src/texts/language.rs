//! A language: its Fluent texts, put together once.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::HashMap;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// The texts of one language.
pub(crate) struct Language {
    pub(super) code: &'static str,
    bundle: FluentBundle<FluentResource>,
    /// The texts that say the same whatever is given to them, which are most.
    fixed: HashMap<&'static str, String>,
}

/// The files of a language, each with its name.
pub(super) type Files = &'static [(&'static str, &'static str)];

macro_rules! files {
    ($code:literal: $($name:literal)*) => {
        &[$(($name, include_str!(concat!($code, "/", $name, ".ftl")))),*]
    };
}

/// English, by which every other language is measured.
pub(super) static ENGLISH: Files = files!("en": "frame" "dates" "home" "page" "projects_portal" "tasks_portal" "meetings" "tickets" "papers" "actions" "profile" "knowledge" "orders" "mail" "sign_in" "workspace" "projects_workspace" "tasks_workspace" "customers" "customers_portal" "files" "stages" "sharing" "guests" "guest_card" "people" "settings" "permissions" "roles");

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| vec![Language::new("en", ENGLISH)]);

impl Language {
    fn new(code: &'static str, files: Files) -> Language {
        let id: LanguageIdentifier = code.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The marks would stand in plain-text mails and in titles too; `dir` and `bdi` do their work on pages.
        bundle.set_use_isolating(false);
        for (_, text) in files {
            let resource = match FluentResource::try_new((*text).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        let fixed = files
            .iter()
            .flat_map(|(_, text)| text.lines())
            .filter_map(|line| line.split_once(" ="))
            .filter_map(|(key, _)| Some((key, fixed(&bundle, key)?)))
            .collect();
        Language {
            code,
            bundle,
            fixed,
        }
    }

    /// The language of a locale, else English.
    pub(super) fn of(locale: &str) -> &'static Language {
        let exact = LANGUAGES.iter().find(|language| language.code == locale);
        let base = locale.split('-').next().unwrap_or_default();
        exact
            .or_else(|| LANGUAGES.iter().find(|language| language.code == base))
            .unwrap_or(&LANGUAGES[0])
    }

    /// A text; its key where there is none, which a test rules out.
    pub(super) fn say(&self, key: &str, given: &[(&str, FluentValue<'_>)]) -> String {
        if let Some(fixed) = self.fixed.get(key) {
            return fixed.clone();
        }
        let Some(pattern) = self.bundle.get_message(key).and_then(|text| text.value()) else {
            return key.to_owned();
        };
        let args = FluentArgs::from_iter(given.iter().cloned());
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned()
    }
}

/// What a text says, where nothing that is given to it would change that.
fn fixed(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut missing = Vec::new();
    let said = bundle.format_pattern(pattern, None, &mut missing);
    missing.is_empty().then(|| said.into_owned())
}
