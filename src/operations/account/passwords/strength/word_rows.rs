//! Words that everybody says in a row: numbers, months, days, planets.

/// Rows of words in small letters without accents.
const ROWS: [&str; 18] = [
    "zero nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
     seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand and",
    "first second third fourth fifth sixth seventh eighth ninth tenth",
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa \
     quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu",
    "january february march april may june july august september october november december jan feb mar apr jun jul aug \
     sep sept oct nov dec",
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun",
    "mercury venus earth mars jupiter saturn uranus neptune pluto sun moon",
    "red orange yellow green blue indigo violet",
    "spring summer autumn winter",
    "north east south west",
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi \
     psi omega",
    "do re mi fa so sol la ti",
    "hearts clubs diamonds spades",
    "dim un dau dwy tri tair pedwar pump chwech saith wyth naw deg",
    "zero un deux trois quatre cinq six sept huit neuf dix",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
    "null eins zwei drei vier funf sechs sieben acht neun zehn",
    "jeden dwa trzy cztery piec szesc siedem osiem dziewiec dziesiec",
    "ek do teen char panch che saat aath nau das",
];
/// Up to this many digits and signs beside the words are only an addition.
const MOST_ADDED: usize = 6;
/// At least this many words are a row.
const FEWEST_WORDS: usize = 3;

/// Whether the letters of a text are words of one row and nothing else, in any order.
pub fn is_row_of_words(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    // More digits and signs than that are guessed for themselves.
    if text.chars().count() - letters.chars().count() > MOST_ADDED {
        return false;
    }
    ROWS.iter().any(|row| most_words(&letters, row).is_some_and(|words| words >= FEWEST_WORDS))
}

/// The most words of a row into which a text divides; `None` when it does not.
fn most_words(letters: &str, row: &str) -> Option<usize> {
    let mut until: Vec<Option<usize>> = vec![None; letters.len() + 1];
    until[0] = Some(0);
    for at in 0..letters.len() {
        let (Some(words), Some(rest)) = (until[at], letters.get(at..)) else { continue };
        for word in row.split_whitespace().filter(|word| rest.starts_with(word)) {
            let end = &mut until[at + word.len()];
            *end = (*end).max(Some(words + 1));
        }
    }
    until[letters.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_row_are_told_from_others() {
        for row in [
            "onetwothreefourfive",
            "alpha bravo charlie delta",
            "januaryfebruarymarch",
            "redorangeyellow",
            "un deux trois",
            "twenty twenty six",
        ] {
            assert!(is_row_of_words(row), "{row}");
        }
        // The characters between the words are guessed for themselves.
        for other in [
            "red48213blue90577green",
            "9Do4#re71!mi826$05",
            "",
            "one",
            "one two",
            "one monday mars",
            "one two three kettle",
            "пароль",
            "tennis",
        ] {
            assert!(!is_row_of_words(other), "{other}");
        }
    }
}
