//! Genotypes of several people at sites all over the genome, found in these people themselves.

use std::sync::{Mutex, PoisonError};

use marv_ingest::{
    alignment::{BoundAlignment, RegionReader},
    regions::shards,
};
use marv_knowledge::family::{Genotype, SexSigns, genotype};
use marv_model::{
    genome::{Build, Interval, bare_name},
    read::{CigarKind, ReadSink, ReadView},
    sequence::Window,
};
use rayon::prelude::*;

use crate::{Error, inputs::Pair};

/// Bases of a tile.
const TILE: u32 = 1_000;
/// METHOD: two thousand tiles of a thousand bases hold two to three thousand sites of a person: relatedness is then known to two or
/// three hundredths, and a file is read for less than a minute.
const TILES: u64 = 2_000;
/// Bases of a stretch, the unit in which people share by chance.
const STRETCH: u32 = 10_000_000;
/// Below this mapping quality a read may be of elsewhere, below this base quality a base may be another.
const MAPPING_QUALITY: u8 = 30;
const BASE_QUALITY: u8 = 20;
/// METHOD: the share from which on a person carries an allele that makes a site.
const CARRIES: f64 = 0.25;
/// METHOD: above this multiple of the tile's mean depth of a person reads of elsewhere are among them.
const TOO_DEEP: f64 = 2.5;

/// What a tile's place says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Autosome,
    X,
    Y,
}

/// All genotypes.
#[derive(Debug, Default)]
pub(crate) struct Sites {
    /// By site of the autosomes: its stretch, ascending, and each person's genotype.
    pub(crate) genotypes: Vec<(u64, Vec<Genotype>)>,
    /// By person.
    pub(crate) people: Vec<PersonSums>,
}

/// Sums over one person's tiles: bases, reads over them, heterozygous sites; of autosomes, X, Y.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PersonSums {
    bases: [u64; 3],
    depth: [u64; 3],
    heterozygous: [u64; 3],
}

impl PersonSums {
    fn add(&mut self, other: &Self) {
        for part in 0..3 {
            self.bases[part] += other.bases[part];
            self.depth[part] += other.depth[part];
            self.heterozygous[part] += other.heterozygous[part];
        }
    }
    /// A sum over the bases of a part; none without a base.
    #[expect(clippy::cast_precision_loss, reason = "counts of bases stay far below 2^52")]
    fn rate(&self, sum: [u64; 3], part: Part) -> Option<f64> {
        (self.bases[part as usize] > 0).then(|| sum[part as usize] as f64 / self.bases[part as usize] as f64)
    }
    /// Mean depth of the autosomes; none where none was looked at.
    pub(crate) fn mean_depth(&self) -> Option<f64> {
        self.rate(self.depth, Part::Autosome)
    }
    /// Signs of sex; none where too little of X was looked at, or no read lies on the autosomes.
    pub(crate) fn sex_signs(&self) -> Option<SexSigns> {
        /// METHOD: fewer bases of X hold too few sites of a woman to be told from none.
        const LEAST_X: u64 = 30_000;
        let autosome = self.mean_depth().filter(|depth| *depth >= 1.0)?;
        let sites = self.rate(self.heterozygous, Part::Autosome).filter(|rate| *rate > 0.0)?;
        let enough = self.bases[Part::X as usize] >= LEAST_X;
        Some(SexSigns {
            x_depth: self.rate(self.depth, Part::X).filter(|_| enough)? / autosome,
            y_depth: self.rate(self.depth, Part::Y).map(|depth| depth / autosome),
            x_heterozygous: self.rate(self.heterozygous, Part::X)? / sites,
        })
    }
}

/// The genotypes of people on the pair's reference, where the run looks.
pub(crate) fn genotyped(people: &[&BoundAlignment], pair: &Pair, pool: &rayon::ThreadPool) -> Result<Sites, Error> {
    let idle: Mutex<Vec<Vec<RegionReader>>> = Mutex::new(Vec::new());
    let take = || idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let one = |(tile, part): &(Interval, Part)| -> Result<Sites, Error> {
        let mut readers = match take() {
            Some(readers) => readers,
            None => people.iter().map(|bound| bound.reader()).collect::<Result<_, _>>()?,
        };
        let window = pair.reference.window(*tile)?;
        let counted = readers
            .iter_mut()
            .map(|reader| {
                let mut sink = BaseCounts::new(&window);
                reader.scan(*tile, &mut [&mut sink])?;
                Ok(sink.counts)
            })
            .collect::<Result<Vec<_>, Error>>()?;
        idle.lock().unwrap_or_else(PoisonError::into_inner).push(readers);
        Ok(of_tile(&window, *part, &counted))
    };
    let tiles = tiles(pair);
    let parts: Vec<Result<Sites, Error>> = pool.install(|| tiles.par_iter().map(one).collect());
    let mut all = Sites { people: vec![PersonSums::default(); people.len()], ..Sites::default() };
    for part in parts {
        let part = part?;
        all.genotypes.extend(part.genotypes);
        for (sum, more) in all.people.iter_mut().zip(&part.people) {
            sum.add(more);
        }
    }
    Ok(all)
}

/// The tiles to look at, in the genome's order: all where the run looks at little, evenly chosen ones otherwise.
fn tiles(pair: &Pair) -> Vec<(Interval, Part)> {
    let contigs = pair.contigs();
    let all: Vec<(Interval, Part)> = shards(contigs, TILE, pair.restrict.as_ref())
        .into_iter()
        .filter_map(|tile| Some((tile, part(bare_name(contigs.name(tile.contig())), tile, contigs.build())?)))
        .collect();
    let step = usize::try_from((all.len() as u64).div_ceil(TILES)).unwrap_or(1).max(1);
    all.into_iter().step_by(step).collect()
}

/// What a tile tells; none for contigs that are no chromosome, and for what X and Y share: the pseudoautosomal regions (Genome
/// Reference Consortium, GRCh37 and GRCh38) and, on X, the stretch that Y took over (88 to 93 million, general knowledge).
fn part(name: &str, tile: Interval, build: Build) -> Option<Part> {
    let within = |from: u32, to: u32| tile.start() >= from && tile.end() <= to;
    match name {
        "X" if build != Build::Unknown => {
            (within(2_800_000, 88_000_000) || within(93_500_000, 154_900_000)).then_some(Part::X)
        }
        "Y" if build != Build::Unknown => within(2_800_000, 26_600_000).then_some(Part::Y),
        _ => name.parse::<u8>().is_ok_and(|number| (1..=22).contains(&number)).then_some(Part::Autosome),
    }
}

/// One tile's sites and sums.
fn of_tile(window: &Window, part: Part, counted: &[Vec<[u32; 4]>]) -> Sites {
    let mut people = vec![PersonSums::default(); counted.len()];
    let mut genotypes = Vec::new();
    let known: Vec<Option<usize>> = window.bases().iter().map(|base| letter(*base)).collect();
    let bases = known.iter().flatten().count() as u64;
    let mut limits = Vec::with_capacity(counted.len());
    for (sums, counts) in people.iter_mut().zip(counted) {
        let depth: u64 = counts.iter().flatten().map(|count| u64::from(*count)).sum();
        sums.bases[part as usize] = bases;
        sums.depth[part as usize] = depth;
        #[expect(clippy::cast_precision_loss, reason = "a tile's reads stay far below 2^52")]
        limits.push(TOO_DEEP * depth as f64 / bases.max(1) as f64);
    }
    for (at, reference) in known.iter().enumerate() {
        let Some(reference) = reference else { continue };
        let of = |counts: &Vec<[u32; 4]>| counts[at];
        let depth = |counts: &[u32; 4]| counts.iter().sum::<u32>();
        let alternates = (0..4).filter(|base| base != reference).filter(|base| {
            counted
                .iter()
                .map(of)
                .any(|counts| counts[*base] >= 3 && f64::from(counts[*base]) >= CARRIES * f64::from(depth(&counts)))
        });
        let [alternate] = alternates.collect::<Vec<_>>()[..] else { continue }; // none, or more than one
        let row: Vec<Genotype> = counted
            .iter()
            .map(of)
            .zip(&limits)
            .map(|(counts, limit)| {
                let all = depth(&counts);
                let two = counts[*reference] + counts[alternate];
                // A third base in a tenth of the reads is no site of two alleles.
                let clean = two * 10 >= all * 9 && f64::from(all) <= *limit;
                genotype(counts[alternate], two).filter(|_| clean)
            })
            .collect();
        for (sums, genotype) in people.iter_mut().zip(&row) {
            sums.heterozygous[part as usize] += u64::from(*genotype == Some(1));
        }
        if part == Part::Autosome {
            let interval = window.interval();
            let stretch = u64::from(interval.contig().0) << 32 | u64::from(interval.start() / STRETCH);
            genotypes.push((stretch, row));
        }
    }
    Sites { genotypes, people }
}

fn letter(base: u8) -> Option<usize> {
    b"ACGT".iter().position(|letter| *letter == base)
}

/// Bases of reads by place of a window: A, C, G, T.
///
/// METHOD: reads are counted, not fragments: where mates overlap both count, for both alleles alike.
struct BaseCounts {
    interval: Interval,
    counts: Vec<[u32; 4]>,
}

impl BaseCounts {
    fn new(window: &Window) -> Self {
        let interval = window.interval();
        Self { interval, counts: vec![[0; 4]; interval.length() as usize] }
    }
}

impl ReadSink for BaseCounts {
    fn accept(&mut self, read: &ReadView<'_>) {
        if !read.flags.is_usable()
            || read.mapping_quality < MAPPING_QUALITY
            || read.contig != Some(self.interval.contig())
        {
            return;
        }
        let (mut position, mut index) = (read.start, 0usize);
        for op in read.cigar {
            let length = op.length();
            if matches!(op.kind(), CigarKind::Match | CigarKind::Equal | CigarKind::Different) {
                let end = position.saturating_add(length);
                for at in position.max(self.interval.start())..end.min(self.interval.end()) {
                    let in_read = index + (at - position) as usize;
                    let good = read.qualities.get(in_read).is_some_and(|quality| *quality >= BASE_QUALITY);
                    if let Some(base) = letter(read.bases.base(in_read)).filter(|_| good) {
                        self.counts[(at - self.interval.start()) as usize][base] += 1;
                    }
                }
            }
            if op.kind().consumes_reference() {
                position = position.saturating_add(length);
            }
            if op.kind().consumes_read() {
                index += length as usize;
            }
        }
    }
}
