//! E-mail addresses in the one form in which they are compared and kept.

/// The most characters an address may have.
const MOST: usize = 254;

/// The address in lower case with its domain in ASCII; `None` where it is none: exactly one `@`, a domain
/// with a dot, at most 254 characters, no space or control character, and none that is not seen or that turns the
/// direction of what follows: two addresses that look alike would be two people.
pub fn normal(address: &str) -> Option<String> {
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let clean = |c: char| !c.is_whitespace() && !c.is_control() && !unseen(c);
    if address.chars().count() > MOST || !address.chars().all(clean) {
        return None;
    }
    let (user, domain) = address.split_once('@')?;
    if user.is_empty() || domain.contains('@') {
        return None;
    }
    let domain = idna::domain_to_ascii(domain).ok()?;
    let labels_are_there = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    let normal = format!("{}@{domain}", user.to_lowercase());
    (labels_are_there && normal.chars().count() <= MOST).then_some(normal)
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn addresses_are_compared_in_lower_case_with_an_ascii_domain() {
        assert_eq!(
            normal("Ana.Sousa@ACME.Example").as_deref(),
            Some("ana.sousa@acme.example")
        );
        assert_eq!(
            normal("ana@Bücher.example").as_deref(),
            Some("ana@xn--bcher-kva.example")
        );
        assert_eq!(
            normal("ana@xn--bcher-kva.example").as_deref(),
            Some("ana@xn--bcher-kva.example")
        );
    }

    #[test]
    fn what_is_no_address_is_not_taken() {
        let long = format!("{}@acme.example", "a".repeat(250));
        for wrong in [
            "",
            "ana",
            "@acme.example",
            "ana@",
            "ana@acme",
            "a@b@c.d",
            "a na@b.c",
            "ana@b..c",
            "a\u{7}@b.c",
            "\u{202e}ana@acme.example",
            "an\u{200b}a@acme.example",
            "ana@.b",
            &long,
        ] {
            assert_eq!(normal(wrong), None, "{wrong}");
        }
    }
}
