//! Road graphs in the format of the ninth DIMACS challenge.
//!
//! A `.gr` file holds one weight per arc; several files of one road network, such as distance and travel
//! time, list the same arcs in the same order and are [combined](combine) into one graph.
//! The files count nodes from 1; a [`Graph`] counts from 0.
//!
//! # Source
//! 9th DIMACS Implementation Challenge, shortest paths, file formats (2006).

use std::io::BufRead;

use thiserror::Error;

use crate::graph::{Arc, Graph, GraphError};

/// One `.gr` file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Number of nodes.
    pub nodes: u32,
    /// Arcs in the order of the file, with nodes counted from 0: from, to, weight.
    pub arcs: Vec<(u32, u32, u32)>,
}

/// Why a file cannot be read, or files do not belong together.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DimacsError {
    /// Reading failed.
    #[error("line {line} cannot be read")]
    Read {
        /// Line, counted from 1.
        line: u64,
        /// What the reader said.
        source: std::io::Error,
    },
    /// A line is none of `c`, `p sp NODES ARCS` and `a FROM TO WEIGHT`.
    #[error("line {line} is neither a comment nor `p sp NODES ARCS` nor `a FROM TO WEIGHT`")]
    Line {
        /// Line, counted from 1.
        line: u64,
    },
    /// A number is not a whole number of the allowed size.
    #[error("line {line} has `{text}` where a whole number from {least} to {most} is needed")]
    Number {
        /// Line, counted from 1.
        line: u64,
        /// What is there.
        text: String,
        /// Smallest number allowed.
        least: u32,
        /// Largest number allowed.
        most: u32,
    },
    /// An arc comes before the problem line, or there is none.
    #[error("line {line} comes before `p sp NODES ARCS`")]
    NoProblem {
        /// Line, counted from 1; the line after the last if the file ends without one.
        line: u64,
    },
    /// A second problem line.
    #[error("line {line} is a second `p` line")]
    SecondProblem {
        /// Line, counted from 1.
        line: u64,
    },
    /// The file has another number of arcs than it announces.
    #[error("{announced} arcs are announced, {found} are there")]
    ArcCount {
        /// What the problem line says.
        announced: u32,
        /// How many arc lines there are.
        found: u64,
    },
    /// Files with different numbers of nodes or arcs.
    #[error("file {file} has {nodes} nodes and {arcs} arcs, unlike the first")]
    Size {
        /// Position of the file, counted from 1.
        file: usize,
        /// Its nodes.
        nodes: u32,
        /// Its arcs.
        arcs: usize,
    },
    /// Files that list different arcs.
    #[error("arc {arc} of file {file} does not join the nodes it joins in the first")]
    Arc {
        /// Position of the file, counted from 1.
        file: usize,
        /// Position of the arc, counted from 1.
        arc: usize,
    },
    /// The arcs do not make a graph.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

/// Reads a `.gr` file.
///
/// # Errors
/// A line that is not understood, a number out of range (weights are 0 to 2^32 - 1), or a wrong count of arcs.
///
/// # Example
/// ```
/// use landbridge_pareto::dimacs;
/// let distance = dimacs::read("p sp 2 1\na 1 2 803\n".as_bytes()).unwrap();
/// let time = dimacs::read("c travel time\np sp 2 1\na 1 2 2008\n".as_bytes()).unwrap();
/// let graph = dimacs::combine([distance, time]).unwrap();
/// assert_eq!(graph.arcs()[0].weights, [803, 2008]);
/// ```
pub fn read(mut reader: impl BufRead) -> Result<Column, DimacsError> {
    let mut text = String::new();
    let mut line = 0;
    let mut column: Option<(Column, u32)> = None;
    loop {
        line += 1;
        text.clear();
        if reader.read_line(&mut text).map_err(|source| DimacsError::Read { line, source })? == 0 {
            break;
        }
        let mut words = text.split_ascii_whitespace();
        match words.next() {
            None | Some("c") => {}
            Some("p") => {
                let (Some("sp"), Some(nodes), Some(arcs), None) =
                    (words.next(), words.next(), words.next(), words.next())
                else {
                    return Err(DimacsError::Line { line });
                };
                if column.is_some() {
                    return Err(DimacsError::SecondProblem { line });
                }
                let nodes = number(line, nodes, 0, u32::MAX)?;
                column = Some((Column { nodes, arcs: Vec::new() }, number(line, arcs, 0, u32::MAX)?));
            }
            Some("a") => {
                let (Some(from), Some(to), Some(weight), None) =
                    (words.next(), words.next(), words.next(), words.next())
                else {
                    return Err(DimacsError::Line { line });
                };
                let Some((column, _)) = &mut column else { return Err(DimacsError::NoProblem { line }) };
                let from = number(line, from, 1, column.nodes)? - 1;
                let to = number(line, to, 1, column.nodes)? - 1;
                column.arcs.push((from, to, number(line, weight, 0, u32::MAX)?));
            }
            Some(_) => return Err(DimacsError::Line { line }),
        }
    }
    let Some((column, announced)) = column else { return Err(DimacsError::NoProblem { line }) };
    let found = column.arcs.len() as u64;
    if found != u64::from(announced) {
        return Err(DimacsError::ArcCount { announced, found });
    }
    Ok(column)
}

fn number(line: u64, text: &str, least: u32, most: u32) -> Result<u32, DimacsError> {
    match text.parse() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        _ => Err(DimacsError::Number { line, text: text.to_owned(), least, most }),
    }
}

/// Combines files of the same arcs into a graph with one criterion per file.
///
/// # Errors
/// Files whose arcs differ in number, order or ends.
pub fn combine<const K: usize>(columns: [Column; K]) -> Result<Graph<K>, DimacsError> {
    let Some(first) = columns.first() else { return Ok(Graph::from_arcs(0, [])?) };
    for (column, file) in columns.iter().zip(1..) {
        if column.nodes != first.nodes || column.arcs.len() != first.arcs.len() {
            return Err(DimacsError::Size { file, nodes: column.nodes, arcs: column.arcs.len() });
        }
        let differs = |(a, b): (&(u32, u32, u32), &(u32, u32, u32))| (a.0, a.1) != (b.0, b.1);
        if let Some(place) = column.arcs.iter().zip(&first.arcs).position(differs) {
            return Err(DimacsError::Arc { file, arc: place + 1 });
        }
    }
    let arcs = first.arcs.iter().enumerate().map(|(place, &(from, to, _))| {
        let weights = std::array::from_fn(|k| columns[k].arcs[place].2);
        Arc { from, to, weights }
    });
    Ok(Graph::from_arcs(first.nodes, arcs)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        read(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn bad_files_are_refused_with_their_line() {
        let cases = [
            ("", "line 1 comes before `p sp NODES ARCS`"),
            ("a 1 2 3\n", "line 1 comes before `p sp NODES ARCS`"),
            ("p sp 2 1\np sp 2 1\n", "line 2 is a second `p` line"),
            ("p sp 2 1\na 1 3 5\n", "line 2 has `3` where a whole number from 1 to 2 is needed"),
            ("p sp 2 1\na 0 1 5\n", "line 2 has `0` where a whole number from 1 to 2 is needed"),
            ("p sp 2 1\na 1 2 -5\n", "line 2 has `-5` where a whole number from 0 to 4294967295 is needed"),
            ("p sp 2 2\na 1 2 5\n", "2 arcs are announced, 1 are there"),
            (
                "p sp 2 1\na 1 2 5 6\n",
                "line 2 is neither a comment nor `p sp NODES ARCS` nor `a FROM TO WEIGHT`",
            ),
            ("q\n", "line 1 is neither a comment nor `p sp NODES ARCS` nor `a FROM TO WEIGHT`"),
        ];
        for (text, message) in cases {
            assert_eq!(refused(text), message);
        }
        assert!(read(&b"c \xff\n"[..]).unwrap_err().to_string().starts_with("line 1 cannot be read"));
    }

    #[test]
    fn files_of_other_arcs_are_refused() {
        let file = |text: &str| read(text.as_bytes()).unwrap();
        let first = file("p sp 2 1\na 1 2 5\n");
        let turned = combine([first.clone(), file("p sp 2 1\na 2 1 5\n")]).unwrap_err();
        assert_eq!(turned.to_string(), "arc 1 of file 2 does not join the nodes it joins in the first");
        let larger = combine([first, file("p sp 3 1\na 1 2 5\n")]).unwrap_err();
        assert_eq!(larger.to_string(), "file 2 has 3 nodes and 1 arcs, unlike the first");
    }
}
