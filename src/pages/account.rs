//! Signing in and one's own account.

pub mod authenticator;
pub mod home;
pub mod password;
pub mod set_password;
pub mod set_up;
pub mod sign_in;
