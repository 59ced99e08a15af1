//! Cases to render: none describes a person. Positions, alleles and HGVS are those of known variants on GRCh38; the
//! reads, counts and hashes are made up here.

mod hostile;
mod open;
mod schemes;
mod variants;
mod verdicts;

use marv_model::{
    case::{
        CallCounts, Case, Disease, Estimate, KaryotypeGiven, NotAssessedItem, Provenance, Quality, ReadTally,
        ReferenceUsed, ReportState, Sample, SampleRole,
    },
    genome::Build,
    units::AlleleFraction,
};

pub(crate) use hostile::hostile;
use variants::{dnmt3a_intronic, flt3_itd, idh2_uncertain, npm1, tp53_r175h};
use verdicts::{eln2022, genes, tp53, undecided};

/// The names of the cases, for [`case`].
pub(crate) const NAMES: [&str; 7] = ["aml", "open", "empty", "hostile", "unpaired", "schemes", "signed"];

/// A case by name, with its meaning and its gates.
pub(crate) fn case(name: &str) -> Option<Case> {
    let mut case = bare(name)?;
    if name != "empty" {
        let mut meaning = marv_knowledge::interpret(&case, marv_knowledge::Evidence::embedded());
        meaning.trials = marv_knowledge::Trials::parse(TRIALS, "trials.toml").ok()?.matched(&case);
        case.interpretation = Some(meaning);
        case.quality.gates = marv_knowledge::gates(&case);
    }
    Some(case)
}

/// A department's list.
const TRIALS: &str = r#"
[[trial]]
id = "T-1"
title = "An inhibitor of FLT3"
diseases = ["aml"]
requires = ["FLT3 rule:flt3_itd"]
excludes = ["lesion:PML::RARA"]
"#;

fn bare(name: &str) -> Option<Case> {
    Some(match name {
        "aml" => aml(),
        "open" => open::open(),
        "empty" => empty(),
        "hostile" => hostile(),
        "unpaired" => unpaired(),
        "schemes" => schemes::schemes(),
        "signed" => Case { state: ReportState::Signed, demonstration: false, ..aml() },
        _ => return None,
    })
}

fn text(words: &str) -> String {
    words.to_owned()
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| text(word)).collect()
}

fn fraction(value: f64) -> AlleleFraction {
    AlleleFraction::new(value).unwrap()
}

/// Nothing was supplied and nothing was seen: every list is empty.
pub(crate) fn empty() -> Case {
    Case::unexamined("CASE-0000", "reference.fa")
}

/// AML with TP53 R175H, cytoplasmic NPM1 and FLT3-ITD, an uncertain hotspot signal, and a karyotype read in part.
pub(crate) fn aml() -> Case {
    Case {
        id: text("DEMO-2026-001"),
        disease: Disease::Aml,
        demonstration: true,
        samples: vec![
            sample(SampleRole::Tumour, "DEMO-T", "tumour.bam", 92.4, 1_204_883),
            sample(SampleRole::Normal, "DEMO-N", "normal.bam", 38.7, 502_114),
        ],
        reference: ReferenceUsed { file: text("GRCh38.panel.fa"), build: Build::Grch38, contigs: 25 },
        variants: vec![tp53_r175h(), npm1(), flt3_itd(), dnmt3a_intronic(), idh2_uncertain()],
        counts: CallCounts {
            candidates: 1_284,
            passed: 4,
            filtered: [("weak_evidence", 1_011), ("germline", 152), ("strand_bias", 74), ("low_depth", 43)]
                .into_iter()
                .map(|(id, count)| (text(id), count))
                .collect(),
            set_aside: 0,
        },
        tp53: Some(tp53()),
        clinical: marv_model::clinical::Clinical::unknown(),
        fish: Vec::new(),
        panel: Vec::new(),
        comparison: None,
        copy_number: None,
        rearrangements: None,
        virtual_karyotype: None,
        discordances: Vec::new(),
        karyotype: Some(KaryotypeGiven {
            iscn: text("46,XY,del(17)(p13),+?mar[4]/46,XY[16]"),
            read_as: Some(text("46,XY,del(17)(p13)[4]/46,XY[16]")),
            fidelity: text("partial"),
            warnings: texts(&["\"+?mar\" could not be read"]),
        }),
        verdicts: vec![eln2022(), undecided()],
        side_by_side: None,
        genes: genes(),
        not_assessed: [
            ("copy_number", "not_implemented"),
            ("loh", "not_implemented"),
            ("rearrangements", "not_implemented"),
            ("predisposition", "not_requested"),
        ]
        .into_iter()
        .map(|(item, reason)| NotAssessedItem { item: text(item), reason: text(reason) })
        .collect(),
        quality: Quality {
            tumour_in_normal: Some(Estimate { value: 0.021, interval: [0.009, 0.038], observations: 412 }),
            tumour_in_normal_set: false,
            error_rate: [Some(0.001_91), Some(0.001_74)],
            fragment_length: [Some(412.0), Some(398.0)],
            identity: Some(0.998),
            identity_sites: 1_840,
            another_person: None,
            false_discovery: None,
            warnings: texts(&["tumour_in_normal"]),
            ..Quality::default()
        },
        provenance: Provenance {
            marv_version: text("0.1.0"),
            bundle_hash: text("5d41402abc4b2a76b9719d911017c592ae3f0f4c6c1f7a0bd2c1e3a4f5b60718"),
            bundle_version: text("haematology 2026-11-01"),
            inputs: [("tumour.bam", 'a'), ("normal.bam", 'b'), ("GRCh38.panel.fa", 'c')]
                .into_iter()
                .map(|(file, digit)| (text(file), digit.to_string().repeat(64)))
                .collect(),
            settings: [
                ("filter.low_depth", "10"),
                ("candidate.lowest_fraction", "0.02"),
                ("reads.lowest_mapping_quality", "20"),
            ]
            .into_iter()
            .map(|(name, value)| (text(name), text(value)))
            .collect(),
            started: Some(text("2026-11-22T09:30:00Z")),
        },
        ..empty()
    }
}

/// The same tumour without a normal: fewer statements, and each says so.
pub(crate) fn unpaired() -> Case {
    let mut case = aml();
    case.id = text("DEMO-2026-002");
    case.demonstration = false;
    case.samples.retain(|sample| sample.role == SampleRole::Tumour);
    for variant in &mut case.variants {
        variant.normal = None;
        if let Some(pileup) = &mut variant.pileup {
            pileup.normal.clear();
            pileup.total[1] = 0;
        }
    }
    for gene in &mut case.genes {
        gene.normal_mean_depth = None;
    }
    case.karyotype = None;
    case.quality.tumour_in_normal = None;
    case.quality.identity = None;
    case.quality.identity_sites = 0;
    case.quality.warnings = texts(&["no_normal"]);
    case
}

fn sample(role: SampleRole, name: &str, file: &str, depth: f64, records: u64) -> Sample {
    Sample {
        role,
        name: text(name),
        file: Some(text(file)),
        mean_depth: Some(depth),
        reads: Some(ReadTally {
            records,
            used: records / 100 * 86,
            duplicates: records / 100 * 9,
            secondary: 0,
            supplementary: records / 1000,
            qc_fail: 0,
            low_mapping_quality: records / 100 * 4,
            unusable: 0,
        }),
        read_groups: 2,
    }
}
