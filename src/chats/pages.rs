//! The pages: what was written for the groups, one message with its words to copy, and the robots.

mod list;
mod message;
mod robots;

use crate::access::{Permit, Routes};

/// The pages for those who write to the deputies' groups, and for whoever keeps the robots.
pub fn routes() -> Routes {
    Routes::new()
        .get("/chats", Permit::ChatWrite, list::show)
        .get("/chats/new", Permit::ChatWrite, list::new)
        .post("/chats/new", Permit::ChatWrite, list::write)
        .get("/chats/{id}", Permit::ChatWrite, message::show)
        .get("/chats/{id}/card.png", Permit::ChatWrite, message::picture)
        .post("/chats/{id}/deliveries", Permit::ChatWrite, message::send)
        .get("/robots", Permit::RobotKeep, robots::show)
        .post("/robots", Permit::RobotKeep, robots::add)
        .post("/robots/{id}/removal", Permit::RobotKeep, robots::remove)
}
