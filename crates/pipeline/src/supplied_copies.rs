//! Segments that another program found, as copies of the tumour's cells that a case holds.

use std::collections::BTreeMap;

use marv_annotate::BoundBundle;
use marv_karyotype::tp53::LocusPolicy;
use marv_model::{
    copy_number::{CopyNumberGene, CopyNumberSegment, SuppliedCopies},
    genome::{Contigs, Interval, bare_name},
    structure::Segment,
};

/// The copies; `male` where the patient's sex is known.
///
/// RULE: thresholds as for the locus of TP53 ([`LocusPolicy`]); a mean between them tells no whole number, and a ratio tells a loss
/// and never that there is none. Programs count X and Y of a male, and their common ends, in different ways: there only the loss
/// of every copy is told.
pub(crate) fn of(
    segments: &[Segment],
    male: Option<bool>,
    contigs: &Contigs,
    bundle: Option<&BoundBundle>,
) -> SuppliedCopies {
    let told: Vec<(Interval, CopyNumberSegment)> =
        segments.iter().map(|one| (one.interval, segment(one, male, contigs))).collect();
    let genes = bundle.map_or_else(BTreeMap::new, gene_spans);
    let gene = |(name, span): (&str, Interval)| {
        let here = told.iter().filter(|(interval, one)| one.changed && interval.overlaps(&span));
        let (total, one) = here.filter_map(|(_, one)| Some((one.total?, one))).min_by_key(|(total, _)| *total)?;
        let share = one.cell_fraction.unwrap_or(1.0);
        Some(CopyNumberGene { gene: name.to_owned(), total, minor: one.minor, cell_fraction: share })
    };
    SuppliedCopies {
        genes: genes.into_iter().filter_map(gene).collect(),
        segments: told.into_iter().map(|(_, one)| one).collect(),
    }
}

/// The panel's genes with the stretch that their coding exons span.
pub(crate) fn gene_spans(bundle: &BoundBundle) -> BTreeMap<&str, Interval> {
    let mut spans: BTreeMap<&str, Interval> = BTreeMap::new();
    for coding in bundle.coding_intervals() {
        let span = spans.entry(&coding.gene).or_insert(coding.interval);
        let (start, end) = (span.start().min(coding.interval.start()), span.end().max(coding.interval.end()));
        if span.contig() == coding.interval.contig() {
            *span = Interval::new(span.contig(), start, end).unwrap_or(*span);
        }
    }
    spans
}

fn segment(one: &Segment, male: Option<bool>, contigs: &Contigs) -> CopyNumberSegment {
    let contig = contigs.name(one.interval.contig()).to_owned();
    let sex = matches!(bare_name(&contig), "X" | "Y");
    let policy = LocusPolicy::default();
    let observed = one.total_copies.or_else(|| one.log2_ratio.map(|ratio| 2.0 * ratio.exp2()));
    let mean = observed.map(|copies| of_clone(copies, 2.0, one));
    let total = mean.and_then(|copies| whole(copies, policy.deletion_below, policy.no_deletion_from));
    // A ratio as of a pure sample: what is not lost by it may be lost in fewer cells.
    let total = total.filter(|copies| one.total_copies.is_some() || *copies < 2);
    let total = total.filter(|copies| !sex || male == Some(false) || *copies == 0);
    let minor = one.minor_copies.map(|copies| of_clone(copies, 1.0, one));
    let minor = minor.and_then(|copies| whole(copies, policy.minor_lost_below, policy.minor_kept_from));
    CopyNumberSegment {
        contig,
        start: one.interval.start() + 1,
        end: one.interval.end(),
        log2_ratio: one.log2_ratio.unwrap_or(0.0),
        balance: None,
        sample_copies: observed.unwrap_or(2.0),
        total,
        minor: minor.filter(|_| total.is_some()),
        cell_fraction: one.cell_fraction,
        confidence: 1.0,
        inherited: 2,
        changed: total != Some(2) || minor == Some(0),
    }
}

/// Copies of the cells that differ, where the mean is over all of the tumour's cells.
fn of_clone(copies: f64, normal: f64, segment: &Segment) -> f64 {
    match segment.cell_fraction {
        Some(share) if share > 0.0 && share < 1.0 => (normal - (normal - copies) / share).max(0.0),
        _ => copies,
    }
}

/// The whole number of copies; none between the mean from which on one is lost and that from which on none is.
fn whole(copies: f64, lost_below: f64, kept_from: f64) -> Option<u8> {
    if !copies.is_finite() || copies < 0.0 || (lost_below..kept_from).contains(&copies) {
        return None;
    }
    let rounded = copies.round().min(f64::from(u8::MAX));
    // Above the threshold a mean that rounds down is still kept, as 1.8 of 2 is.
    (0..=u8::MAX).find(|whole| f64::from(*whole) >= rounded)
}

#[cfg(test)]
mod tests {
    use marv_model::genome::{Contig, ContigId};

    use super::*;

    fn contigs() -> Contigs {
        Contigs::new([Contig::new("chr6", 170_805_979), Contig::new("chrX", 156_040_895)]).unwrap()
    }

    fn given(contig: u32, total: Option<f64>, minor: Option<f64>, log2: Option<f64>, share: Option<f64>) -> Segment {
        Segment {
            interval: Interval::new(ContigId(contig), 0, 40_000_000).unwrap(),
            total_copies: total,
            minor_copies: minor,
            log2_ratio: log2,
            cell_fraction: share,
        }
    }

    fn told(one: &Segment, male: Option<bool>) -> (Option<u8>, Option<u8>, bool) {
        let copies = of(std::slice::from_ref(one), male, &contigs(), None);
        let segment = &copies.segments[0];
        (segment.total, segment.minor, segment.changed)
    }

    #[test]
    fn copies_are_whole_numbers_or_unknown() {
        for (total, minor, expected) in [
            (2.0, Some(1.0), (Some(2), Some(1), false)),
            (2.0, Some(0.0), (Some(2), Some(0), true)),
            (1.02, Some(0.03), (Some(1), Some(0), true)),
            (0.1, Some(0.0), (Some(0), Some(0), true)),
            (1.6, Some(0.6), (None, None, true)), // between one and two: unclear, and so never unchanged
            (1.85, Some(0.9), (Some(2), Some(1), false)),
            (4.1, Some(1.0), (Some(4), Some(1), true)),
        ] {
            assert_eq!(told(&given(0, Some(total), minor, None, None), None), expected, "{total} {minor:?}");
        }
    }

    /// By hand: 1.7 copies on the mean of cells of which 30 % differ: 2 - 0.3 / 0.3 = 1.
    #[test]
    fn a_clone_s_loss_is_told_as_its_own() {
        assert_eq!(told(&given(0, Some(1.7), Some(0.7), None, Some(0.3)), None), (Some(1), Some(0), true));
    }

    /// 2^-1 is half of the copies; 2^0 excludes nothing, since the share of tumour cells is not known.
    #[test]
    fn a_ratio_tells_a_loss_and_never_its_absence() {
        assert_eq!(told(&given(0, None, None, Some(-1.0), None), None), (Some(1), None, true));
        assert_eq!(told(&given(0, None, None, Some(0.0), None), None), (None, None, true));
    }

    #[test]
    fn one_x_of_a_male_is_no_loss_and_without_a_sex_nothing_is_known() {
        let x = given(1, Some(1.0), Some(0.0), None, None);
        assert_eq!(told(&x, Some(true)).0, None);
        assert_eq!(told(&x, None).0, None);
        assert_eq!(told(&x, Some(false)), (Some(1), Some(0), true));
        assert_eq!(told(&given(1, Some(0.0), None, None, None), Some(true)).0, Some(0));
    }
}
