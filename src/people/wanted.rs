//! What somebody typed to find a deputy, as the village or the name that is meant: the name itself, its pinyin in any
//! case, an address that a village stands in, a road that a station's address names; and where nothing is right, the
//! nearest. Pure: the candidates are handed in.

use uuid::Uuid;

use crate::base::form::plain;
use crate::base::hanzi::{is_hanzi, pinyin_full, pinyin_initials};
use crate::bodies::Area;

/// What a place is called by beside its own name, the longest first. People leave it out, and write it otherwise.
const SUFFIXES: [&str; 10] =
    ["村民委员会", "街道办事处", "街道办", "村委会", "居委会", "社区", "街道", "村", "镇", "乡"];

/// What a road is called; a street that goes on as 街道 is a district.
const ROADS: [char; 4] = ['路', '道', '街', '巷'];

/// The nearest that are offered when nothing is right.
const NEAR: usize = 8;

/// What was typed, without blanks where they say nothing.
pub(super) fn tidied(typed: &str) -> String {
    let typed = plain(typed);
    let kept: String = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '-')).collect();
    kept.chars().take(50).collect()
}

/// A place's name without what it is called by.
fn stem(name: &str) -> &str {
    let cut = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix));
    cut.filter(|stem| stem.chars().count() >= 2).unwrap_or(name)
}

fn has_latin(typed: &str) -> bool {
    typed.chars().any(|c| c.is_ascii_alphabetic())
}

/// The places that are meant: a name that holds what was typed, or its pinyin; else those that what was typed holds,
/// as an address does. Where a town is named too, only what lies in it.
pub(super) fn places<'a>(typed: &str, areas: &'a [Area]) -> Vec<&'a Area> {
    let typed = tidied(typed).to_lowercase();
    if typed.is_empty() {
        return Vec::new();
    }
    let spelled = has_latin(&typed).then(|| pinyin_full(&typed));
    let named = |area: &&Area| {
        area.name.contains(&typed)
            || has_latin(&typed) && area.initials.starts_with(&typed)
            || spelled.as_ref().is_some_and(|said| pinyin_full(&area.name).starts_with(said.as_str()))
    };
    let found: Vec<&Area> = areas.iter().filter(named).collect();
    if found.is_empty() { within(areas.iter().filter(|area| holds(&typed, area)).collect()) } else { found }
}

/// Whether an address holds a place's name, or what is left of it without its kind.
fn holds(typed: &str, area: &Area) -> bool {
    typed.contains(&area.name) || area.name != stem(&area.name) && typed.contains(stem(&area.name))
}

/// The villages of the towns that are named with them; the towns alone when no village is named.
fn within(found: Vec<&Area>) -> Vec<&Area> {
    let is_town = |area: &Area| matches!(area.kind.as_str(), "town" | "street");
    let (towns, rest): (Vec<&Area>, Vec<&Area>) = found.into_iter().partition(|area| is_town(area));
    let villages: Vec<&Area> = rest.into_iter().filter(|area| area.kind != "city").collect();
    if villages.is_empty() {
        return towns;
    }
    let inside: Vec<&Area> = villages
        .iter()
        .copied()
        .filter(|area| towns.iter().any(|town| Some(town.id) == area.parent_id))
        .collect();
    if inside.is_empty() { villages } else { inside }
}

/// The areas whose office or station has an address that names the road which was typed.
pub(super) fn by_road(typed: &str, addresses: &[(Uuid, String)]) -> Vec<Uuid> {
    let typed: Vec<char> = tidied(typed).chars().collect();
    let Some(end) = typed.iter().rposition(|c| ROADS.contains(c)) else { return Vec::new() };
    // From the longest words before the road's sign to the shortest that still name one.
    for from in 0..end.saturating_sub(1) {
        let road: String = typed[from..=end].iter().collect();
        let mut found: Vec<Uuid> =
            addresses.iter().filter(|(_, address)| address.contains(&road)).map(|(area, _)| *area).collect();
        found.dedup();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The nearest of some names to what was typed: those that sound the same first, then those one slip away. Their places
/// in the list, in its order.
pub(super) fn nearest(typed: &str, names: &[String]) -> Vec<usize> {
    let typed = tidied(typed).to_lowercase();
    if typed.chars().count() < 2 {
        return Vec::new();
    }
    let far: Vec<Option<usize>> = names.iter().map(|name| distance(&typed, name)).collect();
    let Some(least) = far.iter().flatten().min() else { return Vec::new() };
    let close = far.iter().enumerate().filter(|(_, far)| far.is_some_and(|far| far <= *least));
    close.map(|(place, _)| place).take(NEAR).collect()
}

/// How far a name is from what was typed: 0 for the same sound, else the slips; none when it is another name.
fn distance(typed: &str, name: &str) -> Option<usize> {
    let (said, meant) = (pinyin_full(stem(typed)), pinyin_full(stem(name)));
    if said == meant {
        return Some(0);
    }
    if has_latin(typed) {
        let slips = slips(&said, &meant);
        let initials = said.len() >= 3 && pinyin_initials(name) == said;
        return if initials {
            Some(0)
        } else {
            (said.len() >= 4 && slips <= 1 + said.len() / 8).then_some(slips)
        };
    }
    let written = slips(stem(typed), stem(name));
    let length = stem(typed).chars().filter(|c| is_hanzi(*c)).count();
    // One sign of two may be any other name: there the sound must be near as well.
    let near = written <= 1 && (length >= 3 || slips(&said, &meant) <= 2) || slips(&said, &meant) <= 1;
    near.then(|| written.max(1))
}

/// How many signs must be put in, left out or changed to make one word of another.
fn slips(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (n, sign) in one.chars().enumerate() {
        let mut before = row[0];
        row[0] = n + 1;
        for (at, with) in other.iter().enumerate() {
            let changed = before + usize::from(sign != *with);
            before = row[at + 1];
            row[at + 1] = changed.min(before + 1).min(row[at] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(id: u128, parent: Option<u128>, kind: &str, name: &str) -> Area {
        Area {
            id: Uuid::from_u128(id),
            parent_id: parent.map(Uuid::from_u128),
            kind: kind.to_owned(),
            name: name.to_owned(),
            initials: pinyin_initials(name),
        }
    }

    fn areas() -> Vec<Area> {
        vec![
            area(1, None, "city", "仙桃市"),
            area(2, Some(1), "town", "张沟镇"),
            area(3, Some(1), "street", "沙嘴街道"),
            area(4, Some(2), "village", "何场村"),
            area(5, Some(3), "village", "何场村"),
            area(6, Some(3), "community", "杜柳社区"),
        ]
    }

    fn found(typed: &str) -> Vec<u128> {
        places(typed, &areas()).iter().map(|area| area.id.as_u128()).collect()
    }

    #[test]
    fn old_people_write_addresses_and_get_the_village() {
        assert_eq!(found("何场村2组"), [4, 5]);
        assert_eq!(found("沙嘴街道何场村2组12号"), [5]);
        assert_eq!(found("沙嘴办事处何场２组"), [5]);
        assert_eq!(found("家住杜柳小区"), [6]);
        assert_eq!(found("张沟镇人民政府"), [2]);
    }

    #[test]
    fn pinyin_in_any_case_and_mixed_with_signs_finds_the_place() {
        for typed in ["hechang", "HeChang", "he chang cun", "ＨＣ", "he场"] {
            assert_eq!(found(typed), [4, 5], "{typed}");
        }
        assert_eq!(found("shazui"), [3]);
        assert_eq!(found("sz"), [3]);
        assert!(found("nowhere").is_empty() && found("").is_empty() && found("%").is_empty());
    }

    #[test]
    fn a_road_leads_to_the_village_whose_station_stands_in_it() {
        let addresses = [
            (Uuid::from_u128(6), "沙嘴街道仙源路12号".to_owned()),
            (Uuid::from_u128(4), "何场村委会".to_owned()),
        ];
        for typed in ["仙源路", "仙源路5号", "我住在仙源路旁边"] {
            assert_eq!(by_road(typed, &addresses), [Uuid::from_u128(6)], "{typed}");
        }
        assert!(by_road("人民路", &addresses).is_empty() && by_road("路", &addresses).is_empty());
    }

    #[test]
    fn a_wrong_spelling_gets_the_nearest() {
        let names = ["李双妹", "李爽", "王建国", "阿卜杜拉·买买提"].map(String::from);
        for (typed, place) in [
            ("李双梅", 0),
            ("理双妹", 0),
            ("李双双妹", 0),
            ("lishuangmai", 0),
            ("wangjianguo", 2),
            ("wangjiangguo", 2),
            ("王健国", 2),
            ("阿布杜拉买买提", 3),
        ] {
            assert_eq!(nearest(typed, &names), [place], "{typed}");
        }
        for typed in ["张三", "李", "x", "赵钱孙"] {
            assert!(nearest(typed, &names).is_empty(), "{typed}");
        }
        assert_eq!(
            nearest("何昌村", &areas().iter().map(|area| area.name.clone()).collect::<Vec<_>>()),
            [3, 4]
        );
    }

    #[test]
    fn slips_are_counted_as_people_make_them() {
        for (one, other, number) in
            [("", "", 0), ("a", "", 1), ("abc", "abc", 0), ("abc", "abd", 1), ("ab", "ba", 2)]
        {
            assert_eq!((slips(one, other), slips(other, one)), (number, number));
        }
    }
}
