//! The running installation: its database, forms, clock and settings, shared by every request.

pub mod checking;
pub mod copies;
pub mod counters;
pub mod memory;
pub mod metrics;
pub mod posts;
pub mod sample_board;
pub mod setting_up;
pub mod settings;

use std::path::Path;
use std::sync::{Arc, Mutex, RwLock};

use jiff::Timestamp;

use super::account::passwords::Passwords;
use super::long_files::LongFiles;
use super::tokens::Token;
use crate::domain::board::{Board, EvidenceRule};
use crate::import::form_file;
use crate::operations::installation::counters::Counters;
use crate::operations::installation::memory::LongWork;
use crate::store::forms::Editions;
use crate::store::{self, OpenError, Opening, Store, StoreError};

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A time that tests set.
    Set(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// The time now.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Set(at) => *at.lock().expect("no holder of the lock panics"),
        }
    }
}

/// Everything a request needs, shared by all of them.
#[derive(Debug)]
pub struct Installation {
    /// The database.
    pub store: Store,
    /// Every form edition; they never change.
    pub editions: Editions,
    /// The time.
    pub clock: Clock,
    /// Hashes and checks passwords, a few at a time.
    pub passwords: Passwords,
    /// Files that are being made for people, or are made.
    pub long_files: LongFiles,
    /// The turns of work that needs much memory.
    pub long_work: LongWork,
    /// What has happened since the start.
    pub counters: Counters,
    /// Where people reach it, without a slash at the end; links in messages begin with it.
    pub base_url: String,
    board: RwLock<Option<Board>>,
    /// Held while the board's settings are changed, until they are remembered.
    pub(super) changing_settings: tokio::sync::Mutex<()>,
    set_up_token: Token,
}

/// Why an installation does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database was not opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A form that comes with the program cannot be read.
    #[error(transparent)]
    Form(#[from] form_file::FormFileError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Installation {
    /// Opens the database, loads the shipped editions into it, and reads what every request needs.
    pub async fn open(path: &Path, opening: Opening, clock: Clock, base_url: &str) -> Result<Arc<Self>, StartError> {
        let store = Store::open(path, opening).await?;
        let mut writing = store.writing().await?;
        for text in form_file::SHIPPED {
            store::forms::add(&mut writing, &form_file::read(text)?, text).await?;
        }
        writing.commit().await?;
        let mut reading = store.reading().await?;
        let editions = store::forms::load(&mut reading, |text| form_file::read(text).ok()).await?;
        let board = store::board::find(&mut reading).await?;
        drop(reading);
        Ok(Arc::new(Self {
            store,
            editions,
            clock,
            passwords: Passwords::default(),
            long_files: LongFiles::default(),
            long_work: LongWork::default(),
            counters: Counters::default(),
            base_url: base_url.trim_end_matches('/').into(),
            board: RwLock::new(board),
            changing_settings: tokio::sync::Mutex::default(),
            set_up_token: Token::new(),
        }))
    }

    /// The board, once the installation is set up.
    pub fn board(&self) -> Option<Board> {
        self.board.read().expect("no holder of the lock panics").clone()
    }

    /// The board's rule on evidence beside best scores.
    pub fn evidence_rule(&self) -> EvidenceRule {
        self.board
            .read()
            .expect("no holder of the lock panics")
            .as_ref()
            .map(|board| board.evidence)
            .unwrap_or_default()
    }

    /// Remembers the board that was just stored.
    pub(super) fn board_was_stored(&self, board: Board) {
        *self.board.write().expect("no holder of the lock panics") = Some(board);
    }

    /// The token that the set-up page asks for: printed on the console, new at every start.
    pub fn set_up_token(&self) -> &Token {
        &self.set_up_token
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether organisations and people are invented.
    pub fn holds_sample_data(&self) -> bool {
        self.board().is_some_and(|board| board.holds_sample_data)
    }
}
