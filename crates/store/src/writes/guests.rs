//! What guests and limited members write: that alone which an action opens to them, by the path that holds it.

use super::WriteError;
use super::parts::{holds, only, said};
use super::record::{Entries, Put, entries};
use super::references::OF_YOURS;
use super::shelf::Seen;
use super::turn::Turn;
use crate::bundle::json::{Json, shown as shown_value};
use crate::visible::holdings::widest;
use access::openings::{Keys, Openings};
use access::rule::{Because, Record, shown};
use access::{Bits, Facet, Module};

/// What a guest may say of a new record beside what it must have.
const OF_TASKS: [&str; 5] = ["description", "priority", "starts_on", "due_on", "assignee"];
const OF_TICKETS: [&str; 2] = ["description", "priority"];

const CREATE_ON_PROJECT: Bits = Module::Projects.action("create_task");
const CREATE_ON_CUSTOMER: Bits = Module::Customers.action("create_task");
const CREATE_TICKET: Bits = Module::Tickets.action("create");

/// What a new record may be of.
const PLACES: [(&str, Module); 2] = [
    ("project", Module::Projects),
    ("customer", Module::Customers),
];

impl Turn {
    /// Makes a task or a ticket for who holds the action; nobody else makes anything.
    pub(super) async fn create_as_guest(
        &mut self,
        module: Module,
        body: Option<&[u8]>,
    ) -> Result<Put, WriteError> {
        match module {
            Module::Tasks => self.create_guests_task(body).await,
            Module::Tickets => self.create_guests_ticket(body).await,
            _ => Err(WriteError::NotAllowed),
        }
    }

    async fn create_guests_task(&mut self, body: Option<&[u8]>) -> Result<Put, WriteError> {
        let mut anywhere = false;
        for (place, action) in [
            (Module::Projects, CREATE_ON_PROJECT),
            (Module::Customers, CREATE_ON_CUSTOMER),
        ] {
            let openings = self.reader.openings(place).await?;
            anywhere |= widest(&openings, place).actions.has(action);
        }
        if !anywhere {
            return Err(WriteError::NotAllowed);
        }
        let mut sent = entries(body)?;
        let mut fields: Option<Bits> = None;
        for item in self.places(&sent).await? {
            let action = match item.on.module {
                Module::Projects => CREATE_ON_PROJECT,
                _ => CREATE_ON_CUSTOMER,
            };
            let along = self
                .fields_along(&item, item.on.module, action, Module::Tasks)
                .await?;
            let along = along.ok_or(WriteError::NotAllowed)?;
            fields = Some(fields.map_or(along, |fields| fields & along));
        }
        // A task of nothing is nobody's to see.
        let fields = fields.ok_or(WriteError::NotAllowed)?;
        only(
            &sent,
            "task",
            &open_keys("title", &OF_TASKS, Module::Tasks, fields),
        )?;
        let own = self.reader.viewer.id();
        sent.push(("owner".into(), Json::Text(own.into())));
        self.make("task", &sent).await
    }

    async fn create_guests_ticket(&mut self, body: Option<&[u8]>) -> Result<Put, WriteError> {
        let ceiling = self.reader.viewer.account.ceiling.clone();
        let held = self.reader.held().await?;
        let sets = |permissions| {
            shown(permissions, &ceiling, Module::Tickets)
                .filter(|sets| sets.actions.has(CREATE_TICKET))
                .map(|sets| sets.fields)
        };
        let own = match held.own.life {
            Because::Open => sets(&held.own.permissions),
            _ => None,
        };
        let granted = held
            .grants
            .iter()
            .any(|grant| sets(&grant.held.permissions).is_some());
        if own.is_none() && !granted {
            return Err(WriteError::NotAllowed);
        }
        let mut sent = entries(body)?;
        let mut fields: Option<Bits> = None;
        for item in self.places(&sent).await? {
            let along = self
                .fields_along(&item, Module::Tickets, CREATE_TICKET, Module::Tickets)
                .await?;
            let along = along.ok_or(WriteError::NotAllowed)?;
            fields = Some(fields.map_or(along, |fields| fields & along));
        }
        let fields = fields.or(own).ok_or(WriteError::NotAllowed)?;
        only(
            &sent,
            "ticket",
            &open_keys("subject", &OF_TICKETS, Module::Tickets, fields),
        )?;
        let requester = self.reader.viewer.id();
        sent.push(("requester".into(), Json::Text(requester.into())));
        // A number that counts would tell how many tickets others have.
        let number = crate::ids::show(&crate::accounts::random_id());
        let number = format!("T-{}", number[..8].to_uppercase());
        sent.push(("number".into(), Json::Text(number.into())));
        self.make("ticket", &sent).await
    }

    /// The project and the customer that a body names, as the writer sees them.
    async fn places(&mut self, sent: &Entries<'_>) -> Result<Vec<Seen>, WriteError> {
        let mut all = Vec::new();
        for (key, module) in PLACES {
            let given = sent.iter().find(|(known, _)| known == key);
            let id = match given.map(|(_, value)| value) {
                None | Some(Json::Null) => continue,
                Some(Json::Text(id)) => id.to_string(),
                Some(other) => {
                    let pointer = format!("/{key}");
                    return Err(WriteError::at(
                        &pointer,
                        shown_value(other),
                        "an id, which is a text",
                    ));
                }
            };
            match self.see(module, &id).await {
                Ok(seen) => all.push(seen),
                Err(WriteError::NotFound) => {
                    let expected = format!("the id of a {key} {OF_YOURS}");
                    return Err(WriteError::at(&format!("/{key}"), said(&id), expected));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    /// The fields of items of `of` that the paths hold which open an item and hold an action of `acting`; none
    /// where no path does both.
    async fn fields_along(
        &mut self,
        item: &Seen,
        acting: Module,
        action: Bits,
        of: Module,
    ) -> Result<Option<Bits>, WriteError> {
        let ceiling = self.reader.viewer.account.ceiling.clone();
        let module = item.on.module;
        let keys = Keys {
            id: item.on.id,
            project: None,
            customer: None,
            parent: None,
            estimate: None,
            record: Record::Undated,
            sent: true,
        };
        let primaries = self.reader.primaries(module).await?;
        let mut fields: Option<Bits> = None;
        for primary in &primaries {
            let openings = Openings::of(module, std::slice::from_ref(primary), &ceiling);
            let opens = openings.judge(&keys).is_some();
            let permissions = &primary.held.permissions;
            let holds =
                shown(permissions, &ceiling, acting).is_some_and(|sets| sets.actions.has(action));
            if opens && holds {
                let along = shown(permissions, &ceiling, of).map_or(Bits::NONE, |sets| sets.fields);
                fields = Some(fields.unwrap_or(Bits::NONE) | along);
            }
        }
        Ok(fields)
    }

    /// Refuses changes of an item but for a customer's contact details, where the action is held.
    pub(super) fn may_change_as_guest(&self, seen: &Seen) -> Result<(), WriteError> {
        if seen.on.module == Module::Customers && holds(seen, "update_contact_details") {
            Ok(())
        } else {
            Err(WriteError::NotAllowed)
        }
    }

    /// Refuses all keys but those of the contact details that show.
    pub(super) fn only_contact_details(
        &self,
        seen: &Seen,
        sent: &Entries<'_>,
    ) -> Result<(), WriteError> {
        const DETAILS: [&str; 4] = ["email", "phone", "address", "website"];
        let showing = open(&DETAILS, Module::Customers, seen.sets.fields);
        only(sent, "customer", &showing)
    }
}

/// Those of these fields that are open.
fn open(names: &[&'static str], module: Module, fields: Bits) -> Vec<&'static str> {
    let held = |name: &&'static str| {
        let bit = module.bit(Facet::Fields, name);
        bit.is_some_and(|bit| fields.has(bit))
    };
    names.iter().copied().filter(held).collect()
}

/// What a guest may name of a new record.
fn open_keys(
    identity: &'static str,
    names: &[&'static str],
    module: Module,
    fields: Bits,
) -> Vec<&'static str> {
    let mut keys = vec![identity, "project", "customer"];
    keys.extend(open(names, module, fields));
    keys
}
