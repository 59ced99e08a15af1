//! From evidence to calls, region by region, in the genome's order: judged, annotated, written.

use std::collections::BTreeMap;

use marv_annotate::{Annotator, Effect, csq};
use marv_ingest::variants::{CallExtra, CallWriter};
use marv_knowledge::{Knowledge, predisposition};
use marv_model::{
    annotation::TranscriptConsequence,
    call::{Filter, Forced, LedgerEntry, SmallVariantCall},
    case::{CallCounts, FalseDiscovery},
    genome::Contigs,
    sequence::ReferenceSource,
    variant::{SmallVariant, VariantKind},
};
use marv_somatic::{CandidateSums, Learned, SomaticConfig, decide_with, set_aside};
use rayon::prelude::*;

use crate::{
    Error, Settings,
    background::Backgrounds,
    evidence_store::EvidenceStore,
    hotspots::{self, Counted},
    ledger::LedgerWriter,
    panel::Panel,
    progress::{Event, Progress, Stage},
    region_record::RegionRecord,
    select::matters,
    supplied::Supplied,
};

/// A call with what it means.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub(crate) call: SmallVariantCall,
    /// On each transcript, the one to report on first.
    pub(crate) effects: Vec<Effect>,
    pub(crate) callers: Vec<String>,
    /// Whether it changes the protein of a gene outside of the panel that the department's knowledge tells to be one of cancer.
    pub(crate) cancer_gene: bool,
}

impl Judged {
    pub(crate) fn consequences(&self) -> impl Iterator<Item = &TranscriptConsequence> {
        self.effects.iter().map(|effect| &effect.consequence)
    }
    /// On the panel's genes.
    pub(crate) fn of_panel(&self) -> impl Iterator<Item = &TranscriptConsequence> {
        self.effects.iter().filter(|effect| effect.of_panel).map(|effect| &effect.consequence)
    }
}

/// Where calls go.
pub(crate) struct Sinks<'a> {
    pub(crate) variants: CallWriter<'a>,
    pub(crate) ledger: Option<LedgerWriter>,
}

/// Regions judged together before they are written; bounds what is held at a time.
const BATCH: usize = 64;

/// What judging needs to know.
pub(crate) struct Bench<'a> {
    pub(crate) contigs: &'a Contigs,
    pub(crate) reference: &'a dyn ReferenceSource,
    pub(crate) panel: &'a Panel,
    pub(crate) supplied: &'a Supplied,
    pub(crate) learned: &'a Learned,
    pub(crate) settings: &'a Settings,
    pub(crate) backgrounds: &'a Backgrounds,
    /// Write the supplied variants and no others.
    pub(crate) only_supplied: bool,
    /// Whether the patient consented to be told of inherited predisposition.
    pub(crate) consent_predisposition: bool,
}

impl Bench<'_> {
    /// Whether what a call does is not to be told.
    ///
    /// RULE: without consent nothing is worked out of an inherited variant of a predisposition gene: the calls hold its place and its
    /// counts, as they hold every candidate's, and no consequence. Without a normal nobody knows what is inherited.
    fn is_untold(&self, judged: &Judged) -> bool {
        !self.consent_predisposition
            && judged.call.normal.is_some()
            && judged.call.filters.contains(&Filter::Germline)
            && judged.consequences().any(|on| predisposition::genes().any(|gene| gene == on.gene))
    }
}

/// Every region's candidates, weighed by what was learned of the reads, as one sum.
pub(crate) fn weigh(
    regions: usize,
    store: &EvidenceStore,
    learned: &Learned,
    pool: &rayon::ThreadPool,
) -> Result<CandidateSums, Error> {
    let one = |number: usize| {
        let Some(stored) = store.get(u32::try_from(number).unwrap_or(u32::MAX))? else {
            return Ok(CandidateSums::default());
        };
        Ok(CandidateSums::of(&RegionRecord::decode_small(&stored)?, learned))
    };
    let merged = |mut a: CandidateSums, b: CandidateSums| {
        a.merge(&b);
        Ok::<_, Error>(a)
    };
    pool.install(|| (0..regions).into_par_iter().map(one).try_reduce(CandidateSums::default, merged))
}

/// What judging comes to.
#[derive(Debug, Default)]
pub(crate) struct JudgedCalls {
    pub(crate) counts: CallCounts,
    pub(crate) false_discovery: FalseDiscovery,
    /// The calls that were asked to be kept.
    pub(crate) kept: Vec<Judged>,
    /// Calls that pass, change a protein outside of the panel, and were not kept.
    pub(crate) unlisted: u64,
    /// Every hotspot that was looked at, those without a read among them.
    pub(crate) hotspots: BTreeMap<SmallVariant, Counted>,
}

/// Judges every region of the store and writes its calls; gives back the counts, and the calls that `keep` wants.
pub(crate) fn judge(
    bench: &Bench<'_>,
    regions: u32,
    store: &EvidenceStore,
    sinks: &mut Sinks<'_>,
    keep: impl Fn(&Judged) -> bool,
    pool: &rayon::ThreadPool,
    progress: &dyn Progress,
) -> Result<JudgedCalls, Error> {
    progress.event(Event::Started { stage: Stage::Decide, steps: u64::from(regions) });
    let annotator = bench.panel.bundle.as_ref().map(Annotator::new);
    let JudgedCalls { mut counts, mut false_discovery, mut kept, mut unlisted, mut hotspots } = JudgedCalls::default();
    let mut config = bench.settings.somatic.clone();
    config.tandem_regions.extend(&bench.panel.tandem);
    let numbers: Vec<u32> = (0..regions).collect();
    for batch in numbers.chunks(BATCH) {
        let judged: Vec<Result<Decided, Error>> = pool.install(|| {
            batch.par_iter().map(|number| region(bench, &config, annotator.as_ref(), *number, store)).collect()
        });
        for region in judged {
            let Decided { judged, not_judged, set_aside, unseen } = region?;
            counts.set_aside += set_aside;
            hotspots.extend(unseen);
            let mut not_judged = not_judged.iter().peekable();
            for judged in judged {
                if let Some(ledger) = &mut sinks.ledger {
                    while let Some((variant, rules)) =
                        not_judged.next_if(|(variant, _)| *variant <= judged.call.variant)
                    {
                        ledger.write_rules(bench.contigs, variant, rules)?;
                    }
                }
                count(&mut counts, &judged.call);
                hotspots.extend(Counted::of(&judged.call).map(|counted| (judged.call.variant.clone(), counted)));
                expect(&mut false_discovery, &judged.call);
                let untold = bench.is_untold(&judged);
                if let Some(counted) = hotspots.get_mut(&judged.call.variant).filter(|_| untold) {
                    counted.untold = true;
                }
                let told = !judged.effects.is_empty() && !untold;
                let csq = told.then(|| csq::value(&judged.call.variant, &judged.effects));
                let extra = CallExtra { csq: csq.as_deref(), callers: &judged.callers };
                sinks.variants.write(&judged.call, &extra).map_err(Error::output)?;
                if let Some(ledger) = &mut sinks.ledger {
                    ledger.write(bench.contigs, &judged.call)?;
                }
                if keep(&judged) {
                    kept.push(judged);
                } else if judged.call.passes() && judged.consequences().any(matters) {
                    unlisted += 1;
                }
            }
            if let Some(ledger) = &mut sinks.ledger {
                for (variant, rules) in not_judged {
                    ledger.write_rules(bench.contigs, variant, rules)?;
                }
            }
        }
        progress.event(Event::Advanced { stage: Stage::Decide, steps: batch.len() as u64 });
    }
    progress.event(Event::Finished { stage: Stage::Decide });
    let [substitutions, indels] = bench.learned.max_error_probability;
    (false_discovery.substitutions.line, false_discovery.indels.line) = (substitutions, indels);
    Ok(JudgedCalls { counts, false_discovery, kept, unlisted, hotspots })
}

/// METHOD: a call that passes is false with the probability that it is not somatic. What was asked for by name is held to
/// another line and does not count. Calls come in the genome's order, so that the sum does not depend on its cut.
fn expect(sums: &mut FalseDiscovery, call: &SmallVariantCall) {
    if !call.passes() || call.forced.is_some() {
        return;
    }
    let own = match call.variant.kind() {
        VariantKind::Snv | VariantKind::Mnv => &mut sums.substitutions,
        VariantKind::Insertion | VariantKind::Deletion | VariantKind::Complex => &mut sums.indels,
    };
    own.passed += 1;
    own.expected += 1.0 - call.posterior.somatic;
}

/// One region, decided.
#[derive(Default)]
struct Decided {
    judged: Vec<Judged>,
    /// What is in the ledger alone, in the genome's order: what was set aside as germline, with the rules that did so, and
    /// hotspots that no read shows, with their depth.
    not_judged: Vec<(SmallVariant, Vec<LedgerEntry>)>,
    /// How many were set aside.
    set_aside: u64,
    /// Those hotspots, with their counts.
    unseen: Vec<(SmallVariant, Counted)>,
}

fn region(
    bench: &Bench<'_>,
    config: &SomaticConfig,
    annotator: Option<&Annotator<'_>>,
    number: u32,
    store: &EvidenceStore,
) -> Result<Decided, Error> {
    let Some(stored) = store.get(number)? else { return Ok(Decided::default()) };
    let evidence = RegionRecord::decode_small(&stored)?;
    let models = bench.panel.models(bench.contigs, evidence.region)?;
    let annotator = annotator.map(|annotator| annotator.beyond(&models));
    let annotator = annotator.as_ref();
    let background = bench.backgrounds.of(&evidence, bench.supplied, bench.contigs)?;
    let calls = decide_with(&evidence, bench.learned, config, &background);
    let (calls, without_reads): (Vec<_>, Vec<_>) = calls
        .into_iter()
        .filter(|call| {
            !bench.only_supplied || bench.supplied.has(&call.variant) || call.forced == Some(Forced::Supplied)
        })
        // A hotspot without a single read for it is no call, unless another caller has it: its depth is told by the ledger.
        .partition(|call| {
            call.forced != Some(Forced::Hotspot) || call.passes() || carried(call) || bench.supplied.has(&call.variant)
        });
    let unseen: Vec<_> =
        without_reads.iter().filter_map(|call| Some((call.variant.clone(), Counted::of(call)?))).collect();
    let mut judged: Vec<Judged> = calls
        .into_iter()
        .map(|call| Judged {
            effects: annotator
                .map(|annotator| annotator.effects(&call.variant, Some(bench.reference)))
                .unwrap_or_default(),
            callers: bench.supplied.callers(&call.variant),
            cancer_gene: false,
            call,
        })
        .collect();
    if let Some(annotator) = annotator {
        merge_phased(&mut judged, annotator, bench.reference);
    }
    if let Some(knowledge) = &bench.panel.knowledge {
        for one in &mut judged {
            let beyond = one.effects.iter().filter(|effect| !effect.of_panel).map(|effect| &effect.consequence);
            one.cancer_gene = beyond.filter(|on| matters(on)).any(|on| is_cancer_gene(&on.gene, knowledge));
        }
    }
    let mut not_judged: Vec<(SmallVariant, Vec<LedgerEntry>)> =
        set_aside(&evidence, &bench.settings.sweep).map(|(variant, rules)| (variant.clone(), rules.to_vec())).collect();
    let set_aside = not_judged.len() as u64;
    not_judged.extend(without_reads.iter().map(|call| (call.variant.clone(), hotspots::unseen(call))));
    not_judged.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(Decided { judged, not_judged, set_aside, unseen })
}

/// RULE: outside of the panel a gene is one of cancer where the department's table of roles has it, or a row of evidence is
/// about its mutations.
fn is_cancer_gene(gene: &str, knowledge: &Knowledge) -> bool {
    knowledge.role(gene).is_some() || knowledge.evidence().rows().iter().any(|row| row.gene.as_deref() == Some(gene))
}

fn carried(call: &SmallVariantCall) -> bool {
    call.tumour.alternate > 0 || call.normal.as_ref().is_some_and(|normal| normal.alternate > 0)
}

/// Calls of one phase set that change one codon together get the consequence that they have together.
fn merge_phased(judged: &mut [Judged], annotator: &Annotator<'_>, reference: &dyn ReferenceSource) {
    let mut sets: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, one) in judged.iter().enumerate() {
        if let (Some(set), true) = (one.call.phase_set, one.call.passes()) {
            sets.entry(set).or_default().push(index);
        }
    }
    for members in sets.values() {
        let mut rest = members.as_slice();
        while rest.len() > 1 {
            // A codon has three bases: three calls at most share one, then two.
            let together = [3, 2].into_iter().filter(|count| rest.len() >= *count).find_map(|count| {
                let variants: Vec<_> = rest[..count].iter().map(|index| &judged[*index].call.variant).collect();
                Some((count, annotator.merge_phased(&variants, reference)?))
            });
            let Some((count, merged)) = together else {
                rest = &rest[1..];
                continue;
            };
            let effects = annotator.effects(&merged, Some(reference));
            for index in &rest[..count] {
                judged[*index].effects.clone_from(&effects);
            }
            rest = &rest[count..];
        }
    }
}

pub(crate) fn count(counts: &mut CallCounts, call: &SmallVariantCall) {
    counts.candidates += 1;
    if call.passes() {
        counts.passed += 1;
    }
    for filter in &call.filters {
        *counts.filtered.entry(filter.id().to_owned()).or_default() += 1;
    }
}
