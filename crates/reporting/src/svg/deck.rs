//! Deck drawings: which vehicle stands where on a wagon, to scale in both directions.

use crate::svg::canvas::{Anchor, Face, MARGIN, Path, Svg, flow, no_data};
use crate::svg::scale::{count, grouped_whole};
use crate::svg::style::{ink_class, series_class};
use crate::svg::text::wrap;

const WIDTH: f64 = 1000.0;
const LABEL_ROOM: f64 = 110.0;
/// From this height on a vehicle is drawn as a lorry.
const LORRY_MM: u32 = 2_100;
/// Thickness of a deck, drawn under each.
const FLOOR_MM: f64 = 110.0;
const WHEEL_MM: f64 = 420.0;

/// A vehicle on a deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckVehicle {
    /// Its name; one that is too long for the drawing becomes a letter with a key below.
    pub label: String,
    /// Where it starts, from the left end of the deck.
    pub x_mm: u32,
    /// Its length.
    pub length_mm: u32,
    /// Its height.
    pub height_mm: u32,
    /// Colour, one of eight.
    pub series: usize,
}

/// A deck of the wagon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckRow {
    /// Its name, at the left.
    pub label: String,
    /// Its loading length.
    pub length_mm: u32,
    /// Its clear height.
    pub height_mm: u32,
    /// What stands on it.
    pub vehicles: Vec<DeckVehicle>,
    /// The length still free, printed as given and drawn at the right end.
    pub free_mm: u32,
}

/// A wagon with its decks, uppermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeckDrawing {
    /// Title, drawn above the wagon.
    pub title: String,
    /// Description for readers who do not see the picture.
    pub desc: String,
    /// Unit behind the lengths, such as "mm".
    pub unit_label: String,
    /// Decks from top to bottom.
    pub decks: Vec<DeckRow>,
}

/// Names that became letters, in order of appearance.
#[derive(Default)]
struct Key {
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
}

/// Letters A to Z, then numbers.
fn sign_at(at: usize) -> String {
    u8::try_from(at)
        .ok()
        .filter(|at| *at < 26)
        .map_or_else(|| (at + 1).to_string(), |at| char::from(b'A' + at).to_string())
}

impl DeckDrawing {
    /// Draws the wagon.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let longest = self.decks.iter().map(|deck| deck.length_mm).max().unwrap_or(0);
        if longest == 0 {
            return no_data(&self.title, &self.desc);
        }
        let mut svg = Svg::new(WIDTH, 0.0, &self.title, &self.desc);
        let top = svg.heading() + 6.0;
        let labels: Vec<Vec<String>> =
            self.decks.iter().map(|deck| wrap(&deck.label, Face::Body.size(), LABEL_ROOM, 3)).collect();
        let label_width = labels.iter().flatten().map(|line| Face::Body.width(line)).fold(30.0, f64::max);
        let left = MARGIN + label_width + 14.0;
        let per_mm = (WIDTH - MARGIN - 6.0 - left) / f64::from(longest);
        let width = f64::from(longest) * per_mm;

        let floor = (FLOOR_MM * per_mm).max(2.0);
        let heights: Vec<f64> = self.decks.iter().map(|deck| deck_height(deck) * per_mm).collect();
        let body = heights.iter().sum::<f64>() + floor * count(self.decks.len());
        draw_wagon(&mut svg, (left, top), (width, body), per_mm);

        let mut key = Key::default();
        let mut y = top;
        for ((deck, height), label) in self.decks.iter().zip(&heights).zip(&labels) {
            let ground = y + height;
            let mut line = y + height / 2.0 + 4.0 - 7.5 * (count(label.len()) - 1.0);
            for part in label {
                svg.text(Face::Body, Anchor::End, left - 12.0, line, part);
                line += 15.0;
            }
            draw_free(&mut svg, deck, left, (y, ground), per_mm);
            svg.rect("solid", left, ground, f64::from(deck.length_mm) * per_mm, floor, 0.0);
            for vehicle in &deck.vehicles {
                draw_vehicle(&mut svg, vehicle, (left, ground), per_mm, &mut key);
            }
            y = ground + floor;
        }

        let mut y = top + body + 2.0 * WHEEL_MM * per_mm + 18.0;
        for deck in &self.decks {
            y = self.draw_lengths(&mut svg, deck, left, y, per_mm);
        }
        y = draw_key(&mut svg, &key, y + 4.0);
        svg.set_height(y + 4.0);
        svg.finish()
    }

    /// Dimension lines of the used and the free length of a deck; returns the height below them.
    fn draw_lengths(&self, svg: &mut Svg, deck: &DeckRow, left: f64, y: f64, per_mm: f64) -> f64 {
        let free = deck.free_mm.min(deck.length_mm);
        let used = deck.length_mm - free;
        let middle = left + f64::from(used) * per_mm;
        let end = left + f64::from(deck.length_mm) * per_mm;
        let length = |mm: u32| format!("{} {}", grouped_whole(mm), self.unit_label).trim().to_owned();
        let text = format!("{} used, {} free", length(used), length(deck.free_mm));
        svg.text(Face::Note, Anchor::End, left - 12.0, y + 4.0, &deck.label);
        for x in [left, middle, end] {
            svg.line("line", x, y - 5.0, x, y + 5.0);
        }
        svg.line("line", left, y, middle, y);
        svg.line("dash", middle, y, end, y);
        svg.text(Face::Value, Anchor::Middle, f64::midpoint(left, end), y + 16.0, &text);
        y + 32.0
    }
}

/// The clear height, or the highest vehicle where that is more or the height is unknown.
fn deck_height(deck: &DeckRow) -> f64 {
    let highest = deck.vehicles.iter().map(|vehicle| vehicle.height_mm).max().unwrap_or(0);
    f64::from(deck.height_mm.max(highest).clamp(600, 6_000))
}

/// Outline, bogies and rail.
fn draw_wagon(svg: &mut Svg, at: (f64, f64), size: (f64, f64), per_mm: f64) {
    let ((x, y), (width, height)) = (at, size);
    svg.rect("frame", x - 5.0, y - 4.0, width + 10.0, height + 6.0, 6.0);
    svg.rect("band", x - 5.0, y - 4.0, width + 10.0, height + 6.0, 6.0);
    let radius = WHEEL_MM * per_mm;
    let axle = y + height + 2.0 + radius;
    for middle in [x + width * 0.14, x + width * 0.86] {
        for offset in [-0.9, 0.9] {
            let wheel = middle + offset * 1000.0 * per_mm;
            svg.circle("tyre", wheel, axle, radius);
        }
    }
    svg.line("axis", x - 5.0, axle + radius, x + width + 5.0, axle + radius);
}

/// The free length as an empty, dashed field.
fn draw_free(svg: &mut Svg, deck: &DeckRow, left: f64, span: (f64, f64), per_mm: f64) {
    let free = f64::from(deck.free_mm.min(deck.length_mm)) * per_mm;
    if free >= 2.0 {
        let end = left + f64::from(deck.length_mm) * per_mm;
        svg.rect("dash", end - free, span.0 + 2.0, free, span.1 - span.0 - 2.0, 0.0);
    }
}

/// Silhouette, wheels and name of a vehicle standing on the ground at `at`.
fn draw_vehicle(svg: &mut Svg, vehicle: &DeckVehicle, at: (f64, f64), per_mm: f64, key: &mut Key) {
    let width = f64::from(vehicle.length_mm.min(100_000)) * per_mm;
    let height = f64::from(vehicle.height_mm.min(6_000)) * per_mm;
    let x = at.0 + f64::from(vehicle.x_mm.min(200_000)) * per_mm;
    let y = at.1 - height;
    if width < 2.0 || height < 2.0 {
        return;
    }
    let place = |(part_x, part_y): (f64, f64)| (x + width * part_x, y + height * part_y);
    let class = series_class(vehicle.series, false);
    let lorry = vehicle.height_mm >= LORRY_MM;
    let (outlines, glass) = if lorry { lorry_shape() } else { car_shape(vehicle) };
    for outline in outlines {
        svg.path(&class, &shape(outline, &place));
    }
    svg.path("glass", &shape(glass, &place));
    let radius = height * if lorry { 0.15 } else { 0.17 };
    for part in [0.19, 0.81] {
        svg.circle("tyre", x + width * part, at.1 - radius, radius);
    }

    let face = Face::Note;
    let room = width * if lorry { 0.68 } else { 0.92 };
    let label = vehicle.label.trim();
    let text = if face.width(label) <= room { label.to_owned() } else { key.sign(label) };
    let middle = place(if lorry { (0.36, 0.45) } else { (0.49, 0.56) });
    svg.text_in(face, &ink_class(vehicle.series), Anchor::Middle, middle.0, middle.1 + 4.0, &text);
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

fn draw_key(svg: &mut Svg, key: &Key, y: f64) -> f64 {
    let room = WIDTH - 2.0 * MARGIN;
    let items: Vec<String> =
        key.names.iter().enumerate().map(|(at, name)| format!("{} = {name}", sign_at(at))).collect();
    let widths: Vec<f64> = items.iter().map(|item| Face::Body.width(item).min(room - 18.0) + 18.0).collect();
    let (places, rows) = flow(&widths, room);
    for (item, (x, row)) in items.iter().zip(places) {
        svg.text(Face::Body, Anchor::Start, MARGIN + x, y + 12.0 + 17.0 * count(row), item);
    }
    y + 17.0 * count(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::check::check_drawing;

    fn vehicle(label: &str, x_mm: u32, length_mm: u32, height_mm: u32) -> DeckVehicle {
        DeckVehicle { label: label.to_owned(), x_mm, length_mm, height_mm, series: 1 }
    }

    fn wagon() -> DeckDrawing {
        DeckDrawing {
            title: "JSQ6".to_owned(),
            desc: "Two decks".to_owned(),
            unit_label: "mm".to_owned(),
            decks: vec![
                DeckRow {
                    label: "upper".to_owned(),
                    length_mm: 25_000,
                    height_mm: 1_800,
                    vehicles: vec![
                        vehicle("UNI-V", 100, 4_680, 1_430),
                        vehicle(&"a very long name ".repeat(5), 4_900, 4_500, 1_680),
                    ],
                    free_mm: 15_600,
                },
                DeckRow {
                    label: "lower".to_owned(),
                    length_mm: 25_000,
                    height_mm: 1_950,
                    vehicles: vec![vehicle("lorry", 0, 6_000, 2_200)],
                    free_mm: 19_000,
                },
            ],
        }
    }

    #[test]
    fn a_wagon_is_well_formed_and_the_same_twice() {
        let out = wagon().to_svg();
        check_drawing(&out);
        assert_eq!(out, wagon().to_svg());
        assert!(out.contains("9\u{a0}400 mm used, 15\u{a0}600 mm free"));
        assert!(out.contains(">A</text>") && out.contains(">A = a very long name"));
    }

    #[test]
    fn odd_input_does_not_panic() {
        assert!(DeckDrawing::default().to_svg().contains(">no data<"));
        let mut odd = wagon();
        odd.decks[0].free_mm = u32::MAX;
        odd.decks[0].height_mm = u32::MAX;
        odd.decks[0].label = "deck ".repeat(100);
        odd.decks[1].vehicles[0] = vehicle("", u32::MAX, u32::MAX, u32::MAX);
        check_drawing(&odd.to_svg());
        odd.decks[0].length_mm = u32::MAX;
        odd.decks[1].length_mm = 0;
        check_drawing(&odd.to_svg());
    }

    #[test]
    fn signs_are_letters_then_numbers() {
        assert_eq!([sign_at(0), sign_at(25), sign_at(26)], ["A", "Z", "27"]);
    }
}
