//! Finds the lines that refer to nothing, and where the good lines go on, those that refer to them in turn.

use super::given::{Given, Line};
use super::kinds::{Is, KINDS, Kind, Space};
use super::report::Problem;
use super::resolve::{Around, OF_THE_BUNDLE, resolve};
use super::scratch::Body;
use super::work::{Work, parsed};
use crate::engine::Tx;
use crate::error::Result;
use std::collections::HashMap;

/// Takes lines out until all that are left refer to something.
///
/// Kinds stand in the order in which they refer to each other, so that a few rounds are enough; what refers to
/// its own kind (a task to its parent) is followed line by line, however the lines are ordered.
pub(crate) async fn settle(work: &mut Work, tx: &mut Tx) -> Result<()> {
    loop {
        let before = work.rejected.total;
        for (place, kind) in KINDS.iter().enumerate() {
            settle_kind(work, tx, place, kind).await?;
        }
        if work.rejected.total == before {
            return Ok(());
        }
    }
}

async fn settle_kind(
    work: &mut Work,
    tx: &mut Tx,
    place: usize,
    kind: &'static Kind,
) -> Result<()> {
    let Some(space) = kind.space else {
        return Ok(());
    };
    let own = kind
        .fields
        .iter()
        .find(|field| matches!(field.is, Is::One(to) if to == space));
    let mut lost = Vec::new();
    let mut after = 0;
    work.scratch.nothing_hangs()?;
    loop {
        let bodies = work.scratch.bodies(place, after)?;
        let Some(last) = bodies.last() else { break };
        after = last.line;
        if let (true, Some(field)) = (work.keep_going, own) {
            for (body, line) in parsed(&bodies) {
                if let Some(Given::Id(sid)) =
                    field.columns.first().and_then(|column| line.value(column))
                {
                    work.scratch.hangs(sid, body.line)?;
                }
            }
        }
        check(work, tx, place, &bodies, &mut lost).await?;
    }
    while let Some(sid) = lost.pop() {
        let mut after = 0;
        loop {
            let hanging = work.scratch.hanging(place, &sid, after)?;
            let Some(last) = hanging.last() else { break };
            after = last.line;
            check(work, tx, place, &hanging, &mut lost).await?;
        }
    }
    Ok(())
}

/// Takes out those of these lines that refer to nothing, and notes their ids.
async fn check(
    work: &mut Work,
    tx: &mut Tx,
    place: usize,
    bodies: &[Body],
    lost: &mut Vec<String>,
) -> Result<()> {
    let lines: Vec<(&Body, Line<'_>)> = parsed(bodies);
    work.prepare(tx, &lines).await?;
    for (body, line) in lines {
        let (space, sid): (Option<Space>, String) = (line.space, line.id.to_string());
        let identities = HashMap::new();
        let around = Around {
            ids: work.ids.met(),
            whose: OF_THE_BUNDLE,
            files_external: work.files_external,
            identities: &identities,
        };
        if let (Err(fault), Some(space)) = (resolve(line, body.stored.as_ref(), &around), space) {
            work.take_out(place, space, &sid, body.line, fault, Problem::Invalid)?;
            if work.keep_going {
                work.ids.forget_one(space, &sid);
                lost.push(sid);
            }
        }
    }
    Ok(())
}
