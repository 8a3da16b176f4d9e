//! Permissions and ceilings as the database keeps them, parsed once for each different text.
//!
//! What is kept is a pure function of the text, so nothing here can outlive a change of a grant:
//! a grant that changes has another text.

use crate::error::{Result, StoreError};
use access::roles::BuiltIn;
use access::{Ceiling, Permissions};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

/// More different texts than an account would ever write; beyond it the memory starts afresh.
const KEPT: usize = 4096;

struct Memory<T>(RwLock<HashMap<String, Arc<T>>>);

impl<T> Memory<T> {
    fn get(&self, text: &str, parse: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        let known = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(text)
            .cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let parsed = Arc::new(parse()?);
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(text.to_owned(), Arc::clone(&parsed));
        Ok(parsed)
    }
}

static PERMISSIONS: LazyLock<Memory<Permissions>> =
    LazyLock::new(|| Memory(RwLock::new(HashMap::new())));
static CEILINGS: LazyLock<Memory<Ceiling>> = LazyLock::new(|| Memory(RwLock::new(HashMap::new())));
static BUILT_IN: LazyLock<[Arc<Permissions>; 11]> =
    LazyLock::new(|| BuiltIn::ALL.map(|role| Arc::new(role.permissions().clone())));

/// Permissions from their column.
pub(crate) fn permissions(text: &str) -> Result<Arc<Permissions>> {
    PERMISSIONS.get(text, || {
        let value = serde_json::from_str(text).map_err(|e| StoreError::broken(e.to_string()))?;
        Permissions::read(&value).map_err(|e| StoreError::broken(e.to_string()))
    })
}

/// A ceiling from its column.
pub(crate) fn ceiling(text: &str) -> Result<Arc<Ceiling>> {
    CEILINGS.get(text, || {
        let value = serde_json::from_str(text).map_err(|e| StoreError::broken(e.to_string()))?;
        Ceiling::read(&value).map_err(|e| StoreError::broken(e.to_string()))
    })
}

/// The permissions of a built-in role.
pub(crate) fn built_in(role: BuiltIn) -> Arc<Permissions> {
    Arc::clone(&BUILT_IN[role as usize])
}
