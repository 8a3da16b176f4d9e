//! For whom a page is made: texts in their language, their day, and how people and days are said to them.

use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};

use super::told::{Person, Stage};
use crate::frame::{Company, Visit, parts};
use crate::texts::{Day, Texts, Value, stamp};

/// How many days before its end something is said to be near.
const NEAR: i32 = 3;

/// The reader of a portal page. A copy of what a visit says, so that the visit can go on asking.
#[derive(Clone)]
pub(crate) struct Guest {
    /// Texts in their language and time zone.
    pub(crate) texts: Texts,
    /// The company that shares.
    pub(crate) company: Company,
    /// Their public id.
    pub(crate) me: String,
    /// Their day.
    pub(crate) today: Date,
    /// The instant of the visit.
    pub(crate) now: Timestamp,
}

impl Guest {
    /// The reader of this visit.
    pub(crate) fn of(visit: &Visit) -> Guest {
        Guest {
            texts: visit.texts.clone(),
            company: visit.company.clone(),
            me: visit.reader.viewer().id(),
            today: visit.today(),
            now: visit.now,
        }
    }

    /// A text.
    pub(crate) fn say(&self, key: &str) -> String {
        self.texts.say_with(key, &[])
    }

    /// A text about a number of things.
    pub(crate) fn count(&self, key: &str, count: usize) -> String {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        self.texts.say_with(key, &[("count", Value::from(count))])
    }

    /// A text with the company's name in it.
    pub(crate) fn company(&self, key: &str) -> String {
        let name = Value::from(self.company.name.as_str());
        self.texts.say_with(key, &[("company", name)])
    }

    /// The address of a part of this account.
    pub(crate) fn at(&self, part: &str) -> String {
        format!("/{}/{part}", self.company.slug)
    }

    /// Whether a person is the reader.
    pub(crate) fn is_me(&self, person: &Person) -> bool {
        person.id.as_deref() == Some(self.me.as_str())
    }

    /// A person's name; the reader is "you".
    pub(crate) fn name(&self, person: &Person) -> String {
        if self.is_me(person) {
            self.say("page-you")
        } else {
            person.name.clone()
        }
    }

    /// A person with their circle, the company with its door.
    pub(crate) fn person(&self, person: &Person) -> Markup {
        html! { span class="person" { (self.mark(person, "s")) (self.name(person)) } }
    }

    /// The circle or door alone; the name stands beside it.
    pub(crate) fn mark(&self, person: &Person, size: &str) -> Markup {
        if person.id.is_none() && person.name == self.company.name {
            parts::door(&self.company.slug, true)
        } else {
            parts::face(&person.name, size)
        }
    }

    /// Names in a row: "You, Ana Sousa and Acme".
    pub(crate) fn names(&self, people: &[Person]) -> String {
        let names: Vec<String> = people.iter().map(|person| self.name(person)).collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => {
                let given = [
                    ("first", Value::from(rest.join(", "))),
                    ("last", Value::from(last.as_str())),
                ];
                self.texts.say_with("page-and", &given)
            }
            Some((last, _)) => last.clone(),
            None => String::new(),
        }
    }

    /// A day in words, for sentences and facts.
    pub(crate) fn day(&self, day: Date) -> String {
        self.texts.day(day, Day::Near, self.today)
    }

    /// A day in few words, for lists.
    pub(crate) fn brief(&self, day: Date) -> String {
        self.texts.day(day, Day::Brief, self.today)
    }

    /// A day with its year.
    pub(crate) fn long(&self, day: Date) -> String {
        self.texts.day(day, Day::Long, self.today)
    }

    /// A day of a document, where the year matters.
    pub(crate) fn time_of(&self, day: Date, words: &str) -> Markup {
        html! { time datetime=(day) { (words) } }
    }

    /// The day by which something should be done, in warm ink where it is near or past; `over` where it is done.
    pub(crate) fn due(&self, day: Date, over: bool) -> Markup {
        let left = self.days_to(day);
        let near = !over && left <= NEAR;
        html! { span class={ "nowrap" @if near { " warn" } } { (self.time_of(day, &self.brief(day))) @if !over && left < 0 { span class="vh" { (self.say("page-overdue")) } } } }
    }

    /// Whole days from today on; negative where the day is past.
    pub(crate) fn days_to(&self, day: Date) -> i32 {
        (day - self.today).get_days()
    }

    /// The day of an instant in words.
    pub(crate) fn on(&self, at: Timestamp) -> String {
        self.day(self.texts.day_of(at))
    }

    /// An instant, day and time.
    pub(crate) fn moment(&self, at: Timestamp) -> Markup {
        html! { time datetime=(stamp(at)) { (self.texts.moment(at, Day::Brief, self.today)) } }
    }

    /// From one day to another; `short` where there is little room.
    pub(crate) fn span(&self, from: Option<Date>, to: Option<Date>, short: bool) -> Option<String> {
        let (key, from, to) = match (from, to) {
            (Some(from), Some(to)) if from == to => return Some(self.calendar(to)),
            (Some(from), Some(to)) if from.first_of_month() == to.first_of_month() => {
                ("page-from-to", from.day().to_string(), self.calendar(to))
            }
            (Some(from), Some(to)) if short => ("page-from-to", self.short(from), self.short(to)),
            (Some(from), Some(to)) => ("page-from-to", self.calendar(from), self.calendar(to)),
            (Some(from), None) => ("page-from", self.calendar(from), String::new()),
            (None, Some(to)) => ("page-until", String::new(), self.calendar(to)),
            (None, None) => return None,
        };
        let given = [("from", Value::from(from)), ("to", Value::from(to))];
        Some(self.texts.say_with(key, &given))
    }

    /// A day by its place in the calendar: `13 March`, with the year where it is another one.
    fn calendar(&self, day: Date) -> String {
        self.texts.day(day, Day::Calendar, self.today)
    }

    fn short(&self, day: Date) -> String {
        self.texts.day(day, Day::Short, self.today)
    }

    /// A stage.
    pub(crate) fn stage(&self, stage: &Stage) -> Markup {
        parts::stage(&stage.name, stage.color.as_deref())
    }

    /// A fixed state: an icon and a word.
    pub(crate) fn state(&self, tone: &str, icon: &str, words: &str) -> Markup {
        html! { span class={ "state " (tone) } { (parts::icon(icon)) (words) } }
    }
}
