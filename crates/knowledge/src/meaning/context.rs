//! Statements that hold only beside, or only without, another finding.

use marv_model::{annotation::HaemRule, case::Case, cytogenetics::Lesion, finding::Status};

use crate::{evidence::Row, lesions};

/// What a statement asks of the rest of the case.
enum Asks {
    /// One of these lesions beside it.
    Beside(&'static [Lesion]),
    /// No internal tandem duplication of FLT3.
    WithoutItd,
}

/// RULE: by the statement's own words: KIT in core-binding-factor leukaemia, MYC with BCL2, TP53 in MDS with del(5q), and
/// NPM1 without FLT3-ITD (ELN 2022).
fn asks(statement: &str) -> Option<Asks> {
    const CORE_BINDING: &[Lesion] = &[Lesion::Runx1Runx1t1, Lesion::CbfbMyh11];
    Some(match statement {
        "adverse_in_cbf" => Asks::Beside(CORE_BINDING),
        "adverse_with_bcl2" => Asks::Beside(&[Lesion::Bcl2Rearranged]),
        "resistance_del5q" => Asks::Beside(&[Lesion::Loss5q, Lesion::Isolated5q]),
        "favourable_without_itd" => Asks::WithoutItd,
        _ => return None,
    })
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
