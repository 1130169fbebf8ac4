//! Pages and traces as JSON. Facts stand once, by id; traces point to them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use landbridge_model::{Amount, FactRef, Trace, Why};
use serde_json::{Map, Value, json};

use crate::page::{Block, Cell, Page};

/// Version of the JSON outputs. A reader refuses a higher one than it knows.
pub const FORMAT_VERSION: u32 = 1;

/// Renders a page.
#[must_use]
pub fn page_json(page: &Page, corridor: &str) -> String {
    let head = vec![
        ("format_version", json!(FORMAT_VERSION)),
        ("corridor", json!(corridor)),
        ("page", json!(page.slug)),
        ("title", json!(page.title)),
        ("summary", json!(page.summary)),
    ];
    let blocks = page.walk().into_iter().filter_map(|block| block_json(page, block)).collect();
    document(&head, Some(blocks), &page.figures())
}

/// Renders figures with the facts they rest on, as `landbridge explain --format json` prints them.
#[must_use]
pub fn figures_json(figures: &BTreeMap<String, Arc<Trace>>) -> String {
    document(&[("format_version", json!(FORMAT_VERSION))], None, figures)
}

/// A document with one figure, node or fact per line, so that a change of one shows as one line.
///
/// `figures` maps the id of a figure to the node that explains it; `nodes` maps a node to what it is and to its
/// parts; `facts` maps a fact to its value and place. Equal nodes stand once: a node is named after its contents.
fn document(
    head: &[(&str, Value)],
    blocks: Option<Vec<Value>>,
    figures: &BTreeMap<String, Arc<Trace>>,
) -> String {
    let mut nodes = Nodes::default();
    let mut figure_nodes = BTreeMap::new();
    let mut facts = BTreeMap::new();
    for (id, trace) in figures {
        figure_nodes
            .insert(id.clone(), json!({ "printed": trace.amount.to_string(), "node": nodes.intern(trace) }));
        facts.extend(trace.facts());
    }
    let facts = facts.iter().map(|(id, fact)| (id.clone(), fact_json(fact))).collect();
    let mut out = String::from("{\n");
    for (key, value) in head {
        let _ = writeln!(out, "  {}: {value},", json!(key));
    }
    if let Some(blocks) = blocks {
        let lines: Vec<String> = blocks.iter().map(block_lines).collect();
        let _ = writeln!(out, "  \"blocks\": [\n{}\n  ],", lines.join(",\n"));
    }
    let sections = [("figures", figure_nodes), ("nodes", nodes.values), ("facts", facts)];
    for (idx, (key, map)) in sections.iter().enumerate() {
        let lines: Vec<String> =
            map.iter().map(|(id, value)| format!("    {}: {value}", json!(id))).collect();
        let comma = if idx + 1 < sections.len() { "," } else { "" };
        if lines.is_empty() {
            let _ = writeln!(out, "  {}: {{}}{comma}", json!(key));
        } else {
            let _ = writeln!(out, "  {}: {{\n{}\n  }}{comma}", json!(key), lines.join(",\n"));
        }
    }
    out.push_str("}\n");
    out
}

/// A block on a line of its own, a table with one line per row.
fn block_lines(block: &Value) -> String {
    let Some(rows) = block["rows"].as_array().filter(|rows| !rows.is_empty()) else {
        return format!("    {block}");
    };
    let rows: Vec<String> = rows.iter().map(|row| format!("      {row}")).collect();
    format!(
        "    {{\"table\":{},\"columns\":{},\"rows\":[\n{}\n    ]}}",
        block["table"],
        block["columns"],
        rows.join(",\n")
    )
}

/// Text with a line feed at the end, keys in their order.
#[must_use]
pub fn pretty(value: &Value) -> String {
    // Serialising a value that was built here cannot fail; an empty object would be seen at once.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_else(|_| "{}".to_owned());
    text.push('\n');
    text
}

/// Nodes by name, and the names of what was interned before.
#[derive(Default)]
struct Nodes {
    values: BTreeMap<String, Value>,
    /// Everything a node is made of, to its name: most nodes stand below many figures.
    known: BTreeMap<String, String>,
}

impl Nodes {
    /// Adds a trace and everything below it, and returns its name.
    fn intern(&mut self, root: &Trace) -> String {
        // Post-order with an explicit stack: parts are named before what they are parts of.
        let mut names: Vec<String> = Vec::new();
        let mut open: Vec<(&Trace, bool)> = vec![(root, false)];
        while let Some((trace, parts_named)) = open.pop() {
            if parts_named {
                let parts = names.split_off(names.len().saturating_sub(trace.parts().len()));
                names.push(self.named(trace, &parts));
            } else {
                open.push((trace, true));
                open.extend(trace.parts().iter().rev().map(|part| (part, false)));
            }
        }
        names.pop().unwrap_or_default()
    }

    /// The name of a node: of its contents, with a number behind it should another node have that name already.
    fn named(&mut self, trace: &Trace, parts: &[String]) -> String {
        let contents = contents(trace, parts);
        if let Some(name) = self.known.get(&contents) {
            return name.clone();
        }
        let plain = name_of(&contents);
        let mut name = plain.clone();
        let mut number = 2;
        while self.values.contains_key(&name) {
            name = format!("{plain}-{number}");
            number += 1;
        }
        self.values.insert(name.clone(), node_json(trace, parts));
        self.known.insert(contents, name.clone());
        name
    }
}

/// All that tells one node from another, with separators that stand in no text.
fn contents(trace: &Trace, parts: &[String]) -> String {
    let (kind, why) = match &trace.why {
        Why::Fact(fact) => ("fact", fact.id()),
        Why::Given(why) => ("given", why.clone()),
        Why::Sum(_) => ("sum", String::new()),
        Why::Formula(formula, _) => ("formula", formula.clone()),
        Why::Found(method, _) => ("found", method.clone()),
        _ => ("other", String::new()),
    };
    let mut text = String::with_capacity(64 + trace.label.len() + why.len() + 18 * parts.len());
    let _ = write!(text, "{}\u{1f}{}\u{1f}{kind}\u{1f}{why}", trace.label, trace.amount);
    for part in parts {
        text.push('\u{1f}');
        text.push_str(part);
    }
    text
}

/// FNV-1a of 64 bits: short, stable, and not a promise of secrecy.
fn name_of(text: &str) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("n{hash:016x}")
}

fn block_json(page: &Page, block: &Block) -> Option<Value> {
    Some(match block {
        Block::Heading(text) => json!({ "heading": text }),
        Block::Text(text) => json!({ "text": text }),
        Block::List(items) => json!({ "list": items }),
        Block::Links(links) => {
            let links: Vec<Value> = links
                .iter()
                .map(|(file, title, summary)| json!({ "file": file, "title": title, "summary": summary }))
                .collect();
            json!({ "links": links })
        }
        Block::Picture { file, alt, .. } => json!({ "picture": file, "alt": alt }),
        Block::Folded { summary, .. } => json!({ "folded": summary }),
        Block::Table(table) => {
            let rows: Vec<Value> = table
                .rows
                .iter()
                .map(|row| {
                    let cells: Map<String, Value> = table
                        .columns
                        .iter()
                        .zip(&row.cells)
                        .map(|(column, cell)| {
                            let value = match cell {
                                Cell::Text(words) => json!(words),
                                Cell::Figure(trace) => json!({
                                    "figure": page.figure_id(table, row, column),
                                    "printed": trace.amount.to_string(),
                                }),
                            };
                            (column.key.clone(), value)
                        })
                        .collect();
                    json!({ "key": row.key, "cells": cells })
                })
                .collect();
            let columns: Map<String, Value> =
                table.columns.iter().map(|column| (column.key.clone(), json!(column.head))).collect();
            json!({ "table": table.key, "columns": columns, "rows": rows })
        }
    })
}

fn node_json(trace: &Trace, parts: &[String]) -> Value {
    let mut map = Map::new();
    map.insert("label".to_owned(), json!(trace.label));
    map.insert("amount".to_owned(), amount_json(&trace.amount));
    match &trace.why {
        Why::Fact(fact) => {
            map.insert("fact".to_owned(), json!(fact.id()));
        }
        Why::Given(why) => {
            map.insert("given".to_owned(), json!(why));
        }
        Why::Sum(_) => {
            map.insert("why".to_owned(), json!("sum"));
        }
        Why::Formula(formula, _) => {
            map.insert("formula".to_owned(), json!(formula));
        }
        Why::Found(method, _) => {
            map.insert("method".to_owned(), json!(method));
        }
        _ => {}
    }
    if !parts.is_empty() {
        map.insert("parts".to_owned(), json!(parts));
    }
    Value::Object(map)
}

/// Decimals are strings: read through a float they would lose their last digits. Whole numbers are numbers.
fn amount_json(amount: &Amount) -> Value {
    match amount {
        Amount::Money(v) => json!({ "minor": v.minor(), "currency": v.currency().code() }),
        Amount::Emission(v) => json!({ "g_co2e": v.get() }),
        Amount::Time(v) => json!({ "minutes": v.get() }),
        Amount::Distance(v) => json!({ "m": v.get() }),
        Amount::Dimension(v) => json!({ "mm": v.get() }),
        Amount::Mass(v) => json!({ "kg": v.get() }),
        Amount::Count(v, what) => json!({ "count": v, "of": what }),
        Amount::Decimal(v, unit) => json!({ "decimal": v.normalize().to_string(), "unit": unit }),
        Amount::Text(v) => json!({ "text": v }),
        _ => json!({ "text": amount.to_string() }),
    }
}

fn fact_json(fact: &FactRef) -> Value {
    let mut map = Map::new();
    map.insert("value".to_owned(), json!(fact.value()));
    map.insert("file".to_owned(), json!(fact.file()));
    map.insert("line".to_owned(), json!(fact.line()));
    map.insert("tier".to_owned(), json!(fact.tier().name()));
    if !fact.sources().is_empty() {
        let sources: Vec<&str> = fact.sources().iter().map(landbridge_model::SourceId::as_str).collect();
        map.insert("sources".to_owned(), json!(sources));
    }
    Value::Object(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_parts_stand_once() {
        let part = Trace::given("part", Amount::Count(2, "things".to_owned()), "asked");
        let sum = Trace::sum("sum", Amount::Count(4, "things".to_owned()), vec![part.clone(), part]);
        let text = figures_json(&BTreeMap::from([("a.b".to_owned(), Arc::new(sum))]));
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["nodes"].as_object().unwrap().len(), 2);
        let root = value["figures"]["a.b"]["node"].as_str().unwrap();
        assert_eq!(value["nodes"][root]["parts"].as_array().unwrap().len(), 2);
    }
}
