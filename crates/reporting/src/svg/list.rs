//! A numbered list below a chart, in columns.

use crate::svg::canvas::{Anchor, Face, MARGIN, Svg};
use crate::svg::text::shorten;

const LINE: f64 = 16.0;
const GAP: f64 = 14.0;
/// Wider cells are shortened once the columns together leave no room.
const LEAST_WIDTH: f64 = 60.0;

/// Draws heads and rows, each row with its number, and returns the height below; nothing for no rows.
pub(crate) fn draw_list(svg: &mut Svg, width: f64, heads: &[String], rows: &[Vec<String>], y: f64) -> f64 {
    if rows.is_empty() {
        return y;
    }
    let number = Face::Body.width(&rows.len().to_string()) + 8.0;
    let widths = column_widths(heads, rows, width - 2.0 * MARGIN - number);
    let mut line = y + 12.0;
    draw_row(svg, Face::Value, heads, &widths, MARGIN + number, line);
    for (idx, row) in rows.iter().enumerate() {
        line += LINE;
        svg.text(Face::Note, Anchor::Start, MARGIN, line, &(idx + 1).to_string());
        draw_row(svg, Face::Note, row, &widths, MARGIN + number, line);
    }
    line + LINE
}

fn draw_row(svg: &mut Svg, face: Face, cells: &[String], widths: &[f64], left: f64, y: f64) {
    let mut x = left;
    for (cell, width) in cells.iter().zip(widths) {
        svg.text(face, Anchor::Start, x, y, &shorten(cell.trim(), face.size(), *width));
        x += width + GAP;
    }
}

/// What each column needs; where that is too much, the widest ones give way, down to the next widest.
fn column_widths(heads: &[String], rows: &[Vec<String>], room: f64) -> Vec<f64> {
    let mut widths: Vec<f64> = heads.iter().map(|head| Face::Value.width(head) + 1.0).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = width.max(Face::Note.width(cell.trim()) + 1.0);
        }
    }
    let gaps = GAP * f64::from(u32::try_from(widths.len()).unwrap_or(u32::MAX)).max(1.0);
    // A few units at a time: no more rounds than the excess has units.
    while widths.iter().sum::<f64>() + gaps > room {
        let Some(widest) = widths.iter_mut().max_by(|a, b| a.total_cmp(b)) else { break };
        if *widest <= LEAST_WIDTH {
            break;
        }
        *widest = (*widest * 0.97).max(LEAST_WIDTH);
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::check::check_drawing;

    #[test]
    fn wide_columns_give_way_and_all_stays_inside() {
        let heads = vec!["step".to_owned(), "at".to_owned()];
        let rows = vec![vec!["a very long step ".repeat(40), "05-14 18:00 +08:00".to_owned()]; 12];
        let widths = column_widths(&heads, &rows, 500.0);
        assert!(widths[0] > 200.0 && widths.iter().sum::<f64>() < 500.0, "{widths:?}");
        let mut svg = Svg::new(600.0, 0.0, "t", "d");
        let bottom = draw_list(&mut svg, 600.0, &heads, &rows, 20.0);
        svg.set_height(bottom);
        let out = svg.finish();
        check_drawing(&out);
        assert!(out.contains(">12<") && out.contains(">05-14 18:00 +08:00<"), "{out}");
    }

    #[test]
    fn no_rows_take_no_room() {
        let mut svg = Svg::new(600.0, 0.0, "t", "d");
        assert!((draw_list(&mut svg, 600.0, &[], &[], 20.0) - 20.0).abs() < 1e-9);
    }
}
