//! Junctions of a pair: found and judged from the evidence of its regions.

use marv_annotate::{
    Bundle,
    fusion::{Plainness, Side, Told, receptor_locus, recurrences},
};
use marv_ingest::junction_panel::JunctionPanel;
use marv_model::{
    call::{LedgerEntry, RuleVerdict},
    case::Estimate,
    genome::{Build, Contigs, Locus},
    structure::{Breakend, Junction, JunctionCall, JunctionFilter, JunctionSupport, Kept},
};
use marv_somatic::{Carried, Learned};
use marv_structure::{
    RegionStructure,
    junctions::{FoundJunction, Genome, JunctionConfig, Recurrence, SampleReads, Unbroken, decide, find},
};

use super::{
    genes::chromosome,
    unbroken::{Cells, Reach, Stretch},
};
use crate::{
    Error, Settings, evidence_store::EvidenceStore, inputs::Pair, pon::junctions::set_aside,
    region_record::RegionRecord,
};

/// The junctions of a pair, and how well such could be seen.
pub(crate) struct Measured {
    /// All that at least two fragments show, those that a filter holds back among them.
    pub(crate) calls: Vec<JunctionCall>,
    /// How small a junction could be and still have been seen, place by place.
    pub(crate) reach: Reach,
    /// Tumour in the normal by substitutions and by fusions that recur.
    pub(crate) tumour_in_normal: Option<Estimate>,
}

/// Finds and judges the junctions that the store's evidence shows. `looked_for`: stretches where the absence of a junction
/// means something. `panel`: what unrelated normals show.
pub(crate) fn junctions(
    pair: &Pair,
    regions: u32,
    store: &EvidenceStore,
    learned: &Learned,
    settings: &Settings,
    looked_for: &[Stretch],
    panel: Option<&JunctionPanel>,
) -> Result<Measured, Error> {
    let genome = Genome::new(pair.contigs(), &pair.reference);
    let mut tumour = SampleReads::default();
    let mut normal = pair.normal.as_ref().map(|_| SampleReads::default());
    each(regions, store, |region| {
        let contig = region.region.contig();
        tumour.add(contig, &region.tumour);
        if let (Some(reads), Some(evidence)) = (&mut normal, &region.normal) {
            reads.add(contig, evidence);
        }
    })?;
    tumour.finish();
    if let Some(normal) = &mut normal {
        normal.finish();
    }
    let found = find(&tumour, normal.as_ref(), &genome);
    let cells = Cells::of(found.iter().flat_map(FoundJunction::sides), looked_for);
    let mut unbroken = [cells.clone(), cells];
    each(regions, store, |region| {
        let contig = region.region.contig();
        unbroken[0].add(contig, &region.tumour);
        if let Some(evidence) = &region.normal {
            unbroken[1].add(contig, evidence);
        }
    })?;
    let in_normal = normal.as_ref().map(|reads| (reads, &unbroken[1] as &dyn Unbroken));
    let recurs = |junction: &Junction| recurrence(junction, pair.contigs());
    let judged = |by: Option<Estimate>| {
        let share = settings.somatic.tumour_in_normal.or(by.map(|estimate| estimate.value));
        let config = JunctionConfig { tumour_in_normal: share.unwrap_or(0.0), ..JunctionConfig::default() };
        decide(&found, (&tumour, &unbroken[0]), in_normal, &recurs, &config)
    };
    let mut calls = judged(learned.tumour_in_normal);
    let fusions = calls.iter().filter(|call| recurs(&call.junction) == Recurrence::Fusion);
    let fusions: Vec<Carried> = fusions.filter_map(carried).collect();
    let tumour_in_normal = learned.tumour_in_normal_with(&fusions);
    if tumour_in_normal != learned.tumour_in_normal {
        calls = judged(tumour_in_normal);
    }
    if pair.contigs().build() == Build::Grch38 {
        for call in &mut calls {
            set_recombination_aside(call, pair.contigs());
        }
    }
    if let Some(panel) = panel {
        for call in &mut calls {
            let recurrent = recurs(&call.junction) != Recurrence::None;
            set_aside(call, panel, recurrent);
        }
    }
    let [in_tumour, in_normal] = unbroken;
    let reach = Reach::new((in_tumour, tumour.library()), normal.as_ref().map(|reads| (in_normal, reads.library())));
    Ok(Measured { calls, reach, tumour_in_normal })
}

/// What a fusion that nobody inherits tells of tumour in the normal; none where its evidence in the tumour is in doubt.
///
/// METHOD: fragments as they were counted: reads could show the broken and the unbroken place about as often, and the same holds in
/// both samples.
fn carried(call: &JunctionCall) -> Option<Carried> {
    let of_normal = |filter: &JunctionFilter| {
        matches!(filter, JunctionFilter::Germline | JunctionFilter::LowNormalDepth | JunctionFilter::LowAlleleFrac)
    };
    let counts = |support: &JunctionSupport| {
        let unbroken = support.reference_split + support.reference_pairs;
        let whole = unbroken.round().clamp(0.0, 1e6);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let whole = whole as u32;
        [support.fragments(), support.fragments() + whole]
    };
    let normal = call.normal.as_ref().filter(|_| call.filters.iter().all(of_normal))?;
    Some(Carried { tumour: counts(&call.tumour), normal: counts(normal) })
}

/// METHOD: below this span, bases, one chromosome's windows are joined by inherited deletions and inversions too.
const FAR: u32 = 1_000_000;

/// RULE: a fusion is two genes that are known to be joined in blood cancer, head to tail. Enhancers lie in long stretches and act in
/// any direction: such a junction is acquired where it joins far places, but asks for as much evidence as any other. Of genes with many
/// partners no more is known than of any junction.
fn recurrence(junction: &Junction, contigs: &Contigs) -> Recurrence {
    if contigs.build() != Build::Grch38 {
        return Recurrence::None;
    }
    let names = [junction.one, junction.other].map(|side| chromosome(contigs, side));
    let side = |chrom, end: Breakend| Side { chrom, position: end.locus.position, kept: end.kept };
    let far = junction.span().is_none_or(|span| span >= FAR);
    recurrences(Bundle::embedded(), side(&names[0], junction.one), side(&names[1], junction.other))
        .iter()
        .filter(|(_, plainness)| *plainness == Plainness::Plain)
        .map(|(row, _)| match row.told {
            Told::Fusion => Recurrence::Fusion,
            Told::Enhancer if far => Recurrence::Named,
            _ => Recurrence::None,
        })
        .max()
        .unwrap_or(Recurrence::None)
}

/// RULE: a junction within one immunoglobulin or T-cell receptor locus is what B and T cells do, and no finding by itself.
fn set_recombination_aside(call: &mut JunctionCall, contigs: &Contigs) {
    let build = contigs.build();
    let locus = |side: Breakend| receptor_locus(build, &chromosome(contigs, side), side.locus.position);
    let one = locus(call.junction.one);
    let same = one.is_some() && one == locus(call.junction.other);
    let verdict = if same { RuleVerdict::Fail } else { RuleVerdict::Pass };
    let rule = JunctionFilter::Recombination;
    let entry = LedgerEntry { rule: rule.id().to_owned(), value: None, threshold: None, verdict, version: 1 };
    call.ledger.push(entry);
    if same {
        call.filters.push(rule);
    }
}

/// The ends of junctions at which the number of copies may change: the first base behind each break.
pub(crate) fn breaks(calls: &[JunctionCall]) -> Vec<Locus> {
    /// METHOD: three windows, the shortest segment: what lies nearer together changes too few windows to be one.
    const FAR: u32 = 3_000;
    let far = |call: &&JunctionCall| call.passes() && call.junction.span().is_none_or(|span| span >= FAR);
    let sides = calls.iter().filter(far).flat_map(|call| [call.junction.one, call.junction.other]);
    let behind = |side: Breakend| match side.kept {
        Kept::Before => Locus::new(side.locus.contig, side.locus.position + 1),
        Kept::From => side.locus,
    };
    let mut loci: Vec<Locus> = sides.map(behind).collect();
    loci.sort_unstable();
    loci
}

/// Hands each region's structural evidence on, in order.
fn each(regions: u32, store: &EvidenceStore, mut take: impl FnMut(&RegionStructure)) -> Result<(), Error> {
    for number in 0..regions {
        let Some(stored) = store.get(number)? else { continue };
        if let Some(structure) = RegionRecord::decode_structure(&stored)? {
            take(&structure);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use marv_model::structure::Kept::{Before, From};

    use super::{super::made, *};

    #[test]
    fn ends_that_lie_three_windows_apart_and_those_of_two_chromosomes_are_borders_of_copies() {
        let mut weak = made::call(("chr3", 40_000, Before), ("chr3", 90_000, From), None);
        weak.filters.push(JunctionFilter::WeakEvidence);
        let calls = [
            made::call(("chr3", 10_000, Before), ("chr3", 13_000, From), None),
            made::call(("chr3", 20_000, Before), ("chr3", 22_999, From), None),
            made::call(("chr3", 30_000, Before), ("chr4", 500, From), None),
            weak,
        ];
        let contigs = Contigs::grch38();
        // Behind the last base that is kept before a break, and at the first that is kept from one on.
        let loci = [("chr3", 10_001), ("chr3", 13_000), ("chr3", 30_001), ("chr4", 500)];
        assert_eq!(breaks(&calls), loci.map(|(name, position)| Locus::new(contigs.id(name).unwrap(), position)));
    }
}
