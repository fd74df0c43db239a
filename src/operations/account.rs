//! Signing in, passwords and one's own account.

pub mod authenticator;
pub mod own_account;
pub mod password_links;
pub mod passwords;
pub mod session;
pub mod signing_in;
pub mod throttle;
pub mod turns;
