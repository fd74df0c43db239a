//! Which parts of a whole may be published beside each other and beside the whole.

use super::SMALLEST_GROUP;

/// Decides which of the parts of a whole may be shown, given how many organisations count in each part.
///
/// The whole is the sum of the parts, and is shown too when it has enough organisations. A part with 1 to 4
/// organisations is hidden. When the hidden parts together have fewer than five, they could be worked out as
/// the whole less the shown parts: then the smallest shown part is hidden as well, until they cannot.
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

/// Whether a whole may be shown on its own.
pub fn may_show(counting: u32) -> bool {
    counting >= SMALLEST_GROUP
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
    }
}
