//! What those it is shared with will see. It follows the ticks by the sheet alone; of a role it is drawn here.

use access::ticks::{self, Doing, Tick};
use access::{Bits, Ceiling, Facet, Module, Permissions};
use jiff::civil::Date;
use maud::{Markup, html};

use super::subject::{COUNTED, Fact, IN_FULL, Several, Subject};
use super::words;
use crate::frame::parts::{door, face, icon, meter, stage};
use crate::texts::{Day, Texts, Value};

/// What the preview is drawn from.
pub(super) struct Preview<'a> {
    pub(super) texts: &'a Texts,
    pub(super) today: Date,
    /// The company's slug and name.
    pub(super) company: (&'a str, &'a str),
    /// The most that the company lets outsiders see.
    pub(super) ceiling: &'a Ceiling,
    /// What the chosen role opens; none where ticks decide.
    pub(super) role: Option<&'a Permissions>,
}

/// Whether permissions hold what a tick opens of an item itself.
fn holds(permissions: &Permissions, module: Module, tick: Tick) -> bool {
    let wanted = ticks::permissions(module, &[tick], Doing::Nothing);
    let wanted = wanted.module(module).unwrap_or_default();
    let held = permissions.module(module).unwrap_or_default();
    held.fields.has(wanted.fields) && held.relations.has(wanted.relations)
}

/// Whether the company's ceiling lets through what a tick opens of an item itself.
pub(super) fn is_under(ceiling: &Ceiling, module: Module, tick: Tick) -> bool {
    let wanted = ticks::permissions(module, &[tick], Doing::Nothing);
    let leads_to = match tick {
        Tick::Tasks => Some(Module::Tasks),
        Tick::Meetings => Some(Module::Meetings),
        Tick::Tickets => Some(Module::Tickets),
        Tick::Invoices => Some(Module::Invoices),
        Tick::Estimates => Some(Module::Estimates),
        Tick::Project => Some(Module::Projects),
        _ => None,
    };
    let wanted = wanted.module(module).unwrap_or_default();
    let lets = ceiling
        .module(module)
        .is_some_and(|cap| cap.fields.has(wanted.fields) && cap.relations.has(wanted.relations));
    lets && leads_to.is_none_or(|other| ceiling.module(other).is_some())
}

impl Preview<'_> {
    /// The whole of it.
    pub(super) fn draw(&self, subjects: &[Subject]) -> Markup {
        let texts = self.texts;
        let (full, others) = subjects.split_at(subjects.len().min(IN_FULL));
        html! {
            section class="preview" aria-labelledby="preview" {
                h2 id="preview" { (texts.say("share-preview")) }
                p class="hint" {
                    @if self.role.is_some() { (texts.say("share-preview-role")) }
                    @else { (texts.say("share-preview-ticks")) }
                }
                p class="notice stale" { (icon("eye")) span { (texts.say("share-preview-stale")) } }
                @for subject in full { (self.card(subject)) }
                @if !others.is_empty() {
                    p class="hint below" { (texts.say_with("share-preview-more", &[("count", Value::from(others.len()))])) }
                    ul class="more-names" { @for other in others { li { (other.name) } } }
                }
                @if self.role.is_none() { (self.files_left(full)) }
            }
        }
    }

    /// The name that the sheet hides a part by; none where a role has decided.
    fn part(&self, tick: Tick) -> Option<&'static str> {
        self.role.is_none().then(|| tick.name())
    }

    /// Whether a part can show at all.
    fn shows(&self, subject: &Subject, tick: Tick) -> bool {
        let module = subject.on.module;
        let by_role = self
            .role
            .is_none_or(|permissions| holds(permissions, module, tick));
        tick.fits(module) && by_role && is_under(self.ceiling, module, tick)
    }

    fn card(&self, subject: &Subject) -> Markup {
        let texts = self.texts;
        let shows = |tick| self.shows(subject, tick);
        let (slug, company) = self.company;
        let percent = match subject.on.module {
            Module::Tasks => subject.percent,
            _ => subject.percent_tasks,
        };
        html! {
            div class="card" {
                div class="row" {
                    span class="person small" { (door(slug, true)) (company) }
                    @if let (Some(at), true) = (&subject.stage, shows(Tick::Stage)) {
                        span class="push" data-part=[self.part(Tick::Stage)] { (stage(&at.name, at.color.as_deref())) }
                    }
                }
                p class="title-line" { (subject.name) }
                @if let (Some(project), true) = (&subject.project, shows(Tick::Project)) {
                    p class="faint" data-part=[self.part(Tick::Project)] { (project.name) }
                }
                @if let (Some(due), true) = (subject.due_on, shows(Tick::DueOn)) {
                    p class="faint" data-part=[self.part(Tick::DueOn)] {
                        (texts.say_with("share-due", &[("day", Value::from(texts.day(due, Day::Long, self.today)))]))
                    }
                }
                @if let (Some(about), true) = (&subject.description, shows(Tick::Description)) {
                    p data-part=[self.part(Tick::Description)] { (shortened(about)) }
                }
                @if let (Some(percent), true) = (percent, shows(Tick::PercentTasks)) {
                    div data-part=[self.part(Tick::PercentTasks)] { (meter(&texts.say("share-tasks-done"), percent, false)) }
                }
                @if let (Some(percent), true) = (subject.percent_hours, shows(Tick::PercentHours)) {
                    div data-part=[self.part(Tick::PercentHours)] { (meter(&texts.say("share-hours-used"), percent, true)) }
                }
                (self.several(subject, Tick::Roadmap, &subject.milestones))
                (self.several(subject, Tick::Tasks, &subject.tasks))
                (self.files(subject))
                (self.several(subject, Tick::Meetings, &subject.meetings))
                (self.several(subject, Tick::Tickets, &subject.tickets))
                (self.several(subject, Tick::Invoices, &subject.invoices))
                (self.several(subject, Tick::Estimates, &subject.estimates))
                @if shows(Tick::Comments) {
                    div data-part=[self.part(Tick::Comments)] {
                        strong { (words::tick(texts, Tick::Comments)) } " "
                        span class="faint" { (counted(subject.comments)) }
                    }
                }
                @if shows(Tick::Team) && !subject.team.is_empty() {
                    p class="row" data-part=[self.part(Tick::Team)] {
                        span class="faces" { @for name in subject.team.iter().take(4) { (face(name, "s")) } }
                        span class="faint" { (words::names(texts, &subject.team)) }
                    }
                }
                @if shows(Tick::Conversation) {
                    p class="row" data-part=[self.part(Tick::Conversation)] {
                        (icon("chat")) span class="faint" { (words::tick(texts, Tick::Conversation)) }
                    }
                }
                @if subject.on.module != Module::Projects && subject.on.module != Module::Tasks { (self.by_role(subject.on.module)) }
            }
        }
    }

    /// What a role opens of an item that no ticks are for: its fields, and what hangs on it.
    fn by_role(&self, module: Module) -> Markup {
        let texts = self.texts;
        let held = self.role.and_then(|permissions| permissions.module(module));
        let (Some(held), Some(cap)) = (held, self.ceiling.module(module)) else {
            return html! { p class="faint" { (texts.say("share-preview-nothing")) } };
        };
        let names = |facet: Facet, bits: Bits| {
            let names = bits.names(module, facet).map(words::plain);
            names.collect::<Vec<_>>().join(", ")
        };
        let fields = names(Facet::Fields, held.fields & cap.fields);
        let relations = names(Facet::Relations, held.relations & cap.relations);
        html! {
            p class="faint" { (words::kind(texts, module)) }
            @if !fields.is_empty() { p { strong { (texts.say("share-preview-fields")) } br; (fields) } }
            @if !relations.is_empty() { p { strong { (texts.say("share-preview-relations")) } br; (relations) } }
            @if fields.is_empty() && relations.is_empty() { p class="faint" { (texts.say("share-preview-name-alone")) } }
        }
    }

    fn several(&self, subject: &Subject, tick: Tick, several: &Several) -> Markup {
        let texts = self.texts;
        html! {
            @if self.shows(subject, tick) {
                div data-part=[self.part(tick)] {
                    strong { (words::tick(texts, tick)) } " "
                    span class="faint" { (counted(several.count)) }
                    (self.first(several))
                }
            }
        }
    }

    fn first(&self, several: &Several) -> Markup {
        let texts = self.texts;
        html! {
            @if !several.first.is_empty() {
                ul {
                    @for (name, fact) in &several.first {
                        li {
                            span { (name) }
                            @match fact {
                                Some(Fact::Day(day)) => span class="faint nowrap" { (texts.day(*day, Day::Short, self.today)) },
                                Some(Fact::Size(bytes)) => span class="faint nowrap" { (words::size(texts, *bytes)) },
                                None => {}
                            }
                        }
                    }
                }
            }
        }
    }

    /// Those that are marked for guests, and all of them where all are to be marked.
    fn files(&self, subject: &Subject) -> Markup {
        let texts = self.texts;
        let follows = self.role.is_none();
        html! {
            @if self.shows(subject, Tick::Files) {
                div data-part=[self.part(Tick::Files)] {
                    strong { (words::tick(texts, Tick::Files)) } " "
                    span class="faint" data-part=[follows.then_some("files-marked")] { (counted(subject.files.count)) }
                    @if follows {
                        span class="faint" data-part="files-all" { (counted(subject.files.count + subject.unmarked.len())) }
                    }
                    (self.first(&subject.files))
                }
            }
        }
    }

    /// What is said below of files that are not marked.
    fn files_left(&self, subjects: &[Subject]) -> Markup {
        let texts = self.texts;
        let left: usize = subjects.iter().map(|subject| subject.unmarked.len()).sum();
        let count = [("count", Value::from(left))];
        html! {
            @if left > 0 {
                p class="hint below" data-part="files" {
                    span data-part="files-marked" { (texts.say_with("share-files-stay", &count)) }
                    span data-part="files-all" { (texts.say_with("share-files-marked", &count)) }
                }
            }
        }
    }
}

/// A count; where no more were counted, at least so many.
fn counted(count: usize) -> String {
    if count == COUNTED {
        format!("{count}+")
    } else {
        count.to_string()
    }
}

/// The first words of a long text.
fn shortened(text: &str) -> String {
    const MOST: usize = 220;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST).collect();
    let end = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use access::roles::BuiltIn;
    use serde_json::json;

    #[test]
    fn a_role_shows_what_it_opens_and_the_ceiling_takes_from_it() {
        let viewer = BuiltIn::Viewer.permissions();
        assert!(holds(viewer, Module::Projects, Tick::Stage));
        let nothing = &Permissions::NOTHING;
        assert!(!holds(nothing, Module::Projects, Tick::Stage));
        let ceiling =
            Ceiling::read(&json!({"projects": {"fields": ["due_on"]}, "invoices": false}));
        let ceiling = ceiling.unwrap();
        let under = |tick| is_under(&ceiling, Module::Projects, tick);
        assert_eq!(
            [Tick::DueOn, Tick::Stage, Tick::Tasks, Tick::Invoices].map(under),
            [true, false, true, false]
        );
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        let long = "word ".repeat(80);
        let cut = shortened(&long);
        assert!(cut.ends_with("word…") && cut.chars().count() < 230);
        assert_eq!(shortened("short"), "short");
    }
}
