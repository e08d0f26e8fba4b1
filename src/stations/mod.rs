//! Clause 6, homes and stations (代表之家、代表联络站): what everybody is told of them, what they have and what is missing,
//! whether they cover the whole city, and the guidance they get.
//!
//! A station is an organization of the register. Beside it stand its details, rules, photos, the year's plan and the
//! posters, which its keeper, its local office or the commission keep. From these and from what really happened (the
//! receptions and the opinions handed in) [`haves::assess`] says which of the six haves it has: nobody fills in a form
//! about that. [`coverage`] puts the stations of each town beside one another and names the gaps; [`map`] draws them.
//! Whoever guides a station notes a visit with its findings, and each is followed until the visitor saw it put right.
//!
//! * `haves`: the six haves of a station; pure
//! * `coverage`: towns and streets with what they have, and the gaps
//! * `geojson`, `map`: outlines read from a file; the schematic map as an SVG; pure
//! * `acts`: details, plan, papers, outlines; visits and findings
//! * `store`: the SQL
//! * `pages`: the public pages, the keeper's pages, coverage, visits, what is printed

pub mod acts;
pub mod coverage;
pub mod geojson;
pub mod haves;
pub mod map;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;

pub use pages::routes;

/// What is tied to a station as its photo.
pub const PHOTO: &str = "station";

/// What is tied to a station as one of its rules.
pub const RULES: &str = "station-rules";

/// What is known of a station's entrance.
pub const ACCESSIBLE: [&str; 3] = ["yes", "partly", "no"];

/// The serial number of a station's n-th paper form.
pub fn serial(code: &str, n: i64) -> String {
    format!("{code}-{n:04}")
}
