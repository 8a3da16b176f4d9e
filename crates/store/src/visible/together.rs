//! What a page needs together, asked once: a list whose items say under which project they stand, projects with
//! their milestones, and what was said last.
//!
//! Nothing here shows more than the interface's own lists and relations do; it saves a question for each item.

use super::json::Json;
use super::list::item;
use super::names::Names;
use super::reader::{ReadError, Reader};
use super::rows::Rows;
use super::show::Face;
use crate::engine::SqlBuilder;
use crate::error::Result;
use access::{Bits, Facet, Module};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// How many comments are told of.
const LATELY: i64 = 12;

struct Milestone {
    name: Option<String>,
    starts_on: Option<i64>,
    due_on: Option<i64>,
    done: bool,
}

struct Comment {
    module: i64,
    on: i64,
    author: Option<i64>,
    text: Option<String>,
    at: Option<i64>,
}

/// Something that can be commented on, as a page names it.
struct Place {
    id: [u8; 16],
    name: String,
}

/// Items that were found, wherever they were: in the database, or in what was read of it before.
struct Found {
    rows: Arc<Rows>,
    /// The places of the items among the rows, in the order asked for.
    order: Vec<usize>,
    names: Arc<Names>,
    next: Option<String>,
    count: Option<u64>,
}

impl Found {
    /// Closes an answer with the way to the next page, and the count where one was asked.
    fn end(&self, json: &mut Json) {
        json.key("next").text_or_null(self.next.as_deref());
        if let Some(count) = self.count {
            json.key("count")
                .int(i64::try_from(count).unwrap_or(i64::MAX));
        }
        json.close('}');
    }
}

impl Reader {
    /// A list as [`Reader::list`] gives it, and with it `under`: for each item, in the same order, `{"id","name"}`
    /// of the project it stands under, or null. That is the project which the item itself names, or one whose
    /// relation of the module's name the viewer holds, so that its own list has the item.
    ///
    /// `finished` narrows to what shows a closed stage, or to what shows none.
    ///
    /// # Errors
    /// As [`Reader::list`].
    pub async fn list_under_projects(
        &mut self,
        module: Module,
        parameters: &[(String, String)],
        finished: Option<bool>,
    ) -> std::result::Result<String, ReadError> {
        let found = self.found(module, parameters, None, finished).await?;
        let above = self.projects_above(&found.rows, &found.order).await?;
        let known = &found.names.projects;
        let others = above.iter().map(|(_, id)| *id);
        let others = others.filter(|id| !known.contains_key(id)).collect();
        let others = self.seen_projects(&others).await?;
        let above: HashMap<usize, i64> = above.into_iter().collect();
        let mut json = Json::with_capacity(64 + 512 * found.order.len());
        self.begin(&found, &mut json);
        json.key("under").open('[');
        for row in &found.order {
            let project = above.get(row);
            match project.and_then(|id| known.get(id).or_else(|| others.get(id))) {
                Some(project) => json.named(&project.public_id, &project.name),
                None => json.null(),
            };
        }
        json.close(']');
        found.end(&mut json);
        Ok(json.finish())
    }

    /// A project's tasks as its relation gives them; `finished` narrows to what shows a closed stage, or to what shows
    /// none.
    ///
    /// # Errors
    /// As [`Reader::related`].
    pub async fn tasks_of_project(
        &mut self,
        id: &str,
        parameters: &[(String, String)],
        finished: Option<bool>,
    ) -> std::result::Result<String, ReadError> {
        const TASKS: Bits = Module::Projects.relation("tasks");
        let project = self
            .found_row(Module::Projects, &crate::ids::parse(id))
            .await?;
        if project.len() == 0 || !project.sets[0].relations.has(TASKS) {
            return Err(ReadError::NotFound);
        }
        let on = Some(("project_id", project.id(0)));
        self.listed_of_found(Module::Tasks, parameters, on, finished)
            .await
    }

    /// A list as [`Reader::list`] gives it, of what shows a closed stage (`finished`), or of what shows none.
    ///
    /// # Errors
    /// As [`Reader::list`].
    pub async fn list_by_stage(
        &mut self,
        module: Module,
        parameters: &[(String, String)],
        finished: bool,
    ) -> std::result::Result<String, ReadError> {
        self.listed_of_found(module, parameters, None, Some(finished))
            .await
    }

    /// A list of what was found, in the database or in a handful.
    pub(super) async fn listed_of_found(
        &mut self,
        module: Module,
        parameters: &[(String, String)],
        on: Option<(&'static str, i64)>,
        finished: Option<bool>,
    ) -> std::result::Result<String, ReadError> {
        let found = self.found(module, parameters, on, finished).await?;
        let mut json = Json::with_capacity(64 + 512 * found.order.len());
        self.begin(&found, &mut json);
        found.end(&mut json);
        Ok(json.finish())
    }

    /// The project that an item stands under, as [`Reader::list_under_projects`] says it: `{"id","name"}`, or
    /// `null`, also where the item is not visible.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn project_above(&mut self, module: Module, id: &str) -> Result<String> {
        let rows = self.found_row(module, &crate::ids::parse(id)).await?;
        let every: Vec<usize> = (0..rows.len()).collect();
        let above = self.projects_above(&rows, &every).await?;
        let seen = self
            .seen_projects(&above.iter().map(|(_, id)| *id).collect())
            .await?;
        let mut json = Json::default();
        match above.first().and_then(|(_, id)| seen.get(id)) {
            Some(project) => json.named(&project.public_id, &project.name),
            None => json.null(),
        };
        Ok(json.finish())
    }

    /// The items that a question asks for, with what they point to.
    async fn found(
        &mut self,
        module: Module,
        parameters: &[(String, String)],
        on: Option<(&'static str, i64)>,
        finished: Option<bool>,
    ) -> std::result::Result<Found, ReadError> {
        if self.prepared.handful(module).is_some() {
            let (question, _) = self.question(module, parameters, finished).await?;
            if let Some(picked) = self.picked(module, &question, on).await? {
                return Ok(Found {
                    rows: picked.rows,
                    order: picked.order,
                    names: picked.names,
                    next: picked.next,
                    count: None,
                });
            }
        }
        let page = self.page_of(module, parameters, on, finished).await?;
        let names = self.names(&page.rows).await?;
        Ok(Found {
            order: (0..page.rows.len()).collect(),
            rows: Arc::new(page.rows),
            names: Arc::new(names),
            next: page.next,
            count: page.count,
        })
    }

    /// Opens an answer with its items.
    fn begin(&self, found: &Found, json: &mut Json) {
        json.open('{').key("items").open('[');
        let mut face = Face::new(self, &found.rows, &found.names);
        for row in &found.order {
            face.show(*row, json);
        }
        json.close(']');
    }

    /// The project of each of these rows that has one and may say so.
    pub(super) async fn projects_above(
        &mut self,
        rows: &Rows,
        order: &[usize],
    ) -> Result<Vec<(usize, i64)>> {
        let module = rows.layout.table.module;
        let own = module.bit(Facet::Relations, "project");
        let listed = Module::Projects.bit(Facet::Relations, module.name());
        let openings = self.openings(Module::Projects).await?;
        let mut above = Vec::new();
        for row in order.iter().copied() {
            let Some(project) = rows.project(row) else {
                continue;
            };
            let names_it = own.is_some_and(|bit| rows.sets[row].relations.has(bit));
            let holds_it = || {
                let sets = openings.judge(&item(project));
                sets.zip(listed)
                    .is_some_and(|(sets, bit)| sets.relations.has(bit))
            };
            if names_it || holds_it() {
                above.push((row, project));
            }
        }
        Ok(above)
    }

    /// Projects as [`Reader::list`] gives them, and with them `milestones`: for each, in the same order, its
    /// milestones (`name`, `starts_on`, `due_on`, `done`) by their days, or null where the relation is not held.
    ///
    /// # Errors
    /// As [`Reader::list`].
    pub async fn projects_with_milestones(
        &mut self,
        parameters: &[(String, String)],
        finished: Option<bool>,
    ) -> std::result::Result<String, ReadError> {
        const MILESTONES: Bits = Module::Projects.relation("milestones");
        let found = self
            .found(Module::Projects, parameters, None, finished)
            .await?;
        let rows = &found.rows;
        let holds = |row: &usize| rows.sets[*row].relations.has(MILESTONES);
        let open = found.order.iter().copied().filter(holds);
        let open: Vec<i64> = open.map(|row| rows.id(row)).collect();
        let milestones = self.milestones(&open).await?;
        let mut json = Json::with_capacity(64 + 768 * found.order.len());
        self.begin(&found, &mut json);
        json.key("milestones").open('[');
        for row in found.order.iter().copied() {
            if !holds(&row) {
                json.null();
                continue;
            }
            json.open('[');
            for milestone in milestones.get(&rows.id(row)).into_iter().flatten() {
                json.open('{')
                    .key("name")
                    .text_or_null(milestone.name.as_deref());
                json.key("starts_on").date(milestone.starts_on);
                json.key("due_on").date(milestone.due_on);
                json.key("done").truth(milestone.done).close('}');
            }
            json.close(']');
        }
        json.close(']');
        found.end(&mut json);
        Ok(json.finish())
    }

    async fn milestones(&mut self, projects: &[i64]) -> Result<HashMap<i64, Vec<Milestone>>> {
        let mut of = HashMap::<i64, Vec<Milestone>>::new();
        if projects.is_empty() {
            return Ok(of);
        }
        let mut sql = SqlBuilder::new(
            "SELECT project_id, name, starts_on, due_on, done FROM milestone WHERE account_id = ",
        );
        sql.bind(self.viewer.account.id)
            .push(" AND project_id = ANY(")
            .bind(projects)
            .push(") ORDER BY project_id, COALESCE(due_on, starts_on, 99999999), starts_on, public_id");
        let (sql, values) = sql.finish();
        let found = self
            .tx
            .rows(&sql, &values, |row| {
                let milestone = Milestone {
                    name: row.opt_text(1)?.map(str::to_owned),
                    starts_on: row.opt_int(2)?,
                    due_on: row.opt_int(3)?,
                    done: row.truth(4)?,
                };
                Ok((row.int(0)?, milestone))
            })
            .await?;
        for (project, milestone) in found {
            of.entry(project).or_default().push(milestone);
        }
        Ok(of)
    }

    /// What was said last on the first items of each module, as JSON `{"items": [{"on": {"module","id","name"},
    /// "author","text","at"}]}`, the last first: comments of the guest side alone, where the relation is held.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn lately(&mut self) -> std::result::Result<String, ReadError> {
        let mut places: HashMap<(i64, i64), (Module, Place)> = HashMap::new();
        for module in Module::ALL {
            self.commented(module, &mut places).await?;
        }
        let comments = self
            .last_comments(&places.keys().copied().collect())
            .await?;
        let mut names = Names::default();
        self.also_people(
            comments.iter().filter_map(|comment| comment.author),
            &mut names,
        )
        .await?;
        let mut json = Json::with_capacity(256 + 256 * comments.len());
        json.open('{').key("items").open('[');
        for comment in &comments {
            let Some((module, place)) = places.get(&(comment.module, comment.on)) else {
                continue;
            };
            json.open('{').key("on").open('{');
            json.key("module").text(module.name());
            json.key("id").id(&place.id).key("name").text(&place.name);
            json.close('}').key("author");
            match comment.author {
                Some(author) => self.person(&names.author(self, author), &mut json),
                None => json.null(),
            };
            json.key("text").text_or_null(comment.text.as_deref());
            json.key("at").instant(comment.at).close('}');
        }
        json.close(']').close('}');
        Ok(json.finish())
    }

    /// The first items of a module whose comments the viewer reads; of tasks and projects those that go on.
    async fn commented(
        &mut self,
        module: Module,
        places: &mut HashMap<(i64, i64), (Module, Place)>,
    ) -> std::result::Result<(), ReadError> {
        let Some(comments) = module.bit(Facet::Relations, "comments") else {
            return Ok(());
        };
        let openings = self.openings(module).await?;
        let held = super::holdings::widest(&openings, module).relations;
        if openings.is_empty() || !held.has(comments) {
            return Ok(());
        }
        let staged = matches!(module, Module::Tasks | Module::Projects);
        let hundred = [("limit".to_owned(), "100".to_owned())];
        let found = self
            .found(module, &hundred, None, staged.then_some(false))
            .await?;
        let rows = &found.rows;
        let commented = |row: &usize| rows.sets[*row].relations.has(comments);
        for row in found.order.iter().copied().filter(commented) {
            let identity = rows.layout.table.identity.iter();
            let words = identity
                .filter_map(|field| rows.text(row, rows.layout.field(field.name)?.at[0]))
                .collect::<Vec<_>>();
            let place = Place {
                id: rows.public_id(row),
                name: words.join(": "),
            };
            places.insert((module as i64, rows.id(row)), (module, place));
        }
        Ok(())
    }

    async fn last_comments(&mut self, places: &HashSet<(i64, i64)>) -> Result<Vec<Comment>> {
        let modules: BTreeSet<i64> = places.iter().map(|(module, _)| *module).collect();
        if modules.is_empty() {
            return Ok(Vec::new());
        }
        let items: Vec<(i64, Vec<i64>)> = modules
            .into_iter()
            .map(|module| {
                let of = places.iter().filter(|(other, _)| *other == module);
                (module, of.map(|(_, id)| *id).collect())
            })
            .collect();
        let mut sql = SqlBuilder::new("");
        let account = sql.parameter(self.viewer.account.id);
        for (place, (module, ids)) in items.iter().enumerate() {
            sql.push(if place > 0 { " UNION ALL " } else { "" });
            sql.push(
                "SELECT on_module, on_id, author_id, text, at, public_id FROM comment WHERE account_id = ",
            );
            sql.again(account).push(" AND on_module = ").bind(*module);
            sql.push(" AND on_id = ANY(").bind(ids.as_slice());
            sql.push(") AND internal = 0");
        }
        sql.push(" ORDER BY 5 DESC, 6 DESC LIMIT ").bind(LATELY);
        let (sql, values) = sql.finish();
        self.tx
            .rows(&sql, &values, |row| {
                Ok(Comment {
                    module: row.int(0)?,
                    on: row.int(1)?,
                    author: row.opt_int(2)?,
                    text: row.opt_text(3)?.map(str::to_owned),
                    at: row.opt_int(4)?,
                })
            })
            .await
    }
}
