//! What guidelines could say of the case, and its genes.

use marv_model::{
    case::GeneResult,
    finding::{Finding, NotAssessed, Status},
    tp53::{Tp53Hits, Tp53Locus, Tp53Mutation, Tp53Report, Tp53State},
    verdict::{Criterion, MissingDatum, Outcome, Policy, Verdict},
};

use super::{fraction, text, texts};

pub(super) fn tp53() -> Tp53Report {
    let state = |definition: &str, reasons: &[&str]| Tp53State {
        definition: text(definition),
        possible: vec![Tp53Hits::Multi],
        reasons: texts(reasons),
        missing: Vec::new(),
    };
    let reasons = [
        "tp53.reason.one_mutation: p.(Arg175His) 46.2 %",
        "tp53.reason.deletion: del(17)(p13)",
        "tp53.reason.copy_neutral_loh_not_assessable",
    ];
    Tp53Report {
        mutations: Finding::present(vec![Tp53Mutation {
            label: text("p.(Arg175His)"),
            fraction: fraction(43.0 / 93.0),
        }]),
        locus: Tp53Locus {
            deletion: Finding::present(text("del(17)(p13)")),
            copy_neutral_loh: Finding::unknown(NotAssessed::NotImplemented),
            ..Tp53Locus::not_examined()
        },
        states: vec![state("ICC 2022 multi-hit", &reasons), state("WHO 5 biallelic", &reasons)],
    }
}

fn criterion(id: &str, source: &str, leads_to: &str, status: Status, evidence: &[&str]) -> Criterion {
    Criterion {
        id: text(id),
        source: text(source),
        leads_to: Some(text(leads_to)),
        status,
        decisive: false,
        overridden: false,
        evidence: texts(evidence),
    }
}

pub(super) fn eln2022() -> Verdict {
    let (met, unmet, unknown) = (Status::Present, Status::Absent, Status::Unknown);
    let mut trace = vec![
        criterion("eln2022.favorable.runx1_runx1t1", "Table 6, favorable", "favorable", unknown, &[]),
        criterion("eln2022.adverse.abnormal_17p", "Table 6, adverse: -17/abn(17p)", "adverse", met, &["del(17)(p13)"]),
        criterion(
            "eln2022.adverse.complex_karyotype",
            "Table 6, adverse: complex karyotype (f)",
            "adverse",
            unknown,
            &[],
        ),
        criterion(
            "eln2022.adverse.tp53",
            "Table 6, adverse: mutated TP53 (i)",
            "adverse",
            met,
            &["p.(Arg175His) 46.2 %"],
        ),
        criterion(
            "eln2022.favorable.npm1",
            "Table 6, favorable: mutated NPM1 without FLT3-ITD (b)",
            "favorable",
            unmet,
            &[],
        ),
        criterion(
            "eln2022.intermediate.npm1_flt3_itd",
            "Table 6, intermediate (b)",
            "intermediate",
            met,
            &["NPM1", "FLT3-ITD"],
        ),
        criterion("eln2022.adverse.runx1", "Table 6, adverse (h)", "adverse", unmet, &[]),
    ];
    trace[1].decisive = true;
    trace[3].decisive = true;
    Verdict {
        scheme: text("ELN 2022"),
        scheme_id: text("eln2022"),
        rules_version: text("1"),
        source: text("Döhner et al., Blood 2022;140:1345, Table 6 (doi 10.1182/blood.2022016867)"),
        outcome: Outcome::Decided { category: text("adverse") },
        scores: Vec::new(),
        trace,
        missing: Vec::new(),
        policies: vec![Policy { option: text("npm1_flt3_itd_with_myelodysplasia_gene"), value: text("adverse") }],
        flags: texts(&["eln2022.flag.intensive_treatment", "eln2022.flag.npm1_with_adverse_cytogenetics"]),
    }
}

/// A scheme that the catalogues do not know by its identifiers, still open.
pub(super) fn undecided() -> Verdict {
    Verdict {
        scheme: text("Example scheme 1"),
        scheme_id: text("example1"),
        rules_version: text("1"),
        source: text("made up for this test"),
        outcome: Outcome::Reachable { categories: texts(&["intermediate", "adverse"]) },
        scores: Vec::new(),
        trace: vec![criterion("example1.not_in_the_catalogue", "", "adverse", Status::Unknown, &[])],
        missing: vec![MissingDatum {
            datum: text("cytogenetics"),
            if_present: texts(&["adverse"]),
            if_absent: texts(&["intermediate"]),
        }],
        policies: Vec::new(),
        flags: Vec::new(),
    }
}

pub(super) fn genes() -> Vec<GeneResult> {
    let gene = |name: &str, transcript: &str, finding: Finding<Vec<String>>, depth: f64, callable: f64, asked: bool| {
        GeneResult {
            gene: text(name),
            transcript: text(transcript),
            finding,
            mean_depth: depth,
            normal_mean_depth: Some(depth * 0.42),
            callable,
            guideline_gene: asked,
        }
    };
    let seen = |label: &str| Finding::present(texts(&[label]));
    let clear = |limit: f64| Finding::absent_below(fraction(limit));
    let mut list = vec![
        gene("TP53", "NM_000546.6", seen("p.(Arg175His)"), 94.1, 1.0, true),
        gene("NPM1", "NM_002520.7", seen("p.(Trp288CysfsTer12)"), 90.3, 1.0, true),
        gene("FLT3", "NM_004119.3", seen("FLT3-ITD p.(Tyr591_Val592insValAspPheArgGluTyrGluTyr)"), 96.8, 0.998, true),
        gene("CEBPA", "NM_004364.5", Finding::unknown(NotAssessed::LowCoverage), 11.2, 0.31, true),
        gene("ASXL1", "NM_015338.6", clear(0.062), 88.0, 0.993, true),
        gene("RUNX1", "NM_001754.5", clear(0.058), 91.6, 0.999, true),
        gene("SRSF2", "NM_003016.4", clear(0.081), 61.3, 0.941, true),
    ];
    let others = ["BCORL1", "CBL", "ETV6", "GATA2", "KRAS", "NRAS", "PHF6", "PTPN11", "SETBP1", "WT1"];
    list.extend(others.map(|name| gene(name, "NM_000000.1", clear(0.06), 90.0, 0.99, false)));
    list
}
