//! Names that lists, exports and sorting have hurt before: rare hanzi, separators, one sign and twenty-five, Latin.

use super::{assert_same, book, exported, imported};
use crate::base::hanzi::{pinyin_initials, stroke_key};
use crate::people::Order;
use crate::people::store::{deputies, deputies_named};
use crate::trial::World;

/// From every plane that has hanzi: extensions A to H, the private area, with a variation selector.
const RARE: [&str; 14] = [
    "𠅤",
    "䶮",
    "㐂三",
    "𠮷野",
    "𪚥𪛖",
    "𫝀𫠝",
    "𫠠𬺡",
    "𬺰𮯠",
    "𰀀𱍊",
    "𱍐𲎯",
    "\u{E000}明",
    "邉\u{E0101}国",
    "〇一",
    "龘龘龘龘",
];

fn torture() -> Vec<String> {
    let mut names: Vec<String> = RARE.iter().map(|name| (*name).to_owned()).collect();
    for name in
        ["阿卜杜拉·买买提", "古丽·艾山·阿不都", "John Smith", "O'Brien", "Ng Wai-ling", "王", "李明(女)"]
    {
        names.push(name.to_owned());
    }
    names.push("古".repeat(25));
    names.push(["丽"; 25].join("·"));
    names.push("名".repeat(50));
    for nth in 0..12_u32 {
        // Two hanzi of extension B each, all different.
        let sign = |n: u32| char::from_u32(0x2_0100 + n).unwrap();
        names.push(format!("张{}{}", sign(nth * 7), sign(nth * 11 + 3)));
    }
    names
}

#[tokio::test]
async fn every_name_goes_in_stands_in_lists_is_found_and_comes_out_whole() {
    let world = World::new().await;
    let names = torture();
    let places: Vec<[String; 4]> = (0..names.len().div_ceil(3))
        .map(|nth| [(nth + 2).to_string(), format!("试验{nth}"), "张沟镇".into(), "3".into()])
        .collect();
    let people: Vec<[String; 4]> = names
        .iter()
        .enumerate()
        .map(|(nth, name)| [name.clone(), "男".into(), format!("N{nth}"), format!("试验{}", nth / 3)])
        .collect();
    let places: Vec<Vec<&str>> = places.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let people: Vec<Vec<&str>> = people.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let mut first: Vec<&[&str]> = vec![&["编号", "名称", "镇街", "应选名额"]];
    first.extend(places.iter().map(Vec::as_slice));
    let mut second: Vec<&[&str]> = vec![&["姓名", "性别", "代表证号", "选区"]];
    second.extend(people.iter().map(Vec::as_slice));
    imported(&world, &book(&[("选区", &first), ("代表", &second)])).await;

    let (db, congress) = (&world.app.db, world.congress);
    let listed: Vec<String> =
        deputies(db, congress, Order::Strokes).await.unwrap().iter().map(|row| row.name.clone()).collect();
    for name in &names {
        assert!(listed.contains(name), "{name} stands in the list");
        let found = deputies_named(db, congress, name, 10).await.unwrap();
        assert!(found.iter().any(|row| row.name == *name), "{name} is found by itself");
        let initials = pinyin_initials(name);
        let found = deputies_named(db, congress, &initials, 100).await.unwrap();
        assert!(found.iter().any(|row| row.name == *name), "{name} is found by {initials}");
    }
    let mut sorted = listed.clone();
    sorted.sort_by_key(|name| stroke_key(name));
    let keys = |names: &[String]| names.iter().map(|name| stroke_key(name)).collect::<Vec<_>>();
    assert_eq!(keys(&listed), keys(&sorted), "by strokes");
    let browser = world.browser(None).await;
    let page = browser.get("/deputies?order=strokes").await.body;
    assert!(page.contains("阿卜杜拉·买买提"));
    assert_same(&world, &exported(&world).await).await;
}
