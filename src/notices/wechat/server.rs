//! A small WeChat for tests that behaves as documented: one stable token that a forced renewal replaces, template and
//! subscription messages, our own numbers recognised, and it fails or hangs where told to.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

/// What goes wrong next with messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Nothing.
    Kind,
    /// It answers with this number and takes nothing.
    Number(i64),
    /// It answers never, and takes nothing.
    Hangs,
    /// It takes the message, and answers never.
    TakesAndHangs,
}

/// The server.
#[derive(Clone)]
pub struct Server {
    pub address: SocketAddr,
    pub mood: Arc<Mutex<Mood>>,
    pub taken: Arc<Mutex<Vec<Value>>>,
    /// Which token is in force, how often one was asked for, and whether by force.
    pub token: Arc<Mutex<u64>>,
    pub renewals: Arc<Mutex<Vec<bool>>>,
}

type Asked = BTreeMap<String, String>;

impl Server {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            mood: Arc::new(Mutex::new(Mood::Kind)),
            taken: Arc::default(),
            token: Arc::new(Mutex::new(1)),
            renewals: Arc::default(),
        };
        let routes = Router::new()
            .route("/cgi-bin/stable_token", post(stable))
            .route("/cgi-bin/message/template/send", post(take))
            .route("/cgi-bin/message/subscribe/bizsend", post(take))
            .route("/cgi-bin/ticket/getticket", get(ticket))
            .route("/sns/oauth2/access_token", get(known))
            .with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        server
    }

    pub fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub fn taken(&self) -> Vec<Value> {
        self.taken.lock().unwrap().clone()
    }

    pub fn renewals(&self) -> Vec<bool> {
        self.renewals.lock().unwrap().clone()
    }

    fn is_in_force(&self, asked: &Asked) -> bool {
        asked["access_token"] == format!("token{}", self.token.lock().unwrap())
    }
}

fn number(errcode: i64) -> Response {
    json!({ "errcode": errcode, "errmsg": "" }).to_string().into_response()
}

async fn stable(State(server): State<Server>, body: String) -> Response {
    let body: Value = serde_json::from_str(&body).unwrap();
    if body["secret"] != "geheim" {
        return number(40_001);
    }
    let force = body["force_refresh"].as_bool().unwrap();
    server.renewals.lock().unwrap().push(force);
    let mut token = server.token.lock().unwrap();
    *token += u64::from(force);
    json!({ "access_token": format!("token{token}"), "expires_in": 7200 }).to_string().into_response()
}

async fn take(State(server): State<Server>, Query(asked): Query<Asked>, body: String) -> Response {
    let mood = *server.mood.lock().unwrap();
    match mood {
        Mood::Hangs => std::future::pending().await,
        Mood::Number(errcode) => return number(errcode),
        Mood::Kind | Mood::TakesAndHangs => {}
    }
    if !server.is_in_force(&asked) {
        return number(40_001);
    }
    let body: Value = serde_json::from_str(&body).unwrap();
    let count = {
        let mut taken = server.taken.lock().unwrap();
        let ours = &body["client_msg_id"];
        if !ours.is_null() && taken.iter().any(|it| it["client_msg_id"] == *ours) {
            return number(45_065);
        }
        taken.push(body);
        taken.len()
    };
    if mood == Mood::TakesAndHangs {
        std::future::pending::<()>().await;
    }
    json!({ "errcode": 0, "errmsg": "ok", "msgid": 5000 + count }).to_string().into_response()
}

async fn ticket(State(server): State<Server>, Query(asked): Query<Asked>) -> Response {
    if !server.is_in_force(&asked) {
        return number(40_001);
    }
    json!({ "errcode": 0, "ticket": "kgt8", "expires_in": 7200 }).to_string().into_response()
}

async fn known(Query(asked): Query<Asked>) -> Response {
    match asked["code"].as_str() {
        "picture" => json!({ "openid": "o-picture", "is_snapshotuser": 1 }).to_string().into_response(),
        "used" => number(40_163),
        code => json!({ "openid": format!("o-{code}"), "scope": "snsapi_base" }).to_string().into_response(),
    }
}
