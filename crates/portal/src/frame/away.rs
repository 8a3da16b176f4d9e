//! A visit while something is written: its snapshot is let go, so that no reader waits for a writer.

use std::sync::Arc;

use jiff::Timestamp;
use store::{Arrival, Db};

use super::entry;
use super::stop::{Company, Stop};
use super::visit::Visit;
use crate::http::App;
use crate::http::query::Parameters;
use crate::texts::Texts;

/// Someone whose page waits while something is written.
pub(crate) struct Away {
    app: Arc<App>,
    texts: Texts,
    now: Timestamp,
    company: Company,
    parameters: Parameters,
    path: String,
    session: String,
}

impl Visit {
    /// Lets the snapshot go. What was asked for, a permit first of all, is asked for before.
    pub(crate) fn away(self) -> Away {
        Away {
            app: self.app,
            texts: self.texts,
            now: self.now,
            company: self.company,
            parameters: self.parameters,
            path: self.path,
            session: self.session,
        }
    }
}

impl Away {
    /// The database, to be written to.
    pub(crate) fn db(&self) -> &Db {
        &self.app.start.db
    }

    /// The instant of the visit.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    /// The address of a part of this account: `at("projects")`.
    pub(crate) fn at(&self, part: &str) -> String {
        format!("/{}/{part}", self.company.slug)
    }

    /// The same at this instant, where writing took its time.
    pub(crate) fn later(self) -> Away {
        Away {
            now: self.app.start.clock.now(),
            ..self
        }
    }

    /// The visit again, with what it sees now.
    ///
    /// # Errors
    /// Where it has ended meanwhile.
    pub(crate) async fn back(self) -> Result<Visit, Stop> {
        let db = &self.app.start.db;
        match entry::arrive(db, &self.company.slug, &self.session, self.now).await? {
            Arrival::In(reader) => Ok(Visit {
                reader,
                app: self.app,
                texts: self.texts,
                now: self.now,
                company: self.company,
                parameters: self.parameters,
                path: self.path,
                session: self.session,
            }),
            Arrival::Ended | Arrival::Nobody => Err(Stop::NotShared(Some(self.company))),
        }
    }
}
