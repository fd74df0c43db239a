//! What a page shows of a form whose sender must sign in again: its fields go along and are saved with the signing in.

use leptos::prelude::*;

use super::carried::{CARRIED, Carried, CarriedFields};
use super::field_names::{SIGN_IN_CODE, SIGN_IN_EMAIL, SIGN_IN_PASSWORD};
use super::fields::TextField;
use super::post_form::PostForm;
use crate::domain::labels;

/// The form that signs in and saves what it carries.
#[component]
pub fn SignInToSave(
    /// What was typed.
    carried: Carried,
) -> impl IntoView {
    view! {
        <PostForm action=carried.address() name=CARRIED whole=None>
            <CarriedFields carried />
            <TextField name=SIGN_IN_EMAIL label=labels::EMAIL kind="email" autocomplete="username" width="govuk-!-width-two-thirds" />
            <TextField
                name=SIGN_IN_PASSWORD
                label="Password"
                kind="password"
                autocomplete="current-password"
                width="govuk-!-width-two-thirds"
            />
            <TextField
                name=SIGN_IN_CODE
                label="Code from your authenticator app"
                hint="Only if you use one to sign in"
                inputmode="numeric"
                autocomplete="one-time-code"
                width="govuk-input--width-10"
            />
            <button type="submit" class="govuk-button">"Sign in and save"</button>
        </PostForm>
    }
}
