//! Putting the end of a share off: one press.

use store::WriteError;

use super::end;
use super::on::On;
use crate::frame::{Paged, Posted, Stop};
use crate::workspace::back_to;

/// By how many days one press puts an end off.
pub(crate) const DAYS: i64 = 30;

/// Extends the grant, and leads back to where the button stood.
pub(super) async fn extend(Posted { mut visit, fields }: Posted) -> Paged {
    let on = On::named(fields.text("on")).ok_or_else(|| visit.not_shared())?;
    let grant = fields.text("grant").to_owned();
    end::allowed(&mut visit, &on).await?;
    let permit = match visit.reader.may_manage_grants().await {
        Ok(permit) => permit,
        Err(error) => return Err(end::stop(&visit, error)),
    };
    let away = visit.away();
    let answer = away
        .db()
        .extend_grant(permit, &grant, DAYS, away.now())
        .await;
    let visit = away.back().await?;
    answer.map_err(|error| match error {
        WriteError::WrongState(_) => Stop::Conflict(visit.texts.say("end-cannot-extend")),
        error => end::stop(&visit, error),
    })?;
    let dialog = visit.at(&format!("share?on={}", on.path()));
    let days = DAYS.to_string();
    Ok(back_to(
        &visit,
        &fields,
        &dialog,
        &[("said", "extended"), ("n", &days)],
    ))
}
