//! Diagnostics as text for people: the line with a mark below it, what was expected, a hint.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use landbridge_model::Severity;

use crate::diagnostic::Diagnostic;
use crate::sources::Sources;

/// Characters of a line kept behind the place, at most.
const AROUND: usize = 80;

/// Characters of a line shown; the renderer cuts on both sides of the mark.
const WIDTH: usize = 140;

/// Where the text of a file can be had again, by the names diagnostics use.
pub trait SourceText {
    /// The bytes of a file, if they can be had.
    fn bytes(&self, file: &str) -> Option<Cow<'_, [u8]>>;
}

/// A corridor folder with its overlays, as given to [`load`](crate::load).
#[derive(Clone, Copy)]
pub struct Layers<'a> {
    /// The base.
    pub base: &'a dyn Sources,
    /// The overlays.
    pub overlays: &'a [&'a dyn Sources],
}

impl SourceText for Layers<'_> {
    fn bytes(&self, file: &str) -> Option<Cow<'_, [u8]>> {
        for (idx, overlay) in self.overlays.iter().enumerate() {
            if let Some(file) = file.strip_prefix(&format!("overlay{}/", idx + 1)) {
                return overlay.read(file).ok();
            }
        }
        self.base.read(file).ok()
    }
}

/// Text for files that cannot be had: diagnostics are rendered without their line.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoText;

impl SourceText for NoText {
    fn bytes(&self, _file: &str) -> Option<Cow<'_, [u8]>> {
        None
    }
}

/// A diagnostic with its line and a mark below it, without colours. Lines longer than a screen are cut around
/// the place.
#[must_use]
pub fn render(diagnostic: &Diagnostic, text: &dyn SourceText) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(plain(&diagnostic.message)).id(diagnostic.code.code);
    let mut group: Group<'_> = match window(diagnostic, text) {
        Some(window) => {
            let label = diagnostic.expected.as_ref().map_or_else(
                || diagnostic.code.title.to_owned(),
                |expected| format!("expected {}", plain(expected)),
            );
            let annotation = AnnotationKind::Primary.span(window.start..window.end).label(label);
            let snippet = Snippet::source(window.line)
                .line_start(window.number)
                .path(diagnostic.file.to_string())
                .fold(false);
            title.element(snippet.annotation(annotation))
        }
        None => {
            let origin = annotate_snippets::Origin::path(diagnostic.file.to_string())
                .line(usize::try_from(diagnostic.line).unwrap_or(usize::MAX))
                .char_column(usize::try_from(diagnostic.column).unwrap_or(usize::MAX));
            let group = title.element(origin);
            match &diagnostic.expected {
                Some(expected) => group.element(Level::NOTE.message(format!("expected {}", plain(expected)))),
                None => group,
            }
        }
    };
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.with_name("hint").message(plain(hint)));
    }
    Renderer::plain().term_width(WIDTH).render(&[group])
}

/// Text of a file in a message must not move the cursor.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A line up to somewhat behind the place, and the bytes in it that are marked.
struct Window {
    line: String,
    number: usize,
    start: usize,
    end: usize,
}

fn window(diagnostic: &Diagnostic, text: &dyn SourceText) -> Option<Window> {
    let bytes = text.bytes(&diagnostic.file)?;
    let number = usize::try_from(diagnostic.line).ok()?;
    let line = bytes.split(|byte| *byte == b'\n').nth(number.checked_sub(1)?)?;
    let column = usize::try_from(diagnostic.column).ok()?.checked_sub(1)?;
    let length = usize::try_from(diagnostic.length.unwrap_or(1)).ok()?;
    // Only what may be shown is decoded: four bytes are the most a character has. What stands before the place is
    // kept for its column; lines are bounded where places lie far to the right.
    let needed = column.saturating_add(length).saturating_add(AROUND).saturating_mul(4).min(line.len());
    let decoded = String::from_utf8_lossy(line.get(..needed)?);
    let length = length.min(AROUND);
    let mut window = Window { line: String::new(), number, start: 0, end: 0 };
    for (idx, character) in decoded.chars().enumerate() {
        if idx == column {
            window.start = window.line.len();
        }
        if idx >= column.saturating_add(length).saturating_add(AROUND) {
            window.line.push('…');
            break;
        }
        if character == '\r' {
            continue;
        }
        window.line.push(if character.is_control() { ' ' } else { character });
        if idx >= column && idx < column.saturating_add(length) {
            window.end = window.line.len();
        }
    }
    // A string or list is marked with its closing quote or bracket.
    let close = match window.line.get(window.start..).and_then(|rest| rest.chars().next()) {
        Some('"') => Some('"'),
        Some('[') => Some(']'),
        _ => None,
    };
    let inside = window.start.saturating_add(1);
    let found = close.and_then(|close| window.line.get(inside..)?.find(close));
    if let Some(offset) = found {
        window.end = window.end.max(inside.saturating_add(offset).saturating_add(1));
    }
    // A place behind the last character is marked there.
    if decoded.chars().nth(column).is_none() {
        window.start = window.line.len();
    }
    window.end = window.end.max(window.start);
    Some(window)
}
