//! An organisation's action plan.

pub mod action;
pub mod action_plan;
