//! What an item shows: keys, references, parts, amounts.

use serde_json::json;

use super::cases;

cases! {
    a_hidden_field_is_absent_and_an_open_one_without_value_is_null => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T"}))
        .grant(json!({"task": "t"}), json!({"permissions": {"tasks": {"fields": ["stage", "collaborators", "priority"]}}}))
        .shows("g", "tasks/t", json!({"stage": null, "collaborators": [], "priority": "normal"}))
        .lacks("g", "tasks/t", "due_on").lacks("g", "tasks/t", "project");

    a_reference_is_null_where_its_target_does_not_show => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p", "customer": "c"}))
        .grant(json!({"task": "t"}), json!({"permissions": {"tasks": {"relations": ["project"]}}}))
        .shows("g", "tasks/t", json!({"project": null})).lacks("g", "tasks/t", "customer")
        .related("g", "tasks/t", "project", &[]);

    a_reference_shows_what_another_path_opens => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "project": "p"}))
        .grant(json!({"task": "t"}), json!({"permissions": {"tasks": {"relations": ["project"]}}}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {}}}))
        .shows("g", "tasks/t", json!({"project": {"id": "p", "name": "Project"}}));

    a_task_carries_its_parent_where_the_viewer_sees_that_parents_subtasks => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "Parent", "assignee": "g"}))
        .line(json!({"kind": "task", "id": "child", "title": "C", "parent": "t", "assignee": "g"}))
        .shows("g", "tasks/child", json!({"parent": {"id": "t", "title": "Parent"}}));

    a_parent_that_shows_without_its_subtasks_is_not_carried => |case| case
        .guest(json!({"permissions": {"tasks": {}}}))
        .line(json!({"kind": "task", "id": "t", "title": "Parent", "assignee": "g"}))
        .line(json!({"kind": "task", "id": "child", "title": "C", "parent": "t", "assignee": "g"}))
        .visible("g", "tasks/t").lacks("g", "tasks/child", "parent");

    a_parent_whose_other_parts_show_is_not_carried_for_them => |case| case
        .guest(json!({"permissions": {"tasks": {"relations": ["comments", "files"]}}}))
        .line(json!({"kind": "task", "id": "t", "title": "Parent", "assignee": "g"}))
        .line(json!({"kind": "task", "id": "child", "title": "C", "parent": "t", "assignee": "g"}))
        .lacks("g", "tasks/child", "parent");

    internal_comments_never_show_to_guests_and_limited_members => |case| case
        .line(json!({"kind": "comment", "id": "in", "on": {"project": "p"}, "author": "g", "text": "x", "internal": true}))
        .line(json!({"kind": "comment", "id": "out", "on": {"project": "p"}, "author": "ada", "text": "x"}))
        .grant(json!({"project": "p"}), json!({"permissions": "*"}))
        .grant(json!({"project": "p"}), json!({"permissions": "*", "to": "lim"}))
        .parts("g", "projects/p", "comments", &["out"]).parts("lim", "projects/p", "comments", &["out"])
        .parts("mia", "projects/p", "comments", &["in", "out"]);

    parts_need_the_relation_of_their_name => |case| case
        .line(json!({"kind": "comment", "id": "out", "on": {"project": "p"}, "author": "ada", "text": "x"}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"fields": "*"}}}))
        .no_parts("g", "projects/p", "comments").no_parts("g", "projects/r", "comments");

    a_file_needs_its_external_switch_and_a_guests_upload_has_it_on => |case| case
        .line(json!({"kind": "file", "id": "plain", "on": {"project": "p"}, "name": "a", "uploaded_by": "ada", "content": {"base64": "YQ=="}}))
        .line(json!({"kind": "file", "id": "marked", "on": {"project": "p"}, "name": "b", "uploaded_by": "ada", "external": true, "content": {"base64": "YQ=="}}))
        .line(json!({"kind": "file", "id": "mine", "on": {"project": "p"}, "name": "c", "uploaded_by": "g", "content": {"base64": "YQ=="}}))
        .line(json!({"kind": "file", "id": "taken", "on": {"project": "p"}, "name": "d", "uploaded_by": "g", "external": false, "content": {"base64": "YQ=="}}))
        .grant(json!({"project": "p"}), json!({"role": "Viewer"}))
        .parts("g", "projects/p", "files", &["marked", "mine"]);

    the_accounts_setting_marks_what_staff_upload => |case| case
        .settings(json!({"files_external": true}))
        .line(json!({"kind": "file", "id": "plain", "on": {"project": "p"}, "name": "a", "uploaded_by": "ada", "content": {"base64": "YQ=="}}))
        .line(json!({"kind": "file", "id": "taken", "on": {"project": "p"}, "name": "d", "uploaded_by": "ada", "external": false, "content": {"base64": "YQ=="}}))
        .grant(json!({"project": "p"}), json!({"role": "Viewer"}))
        .parts("g", "projects/p", "files", &["plain"]);

    an_article_needs_to_be_published => |case| case
        .line(json!({"kind": "knowledge_base", "id": "kb", "title": "KB", "access": ["g"]}))
        .line(json!({"kind": "article", "id": "yes", "knowledge_base": "kb", "title": "Y", "published": true}))
        .line(json!({"kind": "article", "id": "no", "knowledge_base": "kb", "title": "N", "published": false}))
        .parts("g", "knowledge/kb", "articles", &["yes"]).parts("ada", "knowledge/kb", "articles", &["yes", "no"]);

    percentages_count_the_whole_project_seen_or_not => |case| case
        .line(json!({"kind": "stage", "id": "end", "module": "tasks", "name": "End", "color": "#3b82f6", "position": 1, "closed": true}))
        .line(json!({"kind": "task", "id": "a", "title": "A", "project": "p", "stage": "end", "hours_estimated": "8", "hours_spent": "1"}))
        .line(json!({"kind": "task", "id": "b", "title": "B", "project": "p"}))
        .line(json!({"kind": "task", "id": "e", "title": "E", "project": "p"}))
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"fields": ["percent_tasks", "percent_hours"]}}}))
        .grant(json!({"project": "r"}), json!({"permissions": {"projects": {"fields": ["percent_tasks", "percent_hours"]}}}))
        .hidden("g", "tasks/a").shows("g", "projects/p", json!({"percent_tasks": 33, "percent_hours": 13}))
        .shows("g", "projects/r", json!({"percent_tasks": null, "percent_hours": null}));

    a_balance_counts_sent_and_paid_invoices_by_currency_without_nothing => |case| case
        .line(json!({"kind": "invoice", "id": "a", "number": "1", "customer": "c", "currency": "USD", "status": "sent", "lines": [{"description": "x", "quantity": "1", "unit_price": "10", "tax_rate": "0"}], "payments": [{"paid_on": "2026-01-01", "amount": "2.50", "method": "transfer"}]}))
        .line(json!({"kind": "invoice", "id": "b", "number": "2", "customer": "c", "currency": "EUR", "status": "paid", "lines": [{"description": "x", "quantity": "1", "unit_price": "5", "tax_rate": "0"}]}))
        .line(json!({"kind": "invoice", "id": "e", "number": "3", "customer": "c", "currency": "JPY", "status": "sent"}))
        .line(json!({"kind": "invoice", "id": "f", "number": "4", "customer": "c", "currency": "EUR", "status": "void", "sent_at": "2026-01-01T00:00:00Z", "lines": [{"description": "x", "quantity": "1", "unit_price": "100", "tax_rate": "0"}]}))
        .line(json!({"kind": "invoice", "id": "h", "number": "5", "customer": "c", "currency": "EUR", "status": "draft", "lines": [{"description": "x", "quantity": "1", "unit_price": "100", "tax_rate": "0"}]}))
        .grant(json!({"customer": "c"}), json!({"permissions": {"customers": {"fields": ["balance"]}}}))
        .shows("g", "customers/c", json!({"balance": [{"amount": "5.00", "currency": "EUR"}, {"amount": "7.50", "currency": "USD"}]}))
        .hidden("g", "invoices/a");

    columns_of_an_orders_lines_are_never_keys_of_the_order => |case| case
        .line(json!({"kind": "order", "id": "o", "number": "1", "customer": "c", "currency": "EUR", "lines": [{"product": "Cheese", "quantity": "12", "unit_price": "14.00", "discount": "0.05"}]}))
        .grant(json!({"customer": "c"}), json!({"role": "L30"}))
        .grant(json!({"order": "o"}), json!({"to": "lim", "permissions": {"orders": {"fields": ["lines", "amount"]}}}))
        .shows("g", "orders/o", json!({"lines": [{"product": "Cheese", "quantity": "12", "unit_price": "14.00", "discount": "0.05", "amount": "159.60"}], "total": "159.60"}))
        .lacks("g", "orders/o", "amount").lacks("g", "orders/o", "unit_price")
        .shows("lim", "orders/o", json!({"lines": [{"product": "Cheese", "quantity": "12", "amount": "159.60"}]}))
        .lacks("lim", "orders/o", "total");

    amounts_round_half_away_from_zero_and_taxes_are_taken_per_rate => |case| case
        .line(json!({"kind": "invoice", "id": "i", "number": "1", "customer": "c", "currency": "EUR", "status": "sent", "lines": [
            {"description": "a", "quantity": "1", "unit_price": "0.125", "tax_rate": "0.19"},
            {"description": "b", "quantity": "-1", "unit_price": "0.005", "tax_rate": "0.190"},
            {"description": "c", "quantity": "1", "unit_price": "0.33", "tax_rate": "0.07"}]}))
        .grant(json!({"customer": "c"}), json!({"role": "L40"}))
        // 0.13 − 0.01 at 19 % is 0.0228, 0.33 at 7 % is 0.0231.
        .shows("g", "invoices/i", json!({"subtotal": "0.45", "tax": "0.04", "total": "0.49", "paid": "0.00", "balance": "0.49"}));

    a_currency_without_decimals_has_none => |case| case
        .line(json!({"kind": "order", "id": "o", "number": "1", "customer": "c", "currency": "JPY", "lines": [{"product": "x", "quantity": "1", "unit_price": "100.5"}]}))
        .line(json!({"kind": "customer", "id": "c", "name": "Client", "credit_limit": {"amount": "1000", "currency": "KWD"}}))
        .grant(json!({"customer": "c"}), json!({"role": "L40"}))
        .shows("g", "orders/o", json!({"total": "101"}))
        .shows("g", "customers/c", json!({"credit_limit": {"amount": "1000.000", "currency": "KWD"}}));

    relations_and_actions_stand_in_the_catalogues_order => |case| case
        .grant(json!({"project": "p"}), json!({"permissions": {"projects": {"relations": ["team", "tasks", "files"], "actions": ["chat", "comment"]}}}))
        .shows("g", "projects/p", json!({"relations": ["tasks", "files", "team"], "can": ["comment", "chat"]}));

    a_stage_shows_whole => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "assignee": "g", "stage": "end"}))
        .line(json!({"kind": "stage", "id": "end", "module": "tasks", "name": "End", "color": "#3b82f6", "position": 1, "closed": true}))
        .shows("g", "tasks/t", json!({"stage": {"id": "end", "name": "End", "color": "#3b82f6", "closed": true}}));
}
