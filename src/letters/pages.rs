//! The pages: letters that were issued, one letter, the papers of a case, urging with letters, how an office's papers
//! begin.

mod case;
mod head;
mod list;
mod urging;

use crate::access::{Permit, Routes};

/// The pages for those who write letters and those who get them.
pub fn routes() -> Routes {
    Routes::new()
        .get("/letters", Permit::LetterRead, list::show)
        .get("/letters/head", Permit::LetterIssue, head::show)
        .post("/letters/head", Permit::LetterIssue, head::keep)
        .get("/letters/{id}", Permit::LetterRead, list::one)
        .get("/letters/{id}/letter.pdf", Permit::LetterRead, list::pdf)
        .get("/letters/{id}/letter.docx", Permit::LetterRead, list::docx)
        .post("/letters/{id}/signature", Permit::LetterSign, list::sign)
        .get("/cases/{id}/letters", Permit::LetterRead, case::show)
        .post("/cases/{id}/letters", Permit::LetterIssue, case::write)
        .get("/cases/{id}/feedback-form.pdf", Permit::LetterRead, case::pdf)
        .get("/cases/{id}/feedback-form.docx", Permit::LetterRead, case::docx)
        .get("/urgings", Permit::LetterIssue, urging::show)
        .post("/urgings", Permit::LetterIssue, urging::urge)
}
