//! Who declares that an audit is true: an invented name and a role.

use jiff::civil::Date;

use super::draws::Draws;
use super::voice::Voice;
use crate::domain::audit::Declaration;

/// Given names.
pub const GIVEN: [&str; 40] = [
    "Alastair", "Amina", "Beatrix", "Bronwen", "Callum", "Cerys", "Chidi", "Clement", "Delphine", "Edmund", "Eluned",
    "Farida", "Fergus", "Gwilym", "Hanif", "Harriet", "Idris", "Ingrid", "Jocelyn", "Kamala", "Leopold", "Lorna",
    "Magnus", "Meera", "Niamh", "Olwen", "Oscar", "Philippa", "Quentin", "Rosalind", "Samira", "Seán", "Tamsin",
    "Tobias", "Una", "Verity", "Wilfred", "Yusuf", "Zofia", "Zoë",
];

/// Family names, all invented.
pub const FAMILY: [&str; 44] = [
    "Abernoth",
    "Ainsdyke",
    "Allardyne",
    "Barrowclive",
    "Beckinshore",
    "Birtwick",
    "Brackenby",
    "Calderhythe",
    "Chalkwell-Osei",
    "Coppermere",
    "Crosslathe",
    "Dellamore",
    "Dunmarrow",
    "Eccleshythe",
    "Elverstone",
    "Fairhythe",
    "Farnacre",
    "Gathercombe",
    "Greywether",
    "Hallowby",
    "Harkstone",
    "Ibbotsmere",
    "Jessamine",
    "Kettlebeck",
    "Langhythe",
    "Lowthwaite-Khan",
    "Marrowby",
    "Netherlathe",
    "Oakensey",
    "O'Farraghy",
    "Pennywater",
    "Quernmore",
    "Ravensmoss",
    "Rushgrove",
    "Saltersby",
    "Silverlathe",
    "Stallworth",
    "Thistlewick",
    "Thornaby-Rao",
    "Underbarrow",
    "Vantongeren",
    "Wetherlam",
    "Windlesea",
    "Yarrowdale",
];

/// The declaration of an audit submitted on this day: by the head as a rule, else by the chair.
pub fn declaration(voice: &Voice, organisation: usize, on: Date, draws: &mut Draws) -> Declaration {
    let by_head = draws.chance(70);
    // The same head signs from round to round.
    let mut who = Draws::of("signatory", [organisation, usize::from(by_head)]);
    let mut role = if by_head { voice.head.to_string() } else { format!("chair of {}", voice.governors) };
    role[..1].make_ascii_uppercase();
    Declaration { name: format!("{} {}", who.word(&GIVEN), who.word(&FAMILY)), role, on }
}
