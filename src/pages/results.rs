//! The results of the answers, for the board and for each organisation.

pub mod answers_file;
pub mod asked;
pub mod bars;
pub mod behind;
pub mod heat_map;
pub mod own_results;
pub mod round_results;
pub mod sentence;
pub mod tables;
