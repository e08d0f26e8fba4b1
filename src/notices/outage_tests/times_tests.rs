//! What people wait for, measured: the pages of the core journeys take the same time whatever is the matter outside.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use super::{Mood, Outside, world};
use crate::cases::{BY_TEXT, store};
use crate::jobs::run_all;
use crate::notices::Channel;
use crate::site::jobs;
use crate::trial::{Browser, World};

/// How often each page is asked for in each world.
const ROUNDS: usize = 9;
/// A middle time may be this often the healthy one, and
const RATIO: u32 = 2;
/// this much longer: a busy machine is no hanging channel, which would take a thousand times as long.
const SLACK: Duration = Duration::from_millis(150);
/// How long a sender waits for a channel that hangs: longer than the whole test.
const PATIENCE: u64 = 60_000;
/// The pages.
const PAGES: [&str; 5] = ["hand in", "receipt", "today", "case", "inbox"];

/// A world in which one channel, or none, behaves badly; and how long each page took in it.
struct Place {
    name: String,
    hangs: bool,
    world: World,
    _outside: Outside,
    voter: Browser,
    clerk: Browser,
    deputy: Browser,
    sender: Option<JoinHandle<()>>,
    took: [Vec<Duration>; 5],
}

impl Place {
    async fn new(bad: Option<(Channel, Mood)>) -> Self {
        let (mut world, outside) = world().await;
        let mut config = (*world.app.config).clone();
        config.notices.patience_ms = PATIENCE;
        world.app.config = Arc::new(config);
        if let Some((channel, mood)) = bad {
            outside.one_is(channel, mood);
        }
        Self {
            name: bad.map_or("healthy".to_owned(), |(channel, mood)| format!("{} {mood:?}", channel.word())),
            hangs: matches!(bad, Some((_, Mood::Hang))),
            voter: world.browser(None).await,
            clerk: world.browser(Some("commission")).await,
            deputy: world.browser(Some("deputy")).await,
            world,
            _outside: outside,
            sender: None,
            took: Default::default(),
        }
    }

    /// One voter's opinion and those who look after it, while messages go out, or hang.
    async fn round(&mut self) {
        let to = format!("d:{}", self.world.deputies[0].code);
        let fields = [
            ("to", to.as_str()),
            ("body", "村口的路灯坏了三盏，请修一修。"),
            ("phone", "13812345678"),
            ("answer_by", BY_TEXT),
        ];
        let begin = Instant::now();
        let sent = self.voter.post("/opinions", &fields).await;
        self.took[0].push(begin.elapsed());
        let receipt = sent.location.strip_prefix("/receipts/").unwrap_or_else(|| panic!("{}", sent.body));
        let case = store::by_receipt(&self.world.app.db, self.world.congress, receipt).await.unwrap();
        self.send().await;
        for (nth, (who, path)) in [
            (&self.voter, sent.location.clone()),
            (&self.clerk, "/desk".to_owned()),
            (&self.clerk, format!("/cases/{}", case.id)),
            (&self.deputy, "/inbox".to_owned()),
        ]
        .into_iter()
        .enumerate()
        {
            let begin = Instant::now();
            let page = who.get(&path).await;
            self.took[nth + 1].push(begin.elapsed());
            assert!(page.status.is_success(), "{} in {}: {}", path, self.name, page.status);
        }
    }

    /// Somebody sends what is to be sent, all the while; begun before a page is asked for.
    async fn send(&mut self) {
        if self.sender.as_ref().is_none_or(JoinHandle::is_finished) {
            let app = self.world.app.clone();
            self.sender = Some(tokio::spawn(async move {
                run_all(&app, &jobs()).await.unwrap();
            }));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    fn middle(&self, page: usize) -> Duration {
        let mut all = self.took[page].clone();
        all.sort();
        all[all.len() / 2]
    }
}

#[tokio::test]
async fn pages_take_as_long_as_ever_with_any_channel_refusing_or_hanging() {
    let mut places = vec![Place::new(None).await];
    for channel in Channel::ALL {
        for mood in [Mood::Hang, Mood::Refuse] {
            places.push(Place::new(Some((channel, mood))).await);
        }
    }
    // In turn, so that whatever else the machine does falls on all of them.
    for _ in 0..ROUNDS {
        for place in &mut places {
            place.round().await;
        }
    }
    println!("middle of {ROUNDS}, in milliseconds: {PAGES:?}");
    for place in &places {
        let middles = [0, 1, 2, 3, 4].map(|page| place.middle(page).as_secs_f64() * 1000.0);
        println!("{:>16}: {}", place.name, middles.map(|ms| format!("{ms:.1}")).join(", "));
    }
    for place in &places {
        let waits = place.sender.as_ref().is_some_and(|sender| !sender.is_finished());
        assert!(waits || !place.hangs, "{}: the sender hung all the while", place.name);
        for (nth, page) in PAGES.into_iter().enumerate() {
            let (here, healthy) = (place.middle(nth), places[0].middle(nth));
            let most = healthy * RATIO + SLACK;
            assert!(here <= most, "{page} with {}: {here:?}, healthy {healthy:?}", place.name);
        }
    }
    for sender in places.iter_mut().filter_map(|place| place.sender.take()) {
        sender.abort();
    }
}
