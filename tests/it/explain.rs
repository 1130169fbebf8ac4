//! Every figure of every page ends in facts with a file, a line and a source, and its sums hold.

use landbridge::{full_report, open_shipped};
use landbridge_model::{Tier, Trace, Why};
use landbridge_reporting::{Block, Cell, Page};

fn leaves(trace: &Trace) -> Vec<&Trace> {
    let (mut open, mut found) = (vec![trace], Vec::new());
    while let Some(node) = open.pop() {
        if node.parts().is_empty() {
            found.push(node);
        }
        open.extend(node.parts());
    }
    found
}

#[test]
fn every_figure_explains_itself() {
    let (corridor, _) = open_shipped("chongqing-central-asia", &[]).expect("the shipped corridor opens");
    let report = full_report(&corridor).expect("the report is made");
    assert!(report.figures.len() > 200, "{} figures", report.figures.len());
    let printed: usize = report
        .pages
        .iter()
        .flat_map(Page::walk)
        .map(|block| match block {
            Block::Table(table) => table
                .rows
                .iter()
                .flat_map(|row| &row.cells)
                .filter(|cell| matches!(cell, Cell::Figure(_)))
                .count(),
            _ => 0,
        })
        .sum();
    assert_eq!(printed, report.figures.len(), "two figures share an id");
    for (id, trace) in &report.figures {
        assert!(trace.sums_hold(), "{id}: a sum does not add up");
        assert!(!trace.facts().is_empty(), "{id} rests on no fact");
        for leaf in leaves(trace) {
            match &leaf.why {
                Why::Fact(fact) => {
                    assert!(fact.line() > 0 && !fact.file().is_empty(), "{id}: {} has no place", fact.id());
                    assert!(!fact.value().is_empty(), "{id}: {} points at an empty value", fact.id());
                    assert!(
                        fact.tier() != Tier::Published || !fact.sources().is_empty(),
                        "{id}: {} is published without a source",
                        fact.id()
                    );
                    for source in fact.sources() {
                        assert!(corridor.sources.contains_key(source), "{id}: {source} is not a source");
                    }
                }
                Why::Given(why) => assert!(!why.is_empty(), "{id}: given without a reason"),
                // A sum of nothing, or a finding that needed no fact, must still say how.
                Why::Sum(_) => {}
                Why::Formula(how, _) | Why::Found(how, _) => assert!(!how.is_empty(), "{id}: {}", leaf.label),
                other => panic!("{id}: {other:?}"),
            }
        }
    }
}

#[test]
fn the_command_prints_file_line_and_source() {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let id = "order-jsq-256.kz-almaty1-key.cost-per-vehicle.value";
    let code = landbridge::run(["landbridge", "explain", id], &mut out, &mut err);
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&err));
    let out = String::from_utf8(out).expect("UTF-8");
    assert!(out.contains("tariffs.toml:") && out.contains("tariff/jsq-china-leg/rate"), "{out}");
    assert!(out.contains("sources") && out.contains("S01"), "{out}");
}
