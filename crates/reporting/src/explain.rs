//! A trace as a tree of text: from a figure down to file, line and source.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use landbridge_model::{Corridor, FactRef, SourceId, Trace, Why};

/// The tree below a figure, then the sources it cites.
#[must_use]
pub fn explain(id: &str, trace: &Trace, corridor: &Corridor) -> String {
    let mut out = String::new();
    let [published, derived, assumed] = trace.tier_counts();
    let _ = writeln!(out, "{id} = {}", trace.amount);
    let _ = writeln!(
        out,
        "rests on {} facts: {published} published, {derived} derived, {assumed} assumed\n",
        published + derived + assumed
    );
    tree(&mut out, trace);
    let mut cited: BTreeMap<&SourceId, usize> = BTreeMap::new();
    let facts = trace.facts();
    for fact in facts.values() {
        for source in fact.sources() {
            *cited.entry(source).or_default() += 1;
        }
    }
    if !cited.is_empty() {
        out.push_str("\nsources\n");
        for source in cited.keys() {
            match corridor.sources.get(*source) {
                Some(known) => {
                    let _ = writeln!(out, "  {source}  {} ({})", known.title, known.reference);
                }
                None => {
                    let _ = writeln!(out, "  {source}");
                }
            }
        }
    }
    out
}

/// So few parts are repeated: shorter to read than to look up.
const FEW_PARTS: usize = 2;

fn tree(out: &mut String, root: &Trace) {
    // Depth first with an explicit stack: prefix of the lines below, whether last among siblings, node.
    let mut open: Vec<(String, bool, bool, &Trace)> = vec![(String::new(), true, true, root)];
    // What stands above in full is named and not repeated: a load plan is part of many items.
    let mut shown: BTreeMap<String, Vec<&Trace>> = BTreeMap::new();
    while let Some((prefix, last, is_root, node)) = open.pop() {
        let (branch, below) = match (is_root, last) {
            (true, _) => ("", String::new()),
            (false, true) => ("└─ ", format!("{prefix}   ")),
            (false, false) => ("├─ ", format!("{prefix}│  ")),
        };
        let parts = node.parts();
        let alike = shown.entry(node.label.clone()).or_default();
        if parts.len() > FEW_PARTS && alike.contains(&node) {
            let _ = writeln!(out, "{prefix}{branch}{} = {}  (as above)", node.label, node.amount);
            continue;
        }
        alike.push(node);
        let _ = writeln!(out, "{prefix}{branch}{}", line(node));
        for (idx, part) in parts.iter().enumerate().rev() {
            open.push((below.clone(), idx + 1 == parts.len(), false, part));
        }
    }
}

fn line(node: &Trace) -> String {
    match &node.why {
        Why::Fact(fact) => format!("{} = {}  [{}]", node.label, node.amount, place(fact)),
        Why::Given(why) => format!("{} = {}  [given: {why}]", node.label, node.amount),
        Why::Sum(parts) => format!("{} = {}  (sum of {})", node.label, node.amount, parts.len()),
        Why::Formula(formula, _) => format!("{} = {}  ({formula})", node.label, node.amount),
        Why::Found(method, _) => format!("{} = {}  ({method})", node.label, node.amount),
        _ => format!("{} = {}", node.label, node.amount),
    }
}

fn place(fact: &FactRef) -> String {
    let sources: Vec<&str> = fact.sources().iter().map(SourceId::as_str).collect();
    let cited = if sources.is_empty() { String::new() } else { format!(", {}", sources.join(";")) };
    format!("{}{cited}, {}:{}, {}", fact.tier(), fact.file(), fact.line(), fact.id())
}
