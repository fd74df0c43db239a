//! Form editions, for the board to read. They never change, so there is nothing else to do with them.

use std::sync::Arc;

use super::{Installation, Refused, allow};
use crate::domain::access::Visitor;
use crate::domain::form::{AuditForm, FormKind};

impl Installation {
    /// Every edition: schools first, the latest first.
    pub fn forms(&self, visitor: &Visitor) -> Result<Vec<Arc<AuditForm>>, Refused> {
        allow(visitor.may_see_board_pages())?;
        let mut forms: Vec<_> = self.editions.iter().map(|edition| edition.form.clone()).collect();
        forms.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| b.edition.cmp(&a.edition)));
        Ok(forms)
    }

    /// One edition.
    pub fn form(&self, visitor: &Visitor, kind: FormKind, edition: &str) -> Result<Arc<AuditForm>, Refused> {
        allow(visitor.may_see_board_pages())?;
        let edition = self.editions.named(kind, edition).ok_or(Refused::NotFound)?;
        Ok(edition.form.clone())
    }
}
