//! The registers of clause 0.1: congresses and their terms, areas, constituencies, and organizations of all kinds:
//! the commission, working bodies, local offices, deputy groups, stations, handling organs.

pub mod acts;
pub mod calendar;
pub mod pages;
pub mod store;

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A five-year term of a congress.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Term {
    /// Its id.
    pub id: Uuid,
    /// The how-manieth.
    pub number: i64,
    /// Its name, such as 第十届.
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// A city, town, street, village or community.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Area {
    /// Its id.
    pub id: Uuid,
    /// The area it lies in.
    pub parent_id: Option<Uuid>,
    /// `city`, `town`, `street`, `village` or `community`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Pinyin initials, for search.
    pub initials: String,
}

/// Where one to three deputies are elected.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Constituency {
    /// Its id.
    pub id: Uuid,
    /// The town or street it lies in.
    pub area_id: Uuid,
    /// Its number within the term.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// The short code on its QR.
    pub code: String,
    /// How many deputies it elects.
    pub seats: i64,
}

/// An organization of any kind.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Organization {
    /// Its id.
    pub id: Uuid,
    /// The word of its [`Kind`].
    pub kind: String,
    /// Its full name.
    pub name: String,
    /// What people call it.
    pub short_name: String,
    /// The short code on its QR, a station's above all.
    pub code: String,
    /// The area it serves.
    pub area_id: Option<Uuid>,
    /// The organization it belongs to: a group's or station's local office.
    pub parent_id: Option<Uuid>,
    /// Where it is.
    pub address: String,
    /// Its telephone.
    pub phone: String,
    /// When it is open, in words.
    pub hours: String,
}

/// The kinds of organizations of the Opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 常委会
    StandingCommittee,
    /// 代工委
    Commission,
    /// 专工委、办公室
    WorkingBody,
    /// 镇人大主席团、街道人大工委、市直人大联络处
    LocalOffice,
    /// 代表小组
    Group,
    /// 代表之家
    Home,
    /// 代表联络站
    Station,
    /// 承办单位: departments, commissions, courts, procuratorates
    Organ,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 8] = [
        Kind::StandingCommittee,
        Kind::Commission,
        Kind::WorkingBody,
        Kind::LocalOffice,
        Kind::Group,
        Kind::Home,
        Kind::Station,
        Kind::Organ,
    ];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Kind::StandingCommittee => "standing-committee",
            Kind::Commission => "commission",
            Kind::WorkingBody => "working-body",
            Kind::LocalOffice => "local-office",
            Kind::Group => "group",
            Kind::Home => "home",
            Kind::Station => "station",
            Kind::Organ => "organ",
        }
    }
}
