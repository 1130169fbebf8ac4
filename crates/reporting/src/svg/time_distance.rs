//! A journey as distance over time: slopes are speed, thick horizontals are waiting.

use crate::svg::canvas::{Anchor, Face, MARGIN, Path, Svg, flow, no_data};
use crate::svg::list::draw_list;
use crate::svg::map::{LineClass, way_class};
use crate::svg::placing::{Area, Clearance, Placer};
use crate::svg::scale::{Scale, count, drawable};
use crate::svg::style::series_class;
use crate::svg::text::shorten;

const WIDTH: f64 = 1000.0;
const PLOT_HEIGHT: f64 = 430.0;
/// From the last place to the time axis, room for a label.
const AXIS_GAP: f64 = 24.0;
const PLACE_ROOM: f64 = 220.0;
/// Least distance of the baselines of place names.
const NAME_STEP: f64 = 15.0;
/// Longer leg labels go to the key.
const LABEL_ROOM: f64 = 200.0;
/// Distances at which a label may stand off its leg.
const STAND_OFF: [f64; 5] = [7.0, 16.0, 28.0, 44.0, 60.0];

/// What happens on a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegClass {
    /// Movement on the given kind of way.
    Move(LineClass),
    /// Standing, whatever for.
    Dwell,
    /// Loading, transloading, unloading.
    Handling,
    /// A border or a break of gauge.
    Border,
}

impl LegClass {
    /// What a legend calls it, if it is not a movement.
    fn standing(self) -> Option<&'static str> {
        match self {
            Self::Move(_) => None,
            Self::Dwell => Some("waiting"),
            Self::Handling => Some("handling"),
            Self::Border => Some("border, change of gauge"),
        }
    }
}

/// A leg of the journey.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeLeg {
    /// Start, in hours after departure.
    pub from_h: f64,
    /// End, in hours after departure.
    pub to_h: f64,
    /// Distance from the origin at the start, in kilometres.
    pub from_km: f64,
    /// Distance from the origin at the end, in kilometres.
    pub to_km: f64,
    /// What happens.
    pub class: LegClass,
    /// Label beside the line; may be empty.
    pub label: String,
}

/// A journey in time and distance; the origin is at the top left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeDistance {
    /// Title, drawn above the chart.
    pub title: String,
    /// Description for readers who do not see the picture.
    pub desc: String,
    /// Places at their distance from the origin in kilometres.
    pub places: Vec<(f64, String)>,
    /// Legs; earlier ones get their labels first.
    pub legs: Vec<TimeLeg>,
    /// Hours at which the time axis is marked, with the text of the mark.
    pub x_ticks: Vec<(f64, String)>,
    /// Name of the time axis, such as "days after departure".
    pub x_label: String,
    /// Marks and name of a second time axis above the chart, such as one in local time; none without a name.
    pub top_ticks: Vec<(f64, String)>,
    /// Name of the second time axis.
    pub top_label: String,
    /// Heads of the list below the chart.
    pub list_heads: Vec<String>,
    /// The list: a row for each leg, in their order. Legs are numbered by it; without it, labels that find no room
    /// are.
    pub list: Vec<Vec<String>>,
}

impl TimeDistance {
    /// Draws the chart.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let legs: Vec<&TimeLeg> = self
            .legs
            .iter()
            .filter(|leg| [leg.from_h, leg.to_h, leg.from_km, leg.to_km].into_iter().all(drawable))
            .collect();
        let mut svg = Svg::new(WIDTH, 0.0, &self.title, &self.desc);
        let top = svg.heading() + if self.top_label.trim().is_empty() { 18.0 } else { 60.0 };
        let names: Vec<(f64, String)> = self
            .places
            .iter()
            .filter(|(km, _)| drawable(*km))
            .map(|(km, name)| (*km, shorten(name.trim(), Face::Body.size(), PLACE_ROOM)))
            .collect();
        let name_width = names.iter().map(|(_, name)| Face::Body.width(name)).fold(30.0, f64::max);
        let left = MARGIN + name_width + 32.0;
        let right = WIDTH - MARGIN - 24.0;
        let bottom = top + PLOT_HEIGHT;
        let hours = legs.iter().flat_map(|leg| [leg.from_h, leg.to_h]);
        let kms = legs.iter().flat_map(|leg| [leg.from_km, leg.to_km]);
        let kms = kms.chain(names.iter().map(|(km, _)| *km));
        let (Some(time), Some(way)) =
            (Scale::over(hours, true, left, right), Scale::over(kms, true, top, bottom))
        else {
            return no_data(&self.title, &self.desc);
        };

        draw_places(&mut svg, &names, &way, (left, right), (top, bottom));
        self.draw_ticks(&mut svg, &time, (left, right), (top, bottom));
        self.draw_top_ticks(&mut svg, &time, (left, right), top - 28.0);
        let mut placer = Placer::new(Area {
            x: left + 2.0,
            y: top - 20.0,
            width: WIDTH - MARGIN - left - 2.0,
            height: PLOT_HEIGHT + 20.0 + AXIS_GAP,
        });
        for leg in &legs {
            draw_leg(&mut svg, leg, &time, &way, &mut placer);
        }
        let key = draw_labels(&mut svg, &legs, !self.list.is_empty(), (&time, &way), &mut placer);

        let mut y = bottom + AXIS_GAP + if self.x_label.trim().is_empty() { 26.0 } else { 44.0 };
        y = draw_legend(&mut svg, &legs, y + 12.0);
        y = draw_key(&mut svg, &key, y);
        y = draw_list(&mut svg, WIDTH, &self.list_heads, &self.list, y);
        svg.set_height(y - 4.0);
        svg.finish()
    }

    /// The second axis: its line above the chart, its marks and its name above that.
    fn draw_top_ticks(&self, svg: &mut Svg, time: &Scale, across: (f64, f64), y: f64) {
        if self.top_label.trim().is_empty() {
            return;
        }
        svg.line("axis", across.0, y, across.1, y);
        let mut free_from = 0.0;
        for (hour, text) in self.top_ticks.iter().filter(|(hour, _)| drawable(*hour)) {
            let x = time.at(*hour);
            svg.line("axis", x, y - 4.0, x, y);
            let half = Face::Note.width(text) / 2.0;
            if x - half >= free_from && x + half <= WIDTH - 2.0 {
                svg.text(Face::Note, Anchor::Middle, x, y - 8.0, text);
                free_from = x + half + 6.0;
            }
        }
        svg.text(Face::Note, Anchor::Middle, f64::midpoint(across.0, across.1), y - 23.0, &self.top_label);
    }

    fn draw_ticks(&self, svg: &mut Svg, time: &Scale, across: (f64, f64), down: (f64, f64)) {
        let bottom = down.1 + AXIS_GAP;
        svg.line("axis", across.0, bottom, across.1, bottom);
        let mut free_from = 0.0;
        for (hour, text) in self.x_ticks.iter().filter(|(hour, _)| drawable(*hour)) {
            let x = time.at(*hour);
            svg.line("grid", x, down.0 - 8.0, x, bottom);
            svg.line("axis", x, bottom, x, bottom + 4.0);
            let half = Face::Note.width(text) / 2.0;
            if x - half >= free_from && x + half <= WIDTH - 2.0 {
                svg.text(Face::Note, Anchor::Middle, x, bottom + 16.0, text);
                free_from = x + half + 6.0;
            }
        }
        svg.text(Face::Note, Anchor::Middle, f64::midpoint(across.0, across.1), bottom + 32.0, &self.x_label);
    }
}

/// Names at the left, moved apart where places are close, and a faint line at each true distance.
fn draw_places(svg: &mut Svg, names: &[(f64, String)], way: &Scale, across: (f64, f64), down: (f64, f64)) {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|a, b| names[*a].0.total_cmp(&names[*b].0));
    let room = (down.1 - down.0 + 10.0) / count(names.len()).max(1.0);
    let step = NAME_STEP.min(room);
    let mut lines: Vec<f64> = Vec::with_capacity(order.len());
    for at in &order {
        let y = way.at(names[*at].0);
        lines.push(lines.last().map_or(y, |before| y.max(before + step)));
    }
    let mut limit = down.1 + 14.0;
    for line in lines.iter_mut().rev() {
        *line = line.min(limit);
        limit = *line - step;
    }
    for (at, line) in order.into_iter().zip(lines) {
        let (km, name) = &names[at];
        let y = way.at(*km);
        svg.line("grid", across.0, y, across.1, y);
        let elbow = [(across.0 - 24.0, line), (across.0 - 20.0, line), (across.0 - 6.0, y), (across.0, y)];
        svg.path("line", &Path::new().through(&elbow, false));
        svg.text(Face::Body, Anchor::End, across.0 - 28.0, line + 4.0, name);
    }
}

fn ends(leg: &TimeLeg, time: &Scale, way: &Scale) -> ((f64, f64), (f64, f64)) {
    ((time.at(leg.from_h), way.at(leg.from_km)), (time.at(leg.to_h), way.at(leg.to_km)))
}

fn leg_class(class: LegClass) -> String {
    match class {
        LegClass::Move(line) => way_class(line, true),
        LegClass::Dwell => "way dwell".to_owned(),
        // Filled areas, as their colours are those of series.
        LegClass::Handling => series_class(2, false),
        LegClass::Border => series_class(4, false),
    }
}

/// A line of a movement or a bar of what stands.
fn draw_class(svg: &mut Svg, class: LegClass, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    match class {
        LegClass::Move(_) | LegClass::Dwell => svg.line(&leg_class(class), x1, y1, x2, y2),
        LegClass::Handling | LegClass::Border => svg.rect(&leg_class(class), x1, y1 - 3.5, x2 - x1, 7.0, 0.0),
    }
}

fn draw_leg(svg: &mut Svg, leg: &TimeLeg, time: &Scale, way: &Scale, placer: &mut Placer) {
    let ((x1, y1), (mut x2, y2)) = ends(leg, time, way);
    if leg.class.standing().is_some() {
        x2 = x2.max(x1 + 2.0);
    }
    // Twice, as labels should clear a thick line on both sides.
    for offset in [-3.0, 3.0] {
        placer.avoid(((x1, y1 + offset), (x2, y2 + offset)));
    }
    draw_class(svg, leg.class, (x1, y1), (x2, y2));
}

/// Writes labels beside their legs and returns those that became numbers. Where legs are numbered already, the
/// number stands before the label, and alone where there is no room for more.
fn draw_labels(
    svg: &mut Svg,
    legs: &[&TimeLeg],
    numbered: bool,
    (time, way): (&Scale, &Scale),
    placer: &mut Placer,
) -> Vec<String> {
    let mut key = Vec::new();
    for (idx, leg) in legs.iter().enumerate() {
        let number = (idx + 1).to_string();
        let label =
            if numbered { format!("{number} {}", leg.label.trim()) } else { leg.label.trim().to_owned() };
        let label = label.trim();
        if label.is_empty() {
            continue;
        }
        let ((x1, y1), (x2, y2)) = ends(leg, time, way);
        let (x, y) = (f64::midpoint(x1, x2), f64::midpoint(y1, y2));
        let size = |text: &str| (Face::Note.width(text) + 4.0, 14.0);
        let mut text = label.to_owned();
        let mut area = None;
        if size(label).0 <= LABEL_ROOM {
            area = placer.place((x, y), size(label), &STAND_OFF, Clearance::Required);
        }
        if area.is_none() && numbered {
            // Steps too short for a number of their own are found between their neighbours.
            text = number;
            area = placer.place((x, y), size(&text), &STAND_OFF, Clearance::Required);
            if area.is_none() {
                continue;
            }
        }
        if area.is_none() {
            key.push(label.to_owned());
            text = key.len().to_string();
            area = placer.place((x, y), size(&text), &STAND_OFF, Clearance::Preferred);
        }
        let area = area.unwrap_or(Area { x, y, width: size(&text).0, height: 14.0 });
        let to = area.nearest(x, y);
        if (to.0 - x).abs().max((to.1 - y).abs()) > 18.0 {
            svg.line("dash", x, y, to.0, to.1);
        }
        svg.text(Face::Note, Anchor::Middle, area.x + area.width / 2.0, area.y + 11.0, &text);
    }
    key
}

fn draw_legend(svg: &mut Svg, legs: &[&TimeLeg], y: f64) -> f64 {
    let moves = LineClass::ALL.map(|class| (LegClass::Move(class), class.label()));
    let told_apart = legs.iter().any(|leg| matches!(leg.class, LegClass::Handling | LegClass::Border));
    let stands = [LegClass::Dwell, LegClass::Handling, LegClass::Border].into_iter().filter_map(|class| {
        let all = class == LegClass::Dwell && !told_apart;
        Some((class, if all { "waiting and handling" } else { class.standing()? }))
    });
    let mut x = MARGIN;
    for (class, label) in moves.into_iter().chain(stands) {
        if legs.iter().any(|leg| leg.class == class) {
            draw_class(svg, class, (x, y - 4.0), (x + 30.0, y - 4.0));
            svg.text(Face::Body, Anchor::Start, x + 36.0, y, label);
            x += 36.0 + Face::Body.width(label) + 18.0;
        }
    }
    y + 20.0
}

fn draw_key(svg: &mut Svg, key: &[String], y: f64) -> f64 {
    let room = WIDTH - 2.0 * MARGIN;
    let items: Vec<String> = key.iter().enumerate().map(|(at, name)| format!("{} {name}", at + 1)).collect();
    let widths: Vec<f64> = items.iter().map(|item| Face::Body.width(item).min(room - 18.0) + 18.0).collect();
    let (places, rows) = flow(&widths, room);
    for (item, (x, row)) in items.iter().zip(places) {
        svg.text(Face::Body, Anchor::Start, MARGIN + x, y + 17.0 * count(row), item);
    }
    y + 17.0 * count(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::check::check_drawing;

    fn leg(hours: (f64, f64), km: (f64, f64), class: LegClass, label: &str) -> TimeLeg {
        TimeLeg { from_h: hours.0, to_h: hours.1, from_km: km.0, to_km: km.1, class, label: label.to_owned() }
    }

    fn journey() -> TimeDistance {
        TimeDistance {
            title: "Yuzui to Altynkol".to_owned(),
            desc: "A block train".to_owned(),
            places: vec![
                (0.0, "Yuzui".to_owned()),
                (3_500.0, "Horgos".to_owned()),
                (3_512.0, "Altynkol".to_owned()),
            ],
            legs: vec![
                leg((0.0, 90.0), (0.0, 3_500.0), LegClass::Move(LineClass::Rail1435), "block train"),
                leg((90.0, 110.0), (3_500.0, 3_500.0), LegClass::Dwell, "customs"),
                leg((110.0, 112.0), (3_500.0, 3_512.0), LegClass::Move(LineClass::Rail1435), ""),
                leg((112.0, 112.0), (3_512.0, 3_512.0), LegClass::Dwell, &"transhipment ".repeat(40)),
            ],
            x_ticks: vec![(0.0, "0".to_owned()), (48.0, "2".to_owned()), (96.0, "4".to_owned())],
            x_label: "days".to_owned(),
            ..TimeDistance::default()
        }
    }

    #[test]
    fn with_a_list_every_leg_has_its_number() {
        let mut listed = journey();
        listed.legs[1].class = LegClass::Border;
        listed.legs[3].class = LegClass::Handling;
        listed.list_heads = vec!["what".to_owned(), "takes".to_owned()];
        listed.list = listed.legs.iter().map(|leg| vec![leg.label.clone(), "1 h".to_owned()]).collect();
        listed.top_label = "local".to_owned();
        listed.top_ticks = vec![(8.0, "05-14".to_owned()), (f64::NAN, "x".to_owned())];
        let out = listed.to_svg();
        check_drawing(&out);
        for text in [">1 block train<", ">2 customs<", ">4<", ">what<", ">05-14<", "border, change of gauge"]
        {
            assert!(out.contains(text), "{text}: {out}");
        }
        assert!(!out.contains("waiting and handling"));
    }

    #[test]
    fn a_journey_is_well_formed_and_the_same_twice() {
        let out = journey().to_svg();
        check_drawing(&out);
        assert_eq!(out, journey().to_svg());
        for text in [">block train<", ">customs<", ">1 transhipment", "waiting and handling", ">Altynkol<"] {
            assert!(out.contains(text), "{text}");
        }
    }

    #[test]
    fn odd_input_does_not_panic() {
        assert!(TimeDistance::default().to_svg().contains(">no data<"));
        let mut odd = journey();
        odd.legs[0].to_h = f64::NAN;
        odd.legs[1].from_km = f64::INFINITY;
        odd.places.extend((0..60).map(|at| (f64::from(at), "Place ".repeat(30))));
        odd.x_ticks.extend([(f64::NAN, "x".to_owned()), (97.0, "y".repeat(500))]);
        check_drawing(&odd.to_svg());
        odd.legs.clear();
        assert!(odd.to_svg().contains(">no data<"));
    }
}
