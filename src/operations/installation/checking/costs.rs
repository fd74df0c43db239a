//! What a stored password hash may cost: at sign-in the program takes as much memory as the hash says, and ends where
//! that cannot be had. The program's own hashes cost far less.

use argon2::Params;
use argon2::password_hash::phc::PasswordHash;

/// At most this much memory, in KiB: 256 MiB.
const MEMORY: u32 = 256 << 10;

/// At most this many passes over it.
const PASSES: u32 = 20;

/// At most this many lanes.
const LANES: u32 = 16;

/// Whether a hash with these parameters costs more than any that is worked out.
pub fn are_beyond(params: &Params) -> bool {
    params.m_cost() > MEMORY || params.t_cost() > PASSES || params.p_cost() > LANES
}

/// Whether a stored hash is one of Argon2 that costs more than any that is worked out.
pub fn is_beyond(hash: &str) -> bool {
    let params = PasswordHash::new(hash).ok().and_then(|hash| Params::try_from(&hash).ok());
    params.is_some_and(|params| are_beyond(&params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_may_cost_so_much_and_no_more() {
        let hash = |costs: &str| {
            format!("$argon2id$v=19${costs}$c2VjdGlvbjExLW5vYm9keQ$9sFM43Z9H0gs7ncVvHrUqTJ8nHhSUsWkOYj0uOQMUBo")
        };
        for within in ["m=19456,t=2,p=1", "m=64,t=1,p=1", "m=262144,t=20,p=16"] {
            assert!(!is_beyond(&hash(within)), "{within}");
        }
        for beyond in
            ["m=262145,t=1,p=1", "m=4294967295,t=1,p=1", "m=64,t=21,p=1", "m=64,t=4294967295,p=1", "m=256,t=1,p=17"]
        {
            assert!(is_beyond(&hash(beyond)), "{beyond}");
        }
        // A text that is not a hash is not damage of this kind: no password fits it, and nothing is worked out.
        for none in ["", "x", "$argon2id$v=19$m=8$c2FsdA", "$2b$12$c2VjdGlvbjExLW5vYm9keQ"] {
            assert!(!is_beyond(none), "{none}");
        }
    }
}
