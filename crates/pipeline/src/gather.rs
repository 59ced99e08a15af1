//! Shards: the one pass over some regions on one machine, and the regions of several machines gathered to one run.
//!
//! Nothing that is learned depends on how the genome was cut, so the gathered run gives the bytes of a run on one machine.

use std::path::{Path, PathBuf};

use marv_ingest::regions::Regions;
use marv_model::genome::{Contigs, Interval};

use crate::{
    CaseFile, Error, Settings,
    error::{file_name, show},
    evidence_store::EvidenceStore,
    inputs::Pair,
    progress::Progress,
    run::{Job, folder_of},
    shard_file::{Origin, ShardFile, ShardWriter},
    sweep::sweep,
};

/// Stretches named in a message before it says how many more there are.
const SHOWN: usize = 5;

/// What a shard holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SweptShard {
    /// Regions of work.
    pub regions: usize,
    /// Bases of the genome.
    pub bases: u64,
}

/// Sweeps the case's regions into one shard of evidence, which `out` names. It holds what small variants and structure
/// need; [`Settings::shards`] of a later [`call`](crate::call) or [`run_case`](crate::run_case) takes it up.
///
/// ```no_run
/// use marv::{CaseFile, Settings, call, progress::Silent, sweep_shard};
///
/// let whole = CaseFile::read("case.toml".as_ref())?;
/// let part = CaseFile { regions: Some("chr17.bed".into()), ..whole.clone() };
/// sweep_shard(&part, &Settings::default(), "chr17.evidence".as_ref(), &Silent)?;
/// // ... the other parts, elsewhere; then, with all of them:
/// let settings = Settings { shards: vec!["chr17.evidence".into()], ..Settings::default() };
/// call(&whole, &settings, "calls.vcf.gz".as_ref(), None, &Silent)?;
/// # Ok::<(), marv::Error>(())
/// ```
pub fn sweep_shard(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    progress: &dyn Progress,
) -> Result<SweptShard, Error> {
    let settings = &Settings { structure: true, shards: Vec::new(), ..settings.clone() };
    let pair = Pair::open(file, settings, progress)?;
    let job = Job::new(file, settings, &pair, progress)?;
    let regions = pair.regions(settings.region_size);
    let store = EvidenceStore::nameless(&folder_of(out), "")?;
    sweep(&pair, &job.panel, &regions, &store, settings, &job.pool, progress)?;
    let mut shard = ShardWriter::create(out, &job.origin()?, pair.contigs(), &regions)?;
    for number in (0u32..).take(regions.len()) {
        let lost = || Error::machine(out, "write the shard", std::io::Error::other("a region's evidence is lost"));
        shard.put(&store.get(number)?.ok_or_else(lost)?)?;
    }
    shard.finish()?;
    Ok(SweptShard { regions: regions.len(), bases: Regions::new(regions).bases() })
}

/// Shards that together are one run's, opened.
pub(crate) struct Shards {
    files: Vec<ShardFile>,
    /// Of all shards, in the genome's order, with the number of the shard.
    regions: Vec<(Interval, usize)>,
}

impl Shards {
    /// Opens the shards of a run whose own evidence would be of `own` and `wanted`. Refused when one is of other inputs,
    /// settings or versions, when two hold the same bases, and when together they leave out bases or have more.
    pub(crate) fn open(paths: &[PathBuf], own: &Origin, wanted: &[Interval], contigs: &Contigs) -> Result<Self, Error> {
        let files = paths.iter().map(|path| ShardFile::open(path, contigs)).collect::<Result<Vec<_>, _>>()?;
        for file in &files {
            let reasons = file.origin.unlike(own);
            if !reasons.is_empty() {
                let advice = "sweep it again with this version, these files and these settings";
                return Err(Error::file(&file.path, None, reasons.join("; "), advice));
            }
        }
        let mut regions: Vec<(Interval, usize)> = Vec::new();
        for (number, file) in files.iter().enumerate() {
            regions.extend(file.regions.iter().map(|region| (*region, number)));
        }
        regions.sort_unstable();
        for pair in regions.windows(2) {
            let [(one, first), (other, second)] = [pair[0], pair[1]];
            if one.overlaps(&other) {
                let there = one.intersection(&other).unwrap_or(other);
                let problem = format!("{} is also in {}", contigs.show(&there), file_name(&files[first].path));
                let advice = "give each shard once, and shards of regions that do not overlap";
                return Err(Error::file(&files[second].path, Some("regions"), problem, advice));
            }
        }
        let (held, asked) =
            (Regions::new(regions.iter().map(|(region, _)| *region)), Regions::new(wanted.iter().copied()));
        let [missing, more] = [without(&asked, &held), without(&held, &asked)];
        let shards = || paths.iter().map(|path| show(path)).collect::<Vec<_>>().join(", ");
        if !missing.is_empty() {
            let problem = format!("regions are in none of the shards: {}", listed(&missing, contigs));
            return Err(Error::File {
                file: shards(),
                field: None,
                problem,
                advice: "sweep these regions too, give the shards of all machines, or restrict the run with --regions"
                    .into(),
            });
        }
        if !more.is_empty() {
            let problem = format!("the shards hold regions that are not asked for: {}", listed(&more, contigs));
            let advice = "give the BED of the whole run as --regions, or none where the whole genome was swept".into();
            return Err(Error::File { file: shards(), field: None, problem, advice });
        }
        Ok(Self { files, regions })
    }

    /// The regions of the run, in the genome's order.
    pub(crate) fn regions(&self) -> Vec<Interval> {
        self.regions.iter().map(|(region, _)| *region).collect()
    }

    /// Puts each region's evidence into the run's store, under its number in [`regions`](Self::regions).
    pub(crate) fn fill(mut self, store: &EvidenceStore) -> Result<(), Error> {
        for (number, file) in self.files.iter_mut().enumerate() {
            // In the file as in the genome, so that its regions come in the order of their numbers.
            for (region, (_, of)) in (0u32..).zip(&self.regions) {
                if *of == number {
                    store.put(region, &file.next()?)?;
                }
            }
        }
        Ok(())
    }
}

/// The parts of `regions` that `others` leave out.
fn without(regions: &Regions, others: &Regions) -> Vec<Interval> {
    let mut rest = Vec::new();
    for region in regions.iter() {
        let mut from = region.start();
        for other in others.intersect(region) {
            rest.extend(Interval::new(region.contig(), from, other.start()).ok().filter(|part| !part.is_empty()));
            from = other.end();
        }
        rest.extend(Interval::new(region.contig(), from, region.end()).ok().filter(|part| !part.is_empty()));
    }
    rest
}

fn listed(regions: &[Interval], contigs: &Contigs) -> String {
    let bases: u64 = regions.iter().map(|region| u64::from(region.length())).sum();
    let shown: Vec<String> = regions.iter().take(SHOWN).map(|region| contigs.show(region).to_string()).collect();
    let more = regions.len().saturating_sub(SHOWN);
    let and = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{and} ({bases} bases)", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use marv_model::genome::ContigId;

    use super::*;

    fn interval(contig: u32, start: u32, end: u32) -> Interval {
        Interval::new(ContigId(contig), start, end).unwrap()
    }

    #[test]
    fn what_is_left_out_is_told_to_the_base() {
        let all = Regions::new([interval(0, 0, 100), interval(1, 10, 20)]);
        let some = Regions::new([interval(0, 0, 30), interval(0, 31, 90)]);
        assert_eq!(without(&all, &some), [interval(0, 30, 31), interval(0, 90, 100), interval(1, 10, 20)]);
        assert_eq!(without(&some, &all), []);
        assert_eq!(without(&all, &all), []);
    }
}
