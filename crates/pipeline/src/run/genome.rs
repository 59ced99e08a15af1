//! The structure of a genome alone: `marv structure`.

use std::{fs, path::Path};

use marv_ingest::variants::SampleNames;
use marv_model::structure::JunctionCall;
use marv_structure::copy::CopyNumber;

use super::{
    job::{Gathered, Job},
    names::{columns, names},
    with_case,
};
use crate::{
    CaseFile, Error, Settings,
    error::file_name,
    inputs::Pair,
    progress::Progress,
    rearrangements,
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
    let mut junctions = rearrangements::junctions(&pair, regions, &store, &learned, settings)?;
    let breaks = rearrangements::breaks(&junctions);
    let copies = copy_number(&pair, regions, &store, &learned, settings, &breaks, &job.pool, progress)?;
    rearrangements::set_cell_fractions(&mut junctions, &copies);
    let SampleNames { tumour, normal } = columns(names(&pair));
    let tumour = tumour.as_deref().unwrap_or("TUMOUR");
    write_copy_number(out, &copies, pair.contigs(), tumour)?;
    let reference_name = file_name(&file.reference);
    let by = (reference_name.as_str(), "marv structure");
    rearrangements::write_structural(out, &junctions, &pair, (tumour, normal.as_deref()), by)?;
    Ok(Structure { copies, junctions })
}
