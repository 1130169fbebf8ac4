#![doc = include_str!("../README.md")]

// In reading order: the arguments, how a corridor is opened and checked, what of it is asked about, what each
// command does, and how the report is written and held to what is committed.
mod args;
mod load_args;
mod route_args;

mod open;

mod failure;
mod known;
mod shipments;

mod commands;
mod loading;
mod refusal;
mod routing;
mod trains;

mod report_folder;

mod codes;

use std::ffi::OsString;
use std::io::Write;

use clap::Parser as _;

pub use codes::{all_codes, codes_page};
pub use commands::full_report;
pub use open::{OpenError, check_corridor, open_folder, open_shipped};
pub use report_folder::{Difference, FolderError, differences, write_report};

/// Runs the program on arguments, the program's name first, and returns its exit code: 0 for done, 1 for a
/// corridor with errors or an answer that does not exist, 2 for a question that was not understood.
pub fn run<I, T>(arguments: I, out: &mut dyn Write, err: &mut dyn Write) -> u8
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let args = match args::Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            let text = error.render();
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = if code == 0 { write!(out, "{text}") } else { write!(err, "{text}") };
            return code;
        }
    };
    match commands::execute(&args, out) {
        Ok(code) => code,
        Err(failure) => {
            let _ = writeln!(err, "{}", failure.text.trim_end());
            failure.code
        }
    }
}
