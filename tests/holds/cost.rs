//! What pages cost, counted and not timed: SQL statements and compressed bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::http::header::ACCEPT_ENCODING;
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};

use crate::support::{Persona, Sample, marsh_lane, request};

/// Counts the statements that the database driver reports.
#[derive(Clone, Default)]
struct Statements(Arc<AtomicUsize>);

impl<S: Subscriber> tracing_subscriber::Layer<S> for Statements {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.target() == "sqlx::query" { Interest::always() } else { Interest::never() }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// Counts for the whole process: each test runs in its own.
fn counting() -> Statements {
    let statements = Statements::default();
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(statements.clone())).unwrap();
    statements
}

#[tokio::test]
async fn opening_a_page_takes_few_statements() {
    let statements = counting();
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let reviewer = sample.sign_in(Persona::Reviewer).await;
    let cases = [
        (marsh_lane::TASKS, &lead, 10),
        (marsh_lane::STANDARD_3, &lead, 10),
        (marsh_lane::CHECK, &lead, 10),
        ("/rounds/2014/results?form=schools", &reviewer, 15),
        ("/rounds/2026-27", &reviewer, 15),
        ("/organisations", &reviewer, 10),
    ];
    for (path, cookie, most) in cases {
        let before = statements.0.load(Ordering::SeqCst);
        assert!(sample.get(path, cookie).await.status.is_success(), "{path}");
        let took = statements.0.load(Ordering::SeqCst) - before;
        println!("{path}: {took} statements");
        assert!(took > 0 && took <= most, "{path} took {took} statements");
    }
}

#[tokio::test]
async fn a_form_page_is_small_on_the_wire() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    for standard in 1..=7 {
        let path = format!("{}/standards/{standard}", marsh_lane::TASKS);
        let page = sample.send(request("GET", &path, &lead, &[(ACCEPT_ENCODING, "br")], Body::empty())).await;
        assert_eq!(page.header("content-encoding"), "br");
        println!("{path}: {} bytes", page.bytes.len());
        assert!(page.bytes.len() <= 12 * 1024, "{path} is {} bytes", page.bytes.len());
    }
}
