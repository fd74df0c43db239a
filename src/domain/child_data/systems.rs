//! The names of systems in which children have records, by their first words.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Systems of schools, social care, health, police and early help, registers, and numbers that each child has: one a
/// line, with a space between its words.
const SYSTEMS: &str = include_str!("lists/systems.txt");

/// The systems by the first word of their names, in the order of the list.
pub static BY_FIRST_WORD: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut systems: HashMap<&str, Vec<&str>> = HashMap::new();
    for system in SYSTEMS.lines() {
        systems.entry(system.split(' ').next().unwrap_or(system)).or_default().push(system);
    }
    systems
});

/// The first word of each system's name.
pub fn first_words() -> impl Iterator<Item = &'static str> {
    BY_FIRST_WORD.keys().copied()
}
