//! "May this person ...?", answered here and nowhere else.
//!
//! Board staff read every audit and write in none. An organisation's people read and write their own alone.
//! A person without a right to see something is told that it does not exist.

use super::organisation::OrganisationId;
use super::person::{BoardRole, Membership, OrganisationRole, PersonId};

/// A signed-in person with their roles at this moment. Read anew for every request, so that a change of role acts at
/// once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// Their role on the board; `None` until the authenticator app that such a role needs is set up.
    pub board_role: Option<BoardRole>,
    /// Their roles in organisations.
    pub memberships: Vec<Membership>,
}

impl Visitor {
    fn role_in(&self, organisation: OrganisationId) -> Option<OrganisationRole> {
        self.memberships.iter().find(|m| m.organisation == organisation).map(|m| m.role)
    }

    /// Board pages: rounds, results, organisations, every audit.
    pub fn may_see_board_pages(&self) -> bool {
        self.board_role.is_some()
    }

    /// Create and open rounds, invite.
    pub fn may_run_rounds(&self) -> bool {
        self.board_role == Some(BoardRole::Administrator)
    }

    /// Add, change, import and close organisations.
    pub fn may_keep_organisations(&self) -> bool {
        self.board_role == Some(BoardRole::Administrator)
    }

    /// Add people and send them links.
    pub fn may_keep_people(&self) -> bool {
        self.board_role == Some(BoardRole::Administrator)
    }

    /// Change what the board asks of every audit.
    pub fn may_keep_settings(&self) -> bool {
        self.board_role == Some(BoardRole::Administrator)
    }

    /// Take a board role, the authenticator app or the right to sign in from this person. Nobody may take their own, so
    /// that neither a slip nor somebody at a computer left signed in can.
    pub fn may_take_from(&self, of: PersonId) -> bool {
        self.may_keep_people() && self.person != of
    }

    /// Results of every organisation by name.
    pub fn may_see_results(&self) -> bool {
        self.board_role.is_some()
    }

    /// Read an organisation's audits, results and action plan, and download them.
    pub fn may_read(&self, organisation: OrganisationId) -> bool {
        self.board_role.is_some() || self.role_in(organisation).is_some()
    }

    /// Answer an organisation's audit.
    pub fn may_answer(&self, organisation: OrganisationId) -> bool {
        self.role_in(organisation).is_some()
    }

    /// Submit an organisation's audit.
    pub fn may_submit(&self, organisation: OrganisationId) -> bool {
        self.role_in(organisation) == Some(OrganisationRole::Lead)
    }

    /// Keep an organisation's action plan up to date.
    pub fn may_keep_plan(&self, organisation: OrganisationId) -> bool {
        self.role_in(organisation).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A question, and for whom the answer is yes: administrator, reviewer, lead, contributor, lead of another.
    type Row = (&'static str, fn(&Visitor) -> bool, [bool; 5]);

    #[test]
    fn every_right_of_every_role() {
        let own = OrganisationId(1);
        let visitor = |board_role, memberships: &[(i64, OrganisationRole)]| Visitor {
            person: PersonId(1),
            name: "A".into(),
            board_role,
            memberships: memberships
                .iter()
                .map(|&(id, role)| Membership { organisation: OrganisationId(id), role })
                .collect(),
        };
        let visitors = [
            visitor(Some(BoardRole::Administrator), &[]),
            visitor(Some(BoardRole::Reviewer), &[]),
            visitor(None, &[(1, OrganisationRole::Lead)]),
            visitor(None, &[(1, OrganisationRole::Contributor)]),
            visitor(None, &[(2, OrganisationRole::Lead)]),
        ];
        let table: [Row; 10] = [
            ("board pages", |v| v.may_see_board_pages(), [true, true, false, false, false]),
            ("run rounds", |v| v.may_run_rounds(), [true, false, false, false, false]),
            ("keep organisations", |v| v.may_keep_organisations(), [true, false, false, false, false]),
            ("keep people", |v| v.may_keep_people(), [true, false, false, false, false]),
            ("keep settings", |v| v.may_keep_settings(), [true, false, false, false, false]),
            ("see results", |v| v.may_see_results(), [true, true, false, false, false]),
            ("read own", |v| v.may_read(OrganisationId(1)), [true, true, true, true, false]),
            ("answer own", |v| v.may_answer(OrganisationId(1)), [false, false, true, true, false]),
            ("submit own", |v| v.may_submit(OrganisationId(1)), [false, false, true, false, false]),
            ("keep own plan", |v| v.may_keep_plan(OrganisationId(1)), [false, false, true, true, false]),
        ];
        for (right, may, expected) in table {
            assert_eq!(visitors.each_ref().map(may), expected, "{right}");
        }
        assert!(visitors[2].may_read(own));
        let takes_from_another = visitors.each_ref().map(|visitor| visitor.may_take_from(PersonId(2)));
        assert_eq!(takes_from_another, [true, false, false, false, false]);
        assert!(!visitors[0].may_take_from(PersonId(1)), "not one's own");
    }
}
