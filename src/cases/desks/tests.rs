mod expected;
mod privacy;

use axum::http::StatusCode;
use uuid::Uuid;

use crate::base::Error;
use crate::cases::acts::{Move, NewCase, Voter, hand_in, see};
use crate::cases::flow::{State, StepKind, table};
use crate::cases::{Case, Channel, permit, store};
use crate::journal;
use crate::trial::{Answer, Browser, World};

const SAID: &str = "新里村三组的路坑坑洼洼，下雨就积水，老人出行不便，请修一修。";

impl World {
    async fn stands(&self, case: &Case) -> Case {
        store::find(&self.app.db, &self.actor("commission").await, case.id).await.unwrap()
    }

    async fn named(&self, who: &str) -> Browser {
        self.browser(Some(who)).await
    }

    async fn step(&self, who: &str, case: &Case, noun: &str, fields: &[(&str, &str)]) -> Answer {
        let version = self.stands(case).await.version.to_string();
        let mut all = vec![("version", version.as_str())];
        all.extend_from_slice(fields);
        self.named(who).await.post(&format!("/cases/{}/{noun}", case.id), &all).await
    }

    async fn does(&self, who: &str, case: &Case, noun: &str, fields: &[(&str, &str)]) {
        let answer = self.step(who, case, noun, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{who} {noun}: {}", text(&answer.body));
        let shown = self.named(who).await.get(&answer.location).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(!shown.body.contains('⟦'), "{who} {noun}: {}", text(&shown.body));
    }

    async fn with_contact(&self) -> Case {
        let voter = Voter { name: "李双妹".into(), phone: "13900000001".into(), ..Voter::default() };
        let new = NewCase::of_voter(Uuid::from_u128(77), Channel::Web, SAID);
        let new = NewCase { voter: Some(voter), area: Some(self.areas[1]), ..new };
        hand_in(&self.app, &self.anybody(), &new).await.unwrap().case
    }
}

/// The words of a page.
fn text(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<').skip(1) {
        out.push_str(part.split_once('>').map_or("", |(_, text)| text.trim()));
        out.push(' ');
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_whole_journey_passes_through_the_pages() {
    let world = World::new().await;
    let case = world.voter_says(SAID).await;
    let id = |name: &str| world.organizations[name].to_string();
    let deputy = world.deputies[0].person_id.to_string();
    let (body, roads, water) = (id("body"), id("roads"), id("water"));
    let office = world.named("local-office").await.get(&format!("/cases/{}", case.id)).await;
    for word in [SAID, "转工作机构", "告知去处", "待分办", "期限是怎么算的", "data-key=\"s\""]
    {
        assert!(office.body.contains(word), "{word}: {}", text(&office.body));
    }
    world.does("local-office", &case, "examination", &[("body", &body), ("deputy", &deputy)]).await;
    let sent = [("organ", roads.as_str()), ("co", water.as_str()), ("text", "请尽快修复")];
    world.does("working-body", &case, "transfer", &sent).await;
    world.does("organ", &case, "signature", &[]).await;
    world.does("water-organ", &case, "co-signature", &[]).await;
    world.does("water-organ", &case, "co-opinion", &[("text", "排水沟一并改造。")]).await;
    let early = world.named("organ").await.get(&format!("/cases/{}", case.id)).await;
    assert!(early.body.contains("还没有与代表沟通"), "{}", text(&early.body));
    let contact = [("way", "telephone"), ("on", "2026-03-02"), ("text", "和代表一起看了现场。")];
    world.does("organ", &case, "contact", &contact).await;
    let reply =
        [("category", "B"), ("until", "2026-04-30"), ("text", "四月底前修复。"), ("plain", "四月底修好。")];
    world.does("organ", &case, "reply", &reply).await;
    world.does("deputy", &case, "receipt", &[("reader", "deputy")]).await;
    world.does("working-body", &case, "receipt", &[("reader", "body")]).await;
    let grades = [("attitude", "satisfied"), ("result", "basically")];
    world.does("deputy", &case, "evaluation", &grades).await;
    let blocked = world.step("working-body", &case, "promise", &[]).await;
    assert_eq!(blocked.status, StatusCode::CONFLICT);
    assert!(blocked.body.contains("选民还不知道结果"), "{}", text(&blocked.body));
    world.does("local-office", &case, "voter-notice", &[("way", "telephone"), ("on", "2026-03-02")]).await;
    world.does("working-body", &case, "promise", &[]).await;
    world.does("organ", &case, "promise-report", &[("text", "路面已经修好。")]).await;
    world.does("working-body", &case, "promise-confirmation", &[]).await;
    let closed = world.stands(&case).await;
    assert_eq!(closed.standing.state, State::Closed);
    let page = world.named("organ").await.get(&format!("/cases/{}", case.id)).await.body;
    for word in ["四月底修好。", "B 类", "态度满意，结果基本满意", "已办结", "排水沟一并改造。"]
    {
        assert!(page.contains(word), "{word}: {}", text(&page));
    }
    journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn two_people_never_overwrite_each_other_and_no_letter_is_lost() {
    let world = World::new().await;
    let case = world.transferred(SAID).await;
    let old = world.stands(&case).await.version.to_string();
    world.does("water-organ", &case, "co-signature", &[]).await;
    let organ = world.named("organ").await;
    let path = format!("/cases/{}/return", case.id);
    let stale = organ.post(&path, &[("version", &old), ("text", "这条路是村道，不归我局管。")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("这条路是村道，不归我局管。"));
    assert!(
        stale.body.contains("又有了新的进展") && stale.body.contains("作为协办单位签收"),
        "{}",
        text(&stale.body)
    );
    // What was typed stays even where the step itself is gone.
    world.does("organ", &case, "signature", &[]).await;
    let gone = organ.post(&path, &[("version", &old), ("text", "这条路是村道。")]).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    assert!(gone.body.contains("没有提交") && gone.body.contains("这条路是村道。"));
}

#[tokio::test]
async fn what_is_missing_comes_back_in_its_place() {
    let world = World::new().await;
    let case = world.transferred(SAID).await;
    let answer = world.step("organ", &case, "return", &[("text", "  ")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("href=\"#f-return-text\"") && answer.body.contains("请写明内容"));
    assert!(answer.body.contains("id=\"step-return\" open"), "{}", answer.body);
    world.does("organ", &case, "signature", &[]).await;
    world.does("organ", &case, "contact", &[("way", "visit"), ("text", "见面谈过。")]).await;
    world.does("water-organ", &case, "co-signature", &[]).await;
    world.does("water-organ", &case, "co-opinion", &[("text", "没有意见。")]).await;
    let no_day = [("category", "B"), ("text", "正在修。")];
    let answer = world.step("organ", &case, "reply", &no_day).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("正在修。") && answer.body.contains("要写明完成的日期"));
    let wrong_day = [("category", "B"), ("until", "下个月"), ("text", "正在修。")];
    let answer = world.step("organ", &case, "reply", &wrong_day).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("下个月"), "{}", answer.body);
}

#[tokio::test]
async fn a_voters_number_is_masked_and_each_look_is_recorded() {
    let world = World::new().await;
    let case = world.with_contact().await;
    let office = world.named("local-office").await;
    let page = office.get(&format!("/cases/{}", case.id)).await.body;
    assert!(page.contains("139****0001") && page.contains("李**") && !page.contains("13900000001"));
    let shown = office.post(&format!("/cases/{}/voter", case.id), &[]).await;
    assert!(shown.body.contains("13900000001") && shown.body.contains("李双妹"));
    let entries = journal::by_subject(&world.app.db, world.congress, case.id).await.unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.kind == "case.personal-read").count(), 1);
    let on = Move {
        deputy: Some(world.deputies[0].person_id),
        body: Some(world.organizations["body"]),
        ..Move::new(StepKind::SendOn)
    };
    world.takes("local-office", &case, on).await.unwrap();
    let transfer = Move { organ: Some(world.organizations["roads"]), ..Move::new(StepKind::Transfer) };
    world.takes("working-body", &case, transfer).await.unwrap();
    let organ = world.named("organ").await;
    assert!(!organ.get(&format!("/cases/{}", case.id)).await.body.contains("13900000001"));
    let refused = organ.post(&format!("/cases/{}/voter", case.id), &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_organ_reaches_no_evaluation_and_nobody_receives_for_another() {
    let world = World::new().await;
    let case = world.replied(SAID).await;
    let organ = world.named("organ").await;
    let page = organ.get(&format!("/cases/{}", case.id)).await;
    assert!(!page.body.contains("/evaluation") && !page.body.contains("已收到反馈</button>"));
    let grades = [("attitude", "satisfied"), ("result", "satisfied")];
    for noun in ["evaluation", "receipt"] {
        let refused = world.step("organ", &case, noun, &grades).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{noun}");
    }
    // A working body that names the deputy as the reader still receives only for itself.
    world.does("working-body", &case, "receipt", &[("reader", "deputy")]).await;
    let answer = world.stands(&case).await.standing.answer.unwrap();
    assert!(answer.body_received && !answer.deputy_received);
    let elsewhere = world.step("other-body", &case, "receipt", &[]).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_shows_ones_own_and_its_csv_the_same() {
    let world = World::new().await;
    let case = world.voter_says("=1+1 路灯不亮").await;
    world.transferred(SAID).await;
    let office = world.named("local-office").await;
    let page = office.get("/cases").await.body;
    assert!(page.contains("data-keys") && page.contains("data-item") && page.contains("data-open"));
    assert!(page.contains("路灯不亮") && !page.contains("新里村三组"), "only what waits: {}", text(&page));
    let csv = office.get("/cases.csv?show=all").await.body;
    assert!(csv.contains("'=1+1 路灯不亮") && csv.contains("新里村三组"), "{csv}");
    let other = world.named("other-office").await.get("/cases?show=all").await.body;
    assert!(!other.contains("路灯不亮") && other.contains("这里没有意见"));
    for code in super::list::FILTERS {
        let page = world.named("commission").await.get(&format!("/cases?show={code}")).await;
        assert_eq!(page.status, StatusCode::OK, "{code}");
        assert!(!page.body.contains('⟦'), "{code}");
    }
    let stranger = world.named("other-office").await.get(&format!("/cases/{}", case.id)).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_reads_a_published_case_as_the_public_sees_no_more() {
    let world = World::new().await;
    let case = world.with_contact().await;
    let publish = Move { subject: "路".into(), plain: "路坏了".into(), ..Move::new(StepKind::Publish) };
    world.takes("commission", &case, publish).await.unwrap();
    let page = world.named("other-office").await.get(&format!("/cases/{}", case.id)).await;
    assert_eq!(page.location, format!("/opinions/{}", case.number));
}

#[tokio::test]
async fn each_role_finds_on_its_desk_what_waits_for_it() {
    let world = World::new().await;
    world.transferred(SAID).await;
    world.voter_says("路灯不亮，晚上看不见路。").await;
    for (who, sees, not) in [
        ("local-office", "路灯不亮", "新里村三组"),
        ("organ", "新里村三组", "路灯不亮"),
        ("water-organ", "新里村三组", "路灯不亮"),
    ] {
        let page = world.named(who).await.get("/desk").await.body;
        assert!(page.contains(sees) && !page.contains(not), "{who}: {}", text(&page));
    }
    for who in world.accounts.keys() {
        let desk = world.named(who).await.get("/desk").await;
        assert_eq!(desk.status, StatusCode::OK, "{who}");
        assert!(!desk.body.contains('⟦'), "{who}: {}", text(&desk.body));
    }
    let leader = world.named("leadership").await.get("/desk").await.body;
    assert!(!leader.contains("路灯不亮"), "numbers only");
}

#[tokio::test]
async fn what_says_the_same_is_shown_and_joined_by_one_button() {
    let world = World::new().await;
    let first = world.voter_says("新里村三组的路灯坏了半个月，晚上走路看不见。").await;
    let second = world.voter_says("新里村三组路灯坏了，晚上走路看不见，请修路灯。").await;
    world.voter_says("医保报销太慢，跑了三趟。").await;
    let office = world.named("local-office").await;
    let page = office.get(&format!("/cases/{}", second.id)).await.body;
    assert!(page.contains("可能说的是同一件事") && page.contains("<mark>"), "{}", text(&page));
    assert!(page.contains(&first.number) && !page.contains("医保报销"));
    let joined = first.id.to_string();
    world.does("local-office", &second, "joining", &[("case", &joined)]).await;
    assert_eq!(world.stands(&second).await.joined_to, Some(first.id));
    let page = office.get(&format!("/cases/{}", first.id)).await.body;
    assert!(page.contains("合并进来的意见") && page.contains(&second.number));
    let third = world.voter_says("路灯坏了。").await;
    world.does("local-office", &third, "joining", &[("case", ""), ("number", &first.number)]).await;
}

#[tokio::test]
async fn staff_enter_for_a_voter_with_a_number_alone() {
    let world = World::new().await;
    let keeper = world.named("station-keeper").await;
    let form = keeper.get("/cases/new").await;
    assert!(form.body.contains("新里村代表联络站") && form.body.contains("2026-03-02"));
    let id = Uuid::from_u128(9).to_string();
    let station = world.organizations["station"].to_string();
    let fields = [
        ("form", id.as_str()),
        ("body", SAID),
        ("phone", "139 0000 0001"),
        ("channel", "telephone"),
        ("heard_on", "2026-03-01"),
        ("answer_by", "telephone"),
        ("station", station.as_str()),
    ];
    let answer = keeper.post("/cases/new", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", text(&answer.body));
    let code = answer.location.strip_prefix("/receipts/").unwrap();
    let case = store::by_receipt(&world.app.db, world.congress, code).await.unwrap();
    assert_eq!((case.voter_phone.as_str(), case.channel.as_str()), ("13900000001", "telephone"));
    assert!(case.entered_by.is_some() && case.office_id == Some(world.organizations["office"]));
    let empty =
        keeper.post("/cases/new", &[("body", ""), ("name", "李双妹"), ("answer_by", "telephone")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("李双妹") && empty.body.contains("请写一写想说的事"));
}

#[tokio::test]
async fn a_paper_form_is_entered_once_and_who_filled_it_in_is_written_down() {
    let world = World::new().await;
    let keeper = world.named("station-keeper").await;
    let station = world.organizations["station"].to_string();
    let (one, two) = (Uuid::from_u128(11).to_string(), Uuid::from_u128(12).to_string());
    let fields = [
        ("form", one.as_str()),
        ("serial", "７k3f-0001"),
        ("body", SAID),
        ("channel", "counter"),
        ("heard_on", "2026-03-01"),
        ("answer_by", "letter"),
        ("station", station.as_str()),
        ("consented", "1"),
    ];
    let answer = keeper.post("/cases/new", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", text(&answer.body));
    let receipt = world.browser(None).await.get(&answer.location).await.body;
    assert!(receipt.contains("纸表编号：7K3F-0001") && receipt.contains("由工作人员代填"), "{receipt}");
    let code = answer.location.strip_prefix("/receipts/").unwrap();
    let case = store::by_receipt(&world.app.db, world.congress, code).await.unwrap();
    assert_eq!((case.channel.as_str(), case.consented), ("paper", true), "what has a number came on paper");
    let office = world.named("local-office").await.get(&format!("/cases/{}", case.id)).await.body;
    assert!(office.contains("7K3F-0001") && office.contains("已念给本人听，本人在纸上同意"));
    let again = keeper.post("/cases/new", &fields).await;
    assert_eq!(again.location, answer.location, "the same form again is the same opinion");
    let other: Vec<(&str, &str)> =
        fields.iter().map(|it| if it.0 == "form" { ("form", two.as_str()) } else { *it }).collect();
    let twice = keeper.post("/cases/new", &other).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.body.contains(&format!("这张纸表已经登记过，编号是 {}", case.number)));
}

#[tokio::test]
async fn a_deputy_raises_with_cosigners_named_in_writing() {
    let world = World::new().await;
    let deputy = world.named("deputy").await;
    assert!(deputy.get("/cases/raise").await.body.contains("阿卜杜拉·买买提"));
    let unknown = deputy.post("/cases/raise", &[("body", SAID), ("names", "没有这人")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.body.contains("没有找到叫“没有这人”的代表") && unknown.body.contains(SAID));
    let answer = deputy.post("/cases/raise", &[("body", SAID), ("names", "阿卜杜拉·买买提")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", text(&answer.body));
    let id: Uuid = answer.location.strip_prefix("/cases/").unwrap().parse().unwrap();
    let case = store::find(&world.app.db, &world.actor("deputy").await, id).await.unwrap();
    assert_eq!(case.standing.state, State::Cosigning);
    world.does("deputy2", &case, "cosignature", &[]).await;
    world.does("deputy", &case, "submission", &[]).await;
    assert_eq!(world.stands(&case).await.standing.state, State::Raised);
}

#[tokio::test]
async fn the_clockwork_winds_itself_for_the_next_day() {
    let world = World::new().await;
    let case = world.transferred(SAID).await;
    let tx = world.app.db.begin().await.unwrap();
    for _ in 0..2 {
        super::DAILY.wind(&tx, &world.app, world.congress, "2026-03-20".parse().unwrap()).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.on("2026-03-20");
    world.works().await;
    assert!(world.stands(&case).await.standing.deadline.unwrap().escalation.is_some());
    let waiting = crate::jobs::waiting(&world.app.db, world.congress).await.unwrap();
    let next: Vec<_> = waiting.iter().filter(|job| job.name == super::DAILY.name).collect();
    assert_eq!(next.len(), 1);
    assert!(next[0].run_at > world.app.clock.now());
    let late = world.named("working-body").await.get("/cases?show=overdue").await.body;
    assert!(late.contains("新里村三组"), "taken higher, it is still overdue");
}

#[tokio::test]
async fn voters_never_read_what_staff_say_among_themselves() {
    let world = World::new().await;
    let case = world.replied(SAID).await;
    let seen = see(&world.app, &world.anybody(), &case.receipt).await.unwrap();
    assert!(seen.standing.voter.seen);
    let nobody = world.browser(None).await.get(&format!("/cases/{}", case.id)).await;
    assert_ne!(nobody.status, StatusCode::OK);
    let voter = store::find(&world.app.db, &world.actor("voter").await, case.id).await;
    assert!(matches!(voter, Err(Error::NotFound)));
}

#[test]
fn every_step_by_hand_has_a_path_of_its_own() {
    let paths: std::collections::BTreeSet<&str> =
        StepKind::ALL.iter().map(|kind| super::steps::path(*kind)).collect();
    assert_eq!(paths.len(), StepKind::ALL.len());
}

#[test]
fn the_life_of_an_opinion_is_printed_for_readers() {
    use crate::access::Role;
    let roles = |kind: StepKind| {
        let may = |role: &Role| role.scope(permit(kind)).is_some();
        let roles: Vec<&str> = Role::ALL.iter().filter(|role| may(role)).map(|role| role.word()).collect();
        let voter = matches!(kind, StepKind::Receive | StepKind::Evaluate | StepKind::Withdraw);
        let all = roles.into_iter().chain(voter.then_some("voter (by the receipt)"));
        all.map(|word| word.replace('-', " ")).collect::<Vec<_>>().join(", ")
    };
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/flows.md");
    let told = table(roles);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &told).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, told, "docs/flows.md is not what the code says: run the test with UPDATE_DOCS=1");
}
