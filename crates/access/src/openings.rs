//! What a viewer holds, made ready to judge one row after the other.
//!
//! The store loads a viewer's primary paths; here they become openings of one module: "tasks of
//! project 7, with these sets, in this window". A list asks the database for the rows of each
//! opening and asks [`Openings::judge`] what each row shows.

use crate::catalogue::{Bits, Module};
use crate::permissions::{Ceiling, Sets};
use crate::rule::{Because, Facts, Held, Record, Step, Window, follows, judge, shown};

/// A path that leads to one item without deriving: a grant, a link, or a project reached as the
/// customer's client.
#[derive(Clone, Debug)]
pub struct Primary {
    /// What the path carries.
    pub held: Held,
    /// The step from the customer, for a project reached as its client; else empty.
    pub steps: Vec<Step>,
    /// The item's internal key.
    pub id: i64,
    /// What is known of the item.
    pub facts: Facts,
    /// The item's project, where it was asked for.
    pub project: Option<i64>,
    /// The item's customer, where it was asked for.
    pub customer: Option<i64>,
    /// A customer's related company, where it was asked for.
    pub company: Option<i64>,
}

/// Which items of a module an opening reaches, by internal keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// One item.
    Item(i64),
    /// All of a project.
    Project(i64),
    /// All of a customer.
    Customer(i64),
    /// The subtasks of a task.
    Parent(i64),
    /// The invoices made from an estimate.
    Estimate(i64),
}

/// One way into a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// What it reaches.
    pub reach: Reach,
    /// What it shows of each, under the ceiling.
    pub sets: Sets,
    /// Its days-back window.
    pub window: Option<Window>,
    /// Whether it leaves out documents that were never sent.
    pub sent_only: bool,
}

/// All ways of a viewer into one module.
#[derive(Clone, Debug)]
pub struct Openings {
    everything: Option<Sets>,
    /// Sorted by reach.
    ways: Vec<Opening>,
}

/// What a row must carry to be judged.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// The item's internal key.
    pub id: i64,
    /// Its project.
    pub project: Option<i64>,
    /// Its customer.
    pub customer: Option<i64>,
    /// A task's parent.
    pub parent: Option<i64>,
    /// The estimate an invoice was made from.
    pub estimate: Option<i64>,
    /// Its record date.
    pub record: Record,
    /// Whether it counts as sent; true for what is not an invoice or an estimate.
    pub sent: bool,
}

impl Openings {
    /// The openings of a member who is not limited: everything, uncapped.
    pub fn everything(module: Module) -> Openings {
        Openings {
            everything: Some(Sets::everything(module)),
            ways: Vec::new(),
        }
    }

    /// The openings of a guest or a limited member into `module`, from their primary paths.
    pub fn of(module: Module, primaries: &[Primary], ceiling: &Ceiling) -> Openings {
        let mut ways = Vec::new();
        for primary in primaries {
            let Some(sets) = shown(&primary.held.permissions, ceiling, module) else {
                continue;
            };
            // A source or an item outside the path's window closes here; what a relation reaches
            // is judged row by row.
            if judge(&primary.held, ceiling, &primary.steps, &primary.facts) == Because::Open
                && primary.facts.module == module
            {
                ways.push(Opening {
                    reach: Reach::Item(primary.id),
                    sets,
                    window: primary.held.window,
                    sent_only: false,
                });
            }
            derive(module, primary, ceiling, sets, &mut ways);
        }
        ways.sort_by_key(|way| (way.reach, way.window, way.sent_only));
        ways.dedup_by(|next, kept| {
            let same = (next.reach, next.window, next.sent_only)
                == (kept.reach, kept.window, kept.sent_only);
            if same {
                kept.sets = kept.sets.union(next.sets);
            }
            same
        });
        Openings {
            everything: None,
            ways,
        }
    }

    /// Whether they reach everything, as a member's do.
    pub const fn reach_everything(&self) -> bool {
        self.everything.is_some()
    }

    /// The single ways, sorted by what they reach; none for a member.
    pub fn ways(&self) -> &[Opening] {
        &self.ways
    }

    /// Whether nothing of the module is open.
    pub fn is_empty(&self) -> bool {
        self.everything.is_none() && self.ways.is_empty()
    }

    /// What the viewer sees of an item: the union over the ways that open it, under the ceiling;
    /// `None` where none does.
    pub fn judge(&self, item: &Keys) -> Option<Sets> {
        if self.everything.is_some() {
            return self.everything;
        }
        let mut seen: Option<Sets> = None;
        let reaches = [
            Some(Reach::Item(item.id)),
            item.project.map(Reach::Project),
            item.customer.map(Reach::Customer),
            item.parent.map(Reach::Parent),
            item.estimate.map(Reach::Estimate),
        ];
        for reach in reaches.into_iter().flatten() {
            for way in self.reaching(reach) {
                if way.opens(item) {
                    seen = Some(seen.unwrap_or_default().union(way.sets));
                }
            }
        }
        seen
    }

    /// The ways that reach by this very key.
    pub fn reaching(&self, reach: Reach) -> impl Iterator<Item = &Opening> {
        let start = self.ways.partition_point(|way| way.reach < reach);
        self.ways[start..]
            .iter()
            .take_while(move |way| way.reach == reach)
    }
}

impl Opening {
    fn opens(&self, item: &Keys) -> bool {
        let inside = match (self.window, item.record) {
            (None, _) | (_, Record::Undated) => true,
            (Some(window), Record::Day(Some(day))) => day >= window.from_day,
            (Some(window), Record::Instant(Some(at))) => at >= window.from_instant,
            (Some(_), Record::Day(None) | Record::Instant(None)) => false,
        };
        inside && (!self.sent_only || item.sent)
    }
}

/// A relation that leads from an item of one module to items of another.
#[derive(Clone, Copy, Debug)]
pub struct Derivation {
    /// The module it starts from.
    pub from: Module,
    /// The relation's bit.
    pub relation: Bits,
    /// The relation's name.
    pub name: &'static str,
    /// The module it leads to.
    pub to: Module,
    /// How the two are tied.
    pub tie: Tie,
}

/// Which field ties a source to what is derived from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// The derived item's project is the source.
    ItsProject,
    /// The derived item's customer is the source.
    ItsCustomer,
    /// The derived task's parent is the source.
    ItsParent,
    /// The derived invoice was made from the source.
    ItsEstimate,
    /// The derived project is the source's.
    ProjectOf,
    /// The derived customer is the source's.
    CustomerOf,
    /// The derived customer is the source's related company.
    CompanyOf,
}

const fn along(from: Module, name: &'static str, to: Module, tie: Tie) -> Derivation {
    Derivation {
        from,
        relation: from.relation(name),
        name,
        to,
        tie,
    }
}

/// Every derivation there is. Derived reach never derives further. (A customer's projects are not
/// here: a project is its client's by a primary path.)
pub static DERIVATIONS: [Derivation; 26] = {
    use Module::{Customers, Estimates, Invoices, Meetings, Orders, Projects, Tasks, Tickets};
    [
        along(Projects, "tasks", Tasks, Tie::ItsProject),
        along(Projects, "meetings", Meetings, Tie::ItsProject),
        along(Projects, "tickets", Tickets, Tie::ItsProject),
        along(Projects, "invoices", Invoices, Tie::ItsProject),
        along(Projects, "estimates", Estimates, Tie::ItsProject),
        along(Customers, "tasks", Tasks, Tie::ItsCustomer),
        along(Customers, "meetings", Meetings, Tie::ItsCustomer),
        along(Customers, "tickets", Tickets, Tie::ItsCustomer),
        along(Customers, "orders", Orders, Tie::ItsCustomer),
        along(Customers, "invoices", Invoices, Tie::ItsCustomer),
        along(Customers, "estimates", Estimates, Tie::ItsCustomer),
        along(Customers, "company", Customers, Tie::CompanyOf),
        along(Tasks, "subtasks", Tasks, Tie::ItsParent),
        along(Tasks, "project", Projects, Tie::ProjectOf),
        along(Meetings, "project", Projects, Tie::ProjectOf),
        along(Tickets, "project", Projects, Tie::ProjectOf),
        along(Orders, "project", Projects, Tie::ProjectOf),
        along(Invoices, "project", Projects, Tie::ProjectOf),
        along(Estimates, "project", Projects, Tie::ProjectOf),
        along(Tasks, "customer", Customers, Tie::CustomerOf),
        along(Meetings, "customer", Customers, Tie::CustomerOf),
        along(Tickets, "customer", Customers, Tie::CustomerOf),
        along(Orders, "customer", Customers, Tie::CustomerOf),
        along(Invoices, "customer", Customers, Tie::CustomerOf),
        along(Estimates, "customer", Customers, Tie::CustomerOf),
        along(Estimates, "invoice", Invoices, Tie::ItsEstimate),
    ]
};

fn derive(
    module: Module,
    primary: &Primary,
    ceiling: &Ceiling,
    sets: Sets,
    ways: &mut Vec<Opening>,
) {
    let from = primary.facts.module;
    let relevant = DERIVATIONS
        .iter()
        .filter(|d| d.to == module && d.from == from);
    for derivation in relevant {
        let reach = match derivation.tie {
            Tie::ItsProject => Some(Reach::Project(primary.id)),
            Tie::ItsCustomer => Some(Reach::Customer(primary.id)),
            Tie::ItsParent => Some(Reach::Parent(primary.id)),
            Tie::ItsEstimate => Some(Reach::Estimate(primary.id)),
            Tie::ProjectOf => primary.project.map(Reach::Item),
            Tie::CustomerOf => primary.customer.map(Reach::Item),
            Tie::CompanyOf => primary.company.map(Reach::Item),
        };
        let Some(reach) = reach else { continue };
        let source = judge(&primary.held, ceiling, &primary.steps, &primary.facts);
        if source == Because::Open
            && follows(&primary.held, ceiling, from, derivation.relation) == Because::Open
        {
            ways.push(Opening {
                reach,
                sets,
                window: primary.held.window,
                sent_only: matches!(module, Module::Invoices | Module::Estimates),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::BuiltIn;
    use crate::rule::Source;
    use std::sync::Arc;

    fn grant(role: BuiltIn, module: Module, id: i64) -> Primary {
        Primary {
            held: Held {
                permissions: Arc::new(role.permissions().clone()),
                source: Source::Role,
                life: Because::Open,
                window: None,
            },
            steps: Vec::new(),
            id,
            facts: Facts {
                module,
                record: Record::Undated,
                sent: true,
            },
            project: Some(70),
            customer: Some(80),
            company: None,
        }
    }

    fn task(id: i64, project: i64) -> Keys {
        Keys {
            id,
            project: Some(project),
            customer: None,
            parent: None,
            estimate: None,
            record: Record::Instant(Some(0)),
            sent: true,
        }
    }

    #[test]
    fn nothing_at_all_opens_nothing() {
        let openings = Openings::of(Module::Tasks, &[], &Ceiling::open());
        assert!(openings.is_empty());
        assert_eq!(openings.judge(&task(1, 7)), None);
    }

    #[test]
    fn two_paths_to_one_task_add() {
        let lean = Primary {
            held: Held {
                permissions: Arc::new(
                    crate::Permissions::read(
                        &serde_json::json!({"tasks": {"fields": ["hours_spent"]}}),
                    )
                    .unwrap_or_default(),
                ),
                ..grant(BuiltIn::Viewer, Module::Tasks, 1).held
            },
            ..grant(BuiltIn::Viewer, Module::Tasks, 1)
        };
        let project = grant(BuiltIn::Viewer, Module::Projects, 7);
        let openings = Openings::of(Module::Tasks, &[lean, project], &Ceiling::open());
        let spent = Module::Tasks.field("hours_spent");
        let both = openings.judge(&task(1, 7)).unwrap_or_default();
        assert!(both.fields.has(spent) && both.fields.has(Module::Tasks.field("stage")));
        let other = openings.judge(&task(2, 7)).unwrap_or_default();
        assert!(!other.fields.has(spent));
        assert_eq!(openings.judge(&task(2, 8)), None);
    }

    #[test]
    fn a_shared_task_shows_the_card_of_its_project_and_no_sister_task() {
        let shared = grant(BuiltIn::L80, Module::Tasks, 1);
        let ceiling = Ceiling::open();
        let projects = Openings::of(Module::Projects, std::slice::from_ref(&shared), &ceiling);
        assert_eq!(projects.ways()[0].reach, Reach::Item(70));
        let tasks = Openings::of(Module::Tasks, &[shared], &ceiling);
        assert!(tasks.judge(&task(1, 70)).is_some());
        assert_eq!(tasks.judge(&task(2, 70)), None);
    }

    #[test]
    fn a_member_sees_everything_uncapped() {
        let openings = Openings::everything(Module::Tasks);
        assert_eq!(
            openings.judge(&task(1, 1)),
            Some(Sets::everything(Module::Tasks))
        );
    }
}
