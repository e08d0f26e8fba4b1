//! Papers for the tests: a letter, a document with all that a head can have, a form, a list, a gazette of 40 items.

use super::{
    Align, Block, Cell, Column, Form, Grid, Item, Level, Official, Printed, Row, Run, Signature, Table, body,
    heading,
};

/// A sentence without a sign that could stand closer or a word that stays whole: 28 of its hanzi fill a line.
pub fn even(hanzi: usize) -> String {
    "代表联系选民听取意见办理建议反馈结果接受监督履行职责".chars().cycle().take(hanzi).collect()
}

/// An urging letter.
pub fn letter() -> Official {
    Official {
        form: Form::Letter,
        mark: "试验市人民代表大会常务委员会".into(),
        number: "试人常督〔2026〕3号".into(),
        title: "关于催办“新里村路灯不亮”等2件建议的函".into(),
        addressee: "市住房和城乡建设局".into(),
        blocks: body(
            "你单位承办的下列代表建议、选民意见已经超过办理期限，至今没有答复。\n请于2026年12月5日前办理并答复代表和选民，同时把办理情况书面报告我委。\n办理中有困难的，请及时与我委联系。",
        ),
        attachments: vec![
            "超过期限的建议清单".into(),
            "新里村路灯建议原文及吕㛃·买买提代表的补充说明，附现场照片四张和路段示意图".into(),
        ],
        signature: Some(Signature {
            by: vec!["试验市人大常委会代表工作委员会".into()],
            date: "2026年11月27日".into(),
            sealed: true,
        }),
        note: "联系人：张三，电话：0728-1234567".into(),
        copies: "市人民政府办公室，市纪委监委".into(),
        ..Official::default()
    }
}

/// A reply with number, signatory, category, headings of all levels.
pub fn document() -> Official {
    let mut blocks = vec![Block::paragraph(format!("您提出的建议收悉。{}", even(120)))];
    blocks.push(heading(Level::First, 1, "办理情况"));
    blocks.push(heading(Level::Second, 1, "实地查看"));
    blocks.push(heading(Level::Third, 1, "路灯"));
    blocks.push(heading(Level::Fourth, 1, "原因"));
    // Pages of nothing else, to be measured.
    blocks.push(Block::paragraph(even(28 * 60)));
    blocks.push(heading(Level::First, 2, "下一步打算"));
    blocks.push(Block::Paragraph(vec![Run::strong("一是"), Run::plain("按时完成，费用约3.5万元（含税）。")]));
    Official {
        form: Form::Document,
        mark: "试验市住房和城乡建设局文件".into(),
        number: "试建函〔2026〕15号".into(),
        signatories: vec!["李㛃".into()],
        category: "A".into(),
        title: "对市十一届人大五次会议第23号建议的答复".into(),
        addressee: "王秀英代表".into(),
        blocks,
        signature: Some(Signature {
            by: vec!["试验市住房和城乡建设局".into()],
            date: "2026年3月5日".into(),
            sealed: false,
        }),
        note: "联系人：李四，电话：0728-7654321".into(),
        copies: "市人大常委会代表工作委员会，市人民政府办公室".into(),
        printed: Some(Printed {
            by: "试验市住房和城乡建设局办公室".into(), on: "2026年3月5日".into()
        }),
        ..Official::default()
    }
}

/// A form to tick.
pub fn form() -> Official {
    let row = |high, cells| Row { high, cells };
    Official {
        title: "人大代表建议办理情况征询意见表".into(),
        blocks: vec![
            Block::Grid(Grid {
                rows: vec![
                    row(
                        2,
                        vec![
                            Cell::label(2.0, "建议编号"),
                            Cell::field(4.0, "2026-000123"),
                            Cell::label(2.0, "承办单位"),
                            Cell::field(4.0, "市住房和城乡建设局"),
                        ],
                    ),
                    row(2, vec![Cell::label(2.0, "建议标题"), Cell::field(10.0, "新里村路灯不亮")]),
                    row(
                        2,
                        vec![
                            Cell::label(2.0, "办理态度"),
                            Cell::field(10.0, "□满意　　□基本满意　　□不满意"),
                        ],
                    ),
                    row(
                        2,
                        vec![
                            Cell::label(2.0, "办理结果"),
                            Cell::field(10.0, "☑满意　　□基本满意　　□不满意"),
                        ],
                    ),
                    row(7, vec![Cell::label(2.0, "意见和\n要求"), Cell::field(10.0, "")]),
                    row(
                        3,
                        vec![
                            Cell::label(2.0, "代表签名"),
                            Cell::field(4.0, ""),
                            Cell::label(2.0, "日期"),
                            Cell::field(4.0, "　　年　　月　　日"),
                        ],
                    ),
                ],
            }),
            Block::line(Align::Left, "注：请在方框内打“√”。"),
        ],
        ..Official::default()
    }
}

/// A list to sign, over several pages.
pub fn attendance() -> Official {
    let row = |nth: usize| {
        vec![
            nth.to_string(),
            "欧阳娜娜".into(),
            "试验市第一高级中学".into(),
            if nth.is_multiple_of(7) { "请假".into() } else { "出席".into() },
            String::new(),
        ]
    };
    Official {
        title: "市十一届人大常委会第二十次会议\n列席人员签到表".into(),
        blocks: vec![
            Block::line(Align::Centre, "（2026年11月27日）"),
            Block::Table(Table {
                columns: vec![
                    Column::centred("序号", 1.0),
                    Column::centred("姓名", 2.0),
                    Column::new("单位和职务", 4.0),
                    Column::centred("出席情况", 1.6),
                    Column::centred("签名", 2.4),
                ],
                rows: (1..=60).map(row).collect(),
                high: 1,
                ..Table::default()
            }),
        ],
        ..Official::default()
    }
}

/// An appointment, a resolution, a decision or a report with a table.
fn told(nth: usize) -> (String, Vec<Block>) {
    match nth % 4 {
        0 => (
            format!("试验市人民代表大会常务委员会任免名单（之{nth}）"),
            vec![
                Block::Paragraph(vec![
                    Run::plain("任命"),
                    Run::strong("吕㛃"),
                    Run::plain("为试验市人民法院审判员；"),
                ]),
                Block::Paragraph(vec![
                    Run::plain("免去"),
                    Run::strong("阿依古丽·买买提"),
                    Run::plain("的试验市人民检察院检察员职务。"),
                ]),
            ],
        ),
        1 => (
            format!("试验市人民代表大会常务委员会关于批准2025年市级决算的决议（之{nth}）"),
            body(
                "试验市第十一届人民代表大会常务委员会第二十次会议听取了市财政局局长受市人民政府委托作的报告，审查了2025年市级决算。会议同意报告，决定批准2025年市级决算。",
            ),
        ),
        2 => (
            format!("试验市人民代表大会常务委员会关于召开第六次会议的决定（之{nth}）"),
            body(
                "一、会议时间\n试验市第十一届人民代表大会第六次会议于2027年1月召开。\n二、会议议程\n（一）听取和审查政府工作报告\n1.审查计划\n（1）审查预算",
            ),
        ),
        _ => (
            format!("关于代表建议办理情况的报告（之{nth}）"),
            vec![
                Block::paragraph("现将办理情况报告如下。"),
                Block::Table(Table {
                    caption: format!("各单位办理情况（之{nth}）"),
                    unit: "单位：件".into(),
                    columns: vec![
                        Column::centred("序号", 1.0),
                        Column::new("承办单位", 4.0),
                        Column::centred("交办", 1.5),
                        Column::centred("答复", 1.5),
                    ],
                    rows: (1..=30)
                        .map(|row| vec![row.to_string(), format!("市第{row}局"), "12".into(), "11".into()])
                        .collect(),
                    ..Table::default()
                }),
            ],
        ),
    }
}

/// A gazette of 40 items with resolutions, appointments and a table.
pub fn gazette() -> Official {
    let item = |nth: usize| {
        let (title, blocks) = told(nth);
        Block::Item(Item {
            title,
            adoption: "2026年11月27日试验市第十一届人民代表大会常务委员会第二十次会议通过".into(),
            blocks,
            ..Item::default()
        })
    };
    Official {
        form: Form::Issue,
        mark: "试验市人民代表大会常务委员会\n公　报".into(),
        number: "2026年第3号（总第12号）".into(),
        maker: "试验市人大常委会办公室编".into(),
        day: "2026年11月27日".into(),
        contents: true,
        blocks: (1..=40).map(item).collect(),
        printed: Some(Printed {
            by: "试验市人大常委会办公室".into(), on: "2026年11月30日".into()
        }),
        ..Official::default()
    }
}
