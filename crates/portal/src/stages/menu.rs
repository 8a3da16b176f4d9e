//! The Stage cell of a list: its menu chooses, makes, edits and deletes stages without leaving the list.

use maud::{Markup, PreEscaped, html};
use std::cell::RefCell;

use super::Stage;
use crate::frame::parts::{icon, stage, stage_tint};
use crate::texts::{Texts, Value};

/// What the cells of one page share.
pub(crate) struct Menu<'a> {
    pub(crate) texts: &'a Texts,
    /// The stages of the module, in their order.
    pub(crate) stages: &'a [Stage],
    /// `/{account}`.
    pub(crate) home: &'a str,
    /// The hidden field of the session's forms.
    pub(crate) csrf: Markup,
    /// The address to come back to.
    pub(crate) back: &'a str,
    /// Whether the reader makes, edits and deletes stages.
    pub(crate) edits_stages: bool,
    /// What is the same in the menu of every item of one stage.
    pub(crate) written: Written,
}

/// The choices of the menus that were written already, by the stage that they are for: a list has a menu in each row.
#[derive(Default)]
pub(crate) struct Written(RefCell<Vec<(Option<String>, String)>>);

/// The item whose stage it is.
pub(crate) struct Of<'a> {
    /// `projects` or `tasks`.
    pub(crate) module: &'a str,
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    /// Id, name and colour of its stage.
    pub(crate) stage: Option<(&'a str, &'a str, Option<&'a str>)>,
    /// Whether the reader may change it.
    pub(crate) changes: bool,
    /// What the answer's part to swap is, as a selector; the row.
    pub(crate) swap: &'a str,
}

impl Menu<'_> {
    /// The cell: the stage as text where the reader may not change it, else a button with its menu.
    pub(crate) fn cell(&self, of: &Of<'_>) -> Markup {
        let texts = self.texts;
        if !of.changes {
            return html! {
                @if let Some((_, name, colour)) = of.stage { (stage(name, colour)) }
                @else { span class="faint" { (texts.say("work-none")) } }
            };
        }
        let menu = format!("stage-{}", of.id);
        let current = of.stage.map(|(id, _, _)| id);
        html! {
            @if let Some((_, name, colour)) = of.stage {
                button class="stage" type="button" popovertarget=(menu) data-key="t" {
                    (stage_tint(colour)) span class="vh" { (texts.say("stages-stage-is")) } (name) (icon("down"))
                }
            } @else {
                button class="stage add" type="button" popovertarget=(menu) data-key="t" {
                    (icon("plus")) (texts.say("stages-add")) span class="vh" { " " (texts.say("stages-add-to")) }
                }
            }
            div class="menu" id=(menu) popover {
                form method="post" action={ (self.home) "/" (of.module) "/" (of.id) "/stage" } data-swap=(of.swap) {
                    (self.csrf)
                    input type="hidden" name="back" value=(self.back);
                    p class="menu-title" { (texts.say_with("stages-of", &[("name", Value::from(of.name))])) }
                    (self.choices(of.module, current))
                }
            }
        }
    }

    /// The stages to choose from, written once for each that an item can be in.
    fn choices(&self, module: &str, current: Option<&str>) -> Markup {
        let known = self.written.0.borrow().iter().find_map(|(of, choices)| {
            (of.as_deref() == current).then(|| PreEscaped(choices.clone()))
        });
        known.unwrap_or_else(|| {
            let choices = self.write_choices(module, current);
            let of = current.map(str::to_owned);
            self.written.0.borrow_mut().push((of, choices.0.clone()));
            choices
        })
    }

    fn write_choices(&self, module: &str, current: Option<&str>) -> Markup {
        let texts = self.texts;
        html! {
            ul {
                @for one in self.stages {
                    li class=[self.edits_stages.then_some("pair")] {
                        button name="stage" value=(one.id) aria-current=[(Some(one.id.as_str()) == current).then_some("true")] {
                            (stage(&one.name, one.color.as_deref()))
                            @if Some(one.id.as_str()) == current { (icon("check")) }
                        }
                        @if self.edits_stages {
                            button class="icon-btn s" type="button" popovertarget={ "edit-" (one.id) }
                                aria-label=(texts.say_with("stages-edit-or-delete", &[("name", Value::from(one.name.as_str()))])) { (icon("edit")) }
                        }
                    }
                }
                @if current.is_some() {
                    li { button name="stage" value="" { span class="faint" { (texts.say("stages-no-stage")) } } }
                }
            }
            @if self.edits_stages {
                hr;
                ul { li { button type="button" popovertarget={ "stage-new-" (module) } { (icon("plus")) (texts.say("stages-new")) } } }
            }
        }
    }

    /// The popovers to which the menus of a page lead: a new stage, and each stage to edit or delete.
    pub(crate) fn popovers(&self, module: &str) -> Markup {
        let texts = self.texts;
        html! {
            @if self.edits_stages {
                div class="menu" id={ "stage-new-" (module) } popover {
                    p class="menu-title" { (texts.say("stages-new-title")) }
                    form class="stack" method="post" action={ (self.home) "/stages" } {
                        (self.csrf)
                        input type="hidden" name="back" value=(self.back);
                        input type="hidden" name="module" value=(module);
                        (self.fields(&format!("stage-new-{module}"), None))
                        button class="btn main" { (texts.say("stages-add-this")) }
                    }
                }
                @for one in self.stages { (self.edit(one)) }
            }
        }
    }

    fn edit(&self, one: &Stage) -> Markup {
        let texts = self.texts;
        let named = [("name", Value::from(one.name.as_str()))];
        let title = if one.module == "tasks" {
            "stages-for-every-task"
        } else {
            "stages-for-every-project"
        };
        html! {
            div class="menu" id={ "edit-" (one.id) } popover {
                p class="menu-title" { (texts.say_with(title, &named)) }
                form class="stack" method="post" action={ (self.home) "/stages/" (one.id) } {
                    (self.csrf)
                    input type="hidden" name="back" value=(self.back);
                    (self.fields(&format!("edit-{}", one.id), Some(one)))
                    button class="btn main" { (texts.say("work-save")) }
                }
                hr;
                (delete(texts, one, self.stages, self.home, &self.csrf, self.back))
            }
        }
    }

    fn fields(&self, id: &str, one: Option<&Stage>) -> Markup {
        let texts = self.texts;
        html! {
            div class="field" {
                label for={ (id) "-n" } { (texts.say("stages-name")) }
                input class="input" id={ (id) "-n" } name="name" required maxlength="200" autocomplete="off" value=(one.map_or("", |one| one.name.as_str()));
            }
            div class="pairs-of" {
                div class="field" {
                    label for={ (id) "-c" } { (texts.say("stages-colour")) }
                    input class="input" id={ (id) "-c" } name="color" type="color" value=(one.and_then(|one| one.color.as_deref()).unwrap_or("#0891b2"));
                }
                div class="field" {
                    label for={ (id) "-p" } { (texts.say("stages-place")) }
                    select class="select" id={ (id) "-p" } name="after" { (places(texts, self.stages, one)) }
                }
            }
            label class="check" {
                input type="checkbox" name="closed" value="on" checked[one.is_some_and(|one| one.closed)];
                span { (texts.say("stages-closed")) }
            }
        }
    }
}

/// The places among the other stages: first, or after one of them.
pub(super) fn places(texts: &Texts, stages: &[Stage], one: Option<&Stage>) -> Markup {
    let others: Vec<&Stage> = stages
        .iter()
        .filter(|other| one.is_none_or(|one| one.id != other.id))
        .collect();
    let at = one.and_then(|one| stages.iter().position(|other| other.id == one.id));
    let before = match at {
        Some(0) => None,
        Some(at) => stages.get(at - 1).map(|other| other.id.as_str()),
        None => others.last().map(|other| other.id.as_str()),
    };
    html! {
        option value="first" selected[before.is_none()] { (texts.say("stages-first")) }
        @for other in others {
            option value=(other.id) selected[before == Some(other.id.as_str())] {
                (texts.say_with("stages-after", &[("name", Value::from(other.name.as_str()))]))
            }
        }
    }
}

/// The form that deletes a stage and says where what is in it goes.
pub(super) fn delete(
    texts: &Texts,
    one: &Stage,
    stages: &[Stage],
    home: &str,
    csrf: &Markup,
    back: &str,
) -> Markup {
    let what = if one.module == "tasks" {
        "stages-tasks-move"
    } else {
        "stages-projects-move"
    };
    html! {
        form class="stack" method="post" action={ (home) "/stages/" (one.id) "/delete" } {
            (csrf)
            input type="hidden" name="back" value=(back);
            div class="field" {
                label for={ "move-" (one.id) } { (texts.say(what)) }
                select class="select" id={ "move-" (one.id) } name="replacement" {
                    @for other in stages.iter().filter(|other| other.id != one.id) {
                        option value=(other.id) { (other.name) }
                    }
                    option value="" { (texts.say("stages-no-stage")) }
                }
            }
            button class="btn risk" { (icon("trash")) (texts.say_with("stages-delete", &[("name", Value::from(one.name.as_str()))])) }
        }
    }
}
