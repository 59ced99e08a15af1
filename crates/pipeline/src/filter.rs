//! Anybody's variants, judged by the pair's reads, or, where there are none, by what their callers counted.

use std::{collections::BTreeMap, path::Path};

use marv_ingest::{
    reference::Reference,
    variants::{CallExtra, CallHeader, CallWriter, CallerCounts, SampleNames},
};
use marv_model::{
    call::{AlleleEvidence, Filter, Forced, RuleVerdict, SmallVariantCall},
    case::CallCounts,
    genome::Interval,
    variant::SmallVariant,
};
use marv_somatic::{
    Learned, PairStatistics, RegionEvidence, decide_with,
    evidence::{Candidate, Observations, Repeat, SampleEvidence},
};

use crate::{
    Error, Settings, background::Backgrounds, case_file::CaseFile, decide::count, error::file_name,
    ledger::LedgerWriter, progress::Progress, supplied::Supplied,
};

/// What a caller's counts do not let be judged.
const NOT_ASSESSED: [Filter; 13] = [
    Filter::HighDepth,
    Filter::BaseCallNoise,
    Filter::SpanningDeletion,
    Filter::BaseQual,
    Filter::MapQual,
    Filter::MapQualDifference,
    Filter::Position,
    Filter::StrandBias,
    Filter::Orientation,
    Filter::Duplicate,
    Filter::FragmentLength,
    Filter::Slippage,
    Filter::Multiallelic,
];

/// METHOD: a caller's reads are taken for bases and places of middling quality: it says how many, not how good.
const QUALITY: u8 = 30;
const MAPPING_QUALITY: u8 = 60;

/// Judges the case's supplied variants by their callers' own counts, without a read. Of several callers that have an allele
/// the counts of the one with the greatest depth are taken. Each call's ledger, and the header of `out`, name the filters
/// that could not be assessed. An allele of which no caller counted anything in the tumour is judged of nothing, and
/// filtered for want of depth.
///
/// # Errors
/// When a file cannot be read, is of another genome, or the case has no supplied variants.
pub fn filter_without_reads(
    file: &CaseFile,
    settings: &Settings,
    out: &Path,
    ledger: Option<&Path>,
    progress: &dyn Progress,
) -> Result<CallCounts, Error> {
    if file.variants.is_empty() {
        return Err(nothing_supplied());
    }
    let reference = Reference::open(&file.reference)?;
    let contigs = reference.contigs();
    let supplied = Supplied::read(&file.variants, contigs, &reference, &SampleNames::default(), progress)?;
    let backgrounds = Backgrounds::open(file, contigs, &reference)?;
    let counted = counted(&supplied);
    let paired = counted.values().any(|[_, normal]| normal.is_some());
    let note = format!(
        "marvNotAssessed=judged by its callers' own counts, without reads; not assessed: {}",
        NOT_ASSESSED.map(Filter::id).join(",")
    );
    let extra_meta = [note];
    let header = CallHeader {
        contigs,
        reference_name: &file_name(&file.reference),
        tumour: "TUMOUR",
        normal: paired.then_some("NORMAL"),
        command: "marv filter",
        version: crate::VERSION,
        csq_format: None,
        extra_meta: &extra_meta,
    };
    let mut writer = CallWriter::create(out, &header).map_err(Error::output)?;
    let mut ledger = ledger.map(LedgerWriter::create).transpose()?;
    let learned = Learned::fit(&PairStatistics::default(), &settings.somatic);
    let mut counts = CallCounts::default();
    for evidence in by_contig(&counted) {
        let mut background = backgrounds.of(&evidence, &supplied, contigs)?;
        for candidate in &evidence.candidates {
            let known = background.alleles.entry(candidate.variant.clone()).or_default();
            known.dissenting = supplied.dissenting(&candidate.variant);
        }
        for mut call in decide_with(&evidence, &learned, &settings.somatic, &background) {
            leave_open(&mut call);
            count(&mut counts, &call);
            let extra = CallExtra { callers: &supplied.callers(&call.variant), ..CallExtra::default() };
            writer.write(&call, &extra).map_err(Error::output)?;
            if let Some(ledger) = &mut ledger {
                ledger.write(contigs, &call)?;
            }
        }
    }
    writer.finish().map_err(Error::output)?;
    if let Some(ledger) = ledger {
        ledger.finish()?;
    }
    Ok(counts)
}

pub(crate) fn nothing_supplied() -> Error {
    Error::Usage {
        problem: "no variants were supplied to be filtered".into(),
        advice: "give one or several callers' files with --variants".into(),
    }
}

/// Alternate and other fragments of tumour and normal.
type Counted = [Option<[u32; 2]>; 2];

/// Each allele's counts, by the caller that saw the tumour deepest.
fn counted(supplied: &Supplied) -> BTreeMap<SmallVariant, Counted> {
    let of = |counts: Option<&CallerCounts>| {
        let counts = counts?;
        let alternate = counts.alternate?;
        let depth = counts.depth.or_else(|| Some(counts.reference? + alternate))?;
        Some([alternate, depth.saturating_sub(alternate)])
    };
    let mut all: BTreeMap<SmallVariant, Counted> = BTreeMap::new();
    for one in &supplied.variants {
        let next = [of(one.tumour.as_ref()), of(one.normal.as_ref())];
        let depth = |counts: &Counted| counts[0].map(|[alternate, other]| alternate + other);
        let best = all.entry(one.variant.clone()).or_insert(next);
        // A caller that counted both samples is worth more than one that counted only one of them.
        if (next[1].is_some(), depth(&next)) > (best[1].is_some(), depth(best)) {
            *best = next;
        }
    }
    all
}

/// The alleles as if they had been swept, a contig after another.
fn by_contig(counted: &BTreeMap<SmallVariant, Counted>) -> Vec<RegionEvidence> {
    let mut all: Vec<RegionEvidence> = Vec::new();
    for (variant, [tumour, normal]) in counted {
        let candidate = Candidate {
            variant: variant.clone(),
            owned: true,
            in_panel: false,
            forced: Some(Forced::Supplied),
            contested: false,
            assembled: false,
            tumour: evidence(tumour.unwrap_or_default()),
            normal: normal.map(evidence),
            repeat: Repeat::default(),
            context: [65_536; 2],
            tandem: None,
            in_phase: Vec::new(),
        };
        match all.last_mut() {
            Some(last) if last.region.contig() == variant.contig() => last.candidates.push(candidate),
            _ => {
                let Ok(region) = Interval::new(variant.contig(), 0, u32::MAX) else { continue };
                all.push(RegionEvidence {
                    region,
                    statistics: PairStatistics::default(),
                    candidates: vec![candidate],
                    parts: Vec::new(),
                    germline: Vec::new(),
                    panel: Vec::new(),
                });
            }
        }
    }
    all
}

fn evidence([alternate, reference]: [u32; 2]) -> SampleEvidence {
    let group =
        |alternate, count| Observations { alternate, quality: QUALITY, mapping_quality: MAPPING_QUALITY, count };
    let groups = [group(false, reference), group(true, alternate)];
    SampleEvidence {
        summary: AlleleEvidence { reference, alternate, raw_depth: reference + alternate, ..AlleleEvidence::default() },
        observations: groups.into_iter().filter(|group| group.count > 0).collect(),
        ..SampleEvidence::default()
    }
}

/// Takes back what only reads could say.
fn leave_open(call: &mut SmallVariantCall) {
    call.filters.retain(|filter| !NOT_ASSESSED.contains(filter));
    for entry in &mut call.ledger {
        if NOT_ASSESSED.iter().any(|filter| filter.id() == entry.rule) {
            (entry.value, entry.verdict) = (None, RuleVerdict::NotAssessed);
        }
    }
}
