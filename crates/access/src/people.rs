//! Who is shown by name.
//!
//! A guest's list of available users is the last word on members; another guest is known to guests
//! of the same customer alone.

use std::collections::BTreeSet;

/// How a person stands in what a viewer reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// With id and name.
    ByName,
    /// As the account's name, without an id.
    AsCompany,
    /// As if the field had no value; lists leave the person out.
    NotAtAll,
}

/// What must be known of a person to decide how they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Internal key of the user.
    pub id: i64,
    /// A member of the account's own staff, limited ones included.
    pub member: bool,
    /// The customer a guest belongs to, through contact or customer.
    pub customer: Option<i64>,
}

/// What a viewer may know of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acquaintance {
    /// Members, limited ones included: everyone by name.
    Everyone,
    /// A guest.
    Guest {
        /// The guest.
        id: i64,
        /// The guest's customer.
        customer: Option<i64>,
        /// The members the guest may know; `None` where the list is not set.
        available: Option<BTreeSet<i64>>,
    },
}

impl Acquaintance {
    /// How a person is shown to this viewer in a field or list.
    pub fn of(&self, person: &Person) -> Shown {
        let Acquaintance::Guest {
            id,
            customer,
            available,
        } = self
        else {
            return Shown::ByName;
        };
        if person.id == *id {
            return Shown::ByName;
        }
        if person.member {
            let known = available
                .as_ref()
                .is_none_or(|list| list.contains(&person.id));
            return if known {
                Shown::ByName
            } else {
                Shown::AsCompany
            };
        }
        if customer.is_some() && *customer == person.customer {
            Shown::ByName
        } else {
            Shown::NotAtAll
        }
    }

    /// How the author of a comment or message is shown to whoever reads it: guests by name.
    pub fn of_author(&self, person: &Person) -> Shown {
        match self.of(person) {
            Shown::NotAtAll => Shown::ByName,
            shown => shown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn maria(available: Option<&[i64]>) -> Acquaintance {
        Acquaintance::Guest {
            id: 1,
            customer: Some(50),
            available: available.map(|l| l.iter().copied().collect()),
        }
    }

    const ANA: Person = Person {
        id: 9,
        member: true,
        customer: None,
    };
    const COLLEAGUE: Person = Person {
        id: 2,
        member: false,
        customer: Some(50),
    };
    const STRANGER: Person = Person {
        id: 3,
        member: false,
        customer: Some(51),
    };
    const ALONE: Person = Person {
        id: 4,
        member: false,
        customer: None,
    };

    #[test]
    fn a_member_stands_as_the_company_unless_the_list_has_them_or_is_not_set() {
        assert_eq!(maria(None).of(&ANA), Shown::ByName);
        assert_eq!(maria(Some(&[9])).of(&ANA), Shown::ByName);
        assert_eq!(maria(Some(&[])).of(&ANA), Shown::AsCompany);
        assert_eq!(maria(Some(&[])).of_author(&ANA), Shown::AsCompany);
    }

    #[test]
    fn guests_know_guests_of_their_own_customer_and_whoever_wrote_what_they_read() {
        assert_eq!(maria(None).of(&COLLEAGUE), Shown::ByName);
        assert_eq!(maria(None).of(&STRANGER), Shown::NotAtAll);
        assert_eq!(maria(None).of_author(&STRANGER), Shown::ByName);
        let alone = Acquaintance::Guest {
            id: 8,
            customer: None,
            available: None,
        };
        assert_eq!(alone.of(&ALONE), Shown::NotAtAll);
    }

    #[test]
    fn everyone_knows_themselves_and_members_know_everyone() {
        let me = Person {
            id: 1,
            member: false,
            customer: None,
        };
        assert_eq!(maria(Some(&[])).of(&me), Shown::ByName);
        assert_eq!(Acquaintance::Everyone.of(&STRANGER), Shown::ByName);
    }
}
