//! Copies of the cells that a segment's change is in, as FACETS gives them, become the tumour's means.

use marv_model::{
    genome::{Contigs, bare_name},
    structure::Segment,
};

/// Copies that a cell inherits, and those of its rarer allele.
const INHERITED: (f64, f64) = (2.0, 1.0);

/// Takes `cell_fraction` as the share of the sample's cells that have the segment's copies, and gives each segment the mean
/// copies of a tumour cell and the share of the tumour's cells.
///
/// METHOD: the largest share that a changed autosome shows is the tumour's, its purity. A segment that nothing has changed,
/// of which FACETS gives the share 1 or none, keeps its copies; so do X and Y, of which the sex says what is inherited.
pub(super) fn to_means(segments: &mut [Segment], contigs: &Contigs) {
    let changed = |segment: &Segment| {
        let autosome = bare_name(contigs.name(segment.interval.contig())).parse::<u8>().is_ok();
        let copies = segment.total_copies?;
        let is = |one: f64, whole: f64| (one - whole).abs() < 1e-6;
        let normal = is(copies, INHERITED.0) && segment.minor_copies.is_none_or(|minor| is(minor, INHERITED.1));
        segment.cell_fraction.filter(|share| autosome && !normal && *share > 0.0)
    };
    let purity = segments.iter().filter_map(changed).fold(0.0, f64::max);
    for segment in segments {
        let Some(share) = changed(segment).map(|share| (share / purity).min(1.0)) else {
            segment.cell_fraction = None;
            continue;
        };
        let mean = |copies: f64, inherited: f64| share * copies + (1.0 - share) * inherited;
        segment.total_copies = segment.total_copies.map(|copies| mean(copies, INHERITED.0));
        segment.minor_copies = segment.minor_copies.map(|copies| mean(copies, INHERITED.1));
        segment.cell_fraction = Some(share);
    }
}
