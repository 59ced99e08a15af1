//! The cases of `cases.tsv`, and what a verdict tells beside its category.

use marv_guidelines::{
    KeyKind, SCHEMES, b_all, cll, cml_kinase, ims_imwg2025, keys,
    lymphoma::{self, Edition},
    mpn_drivers, scheme, tall_graall,
};
use marv_model::{
    finding::Status,
    verdict::{Outcome, Verdict},
};

use crate::inputs::{fraction, outcome, profile};

/// The schemes of this table.
pub(crate) const IDS: [&str; 14] = [
    "cll_tp53",
    "cll_karyotype",
    "cll_resistance",
    "ims_imwg2025",
    "lymphoma_who5",
    "lymphoma_icc2022",
    "mantle_tp53",
    "ball_who5",
    "ball_icc2022",
    "ball_risk",
    "ikzf1plus",
    "tall_graall",
    "cml_kinase",
    "mpn_drivers",
];

fn verdict(id: &str, disease: &str, inputs: &str, policy: &str) -> Verdict {
    let profile = profile(disease, inputs);
    let (option, value) = policy.split_once('=').unwrap_or_default();
    match option {
        "" => (scheme(id).unwrap().judge)(&profile),
        "low" => {
            let policies = cll::CllPolicies { low_fraction_tp53: cll::LowFractionTp53::Counts, ..Default::default() };
            cll::cll_tp53(&profile, &policies)
        }
        "17p" => {
            let deletion_17p = ims_imwg2025::Deletion17pCutOff::AtLeast20;
            let policies = ims_imwg2025::ImsImwgPolicies { deletion_17p, ..Default::default() };
            ims_imwg2025::ims_imwg2025(&profile, &policies)
        }
        "bcr" | "znf" | "ikzf1" => {
            let mut policies = b_all::BAllPolicies::default();
            match option {
                "bcr" => policies.bcr_abl1 = b_all::BcrAbl1Risk::Intermediate,
                "znf" => policies.znf384 = b_all::Znf384Risk::Poor,
                _ => policies.ikzf1_with_good = b_all::Ikzf1WithGood::Poor,
            }
            b_all::ball_risk(&profile, &policies)
        }
        "phase" | "fused" => {
            let mut policies = cml_kinase::CmlKinasePolicies::default();
            match value {
                "cis" => policies.phase = cml_kinase::Phase::InCis,
                "trans" => policies.phase = cml_kinase::Phase::InTrans,
                value => policies.fused_fraction = fraction(value),
            }
            cml_kinase::cml_kinase(&profile, &policies)
        }
        other => panic!("{other} is no policy"),
    }
}

#[test]
fn every_case_of_the_table() {
    let mut counts = vec![0; IDS.len()];
    for line in include_str!("cases.tsv").lines().filter(|line| !line.starts_with('#')).skip(1) {
        let [id, disease, inputs, policy, expected, reasoning] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("six columns expected: {line}");
        };
        let verdict = verdict(id, disease, inputs, policy);
        // A case may turn out to be outside a scheme: the table writes the reason, the verdict one word for all.
        let found = outcome(&verdict);
        let expected = match &verdict.outcome {
            Outcome::Reachable { .. } => expected
                .replace("not_mantle_cell", "not_applicable")
                .replace("no_bcr_abl1", "not_applicable")
                .replace("triple_negative|bcr_abl1", "triple_negative|not_applicable")
                .replace("jak2_v617f|bcr_abl1", "jak2_v617f|not_applicable"),
            _ => expected.to_owned(),
        };
        assert_eq!(found, expected, "{line}\n{reasoning}\n{verdict:#?}");
        let open = expected.contains('|');
        assert_eq!(verdict.missing.is_empty(), !open, "{line}: {:?}", verdict.missing);
        let decisive: Vec<_> = verdict.trace.iter().filter(|criterion| criterion.decisive).collect();
        assert_eq!(decisive.len(), usize::from(!open && !verdict.trace.is_empty()), "{line}");
        assert!(decisive.iter().all(|criterion| criterion.status == Status::Present), "{line}");
        counts[IDS.iter().position(|one| *one == id).unwrap()] += 1;
    }
    for (id, count) in IDS.iter().zip(&counts) {
        println!("{id}\t{count} cases");
        assert!(*count >= 7, "{id}: {count} cases");
    }
    println!("all\t{} cases, every one as written", counts.iter().sum::<i32>());
}

/// Scheme, indication, inputs that raise the flag, the flag, inputs that do not.
const FLAGS: &[(&str, &str, &str, &str, &str)] = &[
    ("cll_tp53", "cll", "TP53=0.4;[loss of 17p13]", "cll_tp53.flag.both", "TP53=0.4"),
    ("cll_tp53", "cll", "[loss of 17p13]", "cll_tp53.flag.deletion_only", "[loss of 17p13];TP53=?"),
    ("cll_tp53", "cll", "TP53=0.04", "cll_tp53.flag.below_10_percent", "TP53=0.4"),
    ("cll_tp53", "cll", "TP53<0.05", "cll_tp53.flag.low_fraction_not_excluded", "TP53=0.4"),
    ("cll_tp53", "cll", "TP53<0.2", "limit_too_high", "TP53<0.05"),
    ("cll_karyotype", "cll", "count=3;[+12];[+19]", "cll_karyotype.flag.trisomy_12_and_19", "count=3;[+12]"),
    ("cll_karyotype", "cll", "count=0", "cll_karyotype.flag.stimulated_culture", "count=5"),
    ("cll_karyotype", "cll", "count=5;[loss of 17p13]", "cll_karyotype.flag.with_tp53", "[loss of 17p13]"),
    ("cll_resistance", "cll", "PLCG2:A10V=0.2", "cll_resistance.flag.plcg2_effect_unknown", "PLCG2:R665W=0.2"),
    ("cll_resistance", "cll", "PLCG2<0.2", "limit_too_high", "PLCG2<0.05"),
    (
        "ims_imwg2025",
        "plasma_cell",
        "[loss of 17p13];deletion_17p_cells:?",
        "ims_imwg2025.flag.deletion_17p_fraction_unknown",
        "[loss of 17p13];deletion_17p_cells:50",
    ),
    (
        "ims_imwg2025",
        "plasma_cell",
        "[loss of 17p13];deletion_17p_cells:12",
        "ims_imwg2025.flag.deletion_17p_below_cut_off",
        "[loss of 17p13];deletion_17p_cells:50",
    ),
    (
        "ims_imwg2025",
        "plasma_cell",
        "[loss of 17p13];deletion_17p_cells:20",
        "ims_imwg2025.flag.deletion_17p_at_cut_off",
        "[loss of 17p13];deletion_17p_cells:21",
    ),
    ("lymphoma_who5", "lymphoma", "[MYC-r];[BCL2-r];[BCL6-r]", "lymphoma.flag.triple_hit", "[MYC-r];[BCL2-r]"),
    ("lymphoma_who5", "lymphoma", "[MYC-r];[BCL6-r]", "lymphoma.flag.myc_bcl6_differs", "[MYC-r]"),
    ("lymphoma_icc2022", "lymphoma", "[IGH::CCND1];TP53=0.2", "lymphoma.flag.mantle_tp53", "TP53=0.2"),
    ("lymphoma_icc2022", "lymphoma", "[BCL2-r];EZH2-Y646=0.2", "lymphoma.flag.ezh2_target", "[BCL2-r]"),
    ("lymphoma_who5", "lymphoma", "MYD88-L265P=0.3;CXCR4=0.2", "lymphoma.flag.cxcr4", "CXCR4=0.2"),
    ("lymphoma_who5", "lymphoma", "MYD88-L265P=0.3;CD79B=0.2", "lymphoma.flag.myd88_cd79b", "CD79B=0.2"),
    ("lymphoma_who5", "lymphoma", "[BCL2-r];BRAF-V600E=0.1", "lymphoma.flag.several_entities", "[BCL2-r]"),
    (
        "ball_who5",
        "b_all",
        "[high hyperdiploidy]",
        "b_all.flag.masked_hypodiploidy",
        "[high hyperdiploidy];[+4,+10,+17]",
    ),
    ("ball_icc2022", "b_all", "[high hyperdiploidy];TP53=0.5", "b_all.flag.hyperdiploid_with_tp53", "TP53=0.5"),
    ("ball_icc2022", "b_all", "", "b_all.flag.expression_only", "[ETV6::RUNX1]"),
    ("ball_who5", "b_all", "[BCR::ABL1]", "b_all.flag.chronic_phase_before", ""),
    ("ball_risk", "b_all", "[BCR::ABL1]", "ball_risk.flag.tyrosine_kinase_inhibitor", ""),
    ("ball_risk", "b_all", "[DUX4-r];[IKZF1 deletion]", "ball_risk.flag.ikzf1_with_good", "[IKZF1 deletion]"),
    ("ball_risk", "b_all", "[DUX4-r];[iAMP21]", "ball_risk.flag.good_with_poor", "[iAMP21]"),
    (
        "ball_risk",
        "b_all",
        "[BCR::ABL1];[high hyperdiploidy]",
        "ball_risk.flag.good_with_poor",
        "[ZNF384-r];[high hyperdiploidy]",
    ),
    ("ball_risk", "b_all", "[KMT2A-r];[high hyperdiploidy]", "ball_risk.flag.good_with_poor", "[KMT2A-r]"),
    (
        "ball_risk",
        "b_all",
        "bcr_abl1_like_expression:yes;[high hyperdiploidy]",
        "ball_risk.flag.good_with_poor",
        "bcr_abl1_like_expression:yes",
    ),
    (
        "ball_risk",
        "b_all",
        "[high hyperdiploidy];[+4,+10,+17]",
        "ball_risk.flag.triple_trisomy",
        "[high hyperdiploidy]",
    ),
    ("ball_risk", "b_all", "TP53=0.5", "ball_risk.flag.tp53", ""),
    (
        "ikzf1plus",
        "b_all",
        "[IKZF1 deletion];[CDKN2A/B deletion]",
        "ikzf1plus.flag.homozygous",
        "[IKZF1 deletion];[PAX5 deletion]",
    ),
    ("tall_graall", "t_all", "early_t_precursor:yes", "tall_graall.flag.early_t_precursor", ""),
    ("tall_graall", "t_all", "early_t_precursor:?", "tall_graall.flag.immunophenotype_not_stated", ""),
    (
        "cml_kinase",
        "cml",
        "[BCR::ABL1];ABL1:T315I=0.3;ABL1:E255K=0.3",
        "cml_kinase.flag.compound_possible",
        "[BCR::ABL1];ABL1:T315I=0.3",
    ),
    (
        "cml_kinase",
        "cml",
        "[BCR::ABL1];ABL1:T315I=0.1;ABL1:E255K=0.1",
        "cml_kinase.flag.phase_unknown",
        "[BCR::ABL1];ABL1:T315I=0.3",
    ),
    (
        "cml_kinase",
        "cml",
        "[BCR::ABL1];ABL1:T315I=0.1",
        "cml_kinase.flag.t315i_asciminib_dose",
        "[BCR::ABL1];ABL1:F317L=0.3",
    ),
    (
        "cml_kinase",
        "cml",
        "[BCR::ABL1];ABL1:p.(Lys247del)=0.1",
        "cml_kinase.flag.unread_change",
        "[BCR::ABL1];ABL1:F317L=0.3",
    ),
    ("cml_kinase", "cml", "[BCR::ABL1];ABL1<0.05", "cml_kinase.flag.small_clones", "[BCR::ABL1];ABL1:F317L=0.3"),
    ("mpn_drivers", "mpn", "JAK2-V617F=0.3;MPL=0.1", "mpn_drivers.flag.several_drivers", "MPL=0.1"),
    ("mpn_drivers", "mpn", "eosinophilia:yes", "mpn_drivers.flag.eosinophilia_without_fusion", ""),
    (
        "mpn_drivers",
        "mpn",
        "[PDGFRA/PDGFRB/FGFR1/JAK2/FLT3 fusion];eosinophilia:yes",
        "mpn_drivers.flag.eosinophilia",
        "[PDGFRA/PDGFRB/FGFR1/JAK2/FLT3 fusion]",
    ),
    (
        "mpn_drivers",
        "mpn",
        "JAK2-V617F<0.05",
        "mpn_drivers.flag.low_burden_not_excluded",
        "JAK2-V617F<0.009;JAK2-exon12<0.009;CALR-type1<0.009;CALR-other<0.009;MPL<0.009",
    ),
];

#[test]
fn flags_tell_what_the_category_does_not() {
    for (id, disease, inputs, flag, without) in FLAGS {
        let raised = |inputs: &str| verdict(id, disease, inputs, "").flags.iter().any(|one| one == flag);
        assert!(raised(inputs), "{id} {inputs} should raise {flag}");
        assert!(!raised(without), "{id} {without} raises {flag} without cause");
    }
}

#[test]
fn the_trace_names_what_decided_and_what_it_rests_on() {
    let said = verdict("ims_imwg2025", "plasma_cell", "[IGH::NSD2];[+1q]", "");
    let decisive = said.trace.iter().find(|criterion| criterion.decisive).unwrap();
    assert_eq!(decisive.id, "ims_imwg2025.t_4_14");
    assert_eq!(decisive.evidence, ["IGH::NSD2", "+1q"]);
    let said = verdict("cll_tp53", "cll", "TP53:p.(Arg175His)=0.412", "");
    let decisive = said.trace.iter().find(|criterion| criterion.decisive).unwrap();
    assert_eq!(
        (decisive.id.as_str(), &decisive.evidence[..]),
        ("cll_tp53.mutation", &["TP53 p.(Arg175His) 41.2 %".to_owned()][..])
    );
}

#[test]
fn what_would_decide_is_named() {
    let said = verdict("ims_imwg2025", "plasma_cell", "[loss of 17p13];deletion_17p_cells:?", "");
    assert_eq!(said.missing.len(), 1);
    assert_eq!(said.missing[0].datum, "deletion_17p_cells");
    assert_eq!(
        (&said.missing[0].if_present[..], &said.missing[0].if_absent[..]),
        (&["high".to_owned()][..], &["standard".to_owned()][..])
    );
    let said = verdict("ball_risk", "all", "[ETV6::RUNX1]", "");
    assert_eq!(said.missing[0].datum, "b_lineage");
    assert_eq!(said.missing[0].if_present, ["good"]);
    assert_eq!(said.missing[0].if_absent, ["not_applicable"]);
}

#[test]
fn every_key_that_is_emitted_is_listed_and_every_criterion_is_emitted() {
    let listed = |kind| keys().filter(move |key| key.kind == kind).map(|key| key.key).collect::<Vec<_>>();
    let criteria = listed(KeyKind::Criterion);
    let categories = listed(KeyKind::Category);
    let mut emitted: Vec<&str> = cml_kinase::Drug::ALL.iter().map(|drug| drug.criterion()).collect();
    emitted.extend(cml_kinase::scheme().rows.iter().map(|row| row.id));
    let znf384 = b_all::BAllPolicies { znf384: b_all::Znf384Risk::Poor, ..Default::default() };
    for scheme in [
        cll::tp53_scheme(&cll::CllPolicies::default()),
        cll::karyotype_scheme(),
        cll::resistance_scheme(),
        ims_imwg2025::scheme(&ims_imwg2025::ImsImwgPolicies::default()),
        lymphoma::scheme(Edition::Who5),
        lymphoma::scheme(Edition::Icc2022),
        lymphoma::mantle_scheme(),
        b_all::entity_scheme(Edition::Who5),
        b_all::entity_scheme(Edition::Icc2022),
        b_all::risk_scheme(&znf384),
        b_all::ikzf1_scheme(),
        tall_graall::scheme(),
        mpn_drivers::scheme(),
    ] {
        emitted.extend(scheme.rows.iter().map(|row| row.id));
        for category in scheme.categories {
            let own = format!("{}.{category}", scheme.id);
            assert!(categories.contains(category) || categories.contains(&own.as_str()), "{own}");
        }
        for row in &scheme.rows {
            let word = row.then.word();
            assert!(word == "not_applicable" || scheme.categories.contains(&word), "{}: {word} is no category", row.id);
        }
        let listed = SCHEMES.iter().find(|listed| listed.id == scheme.id).unwrap();
        assert_eq!(listed.name, scheme.name);
    }
    for id in &emitted {
        assert!(criteria.contains(id), "{id} is not listed");
    }
    for id in criteria {
        let family = id.split('.').next().unwrap_or_default();
        let ours = emitted.iter().any(|one| one.starts_with(&format!("{family}.")));
        assert!(!ours || emitted.contains(&id), "{id} is listed and never emitted");
    }
    let flags = listed(KeyKind::Flag);
    let policies = listed(KeyKind::Policy);
    for line in include_str!("cases.tsv").lines().filter(|line| !line.starts_with('#')).skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let verdict = verdict(columns[0], columns[1], columns[2], columns[3]);
        let name = |flag: &String| flag.split(": ").next().unwrap_or_default().to_owned();
        assert!(verdict.flags.iter().all(|flag| flags.contains(&name(flag).as_str())), "{:?}", verdict.flags);
        assert!(
            verdict.policies.iter().all(|policy| policies.contains(&policy.option.as_str())),
            "{:?}",
            verdict.policies
        );
    }
}

/// Prints what a case costs; the bound is loose, since a test shares its machine.
#[test]
fn a_case_of_which_nothing_is_known_is_judged_at_once() {
    for id in IDS {
        let listed = scheme(id).unwrap();
        let profile = profile(listed.diseases[0].word(), "*?");
        let runs = 100;
        let start = std::time::Instant::now();
        for _ in 0..runs {
            std::hint::black_box((listed.judge)(std::hint::black_box(&profile)));
        }
        let each = start.elapsed() / runs;
        println!("{id}\t{} us a case of which nothing is known", each.as_micros());
        assert!(each.as_millis() < 20, "{id}: {each:?}");
    }
}
