//! What the keys of a kind take, for who describes the interface that takes the same records.

use super::kinds::{Is, Kind, Sums, Tag};

/// A key of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Whether a record cannot be without it.
    pub required: bool,
    /// What it takes; `null` and left out are the same.
    pub takes: Takes,
}

/// What a key takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A text.
    Text,
    /// `true` or `false`.
    Truth,
    /// A whole number within these bounds.
    Whole(i64, i64),
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// A decimal as a text.
    Decimal,
    /// One of these words.
    Word(Vec<&'static str>),
    /// An amount and its currency.
    Money,
    /// The id of a record, or the name of a built-in role.
    Id,
    /// A list of them.
    Ids,
    /// An object with one of these words and an id or a name.
    Tagged(Vec<&'static str>),
    /// The lines of a document, with these keys.
    Lines(&'static [&'static str]),
    /// Payments, with `paid_on`, `amount`, `method`.
    Payments,
    /// Permissions.
    Permissions,
    /// A ceiling.
    Ceiling,
    /// The bytes of a file, or their name.
    Content,
}

/// The keys that a record of a kind takes, by the kind's name in bundles; none of a kind that is not there.
pub fn keys(kind: &str) -> Vec<Key> {
    let Some((_, kind)) = Kind::named(kind) else {
        return Vec::new();
    };
    kind.fields
        .iter()
        .filter(|field| !field.key.is_empty())
        .map(|field| Key {
            name: field.key,
            required: field.required,
            takes: takes(field.is),
        })
        .collect()
}

fn takes(is: Is) -> Takes {
    let words = |tags: &[Tag]| tags.iter().map(|tag| tag.word).collect();
    match is {
        Is::Truth(_) | Is::External => Takes::Truth,
        Is::Whole(least, most) => Takes::Whole(least, most),
        Is::Date => Takes::Date,
        Is::Instant | Is::Moment => Takes::Instant,
        Is::Hours | Is::Amount => Takes::Decimal,
        Is::Choice(words, _) => Takes::Word(words.to_vec()),
        Is::StageModule => Takes::Word(vec!["projects", "tasks"]),
        Is::Money => Takes::Money,
        Is::One(_) | Is::RoleOf => Takes::Id,
        Is::People(_) | Is::Roles | Is::Known => Takes::Ids,
        Is::Tagged(tags) | Is::On(tags) => Takes::Tagged(words(tags)),
        Is::Lines(Sums::Order) => Takes::Lines(super::lines::ORDER_KEYS),
        Is::Lines(Sums::Document) => Takes::Lines(super::lines::DOCUMENT_KEYS),
        Is::Payments => Takes::Payments,
        Is::Permissions { .. } => Takes::Permissions,
        Is::Ceiling => Takes::Ceiling,
        Is::Content => Takes::Content,
        Is::Text | Is::TextOr(_) | Is::Email | Is::Address | Is::Currency | Is::Color => {
            Takes::Text
        }
        Is::Zone | Is::Locale => Takes::Text,
    }
}
