//! Why statements exclude each other, in steps a reader can follow: each narrows one figure, the last leaves nothing.

use std::collections::BTreeSet;

use landbridge_model::StatisticId;

use crate::book::Book;
use crate::claim::{Claim, Model, combinations, model};
use crate::error::TradeError;
use crate::interval::Interval;
use crate::propagate::{narrow, product_allows, row_allows};

/// Readings whose refutation is written out.
const READINGS_SHOWN: usize = 4;
/// Passes over the statements.
const PASSES: usize = 8;
/// Steps written out for one refutation.
const STEPS_SHOWN: usize = 16;

/// The refutation of a contradictory set of claims, under each of its readings.
pub(crate) fn refutation<'a>(book: &Book<'a>, claims: &[Claim<'a>]) -> Result<Vec<String>, TradeError> {
    let mut lines = Vec::new();
    let all = combinations(claims).unwrap_or_default();
    for chosen in all.iter().take(READINGS_SHOWN) {
        if !chosen.is_empty() {
            let named: Vec<String> =
                chosen.iter().map(|(id, reading)| format!("`{id}` read as `{reading}`")).collect();
            lines.push(format!("with {}:", named.join(", ")));
        }
        lines.extend(steps(book, &model(book, claims, chosen)?));
    }
    if all.len() > READINGS_SHOWN {
        lines.push(format!("and so under {} more readings", all.len() - READINGS_SHOWN));
    }
    Ok(lines)
}

struct Step {
    variable: usize,
    inputs: Vec<usize>,
    text: String,
}

fn steps(book: &Book<'_>, model: &Model<'_>) -> Vec<String> {
    let system = &model.system;
    let Some(mut boxes) = system.boxes() else {
        return vec![
            "what is printed excludes itself: a quantity below zero or a growth that is no multiple"
                .to_owned(),
        ];
    };
    let mut steps: Vec<Step> = Vec::new();
    for _ in 0..PASSES {
        let before = steps.len();
        let rows = system.linear.iter().enumerate().flat_map(|(r, row)| {
            row.terms.keys().map(move |i| (owner(model, r, false), *i, Some(row), None))
        });
        let products = system.products.iter().enumerate().flat_map(|(r, product)| {
            [product.part, product.percent, product.whole]
                .map(|i| (owner(model, r, true), i, None, Some(*product)))
        });
        for (claim, i, row, product) in rows.chain(products) {
            let (allowed, inputs) = match (row, product) {
                (Some(row), _) => (row_allows(row, i, &boxes), row.terms.keys().copied().collect()),
                (_, Some(p)) => (product_allows(p, i, &boxes), vec![p.part, p.percent, p.whole]),
                (None, None) => continue,
            };
            let old = boxes[i].clone();
            let outcome = narrow(system, &mut boxes, i, &allowed);
            if outcome == Ok(false) {
                continue;
            }
            let name = name(model, i);
            let show = |interval: &Interval| shown(book, model, i, interval);
            let by = claim.map_or_else(String::new, |id| format!("by `{id}`, "));
            let text = match outcome {
                Ok(_) => format!("{by}{name} is {}", show(&boxes[i])),
                Err(_) => format!("{by}{name} would be {}, but is {}", show(&allowed), show(&old)),
            };
            steps.push(Step { variable: i, inputs, text });
            if outcome.is_err() {
                return needed(&steps);
            }
        }
        if steps.len() == before {
            break;
        }
    }
    vec![
        "each statement alone leaves room, all together none: shown by exact elimination over all of them"
            .to_owned(),
    ]
}

/// Steps the last one rests on, in order.
fn needed(steps: &[Step]) -> Vec<String> {
    let mut wanted: BTreeSet<usize> = BTreeSet::new();
    let mut lines: Vec<String> = Vec::new();
    for (n, step) in steps.iter().enumerate().rev() {
        if n + 1 == steps.len() || wanted.contains(&step.variable) {
            wanted.insert(step.variable);
            wanted.extend(&step.inputs);
            lines.push(step.text.clone());
        }
    }
    lines.reverse();
    if lines.len() > STEPS_SHOWN {
        let cut = lines.len() - STEPS_SHOWN;
        lines.drain(..cut);
        lines.insert(0, format!("({cut} steps before)"));
    }
    lines
}

fn owner<'a>(model: &Model<'a>, index: usize, product: bool) -> Option<&'a StatisticId> {
    model
        .starts
        .iter()
        .rev()
        .find(|(_, rows, products)| if product { *products <= index } else { *rows <= index })
        .map(|(id, _, _)| *id)
}

fn name(model: &Model<'_>, variable: usize) -> String {
    let figure = model.figures.iter().find(|(_, i)| **i == variable);
    figure.map_or_else(|| "the base".to_owned(), |(id, _)| format!("`{id}`"))
}

fn shown(book: &Book<'_>, model: &Model<'_>, variable: usize, single: &Interval) -> String {
    let figure = model.figures.iter().find(|(_, i)| **i == variable);
    match figure.and_then(|(id, _)| book.get(id).ok()) {
        Some(known) => known.in_printed_unit(single).with_unit(&known.figure.unit),
        None => single.to_string(),
    }
}
