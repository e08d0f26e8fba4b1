//! The pages: for voters and everybody (`public`), for those who ask (`write`, `whom`), for those who are asked and
//! those who enter for them (`topic`, `entry`, `said`), the digest, and a deputy's papers for a session.

mod digest;
mod entry;
mod fields;
mod pack;
mod public;
mod said;
mod topic;
mod whom;
mod write;

use crate::access::{Permit, Routes};

/// All pages of consultations.
pub fn routes() -> Routes {
    let (read, keep, enter) = (Permit::ConsultationRead, Permit::ConsultationKeep, Permit::ConsultationEnter);
    Routes::new()
        .get("/consultations", Permit::Look, public::list)
        .get("/consultations/{number}", Permit::Look, public::show)
        .get("/consultations/{number}/thanks", Permit::Look, public::thanks)
        .post("/consultations/{number}/answers", Permit::ConsultationAnswer, public::answer)
        .get("/q/{code}", Permit::ConsultationAnswer, public::of_deputy)
        .get("/topics", read, topic::list)
        .get("/topics/new", keep, write::blank)
        .post("/topics/new", keep, write::write)
        .get("/topics/{id}", read, topic::show)
        .get("/topics/{id}/edit", keep, write::edit)
        .post("/topics/{id}/edit", keep, write::amend)
        .get("/topics/{id}/deputies", keep, whom::show)
        .post("/topics/{id}/deputies", keep, whom::choose)
        .post("/topics/{id}/opening", keep, topic::open)
        .post("/topics/{id}/closing", keep, topic::close)
        .post("/topics/{id}/outcome", keep, topic::decide)
        .post("/topics/{id}/summary", enter, topic::sum_up)
        .get("/topics/{id}/answers", read, said::list)
        .get("/topics/{id}/answers/new", enter, entry::blank)
        .post("/topics/{id}/answers/new", enter, entry::enter)
        .get("/topics/{id}/digest", read, digest::show)
        .get("/packs", Permit::PackRead, pack::list)
        .get("/packs/{id}", Permit::PackRead, pack::show)
}
