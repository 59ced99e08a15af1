//! Inherited predisposition, where the patient consented.

use marv_model::{
    family::Family,
    finding::Finding,
    oncogenicity::CodeOutcome,
    predisposition::{GermlineVariant, Predisposition},
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
        let gene = |finding: &Finding<Vec<String>>| match finding {
            Finding::Present { .. } => None,
            Finding::Absent { .. } => Some(m.text("status.absent").to_owned()),
            Finding::NotAssessable { reason: why } => Some(format!("{}: {}", m.text("status.unknown"), reason(why, m))),
        };
        Self {
            rows: found.variants.iter().map(|variant| row(variant, found.family.as_ref(), m)).collect(),
            family: found.family.as_ref().map(|family| FamilyView::of(family, m)),
            genes: found.genes.iter().filter_map(|one| Some(Pair::new(&one.gene, gene(&one.finding)?))).collect(),
        }
    }
}

fn row(one: &GermlineVariant, family: Option<&Family>, m: &Messages) -> GermlineRow {
    let on = &one.consequence;
    let change = on.hgvs_p.as_deref().or(on.hgvs_c.as_deref()).unwrap_or_default();
    let codes: Vec<String> = one
        .codes
        .iter()
        .filter(|code| code.outcome != CodeOutcome::NotMet)
        .map(|code| format!("{} ({})", bounded(&code.code, 12), m.word("acmg_reason", &code.reason)))
        .collect();
    let hits: Vec<String> = one.second_hits.iter().map(|hit| bounded(&m.word("antigen_copies", hit), 60)).collect();
    let dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    GermlineRow {
        name: bounded(&format!("{} {change}", on.gene), 80),
        place: format!(
            "{}:{} {}>{}",
            bounded(&one.contig, 40),
            one.position,
            bounded(&one.reference, 24),
            bounded(&one.alternate, 24)
        ),
        fragments: format!("{}/{}", one.normal[0], one.normal[1]),
        class: format!(
            "{} ({})",
            m.word("acmg_class", one.class.word()),
            m.with("oncogenicity.points", &[("n", &one.points.to_string())])
        ),
        codes: dash(codes.join(", ")),
        hits: dash(hits.join(", ")),
        clinvar: dash(one.clinvar.as_deref().map_or_else(String::new, |word| bounded(&word.replace('_', " "), 60))),
        family: family.map_or_else(Vec::new, |family| of_variant(one, family, m)),
    }
}
