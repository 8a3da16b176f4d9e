//! Deletes records with the parts, lists and grants that hang on them, and empties references to them.

use super::guards::round_an_owner;
use super::hand::Hand;
use super::history;
use super::kinds::{FILED, Field, Is, KINDS, Kind, Space};
use super::scratch::State;
use super::work::Work;
use crate::engine::{Sql, Tx, Value};
use crate::error::Result;
use serde_json::Value as Json;
use std::collections::HashSet;

/// Refuses to delete what an owner (`L90`) holds.
pub(crate) fn guard(work: &mut Work) -> Result<()> {
    for space in [Space::Grant, Space::Person, Space::Customer] {
        let mut after = String::new();
        loop {
            let chunk = work.scratch.entries(space, &after)?;
            let Some((last, _)) = chunk.last() else { break };
            after.clone_from(last);
            for (sid, entry) in &chunk {
                let kept = entry.id.is_some_and(|id| work.hand.guards.keeps(space, id));
                if entry.state == State::Deleted && kept {
                    let (fault, problem) = round_an_owner("/deleted", "`true`");
                    work.reject(entry.line, fault, problem);
                    work.scratch.becomes(space, sid, State::There)?;
                }
            }
        }
    }
    Ok(())
}

/// Deletes everything that lines delete, and what fell with it.
pub(crate) async fn remove_deleted(work: &mut Work, tx: &mut Tx) -> Result<()> {
    for space in Space::ALL {
        let mut after = String::new();
        loop {
            let chunk = work.scratch.entries(space, &after)?;
            let Some((last, _)) = chunk.last() else { break };
            after.clone_from(last);
            let gone: Vec<i64> = chunk
                .iter()
                .filter_map(|(_, entry)| match entry.state {
                    State::There => None,
                    State::Deleted => entry.id,
                    State::Fallen => Some(work.ids.of(entry)),
                })
                .collect();
            remove(&mut work.hand, tx, space, gone).await?;
        }
    }
    Ok(())
}

/// Deletes these records, and what hangs on them in turn.
pub(crate) async fn remove(
    hand: &mut Hand,
    tx: &mut Tx,
    space: Space,
    ids: Vec<i64>,
) -> Result<()> {
    let mut waiting = vec![(space, ids)];
    while let Some((space, ids)) = waiting.pop() {
        if ids.is_empty() {
            continue;
        }
        touch(hand, tx, space, &ids).await?;
        for kind in &KINDS {
            for field in kind.fields {
                if let Some((space, hanging)) = loosen(hand, tx, kind, field, space, &ids).await? {
                    waiting.extend(hanging.chunks(1000).map(|some| (space, some.to_vec())));
                }
            }
        }
        delete(hand, tx, space, &ids).await?;
    }
    Ok(())
}

/// Empties what a field holds of these records; gives the records that cannot be without them.
async fn loosen(
    hand: &mut Hand,
    tx: &mut Tx,
    kind: &'static Kind,
    field: &Field,
    space: Space,
    ids: &[i64],
) -> Result<Option<(Space, Vec<i64>)>> {
    let Some(of) = kind.space else {
        return Ok(None);
    };
    let these = [hand.account.into(), Value::Ids(ids)];
    let table = kind.table();
    let hanging = match field.is {
        Is::One(target) if target == space && field.required => {
            select(
                tx,
                &format!(
                    "SELECT id FROM {table} WHERE account_id = $1 AND {} = ANY($2)",
                    field.columns[0]
                ),
                &these,
            )
            .await?
        }
        Is::One(target) if target == space => {
            empty(tx, table, field.columns[0], &these).await?;
            return Ok(None);
        }
        Is::On(tags) => {
            let Some(tag) = tags.iter().find(|tag| tag.space == Some(space)) else {
                return Ok(None);
            };
            let (module, id) = (field.columns[0], field.columns[1]);
            let number = tag.number;
            let text = format!(
                "SELECT id FROM {table} WHERE account_id = $1 AND {module} = {number} AND {id} = ANY($2)"
            );
            select(tx, &text, &these).await?
        }
        Is::Tagged(tags) => {
            if let Some(place) = tags.iter().position(|tag| tag.space == Some(space)) {
                empty(tx, table, field.columns[place], &these).await?;
            }
            return Ok(None);
        }
        Is::RoleOf if space == Space::Role => {
            let text = "SELECT id FROM access_grant WHERE account_id = $1 AND role_id = ANY($2) AND permissions IS NULL";
            let falling = select(tx, text, &these).await?;
            let text = "SELECT id FROM access_grant WHERE account_id = $1 AND role_id = ANY($2) AND permissions IS NOT NULL";
            let staying = select(tx, text, &these).await?;
            empty(tx, table, "role_id", &these).await?;
            history::again(tx, hand.account, hand.now, "grant", &staying).await?;
            falling
        }
        Is::Roles if space == Space::Role => {
            roles_off_cards(hand, tx, ids).await?;
            return Ok(None);
        }
        Is::Known if space == Space::Person => {
            off_known_lists(hand, tx, ids).await?;
            return Ok(None);
        }
        Is::People(link) => {
            for (target, column) in [(Space::Person, "person_id"), (of, link.of)] {
                if target == space {
                    let sql = format!(
                        "DELETE FROM {} WHERE account_id = $1 AND {column} = ANY($2)",
                        link.table
                    );
                    tx.execute(&Sql::built(sql), &these).await?;
                }
            }
            return Ok(None);
        }
        Is::Payments if of == space => {
            static PAYMENTS: Sql =
                Sql::fixed("DELETE FROM payment WHERE account_id = $1 AND invoice_id = ANY($2)");
            tx.execute(&PAYMENTS, &these).await?;
            return Ok(None);
        }
        _ => return Ok(None),
    };
    Ok(Some((of, hanging)))
}

async fn select(tx: &mut Tx, text: &str, values: &[Value<'_>]) -> Result<Vec<i64>> {
    tx.rows(&Sql::built(text.to_owned()), values, |row| row.int(0))
        .await
}

async fn empty(tx: &mut Tx, table: &str, column: &str, these: &[Value<'_>]) -> Result<()> {
    let sql =
        format!("UPDATE {table} SET {column} = NULL WHERE account_id = $1 AND {column} = ANY($2)");
    tx.execute(&Sql::built(sql), these).await?;
    Ok(())
}

/// Takes roles off guests' cards. A guest left without any, and without permissions on the card, is left with
/// none at all: the roles must not be replaced by what guests have who were given none.
async fn roles_off_cards(hand: &Hand, tx: &mut Tx, ids: &[i64]) -> Result<()> {
    static CARDS: Sql = Sql::fixed(
        "SELECT id, roles, permissions FROM person WHERE account_id = $1 AND is_guest = 1 AND roles <> '[]'",
    );
    static CARD: Sql = Sql::fixed(
        "UPDATE person SET roles = $3, permissions = $4 WHERE account_id = $1 AND id = $2",
    );
    let gone: HashSet<i64> = ids.iter().copied().collect();
    let mut changed = Vec::new();
    tx.each(&CARDS, &[hand.account.into()], |row| {
        if let Some(left) = without(row.text(1)?, &gone) {
            let permissions = row.opt_text(2)?.map(str::to_owned);
            let permissions = permissions.or_else(|| (left == "[]").then(|| "{}".to_owned()));
            changed.push((row.int(0)?, left, permissions));
        }
        Ok(std::ops::ControlFlow::Continue(()))
    })
    .await?;
    for (id, roles, permissions) in &changed {
        let values = [
            hand.account.into(),
            (*id).into(),
            roles.into(),
            permissions.as_ref().into(),
        ];
        tx.execute(&CARD, &values).await?;
    }
    let ids: Vec<i64> = changed.iter().map(|(id, _, _)| *id).collect();
    history::again(tx, hand.account, hand.now, "guest", &ids).await
}

async fn off_known_lists(hand: &Hand, tx: &mut Tx, ids: &[i64]) -> Result<()> {
    static LISTS: Sql = Sql::fixed(
        "SELECT id, available_users FROM person WHERE account_id = $1 AND available_users <> '[]'",
    );
    static LIST: Sql =
        Sql::fixed("UPDATE person SET available_users = $3 WHERE account_id = $1 AND id = $2");
    let gone: HashSet<i64> = ids.iter().copied().collect();
    let mut changed = Vec::new();
    tx.each(&LISTS, &[hand.account.into()], |row| {
        if let Some(left) = without(row.text(1)?, &gone) {
            changed.push((row.int(0)?, left));
        }
        Ok(std::ops::ControlFlow::Continue(()))
    })
    .await?;
    for (id, list) in &changed {
        tx.execute(&LIST, &[hand.account.into(), (*id).into(), list.into()])
            .await?;
    }
    Ok(())
}

/// A kept list without these ids; none where it has none of them.
fn without(list: &str, gone: &HashSet<i64>) -> Option<String> {
    let listed: Vec<Json> = serde_json::from_str(list).ok()?;
    let stays = |item: &Json| item.as_i64().is_none_or(|id| !gone.contains(&id));
    if listed.iter().all(stays) {
        return None;
    }
    Some(Json::Array(listed.into_iter().filter(stays).collect()).to_string())
}

/// Notes the projects whose percentages the deletion changes.
async fn touch(hand: &mut Hand, tx: &mut Tx, space: Space, ids: &[i64]) -> Result<()> {
    static PROJECTS: Sql = Sql::fixed(
        "SELECT DISTINCT project_id FROM task WHERE account_id = $1 AND id = ANY($2) AND project_id IS NOT NULL",
    );
    match space {
        Space::Task => {
            let projects = tx
                .rows(&PROJECTS, &[hand.account.into(), Value::Ids(ids)], |row| {
                    row.int(0)
                })
                .await?;
            projects
                .into_iter()
                .for_each(|project| hand.touched.project(project));
        }
        Space::TaskStage => hand.touched.all(),
        _ => {}
    }
    Ok(())
}

async fn delete(hand: &mut Hand, tx: &mut Tx, space: Space, ids: &[i64]) -> Result<()> {
    let these = [hand.account.into(), Value::Ids(ids)];
    let mut guests = 0;
    if space == Space::Person {
        static TOKENS: Sql =
            Sql::fixed("DELETE FROM token WHERE account_id = $1 AND person_id = ANY($2)");
        static GUESTS: Sql = Sql::fixed(
            "SELECT COUNT(*) FROM person WHERE account_id = $1 AND id = ANY($2) AND is_guest = 1",
        );
        tx.execute(&TOKENS, &these).await?;
        guests = tx
            .one(&GUESTS, &these, |row| row.int(0))
            .await?
            .unwrap_or(0) as u64;
    }
    forget_deleted_files(tx, space, &these).await?;
    let kind = KINDS
        .iter()
        .find(|kind| kind.space == Some(space) || kind.is_stage() && space == Space::TaskStage);
    let Some(kind) = kind else { return Ok(()) };
    if let Some(history) = kind.history {
        history::end(tx, hand.account, hand.now, history.table, ids).await?;
    }
    let sql = Sql::built(format!(
        "DELETE FROM {} WHERE account_id = $1 AND id = ANY($2)",
        kind.table()
    ));
    let deleted = tx.execute(&sql, &these).await?;
    if space == Space::Person {
        hand.count("guest").deleted += guests;
    }
    hand.count(kind.name).deleted += deleted - guests;
    Ok(())
}

/// What hung on them and was deleted before cannot be brought back any more.
async fn forget_deleted_files(tx: &mut Tx, space: Space, these: &[Value<'_>]) -> Result<()> {
    let Some(tag) = FILED.iter().find(|tag| tag.space == Some(space)) else {
        return Ok(());
    };
    let number = tag.number;
    let sql = format!(
        "DELETE FROM deleted_file WHERE account_id = $1 AND on_module = {number} AND on_id = ANY($2)"
    );
    tx.execute(&Sql::built(sql), these).await?;
    Ok(())
}
