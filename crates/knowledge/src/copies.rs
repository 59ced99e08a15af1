//! What the segments of a case say of the copies of one gene.

use marv_model::{
    case::Case,
    copy_number::CopyNumberSegment,
    finding::{Finding, NotAssessed},
    genome::{Build, bare_name},
};

/// What is gone of a gene, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lost {
    /// Every copy.
    NoCopy,
    /// Some of the inherited copies.
    OneCopy,
    /// One parent's allele, with as many copies as were inherited or more.
    Allele,
}

impl Lost {
    /// A key of the message catalogue.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::NoCopy => "no_copy",
            Self::OneCopy => "one_copy",
            Self::Allele => "allele_lost",
        }
    }
}

/// A gene's place on GRCh38.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// With the `chr` prefix or without.
    pub(crate) chrom: &'a str,
    /// First base, 1-based.
    pub(crate) start: u32,
    /// Last base.
    pub(crate) end: u32,
}

/// What the case's segments say of the place.
///
/// RULE: the segments that the gene lies in tell, and where they cut it, the gravest: a part lost is a loss. Without a segment,
/// without a copy number that the purity gives, or on another build nothing is known; a gene that is covered whole and
/// unchanged has lost nothing as far as segments show, which a small deletion within it may escape.
pub(crate) fn lost(place: Place<'_>, case: &Case) -> Finding<Lost> {
    let Some(segments) = case.segments() else { return Finding::unknown(NotAssessed::NotExamined) };
    if case.reference.build != Build::Grch38 {
        return Finding::unknown(NotAssessed::NoGeneModels);
    }
    let held: Vec<&CopyNumberSegment> = overlapping(place, segments).collect();
    if held.is_empty() {
        return Finding::unknown(NotAssessed::NotExamined);
    }
    if let Some(gravest) = held.iter().filter_map(|segment| of_segment(segment)).min() {
        return Finding::present(gravest);
    }
    let unclear = held.iter().any(|segment| segment.changed && segment.total.is_none());
    if unclear || !covered(place, &held) { Finding::unknown(NotAssessed::InputUnclear) } else { Finding::absent() }
}

/// Whether the segments over the place tell both parents' alleles apart.
pub(crate) fn alleles_known(place: Place<'_>, case: &Case) -> bool {
    case.segments().is_some_and(|all| overlapping(place, all).all(|segment| segment.minor.is_some()))
}

fn overlapping<'a>(place: Place<'_>, segments: &'a [CopyNumberSegment]) -> impl Iterator<Item = &'a CopyNumberSegment> {
    segments.iter().filter(move |segment| {
        bare_name(&segment.contig) == bare_name(place.chrom) && segment.start <= place.end && place.start <= segment.end
    })
}

fn of_segment(segment: &CopyNumberSegment) -> Option<Lost> {
    match (segment.total?, segment.minor) {
        _ if !segment.changed => None,
        (0, _) => Some(Lost::NoCopy),
        (total, _) if total < segment.inherited => Some(Lost::OneCopy),
        (_, Some(0)) => Some(Lost::Allele),
        _ => None,
    }
}

/// Whether segments in the genome's order, one behind the other, cover the place.
fn covered(place: Place<'_>, held: &[&CopyNumberSegment]) -> bool {
    let mut next = place.start;
    for segment in held {
        if segment.start <= next {
            next = next.max(segment.end.saturating_add(1));
        }
    }
    next > place.end
}
