//! Maps of corridors: places and the lines between them over land, water and faint boundaries.

use crate::svg::canvas::{Anchor, Face, MARGIN, Path, Svg, flow, no_data};
use crate::svg::ground::{View, draw_ground, draw_scale_bar, on_earth};
use crate::svg::placing::{Area, Clearance, Placer};
use crate::svg::scale::count;

const WIDTH: f64 = 1000.0;
const MAP_HEIGHT: f64 = 530.0;
/// Distances at which a label may stand off its place.
const STAND_OFF: [f64; 4] = [8.0, 22.0, 38.0, 56.0];
const NUMBER_STAND_OFF: [f64; 6] = [8.0, 22.0, 38.0, 56.0, 80.0, 110.0];
const PILL_HEIGHT: f64 = 18.0;

/// What kind of place a mark on the map is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A rail station or terminal: a circle.
    Station,
    /// A border post: a diamond.
    BorderPost,
    /// A sea, river or dry port: a square.
    Port,
    /// A city: a triangle.
    City,
}

/// What runs along a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineClass {
    /// Railway of 1435 mm gauge.
    Rail1435,
    /// Railway of 1520 mm gauge.
    Rail1520,
    /// Road.
    Road,
    /// Inland waterway.
    River,
    /// Sea route.
    Sea,
}

impl LineClass {
    /// All classes in legend order.
    pub const ALL: [Self; 5] = [Self::Rail1435, Self::Rail1520, Self::Road, Self::River, Self::Sea];

    /// The name a legend gives the class.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Rail1435 => "rail 1435 mm",
            Self::Rail1520 => "rail 1520 mm",
            Self::Road => "road",
            Self::River => "river",
            Self::Sea => "sea",
        }
    }

    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Rail1435 => "rail1435",
            Self::Rail1520 => "rail1520",
            Self::Road => "road",
            Self::River => "river",
            Self::Sea => "sea",
        }
    }
}

/// A place on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPlace {
    /// Its name, drawn if the place is emphasised.
    pub label: String,
    /// Latitude in degrees north.
    pub lat: f64,
    /// Longitude in degrees east.
    pub lon: f64,
    /// What it is.
    pub kind: PlaceKind,
    /// Whether it is drawn large and with its name.
    pub emphasis: bool,
}

/// A line on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLine {
    /// Its points as `(lat, lon)` in degrees.
    pub points: Vec<(f64, f64)>,
    /// What runs along it.
    pub class: LineClass,
    /// Whether it belongs to what the map is about.
    pub emphasised: bool,
}

/// A map of places and lines.
///
/// The picture shows what is emphasised with some room around it, or everything if nothing is.
/// Names that find no room beside their place become numbers with a key below the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapChart {
    /// Title, drawn above the map.
    pub title: String,
    /// Description for readers who do not see the picture.
    pub desc: String,
    /// Places; earlier ones get their names first.
    pub places: Vec<MapPlace>,
    /// Lines; later ones cover earlier ones, emphasised ones cover the others.
    pub lines: Vec<MapLine>,
}

impl MapChart {
    /// Draws the map.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let places: Vec<&MapPlace> =
            self.places.iter().filter(|place| on_earth((place.lat, place.lon))).collect();
        let mut lines: Vec<&MapLine> = self.lines.iter().collect();
        lines.sort_by_key(|line| line.emphasised);
        let points = |all: bool| -> Vec<(f64, f64)> {
            let places = places.iter().filter(|place| all || place.emphasis);
            let lines = lines.iter().filter(|line| all || line.emphasised);
            let ends = lines.flat_map(|line| line.points.iter().copied());
            places.map(|place| (place.lat, place.lon)).chain(ends).filter(|point| on_earth(*point)).collect()
        };

        let mut svg = Svg::new(WIDTH, 0.0, &self.title, &self.desc);
        let top = svg.heading();
        let frame = Area { x: MARGIN, y: top, width: WIDTH - 2.0 * MARGIN, height: MAP_HEIGHT };
        let view = View::around(&points(false), &frame).or_else(|| View::around(&points(true), &frame));
        let Some(view) = view else { return no_data(&self.title, &self.desc) };

        svg.open_window(frame.x, frame.y, frame.width, frame.height);
        draw_ground(&mut svg, &view, &frame);
        let mut placer = Placer::new(Area {
            x: frame.x + 3.0,
            y: frame.y + 3.0,
            width: frame.width - 6.0,
            height: frame.height - 6.0,
        });
        draw_scale_bar(&mut svg, &view, &frame, &mut placer);
        let mut shown = Vec::new();
        for line in &lines {
            if draw_line(&mut svg, &view, line, &frame, &mut placer) {
                shown.push(line.class);
            }
        }
        let marks: Vec<(&MapPlace, (f64, f64))> = places
            .iter()
            .map(|place| (*place, view.at(place.lat, place.lon)))
            .filter(|(_, (x, y))| {
                *x >= frame.x && *x <= frame.x + frame.width && *y >= frame.y && *y <= frame.y + frame.height
            })
            .collect();
        for (place, (x, y)) in marks.iter().filter(|(place, _)| !place.emphasis) {
            draw_mark(&mut svg, place.kind, false, *x, *y);
        }
        let named: Vec<_> = marks.iter().filter(|(place, _)| place.emphasis).collect();
        for (_, (x, y)) in &named {
            placer.take(Area { x: x - 6.0, y: y - 6.0, width: 12.0, height: 12.0 });
        }
        let key = draw_names(&mut svg, &named, &mut placer);
        svg.close();
        svg.rect("frame", frame.x, frame.y, frame.width, frame.height, 3.0);

        let mut y = frame.y + frame.height + 20.0;
        y = draw_key(&mut svg, &key, y);
        y = draw_legend(&mut svg, &shown, &marks, y);
        svg.text(Face::Note, Anchor::Start, MARGIN, y, "boundaries: Natural Earth, not authoritative");
        svg.set_height(y + 12.0);
        svg.finish()
    }
}

/// Draws a line and returns whether any of it is in the picture.
fn draw_line(svg: &mut Svg, view: &View, line: &MapLine, frame: &Area, placer: &mut Placer) -> bool {
    let points: Vec<(f64, f64)> =
        line.points.iter().filter(|point| on_earth(**point)).map(|(lat, lon)| view.at(*lat, *lon)).collect();
    if line.emphasised {
        for pair in points.windows(2) {
            placer.avoid((pair[0], pair[1]));
        }
    }
    let visible = points.windows(2).any(|pair| frame.crossed_by((pair[0], pair[1])));
    if visible {
        svg.path(&way_class(line.class, line.emphasised), &Path::new().through(&points, false));
    }
    visible
}

/// The classes of a line of the given kind.
pub(crate) fn way_class(class: LineClass, emphasised: bool) -> String {
    format!("way {}{}", class.class(), if emphasised { " e" } else { "" })
}

fn draw_mark(svg: &mut Svg, kind: PlaceKind, emphasis: bool, x: f64, y: f64) {
    let (class, size) = if emphasis { ("place e", 4.6) } else { ("place", 2.6) };
    match kind {
        PlaceKind::Station => svg.circle(class, x, y, size),
        PlaceKind::BorderPost => {
            let r = size * 1.25;
            let corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
            svg.path(class, &Path::new().through(&corners, true));
        }
        PlaceKind::Port => svg.rect(class, x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8, 0.0),
        PlaceKind::City => {
            let r = size * 1.2;
            let corners = [(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)];
            svg.path(class, &Path::new().through(&corners, true));
        }
    }
}

/// Draws marks and names of emphasised places and returns the names that became numbers.
fn draw_names(svg: &mut Svg, named: &[&(&MapPlace, (f64, f64))], placer: &mut Placer) -> Vec<String> {
    let mut key = Vec::new();
    let mut pills = Vec::new();
    for (place, (x, y)) in named {
        let width = |text: &str| Face::Body.width(text) + 12.0;
        let label = place.label.trim();
        if label.is_empty() {
            continue;
        }
        let mut text = label.to_owned();
        let mut area = None;
        if width(label) <= 230.0 {
            area = placer.place((*x, *y), (width(label), PILL_HEIGHT), &STAND_OFF, Clearance::Preferred);
        }
        if area.is_none() {
            key.push(label.to_owned());
            text = key.len().to_string();
            let size = (width(&text), PILL_HEIGHT);
            area = placer.place((*x, *y), size, &NUMBER_STAND_OFF, Clearance::Preferred);
        }
        let area = area.unwrap_or(Area { x: x + 8.0, y: y - 9.0, width: width(&text), height: PILL_HEIGHT });
        let to = area.nearest(*x, *y);
        if (to.0 - x).abs().max((to.1 - y).abs()) > 12.0 {
            svg.line("line", *x, *y, to.0, to.1);
        }
        pills.push((area, text));
    }
    for (place, (x, y)) in named {
        draw_mark(svg, place.kind, true, *x, *y);
    }
    for (area, text) in pills {
        svg.rect("pill", area.x, area.y, area.width, area.height, 4.0);
        svg.text_in(Face::Body, "p", Anchor::Middle, area.x + area.width / 2.0, area.y + 13.0, &text);
    }
    key
}

/// The names behind the numbers; returns the height below them.
fn draw_key(svg: &mut Svg, key: &[String], y: f64) -> f64 {
    let room = WIDTH - 2.0 * MARGIN;
    let items: Vec<String> = key.iter().enumerate().map(|(at, name)| format!("{} {name}", at + 1)).collect();
    let widths: Vec<f64> = items.iter().map(|item| Face::Body.width(item).min(room - 18.0) + 18.0).collect();
    let (places, rows) = flow(&widths, room);
    let mut bottom = y;
    for (item, (x, row)) in items.iter().zip(places) {
        let line = y + 17.0 * count(row);
        svg.text(Face::Body, Anchor::Start, MARGIN + x, line, item);
    }
    bottom += 17.0 * count(rows);
    if rows > 0 { bottom + 5.0 } else { bottom }
}

/// Line classes and kinds of places that occur; returns the height below them.
fn draw_legend(svg: &mut Svg, shown: &[LineClass], marks: &[(&MapPlace, (f64, f64))], y: f64) -> f64 {
    let mut x = MARGIN;
    for class in LineClass::ALL.into_iter().filter(|class| shown.contains(class)) {
        svg.line(&way_class(class, true), x, y - 4.0, x + 30.0, y - 4.0);
        svg.text(Face::Body, Anchor::Start, x + 36.0, y, class.label());
        x += 36.0 + Face::Body.width(class.label()) + 18.0;
    }
    let kinds = [
        (PlaceKind::Station, "station"),
        (PlaceKind::BorderPost, "border post"),
        (PlaceKind::Port, "port"),
        (PlaceKind::City, "city"),
    ];
    for (kind, label) in kinds {
        if marks.iter().any(|(place, _)| place.kind == kind) {
            draw_mark(svg, kind, true, x + 6.0, y - 4.0);
            svg.text(Face::Body, Anchor::Start, x + 16.0, y, label);
            x += 16.0 + Face::Body.width(label) + 18.0;
        }
    }
    if x > MARGIN { y + 20.0 } else { y }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::check::check_drawing;

    fn place(label: &str, lat: f64, lon: f64, emphasis: bool) -> MapPlace {
        MapPlace { label: label.to_owned(), lat, lon, kind: PlaceKind::Station, emphasis }
    }

    fn corridor() -> MapChart {
        MapChart {
            title: "Chongqing <to> Tashkent".to_owned(),
            desc: "Block trains & transhipment".to_owned(),
            places: vec![
                place("Yuzui", 29.62, 106.76, true),
                place("Khorgos", 44.2, 80.4, true),
                place("Tashkent", 41.39, 69.23, true),
                place("Urumqi", 43.8, 87.6, false),
            ],
            lines: vec![MapLine {
                points: vec![(29.62, 106.76), (43.8, 87.6), (44.2, 80.4), (f64::NAN, 1.0), (41.39, 69.23)],
                class: LineClass::Rail1435,
                emphasised: true,
            }],
        }
    }

    #[test]
    fn a_map_is_well_formed_and_the_same_twice() {
        let out = corridor().to_svg();
        check_drawing(&out);
        assert_eq!(out, corridor().to_svg());
        for text in [">Yuzui<", ">Khorgos<", "not authoritative", "rail 1435 mm", "class=\"land\""] {
            assert!(out.contains(text), "{text}");
        }
        assert!(!out.contains(">Urumqi<"));
        assert!(out.len() < 60_000, "{}", out.len());
    }

    #[test]
    fn crowded_names_become_numbers_with_a_key() {
        let mut chart = corridor();
        for number in 0..60 {
            chart.places.push(place(&format!("Crowded place {number}"), 29.62, 106.76, true));
        }
        let out = chart.to_svg();
        check_drawing(&out);
        assert!(out.contains(">1</text>") && out.contains(">1 Crowded place"), "{out}");
    }

    #[test]
    fn nothing_to_draw_says_so() {
        let empty = MapChart { title: "Empty".to_owned(), ..MapChart::default() };
        assert!(empty.to_svg().contains(">no data<"));
        let mut off = corridor();
        off.lines.clear();
        for place in &mut off.places {
            place.lat = f64::NAN;
        }
        let out = off.to_svg();
        check_drawing(&out);
        assert!(out.contains(">no data<"));
    }

    #[test]
    fn places_beyond_the_data_are_left_out() {
        let mut chart = corridor();
        chart.places.push(place("Rotterdam", 51.9, 4.5, true));
        chart.places.push(place(&"Very long name ".repeat(30), 30.0, 100.0, true));
        check_drawing(&chart.to_svg());
    }
}
