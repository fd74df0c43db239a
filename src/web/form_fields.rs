//! The fields that a form may post: those of its page, each once. They are counted before any of them is read. A field
//! that no page has is left out: it is not kept, shown again or carried along.

use std::collections::HashMap;

use super::field_names::{OPENED_BY, POST_ID, WHOLE};
use super::limits::{MOST_FIELDS, SHORT_FORM};

/// The fields that every form may have: the person for whom its page was made, the page's id, and the mark at its end.
const ON_EVERY_FORM: [&str; 3] = [OPENED_BY, POST_ID, WHOLE];

/// Says whether a name is one of the generated ones.
type IsOne = fn(&str) -> bool;

/// Says whether a post has every generated field of its page.
type HasAll = fn(&[(String, String)]) -> bool;

/// What one form may post.
#[derive(Clone, Copy, Debug)]
pub struct FormFields {
    /// The most that its post may have, in bytes.
    pub bytes: usize,
    names: &'static [&'static str],
    ticked: Option<(&'static str, usize)>,
    generated: Option<(IsOne, usize)>,
    always: &'static [&'static str],
    has_all: Option<HasAll>,
}

impl FormFields {
    /// A short form with these fields.
    pub const fn new(names: &'static [&'static str]) -> Self {
        Self { bytes: SHORT_FORM, names, ticked: None, generated: None, always: &[], has_all: None }
    }

    /// And boxes of one name, of which so many may be ticked.
    #[must_use]
    pub const fn with_ticked(self, name: &'static str, most: usize) -> Self {
        Self { ticked: Some((name, most)), ..self }
    }

    /// And at most so many fields with generated names.
    #[must_use]
    pub const fn with_generated(self, is_one: IsOne, most: usize) -> Self {
        Self { generated: Some((is_one, most)), ..self }
    }

    /// And the fields of every post: texts and lists, which a browser sends also when they are empty. A post that lacks
    /// one comes from a page that was cut off or changed, and nobody has emptied the missing field.
    #[must_use]
    pub const fn always_with(self, always: &'static [&'static str]) -> Self {
        Self { always, ..self }
    }

    /// And a check that a post has every generated field of its page.
    #[must_use]
    pub const fn always_with_all(self, has_all: HasAll) -> Self {
        Self { has_all: Some(has_all), ..self }
    }

    /// With texts, so that it may have more bytes than a short form.
    #[must_use]
    pub const fn of_at_most(self, bytes: usize) -> Self {
        Self { bytes, ..self }
    }

    /// Whether a post comes from a whole page: it has the mark at its end, and every field of text.
    pub fn is_whole(&self, posted: &[(String, String)]) -> bool {
        let has = |name: &str| posted.iter().any(|(field, _)| field == name);
        let is_any = self.always.is_empty() && self.has_all.is_none();
        is_any || has(WHOLE) && self.always.iter().all(|name| has(name)) && self.has_all.is_none_or(|all| all(posted))
    }

    /// The fields of every post, without the generated ones.
    pub const fn always(&self) -> &'static [&'static str] {
        self.always
    }

    /// Whether the form's page has a field of this name.
    pub fn has(&self, name: &str) -> bool {
        self.times(name) > 0
    }

    /// How often a field of this name may be posted.
    fn times(&self, name: &str) -> usize {
        if let Some((ticked, most)) = self.ticked
            && ticked == name
        {
            return most;
        }
        let is_generated = self.generated.is_some_and(|(is_one, _)| is_one(name));
        usize::from(self.names.contains(&name) || ON_EVERY_FORM.contains(&name) || is_generated)
    }

    /// Reads a post: the fields that the page has, in order. `None` when there are too many.
    pub fn read(&self, body: &[u8]) -> Option<Vec<(String, String)>> {
        if body.split(|&byte| byte == b'&').count() > MOST_FIELDS {
            return None;
        }
        let mut posted: HashMap<String, usize> = HashMap::new();
        let mut fields = Vec::new();
        let mut generated = 0;
        for (name, value) in form_urlencoded::parse(body) {
            let may_be = self.times(&name);
            if may_be == 0 {
                continue;
            }
            let times = posted.entry(name.to_string()).or_default();
            *times += 1;
            if *times > may_be {
                continue;
            }
            if let Some((is_one, most)) = self.generated
                && is_one(&name)
            {
                generated += 1;
                if generated > most {
                    return None;
                }
            }
            fields.push((name.into_owned(), value.into_owned()));
        }
        Some(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: FormFields = FormFields::new(&["name", "role"])
        .with_ticked("sector", 2)
        .with_generated(|name| name.strip_prefix("S1.").is_some_and(|rest| rest.len() == 1), 3);

    fn read(body: &str) -> Option<String> {
        let fields = FORM.read(body.as_bytes())?;
        Some(fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"))
    }

    #[test]
    fn a_post_has_the_fields_of_its_page_each_once_and_in_order() {
        let says = |text: &str| Some(text.to_owned());
        assert_eq!(read("role=a+b&name=%C3%A9&post_id=1&opened_by=3"), says("role=a b&name=é&post_id=1&opened_by=3"));
        assert_eq!(read("name=first&name=second&is_admin=1&x&=&name"), says("name=first"));
        assert_eq!(read("sector=a&sector=b&sector=c"), says("sector=a&sector=b"));
        assert_eq!(read("S1.1=a&S1.2=b&S1.22=c&S1.1=d&%53%31.3=e"), says("S1.1=a&S1.2=b&S1.3=e"));
        assert_eq!(read(""), says(""));
    }

    #[test]
    fn too_many_fields_are_refused_whatever_they_are_called() {
        assert_eq!(read("S1.1&S1.2&S1.3&S1.4"), None, "more than the page can have");
        let of = |number: usize| ["a"].repeat(number).join("&");
        assert_eq!(read(&of(MOST_FIELDS)), Some(String::new()));
        for name in ["a", "", "name", "sector"] {
            assert_eq!(read(&[name].repeat(MOST_FIELDS + 1).join("&")), None, "{name}");
        }
    }
}
