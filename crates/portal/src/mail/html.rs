//! A mail for readers of HTML: tables with their style inside, as programs that show mail want it, in light and dark.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::words::Words;
use crate::frame::brand;

const PLAIN: &str = "font-family:-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;";
const VOICE: &str = "font-family:Charter, 'Iowan Old Style', Cambria, Georgia, serif;";

/// What programs that know more than the style inside may use: small screens, dark grounds.
const SHEET: &str = "
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 0; }
  a { color: #0b5560; }
  @media (max-width: 600px) {
    .pad { padding-left: 24px !important; padding-right: 24px !important; }
    .button, .button a { display: block !important; text-align: center !important; }
  }
  @media (prefers-color-scheme: dark) {
    .ground { background-color: #171513 !important; }
    .sheet { background-color: #23201d !important; border-color: #3d3935 !important; }
    .ink { color: #f0ede8 !important; }
    .soft { color: #c4beb5 !important; }
    .rule { border-color: #3d3935 !important; }
    .words { background-color: #1c3034 !important; color: #f0ede8 !important; }
    .button, .button a { background-color: #a5dbe5 !important; color: #10262a !important; }
    a { color: #a5dbe5; }
  }
  [data-ogsc] .ink { color: #f0ede8 !important; }
  [data-ogsc] .soft { color: #c4beb5 !important; }
  [data-ogsb] .sheet { background-color: #23201d !important; }
";

/// The company a mail comes from.
pub(super) struct From<'a> {
    pub(super) slug: &'a str,
    pub(super) name: &'a str,
}

/// The whole document.
pub(super) fn page(words: &Words, from: &From<'_>, language: &str) -> String {
    let body = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                meta name="format-detection" content="telephone=no, date=no, address=no, email=no";
                title { (words.title) }
                style { (PreEscaped(SHEET)) }
            }
            body class="ground" style="margin:0; padding:0; background-color:#f7f5f1;" {
                div style="display:none; max-height:0; overflow:hidden; mso-hide:all;" { (words.first) }
                div role="article" aria-roledescription="email" aria-label=(words.title) lang=(language) {
                    table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f7f5f1;" {
                        tr { td align="center" style="padding:32px 12px;" {
                            (sheet(words, from))
                            (below(words, from))
                        } }
                    }
                }
            }
        }
    };
    body.into_string()
}

fn sheet(words: &Words, from: &From<'_>) -> Markup {
    let style = format!(
        "width:100%; max-width:560px; background-color:#ffffff; border:1px solid #e4e0d9; border-radius:16px; {PLAIN}"
    );
    html! {
        table role="presentation" class="sheet" width="560" cellpadding="0" cellspacing="0" border="0" style=(style) {
            (row("padding:32px 40px 0 40px;", "pad", &company(from)))
            (row("padding:28px 40px 0 40px;", "pad", &html! {
                h1 class="ink" style=(format!("margin:0; color:#2b2723; {VOICE} font-size:27px; line-height:34px; font-weight:normal;")) { (words.title) }
            }))
            @if let Some(message) = &words.message {
                (row("padding:20px 40px 0 40px;", "pad", &said(message)))
            }
            @for sentence in &words.lead {
                (row("padding:20px 40px 0 40px; color:#2b2723; font-size:16px; line-height:25px;", "pad ink", &html! { (sentence) }))
            }
            @if let Some((label, address)) = &words.button {
                (row("padding:28px 40px 0 40px;", "pad", &button(label, address)))
            }
            @if let Some(about) = &words.about_button {
                (row("padding:14px 40px 0 40px; color:#5a544d; font-size:14px; line-height:22px;", "pad soft", &html! { (about) }))
            }
            @if !words.facts.is_empty() {
                (row("padding:28px 40px 0 40px;", "pad", &facts(words)))
            }
            (row("padding:24px 40px 32px 40px; color:#5a544d; font-size:13px; line-height:20px;", "pad soft", &html! {
                @for (n, sentence) in words.foot.iter().enumerate() {
                    @if n > 0 { " " }
                    (sentence)
                }
            }))
        }
    }
}

fn row(style: &str, class: &str, inside: &Markup) -> Markup {
    html! { tr { td class=(class) style=(style) { (inside) } } }
}

/// The company's door with its first letter.
fn company(from: &From<'_>) -> Markup {
    let colour = brand::colour(from.slug);
    let door = format!(
        "width:32px; height:36px; background-color:{colour}; border-radius:16px 16px 2px 2px; color:#ffffff; font-size:16px; font-weight:bold; line-height:36px;"
    );
    let letter: String = from
        .name
        .chars()
        .take(1)
        .flat_map(char::to_uppercase)
        .collect();
    html! {
        table role="presentation" cellpadding="0" cellspacing="0" border="0" { tr {
            td width="32" height="36" align="center" valign="middle" style=(door) { (letter) }
            td class="ink" style="padding-left:12px; color:#2b2723; font-size:15px; font-weight:bold;" { (from.name) }
        } }
    }
}

fn said(message: &str) -> Markup {
    let style = format!(
        "padding:16px 20px; background-color:#eef4f5; border-radius:10px; color:#2b2723; {VOICE} font-size:17px; line-height:27px;"
    );
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" { tr {
            td class="words" dir="auto" style=(style) {
                @for (n, line) in message.lines().enumerate() {
                    @if n > 0 { br; }
                    (line)
                }
            }
        } }
    }
}

fn button(label: &str, address: &str) -> Markup {
    let style = "display:inline-block; padding:14px 28px; color:#ffffff; font-size:16px; line-height:20px; font-weight:bold; text-decoration:none; border-radius:10px;";
    html! {
        table role="presentation" cellpadding="0" cellspacing="0" border="0" { tr {
            td class="button" align="center" style="background-color:#0b5560; border-radius:10px;" {
                a href=(address) style=(style) { (label) }
            }
        } }
    }
}

fn facts(words: &Words) -> Markup {
    let cell = "padding:9px 0; border-top:1px solid #e4e0d9;";
    html! {
        @if let Some(title) = &words.facts_title {
            h2 class="ink" style="margin:0 0 8px 0; color:#2b2723; font-size:15px; line-height:22px;" { (title) }
        }
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="font-size:15px; line-height:22px;" {
            @for (what, how_much) in &words.facts {
                tr {
                    td class="ink rule" style={ (cell) " color:#2b2723;" } { (what) }
                    td class="soft rule" align="right" style={ (cell) " color:#5a544d;" } { @if let Some(value) = how_much { (value) } }
                }
            }
        }
    }
}

/// Who it comes from, and how to get no more.
fn below(words: &Words, from: &From<'_>) -> Markup {
    let style =
        format!("margin:20px 0 0 0; color:#5a544d; {PLAIN} font-size:13px; line-height:20px;");
    html! {
        p class="soft" style=(style) {
            (from.name)
            @if let Some((label, address)) = &words.stop {
                br;
                a href=(address) class="soft" style="color:#5a544d;" { (label) }
            }
        }
    }
}
