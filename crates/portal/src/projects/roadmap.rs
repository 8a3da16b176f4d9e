//! A project's milestones over time: a list that reads whole, with a bar drawn beside each line.

use jiff::civil::Date;
use jiff::{ToSpan as _, Unit};
use maud::{Markup, html};

use crate::portal_page::{Guest, Milestone, Section};
use crate::texts::{Day, Value};

/// How far a milestone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// It is reached.
    Done,
    /// It is under way.
    Now,
    /// It has not begun.
    Next,
}

impl Reach {
    /// The name of its class.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Reach::Done => "done",
            Reach::Now => "now",
            Reach::Next => "next",
        }
    }
}

/// How far a milestone is today. One without a beginning is under way from the day it is due.
pub(crate) fn reach(milestone: &Milestone, today: Date) -> Reach {
    let begins = milestone.starts_on.or(milestone.due_on);
    match begins {
        _ if milestone.done => Reach::Done,
        Some(day) if day <= today => Reach::Now,
        _ => Reach::Next,
    }
}

/// The first milestone that is not reached; they stand by their days.
pub(crate) fn next(milestones: &[Milestone]) -> Option<&Milestone> {
    milestones.iter().find(|milestone| !milestone.done)
}

/// Milestones in the order of their days, those without any last.
pub(crate) fn in_order(milestones: &mut [Milestone]) {
    let far = Date::MAX;
    milestones.sort_by_key(|milestone| {
        let due = milestone.due_on.or(milestone.starts_on).unwrap_or(far);
        (due, milestone.starts_on.unwrap_or(far))
    });
}

/// The section; nothing where there is no milestone.
pub(crate) fn section(guest: &Guest, milestones: &[Milestone]) -> Option<Section> {
    if milestones.is_empty() {
        return None;
    }
    let title = guest.say("my-project-roadmap");
    let scale = Scale::of(milestones, guest.today);
    let body = html! {
        section class="card stack" id="roadmap" aria-labelledby="roadmap-h" {
            h2 id="roadmap-h" { (title) }
            p class="quiet" { (in_words(guest, milestones)) }
            div class="roadmap" {
                @if let Some(scale) = &scale { (scale.head(guest)) }
                ol {
                    @for milestone in milestones {
                        @let reach = reach(milestone, guest.today);
                        li class=(reach.name()) {
                            p class="roadmap-what" {
                                strong { (milestone.name) } " "
                                small { (when(guest, milestone, reach)) }
                            }
                            @if let Some(scale) = &scale { (scale.bar(milestone, reach)) }
                        }
                    }
                }
            }
        }
    };
    Some(Section {
        id: "roadmap",
        title,
        count: None,
        body,
    })
}

fn in_words(guest: &Guest, milestones: &[Milestone]) -> String {
    let of = |wanted: Reach| {
        milestones
            .iter()
            .filter(|milestone| reach(milestone, guest.today) == wanted)
            .count()
    };
    let number = |n: usize| Value::from(i64::try_from(n).unwrap_or(i64::MAX));
    let (done, now) = (of(Reach::Done), of(Reach::Now));
    let given = [
        ("done", number(done)),
        ("all", number(milestones.len())),
        ("now", number(now)),
    ];
    let key = match (done == milestones.len(), now) {
        (true, _) => "my-project-roadmap-all-done",
        (false, 0) => "my-project-roadmap-done",
        (false, _) => "my-project-roadmap-done-and-now",
    };
    let mut words = guest.texts.say_with(key, &given);
    if let Some(last) = milestones.iter().rev().find(|last| last.due_on.is_some())
        && let (false, Some(day)) = (last.done, last.due_on)
    {
        let given = [
            ("name", Value::from(last.name.as_str())),
            (
                "day",
                guest.texts.day(day, Day::Calendar, guest.today).into(),
            ),
        ];
        words.push(' ');
        words.push_str(&guest.texts.say_with("my-project-roadmap-last", &given));
    }
    words
}

fn when(guest: &Guest, milestone: &Milestone, reach: Reach) -> String {
    let late = milestone.due_on.is_some_and(|due| due < guest.today);
    let state = guest.say(match reach {
        Reach::Done => "my-project-done",
        Reach::Now if late => "my-project-late",
        Reach::Now => "my-project-under-way",
        Reach::Next => "my-project-not-started",
    });
    match guest.span(milestone.starts_on, milestone.due_on, true) {
        Some(days) => format!("{days} · {state}"),
        None => state,
    }
}

/// The months that the milestones span.
struct Scale {
    from: Date,
    days: f64,
    today: Option<f64>,
}

impl Scale {
    fn of(milestones: &[Milestone], today: Date) -> Option<Scale> {
        let days = || {
            milestones
                .iter()
                .flat_map(|milestone| [milestone.starts_on, milestone.due_on])
                .flatten()
        };
        let (first, last) = (days().min()?, days().max()?);
        let from = first.first_of_month();
        let to = last.last_of_month().tomorrow().ok()?;
        let mut scale = Scale {
            from,
            days: f64::from(from.until((Unit::Day, to)).ok()?.get_days()),
            today: None,
        };
        scale.today = Some(scale.at(today)).filter(|at| (0.0..=100.0).contains(at));
        Some(scale)
    }

    /// The place of a day in percent.
    fn at(&self, day: Date) -> f64 {
        let days = self
            .from
            .until((Unit::Day, day))
            .map_or(0, |span| span.get_days());
        f64::from(days) / self.days * 100.0
    }

    /// The first days of the months, or of every few months where there are many.
    fn months(&self) -> Vec<Date> {
        let months = (self.days / 30.0).round();
        let step = match months {
            ..=9.0 => 1,
            ..=18.0 => 2,
            ..=36.0 => 3,
            ..=84.0 => 6,
            _ => 12,
        };
        let mut found = Vec::new();
        let mut month = self.from;
        while self.at(month) < 99.9 && found.len() < 40 {
            found.push(month);
            match month.checked_add(step.months()) {
                Ok(next) => month = next,
                Err(_) => break,
            }
        }
        found
    }

    fn head(&self, guest: &Guest) -> Markup {
        let years = self.days > 400.0;
        html! {
            div class="roadmap-scale" aria-hidden="true" {
                svg {
                    @for month in self.months() {
                        @let at = self.at(month);
                        @if self.today.is_none_or(|today| (today - at).abs() > 9.0) && at < 95.0 {
                            text x=(percent(at + 0.6)) y="1.4em" {
                                (guest.texts.say_with(&format!("month-short-{}", month.month()), &[]))
                                @if years && (month.month() == 1 || month == self.from) { " " (month.year()) }
                            }
                        }
                    }
                    @if let Some(today) = self.today {
                        text class="today-label" x=(percent(today.clamp(3.0, 97.0))) y="1.4em" text-anchor="middle" { (guest.say("date-today")) }
                    }
                }
            }
        }
    }

    fn bar(&self, milestone: &Milestone, reach: Reach) -> Markup {
        let days = (milestone.starts_on, milestone.due_on);
        let span = match days {
            (Some(from), Some(to)) if from < to => Some((from, to)),
            _ => None,
        };
        let point = days.1.or(days.0);
        let class = format!("bar-{}", reach.name());
        html! {
            svg aria-hidden="true" {
                @for month in self.months().iter().skip(1) {
                    line class="grid" x1=(percent(self.at(*month))) x2=(percent(self.at(*month))) y1="0" y2="100%" {}
                }
                @if let Some(today) = self.today {
                    line class="today" x1=(percent(today)) x2=(percent(today)) y1="0" y2="100%" {}
                }
                @match (span, point) {
                    (Some((from, to)), _) => {
                        // The last day is a whole one.
                        @let (start, end) = (self.at(from), self.at(to) + 100.0 / self.days);
                        rect class=(class) x=(percent(start)) y="50%" width=(percent((end - start).max(1.5))) height="14" rx="7" transform="translate(0 -7)" {}
                        @if reach == Reach::Done && end - start > 3.0 {
                            svg x=(percent(end)) y="50%" width="1" height="1" overflow="visible" { path class="tick" d="m-15-.5 2.5 2.5 5-5" {} }
                        }
                    },
                    (None, Some(day)) => { circle class=(class) cx=(percent(self.at(day))) cy="50%" r="7" {} },
                    (None, None) => {},
                }
            }
        }
    }
}

fn percent(at: f64) -> String {
    format!("{at:.2}%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn milestone(from: Option<Date>, to: Option<Date>, done: bool) -> Milestone {
        Milestone {
            name: "Launch".to_owned(),
            starts_on: from,
            due_on: to,
            done,
        }
    }

    #[test]
    fn a_milestone_is_under_way_from_its_first_day_until_it_is_done() {
        let today = date(2026, 3, 12);
        let of = |from, to, done| reach(&milestone(from, to, done), today);
        assert_eq!(of(Some(today), None, false), Reach::Now);
        assert_eq!(of(Some(date(2026, 3, 13)), None, false), Reach::Next);
        assert_eq!(of(None, Some(date(2026, 3, 11)), false), Reach::Now);
        assert_eq!(of(None, None, false), Reach::Next);
        assert_eq!(of(Some(date(2027, 1, 1)), None, true), Reach::Done);
    }

    #[test]
    fn the_scale_spans_whole_months_and_knows_today_only_within() {
        let days = [milestone(
            Some(date(2026, 1, 12)),
            Some(date(2026, 6, 15)),
            false,
        )];
        let scale =
            Scale::of(&days, date(2026, 1, 1)).map(|scale| (scale.from, scale.days, scale.today));
        assert_eq!(scale, Some((date(2026, 1, 1), 181.0, Some(0.0))));
        let outside = Scale::of(&days, date(2026, 9, 1)).map(|scale| scale.today);
        assert_eq!(outside, Some(None));
        assert!(Scale::of(&[milestone(None, None, false)], date(2026, 1, 1)).is_none());
    }
}
