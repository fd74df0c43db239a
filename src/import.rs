//! Files in. They are read and checked here; what they change is an operation.

pub mod broken_letters;
pub mod csv_field;
pub mod csv_text;
pub mod encoding;
pub mod failed_cell;
pub mod form_file;
pub mod organisation_file;
pub mod quotation_marks;
