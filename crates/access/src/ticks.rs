//! The ticks of the share dialog: what each opens, and no more.
//!
//! A share is a grant with exactly the permissions ticked. What is done beside looking is chosen apart ([`Doing`]).

use crate::catalogue::{Facet, Module};
use crate::permissions::Permissions;
use crate::roles::BuiltIn;

/// One thing that can be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tick {
    /// The tasks of a project, by their titles.
    Tasks,
    /// When it is due.
    DueOn,
    /// Its stage.
    Stage,
    /// Its description.
    Description,
    /// The percentage of its tasks that are done.
    PercentTasks,
    /// The percentage of its hours that are spent.
    PercentHours,
    /// The milestones.
    Roadmap,
    /// The files that are marked for outsiders.
    Files,
    /// The people who work on it.
    Team,
    /// The comments on the guests' side.
    Comments,
    /// The project's meetings.
    Meetings,
    /// The project's tickets.
    Tickets,
    /// The project's invoices that were sent.
    Invoices,
    /// The project's estimates that were sent.
    Estimates,
    /// The guests' conversation.
    Conversation,
    /// The name of the project that a shared task is of.
    Project,
}

/// What those to whom something is shared may do beside looking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doing {
    /// Nothing.
    #[default]
    Nothing,
    /// Comment, and what goes with it.
    Comment,
    /// And approve, accept and decline.
    Approve,
    /// And create, assign, complete and upload.
    Collaborate,
}

impl Tick {
    /// All of them, in the order of the dialog.
    pub const ALL: [Tick; 16] = [
        Tick::Tasks,
        Tick::DueOn,
        Tick::Stage,
        Tick::Description,
        Tick::PercentTasks,
        Tick::PercentHours,
        Tick::Roadmap,
        Tick::Files,
        Tick::Team,
        Tick::Comments,
        Tick::Meetings,
        Tick::Tickets,
        Tick::Invoices,
        Tick::Estimates,
        Tick::Conversation,
        Tick::Project,
    ];

    /// Its name in JSON and in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Tick::Tasks => "tasks",
            Tick::DueOn => "due_on",
            Tick::Stage => "stage",
            Tick::Description => "description",
            Tick::PercentTasks => "percent_tasks",
            Tick::PercentHours => "percent_hours",
            Tick::Roadmap => "roadmap",
            Tick::Files => "files",
            Tick::Team => "team",
            Tick::Comments => "comments",
            Tick::Meetings => "meetings",
            Tick::Tickets => "tickets",
            Tick::Invoices => "invoices",
            Tick::Estimates => "estimates",
            Tick::Conversation => "conversation",
            Tick::Project => "project",
        }
    }

    /// The tick of that name.
    pub fn named(name: &str) -> Option<Tick> {
        Tick::ALL.into_iter().find(|tick| tick.name() == name)
    }

    /// Whether it means something for a subject of that module.
    pub const fn fits(self, subject: Module) -> bool {
        match subject {
            Module::Projects => !matches!(self, Tick::Project),
            Module::Tasks => matches!(
                self,
                Tick::Tasks
                    | Tick::DueOn
                    | Tick::Stage
                    | Tick::Description
                    | Tick::PercentTasks
                    | Tick::Files
                    | Tick::Comments
                    | Tick::Project
            ),
            _ => false,
        }
    }

    /// Whether it opens items or parts of their own, so that they can be counted.
    pub const fn relation(self) -> Option<&'static str> {
        Some(match self {
            Tick::Tasks => "tasks",
            Tick::Roadmap => "milestones",
            Tick::Files => "files",
            Tick::Team => "team",
            Tick::Comments => "comments",
            Tick::Meetings => "meetings",
            Tick::Tickets => "tickets",
            Tick::Invoices => "invoices",
            Tick::Estimates => "estimates",
            Tick::Conversation => "messages",
            Tick::Project => "project",
            _ => return None,
        })
    }
}

impl Doing {
    /// All of them, the least first.
    pub const ALL: [Doing; 4] = [
        Doing::Nothing,
        Doing::Comment,
        Doing::Approve,
        Doing::Collaborate,
    ];

    /// Its name in JSON and in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Doing::Nothing => "none",
            Doing::Comment => "comment",
            Doing::Approve => "approve",
            Doing::Collaborate => "collaborate",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Doing> {
        Doing::ALL.into_iter().find(|doing| doing.name() == name)
    }

    /// The preset whose actions it takes.
    const fn preset(self) -> Option<BuiltIn> {
        match self {
            Doing::Nothing => None,
            Doing::Comment => Some(BuiltIn::Commenter),
            Doing::Approve => Some(BuiltIn::Approver),
            Doing::Collaborate => Some(BuiltIn::Collaborator),
        }
    }
}

/// One name that a tick opens.
type Opens = (Module, Facet, &'static str);

use Facet::{Actions, Fields, Notifications, Relations};
use Module::{Projects, Tasks};

/// What a tick opens of the project itself.
const fn of_project(tick: Tick) -> &'static [Opens] {
    match tick {
        Tick::Tasks => &[(Projects, Relations, "tasks")],
        Tick::DueOn => &[(Projects, Fields, "due_on")],
        Tick::Stage => &[
            (Projects, Fields, "stage"),
            (Projects, Notifications, "stage_changed"),
        ],
        Tick::Description => &[(Projects, Fields, "description")],
        Tick::PercentTasks => &[(Projects, Fields, "percent_tasks")],
        Tick::PercentHours => &[(Projects, Fields, "percent_hours")],
        Tick::Roadmap => &[
            (Projects, Relations, "milestones"),
            (Projects, Notifications, "milestone_reached"),
        ],
        Tick::Files => &[
            (Projects, Relations, "files"),
            (Projects, Notifications, "file_added"),
        ],
        Tick::Team => &[(Projects, Relations, "team")],
        Tick::Comments => &[
            (Projects, Relations, "comments"),
            (Projects, Notifications, "comment_added"),
        ],
        Tick::Meetings => &[(Projects, Relations, "meetings")],
        Tick::Tickets => &[(Projects, Relations, "tickets")],
        Tick::Invoices => &[(Projects, Relations, "invoices")],
        Tick::Estimates => &[(Projects, Relations, "estimates")],
        Tick::Conversation => &[
            (Projects, Relations, "messages"),
            (Projects, Actions, "chat"),
            (Projects, Notifications, "message_posted"),
        ],
        Tick::Project => &[],
    }
}

/// What a tick opens of the tasks, where tasks are shared.
const fn of_tasks(tick: Tick) -> &'static [Opens] {
    match tick {
        Tick::DueOn => &[
            (Tasks, Fields, "due_on"),
            (Tasks, Notifications, "due_soon"),
        ],
        Tick::Stage => &[
            (Tasks, Fields, "stage"),
            (Tasks, Notifications, "stage_changed"),
        ],
        Tick::Description => &[(Tasks, Fields, "description")],
        Tick::PercentTasks => &[(Tasks, Fields, "percent")],
        Tick::Files => &[
            (Tasks, Relations, "files"),
            (Tasks, Notifications, "file_added"),
        ],
        Tick::Comments => &[
            (Tasks, Relations, "comments"),
            (Tasks, Notifications, "comment_added"),
        ],
        _ => &[],
    }
}

/// The module whose part of `Viewer` comes with a tick.
const fn with_viewers_part(tick: Tick) -> Option<Module> {
    match tick {
        Tick::Meetings => Some(Module::Meetings),
        Tick::Tickets => Some(Module::Tickets),
        Tick::Invoices => Some(Module::Invoices),
        Tick::Estimates => Some(Module::Estimates),
        _ => None,
    }
}

fn open(permissions: &mut Permissions, opens: &[Opens]) {
    for (module, facet, name) in opens {
        if let Some(bit) = module.bit(*facet, name) {
            *permissions.module_mut(*module).get_mut(*facet) |= bit;
        }
    }
}

/// What a grant on a project or a task opens with these ticks. Ticks that do not fit the subject open nothing.
///
/// Writing into the conversation goes with its tick alone, whatever is chosen to be done.
pub fn permissions(subject: Module, ticks: &[Tick], doing: Doing) -> Permissions {
    let mut permissions = Permissions::NOTHING;
    let ticked: Vec<Tick> = Tick::ALL
        .into_iter()
        .filter(|tick| ticks.contains(tick) && tick.fits(subject))
        .collect();
    open(&mut permissions, &[(subject, Notifications, "shared")]);
    let of_a_project = subject == Projects;
    let tasks = subject == Tasks || ticked.contains(&Tick::Tasks);
    if tasks {
        open(&mut permissions, &[(Tasks, Notifications, "shared")]);
    }
    for tick in &ticked {
        if of_a_project {
            open(&mut permissions, of_project(*tick));
        }
        if tasks {
            open(&mut permissions, of_tasks(*tick));
        }
        if let Some(module) = with_viewers_part(*tick) {
            let part = BuiltIn::Viewer.permissions().module(module);
            let mine = permissions.module_mut(module);
            *mine = mine.union(part.unwrap_or_default());
        }
    }
    if ticked.contains(&Tick::Project) {
        open(&mut permissions, &[(Tasks, Relations, "project")]);
        permissions.module_mut(Projects);
    }
    act(&mut permissions, doing);
    permissions
}

/// Adds the actions of a preset to the modules that are open.
fn act(permissions: &mut Permissions, doing: Doing) {
    let Some(preset) = doing.preset() else {
        return;
    };
    let chat = Projects.action("chat");
    for module in Module::ALL {
        let (Some(mine), Some(theirs)) = (
            permissions.module(module),
            preset.permissions().module(module),
        ) else {
            continue;
        };
        let given = if module == Projects {
            theirs.actions - chat
        } else {
            theirs.actions
        };
        permissions.module_mut(module).actions = mine.actions | given;
    }
    let told: &[(Doing, Opens)] = &[
        (Doing::Approve, (Tasks, Notifications, "approval_requested")),
        (Doing::Collaborate, (Tasks, Notifications, "assigned")),
    ];
    for (from, opens) in told {
        if doing >= *from && permissions.module(Tasks).is_some() {
            open(permissions, &[*opens]);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn ticked(subject: Module, ticks: &[Tick], doing: Doing) -> serde_json::Value {
        permissions(subject, ticks, doing).write()
    }

    #[test]
    fn nothing_ticked_opens_the_name_of_the_project_alone() {
        assert_eq!(
            ticked(Projects, &[], Doing::Nothing),
            json!({"projects": {"notifications": ["shared"]}})
        );
    }

    #[test]
    fn each_tick_opens_what_the_table_of_the_access_model_says() {
        let opened = |tick| {
            let mut all = ticked(Projects, &[tick], Doing::Nothing);
            for module in all.as_object_mut().unwrap().values_mut() {
                module.as_object_mut().unwrap().remove("notifications");
            }
            all
        };
        for (tick, wanted) in [
            (
                Tick::Tasks,
                json!({"projects": {"relations": ["tasks"]}, "tasks": {}}),
            ),
            (Tick::DueOn, json!({"projects": {"fields": ["due_on"]}})),
            (Tick::Stage, json!({"projects": {"fields": ["stage"]}})),
            (
                Tick::Description,
                json!({"projects": {"fields": ["description"]}}),
            ),
            (
                Tick::PercentTasks,
                json!({"projects": {"fields": ["percent_tasks"]}}),
            ),
            (
                Tick::PercentHours,
                json!({"projects": {"fields": ["percent_hours"]}}),
            ),
            (
                Tick::Roadmap,
                json!({"projects": {"relations": ["milestones"]}}),
            ),
            (Tick::Files, json!({"projects": {"relations": ["files"]}})),
            (Tick::Team, json!({"projects": {"relations": ["team"]}})),
            (
                Tick::Comments,
                json!({"projects": {"relations": ["comments"]}}),
            ),
            (
                Tick::Conversation,
                json!({"projects": {"relations": ["messages"], "actions": ["chat"]}}),
            ),
            (Tick::Project, json!({"projects": {}})),
        ] {
            assert_eq!(opened(tick), wanted, "{}", tick.name());
        }
        for (tick, module) in [
            (Tick::Meetings, Module::Meetings),
            (Tick::Tickets, Module::Tickets),
            (Tick::Invoices, Module::Invoices),
            (Tick::Estimates, Module::Estimates),
        ] {
            let all = permissions(Projects, &[tick], Doing::Nothing);
            assert_eq!(
                all.module(module),
                BuiltIn::Viewer.permissions().module(module)
            );
            assert_eq!(
                all.module(Projects).unwrap().relations,
                Projects.relation(module.name())
            );
        }
    }

    #[test]
    fn what_is_ticked_of_a_project_is_ticked_of_its_tasks_where_tasks_are_shared() {
        let ticks = [
            Tick::Tasks,
            Tick::DueOn,
            Tick::Stage,
            Tick::Description,
            Tick::PercentTasks,
            Tick::PercentHours,
            Tick::Files,
            Tick::Comments,
        ];
        assert_eq!(
            ticked(Projects, &ticks, Doing::Nothing)["tasks"],
            json!({
                "fields": ["description", "stage", "due_on", "percent"],
                "relations": ["files", "comments"],
                "notifications": ["shared", "stage_changed", "due_soon", "comment_added", "file_added"],
            })
        );
        let without = ticked(Projects, &ticks[1..], Doing::Nothing);
        assert_eq!(without.get("tasks"), None);
    }

    #[test]
    fn a_single_task_shows_its_title_and_what_is_ticked_and_its_project_only_by_name() {
        assert_eq!(
            ticked(Tasks, &[], Doing::Nothing),
            json!({"tasks": {"notifications": ["shared"]}})
        );
        let ticks = [Tick::Stage, Tick::Project, Tick::Roadmap, Tick::Invoices];
        assert_eq!(
            ticked(Tasks, &ticks, Doing::Nothing),
            json!({
                "projects": {},
                "tasks": {
                    "fields": ["stage"], "relations": ["project"], "notifications": ["shared", "stage_changed"]
                },
            })
        );
    }

    #[test]
    fn what_may_be_done_is_done_in_the_modules_that_are_open_alone() {
        let all = permissions(Projects, &[Tick::Tasks, Tick::Tickets], Doing::Comment);
        assert_eq!(all.module(Tasks).unwrap().actions, Tasks.action("comment"));
        assert_eq!(
            all.module(Module::Tickets).unwrap().actions,
            Module::Tickets.action("create") | Module::Tickets.action("comment")
        );
        assert_eq!(all.module(Module::Meetings), None);
        assert_eq!(
            all.module(Projects).unwrap().actions,
            Projects.action("comment")
        );
        let all = permissions(Tasks, &[], Doing::Approve);
        assert_eq!(
            all.module(Tasks).unwrap().actions,
            Tasks.action("comment") | Tasks.action("approve")
        );
        let all = permissions(
            Projects,
            &[Tick::Tasks, Tick::Conversation],
            Doing::Collaborate,
        );
        assert_eq!(
            all.module(Projects).unwrap().actions,
            Projects.all(Facet::Actions)
        );
        assert_eq!(
            all.module(Tasks).unwrap().actions,
            Tasks.all(Facet::Actions)
        );
    }

    #[test]
    fn more_ticks_never_open_less() {
        let holds = |more: &Permissions, less: &Permissions| more.clone().union(less) == *more;
        for subject in [Projects, Tasks] {
            for tick in Tick::ALL {
                let less = permissions(subject, &[tick], Doing::Nothing);
                let more = permissions(subject, &[tick, Tick::Tasks, Tick::Files], Doing::Comment);
                assert!(holds(&more, &less), "{subject} {}", tick.name());
            }
        }
    }

    #[test]
    fn names_lead_back_to_what_they_name() {
        for tick in Tick::ALL {
            assert_eq!(Tick::named(tick.name()), Some(tick));
        }
        for doing in Doing::ALL {
            assert_eq!(Doing::named(doing.name()), Some(doing));
        }
        assert_eq!(Tick::named("budget"), None);
    }
}
