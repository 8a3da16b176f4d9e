//! What a mail says, in its reader's language: one set of words, from which both of its parts are made.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;
use store::mail::{Letter, Link, Says, SharedWith, Subject};

use crate::texts::{Day, Texts, Value};

/// A mail in words. Every text is plain, and on one line unless said otherwise.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The subject, which is the heading too.
    pub(super) title: String,
    /// The first words, which lists of mail show beside the subject.
    pub(super) first: String,
    /// Somebody's own words; may have lines.
    pub(super) message: Option<String>,
    /// Sentences before the button.
    pub(super) lead: Vec<String>,
    /// What the button says, and where it leads.
    pub(super) button: Option<(String, String)>,
    /// What is to be known about the button.
    pub(super) about_button: Option<String>,
    /// The heading over the facts.
    pub(super) facts_title: Option<String>,
    /// What there is, each with how much of it or until when.
    pub(super) facts: Vec<(String, Option<String>)>,
    /// Sentences at the end.
    pub(super) foot: Vec<String>,
    /// How to get no more of these: words, and where they lead.
    pub(super) stop: Option<(String, String)>,
}

/// The most things that are named one by one.
const NAMED: usize = 12;

/// What a letter says to its reader. `base` is where the pages are.
pub(super) fn words(letter: &Letter, base: &str, now: Timestamp) -> Words {
    let teller = Teller {
        texts: Texts::of(&letter.locale, letter.time_zone.clone()),
        letter,
        base,
        now,
    };
    let mut words = match &letter.says {
        Says::SignIn(link) => teller.way_in("sign-in", link),
        Says::PasswordReset(link) => teller.way_in("password", link),
        Says::Membership { by, link } => teller.membership(by.as_deref(), link),
        Says::Shared {
            by,
            message,
            subjects,
            link,
        } => teller.shared(by.as_deref(), message.as_deref(), subjects, link),
        Says::SharedNotice { by, shared } => teller.notice(by.as_deref(), shared),
        Says::EndsForGuest { subjects, until } => teller.ends_for_guest(subjects, *until),
        Says::EndsForStaff { ending, until } => teller.ends_for_staff(ending, *until),
    };
    if let Some(token) = &letter.stop {
        words.stop = Some((teller.say("mail-stop", &[]), format!("{base}/u/{token}")));
    }
    words
}

struct Teller<'a> {
    texts: Texts,
    letter: &'a Letter,
    base: &'a str,
    now: Timestamp,
}

impl Teller<'_> {
    fn say(&self, key: &str, given: &[(&str, Value<'_>)]) -> String {
        let mut all = vec![("company", Value::from(one_line(&self.letter.account_name)))];
        all.extend(given.iter().cloned());
        self.texts.say_with(key, &all)
    }

    fn today(&self) -> Date {
        self.texts.day_of(self.now)
    }

    /// The last day on which something lasts that ends at this instant.
    fn last_day(&self, end: Timestamp) -> String {
        let last = end
            .saturating_sub(SignedDuration::from_secs(1))
            .unwrap_or(end);
        self.texts
            .day(self.texts.day_of(last), Day::Long, self.today())
    }

    fn moment(&self, at: Timestamp) -> String {
        self.texts.moment(at, Day::Long, self.today())
    }

    fn page(&self, path: &str) -> String {
        format!("{}/{}{path}", self.base, self.letter.account)
    }

    /// To sign in, or to choose a new password.
    fn way_in(&self, what: &str, link: &Link) -> Words {
        let key = |part: &str| format!("mail-{what}-{part}");
        Words {
            title: self.say(&key("title"), &[]),
            first: self.say(&key("lead"), &[]),
            lead: vec![self.say(&key("lead"), &[])],
            button: Some((
                self.say(&key("button"), &[]),
                format!("{}/sign-in/{}", self.base, link.secret),
            )),
            about_button: Some(self.about(link, "mail-link-until-time", self.moment(link.until))),
            foot: vec![self.say(&key("foot"), &[])],
            ..Words::default()
        }
    }

    fn about(&self, link: &Link, key: &str, until: String) -> String {
        debug_assert!(!link.secret.is_empty());
        let email = one_line(&self.letter.email);
        self.say(key, &[("email", email.into()), ("until", until.into())])
    }

    /// The invitation's button, which works until the end of a day.
    fn invitation(&self, words: &mut Words, label: String, link: &Link) {
        words.button = Some((label, format!("{}/i/{}", self.base, link.secret)));
        let day = self.last_day(link.until);
        words.about_button = Some(self.about(link, "mail-link-until-day", day));
    }

    fn membership(&self, by: Option<&str>, link: &Link) -> Words {
        let by = self.who(by);
        let mut words = Words {
            title: self.say("mail-membership-title", &[("by", by.into())]),
            first: self.say("mail-membership-lead", &[]),
            lead: vec![self.say("mail-membership-lead", &[])],
            foot: vec![self.say("mail-unexpected", &[])],
            ..Words::default()
        };
        self.invitation(&mut words, self.say("mail-membership-button", &[]), link);
        words
    }

    fn shared(
        &self,
        by: Option<&str>,
        message: Option<&str>,
        subjects: &[Subject],
        link: &Link,
    ) -> Words {
        let by = self.who(by);
        let message = message.map(lines).filter(|message| !message.is_empty());
        let mut words = Words::default();
        let label = match subjects {
            [] => {
                words.title = self.say("mail-invited-title", &[("by", by.into())]);
                words.lead = vec![self.say("mail-invited-lead", &[])];
                self.say("mail-open-company", &[])
            }
            [only] => {
                let name = short(&only.name);
                words.title = self.say(
                    "mail-shared-title",
                    &[("by", by.into()), ("name", name.into())],
                );
                words.facts = self.facts(only);
                words.facts_title =
                    (!words.facts.is_empty()).then(|| self.say("mail-find-there", &[]));
                self.open(only)
            }
            several => {
                let count = several.len();
                words.title = self.say(
                    "mail-shared-several-title",
                    &[("by", by.into()), ("count", count.into())],
                );
                words.facts_title = Some(self.say("mail-what-is-shared", &[]));
                words.facts = self.list(several);
                self.say("mail-open-company", &[])
            }
        };
        words.first = match &message {
            Some(message) => short(message),
            None => self.say("mail-shared-first", &[]),
        };
        words.message = message;
        self.invitation(&mut words, label, link);
        if let [only] = subjects
            && let Some(until) = only.until
        {
            let until = self.last_day(until);
            words
                .foot
                .push(self.say("mail-shared-until", &[("until", until.into())]));
        }
        words.foot.push(self.say("mail-unexpected", &[]));
        words
    }

    fn notice(&self, by: Option<&str>, shared: &[SharedWith]) -> Words {
        let by = self.who(by);
        let name = match shared {
            [only] if only.subjects.len() == 1 => Some(short(&only.subjects[0].name)),
            _ => same_subject(shared),
        };
        let title = match name {
            Some(name) => self.say(
                "mail-notice-title",
                &[
                    ("by", by.into()),
                    ("name", name.into()),
                    ("count", shared.len().into()),
                ],
            ),
            None => self.say(
                "mail-notice-several-title",
                &[("by", by.into()), ("count", shared.len().into())],
            ),
        };
        let button = match shared {
            [only] if only.subjects.len() == 1 => {
                let subject = &only.subjects[0];
                (self.open(subject), self.address(subject))
            }
            _ => (self.say("mail-open-guests", &[]), self.page("/guests")),
        };
        Words {
            title,
            first: self.say("mail-notice-lead", &[]),
            lead: vec![self.say("mail-notice-lead", &[])],
            button: Some(button),
            facts_title: Some(self.say("mail-notice-who", &[])),
            facts: self.people(shared),
            foot: vec![self.say("mail-notice-foot", &[])],
            ..Words::default()
        }
    }

    fn ends_for_guest(&self, subjects: &[Subject], until: Timestamp) -> Words {
        let until = self.last_day(until);
        let named = |name: String| [("until", until.clone().into()), ("name", Value::from(name))];
        let mut words = Words {
            foot: vec![self.say("mail-ends-guest-foot", &[])],
            ..Words::default()
        };
        match subjects {
            [only] => {
                words.title = self.say("mail-ends-guest-title", &named(short(&only.name)));
                words.button = Some((self.open(only), self.address(only)));
            }
            [] => {
                words.title = self.say("mail-ends-guest-whole-title", &named(String::new()));
                words.button = Some((self.say("mail-open-company", &[]), self.page("")));
            }
            several => {
                words.title = self.say("mail-ends-guest-several-title", &named(String::new()));
                words.button = Some((self.say("mail-open-company", &[]), self.page("")));
                words.facts_title = Some(self.say("mail-what-ends", &[]));
                words.facts = self.list(several);
            }
        }
        words.first = self.say("mail-ends-guest-lead", &[]);
        words.lead = vec![words.first.clone()];
        words
    }

    fn ends_for_staff(&self, ending: &[SharedWith], until: Timestamp) -> Words {
        let until = self.last_day(until);
        let title = match ending {
            [only] => self.say(
                "mail-ends-staff-title",
                &[("person", person(only).into()), ("until", until.into())],
            ),
            several => self.say(
                "mail-ends-staff-several-title",
                &[("count", several.len().into()), ("until", until.into())],
            ),
        };
        // The page of ends is about grants; a guest as a whole is extended on their card.
        let path = match ending {
            [only] if only.subjects.is_empty() => format!("/guests/{}", only.id),
            _ => "/ends".to_owned(),
        };
        Words {
            title,
            first: self.say("mail-ends-staff-lead", &[]),
            lead: vec![self.say("mail-ends-staff-lead", &[])],
            button: Some((self.say("mail-ends-staff-button", &[]), self.page(&path))),
            facts_title: Some(self.say("mail-what-ends", &[])),
            facts: self.people(ending),
            foot: vec![self.say("mail-ends-staff-foot", &[])],
            ..Words::default()
        }
    }

    /// Somebody's name, or the company's where it is not to be said.
    fn who(&self, by: Option<&str>) -> String {
        short(by.unwrap_or(&self.letter.account_name))
    }

    fn open(&self, subject: &Subject) -> String {
        self.say(&format!("mail-open-{}", subject.module), &[])
    }

    fn address(&self, subject: &Subject) -> String {
        self.page(&format!("/{}/{}", subject.module, subject.id))
    }

    /// Things one by one, each with when it ends.
    fn list(&self, subjects: &[Subject]) -> Vec<(String, Option<String>)> {
        let mut facts: Vec<(String, Option<String>)> = subjects
            .iter()
            .take(NAMED)
            .map(|subject| (short(&subject.name), self.until(subject.until)))
            .collect();
        self.and_more(&mut facts, subjects.len());
        facts
    }

    fn and_more(&self, facts: &mut Vec<(String, Option<String>)>, all: usize) {
        if all > NAMED {
            let more = self.say("mail-and-more", &[("count", (all - NAMED).into())]);
            facts.push((more, None));
        }
    }

    fn until(&self, end: Option<Timestamp>) -> Option<String> {
        let day = self.last_day(end?);
        Some(self.say("mail-until", &[("until", day.into())]))
    }

    /// People, each with what is shared with them.
    fn people(&self, shared: &[SharedWith]) -> Vec<(String, Option<String>)> {
        let mut facts: Vec<(String, Option<String>)> = shared
            .iter()
            .take(NAMED)
            .map(|with| {
                let mut what: Vec<String> = with
                    .subjects
                    .iter()
                    .take(3)
                    .map(|subject| short(&subject.name))
                    .collect();
                if with.subjects.len() > 3 {
                    let more = with.subjects.len() - 3;
                    what.push(self.say("mail-and-more", &[("count", more.into())]));
                }
                let until = match what.is_empty() {
                    true => Some(self.say("mail-all-access", &[])),
                    false => None,
                };
                let value = match until {
                    Some(whole) => whole,
                    None => what.join(", "),
                };
                (person(with), Some(value))
            })
            .collect();
        self.and_more(&mut facts, shared.len());
        facts
    }

    /// What a single thing has in it, as far as its reader sees it.
    fn facts(&self, subject: &Subject) -> Vec<(String, Option<String>)> {
        let item = &subject.item;
        let mut facts = Vec::new();
        let mut fact = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                facts.push((self.say(&format!("mail-fact-{key}"), &[]), Some(value)));
            }
        };
        let text = |value: &Json| value.as_str().map(short);
        fact("stage", text(&item["stage"]["name"]));
        fact("due", self.day(&item["due_on"]));
        fact("starts", self.instant(&item["starts_at"]));
        for key in ["percent_tasks", "percent_hours", "percent"] {
            let share = item[key].as_i64();
            let key = key.replace('_', "-");
            fact(&key, share.map(|share| format!("{share}%")));
        }
        for (relation, count) in &subject.counts {
            let count_of = Value::from(*count);
            let value = match (*relation, subject.tasks_done) {
                ("tasks", Some(done)) if done > 0 => self.say(
                    "mail-count-tasks-done",
                    &[("count", count_of), ("done", done.into())],
                ),
                ("milestones", _) => self.say("mail-count-milestones", &[("count", count_of)]),
                _ => count.to_string(),
            };
            fact(relation, Some(value));
        }
        facts
    }

    fn day(&self, value: &Json) -> Option<String> {
        let day: Date = value.as_str()?.parse().ok()?;
        Some(self.texts.day(day, Day::Long, self.today()))
    }

    fn instant(&self, value: &Json) -> Option<String> {
        let at: Timestamp = value.as_str()?.parse().ok()?;
        Some(self.moment(at))
    }
}

/// The name of what is shared, where it is one thing for all of these people.
fn same_subject(shared: &[SharedWith]) -> Option<String> {
    let (first, rest) = shared.split_first()?;
    let [subject] = first.subjects.as_slice() else {
        return None;
    };
    let same =
        |with: &SharedWith| matches!(with.subjects.as_slice(), [one] if one.id == subject.id);
    rest.iter().all(same).then(|| short(&subject.name))
}

fn person(with: &SharedWith) -> String {
    let email = one_line(&with.email);
    match one_line(&with.name) {
        name if name.is_empty() || name == email => email,
        name => format!("{} ({email})", short(&name)),
    }
}

/// Text on one line: what could break a header or hide what follows becomes a space or goes.
pub(super) fn one_line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if breaks(c) { ' ' } else { c })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same, cut where a heading would become a page.
fn short(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

/// Text of several lines without what could hide or reorder it.
fn lines(text: &str) -> String {
    let clean: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !breaks(*c))
        .collect();
    clean.trim().to_owned()
}

/// Control characters, line and paragraph separators, and the marks that turn the direction of what follows.
fn breaks(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_on_one_line_whatever_is_in_them() {
        assert_eq!(
            one_line("Ann\r\nBcc: all@x.example\0"),
            "Ann Bcc: all@x.example"
        );
        assert_eq!(one_line("a\u{202e}b\u{2028}c"), "a b c");
        assert_eq!(short(&"x".repeat(500)).chars().count(), 121);
    }

    #[test]
    fn a_message_keeps_its_lines_and_loses_what_hides_them() {
        assert_eq!(lines("\r\nHi\r\n\r\nyou\u{202e}\u{7}\n"), "Hi\n\nyou");
    }
}
