use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Permit, Role, Scope};
use crate::base::{Error, Result};
use crate::journal::Author;

/// One role held, and for which organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The role.
    pub role: Role,
    /// The office, working body, station or organ in whose name it is held.
    pub organization: Option<Uuid>,
}

/// The person behind a request, a command or a job.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The congress in which they act; nobody acts across congresses.
    pub congress: Uuid,
    /// Their account; nobody's and the clockwork's is none.
    pub account: Option<Uuid>,
    /// The person in the register whose account it is.
    pub person: Option<Uuid>,
    /// Their name, for the page's header.
    pub name: String,
    /// What they hold.
    pub posts: Vec<Post>,
}

impl Actor {
    /// Anybody.
    pub fn anybody(congress: Uuid) -> Self {
        Self { congress, account: None, person: None, name: String::new(), posts: Vec::new() }
    }

    /// What time does by itself.
    pub fn clockwork(congress: Uuid) -> Self {
        let posts = vec![Post { role: Role::Clockwork, organization: None }];
        Self { congress, account: None, person: None, name: String::new(), posts }
    }

    /// An operator at the computer's own command line, in one role.
    pub fn operator(congress: Uuid, role: Role) -> Self {
        let posts = vec![Post { role, organization: None }];
        Self { congress, account: None, person: None, name: String::new(), posts }
    }

    /// Whether they are the clockwork.
    pub fn is_clockwork(&self) -> bool {
        self.has_role(Role::Clockwork)
    }

    /// Whether they hold a role.
    pub fn has_role(&self, role: Role) -> bool {
        self.posts.iter().any(|post| post.role == role)
    }

    /// The posts that carry a permit, each with how far it reaches.
    pub fn posts_with(&self, permit: Permit) -> impl Iterator<Item = (&Post, Scope)> {
        self.posts.iter().filter_map(move |post| Some((post, post.role.scope(permit)?)))
    }

    /// Whether they hold a permit at all.
    pub fn may(&self, permit: Permit) -> bool {
        let anybody = !self.is_clockwork() && Role::Public.scope(permit).is_some();
        anybody || self.posts_with(permit).next().is_some()
    }

    /// Refuse unless they hold the permit: an act's first line.
    ///
    /// # Errors
    /// `SignIn` when they are not signed in, else `Forbidden`.
    pub fn must(&self, permit: Permit) -> Result<()> {
        if self.may(permit) {
            Ok(())
        } else if self.account.is_none() && self.posts.is_empty() {
            Err(Error::SignIn)
        } else {
            Err(Error::Forbidden)
        }
    }

    /// The role that a journal entry names for an act under a permit.
    pub fn role_for(&self, permit: Permit) -> Role {
        let clockwork = self.is_clockwork().then_some(Role::Clockwork);
        self.posts_with(permit).next().map(|(post, _)| post.role).or(clockwork).unwrap_or(Role::Public)
    }

    /// Who the journal names for an act done under a permit.
    pub fn author(&self, permit: Permit, at: DateTime<Utc>) -> Author {
        Author { congress: self.congress, account: self.account, role: self.role_for(permit).word(), at }
    }

    /// The organization in whose name they act under a permit, if it is held for one.
    pub fn organization_for(&self, permit: Permit) -> Option<Uuid> {
        self.posts_with(permit).find_map(|(post, _)| post.organization)
    }
}
