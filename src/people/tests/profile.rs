//! What a deputy chooses to show, within the charter; and who may choose it.

use axum::http::StatusCode;

use crate::base::{Conn, Error, Result, sql};
use crate::journal;
use crate::people::profile::{NewProfile, keep};
use crate::people::public::Contact;
use crate::people::store;
use crate::trial::World;

fn chosen(contact: Contact) -> NewProfile {
    NewProfile {
        contact,
        phone: "07283220000".into(),
        intro: "每月十五号在联络站，欢迎来坐坐。".into(),
        languages: "仙桃话".into(),
        photo: None,
        without_photo: false,
    }
}

async fn keeps(world: &World, who: &str, deputy: usize, new: &NewProfile) -> Result<()> {
    keep(&world.app, &world.actor(who).await, world.deputies[deputy].person_id, new).await
}

#[tokio::test]
async fn the_deputy_chooses_and_everybody_sees_what_was_chosen() {
    let world = World::new().await;
    let before = journal::count(&world.app.db, world.congress).await.unwrap();
    keeps(&world, "deputy", 0, &chosen(Contact::Constituency)).await.unwrap();
    assert_eq!(
        journal::count(&world.app.db, world.congress).await.unwrap(),
        before + 1,
        "one change, one entry"
    );
    let path = format!("/deputies/{}", world.deputies[0].code);
    let browser = world.browser(None).await;
    let page = browser.get(&path).await.body;
    assert!(page.contains("欢迎来坐坐") && page.contains("仙桃话"));
    assert!(!page.contains("07283220000") && !page.contains("13900000001"));
    let village = world.areas[1].to_string();
    let told = browser.post(&format!("{path}/contact"), &[("village", &village)]).await.body;
    assert!(
        told.contains("07283220000") && !told.contains("13900000001"),
        "the number for voters stands in: {told}"
    );
    keeps(&world, "deputy", 0, &chosen(Contact::Public)).await.unwrap();
    assert!(browser.get(&path).await.body.contains("07283220000"));
}

#[tokio::test]
async fn what_the_clause_asks_for_is_not_chosen_away() {
    let world = World::new().await;
    let Err(Error::Invalid(found)) = keeps(&world, "deputy", 0, &chosen(Contact::Relay)).await else {
        panic!("clause 7 asks that the constituency sees the contact")
    };
    assert_eq!((found[0].field.as_str(), found[0].say.key.as_str()), ("contact", "profile-narrower-7"));
    let browser = world.browser(Some("deputy")).await;
    let fields = [("contact", "relay"), ("intro", "我写的话"), ("phone", "")];
    let page = browser.post("/profile", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("制度第七条") && page.body.contains("我写的话"), "{}", page.body);
}

#[tokio::test]
async fn no_number_slips_into_the_words_that_everybody_reads() {
    let world = World::new().await;
    let new = NewProfile { intro: "有事打我手机139 0000 0001".into(), ..chosen(Contact::Constituency) };
    let Err(Error::Invalid(found)) = keeps(&world, "deputy", 0, &new).await else { panic!("refused") };
    assert_eq!(found[0].field, "intro");
    let kept = store::profile(&world.app.db, world.congress, world.deputies[0].person_id).await.unwrap();
    assert!(kept.intro.is_empty() && kept.phone.is_empty(), "nothing was kept");
}

#[tokio::test]
async fn the_office_that_serves_a_deputy_may_do_it_and_no_other() {
    let world = World::new().await;
    for (who, may) in [
        ("local-office", true),
        ("commission", true),
        ("other-office", false),
        ("deputy2", false),
        ("member", false),
        ("organ", false),
        ("station-keeper", false),
        ("voter", false),
    ] {
        let done = keeps(&world, who, 0, &chosen(Contact::Constituency)).await;
        assert_eq!(done.is_ok(), may, "{who}: {done:?}");
        let page =
            world.browser(Some(who)).await.get(&format!("/profiles/{}", world.deputies[0].person_id)).await;
        assert_eq!(page.status == StatusCode::OK, may, "{who}");
    }
    let list = world.browser(Some("local-office")).await.get("/profiles").await;
    assert!(list.body.contains("李双妹") && list.body.contains("阿卜杜拉"));
    assert!(!world.browser(Some("other-office")).await.get("/profiles").await.body.contains("李双妹"));
    let own = world.browser(Some("deputy")).await.get("/profile").await;
    assert!(own.body.contains("所有人看到的") && own.body.contains("本选区选民看到的"));
    assert_eq!(world.browser(Some("local-office")).await.get("/profile").await.location, "/profiles");
}

#[tokio::test]
async fn a_photo_is_shown_only_while_its_deputy_wants_it() {
    let world = World::new().await;
    let picture = image::RgbImage::from_pixel(40, 50, image::Rgb([200, 30, 30]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let browser = world.browser(Some("deputy")).await;
    let fields = [("contact", "constituency")];
    let sent = browser.upload("/profile", &fields, &[("photo", "me.jpg", bytes.get_ref())]).await;
    assert_eq!(sent.location, "/profile?done=1", "{}", sent.body);
    let path = format!("/deputies/{}/photo", world.deputies[0].code);
    let anybody = world.browser(None).await;
    assert_eq!(anybody.get(&path).await.status, StatusCode::OK);
    browser.post("/profile", &[("contact", "constituency"), ("without_photo", "1")]).await;
    assert_eq!(anybody.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_profile_counts_what_is_verified_and_nothing_else() {
    let world = World::new().await;
    let page = world.browser(None).await.get(&format!("/deputies/{}", world.deputies[0].code)).await.body;
    assert!(page.contains("联系选民活动") && page.contains("<td class=\"num\">0</td>"), "{page}");
    let tx = world.app.db.begin().await.unwrap();
    for (nth, state) in ["verified", "declared", "draft"].into_iter().enumerate() {
        let text = "INSERT INTO acts (congress_id, id, person_id, kind, on_day, evidence, evidence_id, way, state, \
             entered_at) VALUES ($1, $2, $3, 'outreach', $4, 'outreach', $2, 'declare_and_verify', $5, $6)";
        let id = uuid::Uuid::from_u128(90 + nth as u128);
        let values = [
            world.congress.into(),
            id.into(),
            world.deputies[0].person_id.into(),
            world.app.clock.today().into(),
            state.into(),
            world.app.clock.now().into(),
        ];
        tx.run(sql(text, values)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let page = world.browser(None).await.get(&format!("/deputies/{}", world.deputies[0].code)).await.body;
    assert!(page.contains("<td>联系选民活动</td><td class=\"num\">1</td><td class=\"num\">1</td>"), "{page}");
}
