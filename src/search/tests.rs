use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::*;
use crate::base::hanzi::is_hanzi;
use crate::bodies::acts::{NewCongress, found};
use crate::trial::World;

/// Ordinary words, rare hanzi of every plane and of the private area, names, digits, signs, another script.
const TORTURE: [&str; 12] = [
    "小区停车收费过高，希望物业公司给个说法。",
    "尉迟䶮与𠮷田𪚥龘同住仙桃市张沟镇新里村",
    "阿卜杜拉·买买提反映：通村公路第3段路灯不亮",
    "Ａ２区景蓉华苑 Wi-Fi 太慢，电话0728-3222222",
    "𠮷𠮷𠮷𡈽𣘺𬺰𰻞𱁬𲎯",
    "的了吗呢吧啊嘛呀么着过和与及",
    "\u{E000}\u{E001}家门口的\u{F8FF}字牌",
    "一二三四五六七八九十〇々甲乙丙丁",
    "路灯路灯路灯坏坏坏了三个月没人修修修",
    "《关于加强农村饮用水水源地保护的建议》（2026年第15号）",
    "e8b7af 路 u8def w路 é8 Straße ΩΔ",
    "OR AND NOT NEAR 或者 与 非 \"引号\" 'x' & | ! ( ) : * ^ - +",
];

async fn put(world: &World, congress: Uuid, id: u128, text: &str) {
    let words = words_of(text);
    let tx = world.app.db.begin().await.unwrap();
    let at = world.app.clock.now() + TimeDelta::minutes((id % 1_000) as i64);
    index(&tx, congress, "case", Uuid::from_u128(id), at, &words).await.unwrap();
    tx.commit().await.unwrap();
}

fn ask<'a>(congress: Uuid, query: &'a str) -> Ask<'a> {
    Ask { congress, kind: "case", query, most: 100, before: None }
}

async fn ids(world: &World, congress: Uuid, query: &str) -> Vec<u128> {
    let hits = find(&world.app.db, &ask(congress, query)).await.unwrap();
    hits.into_iter().map(|hit| hit.subject_id.as_u128()).collect()
}

#[tokio::test]
async fn any_two_hanzi_find_their_text_and_no_other() {
    let world = World::new().await;
    for (n, text) in TORTURE.iter().enumerate() {
        put(&world, world.congress, n as u128 + 1, text).await;
    }
    let mut pairs = BTreeSet::new();
    for text in TORTURE {
        let chars: Vec<char> = text.chars().collect();
        pairs.extend(
            chars.windows(2).filter(|pair| pair.iter().all(|c| is_hanzi(*c))).map(|pair| [pair[0], pair[1]]),
        );
    }
    assert!(pairs.len() > 120);
    for pair in pairs {
        let query: String = pair.iter().collect();
        let found = ids(&world, world.congress, &query).await;
        for (n, text) in TORTURE.iter().enumerate() {
            let has = text.contains(&query);
            let was_found = found.contains(&(n as u128 + 1));
            assert!(was_found || !has, "{query} must find {text}");
            // A pair of which only one hanzi counts, such as 车的, may find more; a pair never finds what has neither.
            assert!(!was_found || pair.iter().any(|c| text.contains(*c)), "{query} must not find {text}");
        }
    }
}

#[tokio::test]
async fn words_numbers_and_lookalikes() {
    let world = World::new().await;
    for (n, text) in TORTURE.iter().enumerate() {
        put(&world, world.congress, n as u128 + 1, text).await;
    }
    for (query, wanted) in [
        ("停车 物业", vec![1]),
        ("停车 路灯", vec![]),
        ("3222222", vec![4]),
        ("ａ２区", vec![4]),
        ("straße", vec![11]),
        ("e8b7af", vec![11]),
        ("8def", vec![]),
        ("u8def", vec![11]),
        ("近", vec![]),
        ("near", vec![12]),
        ("", vec![]),
        ("，。！*\"", vec![]),
    ] {
        assert_eq!(ids(&world, world.congress, query).await, wanted, "{query}");
    }
}

#[tokio::test]
async fn nothing_typed_is_an_operator() {
    let world = World::new().await;
    put(&world, world.congress, 1, "路灯坏了").await;
    for query in [
        "路灯 OR 供水",
        "路灯 NOT 坏",
        "-路灯 供水",
        "words:路灯 供水",
        "NEAR(路灯 供水)",
        "\"路灯 供水",
        "路灯' & !'供水",
        "路灯') OR 1=1 --",
        "路灯:*",
        "^供水",
        "{words}:供水",
        "路灯\0供水",
        "\\'供水",
        "$1 供水",
        "供水 | 路灯",
        "<-> 供水",
    ] {
        let found = ids(&world, world.congress, query).await;
        assert!(found.is_empty() || !query.contains("供水"), "{query:?} found {found:?}");
    }
    assert_eq!(ids(&world, world.congress, "路灯").await, [1]);
    let long = "路灯".repeat(100_000);
    assert_eq!(ids(&world, world.congress, &long).await, [1], "cut to a length, not refused");
}

#[tokio::test]
async fn congresses_and_kinds_never_mix() {
    let world = World::new().await;
    let tx = world.app.db.begin().await.unwrap();
    let new = NewCongress {
        code: "other".into(),
        name: "别处人民代表大会".into(),
        short_name: "别处人大".into(),
        charter: "xiantao".into(),
        fictional: true,
    };
    let other = found(&tx, &world.app, &new).await.unwrap();
    tx.commit().await.unwrap();
    put(&world, world.congress, 1, "路灯坏了").await;
    put(&world, other, 1, "路灯没亮").await;
    put(&world, other, 2, "路灯没亮").await;
    assert_eq!(ids(&world, world.congress, "路灯").await, [1]);
    assert_eq!(ids(&world, other, "路灯").await, [2, 1]);
    assert!(ids(&world, other, "坏").await.is_empty());
    let people = Ask { kind: "person", ..ask(other, "路灯") };
    assert!(find(&world.app.db, &people).await.unwrap().is_empty());
}

#[tokio::test]
async fn new_words_replace_the_old_and_what_is_removed_is_gone() {
    let world = World::new().await;
    put(&world, world.congress, 1, "路灯坏了").await;
    put(&world, world.congress, 1, "自来水浑浊").await;
    assert!(ids(&world, world.congress, "路灯").await.is_empty());
    assert_eq!(ids(&world, world.congress, "浑浊").await, [1]);
    let tx = world.app.db.begin().await.unwrap();
    remove(&tx, world.congress, "case", Uuid::from_u128(1)).await.unwrap();
    remove(&tx, world.congress, "case", Uuid::from_u128(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(ids(&world, world.congress, "浑浊").await.is_empty());
    // An act that fails leaves the index as it was.
    let tx = world.app.db.begin().await.unwrap();
    index(&tx, world.congress, "case", Uuid::from_u128(9), world.app.clock.now(), &words_of("路灯"))
        .await
        .unwrap();
    drop(tx);
    assert!(ids(&world, world.congress, "路灯").await.is_empty());
}

#[tokio::test]
async fn pages_come_newest_first_and_hold_only_what_may_be_seen() {
    let world = World::new().await;
    let words = words_of("路灯坏了");
    let tx = world.app.db.begin().await.unwrap();
    for n in 0..50_u128 {
        // Ten of each minute: the same moment, ids whose last bits are alike.
        let at = world.app.clock.now() + TimeDelta::minutes((n / 10) as i64);
        index(&tx, world.congress, "case", Uuid::from_u128(n << 20), at, &words).await.unwrap();
    }
    let text = "INSERT INTO counters (congress_id, name, value) VALUES ($1, $2, 1)";
    for n in (0..50_u128).filter(|n| n % 7 == 0) {
        let name = Uuid::from_u128(n << 20).to_string();
        tx.run(crate::base::sql(text, [world.congress.into(), name.into()])).await.unwrap();
    }
    tx.commit().await.unwrap();
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let asked = Ask { most: 7, before, ..ask(world.congress, "路灯") };
        let page = find(&world.app.db, &asked).await.unwrap();
        before = page.last().map(|hit| hit.number);
        seen.extend(page.iter().map(|hit| (hit.at, hit.subject_id.as_u128() >> 20)));
        if page.len() < 7 {
            break;
        }
    }
    assert_eq!(seen.len(), 50);
    assert!(seen.windows(2).all(|two| two[0].0 >= two[1].0), "newest first");
    let distinct: BTreeSet<u128> = seen.iter().map(|(_, n)| *n).collect();
    assert_eq!(distinct.len(), 50);
    // The counters stand in for a feature's table and its reader's reach: 0, 7, 14 … are theirs.
    let hex = if world.app.db.kind() == sea_orm::DbBackend::Sqlite {
        "lower(substr(hex(t.subject_id),1,8)||'-'||substr(hex(t.subject_id),9,4)||'-'||substr(hex(t.subject_id),13,4)\
         ||'-'||substr(hex(t.subject_id),17,4)||'-'||substr(hex(t.subject_id),21))"
    } else {
        "CAST(t.subject_id AS text)"
    };
    let only = || Only {
        join: format!("JOIN counters c ON c.congress_id = t.congress_id AND c.name = {hex}"),
        condition: "c.value = $1 AND c.congress_id = $2".into(),
        values: vec![1_i64.into(), world.congress.into()],
    };
    let asked = Ask { most: 5, ..ask(world.congress, "路灯") };
    let page = find_where(&world.app.db, &asked, only()).await.unwrap();
    let found: Vec<u128> = page.iter().map(|hit| hit.subject_id.as_u128() >> 20).collect();
    assert_eq!(found.len(), 5, "a full page of what may be seen");
    let minutes: Vec<u128> = found.iter().map(|n| n / 10).collect();
    assert_eq!((minutes, found.iter().all(|n| n % 7 == 0)), (vec![4, 4, 3, 2, 2], true));
    let rest = Ask { before: page.last().map(|hit| hit.number), ..asked };
    assert_eq!(find_where(&world.app.db, &rest, only()).await.unwrap().len(), 3);
}

#[tokio::test]
async fn what_is_put_in_at_once_is_found_as_one_by_one() {
    let world = World::new().await;
    let at = world.app.clock.now();
    put(&world, world.congress, 1, TORTURE[0]).await;
    // Those of one moment whose last bits are alike want the same number, also as one that is there.
    let all: Vec<New> = (0..2_500_u128)
        .map(|n| New {
            subject_id: Uuid::from_u128(((n + 1) << 20) | (n % 2)),
            at: at + TimeDelta::minutes((n / 10) as i64 + 1),
            words: words_of(TORTURE[n as usize % TORTURE.len()]),
        })
        .collect();
    let tx = world.app.db.begin().await.unwrap();
    index_all(&tx, world.congress, "case", &all).await.unwrap();
    tx.commit().await.unwrap();
    for (n, question) in [(0, "停车"), (1, "新里村"), (3, "景蓉华苑")] {
        let asked = Ask { most: 5_000, ..ask(world.congress, question) };
        let found = find(&world.app.db, &asked).await.unwrap();
        let found: BTreeSet<Uuid> = found.into_iter().map(|hit| hit.subject_id).collect();
        let mut wanted: BTreeSet<Uuid> =
            all.iter().skip(n).step_by(TORTURE.len()).map(|new| new.subject_id).collect();
        if n == 0 {
            wanted.insert(Uuid::from_u128(1));
        }
        assert_eq!(found, wanted, "{question}");
    }
}
