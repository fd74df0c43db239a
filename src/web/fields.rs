//! Form fields: label, hint, error and control, with what a refused post left in them.

use leptos::prelude::*;

use super::request::form_state;
use crate::islands::character_count::limit_words;

/// Text as it may stand between tags or in an attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The inside of a text area: Leptos 0.8 does not escape it, and a browser drops the first line end.
fn inside(text: &str) -> String {
    let first_line_end = if text.starts_with(['\n', '\r']) { "\n" } else { "" };
    format!("{first_line_end}{}", escape(text))
}

/// The problems of a refused post, each with a link to its field. It takes the focus without a script.
#[component]
pub fn ErrorSummary() -> impl IntoView {
    let problems = form_state().problems;
    (!problems.is_empty()).then(|| {
        let items = problems.into_iter().map(|problem| match problem.field {
            Some(field) => view! { <li><a href=format!("#{field}")>{problem.message}</a></li> }.into_any(),
            None => view! { <li>{problem.message}</li> }.into_any(),
        });
        view! {
            <div class="govuk-error-summary" role="alert" tabindex="-1" autofocus>
                <h2 class="govuk-error-summary__title">"There is a problem"</h2>
                <div class="govuk-error-summary__body">
                    <ul class="govuk-list govuk-error-summary__list">{items.collect_view()}</ul>
                </div>
            </div>
        }
    })
}

/// The parts of a field around its control, and what a refused post left for it.
struct Around {
    name: String,
    label: String,
    hint: Option<String>,
    problem: Option<String>,
    /// What was posted.
    posted: Option<String>,
    /// The most characters, when the page says so under the control.
    limit: Option<usize>,
    /// A remark on what was saved, under the control; empty where one may come later.
    remark: Option<String>,
}

impl Around {
    fn new(name: String, label: String, hint: Option<String>) -> Self {
        let state = form_state();
        let (problem, posted) = (state.problem(&name), state.value(&name));
        Self { name, label, hint, problem, posted, limit: None, remark: None }
    }

    /// The control's class, also when something is wrong.
    fn class(&self, class: &str) -> String {
        if self.problem.is_some() { format!("{class} {class}--error") } else { class.to_owned() }
    }

    /// The ids of the lines that describe the control.
    fn described(&self) -> Option<String> {
        let id = |there: bool, end: &str| there.then(|| format!("{}-{end}", self.name));
        let ids = [
            id(self.hint.is_some(), "hint"),
            id(self.problem.is_some(), "error"),
            id(self.limit.is_some(), "info"),
            id(self.remark.is_some(), "remark"),
        ];
        let ids: Vec<_> = ids.into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The whole field.
    fn control(self, label_class: &'static str, control: impl IntoView + 'static) -> AnyView {
        let Self { name, label, hint, problem, limit, remark, .. } = self;
        let group = group_class(problem.is_some());
        let counted = if limit.is_some() { " govuk-character-count" } else { "" };
        let info = limit.map(|limit| {
            view! {
                <div id=format!("{name}-info") class="govuk-hint govuk-character-count__message">{limit_words(limit)}</div>
            }
        });
        view! {
            <div class=format!("{group}{counted}")>
                <label class=label_class for=name.clone()>{label}</label>
                {hint.map(|hint| view! { <div id=format!("{name}-hint") class="govuk-hint">{hint}</div> })}
                <FieldError name=name.clone() problem />
                {control}
                {info}
                {remark.map(|remark| view! { <p id=format!("{name}-remark") class="govuk-body-s app-remark">{(!remark.is_empty()).then_some(remark)}</p> })}
            </div>
        }
        .into_any()
    }
}

/// The message under a label.
#[component]
pub fn FieldError(
    /// The field's name.
    name: String,
    /// What is wrong, if anything.
    problem: Option<String>,
) -> impl IntoView {
    problem.map(|problem| {
        view! {
            <p id=format!("{name}-error") class="govuk-error-message">
                <span class="govuk-visually-hidden">"Error: "</span>
                {problem}
            </p>
        }
    })
}

/// A line of text.
#[component]
pub fn TextField(
    /// The field's name and id.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What it starts with.
    #[prop(optional, into)]
    value: String,
    /// `text`, `email`, `password`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What a browser may fill in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// A width class, for example `govuk-input--width-10`.
    #[prop(optional)]
    width: &'static str,
    /// `numeric` for codes.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// A remark on what was saved.
    #[prop(optional, into)]
    remark: Option<String>,
) -> impl IntoView {
    let around = Around { remark, ..Around::new(name.clone(), label, hint) };
    let secret = kind == "password";
    let value = if secret { String::new() } else { around.posted.clone().unwrap_or(value) };
    let control = view! {
        <input
            class=format!("{} {width}", around.class("govuk-input"))
            id=name.clone()
            name=name
            type=kind
            value=value
            autocomplete=autocomplete
            inputmode=inputmode
            spellcheck=secret.then_some("false")
            autocapitalize=secret.then_some("none")
            aria-describedby=around.described()
        />
    };
    around.control("govuk-label", control)
}

/// The two fields in which a new password is typed.
#[component]
pub fn NewPassword() -> impl IntoView {
    let width = "govuk-!-width-two-thirds";
    view! {
        <TextField
            name="password"
            label="New password"
            hint="At least 12 characters. Three or four unrelated words make a good one. You may paste it."
            kind="password"
            autocomplete="new-password"
            width
        />
        <TextField name="again" label="The new password again" kind="password" autocomplete="new-password" width />
    }
}

fn group_class(problem: bool) -> &'static str {
    if problem { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" }
}

/// Text of several lines.
#[component]
pub fn TextArea(
    /// The field's name and id.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What it starts with.
    #[prop(optional, into)]
    value: String,
    /// Its height in lines.
    #[prop(default = 4)]
    rows: u8,
    /// Whether the label is bold.
    #[prop(optional)]
    strong: bool,
    /// The most characters, to be said under the text.
    #[prop(optional)]
    limit: Option<usize>,
) -> impl IntoView {
    let around = Around { limit, ..Around::new(name.clone(), label, hint) };
    let value = around.posted.clone().unwrap_or(value);
    let control = view! {
        <textarea
            class=around.class("govuk-textarea")
            id=name.clone()
            name=name
            rows=rows.to_string()
            aria-describedby=around.described()
            inner_html=inside(&value)
        ></textarea>
    };
    around.control(if strong { "govuk-label govuk-label--s" } else { "govuk-label" }, control)
}

/// A choice from a list.
#[component]
pub fn Select(
    /// The field's name and id.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Value and words of each choice.
    options: Vec<(String, String)>,
    /// The value it starts with.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let around = Around::new(name.clone(), label, hint);
    let chosen = around.posted.clone().unwrap_or(value);
    let options = options.into_iter().map(|(value, words)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    });
    let control = view! {
        <select class=around.class("govuk-select") id=name.clone() name=name aria-describedby=around.described()>
            {options.collect_view()}
        </select>
    };
    around.control("govuk-label", control)
}

/// A box to tick. One that stands alone shows what is wrong with it; for several under one name, their group does.
#[component]
pub fn Checkbox(
    /// The field's name and id.
    #[prop(into)]
    name: String,
    /// The value when it is ticked.
    #[prop(into)]
    value: String,
    /// The words beside it.
    #[prop(into)]
    label: String,
    /// Its id, when several boxes share the name.
    #[prop(optional, into)]
    id: Option<String>,
    /// Whether it starts ticked.
    #[prop(optional)]
    ticked: bool,
) -> impl IntoView {
    let state = form_state();
    let posted = state.typed.iter().any(|(field, posted)| *field == name && *posted == value);
    let ticked = if state.is_posted() { posted } else { ticked };
    let problem = state.problem(&name).filter(|_| id.is_none());
    let id = id.unwrap_or_else(|| name.clone());
    let described = problem.is_some().then(|| format!("{name}-error"));
    let item = view! {
        <div class="govuk-checkboxes__item">
            <input
                class="govuk-checkboxes__input"
                id=id.clone()
                name=name.clone()
                type="checkbox"
                value=value
                checked=ticked
                aria-describedby=described
            />
            <label class="govuk-label govuk-checkboxes__label" for=id>{label}</label>
        </div>
    };
    if problem.is_none() {
        return item.into_any();
    }
    view! {
        <div class="govuk-form-group--error">
            <FieldError name problem />
            {item}
        </div>
    }
    .into_any()
}

/// The first button of a form, which Enter presses in a line of text: it saves, and stays on the page. With
/// `by_itself`, the answer is saved where it stands when scripts run.
pub fn enter_saves(by_itself: bool) -> impl IntoView {
    view! {
        <button
            type="submit"
            class="govuk-visually-hidden"
            name="then"
            value="stay"
            tabindex="-1"
            aria-hidden="true"
            data-stays=by_itself.then_some("")
        >
            "Save"
        </button>
    }
}

/// A band that says what has just been done.
#[component]
pub fn Done(
    /// The sentence.
    #[prop(into)]
    words: String,
    /// What follows it in the same band.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="govuk-notification-banner govuk-notification-banner--success" role="status" aria-labelledby="done-title">
            <div class="govuk-notification-banner__header">
                <h2 class="govuk-notification-banner__title" id="done-title">"Done"</h2>
            </div>
            <div class="govuk-notification-banner__content">
                <p class="govuk-notification-banner__heading">{words}{children.map(|children| children())}</p>
            </div>
        </div>
    }
}

/// Posted texts that could not be saved, to be copied from a page that has no form for them. `None` for none.
pub fn unsaved_texts(texts: Vec<(String, String)>) -> Option<impl IntoView> {
    let rows = texts.into_iter().map(|(name, text)| {
        view! {
            <dt>{name}</dt>
            <dd class="app-text">{text}</dd>
        }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        view! {
            <div class="govuk-inset-text">
                <h2 class="govuk-heading-m">"What you typed and is not saved"</h2>
                <p class="govuk-body">"Copy it if you need it. It is gone when you leave this page."</p>
                <dl class="govuk-body">{rows}</dl>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_area_cannot_be_broken_out_of_and_keeps_its_first_line_end() {
        let shown = inside("\n</textarea><script>alert('1')</script>&amp;");
        assert_eq!(shown, "\n\n&lt;/textarea&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;");
    }
}
