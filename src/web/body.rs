//! Bodies of requests, read with a limit and while there is room beside what others send.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::response::Response;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error_page::ErrorPage;
use super::limits::SHORT_FORM;

/// Reads a body of at most so many bytes, while there is room for it beside what others send. It takes that room as
/// long as the permit is held; the bytes of a short form take none, so that nobody is kept from signing in or from
/// sending a few words.
pub async fn read_body(
    body: Body,
    most: usize,
    room: Option<&Arc<Semaphore>>,
) -> Result<(Bytes, Option<OwnedSemaphorePermit>), ErrorPage> {
    let (mut body, mut read, mut taken) = (Limited::new(body, most), Vec::new(), None::<OwnedSemaphorePermit>);
    while let Some(frame) = body.frame().await {
        let frame = frame
            .map_err(|error| if error.is::<LengthLimitError>() { ErrorPage::TooLarge } else { ErrorPage::BrokenOff })?;
        let Ok(piece) = frame.into_data() else { continue };
        let beyond = (read.len() + piece.len()).saturating_sub(SHORT_FORM.max(read.len()));
        if let Some(room) = room.filter(|_| beyond > 0) {
            let length = u32::try_from(beyond).map_err(|_| ErrorPage::TooLarge)?;
            let more = room.clone().try_acquire_many_owned(length).map_err(|_| ErrorPage::Busy)?;
            match &mut taken {
                Some(taken) => taken.merge(more),
                None => taken = Some(more),
            }
        }
        read.extend_from_slice(&piece);
    }
    Ok((read.into(), taken))
}

/// On a request whose body was read already, and holds its room.
#[derive(Clone, Copy, Debug)]
pub struct HasItsRoom;

/// On a response that holds something until it is sent.
#[derive(Clone, Copy, Debug)]
pub struct IsHeld;

/// The response, which holds something until the last of it is sent.
pub fn until_sent(mut response: Response, held: impl Send + 'static) -> Response {
    response.extensions_mut().insert(IsHeld);
    response.map(|body| {
        Body::new(body.map_frame(move |frame| {
            let _ = &held;
            frame
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_read_at_once_has_its_room() {
        let room = Arc::new(Semaphore::new(10));
        let body = |length| Body::from("x".repeat(length));
        let read = async |length, most| read_body(body(length), most, Some(&room)).await;
        let (long, most) = (SHORT_FORM + 10, 2 * SHORT_FORM);
        let (bytes, held) = read(long, most).await.unwrap();
        assert_eq!(bytes.len(), long);
        assert!(matches!(read(SHORT_FORM + 1, most).await, Err(ErrorPage::Busy)), "it is held until it is done with");
        assert_eq!(read(SHORT_FORM, most).await.unwrap().0.len(), SHORT_FORM, "a short form needs none of it");
        drop(held);
        assert_eq!(read(long, most).await.unwrap().0.len(), long, "it is given back");
        assert!(matches!(read(long + 1, most).await, Err(ErrorPage::Busy)));
        assert!(matches!(read(long, long - 1).await, Err(ErrorPage::TooLarge)));
        assert_eq!(read_body(body(long + 1), most, None).await.unwrap().0.len(), long + 1);
    }
}
