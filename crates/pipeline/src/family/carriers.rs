//! What a member carries of chosen alleles, counted as the patient's are.

use marv_ingest::alignment::BoundAlignment;
use marv_model::{call::Forced, genome::Interval, variant::SmallVariant};
use marv_somatic::{ForcedAllele, PairSweep, SweepTask, sweep::MARGIN};
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
    let region = place.padded(FLANK, length);
    let padded = region.padded(MARGIN, length);
    let window = pair.reference.window(padded)?;
    let forced = [ForcedAllele { variant: variant.clone(), why: Forced::Supplied }];
    let task = SweepTask { region, window: &window, forced: &forced, panel: &[], with_normal: false };
    let internal = |error: &dyn std::fmt::Display| Error::Machine {
        path: "evidence".into(),
        action: "count a relative's allele",
        source: std::io::Error::other(error.to_string()),
    };
    let mut sweep = PairSweep::new(settings.sweep.clone());
    sweep.begin(&task).map_err(|error| internal(&error))?;
    reads.reader()?.scan(padded, &mut [sweep.tumour()])?;
    let evidence = sweep.finish().ok_or_else(|| internal(&"its reads take more than 4 GiB"))?;
    let candidate = evidence.candidates.iter().find(|candidate| candidate.variant == *variant);
    let aside = || evidence.germline.iter().find(|site| site.variant == *variant).map(|site| site.tumour);
    let counted = candidate.map(|one| [one.tumour.summary.alternate, one.tumour.summary.depth()]).or_else(aside);
    Ok(counted.unwrap_or_default())
}
