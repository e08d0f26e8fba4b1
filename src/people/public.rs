//! Who sees which part of a deputy's profile (clause 7): the charter says it for each part, and the deputy chooses how
//! far the contact goes. A page takes a deputy from the register, and shows what [`Rules::seen`] leaves of him or her:
//! what is not the reader's is not in the page at all.

use charter::{Audience, ProfileField, Publication};
use uuid::Uuid;

use super::Deputy;
use crate::base::{App, Conn, Result};
use crate::bodies::store::charter_code;

/// Who looks at a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Anybody.
    Everybody,
    /// Whoever said in which village of the constituency he or she lives.
    Constituency,
}

/// How far a deputy lets the contact go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contact {
    /// Nobody is given a number: the station and the office pass it on.
    Relay,
    /// The voters of the constituency.
    Constituency,
    /// Everybody.
    Public,
}

impl Contact {
    /// All, the narrowest first.
    pub const ALL: [Contact; 3] = [Contact::Relay, Contact::Constituency, Contact::Public];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Contact::Relay => "relay",
            Contact::Constituency => "constituency",
            Contact::Public => "public",
        }
    }

    /// The choice of a word.
    pub fn of_word(word: &str) -> Option<Contact> {
        Contact::ALL.into_iter().find(|contact| contact.word() == word)
    }
}

/// What the charter in force says of profiles.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    name: Audience,
    sex: Audience,
    unit: Audience,
    position: Audience,
    contact: Audience,
    /// The clause that asks for the contact, if one does.
    clause: Option<u16>,
}

impl Rules {
    /// The rules of a congress today; where no charter is in force, only names are shown.
    pub async fn of(at: &impl Conn, app: &App, congress: Uuid) -> Result<Rules> {
        let code = charter_code(at, congress).await?;
        let charter = app.charters(&code)?.in_force(app.clock.today());
        Ok(charter.map_or_else(Rules::closed, |charter| Rules::read(&charter.publication)))
    }

    fn closed() -> Rules {
        let none = Audience::Staff;
        Rules { name: Audience::Everyone, sex: none, unit: none, position: none, contact: none, clause: None }
    }

    fn read(publication: &Publication) -> Rules {
        let to = |field| publication.profile(field).value;
        Rules {
            name: to(ProfileField::Name),
            sex: to(ProfileField::Sex),
            unit: to(ProfileField::Unit),
            position: to(ProfileField::Position),
            contact: to(ProfileField::Contact),
            clause: publication.profile(ProfileField::Contact).source.clause(),
        }
    }

    /// Whether names may be searched and listed by everybody.
    pub fn names_are_public(&self) -> bool {
        self.name == Audience::Everyone
    }

    /// Whether the constituency sees more than everybody does.
    pub fn has_two_tiers(&self, deputy: &Deputy) -> bool {
        let parts = [self.name, self.sex, self.unit, self.position];
        parts.contains(&Audience::Constituency)
            || self.contact(deputy) == Some(Contact::Constituency) && !deputy.phone.is_empty()
    }

    /// How far the contact goes: as the deputy chose, unless the charter keeps it from everybody outside.
    fn contact(&self, deputy: &Deputy) -> Option<Contact> {
        let chosen = Contact::of_word(&deputy.contact_public)?;
        (self.contact != Audience::Staff).then_some(chosen)
    }

    /// What a reader sees of a deputy: the rest is empty. `unnamed` stands for a name that is not shown.
    pub fn seen(&self, mut deputy: Deputy, reader: Reader, unnamed: &str) -> Deputy {
        let shows = |audience: Audience| match audience {
            Audience::Everyone => true,
            Audience::Constituency => reader == Reader::Constituency,
            Audience::Staff => false,
        };
        let called = match self.contact(&deputy) {
            Some(Contact::Public) => true,
            Some(Contact::Constituency) => reader == Reader::Constituency,
            Some(Contact::Relay) | None => false,
        };
        let hide = |audience: Audience, text: &mut String| {
            if !shows(audience) {
                text.clear();
            }
        };
        hide(self.sex, &mut deputy.sex);
        hide(self.unit, &mut deputy.unit);
        hide(self.position, &mut deputy.post);
        if !shows(self.name) {
            unnamed.clone_into(&mut deputy.name);
        }
        if !called {
            deputy.phone.clear();
        }
        deputy
    }

    /// What everybody sees of a list of deputies.
    pub fn listed(&self, deputies: Vec<Deputy>, unnamed: &str) -> Vec<Deputy> {
        deputies.into_iter().map(|deputy| self.seen(deputy, Reader::Everybody, unnamed)).collect()
    }

    /// Whether a deputy may choose this; else the key of the sentence that says why not.
    ///
    /// # Errors
    /// Narrower than the charter asks for, or wider than it lets anybody outside see.
    pub fn may_choose(&self, contact: Contact) -> Result<(), &'static str> {
        let least = match self.contact {
            Audience::Staff if contact > Contact::Relay => return Err("profile-wider"),
            Audience::Staff => Contact::Relay,
            Audience::Constituency => Contact::Constituency,
            Audience::Everyone => Contact::Public,
        };
        match (contact < least, self.clause) {
            (false, _) => Ok(()),
            (true, Some(7)) => Err("profile-narrower-7"),
            (true, _) => Err("profile-narrower"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Rules {
        let shipped = include_str!("../../charters/xiantao/2023.toml");
        let changed = match text {
            "" => shipped.to_owned(),
            field => {
                let (field, to) = field.split_once('=').unwrap();
                let (before, after) =
                    shipped.split_once(&format!("[publication.profile.{field}]\nto = \"")).unwrap();
                let (_, after) = after.split_once('"').unwrap();
                format!("{before}[publication.profile.{field}]\nto = \"{to}\"{after}")
            }
        };
        Rules::read(&charter::Charter::parse("test", &changed).unwrap().publication)
    }

    fn deputy(contact: Contact) -> Deputy {
        Deputy {
            person_id: Uuid::nil(),
            name: "李双妹".into(),
            sex: "female".into(),
            unit: "新里小学".into(),
            post: "教师".into(),
            phone: "13900000001".into(),
            contact_public: contact.word().into(),
            code: "7K3F9Q".into(),
            seat_id: Uuid::nil(),
            from_on: chrono::NaiveDate::default(),
            suspended_on: None,
            constituency_id: Uuid::nil(),
            constituency: "第1选区".into(),
            area_id: Uuid::nil(),
            area: "张沟镇".into(),
        }
    }

    #[test]
    fn the_number_goes_as_far_as_the_deputy_chose_and_the_charter_lets_it() {
        for (charter, chosen, everybody, constituency) in [
            ("", Contact::Relay, false, false),
            ("", Contact::Constituency, false, true),
            ("", Contact::Public, true, true),
            ("contact=staff", Contact::Public, false, false),
            ("contact=everyone", Contact::Constituency, false, true),
        ] {
            let rules = rules(charter);
            let sees = |reader| !rules.seen(deputy(chosen), reader, "").phone.is_empty();
            let found = (sees(Reader::Everybody), sees(Reader::Constituency));
            assert_eq!(found, (everybody, constituency), "{charter} {chosen:?}");
        }
    }

    #[test]
    fn each_part_is_shown_to_whom_the_charter_names() {
        let hidden = rules("unit=constituency");
        let seen = hidden.seen(deputy(Contact::Constituency), Reader::Everybody, "—");
        assert!(seen.unit.is_empty() && seen.post == "教师" && seen.name == "李双妹");
        assert_eq!(hidden.seen(deputy(Contact::Constituency), Reader::Constituency, "—").unit, "新里小学");
        let staff = rules("sex=staff");
        assert!(staff.seen(deputy(Contact::Constituency), Reader::Constituency, "—").sex.is_empty());
        assert_eq!(rules("name=constituency").seen(deputy(Contact::Relay), Reader::Everybody, "—").name, "—");
        assert!(hidden.has_two_tiers(&deputy(Contact::Relay)));
        assert!(!rules("").has_two_tiers(&deputy(Contact::Relay)));
    }

    #[test]
    fn a_choice_narrower_than_the_clause_asks_for_is_refused_with_the_clause() {
        let may = |charter, contact| rules(charter).may_choose(contact);
        assert_eq!(may("", Contact::Relay), Err("profile-narrower-7"));
        assert_eq!(may("", Contact::Constituency), Ok(()));
        assert_eq!(may("", Contact::Public), Ok(()));
        assert_eq!(may("contact=staff", Contact::Relay), Ok(()));
        assert_eq!(may("contact=staff", Contact::Constituency), Err("profile-wider"));
        assert_eq!(may("contact=everyone", Contact::Constituency), Err("profile-narrower-7"));
    }
}
