//! Laws: what is true is never refuted, what is decided is right, and order means nothing.

use std::collections::BTreeMap;

use landbridge_model::{Growth, PublishedFigure, Qualifier, Reading, Relation, StatisticId};
use landbridge_trade::{BigRational, Interval, Verdict};
use proptest::prelude::*;

use crate::build::{figure, growth, id, run, same, share, sum};
use crate::planted::{Statements, reported_sets_are_minimal};

fn fraction(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

/// `numerator / denominator` rounded half up to a multiple of `10^-places`, as text; any sign.
fn rounded(numerator: i64, denominator: i64, places: usize) -> String {
    let scale = 10_i64.pow(u32::try_from(places).unwrap());
    let twice = (2 * numerator * scale + denominator).div_euclid(2 * denominator);
    let sign = if twice < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", twice.abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

fn step(places: usize) -> String {
    if places == 0 { "1".to_owned() } else { format!("0.{}1", "0".repeat(places - 1)) }
}

/// A true number as some press office prints it.
fn printed(name: &str, truth: i64, unit: &str, (step, word): (i64, u8)) -> PublishedFigure {
    let (value, qualifier) = match word {
        0 => (truth.div_euclid(step) * step, Qualifier::Over),
        1 => (truth.div_euclid(step) * step + step, Qualifier::Nearly),
        2 => (truth.div_euclid(step) * step, Qualifier::About),
        _ => ((2 * truth + step).div_euclid(2 * step) * step, Qualifier::Exact),
    };
    PublishedFigure { qualifier, ..figure(name, &value.to_string(), unit, &step.to_string()) }
}

fn print_style() -> impl Strategy<Value = (i64, u8)> {
    (prop::sample::select(vec![1_i64, 1, 5, 10, 100]), 0..12_u8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// True numbers in sums, shares, growths and repetitions, however printed, are not called contradictory, and
    /// the bounds hold the truth.
    #[test]
    fn the_truth_is_never_refuted(
        parts in prop::collection::vec(0..3_000_i64, 3),
        rest in 0..500_i64,
        base in 1..900_i64,
        styles in prop::collection::vec(print_style(), 8),
        places in prop::collection::vec(0..3_usize, 3),
        counted in any::<bool>(),
        complete in any::<bool>(),
        reading in prop::sample::select(vec![Reading::By, Reading::To]),
        told in any::<bool>(),
        percent_growth in any::<bool>(),
    ) {
        let unit = if counted { "vehicles" } else { "M CNY" };
        let total = parts.iter().sum::<i64>() + if complete { 0 } else { rest };
        prop_assume!(total > 0);
        let truth: BTreeMap<StatisticId, i64> = [
            ("total", total), ("a", parts[0]), ("b", parts[1]), ("c", parts[2]), ("again", parts[0]), ("base", base),
        ].into_iter().map(|(name, value)| (id(name), value)).collect();
        let mut figures: Vec<PublishedFigure> = truth
            .iter()
            .zip(&styles)
            .map(|((id, value), style)| printed(id.as_str(), *value, unit, *style))
            .collect();
        figures.push(figure("p", &rounded(100 * parts[1], total, places[0]), "%", &step(places[0])));

        let grown = match reading { Reading::By => total - base, _ => total };
        let times = if percent_growth { 100 } else { 1 };
        let growth_unit = if percent_growth { "%" } else { "times" };
        let mut up = growth("up", "total", &rounded(times * grown, base, places[1]), growth_unit, &step(places[1]));
        up.reading = if told { reading } else { Reading::Unknown };
        up.base = Some(id("base"));
        let mut alone = growth("alone", "c", &rounded(parts[2], base, places[2]), "times", &step(places[2]));
        alone.reading = Reading::To;
        // A base far above its figure prints as a multiple of nothing, and the figure as nothing.
        let growths: Vec<Growth> = if parts[2] > 0 { vec![up, alone] } else { vec![up] };

        let relations = [
            sum("sum", "total", &["a", "b", "c"], complete),
            share("share", "b", "total", Some("p")),
            share("plain", "a", "total", None),
            same("same", &["a", "again"]),
        ];
        let audit = run(&figures, &growths, &relations);
        for finding in &audit.findings {
            prop_assert_ne!(finding.verdict, Verdict::Contradictory, "{:#?}", finding);
        }
        for (id, value) in &truth {
            let bounds = &audit.bounds[id];
            prop_assert!(bounds.printed.contains(&fraction(*value, 1)), "{} {:?}", id, bounds);
            prop_assert!(bounds.tightened.contains(&fraction(*value, 1)), "{} {:?}", id, bounds);
        }
    }

    /// Whole numbers in small boxes: the verdict of the group is what trying all of them says.
    #[test]
    fn verdicts_agree_with_trying_everything(
        values in prop::collection::vec((0..9_i64, prop::sample::select(vec![1_i64, 2, 4])), 4),
        sums in prop::collection::vec((0..4_usize, 0..4_usize, 0..4_usize, any::<bool>()), 1..4),
        grown in prop::option::of((0..4_usize, 0..4_usize, 1..4_i64, any::<bool>())),
        shared in prop::option::of((0..4_usize, 0..4_usize, 0..11_i64)),
    ) {
        let names = ["a", "b", "c", "d"];
        let mut figures: Vec<PublishedFigure> = names
            .iter()
            .zip(&values)
            .map(|(name, (value, step))| figure(name, &value.to_string(), "vehicles", &step.to_string()))
            .collect();
        figures.push(figure("p", "0", "%", "1"));
        let mut relations: Vec<Relation> = Vec::new();
        let mut sums_used = Vec::new();
        for (i, (t, x, y, complete)) in sums.iter().enumerate() {
            if t == x || t == y || x == y {
                continue;
            }
            relations.push(sum(&format!("s{i}"), names[*t], &[names[*x], names[*y]], *complete));
            sums_used.push((*t, *x, *y, *complete));
        }
        let mut growths = Vec::new();
        let grown = grown.filter(|(f, b, _, _)| f != b);
        if let Some((f, b, factor, by)) = grown {
            let mut up = growth("up", names[f], &factor.to_string(), "times", "1");
            up.base = Some(id(names[b]));
            up.reading = if by { Reading::By } else { Reading::To };
            growths.push(up);
        }
        let shared = shared.filter(|(part, whole, _)| part != whole);
        if let Some((part, whole, tens)) = shared {
            figures[4] = figure("p", &(tens * 10).to_string(), "%", "10");
            relations.push(share("share", names[part], names[whole], Some("p")));
        }

        let range = |i: usize| -> Vec<i64> {
            let (value, step) = values[i];
            ((2 * value - step + 1).div_euclid(2).max(0)..=(2 * value + step).div_euclid(2)).collect()
        };
        let holds = |v: [i64; 4]| {
            sums_used.iter().all(|(t, x, y, complete)| {
                let rest = v[*t] - v[*x] - v[*y];
                rest == 0 || (!complete && rest > 0)
            }) && grown.is_none_or(|(f, b, factor, by)| {
                let factor = factor + i64::from(by);
                v[b] > 0 && (2 * factor - 1) * v[b] <= 2 * v[f] && 2 * v[f] <= (2 * factor + 1) * v[b]
            }) && shared.is_none_or(|(part, whole, tens)| {
                let (low, high) = (10 * tens - 5, 10 * tens + 5);
                v[whole] > 0 && v[part] <= v[whole] && low * v[whole] <= 100 * v[part] && 100 * v[part] <= high * v[whole]
            })
        };
        let mut possible: Vec<[i64; 4]> = Vec::new();
        for a in range(0) {
            for b in range(1) {
                for c in range(2) {
                    for d in range(3) {
                        if holds([a, b, c, d]) {
                            possible.push([a, b, c, d]);
                        }
                    }
                }
            }
        }

        let statements = Statements { figures, growths, relations };
        let audit = statements.audit();
        // All statements are in one finding, or independent ones are in several; none is left open here.
        let expected = if possible.is_empty() { Verdict::Contradictory } else { Verdict::Consistent };
        prop_assert_eq!(audit.verdict, expected, "{:#?}", audit.findings);
        for (i, name) in names.iter().enumerate() {
            for state in &possible {
                prop_assert!(audit.bounds[&id(name)].tightened.contains(&fraction(state[i], 1)));
            }
        }
        if possible.is_empty() && audit.findings.len() < 3 {
            reported_sets_are_minimal(&statements, &audit);
        }
    }

    #[test]
    fn order_means_nothing(seed in 0..6_usize, value in 100..120_i64) {
        let figures = [
            figure("total", &value.to_string(), "M CNY", "1"),
            figure("a", "60", "M CNY", "1"),
            figure("b", "50", "M CNY", "1"),
        ];
        let growths = [growth("g1", "a", "2", "times", "1"), growth("g2", "b", "20", "%", "1")];
        let relations =
            [sum("r1", "total", &["a", "b"], true), share("r2", "a", "total", None), same("r3", &["a", "b"])];
        let audit = run(&figures, &growths, &relations);
        let (mut growths, mut relations) = (growths.to_vec(), relations.to_vec());
        growths.rotate_left(seed % 2);
        relations.rotate_left(seed % 3);
        if seed > 2 {
            relations.swap(0, 1);
        }
        let other = run(&figures, &growths, &relations);
        prop_assert_eq!(format!("{audit:?}"), format!("{other:?}"));
    }

    /// Every result of arithmetic on members is a member of the result.
    #[test]
    fn interval_arithmetic_loses_nothing(
        ends in prop::collection::vec(-12..12_i64, 4),
        open in prop::collection::vec(any::<bool>(), 4),
        picks in prop::collection::vec(0..=8_i64, 2),
    ) {
        let make = |a: i64, b: i64, open_low: bool, open_high: bool| {
            let (low, high) = (a.min(b), a.max(b));
            Interval::new((!open_low).then(|| fraction(low, 3)), (!open_high).then(|| fraction(high, 3))).unwrap()
        };
        let pick = |a: i64, b: i64, n: i64| fraction(a.min(b) * 8 + (a.max(b) - a.min(b)) * n, 24);
        let x = make(ends[0], ends[1], open[0], open[1]);
        let y = make(ends[2], ends[3], open[2], open[3]);
        let (p, q) = (pick(ends[0], ends[1], picks[0]), pick(ends[2], ends[3], picks[1]));
        prop_assert!(x.contains(&p) && y.contains(&q));
        prop_assert!(x.add(&y).contains(&(&p + &q)));
        prop_assert!(x.sub(&y).contains(&(&p - &q)));
        prop_assert!(x.mul(&y).contains(&(&p * &q)));
        prop_assert!(x.hull(&y).contains(&p) && x.hull(&y).contains(&q));
        prop_assert_eq!(x.div(&y).is_none(), y.contains_zero());
        if let Some(quotient) = x.div(&y) {
            prop_assert!(quotient.contains(&(&p / &q)));
        }
        match x.intersect(&y) {
            Some(both) => prop_assert!(x.contains_all(&both) && y.contains_all(&both) && x.gap(&y).is_none()),
            None => prop_assert!(x.gap(&y).is_some()),
        }
        // Printing rounds outwards.
        for places in 0..3 {
            if let (Some(low), Some(exact)) = (x.low_decimal(places), x.low()) {
                prop_assert!(Interval::around(low, 0.into()).low().unwrap() <= exact);
            }
            if let (Some(high), Some(exact)) = (x.high_decimal(places), x.high()) {
                prop_assert!(Interval::around(high, 0.into()).high().unwrap() >= exact);
            }
        }
    }
}
