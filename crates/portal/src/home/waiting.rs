//! What waits for a guest: decisions, bills, offers, invitations, questions.

use access::Module;
use maud::{Markup, html};

use crate::frame::parts::icon;
use crate::frame::{Stop, Visit};
use crate::meetings::view::Meeting;
use crate::papers::{self, Kind, Paper};
use crate::portal_page::{Guest, Named};
use crate::tasks::view::{Task, UnderProjects};
use crate::tasks::{self, under_projects};
use crate::texts::Value;
use crate::tickets::view::Ticket;

/// How many of a kind are looked at.
const FEW: &str = "10";

/// What waits, kind by kind.
pub(super) struct Waiting {
    decisions: UnderProjects<Task>,
    invoices: UnderProjects<Paper>,
    estimates: UnderProjects<Paper>,
    /// Meetings that are coming.
    pub(super) meetings: UnderProjects<Meeting>,
    tickets: UnderProjects<Ticket>,
    /// Tasks that are with the guest.
    pub(super) mine: UnderProjects<Task>,
}

impl Waiting {
    /// Asks for it.
    pub(super) async fn ask(visit: &mut Visit) -> Result<Waiting, Stop> {
        let now = visit.now.to_string();
        let sent = [("filter[status]", "sent"), ("limit", FEW)];
        let coming = [("filter[starts_at][gte]", now.as_str()), ("limit", "4")];
        let pending = [("filter[status]", "pending"), ("limit", FEW)];
        let decisions = tasks::waiting(visit).await?;
        let invoices =
            under_projects(visit, Module::Invoices, &["due_on", "number"], &sent, None).await?;
        let estimates = under_projects(
            visit,
            Module::Estimates,
            &["valid_until", "number"],
            &sent,
            None,
        )
        .await?;
        let meetings =
            under_projects(visit, Module::Meetings, &["starts_at"], &coming, None).await?;
        let tickets = under_projects(
            visit,
            Module::Tickets,
            &["-opened_at", "number"],
            &pending,
            None,
        )
        .await?;
        let mine = tasks::mine(visit, "12").await?;
        Ok(Waiting {
            decisions,
            invoices: invoices.unwrap_or(UnderProjects::none()),
            estimates: estimates.unwrap_or(UnderProjects::none()),
            meetings: meetings.unwrap_or(UnderProjects::none()),
            tickets: tickets.unwrap_or(UnderProjects::none()),
            mine,
        })
    }

    /// A row for each thing.
    pub(super) fn rows(&self, guest: &Guest) -> Vec<Markup> {
        let mut rows = Vec::new();
        for (task, project) in self.decisions.pairs() {
            rows.push(tasks::decision(guest, task, project));
        }
        for (paper, project) in self.invoices.pairs().filter(|(paper, _)| paper.to_pay()) {
            rows.push(invoice(guest, paper, project));
        }
        for (paper, project) in self
            .estimates
            .pairs()
            .filter(|(paper, _)| paper.to_decide(guest))
        {
            rows.push(estimate(guest, paper, project));
        }
        for (meeting, project) in self
            .meetings
            .pairs()
            .filter(|(meeting, _)| meeting.waits(guest))
        {
            rows.push(invitation(guest, meeting, project));
        }
        for (ticket, project) in self.tickets.pairs().filter(|(ticket, _)| ticket.waits()) {
            rows.push(question(guest, ticket, project));
        }
        rows
    }
}

/// A row: what it is, about what, by when, and the one thing to do.
struct Row<'a> {
    icon: &'a str,
    title: String,
    about: Vec<String>,
    by: Option<Markup>,
    address: String,
    verb: String,
}

impl Row<'_> {
    fn show(self) -> Markup {
        html! {
            li {
                span class="glyph" { (icon(self.icon)) }
                p class="what" {
                    a href=(self.address) { (self.title) }
                    @if !self.about.is_empty() { " " small { (self.about.join(" · ")) } }
                }
                p class="facts" {
                    @if let Some(by) = self.by { (by) " " }
                    a class="btn" href=(self.address) { (self.verb) span class="vh" { ": " (self.title) } }
                }
            }
        }
    }
}

fn named(project: Option<&Named>) -> Vec<String> {
    project
        .map(|project| project.name.clone())
        .into_iter()
        .collect()
}

fn invoice(guest: &Guest, paper: &Paper, project: Option<&Named>) -> Markup {
    let name = papers::name(guest, Kind::Invoice, paper);
    let title = match paper.left() {
        Some(left) => {
            let given = [
                ("name", Value::from(name)),
                ("amount", paper.money(guest, left).into()),
            ];
            guest.texts.say_with("home-left-to-pay", &given)
        }
        None => name,
    };
    let by = paper.due_on.map(|day| {
        if day < guest.today {
            guest.state("bad", "clock", &guest.say("papers-overdue"))
        } else {
            let given = [("day", Value::from(guest.brief(day)))];
            let words = guest.texts.say_with("home-pay-by", &given);
            if guest.days_to(day) <= 3 {
                guest.state("attend", "clock", &words)
            } else {
                html! { span class="nowrap" { (words) } }
            }
        }
    });
    let row = Row {
        icon: "invoice",
        title,
        about: named(project),
        by,
        address: papers::address(guest, Kind::Invoice, paper),
        verb: guest.say("home-see-invoice"),
    };
    row.show()
}

fn estimate(guest: &Guest, paper: &Paper, project: Option<&Named>) -> Markup {
    let total = paper
        .total
        .as_deref()
        .map(|total| paper.money(guest, total));
    let by = paper.valid_until.map(|day| {
        let given = [("day", Value::from(guest.brief(day)))];
        html! { span class="nowrap" { (guest.texts.say_with("home-valid-until", &given)) } }
    });
    let row = Row {
        icon: "estimate",
        title: papers::name(guest, Kind::Estimate, paper),
        about: total.into_iter().chain(named(project)).collect(),
        by,
        address: papers::address(guest, Kind::Estimate, paper),
        verb: guest.say("home-see-estimate"),
    };
    row.show()
}

fn invitation(guest: &Guest, meeting: &Meeting, project: Option<&Named>) -> Markup {
    let given = [("title", Value::from(meeting.title.as_str()))];
    let when = Meeting {
        location: None,
        ..meeting.clone()
    }
    .when_and_where(guest);
    let place = meeting.location.clone();
    let row = Row {
        icon: "meeting",
        title: guest.texts.say_with("home-can-you-come", &given),
        about: named(project).into_iter().chain(place).collect(),
        by: (!when.is_empty()).then(|| html! { span { (when) } }),
        address: guest.at(&format!("meetings/{}", meeting.id)),
        verb: guest.say("home-answer"),
    };
    row.show()
}

fn question(guest: &Guest, ticket: &Ticket, project: Option<&Named>) -> Markup {
    let row = Row {
        icon: "ticket",
        title: ticket.name(),
        about: named(project),
        by: Some(guest.state("attend", "chat", &guest.say("tickets-waits"))),
        address: guest.at(&format!("tickets/{}", ticket.id)),
        verb: guest.say("home-read"),
    };
    row.show()
}
