//! Plain text with the levels of official documents, and simple tables.
//!
//! Every line is a paragraph; empty lines and indents mean nothing. A line that begins with 一、 or （一） or 1. or （1） and
//! is no sentence (short, without a full stop at its end) is a heading of that level. Lines whose cells are parted by
//! `|`, by ｜, or by tabs (as a spreadsheet program pastes them) are a table: the first row is its head, rows of dashes are
//! left out, short rows are filled up. Whatever cannot be read so is a paragraph: nothing is refused and nothing lost.

use askama::Template;

use crate::base::Result;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading, with its number, of level 1 to 4.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(String),
    /// A table; every row has as many cells as the head.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// Characters of the longest heading.
const HEADING: usize = 40;
/// Cells of the widest row.
const CELLS: usize = 12;

/// A text's pieces.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in text.lines() {
        let line = line.trim_matches(|c: char| c != '\t' && c.is_whitespace());
        if let Some(cells) = cells(line, !rows.is_empty()) {
            rows.push(cells);
            continue;
        }
        close(&mut blocks, &mut rows);
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        blocks.push(match level(line).filter(|_| is_heading(line)) {
            Some(level) => Block::Heading(level, line.to_owned()),
            None => Block::Paragraph(line.to_owned()),
        });
    }
    close(&mut blocks, &mut rows);
    blocks
}

/// The cells of a table's row; none when it is no such row. Within a table the last cell may be empty.
fn cells(line: &str, within: bool) -> Option<Vec<String>> {
    let bar = |c: char| matches!(c, '|' | '｜');
    let parts: Vec<&str> = if line.trim().starts_with(bar) {
        line.trim().trim_start_matches(bar).trim_end_matches(bar).split(bar).collect()
    } else if line.trim_matches('\t').contains('\t') || within && line.contains('\t') {
        line.split('\t').collect()
    } else {
        return None;
    };
    let cells: Vec<String> = parts.into_iter().map(|cell| cell.trim().to_owned()).collect();
    (cells.len() > 1 && cells.len() <= CELLS).then_some(cells)
}

/// End a table.
fn close(blocks: &mut Vec<Block>, rows: &mut Vec<Vec<String>>) {
    let ruled = |row: &Vec<String>| {
        row.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':' | '—')))
    };
    rows.retain(|row| !ruled(row));
    let wide = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut rows = std::mem::take(rows).into_iter().map(|mut row| {
        row.resize(wide, String::new());
        row
    });
    if let Some(head) = rows.next() {
        blocks.push(Block::Table(head, rows.collect()));
    }
}

/// A heading is no sentence.
fn is_heading(line: &str) -> bool {
    line.chars().count() <= HEADING && !line.ends_with(['。', '；', '！', '？', '，', '：', ';'])
}

/// Whether a sign is one of a kind.
type Is = fn(char) -> bool;

/// The level by which a line begins.
fn level(line: &str) -> Option<u8> {
    let hanzi = |c: char| "〇一二三四五六七八九十百".contains(c);
    let digit = |c: char| c.is_ascii_digit();
    let numbered = |rest: &str, is: Is, ends: &[char]| {
        let after = rest.trim_start_matches(is);
        after.len() < rest.len() && after.starts_with(ends) && after.chars().nth(1).is_some()
    };
    let in_brackets =
        |is: Is| line.strip_prefix(['（', '(']).is_some_and(|rest| numbered(rest, is, &['）', ')']));
    let (hanzi, digit): (Is, Is) = (hanzi, digit);
    if numbered(line, hanzi, &['、']) {
        Some(1)
    } else if in_brackets(hanzi) {
        Some(2)
    } else if numbered(line, digit, &['.', '．', '、']) {
        // 1.5 is a number, not a heading.
        let after = line.trim_start_matches(digit).chars().nth(1);
        after.filter(|c| !c.is_ascii_digit()).map(|_| 3)
    } else if in_brackets(digit) {
        Some(4)
    } else {
        None
    }
}

#[derive(Template)]
#[template(path = "bulletins/text.html")]
struct Html<'a> {
    blocks: &'a [Block],
    top: u8,
}

/// A text as it stands on a page and in a feed, below a title of a level: of a page 1, of a part of it 2.
///
/// # Errors
/// Never in practice: the template is checked when the program is built.
pub fn html(text: &str, top: u8) -> Result<String> {
    Ok(Html { blocks: &blocks(text), top }.render()?)
}

/// The first words of a text, for a list.
pub fn first_words(text: &str, most: usize) -> String {
    let all = blocks(text);
    let first = all.iter().find_map(|block| match block {
        Block::Paragraph(text) => Some(text.as_str()),
        _ => None,
    });
    let first = first.unwrap_or_default();
    let mut short: String = first.chars().take(most).collect();
    if short.len() < first.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(level: u8, text: &str) -> Block {
        Block::Heading(level, text.to_owned())
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(text.to_owned())
    }

    #[test]
    fn the_four_levels_are_headings_when_they_are_no_sentences() {
        let text = "　　会议强调：\n\n一、提高认识\n（一）加强领导\n1.明确责任\n（1）每月调度\n二、各部门要抓好落实。\n2.5公里的堤防已经加固";
        let wanted = [
            paragraph("会议强调："),
            heading(1, "一、提高认识"),
            heading(2, "（一）加强领导"),
            heading(3, "1.明确责任"),
            heading(4, "（1）每月调度"),
            paragraph("二、各部门要抓好落实。"),
            paragraph("2.5公里的堤防已经加固"),
        ];
        assert_eq!(blocks(text), wanted);
    }

    #[test]
    fn tables_come_from_bars_and_from_a_spreadsheets_tabs() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let table = Block::Table(row(&["姓名", "职务"]), vec![row(&["张三", "局长"]), row(&["李四", ""])]);
        let barred = Block::Table(row(&["姓名", "职务"]), vec![row(&["张三", "局长"])]);
        assert_eq!(blocks("|姓名|职务|\n|---|:--|\n|张三|局长|\n只有一格"), [barred, paragraph("只有一格")]);
        assert_eq!(blocks("姓名\t职务\n张三\t局长\n李四\t"), [table]);
    }

    #[test]
    fn nothing_is_lost_and_nothing_becomes_markup() {
        let html = html("<b>一</b> & 二\n|a|<i>|\n|1|2|", 1).unwrap();
        assert!(html.contains("&#60;b&#62;一&#60;/b&#62; &#38; 二"), "{html}");
        assert!(!html.contains("<i>") && html.contains("<th>a</th>"), "{html}");
        assert_eq!(blocks("a | b"), [paragraph("a | b")]);
        assert_eq!(blocks(""), []);
    }

    #[test]
    fn the_first_words_are_those_of_the_first_paragraph() {
        assert_eq!(first_words("一、总则\n为了发展，现决定如下。", 5), "为了发展，…");
        assert_eq!(first_words("短。", 5), "短。");
    }
}
