//! Clocks end: grants, guests, roles, the switch, windows of days.

use serde_json::json;

use super::cases;

// Now is 2026-06-15T22:30:00Z: the 16th of June in Berlin, the 15th in UTC and New York.
cases! {
    a_grant_opens_at_its_start_and_not_a_second_before => |case| case
        .grant(json!({"project": "p"}), json!({"starts_at": "2026-06-15T22:30:00Z"}))
        .grant(json!({"project": "r"}), json!({"starts_at": "2026-06-15T22:30:01Z"}))
        .visible("g", "projects/p").hidden("g", "projects/r");

    a_grant_ends_at_its_end_and_not_a_second_before => |case| case
        .grant(json!({"project": "p"}), json!({"expires_at": "2026-06-15T22:30:01Z"}))
        .grant(json!({"project": "r"}), json!({"expires_at": "2026-06-15T22:30:00Z"}))
        .visible("g", "projects/p").hidden("g", "projects/r");

    an_end_written_in_another_zone_is_the_same_instant => |case| case
        .grant(json!({"project": "p"}), json!({"expires_at": "2026-06-16T00:30:01+02:00"}))
        .grant(json!({"project": "r"}), json!({"expires_at": "2026-06-16T00:30:00+02:00"}))
        .visible("g", "projects/p").hidden("g", "projects/r");

    a_grant_without_a_start_has_started => |case| case
        .grant(json!({"project": "p"}), json!({"starts_at": null}))
        .visible("g", "projects/p");

    a_revoked_grant_opens_nothing => |case| case
        .grant(json!({"project": "p"}), json!({"revoked_at": "2026-06-15T22:29:59Z"}))
        .hidden("g", "projects/p");

    a_guest_who_is_invited_sees_nothing => |case| case
        .guest(json!({"state": "invited"})).grant(json!({"project": "p"}), json!({}))
        .hidden("g", "projects/p");

    a_guest_who_is_suspended_sees_nothing => |case| case
        .guest(json!({"state": "suspended"})).grant(json!({"project": "p"}), json!({}))
        .hidden("g", "projects/p");

    a_guest_who_is_removed_sees_nothing => |case| case
        .guest(json!({"state": "removed"}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "assignee": "g"}))
        .hidden("g", "tasks/t");

    a_guests_end_ends_every_path => |case| case
        .guest(json!({"expires_at": "2026-06-15T22:30:00Z"}))
        .grant(json!({"project": "p"}), json!({"expires_at": "2030-01-01T00:00:00Z"}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "owner": "g"}))
        .hidden("g", "projects/p").hidden("g", "tasks/t");

    a_guest_with_a_second_left_sees => |case| case
        .guest(json!({"expires_at": "2026-06-15T22:30:01Z"})).grant(json!({"project": "p"}), json!({}))
        .visible("g", "projects/p");

    the_sharing_switch_stops_guests_and_not_limited_members => |case| case
        .settings(json!({"sharing_enabled": false}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "assignee": "g", "followers": ["lim"]}))
        .grant(json!({"project": "p"}), json!({}))
        .grant(json!({"project": "p"}), json!({"to": "lim"}))
        .hidden("g", "tasks/t").hidden("g", "projects/p")
        .visible("lim", "tasks/t").visible("lim", "projects/p").visible("mia", "projects/r");

    an_owner_of_a_customer_is_paused_by_suspension_and_by_the_switch => |case| case
        .settings(json!({"sharing_enabled": false}))
        .grant(json!({"customer": "c"}), json!({"role": "L90"}))
        .hidden("g", "customers/c");

    a_role_ends_at_its_end => |case| case
        .line(json!({"kind": "role", "id": "ends", "name": "Ends", "expires_at": "2026-06-15T22:30:00Z", "permissions": "*"}))
        .line(json!({"kind": "role", "id": "lives", "name": "Lives", "expires_at": "2026-06-15T22:30:01Z", "permissions": "*"}))
        .grant(json!({"project": "p"}), json!({"role": "lives"}))
        .grant(json!({"project": "r"}), json!({"role": "ends"}))
        .visible("g", "projects/p").hidden("g", "projects/r");

    a_window_counts_days_of_the_accounts_time_zone => |case| case
        .settings(json!({"time_zone": "Europe/Berlin"}))
        .line(json!({"kind": "task", "id": "before", "title": "T", "project": "p", "created_at": "2026-06-15T21:59:59Z"}))
        .line(json!({"kind": "task", "id": "midnight", "title": "T", "project": "p", "created_at": "2026-06-15T22:00:00Z"}))
        .grant(json!({"project": "p"}), json!({"role": "Viewer", "days_back": 0}))
        .hidden("g", "tasks/before").visible("g", "tasks/midnight");

    the_same_window_in_new_york_holds_another_day => |case| case
        .settings(json!({"time_zone": "America/New_York"}))
        .line(json!({"kind": "task", "id": "before", "title": "T", "project": "p", "created_at": "2026-06-15T03:59:59Z"}))
        .line(json!({"kind": "task", "id": "midnight", "title": "T", "project": "p", "created_at": "2026-06-15T04:00:00Z"}))
        .grant(json!({"project": "p"}), json!({"role": "Viewer", "days_back": 0}))
        .hidden("g", "tasks/before").visible("g", "tasks/midnight");

    a_window_of_five_days_holds_the_fifth_day_back => |case| case
        .settings(json!({"time_zone": "Europe/Berlin"}))
        .line(json!({"kind": "order", "id": "fifth", "number": "5", "customer": "c", "ordered_on": "2026-06-11", "currency": "EUR"}))
        .line(json!({"kind": "order", "id": "sixth", "number": "6", "customer": "c", "ordered_on": "2026-06-10", "currency": "EUR"}))
        .grant(json!({"customer": "c"}), json!({"role": "L20", "days_back": 5}))
        .visible("g", "orders/fifth").hidden("g", "orders/sixth");

    a_record_without_a_date_is_outside_every_window => |case| case
        .line(json!({"kind": "order", "id": "o", "number": "1", "customer": "c", "ordered_on": null, "currency": "EUR"}))
        .line(json!({"kind": "meeting", "id": "e", "title": "E", "customer": "c", "starts_at": null}))
        .grant(json!({"customer": "c"}), json!({"role": "L80", "days_back": 100000}))
        .hidden("g", "orders/o").hidden("g", "meetings/e");

    a_record_without_a_date_shows_where_there_is_no_window => |case| case
        .line(json!({"kind": "order", "id": "o", "number": "1", "customer": "c", "ordered_on": null, "currency": "EUR"}))
        .grant(json!({"customer": "c"}), json!({"role": "L20"}))
        .visible("g", "orders/o");

    dates_to_come_are_inside_every_window => |case| case
        .line(json!({"kind": "meeting", "id": "e", "title": "E", "project": "p", "starts_at": "2030-01-01T00:00:00Z"}))
        .grant(json!({"project": "p"}), json!({"role": "Viewer", "days_back": 0}))
        .visible("g", "meetings/e");

    a_window_does_not_narrow_projects_customers_and_knowledge => |case| case
        .line(json!({"kind": "project", "id": "p", "name": "Project", "created_at": "2001-01-01T00:00:00Z"}))
        .line(json!({"kind": "knowledge_base", "id": "kb", "title": "KB", "updated_at": "2001-01-01T00:00:00Z"}))
        .grant(json!({"project": "p"}), json!({"days_back": 0}))
        .grant(json!({"customer": "c"}), json!({"days_back": 0}))
        .grant(json!({"knowledge_base": "kb"}), json!({"days_back": 0}))
        .visible("g", "projects/p").visible("g", "customers/c").visible("g", "knowledge/kb");

    a_window_narrows_the_very_item_that_the_grant_is_on => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "created_at": "2026-01-01T00:00:00Z"}))
        .grant(json!({"task": "t"}), json!({"days_back": 30}))
        .hidden("g", "tasks/t");

    an_item_outside_the_window_leads_nowhere => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p", "created_at": "2026-01-01T00:00:00Z"}))
        .grant(json!({"task": "t"}), json!({"days_back": 30, "permissions": "*"}))
        .hidden("g", "tasks/t").hidden("g", "projects/p");

    a_link_has_no_window => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "assignee": "g", "created_at": "2001-01-01T00:00:00Z"}))
        .grant(json!({"task": "t"}), json!({"days_back": 30}))
        .visible("g", "tasks/t");

    a_window_on_a_customers_grant_narrows_the_tasks_of_the_clients_project => |case| case
        .line(json!({"kind": "project", "id": "p", "name": "Project", "client": {"customer": "c"}}))
        .line(json!({"kind": "task", "id": "old", "title": "T", "project": "p", "created_at": "2026-01-01T00:00:00Z"}))
        .line(json!({"kind": "task", "id": "new", "title": "T", "project": "p", "created_at": "2026-06-15T00:00:00Z"}))
        .grant(json!({"customer": "c"}), json!({"role": "Client", "days_back": 30}))
        .visible("g", "projects/p").visible("g", "tasks/new").hidden("g", "tasks/old");

    an_earlier_instant_is_judged_by_the_same_clocks => |case| case
        .grant(json!({"project": "p"}), json!({"expires_at": "2026-06-01T00:00:00Z"}))
        .hidden("g", "projects/p")
        .visible("g", "projects/p").at("2026-05-31T23:59:59Z")
        .hidden("g", "projects/p").at("2026-06-01T00:00:00Z");
}
