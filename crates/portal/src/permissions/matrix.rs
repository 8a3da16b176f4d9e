//! The table: a line a module with the counts of its four sets, and under it what can be ticked.

use access::{Ceiling, Facet, Module, Permissions, Sets};
use maud::{Markup, html};

use super::names::{name, set};
use crate::frame::parts::icon;
use crate::texts::{Texts, Value};

/// Permissions to look at, and to set.
pub(crate) struct Matrix<'a> {
    /// What is held.
    pub(crate) held: &'a Permissions,
    /// What caps it; nothing does where the ceiling itself is set.
    pub(crate) ceiling: Option<&'a Ceiling>,
    /// Whether it is set here, or only looked at.
    pub(crate) editable: bool,
}

/// The width of a dot with its gap.
const STEP: usize = 9;

impl Matrix<'_> {
    /// The table with what its signs mean above it. `whose` is who holds what is open.
    pub(crate) fn draw(&self, texts: &Texts, whose: &str) -> Markup {
        html! {
            (self.legend(texts, whose))
            div class="matrix" role="group" aria-label=(texts.say("permissions-by-module")) {
                div class="matrix-head" aria-hidden="true" {
                    span { (texts.say("permissions-module")) }
                    @for facet in Facet::ALL { span { (set(texts, facet)) } }
                }
                @for module in Module::ALL { (self.module(texts, module)) }
            }
        }
    }

    fn legend(&self, texts: &Texts, whose: &str) -> Markup {
        html! {
            p class="legend" {
                span { svg class="dots" viewBox="0 0 10 10" aria-hidden="true" { circle class="on" cx="5" cy="5" r="3.5" {} } (texts.say_with("permissions-open-to", &[("name", Value::from(whose))])) }
                span { svg class="dots" viewBox="0 0 10 10" aria-hidden="true" { circle cx="5" cy="5" r="3" {} } (texts.say("permissions-not-open")) }
                @if self.ceiling.is_some() {
                    span { svg class="dots" viewBox="0 0 10 10" aria-hidden="true" { line x1="2" x2="8" y1="5" y2="5" {} } (texts.say("permissions-capped-all")) }
                }
            }
        }
    }

    /// The sets of a module that may show at all.
    fn cap(&self, module: Module) -> Sets {
        match self.ceiling {
            Some(ceiling) => ceiling.module(module).unwrap_or_default(),
            None => Sets::everything(module),
        }
    }

    /// Whether the ceiling closes the whole module.
    fn closed(&self, module: Module) -> bool {
        self.ceiling
            .is_some_and(|ceiling| ceiling.module(module).is_none())
    }

    fn module(&self, texts: &Texts, module: Module) -> Markup {
        let held = self.held.module(module);
        html! {
            details name="module" {
                summary {
                    span class="matrix-mod" {
                        (icon("right")) (icon(module_icon(module)))
                        (texts.say_with(&format!("frame-{}", module.name()), &[]))
                    }
                    @for facet in Facet::ALL { (self.counted(texts, module, held, facet)) }
                }
                div class="matrix-sets" {
                    div class="matrix-open" { (self.opened(texts, module, held.is_some())) }
                    @for facet in Facet::ALL { (self.ticks(texts, module, held.unwrap_or_default(), facet)) }
                }
            }
        }
    }

    /// How many names of a set are open, in words and as dots.
    fn counted(&self, texts: &Texts, module: Module, held: Option<Sets>, facet: Facet) -> Markup {
        let names = module.entry().names(facet);
        let cap = self.cap(module).get(facet);
        let own = held.unwrap_or_default().get(facet);
        let open = (own & cap).names(module, facet).count();
        let width = (names.len() * STEP + 1).to_string();
        let given = [
            ("open", Value::from(open)),
            ("all", Value::from(names.len())),
        ];
        html! {
            span class={ "matrix-set" @if open == 0 { " none" } } data-set=(set(texts, facet)) {
                span {
                    @if self.closed(module) { (texts.say("permissions-module-capped")) }
                    @else if held.is_none() { (texts.say("permissions-module-closed")) }
                    @else { (texts.say_with("permissions-count", &given)) }
                }
                svg class="dots" viewBox={ "0 0 " (width) " 10" } aria-hidden="true" {
                    @for (place, one) in names.iter().enumerate() {
                        @let bit = module.bit(facet, one).unwrap_or_default();
                        @let middle = (place * STEP + 5).to_string();
                        @if !cap.has(bit) { line x1=(place * STEP + 2) x2=(place * STEP + 8) y1="5" y2="5" {} }
                        @else if own.has(bit) { circle class="on" cx=(middle) cy="5" r="3.5" {} }
                        @else { circle cx=(middle) cy="5" r="3" {} }
                    }
                }
            }
        }
    }

    /// Whether items of the module show at all, by their names.
    fn opened(&self, texts: &Texts, module: Module, open: bool) -> Markup {
        let capped = self.closed(module);
        html! {
            label class={ "check" @if capped { " capped" } } {
                input type="checkbox" name="open" value=(module.name()) checked[open] disabled[capped || !self.editable];
                span { (texts.say("permissions-open")) (self.why_capped(texts, capped)) span class="hint" { (texts.say("permissions-open-hint")) } }
            }
            @if capped && open && self.editable { input type="hidden" name="open" value=(module.name()); }
        }
    }

    fn why_capped(&self, texts: &Texts, capped: bool) -> Markup {
        html! { @if capped { " " (icon("cap")) span class="vh" { " " (texts.say("permissions-capped")) } } }
    }

    fn ticks(&self, texts: &Texts, module: Module, held: Sets, facet: Facet) -> Markup {
        let field = format!("{module}.{}", facet.name());
        let cap = self.cap(module).get(facet);
        html! {
            fieldset {
                legend { (set(texts, facet)) }
                @for one in module.entry().names(facet) {
                    @let bit = module.bit(facet, one).unwrap_or_default();
                    @let (capped, open) = (!cap.has(bit), held.get(facet).has(bit));
                    label class={ "check" @if capped { " capped" } } {
                        input type="checkbox" name=(field) value=(one) checked[open] disabled[capped || !self.editable];
                        span { (name(texts, facet, one)) (self.why_capped(texts, capped)) }
                    }
                    // What is capped now is kept for the day when it is not.
                    @if capped && open && self.editable { input type="hidden" name=(field) value=(one); }
                }
            }
        }
    }
}

fn module_icon(module: Module) -> &'static str {
    match module {
        Module::Customers => "customer",
        Module::Projects => "project",
        Module::Tasks => "task",
        Module::Meetings => "meeting",
        Module::Tickets => "ticket",
        Module::Orders => "order",
        Module::Invoices => "invoice",
        Module::Estimates => "estimate",
        Module::Knowledge => "book",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::tz::TimeZone;
    use serde_json::json;

    #[test]
    fn what_is_open_not_open_and_capped_is_told_apart_and_nothing_that_is_held_is_lost() {
        let held =
            Permissions::read(&json!({"projects": {"fields": ["stage", "budget"]}, "tasks": {}}))
                .unwrap();
        let ceiling =
            Ceiling::read(&json!({"projects": {"fields": ["stage", "code"]}, "orders": false}))
                .unwrap();
        let matrix = Matrix {
            held: &held,
            ceiling: Some(&ceiling),
            editable: true,
        };
        let texts = Texts::of("en", TimeZone::UTC);
        let drawn = matrix.draw(&texts, "Maria").into_string();
        let with = |value: &str, more: &str| {
            let tick = format!(
                "<input type=\"checkbox\" name=\"projects.fields\" value=\"{value}\"{more}>"
            );
            assert!(drawn.contains(&tick), "{tick}: {drawn}");
        };
        with("stage", " checked");
        with("code", "");
        with("budget", " checked disabled");
        with("due_on", " disabled");
        assert!(
            drawn.contains("<input type=\"hidden\" name=\"projects.fields\" value=\"budget\">")
        );
        assert!(!drawn.contains("type=\"hidden\" name=\"projects.fields\" value=\"due_on\""));
        assert!(
            drawn.contains("1 of 11") && drawn.contains("name=\"open\" value=\"orders\" disabled")
        );
        let looked = Matrix {
            editable: false,
            ..matrix
        }
        .draw(&texts, "Maria")
        .into_string();
        assert!(!looked.contains("type=\"hidden\"") && !looked.contains("checked>"));
    }
}
