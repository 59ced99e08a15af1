//! The panel's genes: what was found, or how small it could be and still have been seen.

use marv_model::{
    case::{Case, GeneResult},
    finding::{Finding, Status},
};

use super::{bounded, reason};
use crate::messages::Messages;

/// Share of the coding bases below which a gene is marked.
const LOW_CALLABLE: f64 = 0.95;

/// The genes, those of the guidelines apart.
#[derive(Debug)]
pub(crate) struct Genes {
    pub(crate) guideline: Vec<GeneRow>,
    pub(crate) others: Vec<GeneRow>,
    /// How many of `others` are of each status, in words.
    pub(crate) others_summary: String,
}

/// One gene.
#[derive(Debug)]
pub(crate) struct GeneRow {
    pub(crate) gene: String,
    pub(crate) transcript: String,
    /// The class of its status, beside the word: never the only sign of it.
    pub(crate) tone: &'static str,
    pub(crate) result: String,
    /// The labels found, or why it cannot be assessed.
    pub(crate) detail: String,
    pub(crate) limit: String,
    pub(crate) depth: String,
    pub(crate) normal_depth: String,
    pub(crate) callable: String,
    pub(crate) low: bool,
}

impl Genes {
    pub(super) fn of(case: &Case, m: &Messages) -> Self {
        let rows = |wanted: bool| -> Vec<GeneRow> {
            case.genes.iter().filter(|gene| gene.guideline_gene == wanted).map(|gene| GeneRow::of(gene, m)).collect()
        };
        let others = rows(false);
        let count = |status: Status| {
            let of_status = case.genes.iter().filter(|gene| !gene.guideline_gene && gene.finding.status() == status);
            m.language.number(u64::try_from(of_status.count()).unwrap_or(u64::MAX))
        };
        let others_summary = m.with(
            "gene.others_summary",
            &[
                ("detected", &count(Status::Present)),
                ("absent", &count(Status::Absent)),
                ("unknown", &count(Status::Unknown)),
            ],
        );
        Self { guideline: rows(true), others, others_summary }
    }
}

impl GeneRow {
    fn of(gene: &GeneResult, m: &Messages) -> Self {
        let (detail, limit) = match &gene.finding {
            Finding::Present { evidence } => (bounded(&evidence.join(", "), super::LONGEST), "–".to_owned()),
            Finding::Absent { limit_of_detection: Some(limit) } => (String::new(), m.language.limit(limit.get())),
            Finding::Absent { limit_of_detection: None } => (String::new(), m.text("gene.no_limit").to_owned()),
            Finding::NotAssessable { reason: why } => (reason(why, m), "–".to_owned()),
        };
        let status = gene.finding.status();
        Self {
            gene: bounded(&gene.gene, 40),
            transcript: bounded(&gene.transcript, 60),
            tone: tone(status),
            result: m.text(status_key(status)).to_owned(),
            detail,
            limit,
            depth: m.language.decimal(gene.mean_depth, 0),
            normal_depth: gene.normal_mean_depth.map_or_else(|| "–".to_owned(), |d| m.language.decimal(d, 0)),
            callable: share_down(gene.callable, m),
            low: gene.callable < LOW_CALLABLE,
        }
    }
}

/// A share rounded down, so that 99.96 % is not shown as all.
fn share_down(share: f64, m: &Messages) -> String {
    m.language.percent((share * 1000.0 + 1e-6).floor() / 1000.0, 1)
}

/// The class of a status in the style sheet.
pub(super) fn tone(status: Status) -> &'static str {
    match status {
        Status::Present => "present",
        Status::Absent => "absent",
        Status::Unknown => "unknown",
    }
}

/// The words of a status.
pub(super) fn status_key(status: Status) -> &'static str {
    match status {
        Status::Present => "status.present",
        Status::Absent => "status.absent",
        Status::Unknown => "status.unknown",
    }
}
