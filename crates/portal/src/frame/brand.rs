//! A company's colour until it chooses one: always the same for the same address.

/// Six colours that stand beside each other well; the sheet has them by number.
const COLOURS: [&str; 6] = [
    "#0e5c68", "#9c3d1e", "#4a4694", "#2f6b3a", "#8a3a63", "#1f5a9e",
];

/// The number of a company's colour, from 1.
pub(crate) fn number(slug: &str) -> usize {
    let sum = slug.bytes().fold(0_usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    sum % COLOURS.len() + 1
}

/// The colour itself, for drawings.
pub(crate) fn colour(slug: &str) -> &'static str {
    COLOURS[number(slug) - 1]
}

/// A tone for a person's circle, from 1 to 5, always the same for the same name.
pub(crate) fn tone(name: &str) -> usize {
    name.bytes().map(usize::from).sum::<usize>() % 5 + 1
}

/// The first letters of a name's first and last word.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_last_word() {
        assert_eq!(initials("Maria Anders"), "MA");
        assert_eq!(initials("maria de los anders"), "MA");
        assert_eq!(initials("Ångström"), "Å");
        assert_eq!(initials(""), "");
    }
}
