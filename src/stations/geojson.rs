//! Positions and outlines of areas from a GeoJSON file (RFC 7946): each mistake with its feature, nothing half taken. Pure.

use serde_json::Value;

/// A point as the file has it: longitude, then latitude.
pub type Point = (f64, f64);

/// Points of a ring that are kept; a schematic map needs no more.
const MOST: usize = 60;

/// What is known of one area.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The area's name.
    pub name: String,
    /// Its middle.
    pub middle: Point,
    /// Its outline, simplified; empty for a point.
    pub rings: Vec<Vec<Point>>,
}

/// Why a feature is not taken: its number in the file, and the word of the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// From 1; 0 for the whole file.
    pub feature: usize,
    /// `file`, `name`, `kind`, `ring`, `number`, `outside`, `unknown`, `twice`.
    pub why: &'static str,
    /// What was found.
    pub found: String,
}

/// Read a file; the names of areas that are there decide which features fit.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(text: &str, names: &[&str]) -> Result<Vec<Shape>, Vec<Wrong>> {
    let whole = |found: &str| vec![Wrong { feature: 0, why: "file", found: found.to_owned() }];
    let Ok(file) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) else {
        return Err(whole(""));
    };
    let features = match (file["type"].as_str(), file["features"].as_array()) {
        (Some("FeatureCollection"), Some(features)) => features,
        (kind, _) => return Err(whole(kind.unwrap_or_default())),
    };
    let (mut shapes, mut wrong) = (Vec::<Shape>::new(), Vec::new());
    for (nth, feature) in features.iter().enumerate() {
        let refused = |(why, found): (&'static str, String)| Wrong { feature: nth + 1, why, found };
        match shape(feature) {
            Err(why) => wrong.push(refused(why)),
            Ok(shape) if !names.contains(&shape.name.as_str()) => {
                wrong.push(refused(("unknown", shape.name)))
            }
            Ok(shape) if shapes.iter().any(|other| other.name == shape.name) => {
                wrong.push(refused(("twice", shape.name)));
            }
            Ok(shape) => shapes.push(shape),
        }
    }
    if shapes.is_empty() && wrong.is_empty() {
        return Err(whole(""));
    }
    if wrong.is_empty() { Ok(shapes) } else { Err(wrong) }
}

fn shape(feature: &Value) -> Result<Shape, (&'static str, String)> {
    let name = feature["properties"]["name"].as_str().unwrap_or_default().trim().to_owned();
    if name.is_empty() {
        return Err(("name", String::new()));
    }
    let geometry = &feature["geometry"];
    let rings = match geometry["type"].as_str() {
        Some("Point") => {
            let middle = point(&geometry["coordinates"])?;
            return Ok(Shape { name, middle, rings: Vec::new() });
        }
        // The first ring is the outline, those after it are holes, which a schematic map does not have.
        Some("Polygon") => vec![ring(&geometry["coordinates"][0])?],
        Some("MultiPolygon") => {
            let parts = geometry["coordinates"].as_array().ok_or(("ring", String::new()))?;
            parts.iter().map(|part| ring(&part[0])).collect::<Result<_, _>>()?
        }
        kind => return Err(("kind", kind.unwrap_or_default().to_owned())),
    };
    let largest = rings.iter().max_by(|a, b| area(a).total_cmp(&area(b))).ok_or(("ring", String::new()))?;
    let middle = middle(largest);
    Ok(Shape { name, middle, rings: rings.iter().map(|ring| simplified(ring)).collect() })
}

fn point(value: &Value) -> Result<Point, (&'static str, String)> {
    let number = |nth: usize| value[nth].as_f64().ok_or_else(|| ("number", value.to_string()));
    let found = (number(0)?, number(1)?);
    // Within China, so that latitude and longitude are not exchanged unseen.
    if (73.0..=136.0).contains(&found.0) && (3.0..=54.0).contains(&found.1) {
        Ok(found)
    } else {
        Err(("outside", format!("{}, {}", found.0, found.1)))
    }
}

fn ring(value: &Value) -> Result<Vec<Point>, (&'static str, String)> {
    let points = value.as_array().ok_or(("ring", String::new()))?;
    let points: Vec<Point> = points.iter().map(point).collect::<Result<_, _>>()?;
    if points.len() < 4 || points.first() != points.last() {
        return Err(("ring", points.len().to_string()));
    }
    Ok(points)
}

/// Twice the area, without its sign.
fn area(ring: &[Point]) -> f64 {
    ring.windows(2).map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1).sum::<f64>().abs()
}

fn middle(ring: &[Point]) -> Point {
    let edge = |of: fn(&Point) -> f64| {
        let all = || ring.iter().map(of);
        f64::midpoint(all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    };
    (edge(|it| it.0), edge(|it| it.1))
}

/// The ring with at most [`MOST`] points (Douglas and Peucker, the tolerance doubled until it fits).
fn simplified(ring: &[Point]) -> Vec<Point> {
    let mut kept = ring.to_vec();
    let mut tolerance = 1e-5;
    while kept.len() > MOST {
        kept = thinned(ring, tolerance);
        tolerance *= 2.0;
    }
    if kept.len() < 4 {
        ring.iter().step_by(ring.len().div_ceil(MOST).max(1)).copied().collect()
    } else {
        kept
    }
}

fn thinned(ring: &[Point], tolerance: f64) -> Vec<Point> {
    let mut keep = vec![false; ring.len()];
    // A closed ring has no two ends: it is cut where it is farthest from its first point.
    let far = (0..ring.len()).max_by(|a, b| apart(ring[0], ring[*a]).total_cmp(&apart(ring[0], ring[*b])));
    let far = far.unwrap_or(0);
    let mut spans = vec![(0, far), (far, ring.len() - 1)];
    for (from, to) in &spans {
        keep[*from] = true;
        keep[*to] = true;
    }
    while let Some((from, to)) = spans.pop() {
        let off = |nth: usize| off_line(ring[nth], ring[from], ring[to]);
        let Some(farthest) = (from + 1..to).max_by(|a, b| off(*a).total_cmp(&off(*b))) else { continue };
        if off(farthest) > tolerance {
            keep[farthest] = true;
            spans.extend([(from, farthest), (farthest, to)]);
        }
    }
    ring.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

fn apart(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

fn off_line(at: Point, from: Point, to: Point) -> f64 {
    let length = apart(from, to);
    if length == 0.0 {
        return apart(at, from);
    }
    ((to.0 - from.0) * (from.1 - at.1) - (from.0 - at.0) * (to.1 - from.1)).abs() / length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(features: &str) -> String {
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}")
    }

    fn feature(name: &str, geometry: &str) -> String {
        format!("{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\"}},\"geometry\":{geometry}}}")
    }

    const SQUARE: &str = "{\"type\":\"Polygon\",\"coordinates\":[[[113.0,30.0],[113.2,30.0],[113.2,30.2],[113.0,30.2],[113.0,30.0]]]}";

    #[test]
    fn points_and_outlines_are_read() {
        let text = file(
            &[feature("甲镇", SQUARE), feature("乙村", "{\"type\":\"Point\",\"coordinates\":[113.5,30.4]}")]
                .join(","),
        );
        let shapes = read(&format!("\u{feff}{text}"), &["甲镇", "乙村"]).unwrap();
        assert!((shapes[0].middle.0 - 113.1).abs() < 1e-9 && (shapes[0].middle.1 - 30.1).abs() < 1e-9);
        assert_eq!(shapes[0].rings[0].len(), 5);
        assert_eq!((shapes[1].middle, shapes[1].rings.len()), ((113.5, 30.4), 0));
    }

    #[test]
    fn each_mistake_is_named_with_its_feature() {
        for (text, feature, why) in [
            ("{".to_owned(), 0, "file"),
            ("{\"type\":\"Feature\"}".to_owned(), 0, "file"),
            (file(""), 0, "file"),
            (file(&super::tests::feature("", SQUARE)), 1, "name"),
            (file(&super::tests::feature("丙镇", SQUARE)), 1, "unknown"),
            (
                file(
                    &[super::tests::feature("甲镇", SQUARE), super::tests::feature("甲镇", SQUARE)].join(","),
                ),
                2,
                "twice",
            ),
            (file(&super::tests::feature("甲镇", "{\"type\":\"LineString\",\"coordinates\":[]}")), 1, "kind"),
            (file(&super::tests::feature("甲镇", "null")), 1, "kind"),
            (
                file(&super::tests::feature("甲镇", "{\"type\":\"Point\",\"coordinates\":[30.4,113.5]}")),
                1,
                "outside",
            ),
            (
                file(&super::tests::feature("甲镇", "{\"type\":\"Point\",\"coordinates\":[\"x\"]}")),
                1,
                "number",
            ),
            (
                file(&super::tests::feature(
                    "甲镇",
                    "{\"type\":\"Polygon\",\"coordinates\":[[[113.0,30.0],[113.2,30.0]]]}",
                )),
                1,
                "ring",
            ),
            (
                file(&super::tests::feature("甲镇", "{\"type\":\"MultiPolygon\",\"coordinates\":[]}")),
                1,
                "ring",
            ),
        ] {
            let wrong = read(&text, &["甲镇"]).unwrap_err();
            assert_eq!((wrong[0].feature, wrong[0].why), (feature, why), "{text}");
        }
    }

    #[test]
    fn a_long_outline_is_simplified_and_keeps_its_shape() {
        let round: Vec<String> = (0..=2000)
            .map(|nth| {
                let turn = f64::from(nth % 2000) / 2000.0 * std::f64::consts::TAU;
                format!("[{:.9},{:.9}]", 113.0 + 0.1 * turn.cos(), 30.0 + 0.1 * turn.sin())
            })
            .collect();
        let geometry = format!("{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}", round.join(","));
        let shape = read(&file(&feature("甲镇", &geometry)), &["甲镇"]).unwrap().remove(0);
        let ring = &shape.rings[0];
        assert!((12..=MOST).contains(&ring.len()), "{}", ring.len());
        assert_eq!(ring.first(), ring.last());
        let circle = std::f64::consts::PI * 0.02;
        assert!((area(ring) / circle - 1.0).abs() < 0.05, "{}", area(ring) / circle);
    }
}
