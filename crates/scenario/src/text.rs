//! Bytes to text: encoding, line ends, limits; and places in it.

use std::sync::Arc;

use crate::codes;
use crate::log::{At, Log, Words};
use crate::sources::FILE_BYTES_MAX;

/// Longest line that is read, in bytes.
pub(crate) const LINE_BYTES_MAX: usize = 64 * 1024;

/// A file that is text, with LF at the end of every line.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) file: Arc<str>,
    pub(crate) content: String,
    lines: Vec<usize>,
}

impl Text {
    /// Reads bytes as text. `None` where nothing can be made of them; the reason is in the log.
    pub(crate) fn read(file: &Arc<str>, bytes: &[u8], log: &mut Log) -> Option<Self> {
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > FILE_BYTES_MAX {
            let words = Words::new(format!("the file has {} bytes", bytes.len()))
                .expected(format!("at most {FILE_BYTES_MAX}"));
            log.push(&codes::F004, file, At::START, words);
            return None;
        }
        if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = bytes {
            let words = Words::new("the file is UTF-16").expected("UTF-8").hint("save it as UTF-8");
            log.push(&codes::F006, file, At::START, words);
            return None;
        }
        let (bytes, shift) = match bytes {
            [0xef, 0xbb, 0xbf, rest @ ..] => {
                let words = Words::new("the file begins with a byte order mark")
                    .hint("save it as UTF-8 without BOM; spreadsheets call the other one `CSV UTF-8`");
                log.push(&codes::F007, file, At::START, words);
                (rest, true)
            }
            _ => (bytes, false),
        };
        let content = match std::str::from_utf8(bytes) {
            Ok(content) => content,
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok());
                let at = end_of(good.unwrap_or(""));
                let byte = bytes.get(error.valid_up_to()).copied().unwrap_or(0);
                let words = Words::new(format!("byte {byte:#04x} is not UTF-8"))
                    .expected("UTF-8")
                    .hint("the file may be Latin-1, GBK or Windows-1251; save it as UTF-8");
                log.push(&codes::F006, file, at, words);
                return None;
            }
        };
        if let Some(idx) = control_character(content) {
            let (before, after) = content.split_at(idx);
            let code = after.chars().next().map_or(0, u32::from);
            let words = Words::new(format!("control character U+{code:04X} in text"))
                .hint("the file may be damaged, or no text at all");
            log.push(&codes::F008, file, end_of(before), words);
            return None;
        }
        let content = plain_line_ends(file, content, log)?;
        let text = Self { file: Arc::clone(file), lines: line_starts(&content), content };
        text.check_lines(shift, log).then_some(text)
    }

    fn check_lines(&self, shift: bool, log: &mut Log) -> bool {
        if self.content.trim().is_empty() {
            let words = Words::new("the file is empty")
                .hint("a table without rows has its header line, a TOML file without tables a comment");
            // A byte order mark alone has been reported.
            if !shift || !self.content.is_empty() {
                log.push(&codes::F010, &self.file, At::START, words);
            }
            return false;
        }
        for (idx, start) in self.lines.iter().enumerate() {
            let end = self.lines.get(idx + 1).copied().unwrap_or(self.content.len());
            if end - start > LINE_BYTES_MAX {
                let words = Words::new(format!("the line has {} bytes", end - start))
                    .expected(format!("at most {LINE_BYTES_MAX}"))
                    .hint("a quote that is never closed swallows lines");
                let line = u32::try_from(idx + 1).unwrap_or(u32::MAX);
                log.push(&codes::F005, &self.file, At { line, column: 1, length: 0 }, words);
                return false;
            }
        }
        if !self.content.ends_with('\n') {
            let words = Words::new("the last line does not end with a line feed")
                .hint("the file may have been cut off; if it is complete, end it with a new line");
            log.push(&codes::F011, &self.file, end_of(&self.content), words);
        }
        true
    }

    /// The place of a range of bytes.
    pub(crate) fn at(&self, start: usize, end: usize) -> At {
        let idx = self.lines.partition_point(|line| *line <= start).saturating_sub(1);
        let line_start = self.lines.get(idx).copied().unwrap_or(0);
        let column = self.content.get(line_start..start).map_or(0, |s| s.chars().count());
        let length = self
            .content
            .get(start..end.max(start))
            .map_or(0, |s| s.chars().take_while(|c| *c != '\n').count());
        At {
            line: u32::try_from(idx + 1).unwrap_or(u32::MAX),
            column: u32::try_from(column + 1).unwrap_or(u32::MAX),
            length: u32::try_from(length).unwrap_or(u32::MAX),
        }
    }
}

/// Where the first control character stands that text does not hold.
fn control_character(content: &str) -> Option<usize> {
    // Nearly all text is clean, and bytes are told faster than characters; 0xc2 begins the controls above ASCII.
    let suspect = |b: u8| (b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t')) || b == 0x7f || b == 0xc2;
    if !content.bytes().any(suspect) {
        return None;
    }
    content.find(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

// Columns stay what they are in the file, as only line ends change.
fn plain_line_ends(file: &Arc<str>, content: &str, log: &mut Log) -> Option<String> {
    let Some(idx) = content.find('\r') else {
        return Some(content.to_owned());
    };
    let words = Words::new("the line ends with CR LF, or a carriage return stands in it")
        .expected("LF")
        .hint("save with Unix line ends; in git, `*.csv text eol=lf` in .gitattributes");
    log.push(&codes::F009, file, end_of(content.get(..idx).unwrap_or("")), words);
    let content = content.replace("\r\n", "\n");
    (!content.contains('\r')).then_some(content)
}

fn line_starts(content: &str) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(content.match_indices('\n').map(|(idx, _)| idx + 1).filter(|idx| *idx < content.len()));
    starts
}

/// The place just after a text.
fn end_of(before: &str) -> At {
    let line = before.matches('\n').count() + 1;
    let last = before.rsplit('\n').next().unwrap_or("");
    At {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(last.chars().count() + 1).unwrap_or(u32::MAX),
        length: 0,
    }
}

/// Messages quote input; a line of a hundred megabytes must not come back whole.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or("")),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Option<Text>, Vec<(&'static str, u32, u32)>) {
        let mut log = Log::default();
        let text = Text::read(&Arc::from("x.csv"), bytes, &mut log);
        let found = log.finish().iter().map(|d| (d.code.code, d.line, d.column)).collect();
        (text, found)
    }

    #[test]
    fn places_count_characters() {
        let (text, found) = read("a,重庆,b\nc\n".as_bytes());
        let text = text.unwrap();
        assert!(found.is_empty());
        assert_eq!(text.at(9, 10), At { line: 1, column: 6, length: 1 });
        assert_eq!(text.at(11, 12), At { line: 2, column: 1, length: 1 });
        assert_eq!(text.at(999, 999).line, 2);
    }

    #[test]
    fn bytes_that_are_no_text_are_named() {
        assert_eq!(read(b"a\nb\xe9c\n").1, [("F006", 2, 2)]);
        assert_eq!(read(b"\xff\xfea\0").1, [("F006", 1, 1)]);
        assert_eq!(read(b"ab\0\n").1, [("F008", 1, 3)]);
        assert_eq!(read(b"\xef\xbb\xbfab\n").1, [("F007", 1, 1)]);
        assert_eq!(read(b"").1, [("F010", 1, 1)]);
        assert_eq!(read(b" \n\n").1, [("F010", 1, 1)]);
        assert_eq!(read(b"ab\ncd").1, [("F011", 2, 3)]);
        assert_eq!(read(b"ab\r\ncd\r\n").1, [("F009", 1, 3)]);
        assert!(read(b"ab\r\ncd\r\n").0.is_some_and(|text| text.content == "ab\ncd\n"));
        assert!(read(b"ab\rcd\n").0.is_none());
    }
}
