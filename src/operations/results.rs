//! What the answers come to.

pub mod own_results;
pub mod round_results;
