//! What every drawing must satisfy; used by the tests of all charts.

use crate::svg::text::text_width;

fn number(line: &str, name: &str) -> Option<f64> {
    let start = line.find(&format!(" {name}=\""))? + name.len() + 3;
    line[start..].split('"').next()?.parse().ok()
}

/// One element a line, balanced groups, no undefined number, no text outside the picture.
pub(crate) fn check_drawing(out: &str) {
    assert!(out.starts_with("<svg xmlns=") && out.ends_with("</svg>\n"), "{out}");
    assert!(out.contains("role=\"img\"") && out.contains("<title>") && out.contains("<desc>"));
    for undefined in ["NaN", "inf", "\"\"", "\r", "\u{0}"] {
        assert!(!out.contains(undefined), "{undefined}: {out}");
    }
    let width = number(out, "width").unwrap();
    let height = number(out, "height").unwrap();
    let body = out.split("</style>\n").nth(1).unwrap();
    let mut depth = 1;
    for line in body.lines() {
        let elements = line.matches('<').count() - line.matches("</").count();
        assert!(elements <= 1, "{line}");
        assert!(line.trim_start().starts_with('<') && line.ends_with('>'), "{line}");
        if line.trim_start().starts_with("</") {
            depth -= 1;
        } else if !line.ends_with("/>") && !line.contains("</") {
            depth += 1;
        }
        if line.trim_start().starts_with("<text") {
            let text = line.split('>').nth(1).unwrap().split('<').next().unwrap();
            let plain = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
            let plain = plain.replace("&quot;", "\"").replace("&#39;", "'");
            let size = if line.contains("class=\"h") { 17.0 } else { 11.0 };
            let length = text_width(&plain, size);
            let x = number(line, "x").unwrap();
            let from = if line.contains("\"end\"") {
                x - length
            } else if line.contains("\"middle\"") {
                x - length / 2.0
            } else {
                x
            };
            let y = number(line, "y").unwrap();
            assert!(from >= -0.1 && from + length <= width + 0.1, "outside at {from}: {line}");
            assert!(y >= 0.0 && y <= height, "outside {height}: {line}");
        }
    }
    assert_eq!(depth, 0);
}
