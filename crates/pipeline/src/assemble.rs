//! Everything that is known becomes the case.

use std::collections::BTreeMap;

use marv_annotate::{Bundle, oncogenicity::Assessor};
use marv_guidelines::Choices;
use marv_ingest::alignment::BoundAlignment;
use marv_karyotype::compare::{Comparison, Kind, MonosomyVerdict, Reason, Seen};
use marv_knowledge::{Evidence, Knowledge, Trials};
use marv_model::{
    call::Forced,
    case::{
        CASE_VERSION, CallCounts, Case, FalseDiscovery, GeneResult, NotAssessedItem, OneSided, Pileup, Provenance,
        Quality, ReferenceUsed, ReportState, ReportedVariant, Sample, SampleRole,
    },
    clinical::Circumstance,
    copy_number::{CopyNumberResult, SuppliedCopies},
    finding::Status,
    genome::Build,
    interpretation::{KnownElsewhere, WeakExon},
    laboratory::{ComparedItem, ComparedMonosomy, Discordance, KaryotypeComparison},
    rearrangement::RearrangementResult,
    virtual_karyotype::VirtualKaryotypeResult,
};
use marv_somatic::{Learned, statistics::SampleStatistics};

use crate::{
    CaseFile, Error, Settings,
    case_file::judged,
    decide::Judged,
    decisions,
    elsewhere::observed,
    error::file_name,
    findings,
    genes::Assessed,
    inputs::Pair,
    laboratory::Laboratory,
    lesions::Found,
    panel::Panel,
    select::{principal, reportable},
    supplied_copies,
    sweep::Swept,
};

/// What a case is made of.
pub(crate) struct Parts<'a> {
    pub(crate) file: &'a CaseFile,
    pub(crate) settings: &'a Settings,
    /// What the case file chooses where guidelines are silent.
    pub(crate) choices: &'a Choices,
    pub(crate) pair: &'a Pair,
    pub(crate) panel: &'a Panel,
    pub(crate) swept: &'a Swept,
    pub(crate) learned: &'a Learned,
    pub(crate) counts: CallCounts,
    pub(crate) false_discovery: FalseDiscovery,
    /// Calls that a report lists or that keep a finding open.
    pub(crate) kept: &'a [Judged],
    /// What the department's knowledge says of each call of `kept`, in its order.
    pub(crate) known: Vec<Option<KnownElsewhere>>,
    /// The department's trials.
    pub(crate) trials: Option<&'a Trials>,
    /// One for each reported call of `kept`, in its order.
    pub(crate) pictures: Vec<Pileup>,
    pub(crate) genes: Vec<Assessed>,
    pub(crate) laboratory: &'a Laboratory,
    pub(crate) copy_number: CopyNumberResult,
    pub(crate) rearrangements: RearrangementResult,
    /// What segments and junctions mean.
    pub(crate) found: &'a Found,
    pub(crate) virtual_karyotype: Option<VirtualKaryotypeResult>,
    pub(crate) warnings: Vec<String>,
    pub(crate) inputs: BTreeMap<String, String>,
    pub(crate) demonstration: bool,
}

/// The case; an error where no scheme of its disease has a choice of the case file.
pub(crate) fn assemble(parts: Parts<'_>) -> Result<Case, Error> {
    let bundle = Bundle::embedded();
    let locus = parts.laboratory.tp53_locus(parts.panel.bundle.as_ref());
    let supplied_copies = supplied(&parts);
    let found = parts.found;
    let tp53 = findings::tp53(parts.kept, &parts.genes, parts.laboratory, &found.tp53_breaks, locus);
    let (lesions, differences) = parts.laboratory.beside(&parts.laboratory.genome_lesions(&found.lesions));
    let profile =
        findings::profile(parts.file.disease, parts.kept, &parts.genes, parts.laboratory, found, &lesions, &tp53);
    // What every guideline that covers the disease says; the others are not asked.
    let (verdicts, side_by_side) = judged(&profile, parts.choices, "the case".as_ref())?;
    let comparison = parts.laboratory.comparison(parts.pair.contigs());
    let mut discordances = findings::discordances(parts.kept, &parts.genes, parts.laboratory);
    let compared_changes = comparison.iter().flat_map(|compared| compared.changes.clone());
    for difference in compared_changes.chain(differences) {
        let told = |one: &Discordance| one.datum == difference.datum && one.method == difference.method;
        if !discordances.iter().any(told) {
            discordances.push(difference);
        }
    }
    let mut pictures = parts.pictures.into_iter();
    let mut variants: Vec<ReportedVariant> = parts
        .kept
        .iter()
        .zip(parts.known)
        .filter(|(judged, _)| reportable(judged, parts.panel.bundle.is_some()))
        .map(|(judged, known)| reported(judged, known, parts.pair, pictures.next()))
        .collect();
    let samples = samples(parts.pair, parts.swept, &parts.genes);
    let weak_exons = weak_exons(&parts.genes);
    let genes: Vec<GeneResult> = parts.genes.into_iter().map(|gene| gene.result).collect();
    variants.sort_by_key(|variant| relevance(variant, &genes));
    let mut case = Case {
        version: CASE_VERSION.to_owned(),
        id: parts.file.id.clone(),
        state: ReportState::Draft,
        signatures: Vec::new(),
        preliminary: parts.settings.fast_track,
        disease: parts.file.disease,
        demonstration: parts.demonstration,
        samples,
        reference: ReferenceUsed {
            file: file_name(&parts.file.reference),
            build: parts.pair.contigs().build(),
            contigs: u32::try_from(parts.pair.contigs().len()).unwrap_or(u32::MAX),
        },
        variants,
        counts: parts.counts,
        tp53: Some(tp53),
        clinical: parts.laboratory.known.clinical.clone(),
        karyotype: parts.laboratory.karyotype.clone(),
        fish: parts.laboratory.known.fish.clone(),
        panel: parts.laboratory.known.panel.clone(),
        comparison: comparison.as_ref().map(compared),
        discordances,
        lesions,
        genome_lesions: Some(parts.laboratory.genome_alone(&found.lesions)),
        interpretation: None,
        predisposition: None, // asked for by itself, with consent
        decisions: parts.file.decisions.clone(),
        guideline_inputs: Some(decisions::inputs(&profile, parts.laboratory.groups_for_guidelines(), parts.choices)),
        verdicts,
        side_by_side,
        genes,
        not_assessed: not_assessed(
            parts.file.consent_predisposition,
            parts.pair,
            parts.panel,
            parts.laboratory,
            &parts.copy_number,
        ),
        copy_number: Some(parts.copy_number),
        supplied_copies,
        rearrangements: Some(parts.rearrangements),
        virtual_karyotype: parts.virtual_karyotype,
        quality: quality(parts.swept, parts.learned, parts.pair, parts.false_discovery, parts.warnings, weak_exons),
        provenance: Provenance {
            marv_version: crate::VERSION.to_owned(),
            bundle_hash: bundle.hash().to_owned(),
            bundle_version: bundle.manifest().version.clone(),
            inputs: parts.inputs,
            settings: stated(parts.settings, parts.laboratory),
            started: parts.settings.started.clone(),
        },
    };
    if case.decisions.iter().any(decisions::is_of_variant) {
        decisions::put_in_force(&mut case, "the case".as_ref())?;
    }
    case.quality.gates = marv_knowledge::gates(&case);
    let warned = marv_knowledge::quality::warnings(&case.quality.gates);
    case.quality.warnings.extend(warned.map(str::to_owned));
    let evidence = parts.panel.knowledge.as_ref().map_or_else(|| Evidence::embedded(), Knowledge::evidence);
    let mut meaning = marv_knowledge::interpret(&case, evidence);
    meaning.trials = parts.trials.map_or_else(Vec::new, |trials| trials.matched(&case));
    case.interpretation = Some(meaning);
    Ok(case)
}

/// Another program's copies, where the case has them. Sex by the laboratory, else by the reads.
fn supplied(parts: &Parts<'_>) -> Option<SuppliedCopies> {
    let segments = parts.laboratory.supplied_segments()?;
    let male = match parts.laboratory.known.clinical.status(Circumstance::Male) {
        Status::Present => Some(true),
        Status::Absent => Some(false),
        Status::Unknown => parts.copy_number.sex_chromosomes.map(|[_, y]| y > 0),
    };
    Some(supplied_copies::of(segments, male, parts.pair.contigs(), parts.panel.bundle.as_ref()))
}

/// The comparison in its stored form.
fn compared(comparison: &Comparison) -> KaryotypeComparison {
    let items = comparison.items.iter().map(|item| ComparedItem {
        kind: match item.kind {
            Kind::Loss => "loss",
            Kind::Gain => "gain",
            Kind::Junction => "junction",
        }
        .to_owned(),
        what: item.what.clone(),
        seen: match item.seen {
            Seen::Both => "both",
            Seen::OnlySequencing => "only_sequencing",
            Seen::OnlyBanding => "only_banding",
        }
        .to_owned(),
        reason: item.reason.map(|reason| {
            match reason {
                Reason::BelowBanding => "below_banding",
                Reason::SmallClone => "small_clone",
                Reason::FewCells => "few_cells",
                Reason::Centromere => "centromere",
                Reason::Marker => "marker",
                Reason::NotRead => "not_read",
                Reason::NotCovered => "not_covered",
                Reason::Unexplained => "unexplained",
            }
            .to_owned()
        }),
        bases: item.sequenced_bases,
    });
    let monosomies = comparison.monosomies.iter().map(|monosomy| ComparedMonosomy {
        chromosome: monosomy.chromosome.to_string(),
        verdict: match monosomy.verdict {
            MonosomyVerdict::Confirmed => "confirmed",
            MonosomyVerdict::Refuted => "refuted",
            MonosomyVerdict::OnlySequencing => "only_sequencing",
            MonosomyVerdict::NotAssessable => "not_assessable",
        }
        .to_owned(),
        lost: [monosomy.short_arm_lost, monosomy.long_arm_lost],
    });
    KaryotypeComparison {
        items: items.collect(),
        monosomies: monosomies.collect(),
        monosomal_by_banding: comparison.monosomal_by_banding,
        monosomal_by_sequencing: comparison.monosomal_by_sequencing,
    }
}

fn reported(judged: &Judged, known: Option<KnownElsewhere>, pair: &Pair, pileup: Option<Pileup>) -> ReportedVariant {
    let call = &judged.call;
    let mut consequences: Vec<_> = judged.consequences().cloned().collect();
    if let Some(at) = principal(judged).and_then(|first| consequences.iter().position(|c| c == first)) {
        consequences[..=at].rotate_right(1);
    }
    let oncogenicity =
        consequences.first().map(|main| Assessor::new(Bundle::embedded()).assess(main, &observed(known.as_ref())));
    ReportedVariant {
        contig: pair.contigs().name(call.variant.contig()).to_owned(),
        position: call.variant.position() + 1,
        reference: call.variant.reference().to_string(),
        alternate: call.variant.alternate().to_string(),
        kind: call.variant.kind(),
        consequences,
        tumour: call.tumour,
        tumour_fraction: call.tumour.fraction(),
        normal: call.normal,
        posterior: call.posterior,
        quality: call.posterior.quality(),
        filters: call.filters.iter().map(|filter| filter.id().to_owned()).collect(),
        hotspot: call.forced == Some(Forced::Hotspot),
        callers: judged.callers.clone(),
        seen_in_normal_as_contamination: call.seen_in_normal_as_contamination,
        oncogenicity,
        known,
        ledger: call.ledger.clone(),
        pileup,
    }
}

/// Exons that are listed, at most.
const MOST_EXONS: usize = 200;

/// The exons that could not be read, of the genes that guidelines ask for first.
fn weak_exons(genes: &[Assessed]) -> Vec<WeakExon> {
    let mut exons: Vec<(bool, &WeakExon)> =
        genes.iter().flat_map(|gene| gene.weak_exons.iter().map(|exon| (!gene.result.guideline_gene, exon))).collect();
    exons.sort_by(|a, b| (a.0, &a.1.gene, a.1.exon).cmp(&(b.0, &b.1.gene, b.1.exon)));
    exons.into_iter().take(MOST_EXONS).map(|(_, exon)| exon.clone()).collect()
}

/// Calls that pass first, genes that guidelines ask for first, then by gene and place.
fn relevance(variant: &ReportedVariant, genes: &[GeneResult]) -> (bool, bool, String, u32, String) {
    let gene = variant.consequences.first().map_or_else(String::new, |c| c.gene.clone());
    let asked = genes.iter().any(|result| result.gene == gene && result.guideline_gene);
    (!variant.filters.is_empty(), !asked, gene, variant.position, variant.alternate.clone())
}

fn samples(pair: &Pair, swept: &Swept, genes: &[Assessed]) -> Vec<Sample> {
    // Of what the regions ask for: a small panel that covers a part of a gene is not a shallow one.
    let depth = |sample: usize| {
        let measured: Vec<f64> = genes.iter().filter_map(|gene| gene.depth_where_read[sample]).collect();
        #[expect(clippy::cast_precision_loss, reason = "a few hundred genes")]
        (!measured.is_empty()).then(|| measured.iter().sum::<f64>() / measured.len() as f64)
    };
    let sample = |role, bound: &BoundAlignment, statistics: &SampleStatistics, mean_depth| {
        let file = bound.file();
        let name = file.samples().first().map_or("", |name| name).to_owned();
        Sample {
            role,
            name: marv_ingest::privacy::redact_name(&name).into_owned(),
            file: Some(file_name(file.path())),
            mean_depth,
            reads: Some(statistics.tally),
            read_groups: u32::try_from(file.header().read_groups.len()).unwrap_or(u32::MAX),
        }
    };
    let mut samples = vec![sample(SampleRole::Tumour, &pair.tumour, &swept.statistics.tumour, depth(0))];
    if let Some(normal) = &pair.normal {
        samples.push(sample(SampleRole::Normal, normal, &swept.statistics.normal, depth(1)));
    }
    samples
}

/// What is told by places of GRCh38: named rearrangements and the receptor loci that they need, small deletions and partial
/// tandem duplications, losses and gains of arms and chromosomes, copies of antibodies' targets.
const OF_GRCH38: [&str; 4] = ["named_rearrangements", "named_small_deletions", "chromosome_lesions", "antigen_copies"];

/// RULE: names, windows and bands are known of GRCh38 alone; on another build each of these is open, never absent.
fn not_placed(build: Build) -> Vec<NotAssessedItem> {
    if build == Build::Grch38 {
        return Vec::new();
    }
    let item = |item: &str| NotAssessedItem { item: item.to_owned(), reason: "places_of_grch38".to_owned() };
    OF_GRCH38.map(item).to_vec()
}

/// RULE: what this version does not look at is said in every report; missing is never absent.
fn not_assessed(
    consent: bool,
    pair: &Pair,
    panel: &Panel,
    laboratory: &Laboratory,
    copies: &CopyNumberResult,
) -> Vec<NotAssessedItem> {
    let item = |item: &str, reason: &str| NotAssessedItem { item: item.to_owned(), reason: reason.to_owned() };
    let mut items = Vec::new();
    if !consent {
        items.push(item("germline_predisposition", "not_requested"));
    }
    // RULE: where reads cover too little, or targets only, nothing is said of the genome's copies, and without a purity
    // nothing of the tumour's.
    // RULE: another program's segments answer for copies in place of the reads; its ratios alone answer for losses.
    let supplied = laboratory.supplied_segments().is_some();
    if copies.segments.is_empty() {
        if !supplied {
            items.push(item("copy_number", "few_windows"));
        }
        // RULE: breaks lie in introns and between genes, where reads over targets do not look.
        items.push(item("rearrangements", "few_windows"));
        items.push(item("tandem_duplications_long", "few_windows"));
    } else if copies.purity.is_none() && !supplied {
        items.push(item("copy_number", "no_purity"));
    }
    if pair.normal.is_none() {
        items.push(item("loss_of_heterozygosity", "no_normal"));
    } else if copies.segments.is_empty() || copies.sites < 100 {
        items.push(item("loss_of_heterozygosity", "few_windows"));
    }
    if laboratory.karyotype.is_none() {
        items.push(item("karyotype", "not_supplied"));
    }
    if copies.segments.is_empty() {
        items.push(item("virtual_karyotype", "few_windows"));
    } else if pair.contigs().build() != Build::Grch38 {
        items.push(item("virtual_karyotype", "other_build"));
    }
    items.extend(not_placed(pair.contigs().build()));
    if panel.bundle.is_none() {
        items.push(item("annotation", "no_gene_models"));
    }
    if pair.normal.is_none() {
        items.push(item("germline_status", "no_normal"));
    }
    if pair.restrict.is_some() {
        items.push(item("outside_regions", "restricted"));
    }
    items
}

/// METHOD: two people share about half of the sites where one is homozygous for the other base; one person shares all but
/// what loss and contamination take.
const SAME_PERSON: f64 = 0.9;
/// RULE: from two per cent of another person's DNA on, at the lower end of the interval, the report warns: reads of a
/// donor's or another patient's cells are then as many as those of a small clone.
const ANOTHER_PERSON: f64 = 0.02;
/// Sites below which identity is not judged.
const SITES: u64 = 20;

fn quality(
    swept: &Swept,
    learned: &Learned,
    pair: &Pair,
    false_discovery: FalseDiscovery,
    mut warnings: Vec<String>,
    weak_exons: Vec<WeakExon>,
) -> Quality {
    let statistics = [Some(&swept.statistics.tumour), pair.normal.is_some().then_some(&swept.statistics.normal)];
    let identity_sites = swept.statistics.identity.iter().sum();
    if identity_sites >= SITES && learned.identity.is_some_and(|identity| identity < SAME_PERSON) {
        warnings.push("identity_mismatch".to_owned());
    }
    if pair.normal.is_some() && identity_sites < SITES {
        warnings.push("identity_not_assessed".to_owned());
    }
    if learned.another_person.is_some_and(|estimate| estimate.interval[0] >= ANOTHER_PERSON) {
        warnings.push("another_person".to_owned());
    }
    Quality {
        tumour_in_normal: learned.tumour_in_normal,
        tumour_in_normal_set: learned.tumour_in_normal_set,
        error_rate: statistics.map(|sample| sample.and_then(SampleStatistics::error_rate)),
        fragment_length: statistics
            .map(|sample| sample.and_then(SampleStatistics::median_template_length).map(f64::from)),
        identity: learned.identity,
        identity_sites,
        another_person: learned.another_person,
        another_in_normal: learned.another_in_normal,
        one_sided: pair.normal.is_some().then_some(OneSided {
            substitutions: learned.one_sided,
            hotspots: swept.statistics.one_sided.hotspots,
            loci: swept.statistics.assessed_loci,
        }),
        false_discovery: Some(false_discovery),
        warnings,
        gates: Vec::new(), // they look at the whole case
        weak_exons,
    }
}

/// The settings that a result may depend on.
fn stated(settings: &Settings, laboratory: &Laboratory) -> BTreeMap<String, String> {
    let mut stated = BTreeMap::new();
    let source = match (&laboratory.karyotype, laboratory.is_by_genome()) {
        (Some(_), _) => "laboratory karyotype",
        (None, true) => "virtual karyotype (WGS)",
        (None, false) => "none",
    };
    stated.insert("cytogenetics.source".to_owned(), source.to_owned());
    for (prefix, values) in
        [("sweep", serde_json::to_value(&settings.sweep)), ("somatic", serde_json::to_value(&settings.somatic))]
    {
        flatten(prefix, &values.unwrap_or_default(), &mut stated);
    }
    stated
}

fn flatten(prefix: &str, value: &serde_json::Value, into: &mut BTreeMap<String, String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                flatten(&format!("{prefix}.{name}"), value, into);
            }
        }
        serde_json::Value::Null => {}
        other => {
            into.insert(prefix.to_owned(), other.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_build_says_of_each_group_that_it_was_not_assessed() {
        assert_eq!(not_placed(Build::Grch38), Vec::new());
        for build in [Build::Grch37, Build::Chm13, Build::Unknown] {
            let items = not_placed(build);
            assert_eq!(items.len(), 4, "{build}");
            for one in items {
                assert!(marv_report::has_message("item", &one.item), "{}", one.item);
                assert!(marv_report::has_message("why", &one.reason), "{}", one.reason);
            }
        }
    }
}
