//! An article's text: Markdown made into a page's own marks. What looks like HTML is text, and links lead where a
//! reader may safely go.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// The marks of a text, under a page that has the only heading of the first level: where the text begins with the
/// page's own title, that one goes. Files of the text are found under `files`, an address with a slash at its end.
pub(super) fn marks(text: &str, title: &str, files: &str) -> Markup {
    let text = without(text, title);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let highest = Parser::new_ext(text, options)
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(level as usize),
            _ => None,
        })
        .min()
        .unwrap_or(2);
    let lower = |level: HeadingLevel| {
        HeadingLevel::try_from((level as usize + 2 - highest).clamp(2, 6))
            .unwrap_or(HeadingLevel::H6)
    };
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: lower(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            dest_url: safe(link_type, dest_url, files),
            link_type: LinkType::Inline,
            title,
            id,
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            dest_url: safe(link_type, dest_url, files),
            link_type: LinkType::Inline,
            title,
            id,
        }),
        other => other,
    });
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, events);
    PreEscaped(out)
}

/// The text without a first heading that says what the page's title says.
fn without<'a>(text: &'a str, title: &str) -> &'a str {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.strip_prefix("# ") {
        Some(heading) if heading.trim() == title.trim() => rest,
        _ => text,
    }
}

/// Where a link leads: to a site, a mailbox, a file of the text or a place in it; anything else leads nowhere.
fn safe<'a>(kind: LinkType, address: CowStr<'a>, files: &str) -> CowStr<'a> {
    if kind == LinkType::Email {
        return format!("mailto:{address}").into();
    }
    let lower = address.to_ascii_lowercase();
    if let Some(file) = address.strip_prefix("files/")
        && file
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        return format!("{files}{file}").into();
    }
    let known = ["https://", "http://", "mailto:", "tel:", "#"];
    if known.iter().any(|start| lower.starts_with(start)) {
        address
    } else {
        "#".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        marks(text, "Title", "/acme/files/").into_string()
    }

    #[test]
    fn headings_begin_below_the_pages_own_whatever_they_began_with() {
        assert_eq!(html("# A\n## B"), "<h2>A</h2>\n<h3>B</h3>\n");
        assert_eq!(html("### A\n#### B"), "<h2>A</h2>\n<h3>B</h3>\n");
    }

    #[test]
    fn a_heading_that_is_the_pages_title_is_not_said_twice() {
        assert_eq!(html("# Title\n\n## A\n\nb"), "<h2>A</h2>\n<p>b</p>\n");
        assert_eq!(html("# Title\n"), "");
    }

    #[test]
    fn what_looks_like_html_is_text() {
        let said = html("a <b onclick=x>b</b>\n\n<script>alert(1)</script>");
        assert!(!said.contains("<b") && !said.contains("<script"), "{said}");
        assert!(said.contains("&lt;script&gt;"), "{said}");
    }

    #[test]
    fn links_lead_to_sites_mailboxes_and_the_texts_own_files_alone() {
        assert!(html("[a](https://a.example/)").contains("href=\"https://a.example/\""));
        assert!(html("<x@a.example>").contains("href=\"mailto:x@a.example\""));
        assert!(html("![a](files/0a-1)").contains("src=\"/acme/files/0a-1\""));
        for bad in [
            "javascript:alert(1)",
            "JaVaScript:x",
            "data:text/html,x",
            "//evil.example",
            "files/../x",
        ] {
            let said = html(&format!("[a]({bad})"));
            assert!(said.contains("href=\"#\""), "{said}");
        }
    }
}
