//! Texts that name a day and something beside it, which must not be taken for its year or be passed over.

use super::*;

/// Asserts why each text is not a day.
fn assert_refused(refused: &[(&str, NoDay)]) {
    for (typed, why) in refused {
        assert_eq!(day(typed), Err(*why), "{typed}");
    }
}

/// Asserts what each text is read as on [`TYPED_ON`], and whether that is said.
fn assert_read(read_as: &[(&str, Date, Option<&str>)]) {
    for (typed, wanted, said) in read_as {
        let read = read(typed).unwrap_or_else(|why| panic!("{typed}: {why}"));
        let told = read.said(TYPED_ON);
        assert_eq!(read.day(TYPED_ON), *wanted, "{typed}");
        assert_eq!(told.is_some(), said.is_some(), "{typed}");
        assert!(told.unwrap_or_default().ends_with(said.unwrap_or_default()), "{typed}");
    }
}

const NEXT: Option<&str> = Some(", the next one.");
const LAST_OF_MONTH: Option<&str> = Some(", the last day of the month.");

#[test]
fn a_range_of_days_or_months_has_no_year_of_two_digits() {
    assert_refused(&[
        ("March 22-27", NoDay::Unreadable),
        ("March 22 - 27", NoDay::Unreadable),
        ("March 22–27", NoDay::Unreadable),
        ("March 22/27", NoDay::Unreadable),
        ("March 22 to 27", NoDay::Unreadable),
        ("March 22 and 27", NoDay::Unreadable),
        ("March 22 & 27", NoDay::Unreadable),
        ("March 22nd-27th", NoDay::Unreadable),
        ("March 22nd 27th", NoDay::Unreadable),
        ("March the 22nd - the 27th", NoDay::Unreadable),
        ("by Mar. 22-27", NoDay::Unreadable),
        ("w/c March 22-27", NoDay::Unreadable),
        ("end of March 22-27", NoDay::Unreadable),
        ("May 10-30", NoDay::Unreadable),
        ("June 28/29", NoDay::Unreadable),
        ("March 1-15", NoDay::Unreadable),
        ("March 1-5", NoDay::Unreadable),
        ("March 22.27", NoDay::Unreadable),
        ("22 March - 27", NoDay::Unreadable),
        ("22 March-30", NoDay::Unreadable),
        ("28 June/29", NoDay::Unreadable),
        ("22 March 27th", NoDay::Unreadable),
        ("22-27 March 2027", NoDay::Unreadable),
        ("26/27 March 2027", NoDay::Unreadable),
        ("10-12/2026", NoDay::Unreadable),
        ("10–12/2026", NoDay::Unreadable),
        ("10 - 12 / 2026", NoDay::Unreadable),
        ("10-12/26", NoDay::Unreadable),
        ("10-12 2026", NoDay::Unreadable),
        ("10/12-2026", NoDay::Unreadable),
        ("2026/10-12", NoDay::Unreadable),
    ]);
    let (march, december) = (date(2027, 3, 22), date(2026, 12, 10));
    assert_read(&[
        ("March 22 27", march, None),
        ("March 22, 27", march, None),
        ("March 22nd, 27", march, None),
        ("March 22-2027", march, None),
        ("March 22 '27", march, None),
        ("22 March 27", march, None),
        ("22-March-27", march, None),
        ("22/March/27", march, None),
        ("22–March–27", march, None),
        ("22-3-27", march, None),
        ("10/12/2026", december, None),
        ("10-12-2026", december, None),
        ("10/12 2026", december, None),
        ("2026-12-10", december, None),
    ]);
}

#[test]
fn the_day_that_a_month_ends_on_is_no_year() {
    let (june, march) = (date(2027, 6, 30), date(2027, 3, 31));
    assert_read(&[
        ("end of June 30th", june, NEXT),
        ("end of June, 30th", june, NEXT),
        ("end of June (30th)", june, NEXT),
        ("last day of June, the 30th", june, NEXT),
        ("by the end of March 31st", march, NEXT),
        ("end of Nov 30th", date(2026, 11, 30), NEXT),
        ("end of March 27", march, LAST_OF_MONTH),
        ("end of June '30", date(2030, 6, 30), LAST_OF_MONTH),
        ("end of June 2030", date(2030, 6, 30), LAST_OF_MONTH),
        ("end of March 28", date(2028, 3, 31), LAST_OF_MONTH),
    ]);
    assert_refused(&[
        ("end of June 30", NoDay::NoYear),
        ("last day of June 30", NoDay::NoYear),
        ("by the end of March 31", NoDay::NoYear),
        ("end of June 31", NoDay::NoYear),
        ("end of Feb 28", NoDay::NoYear),
        ("end of Feb 29", NoDay::NoYear),
        ("end of Feb 28th", NoDay::NoYear),
        ("end of February 29th", NoDay::NoYear),
        ("end of June 31st", NoDay::NoSuchDay),
        ("end of June 29th", NoDay::Unreadable),
        ("end of March 27th", NoDay::Unreadable),
        ("summer term 27th", NoDay::Unreadable),
        ("June 30th", NoDay::NoYear),
    ]);
}

#[test]
fn a_remark_in_brackets_must_surely_leave_the_day_as_it_is() {
    assert_refused(&[
        ("30 June (following year)", NoDay::Remark),
        ("30 June (the year following)", NoDay::Remark),
        ("30 June (school year)", NoDay::Remark),
        ("26 March 2027 (postponed)", NoDay::Remark),
        ("26 March 2027 (TBC)", NoDay::Remark),
        ("26 March 2027 (if not, Easter)", NoDay::Remark),
        ("26 March 2027 (no longer the deadline)", NoDay::Remark),
        ("26 March 2027 (not end of term)", NoDay::Remark),
        ("26 March 2027 (start)", NoDay::Remark),
        ("26 March 2027 (autumn term)", NoDay::Remark),
        ("26 March 2027 (spring or summer term)", NoDay::Remark),
        ("26 March 2027 (postponed).", NoDay::Remark),
        ("June 2027 (end of summer term)", NoDay::Remark),
        ("30 June (following year) (end of term)", NoDay::Unreadable),
        ("30 June (postponed (end of term))", NoDay::Unreadable),
        ("30 June [following year]", NoDay::Unreadable),
        ("30 June (Friday)", NoDay::NoYear),
        ("(end of term)", NoDay::Unreadable),
    ]);
    assert_read(&[
        ("30 June (end of term)", date(2027, 6, 30), NEXT),
        ("30 June (summer term)", date(2027, 6, 30), NEXT),
        ("30 June (at the latest)", date(2027, 6, 30), NEXT),
        ("26 March (2027) (end of term)", date(2027, 3, 26), None),
        ("w/c 1 March 2027 (start of term)", date(2027, 3, 1), Some(", the first day of that week.")),
    ]);
}

#[test]
fn a_time_is_let_through_behind_a_whole_day_or_where_it_is_surely_one() {
    let march = date(2027, 3, 26);
    assert_read(&[
        ("26 March 2027 20:27", march, None),
        ("26 March 2027, 10:00", march, None),
        ("26 March 27 20:27", march, None),
        ("26 March 2027 at 10:00", march, None),
        ("26 March 2027 at 10.", march, None),
        ("26 March 2027, at 9.30am", march, None),
        ("26 March 2027 10 am", march, None),
        ("26 March 2027 5 p.m.", march, None),
        ("26 March 2027 10 o’clock", march, None),
        ("26 March at 20:27", march, NEXT),
        ("26 March 10am", march, NEXT),
        ("26 March at 10", march, NEXT),
        ("by 26 March, 9.30 pm", march, NEXT),
    ]);
    assert_refused(&[
        ("26 March 20:27", NoDay::Unreadable),
        ("26 March 20:27:00", NoDay::Unreadable),
        ("26th March, 20:27", NoDay::Unreadable),
        ("June 2027 10:00", NoDay::Unreadable),
        ("26 March 20.27", NoDay::Unreadable),
        ("March 26 20:27", NoDay::NoYear),
        ("26 March at 27", NoDay::Unreadable),
        ("26 March at 2027", NoDay::Unreadable),
        ("26 March 20 pm", NoDay::Unreadable),
        ("26 March 2027 27:00", NoDay::Unreadable),
        ("26 March 2027 10:60", NoDay::Unreadable),
        ("26 March 2027 10:00-11:00", NoDay::Unreadable),
        ("26 March 2027 10:00 - 11:00", NoDay::Unreadable),
        ("at 10:00", NoDay::Empty),
    ]);
}

/// The numbers of a text that may be a year: all that have no "th" behind them.
fn years_among(typed: &str) -> Vec<&str> {
    let mut pieces: Vec<_> = typed.split("th").collect();
    let last = pieces.pop();
    let uncounted = pieces.into_iter().map(|piece| piece.trim_end_matches(|c: char| c.is_ascii_digit()));
    uncounted.chain(last).flat_map(|piece| piece.split(|c: char| !c.is_ascii_digit())).collect()
}

proptest! {
    #[test]
    fn a_year_that_is_read_is_among_the_numbers_that_were_typed(
        typed in "((end of|last day of|by|w/c|june|feb|march|summer term|28|30|31|20[0-9]{2}|[0-9]{1,2}|th|at|pm|'|\\(|\\)|:)[ /.,-]{0,2}){0,6}"
    ) {
        if let Some(day) = read(&typed).ok().and_then(TypedDay::fixed) {
            let (year, two_digits) = (day.year().to_string(), format!("{:02}", day.year() % 100));
            let is_typed = years_among(&typed).into_iter().any(|number| number == year || number == two_digits);
            prop_assert!(is_typed, "{} is not {}", typed, day);
        }
    }

    #[test]
    fn no_days_from_one_to_another_after_the_month_are_read(
        month in "(by |end of )?(mar|june|september)", first in 1i16..32, last in 1i16..32, ordinal in "(th)?",
        joint in "( ?[-–—/] ?| to | and )"
    ) {
        let typed = format!("{month} {first}{ordinal}{joint}{last}{ordinal}");
        prop_assert_eq!(day(&typed), Err(NoDay::Unreadable), "{}", typed);
    }
}
