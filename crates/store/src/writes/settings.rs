//! The account's settings and the company's name.

use super::record::entries;
use super::turn::Turn;
use super::{StillAs, WriteError};
use crate::accounts;
use crate::bundle::given::Given;
use crate::bundle::json::{Json, shown};
use crate::bundle::settings::{current, save};
use crate::bundle::tables::Cell;
use crate::bundle::{kinds::KINDS, parse, tables};
use crate::engine::{Column, Sql};
use crate::error::StoreError;
use access::staff::{Deed, Work};

impl Turn {
    /// Changes the settings that a body names; gives the names of those that are others now.
    pub(crate) async fn change_settings(
        &mut self,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
    ) -> Result<Vec<String>, WriteError> {
        self.by_role(Deed::Edit, Work::Access)?;
        let json = self.reader.settings().await?;
        Turn::unless_changed(&json, still_as)?;
        let mut sent = entries(body)?;
        let name = match sent.iter().position(|(key, _)| key == "name") {
            Some(at) => Some(company_name(&sent.remove(at).1)?),
            None => None,
        };
        let kind = KINDS.iter().find(|kind| kind.is_settings());
        let kind = kind.ok_or_else(|| StoreError::broken("there is no kind of settings"))?;
        let values = parse::body(kind, &sent).map_err(WriteError::faults)?;
        let columns: Vec<Column> = kind.fields.iter().flat_map(tables::columns).collect();
        let (account, now) = (self.hand.account, self.hand.now);
        let tx = &mut self.reader.tx;
        let before = current(tx, account, &columns).await?;
        let mut after = before.clone();
        let mut changed = Vec::new();
        for ((field, cell), value) in kind.fields.iter().zip(&mut after).zip(values) {
            let given = match value {
                Given::Int(value) => Cell::Int(value),
                Given::Text(text) => Cell::Text(text.into_owned().into()),
                _ => continue,
            };
            if *cell == given {
                continue;
            }
            if field.key == "plan" {
                let expected = "the plan as it is: who runs the server sets it";
                return Err(WriteError::at("/plan", "another plan", expected));
            }
            *cell = given;
            changed.push(field.key.to_owned());
        }
        if !changed.is_empty() {
            save(tx, account, now, &columns, &after).await?;
        }
        if let Some(name) = name.filter(|name| *name != self.reader.viewer.account.name) {
            self.rename(&name).await?;
            changed.push("name".to_owned());
        }
        Ok(changed)
    }

    async fn rename(&mut self, name: &str) -> Result<(), WriteError> {
        static RENAME: Sql = Sql::fixed("UPDATE account SET name = $2 WHERE id = $1");
        let values = [self.hand.account.into(), name.into()];
        self.reader.tx.execute(&RENAME, &values).await?;
        name.clone_into(&mut self.reader.viewer.account.name);
        Ok(())
    }
}

fn company_name(value: &Json<'_>) -> Result<String, WriteError> {
    let name = match value {
        Json::Text(text) => accounts::company_name(text),
        _ => None,
    };
    let expected = "a name of at most 200 characters";
    name.map(str::to_owned)
        .ok_or_else(|| WriteError::at("/name", shown(value), expected))
}
