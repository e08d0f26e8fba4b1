//! Who is told where and when: pure, from what a person chose and what the deployment is set up for.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use crate::base::{Config, day_of, start_of, text::in_china};

/// A way out of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// The WeChat official account.
    Wechat,
    /// A text message.
    Sms,
    /// E-mail.
    Mail,
}

impl Channel {
    /// All, in the order in which one steps in for another.
    pub const ALL: [Channel; 3] = [Channel::Wechat, Channel::Sms, Channel::Mail];

    /// The word in the database, in sentences' keys and as the name of its job.
    pub fn word(self) -> &'static str {
        match self {
            Channel::Wechat => "wechat",
            Channel::Sms => "sms",
            Channel::Mail => "mail",
        }
    }

    /// The channel of a word.
    pub fn of_word(word: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.word() == word)
    }

    /// Whether the deployment has it.
    pub fn is_there(self, config: &Config) -> bool {
        match self {
            Channel::Wechat => !config.wechat.appid.is_empty(),
            Channel::Sms => !config.sms.gateway.is_empty(),
            Channel::Mail => !config.mail.smtp.is_empty(),
        }
    }

    /// Whether it can carry a kind of notice.
    pub fn carries(self, config: &Config, kind: &str) -> bool {
        match self {
            Channel::Wechat => {
                config.wechat.templates.contains_key(kind) || config.wechat.templates.contains_key("*")
            }
            Channel::Sms => config.sms.templates.contains_key(kind),
            Channel::Mail => true,
        }
    }
}

/// When somebody wants to be told in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// At once.
    Now,
    /// All of a day in one message.
    Daily,
    /// Not there.
    Off,
}

impl Way {
    /// All ways.
    pub const ALL: [Way; 3] = [Way::Now, Way::Daily, Way::Off];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Way::Now => "now",
            Way::Daily => "daily",
            Way::Off => "off",
        }
    }

    /// The way of a word.
    pub fn of_word(word: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.word() == word)
    }
}

/// How somebody is reached in a channel: what was chosen, and whether there is anywhere to send to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// What was chosen, if anything.
    pub way: Option<Way>,
    /// An address, a mobile number, a bound account, not known to be lost.
    pub reached: bool,
}

/// The kind under which all of a day go in one message.
pub const DIGEST: &str = "digest";

/// In which way a kind of notice goes through a channel; `Off` when it does not.
pub fn way(config: &Config, channel: Channel, kind: &str, reach: Reach) -> Way {
    if !channel.is_there(config) || !reach.reached {
        return Way::Off;
    }
    let usual = match channel {
        Channel::Wechat => &config.notices.wechat,
        Channel::Sms => &config.notices.sms,
        Channel::Mail => &config.notices.mail,
    };
    let wanted = reach.way.or_else(|| Way::of_word(usual)).unwrap_or(Way::Now);
    let urgent = is_urgent(config, kind);
    match wanted {
        Way::Daily if !urgent && channel.carries(config, DIGEST) => Way::Daily,
        Way::Off => Way::Off,
        // Without a template for the day's message, each goes by itself.
        Way::Daily | Way::Now if channel.carries(config, kind) => Way::Now,
        Way::Daily | Way::Now => Way::Off,
    }
}

/// By which channel somebody is told again of what was missed: at once, by one through which it did not come before, else
/// by one of those; none where nothing but the inbox was chosen.
pub fn another(
    config: &Config,
    kind: &str,
    reaches: &[(Channel, Reach)],
    used: &[Channel],
) -> Option<Channel> {
    let at_once =
        |reach: Reach| Reach { way: reach.way.filter(|way| *way == Way::Off).or(Some(Way::Now)), ..reach };
    let chosen = |(channel, reach): &(Channel, Reach)| {
        way(config, *channel, kind, *reach) != Way::Off
            && way(config, *channel, kind, at_once(*reach)) == Way::Now
    };
    let open: Vec<Channel> = reaches.iter().filter(|one| chosen(one)).map(|(channel, _)| *channel).collect();
    open.iter().find(|channel| !used.contains(channel)).or(open.first()).copied()
}

/// What somebody is waiting for with the telephone in hand: it goes at night as well.
const AWAITED: &str = "voter-review-code";

/// Whether a kind goes at any hour.
pub(super) fn is_awaited(kind: &str) -> bool {
    kind == AWAITED
}

/// Whether a kind goes at once, whatever was chosen.
pub fn is_urgent(config: &Config, kind: &str) -> bool {
    config.notices.urgent.iter().any(|it| it == kind)
}

/// A clock, `08:00`.
pub(super) fn clock(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M").ok()
}

/// Two clocks, `21:30-07:30`.
pub(super) fn span(text: &str) -> Option<(NaiveTime, NaiveTime)> {
    let (from, to) = text.split_once('-')?;
    Some((clock(from)?, clock(to)?))
}

fn within(time: NaiveTime, (from, to): (NaiveTime, NaiveTime)) -> bool {
    if from <= to { from <= time && time < to } else { time >= from || time < to }
}

/// The next moment after now at which a clock shows a time.
pub(super) fn next(now: DateTime<Utc>, time: NaiveTime) -> DateTime<Utc> {
    let passed = time - NaiveTime::MIN;
    let today = start_of(day_of(now)) + passed;
    if today > now { today } else { today + TimeDelta::days(1) }
}

/// When the next message of the day goes.
pub(super) fn digest_at(config: &Config, now: DateTime<Utc>) -> DateTime<Utc> {
    next(now, clock(&config.notices.digest_at).unwrap_or(NaiveTime::MIN))
}

/// Until when a message has to wait because of the hour; none when it may go now. Mail rings nobody awake.
pub(super) fn waits_until(
    config: &Config,
    calendar: &charter::Calendar,
    (channel, urgent): (Channel, bool),
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if channel == Channel::Mail {
        return None;
    }
    let time = in_china(now).time();
    if let Some(quiet) = span(&config.notices.quiet).filter(|quiet| within(time, *quiet)) {
        return Some(next(now, quiet.1));
    }
    let hours = span(&config.sms.hours).filter(|_| channel == Channel::Sms && !urgent)?;
    let today = day_of(now);
    if calendar.is_working_day(today) && within(time, hours) {
        return None;
    }
    let begins = start_of(today) + (hours.0 - NaiveTime::MIN);
    let from = if begins > now { today } else { today + Days::new(1) };
    Some(start_of(calendar.working_day_from(from)) + (hours.0 - NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::config::SmsTemplate;

    fn config() -> Config {
        let mut config = Config::load(None, []).unwrap();
        config.mail.smtp = "smtp://127.0.0.1".into();
        config.sms.gateway = "http".into();
        config.sms.templates.insert("case-replied".into(), SmsTemplate::default());
        config
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_was_chosen_and_what_can_be_carried_decide() {
        let mut config = config();
        let told = |config: &Config, channel, kind, chosen| {
            way(config, channel, kind, Reach { way: chosen, reached: true })
        };
        use Channel::*;
        assert_eq!(told(&config, Mail, "anything", None), Way::Now);
        assert_eq!(told(&config, Mail, "anything", Some(Way::Daily)), Way::Daily);
        assert_eq!(told(&config, Mail, "case-overdue", Some(Way::Daily)), Way::Now, "urgent");
        assert_eq!(told(&config, Mail, "case-overdue", Some(Way::Off)), Way::Off, "no is no");
        assert_eq!(told(&config, Sms, "case-replied", None), Way::Now);
        assert_eq!(told(&config, Sms, "case-new", None), Way::Off, "the gateway has no template for it");
        assert_eq!(told(&config, Sms, "case-replied", Some(Way::Daily)), Way::Now, "no template for the day");
        config.sms.templates.insert(DIGEST.into(), SmsTemplate::default());
        assert_eq!(told(&config, Sms, "case-new", Some(Way::Daily)), Way::Daily);
        assert_eq!(told(&config, Wechat, "case-new", Some(Way::Now)), Way::Off, "there is no account");
        assert_eq!(way(&config, Mail, "x", Reach { way: None, reached: false }), Way::Off);
        config.notices.mail = "off".into();
        assert_eq!(told(&config, Mail, "anything", None), Way::Off);
        assert_eq!(told(&config, Mail, "anything", Some(Way::Now)), Way::Now);
    }

    #[test]
    fn whoever_missed_it_is_told_again_by_another_channel() {
        use Channel::*;
        let mut config = config();
        config.sms.templates.insert("again".into(), SmsTemplate::default());
        let reach = |way| Reach { way, reached: true };
        let all = [(Sms, reach(None)), (Mail, reach(Some(Way::Daily)))];
        let again = |used: &[Channel]| another(&config, "again", &all, used);
        assert_eq!(again(&[]), Some(Sms));
        assert_eq!(again(&[Sms]), Some(Mail), "at once, though the others of a day come together");
        assert_eq!(again(&[Mail]), Some(Sms));
        assert_eq!(again(&[Sms, Mail]), Some(Sms), "there is no other");
        let off = [(Sms, reach(Some(Way::Off))), (Mail, Reach { way: None, reached: false })];
        assert_eq!(another(&config, "again", &off, &[]), None, "no is no");
        assert_eq!(another(&config, "untold", &all[..1], &[]), None, "the gateway has no template for it");
    }

    #[test]
    fn nothing_rings_at_night_and_text_messages_keep_working_hours() {
        let config = config();
        let mut calendar = charter::Calendar::default_weekends();
        // Wednesday 4 March is a holiday here.
        let name = charter::Text { zh: String::new(), en: String::new() };
        let day = "2026-03-04".parse().unwrap();
        calendar.mark(day, charter::Mark { kind: charter::DayKind::Holiday, name }).unwrap();
        let until = |channel, urgent, now: &str| waits_until(&config, &calendar, (channel, urgent), at(now));
        use Channel::*;
        // Tuesday 10:00 in China: everything goes.
        assert_eq!(until(Sms, false, "2026-03-03T02:00:00Z"), None);
        assert_eq!(until(Wechat, false, "2026-03-03T02:00:00Z"), None);
        // Tuesday 17:30: after hours, and the next day is a holiday.
        assert_eq!(until(Sms, false, "2026-03-03T09:30:00Z"), Some(at("2026-03-05T00:30:00Z")));
        assert_eq!(until(Sms, true, "2026-03-03T09:30:00Z"), None, "urgent");
        assert_eq!(until(Wechat, false, "2026-03-03T09:30:00Z"), None);
        // 21:30, 02:00 and 07:29 are night, for what is urgent too.
        for night in ["2026-03-03T13:30:00Z", "2026-03-03T18:00:00Z", "2026-03-03T23:29:00Z"] {
            assert_eq!(until(Wechat, true, night), Some(at("2026-03-03T23:30:00Z")), "{night}");
            assert_eq!(until(Sms, true, night), Some(at("2026-03-03T23:30:00Z")), "{night}");
            assert_eq!(until(Mail, false, night), None);
        }
        // Early on a working day: the hour at which it begins. Saturday: Monday.
        assert_eq!(until(Sms, false, "2026-03-02T23:45:00Z"), Some(at("2026-03-03T00:30:00Z")));
        assert_eq!(until(Sms, false, "2026-03-07T02:00:00Z"), Some(at("2026-03-09T00:30:00Z")));
    }

    #[test]
    fn the_message_of_the_day_goes_once_a_day() {
        let config = config();
        assert_eq!(digest_at(&config, at("2026-03-02T23:59:00Z")), at("2026-03-03T00:00:00Z"));
        assert_eq!(digest_at(&config, at("2026-03-03T00:00:00Z")), at("2026-03-04T00:00:00Z"));
    }
}
