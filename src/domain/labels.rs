//! What people call the fields of forms that more than one place names: a message, a table and a file call a field what its
//! form calls it.

/// Of an answer: why the question does not apply.
pub const REASON: &str = "Why it does not apply";
/// The same as the form asks for it.
pub const REASON_ASKED: &str = "Why does it not apply to you?";
/// Of an answer: what shows its score.
pub const EVIDENCE: &str = "Evidence";
/// Of an action.
pub const WHAT: &str = "What will be done";
/// Of an action.
pub const WHO: &str = "Who";
/// The same as a form asks for it.
pub const WHO_ASKED: &str = "Who (a role, not a name)";
/// Of an action.
pub const BY_WHEN: &str = "By when";
/// Of an answer that asks for an action.
pub const NO_ACTION: &str = "Why there is no action";
/// The same as the form asks for it, below the fields of the action.
pub const NO_ACTION_ASKED: &str = "Or say why there is no action";

/// Of an action in the plan.
pub const STATUS: &str = "Status";
/// Of an action in the plan.
pub const DONE_ON: &str = "Done on";
/// Of an action in the plan.
pub const PROGRESS: &str = "Progress";
/// Of an action in the plan.
pub const IMPACT: &str = "Evidence of impact";
/// The same as the head of a workbook's column: the formulas and sheets of boards look for it by this name.
pub const IMPACT_COLUMN: &str = "Evidence and impact";

/// Of an organisation or a person.
pub const NAME: &str = "Name";
/// Of a person.
pub const EMAIL: &str = "E-mail address";
/// The name of the person who reads the form.
pub const YOUR_NAME: &str = "Your name";
/// The e-mail address of the person who reads the form.
pub const YOUR_EMAIL: &str = "Your e-mail address";
/// The role of the person who reads the form.
pub const YOUR_ROLE: &str = "Your role";

/// Of the board.
pub const SHORT_NAME: &str = "Short name";
/// Of the board: where people ask for help.
pub const CONTACT_EMAIL: &str = "E-mail address for help";
/// Of the board.
pub const LEGAL_BASIS: &str = "The law under which the board asks";

/// Of an organisation.
pub const SECTOR: &str = "Sector";
/// Of an organisation.
pub const SUB_SECTOR: &str = "Sub-sector";
/// Of an organisation: the academy trust or parent agency.
pub const GROUP: &str = "Group";
/// Of an organisation.
pub const BASIS: &str = "Why it takes part";
/// Of an organisation.
pub const URN: &str = "URN";
/// Of an organisation.
pub const LAESTAB: &str = "LAESTAB";
/// Of an organisation.
pub const UKPRN: &str = "UKPRN";
/// Of an organisation.
pub const ODS: &str = "ODS code";
/// Of an organisation.
pub const CHARITY_NUMBER: &str = "Charity number";

/// The label of the field with this name, as forms about somebody else have it; the name itself where only the field's
/// own page labels it.
pub fn of(field: &str) -> &str {
    match field {
        "reason" => REASON,
        "evidence" => EVIDENCE,
        "action" | "what" => WHAT,
        "who" => WHO,
        "by_when" => BY_WHEN,
        "no_action_reason" => NO_ACTION,
        "status" => STATUS,
        "done_on" => DONE_ON,
        "progress" => PROGRESS,
        "impact" => IMPACT,
        "name" => NAME,
        "email" => EMAIL,
        "short_name" => SHORT_NAME,
        "contact_email" => CONTACT_EMAIL,
        "legal_basis" => LEGAL_BASIS,
        "sector" => SECTOR,
        "sub_sector" => SUB_SECTOR,
        "group" => GROUP,
        "basis" => BASIS,
        "urn" => URN,
        "laestab" => LAESTAB,
        "ukprn" => UKPRN,
        "ods" => ODS,
        "charity_number" => CHARITY_NUMBER,
        other => other,
    }
}
