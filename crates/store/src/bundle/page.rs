//! The keys of every kind of line, as a page: written from the table that import reads by.

use super::kinds::{Field, Is, KINDS, Kind, Tag};

/// The page `docs/bundle-keys.md`.
pub fn page() -> String {
    let mut page = String::from(
        "# The keys of a bundle\n\n\
         Generated from `crates/store/src/bundle/kinds/table.rs`: run `cargo xtask generate` after a change.\n\
         What the words mean stands in [bundle-format.md](bundle-format.md).\n\
         The kinds stand in the order in which an export writes them.\n\
         Every line also takes `kind`, and all but `settings` take `id` and `deleted`.\n\
         A key that is left out and a key that is `null` are the same.\n",
    );
    for kind in &KINDS {
        table(&mut page, kind);
    }
    page
}

fn table(page: &mut String, kind: &Kind) {
    page.push_str(&format!(
        "\n## {}\n\n| key | takes | left out |\n| --- | --- | --- |\n",
        kind.name
    ));
    for field in kind.fields.iter().filter(|field| !field.key.is_empty()) {
        let key = field.key;
        page.push_str(&format!(
            "| `{key}` | {} | {} |\n",
            takes(field),
            absent(kind, field)
        ));
    }
}

fn takes(field: &Field) -> String {
    match field.is {
        Is::Text | Is::TextOr(_) => "text".to_owned(),
        Is::Truth(_) | Is::External => "`true` or `false`".to_owned(),
        Is::Whole(least, most) => format!("a whole number from {least} to {most}"),
        Is::Date => "a day, `YYYY-MM-DD`".to_owned(),
        Is::Instant | Is::Moment => "an instant, RFC 3339".to_owned(),
        Is::Hours => "hours, a decimal string".to_owned(),
        Is::Choice(words, _) => listed(words.iter().copied()),
        Is::StageModule => listed(["projects", "tasks"]),
        Is::Email => "an e-mail address, which the user is known by".to_owned(),
        Is::Address => "an e-mail address".to_owned(),
        Is::Money => "`{\"amount\", \"currency\"}`".to_owned(),
        Is::Amount => "an amount in the line's currency, a decimal string".to_owned(),
        Is::Currency => "a currency's code, such as `EUR`".to_owned(),
        Is::Color => "a colour, `#rrggbb`".to_owned(),
        Is::One(space) => {
            let word = space.word();
            format!(
                "the id of {} {word}",
                if word.starts_with(['a', 'e', 'i', 'o']) {
                    "an"
                } else {
                    "a"
                }
            )
        }
        Is::Tagged(tags) | Is::On(tags) => tagged(tags),
        Is::People(_) => "a list of ids of members and guests".to_owned(),
        Is::Lines(_) => "a list of lines".to_owned(),
        Is::Payments => "a list of `{\"paid_on\", \"amount\", \"method\"}`".to_owned(),
        Is::Permissions { .. } => "permissions".to_owned(),
        Is::Ceiling => "a ceiling".to_owned(),
        Is::RoleOf => "the id of a role, built in or the account's".to_owned(),
        Is::Roles => "a list of ids of roles, built in or the account's".to_owned(),
        Is::Known => "a list of ids of members".to_owned(),
        Is::Content => {
            "`{\"base64\"}`, `{\"path\"}` beside the bundle, or `{\"sha256\", \"size\"}`".to_owned()
        }
        Is::Zone => "a time zone, such as `Europe/Berlin`".to_owned(),
        Is::Locale => "a language, such as `en`".to_owned(),
    }
}

fn absent(kind: &Kind, field: &Field) -> String {
    if field.required {
        return "an error".to_owned();
    }
    if kind.is_settings() {
        return "stays as it is".to_owned();
    }
    match field.is {
        Is::TextOr("") => "the empty text".to_owned(),
        Is::TextOr(text) => format!("`{text}`"),
        Is::Truth(Some(truth)) => format!("`{truth}`"),
        Is::Choice(words, Some(place)) => format!("`{}`", words[place]),
        Is::Moment => "the moment of import, kept as first taken".to_owned(),
        Is::People(_) | Is::Lines(_) | Is::Payments | Is::Roles => "empty".to_owned(),
        Is::External => {
            "`true` where a guest uploaded it, else as `files_external` says".to_owned()
        }
        Is::Permissions { may_be_unset: true } => "not set".to_owned(),
        Is::Permissions {
            may_be_unset: false,
        } => "`{}`, which opens nothing".to_owned(),
        Is::Known => "not set".to_owned(),
        _ => "no value".to_owned(),
    }
}

fn tagged(tags: &[Tag]) -> String {
    let words = tags.iter().map(|tag| match tag.space {
        Some(_) => format!("`{{\"{}\": ID}}`", tag.word),
        None => format!("`{{\"{}\": TEXT}}`", tag.word),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words
        .into_iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn the_page_of_keys_is_what_an_import_takes() {
        let written = include_str!("../../../../docs/bundle-keys.md");
        assert_eq!(
            written,
            page(),
            "run `cargo xtask generate` and read the difference"
        );
    }
}
