//! How a kind of organisation speaks: what it calls its head, its board and the children, and where it keeps papers.

use super::calendar::RoundYear;
use super::draws::Draws;
use crate::domain::organisation::{Kind, OrganisationDetails, SubSector};

/// The words of one organisation in one round.
pub struct Voice {
    /// "head teacher"
    pub head: &'static str,
    /// Who leads on safeguarding.
    pub lead: &'static str,
    /// Those who govern; may begin a sentence without an article.
    pub governors: &'static str,
    /// The one of them who watches safeguarding; follows an article.
    pub governor: &'static str,
    /// "pupils"
    pub children: &'static str,
    /// "school"
    pub setting: &'static str,
    /// Who keeps records of staff.
    pub business: &'static str,
    /// A colleague who works closely with families.
    pub pastoral: &'static str,
    /// Groups of staff that are easily left out.
    pub teams: &'static [&'static str],
    /// Where papers are kept.
    pub places: &'static [&'static str],
    /// Who asks for the audit.
    pub board: &'static str,
    /// Where referrals go.
    pub hub: &'static str,
    /// Who makes criminal record checks.
    pub dbs: &'static str,
    /// Assessments for early help.
    pub cafs: &'static str,
}

/// Head, governors, governor, children, setting and business; then what each organisation has its own of: colleagues
/// and teams.
type Vocabulary = ([&'static str; 6], &'static [&'static str], &'static [&'static str]);

const EARLY_YEARS: Vocabulary = (
    ["manager", "the committee", "committee member for safeguarding", "children", "setting", "office manager"],
    &["special needs co-ordinator", "key person co-ordinator", "deputy manager"],
    &["bank staff", "students on placement", "volunteers", "lunchtime helpers"],
);
const PRIMARY: Vocabulary = (
    ["head teacher", "governors", "safeguarding governor", "pupils", "school", "school business manager"],
    &["special needs co-ordinator", "family support worker", "learning mentor"],
    &["midday supervisors", "kitchen and cleaning staff", "supply staff", "volunteers who hear reading"],
);
const SECONDARY: Vocabulary = (
    ["head teacher", "governors", "safeguarding governor", "pupils", "school", "personnel manager"],
    &["pastoral manager", "attendance officer", "assistant head for inclusion"],
    &["supply staff", "exam invigilators", "cleaning and site staff", "visiting music teachers"],
);
const SPECIAL: Vocabulary = (
    ["head teacher", "governors", "safeguarding governor", "pupils", "school", "school business manager"],
    &["family liaison officer", "assistant head for care", "school nurse"],
    &["passenger assistants", "lunchtime staff", "agency care staff", "therapists employed elsewhere"],
);
const ALTERNATIVE: Vocabulary = (
    ["head of centre", "the management committee", "safeguarding member", "pupils", "centre", "centre administrator"],
    &["family worker", "outreach teacher"],
    &["sessional tutors", "mentors", "drivers"],
);
const INDEPENDENT: Vocabulary = (
    ["head", "the proprietors", "proprietors' representative", "pupils", "school", "bursar"],
    &["head of pastoral care", "school matron"],
    &["sports coaches", "boarding staff on gap years", "grounds staff", "visiting music teachers"],
);
const POST_16: Vocabulary = (
    ["principal", "the corporation", "governor for safeguarding", "students", "college", "head of personnel"],
    &["student services manager", "learner support manager"],
    &["agency lecturers", "workplace assessors", "evening class tutors", "catering contractors"],
);
const HEALTH: Vocabulary = (
    ["chief nurse", "the board", "board member for safeguarding", "children", "service", "head of recruitment"],
    &["paediatric liaison nurse", "team leader for health visiting"],
    &["night staff", "bank nurses", "porters", "reception staff", "locum doctors"],
);
const VOLUNTARY: Vocabulary = (
    ["director", "the trustees", "trustee for safeguarding", "children", "charity", "office manager"],
    &["family worker", "volunteer co-ordinator", "youth worker"],
    &["volunteers", "sessional workers", "weekend leaders", "holiday helpers"],
);
const COUNCIL: Vocabulary = (
    [
        "director of children's services",
        "cabinet",
        "lead member for children",
        "children",
        "council",
        "head of personnel",
    ],
    &["early help manager", "participation officer"],
    &["leisure centre staff", "agency social workers", "library staff", "school crossing patrols"],
);
const POLICE: Vocabulary = (
    ["assistant chief constable", "the chief officers", "chief officer lead", "children", "force", "head of personnel"],
    &["public protection inspector", "partnership sergeant"],
    &["control room staff", "special constables", "front counter staff", "custody detention officers"],
);
const SERVICE: Vocabulary = (
    [
        "head of service",
        "the management board",
        "board member for safeguarding",
        "children",
        "service",
        "personnel manager",
    ],
    &["partnership officer", "team manager"],
    &["agency staff", "reception staff", "out-of-hours staff", "contractors"],
);

const OFFICE_PLACES: &[&str] = &[
    "in the safeguarding file in the office",
    "on the shared drive under Safeguarding",
    "in the policy file in the staff room",
    "in the locked cabinet in the office",
    "with the minutes in the office",
    "in the safeguarding lead's file",
];
const ONLINE_PLACES: &[&str] = &[
    "in the safeguarding folder online",
    "on the staff intranet",
    "in the shared folder of the leadership team",
    "in the recording system's library",
    "in the inspection folder",
    "in the online staff handbook",
];
const AGENCY_PLACES: &[&str] = &[
    "on the intranet under Safeguarding",
    "in the safeguarding file at head office",
    "with the board papers",
    "in the quality team's folder",
    "in the assurance file",
];
const CHARITY_PLACES: &[&str] = &[
    "in the safeguarding file in the office",
    "in the volunteers' handbook",
    "with the trustees' papers",
    "in the shared folder of the team",
];

impl Voice {
    /// The words of the organisation with this number.
    pub fn of(details: &OrganisationDetails, organisation: usize, year: RoundYear) -> Self {
        let newer = year == RoundYear::Y2026;
        let ([head, governors, governor, children, setting, business], pastoral, teams) = kind(details);
        let lead = match details.kind {
            Kind::Education(_) if newer => "designated safeguarding lead",
            Kind::Education(SubSector::EarlyYears) => "designated practitioner",
            Kind::Education(_) => "designated senior person",
            Kind::Health => "named nurse",
            _ => "safeguarding lead",
        };
        Self {
            head,
            lead,
            governors,
            governor,
            children,
            setting,
            business,
            pastoral: Draws::of("pastoral", [organisation, 0]).word(pastoral),
            teams,
            places: match details.kind {
                Kind::Education(_) if newer => ONLINE_PLACES,
                Kind::Education(_) => OFFICE_PLACES,
                Kind::Voluntary => CHARITY_PLACES,
                _ => AGENCY_PLACES,
            },
            board: if newer { "the safeguarding partners" } else { "the LSCB" },
            hub: match year {
                RoundYear::Y2012 => "the duty team at children's social care",
                RoundYear::Y2014 | RoundYear::Y2026 => "the multi-agency safeguarding hub",
            },
            dbs: if year == RoundYear::Y2012 { "CRB" } else { "DBS" },
            cafs: if newer { "early help assessments" } else { "CAFs" },
        }
    }
}

fn kind(details: &OrganisationDetails) -> Vocabulary {
    match details.kind {
        Kind::Education(SubSector::EarlyYears) => EARLY_YEARS,
        Kind::Education(SubSector::Secondary | SubSector::AllThrough) => SECONDARY,
        Kind::Education(SubSector::Special) => SPECIAL,
        Kind::Education(SubSector::AlternativeProvision) => ALTERNATIVE,
        Kind::Education(SubSector::Independent) => INDEPENDENT,
        Kind::Education(SubSector::Post16) => POST_16,
        Kind::Education(_) => PRIMARY,
        Kind::Health => HEALTH,
        Kind::Voluntary => VOLUNTARY,
        Kind::LocalAuthority => COUNCIL,
        Kind::Police => POLICE,
        _ => SERVICE,
    }
}
