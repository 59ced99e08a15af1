//! From calls and what a laboratory knows to the findings that guidelines ask for. Here, and nowhere else, a missing
//! read or a missing karyotype becomes an unknown.

use marv_guidelines::profile::{Marker, MarkerEvidence, MarkerFinding, Profile};
use marv_karyotype::tp53;
use marv_model::{
    case::Disease,
    cytogenetics::CytogeneticFindings,
    finding::{Finding, NotAssessed, Status},
    laboratory::{Discordance, PanelResult},
    tp53::{Tp53Locus, Tp53Mutation, Tp53Report},
    units::AlleleFraction,
};

use crate::{
    decide::Judged,
    genes::Assessed,
    laboratory::Laboratory,
    lesions::Found,
    markers::{Counts, cebpa_biallelic, counts, is_told_by_calls},
    select::{label, unclear},
};

/// What the calls say of a marker.
///
/// RULE: a call that passes and that counts is present. A filtered one of the same kind that may well be real, or one that
/// passes and whose harm a person must judge, is neither present nor absent. Otherwise absent down to the gene's limit,
/// where the gene could be read; another marker of the gene being open changes nothing of this one.
fn marker(marker: Marker, kept: &[Judged], genes: &[Assessed]) -> MarkerFinding {
    let of_kind = |wanted: Counts| kept.iter().filter(move |judged| counts(marker, judged) == wanted);
    let passing: Vec<&Judged> = match marker {
        Marker::CebpaBiallelic => {
            let all: Vec<&Judged> = kept.iter().filter(|judged| counts(Marker::Cebpa, judged) == Counts::Yes).collect();
            let passing: Vec<&Judged> = all.iter().copied().filter(|judged| judged.call.passes()).collect();
            match cebpa_biallelic(&passing) {
                Counts::Perhaps => return Finding::unknown(NotAssessed::SignificanceUnclear),
                Counts::Yes => passing,
                Counts::No if all.iter().any(|judged| unclear(judged)) => {
                    return Finding::unknown(NotAssessed::CallUnclear);
                }
                Counts::No => Vec::new(),
            }
        }
        _ if !is_told_by_calls(marker) => return Finding::unknown(NotAssessed::NotImplemented),
        _ => of_kind(Counts::Yes).filter(|judged| judged.call.passes()).collect(),
    };
    if !passing.is_empty() {
        let evidence =
            |judged: &&Judged| MarkerEvidence { label: label(judged), fraction: judged.call.tumour.fraction() };
        return Finding::present(passing.iter().map(evidence).collect());
    }
    if of_kind(Counts::Yes).any(unclear) {
        return Finding::unknown(NotAssessed::CallUnclear);
    }
    if of_kind(Counts::Perhaps).any(|judged| judged.call.passes() || unclear(judged)) {
        return Finding::unknown(NotAssessed::SignificanceUnclear);
    }
    let Some(gene) = genes.iter().find(|gene| gene.result.gene == marker.gene()) else {
        let no_models = genes.is_empty();
        return Finding::unknown(if no_models { NotAssessed::NoGeneModels } else { NotAssessed::NotExamined });
    };
    match gene.limit {
        _ if !gene.swept => Finding::unknown(NotAssessed::NotExamined),
        None => Finding::unknown(NotAssessed::LowCoverage),
        Some(limit) if marker == Marker::Flt3Itd => Finding::Absent { limit_of_detection: duplication_limit(limit) },
        Some(limit) => Finding::absent_below(limit),
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

/// What stands in place of a name where a panel saw a mutation.
pub(crate) const IN_PANEL: &str = "(panel)";

/// What the laboratory's panel says of a marker.
fn in_panel(marker: Marker, panel: &[PanelResult]) -> Option<MarkerFinding> {
    let result = panel.iter().find(|result| result.marker == marker.name())?;
    Some(match result.result {
        Status::Present if result.fractions.is_empty() => {
            Finding::present(vec![MarkerEvidence::of_unknown_fraction(IN_PANEL)])
        }
        Status::Present => {
            Finding::present(result.fractions.iter().map(|fraction| MarkerEvidence::new(IN_PANEL, *fraction)).collect())
        }
        Status::Absent => Finding::absent(),
        Status::Unknown => return None,
    })
}

/// RULE: what reads of this run show stands before the panel, whose sample may be another; a panel's mutation that the
/// reads do not show is present all the same, and the difference is told; a panel answers what the reads leave open.
fn with_panel(read: MarkerFinding, panel: Option<MarkerFinding>) -> MarkerFinding {
    match (read, panel) {
        (read, None) | (read @ Finding::Present { .. }, _) => read,
        (_, Some(panel @ Finding::Present { .. })) | (Finding::NotAssessable { .. }, Some(panel)) => panel,
        (read @ Finding::Absent { .. }, _) => read,
    }
}

/// Markers of which the panel and the reads say opposite things.
pub(crate) fn discordances(kept: &[Judged], genes: &[Assessed], laboratory: &Laboratory) -> Vec<Discordance> {
    let mut found = Vec::new();
    for result in &laboratory.known.panel {
        let Some(one) = Marker::from_name(&result.marker) else { continue };
        let genome = marker(one, kept, genes).status();
        if result.result != Status::Unknown && genome != Status::Unknown && genome != result.result {
            found.push(Discordance {
                datum: result.marker.clone(),
                method: "panel".to_owned(),
                laboratory: result.result,
                genome,
            });
        }
    }
    found
}

/// The TP53 mutations that count, breaks within the gene among them.
pub(crate) fn tp53_mutations(
    kept: &[Judged],
    genes: &[Assessed],
    laboratory: &Laboratory,
    breaks: &[Tp53Mutation],
) -> Finding<Vec<Tp53Mutation>> {
    let called = mutations_of_known_fraction(with_panel(
        marker(Marker::Tp53, kept, genes),
        in_panel(Marker::Tp53, &laboratory.known.panel),
    ));
    with_breaks(called, breaks)
}

/// Small mutations of TP53 and breaks within the gene.
pub(crate) fn with_breaks(called: Finding<Vec<Tp53Mutation>>, breaks: &[Tp53Mutation]) -> Finding<Vec<Tp53Mutation>> {
    match called {
        Finding::Present { mut evidence } => {
            evidence.extend(breaks.iter().cloned());
            Finding::present(evidence)
        }
        _ if !breaks.is_empty() => Finding::present(breaks.to_vec()),
        other => other,
    }
}

/// What junctions say of the partial tandem duplication of KMT2A: its limit is of cells, that of a marker of copies.
fn kmt2a_ptd(found: &Found) -> MarkerFinding {
    let row = found.recurrent.iter().find(|row| row.name == Marker::Kmt2aPtd.name());
    match row.map(|row| row.finding.clone()) {
        None => Finding::unknown(NotAssessed::NotExamined),
        Some(Finding::Present { evidence }) => {
            Finding::present(evidence.iter().map(|label| MarkerEvidence::of_unknown_fraction(label.as_str())).collect())
        }
        Some(Finding::Absent { limit_of_detection }) => Finding::Absent {
            limit_of_detection: limit_of_detection.and_then(|limit| AlleleFraction::new(limit.get() / 2.0).ok()),
        },
        Some(Finding::NotAssessable { reason }) => Finding::unknown(reason),
    }
}

pub(crate) fn mutations_of_known_fraction(finding: MarkerFinding) -> Finding<Vec<Tp53Mutation>> {
    match finding {
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
pub(crate) fn tp53(
    kept: &[Judged],
    genes: &[Assessed],
    laboratory: &Laboratory,
    breaks: &[Tp53Mutation],
    locus: Tp53Locus,
) -> Tp53Report {
    tp53::assess(tp53_mutations(kept, genes, laboratory, breaks), locus)
}

/// The profile of a case by its reads and by what the laboratory knows. `lesions` is what both say together.
pub(crate) fn profile(
    disease: Disease,
    kept: &[Judged],
    genes: &[Assessed],
    laboratory: &Laboratory,
    found: &Found,
    lesions: &CytogeneticFindings,
    tp53: &Tp53Report,
) -> Profile {
    of_markers(disease, laboratory, lesions, tp53, |one| {
        let read = if one == Marker::Kmt2aPtd { kmt2a_ptd(found) } else { marker(one, kept, genes) };
        with_panel(read, in_panel(one, &laboratory.known.panel))
    })
}

/// The profile of a case of which there are no reads.
pub(crate) fn laboratory_profile(disease: Disease, laboratory: &Laboratory) -> Profile {
    let known =
        |one| in_panel(one, &laboratory.known.panel).unwrap_or_else(|| Finding::unknown(NotAssessed::NotExamined));
    let report = tp53::assess(mutations_of_known_fraction(known(Marker::Tp53)), laboratory.tp53_locus(None));
    of_markers(disease, laboratory, &laboratory.cytogenetics, &report, known)
}

fn of_markers(
    disease: Disease,
    laboratory: &Laboratory,
    lesions: &CytogeneticFindings,
    tp53: &Tp53Report,
    finding: impl Fn(Marker) -> MarkerFinding,
) -> Profile {
    let profile = Profile::unknown()
        .disease(disease)
        .cytogenetics(lesions.clone())
        .groups(laboratory.groups_for_guidelines().clone())
        .tp53_states(tp53.states.clone())
        .clinical(laboratory.known.clinical.clone());
    Marker::ALL.iter().fold(profile, |profile, (one, _)| profile.marker(*one, finding(*one)))
}

#[cfg(test)]
mod tests {
    use marv_annotate::{Effect, Strand};
    use marv_model::{
        annotation::{Consequence, HaemRule, TranscriptConsequence},
        call::{AlleleEvidence, Filter, Posterior, SmallVariantCall},
        case::GeneResult,
        genome::{Contig, Contigs},
        variant::SmallVariant,
    };

    use super::*;

    /// A call on a MANE transcript, of 40 in 100 fragments.
    fn call(gene: &str, protein: &str, rules: &[HaemRule], filters: &[Filter]) -> Judged {
        let consequence = TranscriptConsequence {
            gene: gene.to_owned(),
            transcript: "NM_1.1".to_owned(),
            protein: None,
            mane_select: true,
            consequences: vec![Consequence::MissenseVariant],
            hgvs_c: None,
            hgvs_p: Some(protein.to_owned()),
            exon: Some("2/9".to_owned()),
            intron: None,
            protein_position: protein.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok(),
            rules: rules.to_vec(),
        };
        let effect = Effect {
            consequence,
            gene_id: None,
            ensembl: None,
            role: marv_annotate::Role::ManeSelect,
            of_panel: true,
            strand: Strand::Forward,
            cdna: None,
            cds: None,
            residues: None,
            amino_acids: None,
            codons: None,
            distance: None,
            unknown: None,
        };
        let contigs = Contigs::new([Contig::new("chr1", 1_000)]).unwrap();
        let call = SmallVariantCall {
            variant: SmallVariant::new(contigs.id("chr1").unwrap(), 100, "C", "T").unwrap(),
            tandem: None,
            tumour: AlleleEvidence { reference: 60, alternate: 40, ..AlleleEvidence::default() },
            normal: None,
            posterior: Posterior { somatic: 0.9, germline: 0.05, artefact: 0.05 },
            filters: filters.to_vec(),
            forced: None,
            seen_in_normal_as_contamination: false,
            phase_set: None,
            ledger: Vec::new(),
        };
        Judged { call, effects: vec![effect], callers: Vec::new(), cancer_gene: false }
    }
    fn gene(name: &str) -> Assessed {
        Assessed {
            depth_where_read: [None; 2],
            result: GeneResult {
                gene: name.to_owned(),
                transcript: "NM_1.1".to_owned(),
                finding: Finding::absent(),
                mean_depth: 100.0,
                normal_mean_depth: None,
                callable: 1.0,
                guideline_gene: true,
            },
            limit: AlleleFraction::new(0.05).ok(),
            swept: true,
            weak_exons: Vec::new(),
        }
    }

    #[test]
    fn a_likely_call_that_a_filter_holds_back_opens_its_own_marker_and_no_other_of_the_gene() {
        let tkd = call("FLT3", "p.(Asp835Tyr)", &[HaemRule::Flt3Tkd, HaemRule::ProteinAltering], &[Filter::StrandBias]);
        let genes = [gene("FLT3")];
        assert_eq!(
            marker(Marker::Flt3Tkd, std::slice::from_ref(&tkd), &genes),
            Finding::unknown(NotAssessed::CallUnclear)
        );
        assert!(matches!(marker(Marker::Flt3Itd, &[tkd], &genes), Finding::Absent { .. }));
    }

    #[test]
    fn a_filtered_call_that_is_hardly_real_leaves_the_marker_absent() {
        let mut doubtful = call("FLT3", "p.(Asp835Tyr)", &[HaemRule::Flt3Tkd], &[Filter::StrandBias]);
        doubtful.call.posterior = Posterior { somatic: 0.05, germline: 0.0, artefact: 0.95 };
        assert!(matches!(marker(Marker::Flt3Tkd, &[doubtful], &[gene("FLT3")]), Finding::Absent { .. }));
    }

    #[test]
    fn a_change_that_a_person_must_judge_is_neither_present_nor_absent() {
        let missense = call("BCOR", "p.(Asn1459Ser)", &[HaemRule::ProteinAltering], &[]);
        let found = marker(Marker::Bcor, std::slice::from_ref(&missense), &[gene("BCOR")]);
        assert_eq!(found, Finding::unknown(NotAssessed::SignificanceUnclear));
        let nonsense = call("BCOR", "p.(Arg1480Ter)", &[HaemRule::ProteinAltering, HaemRule::Truncating], &[]);
        assert!(
            matches!(marker(Marker::Bcor, &[missense, nonsense], &[gene("BCOR")]), Finding::Present { evidence } if evidence.len() == 1)
        );
    }

    #[test]
    fn two_mutations_of_cebpa_are_biallelic_and_one_on_most_fragments_is_open() {
        let one = call("CEBPA", "p.(Lys313dup)", &[HaemRule::ProteinAltering], &[]);
        let other = call("CEBPA", "p.(His24fs)", &[HaemRule::ProteinAltering, HaemRule::Truncating], &[]);
        let genes = [gene("CEBPA")];
        let biallelic = |kept: &[Judged]| marker(Marker::CebpaBiallelic, kept, &genes);
        assert!(matches!(biallelic(std::slice::from_ref(&one)), Finding::Absent { .. }));
        assert!(matches!(biallelic(&[one.clone(), other]), Finding::Present { evidence } if evidence.len() == 2));
        let mut most = one;
        (most.call.tumour.reference, most.call.tumour.alternate) = (10, 90);
        assert_eq!(biallelic(&[most]), Finding::unknown(NotAssessed::SignificanceUnclear));
    }

    #[test]
    fn a_gene_that_nobody_looked_at_is_not_examined() {
        assert_eq!(marker(Marker::Bcor, &[], &[gene("FLT3")]), Finding::unknown(NotAssessed::NotExamined));
        assert_eq!(marker(Marker::Bcor, &[], &[]), Finding::unknown(NotAssessed::NoGeneModels));
        assert_eq!(marker(Marker::Kmt2aPtd, &[], &[gene("KMT2A")]), Finding::unknown(NotAssessed::NotImplemented));
    }
}
