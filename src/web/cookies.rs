//! What a request says of the browser that it comes from: its address and its three cookies. Their prefix makes
//! browsers insist on `Secure`, path `/` and this host alone.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::Response;

use super::address::encode;
use crate::operations::account::throttle::{Browser, KNOWN_FOR};
use crate::operations::tokens::Token;

/// The cookie with a session's token; it goes when the browser is closed.
pub const SESSION: &str = "__Host-session";
/// The cookie with the token of a browser in which somebody has signed in; it stays for a year.
pub const BROWSER: &str = "__Host-browser";

/// The cookie with the address to which a form post has just led, for a minute or until that page was shown.
const DONE: &str = "__Host-done";

const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// The network address of the browser, put into its requests by whoever accepted the connection.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// The browser of a request, for whoever signs in with it.
pub fn browser(parts: &Parts) -> Browser {
    Browser {
        address: parts.extensions.get::<ClientAddress>().map(|address| address.0),
        token: token(&parts.headers, BROWSER),
        session: token(&parts.headers, SESSION),
    }
}

/// The token in one of the cookies that a request has.
pub fn token(headers: &HeaderMap, cookie: &str) -> Option<Token> {
    value(headers, cookie).and_then(Token::parse)
}

fn value<'h>(headers: &'h HeaderMap, cookie: &str) -> Option<&'h str> {
    let cookies = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == cookie).map(|(_, value)| value).next()
}

/// Whether a form post of this browser has just led to this address: what the address says was done was done then. A
/// page that is opened again, from a bookmark or by a link of somebody else's, has done nothing.
pub fn has_led_to(parts: &Parts) -> bool {
    let address = parts.uri.path_and_query().map(|address| encode(address.as_str()));
    address.is_some_and(|address| value(&parts.headers, DONE) == Some(&address))
}

/// The response of a form post that leads to an address, which says what was done.
pub fn with_done(response: Response, address: &str) -> Response {
    with(response, &format!("{DONE}={}; {ATTRIBUTES}; Max-Age=60", encode(address)))
}

/// The cookie by which the browser forgets that it was led anywhere.
pub fn without_done() -> String {
    format!("{DONE}=; {ATTRIBUTES}; Max-Age=0")
}

/// The response, with the session that begins with it.
pub fn with_session(response: Response, token: &Token) -> Response {
    with(response, &format!("{SESSION}={}; {ATTRIBUTES}", token.reveal()))
}

/// The response, which ends the session.
pub fn without_session(response: Response) -> Response {
    with(response, &format!("{SESSION}=; {ATTRIBUTES}; Max-Age=0"))
}

/// The response, which makes the browser known.
pub fn with_known_browser(response: Response, token: &Token) -> Response {
    let seconds = KNOWN_FOR.as_secs();
    with(response, &format!("{BROWSER}={}; {ATTRIBUTES}; Max-Age={seconds}", token.reveal()))
}

fn with(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = cookie.parse() {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}
