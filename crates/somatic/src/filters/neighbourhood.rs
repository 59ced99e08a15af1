//! What stands around it. Hotspots and the targets of somatic hypermutation are only flagged: in lymphoid cancers real
//! mutations cluster.

use super::{Case, Judged};

/// Mutect2 allows two more on the haplotype or three in the region.
pub(super) fn clustered(case: &Case<'_>) -> Judged {
    Judged::at_most(f64::from(case.neighbours), f64::from(case.thresholds().max_cluster)).or_exempt(case.exempt)
}

/// Mutect2: more than one other allele with strong odds.
pub(super) fn multiallelic(case: &Case<'_>) -> Judged {
    Judged::at_most(f64::from(case.other_alleles), f64::from(case.thresholds().max_other_alleles))
        .or_exempt(case.exempt)
}
