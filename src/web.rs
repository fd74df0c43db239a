//! The parts of pages: the request and the answer, the frame around a page, its fields, tables and error pages. Nothing
//! here knows a particular page.

pub mod address;
pub mod body;
pub mod carried;
pub mod contact;
pub mod cookies;
pub mod document;
pub mod error_page;
pub mod field_names;
pub mod fields;
pub mod form_fields;
pub mod frame;
pub mod limits;
pub mod load;
pub mod notices;
pub mod opened_with;
pub mod page_map;
pub mod page_script;
pub mod post_form;
pub mod redirect;
pub mod request;
pub mod respond;
pub mod route;
pub mod sign_in_again;
pub mod sign_in_to_save;
pub mod site;
pub mod table;
