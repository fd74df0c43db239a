//! Draws that come out the same on every machine and in every version: the sample must not change under a test.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// A seeded sequence of draws. Only the named generator's own numbers are used, because how `rand` makes ranges and
/// choices of them may change between its versions.
pub struct Draws(Xoshiro256PlusPlus);

impl Draws {
    /// The draws that belong to this purpose, for example "the score of organisation 4 for question 17".
    pub fn of(purpose: &str, numbers: [usize; 2]) -> Self {
        let mut seed: u64 = 0xcbf2_9ce4_8422_2325;
        let numbers = numbers.map(|number| u64::try_from(number).expect("a usize fits into 64 bits"));
        for step in purpose.bytes().map(u64::from).chain(numbers) {
            seed = (seed ^ step).wrapping_mul(0x0100_0000_01b3);
        }
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A number from 0 up to, not including, `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).expect("a usize fits into 64 bits");
        usize::try_from(((self.0.next_u64() >> 32) * bound) >> 32).expect("it is less than the bound")
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// Yes in so many of a hundred draws.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these; there must be at least one.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of these words; there must be at least one.
    pub fn word<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// One of these texts; there must be at least one.
    pub fn text<'a>(&mut self, from: &'a [String]) -> &'a str {
        &from[self.below(from.len())]
    }

    /// A number from -100 to 100, the middle likelier than the ends.
    pub fn bell(&mut self) -> i32 {
        let sum = (0..4).map(|_| self.below(51)).sum::<usize>();
        i32::try_from(sum).expect("at most 200") - 100
    }
}
