//! A small server for tests that behaves as the interface of group robots is documented: it knows its robots, counts
//! their minute by the clock of the test, checks lengths in bytes, and fails where told to.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::base::Clock;

/// What goes wrong next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Nothing.
    Kind,
    /// It answers with this status and takes nothing.
    Status(u16),
    /// It answers with this number and takes nothing.
    Number(i64),
    /// It takes the message, and its answer is lost.
    LosesTheAnswer,
}

/// Messages with their moments.
type Taken = Vec<(DateTime<Utc>, Value)>;

/// The server.
#[derive(Clone)]
pub struct Server {
    pub address: SocketAddr,
    pub mood: Arc<Mutex<Mood>>,
    /// What each robot was given, with its moment.
    pub taken: Arc<Mutex<BTreeMap<String, Taken>>>,
    clock: Clock,
}

/// The robots it knows.
pub const KEYS: [&str; 2] = ["693a91f6-0000-4bc4-97a0-0ec2sifa5aaa", "693a91f6-1111-4bc4-97a0-0ec2sifa5aaa"];

impl Server {
    pub async fn start(clock: Clock) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            mood: Arc::new(Mutex::new(Mood::Kind)),
            taken: Arc::default(),
            clock,
        };
        let routes = Router::new().route("/cgi-bin/webhook/send", post(take)).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        server
    }

    pub fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub fn taken_by(&self, key: &str) -> Taken {
        self.taken.lock().unwrap().get(key).cloned().unwrap_or_default()
    }
}

async fn take(
    State(server): State<Server>,
    Query(asked): Query<BTreeMap<String, String>>,
    body: String,
) -> Response {
    let number = |errcode: i64| json!({ "errcode": errcode, "errmsg": "" }).to_string().into_response();
    let body: Value = serde_json::from_str(&body).unwrap();
    let mood = *server.mood.lock().unwrap();
    match mood {
        Mood::Status(status) => return StatusCode::from_u16(status).unwrap().into_response(),
        Mood::Number(errcode) => return number(errcode),
        Mood::Kind | Mood::LosesTheAnswer => {}
    }
    let Some(key) = asked.get("key").filter(|key| KEYS.contains(&key.as_str())) else {
        return number(93_000);
    };
    let wrong = wrong(&body);
    if wrong != 0 {
        return number(wrong);
    }
    let now = server.clock.now();
    let mut taken = server.taken.lock().unwrap();
    let of_robot = taken.entry(key.clone()).or_default();
    if of_robot.iter().filter(|(at, _)| *at > now - TimeDelta::minutes(1)).count() >= 20 {
        return number(45_009);
    }
    of_robot.push((now, body));
    if mood == Mood::LosesTheAnswer {
        return (StatusCode::OK, "the line broke").into_response();
    }
    number(0)
}

/// The number for what is wrong with a body; 0 when nothing is.
fn wrong(body: &Value) -> i64 {
    let length = |value: &Value| value.as_str().map_or(0, str::len);
    match body["msgtype"].as_str() {
        Some("text") => match length(&body["text"]["content"]) {
            0 => 44_004,
            1..=2_048 => 0,
            _ => 40_058,
        },
        Some("news") => {
            let articles = body["news"]["articles"].as_array().cloned().unwrap_or_default();
            let long = |it: &Value| length(&it["title"]) > 128 || length(&it["description"]) > 512;
            if articles.is_empty() || articles.len() > 8 || articles.iter().any(long) { 40_058 } else { 0 }
        }
        _ => 40_008,
    }
}
