//! Work that goes on by itself after the request that began it was answered.

pub mod answers_file;
