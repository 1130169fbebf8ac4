//! Cost build-up: steps that add to a running total.

use crate::svg::bars::{Segment, draw_bar};
use crate::svg::canvas::{Anchor, Face, MARGIN, Svg, no_data};
use crate::svg::frame::{WIDTH, draw_axis, draw_grid, draw_label, draw_note, draw_whisker, label_column};
use crate::svg::legend::draw_series;
use crate::svg::scale::{Scale, count, drawable};

const BAR: f64 = 18.0;

/// Whether a step adds to the running total or states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// The bar starts where the one before ended.
    Add,
    /// The bar starts at zero and the running total becomes its value: a subtotal or total.
    Total,
}

/// A step of a waterfall.
#[derive(Clone, Debug, PartialEq)]
pub struct WaterfallStep {
    /// Label at the left.
    pub label: String,
    /// What is added, or the total.
    pub value: f64,
    /// The value as it is printed.
    pub value_text: String,
    /// Whether the step adds or totals.
    pub kind: StepKind,
    /// Index into [`Waterfall::series`]; gives the colour.
    pub series: usize,
    /// Assumed values are pale with a dashed outline.
    pub assumed: bool,
    /// An interval around the end of the bar, in running-total terms.
    pub interval: Option<(f64, f64)>,
    /// A remark below the bar.
    pub note: String,
}

/// A cost build-up from first step to total, top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waterfall {
    /// Title, drawn above the chart.
    pub title: String,
    /// Description for readers who do not see the picture.
    pub desc: String,
    /// Unit below the axis.
    pub unit: String,
    /// Series names for the legend; may be empty.
    pub series: Vec<String>,
    /// Steps from top to bottom.
    pub steps: Vec<WaterfallStep>,
}

impl Waterfall {
    /// Draws the chart.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let spans = self.spans();
        let (labels, label_width) = label_column(self.steps.iter().map(|step| step.label.as_str()));
        let from = MARGIN + label_width + 10.0;
        let texts = self.steps.iter().map(|step| Face::Value.width(&step.value_text));
        let to = WIDTH - MARGIN - texts.fold(0.0, f64::max).min(260.0) - 12.0;
        let intervals = self.steps.iter().filter_map(|step| step.interval);
        let values = spans
            .iter()
            .flatten()
            .flat_map(|(start, end)| [*start, *end])
            .chain(intervals.flat_map(|(low, high)| [low, high]));
        let Some(scale) = Scale::over(values, true, from, to) else {
            return no_data(&self.title, &self.desc);
        };

        let mut svg = Svg::new(WIDTH, 0.0, &self.title, &self.desc);
        let y = svg.heading();
        let assumed = self.steps.iter().any(|step| step.assumed);
        let top = draw_series(&mut svg, WIDTH, y, &self.series, assumed) + 4.0;
        let mut y = top;
        let mut sheet = svg.clone();
        for draw in [false, true] {
            let target = if draw { &mut svg } else { &mut sheet };
            if draw {
                draw_grid(target, &scale, top, y);
            }
            y = top;
            let mut end_before = None;
            for ((step, label), span) in self.steps.iter().zip(&labels).zip(&spans) {
                let below = draw_step(target, step, label, *span, &scale, (from, y + 5.0)) + 5.0;
                // A hairline carries the running total from bar to bar.
                if let (Some((x, bottom)), Some(_)) = (end_before, span) {
                    target.line("dash", x, bottom, x, y + 5.0 + BAR);
                }
                if let Some((_, end)) = span {
                    end_before = Some((scale.at(*end), y + 5.0));
                }
                y = below;
            }
        }
        svg.line("axis", scale.at(0.0), top, scale.at(0.0), y);
        let bottom = draw_axis(&mut svg, &scale, from, to, y, &self.unit);
        svg.set_height(bottom + 8.0);
        svg.finish()
    }

    /// Start and end of every bar; `None` where the value cannot be drawn.
    fn spans(&self) -> Vec<Option<(f64, f64)>> {
        let mut running = 0.0;
        let span = |step: &WaterfallStep| {
            if !drawable(step.value) {
                return None;
            }
            let start = if step.kind == StepKind::Total { 0.0 } else { running };
            running = start + step.value;
            Some((start, running))
        };
        self.steps.iter().map(span).collect()
    }
}

/// Draws a step from `at` and returns the height below it.
fn draw_step(
    svg: &mut Svg,
    step: &WaterfallStep,
    label: &[String],
    span: Option<(f64, f64)>,
    scale: &Scale,
    at: (f64, f64),
) -> f64 {
    let (x, y) = at;
    let lines = 15.0 * count(label.len());
    draw_label(svg, label, x - 10.0, y + BAR / 2.0 + ((lines - BAR) / 2.0).max(0.0));
    let (start, end) = span.unwrap_or((0.0, 0.0));
    let ends = (scale.at(start), scale.at(end));
    if span.is_some() {
        let bar = Segment {
            series: step.series,
            value: step.value,
            value_text: String::new(),
            assumed: step.assumed,
        };
        draw_bar(svg, &bar, ends, (y, BAR));
    }
    let mut tip = ends.0.max(ends.1);
    if let Some((low, high)) = step.interval.filter(|(low, high)| drawable(*low) && drawable(*high)) {
        let (low, high) = (scale.at(low.min(high)), scale.at(high.max(low)));
        draw_whisker(svg, low, high, y + BAR / 2.0);
        tip = tip.max(high);
    }
    let class = if step.kind == StepKind::Total { "b" } else { "" };
    svg.text_in(Face::Value, class, Anchor::Start, tip + 7.0, y + 13.5, &step.value_text);
    draw_note(svg, &step.note, x + 2.0, y + lines.max(BAR) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::check::check_drawing;

    fn step(label: &str, value: f64, kind: StepKind) -> WaterfallStep {
        WaterfallStep {
            label: label.to_owned(),
            value,
            value_text: format!("USD {value}"),
            kind,
            series: 0,
            assumed: label == "insurance",
            interval: (label == "insurance").then_some((1300.0, 1700.0)),
            note: String::new(),
        }
    }

    fn chart() -> Waterfall {
        Waterfall {
            title: "Cost of one car".to_owned(),
            desc: "Steps to the delivered cost".to_owned(),
            unit: "USD per car".to_owned(),
            series: vec!["transport".to_owned()],
            steps: vec![
                step("rail to Khorgos", 900.0, StepKind::Add),
                step("transhipment", 150.0, StepKind::Add),
                step("insurance", 350.0, StepKind::Add),
                step("rebate", -200.0, StepKind::Add),
                step("delivered", 1200.0, StepKind::Total),
            ],
        }
    }

    #[test]
    fn a_waterfall_is_well_formed_and_the_same_twice() {
        let out = chart().to_svg();
        check_drawing(&out);
        assert_eq!(out, chart().to_svg());
        assert!(out.contains("USD 1200") && out.contains("USD -200"));
    }

    #[test]
    fn steps_start_where_the_one_before_ended() {
        let spans: Vec<_> = chart().spans().into_iter().flatten().collect();
        assert_eq!(spans[1], (900.0, 1050.0));
        assert_eq!(spans[3], (1400.0, 1200.0));
        assert_eq!(spans[4], (0.0, 1200.0));
    }

    #[test]
    fn odd_input_does_not_panic() {
        assert!(Waterfall::default().to_svg().contains(">no data<"));
        let mut odd = chart();
        odd.steps[1].value = f64::NAN;
        odd.steps[2].interval = Some((f64::NAN, 1.0));
        odd.steps[3].value_text = "x".repeat(400);
        odd.steps[4].label = "label ".repeat(80);
        check_drawing(&odd.to_svg());
    }
}
