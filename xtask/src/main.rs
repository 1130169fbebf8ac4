//! The project's chores. Each writes what is generated, or with `--check` holds it to what is committed.

mod bench;
mod codes;
mod report;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's chores
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Regenerate the reports of the shipped corridors under docs/reports
    Report {
        /// Change nothing; fail with a diff if a page is not what the corridor gives
        #[arg(long)]
        check: bool,
    },
    /// Regenerate docs/diagnostics.md from the codes
    Codes {
        /// Change nothing; fail if the page is out of date
        #[arg(long)]
        check: bool,
    },
    /// Measure the searches beside their peers and write docs/benchmarks.md; takes minutes
    Bench {
        /// Smaller instances and fewer runs
        #[arg(long)]
        quick: bool,
        /// Without the peers in Python, which pip installs
        #[arg(long)]
        no_peers: bool,
        /// One section of the page; the others stay as they are
        #[arg(long)]
        only: Option<bench::Section>,
    },
}

/// Whether a chore writes or checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Write,
    Check,
}

impl Mode {
    fn of(check: bool) -> Self {
        if check { Self::Check } else { Self::Write }
    }
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore talks to the terminal")]
fn main() -> ExitCode {
    let done = match Args::parse().chore {
        Chore::Report { check } => report::run(Mode::of(check)),
        Chore::Codes { check } => codes::run(Mode::of(check)),
        Chore::Bench { quick, no_peers, only } => bench::run(quick, !no_peers, only),
    };
    match done {
        Ok(said) => {
            println!("{}", said.trim_end());
            ExitCode::SUCCESS
        }
        Err(said) => {
            eprintln!("{}", said.trim_end());
            ExitCode::FAILURE
        }
    }
}
