//! How often somebody may guess. Tries to sign in are counted for each account, wherever they come from; separately for
//! a browser in which the account's owner has signed in before, so that a stranger's guesses do not keep them out; and
//! for each network address, so that nobody tries one password on every account.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use super::turns::Who;
use crate::domain::person::{EmailAddress, PersonId};
use crate::operations::tokens::Token;
use crate::store::{Result, known_browsers, sessions};

/// Tries count for this long.
pub(crate) const WITHIN: SignedDuration = SignedDuration::from_mins(5);
/// At most this many for an account, or for a known browser.
const TRIES: i64 = 10;
/// At most this many wrong ones from one address: all people of a school, or of the schools behind one line, share it.
const WRONG_FROM_AN_ADDRESS: i64 = 100;
/// A browser is known for this long.
pub const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Where somebody signs in.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// Its network address; `None` when nobody can tell, as behind a proxy that the program does not know.
    pub address: Option<IpAddr>,
    /// The token by which it may be known.
    pub token: Option<Token>,
    /// The session that signing in replaces.
    pub session: Option<Token>,
}

/// The keys under which a guess is counted. They are hashes, so that addresses are not kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guess {
    of: [u8; 32],
    from: Option<[u8; 32]>,
    who: Who,
}

impl Guess {
    /// A guess at the password of an account in a browser. A text that is not an address is counted as it was typed, so
    /// that nobody is held up by what others mistype.
    pub async fn password_in(
        db: &mut SqliteConnection,
        typed: &str,
        email: Option<&EmailAddress>,
        browser: &Browser,
        now: Timestamp,
    ) -> Result<Self> {
        if let (Some(email), Some(token)) = (email, &browser.token)
            && known_browsers::knows(db, &token.hash(), email, now - KNOWN_FOR).await?
        {
            let of = hash(&format!("browser {} {}", token.reveal(), email.as_str()));
            return Ok(Self { of, from: None, who: Who::Known });
        }
        let from = browser.address.map(|address| hash(&format!("address {}", network(address))));
        let of = email.map_or_else(|| hash(&format!("typed {typed}")), |email| hash(email.as_str()));
        Ok(Self { of, from, who: Who::Stranger })
    }

    /// Whether it comes from a browser that is known.
    pub fn who(self) -> Who {
        self.who
    }

    /// Counts it; `false` when there have been too many. A guess refused for its account does not count for the
    /// account, so that further guesses do not keep the right person out for longer.
    pub async fn take(self, db: &mut SqliteConnection, now: Timestamp) -> Result<bool> {
        let since = now - WITHIN;
        if let Some(from) = self.from
            && !sessions::take_try(&mut *db, &from, since, now, WRONG_FROM_AN_ADDRESS).await?
        {
            return Ok(false);
        }
        sessions::take_try(db, &self.of, since, now, TRIES).await
    }

    /// It was right: the guesses at this account are forgotten, and its network address is not charged with it.
    pub async fn was_right(self, db: &mut SqliteConnection) -> Result<()> {
        if let Some(from) = self.from {
            sessions::give_back_try(&mut *db, &from).await?;
        }
        sessions::forget_tries(db, &self.of).await
    }
}

/// After this many wrong codes in a row there is a wait, which doubles with each further such row.
const CODES: i64 = 10;
/// The longest wait: somebody who knows a password then has ten codes of a million a day.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);

/// Until when no code is taken, after this many wrong ones, the last at this time; `None` when one is taken now. If
/// `last` is still to come, the clock was wrong then.
pub(crate) fn waits_until(wrong: i64, last: Timestamp, now: Timestamp) -> Option<Timestamp> {
    if wrong == 0 || wrong % CODES != 0 {
        return None;
    }
    let doublings = u32::try_from(wrong / CODES - 1).unwrap_or(u32::MAX).min(16);
    let until = last + WITHIN.saturating_mul(1 << doublings).min(LONGEST_WAIT);
    (last <= now && now < until).then_some(until)
}

/// The key under which somebody's codes are counted: one for all strangers, and one for each browser in which the
/// person has signed in before, so that strangers do not keep them out.
pub(crate) async fn codes_of(
    db: &mut SqliteConnection,
    person: PersonId,
    browser: &Browser,
    now: Timestamp,
) -> Result<[u8; 32]> {
    if let Some(token) = &browser.token
        && known_browsers::is_of(db, &token.hash(), person, now - KNOWN_FOR).await?
    {
        return Ok(hash(&format!("code {} in {}", person.0, token.reveal())));
    }
    Ok(hash(&format!("code {}", person.0)))
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// The place of an address: an IPv4 address itself, or the network of an IPv6 address, of which a household has 2⁶⁴.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s19_each_further_row_of_wrong_codes_costs_twice_the_wait_up_to_a_day() {
        let last: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let minutes = |wrong| waits_until(wrong, last, last).map(|until| until.duration_since(last).as_mins());
        assert_eq!([0, 1, 9, 11, 19].map(minutes), [None; 5]);
        let waits = [10, 20, 30, 40, 80, 90, 100, 1_000_000].map(|wrong| minutes(wrong).unwrap());
        assert_eq!(waits, [5, 10, 20, 40, 640, 1_280, 1_440, 1_440]);
        assert_eq!(waits_until(10, last, last + WITHIN), None);
        assert_eq!(waits_until(10, last, last - WITHIN), None, "the clock was ahead");
    }

    #[test]
    fn one_place_is_an_address_or_a_network() {
        let network = |address: &str| network(address.parse().unwrap());
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    }
}
