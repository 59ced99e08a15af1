//! Which calls a report lists.

use marv_model::{
    annotation::{Consequence, Impact, TranscriptConsequence},
    call::Forced,
};

use crate::decide::Judged;

/// Whether the report lists a call; `annotated` where the genome's build has gene models.
///
/// RULE: of the calls that pass, those that change a panel gene's protein or its splicing, those that do so to another gene
/// which the department's knowledge tells to be one of cancer, and hotspots; of the others,
/// hotspots that reads show, which must never be dropped silently (filters.md, section 6). All else is in the VCF.
/// Without gene models nothing says which calls matter, so every call that passes is listed, as far as [`most_certain`].
pub(crate) fn reportable(judged: &Judged, annotated: bool) -> bool {
    let hotspot = judged.call.forced == Some(Forced::Hotspot);
    if judged.call.passes() {
        hotspot || !annotated || judged.cancer_gene || judged.of_panel().any(matters)
    } else {
        hotspot && judged.call.tumour.alternate >= HOTSPOT_READS && !inherited(judged)
    }
}

/// The most calls that a report lists where nothing says which of them matter.
pub(crate) const MOST_LISTED: usize = 200;

/// Of more calls than a report lists those with the highest quality, in the order of the genome; and how many there were.
pub(crate) fn most_certain(mut kept: Vec<Judged>) -> (Vec<Judged>, usize) {
    let all = kept.len();
    if all > MOST_LISTED {
        kept.sort_by(|a, b| {
            let quality = |judged: &Judged| judged.call.posterior.quality().0;
            quality(b).total_cmp(&quality(a)).then_with(|| a.call.variant.cmp(&b.call.variant))
        });
        kept.truncate(MOST_LISTED);
        kept.sort_by(|a, b| a.call.variant.cmp(&b.call.variant));
    }
    (kept, all)
}

/// Whether a call that a filter holds back is still too likely to let its kind be called absent.
///
/// RULE: at least three fragments, and a posterior of one in ten or more for a somatic allele: a person must look.
pub(crate) fn unclear(judged: &Judged) -> bool {
    const FRAGMENTS: u32 = 3;
    const POSTERIOR: f64 = 0.1;
    !judged.call.passes()
        && judged.call.tumour.alternate >= FRAGMENTS
        && judged.call.posterior.somatic >= POSTERIOR
        && judged.of_panel().any(|consequence| !consequence.rules.is_empty())
}

/// Fragments from which a filtered hotspot is listed. One or two of them in a deep genome are expected from sequencing
/// error alone at some of the bundle's hotspots.
const HOTSPOT_READS: u32 = 3;

/// The normal carries it as one carries what is inherited.
fn inherited(judged: &Judged) -> bool {
    judged.call.posterior.germline > 0.99
}

/// Whether a consequence is of the kind that a report lists.
pub(crate) fn matters(consequence: &TranscriptConsequence) -> bool {
    const SPLICING: [Consequence; 2] = [Consequence::SpliceDonor5thBaseVariant, Consequence::SpliceRegionVariant];
    consequence.consequences.iter().any(|term| term.impact() <= Impact::Moderate || SPLICING.contains(term))
}

/// The consequence to report a call on: the annotator's first, a panel gene's MANE Select before all.
pub(crate) fn principal(judged: &Judged) -> Option<&TranscriptConsequence> {
    judged.consequences().next()
}

/// How people call it: `p.(Arg175His)`, or `c.` where no protein is told, or the alleles.
pub(crate) fn label(judged: &Judged) -> String {
    let variant = &judged.call.variant;
    called(principal(judged), variant.reference().as_str(), variant.alternate().as_str())
}

/// The same of alleles with their consequence: never nothing, or a gene that holds them would be told to hold none.
pub(crate) fn called(consequence: Option<&TranscriptConsequence>, reference: &str, alternate: &str) -> String {
    consequence
        .and_then(|told| told.hgvs_p.clone().or_else(|| told.hgvs_c.clone()))
        .unwrap_or_else(|| format!("{reference}>{alternate}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_name_by_a_transcript_is_called_by_its_alleles() {
        assert_eq!(called(None, "C", "CT"), "C>CT");
    }
}
