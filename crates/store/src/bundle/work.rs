//! One import under way: what it has found out, and the writing of one kind after the other.

use super::given::{Given, Line, What};
use super::guards::round_an_owner;
use super::hand::{Hand, Record};
use super::ids::Ids;
use super::kinds::{KINDS, Kind, Space};
use super::parse;
use super::report::{Problem, Rejected, Rejections};
use super::resolve::{self, Around, OF_THE_BUNDLE, Resolved};
use super::scratch::{Body, Scratch, State};
use crate::accounts::identities;
use crate::engine::Tx;
use crate::error::Result;
use access::Fault;
use std::collections::HashMap;

/// An import that holds the account's turn to write.
pub(crate) struct Work {
    pub(crate) hand: Hand,
    pub(crate) scratch: Scratch,
    pub(crate) ids: Ids,
    pub(crate) files_external: bool,
    pub(crate) rejected: Rejections,
    /// Take the good lines although there are others.
    pub(crate) keep_going: bool,
}

impl Work {
    pub(crate) fn reject(&mut self, line: u64, fault: Fault, problem: Problem) {
        self.rejected.push(Rejected::of(line, fault, problem));
    }

    /// Refuses a kept line and takes it out: whole where the good lines go on, its text alone otherwise, so that
    /// references to it are not reported too.
    pub(crate) fn take_out(
        &mut self,
        place: usize,
        space: Space,
        sid: &str,
        line: u64,
        fault: Fault,
        problem: Problem,
    ) -> Result<()> {
        self.reject(line, fault, problem);
        if self.keep_going {
            self.scratch.forget(place, space, sid, line)
        } else {
            self.scratch.drop_body(place, line)
        }
    }

    /// Whether anything may still be written: a bad line refuses the whole, unless told otherwise.
    pub(crate) fn writes(&self) -> bool {
        self.keep_going || self.rejected.total == 0
    }

    /// Looks up what these lines refer to.
    pub(crate) async fn prepare(&mut self, tx: &mut Tx, lines: &[(&Body, Line<'_>)]) -> Result<()> {
        let wanted = lines.iter().flat_map(|(_, line)| resolve::wanted(line));
        self.ids.prepare(tx, &self.scratch, wanted).await
    }

    /// Writes the records of one kind. `told` is told how many lines and bytes are done.
    pub(crate) async fn write_kind(
        &mut self,
        tx: &mut Tx,
        place: usize,
        told: &mut impl FnMut(u64, u64),
    ) -> Result<()> {
        let mut after = 0;
        loop {
            let bodies = self.scratch.bodies(place, after)?;
            let Some(last) = bodies.last() else {
                return Ok(());
            };
            after = last.line;
            let lines = parsed(&bodies);
            self.write_chunk(tx, place, lines).await?;
            told(
                bodies.len() as u64,
                bodies.iter().map(|body| body.text.len() as u64 + 1).sum(),
            );
        }
    }

    async fn write_chunk(
        &mut self,
        tx: &mut Tx,
        place: usize,
        lines: Vec<(&Body, Line<'_>)>,
    ) -> Result<()> {
        let kind = &KINDS[place];
        self.prepare(tx, &lines).await?;
        let identities = self.identities(tx, kind, &lines).await?;
        let mut records = Vec::with_capacity(lines.len());
        for (body, line) in lines {
            let Some(space) = line.space else { continue };
            let sid = line.id.clone();
            let known = if self.ids.any(space) {
                self.scratch.entry(space, &sid)?.and_then(|entry| entry.id)
            } else {
                None
            };
            let around = Around {
                ids: self.ids.met(),
                whose: OF_THE_BUNDLE,
                files_external: self.files_external,
                identities: &identities,
            };
            match resolve::resolve(line, body.stored.as_ref(), &around) {
                Ok(Resolved::Row(row)) => records.push(Record {
                    line: body.line,
                    source_id: Some(sid),
                    id: known.unwrap_or_else(|| self.ids.new_id(body.seq)),
                    known: known.is_some(),
                    row,
                }),
                Ok(Resolved::Falls)
                    if known.is_some_and(|id| self.hand.guards.keeps(space, id)) =>
                {
                    let (fault, problem) =
                        round_an_owner("/on", "a record that this bundle deletes");
                    self.reject(body.line, fault, problem);
                }
                Ok(Resolved::Falls) => self.scratch.becomes(space, &sid, State::Fallen)?,
                Err(fault) => self.reject(body.line, fault, Problem::Invalid),
            }
        }
        let mut changes = self.hand.compare(tx, place, records).await?;
        let rejected = &mut self.rejected;
        let guards = &self.hand.guards;
        changes.retain(|change| match guards.refuse(kind, change) {
            Some((fault, problem)) => {
                rejected.push(Rejected::of(change.line, fault, problem));
                false
            }
            None => true,
        });
        if !self.writes() {
            return Ok(());
        }
        let differing = self.hand.save(tx, place, &changes).await?;
        let count = self.hand.count(kind.name);
        for change in &changes {
            match &change.before {
                None => count.created += 1,
                Some(_) if change.differs || differing.contains(&change.id) => count.changed += 1,
                Some(_) => count.unchanged += 1,
            }
        }
        Ok(())
    }

    /// The identities of the addresses of members and guests.
    async fn identities(
        &self,
        tx: &mut Tx,
        kind: &'static Kind,
        lines: &[(&Body, Line<'_>)],
    ) -> Result<HashMap<String, i64>> {
        if kind.space != Some(Space::Person) {
            return Ok(HashMap::new());
        }
        let mut emails: Vec<&str> = lines
            .iter()
            .filter_map(|(_, line)| match line.value("email") {
                Some(Given::Text(email)) => Some(email.as_ref()),
                _ => None,
            })
            .collect();
        emails.sort_unstable();
        emails.dedup();
        let ids = identities(tx, &emails, self.hand.now).await?;
        Ok(emails.into_iter().map(str::to_owned).zip(ids).collect())
    }
}

/// The lines of kept texts, which were read well once before.
pub(crate) fn parsed(bodies: &[Body]) -> Vec<(&Body, Line<'_>)> {
    bodies
        .iter()
        .filter_map(|body| {
            let tree = parse::tree(&body.text).ok()?;
            let line = parse::line(&tree).ok()?;
            matches!(line.what, What::Record(_)).then_some((body, line))
        })
        .collect()
}
