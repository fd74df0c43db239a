//! An organisation answers its audit and hands it in.

pub mod audit;
pub mod last_round;
pub mod saving;
pub mod submitting;
