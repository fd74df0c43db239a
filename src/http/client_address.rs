//! Which network address a request comes from. Behind a proxy it is what the proxy says, and only a proxy that was named
//! at the start is believed.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Once;

use axum::http::{HeaderMap, HeaderName};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address of everybody together of whom a named proxy does not say where they are. No client has it.
pub const UNREADABLE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// The proxies in front of the program.
#[derive(Clone, Debug, Default)]
pub struct Proxies(pub Vec<IpAddr>);

impl Proxies {
    /// Where a request comes from: [`UNREADABLE`] from a proxy that says nothing that can be read; `None` when nobody can
    /// tell, because it comes from this machine, where there may be a proxy that was not named.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer.to_canonical();
        if !self.has(peer) {
            return (!peer.is_loopback()).then_some(peer);
        }
        // Each proxy adds at the end where it was called from. What stands further left anybody may have written.
        // A line that is no text is read all the same: otherwise a client could hide its address by adding to the line.
        let lines: Vec<_> =
            headers.get_all(FORWARDED_FOR).iter().map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
        let mut hops = lines.iter().rev().flat_map(|line| line.rsplit(',')).map(address);
        let client = hops.find(|hop| hop.is_none_or(|hop| !self.has(hop))).flatten();
        Some(client.unwrap_or_else(|| {
            static WARNED: Once = Once::new();
            WARNED.call_once(|| {
                tracing::warn!(
                    "the proxy's X-Forwarded-For names no client: until it does, wrong passwords count for everybody together"
                );
            });
            UNREADABLE
        }))
    }

    /// Whether many people may be behind this peer: a named proxy, or what runs on this machine.
    pub fn is_many(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.has(peer) || peer.is_loopback()
    }

    fn has(&self, address: IpAddr) -> bool {
        self.0.iter().any(|proxy| proxy.to_canonical() == address)
    }
}

/// Reads an address as proxies write it: with or without a port, brackets, quotation marks and the name of an interface.
fn address(written: &str) -> Option<IpAddr> {
    let written = written.trim().trim_matches('"').trim();
    let host = written.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(host, _)| host);
    let host = host.unwrap_or(written).split('%').next()?;
    let with_port = || written.parse::<SocketAddr>().ok().map(|address| address.ip());
    host.parse::<IpAddr>().ok().or_else(with_port).map(|address| address.to_canonical())
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
        // No proxy was named: a header that the client writes itself counts for nothing.
        assert_eq!(client(&[], "192.0.2.9", &["198.51.100.1"]), says("192.0.2.9"));
        assert_eq!(client(&[], "127.0.0.1", &["198.51.100.1"]), None);
        assert_eq!(client(&["10.0.0.1"], "192.0.2.9", &["198.51.100.1"]), says("192.0.2.9"));
        // The last is what the proxy itself has seen.
        assert_eq!(client(&["127.0.0.1"], "127.0.0.1", &["198.51.100.1, 192.0.2.9"]), says("192.0.2.9"));
        assert_eq!(client(&["127.0.0.1"], "127.0.0.1", &["198.51.100.1", "192.0.2.9"]), says("192.0.2.9"));
        assert_eq!(client(&["::1", "10.0.0.1"], "::1", &["1.2.3.4, 192.0.2.9, 10.0.0.1"]), says("192.0.2.9"));
        assert_eq!(client(&["127.0.0.1"], "::ffff:127.0.0.1", &["2001:db8::1"]), says("2001:db8::1"));
        for (written, address) in [
            ("203.0.113.9:12345", "203.0.113.9"),
            ("198.51.100.1, 203.0.113.9:1", "203.0.113.9"),
            ("\"203.0.113.9:12345\"", "203.0.113.9"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("\"[2001:db8::1]\"", "2001:db8::1"),
            ("\"[2001:db8::1]:443\"", "2001:db8::1"),
            ("2001:DB8:0::1", "2001:db8::1"),
            ("fe80::1%eth0", "fe80::1"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("[::ffff:203.0.113.9]:80", "203.0.113.9"),
        ] {
            assert_eq!(client(&["127.0.0.1"], "127.0.0.1", &[written]), says(address), "{written}");
        }
        let mut hidden = HeaderMap::new();
        hidden.append(FORWARDED_FOR, "198.51.100.1".parse().unwrap());
        hidden.append(FORWARDED_FOR, axum::http::HeaderValue::from_bytes(b"\xff, 192.0.2.9").unwrap());
        let proxies = Proxies(vec!["127.0.0.1".parse().unwrap()]);
        let found = proxies.client("127.0.0.1".parse().unwrap(), &hidden).unwrap();
        assert_eq!(found.to_string(), "192.0.2.9", "what a client adds to the line hides nothing");
        // Whatever it says nothing of is one address.
        let unreadable = ["", "192.0.2.9, unknown", "unknown", "_hidden", "192.0.2.9.1", "[2001:db8::1", "192.0.2.9,"];
        for unreadable in
            unreadable.iter().map(std::slice::from_ref).chain([&[][..], &["192.0.2.9", ""], &["127.0.0.1"]])
        {
            assert_eq!(client(&["127.0.0.1"], "127.0.0.1", unreadable), says("0.0.0.0"), "{unreadable:?}");
        }
    }
}
