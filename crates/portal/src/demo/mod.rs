//! What `vestibule demo` is filled with: a web agency with its customers, its work and its guests, and a small printer beside it.
//!
//! Both companies are bundles made in code, so that every date lies around today; the same day and instant give the same lines.
//! The six guests of [`spotlights`] differ in every way the access model knows, which makes the demo a tour of it.

mod comments;
mod customers;
mod days;
mod dice;
mod drawings;
mod estimates;
mod files;
mod guests;
mod guide;
mod handbook;
mod house;
mod invoices;
mod ledger;
mod lines;
mod meetings;
mod money;
mod orders;
mod plans;
mod printer;
mod project_list;
mod projects;
mod stories;
mod tasks;
mod tickets;
mod titles;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::Date;

use days::Days;
use lines::Line;

pub use guide::{Question, Spotlight, five_questions, spotlights};

/// The agency's slug in addresses.
pub const AGENCY: &str = "brightwater";
/// The agency's name.
pub const AGENCY_NAME: &str = "Brightwater Studio";
/// The address of the agency's admin: the bundle knows the same person as a member.
pub const AGENCY_ADMIN: &str = "tobias@brightwater.example";
/// The second company's slug in addresses.
pub const SECOND: &str = "mill-lane";
/// The second company's name.
pub const SECOND_NAME: &str = "Mill Lane Printworks";
/// The address of the second company's owner: the bundle knows the same person as a member.
pub const SECOND_ADMIN: &str = "wilf@mill-lane.example";

/// The guest who is attached to a customer, and is a guest of the second company too.
pub const HELENA: &str = "helena@harbour-lane.example";
/// The guest who sees orders without prices, ninety days back.
pub const PIETER: &str = "pieter@kestrel-cycles.example";
/// The freelancer who sees only what names her.
pub const NOOR: &str = "noor@haddad-drawings.example";
/// The adviser with one project, shared by ticks.
pub const OSKAR: &str = "oskar@northlight.example";
/// The guest with three customers at three levels.
pub const AMARA: &str = "amara@quince-books.example";
/// The guest whose role is switched off.
pub const LUKAS: &str = "lukas@ehrlinger-signs.example";

/// The agency as a bundle, one line of JSON each: settings and people first, then customers, work, papers and what is opened to whom.
pub fn agency(today: Date, now: Timestamp) -> Vec<String> {
    let days = Days::new(today, now);
    let parts: [Vec<Line>; 14] = [
        house::lines(&days),
        customers::lines(&days),
        projects::lines(&days),
        tasks::lines(&days),
        meetings::lines(&days),
        tickets::lines(&days),
        orders::lines(&days),
        estimates::lines(&days),
        invoices::lines(&days),
        ledger::lines(&days),
        handbook::lines(&days),
        guests::lines(&days),
        comments::lines(&days),
        files::lines(),
    ];
    parts.iter().flatten().map(Line::text).collect()
}

/// The second company as a bundle: a printer, where the agency's guest [`HELENA`] is a guest as well.
pub fn second_company(today: Date, now: Timestamp) -> Vec<String> {
    let days = Days::new(today, now);
    printer::lines(&days).iter().map(Line::text).collect()
}
