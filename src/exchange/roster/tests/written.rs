//! What is written: everything of a file or nothing, by the acts, into empty registers and over full ones.

use std::time::Instant;

use super::{assert_same, book, checked, exported, imported, keeper, said};
use crate::base::{Conn, Error, sql};
use crate::bodies::Kind;
use crate::exchange::roster::acts;
use crate::exchange::roster::known::Known;
use crate::exchange::roster::plan::{What, counts};
use crate::exchange::roster::sheets::Tab;
use crate::journal;
use crate::people::store::{deputies_of, leaves};
use crate::trial::World;

/// A whole congress in one file: every sheet speaks of what the sheets before it bring.
const WHOLE: &[(&str, &[&[&str]])] = &[
    (
        "区域",
        &[
            &["名称", "类别", "上级"],
            &["一村", "村", "郭河镇"],
            &["郭河镇", "镇", ""],
            &["二村", "村", "郭河镇"],
        ],
    ),
    (
        "选区",
        &[&["编号", "名称", "镇街", "组成", "应选名额"], &["７", "郭河一选区", "郭河镇", "一村，二村", "2"]],
    ),
    (
        "机构",
        &[
            &["类别", "名称", "区域", "上级机构", "电话"],
            &["代表小组", "郭河小组", "郭河镇", "郭河镇人大", "0728-3250000"],
            &["镇街人大", "郭河镇人大", "郭河镇"],
        ],
    ),
    ("站点", &[&["类别", "名称", "区域", "所属机构"], &["代表之家", "郭河代表之家", "郭河镇", "郭河镇人大"]]),
    (
        "代表",
        &[
            &[
                "姓名",
                "性别",
                "代表证号",
                "出生年月",
                "民族",
                "选区",
                "任职日期",
                "小组",
                "站点",
                "公开联系方式",
                "状态",
                "终止原因",
                "状态日期",
                "手机",
            ],
            &[
                "买买提.艾力",
                "男",
                "X1",
                "1975.08",
                "维吾尔族",
                "郭河一选区",
                "２０２２年１月１日",
                "郭河小组（组长）",
                "郭河代表之家",
                "转达",
                "",
                "",
                "",
                "139 0000 0007",
            ],
            &["王 芳", "女", "X2", "", "", "7", "", "郭河小组", "", "", "暂停", "", "2026-2-1", ""],
            &["李四", "男", "X3", "", "", "第7选区", "", "", "", "", "终止", "辞职被接受", "2025-06-30", ""],
        ],
    ),
    ("组成人员", &[&["姓名", "性别", "编号", "对口机构"], &["买买提·艾力", "男", "X1", "农村工作委员会"]]),
    (
        "账号",
        &[
            &["登录名", "姓名", "人员", "角色", "机构"],
            &["Guohe", "郭河办", "", "镇街人大工作人员", "郭河镇人大"],
            &["maimaiti", "买买提", "X1", "人大代表", ""],
            &["maimaiti", "", "", "常委会组成人员", ""],
        ],
    ),
];

fn whole() -> Vec<u8> {
    book(WHOLE)
}

#[tokio::test]
async fn a_whole_congress_comes_in_with_one_file_and_a_second_time_changes_nothing() {
    let world = World::new().await;
    let (first, roster) = imported(&world, &whole()).await;
    assert!(roster.is_some());
    assert_eq!(said(&first), ["代表!A3 （提示）间隔号已经统一为“·”：买买提·艾力。"]);
    assert!(first.outcomes.iter().all(|outcome| outcome.what == What::New), "{:?}", first.outcomes);
    let known = Known::read(&world.app.db, world.congress).await.unwrap();
    let paths = known.paths();
    assert!(paths.values().any(|path| path == "郭河镇/一村"));
    let person = known.persons.iter().find(|row| row.number == "X1").unwrap();
    assert_eq!((person.name.as_str(), person.phone.as_str()), ("买买提·艾力", "13900000007"));
    assert_eq!((person.born.as_str(), person.contact_public.as_str()), ("1975-08", "relay"));
    let seats: Vec<_> = known.seats.iter().filter(|row| row.person_id == person.id).collect();
    assert_eq!(seats.len(), 2, "a deputy who is a committee member is one person");
    let parts: Vec<&str> = known
        .memberships
        .iter()
        .filter(|row| row.person_id == person.id)
        .map(|row| row.part.as_str())
        .collect();
    assert_eq!(parts.len(), 3, "{parts:?}");
    let place = known.constituencies.iter().find(|row| row.number == 7).unwrap();
    let sitting = deputies_of(&world.app.db, world.congress, place.id).await.unwrap();
    assert_eq!(sitting.len(), 2, "whoever resigned sits no more");
    let resting = sitting.iter().find(|row| row.name == "王芳").unwrap();
    assert_eq!(resting.suspended_on.unwrap().to_string(), "2026-02-01");
    let rests = leaves(&world.app.db, world.congress, Some(resting.person_id)).await.unwrap();
    assert_eq!(rests[0].reason, "suspended");
    let account = known.accounts.iter().find(|row| row.login == "maimaiti").unwrap();
    assert_eq!(account.person_id, Some(person.id));
    assert_eq!(known.grants.iter().filter(|row| row.account_id == account.id).count(), 2);
    assert!(journal::verify(&world.app.db, world.congress, None).await.unwrap().is_ok());

    assert_same(&world, &exported(&world).await).await;
    let again = checked(&world, &whole()).await;
    assert!(again.plan.is_empty(), "{:#?}", again.plan);
    let row = known.organizations.iter().find(|row| row.name == "郭河小组").unwrap();
    assert_eq!((row.kind.as_str(), row.phone.as_str()), (Kind::Group.word(), "0728-3250000"));
}

#[tokio::test]
async fn a_row_that_differs_says_what_changes_and_an_empty_cell_leaves_what_stands() {
    let world = World::new().await;
    imported(&world, &whole()).await;
    let change = book(&[
        (
            "机构",
            &[&["类别", "名称", "电话", "地址"], &["代表小组", "郭河小组", "0728-3250001", "解放路1号"]],
        ),
        (
            "代表",
            &[
                &["姓名", "代表证号", "选区", "手机", "民族", "小组", "状态"],
                &["买买提·艾力", "X1", "7", "清空", "", "郭河小组", ""],
                &["王芳芳", "X2", "7", "", "", "", "在任"],
            ],
        ),
    ]);
    let (checked, _) = imported(&world, &change).await;
    let changes: Vec<String> = checked
        .outcomes
        .iter()
        .flat_map(|outcome| &outcome.changes)
        .map(|change| format!("{}：{} → {}", change.title, change.old, change.new))
        .collect();
    assert_eq!(
        changes,
        [
            "地址： → 解放路1号",
            "电话：0728-3250000 → 0728-3250001",
            "手机：13900000007 → ",
            "小组：郭河小组（组长） → 郭河小组",
            "姓名：王芳 → 王芳芳",
            "状态：暂停 → 在任",
            "状态日期：2026-02-01 → ",
        ]
    );
    let known = Known::read(&world.app.db, world.congress).await.unwrap();
    let person = known.persons.iter().find(|row| row.number == "X1").unwrap();
    assert_eq!((person.phone.as_str(), person.ethnicity.as_str()), ("", "维吾尔族"));
    assert_same(&world, &exported(&world).await).await;
}

#[tokio::test]
async fn an_ended_seat_stays_ended_and_a_seat_stays_where_it_is() {
    let world = World::new().await;
    imported(&world, &whole()).await;
    let known = Known::read(&world.app.db, world.congress).await.unwrap();
    let code = |number: &str| {
        let person = known.persons.iter().find(|row| row.number == number).unwrap().id;
        known.seats.iter().find(|row| row.person_id == person && row.kind == "deputy").unwrap().code.clone()
    };
    let (ended, held) = (code("X3"), code("X1"));
    let file = book(&[(
        "代表",
        &[
            &["姓名", "选区", "短码", "状态"],
            &["李四", "", &ended, "在任"],
            &["买买提·艾力", "第1选区", &held, ""],
            &["谁", "", "ZZZZ-ZZ", ""],
        ],
    )]);
    assert_eq!(
        said(&checked(&world, &file).await),
        [
            "代表!D3 这个席位已经在 2025-06-30 终止，不能再改。",
            "代表!B4 已经登记的席位不能换届次或者选区。请终止原来的席位，另起一行登记新的席位。",
            "代表!C5 没有短码“ZZZZ-ZZ”。短码由系统给出，新登记的请留空。",
        ]
    );
}

#[tokio::test]
async fn of_a_file_with_one_mistake_nothing_is_written() {
    let world = World::new().await;
    let before = journal::count(&world.app.db, world.congress).await.unwrap();
    let file = book(&[
        ("区域", &[&["名称", "类别", "上级"], &["三村", "村", "张沟镇"]]),
        ("代表", &[&["姓名", "性别", "选区"], &["张三", "男", "第9选区"]]),
    ]);
    let (looked, roster) =
        acts::import(&world.app, &keeper(&world), ("名册.xlsx", &file), &|_, _| {}).await.unwrap();
    assert!(roster.is_none() && !looked.unwrap().is_fine());
    assert_eq!(journal::count(&world.app.db, world.congress).await.unwrap(), before);
    // And when an act refuses in the middle, what was written before it is gone as well.
    let tx = world.app.db.begin().await.unwrap();
    tx.run(sql("ALTER TABLE roster_marks RENAME TO hidden", [])).await.unwrap();
    tx.commit().await.unwrap();
    let fine = acts::import(&world.app, &keeper(&world), ("名册.xlsx", &whole()), &|_, _| {}).await;
    assert!(matches!(fine, Err(Error::Internal(_))), "{fine:?}");
    assert_eq!(journal::count(&world.app.db, world.congress).await.unwrap(), before);
}

#[tokio::test]
async fn who_may_not_import_is_told_and_clerks_import_no_accounts() {
    let world = World::new().await;
    let file = book(&[("账号", &[&["登录名", "姓名"], &["a", "甲"]])]);
    for name in ["deputy", "local-office", "security-admin", "leadership"] {
        let actor = world.actor(name).await;
        let outcome =
            acts::look(&world.app.db, &world.app, &actor, acts::Brought::now(&file), &|_, _| {}).await;
        assert!(matches!(outcome, Err(Error::Forbidden)), "{name}");
        assert!(matches!(acts::take_along(&world.app, &actor, None).await, Err(Error::Forbidden)), "{name}");
    }
    let clerk = world.actor("commission").await;
    let file = acts::Brought::now(&file);
    let checked = acts::look(&world.app.db, &world.app, &clerk, file, &|_, _| {}).await.unwrap().unwrap();
    assert_eq!(said(&checked), ["账号 账号由系统管理员导入。请删去这张工作表，或者请系统管理员导入。"]);
    // Whoever makes accounts gives no role: it is said, and the account is entered without.
    let file = book(&[("账号", &[&["登录名", "姓名", "角色"], &["a", "甲", "人大代表"]])]);
    let admin = world.actor("system-admin").await;
    let (looked, _) = acts::import(&world.app, &admin, ("a.xlsx", &file), &|_, _| {}).await.unwrap();
    assert_eq!(
        said(&looked.unwrap()),
        ["账号!C3 （提示）账号会登记；导入后会通知安全管理员，由他核对并授予角色。"]
    );
    let known = Known::read(&world.app.db, world.congress).await.unwrap();
    let account = known.accounts.iter().find(|row| row.login == "a").unwrap();
    assert!(!known.grants.iter().any(|row| row.account_id == account.id));
}

/// A file of so many people in constituencies of three.
pub(super) fn many(people: usize) -> Vec<u8> {
    let surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
    let given = ["建国", "秀英", "桂兰", "志强", "丽", "伟", "芳", "欣怡", "子轩", "𠅤"];
    let cell = |text: String| papers::Cell::Text(text);
    let head = |titles: &[&str]| {
        titles
            .iter()
            .map(|title| papers::Column { head: (*title).to_owned(), width: 10.0 })
            .collect::<Vec<_>>()
    };
    let sheet = |name: &str, titles: &[&str], rows: Vec<Vec<papers::Cell>>| papers::Sheet {
        name: name.to_owned(),
        title: name.to_owned(),
        columns: head(titles),
        rows,
        notes: Vec::new(),
    };
    let places = (0..people.div_ceil(3))
        .map(|nth| {
            ["张沟镇".to_owned(), (nth + 2).to_string(), format!("选{}", nth + 2), "3".to_owned()]
                .map(cell)
                .to_vec()
        })
        .collect();
    let deputies = (0..people)
        .map(|nth| {
            let name = format!("{}{}", surnames[nth % 10], given[nth / 10 % 10]);
            let phone = format!("139{:08}", nth);
            [
                name,
                "男".into(),
                format!("P{nth}"),
                (nth / 3 + 2).to_string(),
                phone,
                "汉族".into(),
                "市一中".into(),
                "新里村代表联络站".into(),
            ]
            .map(cell)
            .to_vec()
        })
        .collect();
    let sheets = [
        sheet("选区", &["镇街", "编号", "名称", "应选名额"], places),
        sheet("代表", &["姓名", "性别", "代表证号", "选区", "手机", "民族", "单位", "站点"], deputies),
    ];
    papers::xlsx(&sheets, "2026-03-02T01:00:00Z".parse().unwrap()).unwrap()
}

#[tokio::test]
#[ignore = "takes a while; ./test runs it, and prints how long 5,000 people take"]
async fn five_thousand_people_come_in_within_a_minute() {
    let world = World::new().await;
    let bytes = many(5_000);
    let begun = Instant::now();
    let (checked, _) = imported(&world, &bytes).await;
    let took = begun.elapsed();
    assert_eq!(counts(&checked.outcomes)[&Tab::Deputies][&What::New], 5_000);
    println!("5,000 people imported in {:.1} s", took.as_secs_f64());
    assert!(took.as_secs() < 60, "{took:?}");
    let begun = Instant::now();
    assert_same(&world, &exported(&world).await).await;
    println!("exported and checked again in {:.1} s", begun.elapsed().as_secs_f64());
}
