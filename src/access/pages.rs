//! Signing in, one's account, the administrators' pages, and failures.

mod account;
mod accounts;
mod activate;
mod audit;
mod drafts;
mod failure;
mod look_around;
mod permits;
mod roles;
mod sign_in;
mod slips;

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
pub use drafts::rescue;
pub use failure::{Around, bare, busy, failure};

use super::{Routes, cookie_name};
use crate::base::App;

/// All pages but those of looking around.
pub fn routes() -> Routes {
    Routes::new()
        .merge(sign_in::routes())
        .merge(activate::routes())
        .merge(account::routes())
        .merge(drafts::routes())
        .merge(accounts::routes())
        .merge(slips::routes())
        .merge(roles::routes())
        .merge(audit::routes())
        .merge(permits::routes())
}

/// The demo's looking around without a password: on this very computer only.
pub fn looking_around() -> Routes {
    look_around::routes()
}

/// Go on with a session that just began.
fn let_in(app: &App, token: &str, to: &str) -> Response {
    with_cookie(app, token, "", to)
}

/// Go on without a session.
fn let_out(app: &App, to: &str) -> Response {
    with_cookie(app, "", "; Max-Age=0", to)
}

fn with_cookie(app: &App, value: &str, life: &str, to: &str) -> Response {
    let secure = if app.config.is_https() { "; Secure" } else { "" };
    let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{life}", cookie_name(app));
    let mut response = Redirect::to(to).into_response();
    let line = HeaderValue::try_from(line).expect("hex and our own words are a valid header");
    response.headers_mut().append(header::SET_COOKIE, line);
    response
}

/// The browser and the system in their own names, to be told apart in the list of one's sessions.
pub fn device(headers: &HeaderMap) -> String {
    const BROWSERS: [(&str, &str); 8] = [
        ("MicroMessenger", "WeChat"),
        ("Edg", "Edge"),
        ("QQBrowser", "QQ"),
        ("UCBrowser", "UC"),
        ("Firefox", "Firefox"),
        ("HuaweiBrowser", "Huawei"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 8] = [
        ("OpenHarmony", "HarmonyOS"),
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let said = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first =
        |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| said.contains(sign)).map(|it| it.1);
    let known: Vec<&str> = [first(&BROWSERS), first(&SYSTEMS)].into_iter().flatten().collect();
    known.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_have_their_own_names() {
        let named = |agent: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, agent.parse().unwrap());
            device(&headers)
        };
        assert_eq!(
            named("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            "Firefox · Linux"
        );
        assert_eq!(
            named("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile MicroMessenger/8.0"),
            "WeChat · Android"
        );
        assert_eq!(named("curl/8"), "");
    }
}
