//! BAM and CRAM: opened and scanned whole as a run does.

use std::{collections::BTreeMap, path::Path};

use marv_model::{
    case::ReadTally,
    read::{ReadSink, ReadView},
};

use super::{DoctorOptions, diagnosis::Diagnosis};
use crate::{
    alignment::{AlignmentFile, AlignmentFormat, AlignmentOptions, BoundAlignment, CramDecoder, ScanSummary, cram},
    error::Error,
    reference::Reference,
};

/// Counts every record by what it is.
#[derive(Default)]
struct Tally {
    reads: ReadTally,
    unmapped: u64,
    bases: u64,
    reverse: BTreeMap<bool, u64>,
}

impl ReadSink for Tally {
    fn accept(&mut self, read: &ReadView<'_>) {
        let (flags, reads) = (read.flags, &mut self.reads);
        reads.records += 1;
        reads.duplicates += u64::from(flags.is_duplicate());
        reads.secondary += u64::from(flags.is_secondary());
        reads.supplementary += u64::from(flags.is_supplementary());
        reads.qc_fail += u64::from(flags.is_qc_fail());
        reads.unusable += u64::from(read.bases.is_empty() || read.qualities.is_empty());
        self.unmapped += u64::from(flags.is_unmapped());
        self.bases += u64::from(read.reference_length());
        *self.reverse.entry(flags.is_reverse()).or_default() += 1;
    }
}

fn scan(bound: &BoundAlignment) -> Result<(Tally, ScanSummary), Error> {
    let mut tally = Tally::default();
    let summary = bound.scan_whole(&mut [&mut tally])?;
    Ok((tally, summary))
}

/// Reads a BAM or CRAM.
pub(super) fn examine(path: &Path, options: &DoctorOptions, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let options = AlignmentOptions {
        cram_decoder: options.cram_decoder,
        reference: options.reference.clone(),
        ..AlignmentOptions::default()
    };
    let file = AlignmentFile::open(path, &options)?;
    let header = file.header();
    match file.format() {
        AlignmentFormat::Bam => {}
        AlignmentFormat::Cram { major, minor } => diagnosis.know("version", format!("CRAM {major}.{minor}")),
    }
    diagnosis.know("build", header.contigs.build());
    diagnosis.know("contigs", header.contigs.len());
    diagnosis.know("sorted", format!("{:?}", header.sort_order).to_lowercase());
    diagnosis.know("samples", if file.samples().is_empty() { "none".to_owned() } else { file.samples().join(", ") });
    diagnosis.know("read groups", header.read_groups.len());
    let index = file.index_path().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    diagnosis.know("index", index.unwrap_or_else(|| "none".to_owned()));
    for warning in file.warnings() {
        diagnosis.warn(&warning.message, "see whether that was meant");
    }
    if header.contigs.is_empty() {
        diagnosis.error("its header names no contig", "align the reads to a reference first");
        return Ok(());
    }
    if let Err(error) = file.require_regions() {
        diagnosis.warn(&error.problem.to_string(), error.advice.as_deref().unwrap_or("sort it and index it"));
    }
    let contigs = match &options.reference {
        Some(reference) => Reference::open(reference)?.contigs().clone(),
        None => header.contigs.clone(),
    };
    let bound = file.bind(&contigs)?;
    let known = file.warnings().len();
    for warning in bound.warnings().iter().skip(known) {
        diagnosis.warn(&warning.message, "see whether that was meant");
    }
    let (tally, summary) = match scan(&bound) {
        Err(error)
            if cram::gave_up(&error) && options.cram_decoder == CramDecoder::Noodles && cfg!(feature = "htslib") =>
        {
            // The file may be whole: a run reads it by HTSlib, and so does this. Only what the decoder in Rust neither
            // reads nor refuses comes here.
            let options = AlignmentOptions { cram_decoder: CramDecoder::Htslib, ..options.clone() };
            let scanned = scan(&AlignmentFile::open(path, &options)?.bind(&contigs)?)?;
            diagnosis.warn(
                "the decoder in Rust gives up on it, HTSlib reads it whole",
                "leave --cram-decoder at htslib for a run of it",
            );
            scanned
        }
        scanned => scanned?,
    };
    let ReadTally { records, duplicates, secondary, supplementary, qc_fail, unusable, .. } = tally.reads;
    diagnosis.know("records", records + summary.elsewhere);
    for (name, count) in [
        ("unmapped", tally.unmapped),
        ("duplicates", duplicates),
        ("secondary", secondary),
        ("supplementary", supplementary),
        ("failed by the sequencer", qc_fail),
        ("without bases or qualities", unusable),
        ("on contigs that the reference lacks", summary.elsewhere),
    ] {
        if count > 0 {
            diagnosis.know(name, count);
        }
    }
    diagnosis.know("aligned bases", tally.bases);
    let one_strand = tally.reverse.len() == 1;
    if records > 1_000 && one_strand {
        diagnosis.warn("all its reads lie on one strand", "strand filters cannot be applied to it");
    }
    if records == 0 {
        diagnosis.warn("it has no record", "see whether the alignment was cut off");
    }
    Ok(())
}
