//! Deck drawings: which vehicle stands where on a wagon, to scale in both directions.

use crate::svg::canvas::{Anchor, Face, MARGIN, Path, Svg, no_data};
use crate::svg::scale::count;
use crate::svg::silhouette::{DeckBody, Key, LIFT, draw_vehicle};
use crate::svg::text::wrap;

const WIDTH: f64 = 1000.0;
const LABEL_ROOM: f64 = 110.0;
/// Thickness of a deck, drawn under each.
const FLOOR_MM: f64 = 110.0;
const WHEEL_MM: f64 = 420.0;
/// Drawn for a unit of at least this length, so that a short one does not fill the picture with two cars.
const SHORTEST_MM: u32 = 14_000;

/// A vehicle on a deck, its front to the left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeckVehicle {
    /// Its name; one that is too long for the drawing becomes a letter with a key below.
    pub label: String,
    /// Where its front is, from the left end of the deck.
    pub x_mm: u32,
    /// Its length.
    pub length_mm: u32,
    /// Its height.
    pub height_mm: u32,
    /// Colour, one of eight.
    pub series: usize,
    /// What it is drawn as.
    pub body: DeckBody,
    /// Whether its front stands on the frame of the vehicle before it.
    pub saddled: bool,
}

/// A part of a deck with less clear height, drawn hatched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeckLow {
    /// Where it begins.
    pub from_mm: u32,
    /// Where it ends.
    pub to_mm: u32,
    /// Its clear height.
    pub height_mm: u32,
}

/// A deck of the wagon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeckRow {
    /// Its name, at the left.
    pub label: String,
    /// Its loading length.
    pub length_mm: u32,
    /// Its clear height.
    pub height_mm: u32,
    /// Parts with less.
    pub low: Vec<DeckLow>,
    /// What stands on it.
    pub vehicles: Vec<DeckVehicle>,
    /// Printed below its dimension line: lengths and masses in words.
    pub note: String,
}

/// What a unit stands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeckWheels {
    /// Two bogies on rails, so far apart; where that is not known, near the ends.
    Bogies(Option<u32>),
    /// Wheels of a road carrier.
    Road,
    /// Nothing: a container or a ship.
    #[default]
    None,
}

/// A wagon with its decks, uppermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeckDrawing {
    /// Title, drawn above the wagon.
    pub title: String,
    /// Description for readers who do not see the picture.
    pub desc: String,
    /// Decks from top to bottom.
    pub decks: Vec<DeckRow>,
    /// What it stands on.
    pub wheels: DeckWheels,
    /// Printed below: masses of the unit in words.
    pub note: String,
}

/// Several wagons on one sheet, with one key for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeckSheet {
    /// Title of the sheet.
    pub title: String,
    /// Description for readers who do not see the picture.
    pub desc: String,
    /// The wagons from top to bottom.
    pub drawings: Vec<DeckDrawing>,
}

impl DeckSheet {
    /// Draws the sheet.
    #[must_use]
    pub fn to_svg(&self) -> String {
        if self.drawings.iter().all(|drawing| drawing.longest() == 0) {
            return no_data(&self.title, &self.desc);
        }
        let mut svg = Svg::new(WIDTH, 0.0, &self.title, &self.desc);
        let (mut key, mut y) = (Key::default(), svg.heading());
        for drawing in self.drawings.iter().filter(|drawing| drawing.longest() > 0) {
            for line in wrap(&drawing.title, Face::Value.size(), WIDTH - 2.0 * MARGIN, 2) {
                svg.text(Face::Value, Anchor::Start, MARGIN, y + 14.0, &line);
                y += 18.0;
            }
            y = drawing.draw(&mut svg, y + 8.0, &mut key) + 16.0;
        }
        y = key.draw(&mut svg, WIDTH, y);
        svg.set_height(y + 4.0);
        svg.finish()
    }
}

impl DeckDrawing {
    /// Draws the wagon.
    #[must_use]
    pub fn to_svg(&self) -> String {
        if self.longest() == 0 {
            return no_data(&self.title, &self.desc);
        }
        let mut svg = Svg::new(WIDTH, 0.0, &self.title, &self.desc);
        let top = svg.heading() + 6.0;
        let mut key = Key::default();
        let y = self.draw(&mut svg, top, &mut key);
        let y = key.draw(&mut svg, WIDTH, y + 4.0);
        svg.set_height(y + 4.0);
        svg.finish()
    }

    fn longest(&self) -> u32 {
        self.decks.iter().map(|deck| deck.length_mm).max().unwrap_or(0)
    }

    /// Draws wagon, dimension lines and note below `top`; returns the height below them.
    fn draw(&self, svg: &mut Svg, top: f64, key: &mut Key) -> f64 {
        let longest = self.longest();
        let labels: Vec<Vec<String>> =
            self.decks.iter().map(|deck| wrap(&deck.label, Face::Body.size(), LABEL_ROOM, 3)).collect();
        let label_width = labels.iter().flatten().map(|line| Face::Body.width(line)).fold(30.0, f64::max);
        let left = MARGIN + label_width + 14.0;
        let per_mm = (WIDTH - MARGIN - 6.0 - left) / f64::from(longest.max(SHORTEST_MM));
        let width = f64::from(longest) * per_mm;

        let floor = (FLOOR_MM * per_mm).max(2.0);
        let heights: Vec<f64> = self.decks.iter().map(|deck| deck_height(deck) * per_mm).collect();
        let body = heights.iter().sum::<f64>() + floor * count(self.decks.len());
        svg.rect("frame", left - 5.0, top - 4.0, width + 10.0, body + 6.0, 6.0);
        svg.rect("band", left - 5.0, top - 4.0, width + 10.0, body + 6.0, 6.0);
        let mut below = self.draw_wheels(svg, (left, top), (width, body), per_mm) + 18.0;

        let mut y = top;
        for ((deck, height), label) in self.decks.iter().zip(&heights).zip(&labels) {
            let ground = y + height;
            let mut line = y + height / 2.0 + 4.0 - 7.5 * (count(label.len()) - 1.0);
            for part in label {
                svg.text(Face::Body, Anchor::End, left - 12.0, line, part);
                line += 15.0;
            }
            draw_free(svg, deck, left, (y, ground), per_mm);
            draw_low(svg, deck, left, ground, per_mm);
            svg.rect("solid", left, ground, f64::from(deck.length_mm) * per_mm, floor, 0.0);
            // From the rear, so that a cab hides the front that stands on the frame behind it.
            for vehicle in deck.vehicles.iter().rev() {
                draw_vehicle(svg, vehicle, (left, ground), per_mm, key);
            }
            y = ground + floor;
        }
        for deck in &self.decks {
            below = draw_lengths(svg, deck, left, below, per_mm);
        }
        if !self.note.is_empty() {
            svg.text(Face::Body, Anchor::Start, left, below + 8.0, &self.note);
            below += 20.0;
        }
        below
    }

    /// Wheels and what they run on; returns the height below them.
    fn draw_wheels(&self, svg: &mut Svg, at: (f64, f64), size: (f64, f64), per_mm: f64) -> f64 {
        let ((x, y), (width, height)) = (at, size);
        let radius = WHEEL_MM * per_mm;
        let bottom = y + height + 2.0;
        let wheels: Vec<f64> = match self.wheels {
            DeckWheels::None => return bottom + 6.0,
            DeckWheels::Bogies(apart) => {
                let half =
                    apart.map_or(width * 0.36, |apart| f64::from(apart) * per_mm / 2.0).min(width / 2.0);
                let middle = x + width / 2.0;
                [-half, half]
                    .iter()
                    .flat_map(|end| [-0.9, 0.9].map(|axle| middle + end + axle * 1000.0 * per_mm))
                    .collect()
            }
            DeckWheels::Road => {
                let step = 1_300.0 * per_mm;
                let (front, rear) = (x + width * 0.06, x + width * 0.72);
                vec![front, front + 3.0 * step, rear, rear + step, rear + 2.0 * step]
            }
        };
        let axle = bottom + radius;
        for wheel in wheels {
            svg.circle("tyre", wheel, axle, radius);
        }
        svg.line("axis", x - 5.0, axle + radius, x + width + 5.0, axle + radius);
        axle + radius
    }
}

/// The clear height, or what stands highest where that is more or the height is unknown.
fn deck_height(deck: &DeckRow) -> f64 {
    let top = |vehicle: &DeckVehicle| {
        let height = f64::from(vehicle.height_mm.min(6_000));
        if vehicle.saddled { height * (1.0 + LIFT) } else { height }
    };
    let highest = deck.vehicles.iter().map(top).fold(0.0, f64::max);
    f64::from(deck.height_mm).max(highest).clamp(600.0, 7_500.0)
}

/// What is free before the first and behind the last vehicle, as empty, dashed fields.
fn draw_free(svg: &mut Svg, deck: &DeckRow, left: f64, span: (f64, f64), per_mm: f64) {
    let front = deck.vehicles.iter().map(|vehicle| vehicle.x_mm).min().unwrap_or(0);
    let rear = rear_of(deck).min(deck.length_mm);
    for (from, to) in [(0, front.min(deck.length_mm)), (rear, deck.length_mm)] {
        let width = f64::from(to - from) * per_mm;
        if width >= 2.0 {
            let x = left + f64::from(from) * per_mm;
            svg.rect("dash", x, span.0 + 2.0, width, span.1 - span.0 - 2.0, 0.0);
        }
    }
}

fn rear_of(deck: &DeckRow) -> u32 {
    deck.vehicles.iter().map(|vehicle| vehicle.x_mm.saturating_add(vehicle.length_mm)).max().unwrap_or(0)
}

/// The height that low parts take away, hatched.
fn draw_low(svg: &mut Svg, deck: &DeckRow, left: f64, ground: f64, per_mm: f64) {
    for part in &deck.low {
        let (from, to) = (part.from_mm.min(deck.length_mm), part.to_mm.min(deck.length_mm));
        let height = part.height_mm.min(deck.height_mm);
        if from >= to || height == deck.height_mm || deck.height_mm > 20_000 {
            continue;
        }
        let (x, right) = (left + f64::from(from) * per_mm, left + f64::from(to) * per_mm);
        let (y, bottom) = (ground - f64::from(deck.height_mm) * per_mm, ground - f64::from(height) * per_mm);
        svg.rect("dash", x, y, right - x, bottom - y, 0.0);
        let mut start = x - (bottom - y);
        let mut hatch = Path::new();
        while start < right {
            // A line rising to the right, cut to the field.
            let (low, high) = (start.max(x), (start + bottom - y).min(right));
            if high > low {
                hatch = hatch.move_to(low, bottom - (low - start)).line_to(high, bottom - (high - start));
            }
            start += 6.0;
        }
        svg.path("line", &hatch);
    }
}

/// A dimension line with each vehicle's extent, so that gaps and what is free show; returns the height below it.
fn draw_lengths(svg: &mut Svg, deck: &DeckRow, left: f64, y: f64, per_mm: f64) -> f64 {
    let end = left + f64::from(deck.length_mm) * per_mm;
    svg.text(Face::Note, Anchor::End, left - 12.0, y + 4.0, &deck.label);
    svg.line("dash", left, y, end, y);
    for x in [left, end] {
        svg.line("line", x, y - 6.0, x, y + 6.0);
    }
    for vehicle in &deck.vehicles {
        let rear = vehicle.x_mm.saturating_add(vehicle.length_mm).min(deck.length_mm);
        let (from, to) = (left + f64::from(vehicle.x_mm.min(rear)) * per_mm, left + f64::from(rear) * per_mm);
        if to - from < 1.0 {
            continue;
        }
        svg.line("line", from, y, to, y);
        for x in [from, to] {
            svg.line("line", x, y - 3.0, x, y + 3.0);
        }
    }
    if deck.note.is_empty() {
        return y + 18.0;
    }
    svg.text(Face::Note, Anchor::Start, left, y + 16.0, &deck.note);
    y + 32.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::check::check_drawing;

    fn vehicle(label: &str, x_mm: u32, length_mm: u32, height_mm: u32) -> DeckVehicle {
        DeckVehicle {
            label: label.to_owned(),
            x_mm,
            length_mm,
            height_mm,
            series: 1,
            ..DeckVehicle::default()
        }
    }

    fn wagon() -> DeckDrawing {
        DeckDrawing {
            title: "JSQ6".to_owned(),
            desc: "Two decks".to_owned(),
            decks: vec![
                DeckRow {
                    label: "upper".to_owned(),
                    length_mm: 25_000,
                    height_mm: 1_800,
                    vehicles: vec![
                        vehicle("UNI-V", 100, 4_680, 1_430),
                        vehicle(&"a very long name ".repeat(5), 4_900, 4_500, 1_680),
                    ],
                    note: "15,600 mm free".to_owned(),
                    ..DeckRow::default()
                },
                DeckRow {
                    label: "lower".to_owned(),
                    length_mm: 25_000,
                    height_mm: 1_950,
                    low: vec![DeckLow { from_mm: 0, to_mm: 3_000, height_mm: 1_700 }],
                    vehicles: vec![vehicle("lorry", 0, 6_000, 2_200)],
                    note: "19,000 mm free".to_owned(),
                },
            ],
            wheels: DeckWheels::Bogies(None),
            note: "3 vehicles".to_owned(),
        }
    }

    #[test]
    fn a_wagon_is_well_formed_and_the_same_twice() {
        let out = wagon().to_svg();
        check_drawing(&out);
        assert_eq!(out, wagon().to_svg());
        assert!(out.contains("15,600 mm free") && out.contains(">3 vehicles<"));
        assert!(out.contains(">A</text>") && out.contains(">A = a very long name"));
    }

    #[test]
    fn a_sheet_has_one_key_for_all() {
        let sheet = DeckSheet {
            title: "Two".to_owned(),
            desc: "Two wagons".to_owned(),
            drawings: vec![wagon(), wagon()],
        };
        let out = sheet.to_svg();
        check_drawing(&out);
        assert_eq!(out.matches(">A = ").count(), 1);
        assert!(DeckSheet::default().to_svg().contains(">no data<"));
    }

    #[test]
    fn low_parts_are_hatched_and_saddled_fronts_are_lifted() {
        let mut drawing = wagon();
        let flat = drawing.to_svg();
        drawing.decks[1].low.clear();
        assert!(flat.len() > drawing.to_svg().len());
        drawing.decks[0].vehicles[0].body = DeckBody::Tractor;
        drawing.decks[0].vehicles[1].body = DeckBody::Tractor;
        let on_the_deck = drawing.to_svg();
        drawing.decks[0].vehicles[1].saddled = true;
        assert_ne!(on_the_deck, drawing.to_svg());
        drawing.wheels = DeckWheels::Road;
        check_drawing(&drawing.to_svg());
    }

    #[test]
    fn odd_input_does_not_panic() {
        assert!(DeckDrawing::default().to_svg().contains(">no data<"));
        let mut odd = wagon();
        odd.decks[0].height_mm = u32::MAX;
        odd.decks[0].label = "deck ".repeat(100);
        odd.decks[0].note = "note ".repeat(100);
        odd.decks[0].low = vec![DeckLow { from_mm: u32::MAX, to_mm: 0, height_mm: u32::MAX }];
        odd.decks[1].vehicles[0] = vehicle("", u32::MAX, u32::MAX, u32::MAX);
        odd.wheels = DeckWheels::Bogies(Some(u32::MAX));
        check_drawing(&odd.to_svg());
        odd.decks[0].length_mm = u32::MAX;
        odd.decks[1].length_mm = 0;
        check_drawing(&odd.to_svg());
    }
}
