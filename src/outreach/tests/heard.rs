//! What voters said becomes an opinion in one step; what an office or a group's leader recorded, each deputy confirms.

use super::*;
use crate::access::Role;
use crate::access::acts::grant;
use crate::bodies::Kind;
use crate::bodies::acts::{NewOrganization, add_organization};
use crate::cases;
use crate::outreach::pass_on::{Passed, pass_on};
use crate::people::acts::join;

fn passed() -> Passed {
    Passed {
        form: Uuid::from_u128(900),
        deputy: None,
        subject: String::new(),
        body: "新里村二组的排水沟堵了三年。".into(),
        place: "新里村二组".into(),
        name: String::new(),
        phone: String::new(),
    }
}

async fn case_of(world: &World, activity: Uuid) -> cases::Case {
    let commission = world.actor("commission").await;
    let found = cases::store::heard_in(&world.app.db, &commission, activity).await.unwrap();
    let [line] = found.as_slice() else { panic!("one opinion: {found:?}") };
    cases::store::find(&world.app.db, &commission, line.id).await.unwrap()
}

#[tokio::test]
async fn what_a_deputy_heard_becomes_an_opinion_with_nothing_typed_again() {
    let world = World::new().await;
    let id = by(&world, "deputy", &visit(&world)).await.unwrap();
    let browser = world.browser(Some("deputy")).await;
    let page = browser.get(&format!("/outreach/{id}?done=recorded")).await.body;
    assert!(page.contains("id=\"step-opinion\" open"), "after recording it the form is open: {page}");
    let area = page.split("id=\"f-opinion-body\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    assert!(area.contains("都说排水沟要清。"), "{area}");
    let form = Uuid::from_u128(900).to_string();
    let sent = [("form", form.as_str()), ("body", "都说排水沟要清。"), ("place", "新里村二组")];
    for _ in 0..2 {
        let done = browser.post(&format!("/outreach/{id}/opinions"), &sent).await;
        assert_eq!(done.location, format!("/outreach/{id}?done=passed"), "{}", done.body);
    }
    let case = case_of(&world, id).await;
    let own = world.deputies[0].person_id;
    assert_eq!((case.deputy_id, case.heard_in, case.channel.as_str()), (Some(own), Some(id), "outreach"));
    assert_eq!((case.heard_on, case.standing.has_voter), (world.app.clock.today(), false));
    let links = ledger::store::links(&world.app.db, world.congress, acts_of(&world, id).await[0].id).await;
    assert_eq!(links.unwrap().iter().map(|link| link.linked_id).collect::<Vec<_>>(), [case.id]);
    let page = browser.get(&format!("/outreach/{id}")).await.body;
    assert!(page.contains(&format!("href=\"/cases/{}\"", case.id)), "{page}");
    for (who, linked) in [("deputy", true), ("commission", true), ("working-body", false)] {
        let page = world.browser(Some(who)).await.get(&format!("/cases/{}", case.id)).await.body;
        assert_eq!(page.contains(&format!("href=\"/outreach/{id}\"")), linked, "{who}: {page}");
        assert!(!linked || page.contains("联系选民时听到"), "{who}: {page}");
    }
    let empty = browser.post(&format!("/outreach/{id}/opinions"), &[("body", " "), ("place", "村部")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("#f-opinion-body") && empty.body.contains("村部"), "{}", empty.body);
}

#[tokio::test]
async fn a_voter_who_wants_to_be_told_waits_for_the_answer_too() {
    let world = World::new().await;
    let id = by(&world, "deputy", &visit(&world)).await.unwrap();
    let passed = Passed { phone: "13900000001".into(), name: "老周".into(), ..passed() };
    pass_on(&world.app, &world.actor("deputy").await, id, &passed).await.unwrap();
    let case = case_of(&world, id).await;
    assert!(case.standing.has_voter);
    assert_eq!((case.voter_phone.as_str(), case.answer_by.as_str()), ("13900000001", "telephone"));
    let organ = world.browser(Some("commission")).await.get(&format!("/cases/{}", case.id)).await.body;
    assert!(!organ.contains("13900000001"), "masked: {organ}");
}

#[tokio::test]
async fn an_office_enters_it_on_the_voters_behalf_for_a_deputy_who_was_there() {
    let world = World::new().await;
    let id = by(&world, "local-office", &forum(&world)).await.unwrap();
    let clerk = world.actor("local-office").await;
    let none = pass_on(&world.app, &clerk, id, &passed()).await;
    assert!(matches!(&none, Err(Error::Invalid(found)) if found[0].field == "deputy"), "{none:?}");
    let theirs = Passed { deputy: Some(world.deputies[1].person_id), ..passed() };
    pass_on(&world.app, &clerk, id, &theirs).await.unwrap();
    let case = case_of(&world, id).await;
    assert_eq!((case.deputy_id, case.channel.as_str()), (theirs.deputy, "outreach"));
    let raised = ledger::store::of_evidence(&world.app.db, world.congress, case.id).await.unwrap();
    assert!(raised.is_empty(), "an office has no acts of its own: {raised:?}");
    for who in ["commission", "member", "group-leader", "other-office", "organ"] {
        let refused = pass_on(&world.app, &world.actor(who).await, id, &passed()).await;
        assert!(matches!(&refused, Err(Error::Forbidden | Error::NotFound)), "{who}: {refused:?}");
    }
    let draft = NewOutreach { declare: false, ..visit(&world) };
    let draft = by(&world, "deputy", &draft).await.unwrap();
    let early = pass_on(&world.app, &world.actor("deputy").await, draft, &passed()).await;
    assert!(matches!(&early, Err(Error::Conflict(key)) if key == "outreach-pass-on-early"), "{early:?}");
}

#[tokio::test]
async fn each_deputy_confirms_what_an_office_recorded() {
    let world = World::new().await;
    let id = by(&world, "local-office", &forum(&world)).await.unwrap();
    let path = format!("/outreach/{id}");
    let browser = world.browser(Some("deputy")).await;
    let own = world.deputies[0].person_id;
    let act = acts_of(&world, id).await.into_iter().find(|act| act.person_id == own).unwrap().id;
    let asked = "请确认：2026年3月2日 联系选民活动";
    let desk = browser.get("/desk").await.body;
    assert!(desk.contains(asked) && desk.contains(&format!("href=\"{path}\"")), "{desk}");
    let back = format!("{path}?done=confirmed");
    let done = browser.post(&format!("/acts/{act}/confirmation"), &[("back", &back)]).await;
    assert_eq!(done.location, back, "{}", done.body);
    let page = browser.get(&back).await.body;
    assert!(page.contains("已确认，谢谢") && page.contains("本人已确认"), "{page}");
    assert!(!page.contains("/confirmation\""), "once is enough: {page}");
    assert!(!browser.get("/desk").await.body.contains(asked));
    let queue = world.browser(Some("commission")).await.get("/verifications").await.body;
    assert!(queue.contains("已确认") && queue.contains("待确认"), "{queue}");
    verify(&world, act).await;
    assert_eq!((counted(&world, 0).await, counted(&world, 1).await), (1, 0));
    // One's own word needs no confirmation by oneself.
    let own =
        by(&world, "deputy", &NewOutreach { form: Uuid::from_u128(77), ..visit(&world) }).await.unwrap();
    let page = browser.get(&format!("/outreach/{own}")).await.body;
    assert!(!page.contains("/confirmation\""), "{page}");
}

/// The first deputy leads a group to which the second belongs.
async fn lead(world: &World) -> Uuid {
    let tx = world.app.db.begin().await.unwrap();
    let (keeper, today) = (world.keeper(), world.app.clock.today());
    let new = NewOrganization {
        kind: Kind::Group,
        name: "第二代表小组".into(),
        short_name: "二组".into(),
        area: None,
        parent: None,
        rank: 1,
        address: String::new(),
        phone: String::new(),
        hours: String::new(),
        from_on: today,
    };
    let group = add_organization(&tx, &world.app, &keeper, &new).await.unwrap();
    for (deputy, part) in world.deputies.iter().zip(["leader", "member"]) {
        join(&tx, &world.app, &keeper, (deputy.person_id, group), (part, today)).await.unwrap();
    }
    let grants = Actor::operator(world.congress, Role::SecurityAdmin);
    grant(&tx, &world.app, &grants, world.accounts["deputy"], (Role::GroupLeader, None)).await.unwrap();
    tx.commit().await.unwrap();
    group
}

#[tokio::test]
async fn a_leader_records_for_the_group_and_takes_it_back_like_an_office() {
    let world = World::new().await;
    assert_eq!(wrong(by(&world, "deputy", &forum(&world)).await), ["deputies"], "nobody records for others");
    let group = lead(&world).await;
    let form = world.browser(Some("deputy")).await.get("/outreach/new").await.body;
    let own = world.deputies[0].person_id;
    assert!(form.contains(&format!("value=\"{own}\" checked")), "begins with the own: {form}");
    let id = by(&world, "deputy", &forum(&world)).await.unwrap();
    let acts = acts_of(&world, id).await;
    assert_eq!(acts.iter().map(|act| act.office_id).collect::<Vec<_>>(), [Some(group); 2]);
    let page = world.browser(Some("deputy2")).await.get(&format!("/outreach/{id}")).await.body;
    assert!(page.contains("/confirmation\"") && page.contains("第二代表小组"), "{page}");
    let leader = world.actor("deputy").await;
    take(&world.app, &leader, id, Step::Recall).await.unwrap();
    amend(&world.app, &leader, id, &forum(&world)).await.unwrap();
    assert!(acts_of(&world, id).await.iter().all(|act| act.state == "declared"));
    assert!(take(&world.app, &world.actor("deputy2").await, id, Step::Recall).await.is_err());
    // Alone, it is the leader's own word.
    let alone = NewOutreach { form: Uuid::from_u128(5), ..visit(&world) };
    let alone = by(&world, "deputy", &alone).await.unwrap();
    assert_eq!(acts_of(&world, alone).await[0].office_id, None);
}
