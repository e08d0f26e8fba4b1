//! Whatever stands in the registers: given out and read again it is no change. Registers made by chance, with names and
//! texts that spreadsheets like to spoil.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::said;
use crate::access::store::{AccountRow, GrantRow};
use crate::base::codes::ShortCode;
use crate::bodies::Term;
use crate::bodies::store::{AreaRow, ConstituencyRow, OrganizationRow};
use crate::exchange::roster::check::{May, check};
use crate::exchange::roster::known::Known;
use crate::exchange::roster::plan::What;
use crate::exchange::roster::{export, read, rows};
use crate::people::store::{MembershipRow, PersonRow, SeatRow};

const TODAY: &str = "2026-03-02";

fn id(kind: u128, nth: usize) -> Uuid {
    Uuid::from_u128(kind << 64 | (nth as u128 + 1))
}

fn code(nth: usize) -> String {
    use rand::{SeedableRng, rngs::StdRng};
    ShortCode::random(&mut StdRng::seed_from_u64(nth as u64)).to_string()
}

fn day(nth: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 1, 1).unwrap() + Days::new(nth)
}

/// Text as it stands in registers: empty, plain, or such as a spreadsheet takes for something else.
fn words() -> impl Strategy<Value = String> {
    let odd = select(vec![
        "",
        "",
        "=1+1",
        "+86 话",
        "-",
        "@甲",
        "'甲",
        "007",
        "1e5",
        "2026-3-5",
        "TRUE",
        "甲、乙",
        "甲，乙；丙",
        "a\"b",
        "<b>&amp;",
        "  前后  ",
        "两\n行",
        "第一〇二号",
        "𠅤𪚥",
        "０１２",
        "镇（乡）",
        "1.0",
        "全角　空格",
    ]);
    prop_oneof![3 => odd.prop_map(str::to_owned), 1 => "[a-z0-9甲乙丙丁·=+-]{0,30}"]
}

fn names() -> impl Strategy<Value = String> {
    select(vec![
        "王芳",
        "王芳",
        "李明",
        "𠅤",
        "阿卜杜拉·买买提",
        "O'Brien",
        "John A. Smith",
        "李明(女)",
        "㐂三",
        "丽",
    ])
    .prop_map(str::to_owned)
}

/// What chance decides of a person and his or her seat.
type Drawn = (String, [String; 6], u64, (u8, u8, u8));

fn drawn() -> impl Strategy<Value = Drawn> {
    let texts = [words(), words(), words(), words(), words(), words()];
    (names(), texts, 0..1500_u64, (0..4_u8, 0..4_u8, 0..4_u8))
}

fn person(nth: usize, (name, texts, _, (a, b, _)): &Drawn) -> PersonRow {
    let [unit, post, party, education, address, delegation] = texts.clone();
    let short = |text: String| text.chars().take(50).collect::<String>();
    PersonRow {
        id: id(4, nth),
        name: name.clone(),
        sex: if *a == 0 { "male" } else { "female" }.to_owned(),
        unit,
        post,
        phone: if *b == 0 { String::new() } else { format!("139{nth:08}") },
        email: if *b == 1 { format!("a{nth}@localhost") } else { String::new() },
        field: if *a == 1 { "education" } else { "" }.to_owned(),
        contact_public: ["public", "constituency", "relay"][usize::from(*b) % 3].to_owned(),
        number: if *a == 2 { String::new() } else { format!("00{nth}") },
        ethnicity: String::new(),
        born: if *b == 2 { "1975-10".to_owned() } else { String::new() },
        party: short(party),
        education: short(education),
        occupation: String::new(),
        address,
        delegation: short(delegation),
    }
}

fn seat(nth: usize, (_, _, since, (a, _, c)): &Drawn) -> SeatRow {
    let from_on = day(since % 1400);
    let deputy = *c != 3;
    SeatRow {
        id: id(5, nth),
        person_id: id(4, nth),
        term_id: id(1, 0),
        kind: if deputy { "deputy" } else { "committee-member" }.to_owned(),
        constituency_id: deputy.then(|| id(3, nth / 3)),
        code: code(1_000 + nth),
        from_on,
        to_on: (*a == 3).then(|| from_on + Days::new(30)),
        suspended_on: (*a == 1).then(|| from_on + Days::new(3)),
        end_reason: (*a == 3).then(|| "resigned".to_owned()),
    }
}

fn areas() -> Vec<AreaRow> {
    let area = |nth: usize, parent: Option<usize>, kind: &str, name: &str| AreaRow {
        id: id(2, nth),
        parent_id: parent.map(|parent| id(2, parent)),
        kind: kind.to_owned(),
        name: name.to_owned(),
        rank: nth as i64,
    };
    vec![
        area(0, None, "city", "试验市"),
        area(1, Some(0), "town", "东/镇"),
        area(2, Some(0), "street", "西街道"),
        area(3, Some(1), "village", "新村"),
        area(4, Some(2), "community", "新村"),
    ]
}

fn organization((nth, text): (usize, &String)) -> OrganizationRow {
    OrganizationRow {
        id: id(6, nth),
        kind: ["group", "station", "working-body", "organ", "home", "local-office"][nth % 6].to_owned(),
        // Every other one is called as another is.
        name: format!("机构{}", nth / 2 * 2),
        short_name: format!("短{nth}"),
        code: code(nth),
        area_id: (nth % 3 > 0).then(|| id(2, nth % 5)),
        parent_id: (nth > 0).then(|| id(6, nth - 1)),
        rank: 7,
        address: text.clone(),
        phone: if nth.is_multiple_of(2) { "0728-3250000转8001".to_owned() } else { String::new() },
        hours: text.clone(),
        from_on: day(nth as u64),
    }
}

fn known(people: &[Drawn], texts: &[String]) -> Known {
    let place = |nth: usize| ConstituencyRow {
        id: id(3, nth),
        term_id: id(1, 0),
        area_id: id(2, 1 + nth % 2),
        number: nth as i64 + 1,
        name: format!("选区{}", nth / 2),
        code: code(500 + nth),
        seats: 3,
    };
    let membership = |(nth, drawn): (usize, &Drawn)| {
        let part = ["member", "attached", "counterpart", "leader"][usize::from(drawn.3.1)];
        let kind = if part == "leader" { 0 } else { usize::from(drawn.3.1) };
        MembershipRow {
            id: id(7, nth),
            person_id: id(4, nth),
            organization_id: id(6, kind),
            part: part.to_owned(),
        }
    };
    let account = |nth: usize| AccountRow {
        id: id(8, nth),
        login: format!("l{nth}"),
        name: format!("账号{nth}"),
        person_id: Some(id(4, nth)),
        email: String::new(),
        revoked: nth % 5 == 4,
    };
    Known {
        terms: vec![Term {
            id: id(1, 0),
            number: 10,
            name: "第十届".into(),
            starts_on: day(0),
            ends_on: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
        }],
        areas: areas(),
        constituencies: (0..people.len().div_ceil(3)).map(place).collect(),
        parts: [(id(3, 0), vec![id(2, 4)])].into(),
        organizations: texts.iter().enumerate().map(organization).collect(),
        persons: people.iter().enumerate().map(|(nth, drawn)| person(nth, drawn)).collect(),
        seats: people.iter().enumerate().map(|(nth, drawn)| seat(nth, drawn)).collect(),
        memberships: people.iter().enumerate().map(membership).collect(),
        accounts: (0..people.len()).map(account).collect(),
        grants: (0..people.len())
            .map(|nth| GrantRow {
                account_id: id(8, nth),
                role: ["deputy", "group-leader"][nth % 2].to_owned(),
                organization_id: (nth % 2 == 1).then(|| id(6, 0)),
            })
            .collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_given_out_comes_back_as_no_change(
        people in prop::collection::vec(drawn(), 1..25),
        texts in prop::collection::vec(words(), 6..14),
    ) {
        let known = known(&people, &texts);
        let sheets = export::sheets(&known, "试验市人大", true);
        let bytes = papers::xlsx(&sheets, "2026-03-02T01:00:00Z".parse().unwrap()).unwrap();
        let rows = rows::rows(read::read(&bytes).unwrap());
        let may = May { accounts: true, grants: true, own: None };
        let checked = check(rows, &known, (may, TODAY.parse().unwrap()), &|_, _| {});
        prop_assert_eq!(said(&checked), Vec::<String>::new());
        let other: Vec<_> = checked.outcomes.iter().filter(|outcome| outcome.what != What::Same).collect();
        prop_assert!(other.is_empty(), "{:#?}", other);
        prop_assert!(checked.plan.is_empty(), "{:#?}", checked.plan);
    }
}
