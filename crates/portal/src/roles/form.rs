//! One role: looked at, made, changed with what that would open and close, and deleted.

use access::Permissions;
use axum::extract::Path;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::{ReadError, Shelf, WriteError, Written};

use super::admins_only;
use crate::frame::parts::icon;
use crate::frame::{Fields, Paged, Posted, Stop, Visit, see};
use crate::permissions::{Matrix, Would, permissions};
use crate::sharing::{self, Role};
use crate::texts::Value;
use crate::workspace::{Form, Saved, Writer, digest, moment, removal, saved};

/// What a form holds, and what it is about.
struct Filled {
    form: Form,
    held: Permissions,
    /// The role that is changed; none for one that is made.
    role: Option<Role>,
    would: Option<Would>,
}

/// A role, with what tells whether it is still what it was.
async fn one(visit: &mut Visit, id: &str) -> Result<(Role, String), Stop> {
    admins_only(visit)?;
    let body = match visit.reader.role(id).await {
        Ok(body) => body,
        Err(ReadError::NotFound) => return Err(visit.not_shared()),
        Err(error) => return Err(error.into()),
    };
    let roles = sharing::all_roles(visit).await?;
    let role = roles.into_iter().find(|role| role.id == id);
    Ok((role.ok_or_else(|| visit.not_shared())?, digest(&body)))
}

/// An empty form, or one that begins as another role.
pub(super) async fn new(mut visit: Visit) -> Paged {
    admins_only(&visit)?;
    let roles = sharing::all_roles(&mut visit).await?;
    let from = roles
        .iter()
        .find(|role| Some(role.id.as_str()) == visit.asked("from"));
    let filled = Filled {
        form: Form::new().with("active", "on"),
        held: from.map_or(Permissions::NOTHING, |role| role.permissions.clone()),
        role: None,
        would: None,
    };
    page(visit, filled, StatusCode::OK).await
}

/// The form of a role; a built-in one is looked at alone.
pub(super) async fn edit(Path((_, id)): Path<(String, String)>, mut visit: Visit) -> Paged {
    let (role, seen) = one(&mut visit, &id).await?;
    let mut form = Form::new()
        .with("name", &role.name)
        .with("ends", moment::field(&visit, role.expires_at))
        .with("seen", seen);
    if role.active {
        form = form.with("active", "on");
    }
    let filled = Filled {
        form,
        held: role.permissions.clone(),
        role: Some(role),
        would: None,
    };
    page(visit, filled, StatusCode::OK).await
}

/// What a form says of a role.
fn body(visit: &Visit, form: &mut Form, fields: &Fields, before: Option<&Role>) -> Json {
    let name = fields.text("name");
    if name.is_empty() {
        form.wrong("name", visit.texts.say("work-wrong-name"));
    }
    let mut body = json!({
        "name": name,
        "active": fields.has("active"),
        "permissions": permissions(fields).write(),
    });
    let there = before.and_then(|role| role.expires_at);
    match moment::read(visit, fields.text("ends")) {
        Err(_) => form.wrong("ends", visit.texts.say("guests-wrong-end")),
        // An end between two minutes stays as it is.
        Ok(_) if fields.text("ends") == moment::field(visit, there) => {}
        Ok(end) => body["expires_at"] = json!(end.map(|end| end.to_string())),
    }
    body
}

/// Makes one.
pub(super) async fn create(Posted { visit, fields }: Posted) -> Paged {
    admins_only(&visit)?;
    let mut form = Form::sent(&fields);
    let body = body(&visit, &mut form, &fields, None);
    let filled = |form| Filled {
        form,
        held: permissions(&fields),
        role: None,
        would: None,
    };
    if form.is_wrong() {
        return page(visit, filled(form), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let (writer, away) = Writer::of(visit);
    let made = writer.create(Shelf::Roles, &body).await;
    let visit = away.back().await?;
    after(visit, made, filled(form), "role-made").await
}

/// Changes one, or tells what that would open and close.
pub(super) async fn change(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let (role, there) = one(&mut visit, &id).await?;
    if role.is_built_in() {
        return Err(Stop::NotAllowed);
    }
    let mut form = Form::sent(&fields);
    let mut body = body(&visit, &mut form, &fields, Some(&role));
    let filled = |form, would| Filled {
        form,
        held: permissions(&fields),
        role: Some(role.clone()),
        would,
    };
    if form.is_wrong() {
        return page(visit, filled(form, None), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if fields.text("do") == "preview" {
        body["role"] = json!(id);
        let (visit, told) = Would::ask(visit, &json!({"role": body})).await?;
        let would = told.map_err(|error| sharing::refused(&visit, error))?;
        return page(visit, filled(form, Some(would)), StatusCode::OK).await;
    }
    let seen = fields.text("seen").to_owned();
    let still = move |json: &str| digest(json) == seen;
    let (writer, away) = Writer::of(visit);
    let changed = writer.change(Shelf::Roles, &id, &body, Some(&still)).await;
    let visit = away.back().await?;
    if changed.is_err() {
        form.set("seen", there);
    }
    after(visit, changed, filled(form, None), "role-saved").await
}

/// On to the list, or back to the form with what is wrong.
async fn after(
    visit: Visit,
    answer: Result<Written, WriteError>,
    mut filled: Filled,
    said: &str,
) -> Paged {
    match saved(&visit, &mut filled.form, answer, &[("expires_at", "ends")])? {
        Saved::Done(_) => Ok(see(&visit.at(&format!("roles?said={said}")))),
        Saved::Again => page(visit, filled, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// Asks once more before one is deleted, with what that closes.
pub(super) async fn ask(Path((_, id)): Path<(String, String)>, mut visit: Visit) -> Paged {
    let (role, _) = one(&mut visit, &id).await?;
    if role.is_built_in() {
        return Err(Stop::NotAllowed);
    }
    let says = visit.texts.say("roles-delete-says");
    removal::ask(visit, "roles", &id, &role.name, &says).await
}

/// Deletes one.
pub(super) async fn delete(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, .. }: Posted,
) -> Paged {
    one(&mut visit, &id).await?;
    let list = visit.at("roles?said=role-deleted");
    removal::delete(visit, Shelf::Roles, &id, &list).await
}

async fn page(visit: Visit, filled: Filled, status: StatusCode) -> Paged {
    let title = match &filled.role {
        Some(role) => sharing::role_name(&visit.texts, &role.name),
        None => visit.texts.say("roles-new"),
    };
    let main = drawn(&visit, &filled, &title);
    let mut response = visit.page(&title, "roles", main).await?;
    *response.status_mut() = status;
    Ok(response)
}

fn drawn(visit: &Visit, filled: &Filled, title: &str) -> Markup {
    let texts = &visit.texts;
    let (form, role) = (&filled.form, filled.role.as_ref());
    let editable = !role.is_some_and(Role::is_built_in);
    let at = match role {
        Some(role) => visit.at(&format!("roles/{}", role.id)),
        None => visit.at("roles"),
    };
    let matrix = Matrix {
        held: &filled.held,
        ceiling: Some(visit.reader.viewer().ceiling()),
        editable,
    };
    let hint = texts.say_with(
        "roles-ends-hint",
        &[("zone", Value::from(moment::zone(visit)))],
    );
    html! {
        nav class="crumbs" aria-label=(texts.say("guests-here")) { ol {
            li { a href=(visit.at("roles")) { (texts.say("frame-roles")) } }
            li aria-current="page" { (title) }
        } }
        div class="head" {
            h1 { (title) }
            @if let Some(role) = role {
                a class="btn" href={ (visit.at("roles/new")) "?from=" (role.id) } { (icon("copy")) (texts.say("roles-copy")) }
                @if editable { a class="btn risk" href={ (at) "/delete" } { (icon("trash")) (texts.say("roles-delete")) } }
            }
        }
        (form.summary(texts))
        @if let Some(would) = &filled.would { (would.draw(texts)) }
        @if editable {
            form method="post" action=(at) novalidate {
                (visit.csrf())
                input type="hidden" name="seen" value=(form.value("seen"));
                div class="card stack section narrow" {
                    (form.line("name", &texts.say("roles-name"), "text", true))
                    (form.tick("active", &texts.say("roles-active")))
                    (form.line_with("ends", &texts.say("roles-ends"), "datetime-local", false, Some(&hint)))
                }
                section class="section" aria-labelledby="perm-h" {
                    div class="card-head" {
                        h2 id="perm-h" { (texts.say("guests-permissions")) }
                        span class="push row" {
                            @if role.is_some() { button class="btn" name="do" value="preview" { (texts.say("permissions-preview")) } }
                            button class="btn main" name="do" value="save" { (texts.say("permissions-save")) }
                        }
                    }
                    (matrix.draw(texts, &texts.say("roles-whose")))
                }
            }
        } @else {
            p class="intro quiet" { (texts.say("roles-built-in")) }
            (matrix.draw(texts, &texts.say("roles-whose")))
        }
    }
}
