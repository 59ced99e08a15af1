//! What a laboratory already knows: its karyotype and its segments, read and turned into findings.

use std::path::Path;

use marv_annotate::BoundBundle;
use marv_ingest::segments;
use marv_karyotype::{Fidelity, Karyotype, tp53};
use marv_model::{
    case::KaryotypeGiven,
    cytogenetics::CytogeneticFindings,
    genome::{Contigs, Interval},
    structure::Segment,
    tp53::Tp53Locus,
};

use crate::Error;

/// A laboratory's results, as far as they were given.
#[derive(Debug)]
pub(crate) struct Laboratory {
    pub(crate) karyotype: Option<KaryotypeGiven>,
    pub(crate) cytogenetics: CytogeneticFindings,
    segments: Option<Vec<Segment>>,
}

impl Laboratory {
    /// Reads what was given; nothing given leaves everything unknown.
    pub(crate) fn read(iscn: Option<&str>, segments: Option<&Path>, contigs: &Contigs) -> Result<Self, Error> {
        let (karyotype, cytogenetics) = match iscn {
            None => (None, CytogeneticFindings::unknown()),
            Some(iscn) => {
                let reading = Karyotype::read(iscn);
                let given = KaryotypeGiven {
                    iscn: iscn.to_owned(),
                    read_as: (reading.fidelity != Fidelity::Unparsed).then(|| reading.karyotype.to_string()),
                    fidelity: reading.fidelity.to_string(),
                    warnings: reading.warnings.iter().map(ToString::to_string).collect(),
                };
                (Some(given), reading.cytogenetics())
            }
        };
        let segments = segments.map(|path| segments::read(path, contigs)).transpose()?;
        Ok(Self { karyotype, cytogenetics, segments })
    }

    /// What is known of the TP53 locus from both.
    pub(crate) fn tp53_locus(&self, bundle: Option<&BoundBundle>) -> Tp53Locus {
        let banded = if self.karyotype.is_some() {
            tp53::locus_from_cytogenetics(&self.cytogenetics)
        } else {
            Tp53Locus::not_examined()
        };
        match (&self.segments, bundle.and_then(tp53_interval)) {
            (Some(segments), Some(interval)) => {
                let measured = tp53::locus_from_segments(segments, interval, &tp53::LocusPolicy::default());
                tp53::combined(&measured, &banded)
            }
            _ => banded,
        }
    }
}

/// From the first to the last coding base of TP53.
fn tp53_interval(bundle: &BoundBundle) -> Option<Interval> {
    let mut exons =
        bundle.coding_intervals().iter().filter(|coding| &*coding.gene == "TP53").map(|coding| coding.interval);
    let first = exons.next()?;
    let (start, end) =
        exons.fold((first.start(), first.end()), |(start, end), exon| (start.min(exon.start()), end.max(exon.end())));
    Interval::new(first.contig(), start, end).ok()
}
