//! Diagnostics of published statistics: codes Z201 to Z214.

use landbridge_model::{Code, Severity};

/// All codes of this crate, in order. Codes are never reused.
pub static CODES: &[Code] = &[
    UNKNOWN_FIGURE,
    NO_STEP,
    OFF_STEP,
    NOT_WHOLE,
    UNKNOWN_UNIT,
    UNLIKE_UNITS,
    MIXED_CURRENCIES,
    WRONG_UNIT,
    SHARE_RANGE,
    ZERO_BASE,
    NO_MULTIPLE,
    MEMBERS,
    PERIOD,
    PACKING,
];

/// Declares the constants above, and for issues a static of each.
macro_rules! codes {
    ($($name:ident, $static:ident, $code:literal, $severity:ident, $title:literal, $explanation:literal, $example:literal;)+) => {
        $(
            const $name: Code = Code {
                code: $code,
                severity: Severity::$severity,
                title: $title,
                explanation: $explanation,
                example: $example,
            };
            pub(crate) static $static: Code = $name;
        )+
    };
}

codes! {
    UNKNOWN_FIGURE, Z201, "Z201", Error, "statement about an unknown figure",
        "A growth or relation names a figure that no `[[figure]]` has. Correct the id or add the figure.",
        "[[growth]]\nid = \"up\"\nfigure = \"no-such-figure\"\nvalue = \"2\"\nunit = \"times\"\nreading = \"by\"";
    NO_STEP, Z202, "Z202", Error, "rounding step is not more than zero",
        "What a printed number can stand for follows from its rounding step, so the step must be positive. Leave `rounding` out to take the last printed digit.",
        "value = \"850\"\nrounding = \"0\"";
    OFF_STEP, Z203, "Z203", Warning, "number is not a multiple of its rounding step",
        "A number rounded to a step is a multiple of it; 853 cannot be printed to a step of 10. Correct the number or the step.",
        "value = \"853\"\nrounding = \"10\"";
    NOT_WHOLE, Z204, "Z204", Warning, "count that cannot be whole",
        "Vehicles, trains and containers come whole, but no whole number rounds to the one printed. An average needs a unit that says so, such as `vehicles/container`.",
        "value = \"3.43\"\nrounding = \"0.01\"\nunit = \"vehicles\"";
    UNKNOWN_UNIT, Z205, "Z205", Warning, "unknown unit",
        "The unit is none that the audit knows, so the figure goes only with figures of the very same unit. Write money as `CNY`, `M CNY`, `bn USD`, counts as `vehicles`, `k vehicles`, `trains`, per cent as `%`.",
        "unit = \"furlongs\"";
    UNLIKE_UNITS, Z206, "Z206", Error, "unlike units",
        "Figures that are added, compared or set in proportion must count the same thing; so must a figure and the base it grew from.",
        "sum = { total = \"exports-m-cny\", parts = [\"cars-vehicles\"], complete = false }";
    MIXED_CURRENCIES, Z207, "Z207", Error, "mixed currencies",
        "Amounts in two currencies do not add up and are no share of each other. Relate them by a `conversion`.",
        "sum = { total = \"exports-m-cny\", parts = [\"kazakhstan-m-usd\"], complete = false }";
    WRONG_UNIT, Z208, "Z208", Error, "unit does not fit its use",
        "The percentage of a share must be in `%`, both sides of a conversion and the value of a unit value must be money, and a unit value needs a count or quantity.",
        "share = { part = \"private\", whole = \"exports\", percent = \"private\" }";
    SHARE_RANGE, Z209, "Z209", Warning, "share below 0 or above 100 %",
        "A part of a whole is neither negative nor more than all of it, however the figures were rounded. Two quantities that are merely compared are no share.",
        "share = { part = \"all\", whole = \"some\" }";
    ZERO_BASE, Z210, "Z210", Warning, "division by what may be zero",
        "The base of a growth, the whole of a share, the right side of a conversion or the count of a unit value may be zero, as far as its rounding goes, so nothing follows from it.",
        "[[figure]]\nid = \"base\"\nvalue = \"0\"\nunit = \"vehicles\"";
    NO_MULTIPLE, Z211, "Z211", Warning, "growth that no base can have",
        "A figure that fell by more than 100 %, or grew to a negative multiple, has no base. Check sign and unit of the growth.",
        "value = \"-120\"\nunit = \"%\"\nreading = \"by\"";
    MEMBERS, Z212, "Z212", Error, "relation without its figures",
        "A sum needs parts, equal figures need at least two, a conversion needs two currencies, and no figure may stand in one relation twice.",
        "sum = { total = \"exports\", parts = [], complete = true }";
    PERIOD, Z213, "Z213", Error, "months of a conversion",
        "The exchange rates a conversion is held against are those from a first to a last month, both as YYYY-MM and in that order.",
        "conversion = { left = \"a\", right = \"b\", rates = [\"2023-04\", \"2023-01\"] }";
    PACKING, Z214, "Z214", Error, "packing that cannot be",
        "A unit takes at least one vehicle, and the fewest per unit is not above the most.",
        "packing = { vehicles = 256, per_unit_min = 10, per_unit_max = 9 }";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_explained() {
        assert!(CODES.windows(2).all(|pair| pair[0].code < pair[1].code));
        for code in CODES {
            assert!(code.code.starts_with("Z2") && code.code.len() == 4, "{}", code.code);
            assert!(!code.title.is_empty() && code.explanation.ends_with('.') && !code.example.is_empty());
        }
    }
}
