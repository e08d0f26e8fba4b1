//! What many answers speak of, as a few themes. Pure, and the same whatever order the answers come in: each theme grows
//! around the word that says most about the answers not yet in one, takes in what is like it, and is named by its
//! characteristic words. An answer is in one theme at most; what stands alone is kept as a single voice and never lost.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::hanzi::Gist;

/// The most themes of a question: more are not read.
const MOST: usize = 8;
/// Fewer answers are no theme.
const LEAST: usize = 2;
/// As like a theme as this, an answer without its word belongs to it.
const ALIKE: f32 = 0.2;
/// Words that name a theme.
const NAMED_BY: usize = 3;

/// What several answers speak of.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Its characteristic words, the most telling first.
    pub words: Vec<String>,
    /// The places of its answers in the list that was given, the most central first.
    pub members: Vec<usize>,
}

/// The themes of some answers, the largest first, and the places of those that stand alone. The words of `about`, the
/// question itself, tell none from another.
pub fn themes(answers: &[&str], about: &str) -> (Vec<Theme>, Vec<usize>) {
    // By their words, so that the order in which they came decides nothing; the same words stay side by side.
    let mut order: Vec<usize> = (0..answers.len()).collect();
    order.sort_by(|one, other| answers[*one].cmp(answers[*other]).then(one.cmp(other)));
    let asked = Gist::of(about);
    let common: BTreeSet<&str> = asked.weights().map(|(word, _)| word).collect();
    let gists: Vec<Gist> = order.iter().map(|place| Gist::of(answers[*place])).collect();
    let mut left: BTreeSet<usize> = (0..order.len()).collect();
    let mut found: Vec<Vec<usize>> = Vec::new();
    while found.len() < MOST {
        let Some(members) = seed(&gists, &left, &common) else { break };
        left.retain(|place| !members.contains(place));
        found.push(members);
    }
    let cores: Vec<Gist> = found.iter().map(|members| whole(&gists, members)).collect();
    for place in left.clone() {
        let like = cores.iter().map(|core| gists[place].like(core).score).enumerate();
        let best = like.reduce(|best, next| if next.1 > best.1 { next } else { best });
        if let Some((theme, _)) = best.filter(|(_, score)| *score >= ALIKE) {
            found[theme].push(place);
            left.remove(&place);
        }
    }
    let mut all: Vec<Theme> = found.into_iter().map(|members| named(&gists, members, &common)).collect();
    all.sort_by(|one, other| {
        other.members.len().cmp(&one.members.len()).then_with(|| one.words.cmp(&other.words))
    });
    for theme in &mut all {
        theme.members.iter_mut().for_each(|place| *place = order[*place]);
    }
    (all, left.into_iter().map(|place| order[place]).collect())
}

fn whole(gists: &[Gist], members: &[usize]) -> Gist {
    Gist::together(members.iter().map(|place| &gists[*place]))
}

/// The answers that share the word which says most about those left; none when no word is shared.
fn seed(gists: &[Gist], left: &BTreeSet<usize>, common: &BTreeSet<&str>) -> Option<Vec<usize>> {
    let mut shared: BTreeMap<&str, (f32, Vec<usize>)> = BTreeMap::new();
    for place in left {
        for (word, weight) in gists[*place].weights().filter(|(word, _)| !common.contains(word)) {
            let (sum, members) = shared.entry(word).or_default();
            *sum += weight;
            members.push(*place);
        }
    }
    let many = shared.into_values().filter(|(_, members)| members.len() >= LEAST);
    // The first of equals, by the order of the words.
    many.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, members)| members)
}

fn named(gists: &[Gist], mut members: Vec<usize>, common: &BTreeSet<&str>) -> Theme {
    let core = whole(gists, &members);
    let holders = |word: &str| {
        members.iter().filter(|place| gists[**place].weights().any(|(held, _)| held == word)).count()
    };
    let mut words: Vec<(f32, &str)> = core
        .weights()
        .filter(|(word, _)| !common.contains(word) && holders(word) >= LEAST)
        .map(|(word, weight)| (weight, word))
        .collect();
    words.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
    let mut kept: Vec<String> = Vec::new();
    for (_, word) in words {
        // 路灯 and 路灯坏 say the same.
        if kept.len() < NAMED_BY
            && !kept.iter().any(|other| other.contains(word) || word.contains(other.as_str()))
        {
            kept.push(word.to_owned());
        }
    }
    let central = |place: &usize| gists[*place].like(&core).score;
    members.sort_by(|one, other| central(other).total_cmp(&central(one)).then(one.cmp(other)));
    Theme { words: kept, members }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAID: [&str; 9] = [
        "校车太少，孩子早上等校车要半个小时。",
        "希望增加校车班次，方便接送孩子。",
        "校车师傅开得快，要加强管理。",
        "食堂的饭菜凉了，希望改善食堂。",
        "食堂价格太高。",
        "孩子说食堂不卫生。",
        "操场晚上能不能对外开放？",
        "校车站点离村里太远。",
        "作业太多，睡得太晚。",
    ];

    fn texts(themes: &[Theme], said: &[&str]) -> Vec<BTreeSet<String>> {
        themes
            .iter()
            .map(|theme| theme.members.iter().map(|place| said[*place].to_owned()).collect())
            .collect()
    }

    #[test]
    fn what_is_said_often_becomes_a_theme_named_by_its_words() {
        let (found, alone) = themes(&SAID, "对学校后勤有什么建议？");
        assert_eq!(found[0].words[0], "校车", "{found:?}");
        assert_eq!(found[0].members.len(), 4);
        assert_eq!(found[1].words[0], "食堂", "{found:?}");
        assert_eq!(found[1].members.len(), 3);
        let alone: BTreeSet<&str> = alone.into_iter().map(|place| SAID[place]).collect();
        assert!(alone.contains("操场晚上能不能对外开放？") && alone.contains("作业太多，睡得太晚。"));
    }

    #[test]
    fn the_questions_own_words_make_no_theme() {
        let said = ["校车好。", "校车安全。", "校车方便。"];
        let (found, alone) = themes(&said, "您对校车有什么看法？");
        assert!(found.is_empty() && alone.len() == 3, "{found:?}");
        assert_eq!(themes(&[], ""), (Vec::new(), Vec::new()));
    }

    proptest! {
        #[test]
        fn each_answer_is_in_one_theme_or_alone_whatever_the_order(
            picked in prop::collection::vec(0usize..SAID.len(), 0..30),
            turn in 0usize..30,
        ) {
            let said: Vec<&str> = picked.iter().map(|nth| SAID[*nth]).collect();
            let (found, alone) = themes(&said, "对学校后勤有什么建议？");
            let mut places: Vec<usize> = found.iter().flat_map(|theme| theme.members.clone()).chain(alone.clone()).collect();
            places.sort_unstable();
            prop_assert_eq!(places, (0..said.len()).collect::<Vec<_>>(), "each is somewhere, once");
            for theme in &found {
                prop_assert!(theme.members.len() >= LEAST && !theme.words.is_empty());
            }
            let mut other = said.clone();
            other.reverse();
            let by = turn % other.len().max(1);
            other.rotate_left(by);
            let (again, _) = themes(&other, "对学校后勤有什么建议？");
            prop_assert_eq!(texts(&found, &said), texts(&again, &other));
            let words = |themes: &[Theme]| themes.iter().map(|theme| theme.words.clone()).collect::<Vec<_>>();
            prop_assert_eq!(words(&found), words(&again));
        }
    }
}
