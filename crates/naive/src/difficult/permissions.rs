//! Whose permissions count, and what the ceiling takes.

use serde_json::json;

use super::cases;

cases! {
    a_guest_without_a_role_is_a_viewer => |case| case
        .grant(json!({"project": "p"}), json!({}))
        .fields("g", "projects/p", &["description", "stage", "starts_on", "due_on", "percent_tasks", "percent_hours", "manager", "client"]);

    empty_permissions_on_a_grant_are_set_and_open_nothing => |case| case
        .grant(json!({"project": "p"}), json!({"permissions": {}, "role": "Viewer"}))
        .hidden("g", "projects/p");

    null_permissions_on_a_grant_are_not_set => |case| case
        .grant(json!({"project": "p"}), json!({"permissions": null, "role": "Viewer"}))
        .visible("g", "projects/p");

    a_grants_own_permissions_take_the_place_of_its_role => |case| case
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"fields": ["budget"]}}, "role": "Collaborator"}))
        .fields("g", "projects/p", &["budget"]);

    a_grants_own_permissions_outlive_its_role => |case| case
        .line(json!({"kind": "role", "id": "off", "name": "Off", "active": false, "permissions": "*"}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"fields": ["code"]}}, "role": "off"}))
        .fields("g", "projects/p", &["code"]);

    a_grant_whose_role_is_off_does_not_fall_back_on_the_guests_own => |case| case
        .line(json!({"kind": "role", "id": "off", "name": "Off", "active": false, "permissions": "*"}))
        .guest(json!({"roles": ["Viewer"]}))
        .grant(json!({"project": "p"}), json!({"role": "off"}))
        .hidden("g", "projects/p");

    a_grant_without_role_and_permissions_takes_the_guests_own => |case| case
        .guest(json!({"permissions": {"projects": {"fields": ["code"]}}}))
        .grant(json!({"project": "p"}), json!({}))
        .fields("g", "projects/p", &["code"]);

    a_grants_role_counts_and_not_the_guests_own => |case| case
        .line(json!({"kind": "role", "id": "few", "name": "Few", "permissions": {"projects": {"fields": ["code"]}}}))
        .guest(json!({"permissions": "*"}))
        .grant(json!({"project": "p"}), json!({"role": "few"}))
        .fields("g", "projects/p", &["code"]);

    a_guest_whose_roles_are_all_dead_has_nothing => |case| case
        .line(json!({"kind": "role", "id": "off", "name": "Off", "active": false, "permissions": "*"}))
        .line(json!({"kind": "role", "id": "ended", "name": "Ended", "expires_at": "2026-01-01T00:00:00Z", "permissions": "*"}))
        .guest(json!({"roles": ["off", "ended"]}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "assignee": "g"}))
        .grant(json!({"project": "p"}), json!({}))
        .hidden("g", "tasks/t").hidden("g", "projects/p");

    what_any_live_role_allows_is_allowed => |case| case
        .line(json!({"kind": "role", "id": "off", "name": "Off", "active": false, "permissions": {"tasks": {"fields": ["percent"]}}}))
        .line(json!({"kind": "role", "id": "one", "name": "One", "permissions": {"tasks": {"fields": ["stage"]}}}))
        .line(json!({"kind": "role", "id": "two", "name": "Two", "permissions": {"tasks": {"fields": ["due_on"]}}}))
        .guest(json!({"roles": ["off", "one", "two"]}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "assignee": "g"}))
        .fields("g", "tasks/t", &["stage", "due_on"]);

    a_card_replaces_the_roles_whole_and_not_module_by_module => |case| case
        .guest(json!({"roles": ["Viewer"], "permissions": {"projects": {"fields": ["code"]}}}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "assignee": "g"}))
        .grant(json!({"project": "p"}), json!({}))
        .fields("g", "projects/p", &["code"]).hidden("g", "tasks/t");

    an_empty_card_is_set_and_opens_nothing => |case| case
        .guest(json!({"roles": ["Viewer"], "permissions": {}}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "assignee": "g"}))
        .hidden("g", "tasks/t");

    a_module_named_with_empty_sets_opens_the_identity_alone => |case| case
        .line(json!({"kind": "ticket", "id": "s", "number": "T-1", "subject": "Login"}))
        .grant(json!({"ticket": "s"}), json!({"permissions": {"tickets": {}}}))
        .fields("g", "tickets/s", &[])
        .shows("g", "tickets/s", json!({"id": "s", "number": "T-1", "subject": "Login", "relations": [], "can": []}));

    permissions_that_do_not_name_the_module_open_nothing_in_it => |case| case
        .grant(json!({"project": "p"}), json!({"permissions": {"tasks": {"fields": "*"}}}))
        .hidden("g", "projects/p");

    several_grants_on_one_subject_add => |case| case
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"fields": ["code"]}}}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"fields": ["budget"], "actions": ["comment"]}}}))
        .fields("g", "projects/p", &["code", "budget"])
        .shows("g", "projects/p", json!({"can": ["comment"]}));

    a_dead_grant_adds_nothing_to_a_live_one => |case| case
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"fields": ["code"]}}}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"fields": ["budget"]}}, "expires_at": "2026-01-01T00:00:00Z"}))
        .fields("g", "projects/p", &["code"]);

    a_star_is_the_whole_set_and_the_whole_of_permissions => |case| case
        .grant(json!({"project": "p"}), json!({"permissions": "*"}))
        .grant(json!({"project": "r"}), json!({"permissions": {"projects": {"fields": "*"}}}))
        .fields("g", "projects/p", crate::catalogue::MODULES[1].fields)
        .fields("g", "projects/r", crate::catalogue::MODULES[1].fields);

    false_in_the_ceiling_closes_the_module_to_guests_and_limited_members => |case| case
        .settings(json!({"ceiling": {"projects": false}}))
        .grant(json!({"project": "p"}), json!({"permissions": "*"}))
        .grant(json!({"project": "p"}), json!({"permissions": "*", "to": "lim"}))
        .hidden("g", "projects/p").hidden("lim", "projects/p").visible("mia", "projects/p");

    a_closed_module_closes_what_is_derived_from_its_items => |case| case
        .settings(json!({"ceiling": {"projects": false}}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"project": "p"}), json!({"permissions": "*"}))
        .hidden("g", "tasks/t");

    a_ceiling_that_names_a_module_with_empty_sets_leaves_the_identity => |case| case
        .settings(json!({"ceiling": {"projects": {"fields": [], "relations": [], "actions": []}}}))
        .grant(json!({"project": "p"}), json!({"permissions": "*"}))
        .fields("g", "projects/p", &[])
        .shows("g", "projects/p", json!({"name": "Project", "relations": [], "can": []}));

    a_set_that_a_ceiling_does_not_name_is_not_capped => |case| case
        .settings(json!({"ceiling": {"projects": {"relations": []}}}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"fields": ["code"], "relations": ["tasks"]}}}))
        .fields("g", "projects/p", &["code"]).shows("g", "projects/p", json!({"relations": []}));

    a_relation_that_the_ceiling_takes_leads_nowhere => |case| case
        .settings(json!({"ceiling": {"projects": {"relations": ["files"]}}}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"project": "p"}), json!({"permissions": "*"}))
        .visible("g", "projects/p").hidden("g", "tasks/t");

    the_ceiling_caps_the_fields_of_derived_items => |case| case
        .settings(json!({"ceiling": {"tasks": {"fields": ["stage"]}}}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"project": "p"}), json!({"role": "Viewer"}))
        .fields("g", "tasks/t", &["stage"]);

    the_ceiling_does_not_cap_members => |case| case
        .settings(json!({"ceiling": {"projects": {"fields": []}, "tasks": false}}))
        .line(json!({"kind": "task", "id": "t", "title": "T"}))
        .fields("mia", "projects/p", crate::catalogue::MODULES[1].fields).visible("mia", "tasks/t");

    a_limited_members_own_permissions_are_collaborator => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "assignee": "lim"}))
        .shows("lim", "tasks/t", json!({"can": ["comment", "assign", "complete", "approve", "upload_file", "delete_own_file"]}))
        .lacks("lim", "tasks/t", "hours_spent");

    level_twenty_shows_orders_without_prices_total_and_files => |case| case
        .line(json!({"kind": "order", "id": "o", "number": "1", "customer": "c", "currency": "EUR"}))
        .grant(json!({"customer": "c"}), json!({"role": "L20"}))
        .fields("g", "orders/o", &["ordered_on", "status", "delivery_on", "ship_to", "lines", "currency"])
        .shows("g", "orders/o", json!({"relations": ["customer"]}));

    level_eighty_leaves_closed_what_is_the_companys_own => |case| case
        .line(json!({"kind": "customer", "id": "c", "name": "Client", "company": "d"}))
        .line(json!({"kind": "project", "id": "p", "name": "Project", "client": {"customer": "c"}}))
        .grant(json!({"customer": "c"}), json!({"role": "L80"}))
        .lacks("g", "projects/p", "budget").no_parts("g", "projects/p", "revenues")
        .no_parts("g", "projects/p", "expenses").hidden("g", "customers/d");
}
