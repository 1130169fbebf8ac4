//! Silhouettes of vehicles, fronts to the left: a vehicle's front is at its position, its rear further along the deck.

use crate::svg::canvas::{Anchor, Face, MARGIN, Path, Svg, flow};
use crate::svg::deck::DeckVehicle;
use crate::svg::scale::count;
use crate::svg::style::{ink_class, series_class};
use crate::svg::text::wrap;

/// What a vehicle is drawn as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeckBody {
    /// A car.
    #[default]
    Car,
    /// A cab with a box behind it.
    Lorry,
    /// A cab with a bare frame behind it.
    Tractor,
}

/// How far the front of a saddled vehicle is lifted, in parts of its height: its wheel comes to stand on the frame.
pub(super) const LIFT: f64 = 0.36;

/// Names that became letters, in order of appearance.
#[derive(Default)]
pub(super) struct Key {
    names: Vec<String>,
}

impl Key {
    fn sign(&mut self, name: &str) -> String {
        let at = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        sign_at(at)
    }

    /// Draws what the letters stand for and returns the height below.
    pub(super) fn draw(&self, svg: &mut Svg, width: f64, y: f64) -> f64 {
        let room = width - 2.0 * MARGIN;
        let items: Vec<String> =
            self.names.iter().enumerate().map(|(at, name)| format!("{} = {name}", sign_at(at))).collect();
        let widths: Vec<f64> =
            items.iter().map(|item| Face::Body.width(item).min(room - 18.0) + 18.0).collect();
        let (places, rows) = flow(&widths, room);
        for (item, (x, row)) in items.iter().zip(places) {
            svg.text(Face::Body, Anchor::Start, MARGIN + x, y + 12.0 + 17.0 * count(row), item);
        }
        y + 17.0 * count(rows)
    }
}

/// Letters A to Z, then numbers.
fn sign_at(at: usize) -> String {
    u8::try_from(at)
        .ok()
        .filter(|at| *at < 26)
        .map_or_else(|| (at + 1).to_string(), |at| char::from(b'A' + at).to_string())
}

/// Silhouette, wheels and name of a vehicle standing on the ground at `at`.
pub(super) fn draw_vehicle(svg: &mut Svg, vehicle: &DeckVehicle, at: (f64, f64), per_mm: f64, key: &mut Key) {
    let width = f64::from(vehicle.length_mm.min(100_000)) * per_mm;
    let height = f64::from(vehicle.height_mm.min(6_000)) * per_mm;
    let x = at.0 + f64::from(vehicle.x_mm.min(200_000)) * per_mm;
    let y = at.1 - height;
    if width < 2.0 || height < 2.0 {
        return;
    }
    // Shapes have their fronts to the right; a saddled vehicle leans back from its lifted front.
    let lift = if vehicle.saddled { LIFT * height } else { 0.0 };
    let place =
        |(part_x, part_y): (f64, f64)| (x + width * (1.0 - part_x), y + height * part_y - lift * part_x);
    let class = series_class(vehicle.series, false);
    let (outlines, glass) = match vehicle.body {
        DeckBody::Car => car_shape(vehicle),
        DeckBody::Lorry => lorry_shape(),
        DeckBody::Tractor => tractor_shape(),
    };
    for outline in outlines {
        svg.path(&class, &shape(outline, &place));
    }
    svg.path("glass", &shape(glass, &place));
    let part = if vehicle.body == DeckBody::Car { 0.17 } else { 0.15 };
    for axle in [0.19, 0.81] {
        let (wheel_x, wheel_y) = place((axle, 1.0 - part));
        svg.circle("tyre", wheel_x, wheel_y, height * part);
    }

    let face = Face::Note;
    // Where the name stands and its part of the length: the side, the box, the door.
    let (middle, part) = match vehicle.body {
        DeckBody::Car => ((0.49, 0.56), 0.92),
        DeckBody::Lorry => ((0.36, 0.45), 0.68),
        DeckBody::Tractor => ((0.85, 0.60), 0.28),
    };
    let room = width * part - 4.0;
    let label = vehicle.label.trim();
    // A box has room for two lines, a car's side below its windows for one.
    let most = if vehicle.body == DeckBody::Lorry && height >= 44.0 { 2 } else { 1 };
    let lines = wrap(label, face.size(), room, most);
    let whole = lines.join(" ") == label.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines = if whole || label.is_empty() { lines } else { vec![key.sign(label)] };
    let (x, mut y) = place(middle);
    y += 4.0 - 6.5 * (count(lines.len()) - 1.0);
    for line in lines {
        svg.text_in(face, &ink_class(vehicle.series), Anchor::Middle, x, y, &line);
        y += 13.0;
    }
}

/// Corners of an outline in parts of length and height; a corner with a pull is reached by a curve.
type Outline = &'static [((f64, f64), Option<(f64, f64)>)];

fn shape(outline: Outline, place: &dyn Fn((f64, f64)) -> (f64, f64)) -> Path {
    let mut path = Path::new();
    for (at, (corner, pull)) in outline.iter().enumerate() {
        let (x, y) = place(*corner);
        path = match pull.map(place) {
            _ if at == 0 => path.move_to(x, y),
            Some((cx, cy)) => path.curve_to(cx, cy, x, y),
            None => path.line_to(x, y),
        };
    }
    path.close()
}

/// A saloon, or a higher and steeper body where height is more than a third of length; front to the right.
fn car_shape(vehicle: &DeckVehicle) -> (Vec<Outline>, Outline) {
    const SALOON: Outline = &[
        ((0.0, 0.84), None),
        ((0.0, 0.54), None),
        ((0.05, 0.44), Some((0.0, 0.45))),
        ((0.16, 0.42), None),
        ((0.38, 0.0), Some((0.28, 0.02))),
        ((0.55, 0.0), None),
        ((0.74, 0.42), Some((0.66, 0.03))),
        ((0.93, 0.5), None),
        ((1.0, 0.66), Some((1.0, 0.53))),
        ((1.0, 0.84), None),
    ];
    const SALOON_GLASS: Outline = &[
        ((0.23, 0.4), None),
        ((0.39, 0.08), Some((0.32, 0.09))),
        ((0.54, 0.08), None),
        ((0.68, 0.4), Some((0.63, 0.11))),
    ];
    const ESTATE: Outline = &[
        ((0.0, 0.84), None),
        ((0.0, 0.48), None),
        ((0.1, 0.0), Some((0.02, 0.03))),
        ((0.56, 0.0), None),
        ((0.74, 0.38), Some((0.66, 0.03))),
        ((0.94, 0.45), None),
        ((1.0, 0.62), Some((1.0, 0.48))),
        ((1.0, 0.84), None),
    ];
    const ESTATE_GLASS: Outline = &[
        ((0.07, 0.4), None),
        ((0.13, 0.08), Some((0.08, 0.1))),
        ((0.55, 0.08), None),
        ((0.68, 0.4), Some((0.63, 0.11))),
    ];
    if vehicle.height_mm.saturating_mul(3) > vehicle.length_mm {
        (vec![ESTATE], ESTATE_GLASS)
    } else {
        (vec![SALOON], SALOON_GLASS)
    }
}

/// A box body and a cab; front to the right.
fn lorry_shape() -> (Vec<Outline>, Outline) {
    const BODY: Outline =
        &[((0.0, 0.84), None), ((0.0, 0.0), None), ((0.72, 0.0), None), ((0.72, 0.84), None)];
    const CAB: Outline = &[
        ((0.74, 0.84), None),
        ((0.74, 0.14), None),
        ((0.92, 0.14), None),
        ((0.99, 0.5), Some((0.98, 0.16))),
        ((1.0, 0.84), None),
    ];
    const GLASS: Outline =
        &[((0.8, 0.44), None), ((0.8, 0.2), None), ((0.91, 0.2), None), ((0.96, 0.44), Some((0.95, 0.22)))];
    (vec![BODY, CAB], GLASS)
}

/// A cab and a bare frame; front to the right.
fn tractor_shape() -> (Vec<Outline>, Outline) {
    const FRAME: Outline =
        &[((0.0, 0.84), None), ((0.0, 0.7), None), ((0.7, 0.7), None), ((0.7, 0.84), None)];
    const CAB: Outline = &[
        ((0.7, 0.84), None),
        ((0.7, 0.0), None),
        ((0.9, 0.0), None),
        ((0.99, 0.45), Some((0.98, 0.03))),
        ((1.0, 0.84), None),
    ];
    const GLASS: Outline =
        &[((0.79, 0.4), None), ((0.79, 0.12), None), ((0.9, 0.12), None), ((0.96, 0.4), Some((0.95, 0.15)))];
    (vec![FRAME, CAB], GLASS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_letters_then_numbers() {
        assert_eq!([sign_at(0), sign_at(25), sign_at(26)], ["A", "Z", "27"]);
    }
}
