//! Where a list goes on: opaque, and good for the same viewer and the same question alone.

use super::question::{Question, Wrong};
use crate::viewer::Viewer;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// A place in an ordered list: the last item given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The item's key in the order asked for; none among the items without a value.
    pub(crate) key: Option<SortKey>,
    /// The item's public id.
    pub(crate) id: [u8; 16],
}

/// A value to order by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SortKey {
    /// Whole numbers, days, instants, places in a list; amounts in millionths.
    Number(i128),
    /// A text folded, then as it stands.
    Text(String, String),
}

const SEAL: usize = 16;

impl Place {
    /// The cursor for this place.
    pub(crate) fn seal(&self, viewer: &Viewer, question: &Question) -> String {
        self.seal_for(viewer, &question.canonical)
    }

    /// The cursor for this place in the answer to a question in one spelling.
    pub(crate) fn seal_for(&self, viewer: &Viewer, canonical: &str) -> String {
        let mut sealed = vec![0; SEAL];
        self.write(&mut sealed);
        let mac = mac(viewer, canonical, &sealed[SEAL..])
            .finalize()
            .into_bytes();
        sealed[..SEAL].copy_from_slice(&mac[..SEAL]);
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// The place a cursor stands for, if it was made for this viewer and question.
    pub(crate) fn open(cursor: &str, viewer: &Viewer, question: &Question) -> Result<Place, Wrong> {
        Place::open_for(cursor, viewer, &question.canonical)
    }

    /// The same for a question in one spelling.
    pub(crate) fn open_for(cursor: &str, viewer: &Viewer, canonical: &str) -> Result<Place, Wrong> {
        let foreign = || {
            Wrong::new(
                "cursor",
                "this cursor is not from an answer to this question for this viewer",
            )
        };
        let sealed = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| foreign())?;
        let (seal, place) = sealed.split_at_checked(SEAL).ok_or_else(foreign)?;
        mac(viewer, canonical, place)
            .verify_truncated_left(seal)
            .map_err(|_| foreign())?;
        Place::read(place).ok_or_else(foreign)
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.id);
        match &self.key {
            None => out.push(0),
            Some(SortKey::Number(number)) => {
                out.push(1);
                out.extend_from_slice(&number.to_be_bytes());
            }
            // The folded text follows from the other.
            Some(SortKey::Text(_, text)) => {
                out.push(2);
                out.extend_from_slice(text.as_bytes());
            }
        }
    }

    fn read(bytes: &[u8]) -> Option<Place> {
        let (id, rest) = bytes.split_first_chunk::<16>()?;
        let key = match rest.split_first()? {
            (0, []) => None,
            (1, number) => Some(SortKey::Number(i128::from_be_bytes(
                number.try_into().ok()?,
            ))),
            (2, text) => Some(SortKey::text(std::str::from_utf8(text).ok()?)),
            _ => return None,
        };
        Some(Place { key, id: *id })
    }
}

impl SortKey {
    /// The key of a text.
    pub(crate) fn text(text: &str) -> SortKey {
        SortKey::Text(super::fold::for_order(text), text.to_owned())
    }
}

fn mac(viewer: &Viewer, canonical: &str, place: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&viewer.cursor_key)
        .unwrap_or_else(|_| unreachable!("a key of any length is taken"));
    mac.update(&viewer.account.id.to_be_bytes());
    mac.update(&viewer.party.public_id);
    mac.update(canonical.as_bytes());
    mac.update(&[0]);
    mac.update(place);
    mac
}
