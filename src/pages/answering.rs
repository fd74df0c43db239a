//! An organisation answers its audit and hands it in.

pub mod check;
pub mod last_answer;
pub mod look_again;
pub mod question;
pub mod record;
pub mod standard;
pub mod task_list;
