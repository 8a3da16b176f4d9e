//! The share dialog itself: who, what, what with it, until when; and beside it what they will see.

use access::Module;
use access::ticks::{Doing, Tick};
use jiff::civil::Date;
use maud::{Markup, html};

use super::filled::{Filled, Mark, Until, takes_ticks};
use super::on::On;
use super::people::{Known, Sees};
use super::preview::{Preview, is_under};
use super::roles::Role;
use super::subject::{Subject, Unmarked};
use super::words;
use super::wrong::Wrongs;
use crate::frame::Visit;
use crate::frame::parts::{face, icon};
use crate::texts::{Day, Texts, Value};

/// Everything that the dialog is drawn from.
pub(super) struct Dialog<'a> {
    pub(super) visit: &'a Visit,
    pub(super) filled: &'a Filled,
    pub(super) subjects: &'a [Subject],
    pub(super) roles: &'a [Role],
    pub(super) known: &'a Known,
    /// Who sees it now, where one thing is shared; and whether there are more.
    pub(super) seeing: Option<&'a (Vec<Sees>, bool)>,
    pub(super) wrongs: &'a Wrongs,
    /// Where to go from here.
    pub(super) back: &'a str,
}

/// How many addresses stand in one line; more of them get a line each.
const IN_A_LINE: usize = 4;

impl Dialog<'_> {
    fn texts(&self) -> &Texts {
        &self.visit.texts
    }

    /// The day on which what is shared is due, where it is one thing.
    pub(super) fn due(subjects: &[Subject]) -> Option<Date> {
        match subjects {
            [one] => one.due_on,
            _ => None,
        }
    }

    /// What stands in the head, and in the title of the page.
    pub(super) fn title(texts: &Texts, subjects: &[Subject]) -> String {
        match subjects {
            [one] => texts.say_with("share-title", &[("name", Value::from(one.name.as_str()))]),
            several => {
                let all = |module| several.iter().all(|one| one.on.module == module);
                let key = if all(Module::Projects) {
                    "share-title-projects"
                } else if all(Module::Tasks) {
                    "share-title-tasks"
                } else {
                    "share-title-items"
                };
                texts.say_with(key, &[("count", Value::from(several.len()))])
            }
        }
    }

    /// The dialog, open.
    pub(super) fn draw(&self) -> Markup {
        let texts = self.texts();
        let role = self.role();
        let viewer = self.visit.reader.viewer();
        let preview = Preview {
            texts,
            today: self.visit.today(),
            company: (&self.visit.company.slug, &self.visit.company.name),
            ceiling: viewer.ceiling(),
            role: role.map(|role| &role.permissions),
        };
        html! {
            dialog class="share" open aria-labelledby="share-title" {
                form method="post" action=(self.visit.at("share")) novalidate {
                    (self.visit.csrf())
                    input type="hidden" name="back" value=(self.filled.back);
                    @for subject in self.subjects { input type="hidden" name="on" value=(subject.on.path()); }
                    (self.head())
                    div class="share-body" {
                        div class="share-form" {
                            (self.troubles())
                            (self.to())
                            div class="pairs-of" { (self.role_field()) (self.until()) }
                            @if takes_ticks(&self.filled.on) { (self.ticks()) (self.can()) }
                            (self.message())
                            (self.more())
                            (self.has_access())
                        }
                        (preview.draw(self.subjects))
                    }
                    (self.foot())
                }
            }
        }
    }

    /// The role that is chosen in place of ticks.
    fn role(&self) -> Option<&Role> {
        let id = self.filled.role.as_deref()?;
        self.roles.iter().find(|role| role.id == id)
    }

    fn head(&self) -> Markup {
        let texts = self.texts();
        let under = match self.subjects {
            [one] => one.under(),
            several => {
                let names: Vec<&str> = several
                    .iter()
                    .take(3)
                    .map(|one| one.name.as_str())
                    .collect();
                let more = several.len() - names.len();
                let given = [
                    ("names", Value::from(names.join(", "))),
                    ("more", Value::from(more)),
                ];
                texts.say_with("share-several", &given)
            }
        };
        html! {
            header class="share-head" {
                div {
                    h1 id="share-title" { (Dialog::title(texts, self.subjects)) }
                    @if !under.is_empty() { p class="faint" { (under) } }
                }
                a class="icon-btn" href=(self.back) aria-label=(texts.say("share-close")) { (icon("x")) }
            }
        }
    }

    /// What stands in the way: mistakes to mend, and sharing that is switched off.
    fn troubles(&self) -> Markup {
        let texts = self.texts();
        html! {
            @if !self.wrongs.is_empty() {
                div class="notice attend" role="alert" {
                    (icon("info"))
                    div {
                        h2 class="small" { (texts.say("share-not-yet")) }
                        ul class="plain" {
                            @for (field, words) in self.wrongs.all() {
                                li { @match field {
                                    Some(field) => a href={ "#" (field) } { (words) },
                                    None => (words),
                                } }
                            }
                        }
                    }
                }
            }
            @if !self.visit.reader.viewer().sharing_is_on() {
                p class="notice attend" { (icon("lock")) span { (texts.say("share-is-off")) } }
            }
        }
    }

    fn to(&self) -> Markup {
        let texts = self.texts();
        let addresses = self.filled.addresses();
        let wrong = self.wrongs.of("to");
        let says = if wrong.is_empty() {
            "to-hint"
        } else {
            "to-wrong to-hint"
        };
        let invalid = (!wrong.is_empty()).then_some("true");
        html! {
            div class="field" {
                label for="to" { (texts.say("share-to")) " " span class="faint" { (texts.say("share-to-how")) } }
                @if addresses.len() > IN_A_LINE {
                    textarea class="input" id="to" name="to" rows=(addresses.len().min(8)) required
                        aria-describedby=(says) aria-invalid=[invalid] { "\n" (addresses.join("\n")) }
                } @else {
                    input class="input" id="to" name="to" type="email" multiple required list="known" autocomplete="off"
                        value=(addresses.join(", ")) aria-describedby=(says) aria-invalid=[invalid];
                    datalist id="known" {
                        @for (email, name) in &self.known.offered { option value=(email) { (name) } }
                    }
                }
                (self.wrongs.beside("to"))
                span class="hint" id="to-hint" { (self.about(&addresses)) }
            }
        }
    }

    /// What is known of the addresses that are filled in, and how many places there are for new ones.
    fn about(&self, addresses: &[&str]) -> String {
        let texts = self.texts();
        let mut sentences = Vec::new();
        let guest = |address: &str| {
            let guests = self.known.guests.as_ref()?;
            guests
                .iter()
                .find(|guest| guest.email.eq_ignore_ascii_case(address))
        };
        let mut new = 0_i64;
        for address in addresses.iter().take(6) {
            match (guest(address), &self.known.guests) {
                (Some(guest), _) => {
                    let name = if guest.name.is_empty() {
                        &guest.email
                    } else {
                        &guest.name
                    };
                    let given = [("name", Value::from(name.as_str()))];
                    sentences.push(match guest.state.as_str() {
                        "invited" => texts.say_with("share-to-invited", &given),
                        "suspended" => texts.say_with("share-to-suspended", &given),
                        _ => texts.say_with("share-to-guest", &given),
                    });
                }
                (None, Some(_)) if address.contains('@') => {
                    new += 1;
                    if let Some((used, Some(places))) = self.known.places {
                        let given = [
                            ("name", Value::from(*address)),
                            ("place", Value::from(used + new)),
                            ("places", Value::from(places)),
                        ];
                        sentences.push(texts.say_with("share-to-new-place", &given));
                    } else {
                        let given = [("name", Value::from(*address))];
                        sentences.push(texts.say_with("share-to-new", &given));
                    }
                }
                _ => {}
            }
        }
        if sentences.is_empty() {
            sentences.push(texts.say("share-to-hint"));
            if let Some((used, Some(places))) = self.known.places {
                let given = [("used", Value::from(used)), ("places", Value::from(places))];
                sentences.push(texts.say_with("share-places", &given));
            }
        }
        sentences.join(" ")
    }

    fn role_field(&self) -> Markup {
        let texts = self.texts();
        let chosen = self.filled.role.as_deref();
        html! {
            div class="field" {
                label for="role" { (texts.say("share-role")) }
                select class="select" id="role" name="role" aria-describedby="role-hint" {
                    @if takes_ticks(&self.filled.on) {
                        option value="ticks" selected[chosen.is_none()] { (texts.say("share-role-ticks")) }
                    }
                    @for role in self.roles {
                        option value=(role.id) selected[chosen == Some(role.id.as_str())] { (words::role(texts, &role.name)) }
                    }
                }
                (self.wrongs.beside("role"))
                span class="hint" id="role-hint" {
                    @if takes_ticks(&self.filled.on) { (texts.say("share-role-hint")) } @else { (texts.say("share-role-only")) }
                }
            }
        }
    }

    fn until(&self) -> Markup {
        let texts = self.texts();
        let today = self.visit.today();
        let due = Dialog::due(self.subjects).filter(|due| *due >= today);
        let day = |key: &str, day: Date| {
            let said = texts.day(day, Day::Long, today);
            texts.say_with(key, &[("day", Value::from(said))])
        };
        let month = Filled {
            until: Until::Month,
            ..Filled::default()
        }
        .last_day(today, None);
        let option = |until: Until, words: String| {
            html! { option value=(until.name()) selected[self.filled.until == until] { (words) } }
        };
        html! {
            div class="field" {
                label for="until" { (texts.say("share-until")) }
                select class="select" id="until" name="until" {
                    (option(Until::Never, texts.say("share-until-never")))
                    @if let Some(due) = due { (option(Until::Due, day("share-until-due", due))) }
                    @if let Some(month) = month { (option(Until::Month, day("share-until-month", month))) }
                    (option(Until::Day, texts.say("share-until-day")))
                }
                span class="field" data-until="day" {
                    label class="vh" for="day" { (texts.say("share-last-day")) }
                    input class="input" id="day" name="day" type="date" min=(today) value=(self.filled.day)
                        aria-invalid=[(!self.wrongs.of("day").is_empty()).then_some("true")]
                        aria-describedby=[(!self.wrongs.of("day").is_empty()).then_some("day-wrong")];
                }
                (self.wrongs.beside("day"))
            }
        }
    }

    fn ticks(&self) -> Markup {
        let texts = self.texts();
        let modules: Vec<Module> = self.filled.on.iter().map(|on| on.module).collect();
        let fits = |tick: &Tick| {
            // A single task has no tasks of its own to tick.
            let tasks_only = modules.iter().all(|module| *module == Module::Tasks);
            let odd = tasks_only && matches!(tick, Tick::Tasks);
            !odd && modules.iter().any(|module| tick.fits(*module))
        };
        let mut ticks: Vec<Tick> = Tick::ALL.into_iter().filter(fits).collect();
        // The name of the project comes first, and files have a place of their own below.
        ticks.sort_by_key(|tick| *tick != Tick::Project);
        let files = ticks.contains(&Tick::Files);
        ticks.retain(|tick| *tick != Tick::Files);
        html! {
            fieldset class="field" data-by="ticks" {
                legend { (texts.say("share-show")) " " span class="faint" { (texts.say("share-show-besides")) } }
                (self.wrongs.beside("show"))
                div class="ticks" id="show" {
                    @for tick in ticks { (self.tick(tick, &modules)) }
                }
                @if files { (self.files(&modules)) }
            }
        }
    }

    fn tick(&self, tick: Tick, modules: &[Module]) -> Markup {
        let texts = self.texts();
        let ceiling = self.visit.reader.viewer().ceiling();
        let open = modules
            .iter()
            .any(|module| tick.fits(*module) && is_under(ceiling, *module, tick));
        html! {
            label class={ "check" @if !open { " capped" } } {
                input type="checkbox" name="show" value=(tick.name()) checked[open && self.filled.ticked(tick)] disabled[!open];
                span {
                    (words::tick(texts, tick))
                    @if !open { span class="hint" { (texts.say("share-capped")) } }
                    @else if tick == Tick::Conversation { span class="hint" { (texts.say("share-conversation-hint")) } }
                }
            }
        }
    }

    fn files(&self, modules: &[Module]) -> Markup {
        let texts = self.texts();
        let marked: usize = self.subjects.iter().map(|one| one.files.count).sum();
        let unmarked: Vec<&Unmarked> = self.subjects.iter().flat_map(|one| &one.unmarked).collect();
        let ceiling = self.visit.reader.viewer().ceiling();
        let open = modules
            .iter()
            .any(|module| Tick::Files.fits(*module) && is_under(ceiling, *module, Tick::Files));
        let counts = [
            ("marked", Value::from(marked)),
            ("unmarked", Value::from(unmarked.len())),
        ];
        let mark = |mark: Mark, words: String| {
            html! {
                label class="check" {
                    input type="radio" name="mark" value=(mark.name()) checked[self.filled.mark == mark];
                    span { (words) }
                }
            }
        };
        html! {
            div class="panel" id="mark" {
                div class="panel-says" {
                    label class="check" {
                        input type="checkbox" name="show" value="files" checked[open && self.filled.ticked(Tick::Files)] disabled[!open];
                        span {
                            (words::tick(texts, Tick::Files))
                            span class="hint" {
                                @if open { (texts.say_with("share-files-count", &counts)) } @else { (texts.say("share-capped")) }
                            }
                        }
                    }
                }
                @if open && !unmarked.is_empty() {
                    fieldset class="row" data-part="files" {
                        legend class="vh" { (texts.say_with("share-files-legend", &counts)) }
                        (mark(Mark::Leave, texts.say("share-files-leave")))
                        (mark(Mark::All, texts.say("share-files-all")))
                        (mark(Mark::Some, texts.say("share-files-choose")))
                    }
                    fieldset class="panel-list" data-part="choose" {
                        legend class="vh" { (texts.say("share-files-which")) }
                        @for file in unmarked {
                            label class="check" {
                                input type="checkbox" name="file" value=(file.id) checked[self.filled.files.contains(&file.id)];
                                span {
                                    (file.name)
                                    @if let Some(size) = file.size { " " span class="faint nowrap" { (words::size(texts, size)) } }
                                }
                            }
                        }
                    }
                }
                (self.wrongs.beside("mark"))
            }
        }
    }

    fn can(&self) -> Markup {
        let texts = self.texts();
        html! {
            fieldset class="field" data-by="ticks" {
                legend { (texts.say("share-can")) }
                p class="hint" { (texts.say("share-can-hint")) }
                div class="row" id="can" {
                    @for doing in Doing::ALL {
                        label class="check" {
                            input type="radio" name="can" value=(doing.name()) checked[self.filled.can == doing];
                            span { (words::doing(texts, doing)) }
                        }
                    }
                }
                (self.wrongs.beside("can"))
            }
        }
    }

    fn message(&self) -> Markup {
        let texts = self.texts();
        html! {
            div class="field" {
                label for="message" { (texts.say("share-message")) " " span class="faint" { (texts.say("share-message-where")) } }
                textarea class="input" id="message" name="message" rows="3"
                    aria-invalid=[(!self.wrongs.of("message").is_empty()).then_some("true")]
                    aria-describedby=[(!self.wrongs.of("message").is_empty()).then_some("message-wrong")] { "\n" (self.filled.message) }
                (self.wrongs.beside("message"))
            }
        }
    }

    /// What is seldom needed.
    fn more(&self) -> Markup {
        let texts = self.texts();
        let project = self
            .filled
            .on
            .iter()
            .any(|on| on.module == Module::Projects);
        let wrong = |field: &str| !self.wrongs.of(field).is_empty();
        let open = wrong("days_back")
            || wrong("label")
            || !self.filled.days_back.is_empty()
            || !self.filled.label.is_empty();
        html! {
            details class="seldom" open[open] {
                summary {
                    (icon("right"))
                    @if project { (texts.say("share-more")) } @else { (texts.say("share-more-days")) }
                }
                div class="pairs-of" {
                    div class="field" {
                        label for="days_back" { (texts.say("share-days-back")) }
                        input class="input" id="days_back" name="days_back" type="number" min="0" inputmode="numeric" value=(self.filled.days_back)
                            aria-invalid=[wrong("days_back").then_some("true")] aria-describedby="days_back-hint";
                        (self.wrongs.beside("days_back"))
                        span class="hint" id="days_back-hint" { (texts.say("share-days-back-hint")) }
                    }
                    @if project {
                        div class="field" {
                            label for="label" { (texts.say("share-label")) }
                            input class="input" id="label" name="label" value=(self.filled.label) maxlength="200"
                                aria-invalid=[wrong("label").then_some("true")] aria-describedby="label-hint";
                            (self.wrongs.beside("label"))
                            span class="hint" id="label-hint" { (texts.say("share-label-hint")) }
                        }
                    }
                }
            }
        }
    }

    /// Who sees it already, with links to why and to ending it.
    fn has_access(&self) -> Markup {
        let texts = self.texts();
        let ([one], Some((people, more))) = (self.subjects, self.seeing) else {
            return html! {};
        };
        let on = &one.on;
        html! {
            section class="has-access" aria-labelledby="has-access" {
                div class="card-head" {
                    h2 id="has-access" { (texts.say("share-now")) }
                    @if people.iter().any(|sees| sees.own_grant.is_some()) {
                        a class="push" href=(self.visit.at(&format!("share/end?on={}", on.path()))) { (texts.say("share-end-all")) }
                    }
                }
                @if people.is_empty() {
                    p class="faint" { (texts.say("share-nobody-yet")) }
                } @else {
                    ul class="list tight" {
                        @for sees in people { (self.sees(on, sees)) }
                    }
                    @if *more { p class="faint" { (texts.say("share-and-more")) } }
                }
            }
        }
    }

    fn sees(&self, on: &On, sees: &Sees) -> Markup {
        let texts = self.texts();
        let visit = self.visit;
        let name = sees.called();
        let mut ways: Vec<String> = Vec::new();
        for way in &sees.paths {
            let words = super::ways::short(texts, &way.kind, &way.subject, on);
            if !ways.contains(&words) {
                ways.push(words);
            }
        }
        let card = visit.at(&format!("guests/{}", sees.user.id));
        let linked = visit.reader.viewer().administers() && sees.user.kind == "guest";
        html! {
            li {
                (face(name, "s"))
                div class="what" {
                    @if linked { a href=(card) { (name) } } @else { strong { (name) } }
                    small {
                        (ways.join(", "))
                        @if let Some(until) = sees.until {
                            (texts.say_with("share-until-when", &[("when", Value::from(texts.moment(words::last_moment(texts, until), Day::Short, visit.today())))]))
                        }
                    }
                }
                div class="facts" {
                    a href={ (card) "?why=" (on.path()) } { (texts.say("share-why")) span class="vh" { " " (name) } }
                    @if let Some(grant) = &sees.own_grant {
                        a class="risk-link" href=(visit.at(&format!("share/end?grant={grant}&on={}", on.path()))) {
                            (texts.say("share-end")) span class="vh" { " " (name) }
                        }
                    }
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        let texts = self.texts();
        let today = self.visit.today();
        let ends = |until: Until| {
            let due = Dialog::due(self.subjects);
            let day = Filled {
                until,
                ..Filled::default()
            }
            .last_day(today, due)?;
            let said = texts.day(day, Day::Long, today);
            Some(texts.say_with("share-ends", &[("day", Value::from(said))]))
        };
        html! {
            footer class="share-foot" {
                span class="push-end quiet" {
                    (icon("clock"))
                    span data-until="never" { (texts.say("share-ends-never")) }
                    @if let Some(words) = ends(Until::Due) { span data-until="due" { (words) } }
                    @if let Some(words) = ends(Until::Month) { span data-until="month" { (words) } }
                    span data-until="day" { (texts.say("share-ends-day")) }
                }
                a class="btn" href=(self.back) { (texts.say("share-cancel")) }
                button class="btn" type="submit" name="do" value="preview" { (icon("eye")) (texts.say("share-do-preview")) }
                button class="btn main" type="submit" name="do" value="share" { (icon("send")) (texts.say("share-do")) }
            }
        }
    }
}
