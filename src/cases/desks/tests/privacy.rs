use super::*;

const NAME: &str = "陈小满";
const PHONE: &str = "13900000009";

impl World {
    /// An opinion that says who its voter is, as far as the organ.
    async fn told_by_name(&self) -> Case {
        let body = format!("{NAME}反映：三组的路下雨积水，请修一修。我的电话是139 0000 0009。");
        let voter = Voter { name: NAME.into(), phone: PHONE.into(), ..Voter::default() };
        let new = NewCase::of_voter(Uuid::from_u128(78), Channel::Web, &body);
        let new = NewCase { voter: Some(voter), area: Some(self.areas[1]), ..new };
        let case = hand_in(&self.app, &self.anybody(), &new).await.unwrap().case;
        let on = Move {
            deputy: Some(self.deputies[0].person_id),
            body: Some(self.organizations["body"]),
            ..Move::new(StepKind::SendOn)
        };
        self.takes("local-office", &case, on).await.unwrap();
        let organ = Some(self.organizations["roads"]);
        let co = vec![self.organizations["water"]];
        let transfer = Move { organ, co, ..Move::new(StepKind::Transfer) };
        self.takes("working-body", &case, transfer).await.unwrap();
        let told = Move { way: "telephone".into(), ..Move::new(StepKind::TellVoter) };
        let said = format!("打了{PHONE}，已告知。");
        self.takes("organ", &case, Move::new(StepKind::SignFor)).await.unwrap();
        self.takes("water-organ", &case, Move::new(StepKind::CoSignFor)).await.unwrap();
        self.takes("water-organ", &case, Move::saying(StepKind::GiveCoOpinion, "没有意见。")).await.unwrap();
        let contact = Move { way: "visit".into(), ..Move::saying(StepKind::RecordContact, "见面。") };
        self.takes("organ", &case, contact).await.unwrap();
        let reply = Move { category: "A".into(), ..Move::saying(StepKind::Reply, "已经修好。") };
        self.takes("organ", &case, reply).await.unwrap();
        self.takes("local-office", &case, Move { text: said, ..told }).await.unwrap()
    }
}

#[tokio::test]
async fn who_handles_or_only_looks_learns_nothing_of_who_the_voter_is() {
    let world = World::new().await;
    let case = world.told_by_name().await;
    for who in ["organ", "water-organ", "leadership"] {
        let browser = world.named(who).await;
        let page = browser.get(&format!("/cases/{}", case.id)).await;
        assert_eq!(page.status, StatusCode::OK, "{who}");
        assert!(page.body.contains("下雨积水"), "{who} reads the matter itself: {}", text(&page.body));
        let list = browser.get("/cases?show=all").await.body;
        for secret in ["陈", "小满", "139", "0009", "怎样告知结果"] {
            assert!(!text(&page.body).contains(secret), "{who} sees {secret}: {}", text(&page.body));
        }
        assert!(!list.contains("139 0000"), "{who}: {}", text(&list));
        let refused = browser.post(&format!("/cases/{}/voter", case.id), &[]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{who}");
    }
    for who in ["group-leader", "member", "deputy2", "other-body", "voter"] {
        let page = world.named(who).await.get(&format!("/cases/{}", case.id)).await;
        assert!(page.status == StatusCode::NOT_FOUND && !page.body.contains("陈"), "{who}: {}", page.status);
    }
}

#[tokio::test]
async fn whose_business_it_is_sees_the_voter_masked_and_may_look() {
    let world = World::new().await;
    let case = world.told_by_name().await;
    for who in ["deputy", "commission", "working-body", "local-office"] {
        let browser = world.named(who).await;
        let page = browser.get(&format!("/cases/{}", case.id)).await.body;
        assert!(page.contains("陈**") && page.contains("139****0009"), "{who}: {}", text(&page));
        assert!(page.contains("陈小满反映") && page.contains("139 0000 0009"), "{who} reads it as written");
        assert!(!page.contains(PHONE) || page.matches(PHONE).count() == 1, "{who}: only in what was told");
        let shown = browser.post(&format!("/cases/{}/voter", case.id), &[]).await;
        assert_eq!(shown.status, StatusCode::OK, "{who}");
        assert!(shown.body.contains(&format!("tel:{PHONE}")), "{who}");
    }
}
