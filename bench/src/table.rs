//! Results as text: each task is a list of rows, each row an object.

use std::fmt::Write as _;

use serde_json::Value;

/// A table with the fields of the first row as its head.
pub(crate) fn text(name: &str, rows: &Value) -> String {
    let rows: Vec<_> = rows.as_array().into_iter().flatten().filter_map(Value::as_object).collect();
    let Some(first) = rows.first() else { return format!("{name}: nothing was measured\n") };
    let head: Vec<&String> = first.keys().collect();
    let mut cells: Vec<Vec<String>> = vec![head.iter().map(ToString::to_string).collect()];
    for row in &rows {
        cells.push(head.iter().map(|field| row.get(*field).map(shown).unwrap_or_default()).collect());
    }
    let widths: Vec<usize> = (0..head.len())
        .map(|column| cells.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0))
        .collect();
    let mut text = format!("{name}\n");
    for row in cells {
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(text, "  {cell:<width$}");
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => format!("{:.6}", number.as_f64().unwrap_or(f64::NAN)),
        Value::Array(list) => format!("[{}]", list.len()),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_need() {
        let rows = serde_json::json!([{"what": "a", "seconds": 1.5}, {"what": "longer", "seconds": null}]);
        assert_eq!(text("task", &rows), "task\n  what    seconds\n  a       1.500000\n  longer  -\n");
        assert_eq!(text("task", &Value::Null), "task: nothing was measured\n");
    }
}
