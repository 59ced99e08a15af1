//! The command line. Thin: every command is one call of the library `marv`, and what it says to people.
//!
//! Exit codes: 0 done; 1 the input is wrong; 2 usage; 3 the machine failed.

mod arguments;
mod commands;
mod log;

use std::{
    io::Write,
    panic,
    process::ExitCode,
    sync::{Mutex, PoisonError},
};

use clap::Parser;

use crate::{arguments::Arguments, commands::Failure, log::Log};

/// What the last panic said. Decoders of other people's formats may panic on hostile files; the library turns that into
/// an error about the file, and so nothing is printed here before it is known that nobody did.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let log = Log::new(&arguments.common);
    panic::set_hook(Box::new(|fault| *last_panic() = fault.to_string()));
    let answer = panic::catch_unwind(panic::AssertUnwindSafe(|| commands::run(arguments, &log)));
    let failure = match answer {
        Ok(Ok(code)) => return code,
        Ok(Err(failure)) => failure,
        Err(_) => Failure {
            code: 3,
            message: format!("a fault of Marv itself, please report it: {}", last_panic().replace('\n', " ")),
        },
    };
    // A closed stderr must not hide the exit code.
    let _ = writeln!(std::io::stderr().lock(), "marv: {}", marv::marv_ingest::privacy::redact(&failure.message));
    ExitCode::from(failure.code)
}

fn last_panic() -> std::sync::MutexGuard<'static, String> {
    LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner)
}
