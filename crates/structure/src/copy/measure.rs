//! The whole way, from sums to copies.

use std::collections::BTreeMap;

use marv_model::{
    case::Estimate,
    genome::{ContigId, Contigs, Interval, Locus},
    structure::Segment,
};

use super::{
    balance::{self, Counting},
    composition::Composition,
    correct::{Corrected, Ratios},
    fit::{Fit, Fraction},
    genome::{Karyogram, Part},
    maths::{float, position},
    segment::{Level, Sites, Stretch, level, merge, segment},
    sex::{SexChromosomes, sex_chromosomes},
    states::{Called, Seen, State, call, call_single},
    step::{Beside, DepthStep},
    tracks::{Site, Tracks},
};
use crate::sweep::WINDOW;

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
    /// The share of the normal that is the tumour's sample, 0 up to (not including) 1, where it is known.
    pub tumour_in_normal: Option<f64>,
    /// Stretches whose depth is held against that beside them.
    pub beside: &'a [Beside],
}

/// A stretch of the genome with its copies.
#[derive(Debug, Clone, PartialEq)]
pub struct CopySegment {
    /// Where.
    pub interval: Interval,
    /// log2 of the sample's copies over what the patient inherited.
    pub log2_ratio: f64,
    /// Share of the more frequent parent's allele, 0.5 to 1; none without a heterozygous site.
    pub balance: Option<f64>,
    /// Windows of 1 kb and heterozygous sites that it rests on.
    pub windows: u32,
    /// See `windows`.
    pub sites: u32,
    /// Mean copies a cell of the sample, normal cells among them.
    pub sample_copies: f64,
    /// The state of the tumour's cells, or of those that differ; none where the purity is not known.
    pub state: Option<State>,
    /// Whether sites tell how the copies divide between the parents.
    pub minor_known: bool,
    /// Share of the tumour's cells in that state.
    pub cell_fraction: Option<f64>,
    /// Probability of the state among all, 0 to 1.
    pub confidence: f64,
    /// Copies that the patient inherited: 2, or 1 of X and Y in a man.
    pub inherited: u8,
}

/// One window of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Its middle, 0-based.
    pub position: u32,
    /// Copies of the sample (depth), or share of the alternate allele (balance).
    pub value: f64,
}

/// What a genome-wide figure shows of one contig.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// Depth as copies of the sample, means over equal parts.
    pub depth: Vec<Point>,
    /// Share of the alternate allele at single heterozygous sites, evenly taken.
    pub balance: Vec<Point>,
}

/// Copy number of a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyNumber {
    /// In the genome's order; contigs without a usable window have none.
    pub segments: Vec<CopySegment>,
    /// Purity and ploidy.
    pub fit: Fit,
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
    let stretches = segment(&corrected, &sites, counting, karyogram, inputs.breaks);
    let (stretches, levels) = merge(stretches, &corrected, &sites, counting);
    let measured = tumour_in_normal(&stretches, &levels, &corrected, &sites, counting);
    let share = inputs.tumour_in_normal.or(measured.map(|estimate| estimate.value)).unwrap_or(0.0).clamp(0.0, 0.95);
    let view = |stretches: &[Stretch], levels: &[Level]| -> Vec<(Seen, u8)> {
        let next = |at: usize| stretches.get(at + 1).filter(|next| next.contig == stretches[at].contig)?.anchor;
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
    let fit = Fit::of(&autosomal, inputs.fractions);
    // Once states are known, neighbours of one state are one segment.
    let states: Vec<Option<Called>> = first.iter().map(|(one, inherited)| called(one, *inherited, &fit)).collect();
    let (stretches, levels) = join(stretches, levels, &states, |stretch| level(stretch, &corrected, &sites, counting));
    let segments = view(&stretches, &levels).iter().map(|(one, inherited)| copies(one, *inherited, &fit)).collect();
    CopyNumber {
        segments,
        sex,
        tumour_in_normal: measured,
        noise: corrected.noise,
        windows: [corrected.usable(), corrected.masked],
        sites: sites.values().map(Vec::len).sum(),
        steps: inputs.beside.iter().map(|beside| DepthStep::of(beside, &corrected)).collect(),
        pictures: pictures(&corrected, &sites, &fit, karyogram, sex),
        fit,
    }
}

impl CopyNumber {
    /// Of reads that do not tell copies.
    fn not_assessed(corrected: &Corrected, sites: usize, sex: Option<SexChromosomes>) -> Self {
        Self {
            segments: Vec::new(),
            fit: Fit::none(),
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
            let single = sex.is_some_and(|sex| sex.copies(karyogram.part(id)) < 2);
            // Where one copy is inherited, what looks heterozygous is not, but for what X and Y share.
            let paired = |site: &Site| {
                let locus = Locus::new(id, site.position);
                !single || karyogram.pseudoautosomal().iter().any(|region| region.contains(locus))
            };
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

/// First base and the one behind the last of a stretch's own windows.
fn bounds(stretch: &Stretch, ratios: &Ratios) -> (u32, u32) {
    (ratios.windows[stretch.from] * WINDOW, ratios.windows[stretch.to - 1].saturating_add(1).saturating_mul(WINDOW))
}

/// A stretch of usable windows as a stretch of the genome. Between two segments, windows that cannot be used are shared
/// evenly; a contig's first and last segment reach its ends where at most a megabase there cannot be used. `next` is where
/// a junction has the next segment start.
fn interval(
    stretch: &Stretch,
    next: Option<u32>,
    ratios: &Ratios,
    length: u32,
    centromere: Option<u32>,
) -> Option<Interval> {
    const END: u32 = 1_000_000;
    let (start, end) = bounds(stretch, ratios);
    let border = |before: u32, after: u32| match centromere {
        Some(centre) if before <= centre && centre <= after => centre,
        _ => before + (after - before) / 2,
    };
    let start = match (stretch.anchor, stretch.from.checked_sub(1)) {
        (Some(anchor), _) => anchor,
        (None, Some(before)) => border((ratios.windows[before] + 1) * WINDOW, start),
        (None, None) if start <= END => 0,
        (None, None) => start,
    };
    let end = match (next, ratios.windows.get(stretch.to)) {
        (Some(anchor), _) => anchor,
        (None, Some(after)) => border(end.min(after * WINDOW), after * WINDOW),
        (None, None) if length.saturating_sub(end) <= END => length,
        (None, None) => end.min(length),
    };
    Interval::new(stretch.contig, start, end).ok()
}

fn place(
    stretch: &Stretch,
    next: Option<u32>,
    corrected: &Corrected,
    contigs: &Contigs,
    karyogram: &Karyogram,
) -> Interval {
    let whole = contigs.whole(stretch.contig);
    let centromere = karyogram.centromere(stretch.contig);
    let ratios = corrected.contigs.get(&stretch.contig);
    ratios.and_then(|ratios| interval(stretch, next, ratios, whole.end(), centromere)).unwrap_or(whole)
}

/// The fit's view of a segment, and its inherited copies.
fn seen(
    interval: Interval,
    level: &Level,
    karyogram: &Karyogram,
    sex: Option<SexChromosomes>,
    tumour_in_normal: f64,
) -> (Seen, u8) {
    let contig = interval.contig();
    let paired: u32 = karyogram
        .pseudoautosomal()
        .iter()
        .filter_map(|region| region.intersection(&interval))
        .map(|shared| shared.length())
        .sum();
    let part = karyogram.part(contig);
    let inherited = match sex {
        Some(sex) if paired * 2 < interval.length() => sex.copies(part),
        _ => 2,
    };
    // METHOD: a normal that is tumour sample by tau shows (1 - tau) * 2 + tau * S copies, so S = 2 r (1 - tau) / (1 - tau r)
    // where r is the sample's depth over the normal's.
    let r = level.ratio.exp2();
    let freed = r * (1.0 - tumour_in_normal) / (1.0 - tumour_in_normal * r).max(0.05);
    let ratio = freed.max(1e-3).log2();
    (Seen { interval, ratio, error: level.error, deviation: level.deviation, windows: level.windows }, inherited)
}

/// A segment's state.
fn called(one: &Seen, inherited: u8, fit: &Fit) -> Option<Called> {
    match inherited {
        2 => call(one, fit),
        1 => call_single(one, fit),
        _ => None,
    }
}

/// METHOD: shares of the cells that are one clone's.
const SAME_CLONE: f64 = 0.08;

/// Joins neighbours of one contig that have one state in one share of the cells; what has changed is measured again.
fn join(
    stretches: Vec<Stretch>,
    levels: Vec<Level>,
    states: &[Option<Called>],
    measure: impl Fn(&Stretch) -> Level,
) -> (Vec<Stretch>, Vec<Level>) {
    let mut joined: Vec<(Stretch, Level, Option<Called>, bool)> = Vec::new();
    for ((stretch, level), state) in stretches.into_iter().zip(levels).zip(states) {
        if let (Some((before, _, Some(known), longer)), Some(own)) = (joined.last_mut(), state) {
            let alike = known.state == own.state && (known.cell_fraction - own.cell_fraction).abs() <= SAME_CLONE;
            if before.contig == stretch.contig && alike {
                (before.to, *longer) = (stretch.to, true);
                continue;
            }
        }
        joined.push((stretch, level, *state, false));
    }
    joined
        .into_iter()
        .map(|(stretch, level, _, longer)| (stretch, if longer { measure(&stretch) } else { level }))
        .unzip()
}

/// A segment with its copies.
fn copies(one: &Seen, inherited: u8, fit: &Fit) -> CopySegment {
    let called = called(one, inherited, fit);
    let share = f64::from(inherited) / 2.0;
    let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    CopySegment {
        interval: one.interval,
        log2_ratio: one.ratio + (fit.base / 2.0).log2(),
        balance: one.deviation.map(|deviation| 0.5 + deviation.value),
        windows: counted(one.windows),
        sites: counted(one.deviation.map_or(0, |deviation| deviation.sites)),
        sample_copies: one.sample_copies(fit.base) * share,
        state: called.map(|called| called.state),
        minor_known: called.is_some_and(|called| called.minor_known),
        cell_fraction: called.map(|called| called.cell_fraction),
        confidence: called.map_or(0.0, |called| called.confidence),
        inherited,
    }
}

impl CopySegment {
    /// Mean copies of a tumour cell; none where the purity is not known.
    pub fn tumour_copies(&self) -> Option<f64> {
        let (state, share) = (self.state?, self.cell_fraction?);
        Some(share * f64::from(state.total()) + (1.0 - share) * f64::from(self.inherited))
    }
    /// Mean copies of the rarer allele in a tumour cell, where sites tell.
    pub fn tumour_minor_copies(&self) -> Option<f64> {
        let (state, share) = (self.state?, self.cell_fraction?);
        let inherited = f64::from(self.inherited / 2);
        self.minor_known.then(|| share * f64::from(state.minor) + (1.0 - share) * inherited)
    }
    /// Whether the tumour's cells, or a part of them, have other copies than were inherited.
    pub fn is_changed(&self) -> bool {
        let normal = if self.inherited == 1 { State { major: 1, minor: 0 } } else { State::NORMAL };
        self.state.is_some_and(|state| state != normal)
    }
    /// The value that other stages take.
    pub fn segment(&self) -> Segment {
        Segment {
            interval: self.interval,
            total_copies: self.tumour_copies(),
            minor_copies: self.tumour_minor_copies(),
            log2_ratio: Some(self.log2_ratio),
            cell_fraction: self.cell_fraction,
        }
    }
}

/// Parts of the genome in a figure, over all contigs, and sites.
const PARTS: usize = 3_000;
const SITES: usize = 6_000;

fn pictures(
    corrected: &Corrected,
    sites: &Sites,
    fit: &Fit,
    karyogram: &Karyogram,
    sex: Option<SexChromosomes>,
) -> BTreeMap<ContigId, Picture> {
    let windows: usize = corrected.contigs.values().map(|ratios| ratios.windows.len()).sum();
    let all: usize = sites.values().map(Vec::len).sum();
    let (size, step) = (windows.div_ceil(PARTS).max(1), all.div_ceil(SITES).max(1));
    let picture = |(contig, ratios): (&ContigId, &Ratios)| {
        let inherited = f64::from(sex.map_or(2, |sex| sex.copies(karyogram.part(*contig)))) / 2.0;
        let depth = ratios.windows.chunks(size).zip(ratios.ratio.chunks(size)).map(|(windows, values)| {
            let mean = values.iter().sum::<f64>() / float(values.len());
            let middle = windows.iter().map(|window| f64::from(*window)).sum::<f64>() / float(windows.len());
            let position = position((middle + 0.5) * f64::from(WINDOW));
            Point { position, value: fit.base * mean.exp2() * inherited }
        });
        let own = sites.get(contig).map_or(&[][..], Vec::as_slice);
        let balance = own.iter().step_by(step).map(|site| Point {
            position: site.position,
            value: f64::from(site.tumour[0]) / f64::from(site.tumour[1].max(1)),
        });
        (*contig, Picture { depth: depth.collect(), balance: balance.collect() })
    };
    corrected.contigs.iter().map(picture).collect()
}
