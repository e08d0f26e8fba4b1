//! Every mistake of the whole file at once, each with its cell, why, and what was meant; and none that is not there.

use papers::{Cell, Column, Sheet};

use super::{book, checked, looked, said};
use crate::base::text::Lang;
use crate::trial::World;

/// A file of one sheet comes to exactly these sentences.
async fn comes_to(world: &World, sheet: &str, rows: &[&[&str]], sentences: &[&str]) {
    let found = said(&checked(world, &book(&[(sheet, rows)])).await);
    assert_eq!(found, sentences, "{rows:?}");
}

const DEPUTY: &[&str] =
    &["姓名", "性别", "代表证号", "选区", "手机", "任职日期", "状态", "终止原因", "状态日期"];

#[tokio::test]
async fn every_mistake_among_deputies_is_named_with_its_cell() {
    let world = World::new().await;
    comes_to(
        &world,
        "代表",
        &[
            DEPUTY,
            // Row 3 on: the title stands above the head.
            &["张<三", "男", "Y1", "第1选区"],
            &["李四", "不详", "Y2", "第1选曲"],
            &["王五", "", "Y3", "武汉市", "1390000", "2026-02-30"],
            &["赵六", "男", "Y4", "第1选区", "", "2020-01-01"],
            &["", "男", "Y5", "第1选区"],
            &["李双妹", "女", "", "第1选区", "", "", "终止", "", "2026-03-03"],
            &["孙七", "男", "Y2", "第1选区"],
        ],
        &[
            "代表!A3 姓名里不能有“<”。",
            "代表!B4 不能填“不详”。可以填：男、女。",
            "代表!D4 本届没有选区“第1选曲”。 是不是“第1选区”？",
            "代表!B5 没有填写。",
            "代表!D5 本届没有选区“武汉市”。 请先在“选区”里登记。",
            "代表!E5 “1390000”不是电话号码。手机号码是 11 位数字。",
            "代表!F5 没有“2026-02-30”这一天。",
            "代表!D6 “第1选区”应选 2 名，这样会有 4 名。",
            "代表!F6 任职日期要在 2022-01-01 到 2026-03-02 之间。",
            "代表!A7 没有填写。",
            "代表!H8 没有填写。",
            "代表!I8 日期要在 2022-01-01 到 2026-03-02 之间。",
            "代表!D9 “第1选区”应选 2 名，这样会有 4 名。",
        ],
    )
    .await;
}

#[tokio::test]
async fn people_of_one_name_are_told_apart_by_their_numbers() {
    let world = World::new().await;
    let both = book(&[
        (
            "选区",
            &[
                &["编号", "名称", "镇街", "应选名额"],
                &["2", "第2选区", "张沟镇", "3"],
                &["3", "第3选区", "张沟镇", "3"],
            ],
        ),
        (
            "代表",
            &[
                DEPUTY,
                &["李明", "男", "A1", "第2选区"],
                &["李明", "女", "A2", "第2选区"],
                &["王芳", "女", "", "第2选区"],
                &["王芳", "女", "", "第3选区"],
                &["陈静", "女", "A5", "第3选区"],
                &["陈静静", "女", "A5", "第3选区"],
                &["李双妹", "女", "", "第3选区"],
            ],
        ),
    ]);
    assert_eq!(
        said(&checked(&world, &both).await),
        [
            "代表!A4 （提示）另有 1 位同名的“李明”，按编号区分，作为另一个人登记。",
            "代表!A6 同名的“王芳”分不清是哪一位。 请填“代表证号”。",
            "代表!C8 和 代表!C7 编号相同，姓名不同。",
            "代表!A9 同名的“李双妹”分不清是哪一位。 请填“代表证号”。",
        ]
    );
}

#[tokio::test]
async fn areas_and_constituencies_are_checked_alike() {
    let world = World::new().await;
    let areas: &[&[&str]] = &[
        &["名称", "类别", "上级", "序号"],
        &["三岔村", "村", "张沟"],
        &["三岔村", "村", "张沟镇"],
        &["三岔村", "村", "张沟镇"],
        &["王家村", "村子", "新里村", "x"],
        &["李家村", "村"],
    ];
    comes_to(
        &world,
        "区域",
        areas,
        &[
            "区域!C3 没有“张沟”。 是不是“张沟镇”？",
            "区域!A5 和 区域!A4 重复。请只留一行。",
            "区域!B6 不能填“村子”。可以填：市、镇、街道、村、社区。 是不是“村”？",
            "区域!C6 上级不对：镇、街道在市下面，村、社区在镇、街道下面。",
            "区域!D6 “x”不是 0 到 1000000 之间的整数。",
            "区域!C7 没有填写。",
        ],
    )
    .await;
    comes_to(
        &world,
        "选区",
        &[
            &["编号", "名称", "镇街", "组成", "应选名额", "届次"],
            &["1", "第1选区", "张沟镇", "新里村、双院村", "1"],
            &["2", "第2选区", "章沟镇", "新里村", "4"],
            &["2", "第2选区", "张沟镇", "", "2", "第九届"],
            &["1", "又一个", "张沟镇", "", "2"],
        ],
        &[
            "选区!D3 没有“双院村”。 是不是“双垸村”？",
            "选区!E3 “第1选区”应选 1 名，这样会有 2 名。",
            "选区!C4 没有“章沟镇”。 是不是“张沟镇”？",
            "选区!E4 “4”不是 1 到 3 之间的整数。",
            "选区!F5 没有“第九届”。已有：第十届。",
            "选区!A6 和 选区!A3 重复。请只留一行。",
        ],
    )
    .await;
}

#[tokio::test]
async fn organizations_are_checked_with_what_they_belong_to() {
    let world = World::new().await;
    comes_to(
        &world,
        "机构",
        &[
            &["类别", "名称", "上级机构", "电话", "启用日期"],
            &["代表小组", "甲组", "乙组"],
            &["代表小组", "乙组", "甲组"],
            &["代表小组", "丙组", "张沟人大", "电话", "2026.13.1"],
            &["承办单位", "市水利和湖泊局"],
            &["承办单位", "市水利和湖泊局"],
        ],
        &[
            "机构!C4 隶属关系绕成了一圈。",
            "机构!C5 没有“张沟人大”。 是不是“张沟镇人大主席团”？",
            "机构!D5 “电话”不是电话号码。",
            "机构!E5 没有“2026.13.1”这一天。",
            "机构!B7 和 机构!B6 重复。请只留一行。",
        ],
    )
    .await;
}

#[tokio::test]
async fn accounts_and_their_roles_are_checked() {
    let world = World::new().await;
    comes_to(
        &world,
        "账号",
        &[
            &["登录名", "姓名", "人员", "角色", "机构", "电子邮箱"],
            &["new one", "甲", "", "人大代表"],
            &["zhang", "张", "李双妹", "人大代表", "张沟镇人大主席团"],
            &["li", "李", "李双昧", "代工委工作人员"],
            &["wang", "王", "", "联络站管理员", "新里代表联络站", "wang"],
            &["sun", "", "", "人大代表"],
            &["qian", "钱", "", "人大代表"],
            &["qian", "钱", "", "人大代表"],
        ],
        &[
            "账号!A3 登录名“new one”里不能有空格。",
            "账号!E4 这个角色不属于任何机构，“张沟镇人大主席团”请留空。",
            "账号!C5 没有“李双昧”这个人。 是不是“李双妹”？",
            "账号!E5 没有填写。",
            "账号!E6 没有“新里代表联络站”。 是不是“新里村代表联络站”？",
            "账号!F6 “wang”不是电子邮箱地址。",
            "账号!B7 没有填写。",
            "账号!D9 和 账号!D8 重复。请只留一行。",
        ],
    )
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_sheets_and_columns_is_said_where_it_is() {
    let world = World::new().await;
    comes_to(
        &world,
        "代表",
        &[&["姓名", "性別", "选区", "身份证号", "姓 名*"], &["张三", "男", "第1选区", "1", "张三"]],
        &[
            "代表 缺少“性别”这一列，新登记的行必须填写。",
            "代表!B2 没有“性別”这一列。 是不是“性别”？",
            "代表!D2 没有“身份证号”这一列。 请删去这一列，或者改用模板里的标题。",
            "代表!E2 这一列和 A2 标题相同。请只留一列。",
            "代表!C3 “第1选区”应选 2 名，这样会有 3 名。",
        ],
    )
    .await;
    comes_to(
        &world,
        "代表",
        &[&["甲", "乙"], &["丙", "丁"]],
        &["代表 没有找到标题行。标题行至少要有：姓名、性别、选区。"],
    )
    .await;
    let refused = looked(&world, &book(&[("Sheet1", &[&["姓名"]])])).await.unwrap_err();
    assert!(refused.said(Lang::ZhCn).starts_with("文件里没有名册的工作表。"));
    for (bytes, begin) in [
        (&b"a,b\n1,2\n"[..], "这不是 XLSX 文件"),
        (&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "这是旧版 XLS 文件"),
    ] {
        let why = looked(&world, bytes).await.unwrap_err();
        assert!(why.said(Lang::ZhCn).starts_with(begin), "{why:?}");
    }
}

#[tokio::test]
async fn merged_cells_are_refused_below_the_title_only() {
    let world = World::new().await;
    let sheet = |notes: &[&str]| Sheet {
        name: "区域".into(),
        title: "合并的标题没有关系".into(),
        columns: ["名称", "类别", "上级"].map(|head| Column { head: head.into(), width: 10.0 }).to_vec(),
        rows: vec![["三岔村", "村", "张沟镇"].map(|text| Cell::Text(text.into())).to_vec()],
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
    };
    let made = |sheet: Sheet| papers::xlsx(&[sheet], "2026-03-02T01:00:00Z".parse().unwrap()).unwrap();
    assert_eq!(said(&checked(&world, &made(sheet(&[]))).await), Vec::<String>::new());
    let found = said(&checked(&world, &made(sheet(&["※说明"]))).await);
    assert_eq!(found, Vec::<String>::new(), "a remark may be merged");
    let found = said(&checked(&world, &made(sheet(&["双岔村"]))).await);
    assert!(found[0].starts_with("区域!A4 A4:C4 是合并单元格"), "{found:?}");
}
