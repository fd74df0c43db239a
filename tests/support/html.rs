//! HTML read as a browser reads it: no test cuts a page at its tags or reads entities by itself.

use scraper::{ElementRef, Html, Selector};
use totp_rs::Secret;

use super::Answer;

impl Answer {
    /// The page, parsed.
    pub fn html(&self) -> Html {
        Html::parse_document(&self.text())
    }

    /// An attribute of each element that a CSS selector picks and that has it, in the page's order.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let html = self.html();
        all(html.root_element(), css).into_iter().filter_map(|element| element.attr(name)).map(str::to_owned).collect()
    }

    /// The same of the first; the test fails where there is none.
    pub fn attribute(&self, css: &str, name: &str) -> String {
        let all = self.attributes(css, name);
        all.into_iter().next().unwrap_or_else(|| panic!("no {css} with {name} in {}", self.text()))
    }

    /// The words in the first element that a CSS selector picks; the test fails where there is none.
    pub fn words_in(&self, css: &str) -> String {
        words_of(first(self.html().root_element(), css))
    }

    /// The secret that the page offers an authenticator app.
    pub fn offered_secret(&self) -> Vec<u8> {
        Secret::try_from_base32(self.words_in("code")).unwrap().as_bytes().to_vec()
    }

    /// Whether the page has a link with these words to this address.
    pub fn links(&self, href: &str, words: &str) -> bool {
        let html = self.html();
        let links = all(html.root_element(), "a[href]").into_iter();
        links.filter(|link| link.attr("href") == Some(href)).any(|link| words_of(link) == words)
    }
}

/// The elements that a CSS selector picks in an element, in their order.
pub fn all<'h>(within: ElementRef<'h>, css: &str) -> Vec<ElementRef<'h>> {
    within.select(&Selector::parse(css).unwrap()).collect()
}

/// The first of them; the test fails where there is none.
pub fn first<'h>(within: ElementRef<'h>, css: &str) -> ElementRef<'h> {
    let found = within.select(&Selector::parse(css).unwrap()).next();
    found.unwrap_or_else(|| panic!("no {css} in {}", within.html()))
}

/// The text in an element with single spaces: what a reader reads. Texts of two elements are never one word.
pub fn words_of(element: ElementRef) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// What a browser sends of a form when nothing is typed and no button pressed: each field in its place.
pub fn fields_of(form: ElementRef) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for field in all(form, "input[name], textarea[name], select[name]") {
        let value = match (field.value().name(), field.attr("type")) {
            ("textarea", _) => Some(field.text().collect()),
            ("select", _) => chosen(field),
            ("input", Some("radio" | "checkbox")) if field.attr("checked").is_none() => None,
            ("input", Some("file" | "submit" | "button")) => None,
            _ => Some(field.attr("value").unwrap_or_default().to_owned()),
        };
        let name = field.attr("name").unwrap();
        // A browser ends each line with both characters, whatever the page had.
        fields.extend(value.map(|value: String| (name.to_owned(), value.replace("\r\n", "\n").replace('\n', "\r\n"))));
    }
    fields
}

/// The value that a list has: the option that is selected, or else its first.
fn chosen(list: ElementRef) -> Option<String> {
    let options = all(list, "option");
    let option = options.iter().find(|option| option.attr("selected").is_some()).or(options.first())?;
    Some(option.attr("value").map_or_else(|| words_of(*option), str::to_owned))
}
