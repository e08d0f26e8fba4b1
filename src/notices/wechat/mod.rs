//! The WeChat official account (服务号): template and subscription messages to those who bound their account, what it calls
//! us back with, and what its script needs.
//!
//! * `crypt`, `xml`: how calls are signed, sealed and written
//! * `token`: what proves us there, kept once for all processes
//! * `message`: a message, cut to what its fields take, and what the answer means
//! * `callback`: what people write to the account and what happens there
//! * `binding`: an account of this site and somebody's WeChat belong together

mod binding;
mod callback;
mod crypt;
mod message;
#[cfg(test)]
pub(super) mod server;
#[cfg(test)]
pub(super) mod tests;
mod token;
mod xml;

use crate::access::{Permit, Routes};
use crate::base::outside::is_safe;
use crate::base::{App, Config};

pub use callback::proof;
pub(super) use message::{give, is_recognised};

/// The pages and calls of the official account.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/inbox/wechat", Permit::Desk, binding::back)
        .post("/inbox/wechat", Permit::Desk, binding::go)
        .post("/inbox/wechat/confirmation", Permit::Desk, binding::confirm)
        .post("/inbox/wechat/removal", Permit::Desk, binding::remove)
        .get("/wechat/{part}", Permit::Look, callback::look)
        .post("/wechat/{part}", Permit::Look, callback::call)
}

/// An openid as it is sealed for an account.
fn purpose(account: uuid::Uuid) -> String {
    format!("openid:{account}")
}

/// The mark by which an openid is found.
fn mark(app: &App, openid: &str) -> String {
    app.seal.mark("openid", openid)
}

/// Whether the settings can be right.
///
/// # Errors
/// Names the setting that is wrong, and what was expected; never a secret.
pub(super) fn is_right(config: &Config) -> anyhow::Result<()> {
    let wechat = &config.wechat;
    let word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric());
    anyhow::ensure!(word(&wechat.proof), "wechat.proof: expected what stands between MP_verify_ and .txt");
    if wechat.appid.is_empty() {
        return Ok(());
    }
    anyhow::ensure!(
        word(&wechat.appid),
        "wechat.appid: expected letters and digits such as wx0123456789abcdef"
    );
    anyhow::ensure!(!wechat.secret.is_empty(), "wechat.secret: expected the AppSecret, found nothing");
    anyhow::ensure!(!wechat.token.is_empty(), "wechat.token: expected the token of the server configuration");
    for (name, key) in [("aes_key", &wechat.aes_key), ("old_aes_key", &wechat.old_aes_key)] {
        let missing = key.is_empty() && name == "old_aes_key";
        anyhow::ensure!(
            missing || crypt::key(key).is_some(),
            "wechat.{name}: expected the 43 signs of EncodingAESKey"
        );
    }
    for (name, url) in [("endpoint", &wechat.endpoint), ("authorize", &wechat.authorize)] {
        anyhow::ensure!(is_safe(url), "wechat.{name}: expected https://…; http:// only to this machine");
    }
    if let Some((kind, _)) = wechat.templates.iter().find(|(_, template)| template.id.is_empty()) {
        anyhow::bail!("wechat.templates.{kind}: expected the number of its template (id)");
    }
    if let Some((word, _)) = wechat.replies.iter().find(|(_, path)| !path.starts_with('/')) {
        anyhow::bail!("wechat.replies.{word}: expected a page of this site, from the slash on");
    }
    Ok(())
}
