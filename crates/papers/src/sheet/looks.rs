//! How the parts of a sheet look.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// How the parts look.
pub(super) struct Looks {
    /// Above the table.
    pub title: Format,
    /// Above a column.
    pub head: Format,
    /// Text in a row.
    pub text: Format,
    /// Text that must not become a formula when somebody edits it.
    pub quoted: Format,
    /// A number.
    pub whole: Format,
    /// A day.
    pub day: Format,
    /// Below the table.
    pub note: Format,
}

impl Looks {
    /// How every sheet looks.
    pub(super) fn new() -> Looks {
        let cell = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let text = cell.clone().set_text_wrap();
        Looks {
            title: Format::new()
                .set_bold()
                .set_font_size(16)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            head: text.clone().set_bold().set_align(FormatAlign::Center),
            quoted: text.clone().set_quote_prefix(),
            text,
            whole: cell.clone().set_num_format("0"),
            day: cell.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
            note: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}
