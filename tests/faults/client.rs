//! What a browser sends, one connection for each request.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use axum::http::response::Parts;
use axum::http::{HeaderValue, Method, Request};
use http_body_util::BodyExt;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::board::Page;
use super::server::Server;
use crate::support::encode;

/// How a server asks for the body of a request.
const GO_ON: &[u8; 25] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// What a save was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// 303.
    Saved,
    /// 409.
    Conflict,
    /// 503, with the page.
    Unavailable(String),
    /// Another status, with the page.
    Other(u16, String),
    /// No answer came.
    Nothing,
}

/// Posts a page of answers.
pub async fn post(server: &Server, page: &Page) -> Said {
    post_to(server.address, page).await
}

/// The same to an address.
pub async fn post_to(address: SocketAddr, page: &Page) -> Said {
    match send(address, request(address, Method::POST, &page.path, &page.cookie, page.body.clone())).await {
        Some((303, _)) => Said::Saved,
        Some((409, _)) => Said::Conflict,
        Some((503, text)) => Said::Unavailable(text),
        Some((status, text)) => Said::Other(status, text),
        None => Said::Nothing,
    }
}

/// Posts a page over a connection that nobody reads from: the reply is lost when it is dropped.
pub async fn post_unheard(server: &Server, page: &Page) -> TcpStream {
    let address = server.address;
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
        page.path,
        page.cookie,
        page.body.len(),
        page.body
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.flush().await.unwrap();
    stream
}

/// Posts half of a page, once the server has asked for it: from then on the request is under way.
pub async fn half_a_page(server: &Server, page: &Page) -> TcpStream {
    let address = server.address;
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\
         Expect: 100-continue\r\n\r\n",
        page.path,
        page.cookie,
        page.body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut asked_for = [0; GO_ON.len()];
    stream.read_exact(&mut asked_for).await.unwrap();
    assert_eq!(asked_for, *GO_ON);
    stream.write_all(&page.body.as_bytes()[..page.body.len() / 2]).await.unwrap();
    stream
}

/// Sends the other half, and returns the answer.
pub async fn the_other_half(mut stream: TcpStream, page: &Page) -> String {
    stream.write_all(&page.body.as_bytes()[page.body.len() / 2..]).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// Posts a form that is not a page of answers, and returns the status.
pub async fn post_form(server: &Server, path: &str, cookie: &str, body: &str) -> u16 {
    let request = request(server.address, Method::POST, path, cookie, body.to_owned());
    send(server.address, request).await.expect("an answer").0
}

/// Signs in: the session's cookie, when there is one.
pub async fn sign_in(server: &Server, email: &str, password: &str) -> Option<String> {
    let body = encode(&[("email", email), ("password", password)]);
    let request = request(server.address, Method::POST, "/sign-in", "", body);
    let (parts, _) = answer(server.address, request).await.expect("an answer");
    let cookies = parts.headers.get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    let mut cookies =
        cookies.filter_map(|cookie| cookie.split(';').next().filter(|it| it.starts_with("__Host-session=")));
    cookies.next().map(ToOwned::to_owned)
}

/// Posts a form with a file: the status and the page; `None` when no answer came.
pub async fn upload(server: &Server, path: &str, cookie: &str, file: &str) -> Option<(u16, String)> {
    let body = format!(
        "--a-line\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\
         content-type: application/octet-stream\r\n\r\n{file}\r\n--a-line--\r\n"
    );
    let mut request = request(server.address, Method::POST, path, cookie, body);
    let kind = HeaderValue::from_static("multipart/form-data; boundary=a-line");
    request.headers_mut().insert(CONTENT_TYPE, kind);
    send(server.address, request).await
}

/// Opens a page: its status and its text.
pub async fn get(server: &Server, path: &str, cookie: &str) -> (u16, String) {
    let request = request(server.address, Method::GET, path, cookie, String::new());
    send(server.address, request).await.expect("an answer")
}

/// A client that never says the rest.
pub async fn half_a_header(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /sign-in HTTP/1.1\r\nHost: ").await.unwrap();
    stream
}

fn request(address: SocketAddr, method: Method, path: &str, cookie: &str, body: String) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header(HOST, address.to_string());
    let request = request.header(ORIGIN, format!("http://{address}")).header(COOKIE, cookie);
    request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(body)).unwrap()
}

/// Sends it over a connection of its own; `None` when no whole answer came.
async fn send(address: SocketAddr, request: Request<Body>) -> Option<(u16, String)> {
    let (parts, body) = answer(address, request).await?;
    Some((parts.status.as_u16(), body))
}

async fn answer(address: SocketAddr, request: Request<Body>) -> Option<(Parts, String)> {
    let stream = TcpStream::connect(address).await.ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    let driven = tokio::spawn(connection);
    let response = sender.send_request(request).await.ok()?;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.ok()?.to_bytes();
    driven.abort();
    Some((parts, String::from_utf8_lossy(&body).into_owned()))
}
