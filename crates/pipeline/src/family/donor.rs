//! What a donor carries in the genes of predisposition, whether the patient has it or not: a donor with such a variant gives it to the
//! patient. Looked at with the donor's own consent alone.

use std::collections::BTreeMap;

use marv_annotate::{Annotator, PanelInterval};
use marv_knowledge::{Knowledge, predisposition as rules};
use marv_model::{
    family::{FamilyMember, FamilyRole},
    finding::{Finding, NotAssessed},
    predisposition::{DonorPredisposition, DonorVariant, PredispositionGene},
    variant::SmallVariant,
};

use super::{
    OpenFamily,
    carriers::{Own, own},
};
use crate::{
    Error,
    predisposition::{FREQUENT, LEAST_DEPTH, LEAST_FRAGMENTS, LEAST_SHARE, is_weighty, splice_window},
    run::Job,
    select::called,
};

/// What the donor carries; none without a donor, or without the donor's consent. `inherited` are the patient's own alleles.
///
/// RULE: of a donor whom the reads contradict nothing is said.
pub(crate) fn predisposition(
    family: &OpenFamily,
    checked: &[FamilyMember],
    inherited: &[SmallVariant],
    job: &Job<'_>,
) -> Result<Option<DonorPredisposition>, Error> {
    // The patient stands first among those who were checked.
    let consents = |(member, person): &(&super::Member, &FamilyMember)| {
        member.role == FamilyRole::Donor && member.consents && !person.contradicted
    };
    let found = family.members.iter().zip(checked.iter().skip(1)).find(consents);
    let (Some((donor, _)), Some(bundle)) = (found, &job.panel.bundle) else { return Ok(None) };
    let wanted: Vec<&PanelInterval> =
        bundle.coding_intervals().iter().filter(|coding| rules::genes().any(|gene| gene == &*coding.gene)).collect();
    let stretches: Vec<_> = wanted.iter().filter_map(|coding| splice_window(coding.interval)).collect();
    let shown = own(donor, &stretches, job.pair, job.settings, &job.pool)?;
    let mut knowledge = job.file.knowledge.as_deref().map(Knowledge::open).transpose()?;
    let annotator = Annotator::new(bundle);
    let mut variants: Vec<DonorVariant> = Vec::new();
    for (variant, fragments) in shown.iter().flat_map(|own| &own.alleles) {
        let [alternate, depth] = *fragments;
        let carried = alternate >= LEAST_FRAGMENTS && f64::from(alternate) >= LEAST_SHARE * f64::from(depth);
        let told = || annotator.annotate(variant, Some(&job.pair.reference)).into_iter().find(|on| on.mane_select);
        let Some(on) = carried.then(told).flatten() else { continue };
        let contig = job.pair.contigs().name(variant.contig());
        let (reference, alternate) = (variant.reference().as_str(), variant.alternate().as_str());
        let known = match &mut knowledge {
            Some(knowledge) => knowledge.allele(contig, variant.position() + 1, reference, alternate)?,
            None => marv_knowledge::KnownAllele::default(),
        };
        let Some(codes) = rules::codes(&on, rules::Seen { frequency: known.frequency }) else { continue };
        let (points, class) = rules::sum(&codes);
        let rare = known.frequency.is_some_and(|frequency| frequency < FREQUENT);
        if !is_weighty(class, &codes, rare) {
            continue;
        }
        variants.push(DonorVariant {
            contig: contig.to_owned(),
            position: variant.position() + 1,
            reference: reference.to_owned(),
            alternate: alternate.to_owned(),
            consequence: on,
            fragments: *fragments,
            codes,
            points,
            class,
            clinvar: known.clinvar.map(|word| word.word().to_owned()),
            frequency: known.frequency,
            in_patient: inherited.contains(variant),
        });
    }
    variants.sort_by(|a, b| {
        let key = |one: &DonorVariant| (one.class, one.consequence.gene.clone(), one.position, one.alternate.clone());
        key(a).cmp(&key(b))
    });
    // One allele may lie in the windows of two exons.
    variants.dedup_by(|a, b| (&a.contig, a.position, &a.alternate) == (&b.contig, b.position, &b.alternate));
    let genes = rules::genes()
        .map(|gene| PredispositionGene { gene: gene.to_owned(), finding: finding(gene, &variants, &wanted, &shown) });
    Ok(Some(DonorPredisposition { genes: genes.collect(), variants }))
}

/// RULE: a gene without a listed variant is negative only where nine in ten of its bases were read deep enough to show one.
fn finding(gene: &str, variants: &[DonorVariant], wanted: &[&PanelInterval], shown: &[Own]) -> Finding<Vec<String>> {
    const ENOUGH: f64 = 0.9;
    let label = |one: &DonorVariant| called(Some(&one.consequence), &one.reference, &one.alternate);
    let labels: Vec<String> = variants.iter().filter(|one| one.consequence.gene == gene).map(label).collect();
    if !labels.is_empty() {
        return Finding::present(labels);
    }
    let mut depths: BTreeMap<u32, u64> = BTreeMap::new();
    for (_, own) in wanted.iter().zip(shown).filter(|(coding, _)| &*coding.gene == gene) {
        for (depth, bases) in &own.depths {
            *depths.entry(*depth).or_default() += bases;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "bases of a gene")]
    let share = {
        let all: u64 = depths.values().sum();
        let deep: u64 = depths.iter().filter(|(depth, _)| f64::from(**depth) >= LEAST_DEPTH).map(|(_, n)| n).sum();
        if all == 0 { None } else { Some(deep as f64 / all as f64) }
    };
    match share {
        None => Finding::unknown(NotAssessed::NotExamined),
        Some(share) if share < ENOUGH => Finding::unknown(NotAssessed::LowCoverage),
        Some(_) => Finding::absent(),
    }
}
