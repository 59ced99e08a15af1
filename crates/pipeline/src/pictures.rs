//! The reads around each reported variant: a few short scans after the pass.

use std::sync::{Mutex, PoisonError};

use marv_ingest::alignment::{BoundAlignment, RegionReader};
use marv_model::{
    case::{Pileup, PileupRead},
    genome::Interval,
    sequence::Window,
    variant::SmallVariant,
};
use rayon::prelude::*;

use crate::{
    Error,
    inputs::Pair,
    pileup::{FLANK, PileupSink, picture},
    progress::{Event, Progress, Stage},
};

type Readers = (RegionReader, Option<RegionReader>);

/// A picture a variant, in their order.
pub(crate) fn pictures(
    pair: &Pair,
    variants: &[SmallVariant],
    pool: &rayon::ThreadPool,
    progress: &dyn Progress,
) -> Result<Vec<Pileup>, Error> {
    progress.event(Event::Started { stage: Stage::Pictures, steps: variants.len() as u64 });
    let idle: Mutex<Vec<Readers>> = Mutex::new(Vec::new());
    let take = || idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let one = |variant: &SmallVariant| -> Result<Pileup, Error> {
        let (mut tumour, mut normal) = match take() {
            Some(readers) => readers,
            None => (pair.tumour.reader()?, pair.normal.as_ref().map(BoundAlignment::reader).transpose()?),
        };
        let place = Interval::new(variant.contig(), variant.position(), variant.position() + 1)
            .unwrap_or(pair.contigs().whole(variant.contig()));
        let reach = FLANK + u32::try_from(variant.reference().len()).unwrap_or(0).min(FLANK);
        let window = pair.reference.window(place.padded(reach, pair.contigs().length(variant.contig())))?;
        let inserted = u32::try_from(variant.length_change().max(0)).unwrap_or(0).min(reach);
        let scanned = Interval::new(place.contig(), place.start(), window.interval().end().min(place.end() + inserted))
            .unwrap_or(place);
        let rows = |reader: &mut RegionReader, window: &Window| -> Result<(Vec<PileupRead>, u32), Error> {
            let mut sink = PileupSink::new(window, variant);
            reader.scan(scanned, &mut [&mut sink])?;
            Ok(sink.finish())
        };
        let of_tumour = rows(&mut tumour, &window)?;
        let of_normal = normal.as_mut().map(|reader| rows(reader, &window)).transpose()?.unwrap_or_default();
        idle.lock().unwrap_or_else(PoisonError::into_inner).push((tumour, normal));
        progress.event(Event::Advanced { stage: Stage::Pictures, steps: 1 });
        Ok(picture(&window, of_tumour, of_normal))
    };
    let pictures = pool.install(|| variants.par_iter().map(one).collect::<Vec<_>>()).into_iter().collect();
    progress.event(Event::Finished { stage: Stage::Pictures });
    pictures
}
