//! What happened: the last of what the guest sees that has a moment of its own, newest first, day by day.

use access::Module;
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use crate::frame::parts::door;
use crate::frame::{Stop, Visit, read};
use crate::papers::{self, Kind, Paper};
use crate::portal_page::{Guest, Person, woven};
use crate::tasks::{under_projects, view::UnderProjects};
use crate::tickets::view::Ticket;

/// How many things are told.
const TOLD: usize = 10;
/// How many letters of a comment are told.
const LETTERS: usize = 110;

#[derive(Debug, Deserialize)]
struct Comments {
    items: Vec<Comment>,
}

#[derive(Debug, Deserialize)]
struct Comment {
    on: On,
    author: Option<Person>,
    text: String,
    at: Timestamp,
}

#[derive(Debug, Deserialize)]
struct On {
    module: String,
    id: String,
    name: String,
}

/// Something that happened.
struct News {
    at: Timestamp,
    mark: Markup,
    words: Markup,
    more: Option<String>,
}

/// What happened, told.
pub(super) struct Lately(Vec<News>);

impl Lately {
    /// Asks for it.
    pub(super) async fn ask(visit: &mut Visit) -> Result<Lately, Stop> {
        let guest = Guest::of(visit);
        let mut news = Vec::new();
        let comments: Comments = read(&visit.reader.lately().await?)?;
        // What the reader wrote is no news to them.
        let own = |comment: &&Comment| {
            comment
                .author
                .as_ref()
                .is_some_and(|author| guest.is_me(author))
        };
        let others = comments.items.iter().filter(|comment| !own(comment));
        news.extend(others.map(|comment| of_comment(&guest, comment)));
        for kind in [Kind::Invoice, Kind::Estimate] {
            let few = [("limit", "6")];
            let sent: Option<UnderProjects<Paper>> =
                under_projects(visit, kind.module(), &["-sent_at"], &few, None).await?;
            let papers = sent.map(|sent| sent.items).unwrap_or_default();
            news.extend(
                papers
                    .iter()
                    .filter_map(|paper| of_paper(&guest, kind, paper)),
            );
        }
        let few = [("limit", "6")];
        let opened: Option<UnderProjects<Ticket>> =
            under_projects(visit, Module::Tickets, &["-opened_at"], &few, None).await?;
        for ticket in opened.iter().flat_map(|opened| &opened.items) {
            news.extend(of_ticket(&guest, ticket));
        }
        news.retain(|one| one.at <= guest.now);
        news.sort_by_key(|one| std::cmp::Reverse(one.at));
        news.truncate(TOLD);
        Ok(Lately(news))
    }

    /// The section; nothing where nothing happened.
    pub(super) fn section(&self, guest: &Guest) -> Option<Markup> {
        if self.0.is_empty() {
            return None;
        }
        let mut days: Vec<(Date, Vec<&News>)> = Vec::new();
        for news in &self.0 {
            let day = guest.texts.day_of(news.at);
            match days.last_mut() {
                Some((last, of_day)) if *last == day => of_day.push(news),
                _ => days.push((day, vec![news])),
            }
        }
        Some(html! {
            aside aria-labelledby="news" {
                div class="card-head" { h2 id="news" { (guest.say("home-what-happened")) } }
                @for (day, of_day) in days {
                    h3 class="day-label" { (guest.day(day)) }
                    ul class="activity" {
                        @for news in of_day {
                            li {
                                (news.mark)
                                p {
                                    (news.words)
                                    @if let Some(more) = &news.more { br; span class="quiet small" { (more) } }
                                    br; small { time datetime=(crate::texts::stamp(news.at)) { (guest.texts.time(news.at)) } }
                                }
                            }
                        }
                    }
                }
            }
        })
    }
}

fn of_comment(guest: &Guest, comment: &Comment) -> News {
    let address = guest.at(&format!("{}/{}#comments", comment.on.module, comment.on.id));
    let number = [("number", comment.on.name.as_str().into())];
    let what = match comment.on.module.as_str() {
        "invoices" => guest.texts.say_with("papers-invoice", &number),
        "estimates" => guest.texts.say_with("papers-estimate", &number),
        _ => comment.on.name.clone(),
    };
    let who = match &comment.author {
        Some(author) => guest.name(author),
        None => guest.say("page-someone"),
    };
    let mark = match &comment.author {
        Some(author) => guest.mark(author, "s"),
        None => crate::frame::parts::face(&who, "s"),
    };
    let pieces = [
        ("who", html! { strong { (who) } }),
        ("what", html! { a href=(address) { (what) } }),
    ];
    News {
        at: comment.at,
        mark,
        words: woven(&guest.texts, "page-commented", &pieces, &[]),
        more: Some(beginning(&comment.text)),
    }
}

/// The beginning of a text, cut between words.
fn beginning(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LETTERS {
        return text;
    }
    let cut: String = text.chars().take(LETTERS).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(cut, _)| cut);
    format!("{}…", cut.trim_end_matches([',', '.', ';', ':']))
}

fn of_paper(guest: &Guest, kind: Kind, paper: &Paper) -> Option<News> {
    let name = papers::name(guest, kind, paper);
    let pieces = [
        ("who", html! { strong { (guest.company.name) } }),
        (
            "what",
            html! { a href=(papers::address(guest, kind, paper)) { (name) } },
        ),
    ];
    Some(News {
        at: paper.sent_at?,
        mark: door(&guest.company.slug, true),
        words: woven(&guest.texts, "home-sent", &pieces, &[]),
        more: paper
            .total
            .as_deref()
            .map(|total| paper.money(guest, total)),
    })
}

fn of_ticket(guest: &Guest, ticket: &Ticket) -> Vec<News> {
    let what = || {
        let address = guest.at(&format!("tickets/{}", ticket.id));
        ("what", html! { a href=(address) { (ticket.name()) } })
    };
    let mut news = Vec::new();
    let own = ticket.requester.as_ref().is_some_and(|by| guest.is_me(by));
    if let Some(at) = ticket.opened_at.filter(|_| !own) {
        let (key, who, mark) = match &ticket.requester {
            Some(by) => ("home-opened", guest.name(by), guest.mark(by, "s")),
            None => (
                "home-was-opened",
                String::new(),
                door(&guest.company.slug, true),
            ),
        };
        let pieces = [("who", html! { strong { (who) } }), what()];
        news.push(News {
            at,
            mark,
            words: woven(&guest.texts, key, &pieces, &[]),
            more: None,
        });
    }
    if let Some(at) = ticket.closed_at {
        news.push(News {
            at,
            mark: door(&guest.company.slug, true),
            words: woven(&guest.texts, "home-was-closed", &[what()], &[]),
            more: None,
        });
    }
    news
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_comment_is_cut_between_words() {
        assert_eq!(beginning("short\nand sweet"), "short and sweet");
        let long = "word, ".repeat(40);
        let cut = beginning(&long);
        assert!(cut.ends_with("word…"), "{cut}");
        assert!(cut.chars().count() <= LETTERS + 1);
    }
}
