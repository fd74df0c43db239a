//! How much one network address may hold at once of what everybody shares: connections, and requests under way.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::client_address::UNREADABLE;
use crate::operations::account::throttle::network;
use crate::web::body::until_sent;
use crate::web::cookies::ClientAddress;
use crate::web::error_page::ErrorPage;
use crate::web::site::Site;

/// Requests of one address that are under way at once. A school behind one line has a few.
const REQUESTS: usize = 64;

/// What each address holds. A clone shares it.
#[derive(Clone, Debug)]
pub struct Shares {
    most: usize,
    held: Arc<Mutex<HashMap<String, usize>>>,
}

impl Shares {
    /// Each address may hold so many.
    pub fn of(most: usize) -> Self {
        Self { most, held: Arc::default() }
    }

    /// Requests that are under way.
    pub fn of_requests() -> Self {
        Self::of(REQUESTS)
    }

    /// One more for this address, until it is dropped; `None` when it holds all it may.
    pub fn take(&self, address: IpAddr) -> Option<Share> {
        let place = network(address);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let of_place = held.entry(place.clone()).or_default();
        if *of_place >= self.most {
            return None;
        }
        *of_place += 1;
        Some(Share { of: self.clone(), place })
    }
}

/// One of what an address holds.
#[derive(Debug)]
pub struct Share {
    of: Shares,
    place: String,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.of.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(of_place) = held.get_mut(&self.place) {
            *of_place -= 1;
            if *of_place == 0 {
                held.remove(&self.place);
            }
        }
    }
}

/// Lets a request through while its address has fewer under way than it may, until the answer is sent.
pub async fn requests(State((site, shares)): State<(Site, Shares)>, request: Request, next: Next) -> Response {
    let client = request.extensions().get().map(|ClientAddress(address)| *address);
    // Clients of whom a proxy says nothing are not one address, so no share binds them.
    let Some(address) = client.filter(|address| *address != UNREADABLE) else { return next.run(request).await };
    let Some(share) = shares.take(address) else {
        let (parts, _) = request.into_parts();
        return site.error_page(parts, ErrorPage::TooMany).await;
    };
    until_sent(next.run(request).await, share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_its_share_and_takes_nothing_of_anothers() {
        let address = |text: &str| text.parse().unwrap();
        let shares = Shares::of(2);
        let first = shares.take(address("192.0.2.1"));
        let second = shares.take(address("::ffff:192.0.2.1"));
        assert!(first.is_some() && second.is_some() && shares.take(address("192.0.2.1")).is_none());
        assert!(shares.take(address("192.0.2.2")).is_some());
        drop(first);
        let again = shares.clone().take(address("192.0.2.1"));
        assert!(again.is_some() && shares.take(address("192.0.2.1")).is_none());
        let _network = [shares.take(address("2001:db8::1")), shares.take(address("2001:db8::2"))];
        assert!(shares.take(address("2001:db8::3")).is_none() && shares.take(address("2001:db8:0:1::3")).is_some());
        drop((second, again));
        assert_eq!(shares.held.lock().unwrap().len(), 1, "who holds nothing is forgotten");
    }
}
