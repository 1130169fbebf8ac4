//! A small builder of SVG text: one element a line, numbers to a tenth, text escaped and kept inside the picture.

use crate::svg::style::STYLE;
use crate::svg::text::{escape, shorten, text_width, wrap};

/// Room between the picture's edge and anything drawn.
pub(crate) const MARGIN: f64 = 14.0;

/// Which end of a text its position names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The position is where the text starts.
    Start,
    /// The position is the middle of the text.
    Middle,
    /// The position is where the text ends.
    End,
}

/// The faces text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The title within the picture.
    Heading,
    /// Labels and legends.
    Body,
    /// Notes and tick labels.
    Note,
    /// Values.
    Value,
}

impl Face {
    /// Font size in drawing units; bold faces are measured a little larger.
    #[must_use]
    pub fn size(self) -> f64 {
        match self {
            Self::Heading => 17.0,
            Self::Body => 12.0,
            Self::Note => 11.0,
            Self::Value => 12.6,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Heading => "h",
            Self::Body => "",
            Self::Note => "n",
            Self::Value => "v",
        }
    }

    /// Estimated width of a text in this face.
    #[must_use]
    pub fn width(self, text: &str) -> f64 {
        text_width(text, self.size())
    }
}

/// A drawing under construction.
#[derive(Clone, Debug)]
pub struct Svg {
    width: f64,
    height: f64,
    title: String,
    desc: String,
    lines: Vec<String>,
    open: Vec<&'static str>,
}

impl Svg {
    /// An empty drawing; `title` and `desc` are what a screen reader says.
    #[must_use]
    pub fn new(width: f64, height: f64, title: &str, desc: &str) -> Self {
        Self {
            width,
            height,
            title: title.to_owned(),
            desc: desc.to_owned(),
            lines: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Sets the height, for drawings that know it only at the end.
    pub fn set_height(&mut self, height: f64) {
        self.height = height;
    }

    /// Draws the title at the top, on up to two lines, and returns the height used.
    pub fn heading(&mut self) -> f64 {
        let title = self.title.clone();
        let mut y = MARGIN;
        for line in wrap(&title, Face::Heading.size(), self.width - 2.0 * MARGIN, 2) {
            self.text(Face::Heading, Anchor::Start, MARGIN, y + 14.0, &line);
            y += 22.0;
        }
        y + 6.0
    }

    fn push(&mut self, element: &str) {
        self.lines.push(format!("{}{element}", " ".repeat(self.open.len())));
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, x1: f64, y1: f64, x2: f64, y2: f64) {
        let (x1, y1, x2, y2) = (num(x1), num(y1), num(x2), num(y2));
        self.push(&format!(r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#));
    }

    /// A rectangle with corners of the given radius.
    pub fn rect(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64, radius: f64) {
        let (x, y, width, height) = (num(x), num(y), num(width.max(0.0)), num(height.max(0.0)));
        let round = if radius > 0.0 { format!(r#" rx="{}""#, num(radius)) } else { String::new() };
        self.push(&format!(
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"{round}/>"#
        ));
    }

    /// A circle.
    pub fn circle(&mut self, class: &str, x: f64, y: f64, radius: f64) {
        let (x, y, radius) = (num(x), num(y), num(radius.max(0.0)));
        self.push(&format!(r#"<circle class="{class}" cx="{x}" cy="{y}" r="{radius}"/>"#));
    }

    /// A path whose data was put together with [`Path`].
    pub fn path(&mut self, class: &str, path: &Path) {
        if !path.data.is_empty() {
            self.push(&format!(r#"<path class="{class}" d="{}"/>"#, path.data));
        }
    }

    /// A line of text on its baseline; shortened if it would leave the picture.
    pub fn text(&mut self, face: Face, anchor: Anchor, x: f64, y: f64, text: &str) {
        self.text_in(face, "", anchor, x, y, text);
    }

    /// As [`Svg::text`], with a further class.
    pub fn text_in(&mut self, face: Face, class: &str, anchor: Anchor, x: f64, y: f64, text: &str) {
        let room = match anchor {
            Anchor::Start => self.width - x,
            Anchor::Middle => 2.0 * x.min(self.width - x),
            Anchor::End => x,
        };
        let text = shorten(text, face.size(), room - 2.0);
        if text.trim().is_empty() {
            return;
        }
        let class = [face.class(), class].join(" ");
        let class = match class.trim() {
            "" => String::new(),
            class => format!(r#" class="{class}""#),
        };
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let (x, y, text) = (num(x), num(y), escape(&text));
        self.push(&format!(r#"<text{class} x="{x}" y="{y}"{anchor}>{text}</text>"#));
    }

    /// Opens a group; what follows belongs to it until [`Svg::close`].
    pub fn open_group(&mut self, class: &str) {
        self.push(&format!(r#"<g class="{class}">"#));
        self.open.push("g");
    }

    /// Opens a window that cuts off what is drawn outside it, in the coordinates of the whole picture.
    pub fn open_window(&mut self, x: f64, y: f64, width: f64, height: f64) {
        let (x, y, width, height) = (num(x), num(y), num(width), num(height));
        self.push(&format!(
            r#"<svg x="{x}" y="{y}" width="{width}" height="{height}" viewBox="{x} {y} {width} {height}">"#
        ));
        self.open.push("svg");
    }

    /// Closes what was opened last.
    pub fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            self.push(&format!("</{element}>"));
        }
    }

    /// The drawing as text, with a final line feed.
    #[must_use]
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        let (width, height) = (num(self.width), num(self.height));
        let size = format!(r#"viewBox="0 0 {width} {height}" width="{width}" height="{height}""#);
        let mut out = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size} role=\"img\">\n");
        for (element, text) in [("title", &self.title), ("desc", &self.desc)] {
            out.push_str(&format!("<{element}>{}</{element}>\n", escape(text)));
        }
        out.push_str("<style>\n");
        out.push_str(STYLE);
        out.push_str("\n</style>\n");
        for line in &self.lines {
            out.push_str(line);
            out.push('\n');
        }
        out.push_str("</svg>\n");
        out
    }
}

/// Path data, built point by point.
#[derive(Clone, Debug, Default)]
pub struct Path {
    data: String,
}

impl Path {
    /// An empty path.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn step(mut self, command: char, numbers: &[f64]) -> Self {
        self.data.push(command);
        for (at, number) in numbers.iter().enumerate() {
            if at > 0 {
                self.data.push(' ');
            }
            self.data.push_str(&num(*number));
        }
        self
    }

    /// Starts a new part of the path.
    #[must_use]
    pub fn move_to(self, x: f64, y: f64) -> Self {
        self.step('M', &[x, y])
    }

    /// A straight line to a point.
    #[must_use]
    pub fn line_to(self, x: f64, y: f64) -> Self {
        self.step('L', &[x, y])
    }

    /// A quadratic curve to `(x, y)`, pulled towards `(cx, cy)`.
    #[must_use]
    pub fn curve_to(self, cx: f64, cy: f64, x: f64, y: f64) -> Self {
        self.step('Q', &[cx, cy, x, y])
    }

    /// A straight line back to where the part started.
    #[must_use]
    pub fn close(self) -> Self {
        self.step('Z', &[])
    }

    /// A further part through the given points; nothing for fewer than two.
    #[must_use]
    pub fn through(mut self, points: &[(f64, f64)], closed: bool) -> Self {
        if points.len() < 2 {
            return self;
        }
        for (at, (x, y)) in points.iter().enumerate() {
            self = if at == 0 { self.move_to(*x, *y) } else { self.line_to(*x, *y) };
        }
        if closed { self.close() } else { self }
    }
}

/// A coordinate to a tenth, without a trailing `.0`; what is no number becomes 0.
fn num(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{:.1}", value.clamp(-1e6, 1e6));
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The drawing of a chart that was given nothing to draw.
pub(crate) fn no_data(title: &str, desc: &str) -> String {
    let mut svg = Svg::new(600.0, 90.0, title, desc);
    let y = svg.heading();
    svg.text(Face::Body, Anchor::Start, MARGIN, y + 12.0, "no data");
    svg.set_height(y + 30.0);
    svg.finish()
}

/// Places items of the given widths left to right on as many rows as needed: column, row, and the number of rows.
pub(crate) fn flow(widths: &[f64], room: f64) -> (Vec<(f64, usize)>, usize) {
    let mut places = Vec::with_capacity(widths.len());
    let (mut x, mut row) = (0.0, 0);
    for width in widths {
        if x > 0.0 && x + width > room {
            x = 0.0;
            row += 1;
        }
        places.push((x, row));
        x += width;
    }
    let rows = if places.is_empty() { 0 } else { row + 1 };
    (places, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_nan() {
        assert_eq!(num(12.04), "12");
        assert_eq!(num(-0.04), "0");
        assert_eq!(num(3.25), "3.2");
        assert_eq!(num(f64::NAN), "0");
        assert_eq!(num(f64::INFINITY), "0");
    }

    #[test]
    fn a_drawing_has_one_element_a_line() {
        let mut svg = Svg::new(200.0, 100.0, "A & B", "<c>");
        svg.open_group("g");
        svg.rect("s1", 1.0, 2.0, 30.0, 4.0, 0.0);
        svg.text(Face::Body, Anchor::Start, 10.0, 20.0, "x < y");
        svg.path("line", &Path::new().through(&[(0.0, 0.0), (1.0, 1.5)], false));
        let out = svg.finish();
        assert!(out.contains("<title>A &amp; B</title>\n<desc>&lt;c&gt;</desc>"));
        assert!(out.contains("\n <text x=\"10\" y=\"20\">x &lt; y</text>\n"));
        assert!(out.contains("d=\"M0 0L1 1.5\""));
        assert!(out.ends_with("</g>\n</svg>\n"));
    }

    #[test]
    fn text_stays_inside() {
        let mut svg = Svg::new(100.0, 100.0, "t", "d");
        svg.text(Face::Body, Anchor::Start, 60.0, 20.0, "a very long label indeed");
        svg.text(Face::Body, Anchor::End, 30.0, 40.0, "a very long label indeed");
        let out = svg.finish();
        assert_eq!(out.matches('\u{2026}').count(), 2, "{out}");
    }

    #[test]
    fn flow_starts_a_row_when_one_is_full() {
        let (places, rows) = flow(&[60.0, 60.0, 30.0], 100.0);
        assert_eq!(rows, 2);
        assert_eq!(places.iter().map(|place| place.1).collect::<Vec<_>>(), [0, 1, 1]);
    }
}
