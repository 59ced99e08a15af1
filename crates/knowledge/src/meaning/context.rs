//! Statements that hold only beside, or only without, another finding.

use marv_model::{annotation::HaemRule, case::Case, cytogenetics::Lesion, finding::Status};

use crate::{evidence::Row, lesions};

/// What a statement asks of the rest of the case.
enum Asks {
    /// One of these lesions beside it.
    Beside(&'static [Lesion]),
    /// No internal tandem duplication of FLT3.
    WithoutItd,
    /// A fusion of one of these kinases, where a lesion stands for the fusions of several.
    Kinase(&'static [&'static str]),
}

/// RULE: by the statement's own words: KIT in core-binding-factor leukaemia, MYC with BCL2, TP53 in MDS with del(5q), and
/// NPM1 without FLT3-ITD (ELN 2022). The lesion of myeloid and lymphoid neoplasms with a tyrosine-kinase fusion is one for all kinases,
/// and each inhibitor is for its own.
fn asks(statement: &str) -> Option<Asks> {
    const CORE_BINDING: &[Lesion] = &[Lesion::Runx1Runx1t1, Lesion::CbfbMyh11];
    Some(match statement {
        "adverse_in_cbf" => Asks::Beside(CORE_BINDING),
        "adverse_with_bcl2" => Asks::Beside(&[Lesion::Bcl2Rearranged]),
        "resistance_del5q" => Asks::Beside(&[Lesion::Loss5q, Lesion::Isolated5q]),
        "favourable_without_itd" => Asks::WithoutItd,
        "benefit_pdgfr" => Asks::Kinase(&["PDGFRA", "PDGFRB"]),
        "benefit_fgfr1" => Asks::Kinase(&["FGFR1"]),
        _ => return None,
    })
}

/// The kinases by the karyotype's words, as the karyotype's reader places their fusions.
const KINASE_BANDS: [(&str, &str); 9] = [
    ("t(5;12)(q32", "PDGFRB"),
    ("t(5;12)(q33", "PDGFRB"),
    ("t(8;13)(p11", "FGFR1"),
    ("t(8;22)(p11", "FGFR1"),
    ("t(8;9)(p22", "JAK2"),
    ("t(9;22)(p24", "JAK2"),
    ("t(9;12)(p24", "JAK2"),
    ("t(9;12)(q34", "ABL1"),
    ("t(12;13)(p13", "FLT3"),
];

/// Whether the kinase of the case's fusion is one of these: by the joined genes, else by the karyotype's bands. A fusion of which
/// neither tells the kinase, as one that FISH alone saw, leaves it open.
fn kinase(wanted: &[&str], case: &Case) -> Status {
    let joined =
        case.rearrangements.iter().flat_map(|found| &found.recurrent).filter(|one| {
            one.lesions.contains(&Lesion::TyrosineKinaseFusion) && one.finding.status() == Status::Present
        });
    let mut seen: Vec<&str> = joined.flat_map(|one| one.name.split("::")).collect();
    if let Some(given) = &case.karyotype {
        let line = given.read_as.as_deref().unwrap_or(&given.iscn);
        seen.extend(KINASE_BANDS.iter().filter(|(bands, _)| line.contains(bands)).map(|(_, kinase)| *kinase));
    }
    match () {
        () if seen.iter().any(|gene| wanted.contains(gene)) => Status::Present,
        () if seen.is_empty() => Status::Unknown,
        () => Status::Absent,
    }
}

/// Whether the rest of the case is as the row's statement asks.
pub(super) fn holds(row: &Row, case: &Case) -> Status {
    match asks(&row.statement) {
        None => Status::Present,
        Some(Asks::Beside(any)) => {
            let known: Vec<Status> = any.iter().map(|lesion| lesions::status(case, *lesion)).collect();
            if known.contains(&Status::Present) {
                Status::Present
            } else if known.contains(&Status::Unknown) {
                Status::Unknown
            } else {
                Status::Absent
            }
        }
        Some(Asks::Kinase(wanted)) => kinase(wanted, case),
        Some(Asks::WithoutItd) => match itd(case) {
            Status::Present => Status::Absent,
            Status::Absent => Status::Present,
            Status::Unknown => Status::Unknown,
        },
    }
}

/// By reads, then by the laboratory's panel; a call that a filter holds back leaves it open.
fn itd(case: &Case) -> Status {
    let panel = case.panel.iter().find(|result| result.marker == "FLT3-ITD").map_or(Status::Unknown, |one| one.result);
    let is_itd = |consequences: &[marv_model::annotation::TranscriptConsequence]| {
        consequences.iter().any(|c| c.rules.contains(&HaemRule::Flt3Itd))
    };
    let mut calls = case.variants.iter().filter(|variant| is_itd(&variant.consequences)).peekable();
    if calls.peek().is_some() {
        return if calls.any(|variant| variant.filters.is_empty()) { Status::Present } else { Status::Unknown };
    }
    let read = case.genes.iter().find(|gene| gene.gene == "FLT3").map_or(Status::Unknown, |gene| {
        // Another mutation of FLT3 leaves the gene present and says nothing against it.
        if gene.finding.status() == Status::Unknown { Status::Unknown } else { Status::Absent }
    });
    match (panel, read) {
        (Status::Present, _) | (_, Status::Present) => Status::Present,
        (Status::Unknown, other) | (other, _) => other,
    }
}
