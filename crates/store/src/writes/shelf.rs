//! Where records stand: the collections that can be written to, as the interface's addresses have them.

use super::WriteError;
use super::turn::Turn;
use crate::bundle::kinds::{KINDS, Kind, Space};
use crate::visible::ReadError;
use crate::visible::parts::On;
use access::{Facet, Module};

/// A collection of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf<'a> {
    /// The items of a module.
    Items(Module),
    /// Parts of an item, by its public id and their relation: `comments`, `files`, `milestones`, `revenues`,
    /// `expenses`, `work_orders`, `contacts`, `payments`, `articles`.
    Parts(Module, &'a str, &'static str),
    /// Stages of projects and tasks.
    Stages,
    /// The account's own roles.
    Roles,
    /// The account's own staff.
    Members,
}

impl Shelf<'_> {
    /// Its address within the account.
    pub(super) fn address(self) -> String {
        match self {
            Shelf::Items(module) => module.name().to_owned(),
            Shelf::Parts(module, id, relation) => format!("{module}/{id}/{relation}"),
            Shelf::Stages => "stages".to_owned(),
            Shelf::Roles => "roles".to_owned(),
            Shelf::Members => "members".to_owned(),
        }
    }

    /// The name of a deed in the audit log.
    pub(super) fn deed(self, deed: &str) -> String {
        let word = match self {
            Shelf::Items(module) => module.singular(),
            Shelf::Parts(_, _, relation) => kind_of_part(relation).unwrap_or("payment"),
            Shelf::Stages => "stage",
            Shelf::Roles => "role",
            Shelf::Members => "member",
        };
        format!("{word}.{deed}")
    }
}

/// The bundle's kind of a relation's parts; payments have none of their own.
pub(super) const fn kind_of_part(relation: &str) -> Option<&'static str> {
    Some(match relation.as_bytes() {
        b"comments" => "comment",
        b"files" => "file",
        b"contacts" => "contact",
        b"milestones" => "milestone",
        b"revenues" | b"expenses" => "ledger_entry",
        b"work_orders" => "work_order",
        b"articles" => "article",
        _ => return None,
    })
}

/// The place, kind and space of a kind by its name.
pub(super) fn kind(name: &str) -> (usize, &'static Kind, Space) {
    let (place, kind) = Kind::named(name).unwrap_or((0, &KINDS[0]));
    (place, kind, kind.space.unwrap_or(Space::Person))
}

/// An item that parts hang on, as the writer sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) on: On,
    pub(super) sets: access::Sets,
}

impl Turn {
    /// An item as the writer sees it.
    ///
    /// # Errors
    /// [`WriteError::NotFound`] where they do not, or it never was.
    pub(super) async fn see(&mut self, module: Module, id: &str) -> Result<Seen, WriteError> {
        let rows = self.reader.find_row(module, &crate::ids::parse(id)).await?;
        if rows.len() == 0 {
            return Err(WriteError::NotFound);
        }
        Ok(Seen {
            on: On {
                module,
                id: rows.id(0),
                public_id: rows.public_id(0),
            },
            sets: rows.sets[0],
        })
    }

    /// The same, where its parts of a relation are open too.
    ///
    /// # Errors
    /// [`WriteError::NotFound`] alike for the item and the relation.
    pub(super) async fn see_parts(
        &mut self,
        module: Module,
        id: &str,
        relation: &str,
    ) -> Result<Seen, WriteError> {
        let seen = self.see(module, id).await?;
        let held = module.bit(Facet::Relations, relation);
        if held.is_some_and(|bit| seen.sets.relations.has(bit)) {
            Ok(seen)
        } else {
            Err(WriteError::NotFound)
        }
    }

    /// A record as its writer reads it now.
    pub(super) async fn shown(
        &mut self,
        shelf: Shelf<'_>,
        id: &str,
    ) -> Result<Option<String>, WriteError> {
        let read = match shelf {
            Shelf::Items(module) => return Ok(self.reader.item(module, id).await?),
            Shelf::Parts(module, item, relation) => {
                return match self.see_parts(module, item, relation).await {
                    Ok(seen) => Ok(self
                        .reader
                        .one_part(seen.on, relation, &crate::ids::parse(id))
                        .await?),
                    Err(WriteError::NotFound) => Ok(None),
                    Err(error) => Err(error),
                };
            }
            Shelf::Stages => self.reader.stage(id).await,
            Shelf::Roles => self.reader.role(id).await,
            Shelf::Members => self.reader.member(id).await,
        };
        match read {
            Ok(json) => Ok(Some(json)),
            Err(ReadError::NotFound | ReadError::NotAllowed) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
