//! Small parts that every page is made of, with the class names of the sheet.

use maud::{Markup, html};

use super::{assets, brand};

/// An icon by its name in `icons.svg`.
pub(crate) fn icon(name: &str) -> Markup {
    let address = format!("{}#{name}", assets::address("icons.svg"));
    html! { svg class="i" viewBox="0 0 20 20" aria-hidden="true" { use href=(address) {} } }
}

/// A company: a door in its colour.
pub(crate) fn door(slug: &str, small: bool) -> Markup {
    html! {
        svg class={ "door" @if small { " s" } } viewBox="0 0 32 36" aria-hidden="true" {
            path fill=(brand::colour(slug)) d="M1 35V16a15 15 0 0 1 30 0v19z" {}
            path d="M10.5 35V17a5.5 5.5 0 0 1 11 0v18M18.5 25.5h.01" fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round" {}
        }
    }
}

/// A person's circle; the name stands beside it in the text. `size` is `s`, `l` or nothing.
pub(crate) fn face(name: &str, size: &str) -> Markup {
    html! {
        span class={ "face" @if !size.is_empty() { " " (size) } } data-tone=(brand::tone(name))
            data-initials=(brand::initials(name)) aria-hidden="true" {}
    }
}

/// A person with circle and name.
pub(crate) fn person(name: &str) -> Markup {
    html! { span class="person" { (face(name, "s")) (name) } }
}

/// The tint and dot of a stage's colour; the first thing in a `.stage`.
pub(crate) fn stage_tint(colour: Option<&str>) -> Markup {
    let colour = colour.unwrap_or("#7c6f64");
    html! {
        svg aria-hidden="true" {
            rect width="100%" height="100%" fill=(colour) fill-opacity=".15" {}
            circle cx="13" cy="50%" r="4" fill=(colour) {}
        }
    }
}

/// A stage as text.
pub(crate) fn stage(name: &str, colour: Option<&str>) -> Markup {
    html! { span class="stage" { (stage_tint(colour)) (name) } }
}

/// A percentage, wide: words, number and bar.
pub(crate) fn meter(label: &str, percent: i64, hours: bool) -> Markup {
    html! {
        div class="meter" {
            span { (label) } b { (percent) "%" }
            progress class=[hours.then_some("hours")] max="100" value=(percent.clamp(0, 100)) aria-label=(label) { (percent) "%" }
        }
    }
}

/// A percentage in a table.
pub(crate) fn percent(label: &str, percent: i64, hours: bool) -> Markup {
    html! {
        span class="pct" {
            progress class=[hours.then_some("hours")] max="100" value=(percent.clamp(0, 100)) aria-label=(label) { (percent) "%" }
            span { (percent) "%" }
        }
    }
}

/// The steps of a card: `done`, `now` or `next`, with the words beside it.
pub(crate) fn steps(kinds: &[&str]) -> Markup {
    let place = |n: usize| {
        let span = kinds.len().saturating_sub(1).max(1) as f64;
        format!("{:.1}%", 3.0 + 94.0 * n as f64 / span)
    };
    let reached = kinds.iter().rposition(|kind| *kind != "next");
    html! {
        svg class="steps" aria-hidden="true" {
            line x1="3%" x2="97%" y1="50%" y2="50%" {}
            @if let Some(reached) = reached {
                line class="past" x1="3%" x2=(place(reached)) y1="50%" y2="50%" {}
            }
            @for (n, kind) in kinds.iter().enumerate() {
                circle class=(kind) cx=(place(n)) cy="50%" r=(if *kind == "now" { "5" } else { "4.5" }) {}
            }
        }
    }
}

/// A remark in a box.
pub(crate) fn notice(icon_name: &str, words: &str) -> Markup {
    html! { p class="notice" role="status" { (icon(icon_name)) span { (words) } } }
}

/// The open door with warm light, or the closed one.
pub(crate) fn doorway(open: bool) -> Markup {
    html! {
        svg class="doorway" viewBox="0 0 112 120" aria-hidden="true" {
            @if open {
                path class="light" d="M24 114V54a32 32 0 0 1 64 0v60zM36 114h52l22 6H20z" {}
                path d="M24 114V54a32 32 0 0 1 64 0v60" {}
                path class="leaf" d="M24 114V54c0-14 9-26 21-30.5V118z" {}
                circle class="knob" cx="39" cy="84" r="3" {}
                path d="M8 114.5h16M88 114.5h16" {}
            } @else {
                path class="leaf" d="M24 114V54a32 32 0 0 1 64 0v60z" {}
                path d="M34 114V56a22 22 0 0 1 44 0v58M56 34v80" {}
                circle class="knob" cx="62" cy="82" r="3" {}
                path d="M8 114.5h96" {}
            }
        }
    }
}
