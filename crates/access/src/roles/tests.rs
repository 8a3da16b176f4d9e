//! What must hold of the built-in roles.

use super::*;

#[test]
fn every_name_a_role_uses_is_in_the_catalogue() {
    for role in &DECLARATIONS {
        for part in role.parts {
            for (facet, names) in part.sets {
                let These(names) = names else { continue };
                for name in *names {
                    assert!(
                        part.module.bit(*facet, name).is_some(),
                        "{}: {name}",
                        role.name
                    );
                }
            }
        }
        for path in role.except {
            assert!(excepted(path).is_some(), "{path}");
        }
    }
}

#[test]
fn each_level_opens_what_the_one_below_opens() {
    for pair in BuiltIn::ALL[..6].windows(2) {
        let (lower, higher) = (pair[0].permissions(), pair[1].permissions());
        assert_eq!(higher.clone().union(lower), *higher, "{}", pair[1].name());
    }
}

#[test]
fn orders_at_l20_show_no_price_in_any_form() {
    let orders = BuiltIn::L20
        .permissions()
        .module(Orders)
        .unwrap_or_default();
    for hidden in ["unit_price", "discount", "amount", "total"] {
        assert!(!orders.fields.has(Orders.field(hidden)), "{hidden}");
    }
    assert!(!orders.relations.has(Orders.relation("files")));
}

#[test]
fn no_level_opens_what_is_the_companys_own() {
    let owner = BuiltIn::L90.permissions();
    let projects = owner.module(Projects).unwrap_or_default();
    assert!(!projects.fields.has(Projects.field("budget")));
    assert!(projects.fields.has(Projects.field("percent_hours")));
    assert!(!projects.relations.has(Projects.relation("revenues")));
}

#[test]
fn no_preset_climbs_from_an_item_to_its_project() {
    for role in &BuiltIn::ALL[6..] {
        for module in [Tasks, Meetings, Tickets, Orders, Invoices, Estimates] {
            let held = role.permissions().module(module).unwrap_or_default();
            assert!(
                !held.relations.has(module.relation("project")),
                "{} {module}",
                role.name()
            );
        }
    }
}
