//! The generated account as a bundle, written line by line in memory that does not grow.

use std::io::{Result, Write};

use jiff::civil::date;

use super::random::Random;
use super::size::{MEMBERS, PROJECT_GRANTS, Size, TASK_GRANTS};

const WORDS: [&str; 24] = [
    "review",
    "draft",
    "layout",
    "invoice",
    "colour",
    "proof",
    "delivery",
    "contract",
    "schedule",
    "photo",
    "caption",
    "paper",
    "printer",
    "packaging",
    "label",
    "website",
    "banner",
    "brochure",
    "measure",
    "sample",
    "colleague",
    "feedback",
    "version",
    "deadline",
];
const TASK_STAGES: [(&str, &str, bool); 4] = [
    ("todo", "To do", false),
    ("doing", "Doing", false),
    ("review", "In review", false),
    ("done", "Done", true),
];
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];
const APPROVALS: [&str; 4] = ["none", "requested", "approved", "changes_requested"];
/// Two years of days, on which things start, are due and were made.
const DAYS: i64 = 730;

/// The e-mail address of a guest of the bundle.
pub(crate) fn guest_email(number: u64) -> String {
    format!("guest{number}@guests.example")
}

/// Writes the whole account, and gives the number of lines.
///
/// # Errors
/// Where `out` cannot be written to.
pub(crate) fn write(size: Size, out: &mut impl Write) -> Result<u64> {
    let mut bundle = Bundle {
        size,
        days: days(),
        out,
        lines: 0,
    };
    bundle.stages()?;
    bundle.people()?;
    bundle.customers()?;
    bundle.projects()?;
    for number in 0..size.tasks {
        bundle.task(number)?;
    }
    for guest in 0..size.guests {
        bundle.grants(guest)?;
    }
    Ok(bundle.lines)
}

struct Bundle<'a, W> {
    size: Size,
    days: Vec<String>,
    out: &'a mut W,
    lines: u64,
}

impl<W: Write> Bundle<'_, W> {
    fn line(&mut self, line: std::fmt::Arguments<'_>) -> Result<()> {
        self.lines += 1;
        self.out.write_fmt(line)?;
        self.out.write_all(b"\n")
    }

    fn stages(&mut self) -> Result<()> {
        for (module, stages) in [("projects", &TASK_STAGES[1..]), ("tasks", &TASK_STAGES[..])] {
            for (position, (id, name, closed)) in stages.iter().enumerate() {
                self.line(format_args!(
                    r##"{{"kind":"stage","id":"{id}","module":"{module}","name":"{name}","color":"#3b82f6","position":{position},"closed":{closed}}}"##
                ))?;
            }
        }
        Ok(())
    }

    fn people(&mut self) -> Result<()> {
        for number in 0..MEMBERS {
            self.line(format_args!(
                r#"{{"kind":"member","id":"m{number}","email":"member{number}@bench.example","name":"Member {number}"}}"#
            ))?;
        }
        for number in 0..self.size.guests {
            let email = guest_email(number);
            self.line(format_args!(
                r#"{{"kind":"guest","id":"g{number}","email":"{email}","name":"Guest {number}","state":"active"}}"#
            ))?;
        }
        Ok(())
    }

    fn customers(&mut self) -> Result<()> {
        for number in 0..self.size.customers {
            self.line(format_args!(
                r#"{{"kind":"customer","id":"c{number}","name":"Customer {number}","type":"company","email":"office@customer{number}.example","address":"{number} High Street"}}"#
            ))?;
        }
        Ok(())
    }

    fn projects(&mut self) -> Result<()> {
        for number in 0..self.size.projects {
            let random = &mut Random::of(1, number);
            let customer = random.below(self.size.customers);
            let manager = random.below(MEMBERS);
            let name = words(random, 2);
            let starts_on = self.days[random.below(DAYS as u64) as usize].clone();
            self.line(format_args!(
                r#"{{"kind":"project","id":"p{number}","name":"{name} {number}","stage":"doing","starts_on":"{starts_on}","manager":"m{manager}","client":{{"customer":"c{customer}"}}}}"#
            ))?;
        }
        Ok(())
    }

    fn task(&mut self, number: u64) -> Result<()> {
        let random = &mut Random::of(2, number);
        let project = number % self.size.projects;
        let title = words(random, 3);
        let description = words(random, 16);
        let stage = TASK_STAGES[random.below(4) as usize].0;
        let priority = random.one_of(&PRIORITIES);
        let approval = random.one_of(&APPROVALS);
        let owner = random.below(MEMBERS);
        let assignee = random.below(MEMBERS);
        let (percent, hours) = (random.below(101), random.below(80));
        let created_on = self.days[random.below(DAYS as u64) as usize].clone();
        let starts_on = self.day_or_null(random);
        let due_on = self.day_or_null(random);
        self.line(format_args!(
            r#"{{"kind":"task","id":"t{number}","project":"p{project}","title":"{title} {number}","description":"{description}","stage":"{stage}","priority":"{priority}","starts_on":{starts_on},"due_on":{due_on},"percent":{percent},"hours_estimated":"{hours}.5","hours_spent":"{hours}","owner":"m{owner}","assignee":"m{assignee}","approval":"{approval}","created_at":"{created_on}T09:00:00Z"}}"#
        ))
    }

    fn grants(&mut self, guest: u64) -> Result<()> {
        let random = &mut Random::of(3, guest);
        for (number, project) in apart(random, PROJECT_GRANTS, self.size.projects)
            .into_iter()
            .enumerate()
        {
            self.line(format_args!(
                r#"{{"kind":"grant","id":"gp{guest}-{number}","to":"g{guest}","on":{{"project":"p{project}"}},"permissions":{{"projects":{{"relations":["tasks"]}},"tasks":{{"fields":"*"}}}}}}"#
            ))?;
        }
        for (number, task) in apart(random, TASK_GRANTS, self.size.tasks)
            .into_iter()
            .enumerate()
        {
            self.line(format_args!(
                r#"{{"kind":"grant","id":"gt{guest}-{number}","to":"g{guest}","on":{{"task":"t{task}"}},"permissions":{{"tasks":{{"fields":"*"}}}}}}"#
            ))?;
        }
        Ok(())
    }

    /// A day, or in one case of ten none.
    fn day_or_null(&self, random: &mut Random) -> String {
        if random.below(10) == 0 {
            return "null".to_owned();
        }
        format!("\"{}\"", self.days[random.below(DAYS as u64) as usize])
    }
}

fn days() -> Vec<String> {
    let first = date(2026, 1, 1);
    (0..DAYS)
        .map(|day| {
            first
                .saturating_add(jiff::Span::new().days(day))
                .to_string()
        })
        .collect()
}

fn words(random: &mut Random, count: usize) -> String {
    let mut text = String::with_capacity(count * 9);
    for word in 0..count {
        if word > 0 {
            text.push(' ');
        }
        text.push_str(random.one_of(&WORDS));
    }
    text
}

/// `count` different numbers below `end`, spread over all of them.
fn apart(random: &mut Random, count: u64, end: u64) -> Vec<u64> {
    let count = count.min(end);
    (0..count)
        .map(|number| {
            let (from, to) = (number * end / count, (number + 1) * end / count);
            from + random.below(to - from)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::Value;

    use super::{Size, write};

    fn bundle(tasks: u64) -> anyhow::Result<(u64, Vec<Value>)> {
        let mut text = Vec::new();
        let lines = write(Size::of(tasks), &mut text)?;
        let values = std::str::from_utf8(&text)?
            .lines()
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()?;
        Ok((lines, values))
    }

    fn ids<'a>(values: &'a [Value], kind: &str) -> BTreeSet<&'a str> {
        values
            .iter()
            .filter(|line| line["kind"] == kind)
            .filter_map(|line| line["id"].as_str())
            .collect()
    }

    #[test]
    fn the_account_holds_what_its_size_says() -> anyhow::Result<()> {
        let (lines, values) = bundle(3_000)?;
        let size = Size::of(3_000);
        assert_eq!(lines, values.len() as u64);
        for (kind, count) in [
            ("stage", 7),
            ("member", 20),
            ("guest", size.guests),
            ("customer", size.customers),
            ("project", size.projects),
            ("task", size.tasks),
            ("grant", size.guests * 25),
        ] {
            let count_of = values.iter().filter(|line| line["kind"] == kind).count();
            assert_eq!(count_of as u64, count, "{kind}");
        }
        for kind in ["member", "guest", "customer", "project", "task", "grant"] {
            let count_of = values.iter().filter(|line| line["kind"] == kind).count();
            assert_eq!(ids(&values, kind).len(), count_of, "{kind}");
        }
        Ok(())
    }

    #[test]
    fn every_guest_is_given_five_projects_and_twenty_tasks_that_exist() -> anyhow::Result<()> {
        let (_, values) = bundle(3_000)?;
        let (guests, projects, tasks) = (
            ids(&values, "guest"),
            ids(&values, "project"),
            ids(&values, "task"),
        );
        let mut given: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
        for grant in values.iter().filter(|line| line["kind"] == "grant") {
            let (of_projects, of_tasks) = given
                .entry(grant["to"].as_str().unwrap_or_default())
                .or_default();
            of_projects.extend(grant["on"]["project"].as_str());
            of_tasks.extend(grant["on"]["task"].as_str());
        }
        assert_eq!(given.keys().copied().collect::<BTreeSet<_>>(), guests);
        for (of_projects, of_tasks) in given.values() {
            assert_eq!((of_projects.len(), of_tasks.len()), (5, 20));
            assert!(of_projects.is_subset(&projects) && of_tasks.is_subset(&tasks));
        }
        Ok(())
    }

    #[test]
    fn due_dates_spread_and_some_are_empty() -> anyhow::Result<()> {
        let (_, values) = bundle(3_000)?;
        let due: Vec<_> = values
            .iter()
            .filter(|line| line["kind"] == "task")
            .map(|line| line["due_on"].as_str())
            .collect();
        let empty = due.iter().filter(|day| day.is_none()).count();
        assert!((200..400).contains(&empty), "{empty}");
        let days: BTreeSet<_> = due.into_iter().flatten().collect();
        assert!(days.len() > 500, "{}", days.len());
        assert!(
            days.iter()
                .all(|day| ("2026-01-01".."2028-01-01").contains(day))
        );
        Ok(())
    }

    #[test]
    fn the_same_size_gives_the_same_bytes() -> anyhow::Result<()> {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        write(Size::of(1_000), &mut first)?;
        write(Size::of(1_000), &mut second)?;
        assert_eq!(first, second);
        Ok(())
    }
}
