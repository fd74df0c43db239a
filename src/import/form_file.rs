//! Reads a form's edition from its file (TOML under `forms/`). Says what is missing and where; what a whole
//! edition must satisfy is [`AuditForm::problems`].

use serde::Deserialize;

use crate::domain::form::{AuditForm, FormKind, Lineage, Question, QuestionKey, Standard};
use crate::domain::score::Score;

/// Why a form file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FormFileError {
    /// Not the TOML that is expected; the message names line and field.
    #[error("the form file cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// A value that is none of those allowed.
    #[error("the form file says {field} = {value:?}, which is not known")]
    Unknown {
        /// The field.
        field: &'static str,
        /// What it says.
        value: String,
    },
}

/// Reads one edition.
pub fn read(text: &str) -> Result<AuditForm, FormFileError> {
    let file: FormFile = toml::from_str(text)?;
    let kind = FormKind::from_key(&file.form).ok_or_else(|| unknown("form", &file.form))?;
    let scale = file.scale.into_iter().map(|step| {
        let score = Score::from_points(step.score).ok_or_else(|| unknown("score", &step.score.to_string()))?;
        Ok((score, step.words))
    });
    Ok(AuditForm {
        kind,
        edition: file.edition,
        title: file.title,
        introduction: file.introduction,
        rests_on: file.rests_on,
        scale: scale.collect::<Result<_, FormFileError>>()?,
        standards: file.standard.into_iter().map(StandardInFile::read).collect::<Result<_, _>>()?,
    })
}

fn unknown(field: &'static str, value: &str) -> FormFileError {
    FormFileError::Unknown { field, value: value.into() }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormFile {
    form: String,
    edition: String,
    title: String,
    introduction: String,
    rests_on: Vec<String>,
    scale: Vec<ScaleStep>,
    standard: Vec<StandardInFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScaleStep {
    score: i64,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardInFile {
    number: u8,
    title: String,
    summary: String,
    question: Vec<QuestionInFile>,
}

impl StandardInFile {
    fn read(self) -> Result<Standard, FormFileError> {
        let questions = self.question.into_iter().map(QuestionInFile::read).collect::<Result<_, _>>()?;
        Ok(Standard { number: self.number, title: self.title, summary: self.summary, questions })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionInFile {
    key: String,
    short: String,
    wording: String,
    guidance: String,
    fully: String,
    progressing: String,
    not_progressing: String,
    evidence: Vec<String>,
    topics: Vec<String>,
    rests_on: String,
    not_applicable: bool,
    lineage: String,
    reworded_from: Option<String>,
}

impl QuestionInFile {
    fn read(self) -> Result<Question, FormFileError> {
        let key = |text: &str| QuestionKey::parse(text).ok_or_else(|| unknown("key", text));
        let lineage = match (self.lineage.as_str(), &self.reworded_from) {
            ("same", None) => Lineage::Same,
            ("new", None) => Lineage::New,
            ("reworded", Some(from)) => Lineage::Reworded(key(from)?),
            _ => return Err(unknown("lineage", &self.lineage)),
        };
        Ok(Question {
            key: key(&self.key)?,
            short: self.short,
            wording: self.wording,
            guidance: self.guidance,
            descriptors: [self.fully, self.progressing, self.not_progressing],
            evidence: self.evidence,
            topics: self.topics,
            rests_on: self.rests_on,
            not_applicable: self.not_applicable,
            lineage,
        })
    }
}

/// The editions that come with the program, as their files stand in the source: the earlier of each form first.
pub const SHIPPED: [&str; 4] = [
    include_str!("../../forms/schools-2014.toml"),
    include_str!("../../forms/partners-2014.toml"),
    include_str!("../../forms/schools-2026-27.toml"),
    include_str!("../../forms/partners-2026-27.toml"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Vec<AuditForm> {
        SHIPPED.iter().map(|text| read(text).unwrap()).collect()
    }

    /// What is wrong with an edition beside those that came before it. A question is compared with the last of them; a
    /// new one takes a key that none of them had.
    fn problems(form: &AuditForm, forms: &[AuditForm]) -> Vec<String> {
        let mut earlier: Vec<_> = forms.iter().filter(|f| f.kind == form.kind && f.edition < form.edition).collect();
        earlier.sort_by_key(|form| form.edition.clone());
        let mut problems = form.problems(earlier.pop());
        for question in form.questions().filter(|question| question.lineage == Lineage::New) {
            let had = earlier.iter().filter(|f| f.question(question.key).is_some());
            problems.extend(had.map(|f| format!("{}: re-uses a key of the edition {}", question.key, f.edition)));
        }
        problems
    }

    #[test]
    fn the_shipped_editions_have_nothing_wrong_with_them() {
        let forms = shipped();
        for form in &forms {
            assert_eq!(problems(form, &forms), Vec::<String>::new(), "{} {}", form.kind.key(), form.edition);
        }
    }

    #[test]
    fn an_edition_is_compared_with_the_last_before_it_and_its_new_keys_with_all() {
        let mut forms = shipped();
        let last = forms.iter().rfind(|form| form.kind == FormKind::Schools).unwrap();
        let mut next = AuditForm { edition: "2028-29".into(), ..last.clone() };
        let questions = next.standards.iter_mut().flat_map(|standard| &mut standard.questions);
        questions.for_each(|question| question.lineage = Lineage::Same);
        assert_eq!(problems(&next, &forms), Vec::<String>::new(), "word for word that of 2026-27, not of 2014");
        // A question that the edition of 2026-27 had left out, and the next one asks again as if it were new.
        next.standards[0].questions[0].lineage = Lineage::New;
        let key = next.standards[0].questions[0].key;
        let last = forms.iter_mut().rfind(|form| form.kind == FormKind::Schools).unwrap();
        last.standards[0].questions.retain(|question| question.key != key);
        assert_eq!(problems(&next, &forms), [format!("{key}: re-uses a key of the edition 2014")]);
    }

    #[test]
    fn the_themes_that_the_board_follows_are_questions_of_their_own() {
        for form in shipped() {
            let tagged = |standards: &[u8], wanted: &[&str], without: &[&str]| {
                let has = |q: &&Question, tag: &str| q.topics.iter().any(|t| t == tag);
                let of = |q: &&Question| {
                    standards.contains(&q.key.standard())
                        && wanted.iter().all(|tag| has(q, tag))
                        && !without.iter().any(|tag| has(q, tag))
                };
                form.questions().filter(of).count()
            };
            let (sharing, feedback) = if form.kind == FormKind::Schools { (5, 6) } else { (6, 7) };
            assert_eq!(tagged(&[1, 3], &["supervision"], &[]), 1);
            assert_eq!(tagged(&[4], &["lado"], &[]), 1);
            assert_eq!(tagged(&[3], &["early-help", "training"], &[]), 1);
            assert_eq!(tagged(&[5], &["early-help"], &["training"]), 1);
            assert_eq!(tagged(&[sharing], &["information-sharing"], &[]), 1);
            assert_eq!(tagged(&[feedback], &["feedback"], &[]), 1);
        }
    }

    #[test]
    fn standards_1_3_4_and_5_carry_one_title_in_both_forms() {
        let forms = shipped();
        for number in [1, 3, 4, 5] {
            let titles: Vec<_> = forms.iter().map(|form| &form.standard(number).unwrap().title).collect();
            assert!(titles.windows(2).all(|pair| pair[0] == pair[1]), "{titles:?}");
        }
    }

    #[test]
    fn a_file_that_is_not_a_form_is_refused_with_the_reason() {
        let refused = |text: &str| read(text).unwrap_err().to_string();
        assert!(refused("form = 'schools'").contains("missing field"));
        assert!(refused(&SHIPPED[0].replace("form = \"schools\"", "form = \"clubs\"")).contains("clubs"));
        assert!(refused(&SHIPPED[0].replacen("lineage = \"new\"", "lineage = \"old\"", 1)).contains("old"));
    }
}
