//! What a question names by id or by stage, looked up and turned into what rows must be.

use super::Search;
use crate::engine::Sql;
use crate::error::Result;
use crate::visible::arms::{Allowed, Condition, Flag};
use crate::visible::asked_for::{people, positions, stages, unseen};
use crate::visible::list::item;
use crate::visible::matching::{self, Matcher, plain};
use crate::visible::question::{Filter, Operand, Test};
use crate::visible::reader::Reader;
use crate::visible::table::Shape;
use access::Module;

impl Reader {
    /// Keeps what shows a closed stage, or what shows none.
    pub(super) async fn by_stage(&mut self, finished: bool, search: &mut Search<'_>) -> Result<()> {
        let table = search.layout.table;
        let stage = search.layout.field("stage").map(|shown| shown.at[0]);
        let value = match (stage, finished) {
            (None, true) => matching::Wanted::Never,
            (None, false) => return Ok(()),
            (Some(at), finished) => {
                let ids = self.in_stages(table.module, finished).await?;
                match finished {
                    true => matching::Wanted::Among(at, ids),
                    false => matching::Wanted::NobodyBut(at, ids),
                }
            }
        };
        let bit = table.module.bit(access::Facet::Fields, "stage");
        search.matchers.push(Matcher {
            bit: bit.unwrap_or_default(),
            value,
        });
        Ok(())
    }

    /// Turns a filter into a matcher, and a condition or flag for the database where it can help.
    pub(super) async fn resolve(&mut self, filter: &Filter, search: &mut Search<'_>) -> Result<()> {
        let (bit, shape) = (filter.bit, filter.field.shape);
        if let Some(matcher) = plain(&search.layout, filter.field.name, bit, &filter.test) {
            search.matchers.push(matcher);
            search
                .conditions
                .extend(Condition::of(shape, bit, &filter.test));
            return Ok(());
        }
        let empty = filter.test == Test::Empty;
        let Some(shown) = search.layout.field(filter.field.name).copied() else {
            // It shows on no item, so that each counts as having no value.
            if !empty {
                search.matchers.push(Matcher {
                    bit,
                    value: matching::Wanted::Never,
                });
            }
            return Ok(());
        };
        let wanted: Vec<[u8; 16]> = match &filter.test {
            Test::AnyOf(ids) => ids
                .iter()
                .filter_map(|id| match id {
                    Operand::Id(id) => Some(*id),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let value = match shape {
            Shape::Stage(_) if let Test::Compare(order, Operand::Id(id)) = &filter.test => {
                let positions =
                    positions(&mut self.tx, &self.viewer, search.layout.table.module).await?;
                let to = stages(&mut self.tx, &self.viewer, &[*id]).await?;
                match to.first().and_then(|stage| positions.get(stage)).copied() {
                    Some(to) => matching::Wanted::ComparedStage(shown.at[0], *order, positions, to),
                    None => matching::Wanted::Among(shown.at[0], Vec::new()),
                }
            }
            Shape::Stage(column) => {
                let stages = stages(&mut self.tx, &self.viewer, &wanted).await?;
                search.conditions.push(Condition {
                    column,
                    bit,
                    test: Allowed::AnyOf(stages.clone()),
                });
                matching::Wanted::Among(shown.at[0], stages)
            }
            Shape::Person(_) if empty => {
                matching::Wanted::NobodyBut(shown.at[0], unseen(&mut self.tx, &self.viewer).await?)
            }
            Shape::Person(column) => {
                let people = people(&mut self.tx, &self.viewer, &wanted).await?;
                search.conditions.push(Condition {
                    column,
                    bit,
                    test: Allowed::AnyOf(people.clone()),
                });
                matching::Wanted::Among(shown.at[0], people)
            }
            Shape::Client if empty => {
                matching::Wanted::NoClientBut(shown.at, unseen(&mut self.tx, &self.viewer).await?)
            }
            Shape::Client => {
                let guests = people(&mut self.tx, &self.viewer, &wanted).await?;
                let customers = self.customers(&wanted).await?;
                matching::Wanted::Client(shown.at, customers, guests)
            }
            Shape::People(..) | Shape::Attendees => {
                let (table, item) = match shape {
                    Shape::People(table, item) => (table, item),
                    _ => ("meeting_attendee", "meeting_id"),
                };
                let people = match empty {
                    true => unseen(&mut self.tx, &self.viewer).await?,
                    false => people(&mut self.tx, &self.viewer, &wanted).await?,
                };
                search.flags.push(Flag {
                    table,
                    item,
                    people,
                    inside: !empty,
                });
                matching::Wanted::Flag(search.flags.len() - 1, !empty)
            }
            _ => return Ok(()),
        };
        search.matchers.push(Matcher { bit, value });
        Ok(())
    }

    /// The internal keys of those customers that the viewer sees.
    async fn customers(&mut self, wanted: &[[u8; 16]]) -> Result<Vec<i64>> {
        static ONE: Sql =
            Sql::fixed("SELECT id FROM customer WHERE account_id = $1 AND public_id = $2");
        let openings = self.openings(Module::Customers).await?;
        let mut seen = Vec::new();
        for id in wanted {
            let found = self
                .tx
                .one(
                    &ONE,
                    &[self.viewer.account.id.into(), (*id).into()],
                    |row| row.int(0),
                )
                .await?;
            seen.extend(found.filter(|id| openings.judge(&item(*id)).is_some()));
        }
        Ok(seen)
    }
}
