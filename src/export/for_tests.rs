//! What the tests of files share: small rounds to write, and workbooks opened again.

pub mod reopened;
pub mod rounds;
