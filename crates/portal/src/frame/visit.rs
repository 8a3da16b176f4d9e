//! A visit: who came to which page, with a reader of what they may see. Every page begins with one.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use store::{Arrival, Reader, Who};

use access::Module;

use super::fields::Fields;
use super::layout::{Answer, Around, over, portal, workspace};
use super::stop::{Company, Paged, Stop};
use super::{cookie, csrf, entry};
use crate::http::App;
use crate::http::query::Parameters;
use crate::texts::{Texts, Value};

/// The largest form that is taken, in bytes: five hundred addresses and a long message fit.
const LARGEST_FORM: usize = 256 * 1024;

/// Someone on a page of an account.
pub(crate) struct Visit {
    /// What every request may use.
    pub(crate) app: Arc<App>,
    /// What they may see; its viewer says who they are.
    pub(crate) reader: Box<Reader>,
    /// Texts in their language and time zone.
    pub(crate) texts: Texts,
    /// The instant of the visit.
    pub(crate) now: Timestamp,
    /// The company whose page it is.
    pub(crate) company: Company,
    /// What stood after the question mark.
    pub(crate) parameters: Parameters,
    /// The path of the page, without the question.
    pub(crate) path: String,
    pub(super) session: String,
}

impl FromRequestParts<Arc<App>> for Visit {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Visit, Stop> {
        let path = parts.uri.path().to_owned();
        let slug = path.split('/').nth(1).unwrap_or_default().to_owned();
        let back = parts
            .uri
            .path_and_query()
            .map_or_else(|| path.clone(), ToString::to_string);
        let encrypted = app.start.encrypted;
        let Some(session) = cookie::session(&parts.headers, encrypted).map(str::to_owned) else {
            return Err(Stop::SignIn(back));
        };
        let now = app.start.clock.now();
        let reader = match entry::arrive(&app.start.db, &slug, &session, now).await? {
            Arrival::In(reader) => reader,
            Arrival::Ended => return Err(ended(app, &slug, &session, now).await?),
            Arrival::Nobody => return Err(nobody(app, &session, now, back).await?),
        };
        let viewer = reader.viewer();
        crate::http::session::note(app, viewer, &session);
        let company = Company {
            slug,
            name: viewer.account_name().to_owned(),
        };
        let texts = Texts::of(viewer.locale(), viewer.time_zone().clone());
        let query = parts.uri.query().unwrap_or_default();
        let parameters = Fields::read(query.as_bytes()).into_pairs();
        Ok(Visit {
            app: app.clone(),
            reader,
            texts,
            now,
            company,
            parameters,
            path,
            session,
        })
    }
}

/// The page for someone to whom the company shares nothing now, with the companies that do.
async fn ended(app: &App, slug: &str, session: &str, now: Timestamp) -> Result<Stop, Stop> {
    let companies = entry::companies(&app.start.db, session, now).await?;
    let (mut here, mut open) = (None, Vec::new());
    for one in companies {
        let company = Company {
            slug: one.slug,
            name: one.name,
        };
        if company.slug == slug {
            here = Some(company);
        } else if one.open {
            open.push(company);
        }
    }
    Ok(here.map_or(Stop::NotShared(None), |here| Stop::Closed(here, open)))
}

/// Whoever has a living session has no place in this account; whoever has none signs in first.
async fn nobody(app: &App, session: &str, now: Timestamp, back: String) -> Result<Stop, Stop> {
    let companies = entry::companies(&app.start.db, session, now).await?;
    Ok(if companies.is_empty() {
        Stop::SignIn(back)
    } else {
        Stop::NotShared(None)
    })
}

/// The items of a list, as a page reads them.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Listed<T> {
    /// The items of this page.
    pub(crate) items: Vec<T>,
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
    /// How many there are, where that was asked.
    pub(crate) count: Option<i64>,
}

impl Visit {
    /// The address of a part of this account: `at("projects")`.
    pub(crate) fn at(&self, part: &str) -> String {
        format!("/{}/{part}", self.company.slug)
    }

    /// The reader's own day.
    pub(crate) fn today(&self) -> Date {
        self.texts.day_of(self.now)
    }

    /// Whether the reader is a guest, and so on the portal's pages.
    pub(crate) fn is_guest(&self) -> bool {
        matches!(self.reader.viewer().who(), Who::Guest)
    }

    /// The value of a parameter of the address.
    pub(crate) fn asked(&self, name: &str) -> Option<&str> {
        crate::http::query::value(&self.parameters, name).filter(|value| !value.is_empty())
    }

    /// Every value of a parameter of the address, which may stand there more than once.
    pub(crate) fn asked_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.parameters
            .iter()
            .filter(move |(known, value)| known == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// The one page for what is not shared, or no longer, or never was.
    pub(crate) fn not_shared(&self) -> Stop {
        Stop::NotShared(Some(self.company.clone()))
    }

    /// The secret of the session, for what ends or lists sessions.
    pub(crate) fn session(&self) -> &str {
        &self.session
    }

    /// The hidden field that every form of this session has.
    pub(crate) fn csrf(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(csrf::token(&self.session)); }
    }

    /// The items of a module that this reader sees, in the interface's own question.
    pub(crate) async fn list<T: DeserializeOwned>(
        &mut self,
        module: Module,
        question: &[(&str, &str)],
    ) -> Result<Listed<T>, Stop> {
        let body = self.reader.list(module, &parameters(question)).await?;
        read(&body)
    }

    /// The same of what is in no closed stage, as far as that shows.
    pub(crate) async fn list_going_on<T: DeserializeOwned>(
        &mut self,
        module: Module,
        question: &[(&str, &str)],
    ) -> Result<Listed<T>, Stop> {
        let body = self
            .reader
            .list_by_stage(module, &parameters(question), false)
            .await?;
        read(&body)
    }

    /// An item; the page for what is not shared where the reader does not see it.
    pub(crate) async fn item<T: DeserializeOwned>(
        &mut self,
        module: Module,
        id: &str,
    ) -> Result<T, Stop> {
        match self.reader.item(module, id).await? {
            Some(body) => read(&body),
            None => Err(self.not_shared()),
        }
    }

    /// What hangs on an item; nothing where the relation is not open.
    pub(crate) async fn related<T: DeserializeOwned>(
        &mut self,
        module: Module,
        id: &str,
        relation: &str,
        question: &[(&str, &str)],
    ) -> Result<Option<Listed<T>>, Stop> {
        let question = parameters(question);
        match self.reader.related(module, id, relation, &question).await {
            Ok(body) => Ok(Some(read(&body)?)),
            Err(store::ReadError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The page itself, in the frame of whoever looks. `here` is the part of the navigation it belongs to.
    pub(crate) async fn page(self, title: &str, here: &str, main: Markup) -> Paged {
        self.framed(title, here, main, None).await
    }

    /// A page of the staff with an open dialog over it. What lies behind is there for the eye alone.
    pub(crate) async fn over(
        self,
        title: &str,
        here: &str,
        behind: Markup,
        dialog: &Markup,
    ) -> Paged {
        self.framed(title, here, behind, Some(dialog)).await
    }

    async fn framed(
        mut self,
        title: &str,
        here: &str,
        main: Markup,
        dialog: Option<&Markup>,
    ) -> Paged {
        let parts = self.parts().await?;
        let others = self.others().await?;
        let viewer = self.reader.viewer();
        let (name, address) = (viewer.name().to_owned(), viewer.email().to_owned());
        let guest = self.is_guest();
        let said = self.asked("said").and_then(|key| self.said(key));
        let token = csrf::token(&self.session);
        let around = Around {
            texts: &self.texts,
            title,
            company: &self.company,
            reader: (&name, &address),
            here,
            parts: &parts,
            others: &others,
            csrf: &token,
            said,
        };
        let page = match dialog {
            _ if guest => portal(&around, &main),
            Some(dialog) => over(&around, &main, dialog),
            None => workspace(&around, &main),
        };
        Ok(Answer::plain(page))
    }

    /// What was just done, by the key that an address carries, with the numbers `n` and `m` beside it; keys that
    /// are none say nothing.
    fn said(&self, key: &str) -> Option<String> {
        let sound = key
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let key = format!("said-{key}");
        let number = |name: &str| {
            let number = self.asked(name).and_then(|number| number.parse().ok());
            Value::from(number.unwrap_or(0_i64))
        };
        let words = self
            .texts
            .say_with(&key, &[("n", number("n")), ("m", number("m"))]);
        (sound && words != key).then_some(words)
    }

    /// The parts of the navigation that this reader has something in.
    async fn parts(&mut self) -> Result<Vec<&'static str>, Stop> {
        // Staff go to what is empty too: that is where the first one is made.
        let modules = if self.reader.viewer().reads_everything() {
            MODULES.to_vec()
        } else {
            self.reader.sees_any_of(&MODULES).await?
        };
        let mut parts: Vec<&'static str> = modules.into_iter().map(Module::name).collect();
        let viewer = self.reader.viewer();
        if !self.is_guest() {
            if viewer.administers() {
                parts.extend(["guests", "roles", "mail", "members", "settings"]);
            }
            parts.push("stages");
        }
        Ok(parts)
    }

    /// The reader's other companies.
    async fn others(&mut self) -> Result<Vec<Company>, Stop> {
        let companies = self.reader.other_companies().await?;
        Ok(companies
            .into_iter()
            .map(|one| Company {
                slug: one.account,
                name: one.name,
            })
            .collect())
    }
}

/// A question as the interface is asked it.
fn parameters(question: &[(&str, &str)]) -> Parameters {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    question.iter().map(owned).collect()
}

/// The modules in the order in which the navigation names them.
const MODULES: [Module; 9] = [
    Module::Projects,
    Module::Tasks,
    Module::Meetings,
    Module::Tickets,
    Module::Orders,
    Module::Invoices,
    Module::Estimates,
    Module::Knowledge,
    Module::Customers,
];

/// What the interface answers, as a page reads it: a key that is not there is hidden, and stays so.
pub(crate) fn read<T: DeserializeOwned>(body: &str) -> Result<T, Stop> {
    serde_json::from_str(body)
        .map_err(|error| Stop::Broken(format!("a page cannot read its own data: {error}")))
}

/// A form that was sent on a page of an account, from a page of the same session.
pub(crate) struct Posted {
    /// Who sent it.
    pub(crate) visit: Visit,
    /// What was filled in.
    pub(crate) fields: Fields,
}

impl FromRequest<Arc<App>> for Posted {
    type Rejection = Stop;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Posted, Stop> {
        let (mut parts, body) = request.into_parts();
        let here = csrf::from_here(&parts.method, &parts.headers);
        let visit = Visit::from_request_parts(&mut parts, app).await?;
        let body = match Limited::new(body, LARGEST_FORM).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => return Err(Stop::TooLarge),
            Err(_) => return Err(Stop::Invalid(Vec::new())),
        };
        let fields = Fields::read(&body);
        if !here || !csrf::fits(fields.text("csrf"), &visit.session) {
            return Err(Stop::Again(visit.path.clone()));
        }
        Ok(Posted { visit, fields })
    }
}
