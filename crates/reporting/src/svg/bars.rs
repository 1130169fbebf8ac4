//! Horizontal bars, side by side or stacked, with intervals.

use crate::svg::canvas::{Anchor, Face, MARGIN, Svg, no_data};
use crate::svg::frame::{WIDTH, draw_axis, draw_grid, draw_label, draw_note, draw_whisker, label_column};
use crate::svg::legend::draw_series;
use crate::svg::scale::{Scale, count, drawable};
use crate::svg::style::{ink_class, series_class};

const BAR: f64 = 16.0;
const STACK: f64 = 22.0;
/// A note this wide still goes behind a stack instead of below it.
const NOTE_ROOM: f64 = 150.0;

/// One bar, or one part of a stacked bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Index into [`BarChart::series`]; gives the colour.
    pub series: usize,
    /// Length of the bar.
    pub value: f64,
    /// The value as it is printed.
    pub value_text: String,
    /// Assumed values are pale with a dashed outline.
    pub assumed: bool,
}

/// A row of a bar chart.
#[derive(Clone, Debug, PartialEq)]
pub struct BarRow {
    /// Label at the left.
    pub label: String,
    /// The bars of the row, or the parts of its stack.
    pub segments: Vec<Segment>,
    /// An interval around the end of the stack, or around the first bar of the row.
    pub interval: Option<(f64, f64)>,
    /// A remark: behind a stack if short (a total), else below the bars.
    pub note: String,
}

/// A horizontal bar chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarChart {
    /// Title, drawn above the chart.
    pub title: String,
    /// Description for readers who do not see the picture.
    pub desc: String,
    /// Unit below the axis.
    pub unit: String,
    /// Series names for the legend; may be empty for a single series.
    pub series: Vec<String>,
    /// Rows from top to bottom.
    pub rows: Vec<BarRow>,
    /// Whether the bars of a row are put end to end.
    pub stacked: bool,
}

impl BarChart {
    /// Draws the chart.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let (labels, label_width) = label_column(self.rows.iter().map(|row| row.label.as_str()));
        let from = MARGIN + label_width + 10.0;
        let to = WIDTH - MARGIN - self.room_behind();
        let Some(scale) = Scale::over(self.values().into_iter(), true, from, to) else {
            return no_data(&self.title, &self.desc);
        };
        let mut svg = Svg::new(WIDTH, 0.0, &self.title, &self.desc);
        let y = svg.heading();
        let assumed = self.rows.iter().any(|row| row.segments.iter().any(|segment| segment.assumed));
        let top = draw_series(&mut svg, WIDTH, y, &self.series, assumed) + 4.0;

        // Rows are drawn on a sheet of their own, as the grid below them needs their height.
        let mut y = top;
        let mut sheet = svg.clone();
        for draw in [false, true] {
            let target = if draw { &mut svg } else { &mut sheet };
            if draw {
                draw_grid(target, &scale, top, y);
            }
            y = top;
            for (row, label) in self.rows.iter().zip(&labels) {
                y = self.draw_row(target, row, label, &scale, (from, y + 6.0)) + 6.0;
            }
        }
        svg.line("axis", scale.at(0.0), top, scale.at(0.0), y);
        let bottom = draw_axis(&mut svg, &scale, from, to, y, &self.unit);
        svg.set_height(bottom + 8.0);
        svg.finish()
    }

    /// Every value the axis must reach.
    fn values(&self) -> Vec<f64> {
        let mut values = Vec::new();
        for row in &self.rows {
            let drawn = row.segments.iter().map(|segment| segment.value).filter(|value| drawable(*value));
            if self.stacked {
                let parts: Vec<f64> = drawn.collect();
                if !parts.is_empty() {
                    values.push(parts.iter().filter(|value| **value > 0.0).sum());
                    values.push(parts.iter().filter(|value| **value < 0.0).sum());
                }
            } else {
                values.extend(drawn);
            }
            values.extend(row.interval.into_iter().flat_map(|(low, high)| [low, high]));
        }
        values
    }

    /// Room for the texts behind the longest bar.
    fn room_behind(&self) -> f64 {
        let widths = |row: &BarRow| -> f64 {
            if self.stacked {
                let width = Face::Value.width(&row.note);
                return if width <= NOTE_ROOM { width } else { 0.0 };
            }
            let texts = row.segments.iter().map(|segment| Face::Value.width(&segment.value_text));
            texts.fold(0.0, f64::max)
        };
        self.rows.iter().map(widths).fold(0.0, f64::max).min(260.0) + 12.0
    }

    /// Draws one row from `at` and returns the height below it.
    fn draw_row(&self, svg: &mut Svg, row: &BarRow, label: &[String], scale: &Scale, at: (f64, f64)) -> f64 {
        let (x, y) = at;
        let interval = row.interval.filter(|(low, high)| drawable(*low) && drawable(*high));
        let interval = interval.map(|(low, high)| (scale.at(low.min(high)), scale.at(high.max(low))));
        let bars = if self.stacked { STACK } else { (BAR + 2.0) * count(row.segments.len()).max(1.0) };
        let lines = 15.0 * count(label.len());
        let offset = ((lines - bars) / 2.0).max(0.0);
        draw_label(svg, label, x - 10.0, y + offset + bars / 2.0);
        let below = y + lines.max(bars) + 1.0;
        if self.stacked {
            let left_over = self.draw_stack(svg, row, scale, y + offset, interval);
            let below = below + if interval.is_some() { 2.0 } else { 0.0 };
            let below = draw_note(svg, &left_over, x + 2.0, below);
            if Face::Value.width(&row.note) <= NOTE_ROOM {
                return below;
            }
            return draw_note(svg, &row.note, x + 2.0, below);
        }
        let mut bar = y + offset;
        for (number, segment) in row.segments.iter().enumerate() {
            let mut end = scale.at(0.0);
            if drawable(segment.value) {
                let tip = scale.at(segment.value);
                draw_bar(svg, segment, (scale.at(0.0), tip), (bar + 1.0, BAR));
                end = end.max(tip);
            }
            if let (0, Some((low, high))) = (number, interval) {
                draw_whisker(svg, low, high, bar + 1.0 + BAR / 2.0);
                end = end.max(high);
            }
            svg.text(Face::Value, Anchor::Start, end + 7.0, bar + 13.5, &segment.value_text);
            bar += BAR + 2.0;
        }
        draw_note(svg, &row.note, x + 2.0, below)
    }

    /// Draws a stack and returns the values that found no room in it.
    fn draw_stack(
        &self,
        svg: &mut Svg,
        row: &BarRow,
        scale: &Scale,
        y: f64,
        interval: Option<(f64, f64)>,
    ) -> String {
        let (mut above, mut under) = (0.0, 0.0);
        let mut left_over = Vec::new();
        for segment in &row.segments {
            let value = if drawable(segment.value) { segment.value } else { 0.0 };
            let side = if value < 0.0 { &mut under } else { &mut above };
            let ends = (scale.at(*side), scale.at(*side + value));
            *side += value;
            draw_bar(svg, segment, ends, (y, STACK));
            let text = segment.value_text.trim();
            if text.is_empty() {
                continue;
            }
            if Face::Note.width(text) + 8.0 <= (ends.1 - ends.0).abs() {
                let class = if segment.assumed { String::new() } else { ink_class(segment.series) };
                let middle = f64::midpoint(ends.0, ends.1);
                svg.text_in(Face::Note, &class, Anchor::Middle, middle, y + 15.0, text);
            } else {
                let name = self.series.get(segment.series).map_or("", |name| name.trim());
                left_over.push(format!("{name} {text}").trim().to_owned());
            }
        }
        let mut end = scale.at(above);
        if let Some((low, high)) = interval {
            // Above the middle, clear of the values in the stack.
            draw_whisker(svg, low, high, y + STACK - 3.0);
            end = end.max(high);
        }
        if Face::Value.width(&row.note) <= NOTE_ROOM {
            svg.text(Face::Value, Anchor::Start, end + 7.0, y + 15.5, &row.note);
        }
        left_over.join(" \u{b7} ")
    }
}

/// A bar between two places of the axis; stacked parts are set apart by a hairline.
pub(crate) fn draw_bar(svg: &mut Svg, segment: &Segment, ends: (f64, f64), band: (f64, f64)) {
    let (from, to) = (ends.0.min(ends.1), ends.0.max(ends.1));
    let class = series_class(segment.series, segment.assumed);
    let inset = if segment.assumed { 0.8 } else { 0.0 };
    let width = (to - from - 1.0).max(0.6);
    svg.rect(&class, from + inset, band.0 + inset, (width - 2.0 * inset).max(0.6), band.1 - 2.0 * inset, 1.5);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::check::check_drawing;

    fn segment(series: usize, value: f64) -> Segment {
        Segment { series, value, value_text: format!("{value} d"), assumed: series == 1 }
    }

    fn chart(stacked: bool) -> BarChart {
        BarChart {
            title: "Transit time & dwell".to_owned(),
            desc: "Days by corridor".to_owned(),
            unit: "days".to_owned(),
            series: vec!["moving".to_owned(), "waiting".to_owned()],
            rows: vec![
                BarRow {
                    label: "Khorgos, block train with a label that is much too long for a single line"
                        .to_owned(),
                    segments: vec![segment(0, 9.5), segment(1, 4.0)],
                    interval: Some((8.0, 17.0)),
                    note: "13.5 d".to_owned(),
                },
                BarRow {
                    label: "Dostyk".to_owned(),
                    segments: vec![segment(0, 11.0), segment(1, 0.01)],
                    interval: None,
                    note: "a remark that goes below the bars as it is long ".repeat(8),
                },
            ],
            stacked,
        }
    }

    #[test]
    fn bars_are_well_formed_and_the_same_twice() {
        for stacked in [false, true] {
            let out = chart(stacked).to_svg();
            check_drawing(&out);
            assert_eq!(out, chart(stacked).to_svg());
            for text in ["9.5 d", "4 d", "0.01 d", "assumed", ">days<", "class=\"whisker\""] {
                assert!(out.contains(text), "{text}");
            }
        }
    }

    #[test]
    fn a_value_without_room_in_its_stack_is_printed_below_it() {
        assert!(chart(true).to_svg().contains("waiting 0.01 d"));
    }

    #[test]
    fn odd_input_does_not_panic() {
        assert!(BarChart::default().to_svg().contains(">no data<"));
        for value in [f64::NAN, f64::INFINITY, 1e300, -3.0, 0.0] {
            for stacked in [false, true] {
                let mut chart = chart(stacked);
                chart.rows[0].segments[0].value = value;
                chart.rows[0].interval = Some((value, f64::NEG_INFINITY));
                check_drawing(&chart.to_svg());
                chart.rows.truncate(1);
                chart.rows[0].segments.truncate(1);
                check_drawing(&chart.to_svg());
                chart.rows[0].segments.clear();
                check_drawing(&chart.to_svg());
            }
        }
    }
}
