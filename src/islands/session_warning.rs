//! Says some minutes before a session ends that it will, and keeps it when asked to (WCAG 2.2, 2.2.1).

#![expect(missing_docs, reason = "the island macro makes a struct and drops its documentation")]

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos::task::spawn_local;

use crate::domain::save::NotSaved;

/// How often the time is looked at, in seconds.
const TICK: u32 = 10;
/// So many seconds before the end it is said: two minutes, and one by which the server may count from an earlier use.
const BEFORE: u32 = 180;

thread_local! {
    /// For how many seconds nothing has been heard from the server.
    static QUIET: Cell<u32> = const { Cell::new(0) };
}

/// The server has answered a request of this session: it waits anew.
pub fn server_answered() {
    QUIET.set(0);
}

/// How much of a session is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Left {
    /// More than has to be said.
    #[default]
    Enough,
    /// It ends soon unless it is used.
    Little,
    /// It ends soon whatever is done.
    LittleForGood,
    /// It has ended, for all that this page knows.
    Nothing,
}

impl Left {
    /// Of a session that ends `idle` seconds after its last use and `whole` seconds from when the page came.
    fn of(idle: u32, whole: u32, quiet: u32, since: u32) -> Self {
        match (idle.saturating_sub(quiet), whole.saturating_sub(since)) {
            (0, _) | (_, 0) => Self::Nothing,
            (_, whole) if whole <= BEFORE => Self::LittleForGood,
            (idle, _) if idle <= BEFORE => Self::Little,
            _ => Self::Enough,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Enough => "",
            Self::Little => {
                "You will be signed out in about 2 minutes, because you have saved and opened nothing for a while."
            }
            Self::LittleForGood => {
                "You will be signed out in about 2 minutes: everybody is, 12 hours after signing in. Save what you are \
                 typing, then sign out and in again."
            }
            Self::Nothing => {
                "By now you are signed out, unless you went on in another tab. What you typed is still on this page: sign in \
                 again in another tab, then save it here."
            }
        }
    }
}

/// Does nothing but use the session.
#[server(prefix = "/api", endpoint = "stay-signed-in", input = Json)]
pub async fn stay_signed_in() -> Result<(), NotSaved> {
    // The session layer has counted the use already.
    std::future::ready(Ok(())).await
}

/// Stands on every page on which somebody may sit and type.
#[island]
pub fn WarnsBeforeSigningOut(
    /// In how many seconds the session ends unless it is used.
    idle: u32,
    /// In how many it ends in any case.
    whole: u32,
) -> impl IntoView {
    let within = NodeRef::<leptos::html::Div>::new();
    let left = RwSignal::new(Left::default());
    let since = StoredValue::new(0);
    Effect::new(move |_| {
        if let Some(element) = within.get() {
            let _ = element.set_attribute("data-ready", "true");
        }
    });
    Effect::new(move |_| {
        set_interval(
            move || {
                since.update_value(|since| *since += TICK);
                QUIET.set(QUIET.get() + TICK);
                let now = Left::of(idle, whole, QUIET.get(), since.get_value());
                if now != left.get_untracked() {
                    left.set(now);
                }
            },
            Duration::from_secs(TICK.into()),
        );
    });
    let stay = move |_| {
        spawn_local(async move {
            if stay_signed_in().await.is_ok() {
                server_answered();
                left.set(Left::Enough);
            }
        });
    };
    view! {
        <div role="alert" node_ref=within>
            {move || (left.get() != Left::Enough).then(|| view! {
                <div class="govuk-inset-text">
                    <p class="govuk-body">{left.get().words()}</p>
                    {(left.get() == Left::Little).then(|| view! {
                        <button type="button" class="govuk-button" on:click=stay>"Stay signed in"</button>
                    })}
                </div>
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s25_it_is_said_in_time_and_not_before() {
        let (hour, day) = (3600, 43_200);
        assert_eq!(Left::of(hour, day, 3410, 9000), Left::Enough);
        assert_eq!(Left::of(hour, day, 3420, 9000), Left::Little);
        assert_eq!(Left::of(hour, day, 3600, 9000), Left::Nothing);
        assert_eq!(Left::of(hour, day, 0, 43_010), Left::Enough);
        assert_eq!(Left::of(hour, day, 0, 43_020), Left::LittleForGood);
        assert_eq!(Left::of(hour, day, 3500, 43_100), Left::LittleForGood, "using it does not help");
        assert_eq!(Left::of(hour, day, 0, 43_200), Left::Nothing);
        // A page that comes with little left says so at once, not in the past.
        assert_eq!(Left::of(60, 30, 10, 10), Left::LittleForGood);
    }
}
