//! Every page by its path. A refused post and an error page look theirs up here too.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use leptos::prelude::*;
use percent_encoding::percent_decode_str;

/// One page.
#[derive(Clone)]
pub struct Page {
    show: Arc<dyn Fn() -> AnyView + Send + Sync>,
    /// Whether it has islands.
    pub has_islands: bool,
}

impl Page {
    /// A page that `show` renders.
    pub fn new<V: IntoView + 'static>(show: fn() -> V, has_islands: bool) -> Self {
        Self { show: Arc::new(move || show().into_any()), has_islands }
    }

    /// The page, within its request.
    pub fn show(&self) -> AnyView {
        (self.show)()
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("has_islands", &self.has_islands).finish_non_exhaustive()
    }
}

/// The parts of a path that vary, by their names in the route, decoded.
#[derive(Clone, Debug, Default)]
pub struct PathValues(Vec<(String, String)>);

impl PathValues {
    /// The value of one part.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// All pages.
#[derive(Clone, Debug, Default)]
pub struct PageMap(matchit::Router<Page>);

impl PageMap {
    /// The map of these pages, each with its path. Two of one path are a mistake in the table of routes, and end the
    /// program at its start.
    pub fn new(pages: impl IntoIterator<Item = (&'static str, Page)>) -> Self {
        let mut map = matchit::Router::new();
        for (path, page) in pages {
            map.insert(path, page).expect("each page has a path of its own");
        }
        Self(map)
    }

    /// The page of a path, and what the path says.
    pub fn at(&self, path: &str) -> Option<(Page, PathValues)> {
        let found = self.0.at(path).ok()?;
        let decode = |value: &str| percent_decode_str(value).decode_utf8().map(Cow::into_owned).ok();
        let values: Option<_> =
            found.params.iter().map(|(name, value)| Some((name.to_owned(), decode(value)?))).collect();
        Some((found.value.clone(), PathValues(values?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_its_page_with_its_parts_decoded_once() {
        let page = || Page::new(|| "page", false);
        let map =
            PageMap::new([("/rounds/new", page()), ("/rounds/{round}", page()), ("/rounds/{round}/results", page())]);
        let value = |path: &str| map.at(path).map(|(_, values)| values.get("round").map(str::to_owned));
        assert_eq!(value("/rounds/new"), Some(None));
        assert_eq!(value("/rounds/2026%2D27"), Some(Some("2026-27".into())));
        assert_eq!(value("/rounds/a%252Fb/results"), Some(Some("a%2Fb".into())));
        assert_eq!(value("/rounds/%FF"), None, "what is no text names nothing");
        assert_eq!(value("/rounds"), None);
        assert_eq!(value("/rounds/2014/"), None);
    }
}
