//! Taking an import back: all of it within a day, unless something stands on it.

use chrono::NaiveDate;

use super::{assert_same, book, exported, imported, keeper};
use crate::access::acts::open_session;
use crate::base::{Error, Result};
use crate::cases::acts::{NewCase, hand_in};
use crate::exchange::roster::known::Known;
use crate::exchange::roster::{acts, store};
use crate::journal;
use crate::people::acts as people;
use crate::trial::World;
use uuid::Uuid;

fn file() -> Vec<u8> {
    book(&[
        (
            "区域",
            &[
                &["名称", "类别", "上级", "序号"],
                &["郭河镇", "镇", ""],
                &["一村", "村", "郭河镇"],
                &["新里村", "", "张沟镇", "9"],
            ],
        ),
        (
            "选区",
            &[
                &["编号", "名称", "镇街", "组成", "应选名额"],
                &["2", "第2选区", "郭河镇", "一村", "2"],
                &["1", "第一选区", "", "新里村", "3"],
            ],
        ),
        (
            "机构",
            &[
                &["类别", "名称", "电话"],
                &["代表小组", "郭河小组", ""],
                &["承办单位", "市水利和湖泊局", "0728-3250001"],
            ],
        ),
        (
            "代表",
            &[
                &["姓名", "性别", "代表证号", "选区", "小组", "站点", "状态", "终止原因", "状态日期", "职务"],
                &["张三", "男", "Z1", "2", "郭河小组（组长）", "", "暂停", "", "2026-02-01", ""],
                &["李双妹", "", "Z2", "1", "郭河小组", "清空", "", "", "", "教师"],
                &["阿卜杜拉·买买提", "", "", "1", "", "", "终止", "去世", "2026-02-20", ""],
            ],
        ),
        ("组成人员", &[&["姓名", "状态", "状态日期"], &["王建业", "暂停", "2026-02-10"]]),
        (
            "账号",
            &[
                &["登录名", "姓名", "人员", "角色"],
                &["zhangsan", "张三", "Z1", "人大代表"],
                &["deputy", "李代表", "", ""],
            ],
        ),
    ])
}

/// Everything that a roster can hold, as it stands.
async fn registers(world: &World) -> String {
    let known = Known::read(&world.app.db, world.congress).await.unwrap();
    let leaves = crate::people::store::leaves(&world.app.db, world.congress, None).await.unwrap();
    format!("{known:#?}{leaves:#?}")
}

async fn undo(world: &World, roster: Uuid) -> Result<()> {
    acts::take_back(&world.app, &keeper(world), roster).await
}

fn why(outcome: Result<()>) -> String {
    match outcome {
        Err(Error::Conflict(key)) => key,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn everything_that_an_import_did_is_taken_back_at_once() {
    let world = World::new().await;
    let before = registers(&world).await;
    let (_, roster) = imported(&world, &file()).await;
    assert_ne!(registers(&world).await, before);
    assert_same(&world, &exported(&world).await).await;
    undo(&world, roster.unwrap()).await.unwrap();
    assert_eq!(registers(&world).await, before);
    assert!(journal::verify(&world.app.db, world.congress, None).await.unwrap().is_ok());
    assert_eq!(why(undo(&world, roster.unwrap()).await), "roster-undo-not-applied");
    let kept = store::marks(&world.app.db, world.congress, roster.unwrap()).await.unwrap();
    assert!(kept.is_empty(), "what stood there before is erased");
    // And it can come in again.
    imported(&world, &file()).await;
}

#[tokio::test]
async fn after_a_day_or_a_later_import_it_stays() {
    let world = World::new().await;
    let (_, first) = imported(&world, &file()).await;
    let later = book(&[("区域", &[&["名称", "类别", "上级"], &["二村", "村", "郭河镇"]])]);
    let (_, second) = imported(&world, &later).await;
    assert_eq!(why(undo(&world, first.unwrap()).await), "roster-undo-later-import");
    undo(&world, second.unwrap()).await.unwrap();
    undo(&world, first.unwrap()).await.unwrap();
    let (_, third) = imported(&world, &file()).await;
    world.on("2026-03-04");
    assert_eq!(why(undo(&world, third.unwrap()).await), "roster-undo-too-late");
    acts::forget(&world.app, world.congress, third.unwrap()).await.unwrap();
    let kept = store::marks(&world.app.db, world.congress, third.unwrap()).await.unwrap();
    assert!(kept.is_empty(), "after a day nothing is kept of it");
}

#[tokio::test]
async fn what_something_stands_on_is_not_taken_away() {
    let world = World::new().await;
    let (_, roster) = imported(&world, &file()).await;
    let roster = roster.unwrap();
    let known = Known::read(&world.app.db, world.congress).await.unwrap();
    let account = known.accounts.iter().find(|row| row.login == "zhangsan").unwrap().id;
    open_session(&world.app, world.congress, account, "trial").await.unwrap();
    assert_eq!(why(undo(&world, roster).await), "roster-undo-signed-in");
}

#[tokio::test]
async fn an_opinion_to_a_new_deputy_keeps_the_import() {
    let world = World::new().await;
    let (_, roster) = imported(&world, &file()).await;
    let known = Known::read(&world.app.db, world.congress).await.unwrap();
    let place = known.constituencies.iter().find(|row| row.number == 2).unwrap().id;
    let form = Uuid::from_u128(77);
    let new = NewCase {
        constituency: Some(place),
        ..NewCase::of_voter(form, crate::cases::Channel::Web, "郭河镇一村的路灯不亮，请修。")
    };
    hand_in(&world.app, &world.anybody(), &new).await.unwrap();
    assert_eq!(why(undo(&world, roster.unwrap()).await), "roster-undo-opinions");
}

#[tokio::test]
async fn what_was_changed_since_by_hand_keeps_the_import() {
    let world = World::new().await;
    let (_, roster) = imported(&world, &file()).await;
    let known = Known::read(&world.app.db, world.congress).await.unwrap();
    let seat = known.seats.iter().find(|row| row.kind == "deputy" && row.to_on.is_none()).unwrap();
    let tx = world.app.db.begin().await.unwrap();
    let on = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    people::end_seat(&tx, &world.app, &world.keeper(), seat.id, (on, crate::people::EndReason::Resigned))
        .await
        .unwrap();
    let group = world.organizations["station"];
    people::join(&tx, &world.app, &world.keeper(), (seat.person_id, group), ("attached", on)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(why(undo(&world, roster.unwrap()).await), "roster-undo-changed");
}
