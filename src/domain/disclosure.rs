//! What may be shown of a group to anyone but board staff (rule 8). Every page, file and other output asks here.

/// A group's figure is shown only when at least this many organisations count in it.
pub const SMALLEST_GROUP: u32 = 5;

/// Decides which of the parts of a whole may be shown, given how many organisations count in each part.
///
/// The whole is the sum of the parts, and is shown too when it has enough organisations. A part with 1 to 4
/// organisations is hidden. When the hidden parts together have fewer than five, they could be worked out as
/// the whole less what is shown: then the smallest shown part is hidden as well, until they cannot.
/// A part in which nobody counts has no figure, so there is nothing to hide.
pub fn shown_parts(counting: &[u32]) -> Vec<bool> {
    let mut shown: Vec<bool> = counting.iter().map(|&n| n == 0 || n >= SMALLEST_GROUP).collect();
    loop {
        let hidden: u32 = counting.iter().zip(&shown).filter(|(_, shown)| !**shown).map(|(n, _)| n).sum();
        if hidden == 0 || hidden >= SMALLEST_GROUP {
            return shown;
        }
        let next = (0..counting.len()).filter(|&i| shown[i] && counting[i] > 0).min_by_key(|&i| counting[i]);
        match next {
            Some(part) => shown[part] = false,
            None => return shown,
        }
    }
}

/// Why a figure is not shown to anyone but board staff. `Display` is what stands in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Hidden {
    /// Too few organisations count in it.
    #[error("hidden: fewer than five organisations")]
    TooFew,
    /// Enough count in it, but with it a figure of too few could be worked out from what is shown.
    #[error("hidden: it would give another hidden figure away")]
    GivesAway,
    /// Audits are still being submitted: the same figure a day apart would tell what one organisation answered.
    #[error("shown once the round has closed")]
    StillOpen,
}

/// Whether the figure of one group may be shown beside that of a whole which contains it: the group, and what
/// remains of the whole, must each be empty or large enough.
pub fn beside_whole(group: u32, whole: u32) -> Result<(), Hidden> {
    if group < SMALLEST_GROUP {
        Err(Hidden::TooFew)
    } else if whole > group && whole - group < SMALLEST_GROUP {
        Err(Hidden::GivesAway)
    } else {
        Ok(())
    }
}

/// Whether a whole may be shown on its own.
pub fn may_show(counting: u32) -> bool {
    counting >= SMALLEST_GROUP
}

/// Decides which questions of a standard may be shown for a group beside the standard's own figures, given how many
/// organisations of the group, and of the whole, scored each.
///
/// A hidden question is the standard's answers less those of the questions shown. So none is hidden alone: the question
/// that the fewest scored, of those that may be shown, is hidden with it. A question that nobody in the group scored has
/// no figure to hide.
pub fn beside_standard(scored: &[(u32, u32)]) -> Vec<Result<(), Hidden>> {
    let decide = |&(group, whole): &(u32, u32)| if group == 0 { Ok(()) } else { beside_whole(group, whole) };
    let mut decided: Vec<_> = scored.iter().map(decide).collect();
    if decided.iter().any(Result::is_err) {
        let shown = (0..scored.len()).filter(|&i| decided[i].is_ok() && scored[i].0 > 0);
        if let Some(next) = shown.min_by_key(|&i| scored[i].0) {
            decided[next] = Err(Hidden::GivesAway);
        }
    }
    decided
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_small_part_takes_the_next_smallest_with_it() {
        assert_eq!(shown_parts(&[20, 3, 8, 0]), [true, false, false, true]);
        assert_eq!(shown_parts(&[20, 3, 2, 8]), [true, false, false, true]);
        assert_eq!(shown_parts(&[20, 6, 8]), [true, true, true]);
        assert_eq!(shown_parts(&[3]), [false]);
        assert_eq!(shown_parts(&[]), Vec::<bool>::new());
    }

    #[test]
    fn a_sector_beside_all_must_leave_enough_others() {
        assert_eq!(beside_whole(6, 29), Ok(()));
        assert_eq!(beside_whole(5, 10), Ok(()));
        assert_eq!(beside_whole(124, 124), Ok(()));
        assert_eq!(beside_whole(4, 29), Err(Hidden::TooFew));
        assert_eq!(beside_whole(26, 29), Err(Hidden::GivesAway));
    }

    #[test]
    fn no_question_is_hidden_alone_beside_its_standard() {
        let of_29 = |scored: &[u32]| beside_standard(&scored.iter().map(|&n| (n, 29)).collect::<Vec<_>>());
        assert_eq!(of_29(&[6, 5, 0, 6]), [Ok(()); 4]);
        assert_eq!(of_29(&[6, 4, 0, 5]), [Ok(()), Err(Hidden::TooFew), Ok(()), Err(Hidden::GivesAway)]);
        assert_eq!(of_29(&[6, 4, 4]), [Err(Hidden::GivesAway), Err(Hidden::TooFew), Err(Hidden::TooFew)]);
        assert_eq!(of_29(&[2, 1]), [Err(Hidden::TooFew); 2]);
        assert_eq!(of_29(&[]), []);
    }

    proptest! {
        #[test]
        fn what_is_hidden_can_never_be_worked_out(counting in proptest::collection::vec(0u32..30, 0..9)) {
            let shown = shown_parts(&counting);
            let hidden: u32 = counting.iter().zip(&shown).filter(|(_, shown)| !**shown).map(|(n, _)| n).sum();
            for (n, shown) in counting.iter().zip(&shown) {
                prop_assert!(!shown || *n == 0 || *n >= SMALLEST_GROUP);
            }
            let whole: u32 = counting.iter().sum();
            prop_assert!(hidden == 0 || hidden >= SMALLEST_GROUP || whole < SMALLEST_GROUP);
        }

        #[test]
        fn a_question_shown_has_enough_and_what_is_hidden_of_a_standard_rests_on_enough(
            scored in proptest::collection::vec((0u32..12, 0u32..12), 0..10)
        ) {
            let scored: Vec<_> = scored.into_iter().map(|(group, others)| (group, group + others)).collect();
            let decided = beside_standard(&scored);
            let of = |hidden: bool| scored.iter().zip(&decided).filter(move |(_, d)| d.is_err() == hidden).map(|(s, _)| *s);
            prop_assert!(of(false).all(|(group, _)| group == 0 || group >= SMALLEST_GROUP));
            let nothing_shown = of(false).all(|(group, _)| group == 0);
            let enough = of(true).any(|(group, _)| group >= SMALLEST_GROUP);
            prop_assert!(of(true).count() != 1 || nothing_shown);
            prop_assert!(of(true).count() == 0 || enough || nothing_shown);
        }
    }
}
