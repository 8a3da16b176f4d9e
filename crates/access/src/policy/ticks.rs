//! The ticks of the share dialog in words, asked out of what they open.

use crate::catalogue::{Facet, Module};
use crate::permissions::{Permissions, Sets};
use crate::ticks::{Doing, Tick, permissions};

const HEAD: &str = "
THE TICKS OF THE SHARE DIALOG

What is shared opens the name of the project or the title of the task, and what is ticked; nothing else.
The right column is opened of a project's tasks where `tasks` is ticked, and of tasks that are shared singly.

";

/// Adds the table of ticks and what may be done beside looking.
pub(super) fn write(page: &mut String) {
    page.push_str(HEAD);
    let row = |tick: &str, project: &str, tasks: &str| {
        let line = format!("  {tick:<15} {project:<62} {tasks}");
        format!("{}\n", line.trim_end())
    };
    page.push_str(&row("tick", "of the project", "of tasks"));
    for tick in Tick::ALL {
        let of_project = beyond(Module::Projects, &[], tick, Module::Projects);
        let of_tasks = if tick == Tick::Tasks {
            "their titles".to_owned()
        } else {
            beyond(Module::Tasks, &[], tick, Module::Tasks)
        };
        let with = match tick {
            Tick::Meetings | Tick::Tickets | Tick::Invoices | Tick::Estimates => {
                format!("{of_project}, and what a Viewer sees of them")
            }
            Tick::Project => "its name alone, from a task that is shared singly".to_owned(),
            _ => of_project,
        };
        page.push_str(&row(tick.name(), &with, &of_tasks));
    }
    page.push_str(
        "\nWhat may be done beside looking, in the modules that are open; each step includes the one before.\n\n",
    );
    let mut before = permissions(Module::Projects, &Tick::ALL, Doing::Nothing);
    for doing in Doing::ALL {
        let all = permissions(Module::Projects, &Tick::ALL, doing);
        let mut word = doing.name();
        for module in Module::ALL {
            let of = |permissions: &Permissions| permissions.module(module).unwrap_or_default();
            let more = Sets {
                actions: of(&all).actions - of(&before).actions,
                ..Sets::default()
            };
            let names = names(more, module, Facet::Actions);
            if !names.is_empty() {
                page.push_str(&format!("  {word:<13} {:<10} {names}\n", module.name()));
                word = "";
            }
        }
        if word == doing.name() {
            let ticked = "nothing but what is ticked: conversation, and downloads";
            page.push_str(&format!("  {word:<13} {ticked}\n"));
        }
        before = all;
    }
}

fn names(sets: Sets, module: Module, facet: Facet) -> String {
    let names: Vec<&str> = sets.get(facet).names(module, facet).collect();
    names.join(" ")
}

/// What a tick opens of a module beyond what is open without it.
fn beyond(subject: Module, others: &[Tick], tick: Tick, of: Module) -> String {
    let sets = |permissions: &Permissions| permissions.module(of).unwrap_or_default();
    let without = sets(&permissions(subject, others, Doing::Nothing));
    let with = sets(&permissions(
        subject,
        &[others, &[tick]].concat(),
        Doing::Nothing,
    ));
    let mut told = Vec::new();
    for (facet, word) in [
        (Facet::Fields, "field"),
        (Facet::Relations, "relation"),
        (Facet::Actions, "action"),
        (Facet::Notifications, "told of"),
    ] {
        let more = with.get(facet) - without.get(facet);
        let more: Vec<&str> = more.names(of, facet).collect();
        if !more.is_empty() {
            told.push(format!("{word} {}", more.join(" ")));
        }
    }
    told.join(", ")
}
