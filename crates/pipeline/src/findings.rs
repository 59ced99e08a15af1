//! From calls and what a laboratory knows to the findings that guidelines ask for. Here, and nowhere else, a missing
//! read or a missing karyotype becomes an unknown.

use marv_guidelines::profile::{Marker, MarkerEvidence, MarkerFinding, Profile};
use marv_karyotype::tp53;
use marv_model::{
    annotation::HaemRule,
    case::Disease,
    cytogenetics::CytogeneticFindings,
    finding::{Finding, NotAssessed},
    tp53::{Tp53Locus, Tp53Mutation, Tp53Report},
    units::AlleleFraction,
};

use crate::{
    decide::Judged,
    genes::Assessed,
    select::{label, meets, unclear},
};

/// The kind of mutation that counts for a marker.
fn counts(marker: Marker, judged: &Judged) -> bool {
    let on_gene = |rule| judged.consequences().any(|c| c.gene == marker.gene() && c.rules.contains(&rule));
    match marker {
        Marker::Npm1 => meets(judged, HaemRule::Npm1Cytoplasmic),
        Marker::Flt3Itd => meets(judged, HaemRule::Flt3Itd),
        Marker::Flt3Tkd => meets(judged, HaemRule::Flt3Tkd),
        Marker::CebpaBzip => meets(judged, HaemRule::CebpaBzipInframe),
        Marker::Tp53 => meets(judged, HaemRule::Tp53Altering),
        Marker::Asxl1 => on_gene(HaemRule::Asxl1Truncation) || on_gene(HaemRule::ProteinAltering),
        _ => on_gene(HaemRule::ProteinAltering),
    }
}

/// What the calls say of a marker.
///
/// RULE: a call that passes is present. A filtered one of the same kind that may well be real is neither present nor
/// absent (see `select::unclear`). Otherwise absent down to the gene's limit, where the gene could be read.
fn marker(marker: Marker, kept: &[Judged], genes: &[Assessed]) -> MarkerFinding {
    if marker > Marker::Zrsr2 {
        return Finding::unknown(NotAssessed::NotImplemented);
    }
    let of_kind: Vec<&Judged> = kept.iter().filter(|judged| counts(marker, judged)).collect();
    let present: Vec<MarkerEvidence> = of_kind
        .iter()
        .filter(|judged| judged.call.passes())
        .map(|judged| MarkerEvidence { label: label(judged), fraction: judged.call.tumour.fraction() })
        .collect();
    if !present.is_empty() {
        return Finding::present(present);
    }
    if of_kind.iter().any(|judged| unclear(judged)) {
        return Finding::unknown(NotAssessed::InputUnclear);
    }
    let Some(gene) = genes.iter().find(|gene| gene.result.gene == marker.gene()) else {
        return Finding::unknown(NotAssessed::NoGeneModels);
    };
    match (&gene.result.finding, gene.limit) {
        (Finding::NotAssessable { reason }, _) => Finding::unknown(reason.clone()),
        (_, None) => Finding::unknown(NotAssessed::LowCoverage),
        (_, Some(limit)) if marker == Marker::Flt3Itd => {
            Finding::Absent { limit_of_detection: duplication_limit(limit) }
        }
        (_, Some(limit)) => Finding::absent_below(limit),
    }
}

/// The limit for a tandem duplication where that for a substitution is `limit`.
///
/// METHOD: a duplication is seen by reads that cross its junction with an anchor of twelve bases on each side, so by 126 of
/// the 150 placements of a read over it. Those longer than clipped reads propose are not covered by any limit, and the
/// report says so.
fn duplication_limit(limit: AlleleFraction) -> Option<AlleleFraction> {
    AlleleFraction::new((limit.get() * 150.0 / 126.0).min(1.0)).ok()
}

/// The TP53 mutations that count.
pub(crate) fn tp53_mutations(kept: &[Judged], genes: &[Assessed]) -> Finding<Vec<Tp53Mutation>> {
    match marker(Marker::Tp53, kept, genes) {
        Finding::Present { evidence } => {
            let known: Vec<Tp53Mutation> = evidence
                .into_iter()
                .filter_map(|e| e.fraction.map(|fraction| Tp53Mutation { label: e.label, fraction }))
                .collect();
            if known.is_empty() { Finding::unknown(NotAssessed::InputUnclear) } else { Finding::present(known) }
        }
        Finding::Absent { limit_of_detection } => Finding::Absent { limit_of_detection },
        Finding::NotAssessable { reason } => Finding::unknown(reason),
    }
}

/// The state of TP53.
pub(crate) fn tp53(kept: &[Judged], genes: &[Assessed], locus: Tp53Locus) -> Tp53Report {
    tp53::assess(tp53_mutations(kept, genes), locus)
}

/// The profile of a myeloid case.
pub(crate) fn profile(
    disease: Disease,
    kept: &[Judged],
    genes: &[Assessed],
    cytogenetics: CytogeneticFindings,
) -> Profile {
    let profile = Profile::unknown().disease(disease).cytogenetics(cytogenetics);
    Marker::ALL
        .iter()
        .filter(|(one, _)| *one != Marker::Tp53)
        .fold(profile.tp53(tp53_mutations(kept, genes)), |profile, (one, _)| {
            profile.marker(*one, marker(*one, kept, genes))
        })
}
