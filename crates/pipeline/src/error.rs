//! What can stop a job, and whose fault it is: the input's, the caller's or the machine's.

use std::path::{Path, PathBuf};

use marv_ingest::error::Problem;

/// A job that stopped. [`Error::exit_code`] is the command line's answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input file cannot be used.
    #[error(transparent)]
    Input(#[from] marv_ingest::Error),
    /// A case file, a setting or a stored case cannot be used.
    #[error("{file}{}: {problem}\n  what to do: {advice}", field.as_ref().map(|f| format!(", {f}")).unwrap_or_default())]
    File {
        /// Which file.
        file: String,
        /// Which field of it.
        field: Option<String>,
        /// What was found and what was expected.
        problem: String,
        /// What to do.
        advice: String,
    },
    /// The call makes no sense as a whole.
    #[error("{problem}\n  what to do: {advice}")]
    Usage {
        /// What does not fit together.
        problem: String,
        /// What to do.
        advice: String,
    },
    /// A text that was to be written holds what must not get out.
    #[error(
        "{path}: {place}what looks like a civil registration number (CPR) would have been written, so nothing was\n  what to do: \
         take it out of the inputs' names and texts"
    )]
    Private {
        /// Where.
        path: String,
        /// Which line of it, where that is known.
        place: String,
    },
    /// The machine failed: disk, memory, permissions of the output.
    #[error(
        "{path}: could not {action}: {source}\n  what to do: check the free space and the permissions, then run again"
    )]
    Machine {
        /// Where.
        path: String,
        /// What was tried.
        action: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Error {
    /// 1 wrong input, 2 wrong use, 3 the machine failed.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Input(_) | Error::File { .. } => 1,
            Error::Usage { .. } => 2,
            Error::Machine { .. } | Error::Private { .. } => 3,
        }
    }
    /// The machine failed at `path`.
    pub(crate) fn machine(path: &Path, action: &'static str, source: std::io::Error) -> Self {
        Error::Machine { path: show(path), action, source }
    }
    /// An output could not be written: where the system refused, that is the machine's failure.
    pub(crate) fn output(error: marv_ingest::Error) -> Self {
        match *error.problem {
            Problem::Io(source) => Error::Machine { path: show(&error.file), action: "write it", source },
            problem => Error::Input(marv_ingest::Error { problem: Box::new(problem), ..error }),
        }
    }
    /// `file` is at fault.
    pub(crate) fn file(
        path: &Path,
        field: Option<&str>,
        problem: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Error::File {
            file: show(path),
            field: field.map(str::to_owned),
            problem: marv_ingest::privacy::redact(&problem.into()).into_owned(),
            advice: advice.into(),
        }
    }
}

/// A path for people, without anything that looks like a civil registration number.
pub(crate) fn show(path: &Path) -> String {
    marv_ingest::privacy::redact(&path.display().to_string()).into_owned()
}

/// A file's name without its folders, as outputs may show it; a name that is hidden keeps its ending.
pub(crate) fn file_name(path: &Path) -> String {
    let name = PathBuf::from(path.file_name().unwrap_or(path.as_os_str())).display().to_string();
    match marv_ingest::privacy::redact_name(&name) {
        std::borrow::Cow::Borrowed(hidden) if hidden != name => {
            let ending = path.extension().map_or_else(String::new, |ending| format!(".{}", ending.display()));
            format!("{hidden}{}", marv_ingest::privacy::redact_name(&ending))
        }
        shown => shown.into_owned(),
    }
}
