//! Inherited variants of predisposition genes, from the normal's evidence. Looked at only where the patient consented.

use marv_annotate::Annotator;
use marv_knowledge::{Knowledge, family as kinship, predisposition as rules};
use marv_model::{
    annotation::TranscriptConsequence,
    case::Case,
    family::{Carrier, Family, FamilyRole, Inheritance, PairCheck, Zygosity},
    finding::{Finding, NotAssessed, Status},
    genome::{Interval, bare_name},
    interpretation::GateOutcome,
    oncogenicity::CodeOutcome,
    predisposition::{AcmgClass, AcmgResult, GermlineVariant, Predisposition, PredispositionGene},
    variant::SmallVariant,
};
use marv_somatic::RegionEvidence;

use crate::{
    Error,
    evidence_store::EvidenceStore,
    family::{self, OpenFamily},
    inputs::Pair,
    region_record::RegionRecord,
    run::Job,
    select::called,
};

/// METHOD: an inherited allele has about half of the normal's fragments or all of them; below a quarter it is tumour in the
/// normal, or a mosaic, which this does not judge.
pub(crate) const LEAST_SHARE: f64 = 0.25;
/// Fragments with the allele, at least.
pub(crate) const LEAST_FRAGMENTS: u32 = 4;
/// METHOD: a mean depth of 15 leaves one in a thousand of heterozygous alleles under four fragments.
pub(crate) const LEAST_DEPTH: f64 = 15.0;
/// Bases beside an exon where splicing is read.
const SPLICE: u32 = 20;
/// RULE: an allele this frequent is not listed, unless its codes make it likely pathogenic.
pub(crate) const FREQUENT: f64 = 0.01;

/// What the normal shows in the genes of predisposition, and what the family has of it.
///
/// RULE: without consent nothing of it is looked at.
pub(crate) fn of(
    case: &Case,
    job: &Job<'_>,
    (store, regions): (&EvidenceStore, u32),
    family: Option<&OpenFamily>,
) -> Result<Option<Predisposition>, Error> {
    if !job.file.consent_predisposition {
        return Ok(None);
    }
    let mut judged = candidates(case, job, store, regions)?;
    let family = family.map(|family| beside(&mut judged, family, job)).transpose()?;
    let mut variants: Vec<GermlineVariant> = judged.into_iter().map(|(_, one)| one).filter(is_listed).collect();
    rules::order(&mut variants);
    let family = family.map(|family| Family { compounds: kinship::compounds(&variants), ..family });
    let genes = rules::genes()
        .map(|gene| PredispositionGene { gene: gene.to_owned(), finding: finding(gene, &variants, case) });
    Ok(Some(Predisposition { genes: genes.collect(), variants, family }))
}

/// A coding stretch with the bases beside it where splicing is read.
pub(crate) fn splice_window(coding: Interval) -> Option<Interval> {
    Interval::new(coding.contig(), coding.start().saturating_sub(SPLICE), coding.end() + SPLICE).ok()
}

/// Every inherited allele of the genes that could matter, judged by itself.
fn candidates(
    case: &Case,
    job: &Job<'_>,
    store: &EvidenceStore,
    regions: u32,
) -> Result<Vec<(SmallVariant, GermlineVariant)>, Error> {
    let pair = job.pair;
    let mut knowledge = job.file.knowledge.as_deref().map(Knowledge::open).transpose()?;
    let mut variants = Vec::new();
    let (Some(bundle), Some(_)) = (&job.panel.bundle, &pair.normal) else { return Ok(variants) };
    let wanted: Vec<Interval> = bundle
        .coding_intervals()
        .iter()
        .filter(|coding| rules::genes().any(|gene| gene == &*coding.gene))
        .filter_map(|coding| splice_window(coding.interval))
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
                let judged = judged(variant, on, [tumour, normal], case, pair, knowledge.as_mut())?;
                variants.extend(judged.map(|judged| (variant.clone(), judged)));
            }
        }
    }
    Ok(variants)
}

/// What the family has of each allele, once its members are held against the pedigree.
///
/// RULE: of a person whom the reads contradict nothing is said, and of no inheritance where that is the patient.
fn beside(judged: &mut [(SmallVariant, GermlineVariant)], family: &OpenFamily, job: &Job<'_>) -> Result<Family, Error> {
    let checked = family::checked(family, job.pair, &job.pool)?;
    let variants: Vec<SmallVariant> = judged.iter().map(|(variant, _)| variant.clone()).collect();
    let counted = family::fragments(&family.members, &variants, job.pair, job.settings, &job.pool)?;
    let patient = checked.members.first();
    let trusted = patient.is_some_and(|patient| !patient.contradicted);
    let male = patient.and_then(|patient| patient.male_told.or(patient.male_seen));
    let parents = [FamilyRole::Father, FamilyRole::Mother];
    let any_parent = checked.members.iter().any(|member| parents.contains(&member.role));
    let confirmed = parents.iter().all(|role| {
        let is_confirmed = |pair: &PairCheck| {
            let other = checked.members.get(pair.members[1] as usize).map(|member| member.role);
            pair.members[0] == 0 && other == Some(*role) && pair.outcome == GateOutcome::Pass
        };
        checked.pairs.iter().any(is_confirmed)
    });
    for (at, (_, one)) in judged.iter_mut().enumerate() {
        let others = (1u32..).zip(checked.members.iter().skip(1)).zip(&counted);
        one.carriers = others
            .map(|((member, person), counts)| Carrier {
                member,
                fragments: counts[at],
                finding: if person.contradicted {
                    Finding::unknown(NotAssessed::InputUnclear)
                } else {
                    kinship::carried(counts[at])
                },
            })
            .collect();
        if !any_parent {
            continue;
        }
        let carried = |role: FamilyRole| {
            let of_role = |carrier: &&Carrier| checked.members[carrier.member as usize].role == role;
            let found = one.carriers.iter().find(of_role).filter(|_| trusted);
            found.map_or_else(|| Finding::unknown(NotAssessed::NotExamined), |carrier| carrier.finding.clone())
        };
        let own = kinship::carried(one.normal).evidence().copied().unwrap_or(Zygosity::Heterozygous);
        let on_x = matches!(bare_name(&one.contig), "X" | "Y");
        let (father, mother) = (carried(FamilyRole::Father), carried(FamilyRole::Mother));
        let inheritance = match male {
            // Of whom the sex is not known, it is not known which parent an allele of X can come from.
            None if on_x => Inheritance::NotKnown,
            male => kinship::inheritance(own, on_x && male == Some(true), &father, &mother),
        };
        one.inheritance = Some(inheritance);
        one.codes.extend(rules::of_inheritance(inheritance, confirmed));
    }
    let mut checked = checked;
    checked.donor = family::of_donor(family, &checked.members, &variants, job)?;
    Ok(checked)
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

/// RULE: listed are likely pathogenic and pathogenic variants, and uncertain ones that a source knows to be rare, that are null
/// variants, or that neither parent has. Without frequencies an uncertain missense is as a rule a polymorphism, and is not
/// listed.
fn is_listed(one: &GermlineVariant) -> bool {
    let rare = one.frequency.is_some_and(|frequency| frequency < FREQUENT);
    let new = one.inheritance == Some(Inheritance::DeNovo);
    is_weighty(one.class, &one.codes, rare || new)
}

/// The same by what is known of the variant itself, and whether something makes an uncertain one worth a look.
pub(crate) fn is_weighty(class: AcmgClass, codes: &[AcmgResult], notable: bool) -> bool {
    let null = codes.iter().any(|code| code.code == "PVS1" && code.outcome != CodeOutcome::NotMet);
    class <= AcmgClass::LikelyPathogenic || class == AcmgClass::Uncertain && (notable || null)
}

/// An allele by itself: its codes, their sum, second hits. None where it changes nothing that is looked at.
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
    Ok(Some(GermlineVariant {
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
        frequency: known.frequency,
        carriers: Vec::new(),
        inheritance: None,
    }))
}

/// RULE: a gene without a listed variant is negative only where the normal was deep enough to show one.
fn finding(gene: &str, variants: &[GermlineVariant], case: &Case) -> Finding<Vec<String>> {
    let label = |one: &GermlineVariant| called(Some(&one.consequence), &one.reference, &one.alternate);
    let labels: Vec<String> = variants.iter().filter(|one| one.consequence.gene == gene).map(label).collect();
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
