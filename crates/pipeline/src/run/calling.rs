//! Small variants alone: `marv call` and `marv filter`.

use std::path::Path;

use marv_model::case::CallCounts;
use marv_somatic::Learned;

use super::{
    folder::folder_of,
    job::{Job, Targets},
    with_case,
};
use crate::{CaseFile, Error, Settings, inputs::Pair, progress::Progress};

/// What calling alone gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Called {
    /// How many candidates and calls.
    pub counts: CallCounts,
    /// What was learned of the pair.
    pub learned: Learned,
}

/// Calls the small variants of a pair and writes them as VCF; `out` may be `-` for text on stdout.
pub fn call(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    ledger: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Called, Error> {
    call_or_filter(file, settings, out, ledger, false, progress)
}

/// Recounts the case's supplied variants from the reads, judges them like any other candidate, with how many callers have
/// them as a further hint, and writes them and no others, each with its callers (INFO/CALLERS). What belongs to the whole
/// sample is learned from the whole of the regions, not from the supplied places.
pub fn filter(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    ledger: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Called, Error> {
    if file.variants.is_empty() {
        return Err(crate::filter::nothing_supplied());
    }
    call_or_filter(file, settings, out, ledger, true, progress)
}

fn call_or_filter(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    ledger: Option<&Path>,
    only_supplied: bool,
    progress: &dyn Progress,
) -> Result<Called, Error> {
    let settings = &with_case(settings, file);
    let pair = Pair::open(file, settings, progress)?;
    let job = Job::new(file, settings, &pair, progress)?;
    let scratch = if out == Path::new("-") { std::env::temp_dir() } else { folder_of(out) };
    let targets = Targets { variants: out, ledger, scratch: &scratch, folder: None, only_supplied };
    let outcome = job.call(&targets, |_| false)?;
    Ok(Called { counts: outcome.counts, learned: outcome.learned })
}
