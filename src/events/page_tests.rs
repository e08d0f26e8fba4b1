//! The pages of events: who sees them, what they take, and that looking answers nothing.

use axum::http::StatusCode;
use chrono::NaiveDate;
use uuid::Uuid;

use super::{Event, clockwork, store};
use crate::base::codes::Code;
use crate::base::config::SmsTemplate;
use crate::jobs;
use crate::ledger;
use crate::trial::{Browser, World};

/// What an office types for an inspection on 12 March.
fn typed(world: &World) -> Vec<(&'static str, String)> {
    [
        ("kind", "inspection"),
        ("title", "视察农村道路"),
        ("place", "张沟镇政府门口"),
        ("on_day", "2026-03-12"),
        ("starts", "9：00"),
        ("ends", "1130"),
        ("answer_by", "2026-03-10"),
        ("topic-1", "农村道路"),
        ("slots-1", "1"),
    ]
    .into_iter()
    .map(|(name, value)| (name, value.to_owned()))
    .chain([("areas-1", world.areas[0].to_string())])
    .collect()
}

async fn send(browser: &Browser, path: &str, fields: &[(&'static str, String)]) -> crate::trial::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(path, &fields).await
}

/// Written, both deputies invited, announced, all by the pages. The event.
async fn announced(world: &World) -> Event {
    let clerk = world.browser(Some("working-body")).await;
    let made = send(&clerk, "/events/new", &typed(world)).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let invite = clerk.get(&made.location).await;
    for deputy in &world.deputies {
        let box_of = format!("value=\"{}\" checked", deputy.person_id);
        assert!(invite.body.contains(&box_of), "both are proposed");
    }
    assert!(invite.body.contains("选区在") && invite.body.contains("今年还没请过"), "{}", invite.body);
    let chosen: Vec<(&str, String)> =
        world.deputies.iter().map(|deputy| ("deputies", deputy.person_id.to_string())).collect();
    let none = clerk.post(&made.location, &[]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.body.contains("请至少选一位代表"));
    let back = send(&clerk, &made.location, &chosen).await;
    let id: Uuid = back.location.split(['/', '?']).nth(2).unwrap().parse().unwrap();
    let sent = clerk.post(&format!("/events/{id}/announcement"), &[("version", "1")]).await;
    assert_eq!(sent.location, format!("/events/{id}?done=announced"), "{}", sent.body);
    store::one(&world.app.db, world.congress, id).await.unwrap()
}

#[tokio::test]
async fn what_cannot_be_read_comes_back_with_everything_typed() {
    let world = World::new().await;
    let clerk = world.browser(Some("commission")).await;
    let mut fields = typed(&world);
    fields.retain(|(name, _)| !["starts", "place", "topic-1"].contains(name));
    fields.push(("starts", "早上".to_owned()));
    fields.push(("topic-2", "第二个议题".to_owned()));
    let back = send(&clerk, "/events/new", &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in
        ["value=\"早上\"", "请填写时间", "请填写地点", "视察农村道路", "第二个议题", "href=\"#f-topic-1\""]
    {
        assert!(back.body.contains(part), "{part}: {}", back.body);
    }
    assert!(clerk.get("/events").await.body.contains("没有会议和活动"), "nothing was written");
    for (name, status) in [
        ("deputy", StatusCode::FORBIDDEN),
        ("organ", StatusCode::FORBIDDEN),
        ("leadership", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(
            send(&world.browser(Some(name)).await, "/events/new", &typed(&world)).await.status,
            status
        );
    }
}

#[tokio::test]
async fn looking_answers_nothing_and_one_press_does_without_an_account() {
    let world = World::new().await;
    let event = announced(&world).await;
    let (db, congress) = (&world.app.db, world.congress);
    let invited = store::invited(db, congress, event.id).await.unwrap();
    let own = invited.iter().find(|one| one.person_id == world.deputies[1].person_id).unwrap();
    let nobody = world.browser(None).await;
    let address = format!("/i/{}", own.code);
    // A program that checks links opens it first; twice.
    for _ in 0..2 {
        let page = nobody.get(&address).await;
        assert!(page.body.contains("我参加") && page.body.contains(&own.name), "{}", page.body);
    }
    assert_eq!(store::unanswered(db, congress, event.id).await.unwrap().len(), 2);
    let wrong = nobody.post(&address, &[("answer", "declined"), ("reason", "")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("请写明请假原因"));
    assert_eq!(nobody.post(&address, &[("answer", "accepted")]).await.location, address);
    assert!(nobody.get(&address).await.body.contains("您已答复：参加"));
    nobody.post(&format!("{address}/speaking"), &[("speaks", "yes")]).await;
    let other = world.app.chance.draw(Code::random).plain();
    assert_eq!(nobody.get(&format!("/i/{other}")).await.status, StatusCode::NOT_FOUND);

    let clerk = world.browser(Some("working-body")).await;
    let page = clerk.get(&format!("/events/{}", event.id)).await.body;
    assert!(page.contains("报名发言") && page.contains("data-working"), "{page}");
    // The deputy sees the own invitation by the account as well, and no one else's answer.
    let deputy = world.browser(Some("deputy")).await.get(&format!("/events/{}", event.id)).await.body;
    assert!(deputy.contains("我参加") && !deputy.contains("报名发言") && !deputy.contains(&own.code));
    let file = nobody.get(&format!("{address}/calendar.ics")).await.body;
    assert!(file.contains("DTSTART;TZID=Asia/Shanghai:20260312T090000") && file.contains(&address), "{file}");
    // Who was invited stands in the file of the office that holds it, and in no other.
    let path = format!("/events/{}/calendar.ics", event.id);
    let kept = clerk.get(&path).await.body.replace("\r\n ", "");
    let line = |name: &str| kept.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    assert!(line(&own.name).contains("PARTSTAT=ACCEPTED:urn:uuid:"), "{kept}");
    assert_eq!((kept.matches("PARTSTAT=").count(), kept.matches("NEEDS-ACTION:").count()), (2, 1), "{kept}");
    assert!(kept.contains("ORGANIZER;CN=") && !kept.contains("METHOD:"));
    for who in ["deputy", "commission"] {
        let file = world.browser(Some(who)).await.get(&path).await.body;
        assert!(file.contains("METHOD:PUBLISH") && !file.contains("ATTENDEE"), "{who}: {file}");
    }
    assert!(!nobody.get(&format!("{address}/calendar.ics")).await.body.contains("ATTENDEE"));
}

#[tokio::test]
async fn a_message_leads_to_ones_own_invitation_and_the_inbox_to_the_event() {
    let mut world = World::new().await;
    let gateway = crate::notices::sms::server::Server::start().await;
    let mut config = (*world.app.config).clone();
    config.sms.gateway = "http".into();
    config.sms.endpoint = format!("http://{}/plain", gateway.address);
    config.sms.sign = "试验市人大".into();
    config.server.public_url = "http://rdx.example.cn".into();
    config.sms.templates.insert("event-invited".into(), SmsTemplate::default());
    world.app.config = config.into();
    world.hand.set("2026-03-02T02:00:00Z".parse().unwrap());
    let event = announced(&world).await;
    world.works().await;
    let invited = store::invited(&world.app.db, world.congress, event.id).await.unwrap();
    let texts: Vec<String> = gateway.taken().iter().map(|it| it["content"].clone()).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    for (name, deputy) in [("deputy", &world.deputies[0]), ("deputy2", &world.deputies[1])] {
        let own = invited.iter().find(|one| one.person_id == deputy.person_id).unwrap();
        let address = format!("/i/{}", own.code);
        let link = format!(" http://rdx.example.cn{address}");
        let text = texts.iter().find(|text| text.ends_with(&link)).expect("the whole link is in it");
        assert!(text.chars().count() + "【试验市人大】".chars().count() <= 70, "{text}");
        // One press, and nobody signed in.
        let nobody = world.browser(None).await;
        assert_eq!(nobody.post(&address, &[("answer", "accepted")]).await.location, address);
        let inbox = world.browser(Some(name)).await.get("/inbox").await.body;
        assert!(inbox.contains(&format!("href=\"/events/{}\"", event.id)) && !inbox.contains(&own.code));
    }
    assert_eq!(store::unanswered(&world.app.db, world.congress, event.id).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_local_office_invites_its_own_deputies() {
    let world = World::new().await;
    let other = world.browser(Some("other-office")).await;
    let made = send(&other, "/events/new", &typed(&world)).await;
    assert!(other.get(&made.location).await.body.contains("没有可以提出的代表"));
    let first = world.deputies[0].person_id.to_string();
    let refused = other.post(&made.location, &[("deputies", &first)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whoever_is_silent_is_reminded_twice_and_whoever_comes_the_day_before() {
    let world = World::new().await;
    let event = announced(&world).await;
    let (app, congress) = (&world.app, world.congress);
    let code = store::invited(&app.db, congress, event.id).await.unwrap()[0].code.clone();
    world.browser(None).await.post(&format!("/i/{code}"), &[("answer", "accepted")]).await;
    let mut told = Vec::new();
    for day in ["2026-03-07", "2026-03-08", "2026-03-09", "2026-03-10", "2026-03-11"] {
        world.on(day);
        let tx = app.db.begin().await.unwrap();
        let day: NaiveDate = day.parse().unwrap();
        clockwork::DAILY.wind(&tx, app, congress, day).await.unwrap();
        clockwork::DAILY.wind(&tx, app, congress, day).await.unwrap();
        tx.commit().await.unwrap();
        jobs::run_all(app, &crate::site::jobs()).await.unwrap();
        for kind in ["event-reminder", "event-tomorrow"] {
            let of = crate::notices::told_since(&app.db, congress, kind, day).await.unwrap();
            told.push((day.to_string(), kind, of.len()));
        }
    }
    told.retain(|(.., n)| *n > 0);
    let days: Vec<(&str, &str, usize)> =
        told.iter().map(|(day, kind, n)| (day.as_str(), *kind, *n)).collect();
    assert_eq!(
        days,
        [
            ("2026-03-08", "event-reminder", 1),
            ("2026-03-10", "event-reminder", 1),
            ("2026-03-11", "event-tomorrow", 1)
        ]
    );
}

#[tokio::test]
async fn at_the_desk_who_is_there_is_said_by_one_press_and_a_speech_becomes_one_opinion() {
    let world = World::new().await;
    let event = announced(&world).await;
    let (db, congress, id) = (&world.app.db, world.congress, event.id);
    world.on("2026-03-12");
    let clerk = world.browser(Some("working-body")).await;
    let deputy = world.browser(Some("deputy")).await;
    let door = format!("/e/{}", event.code);
    assert!(deputy.get(&door).await.body.contains("我到了"));
    assert!(world.browser(None).await.get(&door).await.body.contains("请先登录"));
    assert!(world.browser(Some("member")).await.get(&door).await.body.contains("不在这次活动的邀请名单上"));
    deputy.post(&door, &[]).await;
    assert!(deputy.get(&door).await.body.contains("已经签到"));
    let (first, second) = (world.deputies[0].person_id, world.deputies[1].person_id);
    let mark = format!("{second} absent");
    clerk.post(&format!("/events/{id}/presence"), &[("mark", &mark)]).await;
    let speech = [
        ("person", first.to_string()),
        ("topic", "1".to_owned()),
        ("text", "建议先修通村主干道。".to_owned()),
    ];
    let empty = send(&clerk, &format!("/events/{id}/speeches"), &speech[..2]).await;
    assert!(
        empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.body.contains("请填写发言内容"),
        "{}",
        empty.body
    );
    send(&clerk, &format!("/events/{id}/speeches"), &speech).await;
    let said = store::speeches(db, congress, id).await.unwrap();
    let path = format!("/events/{id}/speeches/{}/opinion", said[0].id);
    for _ in 0..2 {
        assert_eq!(clerk.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(deputy.post(&path, &[]).await.status, StatusCode::FORBIDDEN);
    let case = store::speeches(db, congress, id).await.unwrap()[0].case_id.expect("it became an opinion");
    let version = store::one(db, congress, id).await.unwrap().version.to_string();
    let closed = clerk.post(&format!("/events/{id}/closing"), &[("version", &version)]).await;
    assert_eq!(closed.location, format!("/events/{id}?done=closed"), "{}", closed.body);
    // The opinion is the deputy's, counted once, and tied to the speech that counts.
    let opinion = crate::cases::store::find(db, &world.actor("deputy").await, case).await.unwrap();
    assert_eq!((opinion.deputy_id, opinion.channel.as_str()), (Some(first), "event"));
    let acts = ledger::store::of_evidence(db, congress, id).await.unwrap();
    let spoke = acts.iter().find(|act| act.kind == "speech").unwrap();
    let page = deputy.get(&format!("/acts/{}", spoke.id)).await.body;
    assert!(page.contains(&format!("/cases/{case}")), "{page}");
    assert!(deputy.get(&format!("/cases/{case}")).await.body.contains(&format!("/events/{id}")));
    let operator = world.actor("commission").await;
    let list = super::printed::attendance_of(&world.app, &operator, "2026-1").await.unwrap();
    assert!(list.title.contains("视察农村道路\n") && list.blocks.len() == 3, "{list:?}");
    let sum = serde_json::to_string(&list).unwrap();
    assert!(sum.contains("应到 2 人，实到 1 人，请假 0 人，缺席 1 人"), "{sum}");
    let letters = super::printed::invitations_of(&world.app, &operator, &id.to_string()).await.unwrap();
    let said = serde_json::to_string(&letters).unwrap();
    assert_eq!(said.matches("new_page").count(), 1, "a page for each: {said}");
    assert!(said.contains("农村道路") && said.contains("/i/"), "{said}");
    for ending in ["attendance.docx", "invitations.docx"] {
        assert_eq!(clerk.get(&format!("/events/{id}/{ending}")).await.status, StatusCode::OK);
        assert_eq!(deputy.get(&format!("/events/{id}/{ending}")).await.status, StatusCode::FORBIDDEN);
    }
}
