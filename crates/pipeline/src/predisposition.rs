//! Inherited variants of predisposition genes, from the normal's evidence. Looked at only where the patient consented.

use marv_annotate::Annotator;
use marv_knowledge::{Knowledge, predisposition as rules};
use marv_model::{
    annotation::TranscriptConsequence,
    case::Case,
    finding::{Finding, NotAssessed, Status},
    genome::Interval,
    oncogenicity::CodeOutcome,
    predisposition::{AcmgClass, GermlineVariant, Predisposition, PredispositionGene},
    variant::SmallVariant,
};
use marv_somatic::RegionEvidence;

use crate::{CaseFile, Error, evidence_store::EvidenceStore, inputs::Pair, panel::Panel, region_record::RegionRecord};

/// METHOD: an inherited allele has about half of the normal's fragments or all of them; below a quarter it is tumour in the
/// normal, or a mosaic, which this does not judge.
const LEAST_SHARE: f64 = 0.25;
/// Fragments with the allele, at least.
const LEAST_FRAGMENTS: u32 = 4;
/// METHOD: a mean depth of 15 leaves one in a thousand of heterozygous alleles under four fragments.
const LEAST_DEPTH: f64 = 15.0;
/// Bases beside an exon where splicing is read.
const SPLICE: u32 = 20;
/// RULE: an allele this frequent is not listed, unless its codes make it likely pathogenic.
const FREQUENT: f64 = 0.01;

/// What the normal shows in the genes of predisposition.
///
/// RULE: without consent nothing of it is looked at.
pub(crate) fn of(
    case: &Case,
    file: &CaseFile,
    pair: &Pair,
    panel: &Panel,
    (store, regions): (&EvidenceStore, u32),
) -> Result<Option<Predisposition>, Error> {
    if !file.consent_predisposition {
        return Ok(None);
    }
    let mut knowledge = file.knowledge.as_deref().map(Knowledge::open).transpose()?;
    let mut variants = Vec::new();
    if let (Some(bundle), Some(_)) = (&panel.bundle, &pair.normal) {
        let wanted: Vec<Interval> = bundle
            .coding_intervals()
            .iter()
            .filter(|coding| rules::genes().any(|gene| gene == &*coding.gene))
            .filter_map(|coding| {
                let at = coding.interval;
                Interval::new(at.contig(), at.start().saturating_sub(SPLICE), at.end() + SPLICE).ok()
            })
            .collect();
        let annotator = Annotator::new(bundle);
        for number in 0..regions {
            let Some(stored) = store.get(number)? else { continue };
            let evidence = RegionRecord::decode_small(&stored)?;
            if !wanted.iter().any(|interval| interval.overlaps(&evidence.region)) {
                continue;
            }
            for (variant, tumour, normal) in inherited(&evidence) {
                if !wanted.iter().any(|interval| interval.contains(variant.locus())) {
                    continue;
                }
                let on = annotator.annotate(variant, Some(&pair.reference)).into_iter().find(|on| on.mane_select);
                if let Some(on) = on {
                    variants.extend(judged(variant, on, [tumour, normal], case, pair, knowledge.as_mut())?);
                }
            }
        }
    }
    rules::order(&mut variants);
    let genes = rules::genes()
        .map(|gene| PredispositionGene { gene: gene.to_owned(), finding: finding(gene, &variants, case) });
    Ok(Some(Predisposition { genes: genes.collect(), variants }))
}

/// Alleles that the normal carries as one carries what is inherited: with their fragments and all, tumour and normal.
fn inherited(evidence: &RegionEvidence) -> impl Iterator<Item = (&SmallVariant, [u32; 2], [u32; 2])> {
    let aside = evidence.germline.iter().map(|site| (&site.variant, site.tumour, site.normal));
    let open = evidence.candidates.iter().filter(|candidate| candidate.owned).filter_map(|candidate| {
        let counts =
            |sample: &marv_somatic::evidence::SampleEvidence| [sample.summary.alternate, sample.summary.depth()];
        Some((&candidate.variant, counts(&candidate.tumour), counts(candidate.normal.as_ref()?)))
    });
    aside.chain(open).filter(|(_, _, [alternate, depth])| {
        *alternate >= LEAST_FRAGMENTS && f64::from(*alternate) >= LEAST_SHARE * f64::from(*depth)
    })
}

/// RULE: listed are likely pathogenic and pathogenic variants, and uncertain ones that a source knows to be rare or that are
/// null variants. Without frequencies an uncertain missense is as a rule a polymorphism, and is not listed.
fn judged(
    variant: &SmallVariant,
    on: TranscriptConsequence,
    [tumour, normal]: [[u32; 2]; 2],
    case: &Case,
    pair: &Pair,
    knowledge: Option<&mut Knowledge>,
) -> Result<Option<GermlineVariant>, Error> {
    let contig = pair.contigs().name(variant.contig());
    let (reference, alternate) = (variant.reference().as_str(), variant.alternate().as_str());
    let known = match knowledge {
        Some(knowledge) => knowledge.allele(contig, variant.position() + 1, reference, alternate)?,
        None => marv_knowledge::KnownAllele::default(),
    };
    let Some(codes) = rules::codes(&on, rules::Seen { frequency: known.frequency }) else { return Ok(None) };
    let (points, class) = rules::sum(&codes);
    let null = codes.iter().any(|code| code.code == "PVS1" && code.outcome != CodeOutcome::NotMet);
    let rare = known.frequency.is_some_and(|frequency| frequency < FREQUENT);
    let listed = class <= AcmgClass::LikelyPathogenic || class == AcmgClass::Uncertain && (rare || null);
    Ok(listed.then(|| GermlineVariant {
        contig: contig.to_owned(),
        position: variant.position() + 1,
        reference: reference.to_owned(),
        alternate: alternate.to_owned(),
        second_hits: rules::second_hits(&on.gene, case),
        consequence: on,
        normal,
        tumour,
        codes,
        points,
        class,
        clinvar: known.clinvar.map(|word| word.word().to_owned()),
    }))
}

/// RULE: a gene without a listed variant is negative only where the normal was deep enough to show one.
fn finding(gene: &str, variants: &[GermlineVariant], case: &Case) -> Finding<Vec<String>> {
    let label = |one: &GermlineVariant| one.consequence.hgvs_p.clone().or_else(|| one.consequence.hgvs_c.clone());
    let labels: Vec<String> = variants.iter().filter(|one| one.consequence.gene == gene).filter_map(label).collect();
    if !labels.is_empty() {
        return Finding::present(labels);
    }
    let Some(result) = case.genes.iter().find(|result| result.gene == gene) else {
        let no_models = case.genes.is_empty();
        return Finding::unknown(if no_models { NotAssessed::NoGeneModels } else { NotAssessed::NotExamined });
    };
    match result.normal_mean_depth {
        None => Finding::unknown(NotAssessed::NotExamined),
        Some(depth) if depth < LEAST_DEPTH || result.finding.status() == Status::Unknown && result.mean_depth < 1.0 => {
            Finding::unknown(NotAssessed::LowCoverage)
        }
        Some(_) => Finding::absent(),
    }
}
