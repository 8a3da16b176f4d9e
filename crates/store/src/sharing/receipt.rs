//! What is told of what ended, and of who sees it still.

use super::ending::Ended;
use super::item::Item;
use super::rows::Row;
use crate::explain::Seeing;
use crate::visible::Reader;
use crate::visible::json::Json;
use crate::writes::WriteError;
use std::collections::BTreeSet;

/// The most users whose remaining ways are told.
const STILL: usize = 200;

/// Somebody who sees it still, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Still {
    pub(super) public_id: [u8; 16],
    pub(super) name: String,
    pub(super) email: String,
    /// `owner`, `grant`, or the name of the field that ties them to it.
    pub(super) because: &'static str,
}

/// The receipt as JSON: `{"ended":{"grants","sessions","tokens","links","mails"},"still":[{"user","because"}]}`.
pub(super) fn receipt(ended: &Ended, still: &[Still]) -> String {
    let mut json = Json::with_capacity(128 + 128 * still.len());
    json.open('{').key("ended").open('{');
    for (name, count) in [
        ("grants", ended.grants),
        ("sessions", ended.sessions),
        ("tokens", ended.tokens),
        ("links", ended.links),
        ("mails", ended.mails),
    ] {
        json.key(name).int(i64::try_from(count).unwrap_or(i64::MAX));
    }
    json.close('}').key("still").open('[');
    for one in still {
        json.open('{')
            .key("user")
            .open('{')
            .key("id")
            .id(&one.public_id);
        json.key("name")
            .text(&one.name)
            .key("email")
            .text(&one.email)
            .close('}');
        json.key("because").text(one.because).close('}');
    }
    json.close(']').close('}');
    json.finish()
}

impl Reader {
    /// Who sees an item after grants on it ended, and whose grant on it stays because it is an owner's.
    pub(super) async fn still(
        &mut self,
        item: Item,
        kept: &[Row],
        only: Option<i64>,
    ) -> Result<Vec<Still>, WriteError> {
        let seeing = self.seeing(item.module, &item.public_id, STILL).await?;
        let owners: BTreeSet<[u8; 16]> = kept.iter().map(|row| row.public_id).collect();
        let told = |one: Seeing| Still {
            because: match one.grant {
                Some(grant) if owners.contains(&grant) => "owner",
                _ => one.because,
            },
            public_id: one.public_id,
            name: one.name,
            email: one.email,
        };
        let asked = |one: &Seeing| only.is_none_or(|person| one.person == person);
        Ok(seeing.into_iter().filter(asked).map(told).collect())
    }
}
