//! What goes over the wire, compressed with Brotli.

use std::collections::BTreeSet;

use crate::Measured;
use crate::board::{Board, LEAD};
use crate::process::kilobytes;
use crate::table::Table;

/// A first visit to the heaviest page of the form with nothing in the browser's cache, and that page alone.
pub async fn of_a_first_visit(board: &Board, table: &mut Table) -> Measured<()> {
    let (audit, lead) = (board.audit_of_the_lead().await?, board.sign_in(LEAD).await?);
    let (mut form_page, mut files) = (0, BTreeSet::new());
    for number in 1..=7 {
        let path = format!("/audits/{audit}/standards/{number}");
        form_page = form_page.max(board.get(&path, &lead, true).await?.len());
        files.extend(files_of(&String::from_utf8(board.get(&path, &lead, false).await?)?));
    }
    let mut parts = vec![format!("HTML {}", kilobytes(form_page))];
    let mut first_visit = form_page;
    for file in files {
        let bytes = board.get(&file, "", true).await?.len();
        first_visit += bytes;
        let kind = file.rsplit('.').next().unwrap_or_default();
        parts.push(format!("{kind} {}", kilobytes(bytes)));
    }
    let figure = format!("{} ({})", kilobytes(first_visit), parts.join(", "));
    table.figure("first visit to a form page, compressed", "≤ 180 KB", figure);
    table.figure("a form page, compressed", "≤ 12 KB", kilobytes(form_page));
    Ok(())
}

/// The addresses of the built files that a page names.
fn files_of(html: &str) -> BTreeSet<String> {
    let of_an_address = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    html.match_indices("/pkg/").map(|(at, _)| html[at..].chars().take_while(of_an_address).collect()).collect()
}
