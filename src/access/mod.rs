//! Who may do what, and how people sign in. The whole table of roles and permits is in `table`.
//!
//! * `permits`: the words: roles, permits, scopes
//! * `table`: how far each role's permits reach: the one table, printed to docs/permits.txt and shown to administrators
//! * `actor`: the person (or nobody, or the clockwork) behind a request, a command or a job
//! * `routes`: a router that takes no page without its permit
//! * `visit`: what a request brings: whose congress, which actor, which language
//! * `sent`: what a form brings, once it is proved to be ours
//! * `acts`, `store`: accounts and roles, sessions; SQL only in `store`
//! * `sign_in`, `slips`, `own`: signing in, activation slips, one's own account
//! * `password`, `second_factor`, `tries`: what proves who one is, and waiting after failures
//! * `drafts`: what somebody was writing and has not sent, kept for them alone
//! * `typed`: what was typed and could not be saved
//! * `pages`: all of that as pages, and every failure as a calm one
//! * `admission`: who is let in when more come than can be served
//! * `kept`: public pages, sent again while nothing they show has changed
//! * `rates`: how often one address may do a thing

mod actor;
pub mod acts;
pub mod admission;
pub mod drafts;
pub mod kept;
mod own;
mod pages;
pub mod password;
mod permits;
pub mod rates;
mod routes;
pub mod second_factor;
mod sent;
mod sign_in;
pub mod slips;
pub mod store;
mod table;
mod tries;
mod typed;
mod visit;

pub use crate::files::Upload;
pub use actor::{Actor, Post};
pub use pages::{busy, device as device_of, looking_around, routes};
pub use permits::{Permit, Role, Scope};
pub use routes::{Route, Routes};
pub use sent::Sent;
pub use visit::{Home, Visit, cookie, cookie_name, hashed, prepare};

#[cfg(test)]
mod actor_tests;
#[cfg(test)]
mod canary_tests;
#[cfg(test)]
mod drafts_tests;
#[cfg(test)]
mod kept_tests;
#[cfg(test)]
mod many_slips_tests;
#[cfg(test)]
pub(crate) mod matrix_tests;
#[cfg(test)]
mod pages_tests;
#[cfg(test)]
mod permits_tests;
#[cfg(test)]
mod sign_in_tests;
#[cfg(test)]
mod slips_tests;
