//! What came of an import, as JSON: the same for the interface and the command line.

use serde_json::{Map, Value, json};
use store::bundle::{Imported, Rejected};

/// `{"written","lines","bytes","sha256","counts":{KIND:{…}},"rejected","errors":[…]}`.
pub(crate) fn json(imported: &Imported) -> Value {
    let counts: Map<String, Value> = imported
        .counts
        .iter()
        .map(|(kind, count)| {
            let count = json!({
                "created": count.created,
                "changed": count.changed,
                "unchanged": count.unchanged,
                "deleted": count.deleted,
            });
            ((*kind).to_owned(), count)
        })
        .collect();
    let errors: Vec<Value> = imported
        .rejected
        .first
        .iter()
        .map(|rejected| json!({"pointer": pointer(rejected), "message": message(rejected)}))
        .collect();
    json!({
        "written": imported.written,
        "lines": imported.lines,
        "bytes": imported.bytes,
        "sha256": imported.digest,
        "counts": counts,
        "rejected": imported.rejected.total,
        "errors": errors,
    })
}

/// Where the value stands: the line, then the place in it; the whole bundle is the empty pointer.
pub(crate) fn pointer(rejected: &Rejected) -> String {
    match rejected.line {
        Some(line) => format!("/{line}{}", rejected.pointer),
        None => rejected.pointer.clone(),
    }
}

/// What was found, and what was expected.
pub(crate) fn message(rejected: &Rejected) -> String {
    format!("found {}, expected {}", rejected.found, rejected.expected)
}
