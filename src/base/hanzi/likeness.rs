//! Opinions that speak of the same thing, and the words that show it, so that a clerk sees at a glance why two were put together.
//!
//! Rare words weigh more than common ones (one place name says more than ten times 问题), and the courtesies that every
//! opinion contains weigh nothing.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use super::words::{is_known, share, words};
use super::{is_hanzi, plain};

/// The most words that explain a likeness.
const SHARED_MOST: usize = 12;
/// How many words tell an opinion from others.
const TELLING_MOST: usize = 12;

/// Words that nearly every opinion contains, whatever it is about.
static BOILERPLATE: LazyLock<HashSet<&str>> = LazyLock::new(|| COURTESIES.split_whitespace().collect());
const COURTESIES: &str = "您好 你好 尊敬 领导 书记 市长 区长 县长 希望 请 请问 恳请 恳求 强烈 谢谢 感谢 麻烦 反映 反应 问题 情况 解决 处理 \
办理 回复 答复 咨询 投诉 建议 意见 政府 有关 有关部门 相关 相关部门 部门 我们 你们 他们 大家 自己 我 你 他 为什么 什么 怎么 如何 是否 能否 可以 \
可否 应该 需要 现在 目前 一直 已经 多次 至今 一个 没有 进行 因为 由于 所以 但是 如果 这个 那个 这样 这些 以及 并且 还是 不能 不是 就是 导致 \
造成 影响 严重 居民 群众 百姓 老百姓 市民 人民 今年 去年 时候 时间 关注 重视 落实 尽快 尽早 早日 关于 对于 根据 此事 此致 敬礼 网友 留言 来信 \
之后 以后 以来 可是 而且 不仅 甚至 其他 那么 只是 只有 一些 很多 许多 非常 十分 有的 之间 作为 通过 给予 工作 工作人员 单位 生活 人员 知道 \
告知 说明 表示 要求 认为 觉得 发现 存在 出现 本人 我家 家里 附近 地方 期间 月份 每天 天天 一下 起来 出来 下来 多年 国家 社会 城市 发展 出行";

/// Hanzi that chance puts beside another; two hanzi with one of these are no name.
const CHANCE: &str = "我你他她它们这那此该每各某要会能可去来到在从向往对给让被把将就都也还又再很太不没无未有是为与和及或之其而且但所以县市区镇乡村号户人说看问找想做用买住后前里内外上下时年月日天元";

/// How alike two opinions are, and by what.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// From 0 (nothing shared) to 1 (the same words).
    pub score: f32,
    /// The words they share, the most telling first.
    pub shared: Vec<String>,
}

/// A stretch of text that is to be marked or left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text as written.
    pub text: String,
    /// Whether it is one of the shared words.
    pub marked: bool,
}

/// What an opinion is about: the words that count, each with its weight. Made once, it is compared with many.
#[derive(Debug, Clone)]
pub struct Gist(BTreeMap<String, f32>);

impl Gist {
    /// Reads the gist of a text.
    pub fn of(text: &str) -> Self {
        let mut times: BTreeMap<String, u16> = BTreeMap::new();
        for word in words(text) {
            if counts(&word) && !BOILERPLATE.contains(word.as_str()) {
                let seen = times.entry(word).or_default();
                *seen = seen.saturating_add(1);
            }
        }
        // Rarity decides; a repeated word counts a little more.
        let weigh = |(word, times): (String, u16)| {
            let weight = rarity(&word) * (1.0 + f32::from(times).ln());
            (word, weight)
        };
        Self(times.into_iter().map(weigh).collect())
    }

    /// The words with their weights, in the order of their letters.
    pub fn weights(&self) -> impl Iterator<Item = (&str, f32)> {
        self.0.iter().map(|(word, weight)| (word.as_str(), *weight))
    }

    /// What several are about together.
    pub fn together<'a>(all: impl IntoIterator<Item = &'a Gist>) -> Gist {
        let mut sum: BTreeMap<String, f32> = BTreeMap::new();
        for (word, weight) in all.into_iter().flat_map(Gist::weights) {
            *sum.entry(word.to_owned()).or_default() += weight;
        }
        Gist(sum)
    }

    /// Compares two opinions by the words they share.
    pub fn like(&self, other: &Gist) -> Likeness {
        let length = |gist: &Gist| gist.0.values().map(|weight| weight * weight).sum::<f32>();
        let whole = (length(self) * length(other)).sqrt();
        let both =
            |(word, here): (&String, &f32)| other.0.get(word).map(|there| (word.clone(), here * there));
        let mut shared: Vec<(String, f32)> = self.0.iter().filter_map(both).collect();
        // `f32` sums begin at -0, hence `abs`.
        let common = shared.iter().map(|(_, weight)| weight).sum::<f32>().abs();
        let score = if whole > 0.0 { (common / whole).min(1.0) } else { 0.0 };
        heaviest(&mut shared, SHARED_MOST);
        Likeness { score, shared: shared.into_iter().map(|(word, _)| word).collect() }
    }

    /// The most telling words with their weights, at most 12, the most telling first.
    pub fn telling(&self) -> Vec<(String, f32)> {
        let mut telling = self.0.iter().map(|(word, weight)| (word.clone(), *weight)).collect();
        heaviest(&mut telling, TELLING_MOST);
        telling
    }

    /// The same without the weights: what the database keeps to fetch candidates by.
    pub fn fingerprint(&self) -> Vec<String> {
        self.telling().into_iter().map(|(word, _)| word).collect()
    }
}

/// Compares two opinions by the words they share, each weighed by its rarity.
pub fn similar(a: &str, b: &str) -> Likeness {
    Gist::of(a).like(&Gist::of(b))
}

/// The most telling words of an opinion, at most 12, the most telling first.
pub fn fingerprint(text: &str) -> Vec<String> {
    Gist::of(text).fingerprint()
}

fn heaviest(words: &mut Vec<(String, f32)>, most: usize) {
    words.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    words.truncate(most);
}

/// Cuts a text so that a page can mark the shared words wherever they stand; the pieces in a row are the text.
pub fn mark(text: &str, shared: &[String]) -> Vec<Piece> {
    let folded: Vec<char> = text.chars().map(plain).collect();
    let mut marked = vec![false; folded.len()];
    for word in shared {
        let word: Vec<char> = word.chars().map(plain).collect();
        if word.is_empty() {
            continue;
        }
        for at in 0..(folded.len() + 1).saturating_sub(word.len()) {
            let end = at + word.len();
            if folded[at..end] == word[..] && stands_alone(&folded, at, end) {
                marked[at..end].fill(true);
            }
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for (c, marked) in text.chars().zip(marked) {
        match pieces.last_mut() {
            Some(piece) if piece.marked == marked => piece.text.push(c),
            _ => pieces.push(Piece { text: c.into(), marked }),
        }
    }
    pieces
}

/// A Latin word or a number counts only whole: `a2` is not in `a20`.
fn stands_alone(text: &[char], from: usize, to: usize) -> bool {
    let latin = |c: char| c.is_alphanumeric() && !is_hanzi(c);
    let joined = |left: usize, right: usize| latin(text[left]) && latin(text[right]);
    !(from > 0 && joined(from - 1, from) || to < text.len() && joined(to - 1, to))
}

/// Single hanzi, small numbers and hanzi side by side by chance say nothing about likeness.
fn counts(word: &str) -> bool {
    let length = word.chars().count();
    let number = word.chars().all(|c| c.is_ascii_digit());
    let chance = || length == 2 && word.chars().any(|c| CHANCE.contains(c)) && !is_known(word);
    length >= 2 && !(number && length < 5) && !chance()
}

/// A weight between 0 and 1 that falls with how common the word is in general Chinese.
fn rarity(word: &str) -> f32 {
    // The logarithm of a word met once in the whole of the dictionary's texts.
    const RAREST: f32 = 17.9;
    // A7, 520, ktv: a short mark says where, seldom what.
    const SHORT_MARK: f32 = 0.35;
    if word.is_ascii() && word.len() <= 3 {
        return SHORT_MARK;
    }
    (-share(word).ln() / RAREST).clamp(0.1, 1.0).powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIGHT: &str =
        "您好，尊敬的领导：郑场镇新河村三组的路灯坏了两个月，老人晚上出门摔跤，希望尽快修好路灯。谢谢！";
    const SAME_LIGHT: &str = "请问郑场镇新河村的路灯什么时候修？三组一片漆黑，已经有老人摔跤了。";
    const PARKING: &str = "您好，尊敬的领导：小区物业公司停车收费太高，没有开业主大会，希望尽快解决。谢谢！";

    #[test]
    fn the_same_complaint_in_other_words_ranks_far_above_courtesies() {
        let same = similar(LIGHT, SAME_LIGHT);
        let other = similar(LIGHT, PARKING);
        assert!(same.score > 0.5, "{same:?}");
        assert!(other.score < 0.05, "{other:?}");
        assert!(
            same.shared.contains(&"路灯".to_owned()) && same.shared.contains(&"新河".to_owned()),
            "{same:?}"
        );
        assert!(similar(LIGHT, LIGHT).score > 0.999);
        assert_eq!(similar(LIGHT, SAME_LIGHT), similar(SAME_LIGHT, LIGHT));
    }

    #[test]
    fn nothing_is_like_nothing() {
        for empty in ["", "您好，谢谢！", "，。", "12 34"] {
            assert_eq!(similar(empty, LIGHT), Likeness { score: 0.0, shared: Vec::new() }, "{empty}");
            assert!(fingerprint(empty).is_empty());
        }
    }

    #[test]
    fn a_fingerprint_is_short_and_meets_its_like() {
        let telling = fingerprint(LIGHT);
        assert!((6..=TELLING_MOST).contains(&telling.len()), "{telling:?}");
        assert!(telling.iter().filter(|word| fingerprint(SAME_LIGHT).contains(word)).count() >= 3);
        assert!(telling.iter().all(|word| !BOILERPLATE.contains(word.as_str())));
    }

    #[test]
    fn shared_words_are_marked_where_they_stand() {
        let pieces = mark("路灯A20坏，Ａ2的路灯𠮷也坏", &["路灯".into(), "a2".into()]);
        let written: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(written, "路灯A20坏，Ａ2的路灯𠮷也坏");
        let marked: Vec<_> =
            pieces.iter().filter(|piece| piece.marked).map(|piece| piece.text.as_str()).collect();
        assert_eq!(marked, ["路灯", "Ａ2", "路灯"]);
        assert!(mark("", &["路灯".into()]).is_empty());
        assert_eq!(mark("短", &["路灯很长".into(), String::new()]).len(), 1);
    }
}
