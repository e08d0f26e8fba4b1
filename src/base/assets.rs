//! The stylesheet, the small script and the mark: carried inside the program, and named by their content so that
//! a browser keeps them for a year and still gets every change at once.

use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

struct Asset {
    name: String,
    kind: &'static str,
    bytes: &'static [u8],
}

fn assets() -> &'static [Asset; 7] {
    static ASSETS: OnceLock<[Asset; 7]> = OnceLock::new();
    ASSETS.get_or_init(|| {
        [
            fingerprinted("site", "css", "text/css; charset=utf-8", include_bytes!("../../assets/site.css")),
            fingerprinted(
                "site",
                "js",
                "text/javascript; charset=utf-8",
                include_bytes!("../../assets/site.js"),
            ),
            fingerprinted(
                "offline",
                "js",
                "text/javascript; charset=utf-8",
                include_bytes!("../../assets/offline.js"),
            ),
            fingerprinted(
                "desk",
                "js",
                "text/javascript; charset=utf-8",
                include_bytes!("../../assets/desk.js"),
            ),
            fingerprinted("mark", "svg", "image/svg+xml", include_bytes!("../../assets/mark.svg")),
            // The same file that is tried against the standard's vectors beside the issuer.
            fingerprinted(
                "blind",
                "js",
                "text/javascript; charset=utf-8",
                include_bytes!("../../crates/ballot/js/blind.js"),
            ),
            fingerprinted(
                "tokens",
                "js",
                "text/javascript; charset=utf-8",
                include_bytes!("../../assets/tokens.js"),
            ),
        ]
    })
}

fn fingerprinted(stem: &str, ending: &str, kind: &'static str, bytes: &'static [u8]) -> Asset {
    let hash = hex::encode(&Sha256::digest(bytes)[..6]);
    Asset { name: format!("/assets/{stem}-{hash}.{ending}"), kind, bytes }
}

/// The address of the stylesheet.
pub fn css() -> &'static str {
    &assets()[0].name
}

/// The address of the script.
pub fn js() -> &'static str {
    &assets()[1].name
}

/// The address of the script for whoever is signed in.
pub fn desk_js() -> &'static str {
    &assets()[3].name
}

/// The address of the script for work without a network.
pub fn offline_js() -> &'static str {
    &assets()[2].name
}

/// The addresses of the scripts for tokens of a secret review: the mathematics, and what the pages do with it.
pub fn token_js() -> [&'static str; 2] {
    [&assets()[5].name, &assets()[6].name]
}

/// The script that answers without a network, with the names of this version's assets.
pub fn worker() -> String {
    // Reviews are for whoever is there: their scripts, the last two, are not kept.
    let names: Vec<&str> = assets()[..5].iter().map(|asset| asset.name.as_str()).collect();
    let version = hex::encode(&Sha256::digest(names.concat())[..6]);
    let list = format!("['{}']", names.join("', '"));
    include_str!("../../assets/worker.js").replace("{version}", &version).replace("{assets}", &list)
}

/// The address of the mark, for the browser's tab.
pub fn mark() -> &'static str {
    &assets()[4].name
}

/// `GET /assets/{name}`: one of them, to be kept for ever, since a change gets another name.
pub async fn asset(Path(name): Path<String>) -> Response {
    let wanted = format!("/assets/{name}");
    match assets().iter().find(|asset| asset.name == wanted) {
        Some(asset) => {
            let headers = [
                (header::CONTENT_TYPE, asset.kind),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (headers, asset.bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_known_name_is_kept_for_ever_and_an_old_one_is_gone() {
        let name = css().strip_prefix("/assets/").expect("assets live under one folder").to_owned();
        let found = asset(Path(name)).await;
        assert_eq!(found.status(), StatusCode::OK);
        assert_eq!(found.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(found.headers()[header::CACHE_CONTROL].to_str().expect("ascii").contains("immutable"));
        assert_eq!(asset(Path("site-000000000000.css".to_owned())).await.status(), StatusCode::NOT_FOUND);
        assert_ne!(css(), js());
    }

    #[test]
    fn the_script_writes_no_html_and_runs_no_text() {
        let scripts = assets().iter().filter(|asset| asset.kind.starts_with("text/javascript"));
        let mut all: Vec<String> =
            scripts.map(|asset| String::from_utf8_lossy(asset.bytes).into_owned()).collect();
        all.push(worker());
        assert_eq!(all.len(), 6);
        for banned in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "new Function", "document.write"]
        {
            assert!(all.iter().all(|script| !script.contains(banned)), "a script uses {banned}");
        }
    }
}
