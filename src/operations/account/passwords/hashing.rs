//! Argon2id in memory that is used again. Each hash takes 19 MiB. If it were asked for anew each time, the system's
//! allocator would keep it for each thread that has ever hashed: most of them, after a hundred people have signed in.

use std::sync::{Arc, Mutex, Once, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::operations::installation::checking::costs;

/// What a hash costs: memory in KiB, and passes over it; OWASP ASVS 5.0, 11.4.2.
const COST: (u32, u32) = (19 * 1024, 2);

/// The memory of passwords that are hashed, a piece for each at once. A clone shares it.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Vec<Vec<Block>>>>);

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory(…)")
    }
}

impl Memory {
    /// Lends memory for some work, and keeps it for the next.
    pub fn lend<T>(&self, work: impl FnOnce(&mut Vec<Block>) -> T) -> T {
        let mut blocks = self.kept().pop().unwrap_or_default();
        let done = work(&mut blocks);
        self.kept().push(blocks);
        done
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<Vec<Block>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The hash of a password, as a PHC string with its own salt.
pub fn hash(password: &str, blocks: &mut Vec<Block>) -> String {
    let within = "the parameters are within Argon2's bounds";
    let params = Params::new(COST.0, COST.1, 1, None).expect(within);
    let salt = Salt::new(&rand::random::<[u8; 16]>()).expect("16 bytes are a salt");
    let params_text = ParamsString::try_from(&params).expect(within);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let output = output(&argon2, password, &salt, Params::DEFAULT_OUTPUT_LEN, blocks);
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: params_text,
        salt: Some(salt),
        hash: Some(output.expect("the password is within Argon2's bounds")),
    };
    hash.to_string()
}

/// Whether a password has this hash, compared in constant time. No password fits a text that is not an Argon2 hash, or
/// a hash that costs more than any that is worked out.
pub fn has(password: &str, hash: &PasswordHash, blocks: &mut Vec<Block>) -> bool {
    let expected = || {
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
        let version = hash.version.map(Version::try_from).transpose().ok()?.unwrap_or_default();
        let params = Params::try_from(hash).ok().filter(is_worked_out)?;
        let argon2 = Argon2::new(algorithm, version, params);
        Some((argon2, hash.salt.as_ref()?, hash.hash.as_ref()?))
    };
    let Some((argon2, salt, expected)) = expected() else { return false };
    output(&argon2, password, salt, expected.len(), blocks).is_some_and(|computed| computed == *expected)
}

/// Whether a hash with these parameters is worked out. The log says once that one is not.
fn is_worked_out(params: &Params) -> bool {
    static TOLD: Once = Once::new();
    let is_beyond = costs::are_beyond(params);
    if is_beyond {
        let why = "a stored password hash costs more than any that is worked out, so no password fits it";
        TOLD.call_once(|| tracing::error!("{why}; `section11 check` says whose it is"));
    }
    !is_beyond
}

fn output(argon2: &Argon2, password: &str, salt: &Salt, length: usize, blocks: &mut Vec<Block>) -> Option<Output> {
    let needed = argon2.params().block_count();
    if blocks.len() < needed {
        blocks.resize(needed, Block::default());
    }
    let mut bytes = [0; Output::MAX_LENGTH];
    let bytes = bytes.get_mut(..length)?;
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, bytes, &mut blocks[..needed]).ok()?;
    Output::new(bytes).ok()
}

/// Whether a hash costs less than a new one would.
pub fn needs_rehash(hash: &str) -> bool {
    let params = PasswordHash::new(hash).ok().and_then(|hash| Params::try_from(&hash).ok());
    params.is_some_and(|params| params.m_cost() < COST.0 || params.t_cost() < COST.1)
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher, PasswordVerifier};

    use super::*;

    #[test]
    fn hashes_are_those_of_the_library_whatever_was_in_the_memory_before() {
        let memory = Memory::default();
        let theirs = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, None).unwrap());
        for password in ["three unrelated words", "", "пароль"] {
            let ours = memory.lend(|blocks| hash(password, blocks));
            assert!(ours.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{ours}");
            let ours = PasswordHash::new(&ours).unwrap();
            assert!(theirs.verify_password(password.as_bytes(), &ours).is_ok());
            let cheap = theirs.hash_password(password.as_bytes()).unwrap();
            for hash in [&ours, &cheap] {
                assert!(memory.lend(|blocks| has(password, hash, blocks)));
                assert!(!memory.lend(|blocks| has("another", hash, blocks)));
            }
            assert!(needs_rehash(&cheap.to_string()) && !needs_rehash(&ours.to_string()));
        }
        assert_eq!(memory.kept().len(), 1, "one after the other use the same");
    }

    #[test]
    fn no_memory_is_taken_for_a_hash_that_costs_too_much() {
        let memory = Memory::default();
        for costs in ["m=4294967295,t=1,p=1", "m=262145,t=1,p=1", "m=64,t=21,p=1", "m=256,t=1,p=17"] {
            let hash =
                format!("$argon2id$v=19${costs}$c2VjdGlvbjExLW5vYm9keQ$9sFM43Z9H0gs7ncVvHrUqTJ8nHhSUsWkOYj0uOQMUBo");
            let hash = PasswordHash::new(&hash).unwrap();
            assert!(!memory.lend(|blocks| has("any password", &hash, blocks)), "{costs}");
            assert_eq!(memory.lend(|blocks| blocks.len()), 0, "{costs}");
        }
    }
}
