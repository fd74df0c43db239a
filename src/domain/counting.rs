//! The sentence beside figures that says which audits they count and leave out (rule 1), for pages and files.

use super::audit::WhoCounts;
use super::returned::Returned;

/// The audits of a form in a round, as far as figures say which of them they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counting {
    /// Which count.
    pub who: WhoCounts,
    /// Whether the form has closed in the round.
    pub is_closed: bool,
    /// How far the audits of the group are.
    pub returned: Returned,
}

impl Counting {
    /// How many audits were started and can still be submitted.
    fn in_progress(self) -> u32 {
        self.returned.in_progress(self.is_closed)
    }

    /// Whether each audit that was started and not submitted can still be submitted.
    pub fn all_go_on(self) -> bool {
        self.in_progress() == self.returned.started
    }

    /// The audits that were started and not submitted: "31 audits in progress"; `None` when there are none.
    pub fn started_words(self) -> Option<String> {
        let some = |n: u32, one: &str, more: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {more}") };
        let (one, more) = ("audit in progress", "audits in progress");
        match (self.in_progress(), self.returned.started - self.in_progress()) {
            (0, 0) => None,
            (going_on, 0) => Some(some(going_on, one, more)),
            (0, over) => Some(some(
                over,
                "audit that was started and can no longer be submitted",
                "audits that were started and can no longer be submitted",
            )),
            (going_on, over) => {
                Some(format!("{} and {over} that can no longer be submitted", some(going_on, one, more)))
            }
        }
    }

    /// Which audits count and which do not, and whether what counts can still change.
    pub fn words(self) -> String {
        match (self.who, self.started_words(), self.returned.started == 1) {
            (WhoCounts::Submitted, None, _) => "Submitted audits count.".into(),
            (WhoCounts::AndInProgress, None, _) if self.returned.submitted == 0 => {
                "Submitted audits count; no audit was started.".into()
            }
            (WhoCounts::AndInProgress, None, _) => "Submitted audits count; no other audit was started.".into(),
            (WhoCounts::Submitted, Some(started), true) => format!("Submitted audits count; {started} does not."),
            (WhoCounts::Submitted, Some(started), false) => format!("Submitted audits count; {started} do not."),
            (WhoCounts::AndInProgress, Some(started), true) => {
                format!("Submitted audits count, and so does {started}.{}", self.change_words())
            }
            (WhoCounts::AndInProgress, Some(started), false) => {
                format!("Submitted audits count, and so do {started}.{}", self.change_words())
            }
        }
    }

    /// Whether the answers of audits that were not submitted can still change.
    fn change_words(self) -> &'static str {
        match (self.in_progress(), self.all_go_on()) {
            (0, _) => "",
            (1, true) => " Its answers can still change.",
            (_, true) => " Their answers can still change.",
            (_, false) => " Answers in progress can still change.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::returned::ClosedOrganisations;

    fn words(who: WhoCounts, is_closed: bool, started: u32, of_closed: u32) -> String {
        let closed = ClosedOrganisations { not_started: 3, started: of_closed };
        Counting { who, is_closed, returned: Returned { not_started: 20 - started, started, submitted: 20, closed } }
            .words()
    }

    #[test]
    fn it_says_which_audits_count_and_which_of_them_can_still_change() {
        use WhoCounts::{AndInProgress, Submitted};
        let cases = [
            ((Submitted, false, 0, 0), "Submitted audits count."),
            ((Submitted, false, 1, 0), "Submitted audits count; 1 audit in progress does not."),
            ((Submitted, false, 9, 0), "Submitted audits count; 9 audits in progress do not."),
            (
                (Submitted, false, 9, 2),
                "Submitted audits count; 7 audits in progress and 2 that can no longer be submitted do not.",
            ),
            (
                (Submitted, true, 1, 0),
                "Submitted audits count; 1 audit that was started and can no longer be submitted does not.",
            ),
            (
                (Submitted, false, 2, 2),
                "Submitted audits count; 2 audits that were started and can no longer be submitted do not.",
            ),
            ((AndInProgress, true, 0, 0), "Submitted audits count; no other audit was started."),
            (
                (AndInProgress, false, 1, 0),
                "Submitted audits count, and so does 1 audit in progress. Its answers can still change.",
            ),
            (
                (AndInProgress, false, 9, 0),
                "Submitted audits count, and so do 9 audits in progress. Their answers can still change.",
            ),
            (
                (AndInProgress, false, 9, 8),
                "Submitted audits count, and so do 1 audit in progress and 8 that can no longer be submitted. \
                 Answers in progress can still change.",
            ),
            (
                (AndInProgress, true, 9, 1),
                "Submitted audits count, and so do 9 audits that were started and can no longer be submitted.",
            ),
        ];
        for ((who, is_closed, started, of_closed), expected) in cases {
            assert_eq!(words(who, is_closed, started, of_closed), expected);
        }
        let returned = Returned { not_started: 40, ..Returned::default() };
        let nothing = Counting { who: AndInProgress, is_closed: false, returned };
        assert_eq!(nothing.words(), "Submitted audits count; no audit was started.");
    }
}
