//! `trade/*.toml`.

use landbridge_model::{
    Growth, GrowthUnit, PublishedFigure, Relation, RelationKind, StatisticId, ValueBasis,
};
use landbridge_units::Decimal;

use crate::codes;
use crate::fields::{FIGURE, Fields};
use crate::log::Words;
use crate::text::shorten;

const RELATIONS: [&str; 6] = ["sum", "share", "conversion", "packing", "unit_value", "same"];

pub(crate) fn figure(fields: &mut Fields<'_>) -> Option<PublishedFigure> {
    let id = fields.id::<StatisticId>();
    let what = fields.text("what");
    let reporter = fields.text("reporter");
    let flow = fields.text("flow");
    let basis = if fields.has("basis") { fields.word("basis") } else { Some(ValueBasis::Unknown) };
    let period = fields.text("period");
    if let Some(period) = period.as_deref().filter(|period| !is_period(period)) {
        let words = Words::new(format!("`{}` is not a period", shorten(period)))
            .expected("2023, 2023-04, 2023-Q1, 2023-H1, 2023-04-30, or two of them joined by `..`");
        fields.problem(&codes::Z005, "period", words);
    }
    let value = fields.signed("value");
    let rounding = rounding(fields, value);
    let unit = fields.text("unit");
    let qualifier = fields.word("qualifier");
    let printed = fields.maybe_text("printed");
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(PublishedFigure {
        id: id?,
        what: what?,
        reporter: reporter?,
        partner: fields.maybe_text("partner"),
        flow: flow?,
        basis: basis?,
        category: fields.maybe_text("category"),
        period: period?,
        value: value?,
        unit: unit?,
        qualifier: qualifier?,
        rounding: rounding?,
        printed,
        row: row?,
    })
}

/// The step of a printed number: as given, or one of its last digit.
fn rounding(fields: &mut Fields<'_>, value: Option<Decimal>) -> Option<Decimal> {
    if !fields.has("rounding") {
        return value.map(|value| Decimal::new(1, value.scale()));
    }
    let step = fields.decimal("rounding")?;
    if step.is_zero() {
        fields.problem(
            &codes::Z006,
            "rounding",
            Words::new("the rounding step is 0").expected("more than 0"),
        );
        return None;
    }
    Some(step)
}

/// A year, half, quarter, month or day, or two of them.
fn is_period(text: &str) -> bool {
    let one = |part: &str| {
        let (year, rest) = part.split_once('-').unwrap_or((part, ""));
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        let month = |s: &str| digits(s, 2) && ("01"..="12").contains(&s);
        let rest_fits = match rest {
            "" => !part.contains('-'),
            "Q1" | "Q2" | "Q3" | "Q4" | "H1" | "H2" => true,
            _ => match rest.split_once('-') {
                Some((m, day)) => month(m) && digits(day, 2) && ("01"..="31").contains(&day),
                None => month(rest),
            },
        };
        digits(year, 4) && rest_fits
    };
    match text.split_once("..") {
        Some((from, to)) => one(from) && one(to) && from <= to,
        None => one(text),
    }
}

pub(crate) fn growth(fields: &mut Fields<'_>) -> Option<Growth> {
    let id = fields.id::<StatisticId>();
    let figure = fields.reference("figure", FIGURE);
    let unit = fields.word::<GrowthUnit>("unit");
    let value = if unit == Some(GrowthUnit::Doubled) && !fields.has("value") {
        Some(Decimal::TWO)
    } else {
        fields.signed("value")
    };
    let reading = fields.word("reading");
    let rounding = rounding(fields, value);
    let printed = fields.maybe_text("printed");
    let base = fields.maybe_reference("base", FIGURE);
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Growth {
        id: id?,
        figure: figure?,
        value: value?,
        unit: unit?,
        reading: reading?,
        rounding: rounding?,
        printed,
        base,
        row: row?,
    })
}

pub(crate) fn relation(fields: &mut Fields<'_>) -> Option<Relation> {
    let id = fields.id::<StatisticId>();
    let what = fields.text("what");
    let kind = kind(fields);
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Relation { id: id?, what: what?, kind: kind?, row: row? })
}

fn kind(fields: &mut Fields<'_>) -> Option<RelationKind> {
    let given: Vec<&str> = RELATIONS.into_iter().filter(|key| fields.has(key)).collect();
    match given.as_slice() {
        ["sum"] => {
            let mut inner = fields.inline("sum")?;
            let total = inner.reference::<StatisticId>("total", FIGURE);
            let parts = inner.references::<StatisticId>("parts", FIGURE);
            let complete = inner.flag("complete");
            if parts.is_empty() && !inner.has("parts") {
                inner.problem(&codes::F020, "parts", Words::new("`sum.parts` of this relation is missing"));
            }
            let complete = complete.unwrap_or(true);
            Some(RelationKind::Sum { total: total?, parts, complete })
        }
        ["share"] => {
            let mut inner = fields.inline("share")?;
            let part = inner.reference("part", FIGURE);
            let whole = inner.reference("whole", FIGURE);
            let percent = inner.maybe_reference("percent", FIGURE);
            Some(RelationKind::Share { part: part?, whole: whole?, percent })
        }
        ["conversion"] => {
            let mut inner = fields.inline("conversion")?;
            let left = inner.reference("left", FIGURE);
            let right = inner.reference("right", FIGURE);
            let rates = months(&mut inner);
            Some(RelationKind::Conversion { left: left?, right: right?, rates: rates? })
        }
        ["packing"] => {
            let mut inner = fields.inline("packing")?;
            let vehicles = inner.count("vehicles");
            let per_unit_min = inner.count("per_unit_min");
            let per_unit_max = inner.count("per_unit_max");
            if let (Some(min), Some(max)) = (per_unit_min, per_unit_max)
                && (min > max || min == 0)
            {
                let words =
                    Words::new(format!("{min} to {max} per unit")).expected("1 or more, the lower first");
                inner.problem(&codes::Z008, "per_unit_min", words);
            }
            Some(RelationKind::Packing {
                vehicles: vehicles?,
                per_unit_min: per_unit_min?,
                per_unit_max: per_unit_max?,
            })
        }
        ["unit_value"] => {
            let mut inner = fields.inline("unit_value")?;
            let value = inner.reference("value", FIGURE);
            let count = inner.reference("count", FIGURE);
            Some(RelationKind::UnitValue { value: value?, count: count? })
        }
        ["same"] => {
            let figures = fields.references::<StatisticId>("same", FIGURE);
            if figures.len() < 2 && fields.pieces("same").len() < 2 {
                fields.problem(
                    &codes::Z004,
                    "same",
                    Words::new("one figure is the same as itself").expected("two"),
                );
            }
            Some(RelationKind::Same(figures))
        }
        _ => {
            let message = if given.is_empty() { "relates nothing".to_owned() } else { given.join(" and ") };
            let words = Words::new(format!("the relation has no kind, or several: {message}"))
                .expected(format!("one of {}", RELATIONS.join(", ")));
            fields.problem(&codes::Z004, given.get(1).copied().unwrap_or(""), words);
            None
        }
    }
}

/// The first and last month of `rates`.
fn months(fields: &mut Fields<'_>) -> Option<(String, String)> {
    let is_month =
        |text: &str| text.len() == 7 && is_period(text) && !text.contains('Q') && !text.contains('H');
    let mut pieces = fields.pieces("rates").into_iter().map(|piece| piece.text.to_owned());
    match (pieces.next(), pieces.next(), pieces.next()) {
        (Some(from), Some(to), None) if is_month(&from) && is_month(&to) && from <= to => Some((from, to)),
        (Some(only), None, None) if is_month(&only) => Some((only.clone(), only)),
        _ => {
            let words =
                Words::new("`rates` are not two months").expected("such as [\"2023-01\", \"2023-04\"]");
            fields.problem(&codes::Z007, "rates", words);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_a_form() {
        for good in ["2023", "2023-04", "2023-Q1", "2023-H2", "2023-04-30", "2023-01..2023-04", "2013..2022"]
        {
            assert!(is_period(good), "{good}");
        }
        for bad in
            ["", "23", "2023-", "2023-13", "2023-00", "2023-Q5", "2023-04..2023-01", "2023-04-32", "spring"]
        {
            assert!(!is_period(bad), "{bad}");
        }
    }
}
