//! Who shows by name.

use serde_json::json;

use super::cases;

cases! {
    where_available_users_is_not_set_members_show_by_name => |case| case
        .line(json!({"kind": "task", "id": "t", "title": "T", "owner": "ada", "assignee": "g"}))
        .shows("g", "tasks/t", json!({"owner": {"id": "ada", "name": "Ada"}, "assignee": {"id": "g", "name": "Gus"}}));

    where_available_users_is_empty_members_show_as_the_account => |case| case
        .guest(json!({"available_users": []}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "owner": "ada", "assignee": "g"}))
        .shows("g", "tasks/t", json!({"owner": {"name": "Acme"}, "assignee": {"id": "g", "name": "Gus"}}));

    an_available_user_shows_by_name_and_the_others_do_not => |case| case
        .guest(json!({"available_users": ["ada"]}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "owner": "ada", "assignee": "mia", "followers": ["g"]}))
        .shows("g", "tasks/t", json!({"owner": {"id": "ada", "name": "Ada"}, "assignee": {"name": "Acme"}}));

    members_who_are_not_named_stand_once_and_last_in_a_list => |case| case
        .guest(json!({"available_users": ["lim"]}))
        .line(json!({"kind": "meeting", "id": "e", "title": "E", "attendees": ["ada", "mia", "lim", "g"]}))
        .shows("g", "meetings/e", json!({"attendees": [{"id": "lim", "name": "Lim", "response": null}, {"id": "g", "name": "Gus", "response": null}, {"name": "Acme"}]}));

    the_team_leaves_out_who_is_not_available => |case| case
        .guest(json!({"available_users": ["ada"]}))
        .line(json!({"kind": "project", "id": "p", "name": "P", "team": ["mia", "ada"]}))
        .grant(json!({"project": "p"}), json!({"role": "Viewer"}))
        .parts("g", "projects/p", "team", &["ada"]).parts("mia", "projects/p", "team", &["ada", "mia"]);

    another_guest_is_no_value_in_a_field_and_missing_from_a_list => |case| case
        .line(json!({"kind": "guest", "id": "h", "email": "h@else.example", "name": "Hal"}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "owner": "h", "collaborators": ["g", "h"]}))
        .grant(json!({"task": "t"}), json!({"permissions": {"tasks": {"fields": ["owner", "collaborators"]}}}))
        .shows("g", "tasks/t", json!({"owner": null, "collaborators": [{"id": "g", "name": "Gus"}]}));

    guests_of_one_customer_show_to_each_other_by_name => |case| case
        .line(json!({"kind": "contact", "id": "k", "customer": "c", "name": "Kay"}))
        .line(json!({"kind": "guest", "id": "h", "email": "h@else.example", "name": "Hal", "customer": "c"}))
        .guest(json!({"contact": "k"}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "owner": "h", "assignee": "g"}))
        .shows("g", "tasks/t", json!({"owner": {"id": "h", "name": "Hal"}}));

    guests_of_no_customer_are_not_of_the_same_one => |case| case
        .line(json!({"kind": "guest", "id": "h", "email": "h@else.example", "name": "Hal"}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "owner": "h", "assignee": "g"}))
        .shows("g", "tasks/t", json!({"owner": null}));

    a_grant_on_one_customer_does_not_make_guests_of_the_same_customer => |case| case
        .line(json!({"kind": "guest", "id": "h", "email": "h@else.example", "name": "Hal", "customer": "c"}))
        .grant(json!({"customer": "c"}), json!({"role": "L80"}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "owner": "h", "assignee": "g"}))
        .shows("g", "tasks/t", json!({"owner": null}));

    limited_members_see_everybody_by_name => |case| case
        .line(json!({"kind": "guest", "id": "h", "email": "h@else.example", "name": "Hal"}))
        .line(json!({"kind": "task", "id": "t", "title": "T", "owner": "h", "assignee": "lim"}))
        .shows("lim", "tasks/t", json!({"owner": {"id": "h", "name": "Hal"}}));

    a_client_shows_its_id_only_where_the_customer_shows => |case| case
        .line(json!({"kind": "project", "id": "p", "name": "P", "client": {"customer": "c"}}))
        .line(json!({"kind": "project", "id": "r", "name": "R", "client": {"customer": "d"}}))
        .grant(json!({"project": "p"}), json!({"role": "Viewer"}))
        .grant(json!({"project": "r"}), json!({"role": "Viewer"}))
        .grant(json!({"customer": "d"}), json!({"role": "L10"}))
        .shows("g", "projects/p", json!({"client": {"customer": {"name": "Client"}}}))
        .shows("g", "projects/r", json!({"client": {"customer": {"id": "d", "name": "Dealer"}}}));

    a_project_shows_its_followers_to_members_alone => |case| case
        .line(json!({"kind": "project", "id": "p", "name": "P", "followers": ["ada"], "created_by": "mia"}))
        .grant(json!({"project": "p"}), json!({"permissions": "*"}))
        .grant(json!({"project": "p"}), json!({"permissions": "*", "to": "lim"}))
        .shows("mia", "projects/p", json!({"followers": [{"id": "ada", "name": "Ada"}], "created_by": {"id": "mia", "name": "Mia"}}))
        .lacks("g", "projects/p", "followers").lacks("g", "projects/p", "created_by").lacks("lim", "projects/p", "followers");
}
