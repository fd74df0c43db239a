//! A form that is sent twice is carried out once: by a second click, by a reload, or by a browser that tries again. The
//! second is answered as the first was.
//!
//! Forms are told apart by the id that their page gave them, by whose session sent them, and by everything in them; those
//! that add something by the first two alone. What led on to another page is kept for a quarter of an hour, in memory.
//! A refused form has done nothing, and is looked at anew. The database also says that a form was carried out, written with
//! what it did; see `store/posts.rs`.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::{Body, Bytes};
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use tokio::sync::OwnedSemaphorePermit;

use crate::operations::Refused;
use crate::operations::installation::memory::room_to_read;
use crate::operations::installation::posts::PostKey;
use crate::pages::organisations::import::{IMPORT, LARGEST_FILE};
use crate::web::body::{HasItsRoom, until_sent};
use crate::web::cookies::{SESSION, session_set, token};
use crate::web::error_page::ErrorPage;
use crate::web::field_names::{POST_ID, POST_ID_DIGITS};
use crate::web::notices::with_sent_before;
use crate::web::redirect::done;
use crate::web::request::visitor_of;
use crate::web::respond::form_of;
use crate::web::route::Route;
use crate::web::site::Site;

/// How long an answer is kept. It may begin a session: not longer than somebody needs to reload a page.
const KEPT_FOR: SignedDuration = SignedDuration::from_mins(15);
/// How many answers are kept in all, and of one session. Each is a redirect: half a kilobyte.
const MOST: usize = 2_000;
const MOST_OF_A_SESSION: usize = 50;
/// The longest headers that are kept, in bytes: an address that a form asked to be led to may be long.
const LONGEST: usize = 4_096;

/// The forms that are being carried out, and the answers that are kept.
#[derive(Clone, Debug, Default)]
pub struct Once(Arc<Mutex<Memory>>);

#[derive(Debug, Default)]
struct Memory {
    /// The holder of a form's turn carries it out.
    turns: HashMap<Hash, Arc<tokio::sync::Mutex<()>>>,
    /// The oldest first.
    kept: VecDeque<Kept>,
}

type Hash = [u8; 32];

/// An answer that led on.
#[derive(Clone, Debug)]
struct Kept {
    form: Hash,
    page: Hash,
    /// The session that sent the form, if there was one, and the one that the browser has since its answer: signing in
    /// and out change it, and a second click comes before or after that.
    sessions: [Option<Hash>; 2],
    at: Timestamp,
    status: StatusCode,
    headers: HeaderMap,
}

/// Carries a form out, or answers as it was answered before. A post without an id does not come from a page of ours, and is
/// carried out each time.
pub async fn carry_out(State((site, once)): State<(Site, Once)>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Some(most) = most_bytes(&parts).filter(|_| parts.method == Method::POST) else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    // A file for which there is no room is not kept while it comes.
    if parts.uri.path() == IMPORT
        && let Err(no_room) = room_to_read(length(&parts).map_or(most, |length| length.min(most)))
    {
        return site.error_page(parts, Refused::from(no_room).into()).await;
    }
    let (body, room) = match site.read_body(&parts, body, most).await {
        Ok(read) => read,
        Err(page) => return site.error_page(parts, page).await,
    };
    let sent = Sent::read(&parts, body.clone()).await;
    let mut request = Request::from_parts(parts.clone(), Body::from(body));
    request.extensions_mut().insert(HasItsRoom);
    let Some(sent) = sent else { return held_by(next.run(request).await, room) };
    // Someone who corrects a slip while the first is on its way, and sends the form again, would otherwise add two and see
    // the second alone.
    let adds = parts.extensions.get::<Route>().is_some_and(|route| route.adds);
    let turn = once.turn(if adds { sent.page } else { sent.form }).lock_owned().await;
    if let Some(kept) = once.kept(sent, site.installation.now()) {
        return (kept.status, kept.headers).into_response();
    }
    if let Some(added) = once.added(sent, parts.uri.path()).filter(|_| adds) {
        return done(&with_sent_before(&added));
    }
    // Where this cannot be read nothing can be written either; and the key is never written twice.
    let key = sent.key();
    if site.installation.was_carried_out(key).await.unwrap_or_default() {
        return site.error_page(parts, ErrorPage::DoneBefore).await;
    }
    // A browser that sends a form again gives up its first request: what that began goes on to its end.
    let carried_out = tokio::spawn(async move {
        let response = site.installation.carry_out(key, next.run(request)).await;
        let (status, headers) = (response.status(), response.headers().clone());
        if status.is_redirection() {
            let sessions = [sent.session, session_after(sent.session, &headers)];
            once.keep(Kept {
                form: sent.form,
                page: sent.page,
                sessions,
                at: site.installation.now(),
                status,
                headers,
            });
        }
        drop(turn);
        held_by(response, room)
    });
    carried_out.await.unwrap_or_else(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        // Only the end of the program ends it before.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    })
}

/// The answer, with the room that what was sent takes until it is answered.
fn held_by(answer: Response, room: Option<OwnedSemaphorePermit>) -> Response {
    match room {
        Some(room) => until_sent(answer, room),
        None => answer,
    }
}

/// The most bytes that a form may have; `None` for a post that is not a form, such as a save, or that will be turned away
/// before it is read.
fn most_bytes(parts: &Parts) -> Option<usize> {
    if parts.uri.path() != IMPORT {
        return form_of(parts).map(|form| form.bytes);
    }
    let visitor = visitor_of(parts).ok()?;
    visitor.may_keep_organisations().then_some(LARGEST_FILE)
}

/// How long a body says that it is.
fn length(parts: &Parts) -> Option<usize> {
    parts.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// A form that was sent.
#[derive(Clone, Copy)]
struct Sent {
    /// A hash of its id, of all it holds, and of the address it was sent to.
    form: Hash,
    /// A hash of its id and path alone.
    page: Hash,
    /// The hash of the session's token that sent it, if it had one.
    session: Option<Hash>,
}

impl Sent {
    /// Reads what tells a form from others; `None` when it has no id.
    async fn read(parts: &Parts, body: Bytes) -> Option<Self> {
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let (id, holds) = if kind.starts_with("multipart/form-data") {
            fields_of(parts, body).await.ok()?
        } else {
            let (_, id) = form_urlencoded::parse(&body).find(|(name, _)| name == POST_ID)?;
            (id.into_owned(), Sha256::digest(&body).into())
        };
        let is_id = id.len() == POST_ID_DIGITS && id.bytes().all(|digit| digit.is_ascii_hexdigit());
        let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
        let page = Sha256::new().chain_update(&id).chain_update(parts.uri.path()).finalize().into();
        let form = Sha256::new().chain_update(&id).chain_update(holds).chain_update(path).finalize().into();
        is_id.then(|| Self { form, page, session: token(&parts.headers, SESSION).map(|token| token.hash()) })
    }

    /// The key by which the database knows it.
    fn key(self) -> PostKey {
        PostKey(Sha256::new().chain_update(self.form).chain_update(self.session.unwrap_or_default()).finalize().into())
    }
}

/// The session of a browser that had this one and has the answer.
fn session_after(before: Option<Hash>, answer: &HeaderMap) -> Option<Hash> {
    session_set(answer).map_or(before, |token| token.map(|token| token.hash()))
}

/// The id in a form with a file, and a hash of its fields. The boundaries between the fields differ each time that a browser
/// sends the form.
async fn fields_of(parts: &Parts, body: Bytes) -> Result<(String, Hash), MultipartError> {
    let mut request = Request::new(Body::from(body));
    request.headers_mut().clone_from(&parts.headers);
    // It was read within its limit.
    DefaultBodyLimit::disable().apply(&mut request);
    let (mut id, mut holds) = (String::new(), Sha256::new());
    let Ok(mut fields) = Multipart::from_request(request, &()).await else { return Ok((id, holds.finalize().into())) };
    while let Some(mut field) = fields.next_field().await? {
        let is_id = id.is_empty() && field.name() == Some(POST_ID);
        for name in [field.name(), field.file_name()] {
            let name = name.unwrap_or_default();
            holds.update(name.len().to_le_bytes());
            holds.update(name);
        }
        let mut length = 0;
        while let Some(chunk) = field.chunk().await? {
            length += chunk.len();
            if is_id && length <= POST_ID_DIGITS {
                id.push_str(&String::from_utf8_lossy(&chunk));
            }
            holds.update(&chunk);
        }
        holds.update(length.to_le_bytes());
    }
    Ok((id, holds.finalize().into()))
}

impl Once {
    /// The turn of a form: the same one sent at the same time waits for it.
    fn turn(&self, form: Hash) -> Arc<tokio::sync::Mutex<()>> {
        let mut memory = self.lock();
        // A turn that only this map holds belongs to a form that is done.
        memory.turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        memory.turns.entry(form).or_default().clone()
    }

    fn kept(&self, sent: Sent, now: Timestamp) -> Option<Kept> {
        let mut memory = self.lock();
        memory.kept.retain(|kept| now.duration_since(kept.at).abs() < KEPT_FOR);
        memory.kept.iter().find(|kept| kept.form == sent.form && kept.sessions.contains(&sent.session)).cloned()
    }

    /// Where this page's form led when it added something: not to itself, which is how a file is checked.
    fn added(&self, sent: Sent, path: &str) -> Option<String> {
        let memory = self.lock();
        let own = memory.kept.iter().filter(|kept| kept.page == sent.page && kept.sessions.contains(&sent.session));
        let mut led_to = own.filter_map(|kept| kept.headers.get(LOCATION)?.to_str().ok());
        led_to.find(|address| address.split('?').next() != Some(path)).map(str::to_owned)
    }

    fn keep(&self, answer: Kept) {
        let length: usize = answer.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if length > LONGEST {
            return;
        }
        let kept = &mut self.lock().kept;
        let mut own = kept.iter().enumerate().filter(|(_, kept)| kept.sessions[0] == answer.sessions[0]);
        let oldest_own = own.next().map(|(at, _)| at);
        if answer.sessions[0].is_some() && own.count() + 1 >= MOST_OF_A_SESSION {
            oldest_own.and_then(|at| kept.remove(at));
        }
        if kept.len() >= MOST {
            kept.pop_front();
        }
        kept.push_back(answer);
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().expect("no holder of the lock panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(key: u64, session: Option<u8>, at: Timestamp, location: &str) -> Kept {
        let mut form = [0; 32];
        form[..8].copy_from_slice(&key.to_le_bytes());
        let headers = [("location", location)].map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let sessions = [session.map(|session| [session; 32]); 2];
        Kept { form, page: form, sessions, at, status: StatusCode::SEE_OTHER, headers: headers.into_iter().collect() }
    }

    #[test]
    fn s44_what_is_kept_of_answers_has_its_bounds() {
        let (once, now) = (Once::default(), "2026-11-21T12:00:00Z".parse().unwrap());
        let sent = |kept: &Kept| Sent { form: kept.form, page: kept.page, session: kept.sessions[0] };
        let is_kept = |kept: &Kept, now| once.kept(sent(kept), now).is_some();
        let first = answer(0, Some(1), now, "/people/3");
        once.keep(first.clone());
        let nobodys = answer(1, None, now, "/");
        once.keep(nobodys.clone());
        for key in 2..1_002 {
            once.keep(answer(key, Some(2), now, "/people/4"));
        }
        assert!(is_kept(&first, now) && is_kept(&nobodys, now), "one session does not push out another's");
        assert_eq!(once.lock().kept.len(), 2 + MOST_OF_A_SESSION);
        for key in 1_002..2 * MOST as u64 + 1_002 {
            once.keep(answer(key, None, now, "/"));
        }
        assert_eq!(once.lock().kept.len(), MOST);
        assert!(!is_kept(&first, now), "the oldest goes first");
        let long = answer(9_999, Some(3), now, &format!("/{}", "x".repeat(LONGEST)));
        once.keep(long.clone());
        assert!(!is_kept(&long, now));
        let late = answer(10_000, Some(3), now, "/people/5");
        once.keep(late.clone());
        assert!(is_kept(&late, now + SignedDuration::from_mins(14)));
        assert!(!is_kept(&late, now + KEPT_FOR));
        assert!(once.lock().kept.is_empty(), "what is too old is forgotten");
    }

    #[tokio::test]
    async fn a_turn_that_nobody_holds_or_waits_for_is_forgotten() {
        let once = Once::default();
        let turn = once.turn([1; 32]).lock_owned().await;
        assert!(once.turn([1; 32]).try_lock_owned().is_err());
        drop(turn);
        assert!(once.turn([2; 32]).try_lock_owned().is_ok());
        assert_eq!(once.lock().turns.len(), 1, "only the last asked for");
    }
}
