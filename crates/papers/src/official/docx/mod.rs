//! A paper as DOCX: the same text in Word's own terms, so that an office goes on with it in WPS or Word. The fonts are
//! named as offices have them; a machine without them shows its nearest.

mod blocks;
mod parts;
mod tail;

use docx_rs::{DocGrid, DocGridType, Docx, LineSpacing, PageMargin, Paragraph};

use super::{Error, Form, Official};
use parts::{fonts, footer, twips};

/// The file.
pub(super) fn file(paper: &Official) -> Result<Vec<u8>, Error> {
    let mut file = set_up();
    file = match paper.form {
        // Page one of a letter has the lower double lines and no number.
        Form::Letter => file.first_footer(parts::double_lines()).title_pg(),
        _ => file,
    };
    file = file.footer(footer(true)).even_footer(footer(false));
    for piece in parts::head(paper).into_iter().chain(blocks::text(paper)?).chain(tail::tail(paper)) {
        file = match piece {
            Piece::Paragraph(it) => file.add_paragraph(*it),
            Piece::Table(it) => file.add_table(*it),
        };
    }
    let mut built = file.build();
    parts::repeat_heads(&mut built.document);
    let mut bytes = std::io::Cursor::new(Vec::new());
    built.pack(&mut bytes).map_err(|cause| Error::Unwritten(cause.to_string()))?;
    Ok(bytes.into_inner())
}

/// What stands below each other.
enum Piece {
    /// A paragraph.
    Paragraph(Box<Paragraph>),
    /// A table.
    Table(Box<docx_rs::Table>),
}

impl From<Paragraph> for Piece {
    fn from(it: Paragraph) -> Self {
        Piece::Paragraph(Box::new(it))
    }
}

/// The page: 22 lines of 28 hanzi of 16 points, in Word's grid.
fn set_up() -> Docx {
    let margin = PageMargin::new()
        .top(twips(37.0))
        .left(twips(28.0))
        .right(twips(26.0))
        .bottom(twips(35.0))
        .header(twips(15.0))
        .footer(twips(23.0))
        .gutter(0);
    // 22 lines; that 28 hanzi stand in each is the runs' own affair, since programs disagree about a grid of signs.
    let grid = DocGrid::new().grid_type(DocGridType::Lines).line_pitch(579);
    let mut file = Docx::new()
        .page_size(11906, 16838)
        .page_margin(margin)
        .default_fonts(fonts(super::Face::Fangsong))
        .default_size(32)
        .default_line_spacing(LineSpacing::new().before(0).after(0));
    file.document = file.document.doc_grid(grid);
    file
}
