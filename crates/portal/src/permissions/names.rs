//! What the names of the catalogue are called.

use access::Facet;

use crate::texts::Texts;

/// What one name of a set is called: `Due date`.
pub(crate) fn name(texts: &Texts, facet: Facet, name: &str) -> String {
    let kind = match facet {
        Facet::Fields => "field",
        Facet::Relations => "relation",
        Facet::Actions => "action",
        Facet::Notifications => "notification",
    };
    texts.say_with(&format!("{kind}-{}", name.replace('_', "-")), &[])
}

/// What one of the four sets is called.
pub(super) fn set(texts: &Texts, facet: Facet) -> String {
    texts.say_with(&format!("permissions-{}", facet.name()), &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use access::Module;
    use jiff::tz::TimeZone;

    #[test]
    fn every_name_of_the_catalogue_has_a_word() {
        let texts = Texts::of("en", TimeZone::UTC);
        let mut without = Vec::new();
        for module in Module::ALL {
            for facet in Facet::ALL {
                let names = module.entry().names(facet).iter();
                let said = names.map(|one| name(&texts, facet, one));
                without.extend(said.filter(|word| word.starts_with(char::is_lowercase)));
            }
        }
        assert_eq!(without, Vec::<String>::new());
    }
}
