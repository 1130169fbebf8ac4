//! Text in drawings: escaping, estimated widths, shortening and wrapping.
//!
//! The reader's font is unknown, so widths are estimated on the wide side.

/// Escapes text for element content and attributes.
///
/// Names come from files nobody vetted: control and direction-changing characters become spaces or vanish.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            '\u{2028}' | '\u{2029}' => out.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

/// Width of one character in hundredths of the font size.
fn advance(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '!' | '|' | '\'' => 30,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '[' | ']' | '/' | '-' | '\u{a0}' | '\u{b7}' => 38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '\u{2026}' | '\u{2192}' => 95,
        'A'..='Z' | '&' | '+' | '=' | '<' | '>' | '\u{2013}' | '\u{2212}' => 68,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0,
        '\u{400}'..='\u{4ff}' => 66,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{ffef}' => 100,
        c if u32::from(c) >= 0x1_0000 => 110,
        _ => 58,
    }
}

/// Estimated width of a line of text in drawing units.
#[must_use]
pub fn text_width(text: &str, size: f64) -> f64 {
    let hundredths = text.chars().fold(0_u32, |sum, c| sum.saturating_add(advance(c)));
    f64::from(hundredths) * size / 100.0
}

/// The text itself, or as much of it as fits with an ellipsis behind it.
#[must_use]
pub fn shorten(text: &str, size: f64, max_width: f64) -> String {
    if text_width(text, size) <= max_width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut width = text_width("\u{2026}", size);
    if width > max_width {
        return kept;
    }
    for c in text.chars() {
        width += f64::from(advance(c)) * size / 100.0;
        if width > max_width {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('\u{2026}');
    kept
}

/// Breaks text into at most `max_lines` lines; what does not fit on the last one is shortened.
///
/// Lines break at spaces, and within a word (as in Chinese) only where it is longer than a line.
#[must_use]
pub fn wrap(text: &str, size: f64, max_width: f64, max_lines: usize) -> Vec<String> {
    let mut rest = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines = Vec::new();
    while !rest.is_empty() && lines.len() < max_lines {
        if lines.len() + 1 == max_lines || text_width(&rest, size) <= max_width {
            lines.push(shorten(&rest, size, max_width));
            break;
        }
        let mut width = 0.0;
        let mut last_space = None;
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            if c == ' ' {
                last_space = Some(at);
            }
            width += f64::from(advance(c)) * size / 100.0;
            if width > max_width && at > 0 {
                end = last_space.unwrap_or(at);
                break;
            }
        }
        let tail = rest.split_off(end).trim_start().to_owned();
        lines.push(rest);
        rest = tail;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_control_characters_are_harmless() {
        assert_eq!(escape("<a href=\"x\">'&'"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
        assert_eq!(escape("a\u{0}b\nc\u{202e}d\u{85}"), "a b cd ");
    }

    #[test]
    fn long_text_is_shortened_to_its_room() {
        let short = shorten("Khorgos - Eastern Gate dry port", 12.0, 80.0);
        assert!(short.ends_with('\u{2026}') && text_width(&short, 12.0) <= 80.0, "{short}");
        assert_eq!(shorten("Aktau", 12.0, 80.0), "Aktau");
        assert_eq!(shorten("Aktau", 12.0, 2.0), "");
    }

    #[test]
    fn wrapping_keeps_every_line_in_its_room() {
        let lines = wrap("Chongqing Yuzui to Tashkent Chukursay by block train", 12.0, 130.0, 4);
        assert!(lines.len() > 1);
        assert_eq!(lines.join(" "), "Chongqing Yuzui to Tashkent Chukursay by block train");
        let unbroken = wrap(&"重庆鱼嘴".repeat(20), 12.0, 130.0, 3);
        assert_eq!(unbroken.len(), 3);
        for line in lines.iter().chain(&unbroken) {
            assert!(text_width(line, 12.0) <= 130.0, "{line}");
        }
        assert!(wrap("  ", 12.0, 130.0, 3).is_empty());
    }
}
