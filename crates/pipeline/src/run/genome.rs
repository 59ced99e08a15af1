//! The structure of a genome: copies and junctions, and `marv structure`, which measures them alone.

use std::{fs, path::Path};

use marv_ingest::variants::SampleNames;
use marv_model::structure::JunctionCall;
use marv_somatic::Learned;
use marv_structure::copy::CopyNumber;

use super::{
    job::{Gathered, Job},
    names::{columns, names},
    with_case,
};
use crate::{
    CaseFile, Error, Settings,
    error::file_name,
    evidence_store::EvidenceStore,
    inputs::Pair,
    progress::Progress,
    rearrangements::{self, Measured, Stretch},
    structure::{copy_number, write_copy_number},
};

/// The structure of a tumour's genome.
#[derive(Debug, Clone)]
pub struct Structure {
    /// Copy number and purity.
    pub copies: CopyNumber,
    /// Junctions, those that a filter holds back and the inherited ones among them.
    pub junctions: Vec<JunctionCall>,
}

/// Copy number, purity and rearrangements of a pair: `segments.tsv`, `segments.seg`, `purity.tsv` and `structural.vcf.gz` in
/// the folder `out`.
pub fn structure(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    progress: &dyn Progress,
) -> Result<Structure, Error> {
    let settings = &Settings { structure: true, ..with_case(settings, file) };
    let pair = Pair::open(file, settings, progress)?;
    fs::create_dir_all(out).map_err(|error| Error::machine(out, "make the folder", error))?;
    let job = Job::new(file, settings, &pair, progress)?;
    let Gathered { learned, store, regions, .. } = job.gather(out, None)?;
    let (copies, measured) = measure(&job, out, (regions, &store, &learned), &[], "marv structure")?;
    Ok(Structure { copies, junctions: measured.calls })
}

/// Copies and junctions from the evidence of the one pass, each with the other's help, and their files in the folder `out`.
pub(super) fn measure(
    job: &Job<'_>,
    out: &Path,
    (regions, store, learned): (u32, &EvidenceStore, &Learned),
    looked_for: &[Stretch],
    command: &str,
) -> Result<(CopyNumber, Measured), Error> {
    let (pair, settings) = (job.pair, job.settings);
    let mut measured = rearrangements::junctions(pair, regions, store, learned, settings, looked_for)?;
    let breaks = rearrangements::breaks(&measured.calls);
    let copies = copy_number(pair, regions, store, learned, settings, &breaks, &job.pool, job.progress)?;
    rearrangements::set_cell_fractions(&mut measured.calls, &copies);
    let SampleNames { tumour, normal } = columns(names(pair));
    let tumour = tumour.as_deref().unwrap_or("TUMOUR");
    write_copy_number(out, &copies, pair.contigs(), tumour)?;
    let reference_name = file_name(&job.file.reference);
    let by = (reference_name.as_str(), command);
    rearrangements::write_structural(out, &measured.calls, pair, (tumour, normal.as_deref()), by)?;
    Ok((copies, measured))
}
