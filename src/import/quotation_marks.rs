//! The quotation marks of a CSV file that do not stand as RFC 4180 says.
//!
//! A CSV reader says nothing of them: it leaves a mark out of a name, or reads several rows as one.

/// What is wrong with a quotation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It opens a text and is never closed.
    NeverClosed,
    /// It closes a text, and more of the text follows.
    TextAfter,
    /// It opens a text, and a space stands before it: a CSV reader takes both for parts of the text.
    SpaceBefore,
}

/// A quotation mark out of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// The line in which its row begins, from 1.
    pub row: u64,
    /// Where in the text its row begins, in bytes.
    pub row_begins: usize,
    /// The line in which it stands.
    pub line: u64,
    /// The line in which the text was opened that it belongs to.
    pub opened: u64,
    /// What is wrong with it.
    pub fault: Fault,
}

impl Misplaced {
    /// What to do about it.
    pub fn words(&self) -> String {
        let Self { line, opened, fault, .. } = self;
        match fault {
            Fault::NeverClosed => {
                "It has a quotation mark that is never closed; close it, or remove it. The lines after it were not read"
                    .into()
            }
            Fault::TextAfter if opened < line => format!(
                "It has a quotation mark inside a text that begins in line {opened} with another; write it twice, or \
                 close the text in line {opened}"
            ),
            Fault::TextAfter => {
                "It has a quotation mark inside a text that begins with another; write it twice, or remove it".into()
            }
            Fault::SpaceBefore => {
                "It has a space before the quotation mark that begins a text; remove the space".into()
            }
        }
    }
}

/// Every quotation mark out of place, at most one in a column, in the order of the text. One that is never closed is
/// the last. The text's lines end in line feeds.
pub fn misplaced(text: &str, separator: char) -> impl Iterator<Item = Misplaced> {
    let (mut row, mut row_begins, mut line, mut opened) = (1, 0, 1, 1);
    let mut at = At::Beginning;
    text.char_indices().map(Some).chain([None]).filter_map(move |next| {
        let Some((place, c)) = next else {
            let fault = Fault::NeverClosed;
            return (at == At::Quoted).then_some(Misplaced { row, row_begins, line: opened, opened, fault });
        };
        let (then, fault) = at.after(c, separator);
        if (at, then) == (At::Beginning, At::Quoted) {
            opened = line;
        }
        let found = fault.map(|fault| Misplaced { row, row_begins, line, opened, fault });
        if c == '\n' {
            line += 1;
        }
        if c == '\n' && then == At::Beginning {
            (row, row_begins) = (line, place + 1);
        }
        at = then;
        found
    })
}

/// Where in a column a character stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Where the column begins.
    Beginning,
    /// After spaces at its beginning.
    Spaces,
    /// In a text without quotation marks around it.
    Plain,
    /// Between quotation marks.
    Quoted,
    /// After a quotation mark that closes a text, or is the first of two.
    Closed,
    /// After spaces behind a closed text.
    SpacesAfter,
}

impl At {
    /// Where the next character stands, and what is wrong with the quotation mark that this one shows to be misplaced.
    fn after(self, c: char, separator: char) -> (Self, Option<Fault>) {
        match (self, c) {
            (Self::Quoted, '"') => (Self::Closed, None),
            (Self::Quoted, _) | (Self::Beginning | Self::Closed, '"') => (Self::Quoted, None),
            _ if c == separator || c == '\n' => (Self::Beginning, None),
            (Self::Closed | Self::SpacesAfter, c) if c.is_whitespace() => (Self::SpacesAfter, None),
            (Self::Closed | Self::SpacesAfter, _) => (Self::Plain, Some(Fault::TextAfter)),
            (Self::Spaces, '"') => (Self::Plain, Some(Fault::SpaceBefore)),
            (Self::Beginning | Self::Spaces, c) if c.is_whitespace() => (Self::Spaces, None),
            _ => (Self::Plain, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The row, the line and the fault of each.
    fn found(text: &str) -> Vec<(u64, u64, Fault)> {
        misplaced(text, ',').map(|mark| (mark.row, mark.line, mark.fault)).collect()
    }

    #[test]
    fn a_mark_that_does_not_stand_as_it_should_is_found_in_its_line() {
        for (text, wanted) in [
            ("a\n\"The \"Nest\" Centre\",b\n", (2, 2, Fault::TextAfter)),
            ("\"A\"x,b", (1, 1, Fault::TextAfter)),
            ("\"A\" \"B\",b", (1, 1, Fault::TextAfter)),
            ("a\n\n\"A,b\nB,\"c\",d\n", (3, 4, Fault::TextAfter)),
            ("a, \"b\"\n", (1, 1, Fault::SpaceBefore)),
            ("a\nb,\"c\nd", (2, 2, Fault::NeverClosed)),
            ("a\n\"b\nc\",\"d\n", (2, 3, Fault::NeverClosed)),
            ("\"", (1, 1, Fault::NeverClosed)),
        ] {
            assert_eq!(found(text), [wanted], "{text:?}");
        }
        let both = found("\"A\"x,b\nc\n\"B\"y,d");
        assert_eq!(both, [(1, 1, Fault::TextAfter), (3, 3, Fault::TextAfter)]);
    }

    #[test]
    fn marks_as_programs_write_them_are_in_place() {
        for text in [
            "",
            "\"\"",
            "\"a\"\n\"b\"",
            "\"a \"\"b\"\"\",c\n",
            "\"\"\"a\"\" b\",c",
            "C 5\" D,b\n",
            "A \"B\" C,b\n",
            "\"a,b\nc\",d",
            "\"a\" ,\"b\" \n",
            " , ,\n",
        ] {
            assert_eq!(found(text), [], "{text:?}");
        }
    }
}
