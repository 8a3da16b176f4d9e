//! What hangs on an item: related items of other modules, and its parts.

use super::parts;
use super::reader::{ReadError, Reader};
use access::{Facet, Module};

/// Where a relation leads.
enum Leads {
    /// To items of a module that carry the item's key in this column.
    Carrying(Module, &'static str),
    /// To the one item whose key stands in this column of the item.
    Pointed(Module, &'static str),
    /// To contained parts.
    Parts,
}

fn leads(module: Module, relation: &str) -> Leads {
    use Module::{Customers, Invoices, Projects, Tasks};
    match (module, relation) {
        (Customers, "company") => Leads::Pointed(Customers, "company_id"),
        (Customers, "projects") => Leads::Carrying(Projects, "client_customer_id"),
        (_, "project") => Leads::Pointed(Projects, "project_id"),
        (_, "customer") => Leads::Pointed(Customers, "customer_id"),
        (_, "subtasks") => Leads::Carrying(Tasks, "parent_id"),
        (_, "invoice") => Leads::Carrying(Invoices, "estimate_id"),
        (from, name) => match Module::named(name) {
            Some(to) if from == Customers => Leads::Carrying(to, "customer_id"),
            Some(to) => Leads::Carrying(to, "project_id"),
            None => Leads::Parts,
        },
    }
}

impl Reader {
    /// What hangs on an item by a relation, as JSON `{"items","next"}`: the related items that the
    /// viewer sees, or the item's parts in the bundle's keys.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] where the item is not visible or the relation not held, alike;
    /// [`ReadError::Invalid`] for parameters.
    pub async fn related(
        &mut self,
        module: Module,
        id: &str,
        relation: &str,
        parameters: &[(String, String)],
    ) -> Result<String, ReadError> {
        let rows = self.found_row(module, &crate::ids::parse(id)).await?;
        let held = module.bit(Facet::Relations, relation);
        let holds = held.is_some_and(|bit| rows.len() == 1 && rows.sets[0].relations.has(bit));
        if !holds {
            return Err(ReadError::NotFound);
        }
        match leads(module, relation) {
            Leads::Carrying(to, column) => {
                self.listed(to, parameters, Some((column, rows.id(0))))
                    .await
            }
            Leads::Pointed(to, column) => {
                let target = rows.layout.at(column).and_then(|at| rows.int(0, at));
                // No item has the key 0, so an empty field leads nowhere.
                self.listed(to, parameters, Some(("id", target.unwrap_or(0))))
                    .await
            }
            Leads::Parts => {
                let on = parts::On {
                    module,
                    id: rows.id(0),
                    public_id: rows.public_id(0),
                };
                self.parts(on, relation, parameters).await
            }
        }
    }
}

impl Reader {
    /// One article of a knowledge base, as JSON.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] where the base, its articles or this article do not show, alike.
    pub async fn article(&mut self, base: &str, article: &str) -> Result<String, ReadError> {
        const ARTICLES: access::Bits = Module::Knowledge.relation("articles");
        let rows = self
            .find_row(Module::Knowledge, &crate::ids::parse(base))
            .await?;
        if rows.len() == 0 || !rows.sets[0].relations.has(ARTICLES) {
            return Err(ReadError::NotFound);
        }
        let on = parts::On {
            module: Module::Knowledge,
            id: rows.id(0),
            public_id: rows.public_id(0),
        };
        let found = self
            .one_part(on, "articles", &crate::ids::parse(article))
            .await?;
        found.ok_or(ReadError::NotFound)
    }
}
