//! Form editions: loaded once, immutable ever after, so the program keeps them in memory.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sqlx::SqliteConnection;

use super::{Result, row::Place};
use crate::domain::form::{AuditForm, EditionId, FormKind, QuestionKey};

/// An edition as it is stored: the form, and the row of each of its questions.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Its row.
    pub id: EditionId,
    /// What it asks.
    pub form: Arc<AuditForm>,
    questions: BTreeMap<QuestionKey, i64>,
}

impl Edition {
    /// The row of a question, if the edition asks it.
    pub fn question_row(&self, key: QuestionKey) -> Option<i64> {
        self.questions.get(&key).copied()
    }

    /// The key of each question's row.
    pub fn keys_by_row(&self) -> HashMap<i64, QuestionKey> {
        self.questions.iter().map(|(key, row)| (*row, *key)).collect()
    }

    /// How many questions it asks.
    pub fn questions(&self) -> usize {
        self.questions.len()
    }
}

/// Every edition of an installation.
#[derive(Clone, Debug, Default)]
pub struct Editions(Vec<Arc<Edition>>);

impl Editions {
    /// The edition of this row.
    pub fn get(&self, id: EditionId) -> Option<&Arc<Edition>> {
        self.0.iter().find(|edition| edition.id == id)
    }

    /// The edition of a form by its name.
    pub fn named(&self, kind: FormKind, name: &str) -> Option<&Arc<Edition>> {
        self.0.iter().find(|edition| edition.form.kind == kind && edition.form.edition == name)
    }

    /// The editions of one form from a newer one back to an older one, both included; empty in any other order.
    pub fn back(&self, newer: EditionId, older: EditionId) -> impl Iterator<Item = &AuditForm> + Clone {
        let place = |id| self.0.iter().position(|edition| edition.id == id);
        let between = place(older).zip(place(newer)).and_then(|(older, newer)| self.0.get(older..=newer));
        let of_one_form =
            between.filter(|between| between.windows(2).all(|pair| pair[0].form.kind == pair[1].form.kind));
        of_one_form.unwrap_or_default().iter().rev().map(|edition| &*edition.form)
    }

    /// All, schools first, older before newer.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Edition>> {
        self.0.iter()
    }
}

/// Every stored edition. `read` turns an edition's content into the form; `None` from it means an inconsistent row.
pub async fn load(db: &mut SqliteConnection, read: impl Fn(&str) -> Option<AuditForm>) -> Result<Editions> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("select id, content from form_edition order by form desc, edition").fetch_all(&mut *db).await?;
    let mut editions = Vec::with_capacity(rows.len());
    for (row, content) in rows {
        let form = Place { table: "form_edition", row }.needs("content", read(&content))?;
        let questions: Vec<(i64, String)> =
            sqlx::query_as("select id, question_key from question where form_edition_id = ? order by position")
                .bind(row)
                .fetch_all(&mut *db)
                .await?;
        // Choices are stored by position: the rows must be in the form's order, one for each question.
        Place { table: "form_edition", row }
            .needs("content", (questions.len() == form.questions().count()).then_some(()))?;
        let keyed = questions.into_iter().zip(form.questions()).map(|((id, key), question)| {
            let same = QuestionKey::parse(&key).filter(|key| *key == question.key);
            Ok((Place { table: "question", row: id }.needs("position", same)?, id))
        });
        let questions = keyed.collect::<Result<_>>()?;
        editions.push(Arc::new(Edition { id: EditionId(row), form: Arc::new(form), questions }));
    }
    Ok(Editions(editions))
}

/// Adds an edition with its questions, unless it is already there: an edition never changes.
pub async fn add(db: &mut SqliteConnection, form: &AuditForm, content: &str) -> Result<()> {
    let added =
        sqlx::query("insert into form_edition (form, edition, content) values (?, ?, ?) on conflict do nothing")
            .bind(form.kind.key())
            .bind(&form.edition)
            .bind(content)
            .execute(&mut *db)
            .await?;
    if added.rows_affected() == 0 {
        return Ok(());
    }
    for (question, position) in form.questions().zip(1_i64..) {
        sqlx::query("insert into question (form_edition_id, question_key, standard, position) values (?, ?, ?, ?)")
            .bind(added.last_insert_rowid())
            .bind(question.key.to_string())
            .bind(question.key.standard())
            .bind(position)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
