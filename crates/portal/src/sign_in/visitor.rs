//! Where a request comes from, and from what: for limits and for the list of devices.

use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use std::net::{IpAddr, SocketAddr};
use store::identity::{Coming, Device};

use crate::frame::cookie;
use crate::http::App;
use crate::settings::Network;

/// The other end of the connection, put there by the server.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Someone who has not come in yet, or comes in anew.
pub(crate) struct Visitor {
    /// The network address; empty where there is none, as in tests.
    pub(crate) address: String,
    /// What the limits count: the address, or the network of an IPv6 address, of which one household has many.
    pub(crate) network: String,
    /// What the browser says it is.
    device: Option<String>,
    /// The secret of the session that the browser has.
    pub(crate) session: Option<String>,
}

impl Visitor {
    /// Who sends this request.
    pub(crate) fn of(app: &App, parts: &Parts) -> Visitor {
        let start = &app.start;
        let address = address(&parts.extensions, &parts.headers, &start.entrance.proxies);
        let device = parts.headers.get("user-agent");
        Visitor {
            address: address.map_or_else(String::new, |address| address.to_string()),
            network: address.map_or_else(String::new, network),
            device: device
                .and_then(|device| device.to_str().ok())
                .map(str::to_owned),
            session: cookie::session(&parts.headers, start.encrypted).map(str::to_owned),
        }
    }

    /// What a new session is begun from.
    pub(crate) fn coming(&self, app: &App) -> Coming<'_> {
        Coming {
            before: self.session.as_deref(),
            device: self.device(),
            lengths: app.start.entrance.lengths,
        }
    }

    /// What the list of devices shows of it.
    pub(crate) fn device(&self) -> Device<'_> {
        Device {
            name: self.device.as_deref(),
            address: Some(self.address.as_str()).filter(|address| !address.is_empty()),
        }
    }
}

/// The address of the person: the connection's other end, or, where that is a trusted proxy, the last in the chain
/// that is none. What others write into the header changes nothing.
fn address(extensions: &Extensions, headers: &HeaderMap, proxies: &[Network]) -> Option<IpAddr> {
    let trusted = |address: IpAddr| proxies.iter().any(|network| network.holds(address));
    let peer = extensions.get::<Peer>()?.0.ip().to_canonical();
    if !trusted(peer) {
        return Some(peer);
    }
    let chain: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut last = peer;
    for one in chain.iter().rev() {
        let Ok(address) = one.trim().parse::<IpAddr>() else {
            break;
        };
        last = address.to_canonical();
        if !trusted(last) {
            break;
        }
    }
    Some(last)
}

fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let bits = address.to_bits() >> 64 << 64;
            format!("{}/64", std::net::Ipv6Addr::from_bits(bits))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::http::HeaderValue;

    fn seen(peer: &str, forwarded: &[&str], proxies: &str) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(Peer(SocketAddr::new(peer.parse().unwrap(), 4711)));
        let mut headers = HeaderMap::new();
        for one in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_str(one).unwrap());
        }
        let proxies: Vec<Network> = proxies
            .split(',')
            .filter(|one| !one.is_empty())
            .map(|one| one.parse().unwrap())
            .collect();
        address(&extensions, &headers, &proxies)
            .unwrap()
            .to_string()
    }

    #[test]
    fn a_forged_header_changes_nothing() {
        assert_eq!(seen("192.0.2.7", &["203.0.113.9"], ""), "192.0.2.7");
        assert_eq!(
            seen("192.0.2.7", &["203.0.113.9"], "10.0.0.0/8"),
            "192.0.2.7"
        );
        // Through the proxy, what the visitor wrote stands before what the proxy adds.
        let forged = ["1.1.1.1, 192.0.2.7"];
        assert_eq!(seen("10.0.0.2", &forged, "10.0.0.0/8"), "192.0.2.7");
        let forged = ["1.1.1.1", "192.0.2.7, 10.0.0.3"];
        assert_eq!(seen("10.0.0.2", &forged, "10.0.0.0/8"), "192.0.2.7");
    }

    #[test]
    fn a_trusted_proxy_says_who_comes() {
        assert_eq!(seen("10.0.0.2", &["192.0.2.7"], "10.0.0.0/8"), "192.0.2.7");
        assert_eq!(
            seen("::ffff:10.0.0.2", &["2001:db8::1"], "10.0.0.0/8"),
            "2001:db8::1"
        );
        assert_eq!(seen("10.0.0.2", &["no address"], "10.0.0.0/8"), "10.0.0.2");
        assert_eq!(seen("10.0.0.2", &[], "10.0.0.0/8"), "10.0.0.2");
    }

    #[test]
    fn a_household_counts_as_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }
}
