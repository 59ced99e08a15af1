//! The structure of a genome: copies and junctions, and `marv structure`, which measures them alone.

use std::{fs, path::Path};

use marv_ingest::{junction_panel::JunctionPanel, variants::SampleNames};
use marv_karyotype::virtual_karyotype::MeasuredGenome;
use marv_model::{
    case::Estimate, copy_number::CopyNumberResult, rearrangement::RearrangementResult, structure::JunctionCall,
    virtual_karyotype::VirtualKaryotypeResult,
};
use marv_somatic::Learned;
use marv_structure::copy::{CopyNumber, CopySegment};

use super::{
    job::{Gathered, Job},
    names::{columns, names},
    with_case,
};
use crate::{
    CaseFile, CytogeneticsPolicy, Error, Settings,
    error::file_name,
    evidence_store::EvidenceStore,
    inputs::Pair,
    laboratory::Laboratory,
    lesions::{self, Structural, WholeGenome},
    progress::Progress,
    rearrangements::{self, Measured, Models, Stretch, rearrangement_result},
    structure::{copy_number, copy_number_result, write_copy_number, write_figure},
    virtual_karyotype::{measured_genome, virtual_karyotype_result, write_karyotype},
};

/// The structure of a tumour's genome.
#[derive(Debug, Clone)]
pub struct Structure {
    /// Copy number and purity.
    pub copies: CopyNumber,
    /// Junctions, those that a filter holds back and the inherited ones among them.
    pub junctions: Vec<JunctionCall>,
    /// The karyotype that these imply; none where no copies were assessed, and on a build without bands.
    pub karyotype: Option<VirtualKaryotypeResult>,
}

/// Copy number, purity and rearrangements of a pair: `segments.tsv`, `segments.seg`, `purity.tsv`, `arms.tsv`, `genes.tsv`,
/// `genome.svg`, `structural.vcf.gz` and `karyotype.txt` in the folder `out`.
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
    let values = copy_number_result(&copies, pair.contigs(), None);
    write_figure(out, &values)?;
    let found = lesions::find(&Structural {
        contigs: pair.contigs(),
        calls: &measured.calls,
        reach: Some(&measured.reach),
        supplied: &[],
        segments: &[],
        purity: copies.fit.purity(),
        genome: WholeGenome::of(&values),
        kmt2a: copies.steps.first().copied().flatten(),
    });
    let models = Models { contigs: pair.contigs(), knowledge: job.panel.knowledge.as_ref() };
    let found = rearrangement_result(&measured.calls, &found, models)?;
    let genome = measured_genome(&values, &found, pair.contigs(), pair.normal.is_some());
    let karyotype = genome.map(|genome| virtual_karyotype_result(&genome, &values, false));
    write_karyotype(out, karyotype.as_ref())?;
    Ok(Structure { copies, junctions: measured.calls, karyotype })
}

/// What a genome's structure is to a case.
pub(super) struct InCase {
    /// With what was measured beside it, and with the genome's karyotype where guidelines take that.
    pub(super) laboratory: Laboratory,
    pub(super) found: lesions::Found,
    pub(super) rearrangements: RearrangementResult,
    pub(super) copy_number: CopyNumberResult,
    pub(super) karyotype: Option<VirtualKaryotypeResult>,
    /// By substitutions and by fusions that recur.
    pub(super) tumour_in_normal: Option<Estimate>,
}

/// Measures a genome's structure, writes its files into the folder `out`, and reads the findings off it.
pub(super) fn in_case(
    job: &Job<'_>,
    out: &Path,
    evidence: (u32, &EvidenceStore, &Learned),
    laboratory: Laboratory,
) -> Result<InCase, Error> {
    let contigs = job.pair.contigs();
    let looked_for = lesions::looked_for(contigs);
    let (copies, Measured { calls, reach, tumour_in_normal }) = measure(job, out, evidence, &looked_for, "marv run")?;
    let segments = copies.segments.iter().map(CopySegment::segment).collect();
    let passing = calls.iter().filter(|call| call.passes()).map(|call| call.junction.clone()).collect();
    let laboratory = laboratory.with_measured(segments, passing);
    let copy_number = copy_number_result(&copies, contigs, job.panel.bundle.as_ref());
    write_figure(out, &copy_number)?;
    let found = lesions::find(&Structural {
        contigs,
        calls: &calls,
        reach: Some(&reach),
        supplied: laboratory.supplied_junctions(),
        segments: laboratory.segments(),
        purity: copies.fit.purity(),
        genome: WholeGenome::of(&copy_number),
        kmt2a: copies.steps.first().copied().flatten(),
    });
    let models = Models { contigs, knowledge: job.panel.knowledge.as_ref() };
    let rearrangements = rearrangement_result(&calls, &found, models)?;
    let genome = measured_genome(&copy_number, &rearrangements, contigs, job.pair.normal.is_some());
    let (laboratory, karyotype) = with_karyotype(laboratory, genome.as_ref(), &copy_number, job.settings.cytogenetics);
    write_karyotype(out, karyotype.as_ref())?;
    Ok(InCase { laboratory, found, rearrangements, copy_number, karyotype, tumour_in_normal })
}

/// The karyotype that the genome implies, and the laboratory with it where guidelines take it.
fn with_karyotype(
    laboratory: Laboratory,
    genome: Option<&MeasuredGenome>,
    copies: &CopyNumberResult,
    policy: CytogeneticsPolicy,
) -> (Laboratory, Option<VirtualKaryotypeResult>) {
    let Some(genome) = genome else { return (laboratory, None) };
    let laboratory = match policy {
        CytogeneticsPolicy::LaboratoryElseGenome => laboratory.with_genome(genome),
        CytogeneticsPolicy::LaboratoryOnly => laboratory,
    };
    let karyotype = virtual_karyotype_result(genome, copies, laboratory.is_by_genome());
    (laboratory, Some(karyotype))
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
    let panel = job.file.panel_of_junctions.as_deref();
    let panel = panel.map(|path| JunctionPanel::read(path, pair.contigs())).transpose()?;
    let mut measured = rearrangements::junctions(pair, regions, store, learned, settings, looked_for, panel.as_ref())?;
    let breaks = rearrangements::breaks(&measured.calls);
    let carriers = rearrangements::carriers(&measured.calls);
    let found = (breaks.as_slice(), carriers.as_slice());
    let learned = &Learned { tumour_in_normal: measured.tumour_in_normal, ..learned.clone() };
    let copies = copy_number(pair, regions, store, learned, settings, found, &job.pool, job.progress)?;
    rearrangements::set_cell_fractions(&mut measured.calls, &copies);
    let SampleNames { tumour, normal } = columns(names(pair));
    let tumour = tumour.as_deref().unwrap_or("TUMOUR");
    write_copy_number(out, &copies, pair.contigs(), job.panel.bundle.as_ref(), tumour)?;
    let reference_name = file_name(&job.file.reference);
    let by = (reference_name.as_str(), command);
    rearrangements::write_structural(
        out,
        &measured.calls,
        pair,
        (tumour, normal.as_deref()),
        by,
        job.panel.knowledge.as_ref(),
    )?;
    Ok((copies, measured))
}
