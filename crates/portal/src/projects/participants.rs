//! Who takes part in a project, by label, each with its external access.

use access::Module;
use maud::{Markup, html};
use store::{Party, PartyAccess};

use super::page::{Project, View};
use crate::frame::parts::{face, icon};
use crate::frame::{Listed, Stop, Visit, read};
use crate::texts::{Day, Value};
use crate::workspace::{Form, Named, Pick, last_day};

/// Roles for external access to a project, built in.
const ROLES: [&str; 5] = ["Viewer", "Client", "Commenter", "Approver", "Collaborator"];

/// What is to be mended in the panel of a party.
pub(super) struct Mistake {
    /// The participant's id, or `client`.
    pub(super) part: String,
    /// What was filled in, and what is wrong with it.
    pub(super) form: Form,
}

/// What can be chosen in the forms of the parties.
pub(super) struct Choices<'a> {
    mistake: Option<&'a Mistake>,
    /// Roles, built in and the account's own.
    roles: Vec<Pick>,
    /// What is being added: `customer`, `contact` or nothing.
    adding: Option<&'static str>,
    /// Customers, where one of them is chosen.
    customers: Vec<Pick>,
    /// The customer whose contacts are shown.
    of: Option<Named>,
    contacts: Vec<Pick>,
}

/// A role as the area of roles gives it.
#[derive(serde::Deserialize)]
struct Role {
    id: String,
    name: String,
    #[serde(default)]
    active: Option<bool>,
}

impl Choices<'_> {
    /// What was filled in for a party, where something is wrong with it.
    fn mistaken(&self, part: &str) -> Option<&Form> {
        let mistake = self.mistake.filter(|mistake| mistake.part == part);
        mistake.map(|mistake| &mistake.form)
    }
}

/// Reads what can be chosen, as far as the page asks for it.
pub(super) async fn choices<'a>(
    visit: &mut Visit,
    view: &View,
    mistake: Option<&'a Mistake>,
) -> Result<Choices<'a>, Stop> {
    let mut choices = Choices {
        mistake,
        roles: ROLES
            .into_iter()
            .map(|role| Pick::new(role, role))
            .collect(),
        adding: None,
        customers: Vec::new(),
        of: None,
        contacts: Vec::new(),
    };
    if view.rights.administers() {
        let body = visit
            .reader
            .roles(&[("limit".to_owned(), "200".to_owned())])
            .await?;
        let roles: Listed<Role> = read(&body)?;
        let own = roles
            .items
            .into_iter()
            .filter(|role| role.active == Some(true) && role.id != role.name);
        choices
            .roles
            .extend(own.map(|role| Pick::new(role.id, role.name)));
    }
    if !view.edits {
        return Ok(choices);
    }
    choices.adding = match visit.asked("add") {
        Some("customer") => Some("customer"),
        Some("contact") => Some("contact"),
        _ => None,
    };
    if choices.adding.is_some() {
        choices.customers = customers(visit).await?;
    }
    if choices.adding == Some("contact") {
        let client = client_customer(&view.project);
        let of = visit
            .asked("of")
            .map(str::to_owned)
            .or_else(|| client.map(|(id, _)| id.to_owned()));
        if let Some(of) = of {
            let customer: Named = visit.item(Module::Customers, &of).await?;
            let contacts = visit
                .related::<Named>(Module::Customers, &of, "contacts", &[("limit", "200")])
                .await?;
            let contacts = contacts.into_iter().flat_map(|listed| listed.items);
            choices.contacts = contacts
                .filter_map(|one| Some(Pick::new(one.id?, one.name)))
                .collect();
            choices.of = Some(customer);
        }
    }
    Ok(choices)
}

/// The account's customers by name, for a form to choose from; the first thousand.
pub(crate) async fn customers(visit: &mut Visit) -> Result<Vec<Pick>, Stop> {
    let mut customers = Vec::new();
    let mut cursor: Option<String> = None;
    for _ in 0..5 {
        let mut question = vec![("limit", "200"), ("sort", "name")];
        question.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let listed: Listed<Named> = visit.list(Module::Customers, &question).await?;
        customers.extend(
            listed
                .items
                .into_iter()
                .filter_map(|one| Some(Pick::new(one.id?, one.name))),
        );
        cursor = listed.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(customers)
}

fn client_customer(project: &Project) -> Option<(&str, &str)> {
    let customer = project.client.as_ref()?.customer.as_ref()?;
    Some((customer.id.as_deref()?, &customer.name))
}

/// The sections: customers first, then contacts, then each label.
pub(super) fn sections(visit: &Visit, view: &View, choices: &Choices<'_>) -> Markup {
    let texts = &visit.texts;
    let mut labels: Vec<(String, Vec<&Party>)> =
        vec![(texts.say("staff-project-customer"), Vec::new())];
    let contacts = texts.say("staff-project-contact");
    for party in &view.parties {
        let label = match (&party.label, party.kind) {
            (Some(label), _) => label.clone(),
            (None, "customer") => labels[0].0.clone(),
            (None, "contact") => contacts.clone(),
            (None, "guest") => texts.say("staff-project-guest"),
            (None, _) => texts.say("staff-project-others"),
        };
        match labels.iter_mut().find(|(known, _)| *known == label) {
            Some((_, parties)) => parties.push(party),
            None => labels.push((label, vec![party])),
        }
    }
    // Contacts stand right after the customers.
    if let Some(place) = labels
        .iter()
        .position(|(label, _)| *label == contacts)
        .filter(|place| *place > 1)
    {
        let section = labels.remove(place);
        labels.insert(1, section);
    }
    let client = client_customer(&view.project).filter(|(id, _)| {
        !view
            .parties
            .iter()
            .any(|party| party.kind == "customer" && party.of.as_deref() == Some(*id))
    });
    html! {
        div class="stack" id="parties" {
            @for (place, (label, parties)) in labels.iter().enumerate() {
                section class="card flush" aria-labelledby={ "p-" (place) } {
                    div class="card-head" {
                        h2 id={ "p-" (place) } { (label) }
                        @if place == 0 && view.edits { (plus(visit, view)) }
                    }
                    @if place == 0 { (adding(visit, view, choices)) }
                    @if place == 0 && parties.is_empty() && client.is_none() && choices.adding.is_none() {
                        p class="empty" { (texts.say("staff-project-no-customer")) }
                    }
                    ul class="list tight parties" {
                        @if let (0, Some(client)) = (place, client) { (client_row(visit, view, choices, client)) }
                        @for party in parties { (row(visit, view, choices, party)) }
                    }
                }
            }
        }
    }
}

/// The plus beside "Customer", and what it adds.
fn plus(visit: &Visit, view: &View) -> Markup {
    let texts = &visit.texts;
    let here = view.at(visit, "");
    html! {
        div class="drop" {
            button class="icon-btn s" type="button" popovertarget="add-party" aria-label=(texts.say("staff-project-add-party")) { (icon("plus")) }
            div class="menu" id="add-party" popover {
                p class="menu-title" { (texts.say("staff-project-add-to")) }
                ul {
                    li { a href={ (here) "?add=customer#parties" } { (icon("customer")) (texts.say("staff-project-customer")) } }
                    li { a href={ (here) "?add=contact#parties" } { (icon("user")) (texts.say("staff-project-contact")) } }
                }
                hr;
                form class="stack" method="post" action={ (here) "/parties" } {
                    (visit.csrf())
                    div class="field" {
                        label for="label" { (texts.say("staff-project-others-called")) }
                        input class="input" id="label" name="label" list="labels" required maxlength="200" autocomplete="off" placeholder=(texts.say("staff-project-label-one"));
                    }
                    div class="field" {
                        label for="who" { (texts.say("staff-project-others-who")) }
                        input class="input" id="who" name="name" maxlength="200" autocomplete="off" aria-describedby="who-h";
                        p class="hint" id="who-h" { (texts.say("staff-project-others-hint")) }
                    }
                    button class="btn" type="submit" { (texts.say("staff-project-add-label")) }
                }
                datalist id="labels" {
                    @for key in ["staff-project-label-one", "staff-project-label-two", "staff-project-label-three"] { option value=(texts.say_with(key, &[])) {} }
                }
            }
        }
    }
}

/// The form that adds a customer or a contact, where the address asks for it.
fn adding(visit: &Visit, view: &View, choices: &Choices<'_>) -> Markup {
    let texts = &visit.texts;
    let here = view.at(visit, "");
    let Some(adding) = choices.adding else {
        return html! {};
    };
    html! {
        @if adding == "contact" {
            form class="panel adding" action={ (here) "#parties" } {
                input type="hidden" name="add" value="contact";
                div class="field" {
                    label for="of" { (texts.say("staff-project-contact-of")) }
                    select class="select" id="of" name="of" {
                        @for one in &choices.customers {
                            option value=(one.value) selected[choices.of.as_ref().and_then(|of| of.id.as_deref()) == Some(&one.value)] { (one.name) }
                        }
                    }
                }
                button class="btn" { (texts.say("work-show")) }
                @if choices.of.is_some() && choices.contacts.is_empty() { p class="hint" { (texts.say("staff-project-no-contacts")) } }
            }
        }
        @let options = if adding == "contact" { &choices.contacts } else { &choices.customers };
        @if !options.is_empty() {
            form class="panel adding" method="post" action={ (here) "/parties" } {
                (visit.csrf())
                div class="field" {
                    label for="party" { (texts.say(if adding == "contact" { "staff-project-contact" } else { "staff-project-customer" })) }
                    select class="select" id="party" name=(adding) { @for one in options { option value=(one.value) { (one.name) } } }
                }
                div class="field" {
                    label for="under" { (texts.say("staff-project-under")) " " span class="faint" { (texts.say("work-or-none")) } }
                    input class="input" id="under" name="label" list="labels" maxlength="200" autocomplete="off";
                }
                button class="btn main" { (texts.say("staff-project-add")) }
                a class="btn bare" href={ (here) "#parties" } { (texts.say("work-leave")) }
            }
        }
    }
}

/// The project's client who is no participant yet: opening access makes them one.
fn client_row(
    visit: &Visit,
    view: &View,
    choices: &Choices<'_>,
    (id, name): (&str, &str),
) -> Markup {
    let texts = &visit.texts;
    html! {
        li class="party" {
            span class="glyph plain" { (icon("customer")) }
            p class="what" { a href={ (visit.at("customers")) "/" (id) } { (name) } " " small { (texts.say("staff-project-is-client")) } }
            @if view.may_share && view.edits {
                details open[choices.mistaken("client").is_some()] {
                    summary { span class="btn" { (texts.say("staff-project-external")) span class="vh" { " " (texts.say_with("work-of", &[("name", Value::from(name))])) } } }
                    form class="panel" method="post" action=(view.at(visit, "/parties")) {
                        (visit.csrf())
                        input type="hidden" name="customer" value=(id);
                        (panel(visit, choices, "client", name, None, true, None))
                    }
                }
            }
        }
    }
}

fn row(visit: &Visit, view: &View, choices: &Choices<'_>, party: &Party) -> Markup {
    let texts = &visit.texts;
    let of = texts.say_with("work-of", &[("name", Value::from(party.name.as_str()))]);
    let access = party.access.as_ref().filter(|access| access.open);
    let open =
        visit.asked("party") == Some(party.id.as_str()) || choices.mistaken(&party.id).is_some();
    let address = view.at(visit, &format!("/parties/{}", party.id));
    html! {
        li class="party" id={ "party-" (party.id) } {
            @if matches!(party.kind, "customer" | "name") { span class="glyph plain" { (icon(if party.kind == "customer" { "customer" } else { "user" })) } }
            @else { (face(&party.name, "")) }
            p class="what" { (name(visit, view, party)) " " small { (about(visit, party)) } }
            @if view.may_share {
                details open[open] {
                    summary {
                        @if let Some(access) = access { span class="state good" { (icon("check")) (since(visit, access)) } " " }
                        span class="btn" { (texts.say("staff-project-external")) span class="vh" { " " (of) } }
                    }
                    form class="panel" method="post" action=(address) data-swap="#parties" {
                        (visit.csrf())
                        // A person's own address is known; a company and a bare label need that of whoever gets it.
                        @let asks = party.kind == "customer" || party.kind == "name" || party.email.is_none();
                        (panel(visit, choices, &party.id, &party.name, party.email.as_deref(), asks && access.is_none(), party.access.as_ref()))
                    }
                    @if view.edits && access.is_none() {
                        form class="inline-form" method="post" action={ (address) "/remove" } {
                            (visit.csrf())
                            button class="link-btn risk-link" { (texts.say("staff-project-take-off")) span class="vh" { " " (party.name) } }
                        }
                    }
                }
            } @else if let Some(access) = access {
                span class="state good" { (icon("check")) (since(visit, access)) }
            }
        }
    }
}

fn name(visit: &Visit, view: &View, party: &Party) -> Markup {
    let guest = party
        .access
        .as_ref()
        .map(|access| access.user.0.as_str())
        .filter(|_| party.kind != "customer");
    let guest = guest.or(party.of.as_deref().filter(|_| party.kind == "guest"));
    html! {
        @match (party.kind, &party.of, guest) {
            ("customer", Some(id), _) => a href={ (visit.at("customers")) "/" (id) } { (party.name) },
            (_, _, Some(guest)) if view.rights.administers() => a href={ (visit.at("guests")) "/" (guest) } { (party.name) },
            _ => (party.name),
        }
    }
}

fn about(visit: &Visit, party: &Party) -> String {
    let texts = &visit.texts;
    let kind = match party.kind {
        "customer" => Some(texts.say("staff-project-company")),
        _ => party.position.clone(),
    };
    let email = party.email.clone().filter(|email| *email != party.name);
    [kind, email]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// `since 14 Jan, until 30 Jun`.
fn since(visit: &Visit, access: &PartyAccess) -> String {
    let (texts, today) = (&visit.texts, visit.today());
    let day = |at| texts.day(texts.day_of(at), Day::Short, today);
    let since = access
        .since
        .map(|at| texts.say_with("staff-project-since", &[("day", Value::from(day(at)))]));
    let until = match access.until {
        Some(at) => {
            let day = texts.day(last_day(visit, at), Day::Short, today);
            texts.say_with("staff-project-until", &[("day", Value::from(day))])
        }
        None => texts.say("staff-project-no-end"),
    };
    since
        .into_iter()
        .chain([until])
        .collect::<Vec<_>>()
        .join(", ")
}

/// The tick, the role, until when, and for whom.
fn panel(
    visit: &Visit,
    choices: &Choices<'_>,
    id: &str,
    name: &str,
    email: Option<&str>,
    asks: bool,
    access: Option<&PartyAccess>,
) -> Markup {
    let texts = &visit.texts;
    let mistaken = choices.mistaken(id);
    let open = access.is_some_and(|access| access.open);
    let role = access.and_then(|access| access.role.as_deref());
    let own = open && role.is_none();
    let until = access
        .filter(|access| access.open)
        .and_then(|access| access.until)
        .map(|at| last_day(visit, at).to_string());
    let sent = |name: &str| mistaken.map(|form| form.value(name));
    let chosen = sent("role").or(role).unwrap_or("Viewer");
    let until = sent("until").map(str::to_owned).or(until);
    let ticked = mistaken.map_or(open, |form| !form.value("external").is_empty());
    let address = sent("email").or(email).unwrap_or_default();
    let wrong = |name: &str| {
        html! {
            @if let Some(words) = mistaken.and_then(|form| form.error(name)) {
                p class="field-error" id={ "e-" (name) "-" (id) } { (icon("info")) (words) }
            }
        }
    };
    let invalid = |name: &str| mistaken.and_then(|form| form.error(name)).map(|_| "true");
    let described = |name: &str| invalid(name).map(|_| format!("e-{name}-{id}"));
    html! {
        @if let Some(form) = mistaken { (form.summary_of(texts, &[("email", &format!("email-{id}")), ("role", &format!("role-{id}")), ("until", &format!("until-{id}"))])) }
        label class="check" { input type="checkbox" name="external" value="on" checked[ticked]; span { (texts.say("staff-project-external")) } }
        @if asks || invalid("email").is_some() {
            div class="field" {
                label for={ "email-" (id) } { (texts.say("staff-project-email")) }
                input class="input" id={ "email-" (id) } name="email" type="email" autocomplete="off" value=(address)
                    aria-invalid=[invalid("email")] aria-describedby=[described("email")];
                (wrong("email"))
            }
        }
        div class="field" {
            label for={ "role-" (id) } { (texts.say("staff-project-role")) }
            select class="select" id={ "role-" (id) } name="role" {
                @for one in &choices.roles { option value=(one.value) selected[(!own || mistaken.is_some()) && one.value == chosen] { (one.name) } }
                @if own { option value="" selected[chosen.is_empty() || mistaken.is_none()] { (texts.say("staff-project-own-ticks")) } }
            }
            (wrong("role"))
        }
        div class="field" {
            label for={ "until-" (id) } { (texts.say("staff-project-until-label")) " " span class="faint" { (texts.say("staff-project-or-no-end")) } }
            input class="input" id={ "until-" (id) } name="until" type="date" value=[until]
                aria-invalid=[invalid("until")] aria-describedby=[described("until")];
            (wrong("until"))
        }
        button class="btn main" type="submit" { (texts.say("work-save")) span class="vh" { " " (texts.say_with("staff-project-access-of", &[("name", Value::from(name))])) } }
        p class="hint" {
            @if let Some(access) = access.filter(|access| access.open) {
                (texts.say_with("staff-project-open-for", &[("name", Value::from(access.user.1.as_str()))]))
                @if let Some(by) = &access.opened_by { " " (texts.say_with("staff-project-opened-by", &[("name", Value::from(by.as_str()))])) }
            } @else if let Some(email) = email {
                (texts.say_with("staff-project-not-open", &[("email", Value::from(email))]))
            } @else { (texts.say("staff-project-not-open-yet")) }
        }
    }
}
