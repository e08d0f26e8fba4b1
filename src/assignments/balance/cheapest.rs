//! The cheapest way to give every deputy one place: a flow of least cost, grown by one deputy at a time along the
//! shortest path (Dijkstra over the places, with potentials).
//!
//! A path says: the new one goes here, one of those here goes there, and there is room. Each further deputy at a place
//! costs more than the one before, so even loads come out of the same optimum as everything else.

/// A place where deputies go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// How many it has from the beginning.
    pub taken: i128,
    /// How many it has at most.
    pub most: Option<u32>,
    /// What load costs here: the square of the load, times this.
    pub load: i128,
}

/// What is to be decided. The last place takes everybody.
#[derive(Debug)]
pub(super) struct Table {
    /// A row for each deputy: the price at each place, none where he or she may not go. No price is negative.
    pub prices: Vec<Vec<Option<i128>>>,
    /// The places.
    pub places: Vec<Place>,
}

/// The cheapest answer.
#[derive(Debug)]
pub(super) struct Cheapest {
    /// The place of each deputy.
    pub places: Vec<usize>,
    /// How many moves were weighed: the work it took, whatever the computer.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold a bound on it"))]
    pub weighed: u64,
}

struct Flow<'a> {
    table: &'a Table,
    held: Vec<Vec<usize>>,
    potentials: Vec<i128>,
    end_potential: i128,
    weighed: u64,
}

/// How far each place is from the deputy who comes, and over whom.
struct Distances {
    far: Vec<Option<i128>>,
    /// The place before and the deputy who moves on from it; none if the new one goes here himself.
    over: Vec<Option<(usize, usize)>>,
    end: (i128, usize),
}

/// The place of each deputy so that all prices and loads together cost least. Among equals the first comes first.
pub(super) fn find(table: &Table) -> Cheapest {
    let count = table.places.len();
    let mut flow = Flow {
        table,
        held: vec![Vec::new(); count],
        potentials: vec![0; count],
        end_potential: 0,
        weighed: 0,
    };
    for deputy in 0..table.prices.len() {
        let distances = flow.distances(deputy);
        flow.raise_potentials(&distances);
        flow.move_along(deputy, &distances);
    }
    let mut places = vec![0; table.prices.len()];
    for (place, held) in flow.held.iter().enumerate() {
        held.iter().for_each(|deputy| places[*deputy] = place);
    }
    Cheapest { places, weighed: flow.weighed }
}

impl Flow<'_> {
    fn distances(&mut self, new: usize) -> Distances {
        let prices = self.table.prices[new].iter().zip(&self.potentials);
        let mut far: Vec<Option<i128>> =
            prices.map(|(price, potential)| price.map(|price| price - potential)).collect();
        let mut over = vec![None; far.len()];
        let mut left = vec![true; far.len()];
        let mut end: Option<(i128, usize)> = None;
        loop {
            let open = (0..far.len()).filter(|place| left[*place]);
            let next = open.filter_map(|place| far[place].map(|far| (far, place))).min();
            let Some((here, place)) = next.filter(|next| end.is_none_or(|end| next.0 < end.0)) else { break };
            left[place] = false;
            if let Some(price) = self.price_of_one_more(place) {
                let through = here + price + self.potentials[place] - self.end_potential;
                end = end.filter(|end| end.0 <= through).or(Some((through, place)));
            }
            for deputy in &self.held[place] {
                let prices = &self.table.prices[*deputy];
                let Some(leaves) = prices[place] else { continue };
                for to in (0..far.len()).filter(|to| left[*to]) {
                    let Some(enters) = prices[to] else { continue };
                    self.weighed += 1;
                    let there = here + enters - leaves + self.potentials[place] - self.potentials[to];
                    debug_assert!(there >= here, "potentials keep every step from being negative");
                    if far[to].is_none_or(|far| there < far) {
                        far[to] = Some(there);
                        over[to] = Some((place, *deputy));
                    }
                }
            }
        }
        Distances { far, over, end: end.expect("the last place takes everybody") }
    }

    /// What one more costs at a place; none if it is full.
    fn price_of_one_more(&self, place: usize) -> Option<i128> {
        let Place { taken, most, load } = self.table.places[place];
        let has = taken + self.held[place].len() as i128;
        most.is_none_or(|most| has < i128::from(most)).then_some(load * (2 * has + 1))
    }

    fn raise_potentials(&mut self, distances: &Distances) {
        let end = distances.end.0;
        for (potential, far) in self.potentials.iter_mut().zip(&distances.far) {
            *potential += far.unwrap_or(end).min(end);
        }
        self.end_potential += end;
    }

    fn move_along(&mut self, new: usize, distances: &Distances) {
        let mut to = distances.end.1;
        while let Some((from, deputy)) = distances.over[to] {
            self.held[from].retain(|held| *held != deputy);
            self.held[to].push(deputy);
            to = from;
        }
        self.held[to].push(new);
    }
}
