//! The sheets of a roster and their columns: what stands above each, which must be filled, which words are taken.

use crate::access::Role;
use crate::base::text::Lang;
use crate::bodies::Kind;
use crate::people::{EndReason, FIELDS};

/// A sheet of a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// Towns, streets, villages, communities.
    Areas,
    /// Constituencies of a term.
    Constituencies,
    /// Organizations but homes and stations.
    Bodies,
    /// Homes and stations.
    Stations,
    /// Deputies with their seats.
    Deputies,
    /// Members of the standing committee.
    Members,
    /// Accounts and roles.
    Accounts,
}

macro_rules! cols {
    ($($(#[doc = $doc:literal])+ $name:ident $word:literal),+ $(,)?) => {
        /// What a column is about, whatever stands above it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Col { $($(#[doc = $doc])+ $name),+ }

        impl Col {
            /// The program's word, for the journal and for sentences' keys.
            pub fn word(self) -> &'static str {
                match self { $(Col::$name => $word),+ }
            }
        }
    };
}

cols! {
    /// A name.
    Name "name",
    /// What it is.
    Kind "kind",
    /// What it lies in or belongs to.
    Parent "parent",
    /// The place in the official order.
    Rank "rank",
    /// The term.
    Term "term",
    /// A constituency's number.
    Number "number",
    /// The area.
    Area "area",
    /// What a constituency is made of.
    Parts "parts",
    /// How many it elects.
    Seats "seats",
    /// The short code, given by the system.
    Code "code",
    /// What people call it.
    ShortName "short-name",
    /// Where it is, or where letters go.
    Address "address",
    /// A telephone number.
    Phone "phone",
    /// When it is open.
    Hours "hours",
    /// Since when.
    Since "since",
    /// Male or female.
    Sex "sex",
    /// The number of the certificate, or the office's own.
    Certificate "certificate",
    /// 民族
    Ethnicity "ethnicity",
    /// The month of birth.
    Born "born",
    /// 党派
    Party "party",
    /// 学历
    Education "education",
    /// 职业
    Occupation "occupation",
    /// Where somebody works.
    Unit "unit",
    /// As what.
    Post "post",
    /// An e-mail address.
    Email "email",
    /// 代表团
    Delegation "delegation",
    /// The constituency that elected the deputy.
    Constituency "constituency",
    /// Deputy groups.
    Groups "groups",
    /// The field of work.
    Field "field",
    /// Stations where the deputy receives.
    Stations "stations",
    /// To whom the telephone number is shown.
    Contact "contact",
    /// The working body that serves the member.
    Bodies "bodies",
    /// Whether the seat is held.
    State "state",
    /// Why it ended.
    Reason "reason",
    /// Since when it rests, or on which day it ended.
    StateDay "state-day",
    /// The name to sign in with.
    Login "login",
    /// Whose account it is.
    Person "person",
    /// A role.
    Role "role",
    /// For which organization.
    Organization "organization",
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// What it is about.
    pub col: Col,
    /// What stands above it.
    pub title: &'static str,
    /// What others write above it.
    pub also: &'static [&'static str],
    /// Whether a new row must fill it.
    pub must: bool,
}

const fn must(col: Col, title: &'static str, also: &'static [&'static str]) -> Column {
    Column { col, title, also, must: true }
}

const fn may(col: Col, title: &'static str, also: &'static [&'static str]) -> Column {
    Column { col, title, also, must: false }
}

const CODE: Column = may(Col::Code, "短码", &["二维码短码"]);

const AREAS: &[Column] = &[
    must(Col::Name, "名称", &["区域名称", "区划名称"]),
    must(Col::Kind, "类别", &["类型"]),
    may(Col::Parent, "上级", &["上级区域", "所属镇街", "所属"]),
    may(Col::Rank, "序号", &["排序"]),
];

const CONSTITUENCIES: &[Column] = &[
    may(Col::Term, "届次", &["届"]),
    must(Col::Number, "编号", &["选区编号", "序号"]),
    must(Col::Name, "名称", &["选区", "选区名称"]),
    must(Col::Area, "镇街", &["镇、街道", "所在镇街", "区域"]),
    may(Col::Parts, "组成", &["组成村社区", "村、社区", "村社区"]),
    must(Col::Seats, "应选名额", &["名额", "应选人数"]),
    CODE,
];

const BODIES: &[Column] = &[
    must(Col::Kind, "类别", &["类型"]),
    must(Col::Name, "名称", &["机构名称", "机构"]),
    may(Col::ShortName, "简称", &[]),
    may(Col::Area, "区域", &["镇街", "所在镇街"]),
    may(Col::Parent, "上级机构", &["上级", "所属机构", "隶属"]),
    may(Col::Address, "地址", &["办公地址"]),
    may(Col::Phone, "电话", &["联系电话", "办公电话"]),
    may(Col::Hours, "开放时间", &["办公时间"]),
    may(Col::Rank, "序号", &["排序"]),
    may(Col::Since, "启用日期", &["成立日期"]),
    CODE,
];

const STATIONS: &[Column] = &[
    must(Col::Kind, "类别", &["类型"]),
    must(Col::Name, "名称", &["站点名称", "站点"]),
    may(Col::ShortName, "简称", &[]),
    must(Col::Area, "区域", &["镇街", "所在镇街"]),
    may(Col::Parent, "所属机构", &["上级机构", "上级", "隶属"]),
    may(Col::Address, "地址", &[]),
    may(Col::Phone, "电话", &["联系电话"]),
    may(Col::Hours, "开放时间", &[]),
    may(Col::Rank, "序号", &["排序"]),
    may(Col::Since, "启用日期", &["成立日期"]),
    CODE,
];

const NAME: Column = must(Col::Name, "姓名", &["名字"]);
const SEX: Column = must(Col::Sex, "性别", &[]);
const UNIT: Column = may(Col::Unit, "单位", &["工作单位"]);
const POST: Column = may(Col::Post, "职务", &["单位职务"]);
const MOBILE: Column = may(Col::Phone, "手机", &["手机号", "手机号码", "电话", "联系电话"]);
const FIELD: Column = may(Col::Field, "专长", &["领域", "专长领域"]);
const TERM: Column = may(Col::Term, "届次", &["届"]);
const SINCE: Column = may(Col::Since, "任职日期", &["当选日期", "任职时间"]);
const STATE: Column = may(Col::State, "状态", &[]);
const REASON: Column = may(Col::Reason, "终止原因", &["原因", "状态原因"]);
const STATE_DAY: Column = may(Col::StateDay, "状态日期", &["终止日期", "暂停日期"]);

const DEPUTIES: &[Column] = &[
    NAME,
    SEX,
    may(Col::Certificate, "代表证号", &["证号", "代表证编号", "编号"]),
    may(Col::Ethnicity, "民族", &[]),
    may(Col::Born, "出生年月", &["出生", "出生日期"]),
    may(Col::Party, "党派", &["政治面貌"]),
    may(Col::Education, "学历", &["学历学位", "文化程度"]),
    may(Col::Occupation, "职业", &[]),
    UNIT,
    POST,
    MOBILE,
    may(Col::Email, "电子邮箱", &["邮箱", "电子邮件"]),
    may(Col::Address, "地址", &["通信地址", "联系地址"]),
    may(Col::Delegation, "代表团", &[]),
    TERM,
    must(Col::Constituency, "选区", &["选区名称", "原选区"]),
    SINCE,
    may(Col::Groups, "小组", &["代表小组"]),
    FIELD,
    may(Col::Stations, "站点", &["联络站", "进驻站点"]),
    may(Col::Contact, "公开联系方式", &["联系方式公开"]),
    STATE,
    REASON,
    STATE_DAY,
    CODE,
];

const MEMBERS: &[Column] = &[
    NAME,
    SEX,
    may(Col::Certificate, "编号", &["代表证号", "证号"]),
    UNIT,
    POST,
    MOBILE,
    FIELD,
    TERM,
    SINCE,
    may(Col::Bodies, "对口机构", &["对口专工委", "联系机构"]),
    STATE,
    REASON,
    STATE_DAY,
    CODE,
];

const ACCOUNTS: &[Column] = &[
    must(Col::Login, "登录名", &["账号", "用户名"]),
    must(Col::Name, "姓名", &["名称", "显示名"]),
    may(Col::Person, "人员", &["代表证号", "人员编号"]),
    may(Col::Email, "电子邮箱", &["邮箱", "电子邮件"]),
    may(Col::Role, "角色", &[]),
    may(Col::Organization, "机构", &["所属机构", "单位"]),
];

impl Tab {
    /// All sheets, in the order in which they are filled.
    pub const ALL: [Tab; 7] = [
        Tab::Areas,
        Tab::Constituencies,
        Tab::Bodies,
        Tab::Stations,
        Tab::Deputies,
        Tab::Members,
        Tab::Accounts,
    ];

    /// What stands on its tab.
    pub fn name(self) -> &'static str {
        match self {
            Tab::Areas => "区域",
            Tab::Constituencies => "选区",
            Tab::Bodies => "机构",
            Tab::Stations => "站点",
            Tab::Deputies => "代表",
            Tab::Members => "组成人员",
            Tab::Accounts => "账号",
        }
    }

    /// The program's word, for sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Tab::Areas => "areas",
            Tab::Constituencies => "constituencies",
            Tab::Bodies => "bodies",
            Tab::Stations => "stations",
            Tab::Deputies => "deputies",
            Tab::Members => "members",
            Tab::Accounts => "accounts",
        }
    }

    /// Its columns.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Tab::Areas => AREAS,
            Tab::Constituencies => CONSTITUENCIES,
            Tab::Bodies => BODIES,
            Tab::Stations => STATIONS,
            Tab::Deputies => DEPUTIES,
            Tab::Members => MEMBERS,
            Tab::Accounts => ACCOUNTS,
        }
    }

    /// One of its columns, if it has it.
    pub fn column(self, col: Col) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.col == col)
    }

    /// The words that a column takes; none where any text is taken.
    pub fn words(self, col: Col) -> Vec<Word> {
        match (self, col) {
            (Tab::Areas, Col::Kind) => area_kinds(),
            (Tab::Bodies, Col::Kind) => kinds(|kind| !is_station(kind)),
            (Tab::Stations, Col::Kind) => kinds(is_station),
            (_, Col::Sex) => vec![Word::new("male", "男", &["男性"]), Word::new("female", "女", &["女性"])],
            (_, Col::Field) => said("people-field", &FIELDS),
            (_, Col::Contact) => vec![
                Word::new("public", "公开", &["向所有人公开"]),
                Word::new("constituency", "选区", &["向选区公开", "选区可见"]),
                Word::new("relay", "转达", &["不公开", "由站点转达"]),
            ],
            (_, Col::State) => vec![
                Word::new("held", "在任", &["履职"]),
                Word::new("resting", "暂停", &["暂停执行代表职务"]),
                Word::new("ended", "终止", &["资格终止"]),
            ],
            (_, Col::Reason) => said("registers-end", &EndReason::ALL.map(EndReason::word)),
            (_, Col::Role) => roles(),
            _ => Vec::new(),
        }
    }
}

/// A word of a closed list.
#[derive(Debug, Clone)]
pub struct Word {
    /// The program's word.
    pub code: &'static str,
    /// What people write.
    pub label: String,
    /// What others write for it.
    pub also: &'static [&'static str],
}

impl Word {
    fn new(code: &'static str, label: &str, also: &'static [&'static str]) -> Word {
        Word { code, label: label.to_owned(), also }
    }
}

/// Words that the pages have sentences for.
fn said(group: &str, codes: &[&'static str]) -> Vec<Word> {
    codes
        .iter()
        .map(|code| Word { code, label: Lang::ZhCn.t(&format!("{group}-{code}")), also: &[] })
        .collect()
}

fn area_kinds() -> Vec<Word> {
    vec![
        Word::new("city", "市", &["县", "区", "县级市"]),
        Word::new("town", "镇", &["镇（乡）", "乡", "乡镇"]),
        Word::new("street", "街道", &["街道办事处", "办事处"]),
        Word::new("village", "村", &["行政村", "村委会"]),
        Word::new("community", "社区", &["居委会"]),
    ]
}

fn is_station(kind: Kind) -> bool {
    matches!(kind, Kind::Home | Kind::Station)
}

fn kinds(wanted: impl Fn(Kind) -> bool) -> Vec<Word> {
    let word = |kind: Kind| match kind {
        Kind::StandingCommittee => Word::new(kind.word(), "常委会", &[]),
        Kind::Commission => Word::new(kind.word(), "代工委", &["代表工委", "代表工作委员会"]),
        Kind::WorkingBody => {
            Word::new(kind.word(), "专工委", &["专工委、办公室", "专门委员会", "工作委员会", "办公室"])
        }
        Kind::LocalOffice => Word::new(
            kind.word(),
            "镇街人大",
            &["镇人大主席团、街道人大工委、联络处", "镇人大主席团", "街道人大工委", "联络处"],
        ),
        Kind::Group => Word::new(kind.word(), "代表小组", &["小组"]),
        Kind::Home => Word::new(kind.word(), "代表之家", &["家"]),
        Kind::Station => Word::new(kind.word(), "代表联络站", &["联络站", "站"]),
        Kind::Organ => Word::new(kind.word(), "承办单位", &["单位"]),
    };
    Kind::ALL.into_iter().filter(|kind| wanted(*kind)).map(word).collect()
}

fn roles() -> Vec<Word> {
    let held = Role::ALL.into_iter().filter(|role| !matches!(role, Role::Public | Role::Clockwork));
    held.map(|role| Word { code: role.word(), label: Lang::ZhCn.word("role", role.word()), also: &[] })
        .collect()
}

/// The program's word of an area's kind that came from the database.
pub fn area_kind(kind: &str) -> &'static str {
    let known = ["city", "town", "street", "community"];
    known.into_iter().find(|word| *word == kind).unwrap_or("village")
}
