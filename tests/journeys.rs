//! What people do, from page to page, through the whole router.

mod answering;
mod board_pages;
mod days;
mod guessing;
mod last_round;
mod navigation;
mod organisation_pages;
mod people_pages;
mod plan_pages;
mod remarks;
mod results_pages;
mod round_pages;
mod settings;
mod signing_in;
mod signing_in_again;
