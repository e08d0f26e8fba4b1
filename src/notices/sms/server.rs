//! A small gateway for tests that behaves as Alibaba Cloud documents it: it checks the signature with the key it knows, takes
//! a message, lists what it took by number and day, and fails or hangs where told to.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::base::outside::encoded;

pub const SECRET: &str = "geheim";

/// What goes wrong next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Nothing.
    Kind,
    /// It answers with this code and takes nothing.
    Code(&'static str),
    /// It answers never, and takes nothing.
    Hangs,
    /// It takes the message, and answers never.
    TakesAndHangs,
}

type Asked = BTreeMap<String, String>;

/// The server.
#[derive(Clone)]
pub struct Server {
    pub address: SocketAddr,
    pub mood: Arc<Mutex<Mood>>,
    pub taken: Arc<Mutex<Vec<Asked>>>,
    /// Which actions were asked for.
    pub asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            mood: Arc::new(Mutex::new(Mood::Kind)),
            taken: Arc::default(),
            asked: Arc::default(),
        };
        let routes =
            Router::new().route("/", post(call)).route("/plain", post(plain)).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        server
    }

    pub fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub fn taken(&self) -> Vec<Asked> {
        self.taken.lock().unwrap().clone()
    }

    pub fn asked(&self, action: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|it| *it == action).count()
    }

    /// It never answers: the request is held for as long as the test lasts.
    async fn hang(&self) -> Response {
        std::future::pending::<()>().await;
        unreachable!("it never answers")
    }
}

/// The signature as documented, computed apart from the program's own.
fn is_signed(headers: &HeaderMap, asked: &Asked) -> bool {
    let of = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let query: Vec<String> =
        asked.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    let proof = of("authorization");
    let names =
        proof.split("SignedHeaders=").nth(1).and_then(|rest| rest.split(',').next()).unwrap_or_default();
    let lines: String = names.split(';').map(|name| format!("{name}:{}\n", of(name))).collect();
    let body = hex::encode(Sha256::digest(b""));
    let canonical = format!("POST\n/\n{}\n{lines}\n{names}\n{body}", query.join("&"));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("ACS3-HMAC-SHA256\n{}", hex::encode(Sha256::digest(canonical))).as_bytes());
    proof.ends_with(&format!("Signature={}", hex::encode(mac.finalize().into_bytes())))
}

fn code(code: &str) -> Response {
    json!({ "Code": code, "Message": code, "RequestId": "1" }).to_string().into_response()
}

async fn call(State(server): State<Server>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let action = headers["x-acs-action"].to_str().unwrap().to_owned();
    server.asked.lock().unwrap().push(action.clone());
    let mood = *server.mood.lock().unwrap();
    match mood {
        Mood::Hangs => return server.hang().await,
        Mood::Code(wrong) => return code(wrong),
        Mood::Kind | Mood::TakesAndHangs => {}
    }
    if !is_signed(&headers, &asked) {
        return code("SignatureDoesNotMatch");
    }
    if action == "QuerySendDetails" {
        let of = |it: &&Asked| it["PhoneNumbers"] == asked["PhoneNumber"];
        let list: Vec<Value> = server
            .taken()
            .iter()
            .filter(of)
            .map(|it| json!({ "OutId": it["OutId"], "SendStatus": 3 }))
            .collect();
        return json!({ "Code": "OK", "TotalCount": list.len(), "SmsSendDetailDTOs": { "SmsSendDetailDTO": list } })
            .to_string()
            .into_response();
    }
    server.taken.lock().unwrap().push(asked);
    if mood == Mood::TakesAndHangs {
        return server.hang().await;
    }
    json!({ "Code": "OK", "Message": "OK", "BizId": "900619746936498440^0", "RequestId": "1" })
        .to_string()
        .into_response()
}

/// Any other gateway: JSON in, `{"code":0}` out.
async fn plain(State(server): State<Server>, body: String) -> Response {
    let mood = *server.mood.lock().unwrap();
    match mood {
        Mood::Hangs => return server.hang().await,
        Mood::Code(_) => return "{\"code\":7}".into_response(),
        Mood::Kind | Mood::TakesAndHangs => {}
    }
    server.taken.lock().unwrap().push(serde_json::from_str(&body).unwrap());
    if mood == Mood::TakesAndHangs { server.hang().await } else { "{\"code\":0}".into_response() }
}
