//! The pair, opened and checked: what belongs together does, before an hour is spent on it.

use std::path::Path;

use marv_ingest::{
    alignment::{self, AlignmentFile, AlignmentOptions, BoundAlignment, PairOptions},
    reference::Reference,
    regions::{Regions, shards},
};
use marv_model::genome::{Contigs, Interval};

use crate::{CaseFile, Error, Settings, case_file::SampleFile, progress::Progress};

/// A tumour and its normal on one reference.
#[derive(Debug)]
pub struct Pair {
    /// The reference genome.
    pub reference: Reference,
    /// The cancer.
    pub tumour: BoundAlignment,
    /// The patient's normal; none in tumour-only work.
    pub normal: Option<BoundAlignment>,
    /// Where to look; none for the whole genome.
    pub restrict: Option<Regions>,
}

impl Pair {
    /// Opens and checks every file of a case.
    pub fn open(case: &CaseFile, settings: &Settings, progress: &dyn Progress) -> Result<Self, Error> {
        let reference = Reference::open(&case.reference)?;
        let tumour = open_alignment(&case.tumour, &case.reference, settings)?;
        let normal =
            case.normal.as_ref().map(|normal| open_alignment(normal, &case.reference, settings)).transpose()?;
        let mut warnings = Vec::new();
        if let Some(normal) = &normal {
            warnings.extend(alignment::check_pair(
                &tumour,
                normal,
                PairOptions { accept_same_sample: settings.allow_same_sample },
            )?);
        }
        let bind = |file: &AlignmentFile| -> Result<BoundAlignment, Error> {
            file.require_regions()?;
            Ok(file.bind(reference.contigs())?)
        };
        let tumour = bind(&tumour)?;
        let normal = normal.as_ref().map(bind).transpose()?;
        for bound in std::iter::once(&tumour).chain(&normal) {
            warnings.extend(bound.warnings().iter().cloned());
        }
        for warning in warnings {
            progress.event(crate::progress::Event::Warning { message: warning.message });
        }
        let restrict = case.regions.as_ref().map(|path| Regions::from_bed(path, reference.contigs())).transpose()?;
        Ok(Self { reference, tumour, normal, restrict })
    }

    /// The genome's contigs.
    pub fn contigs(&self) -> &Contigs {
        self.reference.contigs()
    }

    /// The regions of work, in the genome's order, without those that neither file knows.
    pub fn regions(&self, size: u32) -> Vec<Interval> {
        shards(self.contigs(), size, self.restrict.as_ref())
            .into_iter()
            .filter(|region| {
                self.tumour.has_contig(region.contig())
                    || self.normal.as_ref().is_some_and(|normal| normal.has_contig(region.contig()))
            })
            .collect()
    }
}

/// Another person's file, on the pair's reference.
pub(crate) fn bind_sample(
    sample: &SampleFile,
    reference: &Path,
    pair: &Pair,
    settings: &Settings,
) -> Result<BoundAlignment, Error> {
    let file = open_alignment(sample, reference, settings)?;
    file.require_regions()?;
    Ok(file.bind(pair.contigs())?)
}

fn open_alignment(sample: &SampleFile, reference: &Path, settings: &Settings) -> Result<AlignmentFile, Error> {
    let options = AlignmentOptions {
        cram_decoder: settings.cram_decoder,
        reference: Some(reference.to_owned()),
        sample: sample.sample.clone(),
        ..AlignmentOptions::default()
    };
    Ok(AlignmentFile::open(&sample.alignment, &options)?)
}
