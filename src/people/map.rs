//! Towns as a picture: where their positions are known, as they lie to one another; else in a tidy grid. Only a sketch
//! with links, without any map of others; the list of the same towns stands beside it.

/// How wide the picture is, in its own units: as wide as a small telephone.
pub const WIDTH: i64 = 336;
/// A town's box.
pub const BOX: (i64, i64) = (104, 44);
/// Room between two boxes.
const GAP: i64 = 8;
const COLUMNS: usize = 3;

/// Where a town's box stands, by its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) x: i64,
    pub(super) y: i64,
}

/// A place for each town, and how high the picture is. No two boxes overlap.
pub(super) fn spread(positions: &[Option<(f64, f64)>]) -> (Vec<Spot>, i64) {
    let known: Vec<(f64, f64)> = positions.iter().flatten().copied().collect();
    let spots = if known.len() == positions.len() && positions.len() > 1 {
        laid_out(&known)
    } else {
        grid(positions.len())
    };
    let height = spots.iter().map(|spot| spot.y + BOX.1).max().unwrap_or(0);
    (spots, height)
}

fn grid(towns: usize) -> Vec<Spot> {
    let spot =
        |n: usize| Spot { x: (n % COLUMNS) as i64 * (BOX.0 + GAP), y: (n / COLUMNS) as i64 * (BOX.1 + GAP) };
    (0..towns).map(spot).collect()
}

/// North is up. Boxes that would overlap are moved down, the northern ones first.
fn laid_out(known: &[(f64, f64)]) -> Vec<Spot> {
    let least = |of: fn(&(f64, f64)) -> f64| known.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| known.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (south, north, west, east) = (least(|at| at.0), most(|at| at.0), least(|at| at.1), most(|at| at.1));
    let room = (WIDTH - BOX.0) as f64;
    // A degree of longitude is shorter than one of latitude.
    let narrow = ((south + north) / 2.0).to_radians().cos().max(0.1);
    let scale = room / ((east - west) * narrow).max(1e-6);
    let tall = ((north - south) * scale).min(2.0 * WIDTH as f64);
    let down = if north > south { tall / (north - south) } else { 0.0 };
    let place = |at: &(f64, f64)| Spot {
        x: ((at.1 - west) / (east - west).max(1e-9) * room).round() as i64,
        y: ((north - at.0) * down).round() as i64,
    };
    let mut order: Vec<usize> = (0..known.len()).collect();
    let mut spots: Vec<Spot> = known.iter().map(place).collect();
    order.sort_by_key(|n| (spots[*n].y, spots[*n].x, *n));
    for (nth, n) in order.iter().enumerate() {
        let set: Vec<Spot> = order[..nth].iter().map(|other| spots[*other]).collect();
        while let Some(other) = set.iter().find(|other| overlap(**other, spots[*n])) {
            spots[*n].y = other.y + BOX.1 + GAP;
        }
    }
    spots
}

fn overlap(one: Spot, other: Spot) -> bool {
    (one.x - other.x).abs() < BOX.0 + GAP / 2 && (one.y - other.y).abs() < BOX.1 + GAP / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn without_positions_towns_stand_in_a_grid() {
        let (spots, height) = spread(&[None, Some((30.3, 113.4)), None, None]);
        assert_eq!(spots[3], Spot { x: 0, y: BOX.1 + GAP });
        assert_eq!(height, 2 * BOX.1 + GAP);
        assert_eq!(spread(&[]), (Vec::new(), 0));
    }

    #[test]
    fn north_is_up_and_west_is_left() {
        let (spots, _) = spread(&[Some((30.2, 113.6)), Some((30.5, 113.1))]);
        assert!(spots[0].y > spots[1].y && spots[0].x > spots[1].x, "{spots:?}");
    }

    proptest! {
        #[test]
        fn no_two_boxes_overlap_and_all_are_in_the_picture(towns in prop::collection::vec((30.0..30.6f64, 113.0..113.9f64), 1..24)) {
            let positions: Vec<Option<(f64, f64)>> = towns.into_iter().map(Some).collect();
            let (spots, height) = spread(&positions);
            for (n, one) in spots.iter().enumerate() {
                prop_assert!(one.x >= 0 && one.x + BOX.0 <= WIDTH && one.y >= 0 && one.y + BOX.1 <= height);
                for other in &spots[..n] {
                    prop_assert!(!overlap(*one, *other), "{spots:?}");
                }
            }
        }
    }
}
