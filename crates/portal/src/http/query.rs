//! The parameters of an address, decoded, each at most once.

use super::problem::Problem;

/// Names and values in the order given.
pub(crate) type Parameters = Vec<(String, String)>;

/// Reads what stands after the question mark.
pub(crate) fn parameters(query: Option<&str>) -> Result<Parameters, Problem> {
    let mut read = Parameters::new();
    for pair in query
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty())
    {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name)?, decoded(value)?);
        if read.iter().any(|(known, _)| *known == name) {
            return Err(Problem::parameter(&name, "it is given more than once"));
        }
        read.push((name, value));
    }
    Ok(read)
}

/// Refuses every parameter but those named.
pub(crate) fn only(parameters: &Parameters, known: &[&str]) -> Result<(), Problem> {
    match parameters
        .iter()
        .find(|(name, _)| !known.contains(&name.as_str()))
    {
        Some((name, _)) => Err(Problem::parameter(name, "there is no such parameter here")),
        None => Ok(()),
    }
}

/// The value of a parameter.
pub(crate) fn value<'a>(parameters: &'a Parameters, name: &str) -> Option<&'a str> {
    parameters
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
}

/// The value of a parameter that says yes or no; no where it is not given.
pub(crate) fn truth(parameters: &Parameters, name: &str) -> Result<bool, Problem> {
    match value(parameters, name) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Problem::parameter(name, "it should be `true` or `false`")),
    }
}

fn decoded(text: &str) -> Result<String, Problem> {
    // PostgreSQL keeps no text with the byte 0 in it, so nothing there can be asked for.
    const UNREADABLE: Problem =
        Problem::Unreadable("the address should be percent-encoded UTF-8 without the byte 0");
    if !text.bytes().any(|b| matches!(b, b'%' | b'+')) {
        return Ok(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|d| char::from(d).to_digit(16));
                match (digit(), digit()) {
                    (Some(high), Some(low)) if high + low > 0 => (high * 16 + low) as u8,
                    _ => return Err(UNREADABLE),
                }
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| UNREADABLE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(query: &str) -> Vec<(String, String)> {
        parameters(Some(query)).unwrap()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn names_and_values_are_decoded() {
        assert_eq!(
            read("sort=-due_on&limit=5"),
            [pair("sort", "-due_on"), pair("limit", "5")]
        );
        assert_eq!(
            read("filter%5Bdue_on%5D%5Bgte%5D=2026-01-01&q=caf%C3%A9+noir&count"),
            [
                pair("filter[due_on][gte]", "2026-01-01"),
                pair("q", "café noir"),
                pair("count", "")
            ]
        );
        assert_eq!(read("&&a=b=c"), [pair("a", "b=c")]);
        assert!(parameters(None).unwrap().is_empty());
    }

    #[test]
    fn what_is_not_utf_8_or_cut_off_is_unreadable() {
        for query in ["q=%FF", "q=%4", "q=%", "q=%zz", "%C3=1", "q=a%00"] {
            assert!(
                matches!(parameters(Some(query)), Err(Problem::Unreadable(_))),
                "{query}"
            );
        }
    }

    #[test]
    fn a_parameter_is_given_once_or_is_wrong() {
        assert!(matches!(
            parameters(Some("limit=1&limit=1")),
            Err(Problem::Invalid(_))
        ));
        assert!(only(&read("at=1"), &["at"]).is_ok());
        assert!(matches!(
            only(&read("at=1&x=2"), &["at"]),
            Err(Problem::Invalid(_))
        ));
        assert!(truth(&read("dry_run=true"), "dry_run").unwrap());
        assert!(!truth(&read("x="), "dry_run").unwrap());
        assert!(truth(&read("dry_run=1"), "dry_run").is_err());
    }
}
