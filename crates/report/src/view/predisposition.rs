//! Inherited predisposition, where the patient consented.

use marv_model::{
    family::Family,
    finding::Finding,
    oncogenicity::CodeOutcome,
    predisposition::{AcmgClass, AcmgResult, GermlineVariant, Predisposition, PredispositionGene},
};

use super::{
    Pair, bounded,
    family::{FamilyView, of_variant},
    reason,
};
use crate::messages::Messages;

/// The section.
#[derive(Debug)]
pub(crate) struct PredispositionView {
    pub(crate) rows: Vec<GermlineRow>,
    /// Genes without a listed variant.
    pub(crate) genes: Vec<Pair>,
    pub(crate) family: Option<FamilyView>,
}

/// One variant.
#[derive(Debug)]
pub(crate) struct GermlineRow {
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) fragments: String,
    pub(crate) class: String,
    pub(crate) codes: String,
    pub(crate) hits: String,
    pub(crate) clinvar: String,
    /// Where it comes from and who carries it, a line each.
    pub(crate) family: Vec<String>,
}

impl PredispositionView {
    pub(crate) fn of(found: &Predisposition, m: &Messages) -> Self {
        Self {
            rows: found.variants.iter().map(|variant| row(variant, found.family.as_ref(), m)).collect(),
            family: found.family.as_ref().map(|family| FamilyView::of(family, m)),
            genes: found.genes.iter().filter_map(|one| gene_without(one, m)).collect(),
        }
    }
}

/// A gene in which nothing is listed, and whether it is negative.
pub(super) fn gene_without(one: &PredispositionGene, m: &Messages) -> Option<Pair> {
    let told = match &one.finding {
        Finding::Present { .. } => return None,
        Finding::Absent { .. } => m.text("status.absent").to_owned(),
        Finding::NotAssessable { reason: why } => format!("{}: {}", m.text("status.unknown"), reason(why, m)),
    };
    Some(Pair::new(&one.gene, told))
}

/// A variant's place and alleles, bounded.
pub(super) struct Place<'a> {
    pub(super) contig: &'a str,
    pub(super) position: u32,
    pub(super) alleles: [&'a str; 2],
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [reference, alternate] = self.alleles.map(|allele| bounded(allele, 24));
        write!(f, "{}:{} {reference}>{alternate}", bounded(self.contig, 40), self.position)
    }
}

pub(super) fn class(class: AcmgClass, points: i32, m: &Messages) -> String {
    let points = m.with("oncogenicity.points", &[("n", &points.to_string())]);
    format!("{} ({points})", m.word("acmg_class", class.word()))
}

/// The codes that are met or that a person must judge.
pub(super) fn codes(codes: &[AcmgResult], m: &Messages) -> String {
    let told: Vec<String> = codes
        .iter()
        .filter(|code| code.outcome != CodeOutcome::NotMet)
        .map(|code| format!("{} ({})", bounded(&code.code, 12), m.word("acmg_reason", &code.reason)))
        .collect();
    dash(told.join(", "))
}

pub(super) fn clinvar(word: Option<&str>) -> String {
    dash(word.map_or_else(String::new, |word| bounded(&word.replace('_', " "), 60)))
}

fn dash(text: String) -> String {
    if text.is_empty() { "–".to_owned() } else { text }
}

fn row(one: &GermlineVariant, family: Option<&Family>, m: &Messages) -> GermlineRow {
    let on = &one.consequence;
    let change = on.hgvs_p.as_deref().or(on.hgvs_c.as_deref()).unwrap_or_default();
    let hits: Vec<String> = one.second_hits.iter().map(|hit| bounded(&m.word("antigen_copies", hit), 60)).collect();
    let place = Place { contig: &one.contig, position: one.position, alleles: [&one.reference, &one.alternate] };
    GermlineRow {
        name: bounded(&format!("{} {change}", on.gene), 80),
        place: place.to_string(),
        fragments: format!("{}/{}", one.normal[0], one.normal[1]),
        class: class(one.class, one.points, m),
        codes: codes(&one.codes, m),
        hits: dash(hits.join(", ")),
        clinvar: clinvar(one.clinvar.as_deref()),
        family: family.map_or_else(Vec::new, |family| of_variant(one, family, m)),
    }
}
