//! What the share dialog is filled in with, before anything is known to be right.

use access::Module;
use access::ticks::{Doing, Tick};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::on::On;
use crate::frame::{Fields, Visit};

/// When a share ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Until {
    /// Not by itself.
    #[default]
    Never,
    /// On the day the project or task is due.
    Due,
    /// In thirty days.
    Month,
    /// On a day that is filled in.
    Day,
}

impl Until {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Until::Never => "never",
            Until::Due => "due",
            Until::Month => "month",
            Until::Day => "day",
        }
    }

    fn named(name: &str) -> Until {
        [Until::Due, Until::Month, Until::Day]
            .into_iter()
            .find(|until| until.name() == name)
            .unwrap_or_default()
    }
}

/// Which files are marked for guests in the same save.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mark {
    /// None of them.
    #[default]
    Leave,
    /// All of them.
    All,
    /// Those that are chosen.
    Some,
}

impl Mark {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Mark::Leave => "none",
            Mark::All => "all",
            Mark::Some => "some",
        }
    }
}

/// A dialog as it is filled in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled {
    pub(super) on: Vec<On>,
    pub(super) to: String,
    /// The role whose permissions open, in place of the ticks.
    pub(super) role: Option<String>,
    pub(super) show: Vec<Tick>,
    pub(super) can: Doing,
    pub(super) until: Until,
    pub(super) day: String,
    pub(super) days_back: String,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) mark: Mark,
    pub(super) files: Vec<String>,
    /// Where to go afterwards.
    pub(super) back: String,
}

impl Filled {
    /// What an address says: `?on=projects/ID&on=…&to=EMAIL&back=…`.
    pub(super) fn of_address(visit: &Visit) -> Filled {
        let on = items(visit.asked_all("on"));
        Filled {
            role: usual_role(&on),
            on,
            to: visit.asked_all("to").collect::<Vec<_>>().join(", "),
            show: vec![Tick::Conversation],
            back: visit.asked("back").unwrap_or_default().to_owned(),
            ..Filled::default()
        }
    }

    /// What a form says.
    pub(super) fn of_form(fields: &Fields) -> Filled {
        let on = items(fields.all("on"));
        let role = fields.given("role").filter(|role| *role != "ticks");
        let role = role.map(str::to_owned);
        Filled {
            role: role.or_else(|| usual_role(&on)),
            on,
            to: fields
                .all("to")
                .collect::<Vec<_>>()
                .join("\n")
                .trim()
                .to_owned(),
            show: fields.all("show").filter_map(Tick::named).collect(),
            can: Doing::named(fields.text("can")).unwrap_or_default(),
            until: Until::named(fields.text("until")),
            day: fields.text("day").to_owned(),
            days_back: fields.text("days_back").to_owned(),
            message: fields.text("message").to_owned(),
            label: fields.text("label").to_owned(),
            mark: match fields.text("mark") {
                "all" => Mark::All,
                "some" => Mark::Some,
                _ => Mark::Leave,
            },
            files: fields.all("file").map(str::to_owned).collect(),
            back: fields.text("back").to_owned(),
        }
    }

    /// The addresses, one by one, in the order in which they were written.
    pub(super) fn addresses(&self) -> Vec<&str> {
        addresses(&self.to)
    }

    pub(super) fn ticked(&self, tick: Tick) -> bool {
        self.show.contains(&tick)
    }

    /// The last day of the share; none where it has no end, or where the day that is filled in is none.
    pub(super) fn last_day(&self, today: Date, due: Option<Date>) -> Option<Date> {
        match self.until {
            Until::Never => None,
            Until::Due => due,
            Until::Month => today.checked_add(30.days()).ok(),
            Until::Day => self.day.parse().ok(),
        }
    }

    /// The body of the interface's own `POST /share`.
    pub(super) fn body(&self, today: Date, due: Option<Date>) -> Value {
        let mut body = json!({
            "subjects": self.on.iter().map(On::json).collect::<Vec<_>>(),
            "to": self.addresses(),
        });
        let mut set = |key: &str, value: Value| body[key] = value;
        match &self.role {
            Some(role) => set("role", json!(role)),
            None => {
                let fitting = self
                    .show
                    .iter()
                    .filter(|tick| self.on.iter().any(|on| tick.fits(on.module)));
                set("show", fitting.map(|tick| json!(tick.name())).collect());
                set("actions", json!(self.can.name()));
                match self.mark {
                    _ if !self.ticked(Tick::Files) => {}
                    Mark::Leave => {}
                    Mark::All => set("mark_files", json!("all")),
                    Mark::Some => set("mark_files", json!(self.files)),
                }
            }
        }
        match (self.until, self.last_day(today, due)) {
            (Until::Never, _) => {}
            (_, Some(day)) => set("expires_at", json!(day.to_string())),
            // What is no day is refused where it stands.
            (_, None) => set("expires_at", json!(self.day)),
        }
        if !self.days_back.is_empty() {
            let days = self.days_back.parse::<i64>();
            set(
                "days_back",
                days.map_or_else(|_| json!(self.days_back), Value::from),
            );
        }
        if !self.message.is_empty() {
            set("message", json!(self.message));
        }
        if !self.label.is_empty() {
            set("label", json!(self.label));
        }
        body
    }
}

/// Whether ticks say what opens; a role does for everything else.
pub(super) fn takes_ticks(on: &[On]) -> bool {
    on.iter()
        .all(|on| matches!(on.module, Module::Projects | Module::Tasks))
}

/// The role to begin with, where ticks do not say what opens.
fn usual_role(on: &[On]) -> Option<String> {
    let customers = on.iter().all(|on| on.module == Module::Customers);
    let role = if customers { "Client" } else { "Viewer" };
    (!takes_ticks(on)).then(|| role.to_owned())
}

fn items<'a>(named: impl Iterator<Item = &'a str>) -> Vec<On> {
    let mut items: Vec<On> = Vec::new();
    for on in named.filter_map(On::named) {
        if !items.contains(&on) {
            items.push(on);
        }
    }
    items
}

/// Addresses as people write them: on lines, or with commas, semicolons or spaces between; `Maria <maria@…>` too.
fn addresses(text: &str) -> Vec<&str> {
    let mut addresses = Vec::new();
    for part in text.split([',', ';', '\n', '\t']) {
        if let Some((_, rest)) = part.split_once('<') {
            addresses.push(rest.split('>').next().unwrap_or_default().trim());
        } else {
            addresses.extend(part.split_whitespace());
        }
    }
    addresses.retain(|address| !address.is_empty());
    addresses
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    #[test]
    fn addresses_are_taken_as_people_write_them() {
        for (text, found) in [
            ("", vec![]),
            (
                "a@x.example, b@x.example",
                vec!["a@x.example", "b@x.example"],
            ),
            (
                "a@x.example\nb@x.example\n\n",
                vec!["a@x.example", "b@x.example"],
            ),
            (
                "a@x.example; b@x.example c@x.example",
                vec!["a@x.example", "b@x.example", "c@x.example"],
            ),
            (
                "Maria Anders <maria@x.example>, b@x.example",
                vec!["maria@x.example", "b@x.example"],
            ),
            ("not an address", vec!["not", "an", "address"]),
        ] {
            assert_eq!(addresses(text), found, "{text}");
        }
    }

    #[test]
    fn a_form_becomes_the_body_of_the_interface() {
        let form = b"on=projects/p1&on=projects/p1&to=a@x.example&role=ticks&show=tasks&show=files&can=comment\
            &until=day&day=2026-06-30&message=Hi&mark=some&file=f1&days_back=";
        let filled = Filled::of_form(&Fields::read(form));
        assert_eq!(
            filled.body(date(2026, 3, 1), None),
            json!({
                "subjects": [{"project": "p1"}], "to": ["a@x.example"], "show": ["tasks", "files"],
                "actions": "comment", "expires_at": "2026-06-30", "message": "Hi", "mark_files": ["f1"],
            })
        );
    }

    #[test]
    fn a_role_takes_the_place_of_the_ticks() {
        let form = b"on=projects/p1&to=a@x.example&role=Approver&show=files&mark=all&until=due";
        let filled = Filled::of_form(&Fields::read(form));
        assert_eq!(
            filled.body(date(2026, 3, 1), Some(date(2026, 4, 2))),
            json!({
                "subjects": [{"project": "p1"}], "to": ["a@x.example"], "role": "Approver",
                "expires_at": "2026-04-02",
            })
        );
        let customer = Filled::of_form(&Fields::read(b"on=customers/c1&to=a@x.example&show=tasks"));
        assert_eq!(customer.role.as_deref(), Some("Client"));
    }

    #[test]
    fn what_is_no_day_or_number_is_sent_as_it_is_to_be_refused() {
        let form = b"on=projects/p1&to=a@x.example&until=day&day=soon&days_back=many";
        let body = Filled::of_form(&Fields::read(form)).body(date(2026, 3, 1), None);
        assert_eq!(
            (&body["expires_at"], &body["days_back"]),
            (&json!("soon"), &json!("many"))
        );
    }
}
