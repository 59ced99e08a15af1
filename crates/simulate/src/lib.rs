//! Tumour/normal pairs with a written truth, and calls against a truth.
//!
//! **Design.** A [`Scenario`] says everything; what is drawn follows from its seed by named streams, so that a pair is
//! the same on any machine, and a window's reads do not depend on which other windows are asked for. The genome is a
//! reference in a file, or one generated at GRCh38's coordinates with open reading frames and the true bases at the
//! places that matter. Cells are populations with their own copies of two haplotypes; the fraction expected of each
//! variant is worked out from the same table that fragments are drawn from.
//!
//! ```no_run
//! use marv_simulate::{ReferenceChoice, demo_scenario, simulate};
//!
//! let pair = simulate(&demo_scenario(), &ReferenceChoice::Generated, "demo".as_ref(), &|_| ())?;
//! println!("{} {} {}", pair.tumour.display(), pair.normal.display(), pair.somatic_truth.display());
//! # Ok::<(), marv_simulate::Error>(())
//! ```

mod bundle;
mod catalogue;
mod count;
mod donor;
mod error;
pub mod evaluate;
mod library;
mod presets;
pub mod reference;
pub mod scenario;
mod streams;
mod truth;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use marv_ingest::reference::{FastaWriter, Reference};
use marv_model::{
    genome::{Contigs, Interval},
    sequence::ReferenceSource,
};

pub use bundle::embedded_catalogue;
pub use catalogue::{Catalogue, KnownMutation};
pub use donor::{Population, Populations, SampleKind};
pub use error::Error;
pub use evaluate::{Evaluation, Options as EvaluationOptions, evaluate};
pub use presets::{bench_scenario, demo_scenario};
pub use scenario::Scenario;
pub use truth::TrueVariant;

use donor::Donor;
use reference::GeneratedGenome;

/// The genome that a pair comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceChoice {
    /// Generated at GRCh38's coordinates; the pair's folder holds it, with N outside of the regions.
    Generated,
    /// A FASTA with its index.
    File(PathBuf),
}

/// The files of a pair. All lie in one folder, but for a reference that was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulated {
    /// FASTA, blocked gzip, with `.fai` and `.gzi` beside it.
    pub reference: PathBuf,
    /// BAM, sorted by position, with `.bai` beside it.
    pub tumour: PathBuf,
    /// BAM, sorted by position, with `.bai` beside it.
    pub normal: PathBuf,
    /// VCF: acquired variants with the fraction expected in each sample.
    pub somatic_truth: PathBuf,
    /// VCF: inherited variants.
    pub germline_truth: PathBuf,
    /// TSV: copy number of the clones.
    pub segments_truth: PathBuf,
    /// TSV: junctions, with the share of the tumour sample's cells that have them.
    pub junctions_truth: PathBuf,
    /// BED: where reads lie.
    pub regions: PathBuf,
    /// TOML: the scenario with every default written out.
    pub scenario: PathBuf,
    /// The acquired variants as values.
    pub somatic: Vec<TrueVariant>,
    /// Records in the tumour's and in the normal's file.
    pub records: [u64; 2],
}

/// How far a simulation has come. `done` and `total` are bases of the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The reference is being written.
    Reference {
        /// Written.
        done: u64,
        /// To write.
        total: u64,
    },
    /// The reads of both samples are being written.
    Reads {
        /// Finished, both samples together.
        done: u64,
        /// Both samples together.
        total: u64,
    },
}

/// Makes a pair in the folder `out`, which is made where absent. Files appear whole or not at all; files of an earlier
/// pair in the folder are replaced. Tumour and normal are written at once, a thread each.
pub fn simulate(
    scenario: &Scenario,
    reference: &ReferenceChoice,
    out: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Simulated, Error> {
    scenario.check()?;
    fs::create_dir_all(out).map_err(|error| Error::file(out, error))?;
    let catalogue = embedded_catalogue()?;
    match reference {
        ReferenceChoice::Generated => {
            let genome = GeneratedGenome::new(scenario.seed, &catalogue.genes, &catalogue.anchors);
            let donor = Donor::new(scenario, genome.contigs(), &genome, &catalogue)?;
            let path = out.join("reference.fa.gz");
            write_reference(&genome, &donor.regions, &path, progress)?;
            write_pair(scenario, &donor, &genome, path, out, progress)
        }
        ReferenceChoice::File(path) => {
            let file = Reference::open(path)?;
            let donor = Donor::new(scenario, file.contigs(), &file, &catalogue)?;
            write_pair(scenario, &donor, &file, path.clone(), out, progress)
        }
    }
}

/// Whole contigs, with bases in the regions and N elsewhere.
fn write_reference(
    genome: &GeneratedGenome,
    regions: &[Interval],
    path: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<(), Error> {
    const STRIDE: u32 = 1 << 20;
    let total = regions.iter().map(|region| u64::from(region.length())).sum();
    let mut done = 0;
    let mut writer = FastaWriter::create(path)?;
    for (id, contig) in genome.contigs().iter() {
        writer.start_contig(&contig.name)?;
        let mut at = 0;
        for region in regions.iter().filter(|region| region.contig() == id) {
            writer.push_n(region.start() - at)?;
            at = region.start();
            while at < region.end() {
                let next = (at + STRIDE).min(region.end());
                let stretch = Interval::new(id, at, next)?;
                let bases = genome.bases(stretch).ok_or_else(|| {
                    Error::scenario(
                        "regions",
                        format!("{} lies outside of the genome", genome.contigs().show(&stretch)),
                    )
                })?;
                writer.push(&bases)?;
                done += u64::from(next - at);
                at = next;
                progress(Progress::Reference { done, total });
            }
        }
        writer.push_n(contig.length - at)?;
    }
    writer.finish()?;
    Ok(())
}

fn write_pair(
    scenario: &Scenario,
    donor: &Donor,
    source: &(dyn ReferenceSource + Sync),
    reference: PathBuf,
    out: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Simulated, Error> {
    let names = [format!("{}-tumour", scenario.name), format!("{}-normal", scenario.name)];
    let samples = [names[0].as_str(), names[1].as_str()];
    let (tumour, normal) = (out.join("tumour.bam"), out.join("normal.bam"));
    let total = 2 * donor.regions.iter().map(|region| u64::from(region.length())).sum::<u64>();
    let finished = AtomicU64::new(0);
    let done = |bases: u32| {
        let done = finished.fetch_add(u64::from(bases), Ordering::Relaxed) + u64::from(bases);
        progress(Progress::Reads { done, total });
    };
    let write = |sample: SampleKind, path: &Path| {
        library::write_sample(scenario, donor, source, sample, samples[sample as usize], path, &done)
    };
    let (first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| write(SampleKind::Normal, &normal));
        let first = write(SampleKind::Tumour, &tumour);
        (first, second.join())
    });
    let second = second.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let records = [first?.records, second?.records];
    let somatic = truth::somatic(donor);
    Ok(Simulated {
        somatic_truth: truth::write_file(
            &out.join("truth.somatic.vcf"),
            &truth::somatic_vcf(donor, &somatic, samples),
        )?,
        germline_truth: truth::write_file(&out.join("truth.germline.vcf"), &truth::germline_vcf(donor, samples))?,
        segments_truth: truth::write_file(&out.join("truth.segments.tsv"), &truth::segments_tsv(scenario))?,
        junctions_truth: truth::write_file(&out.join("truth.junctions.tsv"), &truth::junctions_tsv(donor))?,
        regions: truth::write_file(&out.join("regions.bed"), &truth::regions_bed(&donor.contigs, &donor.asked))?,
        scenario: truth::write_file(&out.join("scenario.toml"), &scenario.to_toml()?)?,
        records,
        reference,
        tumour,
        normal,
        somatic,
    })
}

/// The intervals that a scenario's regions stand for on GRCh38, in order and merged.
pub fn scenario_regions(scenario: &Scenario) -> Result<(Contigs, Vec<Interval>), Error> {
    let contigs = Contigs::grch38();
    let regions = donor::asked(scenario, &contigs, &embedded_catalogue()?)?;
    Ok((contigs, regions))
}
