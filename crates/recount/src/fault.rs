//! What may be wrong with a box, said in both languages.

/// A language.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// The text in this language.
    pub fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        if self == Self::En { en } else { zh }
    }
}

/// A text of the box without signs that move or hide what a terminal shows: it could say RIGHT for us.
pub fn plain(text: &str) -> String {
    let hides = |sign: char| {
        sign.is_control()
            || matches!(sign, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|sign| if hides(sign) { '\u{FFFD}' } else { sign }).collect()
}

/// The first thing in a box that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not the JSON of a box.
    Unreadable(String),
    /// Another version.
    Version(u64),
    /// Not a point, number or digest in lower-case hex.
    Hex(String),
    /// The form cannot be asked like this.
    Form,
    /// The key does not fit itself.
    Key,
    /// A ballot has not the form's shape.
    Shape(String),
    /// A tracker is not that of its ballot.
    Tracker(String),
    /// A ballot or a digest of words stands in the wrong place, or twice.
    Order(String),
    /// More ballots than slips or tokens were issued.
    Issued,
    /// `sealed` is not the digest of what is in the box.
    Sealed,
    /// `sealed` is not the one of the journal.
    OtherSealed,
    /// A proof of a ballot does not hold.
    Ballot(String),
    /// The paper tally does not fit the form or its ballots.
    Paper,
    /// Slips are not accounted for.
    Balance {
        /// Slips issued.
        issued: u64,
        /// Slips accounted for.
        accounted: u128,
    },
    /// Too few openings, unknown trustees, or one twice.
    Trustees,
    /// A proof of a trustee's opening does not hold.
    Opening(u64),
    /// The result is not the count.
    Result,
    /// `digest` is not the digest of what is in the box.
    Digest,
    /// `digest` is not the one of the journal.
    OtherDigest,
}

impl Fault {
    /// The sentence for people.
    pub fn say(&self, lang: Lang) -> String {
        let (en, zh, what) = self.words();
        plain(&lang.pick(en, zh).replace("{}", &what))
    }

    fn words(&self) -> (&'static str, &'static str, String) {
        let none = String::new();
        match self {
            Self::Unreadable(why) => ("This is not a ballot box: {}.", "这不是票箱文件：{}。", why.clone()),
            Self::Version(number) => (
                "The box has version {}; this program reads version 2.",
                "票箱文件是第 {} 版，本程序只读第 2 版。",
                number.to_string(),
            ),
            Self::Hex(text) => (
                "{} is not a value in lower-case hex as it should be.",
                "{} 不是规定写法的十六进制值。",
                text.clone(),
            ),
            Self::Form => {
                ("The questions or options are not as they may be.", "题目或选项不符合规定。", none)
            }
            Self::Key => (
                "The key, its holders and their shares do not fit each other.",
                "公钥、保管人和分片互相不符。",
                none,
            ),
            Self::Shape(who) => (
                "Ballot {} does not answer exactly the questions asked.",
                "选票 {} 的作答与题目不符。",
                who.clone(),
            ),
            Self::Tracker(who) => (
                "Ballot {} was changed: its tracker is not that of its content.",
                "选票 {} 被改动：追踪码与内容不符。",
                who.clone(),
            ),
            Self::Order(who) => {
                ("{} stands in the wrong place, or twice.", "{} 的位置不对，或者重复。", who.clone())
            }
            Self::Issued => (
                "There are more ballots in the box than slips or tokens were issued.",
                "箱里的选票比发出的评议票或者凭证还多。",
                none,
            ),
            Self::Sealed => (
                "Ballots or words were changed, added or taken out: the sealing digest is not that of the content.",
                "选票或留言被改动、增加或取出：封箱校验值与内容不符。",
                none,
            ),
            Self::OtherSealed => (
                "This is not the box that was sealed: its sealing digest is not the one you gave.",
                "这不是当时封存的票箱：封箱校验值与您给出的不同。",
                none,
            ),
            Self::Ballot(who) => {
                ("Ballot {} is not valid: a proof does not hold.", "选票 {} 无效：证明不成立。", who.clone())
            }
            _ => self.about_the_count(),
        }
    }

    fn about_the_count(&self) -> (&'static str, &'static str, String) {
        let none = String::new();
        match self {
            Self::Paper => (
                "The paper tally does not fit the form, or has more votes than ballots.",
                "纸质票计数与题目不符，或者票数超过纸质票张数。",
                none,
            ),
            Self::Balance { issued, accounted } => (
                "Slips do not balance (issued / accounted for): {}.",
                "票数不平（发出／有着落）：{}。",
                format!("{issued} / {accounted}"),
            ),
            Self::Trustees => (
                "Too few holders of the key opened the box, or one twice, or an unknown one.",
                "开箱的密钥保管人不足、重复或不在名单中。",
                none,
            ),
            Self::Opening(who) => (
                "The opening by key holder {} does not hold.",
                "第 {} 位密钥保管人的开箱证明不成立。",
                who.to_string(),
            ),
            Self::Result => {
                ("The result is not what the ballots come to.", "公布的结果与重新计算的票数不符。", none)
            }
            Self::Digest => (
                "Something was changed: the digest of the box is not that of its content.",
                "内容被改动：票箱校验值与内容不符。",
                none,
            ),
            // Whatever is about the box is said above.
            _ => (
                "This is not the box that was published: its digest is not the one you gave.",
                "这不是当时公布的票箱：校验值与您给出的不同。",
                none,
            ),
        }
    }
}
