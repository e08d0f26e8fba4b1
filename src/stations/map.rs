//! The schematic map of a city: its towns and streets by their outlines, else by their positions, else in a tidy grid.
//! Our own SVG without style, script or foreign tiles; the page has the same in a table. Pure.

use std::fmt::Write as _;

use super::geojson::Point;

/// Width of the picture, in its own units.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 480.0;
const EDGE: f64 = 48.0;
/// Towns in a row of the grid, and how high a row is.
const ROW: usize = 6;
const ROW_HEIGHT: f64 = 72.0;

/// A town or street on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Town {
    /// Its name.
    pub name: String,
    /// A few signs under the name, such as how many stations it has.
    pub note: String,
    /// Where on the page its row is.
    pub href: String,
    /// Whether something is missing there.
    pub gap: bool,
    /// Its middle, if known.
    pub middle: Option<Point>,
    /// Its outline, if known.
    pub rings: Vec<Vec<Point>>,
}

/// The picture; `title` and `about` are what a screen reader says.
pub fn drawn(towns: &[Town], (title, about): (&str, &str)) -> String {
    let known = towns.iter().filter(|town| town.middle.is_some()).count();
    let grid = known != towns.len() || known < 2;
    let places = if grid { in_a_grid(towns) } else { on_the_ground(towns) };
    let height = if grid { ROW_HEIGHT * towns.len().div_ceil(ROW).max(1) as f64 } else { HEIGHT };
    let mut out = format!(
        "<svg class=\"map\" viewBox=\"0 0 {WIDTH} {height}\" role=\"group\" aria-labelledby=\"map-title map-about\">\
         <title id=\"map-title\">{}</title><desc id=\"map-about\">{}</desc>",
        escaped(title),
        escaped(about)
    );
    for (town, place) in towns.iter().zip(&places) {
        let class = if town.gap { "gap" } else { "full" };
        let _ = write!(out, "<a href=\"{}\"><g class=\"{class}\">", escaped(&town.href));
        if place.rings.is_empty() {
            let (x, y) = (place.at.0 - 54.0, place.at.1 - 24.0);
            let _ = write!(out, "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"108\" height=\"48\" rx=\"4\"/>");
        }
        for ring in &place.rings {
            let points: Vec<String> = ring.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
            let _ = write!(out, "<polygon points=\"{}\"/>", points.join(" "));
        }
        let (x, y) = place.at;
        let _ = write!(
            out,
            "<text x=\"{x:.1}\" y=\"{:.1}\">{}</text><text class=\"note\" x=\"{x:.1}\" y=\"{:.1}\">{}</text></g></a>",
            y - 2.0,
            escaped(&town.name),
            y + 15.0,
            escaped(&town.note)
        );
    }
    out.push_str("</svg>");
    out
}

struct Place {
    at: Point,
    rings: Vec<Vec<Point>>,
}

/// North is up; a degree of longitude is shorter than one of latitude.
fn on_the_ground(towns: &[Town]) -> Vec<Place> {
    let all =
        || towns.iter().flat_map(|town| town.middle.into_iter().chain(town.rings.iter().flatten().copied()));
    let edge = |of: fn(&Point) -> f64, pick: fn(f64, f64) -> f64, start: f64| {
        all().map(|point| of(&point)).fold(start, pick)
    };
    let (west, east) = (edge(|p| p.0, f64::min, f64::INFINITY), edge(|p| p.0, f64::max, f64::NEG_INFINITY));
    let (south, north) = (edge(|p| p.1, f64::min, f64::INFINITY), edge(|p| p.1, f64::max, f64::NEG_INFINITY));
    let shrink = f64::midpoint(south, north).to_radians().cos();
    let (wide, high) = (((east - west) * shrink).max(1e-6), (north - south).max(1e-6));
    let scale = ((WIDTH - 2.0 * EDGE) / wide).min((HEIGHT - 2.0 * EDGE) / high);
    let (left, top) = ((WIDTH - wide * scale) / 2.0, (HEIGHT - high * scale) / 2.0);
    let put = |point: Point| (left + (point.0 - west) * shrink * scale, top + (north - point.1) * scale);
    let place = |town: &Town| Place {
        at: put(town.middle.unwrap_or((west, south))),
        rings: town.rings.iter().map(|ring| ring.iter().map(|point| put(*point)).collect()).collect(),
    };
    towns.iter().map(place).collect()
}

/// Where positions are not known, the official order in rows.
fn in_a_grid(towns: &[Town]) -> Vec<Place> {
    let (wide, high) = (WIDTH / ROW as f64, ROW_HEIGHT);
    let place = |nth: usize| Place {
        at: (wide * ((nth % ROW) as f64 + 0.5), high * ((nth / ROW) as f64 + 0.5)),
        rings: Vec::new(),
    };
    (0..towns.len()).map(place).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town(name: &str, middle: Option<Point>) -> Town {
        let (note, href) = ("1 家 2 站".into(), "#a".into());
        Town { name: name.into(), note, href, gap: false, middle, rings: Vec::new() }
    }

    /// Where the texts with the names stand.
    fn at(svg: &str, name: &str) -> (f64, f64) {
        let before = svg.split(&format!(">{name}</text>")).next().unwrap();
        let tag = before.rsplit("<text").next().unwrap();
        let number = |key: &str| tag.split(key).nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
        (number(" x=\""), number(" y=\""))
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let towns = [
            town("南", Some((113.2, 30.0))),
            town("北", Some((113.2, 30.5))),
            town("东", Some((113.8, 30.2))),
        ];
        let svg = drawn(&towns, ("图", "说明"));
        assert!(at(&svg, "北").1 < at(&svg, "南").1 && at(&svg, "东").0 > at(&svg, "南").0);
        for name in ["南", "北", "东"] {
            let (x, y) = at(&svg, name);
            assert!((0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y), "{name} is in the picture");
        }
    }

    #[test]
    fn without_all_positions_it_is_a_grid_in_order() {
        let mut towns: Vec<Town> = (0..18).map(|nth| town(&format!("镇{nth:02}"), None)).collect();
        towns[3].middle = Some((113.0, 30.0));
        let svg = drawn(&towns, ("图", "说明"));
        assert!(at(&svg, "镇00").0 < at(&svg, "镇01").0 && at(&svg, "镇00").1 < at(&svg, "镇06").1);
        assert_eq!(svg.matches("<rect").count(), 18);
    }

    #[test]
    fn it_fits_a_strict_page() {
        let mut one = town("<b>\"甲\" & 镇", Some((113.0, 30.0)));
        one.gap = true;
        one.rings = vec![vec![(113.0, 30.0), (113.1, 30.0), (113.1, 30.1), (113.0, 30.0)]];
        let svg = drawn(&[one, town("乙镇", Some((113.3, 30.3)))], ("图", "说明"));
        assert!(
            svg.contains("&lt;b&gt;&quot;甲&quot; &amp; 镇")
                && svg.contains("<polygon")
                && svg.contains("class=\"gap\"")
        );
        assert!(!svg.contains("style") && !svg.contains("script") && !svg.contains("NaN"));
        assert!(drawn(&[], ("图", "说明")).ends_with("</svg>"));
    }
}
