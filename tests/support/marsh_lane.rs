//! Marsh Lane Primary School, for which most tests act: what it and its audits are called in the sample, and the addresses
//! of its pages. `tests::the_sample_has_them` holds them to the sample.

use section11::domain::audit::AuditId;
use section11::domain::organisation::OrganisationId;

/// Its row, and what people call it.
pub const SCHOOL: OrganisationId = OrganisationId(22);
pub const REFERENCE: &str = "O-0022";

/// Its audit of 2026-27, in progress, with nothing answered in the fifth standard.
pub const AUDIT: AuditId = AuditId(272);
pub const TASKS: &str = "/audits/272";
pub const STANDARD_1: &str = "/audits/272/standards/1";
pub const STANDARD_3: &str = "/audits/272/standards/3";
pub const STANDARD_5: &str = "/audits/272/standards/5";
pub const CHECK: &str = "/audits/272/check";
pub const RECORD: &str = "/audits/272/record";
pub const RESULTS: &str = "/audits/272/results";
pub const PLAN_FILE: &str = "/audits/272/action-plan.xlsx";

/// Its audit of 2014, submitted.
pub const SUBMITTED: AuditId = AuditId(119);

/// Its own pages.
pub const ORGANISATION: &str = "/organisations/O-0022";
pub const PEOPLE: &str = "/organisations/O-0022/people";
pub const PLAN: &str = "/organisations/O-0022/action-plan";
pub const ACTION: &str = "/organisations/O-0022/action-plan/1";
pub const LATEST_RESULTS: &str = "/organisations/O-0022/results";

/// What its lead declares when the audit is submitted.
pub const DECLARED: [(&str, &str); 3] = [("name", "Hester Quillan"), ("role", "Head"), ("confirmed", "yes")];

mod tests {
    use section11::domain::organisation::OrganisationReference;
    use section11::store::{answers, audits, organisations};

    use super::{AUDIT, REFERENCE, SCHOOL, SUBMITTED};
    use crate::support::Sample;

    #[tokio::test]
    async fn the_sample_has_them() {
        let app = Sample::copy().await;
        let mut db = app.installation.store.reading().await.unwrap();
        let school = organisations::by_reference(&mut db, &OrganisationReference::parse(REFERENCE).unwrap())
            .await
            .unwrap()
            .unwrap();
        assert_eq!((school.id, school.details.name.as_str()), (SCHOOL, "Marsh Lane Primary School"));
        for (audit, is_submitted) in [(AUDIT, false), (SUBMITTED, true)] {
            let found = audits::by_id(&mut db, audit).await.unwrap().unwrap();
            assert_eq!((found.organisation, found.stage.submission().is_some()), (SCHOOL, is_submitted), "{audit:?}");
        }
        assert!(answers::of_audit(&mut db, AUDIT, Some(5)).await.unwrap().is_empty());
        assert!(!answers::of_audit(&mut db, AUDIT, None).await.unwrap().is_empty());
    }
}
