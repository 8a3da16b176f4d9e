//! An instant in a form, to the minute, in the company's time zone.

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::frame::Visit;

/// What stands in the field for an instant; empty for none.
pub(crate) fn field(visit: &Visit, at: Option<Timestamp>) -> String {
    let zone = visit.reader.viewer().account_zone();
    at.map_or_else(String::new, |at| {
        let at = zone.to_datetime(at);
        format!("{}T{:02}:{:02}", at.date(), at.hour(), at.minute())
    })
}

/// The instant that is filled in, and none where nothing is.
///
/// # Errors
/// Where it is no instant.
pub(crate) fn read(visit: &Visit, text: &str) -> Result<Option<Timestamp>, jiff::Error> {
    if text.is_empty() {
        return Ok(None);
    }
    let at: DateTime = text.parse()?;
    visit
        .reader
        .viewer()
        .account_zone()
        .to_timestamp(at)
        .map(Some)
}

/// The name of the company's time zone, which stands beside such a field.
pub(crate) fn zone(visit: &Visit) -> String {
    let zone = visit.reader.viewer().account_zone();
    zone.iana_name().unwrap_or("UTC").to_owned()
}
