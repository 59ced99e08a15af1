//! Gates of quality, trials and the codes of inherited variants, each by hand from the rule's own words.
#![allow(clippy::unwrap_used)]

mod support;

use marv_knowledge::{Trials, gates, predisposition, quality};
use marv_model::{
    annotation::{
        Consequence,
        HaemRule::{Flt3Itd, ProteinAltering, Truncating},
        TranscriptConsequence,
    },
    case::{Case, Disease, Estimate, OneSided, ReadTally, Sample, SampleRole},
    clinical::{Circumstance, Clinical, Measure},
    copy_number::CopyNumberGene,
    cytogenetics::Lesion,
    finding::{Finding, NotAssessed, Status},
    interpretation::GateOutcome,
    oncogenicity::CodeOutcome,
    predisposition::AcmgClass,
};
use support::{case, copies, gene, segment, variant};

fn sample(role: SampleRole, depth: f64, duplicates: u64) -> Sample {
    Sample {
        role,
        name: "S".to_owned(),
        file: None,
        mean_depth: Some(depth),
        reads: Some(ReadTally { records: 1_000, duplicates, ..ReadTally::default() }),
        read_groups: 1,
    }
}

fn outcome(case: &Case, name: &str) -> GateOutcome {
    gates(case).into_iter().find(|gate| gate.name == name).unwrap().outcome
}

/// Depths of the sequencing service: normal 30x, never under 25x; tumour 90x, never under 60x.
#[test]
fn depth_from_both_sides_of_each_limit() {
    use GateOutcome::{Attention, Fail, NotAssessed, Pass};
    let depths = |tumour: f64, normal: f64| {
        let mut one = case(Disease::Aml, Vec::new());
        one.samples = vec![sample(SampleRole::Tumour, tumour, 100), sample(SampleRole::Normal, normal, 350)];
        one
    };
    for (tumour, expected) in [(90.0, Pass), (89.9, Attention), (60.0, Attention), (59.9, Fail)] {
        assert_eq!(outcome(&depths(tumour, 30.0), "tumour_depth"), expected, "{tumour}");
    }
    for (normal, expected) in [(30.0, Pass), (29.9, Attention), (24.9, Fail)] {
        assert_eq!(outcome(&depths(90.0, normal), "normal_depth"), expected, "{normal}");
    }
    let one = depths(90.0, 30.0);
    assert_eq!((outcome(&one, "tumour_duplicates"), outcome(&one, "normal_duplicates")), (Pass, Attention));
    let empty = case(Disease::Aml, Vec::new());
    assert!(gates(&empty).iter().all(|gate| gate.outcome == NotAssessed), "what was not measured is not passed");
}

#[test]
fn identity_sex_and_genes() {
    let mut one = case(Disease::Aml, Vec::new());
    (one.quality.identity, one.quality.identity_sites) = (Some(0.55), 400);
    assert_eq!(outcome(&one, "identity"), GateOutcome::Fail);
    one.quality.identity_sites = 19;
    assert_eq!(outcome(&one, "identity"), GateOutcome::NotAssessed);

    let mut sex = |found: Option<[u8; 2]>, male: Option<bool>| {
        let mut result = copies(Vec::new(), Vec::new());
        result.sex_chromosomes = found;
        one.copy_number = Some(result);
        one.clinical =
            male.map_or_else(Clinical::unknown, |so| Clinical::unknown().circumstance(Circumstance::Male, so));
        outcome(&one, "sex")
    };
    assert_eq!(sex(Some([1, 1]), Some(true)), GateOutcome::Pass);
    assert_eq!(sex(Some([2, 0]), Some(true)), GateOutcome::Fail);
    assert_eq!(sex(Some([1, 0]), Some(true)), GateOutcome::Attention);
    assert_eq!(sex(Some([2, 0]), None), GateOutcome::NotAssessed);
    assert_eq!(sex(None, Some(true)), GateOutcome::NotAssessed);

    one.genes = vec![gene("FLT3", Finding::absent()), gene("NPM1", Finding::unknown(NotAssessed::LowCoverage))];
    assert_eq!(outcome(&one, "genes"), GateOutcome::Fail, "one of two");
    one.genes.remove(1);
    assert_eq!(outcome(&one, "genes"), GateOutcome::Pass);
}

/// Shares by hand: 300 of 310 is 97 %, 30 of 50 is 60 %, 300 of 1,300 is 23 %; 59 of a genome's 3 thousand million places are
/// below one in 50 million (60).
#[test]
fn exchanged_samples_and_what_only_looks_like_it() {
    use GateOutcome::{Attention, Fail, NotAssessed, Pass};
    let mut one = case(Disease::Aml, Vec::new());
    let mut of = |substitutions: [u64; 2], hotspots: [u64; 2], loci: u64| {
        one.quality.one_sided = Some(OneSided { substitutions, hotspots, loci });
        outcome(&one, "exchanged")
    };
    assert_eq!(of([10, 300], [0, 0], 3_000_000_000), Fail);
    assert_eq!(of([1_000, 300], [3, 0], 3_000_000_000), Pass, "a normal with a clone of its own");
    assert_eq!(of([20, 30], [0, 0], 1_000_000), Attention);
    assert_eq!(of([5, 59], [0, 0], 3_000_000_000), NotAssessed, "what mapping errs in a genome");
    assert_eq!(of([5, 60], [0, 0], 3_000_000_000), Fail);
    assert_eq!(of([0, 0], [0, 0], 3_000_000_000), NotAssessed, "nothing acquired in either");
    assert_eq!(of([8, 2], [0, 1], 1_000_000), Attention, "a panel's hotspot in the normal alone");
    assert_eq!(of([8, 2], [0, 2], 1_000_000), Fail, "two of them");
    assert_eq!(of([300, 2], [1, 2], 1_000_000), Pass);

    of([10, 300], [0, 0], 1_000_000);
    (one.quality.identity, one.quality.identity_sites) = (Some(0.55), 400);
    assert_eq!(outcome(&one, "exchanged"), NotAssessed, "two persons: identity says so");
    one.quality.identity = Some(0.999);
    let warned = |case: &Case| quality::warnings(&gates(case)).collect::<Vec<_>>();
    assert_eq!(warned(&one), ["exchanged"]);

    for (share, expected) in [(0.019, Pass), (0.02, Attention), (0.3, Fail)] {
        one.quality.another_in_normal = Some(Estimate { value: share, interval: [share, share], observations: 900 });
        assert_eq!(outcome(&one, "chimerism"), expected, "{share}");
    }
    assert_eq!(outcome(&one, "exchanged"), NotAssessed, "the donor's alleles stand in the normal alone");
    assert_eq!(warned(&one), ["another_person_in_normal"]);
}

const LIST: &str = r#"
[[trial]]
id = "T-1"
title = "A menin inhibitor"
diseases = ["aml", "all"]
requires = ["lesion:KMT2A-r|lesion:MLLT3::KMT2A"]
[[trial.measures]]
name = "age"
at_least = 18

[[trial]]
id = "T-2"
title = "An inhibitor of FLT3 without TP53"
diseases = ["aml"]
requires = ["FLT3 rule:flt3_itd"]
excludes = ["TP53 rule:tp53_altering"]
"#;

#[test]
fn trials_are_met_open_or_not() {
    let trials = Trials::parse(LIST, "trials.toml").unwrap();
    let outcomes = |case: &Case| -> Vec<(String, String)> {
        trials.matched(case).into_iter().map(|one| (one.id, one.outcome)).collect()
    };
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|(id, outcome)| ((*id).to_owned(), (*outcome).to_owned())).collect()
    };
    // Nothing known: no trial is excluded, none is met.
    assert_eq!(outcomes(&case(Disease::Aml, Vec::new())), pairs(&[("T-1", "open"), ("T-2", "open")]));
    let itd = variant("FLT3", "p.(Asp600dup)", 600, &[ProteinAltering, Flt3Itd]);
    let mut aml = case(Disease::Aml, vec![itd.clone()]);
    aml.genes = vec![gene("TP53", Finding::absent())];
    aml.lesions = aml.lesions.with(Lesion::Kmt2aOther, Finding::absent()).with(Lesion::Kmt2aMllt3, Finding::absent());
    assert_eq!(outcomes(&aml), pairs(&[("T-2", "match"), ("T-1", "no")]));
    // A call that a filter holds back leaves the trial open; TP53 that could not be read does, too.
    let mut held = itd;
    held.filters = vec!["strand_bias".to_owned()];
    aml.variants = vec![held];
    assert_eq!(outcomes(&aml)[0].1, "open");
    // One lesion of the two is enough; then the age decides.
    aml.lesions = aml.lesions.clone().with(Lesion::Kmt2aMllt3, Finding::present(Vec::new()));
    aml.clinical = Clinical::unknown().measured(Measure::Age, 17.0).unwrap();
    let first = trials.matched(&aml).into_iter().find(|one| one.id == "T-1").unwrap();
    assert_eq!(first.outcome, "no");
    assert_eq!(
        first.criteria.iter().map(|one| one.status).collect::<Vec<_>>(),
        [Status::Present, Status::Present, Status::Absent]
    );
    assert_eq!(outcomes(&case(Disease::Cll, Vec::new())), pairs(&[("T-1", "no"), ("T-2", "no")]));
}

/// Losses are asked of the segments: TNFRSF17 lies at chr16:11,965,209-11,968,068 (MANE, GRCh38).
#[test]
fn a_trial_that_asks_for_losses_asks_the_segments() {
    let list = "[[trial]]\nid = \"gone\"\ntitle = \"x\"\nrequires = [\"TNFRSF17 biallelic_loss\"]\n[[trial]]\nid = \"lost\"\n\
                title = \"x\"\nrequires = [\"TNFRSF17 loss\"]\n[[trial]]\nid = \"kept\"\ntitle = \"x\"\nexcludes = [\"TNFRSF17 loss\"]\n";
    let trials = Trials::parse(list, "trials.toml").unwrap();
    let outcome = |copies_of: Option<u8>| {
        let mut one = case(Disease::PlasmaCell, Vec::new());
        if let Some(total) = copies_of {
            one.copy_number = Some(copies(vec![segment("chr16", 1, 20_000_000, Some(total), Some(0))], Vec::new()));
            one.copy_number.as_mut().unwrap().segments[0].changed = total != 2;
        }
        let of = |id: &str| trials.matched(&one).into_iter().find(|one| one.id == id).unwrap().outcome;
        [of("gone"), of("lost"), of("kept")]
    };
    assert_eq!(outcome(None), ["open", "open", "open"]);
    assert_eq!(outcome(Some(0)), ["match", "match", "no"]);
    assert_eq!(outcome(Some(1)), ["no", "match", "no"]);
    assert_eq!(outcome(Some(2)), ["no", "no", "match"]);
}

#[test]
fn a_list_that_cannot_be_read_is_told_with_its_line() {
    let refused = |text: &str| Trials::parse(text, "trials.toml").unwrap_err().to_string();
    let head = "[[trial]]\nid = \"T\"\ntitle = \"x\"\n";
    assert!(refused(&format!("{head}requires = [\"FLT3 no_event\"]\n")).contains("no event"));
    assert!(refused(&format!("{head}requires = [\"truncating\"]\n")).contains("names no gene"));
    assert!(refused(&format!("{head}disease = [\"aml\"]\n")).contains("line"));
    assert!(refused("[[trial]]\nid = 3\n").starts_with("trials.toml, line"));
}

fn on(gene: &str, consequence: Consequence, exon: &str) -> TranscriptConsequence {
    let null = [Consequence::StopGained, Consequence::FrameshiftVariant].contains(&consequence);
    TranscriptConsequence {
        gene: gene.to_owned(),
        consequences: vec![consequence],
        exon: Some(exon.to_owned()),
        rules: if null { vec![ProteinAltering, Truncating] } else { vec![ProteinAltering] },
        ..TranscriptConsequence::default()
    }
}

/// Points of Tavtigian 2020: very strong 8, moderate 2, supporting 1; strong for benign -4; 10 pathogenic, 6 likely.
#[test]
fn codes_of_inherited_variants_and_their_sum() {
    let class = |on: &TranscriptConsequence, frequency: Option<f64>| {
        predisposition::codes(on, predisposition::Seen { frequency }).map(|codes| predisposition::sum(&codes))
    };
    let null = on("DDX41", Consequence::FrameshiftVariant, "3/17");
    assert_eq!(class(&null, None), Some((8, AcmgClass::LikelyPathogenic)), "PVS1");
    assert_eq!(class(&null, Some(1e-5)), Some((9, AcmgClass::LikelyPathogenic)), "PVS1 and PM2, supporting");
    assert_eq!(class(&null, Some(0.02)), Some((4, AcmgClass::Uncertain)), "PVS1 and BS1");
    assert_eq!(class(&null, Some(0.2)), Some((0, AcmgClass::Uncertain)), "PVS1 and BA1 are for a person to see");
    let missense = on("TP53", Consequence::MissenseVariant, "5/11");
    assert_eq!(class(&missense, Some(0.2)), Some((-8, AcmgClass::Benign)));
    assert_eq!(class(&missense, None), Some((0, AcmgClass::Uncertain)));
    let last = predisposition::codes(&on("RUNX1", Consequence::StopGained, "9/9"), predisposition::Seen::default());
    assert_eq!(last.unwrap()[0].outcome, CodeOutcome::NotAssessed, "the last exon is for a person");
    assert_eq!(
        class(&on("SAMD9", Consequence::StopGained, "2/3"), None),
        Some((0, AcmgClass::Uncertain)),
        "gain of function"
    );
    assert_eq!(class(&on("FLT3", Consequence::StopGained, "2/3"), None), None, "not a gene of predisposition");
    assert_eq!(class(&on("TP53", Consequence::SynonymousVariant, "5/11"), None), None);
}

#[test]
fn second_hits_are_acquired_mutations_and_lost_copies() {
    let mut one = case(Disease::Aml, vec![variant("DDX41", "p.(Arg525His)", 525, &[ProteinAltering])]);
    let copy = |total, minor| CopyNumberGene { gene: "DDX41".to_owned(), total, minor, cell_fraction: 1.0 };
    assert_eq!(predisposition::second_hits("DDX41", &one), ["p.(Arg525His)"]);
    one.copy_number = Some(copies(Vec::new(), vec![copy(2, Some(0))]));
    assert_eq!(predisposition::second_hits("DDX41", &one), ["p.(Arg525His)", "allele_lost"]);
    one.copy_number = Some(copies(Vec::new(), vec![copy(1, None)]));
    one.variants[0].filters = vec!["germline".to_owned()];
    assert_eq!(predisposition::second_hits("DDX41", &one), ["one_copy"]);
}
