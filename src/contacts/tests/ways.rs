use std::sync::Arc;

use charter::{Charter, Charters};
use uuid::Uuid;

use crate::contacts::NewContact;
use crate::ledger::{State, Step};
use crate::trial::World;

/// The small congress under a charter that registers contacts in another way.
async fn world(way: &str) -> World {
    let mut world = World::new().await;
    let text = include_str!("../../../charters/xiantao/2023.toml");
    let ways = format!(
        "[[registration.ways]]\nact = \"contact\"\nis = \"{way}\"\nclause = 9\n\n[registration.late_after]"
    );
    let text = text.replace("[registration.late_after]", &ways);
    let charters = Charters::new(vec![Charter::parse("made-up.toml", &text).unwrap()]).unwrap();
    let mut all = (*world.app.charters).clone();
    all.insert("xiantao".to_owned(), charters);
    world.app.charters = Arc::new(all);
    world
}

#[tokio::test]
async fn where_organisers_register_a_members_own_word_still_waits_for_the_commission() {
    let world = world("organiser_registers").await;
    let id = world.records(&world.contact()).await;
    assert_eq!(world.seen_by("member", id).await.unwrap().state(), Some(State::Declared));
    assert_eq!(world.stands_with().await, (0, 2, 1));
    let deputy = world.browser(Some("deputy")).await;
    let act = world.seen_by("member", id).await.unwrap().act_id;
    let sent = deputy.post(&format!("/acts/{act}/objections"), &[("text", "没有见过面")]).await;
    assert!(sent.status.is_redirection(), "{sent:?}");
}

#[tokio::test]
async fn where_a_person_applies_it_is_audited_before_it_counts() {
    let world = world("apply_and_audit").await;
    let id = world.records(&world.contact()).await;
    assert_eq!(world.seen_by("member", id).await.unwrap().state(), Some(State::Declared));
    assert_eq!(world.stands_with().await, (0, 2, 1));
    world.verifies(id, (Step::Verify, "")).await;
    assert_eq!(world.stands_with().await, (1, 2, 0));
    let returned = world.records(&NewContact { form: Uuid::from_u128(502), ..world.contact() }).await;
    world.verifies(returned, (Step::Return, "再写清楚一些")).await;
    assert_eq!(world.stands_with().await, (1, 2, 0));
}
