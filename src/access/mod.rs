//! Who may do what, and how people sign in. The whole table of roles and permits is in `permits`.
//!
//! * `permits`: roles, permits, scopes: the one table, printed to docs/permits.txt and shown to administrators
//! * `actor`: the person (or nobody, or the clockwork) behind a request, a command or a job
//! * `routes`: a router that takes no page without its permit
//! * `visit`: what a request brings: whose congress, which actor, which language
//! * `sent`: what a form brings, once it is proved to be ours
//! * `acts`, `store`: accounts, activation slips, passwords and second factors, sessions

mod actor;
pub mod acts;
mod pages;
mod permits;
mod routes;
mod sent;
pub mod store;
mod visit;

pub use crate::files::Upload;
pub use actor::{Actor, Post};
pub use permits::{Permit, Role, Scope};
pub use routes::{Route, Routes};
pub use sent::Sent;
pub use visit::{Home, Visit, cookie, cookie_name, hashed, prepare};
