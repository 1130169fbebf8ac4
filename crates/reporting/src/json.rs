//! Pages and traces as JSON. Facts stand once, by id; traces point to them.

use std::collections::BTreeMap;

use landbridge_model::{Amount, FactRef, Trace, Why};
use serde_json::{Map, Value, json};

use crate::page::{Block, Cell, Page};

/// Version of the JSON outputs. A reader refuses a higher one than it knows.
pub const FORMAT_VERSION: u32 = 1;

/// Renders a page.
#[must_use]
pub fn page_json(page: &Page, corridor: &str) -> String {
    let figures = page.figures();
    let mut facts = BTreeMap::new();
    for trace in figures.values() {
        facts.extend(trace.facts());
    }
    let value = json!({
        "format_version": FORMAT_VERSION,
        "corridor": corridor,
        "page": page.slug,
        "title": page.title,
        "summary": page.summary,
        "blocks": page.walk().into_iter().filter_map(|block| block_json(page, block)).collect::<Vec<_>>(),
        "figures": figures.iter().map(|(id, trace)| (id.clone(), trace_json(trace))).collect::<Map<_, _>>(),
        "facts": facts.iter().map(|(id, fact)| (id.clone(), fact_json(fact))).collect::<Map<_, _>>(),
    });
    pretty(&value)
}

/// Renders figures with the facts they rest on, as `landbridge explain --format json` prints them.
#[must_use]
pub fn figures_json(figures: &BTreeMap<String, Trace>) -> String {
    let mut facts = BTreeMap::new();
    for trace in figures.values() {
        facts.extend(trace.facts());
    }
    pretty(&json!({
        "format_version": FORMAT_VERSION,
        "figures": figures.iter().map(|(id, trace)| (id.clone(), trace_json(trace))).collect::<Map<_, _>>(),
        "facts": facts.iter().map(|(id, fact)| (id.clone(), fact_json(fact))).collect::<Map<_, _>>(),
    }))
}

/// Text with a line feed at the end, keys in their order.
#[must_use]
pub fn pretty(value: &Value) -> String {
    // Serialising a value that was built here cannot fail; an empty object would be seen at once.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_else(|_| "{}".to_owned());
    text.push('\n');
    text
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
        Block::Folded { .. } => return None,
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

fn trace_json(trace: &Trace) -> Value {
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
            map.insert("why".to_owned(), json!("formula"));
            map.insert("formula".to_owned(), json!(formula));
        }
        Why::Found(method, _) => {
            map.insert("why".to_owned(), json!("found"));
            map.insert("method".to_owned(), json!(method));
        }
        _ => {}
    }
    if !trace.parts().is_empty() {
        map.insert("parts".to_owned(), trace.parts().iter().map(trace_json).collect());
    }
    Value::Object(map)
}

/// Numbers are strings: a decimal read through a float would lose its last digits.
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
