//! What a member carries: of chosen alleles, counted as the patient's are, and of a stretch of the genome whatever it is.

use std::collections::BTreeMap;

use marv_ingest::alignment::BoundAlignment;
use marv_model::{call::Forced, genome::Interval, variant::SmallVariant};
use marv_somatic::{ForcedAllele, PairSweep, PanelInterval, RegionEvidence, SweepTask, sweep::MARGIN};
use rayon::prelude::*;

use super::Member;
use crate::{Error, Settings, inputs::Pair};

/// Bases on each side of an allele that are swept with it, for its neighbours' sake.
const FLANK: u32 = 200;

/// Fragments with each allele, and all, by member: none of both where nothing could be counted.
pub(crate) fn fragments(
    members: &[Member],
    variants: &[SmallVariant],
    pair: &Pair,
    settings: &Settings,
    pool: &rayon::ThreadPool,
) -> Result<Vec<Vec<[u32; 2]>>, Error> {
    let of = |member: &Member| {
        let one = |variant: &SmallVariant| counted(&member.reads, variant, pair, settings);
        pool.install(|| variants.par_iter().map(one).collect::<Result<Vec<_>, Error>>())
    };
    members.iter().map(of).collect()
}

fn counted(
    reads: &BoundAlignment,
    variant: &SmallVariant,
    pair: &Pair,
    settings: &Settings,
) -> Result<[u32; 2], Error> {
    let length = pair.contigs().length(variant.contig());
    let end = variant.position() + u32::try_from(variant.reference().len()).unwrap_or(1);
    let Ok(place) = Interval::new(variant.contig(), variant.position(), end) else { return Ok([0, 0]) };
    let forced = [ForcedAllele { variant: variant.clone(), why: Forced::Supplied }];
    let evidence = evidence(reads, place.padded(FLANK, length), &forced, &[], (pair, settings))?;
    let candidate = evidence.candidates.iter().find(|candidate| candidate.variant == *variant);
    let aside = || evidence.germline.iter().find(|site| site.variant == *variant).map(|site| site.tumour);
    let counted = candidate.map(|one| [one.tumour.summary.alternate, one.tumour.summary.depth()]).or_else(aside);
    Ok(counted.unwrap_or_default())
}

/// What a member's reads show of a stretch.
fn evidence(
    reads: &BoundAlignment,
    region: Interval,
    forced: &[ForcedAllele],
    panel: &[PanelInterval],
    (pair, settings): (&Pair, &Settings),
) -> Result<RegionEvidence, Error> {
    let padded = region.padded(MARGIN, pair.contigs().length(region.contig()));
    let window = pair.reference.window(padded)?;
    let task = SweepTask { region, window: &window, forced, panel, with_normal: false };
    let internal = |error: &dyn std::fmt::Display| Error::Machine {
        path: "evidence".into(),
        action: "count a relative's allele",
        source: std::io::Error::other(error.to_string()),
    };
    let mut sweep = PairSweep::new(settings.sweep.clone());
    sweep.begin(&task).map_err(|error| internal(&error))?;
    reads.reader()?.scan(padded, &mut [sweep.tumour()])?;
    sweep.finish().ok_or_else(|| internal(&"its reads take more than 4 GiB"))
}

/// What a member's own reads show of a stretch: every allele with its fragments and all, and bases of each depth.
pub(crate) struct Own {
    pub(crate) alleles: Vec<(SmallVariant, [u32; 2])>,
    /// Bases by depth.
    pub(crate) depths: BTreeMap<u32, u64>,
}

/// A member's own alleles in each of these stretches, in their order.
pub(crate) fn own(
    member: &Member,
    stretches: &[Interval],
    pair: &Pair,
    settings: &Settings,
    pool: &rayon::ThreadPool,
) -> Result<Vec<Own>, Error> {
    let one = |stretch: &Interval| {
        let panel = [PanelInterval { index: 0, interval: *stretch }];
        let found = evidence(&member.reads, *stretch, &[], &panel, (pair, settings))?;
        let aside = found.germline.iter().map(|site| (site.variant.clone(), site.tumour));
        let open = found.candidates.iter().filter(|candidate| candidate.owned).map(|candidate| {
            let summary = &candidate.tumour.summary;
            (candidate.variant.clone(), [summary.alternate, summary.depth()])
        });
        let mut alleles: Vec<(SmallVariant, [u32; 2])> = aside.chain(open).collect();
        alleles.sort();
        alleles.dedup_by(|later, earlier| later.0 == earlier.0);
        let mut depths: BTreeMap<u32, u64> = BTreeMap::new();
        for (depth, bases) in found.panel.iter().flat_map(|panel| &panel.tumour) {
            *depths.entry(*depth).or_default() += u64::from(*bases);
        }
        Ok(Own { alleles, depths })
    };
    pool.install(|| stretches.par_iter().map(one).collect())
}
