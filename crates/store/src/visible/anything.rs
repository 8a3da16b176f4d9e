//! Whether a viewer has anything of a module at all.

use super::reader::{ReadError, Reader};
use crate::error::Result;
use access::Module;

impl Reader {
    /// Whether the viewer sees at least one item of a module: what a navigation asks before it names the module.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sees_any(&mut self, module: Module) -> Result<bool> {
        if self.openings(module).await?.is_empty() {
            return Ok(false);
        }
        let one = [("limit".to_owned(), "1".to_owned())];
        match self.page(module, &one, None).await {
            Ok(page) => Ok(page.rows.len() > 0),
            Err(ReadError::Store(error)) => Err(error),
            // A question for one item is a good one.
            Err(_) => Ok(false),
        }
    }
}
