//! Copy number and purity of a pair, from the evidence of its regions.

mod by_name;
mod case_values;
mod files;

use std::collections::BTreeMap;

use marv_karyotype::{
    karyotype::Chromosome,
    projection::{Resolution, table},
};
use marv_model::{
    genome::{Build, ContigId, Contigs, Locus},
    variant::{SmallVariant, VariantKind},
};
use marv_somatic::{Learned, RegionEvidence, SomaticConfig, decide};
use marv_structure::copy::{Carrier, Composition, CopyNumber, Fraction, Inputs, Karyogram, Site, Tracks, measure};
use rayon::prelude::*;

use crate::{
    Error, Settings,
    evidence_store::EvidenceStore,
    inputs::Pair,
    lesions::kmt2a_beside,
    progress::{Event, Progress, Stage},
    region_record::RegionRecord,
};
pub(crate) use by_name::{ARMS, GENES};
pub(crate) use case_values::copy_number_result;
pub(crate) use files::{FIGURE, PURITY, SEG, SEGMENTS, write_copy_number, write_figure};

/// Regions read back together; bounds what is held at a time.
const BATCH: usize = 64;

/// What one region adds.
struct Part {
    record: RegionRecord,
    fractions: Vec<Fraction>,
}

/// Measures copy number and purity from the store's evidence. `breaks` are ends of the tumour's junctions, `carriers` their
/// shares of the copies.
#[expect(clippy::too_many_arguments, reason = "a stage's whole input")]
pub(crate) fn copy_number(
    pair: &Pair,
    regions: u32,
    store: &EvidenceStore,
    learned: &Learned,
    settings: &Settings,
    (breaks, carriers): (&[Locus], &[Carrier]),
    pool: &rayon::ThreadPool,
    progress: &dyn Progress,
) -> Result<CopyNumber, Error> {
    progress.event(Event::Started { stage: Stage::Structure, steps: u64::from(regions) });
    let contigs = pair.contigs();
    let mut tracks = Tracks::new(contigs, pair.normal.is_some());
    let mut fractions = Vec::new();
    let numbers: Vec<u32> = (0..regions).collect();
    for batch in numbers.chunks(BATCH) {
        let parts: Vec<Result<Option<Part>, Error>> =
            pool.install(|| batch.par_iter().map(|number| part(*number, store, learned, settings)).collect());
        for part in parts {
            let Some(part) = part? else { continue };
            if let Some(structure) = &part.record.structure {
                tracks.add(structure);
            }
            tracks.add_sites(part.record.small.region.contig(), sites(&part.record.small));
            fractions.extend(part.fractions);
        }
        progress.event(Event::Advanced { stage: Stage::Structure, steps: batch.len() as u64 });
    }
    tracks.sort();
    let composition = composition(pair, &tracks, pool);
    let karyogram = Karyogram::new(contigs, centromeres(contigs));
    let measured = measure(&Inputs {
        tracks: &tracks,
        composition: &composition,
        contigs,
        karyogram: &karyogram,
        breaks,
        fractions: &fractions,
        carriers,
        tumour_in_normal: learned.tumour_in_normal.map(|estimate| estimate.value).or(settings.somatic.tumour_in_normal),
        beside: &kmt2a_beside(contigs).into_iter().collect::<Vec<_>>(),
    });
    progress.event(Event::Finished { stage: Stage::Structure });
    Ok(measured)
}

fn part(number: u32, store: &EvidenceStore, learned: &Learned, settings: &Settings) -> Result<Option<Part>, Error> {
    let Some(stored) = store.get(number)? else { return Ok(None) };
    let record = RegionRecord::decode(&stored)?;
    let fractions = acquired(&record.small, learned, &settings.somatic);
    Ok(Some(Part { record, fractions }))
}

/// The acquired substitutions of a region.
fn acquired(evidence: &RegionEvidence, learned: &Learned, config: &SomaticConfig) -> Vec<Fraction> {
    decide(evidence, learned, config)
        .into_iter()
        .filter(|call| call.passes() && call.variant.kind() == VariantKind::Snv)
        .map(|call| Fraction {
            locus: call.variant.locus(),
            alternate: call.tumour.alternate,
            depth: call.tumour.depth(),
        })
        .collect()
}

/// Substitutions that the normal shows: those that were set aside, and those that the tumour left open, such as a site
/// whose other allele it lost.
fn sites(evidence: &RegionEvidence) -> impl Iterator<Item = Site> {
    let snv = |variant: &SmallVariant| variant.kind() == VariantKind::Snv;
    let aside = evidence.germline.iter().filter(move |site| snv(&site.variant)).map(|site| Site {
        position: site.variant.position(),
        tumour: site.tumour,
        normal: site.normal,
    });
    let open = evidence.candidates.iter().filter(move |candidate| candidate.owned && snv(&candidate.variant));
    let open = open.filter_map(|candidate| {
        let counts =
            |sample: &marv_somatic::evidence::SampleEvidence| [sample.summary.alternate, sample.summary.depth()];
        Some(Site {
            position: candidate.variant.position(),
            tumour: counts(&candidate.tumour),
            normal: counts(candidate.normal.as_ref()?),
        })
    });
    aside.chain(open)
}

/// What the reference is made of, where reads lie.
fn composition(pair: &Pair, tracks: &Tracks, pool: &rayon::ThreadPool) -> BTreeMap<ContigId, Composition> {
    let covered: Vec<(ContigId, u32, u32)> =
        pair.contigs().iter().filter_map(|(id, _)| tracks.covered(id).map(|(first, last)| (id, first, last))).collect();
    let of = |(id, first, last): &(ContigId, u32, u32)| {
        (*id, Composition::of(&pair.reference, *id, pair.contigs().length(*id), *first, *last))
    };
    pool.install(|| covered.par_iter().with_max_len(1).map(of).collect::<Vec<_>>()).into_iter().collect()
}

/// The first base of each long arm, where the build is that of the bands.
pub(crate) fn centromeres(contigs: &Contigs) -> BTreeMap<ContigId, u32> {
    if contigs.build() != Build::Grch38 {
        return BTreeMap::new();
    }
    let of = |chromosome: Chromosome| contigs.id_or_alias(&chromosome.to_string());
    table(Resolution::Bands850)
        .iter()
        .filter(|band| band.name == "q10")
        .filter_map(|band| Some((of(band.chromosome)?, band.start)))
        .collect()
}
