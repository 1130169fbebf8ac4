//! What row charts share: a column of labels, a value axis below, whiskers.

use crate::svg::canvas::{Anchor, Face, MARGIN, Svg};
use crate::svg::scale::{Scale, count};
use crate::svg::text::wrap;

/// Width of charts whose rows are labelled at the left.
pub(crate) const WIDTH: f64 = 900.0;
/// The widest column of labels.
const LABEL_ROOM: f64 = 230.0;
/// Height of a line of a label.
pub(crate) const LINE: f64 = 15.0;

/// The labels of all rows, broken into lines, and the width they take.
pub(crate) fn label_column<'a>(labels: impl Iterator<Item = &'a str>) -> (Vec<Vec<String>>, f64) {
    let columns: Vec<Vec<String>> =
        labels.map(|label| wrap(label, Face::Body.size(), LABEL_ROOM, 3)).collect();
    let width = columns.iter().flatten().map(|line| Face::Body.width(line)).fold(40.0, f64::max);
    (columns, width)
}

/// Draws a label right-aligned before `x`, its lines centred on `y`.
pub(crate) fn draw_label(svg: &mut Svg, lines: &[String], x: f64, y: f64) {
    let mut baseline = y + 4.0 - LINE * (count(lines.len()) - 1.0) / 2.0;
    for line in lines {
        svg.text(Face::Body, Anchor::End, x, baseline, line);
        baseline += LINE;
    }
}

/// Grid lines from `top` to `bottom`; drawn before the rows.
pub(crate) fn draw_grid(svg: &mut Svg, scale: &Scale, top: f64, bottom: f64) {
    for (value, _) in scale.ticks(7) {
        svg.line("grid", scale.at(value), top, scale.at(value), bottom);
    }
}

/// Tick labels and the unit below the rows; returns the height below.
pub(crate) fn draw_axis(svg: &mut Svg, scale: &Scale, from: f64, to: f64, y: f64, unit: &str) -> f64 {
    svg.line("axis", from, y, to, y);
    for (value, text) in scale.ticks(7) {
        svg.line("axis", scale.at(value), y, scale.at(value), y + 4.0);
        svg.text(Face::Note, Anchor::Middle, scale.at(value), y + 16.0, &text);
    }
    if unit.trim().is_empty() {
        return y + 20.0;
    }
    svg.text(Face::Note, Anchor::Middle, f64::midpoint(from, to), y + 32.0, unit);
    y + 36.0
}

/// An interval drawn over a bar, legible on the bar and beside it.
pub(crate) fn draw_whisker(svg: &mut Svg, low: f64, high: f64, y: f64) {
    for class in ["halo", "whisker"] {
        svg.line(class, low, y, high, y);
        svg.line(class, low, y - 4.0, low, y + 4.0);
        svg.line(class, high, y - 4.0, high, y + 4.0);
    }
}

/// Notes below a bar, at most three lines; returns the height below them.
pub(crate) fn draw_note(svg: &mut Svg, note: &str, x: f64, y: f64) -> f64 {
    let mut y = y;
    for line in wrap(note, Face::Note.size(), WIDTH - MARGIN - x, 3) {
        svg.text(Face::Note, Anchor::Start, x, y + 11.0, &line);
        y += 14.0;
    }
    y
}
