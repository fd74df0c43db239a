//! Why a file could not be made.

/// Why a file could not be made. None of these is a person's mistake.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The workbook's writer refused something.
    #[error("the workbook could not be made")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The CSV's writer refused something.
    #[error("the CSV file could not be made")]
    Csv(#[from] csv::Error),
    /// Fewer rows came than were announced: reading them was broken off.
    #[error("not everything came that the file was to hold")]
    Incomplete,
    /// The file could not be written.
    #[error("the file could not be written")]
    File(#[from] std::io::Error),
    /// A sheet would need more rows or columns than Excel has.
    #[error("the sheet {sheet} would need more rows or columns than Excel has")]
    TooLarge {
        /// The sheet's name.
        sheet: String,
    },
}
