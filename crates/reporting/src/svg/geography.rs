//! The land, water and boundary lines that ship with the crate.

use crate::svg::placing::Area;

/// What a line of the map data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    /// A closed ring of land.
    Land,
    /// A closed ring of water within land.
    Water,
    /// A boundary between two states, as Natural Earth draws it.
    Border,
}

/// The data file; its format is described in its first lines and its origin in `NOTICE.md` beside it.
const DATA: &str = include_str!("../../assets/natural-earth.txt");

/// All lines of the data file as `(lon, lat)` points in degrees, in file order.
pub(crate) fn features() -> impl Iterator<Item = (Feature, Vec<(f64, f64)>)> {
    DATA.lines().filter_map(|line| {
        let (kind, points) = line.split_once(' ')?;
        let feature = match kind {
            "land" => Feature::Land,
            "water" => Feature::Water,
            "border" => Feature::Border,
            _ => return None,
        };
        let points = points.split(' ').filter_map(|pair| {
            let (lon, lat) = pair.split_once(',')?;
            Some((lon.parse().ok()?, lat.parse().ok()?))
        });
        Some((feature, points.collect()))
    })
}

/// Cuts a closed ring to an area (Sutherland and Hodgman, 1974); the cut runs along the area's edges.
pub(crate) fn clip_ring(ring: &[(f64, f64)], area: &Area) -> Vec<(f64, f64)> {
    let mut points = ring.to_vec();
    // Each edge as the signed distance of a point inside it.
    let edges: [&dyn Fn((f64, f64)) -> f64; 4] = [
        &|point| point.0 - area.x,
        &|point| area.x + area.width - point.0,
        &|point| point.1 - area.y,
        &|point| area.y + area.height - point.1,
    ];
    for depth in edges {
        let mut kept = Vec::with_capacity(points.len());
        let Some(mut before) = points.last().copied() else { break };
        for here in points {
            let (from, to) = (depth(before), depth(here));
            if (from >= 0.0) != (to >= 0.0) {
                let part = from / (from - to);
                kept.push((before.0 + part * (here.0 - before.0), before.1 + part * (here.1 - before.1)));
            }
            if to >= 0.0 {
                kept.push(here);
            }
            before = here;
        }
        points = kept;
    }
    points
}

/// Drops points nearer than `least` to the one kept before; the ends stay.
pub(crate) fn thin(points: &[(f64, f64)], least: f64) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::with_capacity(points.len());
    for (at, point) in points.iter().enumerate() {
        let near = kept.last().is_some_and(|last| {
            let (dx, dy) = (point.0 - last.0, point.1 - last.1);
            dx * dx + dy * dy < least * least
        });
        if !near || at + 1 == points.len() {
            kept.push(*point);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_file_is_well_formed() {
        assert!(DATA.len() < 80_000);
        let all: Vec<_> = features().collect();
        let lines = DATA.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(all.len(), lines);
        for (feature, points) in all {
            assert!(points.len() >= 2);
            if feature != Feature::Border {
                assert_eq!(points.first(), points.last());
            }
            for (lon, lat) in points {
                assert!((33.0..=137.0).contains(&lon) && (13.0..=58.0).contains(&lat), "{lon} {lat}");
            }
        }
    }

    /// Even-odd rule over all rings, as the drawing fills them.
    fn on_land(lon: f64, lat: f64) -> bool {
        let mut inside = false;
        for (feature, ring) in features() {
            if feature == Feature::Border {
                continue;
            }
            for pair in ring.windows(2) {
                let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
                if (ay > lat) != (by > lat) && lon < ax + (lat - ay) / (by - ay) * (bx - ax) {
                    inside = !inside;
                }
            }
        }
        inside
    }

    #[test]
    fn cities_are_on_land_and_seas_are_not() {
        for (lon, lat) in [(106.56, 29.56), (69.22, 41.26), (71.45, 51.18), (58.38, 37.95)] {
            assert!(on_land(lon, lat), "{lon} {lat}");
        }
        for (lon, lat) in [(50.5, 42.0), (58.6, 45.0), (123.0, 35.0), (65.0, 20.0), (77.2, 46.5)] {
            assert!(!on_land(lon, lat), "{lon} {lat}");
        }
    }

    #[test]
    fn clipping_and_thinning() {
        let area = Area { x: 0.0, y: 0.0, width: 10.0, height: 10.0 };
        let ring = [(-5.0, 5.0), (5.0, 5.0), (5.0, 20.0), (-5.0, 20.0)];
        let cut = clip_ring(&ring, &area);
        assert!(cut.iter().all(|(x, y)| (0.0..=10.0).contains(x) && (0.0..=10.0).contains(y)));
        assert!(cut.len() >= 4);
        assert!(clip_ring(&[(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)], &area).is_empty());
        assert_eq!(thin(&[(0.0, 0.0), (0.1, 0.0), (5.0, 0.0), (5.1, 0.0)], 1.0).len(), 3);
    }
}
