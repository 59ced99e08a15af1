//! What findings mean, held to the standards' own rules: AMP/ASCO/CAP 2017 (Li, J Mol Diagn 2017;19:4), ESCAT (Mateo, Ann
//! Oncol 2018;29:1895), and to what the guidelines named in each test say. No case describes a person.

#![allow(clippy::unwrap_used)]

mod support;

use marv_knowledge::{Evidence, interpret};
use marv_model::{
    annotation::HaemRule::{Flt3Itd, Flt3Tkd, Npm1Cytoplasmic, ProteinAltering, Tp53Altering, Truncating},
    case::{Case, Disease},
    clinical::{Circumstance, Clinical},
    copy_number::CopyNumberGene,
    cytogenetics::Lesion,
    finding::{Finding, NotAssessed},
    interpretation::{
        AntigenStatus, Decision, Escat, EvidenceDirection, Interpretation, InterpretedFinding, Judgement, TargetLoss,
        Tier,
    },
    oncogenicity::{CodeOutcome, CodeReason, OncogenicityClass, OncogenicityCode},
    tp53::{Tp53Hits, Tp53Locus, Tp53Mutation, Tp53Report, Tp53State, WHO_5},
    units::AlleleFraction,
};
use support::{case, copies, gene, oncogenicity, segment, variant};

fn meaning(case: &Case) -> Interpretation {
    interpret(case, Evidence::embedded())
}

fn finding<'a>(found: &'a Interpretation, name: &str) -> &'a InterpretedFinding {
    found.findings.iter().find(|one| one.name == name).unwrap()
}

fn applied<'a>(found: &'a InterpretedFinding, id: &str) -> &'a marv_model::interpretation::AppliedEvidence {
    found.evidence.iter().find(|one| one.id == id).unwrap()
}

/// Gilteritinib is approved for FLT3-mutated AML by a randomised trial (ADMIRAL): level A, so I-A, and ESCAT I-A. The same
/// mutation in another disease has a treatment that is established elsewhere: level C, so II-C, and ESCAT III-A.
#[test]
fn a_treatment_s_evidence_counts_in_its_disease_and_as_level_c_elsewhere() {
    let itd = || vec![variant("FLT3", "p.(Asp600_Leu601insPheTyr)", 600, &[ProteinAltering, Flt3Itd])];
    let aml = meaning(&case(Disease::Aml, itd()));
    let found = finding(&aml, "FLT3-ITD p.(Asp600_Leu601insPheTyr)");
    assert_eq!((found.tier, found.escat), (Tier::StrongA, Some(Escat::IA)));
    assert_eq!((found.by_kind.therapeutic, found.by_kind.prognostic), (Some(Tier::StrongA), Some(Tier::StrongA)));
    assert_eq!(found.by_kind.diagnostic, None, "no classification is made by FLT3-ITD");
    assert_eq!(applied(found, "flt3.3").applies, Some(Tier::StrongA));

    let other = meaning(&case(Disease::TAll, itd()));
    let found = finding(&other, "FLT3-ITD p.(Asp600_Leu601insPheTyr)");
    assert_eq!((found.tier, found.escat), (Tier::PotentialC, Some(Escat::IIIA)));
    assert_eq!(found.by_kind.prognostic, None, "what foretells AML foretells no other disease");
    assert!(found.reasons.contains(&"other_disease".to_owned()), "{:?}", found.reasons);

    let unstated = meaning(&case(Disease::Unspecified, itd()));
    assert_eq!(unstated.findings[0].tier, Tier::PotentialC);
    assert!(unstated.findings[0].reasons.contains(&"disease_not_stated".to_owned()));
}

/// Quizartinib acts on the duplication; D835 makes cells resistant to it (Smith 2012) and is a target of gilteritinib.
#[test]
fn resistance_stands_beside_benefit() {
    let d835y = case(Disease::Aml, vec![variant("FLT3", "p.(Asp835Tyr)", 835, &[ProteinAltering, Flt3Tkd])]);
    let found = meaning(&d835y);
    let d835y = finding(&found, "FLT3 p.(Asp835Tyr)");
    assert_eq!(applied(d835y, "flt3.3").direction, EvidenceDirection::Sensitive);
    let resistance = applied(d835y, "flt3.4");
    assert_eq!((resistance.direction, resistance.applies), (EvidenceDirection::Resistant, Some(Tier::PotentialC)));
    assert_eq!(resistance.escat, None, "ESCAT ranks targets, and resistance is none");
    assert!(d835y.evidence.iter().all(|one| one.id != "flt3.2"), "quizartinib's trial was of duplications");
}

/// ELN 2022, table 6: NPM1 is favourable without FLT3-ITD. With it the statement does not hold, and where FLT3 could not be
/// read nobody knows.
#[test]
fn npm1_is_favourable_without_flt3_itd_only() {
    let npm1 = || variant("NPM1", "p.(Trp288CysfsTer12)", 288, &[ProteinAltering, Truncating, Npm1Cytoplasmic]);
    let absent = AlleleFraction::new(0.05).map(Finding::absent_below).unwrap();
    let because = |case: &Case| {
        let found = meaning(case);
        let row = applied(finding(&found, "NPM1 p.(Trp288CysfsTer12)"), "npm1.2").clone();
        (row.applies, row.because)
    };
    let mut alone = case(Disease::Aml, vec![npm1()]);
    alone.genes = vec![gene("FLT3", absent)];
    assert_eq!(because(&alone), (Some(Tier::StrongA), "this_disease".to_owned()));
    let itd = variant("FLT3", "p.(Asp600dup)", 600, &[ProteinAltering, Flt3Itd]);
    let both = case(Disease::Aml, vec![npm1(), itd.clone()]);
    assert_eq!(because(&both), (None, "context_absent".to_owned()));
    let mut unclear = itd;
    unclear.filters = vec!["strand_bias".to_owned()];
    assert_eq!(because(&case(Disease::Aml, vec![npm1(), unclear])), (None, "context_unknown".to_owned()));
    let mut unread = case(Disease::Aml, vec![npm1()]);
    unread.genes = vec![gene("FLT3", Finding::unknown(NotAssessed::LowCoverage))];
    assert_eq!(because(&unread), (None, "context_unknown".to_owned()));
    // The diagnosis does not ask for FLT3.
    assert_eq!(finding(&meaning(&both), "NPM1 p.(Trp288CysfsTer12)").by_kind.diagnostic, Some(Tier::StrongA));
}

/// A missense of RUNX1 outside of the Runt domain with no code of weight is nobody's "mutated RUNX1" yet: tier III.
#[test]
fn a_change_that_must_be_judged_is_tier_three_and_says_why() {
    let mut doubtful = variant("RUNX1", "p.(Leu56Ser)", 56, &[ProteinAltering]);
    doubtful.oncogenicity = Some(oncogenicity(OncogenicityClass::Uncertain, &[]));
    let found = meaning(&case(Disease::Aml, vec![doubtful]));
    let runx1 = finding(&found, "RUNX1 p.(Leu56Ser)");
    assert_eq!(runx1.tier, Tier::Unknown);
    assert!(runx1.evidence.iter().all(|one| one.applies.is_none() && one.because == "to_judge"));
    assert!(runx1.reasons.contains(&"to_judge".to_owned()));

    let mut stop = variant("RUNX1", "p.(Arg204Ter)", 204, &[ProteinAltering, Truncating]);
    stop.oncogenicity = Some(oncogenicity(
        OncogenicityClass::LikelyOncogenic,
        &[(OncogenicityCode::Ovs1, CodeOutcome::Met, CodeReason::Null)],
    ));
    assert_eq!(meaning(&case(Disease::Aml, vec![stop])).findings[0].tier, Tier::StrongA);
}

/// Tier IV: more frequent than 1 % in a population, whatever the table says of the residue.
#[test]
fn what_is_frequent_in_a_population_is_tier_four() {
    let mut common = variant("SF3B1", "p.(Lys700Glu)", 700, &[ProteinAltering]);
    common.oncogenicity = Some(oncogenicity(
        OncogenicityClass::Uncertain,
        &[(OncogenicityCode::Sbs1, CodeOutcome::Met, CodeReason::Frequency)],
    ));
    let found = meaning(&case(Disease::Mds, vec![common]));
    assert_eq!(found.findings[0].tier, Tier::Benign);
    assert!(found.findings[0].reasons.contains(&"frequent".to_owned()));
    assert!(found.findings[0].evidence.iter().all(|one| one.applies.is_none()));
}

#[test]
fn a_gene_that_the_table_does_not_know_is_tier_three() {
    let found = meaning(&case(Disease::Aml, vec![variant("FAT1", "p.(Arg1Ter)", 1, &[ProteinAltering, Truncating])]));
    assert_eq!(found.findings[0].tier, Tier::Unknown);
    assert!(found.findings[0].reasons.contains(&"no_row".to_owned()));
}

#[test]
fn a_call_that_a_filter_holds_back_is_told_apart() {
    let mut held = variant("IDH2", "p.(Arg140Gln)", 140, &[ProteinAltering]);
    held.filters = vec!["weak_evidence".to_owned()];
    let sure = variant("FAT1", "p.(Arg1Ter)", 1, &[ProteinAltering, Truncating]);
    let found = meaning(&case(Disease::Aml, vec![held, sure]));
    assert_eq!(found.findings[0].name, "FAT1 p.(Arg1Ter)", "what is confirmed comes first");
    let idh2 = finding(&found, "IDH2 p.(Arg140Gln)");
    assert!(idh2.unconfirmed && idh2.reasons.contains(&"unconfirmed".to_owned()));
}

/// iwCLL 2018: TP53 mutated: no chemo-immunotherapy, and inhibitors of BTK or BCL2. ERIC 2018: below 10 % with care.
#[test]
fn tp53_in_cll_decides_treatment_and_a_small_clone_is_told_with_care() {
    let tp53 = |fraction: f64| {
        let mut v = variant("TP53", "p.(Arg175His)", 175, &[ProteinAltering, Tp53Altering]);
        v.tumour_fraction = AlleleFraction::new(fraction).ok();
        meaning(&case(Disease::Cll, vec![v]))
    };
    let clear = tp53(0.42);
    let found = finding(&clear, "TP53 p.(Arg175His)");
    assert_eq!(found.by_kind.therapeutic, Some(Tier::StrongA));
    assert_eq!(applied(found, "tp53.4").direction, EvidenceDirection::Resistant);
    let small = tp53(0.06);
    let found = finding(&small, "TP53 p.(Arg175His)");
    assert_eq!(found.tier, Tier::PotentialC);
    assert!(found.reasons.contains(&"low_fraction".to_owned()));
}

/// BTK C481 resists covalent inhibitors and leaves pirtobrutinib (BRUIN); another residue of BTK is no evidence.
#[test]
fn resistance_by_residue() {
    let btk =
        |change: &str, at: u32| meaning(&case(Disease::Cll, vec![variant("BTK", change, at, &[ProteinAltering])]));
    let c481s = btk("p.(Cys481Ser)", 481);
    let ids: Vec<&str> = c481s.findings[0].evidence.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["btk.1", "btk.2"]);
    assert_eq!(btk("p.(Ala10Thr)", 10).findings[0].tier, Tier::Unknown);
}

#[test]
fn lesions_copies_and_the_state_of_tp53_are_findings_too() {
    let mut mds = case(Disease::Mds, Vec::new());
    mds.lesions = mds.lesions.with(Lesion::Isolated5q, Finding::present(vec!["del(5)(q13q33)".to_owned()]));
    mds.lesions = mds.lesions.with(Lesion::AnyAbnormality, Finding::present(Vec::new()));
    let found = meaning(&mds);
    let names: Vec<&str> = found.findings.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, [Lesion::Isolated5q.name()], "a sum of abnormalities is no finding of its own");
    assert_eq!(found.findings[0].escat, Some(Escat::IA), "lenalidomide (MDS-004)");

    let lost = CopyNumberGene { gene: "PTEN".to_owned(), total: 1, minor: Some(0), cell_fraction: 0.9 };
    let other = CopyNumberGene { gene: "RB1".to_owned(), ..lost.clone() };
    let mut t_all = case(Disease::TAll, Vec::new());
    t_all.copy_number = Some(copies(Vec::new(), vec![lost, other]));
    let found = meaning(&t_all);
    assert_eq!(found.findings.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["PTEN loss"]);

    let state = |possible: &[Tp53Hits]| Tp53State {
        definition: WHO_5.to_owned(),
        possible: possible.to_vec(),
        reasons: Vec::new(),
        missing: Vec::new(),
    };
    let mutation = Tp53Mutation { label: "p.(Arg175His)".to_owned(), fraction: AlleleFraction::new(0.4).unwrap() };
    let report = |possible: &[Tp53Hits]| Tp53Report {
        mutations: Finding::present(vec![mutation.clone()]),
        locus: Tp53Locus::not_examined(),
        states: vec![state(possible)],
    };
    for (possible, unconfirmed) in [(&[Tp53Hits::Multi][..], false), (&[Tp53Hits::Single, Tp53Hits::Multi], true)] {
        mds.tp53 = Some(report(possible));
        let found = meaning(&mds);
        let multi = finding(&found, "TP53 multi-hit");
        assert_eq!((multi.tier, multi.unconfirmed), (Tier::StrongA, unconfirmed));
    }
    mds.tp53 = Some(report(&[Tp53Hits::Single]));
    assert!(meaning(&mds).findings.iter().all(|one| one.name != "TP53 multi-hit"));
}

/// One event is one finding: -5/del(5q) is there by its definition wherever del(5q) stands alone, and what is written of it counts
/// for the narrower name. ELN 2022 names -5/del(5q) among the adverse abnormalities, MDS-004 was of lower-risk MDS with del(5q).
#[test]
fn a_lesion_and_the_part_of_it_that_is_named_are_one_finding() {
    let with = |disease, lesions: &[Lesion]| {
        let mut case = case(disease, Vec::new());
        for lesion in lesions {
            case.lesions = case.lesions.with(*lesion, Finding::present(Vec::new()));
        }
        meaning(&case)
    };
    let names = |found: &Interpretation| found.findings.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let both = [Lesion::Loss5q, Lesion::Isolated5q];
    let mds = with(Disease::Mds, &both);
    assert_eq!(names(&mds), ["del(5q), alone or with one other"]);
    let treatments =
        mds.findings.iter().flat_map(|one| &one.evidence).filter(|row| row.drugs.contains(&"lenalidomide".into()));
    assert_eq!(treatments.count(), 1);
    let aml = with(Disease::Aml, &both);
    assert_eq!(names(&aml), ["del(5q), alone or with one other"]);
    assert_eq!(aml.findings[0].by_kind.prognostic, Some(Tier::StrongA), "adverse by ELN 2022");
    assert_eq!(names(&with(Disease::Mds, &[Lesion::Loss5q])), ["-5/del(5q)"]);
    // Two events of their own stay two.
    assert_eq!(names(&with(Disease::Aml, &[Lesion::Loss5q, Lesion::Monosomy7])).len(), 2);
}

/// WHO 5 and ICC 2022 name hypodiploidy and hyperdiploidy as classes of B-lymphoblastic leukaemia, and of no other disease.
#[test]
fn counts_of_chromosomes_are_findings_of_b_all_alone() {
    let of = |disease, lesion| {
        let mut case = case(disease, Vec::new());
        case.lesions = case.lesions.with(lesion, Finding::present(Vec::new()));
        meaning(&case).findings.len()
    };
    for lesion in [Lesion::HighHypodiploidy, Lesion::LowHypodiploidy, Lesion::NearHaploidy, Lesion::HighHyperdiploidy] {
        let found = [Disease::Aml, Disease::Mds, Disease::PlasmaCell, Disease::TAll].map(|disease| of(disease, lesion));
        assert_eq!(found, [0; 4], "{}", lesion.name());
        let found = [Disease::BAll, Disease::All, Disease::Unspecified].map(|disease| of(disease, lesion));
        assert_eq!(found, [1; 3], "{}", lesion.name());
    }
}

/// What treats chronic lymphocytic leukaemia with mutated TP53, or anaemia of a myelodysplastic neoplasm with SF3B1, does not act on the
/// mutation, and says nothing of another disease; an inhibitor of IDH1 does.
#[test]
fn a_treatment_that_does_not_act_on_what_is_altered_counts_in_its_own_disease_alone() {
    let tier = |disease, one: &marv_model::case::ReportedVariant, row: &str, name: &str| {
        let found = meaning(&case(disease, vec![one.clone()]));
        let evidence = applied(finding(&found, name), row).clone();
        (evidence.applies, evidence.because)
    };
    let tp53 = variant("TP53", "p.(Arg248Gln)", 248, &[ProteinAltering, Tp53Altering]);
    let bound = (None, "other_disease_bound".to_owned());
    assert_eq!(tier(Disease::Cll, &tp53, "tp53.5", "TP53 p.(Arg248Gln)").0, Some(Tier::StrongA));
    assert_eq!(tier(Disease::Aml, &tp53, "tp53.5", "TP53 p.(Arg248Gln)"), bound);
    let sf3b1 = variant("SF3B1", "p.(Lys700Glu)", 700, &[ProteinAltering]);
    assert_eq!(tier(Disease::Mds, &sf3b1, "sf3b1.3", "SF3B1 p.(Lys700Glu)").0, Some(Tier::StrongA));
    assert_eq!(tier(Disease::Cll, &sf3b1, "sf3b1.3", "SF3B1 p.(Lys700Glu)"), bound);
    let idh1 = variant("IDH1", "p.(Arg132His)", 132, &[ProteinAltering]);
    assert_eq!(tier(Disease::MdsMpn, &idh1, "idh1.2", "IDH1 p.(Arg132His)").0, Some(Tier::PotentialC));
    let jak2 = variant("JAK2", "p.(Arg683Gly)", 683, &[ProteinAltering]);
    assert_eq!(tier(Disease::BAll, &jak2, "jak2.5", "JAK2 p.(Arg683Gly)").0, Some(Tier::StrongB));
}

#[test]
fn the_signer_decides_with_a_reason_and_the_rule_s_tier_is_kept() {
    let mut aml = case(Disease::Aml, vec![variant("IDH1", "p.(Arg132His)", 132, &[ProteinAltering])]);
    let decision = |finding: &str| Decision {
        finding: finding.to_owned(),
        judgement: Judgement::Tier(Tier::Unknown),
        reason: "seen in the donor".to_owned(),
        by: "consultant haematologist".to_owned(),
        time: None,
    };
    aml.decisions = vec![decision("IDH1 p.(Arg132His)"), decision("KIT p.(Asp816Val)")];
    let found = meaning(&aml);
    let idh1 = finding(&found, "IDH1 p.(Arg132His)");
    assert_eq!(idh1.tier, Tier::Unknown);
    assert_eq!(idh1.decision.as_ref().unwrap().instead_of, Some(Tier::StrongA));
    assert_eq!(found.unused_decisions, ["KIT p.(Asp816Val)"]);
}

/// WHO 5: a mutation of such a gene at 2 % or more without a neoplasm is CHIP without a cytopenia, CCUS with one.
#[test]
fn clonal_haematopoiesis_by_what_the_clinic_says() {
    let tet2 = |fraction: f64| {
        let mut v = variant("TET2", "p.(Gln530Ter)", 530, &[ProteinAltering, Truncating]);
        v.tumour_fraction = AlleleFraction::new(fraction).ok();
        v.oncogenicity = Some(oncogenicity(
            OncogenicityClass::LikelyOncogenic,
            &[(OncogenicityCode::Ovs1, CodeOutcome::Met, CodeReason::Null)],
        ));
        v
    };
    let state = |disease: Disease, cytopenia: Option<bool>, fraction: f64| {
        let mut one = case(disease, vec![tet2(fraction)]);
        if let Some(so) = cytopenia {
            one.clinical = Clinical::unknown().circumstance(Circumstance::Cytopenia, so);
        }
        meaning(&one).clonal_haematopoiesis.map(|found| found.state)
    };
    assert_eq!(state(Disease::Unspecified, Some(false), 0.1).as_deref(), Some("chip"));
    assert_eq!(state(Disease::Unspecified, Some(true), 0.1).as_deref(), Some("ccus"));
    assert_eq!(state(Disease::Unspecified, None, 0.1).as_deref(), Some("chip_or_ccus"));
    assert_eq!(state(Disease::Unspecified, Some(false), 0.01), None);
    assert_eq!(state(Disease::PlasmaCell, None, 0.1).as_deref(), Some("beside_lymphoid"));
    assert_eq!(state(Disease::Aml, None, 0.1).as_deref(), Some("within_myeloid"));
}

/// TNFRSF17 lies at chr16:11,965,210-11,968,068 (MANE NM_001192.3, GRCh38).
#[test]
fn a_target_is_lost_there_or_not_known() {
    let bcma_of = |segments: Vec<marv_model::copy_number::CopyNumberSegment>| {
        let mut myeloma = case(Disease::PlasmaCell, Vec::new());
        myeloma.copy_number = Some(copies(segments, Vec::new()));
        let found = meaning(&myeloma);
        found.antigens.into_iter().find(|one| one.gene == "TNFRSF17").unwrap()
    };
    let loss = |segments| bcma_of(segments).loss();
    let bcma = |segments| bcma_of(segments).copies;
    let whole = |total: Option<u8>, minor| vec![segment("chr16", 1, 40_000_000, total, minor)];
    assert_eq!(bcma(whole(Some(2), Some(1))), Finding::absent());
    assert_eq!(bcma(whole(Some(1), Some(0))), Finding::present("one_copy".to_owned()));
    assert_eq!(bcma(whole(Some(2), Some(0))), Finding::present("allele_lost".to_owned()));
    assert_eq!(bcma(whole(Some(0), None)), Finding::present("no_copy".to_owned()));
    // The target is gone where no copy is left, and not yet where one is.
    assert_eq!(loss(whole(Some(0), None)), Some(TargetLoss::Target));
    assert_eq!(loss(whole(Some(1), Some(0))), Some(TargetLoss::OneCopy));
    assert_eq!(loss(whole(Some(2), Some(0))), Some(TargetLoss::OneParent));
    assert_eq!(loss(whole(Some(2), Some(1))), None);
    // One copy is left, and it is mutated.
    let mutated = AntigenStatus {
        mutations: Finding::present(vec!["p.(Arg27Pro)".to_owned()]),
        ..bcma_of(whole(Some(1), Some(0)))
    };
    assert_eq!(mutated.loss(), Some(TargetLoss::Target));
    // Copies that the purity does not give, a gene at a segment's edge, and no segment at all, are unknown.
    let mut undecided = whole(None, None);
    undecided[0].changed = true;
    assert!(matches!(bcma(undecided), Finding::NotAssessable { .. }));
    let edge = vec![segment("chr16", 1, 11_966_000, Some(2), Some(1))];
    assert!(matches!(bcma(edge), Finding::NotAssessable { .. }));
    assert!(matches!(bcma(Vec::new()), Finding::NotAssessable { .. }));
    // A homozygous deletion of part of the gene, between two whole stretches, is a loss.
    let cut = vec![
        segment("chr16", 1, 11_966_000, Some(2), Some(1)),
        segment("chr16", 11_966_001, 11_967_000, Some(0), None),
        segment("chr16", 11_967_001, 90_000_000, Some(2), Some(1)),
    ];
    assert_eq!(bcma(cut), Finding::present("no_copy".to_owned()));
    assert!(meaning(&case(Disease::Aml, Vec::new())).antigens.iter().all(|one| one.gene != "TNFRSF17"));
}

/// Segments of another program answer as measured ones do, and before them. HLA is lost by one parent's chromosome while both
/// copies are there (Vago 2009): without alleles nothing is known of it, though CD22 beside it has all copies.
#[test]
fn supplied_segments_tell_targets_and_losses() {
    use marv_model::copy_number::SuppliedCopies;
    let mut one = case(Disease::BAll, Vec::new());
    one.copy_number = Some(copies(vec![segment("chr16", 1, 90_000_000, Some(2), Some(1))], Vec::new()));
    one.supplied_copies = Some(SuppliedCopies {
        segments: vec![
            segment("chr6", 1, 170_000_000, Some(2), None),
            segment("chr16", 1, 90_000_000, Some(0), Some(0)),
            segment("chr19", 1, 58_000_000, Some(2), Some(1)),
        ],
        genes: vec![CopyNumberGene { gene: "PTEN".to_owned(), total: 1, minor: Some(0), cell_fraction: 1.0 }],
    });
    let found = meaning(&one);
    let copies_of = |gene: &str| found.antigens.iter().find(|one| one.gene == gene).unwrap().copies.clone();
    assert_eq!(copies_of("CD19"), Finding::present("no_copy".to_owned()));
    assert_eq!(copies_of("CD22"), Finding::absent());
    assert_eq!(copies_of("HLA-A"), Finding::unknown(NotAssessed::InputUnclear));
    one.disease = Disease::TAll;
    assert_eq!(finding(&meaning(&one), "PTEN loss").tier, Tier::StrongB);
    one.supplied_copies.as_mut().unwrap().segments[0].minor = Some(0);
    one.supplied_copies.as_mut().unwrap().segments[0].changed = true;
    let hla = meaning(&one).antigens.into_iter().find(|one| one.gene == "HLA-A").unwrap();
    assert_eq!(hla.copies, Finding::present("allele_lost".to_owned()));
}

#[test]
fn a_junction_of_the_genome_is_a_lesion_as_the_karyotype_s_is() {
    use marv_model::rearrangement::{RearrangementResult, RecurrentGroup, RecurrentResult};
    let mut aml = case(Disease::Aml, Vec::new());
    let fusion = |finding| RecurrentResult {
        name: "PML::RARA".to_owned(),
        group: RecurrentGroup::Fusion,
        iscn: "t(15;17)(q24.1;q21.2)".to_owned(),
        finding,
        rests_on: Vec::new(),
        lesions: vec![Lesion::PmlRara],
    };
    let of = |finding| RearrangementResult { recurrent: vec![fusion(finding)], ..RearrangementResult::default() };
    aml.rearrangements = Some(of(Finding::present(vec!["1".to_owned()])));
    let found = meaning(&aml);
    let apl = finding(&found, "PML::RARA");
    assert_eq!((apl.tier, apl.escat), (Tier::StrongA, Some(Escat::IA)));
    assert_eq!(apl.by_kind.diagnostic, Some(Tier::StrongA));
    aml.rearrangements = Some(of(Finding::absent()));
    assert!(meaning(&aml).findings.is_empty());
}

/// Imatinib is for PDGFRA and PDGFRB, pemigatinib for FGFR1, though one lesion stands for the fusions of all.
#[test]
fn an_inhibitor_counts_for_the_kinase_of_the_fusion_alone() {
    use marv_model::{
        case::KaryotypeGiven,
        rearrangement::{RearrangementResult, RecurrentGroup, RecurrentResult},
    };
    const FUSION: &str = "PDGFRA/PDGFRB/FGFR1/JAK2/FLT3 fusion";
    let by_reads = |name: &str| {
        let mut one = case(Disease::Mpn, Vec::new());
        let recurrent = RecurrentResult {
            name: name.to_owned(),
            group: RecurrentGroup::Fusion,
            iscn: String::new(),
            finding: Finding::present(vec!["1".to_owned()]),
            rests_on: Vec::new(),
            lesions: vec![Lesion::TyrosineKinaseFusion],
        };
        one.rearrangements = Some(RearrangementResult { recurrent: vec![recurrent], ..RearrangementResult::default() });
        one
    };
    let counts = |one: &Case| {
        let found = meaning(one);
        ["pdgfr.2", "pdgfr.3"].map(|id| applied(finding(&found, FUSION), id).applies.is_some())
    };
    assert_eq!(counts(&by_reads("FIP1L1::PDGFRA")), [true, false]);
    assert_eq!(counts(&by_reads("ZMYM2::FGFR1")), [false, true]);
    assert_eq!(counts(&by_reads("PCM1::JAK2")), [false, false]);
    // By banding: t(5;12)(q32;p13) is ETV6::PDGFRB; what only FISH saw leaves the kinase open.
    let mut banded = case(Disease::Mpn, Vec::new());
    banded.lesions.set(Lesion::TyrosineKinaseFusion, Finding::absent());
    assert!(meaning(&banded).findings.is_empty());
    let mut banded = by_reads("PCM1::JAK2");
    banded.rearrangements = None;
    banded.lesions.set(Lesion::TyrosineKinaseFusion, Finding::present(vec!["fusion".to_owned()]));
    let found = meaning(&banded);
    let row = applied(finding(&found, FUSION), "pdgfr.2");
    assert_eq!((row.applies, row.because.as_str()), (None, "context_unknown"));
    banded.karyotype = Some(KaryotypeGiven {
        iscn: "46,XY,t(5;12)(q32;p13)[18]/46,XY[2]".to_owned(),
        read_as: None,
        fidelity: "exact".to_owned(),
        warnings: Vec::new(),
    });
    assert_eq!(counts(&banded), [true, false]);
}
