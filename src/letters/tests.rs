use axum::http::StatusCode;
use papers::official::{Block, Official};
use uuid::Uuid;

use super::{Head, Kind, Letter, acts, printed, store};
use crate::base::Error;
use crate::cases::Case;
use crate::cases::acts::Move;
use crate::cases::flow::StepKind;
use crate::journal;
use crate::trial::World;

const SAID: &str = "新里村三组的路坑坑洼洼，请打13900000001问我。";

impl World {
    async fn writes(&self, who: &str, kind: Kind, case: &Case) -> Result<Uuid, Error> {
        let form = self.app.chance.id(self.app.clock.now());
        acts::write(&self.app, &self.actor(who).await, (form, kind), case.id).await
    }

    async fn letter(&self, who: &str, id: Uuid) -> Result<Letter, Error> {
        store::find(&self.app.db, &self.actor(who).await, id).await
    }

    async fn paper(&self, id: Uuid) -> Official {
        store::paper(&self.app.db, self.congress, id).await.unwrap()
    }

    async fn late(&self, many: usize) -> Vec<Uuid> {
        let mut cases = Vec::new();
        for nth in 0..many {
            cases.push(self.transferred(&format!("第{nth}条路灯不亮。")).await.id);
        }
        self.on("2026-05-20");
        cases
    }
}

/// All that stands on a paper.
fn words(paper: &Official) -> String {
    serde_json::to_string(paper).unwrap()
}

#[tokio::test]
async fn letters_are_numbered_by_office_word_and_year_without_gaps() {
    let world = World::new().await;
    let case = world.transferred(SAID).await;
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let id = world.writes("working-body", Kind::Transfer, &case).await.unwrap();
        numbers.push(world.letter("working-body", id).await.unwrap().number.unwrap());
        // One that fails takes no number with it.
        let early = world.writes("organ", Kind::Reply, &case).await.unwrap_err();
        assert!(matches!(early, Error::Conflict(_)), "{early:?}");
    }
    assert_eq!(numbers, [1, 2]);
    let other = world.writes("commission", Kind::Transfer, &case).await.unwrap();
    assert_eq!(
        world.letter("commission", other).await.unwrap().number,
        Some(1),
        "another office, another series"
    );
    world.on("2027-03-02");
    let next = world.writes("working-body", Kind::Transfer, &case).await.unwrap();
    let next = world.letter("working-body", next).await.unwrap();
    assert_eq!(next.number, Some(1), "another year, another series");
    assert!(next.reference().contains("〔2027〕1号"), "{}", next.reference());
    assert_eq!(world.paper(next.id).await.number, next.reference());
}

#[tokio::test]
async fn a_letter_stays_as_it_was_issued_and_names_no_voter() {
    let world = World::new().await;
    let case = world.transferred(SAID).await;
    let id = world.writes("working-body", Kind::Transfer, &case).await.unwrap();
    let paper = world.paper(id).await;
    assert!(words(&paper).contains("新里村三组的路") && !words(&paper).contains("13900000001"));
    let head = Head { mark: "另一个机关".into(), word: "另函".into(), ..Head::default() };
    acts::set_head(&world.app, &world.actor("working-body").await, &head).await.unwrap();
    world.takes("organ", &case, Move::new(StepKind::SignFor)).await.unwrap();
    assert_eq!(world.paper(id).await, paper);
    let next = world.writes("working-body", Kind::Transfer, &case).await.unwrap();
    assert!(words(&world.paper(next).await).contains("另函〔2026〕1号"));
    let told = journal::by_subject(&world.app.db, world.congress, id).await.unwrap();
    let kinds: Vec<&str> = told.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["letter.drafted", "letter.issued"]);
    journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_reply_says_its_category_and_goes_to_its_deputy() {
    let world = World::new().await;
    let case = world.replied(SAID).await;
    let id = world.writes("organ", Kind::Reply, &case).await.unwrap();
    let paper = world.paper(id).await;
    assert_eq!((paper.category.as_str(), paper.addressee.as_str()), ("A", "李双妹代表"));
    assert!(words(&paper).contains("已完成修复。"));
    assert!(world.letter("deputy", id).await.is_ok());
    for stranger in ["deputy2", "water-organ", "other-body"] {
        assert!(matches!(world.letter(stranger, id).await, Err(Error::NotFound)), "{stranger}");
    }
    let by_another = world.writes("water-organ", Kind::Reply, &case).await.unwrap_err();
    assert!(matches!(by_another, Error::Conflict(_)), "{by_another:?}");
}

#[tokio::test]
async fn several_that_are_late_are_urged_with_one_letter_in_one_act() {
    let world = World::new().await;
    let cases = world.late(3).await;
    let (commission, form) = (world.actor("commission").await, Uuid::from_u128(7));
    let letters = acts::urge(&world.app, &commission, form, &cases).await.unwrap();
    assert_eq!(letters.len(), 1, "one organ, one letter");
    let paper = world.paper(letters[0]).await;
    let rows =
        paper.blocks.iter().find_map(|it| if let Block::Table(it) = it { Some(it.rows.len()) } else { None });
    assert_eq!(rows, Some(3));
    let again = acts::urge(&world.app, &commission, form, &cases).await.unwrap();
    assert_eq!(again, letters, "pressed twice, sent once");
    for case in &cases {
        let told = journal::by_subject(&world.app.db, world.congress, *case).await.unwrap();
        assert_eq!(told.iter().filter(|entry| entry.kind.ends_with("urge")).count(), 1, "{told:?}");
    }
    assert!(world.letter("organ", letters[0]).await.is_ok(), "the organ reads what was sent to it");
    assert!(matches!(world.letter("water-organ", letters[0]).await, Err(Error::NotFound)));
    let missing = acts::urge(&world.app, &commission, Uuid::from_u128(8), &[]).await.unwrap_err();
    assert!(matches!(missing, Error::Invalid(_)));
}

#[tokio::test]
async fn where_two_sign_a_letter_waits_for_somebody_else() {
    let mut world = World::new().await;
    std::sync::Arc::make_mut(&mut world.app.config).letters.second_signature = true;
    let case = world.transferred(SAID).await;
    let id = world.writes("commission", Kind::Transfer, &case).await.unwrap();
    assert_eq!(world.letter("commission", id).await.unwrap().number, None);
    assert!(matches!(world.letter("organ", id).await, Err(Error::NotFound)), "not sent yet");
    let own = acts::sign(&world.app, &world.actor("commission").await, id).await.unwrap_err();
    assert!(matches!(own, Error::Conflict(_)), "{own:?}");
    acts::sign(&world.app, &world.actor("leadership").await, id).await.unwrap();
    assert_eq!(world.letter("organ", id).await.unwrap().number, Some(1));
    let twice = acts::sign(&world.app, &world.actor("leadership").await, id).await.unwrap_err();
    assert!(matches!(twice, Error::Conflict(_)), "{twice:?}");
}

#[tokio::test]
async fn the_pages_lead_from_a_late_case_to_a_letter_and_its_files() {
    let world = World::new().await;
    let cases = world.late(2).await;
    let page = world.browser(Some("commission")).await;
    let board = page.get("/urgings").await;
    assert!(board.body.contains("第0条路灯不亮") && !board.body.contains('⟦'), "{}", board.body);
    let form =
        board.body.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let none = page.post("/urgings", &[("form", &form)]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen: Vec<String> = cases.iter().map(Uuid::to_string).collect();
    let fields: Vec<(&str, &str)> =
        chosen.iter().map(|id| ("cases", id.as_str())).chain([("form", form.as_str())]).collect();
    let urged = page.post("/urgings", &fields).await;
    assert_eq!(urged.status, StatusCode::SEE_OTHER, "{}", urged.body);
    let (address, done) = urged.location.split_once('?').unwrap();
    assert_eq!(done, "done=urged");
    let letter = page.get(&urged.location).await;
    assert!(letter.body.contains("已催办"), "{}", letter.body);
    assert!(letter.body.contains("关于催办2件逾期意见建议的函") && letter.body.contains("〔2026〕1号"));
    let docx = page.get(&format!("{address}/letter.docx")).await;
    assert_eq!(docx.status, StatusCode::OK);
    let pdf = page.get(&format!("{address}/letter.pdf")).await;
    // A machine without a font with hanzi says so.
    assert!([StatusCode::OK, StatusCode::CONFLICT].contains(&pdf.status), "{}", pdf.status);
    let of_case = page.get(&format!("/cases/{}/letters", cases[0])).await;
    assert!(of_case.body.contains("发出交办单") && of_case.body.contains("督办函"), "{}", of_case.body);
    let file = page.get(&format!("/cases/{}/feedback-form.docx", cases[0])).await;
    assert_eq!(file.status, StatusCode::OK);
    let organ = world.browser(Some("organ")).await;
    assert!(organ.get("/letters").await.body.contains("关于催办2件"));
    let stranger = world.browser(Some("deputy2")).await;
    for path in [format!("/cases/{}/letters", cases[0]), format!("/cases/{}/feedback-form.docx", cases[0])] {
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let list = page.get("/letters").await;
    let head = page.get("/letters/head").await;
    for shown in [list, head] {
        assert!(shown.status == StatusCode::OK && !shown.body.contains('⟦'), "{}", shown.body);
    }
    let head = [("mark", ""), ("word", "仙人常函")];
    assert_eq!(page.post("/letters/head", &head).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_command_finds_a_paper_by_its_number_or_its_case() {
    let world = World::new().await;
    let case = world.transferred(SAID).await;
    let id = world.writes("working-body", Kind::Transfer, &case).await.unwrap();
    let reference = world.letter("working-body", id).await.unwrap().reference();
    let actor = world.actor("commission").await;
    let paper = world.paper(id).await;
    for typed in [id.to_string(), reference, case.number.clone()] {
        let found = printed::letter(&world.app, &actor, Kind::Transfer, &typed).await.unwrap();
        assert_eq!(found, paper, "{typed}");
    }
    for (kind, typed) in
        [(Kind::Urging, case.number.as_str()), (Kind::Transfer, "无〔2026〕9号"), (Kind::Reply, "x")]
    {
        let none = printed::letter(&world.app, &actor, kind, typed).await;
        assert!(matches!(none, Err(Error::NotFound)), "{typed}");
    }
    let form = printed::feedback_of(&world.app, &actor, &case.number).await.unwrap();
    assert!(words(&form).contains("□满意"));
}
