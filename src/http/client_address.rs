//! Which network address a request comes from. Behind a proxy it is what the proxy says, and only a proxy that was named
//! at the start is believed.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The proxies in front of the program.
#[derive(Clone, Debug, Default)]
pub struct Proxies(pub Vec<IpAddr>);

impl Proxies {
    /// Where a request comes from; `None` when nobody can tell: from a proxy that says nothing that can be read, or from
    /// this machine, where there may be a proxy that was not named.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer.to_canonical();
        if !self.has(peer) {
            return (!peer.is_loopback()).then_some(peer);
        }
        // Each proxy adds at the end where it was called from. What stands further left anybody may have written.
        // A line that is no text is read all the same: otherwise a client could hide its address by adding to the line.
        let lines: Vec<_> =
            headers.get_all(FORWARDED_FOR).iter().map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
        let hops = lines.iter().rev().flat_map(|line| line.rsplit(','));
        let mut hops = hops.map(|hop| hop.trim().parse::<IpAddr>().ok().map(|hop| hop.to_canonical()));
        hops.find(|hop| hop.is_none_or(|hop| !self.has(hop))).flatten()
    }

    fn has(&self, address: IpAddr) -> bool {
        self.0.iter().any(|proxy| proxy.to_canonical() == address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s34_a_forwarded_address_is_believed_from_a_named_proxy_alone() {
        let client = |proxies: &[&str], peer: &str, lines: &[&str]| {
            let proxies = Proxies(proxies.iter().map(|proxy| proxy.parse().unwrap()).collect());
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(FORWARDED_FOR, line.parse().unwrap());
            }
            proxies.client(peer.parse().unwrap(), &headers).map(|address| address.to_string())
        };
        let says = |address: &str| Some(address.to_owned());
        // Nobody was named: what a client writes itself counts for nothing.
        assert_eq!(client(&[], "192.0.2.9", &["198.51.100.1"]), says("192.0.2.9"));
        assert_eq!(client(&[], "127.0.0.1", &["198.51.100.1"]), None);
        assert_eq!(client(&["10.0.0.1"], "192.0.2.9", &["198.51.100.1"]), says("192.0.2.9"));
        // The last is what the proxy itself has seen.
        assert_eq!(client(&["127.0.0.1"], "127.0.0.1", &["198.51.100.1, 192.0.2.9"]), says("192.0.2.9"));
        assert_eq!(client(&["127.0.0.1"], "127.0.0.1", &["198.51.100.1", "192.0.2.9"]), says("192.0.2.9"));
        assert_eq!(client(&["::1", "10.0.0.1"], "::1", &["1.2.3.4, 192.0.2.9, 10.0.0.1"]), says("192.0.2.9"));
        assert_eq!(client(&["127.0.0.1"], "::ffff:127.0.0.1", &["2001:db8::1"]), says("2001:db8::1"));
        let mut hidden = HeaderMap::new();
        hidden.append(FORWARDED_FOR, "198.51.100.1".parse().unwrap());
        hidden.append(FORWARDED_FOR, axum::http::HeaderValue::from_bytes(b"\xff, 192.0.2.9").unwrap());
        let proxies = Proxies(vec!["127.0.0.1".parse().unwrap()]);
        let found = proxies.client("127.0.0.1".parse().unwrap(), &hidden).unwrap();
        assert_eq!(found.to_string(), "192.0.2.9", "what a client adds to the line hides nothing");
        for unreadable in [&[][..], &[""], &["192.0.2.9, unknown"], &["192.0.2.9:80"]] {
            assert_eq!(client(&["127.0.0.1"], "127.0.0.1", unreadable), None, "{unreadable:?}");
        }
    }
}
