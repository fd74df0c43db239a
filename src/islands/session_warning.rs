//! Says some minutes before a session ends that it will, and keeps it when asked to (WCAG 2.2, 2.2.1).

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos::task::spawn_local;
use web_sys::Element;
use web_sys::js_sys::Date;

use super::connection::{self, RETRY, SILENCE};
use super::regions::{Region, listen};
use crate::domain::save::NotSaved;

/// How often to look at the time, in seconds.
const TICK: u32 = 10;
/// How many seconds before the end the warning comes: two minutes, and one as the server may count from earlier use.
const BEFORE: u32 = 180;

/// Where it is said.
const SAID: Region = Region { name: "session-ends", class: "", live: ("role", "alert") };

thread_local! {
    /// When the server was last heard from.
    static HEARD: Cell<f64> = const { Cell::new(0.0) };
}

/// Notes that the server has answered a request of this session, whose time begins anew.
pub fn server_answered() {
    HEARD.set(Date::now());
}

/// How many seconds have passed since a time. Looks are not counted: browsers look less often on behalf of a page that
/// nobody sees, and not at all while they sleep.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page is not open for a hundred years")]
fn seconds_since(time: f64) -> u32 {
    ((Date::now() - time) / 1_000.0).max(0.0) as u32
}

/// How much of a session is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Left {
    /// Nothing need be said yet.
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
    /// For a session that ends `idle` seconds after its last use and `whole` seconds from when the page came.
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
#[component]
pub fn WarnsBeforeSigningOut(
    /// How many seconds until the session ends unless it is used.
    idle: u32,
    /// How many seconds until it ends in any case.
    whole: u32,
) -> impl IntoView {
    view! {
        <div data-part="session" data-idle=idle data-whole=whole>
            <div id=SAID.name role="alert"></div>
        </div>
    }
}

/// Watches how much of the session is left.
pub fn begin(part: &Element) -> Option<()> {
    let seconds = |name: &str| part.get_attribute(name)?.parse().ok();
    let watch = Watch {
        part: StoredValue::new_local(part.clone()),
        idle: seconds("data-idle")?,
        whole: seconds("data-whole")?,
        came: StoredValue::new(Date::now()),
        left: StoredValue::new(Left::default()),
    };
    server_answered();
    listen(&document(), "visibilitychange", move |_: web_sys::Event| watch.look());
    set_interval(move || watch.look(), Duration::from_secs(TICK.into()));
    Some(())
}

/// Everything in it is a handle, so that it can be copied into every callback.
#[derive(Clone, Copy)]
struct Watch {
    part: StoredValue<Element, LocalStorage>,
    idle: u32,
    whole: u32,
    /// When the page came.
    came: StoredValue<f64>,
    left: StoredValue<Left>,
}

impl Watch {
    fn look(self) {
        let (quiet, since) = (seconds_since(HEARD.get()), seconds_since(self.came.get_value()));
        self.say(Left::of(self.idle, self.whole, quiet, since));
    }

    fn say(self, left: Left) {
        if left == self.left.get_value() {
            return;
        }
        self.left.set_value(left);
        let stay = (left == Left::Little).then(|| {
            view! { <button type="button" class="govuk-button" on:click=move |_| self.stay()>"Stay signed in"</button> }
        });
        let said = (left != Left::Enough).then(|| {
            view! {
                <div class="govuk-inset-text">
                    <p class="govuk-body">{left.words()}</p>
                    {stay}
                </div>
            }
        });
        SAID.say(&self.part.get_value(), "", said.into_any());
    }

    fn stay(self) {
        spawn_local(async move {
            if let Some(Ok(())) = connection::within(SILENCE, stay_signed_in()).await {
                server_answered();
                self.say(Left::Enough);
            } else if self.left.get_value() == Left::Little {
                set_timeout(move || self.stay(), RETRY);
            }
        });
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
