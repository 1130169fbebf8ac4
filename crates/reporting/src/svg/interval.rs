//! Intervals with a marker and a printed value: what published figures allow.

use crate::svg::canvas::{Anchor, Face, MARGIN, Path, Svg, no_data};
use crate::svg::frame::{WIDTH, draw_axis, draw_grid, draw_label, label_column};
use crate::svg::scale::{Scale, count, drawable};
use crate::svg::style::series_class;

const ROW: f64 = 40.0;

/// A value on an interval plot with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct PlotPoint {
    /// Where it is drawn.
    pub value: f64,
    /// How it is printed.
    pub text: String,
}

/// A row of an interval plot.
#[derive(Clone, Debug, PartialEq)]
pub struct IntervalRow {
    /// Label at the left.
    pub label: String,
    /// Lower end of what is possible.
    pub low: PlotPoint,
    /// Upper end of what is possible.
    pub high: PlotPoint,
    /// The best estimate, drawn as a diamond.
    pub marker: Option<PlotPoint>,
    /// The figure somebody printed, drawn as an upright tick with its text above.
    pub printed: Option<PlotPoint>,
    /// Colour, one of eight.
    pub series: usize,
}

/// Rows of intervals over one axis, which need not start at zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IntervalPlot {
    /// Title, drawn above the plot.
    pub title: String,
    /// Description for readers who do not see the picture.
    pub desc: String,
    /// Unit below the axis.
    pub unit: String,
    /// What the tick stands for, such as "as printed"; explained below the axis if any row has one.
    pub printed_name: String,
    /// What the bar and its marker stand for, such as "allowed by the rounding".
    pub interval_name: String,
    /// Rows from top to bottom.
    pub rows: Vec<IntervalRow>,
}

impl IntervalPlot {
    /// Draws the plot.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let (labels, label_width) = label_column(self.rows.iter().map(|row| row.label.as_str()));
        let from = MARGIN + label_width + 10.0;
        let texts = self.rows.iter().map(|row| Face::Note.width(&range_text(row)));
        let to = WIDTH - MARGIN - texts.fold(40.0, f64::max).min(240.0) - 16.0;
        let values = self.rows.iter().flat_map(|row| {
            let points = [row.marker.as_ref(), row.printed.as_ref()].into_iter().flatten();
            points.map(|point| point.value).chain([row.low.value, row.high.value])
        });
        let Some(scale) = Scale::over(values, false, from, to) else {
            return no_data(&self.title, &self.desc);
        };
        let mut svg = Svg::new(WIDTH, 0.0, &self.title, &self.desc);
        let top = svg.heading();
        let bottom = top + ROW * count(self.rows.len());
        draw_grid(&mut svg, &scale, top, bottom);
        let mut y = top + ROW / 2.0 + 5.0;
        for (row, label) in self.rows.iter().zip(&labels) {
            draw_label(&mut svg, label, from - 10.0, y);
            draw_row(&mut svg, row, &scale, y);
            svg.text(Face::Note, Anchor::Start, to + 12.0, y + 4.0, &range_text(row));
            y += ROW;
        }
        let y = draw_axis(&mut svg, &scale, from, to, bottom, &self.unit);
        let bottom = self.draw_key(&mut svg, y + 16.0);
        svg.set_height(bottom);
        svg.finish()
    }

    fn draw_key(&self, svg: &mut Svg, y: f64) -> f64 {
        let mut x = MARGIN;
        let names = [self.interval_name.trim(), self.printed_name.trim()];
        if !names[0].is_empty() {
            svg.rect(
                &series_class(self.rows.first().map_or(0, |row| row.series), false),
                x,
                y - 8.0,
                26.0,
                6.0,
                3.0,
            );
            svg.text(Face::Body, Anchor::Start, x + 33.0, y - 1.0, names[0]);
            x += 33.0 + Face::Body.width(names[0]) + 20.0;
        }
        if !names[1].is_empty() && self.rows.iter().any(|row| row.printed.is_some()) {
            draw_tick(svg, x + 4.0, y - 5.0);
            svg.text(Face::Body, Anchor::Start, x + 13.0, y - 1.0, names[1]);
        }
        if x > MARGIN || !names[1].is_empty() { y + 12.0 } else { y - 6.0 }
    }
}

/// Lower and upper end as text; one text if both are the same.
fn range_text(row: &IntervalRow) -> String {
    if row.low.text == row.high.text {
        return row.low.text.clone();
    }
    format!("{} \u{2013} {}", row.low.text, row.high.text)
}

fn draw_tick(svg: &mut Svg, x: f64, y: f64) {
    svg.line("halo", x, y - 8.0, x, y + 8.0);
    svg.line("whisker", x, y - 8.0, x, y + 8.0);
}

fn draw_row(svg: &mut Svg, row: &IntervalRow, scale: &Scale, y: f64) {
    if drawable(row.low.value) && drawable(row.high.value) {
        let ends = [scale.at(row.low.value), scale.at(row.high.value)];
        let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        svg.rect(&series_class(row.series, false), low - 1.5, y - 3.5, high - low + 3.0, 7.0, 3.0);
    }
    let point = |point: &Option<PlotPoint>| point.clone().filter(|point| drawable(point.value));
    let mut above: Option<f64> = None;
    if let Some(printed) = point(&row.printed) {
        let x = scale.at(printed.value);
        draw_tick(svg, x, y);
        svg.text_in(Face::Note, "b", Anchor::Middle, x, y - 12.0, &printed.text);
        above = Some(x);
    }
    if let Some(marker) = point(&row.marker) {
        let x = scale.at(marker.value);
        let corners = [(x, y - 6.0), (x + 6.0, y), (x, y + 6.0), (x - 6.0, y)];
        svg.path("place e", &Path::new().through(&corners, true));
        let crowded = above.is_some_and(|other| (other - x).abs() < 70.0);
        let baseline = if crowded { y + 17.0 } else { y - 12.0 };
        svg.text(Face::Note, Anchor::Middle, x, baseline, &marker.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::check::check_drawing;

    fn point(value: f64) -> PlotPoint {
        PlotPoint { value, text: format!("{value}") }
    }

    fn plot() -> IntervalPlot {
        IntervalPlot {
            title: "What the printed figures allow".to_owned(),
            desc: "Growth recomputed from rounded figures".to_owned(),
            unit: "per cent".to_owned(),
            printed_name: "as printed".to_owned(),
            interval_name: "allowed by the rounding".to_owned(),
            rows: vec![
                IntervalRow {
                    label: "road speed with delay".to_owned(),
                    low: point(8.4),
                    high: point(9.3),
                    marker: Some(point(8.8)),
                    printed: Some(point(8.3)),
                    series: 0,
                },
                IntervalRow {
                    label: "exports".to_owned(),
                    low: point(5.0),
                    high: point(5.0),
                    marker: None,
                    printed: None,
                    series: 1,
                },
            ],
        }
    }

    #[test]
    fn a_plot_is_well_formed_and_the_same_twice() {
        let out = plot().to_svg();
        check_drawing(&out);
        assert_eq!(out, plot().to_svg());
        assert!(out.contains("8.4 \u{2013} 9.3") && out.contains(">as printed<"));
    }

    #[test]
    fn odd_input_does_not_panic() {
        assert!(IntervalPlot::default().to_svg().contains(">no data<"));
        let mut odd = plot();
        odd.rows[0].low.value = f64::NAN;
        odd.rows[0].printed = Some(PlotPoint { value: f64::INFINITY, text: "?".repeat(300) });
        odd.rows[1].high.text = "9".repeat(300);
        check_drawing(&odd.to_svg());
        odd.rows.truncate(1);
        odd.rows[0].marker = None;
        odd.rows[0].printed = None;
        assert!(odd.to_svg().contains("8.4") || odd.to_svg().contains("no data"));
    }
}
