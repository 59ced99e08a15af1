//! What the number of chromosomes says: ploidy as ALL is grouped by, and loss of Y.

use marv_model::{
    copy_number::CopyNumberResult,
    cytogenetics::{CytogeneticFindings, Lesion, LesionFinding},
    finding::{Finding, NotAssessed},
    genome::bare_name,
    units::AlleleFraction,
};

use super::Structural;
use crate::virtual_karyotype::is_ambiguous;

/// What was measured of a genome as a whole; nothing where its copies were not measured.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WholeGenome {
    /// Amplification within chromosome 21, where it could be assessed.
    pub(crate) iamp21: Option<bool>,
    /// Inherited copies of Y, where they were seen.
    pub(crate) inherited_y: Option<u8>,
    /// Chromosomes of the main clone, before it doubled where it did; none where that is not sure.
    pub(crate) chromosomes: Option<Chromosomes>,
}

/// Chromosomes of a clone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chromosomes {
    /// How many, before doubling.
    pub(crate) number: u32,
    /// Whether it is a hypodiploid clone that has doubled, or may be one.
    pub(crate) doubled: bool,
}

/// As [`CopyNumberResult::ploidy_classes`] names a doubled hypodiploid clone.
const MASKED: &str = "masked_hypodiploid";

impl WholeGenome {
    /// Of measured copies.
    ///
    /// RULE: a doubled hypodiploid clone counts as what it was before it doubled; where depth does not tell the two apart,
    /// it is that either way. A ploidy that is not sure says nothing.
    pub(crate) fn of(copies: &CopyNumberResult) -> Self {
        let masked = copies.ploidy_classes.iter().any(|class| class == MASKED);
        // The first class is that of the copies that are told.
        let is_double = copies.ploidy_classes.first().is_some_and(|class| class == MASKED);
        let alone = copies.ploidy_classes.len() == 1;
        let sure = !is_ambiguous(copies) && (alone || masked);
        let chromosomes = copies
            .chromosomes
            .filter(|_| sure)
            .map(|number| Chromosomes { number: if is_double { number / 2 } else { number }, doubled: masked });
        Self { iamp21: copies.iamp21, inherited_y: copies.sex_chromosomes.map(|[_, y]| y), chromosomes }
    }
}

/// RULE: classes of chromosome number in B-ALL (WHO 5, ICC 2022), as laboratory karyotypes are read.
const CLASSES: [(Lesion, u32, u32); 4] = [
    (Lesion::HighHyperdiploidy, 51, 65),
    (Lesion::NearHaploidy, 24, 31),
    (Lesion::LowHypodiploidy, 32, 39),
    (Lesion::HighHypodiploidy, 40, 43),
];
/// RULE: Y is lost where nine tenths of what is measured of it is, in a tenth of the tumour's cells or more.
const WHOLE: f64 = 0.9;
const CLONE: f64 = 0.1;

/// Reads the lesions into the findings.
pub(super) fn read(structural: &Structural<'_>, into: &mut CytogeneticFindings) {
    if let Some(Chromosomes { number, doubled }) = structural.genome.chromosomes {
        for (lesion, least, most) in CLASSES {
            let there = (least..=most).contains(&number) && !(doubled && lesion == Lesion::HighHyperdiploidy);
            let shown = format!("{number} chromosomes{}", if doubled { ", or twice as many" } else { "" });
            into.set(lesion, if there { Finding::present(vec![shown]) } else { Finding::absent() });
        }
    }
    if let Some(found) = loss_of_y(structural) {
        into.set(Lesion::LossY, found);
    }
}

/// None where nothing is known of Y.
fn loss_of_y(structural: &Structural<'_>) -> Option<LesionFinding> {
    if structural.genome.inherited_y? == 0 {
        return Some(Finding::absent());
    }
    let inherited = f64::from(structural.genome.inherited_y?);
    let (mut lost, mut kept, mut all) = (0.0, 0.0, 0.0);
    for segment in structural.segments {
        if bare_name(structural.contigs.name(segment.interval.contig())) != "Y" {
            continue;
        }
        let Some(copies) = segment.total_copies else { continue };
        let length = f64::from(segment.interval.length());
        all += length;
        lost += if copies <= inherited - CLONE { length } else { 0.0 };
        kept += if copies > inherited - CLONE { length } else { 0.0 };
    }
    let limit = structural.purity.and_then(|purity| AlleleFraction::new((purity * CLONE).min(1.0)).ok());
    Some(match all > 0.0 {
        true if lost >= WHOLE * all => Finding::present(vec!["-Y".to_owned()]),
        true if kept >= WHOLE * all => Finding::Absent { limit_of_detection: limit },
        true => Finding::unknown(NotAssessed::SignificanceUnclear),
        false => Finding::unknown(NotAssessed::NotExamined),
    })
}

#[cfg(test)]
mod tests {
    use marv_model::{
        finding::Status,
        genome::{Contigs, Interval},
        structure::Segment,
    };

    use super::*;

    fn found(genome: WholeGenome, copies_of_y: Option<f64>) -> CytogeneticFindings {
        let contigs = Contigs::grch38();
        let y = contigs.id("chrY").unwrap();
        let segments: Vec<Segment> = copies_of_y
            .map(|copies| Segment {
                interval: Interval::new(y, 2_781_479, 26_000_000).unwrap(),
                total_copies: Some(copies),
                minor_copies: None,
                log2_ratio: None,
                cell_fraction: None,
            })
            .into_iter()
            .collect();
        let structural = Structural { genome, ..Structural::of_segments(&contigs, &segments) };
        let mut into = CytogeneticFindings::unknown();
        read(&structural, &mut into);
        into
    }

    fn with(number: u32, doubled: bool) -> WholeGenome {
        WholeGenome { chromosomes: Some(Chromosomes { number, doubled }), ..WholeGenome::default() }
    }

    #[test]
    fn a_doubled_clone_is_what_it_was_before() {
        let near_haploid = found(with(26, true), None);
        assert_eq!(near_haploid.status(Lesion::NearHaploidy), Status::Present);
        assert_eq!(near_haploid.status(Lesion::HighHyperdiploidy), Status::Absent);
        assert_eq!(found(with(55, false), None).status(Lesion::HighHyperdiploidy), Status::Present);
        assert_eq!(found(with(36, false), None).status(Lesion::LowHypodiploidy), Status::Present);
        assert_eq!(found(with(46, false), None).status(Lesion::NearHaploidy), Status::Absent);
        assert_eq!(found(WholeGenome::default(), None).status(Lesion::NearHaploidy), Status::Unknown);
    }

    #[test]
    fn y_is_lost_where_it_was_inherited() {
        let man = WholeGenome { inherited_y: Some(1), ..WholeGenome::default() };
        let woman = WholeGenome { inherited_y: Some(0), ..WholeGenome::default() };
        let status = |genome, copies| found(genome, copies).status(Lesion::LossY);
        // Lost in seven tenths of the cells.
        assert_eq!(status(man, Some(0.3)), Status::Present);
        assert_eq!(status(man, Some(1.0)), Status::Absent);
        assert_eq!(status(man, None), Status::Unknown);
        assert_eq!(status(woman, None), Status::Absent);
        assert_eq!(status(WholeGenome::default(), Some(0.0)), Status::Unknown);
    }
}
