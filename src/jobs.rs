//! What runs by itself, after whoever asked for it has gone on.

pub mod answers_file;
