//! Pages as Markdown that a code host shows as it stands.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use landbridge_model::Tier;

use crate::page::{Block, Cell, Page, Row, Table};

/// Renders a page.
#[must_use]
pub fn markdown(page: &Page) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n\n{}\n", escape(&page.title), line_start(&escape(&page.summary)));
    blocks(&mut out, page, &page.blocks);
    out
}

fn blocks(out: &mut String, page: &Page, all: &[Block]) {
    for block in all {
        match block {
            Block::Heading(text) => {
                let _ = writeln!(out, "## {}\n", escape(text));
            }
            Block::Text(text) => {
                let _ = writeln!(out, "{}\n", line_start(&escape(text)));
            }
            Block::List(items) => {
                for item in items {
                    let _ = writeln!(out, "- {}", line_start(&escape(item)));
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
                let _ = writeln!(out, "<details>\n<summary>{}</summary>\n", html(summary));
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

/// Text from files cannot change the shape of a page: what Markdown takes for markup is written as text.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '|' | '[' | ']' | '*' | '`' | '~' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A paragraph that begins like a heading, a list or a numbered item is still a paragraph.
fn line_start(escaped: &str) -> String {
    let digits = escaped.chars().take_while(char::is_ascii_digit).count();
    match escaped.chars().nth(digits) {
        Some('#' | '+' | '-' | '=' | '_') if digits == 0 => format!("\\{escaped}"),
        Some(sign @ ('.' | ')')) if digits > 0 => {
            let (number, rest) = escaped.split_at(digits);
            format!("{number}\\{sign}{}", rest.get(1..).unwrap_or_default())
        }
        _ => escaped.to_owned(),
    }
}

/// Inside HTML tags Markdown escapes would be shown.
fn html(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_break_out_of_a_cell() {
        assert_eq!(escape("a|b\n<img src=x>[l](u)*"), "a\\|b &lt;img src=x&gt;\\[l\\](u)\\*");
        assert_eq!(escape("\\| `x` ~y~ &lt;"), "\\\\\\| \\`x\\` \\~y\\~ &amp;lt;");
    }

    #[test]
    fn text_cannot_begin_another_block() {
        for (text, shown) in [
            ("# x", "\\# x"),
            ("- x", "\\- x"),
            ("12. x", "12\\. x"),
            ("3) x", "3\\) x"),
            ("12.5 x", "12\\.5 x"),
            ("plain", "plain"),
        ] {
            assert_eq!(line_start(text), shown);
        }
        assert_eq!(html("a <b> & c"), "a &lt;b&gt; &amp; c");
    }
}
