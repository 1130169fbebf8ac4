//! Pages as plain text for a terminal, and their tables as CSV.

use std::fmt::Write as _;

use crate::page::{Block, Cell, Page, Table};

/// Renders a page for a terminal. Pictures are left out.
#[must_use]
pub fn text(page: &Page) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}\n{}", page.title, page.summary);
    for block in page.walk() {
        match block {
            Block::Heading(heading) => {
                let _ = writeln!(out, "\n{heading}");
            }
            Block::Text(words) => {
                let _ = writeln!(out, "\n{}", one_line(words));
            }
            Block::List(items) => {
                for item in items {
                    let _ = writeln!(out, "  - {}", one_line(item));
                }
            }
            Block::Links(links) => {
                for (file, title, _) in links {
                    let _ = writeln!(out, "  {file}  {title}");
                }
            }
            Block::Table(table) => {
                out.push('\n');
                render_table(&mut out, table);
            }
            Block::Folded { summary, .. } => {
                let _ = writeln!(out, "\n{summary}");
            }
            Block::Picture { .. } => {}
        }
    }
    out
}

fn render_table(out: &mut String, table: &Table) {
    if table.rows.is_empty() {
        out.push_str("  none\n");
        return;
    }
    let heads = table.columns.iter().map(|column| column.head.clone()).collect::<Vec<_>>();
    let body: Vec<Vec<Vec<String>>> = table
        .rows
        .iter()
        .map(|row| {
            let cells = row.cells.iter().enumerate();
            cells.map(|(idx, cell)| wrapped(&one_line(&cell.printed()), idx, heads.len())).collect()
        })
        .collect();
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(idx, head)| {
            let cells = body.iter().filter_map(|row| row.get(idx)).flatten();
            cells.map(|line| line.chars().count()).chain([head.chars().count()]).max().unwrap_or(0)
        })
        .collect();
    let heads: Vec<Vec<String>> = heads.into_iter().map(|head| vec![head]).collect();
    for row in std::iter::once(&heads).chain(&body) {
        for at in 0..row.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = String::from(" ");
            for ((cell, width), column) in row.iter().zip(&widths).zip(&table.columns) {
                let cell = cell.get(at).map_or("", String::as_str);
                let pad = " ".repeat(width.saturating_sub(cell.chars().count()));
                let _ = if column.numeric {
                    write!(line, " {pad}{cell} ")
                } else {
                    write!(line, " {cell}{pad} ")
                };
            }
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
}

/// Lines of a cell, broken between words. Wide tables leave little room per column but the last, which nothing
/// follows.
fn wrapped(words: &str, idx: usize, columns: usize) -> Vec<String> {
    let most = if columns > 4 && idx + 1 < columns { 44 } else { 100 };
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn one_line(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The tables of pages as CSV in long form, one cell a line: `page,table,row,column,value`. Nothing is left out,
/// whatever columns the tables have.
///
/// Cells that a spreadsheet would take for a formula are marked as text with an apostrophe.
///
/// # Errors
/// None in practice: writing to memory does not fail.
pub fn csv(pages: &[Page]) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(["page", "table", "row", "column", "value"])?;
    for page in pages {
        for block in page.walk() {
            let Block::Table(table) = block else { continue };
            for row in &table.rows {
                for (column, cell) in table.columns.iter().zip(&row.cells) {
                    let value = plain(cell);
                    writer.write_record([
                        page.slug.as_str(),
                        table.key.as_str(),
                        row.key.as_str(),
                        column.key.as_str(),
                        value.as_str(),
                    ])?;
                }
            }
        }
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn plain(cell: &Cell) -> String {
    let words = one_line(&cell.printed());
    match (cell, words.chars().next()) {
        (Cell::Text(_), Some('=' | '+' | '-' | '@')) if words != "-" => format!("'{words}"),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_cell_goes_on_below_and_loses_no_word() {
        let words = "no plan has fewer than 26 wagons, because at most 10 of 256 vehicles stand on one";
        let lines = wrapped(words, 1, 5);
        assert!(lines.len() == 2 && lines.iter().all(|line| line.chars().count() <= 44), "{lines:?}");
        assert_eq!(lines.join(" "), words);
        assert_eq!(wrapped("", 0, 2), [""]);
    }

    #[test]
    fn a_cell_never_begins_a_formula() {
        assert_eq!(plain(&Cell::text("=HYPERLINK(\"x\")")), "'=HYPERLINK(\"x\")");
        assert_eq!(plain(&Cell::text("plain")), "plain");
    }
}
