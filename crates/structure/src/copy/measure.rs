//! The whole way, from sums to copies.

use std::collections::BTreeMap;

use marv_model::{
    case::Estimate,
    genome::{ContigId, Contigs, Locus},
};

use super::{
    arms::may_be_doubled,
    balance::{self, Counting},
    composition::Composition,
    copied::{CopySegment, called, copies, join, parts},
    correct::Corrected,
    fit::{Carrier, Fit, Fraction},
    genome::{Karyogram, Part},
    picture::{Picture, pictures},
    place::{bounds, place, seen},
    segment::{Level, Opens, Sites, Stretch, level, merge, segment},
    sex::{SexChromosomes, borders, inherited, sex_chromosomes},
    states::{Called, Seen},
    step::{Beside, DepthStep},
    tracks::{Site, Tracks},
    unchanged,
};

/// What copy number is measured from.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// Depth and allele counts, [sorted](Tracks::sort).
    pub tracks: &'a Tracks,
    /// What the reference is made of, for each contig with reads.
    pub composition: &'a BTreeMap<ContigId, Composition>,
    /// The genome.
    pub contigs: &'a Contigs,
    /// Its chromosomes.
    pub karyogram: &'a Karyogram,
    /// Ends of the tumour's junctions: places where a segment may well begin. In any order.
    pub breaks: &'a [Locus],
    /// Acquired substitutions, in any order.
    pub fractions: &'a [Fraction],
    /// Acquired junctions, in any order.
    pub carriers: &'a [Carrier],
    /// The share of the normal that is the tumour's sample, 0 up to (not including) 1, where it is known.
    pub tumour_in_normal: Option<f64>,
    /// Stretches whose depth is held against that beside them.
    pub beside: &'a [Beside],
}

/// Copy number of a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyNumber {
    /// In the genome's order; contigs without a usable window have none.
    pub segments: Vec<CopySegment>,
    /// Purity and ploidy.
    pub fit: Fit,
    /// Where the purity is not known and nothing has changed: the share of the sample's cells, 0 to 1, from which a loss or
    /// gain of any chromosome would have been seen.
    pub limit: Option<f64>,
    /// Inherited sex chromosomes; none where X or Y is not seen.
    pub sex: Option<SexChromosomes>,
    /// The share of the normal that is the tumour's sample, from lost alleles; none where none are lost.
    pub tumour_in_normal: Option<Estimate>,
    /// Standard deviation of a window's log2 ratio around its neighbours'.
    pub noise: f64,
    /// Usable windows, and windows with reads that were left out.
    pub windows: [usize; 2],
    /// Heterozygous sites.
    pub sites: usize,
    /// Of each stretch that was asked for; none where windows that can be used are too few.
    pub steps: Vec<Option<DepthStep>>,
    /// Pictures of the contigs.
    pub pictures: BTreeMap<ContigId, Picture>,
}

/// METHOD: how far a share in the normal may lie from even beside chance, for each unit of tumour in the normal: half.
const TOLERANCE: f64 = 0.5;

/// Measures copy number, allele balance and purity. Equal sums give equal values. Where reads cover too little, or single
/// targets as a panel's do, nothing is said: no segment, no purity.
pub fn measure(inputs: &Inputs<'_>) -> CopyNumber {
    let Inputs { tracks, composition, contigs, karyogram, .. } = *inputs;
    let sex = tracks.with_normal().then(|| sex_chromosomes(tracks, composition, contigs, karyogram)).flatten();
    let (sites, counting) = heterozygous(inputs, sex);
    let corrected = Corrected::of(tracks, composition, contigs, karyogram);
    if !corrected.tells_copies() {
        let steps = vec![None; inputs.beside.len()];
        return CopyNumber { steps, ..CopyNumber::not_assessed(&corrected, sites.values().map(Vec::len).sum(), sex) };
    }
    let borders = borders(sex, karyogram);
    let stretches = segment(&corrected, &sites, counting, karyogram, (inputs.breaks, &borders));
    let (stretches, levels) = merge(stretches, &corrected, &sites, counting);
    let measured = tumour_in_normal(&stretches, &levels, &corrected, &sites, counting);
    let share = inputs.tumour_in_normal.or(measured.map(|estimate| estimate.value)).unwrap_or(0.0).clamp(0.0, 0.95);
    let view = |stretches: &[Stretch], levels: &[Level]| -> Vec<(Seen, u8)> {
        let next = |at: usize| -> Option<Opens> {
            stretches.get(at + 1).filter(|next| next.contig == stretches[at].contig).map(|next| next.opens)
        };
        let one = |(at, (stretch, level)): (usize, (&Stretch, &Level))| {
            let interval = place(stretch, next(at), &corrected, contigs, karyogram);
            seen(interval, level, karyogram, sex, share)
        };
        stretches.iter().zip(levels).enumerate().map(one).collect()
    };
    let first = view(&stretches, &levels);
    let autosomal: Vec<Seen> = first
        .iter()
        .filter(|(one, _)| karyogram.part(one.interval.contig()) == Part::Autosome)
        .map(|(one, _)| *one)
        .collect();
    let fit = Fit::of(&autosomal, inputs.fractions, inputs.carriers);
    // Once states are known, neighbours of one state are one segment.
    let states: Vec<Option<Called>> = parts(&first).iter().map(|one| called(one, &fit)).collect();
    let (stretches, levels) = join(stretches, levels, &states, |stretch| level(stretch, &corrected, &sites, counting));
    let measured_segments = view(&stretches, &levels);
    let mut told = CopyNumber {
        segments: parts(&measured_segments).iter().map(|one| copies(one, &fit)).collect(),
        limit: if fit.purity().is_none() && is_whole(&measured_segments, contigs, karyogram) {
            unchanged::limit(&measured_segments, &fit)
        } else {
            None
        },
        sex,
        tumour_in_normal: measured,
        noise: corrected.noise,
        windows: [corrected.usable(), corrected.masked],
        sites: sites.values().map(Vec::len).sum(),
        steps: inputs.beside.iter().map(|beside| DepthStep::of(beside, &corrected)).collect(),
        pictures: pictures(&corrected, &sites, &fit, karyogram, sex),
        fit,
    };
    told.fit.ambiguous |= may_be_doubled(&told, contigs, karyogram);
    told
}

impl CopyNumber {
    /// Of reads that do not tell copies.
    fn not_assessed(corrected: &Corrected, sites: usize, sex: Option<SexChromosomes>) -> Self {
        Self {
            segments: Vec::new(),
            fit: Fit::none(),
            limit: None,
            sex,
            tumour_in_normal: None,
            noise: corrected.noise,
            windows: [corrected.usable(), corrected.masked],
            sites,
            steps: Vec::new(),
            pictures: BTreeMap::new(),
        }
    }
}

/// RULE: of a genome as a whole something is said where half of each autosome is in segments.
fn is_whole(segments: &[(Seen, u8)], contigs: &Contigs, karyogram: &Karyogram) -> bool {
    contigs.iter().filter(|(id, _)| karyogram.part(*id) == Part::Autosome).all(|(id, contig)| {
        let own = segments.iter().map(|(one, _)| one.interval).filter(|interval| interval.contig() == id);
        2 * own.map(|interval| u64::from(interval.length())).sum::<u64>() >= u64::from(contig.length)
    })
}

/// The patient's heterozygous sites by contig, and how reads of them count.
fn heterozygous(inputs: &Inputs<'_>, sex: Option<SexChromosomes>) -> (Sites, Counting) {
    let Inputs { tracks, contigs, karyogram, .. } = *inputs;
    let of = |id: ContigId| tracks.get(id).map_or(&[][..], |track| track.sites.as_slice());
    let autosomal = || {
        let autosomes = contigs.iter().filter(|(id, _)| karyogram.part(*id) == Part::Autosome);
        autosomes.flat_map(|(id, _)| of(id).iter().copied())
    };
    let counting = Counting::learn(autosomal());
    let depth = balance::typical_depth(autosomal());
    let tolerance = TOLERANCE * inputs.tumour_in_normal.unwrap_or(0.0);
    let sites = contigs
        .iter()
        .filter(|(id, _)| karyogram.part(*id) != Part::Other)
        .map(|(id, _)| {
            // Where one copy is inherited, what looks heterozygous is not.
            let paired = |site: &Site| inherited(sex, karyogram, Locus::new(id, site.position)) > 1;
            let mut own = balance::heterozygous(of(id), counting, depth, tolerance);
            own.retain(paired);
            (id, own)
        })
        .filter(|(_, own)| !own.is_empty())
        .collect();
    (sites, counting)
}

/// Tumour in the normal from the segments that are plainly not even.
fn tumour_in_normal(
    stretches: &[Stretch],
    levels: &[Level],
    corrected: &Corrected,
    sites: &Sites,
    counting: Counting,
) -> Option<Estimate> {
    let mut uneven: Vec<Site> = Vec::new();
    for (stretch, level) in stretches.iter().zip(levels) {
        let plain = level.deviation.is_some_and(|d| d.value > 0.1 && d.against_even > 50.0);
        if let (true, Some(ratios), Some(own)) =
            (plain, corrected.contigs.get(&stretch.contig), sites.get(&stretch.contig))
        {
            let (start, end) = bounds(stretch, ratios);
            uneven.extend(own.iter().filter(|site| (start..end).contains(&site.position)));
        }
    }
    let (value, error, used) = balance::tumour_in_normal(&uneven, counting)?;
    let within = |value: f64| value.clamp(0.0, 1.0);
    Some(Estimate {
        value: within(value),
        interval: [within(value - 1.96 * error), within(value + 1.96 * error)],
        observations: u64::try_from(used).unwrap_or(u64::MAX),
    })
}
