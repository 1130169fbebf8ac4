//! The ground of a map: which part of the Earth it shows, land, boundaries and a scale bar.

use crate::svg::canvas::{Anchor, Face, Path, Svg};
use crate::svg::geography::{Feature, clip_ring, features, thin};
use crate::svg::placing::{Area, Placer};
use crate::svg::projection::Albers;

/// The largest picture the map data fills, in projected kilometres: half its width.
const HALF_WIDTH_KM: f64 = 3640.0;
/// No map shows less than this much from left to right.
const LEAST_WIDTH_KM: f64 = 600.0;

/// From projected kilometres to the drawing.
pub(crate) struct View {
    albers: Albers,
    west: f64,
    north: f64,
    per_km: f64,
    left: f64,
    top: f64,
}

impl View {
    /// The view that shows all points, `None` if there are none; points are `(lat, lon)`.
    pub(crate) fn around(points: &[(f64, f64)], frame: &Area) -> Option<Self> {
        let albers = Albers::eurasian_corridor();
        let mut bounds: Option<[f64; 4]> = None;
        for (x, y) in points.iter().map(|(lat, lon)| albers.project(*lat, *lon)) {
            let [west, east, south, north] = bounds.unwrap_or([x, x, y, y]);
            bounds = Some([west.min(x), east.max(x), south.min(y), north.max(y)]);
        }
        let [west, east, south, north] = bounds?;
        let aspect = frame.width / frame.height;
        let width = ((east - west) * 1.22).max((north - south) * 1.3 * aspect);
        let width = width.clamp(LEAST_WIDTH_KM, 2.0 * HALF_WIDTH_KM);
        let half = (width / 2.0, width / aspect / 2.0);
        let limit = ((HALF_WIDTH_KM - half.0).max(0.0), (HALF_WIDTH_KM / aspect - half.1).max(0.0));
        let x = f64::midpoint(west, east).clamp(-limit.0, limit.0);
        let y = f64::midpoint(south, north).clamp(-limit.1, limit.1);
        Some(Self {
            albers,
            west: x - half.0,
            north: y + half.1,
            per_km: frame.width / width,
            left: frame.x,
            top: frame.y,
        })
    }

    /// Where a point of the Earth is in the drawing.
    pub(crate) fn at(&self, lat: f64, lon: f64) -> (f64, f64) {
        let (x, y) = self.albers.project(lat, lon);
        (self.left + (x - self.west) * self.per_km, self.top + (self.north - y) * self.per_km)
    }
}

/// Whether a `(lat, lon)` is one.
pub(crate) fn on_earth(point: (f64, f64)) -> bool {
    (-90.0..=90.0).contains(&point.0) && (-180.0..=180.0).contains(&point.1)
}

/// Land with its waters cut out, then boundaries.
pub(crate) fn draw_ground(svg: &mut Svg, view: &View, frame: &Area) {
    // Edges that the cut adds stay outside the window.
    let area =
        Area { x: frame.x - 6.0, y: frame.y - 6.0, width: frame.width + 12.0, height: frame.height + 12.0 };
    let mut land = Path::new();
    let mut borders = Vec::new();
    for (feature, points) in features() {
        let mut points: Vec<(f64, f64)> = points.iter().map(|(lon, lat)| view.at(*lat, *lon)).collect();
        if feature == Feature::Border {
            if points.iter().any(|(x, y)| {
                *x > area.x && *x < area.x + area.width && *y > area.y && *y < area.y + area.height
            }) {
                borders.push(Path::new().through(&thin(&points, 1.2), false));
            }
        } else {
            points = thin(&clip_ring(&points, &area), 1.2);
            if points.len() > 2 {
                land = land.through(&points, true);
            }
        }
    }
    svg.path("land", &land);
    for border in &borders {
        svg.path("border", border);
    }
}

/// A bar of a round length, true along the middle of the map.
pub(crate) fn draw_scale_bar(svg: &mut Svg, view: &View, frame: &Area, placer: &mut Placer) {
    let lengths = [(1000.0, "1000 km"), (500.0, "500 km"), (200.0, "200 km"), (100.0, "100 km")];
    let (km, label) =
        lengths.into_iter().find(|(km, _)| km * view.per_km <= 160.0).unwrap_or((50.0, "50 km"));
    let (x, y) = (frame.x + 14.0, frame.y + frame.height - 14.0);
    let end = x + km * view.per_km;
    svg.path("line", &Path::new().through(&[(x, y - 5.0), (x, y), (end, y), (end, y - 5.0)], false));
    svg.text(Face::Note, Anchor::Middle, f64::midpoint(x, end), y - 5.0, label);
    placer.take(Area { x: x - 6.0, y: y - 22.0, width: end - x + 12.0, height: 30.0 });
}
