//! Who is let in when more people come than can be served at once: what would be missed most goes first, and the others
//! are told within a moment to come back (`busy`), so that those inside are served as fast as ever.
//!
//! There are `server.at_once` places. A request takes one while fewer are taken than its class may fill; so the last
//! places are kept for what matters more. One address has at most a quarter of them: a village behind one address never
//! notices, a flood from one address leaves the others room. From where a ballot is cast is not looked at, and ballots are in
//! none of the numbers, as in those of `traffic`: that somebody came is nobody's business.
//!
//! A small form is read before it takes a place: who sends it letter by letter holds nobody up.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use super::{
    Permit, Route,
    pages::busy,
    visit::{address, household},
};
use crate::base::App;

/// Into so many parts the places are divided.
const PARTS: usize = 16;
/// The largest form that is read before it takes a place, bytes; what is larger comes with files.
const SMALL: usize = 64 * 1024;
/// The longest that reading a small form may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a request is for, from what can wait to what cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A file made of many rows.
    Export,
    /// Looking for words.
    Search,
    /// A page.
    Read,
    /// Signing in; what pages look and work like.
    SignIn,
    /// Whatever somebody typed, and the page on which a voter types it.
    HandIn,
    /// A ballot.
    Ballot,
}

impl Class {
    /// All of them.
    pub const ALL: [Class; 6] =
        [Class::Export, Class::Search, Class::Read, Class::SignIn, Class::HandIn, Class::Ballot];

    /// The word in the numbers.
    pub fn word(self) -> &'static str {
        match self {
            Class::Export => "export",
            Class::Search => "search",
            Class::Read => "read",
            Class::SignIn => "sign-in",
            Class::HandIn => "hand-in",
            Class::Ballot => "ballot",
        }
    }

    /// Whether the numbers tell of it.
    fn is_counted(self) -> bool {
        self != Class::Ballot
    }

    /// How many of sixteen places may be taken when one more of this class comes in.
    fn parts(self) -> usize {
        match self {
            Class::Export => 4,
            Class::Search => 8,
            Class::Read => 12,
            Class::SignIn => 13,
            Class::HandIn => 15,
            Class::Ballot => PARTS,
        }
    }

    /// The class of a request for a page of this permit; none is what belongs to every page: its style, its script.
    pub fn of(method: &Method, permit: Option<Permit>, path: &str, query: &str) -> Class {
        const FILES: [&str; 5] = [".csv", ".xlsx", ".pdf", ".docx", ".zip"];
        let searches =
            query.split('&').any(|pair| pair.strip_prefix("q=").is_some_and(|words| !words.is_empty()));
        match permit {
            None => Class::SignIn,
            Some(Permit::ReviewCast) => Class::Ballot,
            Some(Permit::SignIn) => Class::SignIn,
            Some(Permit::OpinionHandIn) => Class::HandIn,
            _ if FILES.iter().any(|end| path.ends_with(end)) || path.ends_with("/prints") => Class::Export,
            Some(Permit::Search) => Class::Search,
            _ if *method == Method::POST => Class::HandIn,
            _ if searches => Class::Search,
            _ => Class::Read,
        }
    }
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refused {
    class: &'static str,
}

/// The numbers since the program began; there is one program, so there is one of these.
#[derive(Default)]
struct Numbers {
    inside: Gauge,
    refused: Family<Refused, Counter>,
}

static NUMBERS: LazyLock<Numbers> = LazyLock::new(Numbers::default);

/// Write the numbers down for whoever collects them.
pub fn register(registry: &mut Registry) {
    registry.register("requests_inside", "Requests that are worked on", NUMBERS.inside.clone());
    registry.register("requests_refused", "Requests that found no place", NUMBERS.refused.clone());
}

/// The places of a site.
#[derive(Debug)]
pub struct Places {
    at_once: usize,
    taken: Mutex<Taken>,
    permits: HashMap<(bool, &'static str), Permit>,
}

/// A place that is taken until it is dropped.
pub struct Place {
    places: Arc<Places>,
    class: Class,
    address: Option<IpAddr>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        if self.class.is_counted() {
            NUMBERS.inside.dec();
        }
        let Some(address) = self.address else { return };
        if let Some(here) = taken.by_address.get_mut(&address) {
            *here -= 1;
            if *here == 0 {
                taken.by_address.remove(&address);
            }
        }
    }
}

impl Places {
    /// Places of a site with these pages.
    pub fn new(at_once: usize, table: &[Route]) -> Arc<Places> {
        let permits = table.iter().map(|route| ((route.method == Method::POST, route.path), route.permit));
        Arc::new(Places { at_once: at_once.max(PARTS), taken: Mutex::default(), permits: permits.collect() })
    }

    /// A place for a request of a class, unless there is none for it.
    pub fn take(self: &Arc<Self>, class: Class, address: Option<IpAddr>) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let here = address.and_then(|address| taken.by_address.get(&address)).copied().unwrap_or(0);
        if taken.all >= self.at_once * class.parts() / PARTS || here >= self.at_once / 4 {
            if class.is_counted() {
                NUMBERS.refused.get_or_create(&Refused { class: class.word() }).inc();
            }
            return None;
        }
        taken.all += 1;
        if class.is_counted() {
            NUMBERS.inside.inc();
        }
        if let Some(address) = address {
            *taken.by_address.entry(address).or_default() += 1;
        }
        Some(Place { places: self.clone(), class, address })
    }

    fn class(&self, request: &Request) -> Class {
        let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let posted = *request.method() == Method::POST;
        let permits: &HashMap<(bool, &str), Permit> = &self.permits;
        let permit = permits.get(&(posted, route)).copied();
        let uri = request.uri();
        Class::of(request.method(), permit, uri.path(), uri.query().unwrap_or_default())
    }
}

/// Let a request in, or tell it to come back.
pub async fn admit(
    State((app, places)): State<(App, Arc<Places>)>,
    request: Request,
    next: Next,
) -> Response {
    let class = places.class(&request);
    let Ok(request) = read_small(request).await else {
        return StatusCode::REQUEST_TIMEOUT.into_response();
    };
    let (parts, body) = request.into_parts();
    let from = (class != Class::Ballot).then(|| household(address(&app, &parts)));
    match places.take(class, from) {
        Some(_place) => next.run(Request::from_parts(parts, body)).await,
        None => busy(&parts.headers),
    }
}

/// A small form as a whole; others as they come.
async fn read_small(request: Request) -> Result<Request, ()> {
    if !length(request.headers()).is_some_and(|length| (1..=SMALL).contains(&length)) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let read = tokio::time::timeout(PATIENCE, to_bytes(body, SMALL)).await;
    let bytes = read.map_err(drop)?.map_err(drop)?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VILLAGE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));

    fn places() -> Arc<Places> {
        Places::new(64, &[])
    }

    /// Fills places with requests of a class until one is refused, each from an address of its own.
    fn filled(places: &Arc<Places>, class: Class) -> Vec<Place> {
        let from = |nth: u32| Some(IpAddr::from(nth.to_be_bytes()));
        (0_u32..).map_while(|nth| places.take(class, from(nth))).collect()
    }

    #[test]
    fn whatever_comes_in_floods_what_matters_more_still_finds_a_place() {
        for pair in Class::ALL.windows(2) {
            let places = places();
            let flood = filled(&places, pair[0]);
            assert!(!flood.is_empty(), "{pair:?}");
            assert!(places.take(pair[0], None).is_none(), "{pair:?}");
            assert!(places.take(pair[1], None).is_some(), "{pair:?}");
        }
    }

    #[test]
    fn a_place_is_free_again_when_its_request_is_answered() {
        let places = places();
        for _ in 0..3 {
            let all = filled(&places, Class::Ballot);
            assert_eq!(all.len(), 64);
        }
        let taken = places.taken.lock().unwrap();
        assert_eq!(taken.all, 0);
        assert!(taken.by_address.is_empty());
    }

    #[test]
    fn a_flood_from_one_address_leaves_others_room_and_a_village_behind_one_has_enough() {
        let places = places();
        let flood: Vec<Place> = std::iter::repeat_with(|| places.take(Class::HandIn, Some(VILLAGE)))
            .map_while(|place| place)
            .collect();
        assert_eq!(flood.len(), 16);
        assert!(places.take(Class::Read, Some(IpAddr::from([10, 0, 0, 2]))).is_some());
        // By the settings that come with the program, twenty people with two requests each.
        let places = Places::new(256, &[]);
        let village: Vec<_> = (0..40).map(|_| places.take(Class::HandIn, Some(VILLAGE))).collect();
        assert!(village.iter().all(Option::is_some));
    }

    #[test]
    fn no_number_tells_of_a_ballot() {
        let places = places();
        let flood = filled(&places, Class::Ballot);
        assert!(places.take(Class::Ballot, None).is_none());
        let mut registry = Registry::default();
        register(&mut registry);
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
        assert!(!text.contains("ballot"), "{text}");
        assert!(flood.iter().all(|place| !place.class.is_counted()));
    }

    #[test]
    fn what_somebody_typed_comes_before_what_is_looked_at() {
        let of = |method: Method, permit, path, query| Class::of(&method, permit, path, query);
        let table = [
            (of(Method::GET, Some(Permit::Look), "/deputies/7K3F9Q", ""), Class::Read),
            (of(Method::GET, Some(Permit::Look), "/opinions", "q=%E8%B7%AF"), Class::Search),
            (of(Method::GET, Some(Permit::Look), "/opinions", "q="), Class::Read),
            (of(Method::GET, Some(Permit::ActRead), "/acts.csv", "q=a"), Class::Export),
            (of(Method::POST, Some(Permit::ArchivePrint), "/archives/1/prints", ""), Class::Export),
            (of(Method::GET, Some(Permit::OpinionHandIn), "/d/7K3F9Q", ""), Class::HandIn),
            (of(Method::POST, Some(Permit::CaseExamine), "/cases/1/transfer", ""), Class::HandIn),
            (of(Method::POST, Some(Permit::SignIn), "/sign-in", ""), Class::SignIn),
            (of(Method::GET, Some(Permit::ReviewCast), "/reviews/7K3F9Q", ""), Class::Ballot),
            (of(Method::GET, None, "/assets/site.css", ""), Class::SignIn),
        ];
        for (found, expected) in table {
            assert_eq!(found, expected);
        }
    }
}
