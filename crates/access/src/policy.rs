//! The policy in words: the page that says who may see and do what, for people who do not program.
//!
//! Everything that can be asked of the rule is asked, and the answers are written down; so a change
//! of the rule is a change of the page, and is read as one.

mod answers;
mod modules;
mod ticks;
mod toml;
mod words;

pub use toml::catalogue;

use crate::openings::{DERIVATIONS, Tie};
use crate::roles::BuiltIn;
use words::called;

const HEAD: &str = "\
WHO MAY SEE AND DO WHAT

Generated from crates/access: run `cargo xtask generate` after a change. A test compares.

Grants add. Ceilings cap. Clocks end. Nothing else opens anything.

A guest sees an item when some path opens it: a grant on it, or a field that ties the guest to it,
possibly followed by one relation. The path must be alive, lead to the item, have the item inside
its window of days, and carry permissions that name the item's module; and the account's ceiling
must not close that module. Of the item the guest sees what the paths that open it allow together,
and never more than the ceiling.
";

const TIES: &str = "
WHAT LEADS TO AN ITEM BY ITSELF

  a grant on it                                   with the grant's own permissions, else its role's
  task: owner, assignee, collaborator, follower   with the guest's own permissions
  project: the guest is its client                with the guest's own permissions
  project: its client is a customer               with those of a living grant on that customer which
                                                  opens the customer and holds its projects
  meeting: attendee                               with the guest's own permissions
  ticket: requester                               with the guest's own permissions
  knowledge base: named in its access list        with the guest's own permissions

The guest's own permissions are those on the guest's card where there are any, else what the living
roles of the guest allow together. A guest who was given no role is a Viewer.
Who the guest is (contact of a customer, or the customer) opens nothing.
";

/// The page `docs/policy.txt`.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    page.push_str(TIES);
    derivations(&mut page);
    ladder(&mut page);
    ticks::write(&mut page);
    modules::tables(&mut page);
    answers::write(&mut page);
    page
}

fn derivations(page: &mut String) {
    page.push_str(
        "\nWHAT LEADS ON, ONE STEP AND NO FURTHER\n\n\
         The path that opens the first must hold the relation; what it leads to is opened with the same\n\
         permissions, the same window and the same end. From there it leads nowhere.\n\n",
    );
    for derivation in &DERIVATIONS {
        let (from, to) = (called(derivation.from).1, called(derivation.to).1);
        let which = match derivation.tie {
            Tie::ItsProject | Tie::ItsCustomer => format!("every {to} of it"),
            Tie::ItsParent => "every subtask of it".to_owned(),
            Tie::ItsEstimate => format!("every {to} made from it"),
            Tie::ProjectOf | Tie::CustomerOf => format!("its {to}"),
            Tie::CompanyOf => "its related company".to_owned(),
        };
        let sent = matches!(derivation.to.name(), "invoices" | "estimates");
        let relation = format!("{}.relations.{}", derivation.from, derivation.name);
        let sent = if sent { "only if it was sent" } else { "" };
        let line = format!("  {from:<9} -> {which:<26} {relation:<29} {sent}");
        page.push_str(&format!("{}\n", line.trim_end()));
    }
}

fn ladder(page: &mut String) {
    page.push_str("\nTHE BUILT-IN ROLES\n\nLevels, for grants on customers; each opens all that the one before opens:\n\n");
    for role in BuiltIn::ALL {
        if role == BuiltIn::Viewer {
            page.push_str("\nPresets, for guests and for grants on other items:\n\n");
        }
        page.push_str(&format!("  {:<13} {}\n", role.name(), meaning(role)));
    }
}

const fn meaning(role: BuiltIn) -> &'static str {
    match role {
        BuiltIn::L10 => "the customer's card and its contacts",
        BuiltIn::L20 => "and orders, without any price",
        BuiltIn::L30 => "and all details of orders",
        BuiltIn::L40 => "and invoices, estimates, payments, credit limit and balance",
        BuiltIn::L80 => {
            "and everything else but what is the company's own; manages levels up to L80"
        }
        BuiltIn::L90 => "as L80; once given nobody else can take, lower, end or delete it",
        BuiltIn::Viewer => "looks, and does nothing but download",
        BuiltIn::Client => "Viewer, and what hangs on the customer",
        BuiltIn::Commenter => "Viewer, and writes comments and in conversations",
        BuiltIn::Approver => "Commenter, and approves tasks, accepts and declines estimates",
        BuiltIn::Collaborator => {
            "Approver, and creates, assigns and completes tasks, uploads files"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGENERATE: &str = "run `cargo xtask generate` and read the difference";

    #[test]
    fn the_policy_in_words_is_what_the_code_says() {
        assert_eq!(
            include_str!("../../../docs/policy.txt"),
            page(),
            "{REGENERATE}"
        );
    }

    #[test]
    fn the_printed_catalogue_is_what_the_code_declares() {
        assert_eq!(
            include_str!("../../../docs/catalogue.toml"),
            catalogue(),
            "{REGENERATE}"
        );
    }

    #[test]
    fn no_line_of_the_policy_is_wider_than_a_page() {
        let wide: Vec<&str> = include_str!("../../../docs/policy.txt")
            .lines()
            .filter(|line| line.chars().count() > 140)
            .collect();
        assert_eq!(wide, Vec::<&str>::new());
    }
}
