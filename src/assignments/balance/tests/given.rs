//! What the tests ask for, and what a choice is worth, told in another way than the code does.

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::super::*;

pub fn member(id: u128) -> Member {
    Member { id: Uuid::from_u128(id), area: None, field: String::new(), unit: String::new(), already: 0 }
}

pub fn deputy(id: u128) -> Deputy {
    Deputy { id: Uuid::from_u128(id), area: None, field: String::new(), unit: String::new(), before: None }
}

/// Whatever a proposal is made of, owned.
#[derive(Debug, Clone)]
pub struct Given {
    pub members: Vec<Member>,
    pub deputies: Vec<Deputy>,
    pub ties: Ties,
    pub earlier: Earlier,
    pub most: Option<u32>,
}

impl Given {
    pub fn new(members: &[Member], deputies: &[Deputy]) -> Given {
        Given {
            members: members.to_vec(),
            deputies: deputies.to_vec(),
            ties: Ties::default(),
            earlier: Earlier::Keep,
            most: None,
        }
    }

    pub fn asked(&self) -> Asked<'_> {
        let Given { members, deputies, ties, earlier, most } = self;
        Asked { members, deputies, ties, earlier: *earlier, most: *most }
    }

    pub fn propose(&self) -> Proposal {
        propose(&self.asked())
    }

    pub fn may(&self, member: &Member, deputy: &Deputy) -> bool {
        member.id != deputy.id && !self.ties.has(deputy.id, member.id)
    }

    /// What speaks against a pair, level by level.
    pub fn against(&self, member: &Member, deputy: &Deputy) -> [u64; 4] {
        let stays = deputy.before == Some(member.id);
        let against_the_choice = match self.earlier {
            Earlier::Keep => deputy.before.is_some() && !stays,
            Earlier::Rotate => stays,
        };
        [
            !deputy.unit.is_empty() && deputy.unit == member.unit,
            against_the_choice,
            deputy.area.is_none() || deputy.area != member.area,
            deputy.field.is_empty() || deputy.field != member.field,
        ]
        .map(u64::from)
    }

    /// What a choice is worth, level by level, told without the weights of the code; the least is the best.
    pub fn worth(&self, chosen: &[Option<&Member>]) -> [u64; 6] {
        let mut worth = [0; 6];
        let mut loads: BTreeMap<Uuid, u64> =
            self.members.iter().map(|member| (member.id, u64::from(member.already))).collect();
        for (deputy, member) in self.deputies.iter().zip(chosen) {
            let Some(member) = member else {
                worth[0] += 1;
                continue;
            };
            *loads.get_mut(&member.id).unwrap() += 1;
            worth.iter_mut().skip(2).zip(self.against(member, deputy)).for_each(|(sum, one)| *sum += one);
        }
        worth[1] = loads.values().map(|load| load * load).sum();
        worth
    }

    /// The best worth of all choices there are, by looking at every one.
    pub fn best(&self) -> [u64; 6] {
        let choices = self.members.len() + 1;
        let all = (0..choices.pow(self.deputies.len() as u32)).filter_map(|mut number| {
            let mut chosen = Vec::new();
            for deputy in &self.deputies {
                let member = self.members.get(number % choices);
                number /= choices;
                if member.is_some_and(|member| !self.may(member, deputy)) {
                    return None;
                }
                chosen.push(member);
            }
            let full = |member: &&Member| {
                let new = chosen.iter().flatten().filter(|other| other.id == member.id).count() as u32;
                new > 0 && self.most.is_some_and(|most| new + member.already > most)
            };
            (!self.members.iter().any(|member| full(&member))).then(|| self.worth(&chosen))
        });
        all.min().unwrap()
    }

    pub fn worth_of(&self, proposal: &Proposal) -> [u64; 6] {
        let member_of: BTreeMap<Uuid, Uuid> =
            proposal.pairs.iter().map(|pair| (pair.deputy, pair.member)).collect();
        let of = |deputy: &Deputy| member_of.get(&deputy.id).copied();
        let chosen: Vec<Option<&Member>> = self
            .deputies
            .iter()
            .map(|deputy| self.members.iter().find(|member| Some(member.id) == of(deputy)))
            .collect();
        self.worth(&chosen)
    }

    pub fn loads(&self, proposal: &Proposal) -> BTreeMap<Uuid, u32> {
        let new = |member: &Member| proposal.pairs.iter().filter(|pair| pair.member == member.id).count();
        self.members.iter().map(|member| (member.id, member.already + new(member) as u32)).collect()
    }
}

/// Members are numbered from 1, deputies from 3 on, so some members are deputies too.
pub fn given(most_members: u128, most_deputies: u128, tied: usize) -> impl Strategy<Value = Given> {
    let word = || prop::sample::select(vec!["", "a", "b", "c"]).prop_map(str::to_owned);
    let area = || prop::option::of(50_u128..53).prop_map(|area| area.map(Uuid::from_u128));
    let members = prop::collection::vec((area(), word(), word(), 0_u32..3), 1..=most_members as usize);
    let before = prop::option::of(1..=most_members + 1);
    let deputies = prop::collection::vec((area(), word(), word(), before), 0..=most_deputies as usize);
    let ties = prop::collection::vec((1..=most_members, 3..most_deputies + 3), 0..=tied).prop_map(|pairs| {
        pairs.into_iter().map(|(a, b)| (Uuid::from_u128(a), Uuid::from_u128(b))).collect::<Ties>()
    });
    let rotate = any::<bool>();
    let most = prop::option::of(0_u32..4);
    (members, deputies, ties, rotate, most).prop_map(|(members, deputies, ties, rotate, most)| Given {
        members: (1..)
            .zip(members)
            .map(|(id, (area, field, unit, already))| Member { area, field, unit, already, ..member(id) })
            .collect(),
        deputies: (3..)
            .zip(deputies)
            .map(|(id, (area, field, unit, before))| Deputy {
                area,
                field,
                unit,
                before: before.map(Uuid::from_u128),
                ..deputy(id)
            })
            .collect(),
        ties,
        earlier: if rotate { Earlier::Rotate } else { Earlier::Keep },
        most,
    })
}

/// Forty members and 445 deputies with areas, lines of work, units and an assignment of before.
pub fn congress() -> Given {
    let uuid = |number: u128| Uuid::from_u128(number);
    let members = (1..=40).map(|id| Member {
        area: Some(uuid(9_000 + id % 25)),
        field: format!("f{}", id % 7),
        unit: format!("u{}", id % 30),
        ..member(id)
    });
    let deputies = (101..=545).map(|id| Deputy {
        area: Some(uuid(9_000 + id * id % 25)),
        field: format!("f{}", id * 3 % 7),
        unit: format!("u{}", id * 7 % 90),
        before: (id % 4 > 0).then(|| uuid(1 + id * 13 % 41)),
        ..deputy(id)
    });
    let mut given = Given::new(&members.collect::<Vec<_>>(), &deputies.collect::<Vec<_>>());
    given.ties = (1..=40).map(|id| (uuid(id), uuid(100 + id * 11))).collect();
    given
}
