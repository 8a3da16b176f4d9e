//! Lists and single items as the interface gives them.

use super::json::Json;
use super::reader::{ReadError, Reader};
use super::rows::{Layout, Rows};
use super::show::Face;
use super::table::table;
use crate::engine::{SqlBuilder, Value};
use crate::error::Result;
use access::Module;
use std::ops::ControlFlow;
use std::sync::Arc;

impl Reader {
    /// A page of a module's items, as JSON: `{"items": […], "next": …}`, and `count` if asked.
    ///
    /// # Errors
    /// [`ReadError::Invalid`] names each parameter that is wrong; a field that is hidden for the
    /// list reads as one that does not exist.
    pub async fn list(
        &mut self,
        module: Module,
        parameters: &[(String, String)],
    ) -> std::result::Result<String, ReadError> {
        self.listed(module, parameters, None).await
    }

    /// The same, of the items with this key in this column.
    pub(crate) async fn listed(
        &mut self,
        module: Module,
        parameters: &[(String, String)],
        on: Option<(&'static str, i64)>,
    ) -> std::result::Result<String, ReadError> {
        if self.prepared.handful(module).is_some() {
            return self.listed_of_found(module, parameters, on, None).await;
        }
        let page = self.page(module, parameters, on).await?;
        let names = self.names(&page.rows).await?;
        let mut json = Json::with_capacity(64 + 768 * page.rows.len());
        json.open('{').key("items").open('[');
        let mut face = Face::new(self, &page.rows, &names);
        for row in 0..page.rows.len() {
            face.show(row, &mut json);
        }
        json.close(']')
            .key("next")
            .text_or_null(page.next.as_deref());
        if let Some(count) = page.count {
            json.key("count")
                .int(i64::try_from(count).unwrap_or(i64::MAX));
        }
        json.close('}');
        Ok(json.finish())
    }

    /// One item as JSON; `None` where the viewer does not see it or it never was.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn item(&mut self, module: Module, id: &str) -> Result<Option<String>> {
        let rows = self.found_row(module, &crate::ids::parse(id)).await?;
        if rows.len() == 0 {
            return Ok(None);
        }
        let names = self.names(&rows).await?;
        let mut json = Json::with_capacity(1024);
        Face::new(self, &rows, &names).show(0, &mut json);
        Ok(Some(json.finish()))
    }

    /// The row of an item that the viewer sees, judged; no row where they do not. The same one
    /// question is asked whether the id exists or not.
    pub(crate) async fn find_row(&mut self, module: Module, id: &[u8; 16]) -> Result<Rows> {
        self.find_row_by(module, "public_id", Value::Id(*id)).await
    }

    /// The same, found once and remembered: a page asks again and again for what hangs on one item.
    pub(crate) async fn found_row(&mut self, module: Module, id: &[u8; 16]) -> Result<Arc<Rows>> {
        if let Some(rows) = self.prepared.row(module, id) {
            return Ok(rows);
        }
        let rows = Arc::new(self.find_row(module, id).await?);
        self.prepared.keep_row(module, id, &rows);
        Ok(rows)
    }

    /// The same by another column that is unique in the account.
    pub(crate) async fn find_row_by(
        &mut self,
        module: Module,
        column: &'static str,
        value: Value<'_>,
    ) -> Result<Rows> {
        let openings = self.openings(module).await?;
        let table = table(module);
        let mut rows = Rows::new(Layout::new(table, Reader::widest(&openings, table)));
        let mut sql = SqlBuilder::new("SELECT ");
        for (place, (column, _)) in rows.layout.columns.iter().enumerate() {
            sql.push(if place > 0 { ", " } else { "" }).push(column);
        }
        sql.push(" FROM ")
            .push(table.name)
            .push(" WHERE account_id = ");
        sql.bind(self.viewer.account.id)
            .push(" AND ")
            .push(column)
            .push(" = ")
            .bind(value);
        let (sql, values) = sql.finish();
        let now = self.viewer.now;
        self.tx
            .each(&sql, &values, |row| {
                rows.push(row, 0)?;
                match openings.judge(&rows.keys(0, now)) {
                    Some(sets) => rows.sets[0] = sets,
                    None => rows.pop(),
                }
                Ok(ControlFlow::Break(()))
            })
            .await?;
        Ok(rows)
    }
}
