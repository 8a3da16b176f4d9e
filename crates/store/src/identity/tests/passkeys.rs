//! Passkeys, against a device made here: an elliptic key and the messages that the standard says.

use super::super::passkeys::{PasskeyError, Passkeys};
use super::super::passwords::Coming;
use super::super::sessions::Device;
use super::LENGTHS;
use crate::staff::tests::house::{House, now};
use crate::testing::Engine;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const SITE: &str = "https://portal.acme.example";
const COMING: Coming<'static> = Coming {
    before: None,
    device: Device {
        name: None,
        address: None,
    },
    lengths: LENGTHS,
};

fn site() -> Passkeys {
    Passkeys::at(SITE).unwrap()
}

/// A device with one key.
struct Authenticator {
    key: SigningKey,
    credential: [u8; 16],
    user: Option<String>,
    counter: u32,
}

fn code(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Authenticator {
    fn new(seed: u8) -> Authenticator {
        Authenticator {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            credential: [seed; 16],
            user: None,
            counter: 0,
        }
    }

    /// Host, flags (present, verified, with data of the key or not) and counter.
    fn head(&mut self, host: &str, with_key: bool) -> Vec<u8> {
        self.counter += 1;
        let mut data = Sha256::digest(host).to_vec();
        data.push(if with_key { 0x45 } else { 0x05 });
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client(kind: &str, options: &Value, origin: &str) -> String {
        let challenge = &options["publicKey"]["challenge"];
        json!({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false})
            .to_string()
    }

    fn make(&mut self, options: &Value) -> Value {
        self.user = options["publicKey"]["user"]["id"]
            .as_str()
            .map(str::to_owned);
        let mut data = self.head("portal.acme.example", true);
        data.extend([0; 16]);
        data.extend(16_u16.to_be_bytes());
        data.extend(self.credential);
        let point = self.key.verifying_key().to_sec1_point(false);
        // The key as CBOR: kind 2, ES256, curve P-256, x, y.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().unwrap());
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().unwrap());
        let mut attestation = vec![0xa3, 0x63];
        attestation.extend(b"fmt");
        attestation.push(0x64);
        attestation.extend(b"none");
        attestation.push(0x67);
        attestation.extend(b"attStmt");
        attestation.extend([0xa0, 0x68]);
        attestation.extend(b"authData");
        attestation.extend([0x58, u8::try_from(data.len()).unwrap()]);
        attestation.extend(&data);
        json!({
            "id": code(self.credential),
            "rawId": code(self.credential),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": code(Self::client("webauthn.create", options, SITE)),
                "attestationObject": code(attestation),
                "transports": ["internal"],
            },
        })
    }

    fn answer(&mut self, options: &Value, origin: &str) -> Value {
        let data = self.head("portal.acme.example", false);
        let client = Self::client("webauthn.get", options, origin);
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": code(self.credential),
            "rawId": code(self.credential),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": code(client),
                "authenticatorData": code(data),
                "signature": code(signature.to_der()),
                "userHandle": self.user,
            },
        })
    }
}

async fn with_passkey(house: &House) -> (String, Authenticator) {
    let session = house.session("vic@free.example").await;
    let mut device = Authenticator::new(7);
    let challenge = house
        .db()
        .begin_passkey(&site(), &session, now())
        .await
        .unwrap();
    let selection = &challenge.options["publicKey"]["authenticatorSelection"];
    assert_eq!(selection["residentKey"], "required");
    assert_eq!(selection["userVerification"], "required");
    let made = device.make(&challenge.options);
    house
        .db()
        .keep_passkey(
            &site(),
            &session,
            &challenge.ceremony,
            &made,
            "Laptop",
            now(),
        )
        .await
        .unwrap();
    (session, device)
}

#[tokio::test]
async fn a_passkey_is_made_signs_in_and_is_taken_away() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let (session, mut device) = with_passkey(&house).await;
        let listed = house.db().passkeys(&session, now()).await.unwrap().unwrap();
        assert_eq!((listed.len(), listed[0].name.as_str()), (1, "Laptop"));
        let challenge = house
            .db()
            .begin_sign_in_by_passkey(&site(), now())
            .await
            .unwrap();
        // The question names nobody: who asks learns nothing of who has passkeys.
        assert_eq!(
            challenge.options["publicKey"]["allowCredentials"],
            json!([])
        );
        let answer = device.answer(&challenge.options, SITE);
        let sign_in = async |answer: &Value| {
            let db = house.db();
            db.sign_in_by_passkey(&site(), &challenge.ceremony, answer, COMING, now())
                .await
        };
        let signed_in = sign_in(&answer).await.unwrap();
        assert_eq!(signed_in.email, "vic@free.example");
        assert_eq!(house.opens("acme", &signed_in.session, now()).await, "in");
        // The same answer is good once.
        assert_eq!(sign_in(&answer).await, Err(PasskeyError::Over));
        let id = &listed[0].id;
        let other = house.session("pat@alfreds.example").await;
        let db = house.db();
        assert!(!db.take_passkey_away(&other, id, now()).await.unwrap());
        assert!(db.take_passkey_away(&session, id, now()).await.unwrap());
        let challenge = db.begin_sign_in_by_passkey(&site(), now()).await.unwrap();
        let answer = device.answer(&challenge.options, SITE);
        let gone = db
            .sign_in_by_passkey(&site(), &challenge.ceremony, &answer, COMING, now())
            .await;
        assert_eq!(gone, Err(PasskeyError::Refused));
    }
}

#[tokio::test]
async fn an_answer_for_another_site_another_key_or_too_late_is_refused() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let (_, mut device) = with_passkey(&house).await;
        let db = house.db();
        let ask = async || db.begin_sign_in_by_passkey(&site(), now()).await.unwrap();
        let bring = async |ceremony: &str, answer: &Value, at| {
            db.sign_in_by_passkey(&site(), ceremony, answer, COMING, at)
                .await
        };
        let asked = ask().await;
        let phished = device.answer(&asked.options, "https://portal.acme.example.evil.example");
        assert_eq!(
            bring(&asked.ceremony, &phished, now()).await,
            Err(PasskeyError::Refused)
        );
        let asked = ask().await;
        let mut another = Authenticator::new(8);
        another.credential = device.credential;
        another.user = device.user.clone();
        let forged = another.answer(&asked.options, SITE);
        assert_eq!(
            bring(&asked.ceremony, &forged, now()).await,
            Err(PasskeyError::Refused)
        );
        let (asked, other) = (ask().await, ask().await);
        let of_another = device.answer(&other.options, SITE);
        assert_eq!(
            bring(&asked.ceremony, &of_another, now()).await,
            Err(PasskeyError::Refused)
        );
        let asked = ask().await;
        let late = device.answer(&asked.options, SITE);
        let later = now() + SignedDuration::from_mins(6);
        assert_eq!(
            bring(&asked.ceremony, &late, later).await,
            Err(PasskeyError::Over)
        );
        let asked = ask().await;
        assert_eq!(
            bring(&asked.ceremony, &json!({"id": "x"}), now()).await,
            Err(PasskeyError::Refused)
        );
    }
}

#[test]
fn passkeys_are_bound_to_a_name_and_to_encryption() {
    for good in [SITE, "http://localhost:8080", "https://a.example:8443"] {
        assert!(Passkeys::at(good).is_some(), "{good}");
    }
    for bad in [
        "http://127.0.0.1:8080",
        "http://portal.acme.example",
        "https://192.0.2.7",
        "no address",
    ] {
        assert!(Passkeys::at(bad).is_none(), "{bad}");
    }
}
