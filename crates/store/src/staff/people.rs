//! Whom a member can choose in a form: colleagues as managers and assignees, guests as clients.

use crate::engine::{Sql, SqlBuilder};
use crate::visible::{ReadError, Reader};

/// Someone who can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Their public id.
    pub id: String,
    /// Their name; the address where they have none.
    pub name: String,
    /// Whether it is a guest.
    pub guest: bool,
}

impl Reader {
    /// The account's members and guests that are not removed, by name. Addresses do not come out but in the place of
    /// a name.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to guests and limited members.
    pub async fn choices(&mut self) -> Result<Vec<Choice>, ReadError> {
        static PEOPLE: Sql = Sql::fixed(
            "SELECT public_id, name, email, is_guest FROM person WHERE account_id = $1 AND \
             (is_guest = 0 AND state = 1 OR is_guest = 1 AND state <> 3)",
        );
        self.staff_only()?;
        let account = [self.viewer.account.id.into()];
        let people = self.tx.rows(&PEOPLE, &account, |row| {
            let (name, email) = (row.text(1)?, row.text(2)?);
            Ok(Choice {
                id: crate::ids::show(&row.id(0)?),
                name: if name.trim().is_empty() { email } else { name }.to_owned(),
                guest: row.truth(3)?,
            })
        });
        let mut people = people.await?;
        people.sort_by_cached_key(|one| (one.name.to_lowercase(), one.id.clone()));
        Ok(people)
    }
}

impl Reader {
    /// Which of these projects the viewer manages or is on the team of, by public id.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn works_on(&mut self, projects: &[&str]) -> Result<Vec<String>, ReadError> {
        if projects.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = SqlBuilder::new("SELECT s.public_id FROM project s WHERE s.account_id = ");
        sql.bind(self.viewer.account.id)
            .push(" AND (s.manager_id = ");
        let me = sql.parameter(self.viewer.party.id);
        sql.again(me)
            .push(" OR EXISTS (SELECT 1 FROM project_team t WHERE t.account_id = s.account_id AND t.project_id = s.id AND t.person_id = ")
            .again(me)
            .push(")) AND s.public_id IN (");
        for (place, project) in projects.iter().enumerate() {
            sql.push(if place > 0 { ", " } else { "" })
                .bind(crate::ids::parse(project));
        }
        sql.push(")");
        let (sql, values) = sql.finish();
        let found = self
            .tx
            .rows(&sql, &values, |row| Ok(crate::ids::show(&row.id(0)?)));
        Ok(found.await?)
    }
}

impl Reader {
    /// Whether the viewer made this task here: members delete what they made.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn made_task(&mut self, task: &str) -> Result<bool, ReadError> {
        static MADE: Sql = Sql::fixed(
            "SELECT 1 FROM task WHERE account_id = $1 AND public_id = $2 AND made_by_id = $3",
        );
        let values = [
            self.viewer.account.id.into(),
            crate::ids::parse(task).into(),
            self.viewer.party.id.into(),
        ];
        Ok(self
            .tx
            .one(&MADE, &values, |row| row.int(0))
            .await?
            .is_some())
    }
}
