//! Files in and out, the command line, and the database as a file.

mod backup;
mod command_line;
mod exports_agree;
mod foreign_schema;
mod in_use;
mod libreoffice;
mod long_files;
