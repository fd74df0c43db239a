//! Letters that a web page, a mail or a program writes as codes: `&eacute;`, `%C3%A9`, `=E9`, `_x000D_`.

/// How a code begins, how many hexadecimal digits it has, and how it ends.
const CODES: [(&str, usize, &str); 6] = [
    // Of addresses.
    ("%", 2, ""),
    // Of mail.
    ("=", 2, ""),
    // Of JSON and of programs.
    ("\\u", 4, ""),
    ("\\x", 2, ""),
    ("U+", 4, ""),
    // Of Excel's own files.
    ("_x", 4, "_"),
];
/// The longest name of a letter that a web page has: "&thetasym;".
const LONGEST_NAME: usize = 8;

/// Returns true when a text has a letter as a code.
pub(super) fn has_code(text: &str) -> bool {
    CODES.iter().any(|(begins, digits, ends)| {
        text.match_indices(begins).any(|(place, _)| {
            let (before, rest) = (&text[..place], &text[place + begins.len()..]);
            // After a digit it is a sum or a share: "2=10", "100%EFFORT".
            let stands = !before.ends_with(|c: char| c.is_ascii_digit());
            stands && rest.get(..*digits).is_some_and(is_hexadecimal) && rest[*digits..].starts_with(ends)
        })
    }) || has_code_of_a_web_page(text)
}

/// Returns true for digits as programs write them: "E9", "c3", and not the "be" of a word.
fn is_hexadecimal(digits: &str) -> bool {
    let all = |is: fn(&u8) -> bool| digits.as_bytes().iter().all(is);
    let has_digit = digits.bytes().any(|byte| byte.is_ascii_digit());
    all(u8::is_ascii_hexdigit) && (has_digit || all(u8::is_ascii_uppercase))
}

/// Returns true for "&eacute;", "&#39;" and "&#xE9;"; "A & B; C" and "M&S" have none.
fn has_code_of_a_web_page(text: &str) -> bool {
    text.split('&').skip(1).filter_map(|rest| rest.split_once(';')).any(|(code, _)| match code.strip_prefix('#') {
        Some(number) => {
            let digits = number.trim_start_matches(['x', 'X']);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        None => (2..=LONGEST_NAME).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric()),
    })
}
