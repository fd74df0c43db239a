//! The last look at each line of the program's log, whoever wrote it and in whatever format. It takes out tokens, and escapes
//! characters that a terminal would obey, that would begin another line, or that would turn the text around them.

use std::fmt::Write as _;
use std::io::{Result, Write};

use tracing_subscriber::fmt::MakeWriter;

use crate::domain::normal_form::is_invisible;

/// So many hexadecimal digits in a row may be a token, or a good part of one: tokens have 64. Nothing else that is
/// logged has more than the 16 of a request's id.
const SECRET: usize = 24;

/// A writer of log lines, each of which it looks at before it passes it on.
#[derive(Clone, Copy, Debug)]
pub struct LogLines<W>(pub W);

impl<'w, M: MakeWriter<'w>> MakeWriter<'w> for LogLines<M> {
    type Writer = LogLines<M::Writer>;

    fn make_writer(&'w self) -> Self::Writer {
        LogLines(self.0.make_writer())
    }
}

impl<W: Write> Write for LogLines<W> {
    /// Takes one whole line, as `tracing` writes them.
    fn write(&mut self, line: &[u8]) -> Result<usize> {
        self.0.write_all(safe(&String::from_utf8_lossy(line)).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.0.flush()
    }
}

/// The line without tokens, and with every other character that is not plainly shown as JSON writes it.
fn safe(line: &str) -> String {
    let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
    let mut safe = String::with_capacity(line.len() + end.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let (digits, length) = digits_at_start(rest);
        let (taken, left) = rest.split_at(length.max(c.len_utf8()));
        if digits >= SECRET {
            safe.push('…');
        } else if digits == 0 && is_hidden(c) {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push_str(taken);
        }
        rest = left;
    }
    safe + end
}

/// How many hexadecimal digits a text begins with, and how many bytes they take: each as it is, or percent-encoded once or
/// more than once (`a`, `%61`, `%2561`). A percent decoder would undo one encoding, and could not say where a token stands.
fn digits_at_start(text: &str) -> (usize, usize) {
    let (mut digits, mut rest) = (0, text.as_bytes());
    while let Some(length) = digit(rest) {
        digits += 1;
        rest = &rest[length..];
    }
    (digits, text.len() - rest.len())
}

fn digit(text: &[u8]) -> Option<usize> {
    let mut encoded = text.strip_prefix(b"%").unwrap_or_default();
    while let Some(again) = encoded.strip_prefix(b"25") {
        encoded = again;
    }
    match (text, encoded) {
        ([digit, ..], _) if digit.is_ascii_hexdigit() => Some(1),
        (_, [b'3', b'0'..=b'9', after @ ..] | [b'4' | b'6', b'1'..=b'6', after @ ..]) => Some(text.len() - after.len()),
        _ => None,
    }
}

/// Returns true for a character that would break a line, turn the text around it, or be read as a space or not at all.
fn is_hidden(c: char) -> bool {
    c.is_control() || c.is_whitespace() && c != ' ' || is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef";

    #[test]
    fn no_token_is_in_a_line_however_it_is_written() {
        let encoded =
            |prefix: &str| TOKEN.bytes().map(|byte| format!("{prefix}{byte:02x}")).collect::<Vec<_>>().concat();
        let mixed = format!("{}%30{}", &TOKEN[..30], &TOKEN[31..]);
        for token in [TOKEN, &TOKEN.to_uppercase(), &encoded("%"), &encoded("%25"), &encoded("%2525"), &mixed] {
            assert_eq!(safe(&format!("GET /x/{token}?y {token}\n")), "GET /x/…?y …\n", "{token}");
            assert_eq!(safe(&format!("/set-password%2F{token}/")), "/set-password%…/", "{token}");
            assert_eq!(safe(&format!("é{token}é")), "é…é", "{token}");
        }
        let (half, rest) = TOKEN.split_at(32);
        assert_eq!(safe(&format!("{half}/{rest}")), "…/…");
        let others = "2026-11-29T15:06:58.123456Z request=0123456789abcdef ms=18446744073709551615 100% %zz %2 %25";
        assert_eq!(safe(others), others);
    }

    #[test]
    fn a_line_is_one_line_and_shows_what_is_in_it() {
        for (c, shown) in [
            ('\n', "\\u000a"),
            ('\r', "\\u000d"),
            ('\u{1b}', "\\u001b"),
            ('\u{7f}', "\\u007f"),
            ('\u{80}', "\\u0080"),
            ('\u{85}', "\\u0085"),
            ('\u{9b}', "\\u009b"),
            ('\u{9f}', "\\u009f"),
            ('\u{2028}', "\\u2028"),
            ('\u{2029}', "\\u2029"),
            ('\u{202e}', "\\u202e"),
            ('\u{61c}', "\\u061c"),
            ('\u{200b}', "\\u200b"),
            ('\u{feff}', "\\ufeff"),
            ('\u{a0}', "\\u00a0"),
            ('\u{2003}', "\\u2003"),
        ] {
            assert_eq!(safe(&format!("a{c}b\n")), format!("a{shown}b\n"));
        }
        assert_eq!(safe("Zoë 🙂 \"x\"\n"), "Zoë 🙂 \"x\"\n");
    }

    #[test]
    fn a_line_goes_on_whole() {
        let mut lines = LogLines(Vec::new());
        lines.write_all(format!("{TOKEN} \u{85}\n").as_bytes()).unwrap();
        lines.write_all(b"\xff\n").unwrap();
        assert_eq!(String::from_utf8(lines.0).unwrap(), "… \\u0085\n\u{fffd}\n");
    }
}
