//! Commands of a run on many machines: sweep, gather.

use std::path::Path;

use super::{Answer, Failure, say, work};
use crate::{
    arguments::{Common, GatherArguments, SweepArguments},
    log::Log,
};

pub(super) fn sweep(arguments: SweepArguments, common: &Common, log: &Log) -> Answer {
    let settings = work::with_pair(work::settings(common), &arguments.pair);
    let case = work::case_of(arguments.pair)?;
    let shard = marv::sweep_shard(&case, &settings, &arguments.out, log)?;
    say(&format!("{} bases in {} regions: {}", shard.bases, shard.regions, arguments.out.display()))
}

pub(super) fn gather(arguments: GatherArguments, common: &Common, log: &Log) -> Answer {
    let mut settings = work::with_pair(work::settings(common), &arguments.pair);
    settings.shards = arguments.shards;
    let case = work::whole_case(arguments.case.as_deref(), arguments.pair, arguments.about)?;
    if is_variants(&arguments.out) {
        return work::call_into(&case, &settings, &arguments.out, arguments.ledger.as_deref(), log);
    }
    if arguments.ledger.is_some() {
        return Err(Failure::usage("--ledger goes with calls (--out calls.vcf.gz); a run's folder has its own"));
    }
    work::run_into(&case, settings, &arguments.out, log)
}

/// Whether the name is that of a file of variants, and not of a folder.
fn is_variants(out: &Path) -> bool {
    let name = out.to_string_lossy();
    name == "-" || [".vcf", ".vcf.gz", ".bcf"].iter().any(|ending| name.ends_with(ending))
}
