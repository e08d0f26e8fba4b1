//! Every sentence people read comes from here: two languages, one file a feature in `locales/`, and the
//! spelling of dates. Chinese is the first language; English is complete.

use std::borrow::{Borrow, Cow};
use std::sync::OnceLock;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Utc};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// One line a feature: `locales/zh-CN/<name>.ftl` and `locales/en/<name>.ftl`.
macro_rules! books {
    ($($name:literal),* $(,)?) => {
        const ZH_CN: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../locales/zh-CN/", $name, ".ftl")))),*];
        const EN: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../locales/en/", $name, ".ftl")))),*];
    };
}

books! {
    "access",
    "archive",
    "assignments",
    "base",
    "bodies",
    "bulletins",
    "casenews",
    "calendars",
    "cases",
    "changeover",
    "channels",
    "chats",
    "consultations",
    "contacts",
    "desk",
    "duties",
    "events",
    "exchange",
    "files",
    "finding",
    "home",
    "ledger",
    "letters",
    "notices",
    "offline",
    "outreach",
    "people",
    "points",
    "profile",
    "receptions",
    "registers",
    "reports",
    "reviews",
    "roster",
    "rulebook",
    "stations",
    "upkeep",
    "voters",
}

/// China keeps one time zone all year, so an offset is enough.
const EAST_8: i32 = 8 * 3600;

/// A language the pages speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Simplified Chinese, the first language.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Lang {
    /// Both languages, the first one first.
    pub const ALL: [Lang; 2] = [Lang::ZhCn, Lang::En];

    /// The tag for `lang="…"`, for the cookie and for the database.
    pub fn code(self) -> &'static str {
        match self {
            Lang::ZhCn => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The language of a tag such as `en-GB` or `zh-Hans`, if we speak it.
    pub fn from_code(code: &str) -> Option<Lang> {
        let first = code.trim().split(['-', '_']).next().unwrap_or_default();
        match first.to_ascii_lowercase().as_str() {
            "zh" => Some(Lang::ZhCn),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The first language of an Accept-Language header that we speak, else Chinese.
    pub fn from_accept(header: &str) -> Lang {
        let mut wanted: Vec<(u16, Lang)> = Vec::new();
        for part in header.split(',') {
            let mut bits = part.split(';');
            let tag = bits.next().unwrap_or_default();
            let weight =
                bits.find_map(|bit| bit.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            if let Some(lang) = Lang::from_code(tag)
                && weight > 0.0
            {
                wanted.push(((weight.clamp(0.0, 1.0) * 1000.0) as u16, lang));
            }
        }
        // A stable sort keeps the browser's own order among equals.
        wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        wanted.first().map(|(_, lang)| *lang).unwrap_or_default()
    }

    /// The sentence of a key.
    pub fn t(self, key: &str) -> String {
        self.ta(key, &[])
    }

    /// The sentence of a key with one thing filled in.
    pub fn t1(self, key: &str, name: &'static str, value: impl Into<Arg>) -> String {
        self.ta(key, &[(name, value.into())])
    }

    /// The sentence of a key with any number of things filled in; an unknown key shows as `⟦key⟧`.
    pub fn ta(self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.filled(key, args.iter().map(|(name, value)| (*name, value.clone())))
    }

    /// The same where the names come from the database.
    pub fn filled<'a>(self, key: &str, args: impl IntoIterator<Item = (&'a str, Arg)>) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        let args: Vec<(&str, Arg)> = args.into_iter().collect();
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, value) in &args {
            filled.set(*name, value.fluent());
        }
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&filled), &mut faults);
        if faults.is_empty() { text.into_owned() } else { format!("⟦{key}: {text}⟧") }
    }

    /// The word for a code of a closed list: `word("state", "open")` is the key `state-open`.
    pub fn word(self, group: &str, code: &str) -> String {
        self.t(&format!("{group}-{code}"))
    }

    /// A day as people write it: 2026年3月5日, 5 March 2026.
    pub fn date(self, day: impl Borrow<NaiveDate>) -> String {
        let day = day.borrow();
        self.ta("date", &[("y", day.year().into()), ("m", day.month().into()), ("d", day.day().into())])
    }

    /// A moment on China's clocks: 2026年3月5日 14:05.
    pub fn moment(self, moment: impl Borrow<DateTime<Utc>>) -> String {
        let local = in_china(*moment.borrow());
        let clock = format!("{:02}:{:02}", local.hour(), local.minute());
        self.ta("date-moment", &[("date", self.date(local.date_naive()).into()), ("clock", clock.into())])
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static BUNDLES: OnceLock<[FluentBundle<FluentResource>; 2]> = OnceLock::new();
        let bundles = BUNDLES.get_or_init(|| [bind(Lang::ZhCn, ZH_CN), bind(Lang::En, EN)]);
        match self {
            Lang::ZhCn => &bundles[0],
            Lang::En => &bundles[1],
        }
    }
}

/// A moment as China's clocks show it.
pub fn in_china(moment: DateTime<Utc>) -> DateTime<FixedOffset> {
    moment.with_timezone(&FixedOffset::east_opt(EAST_8).expect("eight hours are a valid offset"))
}

fn bind(lang: Lang, books: &[(&str, &str)]) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = lang.code().parse().expect("our own tags are valid");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks are for mixed writing directions; ours all run left to right, and they break copying.
    bundle.set_use_isolating(false);
    for (name, text) in books {
        let resource = FluentResource::try_new((*text).to_owned())
            .unwrap_or_else(|(_, faults)| panic!("locale file {name}.ftl does not parse: {faults:?}"));
        if let Err(faults) = bundle.add_resource(resource) {
            panic!("locale file {name}.ftl repeats a key: {faults:?}");
        }
    }
    bundle
}

/// Something filled into a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A name, a date already spelled, any text.
    Text(String),
    /// A number, which may choose a plural.
    Number(i64),
}

impl Arg {
    fn fluent(&self) -> FluentValue<'_> {
        match self {
            Arg::Text(text) => FluentValue::from(text.as_str()),
            Arg::Number(number) => FluentValue::from(*number),
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}

impl From<&&str> for Arg {
    fn from(text: &&str) -> Arg {
        Arg::Text((*text).to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Arg {
        Arg::Text(text.clone())
    }
}

impl From<Cow<'_, str>> for Arg {
    fn from(text: Cow<'_, str>) -> Arg {
        Arg::Text(text.into_owned())
    }
}

/// Templates hand values over as references, so both forms are needed.
macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Arg {
            fn from(number: $kind) -> Arg {
                Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
        impl From<&$kind> for Arg {
            fn from(number: &$kind) -> Arg {
                Arg::from(*number)
            }
        }
    )*};
}

numbers!(i32, i64, u16, u32, u64, usize);

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
