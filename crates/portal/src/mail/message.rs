//! A letter as a message of the internet: headers, text and HTML beside each other.

use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use std::time::{Duration, UNIX_EPOCH};
use store::mail::Letter;

use super::words::{Words, one_line, words};
use super::{html, text};
use crate::texts::Texts;

/// A message that can be sent, and what the built-in mailbox shows of it.
pub(super) struct Written {
    pub(super) message: Message,
    pub(super) shown: store::mail::Message,
}

/// From where mail is sent.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// The address it comes from.
    pub(super) sender: Address,
    /// Where the pages are, without a slash at the end.
    pub(super) base: String,
}

/// Writes a letter; what is wrong makes it impossible for ever, and is said to staff.
pub(super) fn write(letter: &Letter, origin: &Origin, now: Timestamp) -> Result<Written, String> {
    let words = words(letter, &origin.base, now);
    let text = text::page(&words, &one_line(&letter.account_name));
    let company = html::From {
        slug: &letter.account,
        name: &one_line(&letter.account_name),
    };
    let language = Texts::of(&letter.locale, letter.time_zone.clone()).code();
    let html = html::page(&words, &company, language);
    let message_id = format!("<{}@{}>", letter.id, origin.sender.domain());
    let to: Address = letter
        .email
        .parse()
        .map_err(|error| format!("the address cannot be written to: {error}"))?;
    let from = named(&letter.account_name, &origin.sender);
    let message = message(
        &words,
        letter,
        from.clone(),
        to,
        &message_id,
        now,
        &text,
        &html,
    )?;
    let raw = String::from_utf8_lossy(&message.formatted()).into_owned();
    let shown = store::mail::Message {
        message_id,
        sender: from.to_string(),
        recipient: letter.email.clone(),
        subject: words.title,
        text,
        html,
        raw,
    };
    Ok(Written { message, shown })
}

#[expect(clippy::too_many_arguments, reason = "the parts of a message")]
fn message(
    words: &Words,
    letter: &Letter,
    from: Mailbox,
    to: Address,
    message_id: &str,
    now: Timestamp,
    text: &str,
    html: &str,
) -> Result<Message, String> {
    let mut message = Message::builder()
        .message_id(Some(message_id.to_owned()))
        .date(UNIX_EPOCH + Duration::from_secs(u64::try_from(now.as_second()).unwrap_or(0)))
        .from(from)
        .to(named(&letter.name, &to))
        .subject(words.title.clone())
        .multipart(MultiPart::alternative_plain_html(
            text.to_owned(),
            html.to_owned(),
        ))
        .map_err(|error| format!("the message cannot be written: {error}"))?;
    let mut header = |name: &'static str, value: String| {
        let name = HeaderName::new_from_ascii_str(name);
        message
            .headers_mut()
            .insert_raw(HeaderValue::new(name, value));
    };
    header("Auto-Submitted", "auto-generated".to_owned());
    if let Some((_, address)) = &words.stop {
        header("List-Unsubscribe", format!("<{address}>"));
        header(
            "List-Unsubscribe-Post",
            "List-Unsubscribe=One-Click".to_owned(),
        );
    }
    Ok(message)
}

/// An address with a name before it, unless there is none or it is the address itself.
fn named(name: &str, address: &Address) -> Mailbox {
    let name = one_line(name);
    let says_more = !name.is_empty() && name != address.to_string();
    Mailbox::new(says_more.then_some(name), address.clone())
}
