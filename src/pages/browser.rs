//! What a request says of the browser that it comes from: its address and its two cookies. The cookies' prefix makes
//! browsers insist on `Secure`, path `/` and this host alone.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::Response;

use crate::operations::throttle::{Browser, KNOWN_FOR};
use crate::operations::tokens::Token;

/// The cookie with a session's token; it goes when the browser is closed.
pub const SESSION: &str = "__Host-session";
/// The cookie with the token of a browser in which somebody has signed in; it stays for a year.
pub const BROWSER: &str = "__Host-browser";

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
    let cookies = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut ours = pairs.filter(|(name, _)| *name == cookie).map(|(_, value)| value);
    ours.next().and_then(Token::parse)
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
