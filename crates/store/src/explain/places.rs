//! Where a path to an item can come from: the item itself, and whatever leads to it by one relation.

use super::target::Target;
use access::Module;
use access::openings::{DERIVATIONS, Derivation, Tie};

/// Items of one module that a path to the target can be on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) module: Module,
    /// Which of them: those with this key in this column of their table.
    pub(super) column: &'static str,
    pub(super) key: i64,
    /// The relation that leads from them to the target; none where they are the target.
    pub(super) along: Option<&'static Derivation>,
}

/// Every place, the item itself first, then in the order of [`DERIVATIONS`].
pub(super) fn places(target: &Target) -> Vec<Place> {
    let module = target.facts.module;
    let itself = Place {
        module,
        column: "id",
        key: target.id,
        along: None,
    };
    let leading = DERIVATIONS.iter().filter(|d| d.to == module);
    let others = leading.filter_map(|derivation| {
        let (column, key) = match derivation.tie {
            Tie::ItsProject => ("id", target.project?),
            Tie::ItsCustomer => ("id", target.customer?),
            Tie::ItsParent | Tie::ItsEstimate => ("id", target.above?),
            Tie::ProjectOf => ("project_id", target.id),
            Tie::CustomerOf => ("customer_id", target.id),
            Tie::CompanyOf => ("company_id", target.id),
        };
        Some(Place {
            module: derivation.from,
            column,
            key,
            along: Some(derivation),
        })
    });
    std::iter::once(itself).chain(others).collect()
}
