//! The words a text is found by.
//!
//! What is indexed is generous (every dictionary word wherever it stands, every pair of hanzi, every single hanzi), what
//! is asked is spare. So any piece of a text finds that text again, whatever the dictionary makes of the piece, and a
//! name no dictionary knows is found by any two of its hanzi.

use std::collections::HashSet;
use std::sync::OnceLock;

use jieba_rs::Jieba;

use super::{is_hanzi, plain};

/// Single hanzi that only bind a sentence; never half of a name.
const ENDINGS: &str = "的了吗呢吧啊嘛呀么";
/// Single hanzi that say little when they stand alone between words; they are asked for only when nothing else is.
const PARTICLES: &str =
    "的了吗呢吧啊嘛呀么着过和与及或在是有为对从被把将让给向就都也还又再很太这那其之而且所以到";

/// Loads the dictionary now (some 100 ms), so that the first visitor does not wait for it.
pub fn warm_up() {
    dictionary();
}

/// The words of a text in reading order: dictionary words, pairs of hanzi where the dictionary knows none, Latin words and numbers whole.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for run in runs(text) {
        match run {
            Run::Whole(word) => found.push(word),
            Run::Hanzi(run) => spare(&run, &mut found),
        }
    }
    found
}

/// The text as the search index keeps it: distinct words with a space between, for FTS5 and `to_tsvector('simple', …)`.
pub fn index_text(text: &str) -> String {
    let mut seen = HashSet::new();
    let mut line = String::with_capacity(text.len() * 3);
    let mut add = |word: &str| {
        if seen.insert(word.to_owned()) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    };
    for run in runs(text) {
        match run {
            Run::Whole(word) => add(&word),
            Run::Hanzi(run) => generous(&run, &mut add),
        }
    }
    line
}

/// The words that must all be found for a question: only letters, digits and hanzi, so none can be an operator of the index.
pub fn query_text(text: &str) -> Vec<String> {
    let all = words(text);
    let telling = |word: &String| word.chars().nth(1).is_some() || !PARTICLES.contains(word.as_str());
    let any_telling = all.iter().any(telling);
    let mut seen = HashSet::new();
    all.into_iter().filter(|word| (!any_telling || telling(word)) && seen.insert(word.clone())).collect()
}

/// How often a word occurs in general Chinese, as its share of all words.
pub(super) fn share(word: &str) -> f32 {
    // The total of jieba's default dictionary; words it does not know count as met once.
    const TOTAL: f32 = 6.0e7;
    dictionary().suggest_freq(word) as f32 / TOTAL
}

/// Whether the dictionary has a word; what it has not is a number, a Latin word or two hanzi that stand together.
pub(super) fn is_known(word: &str) -> bool {
    dictionary().has_word(word)
}

fn dictionary() -> &'static Jieba {
    static DICTIONARY: OnceLock<Jieba> = OnceLock::new();
    DICTIONARY.get_or_init(Jieba::new)
}

enum Run {
    Hanzi(String),
    Whole(String),
}

/// A text as stretches of hanzi and stretches of other letters and digits; all else separates.
fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for c in text.chars().map(plain) {
        let hanzi = is_hanzi(c);
        match runs.last_mut() {
            Some(Some(Run::Hanzi(run))) if hanzi => run.push(c),
            Some(Some(Run::Whole(run))) if !hanzi && c.is_alphanumeric() => run.push(c),
            _ if hanzi => runs.push(Some(Run::Hanzi(c.into()))),
            _ if c.is_alphanumeric() => runs.push(Some(Run::Whole(c.into()))),
            _ => runs.push(None),
        }
    }
    runs.into_iter().flatten().collect()
}

/// One reading of a stretch of hanzi: its dictionary words, and pairs where single hanzi follow each other.
fn spare(run: &str, found: &mut Vec<String>) {
    let mut singles: Vec<char> = Vec::new();
    for token in dictionary().cut(run, false) {
        let mut chars = token.word.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) if !ENDINGS.contains(one) => singles.push(one),
            _ => {
                pairs(&mut singles, found);
                found.push(token.word.to_owned());
            }
        }
    }
    pairs(&mut singles, found);
}

fn pairs(singles: &mut Vec<char>, found: &mut Vec<String>) {
    if let [one] = singles[..] {
        found.push(one.into());
    }
    found.extend(singles.windows(2).map(|pair| pair.iter().collect::<String>()));
    singles.clear();
}

/// Everything a stretch of hanzi may be found by.
fn generous(run: &str, add: &mut impl FnMut(&str)) {
    for token in dictionary().cut_all(run) {
        add(token.word);
    }
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    for at in starts.windows(2) {
        add(&run[at[0]..at[1]]);
    }
    for at in starts.windows(3) {
        add(&run[at[0]..at[2]]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(text: &str, question: &str) -> bool {
        let index = index_text(text);
        let index: HashSet<&str> = index.split(' ').collect();
        let asked = query_text(question);
        !asked.is_empty() && asked.iter().all(|word| index.contains(word.as_str()))
    }

    #[test]
    fn opinions_are_found_by_the_words_people_type() {
        let text = "Ａ２区景蓉华苑小区的停车收费过高，希望物业公司给个说法。电话：0728-3222222";
        for question in [
            "停车",
            "停车收费",
            "物业",
            "景蓉",
            "蓉华",
            "a2",
            "A2区",
            "收费 小区",
            "3222222",
            "停车的收费",
            "费",
        ] {
            assert!(finds(text, question), "{question}");
        }
        for question in ["供水", "停车 供水", "a", "322", ""] {
            assert!(!finds(text, question), "{question}");
        }
    }

    #[test]
    fn any_two_hanzi_of_an_unknown_name_find_it() {
        let name = "尉迟䶮𠮷𪚥·买买提";
        for pair in ["尉迟", "迟䶮", "䶮𠮷", "𠮷𪚥", "买买", "买提", "𪚥"] {
            assert!(finds(name, pair), "{pair}");
        }
    }

    #[test]
    fn nothing_asked_can_be_an_operator() {
        for question in ["a OR b\"*", "NEAR(x y)", "路灯 & !坏 | (修:*)", "'; --", "^路-灯", "{title}:x"]
        {
            for word in query_text(question) {
                assert!(word.chars().all(|c| is_hanzi(c) || c.is_alphanumeric()), "{word}");
                assert_eq!(word, word.to_lowercase(), "an upper-case OR would be an operator");
            }
        }
        assert!(query_text("，。！*\"").is_empty());
        assert_eq!(query_text("的"), ["的"], "a particle alone is still asked");
    }

    #[test]
    fn reading_order_is_kept_and_names_are_paired() {
        assert_eq!(words("Wi-Fi太慢"), ["wi", "fi", "太慢"].map(String::from).to_vec());
        assert!(words("龖龘䶮").contains(&"龖龘".to_owned()));
    }

    proptest! {
        #[test]
        fn every_piece_of_a_text_finds_the_text(text in "[的一是不了人大代表路灯停车收费仙桃郑场镇物业公司修坏学校𠮷𪚥䶮a-z0-9Ａ，。 ·]{1,40}", from in 0usize..40, len in 1usize..12) {
            // Latin words and numbers are kept whole, so a piece is cut between them.
            let piece: String = text.chars().skip(from).take(len).collect();
            let hanzi_only: String = piece.chars().map(|c| if is_hanzi(c) { c } else { ' ' }).collect();
            prop_assume!(hanzi_only.trim() != "");
            prop_assert!(finds(&text, &hanzi_only), "{text} / {hanzi_only}");
        }

        #[test]
        fn no_text_is_too_strange(text in any::<String>()) {
            for word in index_text(&text).split(' ').filter(|word| !word.is_empty()) {
                prop_assert!(word.chars().all(|c| is_hanzi(c) || c.is_alphanumeric()));
            }
            query_text(&text);
        }
    }
}
