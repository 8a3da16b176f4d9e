//! What a share would show, before it is saved: read as somebody who holds these grants and nothing else, by the same
//! reads that a guest has.

use super::files::unmarked;
use super::may_open::Openable;
use super::share::{Carried, carried};
use super::wish::Share;
use crate::error::StoreError;
use crate::viewer::{Party, Viewer, Who};
use crate::visible::holdings::{Grant, Holdings};
use crate::visible::{ReadError, Reader};
use crate::writes::WriteError;
use crate::{accounts, ids};
use access::people::Acquaintance;
use access::rule::{Because, Held, Source, Standing};
use access::{Ceiling, Facet, Module, Permissions};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The most files that are offered to be marked.
const FILES: i64 = 200;
/// The first items of each relation that are shown.
const FIRST: &str = "5";
/// The most users that are told to have access already.
const ALREADY: usize = 200;

impl Reader {
    /// What the people of a share would see, as JSON:
    /// `{"subjects":[{"item","name","shown","related":{RELATION:{"count","more","first"}},"already":[{"user","because"}],
    /// "capped":[NAME]}],"files":[{"id","name","size","of"}]}`.
    ///
    /// `shown` and `first` are the items as they will get them. `files` are those that are not yet marked for
    /// outsiders; `capped` names what the account's ceiling keeps closed all the same; `already` names who sees it
    /// now.
    ///
    /// # Errors
    /// As for sharing itself; addresses are not looked at.
    pub async fn preview_share(&mut self, share: &Share) -> Result<String, WriteError> {
        let items = self.openable(&share.subjects, "/subjects").await?;
        let carried = carried(self, share, &items).await?;
        let account = self.viewer.account.id;
        let mut files = Vec::new();
        let mut already = Vec::with_capacity(items.len());
        for (item, carried) in items.iter().zip(&carried) {
            let left = FILES - files.len() as i64;
            let of_item = unmarked(&mut self.tx, account, item, &carried.comes_to, Some(left));
            files.extend(of_item.await?);
            already.push(self.already(item).await?);
        }
        let guest = somebody(&self.viewer);
        let held = Holdings::of_grants(self.grants_of(share, &items, &carried)?);
        let sharer = std::mem::replace(&mut self.viewer, guest);
        let holdings = self.holdings.replace(held);
        // What the sharer was shown is not what they would be.
        let prepared = std::mem::take(&mut self.prepared);
        let looked = self.look(&items).await;
        self.viewer = sharer;
        self.holdings = holdings;
        self.prepared = prepared;
        let mut subjects = looked?;
        for (((subject, item), carried), already) in
            subjects.iter_mut().zip(&items).zip(&carried).zip(already)
        {
            subject["item"] = Value::from(item.item.path());
            subject["name"] = Value::from(item.name.as_str());
            subject["already"] = already;
            subject["capped"] = capped(&carried.comes_to, &self.viewer.account.ceiling);
        }
        let files: Vec<Value> = files
            .iter()
            .map(|file| {
                json!({
                    "id": ids::show(&file.public_id), "name": file.name, "size": file.size, "of": file.module.name(),
                })
            })
            .collect();
        Ok(json!({"subjects": subjects, "files": files}).to_string())
    }

    async fn already(&mut self, item: &Openable) -> Result<Value, WriteError> {
        let seeing = self
            .seeing(item.module(), &item.item.public_id, ALREADY)
            .await?;
        let told = seeing.into_iter().map(|one| {
            json!({
                "user": {"id": ids::show(&one.public_id), "name": one.name, "email": one.email},
                "because": one.because,
            })
        });
        Ok(told.collect())
    }

    /// The grants of the share, as their holder would have them.
    fn grants_of(
        &self,
        share: &Share,
        items: &[Openable],
        carried: &[Carried],
    ) -> Result<Vec<Grant>, WriteError> {
        let window = share
            .days_back
            .map(|days| self.viewer.account.window(days, self.viewer.now))
            .transpose()?;
        let grant = |(item, carried): (&Openable, &Carried)| Grant {
            public_id: accounts::random_id(),
            module: item.module(),
            subject: item.id,
            held: Held {
                permissions: Arc::clone(&carried.comes_to),
                source: Source::Grant,
                life: Because::Open,
                window,
            },
        };
        Ok(items.iter().zip(carried).map(grant).collect())
    }

    /// Each item and what hangs on it, as this reader sees it.
    async fn look(&mut self, items: &[Openable]) -> Result<Vec<Value>, WriteError> {
        let mut looked = Vec::with_capacity(items.len());
        for item in items {
            let id = ids::show(&item.item.public_id);
            let shown = match self.item(item.module(), &id).await? {
                Some(shown) => parsed(&shown)?,
                None => Value::Null,
            };
            let mut related = Map::new();
            for relation in shown["relations"].as_array().into_iter().flatten() {
                let Some(relation) = relation.as_str() else {
                    continue;
                };
                let told = self.first_of(item.module(), &id, relation).await?;
                related.insert(relation.to_owned(), told);
            }
            looked.push(json!({"shown": shown, "related": related}));
        }
        Ok(looked)
    }

    /// How many there are of a relation, and the first of them.
    async fn first_of(
        &mut self,
        module: Module,
        id: &str,
        relation: &str,
    ) -> Result<Value, ReadError> {
        let of_items = Module::named(relation).is_some() || relation == "subtasks";
        let parameters: &[(&str, &str)] = match relation {
            "project" | "customer" | "company" => &[],
            _ if of_items => &[("limit", FIRST), ("count", "true")],
            _ => &[("limit", "200")],
        };
        let parameters: Vec<(String, String)> = parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let page = self.related(module, id, relation, &parameters).await?;
        let mut page = parsed(&page)?;
        let more = !page["next"].is_null();
        let items = page["items"].take();
        let items = items.as_array().map_or(&[][..], Vec::as_slice);
        let count = page["count"].as_u64().unwrap_or(items.len() as u64);
        let first = &items[..items.len().min(5)];
        Ok(json!({"count": count, "more": more, "first": first}))
    }
}

fn parsed(json: &str) -> Result<Value, StoreError> {
    serde_json::from_str(json).map_err(|e| StoreError::broken(e.to_string()))
}

/// Somebody who was never here: an active guest without anything of their own.
fn somebody(sharer: &Viewer) -> Viewer {
    let mut account = sharer.account.clone();
    account.sharing = true;
    Viewer {
        account,
        party: Party {
            id: 0,
            public_id: [0; 16],
            name: String::new(),
            email: String::new(),
            who: Who::Guest,
            standing: Standing {
                active: true,
                expires_at: None,
                sharing: true,
            },
            own: (Arc::default(), Source::Card),
            knows: Acquaintance::Guest {
                id: 0,
                customer: None,
                available: None,
            },
            locale: sharer.party.locale.clone(),
            time_zone: None,
        },
        now: sharer.now,
        cursor_key: sharer.cursor_key,
        due: false,
    }
}

/// What the ceiling takes away of these permissions: closed modules by their names, all else as
/// `projects.fields.stage`.
fn capped(permissions: &Permissions, ceiling: &Ceiling) -> Value {
    let mut names = Vec::new();
    for module in Module::ALL {
        let Some(sets) = permissions.module(module) else {
            continue;
        };
        let Some(cap) = ceiling.module(module) else {
            names.push(module.name().to_owned());
            continue;
        };
        for facet in [Facet::Fields, Facet::Relations, Facet::Actions] {
            let closed = sets.get(facet) - cap.get(facet);
            let closed = closed.names(module, facet);
            names.extend(closed.map(|name| format!("{module}.{}.{name}", facet.name())));
        }
    }
    Value::from(names)
}
