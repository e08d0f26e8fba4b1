use super::*;

#[tokio::test]
async fn a_commendation_counts_once_somebody_else_approved_it() {
    let world = World::new().await;
    let person = world.members[0].to_string();
    let commission = world.browser(Some("commission")).await;
    let form = Uuid::from_u128(5).to_string();
    let fields = [
        ("form", form.as_str()),
        ("person", person.as_str()),
        ("on_day", "2026-02-20"),
        ("text", "走访经验在全市推广"),
    ];
    let empty = commission.post("/merits", &fields[..3]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains(&format!("value=\"{person}\" selected")), "what was chosen is kept");
    let sent = commission.post("/merits", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{sent:?}");
    let place = sent.location.clone();
    assert_eq!(commission.post("/merits", &fields).await.location, place, "pressed twice");
    assert_eq!(statement(&world, 0, 2026).await.total, 0, "not yet");
    assert!(world.browser(Some("member")).await.get("/points").await.body.contains("尚未核实，暂不计分"));
    assert_eq!(commission.post(&format!("{place}/approval"), &[]).await.status, StatusCode::FORBIDDEN);
    let member = world.browser(Some("member")).await;
    assert_eq!(member.get(&place).await.status, StatusCode::OK, "one's own");
    assert_eq!(world.browser(Some("member2")).await.get(&place).await.status, StatusCode::NOT_FOUND);
    assert_eq!(member.post(&format!("{place}/approval"), &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(member.post("/merits", &fields).await.status, StatusCode::FORBIDDEN);

    let leadership = world.browser(Some("leadership")).await;
    assert!(inbox(&world, "leadership").await.contains("王建业的加分等您批准"));
    assert!(leadership.get("/merits").await.body.contains("走访经验在全市推广"));
    assert_eq!(leadership.post(&format!("{place}/approval"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(leadership.post(&format!("{place}/approval"), &[]).await.status, StatusCode::CONFLICT);
    assert_eq!(statement(&world, 0, 2026).await.total, 5);
    assert!(inbox(&world, "member").await.contains("王建业的加分已经批准"));
    let page = member.get("/points").await.body;
    assert!(
        page.contains(&format!("href=\"{place}\"")) && page.contains("受到表彰或者经验被推广一次"),
        "{page}"
    );
}

#[tokio::test]
async fn whoever_holds_both_roles_approves_neither_the_own_nor_what_he_or_she_proposed() {
    let world = World::new().await;
    let commission = world.actor("commission").await;
    let new = merits::NewMerit {
        form: Uuid::from_u128(5),
        person: world.members[0],
        on_day: "2026-02-20".parse().unwrap(),
        text: "表彰",
    };
    let id = merits::propose(&world.app, &commission, &new).await.unwrap();
    let mut both = world.actor("leadership").await;
    both.account = commission.account;
    let refused = merits::decide(&world.app, &both, id, (Step::Verify, "")).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let mut own = world.actor("leadership").await;
    own.person = Some(world.members[0]);
    let refused = merits::decide(&world.app, &own, id, (Step::Verify, "")).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    // Refused with a reason; the member cannot declare it again.
    let leadership = world.browser(Some("leadership")).await;
    let bare = leadership.post(&format!("/merits/{id}/refusal"), &[("note", "")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = leadership.post(&format!("/merits/{id}/refusal"), &[("note", "没有文件")]).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER);
    let merit = store::merit(&world.app.db, &commission, id).await.unwrap();
    let member = world.actor("member").await;
    let again = take(&world.app, &member, merit.act_id, (Step::Declare, Wanted::default())).await;
    assert!(matches!(again, Err(Error::Forbidden)), "{again:?}");
    assert_eq!(statement(&world, 0, 2026).await.total, 0);
    assert!(leadership.get(&format!("/merits/{id}")).await.body.contains("没有文件"));
}
