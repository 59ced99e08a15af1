//! Cases made by hand.
#![allow(dead_code, reason = "each test uses a part of them")]

use marv_model::{
    annotation::{Consequence, HaemRule, TranscriptConsequence},
    call::{AlleleEvidence, Posterior},
    case::{Case, Disease, GeneResult, ReportedVariant},
    copy_number::{CopyNumberGene, CopyNumberResult, CopyNumberSegment},
    finding::Finding,
    genome::Build,
    oncogenicity::{CodeOutcome, CodeReason, CodeResult, Oncogenicity, OncogenicityClass, OncogenicityCode},
    units::{AlleleFraction, Phred},
    variant::VariantKind,
};

pub(crate) fn case(disease: Disease, variants: Vec<ReportedVariant>) -> Case {
    let mut case = Case { disease, variants, ..Case::unexamined("CASE-0000", "reference.fa") };
    case.reference.build = Build::Grch38;
    case
}

pub(crate) fn variant(gene: &str, change: &str, at: u32, rules: &[HaemRule]) -> ReportedVariant {
    let truncating = rules.contains(&HaemRule::Truncating);
    let evidence = AlleleEvidence { reference: 60, alternate: 40, ..AlleleEvidence::default() };
    ReportedVariant {
        contig: "chr1".to_owned(),
        position: at,
        reference: "C".to_owned(),
        alternate: "T".to_owned(),
        kind: VariantKind::Snv,
        consequences: vec![TranscriptConsequence {
            gene: gene.to_owned(),
            transcript: "NM_1.1".to_owned(),
            mane_select: true,
            consequences: vec![if truncating { Consequence::StopGained } else { Consequence::MissenseVariant }],
            hgvs_p: Some(change.to_owned()),
            exon: Some("2/9".to_owned()),
            protein_position: Some(at),
            rules: rules.to_vec(),
            ..TranscriptConsequence::default()
        }],
        tumour: evidence,
        tumour_fraction: AlleleFraction::new(0.4).ok(),
        normal: Some(AlleleEvidence { reference: 40, ..AlleleEvidence::default() }),
        posterior: Posterior { somatic: 0.99, germline: 0.005, artefact: 0.005 },
        quality: Phred(20.0),
        filters: Vec::new(),
        hotspot: false,
        callers: Vec::new(),
        seen_in_normal_as_contamination: false,
        oncogenicity: None,
        known: None,
        ledger: Vec::new(),
        pileup: None,
    }
}

pub(crate) fn oncogenicity(
    class: OncogenicityClass,
    codes: &[(OncogenicityCode, CodeOutcome, CodeReason)],
) -> Oncogenicity {
    let of = |(code, outcome, reason): &(OncogenicityCode, CodeOutcome, CodeReason)| CodeResult {
        code: *code,
        outcome: *outcome,
        reason: *reason,
        detail: String::new(),
    };
    Oncogenicity { codes: codes.iter().map(of).collect(), points: 0, class, reachable: [class, class], decision: None }
}

pub(crate) fn gene(name: &str, finding: Finding<Vec<String>>) -> GeneResult {
    GeneResult {
        gene: name.to_owned(),
        transcript: "NM_1.1".to_owned(),
        finding,
        mean_depth: 90.0,
        normal_mean_depth: Some(30.0),
        callable: 1.0,
        guideline_gene: true,
    }
}

pub(crate) fn segment(contig: &str, start: u32, end: u32, total: Option<u8>, minor: Option<u8>) -> CopyNumberSegment {
    CopyNumberSegment {
        contig: contig.to_owned(),
        start,
        end,
        log2_ratio: 0.0,
        balance: None,
        sample_copies: 2.0,
        total,
        minor,
        cell_fraction: Some(1.0),
        confidence: 1.0,
        inherited: 2,
        changed: total.is_some_and(|copies| copies != 2) || minor == Some(0),
    }
}

pub(crate) fn copies(segments: Vec<CopyNumberSegment>, genes: Vec<CopyNumberGene>) -> CopyNumberResult {
    CopyNumberResult {
        limit: None,
        purity: Some(0.9),
        purity_interval: None,
        ploidy: Some(2.0),
        method: "copy_number".to_owned(),
        ambiguous: false,
        alternatives: Vec::new(),
        tumour_in_normal: None,
        sex_chromosomes: Some([2, 0]),
        noise: 0.1,
        windows: 1_000,
        sites: 1_000,
        segments,
        arms: Vec::new(),
        genes,
        chromosomes: None,
        ploidy_classes: Vec::new(),
        iamp21: None,
        figure: Vec::new(),
    }
}
