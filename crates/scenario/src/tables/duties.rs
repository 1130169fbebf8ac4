//! `duties.toml`.

use landbridge_model::{BaseUnit, Calculation, Charge, ChargeId, ChargeKind, ChargePer};
use landbridge_units::Decimal;

use crate::codes;
use crate::fields::Fields;
use crate::log::Words;
use crate::text::shorten;

pub(crate) fn base_unit(fields: &mut Fields<'_>) -> Option<BaseUnit> {
    let id = fields.id::<ChargeId>();
    let unit = fields.text("unit");
    let country = fields.country("country");
    let amount = fields.decimal("amount");
    let currency = fields.currency("currency");
    let validity = fields.validity();
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(BaseUnit {
        id: id?,
        unit: unit?,
        country: country?,
        amount: amount?,
        currency: currency?,
        validity: validity?,
        row: row?,
    })
}

pub(crate) fn charge(fields: &mut Fields<'_>) -> Option<Charge> {
    let id = fields.id::<ChargeId>();
    let country = fields.country("country");
    let kind = fields.word("kind");
    let what = fields.text("what");
    let hs = prefixes(fields);
    let classes = fields.words("classes");
    let kinds = fields.words("kinds");
    let powertrains = fields.words("powertrains");
    let (cc_over, cc_upto) = (fields.maybe_count("cc_over"), fields.maybe_count("cc_upto"));
    if let (Some(over), Some(upto)) = (cc_over, cc_upto)
        && over >= upto
    {
        let words = Words::new(format!("no engine has more than {over} and at most {upto} cc"));
        fields.problem(&codes::D007, "cc_upto", words);
    }
    let age_max_years = fields.maybe_count("age_max_years");
    let percent = fields.maybe_decimal("percent");
    if let Some(percent) = percent.filter(|percent| *percent > Decimal::ONE_THOUSAND) {
        let words = Words::new(format!("`percent` is {percent}")).expected("0 to 1000");
        fields.problem(&codes::F033, "percent", words);
    }
    let per_cc = fields.maybe_decimal("per_cc");
    let amount = fields.maybe_decimal("amount");
    let currency = fields.maybe_currency("currency");
    let unit = Some(fields.maybe_text("unit")).filter(|unit| !unit.is_empty());
    let coefficient = fields.maybe_decimal("coefficient");
    let per = fields.maybe_word("per").unwrap_or(ChargePer::Vehicle);
    let unknown = fields.flag("unknown").unwrap_or(false);
    let base = fields.words("base");
    check_value(fields, unknown, kind == Some(ChargeKind::Ban), percent);
    let validity = fields.validity();
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Charge {
        id: id?,
        country: country?,
        kind: kind?,
        what: what?,
        hs,
        classes,
        kinds,
        powertrains,
        cc_over,
        cc_upto,
        age_max_years,
        percent,
        per_cc,
        amount,
        currency,
        unit,
        coefficient,
        per,
        unknown,
        base,
        validity: validity?,
        row: row?,
    })
}

/// A charge has a value, or says that it is unknown; each value says of what, or in what.
fn check_value(fields: &mut Fields<'_>, unknown: bool, ban: bool, percent: Option<Decimal>) {
    let values: Vec<&str> =
        ["percent", "per_cc", "amount"].into_iter().filter(|column| fields.has(column)).collect();
    match values.first() {
        None if !unknown && !ban => {
            let words = Words::new("the charge has no value")
                .expected("percent, per_cc or amount, or unknown = true")
                .hint("a charge known to be nil has percent = \"0\"");
            fields.problem(&codes::D003, "", words);
        }
        Some(column) if unknown => {
            let words = Words::new(format!("the charge is unknown, and has `{column}`"));
            fields.problem(&codes::D004, column, words);
        }
        _ => {}
    }
    // Nothing is nothing of whatever it is taken of.
    if percent.is_some_and(|percent| !percent.is_zero()) && !fields.has("base") {
        let words = Words::new("a percentage of what?").expected("base, such as [\"customs_value\"]");
        fields.problem(&codes::D006, "percent", words);
    }
    for column in ["per_cc", "amount"] {
        let counted = fields.has("currency") || (column == "amount" && fields.has("unit"));
        if fields.has(column) && !counted {
            let words =
                Words::new(format!("`{column}` of what?")).expected("a currency, or for amounts a unit");
            fields.problem(&codes::D005, column, words);
        }
    }
    if fields.has("unit") && !fields.has("amount") {
        let words = Words::new("a unit without an amount of it").expected("amount");
        fields.problem(&codes::D005, "unit", words);
    }
}

/// Prefixes of tariff codes: two to ten digits.
fn prefixes(fields: &mut Fields<'_>) -> Vec<String> {
    let mut prefixes = Vec::new();
    for piece in fields.pieces("hs") {
        let chapter = piece.text.get(..2).and_then(|two| two.parse::<u8>().ok()).unwrap_or(0);
        let digits = piece.text.bytes().all(|b| b.is_ascii_digit());
        if digits && (2..=10).contains(&piece.text.len()) && (1..=97).contains(&chapter) && chapter != 77 {
            prefixes.push(piece.text.to_owned());
        } else {
            let words = Words::new(format!("`{}` is not the beginning of an HS code", shorten(piece.text)))
                .expected("2 to 10 digits in chapters 01 to 97 without 77");
            fields.problem_at(&codes::V002, piece.at, words);
        }
    }
    prefixes
}

pub(crate) fn calculation(fields: &mut Fields<'_>) -> Option<Calculation> {
    let country = fields.country("country");
    let steps = fields.words("steps");
    if steps.is_empty() && !fields.has("steps") {
        let words =
            Words::new("`steps` of this calculation is missing").expected("kinds of charge, in order");
        fields.problem(&codes::F020, "steps", words);
    }
    let row = fields.row(country.as_ref().map_or("", |country| country.code()), None);
    Some(Calculation { country: country?, steps, row: row? })
}
