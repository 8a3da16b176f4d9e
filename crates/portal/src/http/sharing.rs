//! The doors that open and end access: sharing, guests, grants, participants. Whoever may not pass is told so before
//! anything they sent is looked at.

use axum::body::{Body, Bytes};
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::Value;
use store::chain::Permit;
use store::sharing::{Item, ManageGuests, Once, OpenAccess, Share};
use store::{Reader, Written};
use sync_wrapper::SyncWrapper;

use super::answer::{json, names, nothing, tag, written};
use super::app::App;
use super::problem::Problem;
use super::query::{only, parameters, value};
use super::routes::Sharing;
use super::sent;
use super::writes::idempotency_key;

/// A request that has come in, and what it brought.
struct Came<'a> {
    app: &'a App,
    parts: &'a Parts,
    body: SyncWrapper<Body>,
}

pub(super) async fn open(
    app: &App,
    door: Sharing,
    reader: Box<Reader>,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let came = Came {
        app,
        parts,
        body: SyncWrapper::new(body),
    };
    match door {
        Sharing::Share => came.share(reader).await,
        Sharing::EndSharing => came.end_sharing(reader).await,
        Sharing::Invite
        | Sharing::ChangeGuest
        | Sharing::RemoveGuest
        | Sharing::InviteAgain
        | Sharing::BecomeMember
        | Sharing::BecomeGuest => came.guest(door, reader).await,
        Sharing::CreateGrant | Sharing::ChangeGrant | Sharing::EndGrant => {
            came.grant(door, reader).await
        }
        Sharing::Participants => came.participants(reader).await,
        Sharing::Preview => came.preview(reader).await,
        Sharing::AddParticipant | Sharing::ChangeParticipant | Sharing::RemoveParticipant => {
            came.participant(door, reader).await
        }
    }
}

impl Came<'_> {
    /// What was sent, once it is known that its sender may send it.
    async fn read(&mut self) -> Result<Option<Bytes>, Problem> {
        let body = std::mem::take(self.body.get_mut());
        sent::json(&self.parts.headers, body, self.app.start.upload_limit).await
    }

    /// Refuses parameters, which these addresses do not take.
    fn plain(&self) -> Result<(), Problem> {
        only(&parameters(self.parts.uri.query())?, &[])
    }

    fn segment(&self, place: usize) -> &str {
        self.parts
            .uri
            .path()
            .split('/')
            .nth(3 + place)
            .unwrap_or_default()
    }

    async fn share(mut self, mut reader: Box<Reader>) -> Result<Response, Problem> {
        if !reader.may_open_anything().await? {
            return Err(Problem::ActionNotAllowed);
        }
        self.plain()?;
        let body = self.read().await?.unwrap_or_default();
        let value: Value =
            serde_json::from_slice(&body).map_err(|_| Problem::Unreadable(sent::EXPECTED))?;
        let share = Share::read(&value)?;
        let once = self.once(&body);
        let permit = reader.may_share(share.subjects()).await?;
        // The snapshot ends before the write waits for its turn.
        drop(reader);
        let (db, now) = (&self.app.start.db, self.app.start.clock.now());
        let answer = db.share(permit, &share, once.as_ref(), now).await?;
        Ok(made(answer))
    }

    async fn end_sharing(self, mut reader: Box<Reader>) -> Result<Response, Problem> {
        if !reader.may_open_anything().await? {
            return Err(Problem::ActionNotAllowed);
        }
        let parameters = parameters(self.parts.uri.query())?;
        only(&parameters, &["on"])?;
        let on = value(&parameters, "on").unwrap_or_default();
        let (db, now) = (&self.app.start.db, self.app.start.clock.now());
        if on == "everything" {
            let permit = may_manage(&reader)?;
            drop(reader);
            return Ok(json(
                db.end_all_sharing(permit, now).await?,
                &HeaderMap::new(),
            ));
        }
        let item = Item::named(on).ok_or_else(|| {
            Problem::parameter(
                "on",
                "it should be an item as `projects/ID`, or `everything`",
            )
        })?;
        let permit = reader.may_end_sharing(item).await?;
        drop(reader);
        Ok(json(
            db.end_sharing(permit, item, now).await?,
            &HeaderMap::new(),
        ))
    }

    async fn preview(mut self, mut reader: Box<Reader>) -> Result<Response, Problem> {
        if !reader.may_open_anything().await? {
            return Err(Problem::ActionNotAllowed);
        }
        let permit = reader.may_manage_grants().await?;
        drop(reader);
        let parameters = parameters(self.parts.uri.query())?;
        only(&parameters, &["limit", "cursor"])?;
        let body = self.read().await?.unwrap_or_default();
        let change: Value =
            serde_json::from_slice(&body).map_err(|_| Problem::Unreadable(sent::EXPECTED))?;
        let (db, now) = (&self.app.start.db, self.app.start.clock.now());
        let told = db.preview_change(permit, &change, &parameters, now).await?;
        Ok(json(told, &HeaderMap::new()))
    }

    async fn guest(mut self, door: Sharing, reader: Box<Reader>) -> Result<Response, Problem> {
        let permit = may_manage(&reader)?;
        drop(reader);
        self.plain()?;
        let body = match door {
            Sharing::RemoveGuest | Sharing::InviteAgain => None,
            _ => self.read().await?,
        };
        let id = self.segment(2);
        let (db, now) = (&self.app.start.db, self.app.start.clock.now());
        let as_seen = self.as_seen();
        let still_as = as_seen
            .as_ref()
            .map(|still| still as &(dyn Fn(&str) -> bool + Send + Sync));
        match door {
            Sharing::Invite => {
                let once = self.once(body.as_deref().unwrap_or_default());
                let invited = db.invite_guest(permit, body.as_deref(), once.as_ref(), now);
                Ok(self.created(invited.await?))
            }
            Sharing::InviteAgain => Ok(told(db.invite_again(permit, id, now).await?)),
            Sharing::RemoveGuest => {
                let receipt = db.remove_guest(permit, id, still_as, now).await?;
                Ok(json(receipt, &HeaderMap::new()))
            }
            Sharing::BecomeMember => {
                let body = body.as_deref();
                let member = db.guest_becomes_member(permit, id, body, still_as, now);
                Ok(told(member.await?))
            }
            Sharing::BecomeGuest => {
                let body = body.as_deref();
                let guest = db.member_becomes_guest(permit, id, body, still_as, now);
                Ok(told(guest.await?))
            }
            _ => Ok(told(
                db.change_guest(permit, id, body.as_deref(), still_as, now)
                    .await?,
            )),
        }
    }

    async fn grant(mut self, door: Sharing, mut reader: Box<Reader>) -> Result<Response, Problem> {
        let permit: Permit<OpenAccess> = reader.may_manage_grants().await?;
        drop(reader);
        self.plain()?;
        let body = match door {
            Sharing::EndGrant => None,
            _ => self.read().await?,
        };
        let id = self.segment(2);
        let (db, now) = (&self.app.start.db, self.app.start.clock.now());
        let as_seen = self.as_seen();
        let still_as = as_seen
            .as_ref()
            .map(|still| still as &(dyn Fn(&str) -> bool + Send + Sync));
        match door {
            Sharing::CreateGrant => {
                let once = self.once(body.as_deref().unwrap_or_default());
                let made = db.create_grant(permit, body.as_deref(), once.as_ref(), now);
                Ok(self.created(made.await?))
            }
            Sharing::EndGrant => {
                let receipt = db.end_grant(permit, id, still_as, now).await?;
                Ok(json(receipt, &HeaderMap::new()))
            }
            _ => Ok(told(
                db.change_grant(permit, id, body.as_deref(), still_as, now)
                    .await?,
            )),
        }
    }

    async fn participants(self, mut reader: Box<Reader>) -> Result<Response, Problem> {
        let body = reader.participants(self.segment(2)).await?;
        self.plain()?;
        Ok(json(body, &self.parts.headers))
    }

    async fn participant(
        mut self,
        door: Sharing,
        reader: Box<Reader>,
    ) -> Result<Response, Problem> {
        let viewer = reader.viewer().clone();
        drop(reader);
        self.plain()?;
        let body = match door {
            Sharing::RemoveParticipant => None,
            _ => self.read().await?,
        };
        let (project, part) = (self.segment(2), self.segment(4));
        let (db, now) = (&self.app.start.db, self.app.start.clock.now());
        let as_seen = self.as_seen();
        let still_as = as_seen
            .as_ref()
            .map(|still| still as &(dyn Fn(&str) -> bool + Send + Sync));
        let sent = body.as_deref();
        match door {
            Sharing::AddParticipant => {
                let once = self.once(sent.unwrap_or_default());
                let added = db.add_participant(&viewer, project, sent, once.as_ref(), now);
                Ok(self.created(added.await?))
            }
            Sharing::RemoveParticipant => {
                let removed = db.remove_participant(&viewer, (project, part), still_as, now);
                Ok(json(removed.await?, &HeaderMap::new()))
            }
            _ => {
                let changed = db.change_participant(&viewer, (project, part), sent, still_as, now);
                Ok(told(changed.await?))
            }
        }
    }

    /// What makes a request that is sent twice done once, where its sender says so.
    fn once(&self, body: &[u8]) -> Option<Once> {
        let key = idempotency_key(&self.parts.headers)?;
        Some(Once::new(key, self.parts.uri.path(), body))
    }

    /// What was made, as its maker reads it.
    fn created(&self, made: Written) -> Response {
        let address = format!("{}/{}", self.parts.uri.path(), made.id);
        written(made.json.unwrap_or_default(), Some(&address))
    }

    /// What tells whether a record is still what its sender saw, where they say what that was.
    fn as_seen(&self) -> Option<impl Fn(&str) -> bool + Send + Sync + use<>> {
        let asked = self.parts.headers.get(IF_MATCH)?.clone();
        Some(move |record: &str| names(&asked, &tag(record.as_bytes())))
    }
}

fn may_manage(reader: &Reader) -> Result<Permit<ManageGuests>, Problem> {
    let permit = reader.viewer().may::<ManageGuests>(&reader.company());
    permit.map_err(|_| Problem::ActionNotAllowed)
}

/// What a share came to, which has no address of its own.
fn made(body: String) -> Response {
    let mut response = json(body, &HeaderMap::new());
    *response.status_mut() = StatusCode::CREATED;
    response
}

/// A record as it is now; nothing where its writer does not see it any more.
fn told(written: Written) -> Response {
    match written.json {
        Some(json_now) => json(json_now, &HeaderMap::new()),
        None => nothing(),
    }
}
