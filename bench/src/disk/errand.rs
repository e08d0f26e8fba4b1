//! What people do while the disk fails: each may be sent again as it is.

use shuanglian::base::Clock;
use uuid::Uuid;

use crate::{
    house::{House, PASSWORD},
    program::{Answer, form, get, handed_in, photo, post},
};

/// One of the main actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// An opinion with a photo.
    HandIn,
    /// Signing in.
    SignIn,
    /// A committee member's contact with a deputy.
    Contact,
    /// A step of a case.
    Step,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::HandIn, Self::SignIn, Self::Contact, Self::Step];
}

/// An action with the id of its form.
#[derive(Clone)]
pub struct Errand {
    action: Action,
    form: Uuid,
    photo: Uuid,
    house: House,
    case: Option<Uuid>,
}

impl Errand {
    /// A new one.
    pub fn new(action: Action, house: &House, case: Option<Uuid>) -> Self {
        Self { action, form: form(), photo: form(), house: house.clone(), case }
    }

    /// Another opinion with the same photo.
    pub fn with_photo_of(other: &Self) -> Self {
        Self { form: form(), ..other.clone() }
    }

    /// Do it; nothing when nobody answers.
    pub fn run(&self, agent: &ureq::Agent, address: &str) -> Option<Answer> {
        match self.action {
            Action::HandIn => handed_in(agent, address, self.form, photo(self.photo).ok().as_deref()),
            Action::SignIn => {
                let fields = [
                    ("login", "member".to_owned()),
                    ("password", PASSWORD.to_owned()),
                    ("code", String::new()),
                    ("back", "/desk".to_owned()),
                ];
                post(agent, &format!("{address}/sign-in"), "", &fields)
            }
            Action::Contact => {
                let member = &self.house.member;
                let fields = [
                    ("form", self.form.to_string()),
                    ("csrf", member.csrf.clone()),
                    ("deputies", self.house.deputy.to_string()),
                    ("way", "telephone".to_owned()),
                    ("on_day", Clock::running().today().to_string()),
                    ("topics", "organs".to_owned()),
                    ("said", "说了村里修路和路灯的事。".to_owned()),
                    ("declare", "1".to_owned()),
                ];
                post(agent, &format!("{address}/contacts/new"), &member.cookie, &fields)
            }
            Action::Step => self.step(agent, address),
        }
    }

    /// Make the case confidential, or open again if it is: what the page offers, on the version that it shows.
    fn step(&self, agent: &ureq::Agent, address: &str) -> Option<Answer> {
        let clerk = &self.house.clerk;
        let case = format!("{address}/cases/{}", self.case?);
        let page = get(agent, &case, &clerk.cookie)?;
        let version = page.body.split_once("name=\"version\" value=\"")?.1.split_once('"')?.0.to_owned();
        let ends = page.body.contains("/confidentiality-end");
        let path = if ends { "confidentiality-end" } else { "confidentiality" };
        let fields =
            [("csrf", clerk.csrf.clone()), ("version", version), ("text", "当事人这样希望。".to_owned())];
        post(agent, &format!("{case}/{path}"), &clerk.cookie, &fields)
    }

    /// Whether it was done: a form that is wrong comes back as a page, one that was taken leads on.
    pub fn is_done(answer: Option<&Answer>) -> bool {
        answer.is_some_and(|answer| answer.status == 303 && !answer.location.starts_with("/sign-in"))
    }
}
