//! What the site is asked and how long it takes: one line in the log and a few numbers for each request.
//!
//! A line names the page's pattern (`/follow/{code}`) and never the path itself: receipts, words searched for and
//! whatever people type stay out of the log. Pages where voters review in secret are in no line and no number: when
//! somebody came there is nobody's business.

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::{Registry, Unit},
};
use tracing::Instrument;

use super::App;

/// Seconds: from what nobody notices to what makes people leave.
const STEPS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// What lies below is not watched.
const UNWATCHED: &str = "/reviews/";

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Page {
    route: String,
}

/// The numbers since the program began; there is one program, so there is one of these.
struct Traffic {
    requests: Family<Asked, Counter>,
    times: Family<Page, Histogram, fn() -> Histogram>,
}

static TRAFFIC: LazyLock<Traffic> = LazyLock::new(|| Traffic {
    requests: Family::default(),
    times: Family::new_with_constructor(|| Histogram::new(STEPS)),
});

/// Write the numbers down for whoever collects them.
pub fn register(registry: &mut Registry) {
    let traffic = &*TRAFFIC;
    registry.register("requests", "Requests answered", traffic.requests.clone());
    registry.register_with_unit(
        "request_duration",
        "Time until the answer began",
        Unit::Seconds,
        traffic.times.clone(),
    );
}

/// Watch a request: give it an id, hand it on, note how it ended.
pub async fn watched(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with(UNWATCHED) {
        return next.run(request).await;
    }
    let id = app.chance.id(app.clock.now()).simple().to_string();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = method(request.method());
    let span = tracing::info_span!("request", id);
    async {
        let begun = Instant::now();
        let mut response = next.run(request).await;
        let taken = begun.elapsed();
        let status = response.status().as_u16();
        tracing::info!(method, route, status, ms = taken.as_millis() as u64, "answered");
        count(method, route, status, taken);
        let id = HeaderValue::from_str(&id).expect("hex digits are a valid header");
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
        response
    }
    .instrument(span)
    .await
}

/// The methods there are pages for; what else is tried is one thing, so that nobody can fill the memory with names.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

fn count(method: &'static str, route: String, status: u16, taken: Duration) {
    let status = match status {
        ..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    };
    TRAFFIC.times.get_or_create(&Page { route: route.clone() }).observe(taken.as_secs_f64());
    TRAFFIC.requests.get_or_create(&Asked { method, route, status }).inc();
}
