//! The program.

use std::io::{Write as _, stderr, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = landbridge::run(std::env::args_os(), &mut out, &mut err);
    // A reader that closes the pipe early is not an error.
    let _ = stdout().write_all(&out);
    let _ = stderr().write_all(&err);
    ExitCode::from(code)
}
