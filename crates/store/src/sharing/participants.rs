//! The participants of a project: people and companies noted beside its customer, each with external access or
//! without. Being one opens nothing; the switch makes a grant and ends it.

use super::ending;
use super::external::{External, access};
use super::item::Item;
use super::may_open::Openable;
use super::receipt::receipt;
use super::rows;
use super::turn::{Once, Turn};
use crate::bundle::json::{Json as Sent, shown};
use crate::bundle::kinds::Kind;
use crate::engine::{Db, Sql};
use crate::ids;
use crate::staff::{Party, PartyAccess};
use crate::viewer::Viewer;
use crate::visible::json::Json;
use crate::visible::{ReadError, Reader};
use crate::writes::record::{Entries, entries, fix, merged};
use crate::writes::{StillAs, WriteError, Written};
use access::Module;
use access::staff::{Deed, Ties, Work};
use jiff::Timestamp;
use serde_json::json;

/// The place of the kind `participant` among the bundle's.
fn place() -> usize {
    Kind::named("participant").map_or(0, |(place, _)| place)
}

/// A participant as it is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) id: i64,
    pub(super) public_id: [u8; 16],
    pub(super) contact: Option<i64>,
    pub(super) customer: Option<i64>,
    pub(super) person: Option<i64>,
    pub(super) grant: Option<i64>,
}

impl Reader {
    /// The participants of a project, as JSON `{"items","next"}`: `id`, `party`, `label`, `name`, `grant` while
    /// external access is on, and `external` with the user who has it, the role and the clocks.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] where the viewer does not see the project; [`ReadError::NotAllowed`] to guests and
    /// limited members who do.
    pub async fn participants(&mut self, project: &str) -> Result<String, ReadError> {
        let rows = self
            .find_row(Module::Projects, &ids::parse(project))
            .await?;
        if rows.len() == 0 {
            return Err(ReadError::NotFound);
        }
        let parties = self.parties(project).await?;
        let mut json = Json::with_capacity(64 + 384 * parties.len());
        json.open('{').key("items").open('[');
        for party in &parties {
            write(party, &mut json);
        }
        json.close(']').key("next").null().close('}');
        Ok(json.finish())
    }

    /// One participant of a project, as [`Reader::participants`] writes it.
    ///
    /// # Errors
    /// As there; [`ReadError::NotFound`] where there is no such participant.
    pub async fn participant(&mut self, project: &str, part: &str) -> Result<String, ReadError> {
        let rows = self
            .find_row(Module::Projects, &ids::parse(project))
            .await?;
        if rows.len() == 0 {
            return Err(ReadError::NotFound);
        }
        let parties = self.parties(project).await?;
        let party = parties.iter().find(|party| party.id == part);
        let mut json = Json::default();
        write(party.ok_or(ReadError::NotFound)?, &mut json);
        Ok(json.finish())
    }
}

fn write(party: &Party, json: &mut Json) {
    json.open('{')
        .key("id")
        .text(&party.id)
        .key("party")
        .open('{')
        .key(party.kind);
    json.text(party.of.as_deref().unwrap_or(&party.name))
        .close('}');
    json.key("label").text_or_null(party.label.as_deref());
    json.key("name").text(&party.name);
    let on = party.access.as_ref().filter(|access| access.open);
    json.key("grant")
        .text_or_null(on.map(|access| access.grant.as_str()));
    json.key("external");
    match &party.access {
        Some(access) => write_access(access, json),
        None => {
            json.null();
        }
    }
    json.close('}');
}

fn write_access(access: &PartyAccess, json: &mut Json) {
    let instant = |at: Option<Timestamp>| at.map(Timestamp::as_microsecond);
    json.open('{')
        .key("user")
        .open('{')
        .key("id")
        .text(&access.user.0);
    json.key("name").text(&access.user.1).close('}');
    json.key("role").text_or_null(access.role.as_deref());
    json.key("open").truth(access.open);
    json.key("since").instant(instant(access.since));
    json.key("until").instant(instant(access.until)).close('}');
}

impl Db {
    /// Adds a participant to a project: `{"party":{"contact"|"customer"|"guest"|"name": …},"label","external"}`.
    /// `external` is true, false, or `{"role","until","email","message"}`; a company or a bare label needs the address
    /// of the person who gets the access. What is sent several times under one key (`once`) is done once.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::Conflict`] where something else was sent under the key.
    pub async fn add_participant(
        &self,
        viewer: &Viewer,
        project: &str,
        body: Option<&[u8]>,
        once: Option<&Once>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = Turn::take(self, viewer, now).await?;
        let item = turn.project(project).await?;
        if let Some(id) = turn.before(once).await? {
            let json = Some(turn.reader.participant(project, &id).await?);
            return Ok(Written { id, json });
        }
        let mut entries = entries(body)?;
        let external = External::taken(&mut entries)?;
        turn.may_switch(&item, external.as_ref()).await?;
        refuse_grant(&entries)?;
        let expected = "the project whose participant it is";
        fix(
            &mut entries,
            "project",
            Sent::Text(project.into()),
            expected,
        )?;
        if !entries
            .iter()
            .any(|(key, value)| key == "party" && *value != Sent::Null)
        {
            let expected = "one of `contact`, `customer`, `guest` and `name`";
            return Err(WriteError::at("/party", "nothing", expected));
        }
        let put = turn.put(place(), None, &entries).await?;
        let part = turn.part(&item, &ids::show(&put.public_id)).await?;
        if let Some(external) = external {
            access(&mut turn, &item, &part, external).await?;
        }
        turn.note_once(once, &ids::show(&part.public_id)).await?;
        turn.end_part_write("participant.create", &item, &part)
            .await
    }

    /// Changes a participant's label and external access; switching it off ends the grant.
    ///
    /// # Errors
    /// Why nothing was written.
    pub async fn change_participant(
        &self,
        viewer: &Viewer,
        (project, part): (&str, &str),
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = Turn::take(self, viewer, now).await?;
        let item = turn.project(project).await?;
        let mut sent = entries(body)?;
        let external = External::taken(&mut sent)?;
        turn.may_switch(&item, external.as_ref()).await?;
        refuse_grant(&sent)?;
        let part = turn.part(&item, part).await?;
        turn.unchanged(&item, &part, still_as).await?;
        let before = turn.recall(place(), part.id).await?;
        let before = before.ok_or(WriteError::NotFound)?;
        {
            let entries = merged(&before, &sent)?;
            turn.put(place(), Some(&before), &entries).await?;
        }
        let part = turn.part(&item, &ids::show(&part.public_id)).await?;
        if let Some(external) = external {
            access(&mut turn, &item, &part, external).await?;
        }
        turn.end_part_write("participant.change", &item, &part)
            .await
    }

    /// Takes a participant off a project, and ends the external access that it has there. Gives the receipt.
    ///
    /// # Errors
    /// Why nothing was written.
    pub async fn remove_participant(
        &self,
        viewer: &Viewer,
        (project, part): (&str, &str),
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<String, WriteError> {
        static REMOVE: Sql =
            Sql::fixed("DELETE FROM participant WHERE account_id = $1 AND id = $2");
        let mut turn = Turn::take(self, viewer, now).await?;
        let item = turn.project(project).await?;
        turn.may_switch(&item, None).await?;
        let part = turn.part(&item, part).await?;
        turn.unchanged(&item, &part, still_as).await?;
        let (ended, still) = turn.switch_off(&item, &part).await?;
        let values = [turn.account().into(), part.id.into()];
        turn.tx().execute(&REMOVE, &values).await?;
        let on = format!(
            "{}/participants/{}",
            item.item.path(),
            ids::show(&part.public_id)
        );
        turn.finish("participant.delete", &json!({"on": on}))
            .await?;
        Ok(receipt(&ended, &still))
    }
}

/// Whether external access is on is said by `external` alone.
fn refuse_grant(entries: &Entries<'_>) -> Result<(), WriteError> {
    match entries.iter().find(|(key, _)| key == "grant") {
        Some((_, value)) if *value != Sent::Null => {
            let expected = "no `grant`: `external` makes it and ends it";
            Err(WriteError::at("/grant", shown(value), expected))
        }
        _ => Ok(()),
    }
}

impl Turn {
    /// A project that the writer sees.
    async fn project(&mut self, id: &str) -> Result<Openable, WriteError> {
        let item = Item::of(Module::Projects, id);
        self.reader.look_up(item).await?.ok_or(WriteError::NotFound)
    }

    /// Refuses those who may not edit the project, and where external access is switched, those who may not open
    /// access to it.
    async fn may_switch(
        &mut self,
        project: &Openable,
        external: Option<&External>,
    ) -> Result<(), WriteError> {
        let opens = self.reader.may_open(project).await?;
        if external.is_some() && !opens {
            return Err(WriteError::NotAllowed);
        }
        let ties = Ties {
            made_it: false,
            works_on_it: self.works_on(project.id).await?,
        };
        match self.with_ties(Deed::Edit, Work::Projects, ties) {
            Err(WriteError::NotAllowed) if opens => Ok(()),
            judged => judged,
        }
    }

    /// A participant of a project.
    async fn part(&mut self, project: &Openable, id: &str) -> Result<Part, WriteError> {
        static PART: Sql = Sql::fixed(
            "SELECT id, public_id, contact_id, customer_id, person_id, grant_id FROM participant \
             WHERE account_id = $1 AND project_id = $2 AND public_id = $3",
        );
        let values = [
            self.account().into(),
            project.id.into(),
            ids::parse(id).into(),
        ];
        let part = self
            .tx()
            .one(&PART, &values, |row| {
                Ok(Part {
                    id: row.int(0)?,
                    public_id: row.id(1)?,
                    contact: row.opt_int(2)?,
                    customer: row.opt_int(3)?,
                    person: row.opt_int(4)?,
                    grant: row.opt_int(5)?,
                })
            })
            .await?;
        part.ok_or(WriteError::NotFound)
    }

    /// Refuses to go on where the participant is not what its writer saw.
    async fn unchanged(
        &mut self,
        project: &Openable,
        part: &Part,
        still_as: StillAs<'_>,
    ) -> Result<(), WriteError> {
        if still_as.is_none() {
            return Ok(());
        }
        let (project, part) = (
            ids::show(&project.item.public_id),
            ids::show(&part.public_id),
        );
        let json = self.reader.participant(&project, &part).await?;
        Turn::unless_changed(&json, still_as)
    }

    /// Ends the grant that a participant's external access made; gives what ended, and why its holder sees the
    /// project still.
    pub(super) async fn switch_off(
        &mut self,
        project: &Openable,
        part: &Part,
    ) -> Result<(ending::Ended, Vec<super::Still>), WriteError> {
        let (account, now) = (self.account(), self.now());
        let Some(grant) = part.grant else {
            return Ok((ending::Ended::default(), Vec::new()));
        };
        let row = rows::by_id(self.tx(), account, grant).await?;
        let Some(row) = row.filter(|row| row.revoked_at.is_none()) else {
            return Ok((ending::Ended::default(), Vec::new()));
        };
        let ended = ending::end(self.tx(), account, std::slice::from_ref(&row), now).await?;
        let still = self
            .reader
            .still(project.item, &[], Some(row.person))
            .await?;
        Ok((ended, still))
    }

    async fn end_part_write(
        mut self,
        action: &str,
        project: &Openable,
        part: &Part,
    ) -> Result<Written, WriteError> {
        let (of, id) = (
            ids::show(&project.item.public_id),
            ids::show(&part.public_id),
        );
        let json = self.reader.participant(&of, &id).await?;
        let on = format!("{}/participants/{id}", project.item.path());
        self.finish(action, &json!({"on": on})).await?;
        Ok(Written {
            id,
            json: Some(json),
        })
    }
}
