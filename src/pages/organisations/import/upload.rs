//! A posted file of organisations, and what was chosen beside it.

use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;

use crate::operations::organisations::{Encoding, Reading};
use crate::web::error_page::ErrorPage;
use crate::web::limits::MOST_FIELDS;
use crate::web::request::FormState;
use crate::web::site::Site;

/// A posted file.
#[derive(Default)]
pub(super) struct Upload {
    pub(super) file: Vec<u8>,
    pub(super) reading: Reading,
    pub(super) filled_in: FilledIn,
    pub(super) trial: bool,
}

impl Upload {
    pub(super) async fn read(request: Request, site: &Site) -> Result<Self, ErrorPage> {
        let mut multipart = Multipart::from_request(request, site).await.map_err(|_| ErrorPage::NotAForm)?;
        let (mut upload, mut parts) = (Self::default(), 0);
        while let Some(field) = multipart.next_field().await.map_err(|error| refused(&error))? {
            parts += 1;
            if parts > MOST_FIELDS {
                return Err(ErrorPage::TooLarge);
            }
            match field.name() {
                Some("file") => upload.file = field.bytes().await.map_err(|error| refused(&error))?.to_vec(),
                Some("trial") => upload.trial = field.text().await.map_err(|error| refused(&error))? == "yes",
                Some("encoding") => {
                    let key = field.text().await.map_err(|error| refused(&error))?;
                    upload.reading.encoding = Encoding::from_key(&key);
                }
                Some("leave_out") => {
                    let ticked = field.text().await.map_err(|error| refused(&error))?;
                    upload.reading.leaves_out_columns = ticked == "yes";
                }
                Some(FILLED_IN) => {
                    let text = field.text().await.map_err(|error| refused(&error))?;
                    upload.filled_in = FilledIn::from_text(&text);
                }
                _ => {}
            }
        }
        Ok(upload)
    }
}

/// The field that says what the page itself chose in its form.
pub(super) const FILLED_IN: &str = "filled_in";

/// What the page itself chose in its form, and for which file: it decides nothing for another file.
#[derive(Clone, Debug, Default)]
pub(super) struct FilledIn {
    pub(super) file: String,
    reading: Reading,
}

impl FilledIn {
    /// What the form of a page shows.
    pub(super) fn of(state: &FormState) -> Self {
        let encoding = state.value("encoding").and_then(|key| Encoding::from_key(&key));
        let leaves_out_columns = state.value("leave_out").is_some_and(|ticked| ticked == "yes");
        let file = state.value(FILLED_IN).unwrap_or_default();
        Self { file, reading: Reading { encoding, leaves_out_columns } }
    }

    /// The same as one text.
    pub(super) fn text(&self) -> String {
        let encoding = self.reading.encoding.map_or("", Encoding::key);
        format!("{} {encoding} {}", self.file, self.reading.leaves_out_columns)
    }

    fn from_text(text: &str) -> Self {
        let mut parts = text.split(' ');
        let mut part = || parts.next().unwrap_or_default();
        let file = part().to_owned();
        Self { file, reading: Reading { encoding: Encoding::from_key(part()), leaves_out_columns: part() == "true" } }
    }

    /// The posted choices that somebody made for this file: one that the page filled in for another does not count.
    pub(super) fn chosen(&self, posted: Reading, file: &str) -> Reading {
        if self.file.is_empty() || self.file == file {
            return posted;
        }
        Reading {
            encoding: posted.encoding.filter(|encoding| self.reading.encoding != Some(*encoding)),
            leaves_out_columns: posted.leaves_out_columns && !self.reading.leaves_out_columns,
        }
    }
}

fn refused(error: &MultipartError) -> ErrorPage {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { ErrorPage::TooLarge } else { ErrorPage::NotAForm }
}
