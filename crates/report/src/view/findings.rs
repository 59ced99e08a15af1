//! The variants: what a table's row says of each, and which are certain.

use marv_model::{
    annotation::{Consequence, HaemRule, Impact, TranscriptConsequence},
    case::{Case, ReportedVariant},
    interpretation::Tier,
    oncogenicity::OncogenicityClass,
    variant::VariantKind,
};

use super::{LONGEST, bounded, evidence::Card};
use crate::messages::Messages;

/// Pictures in one report; what lies beyond is said.
const MOST_PICTURES: usize = 60;
/// Characters of an allele that are shown; longer ones are given by their length.
const LONGEST_ALLELE: usize = 24;

/// The variants of a case, certain and uncertain apart, each in the order of the case.
#[derive(Debug)]
pub(crate) struct Variants {
    pub(crate) passed: Vec<VariantView>,
    pub(crate) uncertain: Vec<VariantView>,
    /// A sentence where some have no picture for want of room.
    pub(crate) left_out: Option<String>,
}

/// One variant.
#[derive(Debug)]
pub(crate) struct VariantView {
    pub(crate) anchor: String,
    pub(crate) gene: String,
    pub(crate) label: String,
    pub(crate) hgvs_c: String,
    pub(crate) hgvs_p: String,
    pub(crate) consequence: String,
    pub(crate) place: String,
    pub(crate) fraction: String,
    pub(crate) tumour: String,
    pub(crate) normal: String,
    pub(crate) quality: String,
    pub(crate) passed: bool,
    /// Why it did not pass, in words.
    pub(crate) reasons: Vec<String>,
    /// Why it is listed although it did not pass.
    pub(crate) listed: String,
    /// What else a reader must know.
    pub(crate) notes: Vec<String>,
    pub(crate) card: Card,
}

impl Variants {
    pub(crate) fn of(case: &Case, m: &Messages) -> Self {
        let mut pictures = 0usize;
        let mut left_out = 0usize;
        let views: Vec<VariantView> = case
            .variants
            .iter()
            .enumerate()
            .map(|(number, variant)| {
                let room = pictures < MOST_PICTURES;
                if variant.pileup.is_some() {
                    if room { pictures += 1 } else { left_out += 1 }
                }
                VariantView::of(variant, number + 1, room, m)
            })
            .collect();
        let (passed, uncertain) = views.into_iter().partition(|view| view.passed);
        let left_out = (left_out > 0).then(|| m.count("card.pictures_left_out", left_out));
        Self { passed, uncertain, left_out }
    }

    /// Certain first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &VariantView> {
        self.passed.iter().chain(&self.uncertain)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.passed.is_empty() && self.uncertain.is_empty()
    }
}

impl VariantView {
    fn of(variant: &ReportedVariant, number: usize, with_picture: bool, m: &Messages) -> Self {
        let main = variant.consequences.first();
        let passed = variant.filters.is_empty();
        let mut notes = Vec::new();
        if let Some(found) = &variant.oncogenicity {
            notes.push(super::oncogenicity::short(found, m));
        }
        if variant.hotspot && passed {
            notes.push(m.text("variant.hotspot").to_owned());
        }
        if variant.seen_in_normal_as_contamination && variant.normal.is_some() {
            notes.push(m.text("variant.in_normal").to_owned());
        }
        if !variant.callers.is_empty() {
            notes.push(format!("{}: {}", m.text("variant.callers"), bounded(&variant.callers.join(", "), LONGEST)));
        }
        let listed = match (passed, variant.hotspot, variant.callers.is_empty()) {
            (true, ..) => "",
            (false, true, _) => m.text("variant.listed_hotspot"),
            (false, false, false) => m.text("variant.listed_supplied"),
            (false, false, true) => m.text("variant.listed_other"),
        };
        Self {
            anchor: format!("v{number}"),
            gene: main.map_or_else(|| "–".to_owned(), |c| bounded(&c.gene, 40)),
            label: label(variant),
            hgvs_c: main.and_then(|c| c.hgvs_c.as_deref()).map_or_else(String::new, |text| bounded(text, 60)),
            hgvs_p: main.and_then(|c| c.hgvs_p.as_deref()).map_or_else(String::new, |text| bounded(text, 60)),
            consequence: main.map_or_else(|| m.text("variant.intergenic").to_owned(), |c| consequences(c, m)),
            place: place(variant),
            fraction: variant.tumour_fraction.map_or_else(|| "–".to_owned(), |f| m.language.percent(f.get(), 1)),
            tumour: format!("{}/{}", variant.tumour.alternate, variant.tumour.depth()),
            normal: variant.normal.map_or_else(|| "–".to_owned(), |n| format!("{}/{}", n.alternate, n.depth())),
            quality: m.language.decimal(variant.quality.0, 0),
            passed,
            reasons: variant.filters.iter().map(|id| m.word("filter", id)).collect(),
            listed: listed.to_owned(),
            notes,
            card: Card::of(variant, with_picture, m),
        }
    }
}

/// Gene and change as a sentence names them: `TP53 p.(Arg175His)`, else by HGVS c., else by place.
pub(crate) fn label(variant: &ReportedVariant) -> String {
    let named = variant.consequences.first().and_then(|main| {
        let change = main.hgvs_p.as_deref().or(main.hgvs_c.as_deref())?;
        Some(format!("{} {}", bounded(&main.gene, 40), bounded(change, 60)))
    });
    match named {
        Some(name) if is_itd(variant) => name.replacen("FLT3 ", "FLT3-ITD ", 1),
        Some(name) => name,
        None => place(variant),
    }
}

/// Whether it is an internal tandem duplication of FLT3, which people know by that name.
pub(super) fn is_itd(variant: &ReportedVariant) -> bool {
    variant.consequences.first().is_some_and(|main| main.rules.contains(&HaemRule::Flt3Itd))
}

/// `chr17:7675088 C>T`; long alleles by their length.
pub(crate) fn place(variant: &ReportedVariant) -> String {
    format!(
        "{}:{} {}>{}",
        bounded(&variant.contig, 40),
        variant.position,
        allele(&variant.reference),
        allele(&variant.alternate)
    )
}

fn allele(bases: &str) -> String {
    match bases.char_indices().nth(LONGEST_ALLELE) {
        None => bases.to_owned(),
        Some(_) => format!("{}…({} bp)", bases.chars().take(8).collect::<String>(), bases.chars().count()),
    }
}

pub(super) fn consequences(on: &TranscriptConsequence, m: &Messages) -> String {
    let words: Vec<String> = on.consequences.iter().map(|term| m.word("consequence", term.name())).collect();
    if words.is_empty() { "–".to_owned() } else { words.join(", ") }
}

/// What a variant is to the conclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Named first: of likely significance.
    Significant,
    /// Named as of uncertain significance.
    Uncertain,
    /// Counted; the table has it.
    Further,
    /// A filter holds it back.
    Held,
}

/// RULE: of likely significance is what is (likely) oncogenic, a hotspot, has evidence of tier I or II in this disease, or meets a rule that a
/// guideline of this disease asks of its gene. What is not annotated or not judged is named with it: its meaning is unknown, and not nothing. A change of
/// the protein of uncertain significance is named as such.
pub(super) fn standing(case: &Case, variant: &ReportedVariant) -> Standing {
    if !variant.filters.is_empty() {
        return Standing::Held;
    }
    let Some(main) = variant.consequences.first() else { return Standing::Significant };
    let asked = || case.genes.iter().any(|gene| gene.guideline_gene && gene.gene == main.gene);
    if variant.hotspot || has_evidence(case, variant) || !main.rules.is_empty() && asked() {
        return Standing::Significant;
    }
    let changes = main.consequences.iter().copied().map(Consequence::impact).any(|impact| impact <= Impact::Moderate);
    match variant.oncogenicity.as_ref().map(|judged| judged.class) {
        Some(OncogenicityClass::Oncogenic | OncogenicityClass::LikelyOncogenic) => Standing::Significant,
        Some(OncogenicityClass::Uncertain) if changes => Standing::Uncertain,
        None if changes => Standing::Significant,
        _ => Standing::Further,
    }
}

fn has_evidence(case: &Case, variant: &ReportedVariant) -> bool {
    let ReportedVariant { contig, position, reference, alternate, .. } = variant;
    let key = format!("{contig}:{position} {reference}>{alternate}");
    let found = case.interpretation.iter().flat_map(|found| &found.findings).find(|finding| finding.key == key);
    found.is_some_and(|finding| finding.tier < Tier::Unknown)
}

/// Whether the conclusion names it among those of likely significance.
pub(super) fn matters(case: &Case, variant: &ReportedVariant) -> bool {
    standing(case, variant) == Standing::Significant
}

pub(super) fn kind_key(kind: VariantKind) -> &'static str {
    match kind {
        VariantKind::Snv => "kind.snv",
        VariantKind::Mnv => "kind.mnv",
        VariantKind::Insertion => "kind.insertion",
        VariantKind::Deletion => "kind.deletion",
        VariantKind::Complex => "kind.complex",
    }
}
