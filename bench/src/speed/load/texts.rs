//! What made-up voters write: composed from a word list, most of it short, a few topics far more common than the others.

use anyhow::Result;
use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};
use serde::Deserialize;

/// A name that stands in a handful of opinions only, whatever their number.
pub const RARE: &str = "白鹭嘴老渡口";
/// A word that stands in a great part of them.
pub const COMMON: &str = "路灯";

#[derive(Deserialize)]
struct Words {
    since: Vec<String>,
    openers: Vec<String>,
    closers: Vec<String>,
    patterns: Vec<String>,
    first: String,
    second: String,
    kinds: Vec<String>,
    topics: Vec<Topic>,
}

#[derive(Deserialize)]
struct Topic {
    words: Vec<String>,
}

/// Composes opinions.
pub struct Texts {
    words: Words,
    first: Vec<char>,
    second: Vec<char>,
}

impl Texts {
    /// From the word list beside.
    pub fn new() -> Result<Self> {
        let words: Words = toml::from_str(include_str!("../words.toml"))?;
        Ok(Self { first: words.first.chars().collect(), second: words.second.chars().collect(), words })
    }

    /// An opinion: two to some twenty sentences, half of them under a hundred characters.
    pub fn opinion(&self, rng: &mut StdRng) -> String {
        let words = &self.words;
        let topic = &words.topics[skewed(rng, words.topics.len())];
        let place = self.place(rng);
        let mut text = one(&words.openers, rng).to_owned();
        let wide: f64 = (0..4).map(|_| rng.random::<f64>()).sum::<f64>() - 2.0;
        let sentences = (1.6 * (1.5 * wide).exp()).ceil().clamp(1.0, 20.0) as usize;
        for _ in 0..sentences {
            let told = one(&words.patterns, rng)
                .replace("{p}", &place)
                .replace("{w}", one(&topic.words, rng))
                .replace("{s}", one(&words.since, rng))
                .replace("{n}", &rng.random_range(3..200).to_string());
            text.push_str(&told);
        }
        text.push_str(one(&words.closers, rng));
        text
    }

    fn place(&self, rng: &mut StdRng) -> String {
        let mut place = String::new();
        place.extend(self.first.choose(rng));
        place.extend(self.second.choose(rng));
        place.push_str(one(&self.words.kinds, rng));
        place
    }
}

fn one<'a>(all: &'a [String], rng: &mut StdRng) -> &'a str {
    all.choose(rng).map_or("", String::as_str)
}

/// A place among so many, the first far more often than the last.
pub fn skewed(rng: &mut StdRng, of: usize) -> usize {
    let at = rng.random::<f64>().powf(2.5) * of as f64;
    (at as usize).min(of - 1)
}

/// The line of an opinion in lists.
pub fn line(body: &str) -> String {
    let line: String = body.chars().take(36).collect();
    if body.chars().count() > 36 { format!("{line}…") } else { line }
}
