//! Each command: its arguments to a call of the library, the answer to stdout.

mod classify;
mod doctor;
mod knowledge;
mod shards;
mod show;
mod sign;
mod work;

use std::{io::Write, process::ExitCode};

use crate::{
    arguments::{Arguments, Command},
    log::Log,
};

/// Why a command ends without success.
pub(crate) struct Failure {
    pub(crate) code: u8,
    pub(crate) message: String,
}

impl From<marv::Error> for Failure {
    fn from(error: marv::Error) -> Self {
        Self { code: error.exit_code(), message: error.to_string() }
    }
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into() }
    }
    pub(crate) fn input(message: impl std::fmt::Display) -> Self {
        Self { code: 1, message: message.to_string() }
    }
}

pub(crate) type Answer = Result<ExitCode, Failure>;

pub(crate) fn run(arguments: Arguments, log: &Log) -> Answer {
    let common = arguments.common;
    match arguments.command {
        Command::Demo(own) => work::demo(&own, &common, log),
        Command::Run(own) => work::run(*own, &common, log),
        Command::Call(own) => work::call(own, &common, log),
        Command::Structure(own) => work::structure(own, &common, log),
        Command::Sweep(own) => shards::sweep(own, &common, log),
        Command::Gather(own) => shards::gather(*own, &common, log),
        Command::Filter(own) => work::filter(own, &common, log),
        Command::Pon(own) => work::panel_of_normals(own, log),
        Command::Annotate(own) => work::annotate(&own, log),
        Command::Simulate(own) => work::simulate(&own, log),
        Command::Evaluate(own) => work::evaluate(&own),
        Command::Report(own) => show::report(&own, log),
        Command::Why(own) => show::why(&own),
        Command::Verify(own) => show::verify(&own),
        Command::Decide(own) => sign::decide(own),
        Command::Sign(own) => sign::sign(own, log),
        Command::Amend(own) => sign::amend(own),
        Command::Diff(own) => sign::diff(&own),
        Command::Reinterpret(own) => sign::reinterpret(&own, log),
        Command::Schema(own) => show::schema(&own),
        Command::Knowledge(own) => knowledge::knowledge(own.command),
        Command::Classify(own) => classify::classify(&own, log),
        Command::Karyotype(own) => classify::karyotype(&own, log),
        Command::Doctor(own) => doctor::doctor(&own),
    }
}

/// Text to stdout. A reader that went away ends the program quietly, as other tools do.
pub(crate) fn say(text: &str) -> Answer {
    let mut out = std::io::stdout().lock();
    let newline = if text.ends_with('\n') { "" } else { "\n" };
    match out.write_all(text.as_bytes()).and_then(|()| out.write_all(newline.as_bytes())).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure { code: 3, message: format!("stdout: {error}") })
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// A value to stdout as JSON.
pub(crate) fn say_json(value: &impl serde::Serialize) -> Answer {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure { code: 3, message: error.to_string() })?;
    say(&text)
}
