//! The inner parts that every request goes through: `cargo bench -p bench`.

use charter::{Calendar, Charter, Charters, Deadline};
use chrono::NaiveDate;
use divan::{Bencher, black_box};
use shuanglian::access::{Actor, Permit, Role};
use shuanglian::base::hanzi;
use shuanglian::bodies::calendar;
use shuanglian::cases::deadlines::Count;
use shuanglian::cases::flow::{Raising, Standing, Step, after};
use shuanglian::cli;
use uuid::Uuid;

const OPINION: &str = "代表您好！入冬以来张家湾村的路灯不亮问题一直没有解决，附近86户居民都受影响。张家湾村靠近学校，照明影响学生\
     上下学，家长意见很大。听说今年有计划处理，不知道什么时候开始，请公开进度。麻烦代表帮忙催一催。";
const ANOTHER: &str = "张家湾村好几盏路灯坏了快一个月，晚上学生放学看不清路，希望尽快安排人来修，谢谢代表。";

fn main() {
    divan::main();
}

struct Rulebook {
    charters: Charters,
    calendar: Calendar,
    today: NaiveDate,
}

impl Rulebook {
    fn new() -> Self {
        let mut all = cli::charters(None).expect("the charter that comes with the program");
        let charters = all.remove("xiantao").expect("the one that is shipped");
        let today = NaiveDate::from_ymd_opt(2026, 9, 29).expect("a day before a week of holidays");
        Self { charters, calendar: calendar::shipped().expect("the days that are shipped"), today }
    }

    fn count(&self) -> Count<'_> {
        let charter: &Charter = self.charters.in_force(self.today).expect("one is in force");
        Count { charter, calendar: &self.calendar, today: self.today }
    }
}

#[divan::bench]
fn the_rule_of_a_step(bencher: Bencher) {
    let book = Rulebook::new();
    let rules = book.count().rules();
    let case = Standing::raised(Raising::Voter { deputy: true }, false, book.today);
    bencher.bench_local(|| after(black_box(&case), black_box(&Step::Withdraw { all_agree: true }), &rules));
}

#[divan::bench]
fn every_step_that_is_possible(bencher: Bencher) {
    let book = Rulebook::new();
    let rules = book.count().rules();
    let case = Standing::raised(Raising::Voter { deputy: true }, false, book.today);
    bencher.bench_local(|| black_box(&case).steps(&rules, book.today));
}

#[divan::bench]
fn a_due_day_over_holidays(bencher: Bencher) {
    let book = Rulebook::new();
    let count = book.count();
    bencher.bench_local(|| count.from_today(black_box(Deadline::Sort)));
}

#[divan::bench]
fn whether_somebody_may(bencher: Bencher) {
    let actor = Actor::operator(Uuid::nil(), Role::Commission);
    bencher.bench_local(|| black_box(&actor).may(black_box(Permit::CaseRead)));
}

#[divan::bench]
fn words_of_an_opinion(bencher: Bencher) {
    hanzi::warm_up();
    bencher.bench_local(|| hanzi::index_text(black_box(OPINION)));
}

#[divan::bench]
fn telling_words_of_an_opinion(bencher: Bencher) {
    hanzi::warm_up();
    bencher.bench_local(|| hanzi::fingerprint(black_box(OPINION)));
}

#[divan::bench]
fn whether_two_opinions_say_the_same(bencher: Bencher) {
    hanzi::warm_up();
    bencher.bench_local(|| hanzi::similar(black_box(OPINION), black_box(ANOTHER)));
}
