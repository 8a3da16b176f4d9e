//! Where grants and links lead, and where they do not.

use serde_json::json;

use super::cases;

cases! {
    nothing_is_visible_without_a_path => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .hidden("g", "projects/p").hidden("g", "tasks/t").hidden("lim", "projects/p").hidden("g", "tasks/never");

    members_see_everything => |case| case
        .line(json!({"kind": "invoice", "id": "i", "number": "1", "status": "draft", "currency": "EUR"}))
        .visible("mia", "projects/p").visible("mia", "invoices/i").visible("ada", "customers/c");

    what_is_derived_carries_the_grants_permissions_for_its_own_module => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"relations": ["tasks"]}, "tasks": {"fields": ["due_on"]}}}))
        .fields("g", "projects/p", &[]).fields("g", "tasks/t", &["due_on"]);

    a_relation_without_the_module_of_its_items_shows_none_of_them => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"relations": ["tasks"]}}}))
        .hidden("g", "tasks/t").related("g", "projects/p", "tasks", &[]);

    a_module_without_the_relation_shows_none_of_its_items => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {}, "tasks": {"fields": "*"}}}))
        .hidden("g", "tasks/t");

    one_grants_relation_and_anothers_module_do_not_make_a_path => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"relations": ["tasks"]}}}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {}, "tasks": {"fields": "*"}}}))
        .hidden("g", "tasks/t");

    the_same_path_must_open_the_source => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"task": "t"}), json!({"permissions": {"projects": {"fields": "*"}}}))
        .grant(json!({"task": "t"}), json!({"permissions": {"tasks": {}}}))
        .visible("g", "tasks/t").hidden("g", "projects/p");

    fields_of_a_closed_path_do_not_add_to_an_open_one => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"task": "t"}), json!({"permissions": {"tasks": {"fields": ["stage"]}}}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {}, "tasks": {"fields": ["due_on"]}}}))
        .fields("g", "tasks/t", &["stage"]);

    a_shared_task_shows_its_projects_card_and_none_of_its_other_tasks => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .line(json!({"kind": "task", "id": "other", "title": "O", "project": "p"}))
        .grant(json!({"task": "t"}), json!({"permissions": "*"}))
        .visible("g", "projects/p").hidden("g", "tasks/other");

    none_of_the_presets_climbs_from_a_task_to_its_project => |case| case
        .guest(json!({"roles": ["Collaborator"]}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p", "customer": "c", "assignee": "g"}))
        .visible("g", "tasks/t").hidden("g", "projects/p").hidden("g", "customers/c");

    a_task_is_not_its_projects_clients => |case| case
        .line(json!({"kind": "project", "id": "p", "name": "Project", "client": {"customer": "c"}}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"customer": "c"}), json!({"permissions": {"customers": {"relations": ["tasks"]}, "tasks": {}}}))
        .hidden("g", "tasks/t").hidden("g", "projects/p");

    a_customers_tasks_are_those_that_name_the_customer => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "customer": "c"}))
        .line(json!({"kind": "task", "id": "other", "title": "O", "customer": "d"}))
        .grant(json!({"customer": "c"}), json!({"role": "Client"}))
        .visible("g", "tasks/t").hidden("g", "tasks/other");

    a_project_whose_client_is_the_customer_is_a_primary_path_and_leads_on => |case| case
        .line(json!({"kind": "project", "id": "p", "name": "Project", "client": {"customer": "c"}}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"customer": "c"}), json!({"role": "Client"}))
        .visible("g", "projects/p").visible("g", "tasks/t").related("g", "customers/c", "projects", &["p"]);

    the_clients_projects_need_the_relation_in_the_very_grant => |case| case
        .line(json!({"kind": "project", "id": "p", "name": "Project", "client": {"customer": "c"}}))
        .grant(json!({"customer": "c"}), json!({"permissions": {"customers": {"relations": ["projects"]}}}))
        .grant(json!({"customer": "c"}), json!({"permissions": {"customers": {}, "projects": {"fields": "*"}}}))
        .hidden("g", "projects/p");

    the_clients_projects_close_with_the_customers_module => |case| case
        .settings(json!({"ceiling": {"customers": false}}))
        .line(json!({"kind": "project", "id": "p", "name": "Project", "client": {"customer": "c"}}))
        .grant(json!({"customer": "c"}), json!({"role": "Client"}))
        .hidden("g", "customers/c").hidden("g", "projects/p");

    the_clients_projects_close_with_the_relation_under_the_ceiling => |case| case
        .settings(json!({"ceiling": {"customers": {"relations": ["tasks"]}}}))
        .line(json!({"kind": "project", "id": "p", "name": "Project", "client": {"customer": "c"}}))
        .grant(json!({"customer": "c"}), json!({"role": "Client"}))
        .visible("g", "customers/c").hidden("g", "projects/p");

    a_customer_that_a_task_leads_to_brings_no_projects => |case| case
        .line(json!({"kind": "project", "id": "p", "name": "Project", "client": {"customer": "c"}}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "customer": "c"}))
        .grant(json!({"task": "t"}), json!({"permissions": "*"}))
        .visible("g", "customers/c").hidden("g", "projects/p").related("g", "customers/c", "projects", &[]);

    a_guest_who_is_the_client_has_their_own_permissions => |case| case
        .guest(json!({"permissions": {"projects": {"fields": ["code"], "relations": ["tasks"]}, "tasks": {}}}))
        .line(json!({"kind": "project", "id": "p", "name": "Project", "client": {"guest": "g"}}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .fields("g", "projects/p", &["code"]).fields("g", "tasks/t", &[]);

    being_a_customers_contact_opens_nothing => |case| case
        .line(json!({"kind": "contact", "id": "k", "customer": "c", "name": "Kay"}))
        .line(json!({"kind": "project", "id": "p", "name": "Project", "client": {"customer": "c"}}))
        .guest(json!({"contact": "k", "permissions": "*"}))
        .hidden("g", "customers/c").hidden("g", "projects/p");

    being_the_customer_opens_nothing => |case| case
        .guest(json!({"customer": "c", "permissions": "*"}))
        .hidden("g", "customers/c");

    owner_assignee_collaborators_and_followers_are_paths => |case| case
        .line(json!({"kind": "task", "id": "owned", "title": "T", "owner": "g"}))
        .line(json!({"kind": "task", "id": "assigned", "title": "T", "assignee": "g"}))
        .line(json!({"kind": "task", "id": "shared", "title": "T", "collaborators": ["lim", "g"]}))
        .line(json!({"kind": "task", "id": "followed", "title": "T", "followers": ["g", "g"]}))
        .visible("g", "tasks/owned").visible("g", "tasks/assigned").visible("g", "tasks/shared").visible("g", "tasks/followed");

    attendees_requesters_and_readers_are_paths => |case| case
        .line(json!({"kind": "meeting", "id": "e", "title": "E", "attendees": ["g"]}))
        .line(json!({"kind": "ticket", "id": "s", "number": "1", "subject": "S", "requester": "g"}))
        .line(json!({"kind": "knowledge_base", "id": "kb", "title": "KB", "access": ["g"]}))
        .visible("g", "meetings/e").visible("g", "tickets/s").visible("g", "knowledge/kb");

    other_fields_that_name_a_person_are_no_paths => |case| case
        .line(json!({"kind": "ticket", "id": "s", "number": "1", "subject": "S", "assignee": "lim"}))
        .line(json!({"kind": "meeting", "id": "e", "title": "E", "organiser": "lim"}))
        .line(json!({"kind": "project", "id": "p", "name": "P", "manager": "lim", "team": ["lim"], "followers": ["lim"], "created_by": "lim"}))
        .line(json!({"kind": "customer", "id": "c", "name": "C", "account_manager": "lim"}))
        .line(json!({"kind": "knowledge_base", "id": "kb", "title": "KB", "author": "lim", "public_link": true}))
        .hidden("lim", "tickets/s").hidden("lim", "meetings/e").hidden("lim", "projects/p")
        .hidden("lim", "customers/c").hidden("lim", "knowledge/kb");

    subtasks_are_one_step_and_never_two => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T"}))
        .line(json!({"kind": "task", "id": "child", "title": "C", "parent": "t", "project": "p"}))
        .line(json!({"kind": "task", "id": "grandchild", "title": "G", "parent": "child"}))
        .grant(json!({"task": "t"}), json!({"permissions": "*"}))
        .visible("g", "tasks/child").hidden("g", "tasks/grandchild").hidden("g", "projects/p");

    a_subtask_does_not_lead_to_its_parent => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T"}))
        .line(json!({"kind": "task", "id": "child", "title": "C", "parent": "t"}))
        .grant(json!({"task": "child"}), json!({"permissions": "*"}))
        .hidden("g", "tasks/t").lacks("g", "tasks/child", "parent");

    a_subtask_in_another_project_is_not_the_projects => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .line(json!({"kind": "task", "id": "child", "title": "C", "parent": "t", "project": "r"}))
        .grant(json!({"project": "p"}), json!({"permissions": "*"}))
        .visible("g", "tasks/t").hidden("g", "tasks/child").hidden("g", "projects/r");

    a_projects_orders_do_not_show_with_it => |case| case
        .line(json!({"kind": "order", "id": "o", "number": "1", "project": "p", "currency": "EUR"}))
        .grant(json!({"project": "p"}), json!({"permissions": "*"}))
        .hidden("g", "orders/o");

    the_related_company_opens_by_the_relation_and_not_the_other_way => |case| case
        .line(json!({"kind": "customer", "id": "c", "name": "Client", "company": "d"}))
        .line(json!({"kind": "customer", "id": "e", "name": "Else", "company": "c"}))
        .line(json!({"kind": "customer", "id": "d", "name": "Dealer", "company": "f"}))
        .line(json!({"kind": "customer", "id": "f", "name": "Far"}))
        .grant(json!({"customer": "c"}), json!({"role": "Client"}))
        .visible("g", "customers/d").hidden("g", "customers/e").hidden("g", "customers/f")
        .related("g", "customers/c", "company", &["d"]);

    the_related_companys_projects_need_a_grant_of_their_own => |case| case
        .line(json!({"kind": "customer", "id": "c", "name": "Client", "company": "d"}))
        .line(json!({"kind": "project", "id": "p", "name": "Project", "client": {"customer": "d"}}))
        .grant(json!({"customer": "c"}), json!({"role": "Client"}))
        .visible("g", "customers/d").hidden("g", "projects/p");

    a_draft_opens_by_a_grant_on_it_and_by_nothing_else => |case| case
        .line(json!({"kind": "estimate", "id": "q", "number": "1", "customer": "c", "currency": "EUR", "status": "sent"}))
        .line(json!({"kind": "invoice", "id": "i", "number": "1", "project": "p", "customer": "c", "estimate": "q", "currency": "EUR", "status": "draft", "sent_at": "2026-01-01T00:00:00Z"}))
        .line(json!({"kind": "invoice", "id": "mine", "number": "2", "customer": "c", "currency": "EUR"}))
        .grant(json!({"customer": "c"}), json!({"role": "L80"}))
        .grant(json!({"project": "p"}), json!({"permissions": "*"}))
        .grant(json!({"estimate": "q"}), json!({"permissions": "*"}))
        .grant(json!({"invoice": "mine"}), json!({"role": "Viewer"}))
        .hidden("g", "invoices/i").visible("g", "invoices/mine").related("g", "customers/c", "invoices", &["mine"]);

    a_grant_on_a_draft_leads_on_to_its_customer => |case| case
        .line(json!({"kind": "invoice", "id": "i", "number": "1", "customer": "c", "currency": "EUR"}))
        .grant(json!({"invoice": "i"}), json!({"permissions": "*"}))
        .visible("g", "customers/c");

    a_void_invoice_shows_where_it_was_sent_by_now => |case| case
        .line(json!({"kind": "invoice", "id": "never", "number": "1", "customer": "c", "currency": "EUR", "status": "void"}))
        .line(json!({"kind": "invoice", "id": "was", "number": "2", "customer": "c", "currency": "EUR", "status": "void", "sent_at": "2026-06-15T22:30:00Z"}))
        .line(json!({"kind": "invoice", "id": "will", "number": "3", "customer": "c", "currency": "EUR", "status": "void", "sent_at": "2026-06-15T22:30:01Z"}))
        .grant(json!({"customer": "c"}), json!({"role": "L40"}))
        .hidden("g", "invoices/never").visible("g", "invoices/was").hidden("g", "invoices/will");

    an_expired_estimate_shows_where_it_was_sent_by_now => |case| case
        .line(json!({"kind": "estimate", "id": "never", "number": "1", "customer": "c", "currency": "EUR", "status": "expired"}))
        .line(json!({"kind": "estimate", "id": "was", "number": "2", "customer": "c", "currency": "EUR", "status": "expired", "sent_at": "2026-01-01T00:00:00Z"}))
        .grant(json!({"customer": "c"}), json!({"role": "L40"}))
        .hidden("g", "estimates/never").visible("g", "estimates/was");

    a_sent_document_needs_no_instant_of_sending => |case| case
        .line(json!({"kind": "invoice", "id": "sent", "number": "1", "customer": "c", "currency": "EUR", "status": "sent"}))
        .line(json!({"kind": "invoice", "id": "paid", "number": "2", "customer": "c", "currency": "EUR", "status": "paid", "sent_at": "2030-01-01T00:00:00Z"}))
        .line(json!({"kind": "estimate", "id": "declined", "number": "3", "customer": "c", "currency": "EUR", "status": "declined"}))
        .grant(json!({"customer": "c"}), json!({"role": "L40"}))
        .visible("g", "invoices/sent").visible("g", "invoices/paid").visible("g", "estimates/declined");

    an_estimate_leads_to_the_invoice_made_from_it_once_that_is_sent => |case| case
        .line(json!({"kind": "estimate", "id": "q", "number": "1", "currency": "EUR", "status": "draft"}))
        .line(json!({"kind": "invoice", "id": "sent", "number": "1", "estimate": "q", "currency": "EUR", "status": "sent"}))
        .line(json!({"kind": "invoice", "id": "draft", "number": "2", "estimate": "q", "currency": "EUR"}))
        .grant(json!({"estimate": "q"}), json!({"role": "Viewer"}))
        .visible("g", "estimates/q").visible("g", "invoices/sent").hidden("g", "invoices/draft")
        .related("g", "estimates/q", "invoice", &["sent"]);

    a_deleted_record_takes_what_hangs_on_it_and_empties_references => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p", "assignee": "g"}))
        .grant(json!({"project": "p"}), json!({"permissions": "*"}))
        .then(json!({"kind": "project", "id": "p", "deleted": true}))
        .hidden("mia", "projects/p").hidden("g", "projects/p").shows("mia", "tasks/t", json!({"project": null}));

    the_last_line_of_a_record_is_the_whole_record => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "Old", "assignee": "g", "due_on": "2026-01-01"}))
        .then(json!({"kind": "task", "id": "t", "title": "New"}))
        .hidden("g", "tasks/t").shows("mia", "tasks/t", json!({"title": "New", "due_on": null}));

    ids_that_differ_in_case_are_different => |case| case
        .line(json!({"kind": "task", "id": "T", "title": "Upper"}))
        .line(json!({"kind": "task", "id": "t", "title": "Lower"}))
        .grant(json!({"task": "t"}), json!({"role": "Viewer"}))
        .visible("g", "tasks/t").hidden("g", "tasks/T");
}
