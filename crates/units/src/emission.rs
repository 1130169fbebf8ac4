//! Greenhouse gas.

use crate::quantity::quantity;

quantity! {
    /// Greenhouse gas emitted, in whole grams of CO2 equivalent.
    GramsCo2e, "g CO2e"
}

impl GramsCo2e {
    /// Kilograms with one decimal, rounded half-even, as reports print it.
    #[must_use]
    pub fn display_kg(self) -> String {
        let tenths = crate::div_round(i128::from(self.get()), 100, crate::Rounding::HalfEven).unwrap_or(0);
        let tenths = tenths.unsigned_abs();
        format!("{}.{} kg CO2e", crate::quantity::grouped(tenths / 10), tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilograms_round_half_even() {
        assert_eq!(GramsCo2e::new(136_650).display_kg(), "136.6 kg CO2e");
        assert_eq!(GramsCo2e::new(1_234_567_890).display_kg(), "1,234,567.9 kg CO2e");
    }
}
