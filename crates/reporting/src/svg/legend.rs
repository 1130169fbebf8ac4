//! The row of series names above a chart.

use crate::svg::canvas::{Anchor, Face, MARGIN, Svg, flow};
use crate::svg::scale::count;
use crate::svg::style::series_class;
use crate::svg::text::shorten;

/// Draws the named series, then "assumed" if it applies, and returns the height below.
pub(crate) fn draw_series(svg: &mut Svg, width: f64, y: f64, series: &[String], assumed: bool) -> f64 {
    let room = width - 2.0 * MARGIN;
    let mut items: Vec<(String, String)> = series
        .iter()
        .enumerate()
        .map(|(at, name)| (series_class(at, false), shorten(name, Face::Body.size(), room - 40.0)))
        .collect();
    if assumed {
        items.push((series_class(7, true), "dashed outline: assumed".to_owned()));
    }
    if items.is_empty() {
        return y;
    }
    let widths: Vec<f64> = items.iter().map(|(_, name)| Face::Body.width(name) + 36.0).collect();
    let (places, rows) = flow(&widths, room);
    for ((class, name), (x, row)) in items.iter().zip(places) {
        let line = y + 18.0 * count(row);
        svg.rect(class, MARGIN + x + 1.0, line + 1.0, 13.0, 11.0, 2.0);
        svg.text(Face::Body, Anchor::Start, MARGIN + x + 19.0, line + 11.0, name);
    }
    y + 18.0 * count(rows) + 6.0
}
