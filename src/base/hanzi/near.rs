//! What somebody probably meant: the name among those known that is most like what was typed, by its signs and by its
//! sound.

use super::names::pinyin_full;

/// The known name that is most like what was typed; none when nothing is near.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let signs: Vec<char> = typed.chars().collect();
    let sound = pinyin_full(typed);
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let other: Vec<char> = name.chars().collect();
        // Twice the number of signs that differ, so that the sound can count for half of one.
        let mut far = 2 * apart(&signs, &other);
        if far > 2 && signs.len() == other.len() && pinyin_full(name) == sound {
            far = 1;
        }
        if far > 2 && (is_short_for(&signs, &other) || is_short_for(&other, &signs)) {
            far = 2;
        }
        let most = 2 * (signs.len().max(other.len()) / 3).max(1);
        let nearer = best.is_none_or(|(before, _)| far < before);
        if far <= most && far < 2 * signs.len().max(1) && nearer {
            best = Some((far, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Whether the signs of a short form stand in the long one, in the same order.
fn is_short_for(short: &[char], long: &[char]) -> bool {
    let mut rest = long.iter();
    short.len() >= 2 && short.iter().all(|sign| rest.any(|other| other == sign))
}

/// How many signs must be put in, left out or changed to make one of the other.
fn apart(a: &[char], b: &[char]) -> usize {
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (row, left) in a.iter().enumerate() {
        let mut here = vec![row + 1];
        for (column, right) in b.iter().enumerate() {
            let changed = above[column] + usize::from(left != right);
            here.push(changed.min(above[column + 1] + 1).min(here[column] + 1));
        }
        above = here;
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn what_was_meant_is_found_by_signs_and_by_sound() {
        let known = ["张沟镇", "郭河镇", "沔城回族镇", "干河街道", "第1选区", "第12选区"];
        for (typed, meant) in [
            ("张沟", Some("张沟镇")),
            ("章沟镇", Some("张沟镇")),
            ("章购镇", Some("张沟镇")),
            ("干河街道办", Some("干河街道")),
            ("沔城镇", Some("沔城回族镇")),
            ("沔城", Some("沔城回族镇")),
            ("第1选区 ", Some("第1选区")),
            ("国河镇", Some("郭河镇")),
            ("武汉市", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, known), meant, "{typed}");
        }
    }
}
