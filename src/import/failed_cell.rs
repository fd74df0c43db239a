//! What a spreadsheet writes in place of a value that it could not work out or show.

/// The errors of spreadsheet programs, those of one language a line. Excel writes them in the language of its user.
const ERRORS: [&str; 17] = [
    // English.
    "#N/A #REF! #NAME? #VALUE! #DIV/0! #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #UNKNOWN! #EXTERNAL!",
    "#TIMEOUT! #PYTHON! #BUSY! #GETTING_DATA #CIRCULAR! #ERROR! #CIRC! #FMT! #MACRO? #ADDIN?",
    // German.
    "#NV #BEZUG! #WERT! #ZAHL! #ÜBERLAUF! #KALK! #FELD! #BLOCKIERT! #VERBINDEN! #UNBEKANNT! #DATEN_ABRUFEN",
    // French.
    "#NOM? #VALEUR! #NUL! #NOMBRE! #EPARS! #PROPAGATION! #CHAMP! #BLOQUE! #CHARGEMENT_DONNEES",
    // Spanish.
    "#N/D #¡REF! #¿NOMBRE? #¡VALOR! #¡DIV/0! #¡NULO! #¡NUM! #¡DESBORDAMIENTO! #¡CALC! #¡CAMPO! #OBTENIENDO_DATOS",
    // Italian.
    "#RIF! #NOME? #VALORE! #NULLO! #ESPANSIONE! #CAMPO! #ESTRAZIONE_DATI_IN_CORSO",
    // Portuguese.
    "#VALOR! #NULO! #NÚM! #DESPEJAR! #DESPEJO! #OBTENDO_DADOS #A_OBTER_DADOS",
    // Dutch.
    "#N/B #VERW! #NAAM? #WAARDE! #DEEL/0! #LEEG! #GETAL! #OVERLOPEN! #BEREKENEN! #VELD! #GEGEVENS_OPHALEN",
    // Polish.
    "#N/D! #ADR! #NAZWA? #ARG! #DZIEL/0! #ZERO! #LICZBA! #ROZLANIE! #ROZLEWANIE! #OBL! #POLE!",
    // Swedish.
    "#SAKNAS! #REFERENS! #NAMN? #VÄRDEFEL! #DIVISION/0! #SKÄRNING! #OGILTIGT! #FÄLT!",
    // Danish and Norwegian.
    "#I/T #REFERENCE! #NAVN? #VÆRDI! #OVERLØB! #VERDI! #OVERFLYT! #OVERFLYTT! #FELT!",
    // Finnish.
    "#PUUTTUU! #PUUTTUU #VIITTAUS! #NIMI? #ARVO! #JAKO/0! #TYHJÄ! #LUKU! #KENTTÄ!",
    // Czech and Slovak.
    "#NENÍ_K_DISPOZICI #ODKAZ! #NÁZEV? #HODNOTA! #DĚLENÍ_NULOU! #ČÍSLO! #PŘESAH! #NEDOSTUPNÝ #DELENIENULOU! #NEPLATNÝ!",
    // Hungarian.
    "#HIÁNYZIK #HIV! #NÉV? #ÉRTÉK! #ZÉRÓOSZTÓ! #NULLA! #SZÁM! #KIBONTÁS! #MEZŐ!",
    // Turkish.
    "#YOK #BAŞV! #AD? #DEĞER! #SAYI/0! #BOŞ! #SAYI! #TAŞMA! #HESAPLAMA!",
    // Russian.
    "#Н/Д #ССЫЛКА! #ИМЯ? #ЗНАЧ! #ДЕЛ/0! #ПУСТО! #ЧИСЛО! #ПЕРЕНОС! #ВЫЧИСЛ! #ПОЛЕ!",
    // Greek.
    "#Δ/Υ #ΑΝΑΦ! #ΟΝΟΜΑ? #ΤΙΜΗ! #ΔΙΑΙΡ/0! #ΚΕΝΟ! #ΑΡΙΘ!",
];

/// What `LibreOffice` has before the number of an error, in English, French and German.
const NUMBERED: [&str; 3] = ["err", "erreur", "fehler"];

/// What Google Sheets shows until it has worked out a value.
const LOADING: &str = "Loading...";

/// Returns true for an error of a spreadsheet, as "#N/A" and "Err:508", and for the marks that fill a column which is
/// too narrow for its value.
pub fn is_failed(field: &str) -> bool {
    if !field.starts_with('#') {
        return is_numbered(field) || field.eq_ignore_ascii_case(LOADING);
    }
    let is_filled = field.len() > 1 && field.bytes().all(|byte| byte == b'#');
    let field = field.to_uppercase();
    is_filled || ERRORS.iter().any(|line| line.split(' ').any(|error| error == field))
}

/// "Err:508", "Err :508".
fn is_numbered(field: &str) -> bool {
    field.split_once(':').is_some_and(|(word, number)| {
        let (word, number) = (word.trim(), number.trim());
        let is_number = number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number && NUMBERED.iter().any(|error| error.eq_ignore_ascii_case(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_errors_stand_in_capitals_as_they_are_compared() {
        for error in ERRORS.iter().flat_map(|line| line.split(' ')) {
            assert!(error.starts_with('#') && error.to_uppercase() == error, "{error}");
        }
    }

    #[test]
    fn the_errors_of_every_program_and_language_are_told_from_names() {
        for error in [
            "#N/A",
            "#name?",
            "#NV",
            "#nv",
            "#BEZUG!",
            "#ÜBERLAUF!",
            "#überlauf!",
            "#NOM?",
            "#¿NOMBRE?",
            "#RIF!",
            "#NÚM!",
            "#N/B",
            "#ADR!",
            "#VÄRDEFEL!",
            "#I/T",
            "#ЗНАЧ!",
            "Loading...",
            "Err:508",
            "Err:502",
            "ERR:522",
            "Err :508",
            "Fehler: 508",
            "##",
            "########",
        ] {
            assert!(is_failed(error), "{error}");
        }
        for name in [
            "",
            "#",
            "#1 Nursery",
            "#N/A Club",
            "#Thrive!",
            "NV",
            "Err",
            "Err:",
            "Err:5080",
            "Room:508",
            "Err:508 School",
            "### School",
            "Loading",
        ] {
            assert!(!is_failed(name), "{name}");
        }
    }
}
