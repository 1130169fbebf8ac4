//! Linear scales with round ticks.

/// A count as a drawing number.
pub(crate) fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

/// Whether a value can be drawn: finite, and of a size that arithmetic on it stays finite.
pub(crate) fn drawable(value: f64) -> bool {
    value.is_finite() && value.abs() < 1e15
}

/// Maps values of a domain to a range of the drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// A scale over the drawable values; `None` if there is none. With `zero` the domain includes it.
    pub(crate) fn over(values: impl Iterator<Item = f64>, zero: bool, from: f64, to: f64) -> Option<Self> {
        let mut bounds: Option<(f64, f64)> = None;
        for value in values.filter(|value| drawable(*value)) {
            bounds = Some(bounds.map_or((value, value), |(low, high)| (low.min(value), high.max(value))));
        }
        let (mut low, mut high) = bounds?;
        if zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        } else {
            let room = (high - low) * 0.06;
            (low, high) = (low - room, high + room);
        }
        if high - low < 1e-9 * high.abs().max(1e-3) {
            let room = if zero { 1.0 } else { (high.abs() * 0.05).max(1e-3) };
            (low, high) = if zero { (low, high + room) } else { (low - room, high + room) };
        }
        Some(Self { low, high, from, to })
    }

    /// The place of a value in the drawing, clamped to the range.
    pub(crate) fn at(&self, value: f64) -> f64 {
        let part = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + part * (self.to - self.from)
    }

    /// Round values inside the domain with the text to print beside them, about `wanted` of them.
    pub(crate) fn ticks(&self, wanted: u32) -> Vec<(f64, String)> {
        let rough = (self.high - self.low) / f64::from(wanted.max(1));
        let mut step = 1.0;
        let mut decimals = 0;
        while step > rough && decimals < 9 {
            step /= 10.0;
            decimals += 1;
        }
        while step * 10.0 <= rough {
            step *= 10.0;
        }
        step *= [1.0, 2.0, 5.0].into_iter().find(|factor| step * factor >= rough).unwrap_or(10.0);
        if decimals > 0 && step * 10_f64.powi(decimals) >= 10.0 {
            decimals -= 1;
        }
        let decimals = usize::try_from(decimals).unwrap_or(0);
        let mut value = (self.low / step).ceil() * step;
        let mut ticks = Vec::new();
        while value <= self.high + step * 1e-6 && ticks.len() < 40 {
            ticks.push((value, grouped(value, decimals)));
            value += step;
        }
        ticks
    }
}

/// A number with its thousands set apart by no-break spaces.
fn grouped(value: f64, decimals: usize) -> String {
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let negative = value < 0.0 && plain.chars().any(|c| c.is_ascii_digit() && c != '0');
    let mut out = if negative { String::from("\u{2212}") } else { String::new() };
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    if !part.is_empty() {
        out.push('.');
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &[f64], zero: bool, wanted: u32) -> Vec<String> {
        let scale = Scale::over(values.iter().copied(), zero, 0.0, 100.0).unwrap();
        scale.ticks(wanted).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(texts(&[4_830.0], true, 5), ["0", "1\u{a0}000", "2\u{a0}000", "3\u{a0}000", "4\u{a0}000"]);
        assert_eq!(texts(&[0.31], true, 4), ["0.0", "0.1", "0.2", "0.3"]);
        assert_eq!(texts(&[-12.0, 7.0], true, 4), ["\u{2212}10", "\u{2212}5", "0", "5"]);
        assert_eq!(texts(&[0.0], true, 2), ["0.0", "0.5", "1.0"]);
    }

    #[test]
    fn undrawable_values_are_left_out() {
        let none = [f64::NAN, f64::INFINITY, 1e300];
        assert!(Scale::over(none.into_iter(), true, 0.0, 1.0).is_none());
        let scale = Scale::over([f64::NAN, 5.0].into_iter(), false, 0.0, 100.0).unwrap();
        assert!((scale.at(5.0) - 50.0).abs() < 1e-9);
    }
}
