//! Pages as Markdown that a code host shows as it stands.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use landbridge_model::Tier;

use crate::page::{Block, Cell, Page, Row, Table};

/// Renders a page.
#[must_use]
pub fn markdown(page: &Page, corridor: &str) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n\n{}\n", escape(&page.title), escape(&page.summary));
    blocks(&mut out, page, &page.blocks);
    let _ = writeln!(
        out,
        "---\n\nGenerated from the corridor `{corridor}` by `cargo xtask report`; edit the corridor's files, not this page.\n\
         The column *facts* counts the published, derived and assumed facts a row rests on; `landbridge explain ID` \
         follows each figure down to them."
    );
    out
}

fn blocks(out: &mut String, page: &Page, all: &[Block]) {
    for block in all {
        match block {
            Block::Heading(text) => {
                let _ = writeln!(out, "## {}\n", escape(text));
            }
            Block::Text(text) => {
                let _ = writeln!(out, "{}\n", escape(text));
            }
            Block::List(items) => {
                for item in items {
                    let _ = writeln!(out, "- {}", escape(item));
                }
                out.push('\n');
            }
            Block::Links(links) => {
                for (file, title, summary) in links {
                    let _ = writeln!(out, "- [{}]({file}): {}", escape(title), escape(summary));
                }
                out.push('\n');
            }
            Block::Table(table) => render_table(out, page, table),
            Block::Picture { file, alt, .. } => {
                let _ = writeln!(out, "![{}]({file})\n", escape(alt));
            }
            Block::Folded { summary, blocks: inner } => {
                let _ = writeln!(out, "<details>\n<summary>{}</summary>\n", escape(summary));
                blocks(out, page, inner);
                out.push_str("</details>\n\n");
            }
        }
    }
}

fn render_table(out: &mut String, page: &Page, table: &Table) {
    if table.rows.is_empty() {
        out.push_str("None.\n\n");
        return;
    }
    let figures = table.has_figures();
    let mut head: Vec<String> = table.columns.iter().map(|column| escape(&column.head)).collect();
    let mut rule: Vec<&str> =
        table.columns.iter().map(|column| if column.numeric { "--:" } else { ":--" }).collect();
    if figures {
        head.extend(["facts p/d/a".to_owned(), "explain".to_owned()]);
        rule.extend(["--:", ":--"]);
    }
    let _ = writeln!(out, "| {} |\n|{}|", head.join(" | "), rule.join("|"));
    for row in &table.rows {
        let mut cells: Vec<String> = row.cells.iter().map(|cell| escape(&cell.printed())).collect();
        if figures {
            match facts_of(row) {
                Some(counts) => {
                    cells.push(format!("{}/{}/{}", counts[0], counts[1], counts[2]));
                    cells.push(format!("`{}`", page.row_id(table, row)));
                }
                None => cells.extend([String::new(), String::new()]),
            }
        }
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out.push('\n');
}

/// Facts of each tier that the figures of a row rest on, each fact once.
fn facts_of(row: &Row) -> Option<[usize; 3]> {
    let mut facts: BTreeSet<(String, Tier)> = BTreeSet::new();
    let mut any = false;
    for cell in &row.cells {
        if let Cell::Figure(trace) = cell {
            any = true;
            facts.extend(trace.facts().into_iter().map(|(id, fact)| (id, fact.tier())));
        }
    }
    let count = |tier| facts.iter().filter(|(_, t)| *t == tier).count();
    any.then(|| [count(Tier::Published), count(Tier::Derived), count(Tier::Assumed)])
}

/// Text from files cannot change the shape of a page.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' => out.push_str("\\|"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '[' => out.push_str("\\["),
            ']' => out.push_str("\\]"),
            '*' => out.push_str("\\*"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_break_out_of_a_cell() {
        assert_eq!(escape("a|b\n<img src=x>[l](u)*"), "a\\|b &lt;img src=x&gt;\\[l\\](u)\\*");
    }
}
