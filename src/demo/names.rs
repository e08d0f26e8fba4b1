use std::collections::BTreeSet;

use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};

use super::words::{one, words};

/// Makes up names; none comes twice.
#[derive(Default)]
pub(super) struct Namer {
    given: BTreeSet<String>,
    telephones: u32,
}

fn sign(rng: &mut StdRng, of: &str) -> char {
    *of.chars().collect::<Vec<_>>().choose(rng).expect("the demo's names have signs")
}

impl Namer {
    /// A person's name and sex. Now and then a double surname, a hanzi few fonts have, a name with "·".
    pub fn person(&mut self, rng: &mut StdRng) -> (String, &'static str) {
        let names = &words().names;
        loop {
            let (sex, signs) =
                if rng.random_ratio(2, 5) { ("female", &names.women) } else { ("male", &names.men) };
            let mut name = if rng.random_ratio(1, 60) {
                one(rng, &names.double_surnames).to_owned()
            } else {
                sign(rng, &names.surnames).to_string()
            };
            name.push(sign(rng, signs));
            match rng.random_range(0..100) {
                0..3 => name.push_str(one(rng, &names.rare)),
                3..70 => name.push(sign(rng, signs)),
                70..72 => one(rng, &names.long).clone_into(&mut name),
                _ => {}
            }
            if self.given.insert(name.clone()) {
                return (name, sex);
            }
        }
    }

    /// A village's or a community's name.
    pub fn village(&mut self, rng: &mut StdRng, kind: &str) -> String {
        let names = &words().names;
        loop {
            let name = format!(
                "{}{}{}{kind}",
                sign(rng, &names.village_first),
                if rng.random_ratio(1, 2) { String::new() } else { sign(rng, &names.village_first).into() },
                sign(rng, &names.village_second)
            );
            if self.given.insert(name.clone()) {
                return name;
            }
        }
    }

    /// A telephone number that nobody has: no number begins with 000.
    pub fn telephone(&mut self) -> String {
        self.telephones += 1;
        format!("000{:08}", self.telephones)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::base::hanzi::name_is_fine;

    #[test]
    fn names_are_fine_and_none_comes_twice() {
        let (mut namer, mut rng) = (Namer::default(), StdRng::seed_from_u64(5));
        let names: BTreeSet<String> = (0..900).map(|_| namer.person(&mut rng).0).collect();
        assert_eq!(names.len(), 900);
        for name in &names {
            assert_eq!(name_is_fine(name).as_deref(), Ok(name.as_str()));
        }
        assert!(names.iter().any(|name| name.contains('·')));
        assert!(names.iter().any(|name| name.chars().any(|sign| u32::from(sign) > 0xFFFF)), "rare hanzi");
        assert!(names.iter().any(|name| name.chars().count() == 2));
        assert!(namer.telephone().starts_with("000"));
    }
}
