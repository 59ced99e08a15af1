//! The command line. Thin: every command is one call of the library `marv`, and what it says to people.
//!
//! Exit codes: 0 done; 1 the input is wrong; 2 usage; 3 the machine failed.

mod arguments;
mod commands;
mod log;

use std::{io::Write, process::ExitCode};

use clap::Parser;

use crate::{arguments::Arguments, log::Log};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let log = Log::new(&arguments.common);
    match commands::run(arguments, &log) {
        Ok(code) => code,
        Err(failure) => {
            // A closed stderr must not hide the exit code.
            let _ = writeln!(std::io::stderr().lock(), "marv: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}
