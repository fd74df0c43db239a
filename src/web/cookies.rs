//! The parts of a request that concern its browser: its address and its three cookies. Their prefix makes browsers
//! insist on `Secure`, path `/` and this host alone.

use std::net::IpAddr;

use axum::http::header::{COOKIE, GetAll, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use cookie::time::Duration;
use cookie::{Cookie, SameSite};

use super::address::encode;
use crate::operations::account::throttle::{Browser, KNOWN_FOR};
use crate::operations::tokens::Token;

/// The cookie with a session's token; it goes when the browser is closed.
pub const SESSION: &str = "__Host-session";
/// The cookie with the token of a browser in which somebody has signed in; it stays for a year.
pub const BROWSER: &str = "__Host-browser";

/// The cookie with the address to which a form post has just led, for a minute or until that page was shown.
const DONE: &str = "__Host-done";

/// The network address of the browser, put into its requests by the code that accepted the connection.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// The browser of a request that signs in.
pub fn browser(parts: &Parts) -> Browser {
    Browser {
        address: parts.extensions.get::<ClientAddress>().map(|address| address.0),
        token: token(&parts.headers, BROWSER),
        session: token(&parts.headers, SESSION),
    }
}

/// The token in one of the cookies that a request has.
pub fn token(headers: &HeaderMap, name: &str) -> Option<Token> {
    sent(headers, name).and_then(|cookie| Token::parse(cookie.value()))
}

/// The token of the session that an answer begins; `Some(None)` when the answer ends one.
pub fn session_set(answer: &HeaderMap) -> Option<Option<Token>> {
    let set = texts(answer.get_all(SET_COOKIE)).filter_map(|line| Cookie::parse(line).ok());
    set.filter(|cookie| cookie.name() == SESSION).last().map(|cookie| Token::parse(cookie.value()))
}

/// The first cookie of this name that a request has.
fn sent<'h>(headers: &'h HeaderMap, name: &str) -> Option<Cookie<'h>> {
    texts(headers.get_all(COOKIE)).flat_map(Cookie::split_parse).flatten().find(|cookie| cookie.name() == name)
}

/// The lines of a header that are printable ASCII. Unicode spaces around a name could otherwise disguise one of our
/// cookies, set by another host of the same domain.
fn texts(lines: GetAll<'_, HeaderValue>) -> impl Iterator<Item = &str> {
    lines.into_iter().filter_map(|line| line.to_str().ok())
}

/// Whether a form post of this browser has just led to this address: only then was the thing done that the address
/// says. A page that is opened again, from a bookmark or by somebody else's link, has done nothing.
pub fn has_led_to(parts: &Parts) -> bool {
    let address = parts.uri.path_and_query().map(|address| encode(address.as_str()));
    address.is_some_and(|address| sent(&parts.headers, DONE).is_some_and(|cookie| cookie.value() == address))
}

/// The response of a form post that leads to an address, which says what was done.
pub fn with_done(response: Response, address: &str) -> Response {
    with(response, ours(DONE, &encode(address), Some(Duration::MINUTE)))
}

/// The cookie that makes the browser forget that it was led anywhere.
pub fn without_done() -> Option<HeaderValue> {
    ours(DONE, "", Some(Duration::ZERO))
}

/// The response, with the session that begins with it.
pub fn with_session(response: Response, token: &Token) -> Response {
    with(response, ours(SESSION, token.reveal(), None))
}

/// The response, which ends the session.
pub fn without_session(response: Response) -> Response {
    with(response, ours(SESSION, "", Some(Duration::ZERO)))
}

/// The response, which makes the browser known.
pub fn with_known_browser(response: Response, token: &Token) -> Response {
    with(response, ours(BROWSER, token.reveal(), Some(Duration::seconds(KNOWN_FOR.as_secs()))))
}

/// A cookie of ours as it stands in a header, to be kept for so long; without a time, until the browser is closed.
fn ours(name: &str, value: &str, kept: Option<Duration>) -> Option<HeaderValue> {
    let mut cookie =
        Cookie::build((name, value)).path("/").secure(true).http_only(true).same_site(SameSite::Lax).build();
    cookie.set_max_age(kept);
    cookie.to_string().parse().ok()
}

fn with(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
