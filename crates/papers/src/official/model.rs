//! What stands on a paper.

use serde::{Deserialize, Serialize};

/// A paper. Whatever is empty is left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Official {
    /// How its first page looks.
    pub form: Form,
    /// The issuing mark (发文机关标志), red: 仙桃市人大常委会文件, or of a letter the office alone; a line break breaks it,
    /// and the last line of a gazette's is larger.
    pub mark: String,
    /// Its number (发文字号), as text: 仙人常函〔2026〕3号. Of a gazette or brief what stands below the mark:
    /// 2026年第3号（总第12号）, 第3期.
    pub number: String,
    /// Who signed (签发人), beside the number; one or more.
    pub signatories: Vec<String>,
    /// Above the red line of a gazette or brief, at the left: who makes it.
    pub maker: String,
    /// Above the red line of a gazette or brief, at the right: the day.
    pub day: String,
    /// The letter at the top right of a reply: A, B, C or D.
    pub category: String,
    /// The title; a line break breaks it by meaning.
    pub title: String,
    /// Below the title in parentheses, without them: on which meeting it was adopted.
    pub adoption: String,
    /// To whom (主送机关), without the colon.
    pub addressee: String,
    /// Lists the items with their pages before the first (目录).
    pub contents: bool,
    /// The text.
    pub blocks: Vec<Block>,
    /// The names of what is attached (附件), numbered when there are several.
    pub attachments: Vec<String>,
    /// Who sends it, and when.
    pub signature: Option<Signature>,
    /// The note in parentheses, without them (附注): whom to ask.
    pub note: String,
    /// To whom copies go (抄送), without the full stop.
    pub copies: String,
    /// Who had it printed, and when.
    pub printed: Option<Printed>,
    /// In small signs at the foot of each page: by which number the file can be checked. The file says it of itself too.
    pub foot: String,
}

/// How the first page looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A document (文件格式): the mark 35 mm below the core's top, the number, a red line.
    Document,
    /// A letter (信函格式): the mark 30 mm from the paper's top, red double lines above and below, no number on page one.
    Letter,
    /// A gazette or brief: the mark, its number, maker and day, a red line.
    Issue,
    /// A form, a list, an invitation on plain paper: no red.
    #[default]
    Plain,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading, with its number in its text ([`super::heading`] writes it).
    Heading {
        /// Which of the four.
        level: Level,
        /// As it stands.
        text: String,
    },
    /// A paragraph: two hanzi indented, both edges straight.
    Paragraph(Vec<Run>),
    /// A line that begins at the edge, stands in the middle or ends at the edge.
    Line {
        /// Where it stands.
        align: Align,
        /// What stands there.
        runs: Vec<Run>,
    },
    /// Points, each a paragraph of its own behind its sign: "1." or "—", which is in its text.
    List(Vec<Vec<Run>>),
    /// A table with a head.
    Table(Table),
    /// A form or any other ruled field.
    Grid(Grid),
    /// Something that a gazette prints.
    Item(Item),
    /// So many empty lines.
    Space(u8),
    /// What follows begins a new page.
    NewPage,
}

/// The four levels of headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 一、 in Heiti.
    First,
    /// （一） in Kaiti.
    Second,
    /// 1. in Fangsong.
    Third,
    /// （1） in Fangsong.
    Fourth,
}

/// A stretch of text in one face.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Run {
    /// What stands there; a line break stays one.
    pub text: String,
    /// In which face.
    pub face: Face,
}

/// The faces of official papers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// 仿宋: the text.
    #[default]
    Fangsong,
    /// 黑体: first headings, what stands out.
    Heiti,
    /// 楷体: second headings, names of those who signed.
    Kaiti,
    /// 小标宋: titles and marks.
    Title,
    /// 宋体: page numbers.
    Songti,
}

/// Where something stands between the edges.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// It begins at the left edge.
    #[default]
    Left,
    /// It stands in the middle.
    Centre,
    /// It ends at the right edge.
    Right,
}

/// A table; its head stands again on each page that it goes on to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    /// Above it, in the middle.
    pub caption: String,
    /// Above it at the right: the unit of its numbers.
    pub unit: String,
    /// Its columns, at least one.
    pub columns: Vec<Column>,
    /// Its rows, each with a text for every column.
    pub rows: Vec<Vec<String>>,
    /// Lines that a row is high at least; 1 for usual tables, 2 where people sign.
    pub high: u8,
}

/// A column of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Column {
    /// What stands above it.
    pub head: String,
    /// Its share of the width, beside the others' shares.
    pub width: f32,
    /// Where its texts stand.
    pub align: Align,
}

/// A ruled field: rows of cells, each row with widths of its own. What is to be ticked is a text with □ in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grid {
    /// From top to bottom.
    pub rows: Vec<Row>,
}

/// A row of a field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Row {
    /// Lines that it is high at least: room to write in.
    pub high: u8,
    /// From left to right.
    pub cells: Vec<Cell>,
}

/// A cell of a field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cell {
    /// Its share of the width, beside the others of its row.
    pub width: f32,
    /// What stands in it; a line break stays one.
    pub text: String,
    /// Where it stands.
    pub align: Align,
    /// In which face: what is printed for people to fill in beside stands in Heiti.
    pub face: Face,
}

/// Something that a gazette prints: a resolution, an appointment, a report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// Whose it is, above the title.
    pub issuer: String,
    /// Its title.
    pub title: String,
    /// When and where it was adopted, without the parentheses.
    pub adoption: String,
    /// Its text; other items in it are not printed.
    pub blocks: Vec<Block>,
    /// Who signed it, and when.
    pub signature: Option<Signature>,
    /// It begins a new page.
    pub new_page: bool,
}

/// Who sends it, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Signature {
    /// The offices, a line each.
    pub by: Vec<String>,
    /// The day, in Arabic numbers: 2026年3月5日.
    pub date: String,
    /// Room is kept for a stamp: the date stands four hanzi from the edge, else two.
    pub sealed: bool,
}

/// Who had it printed, and when (印发).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Printed {
    /// The office.
    pub by: String,
    /// The day: 2026年3月5日.
    pub on: String,
}

impl Run {
    /// In Fangsong.
    pub fn plain(text: impl Into<String>) -> Self {
        Run { text: text.into(), face: Face::Fangsong }
    }

    /// In Heiti.
    pub fn strong(text: impl Into<String>) -> Self {
        Run { text: text.into(), face: Face::Heiti }
    }
}

impl Block {
    /// A paragraph in one face.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Block::Paragraph(vec![Run::plain(text)])
    }

    /// A line in one face.
    pub fn line(align: Align, text: impl Into<String>) -> Self {
        Block::Line { align, runs: vec![Run::plain(text)] }
    }
}

impl Column {
    /// A column whose texts begin at its left.
    pub fn new(head: impl Into<String>, width: f32) -> Self {
        Column { head: head.into(), width, align: Align::Left }
    }

    /// A column whose texts stand in its middle.
    pub fn centred(head: impl Into<String>, width: f32) -> Self {
        Column { head: head.into(), width, align: Align::Centre }
    }
}

impl Cell {
    /// What is printed beside what people fill in.
    pub fn label(width: f32, text: impl Into<String>) -> Self {
        Cell { width, text: text.into(), align: Align::Centre, face: Face::Heiti }
    }

    /// A field with a text, or an empty one to fill in.
    pub fn field(width: f32, text: impl Into<String>) -> Self {
        Cell { width, text: text.into(), align: Align::Left, face: Face::Fangsong }
    }
}
