//! Tandem duplications and the events that published pipelines lost, built read by read as an aligner would place them:
//! what is put in is called with its exact sequence and its share.

#![allow(clippy::unwrap_used, clippy::needless_for_each)] // the helpers of a test are tests

use marv_model::{
    call::{Forced, SmallVariantCall},
    genome::{ContigId, Interval},
    read::{CigarKind, CigarOp, Flags, ReadRecord, ReadSink},
    sequence::{Bases, Window},
    tandem::AllelicRatio,
    variant::SmallVariant,
};
use marv_somatic::{ForcedAllele, Learned, PairSweep, SomaticConfig, SweepConfig, SweepTask, decide, sweep::MARGIN};

const CONTIG: ContigId = ContigId(0);
const LENGTH: usize = 6_000;
const READ: usize = 150;

/// A stream of numbers, the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

fn reference() -> Vec<u8> {
    let mut numbers = Numbers(11);
    (0..LENGTH).map(|_| b"ACGT"[numbers.next(4)]).collect()
}

/// A copy that reads the reference up to `before`, then the filler, then the reference from `after`.
#[derive(Clone)]
struct Copy {
    before: usize,
    filler: Vec<u8>,
    after: usize,
    /// Of the fragments, per cent.
    percent: usize,
}

impl Copy {
    fn duplication(from: usize, to: usize, filler: &str, percent: usize) -> Self {
        Self { before: to, filler: filler.into(), after: from, percent }
    }
    fn deletion(from: usize, to: usize, percent: usize) -> Self {
        Self { before: from, filler: Vec::new(), after: to, percent }
    }
    fn insertion(at: usize, bases: &str, percent: usize) -> Self {
        Self { before: at, filler: bases.into(), after: at, percent }
    }
    fn letters(&self, reference: &[u8]) -> Vec<u8> {
        [&reference[..self.before], &self.filler, &reference[self.after..]].concat()
    }
    /// A read from `start` of the copy. METHOD: as aligners do: through the junction where both sides are long enough and
    /// the gap is short, else along the longer side, the rest clipped.
    fn read(&self, letters: &[u8], start: usize) -> ReadRecord {
        let end = start + READ;
        let (first, second) = (self.before, self.before + self.filler.len());
        let left = first.saturating_sub(start).min(READ);
        let right = end.saturating_sub(second).min(READ);
        let there = |offset: usize| offset + self.after - second;
        let gained = self.before.saturating_sub(self.after) + self.filler.len();
        let lost = self.after.saturating_sub(self.before);
        let back = self.before.saturating_sub(self.after);
        let op = |kind, length: usize| CigarOp::new(kind, u32::try_from(length).unwrap());
        let (at, cigar) = if left == READ {
            (start, vec![op(CigarKind::Match, READ)])
        } else if right == READ {
            (there(start), vec![op(CigarKind::Match, READ)])
        } else if left >= 12 && right >= back + 12 && gained <= 30 && lost <= 60 {
            let mut cigar = vec![op(CigarKind::Match, left)];
            if lost > 0 {
                cigar.push(op(CigarKind::Deletion, lost));
            }
            if gained > 0 {
                cigar.push(op(CigarKind::Insertion, gained));
            }
            cigar.push(op(CigarKind::Match, right - back));
            (start, cigar)
        } else if left >= right {
            (start, vec![op(CigarKind::Match, left), op(CigarKind::SoftClip, READ - left)])
        } else {
            (there(end - right), vec![op(CigarKind::SoftClip, READ - right), op(CigarKind::Match, right)])
        };
        let mut record = ReadRecord::default();
        (record.contig, record.start, record.cigar) = (Some(CONTIG), u32::try_from(at).unwrap(), cigar);
        record.mapping_quality = 60;
        record.set_bases(&letters[start..end]);
        record
    }
}

/// Pairs at `depth` fragment bases a base: 2 x 150 of fragments of 300 to 449, one error in a thousand at quality 30.
fn sample(reference: &[u8], copies: &[Copy], depth: usize, seed: u64) -> Vec<ReadRecord> {
    let mut numbers = Numbers(seed);
    let plain = Copy { before: LENGTH, filler: Vec::new(), after: LENGTH, percent: 0 };
    let carried: Vec<(&Copy, Vec<u8>)> =
        copies.iter().chain([&plain]).map(|copy| (copy, copy.letters(reference))).collect();
    let mut reads = Vec::new();
    for number in 0..LENGTH * depth / (2 * READ) {
        // A copy by its share and its length: fragments start everywhere alike.
        let drawn = loop {
            let percent = numbers.next(100);
            let mut below = 0;
            let index = copies.iter().position(|copy| {
                below += copy.percent;
                percent < below
            });
            let index = index.unwrap_or(copies.len());
            if numbers.next(2 * LENGTH) < carried[index].1.len() {
                break index;
            }
        };
        let (copy, letters) = &carried[drawn];
        let length = 300 + numbers.next(150);
        let start = numbers.next(letters.len() - length);
        let mut pair = [start, start + length - READ].map(|at| copy.read(letters, at));
        for (right, read) in pair.iter_mut().enumerate() {
            let mut bases: Vec<u8> = read.view().bases.letters().collect();
            for base in &mut bases {
                if numbers.next(1_000) == 0 {
                    *base = b"ACGT"[numbers.next(4)];
                }
            }
            read.set_bases(&bases);
            read.qualities = vec![30; READ];
            read.name = format!("{seed}-{number}").into_bytes();
            let first = (right == 1) == (number % 2 == 0);
            read.flags = Flags(0x3 | if first { 0x40 } else { 0x80 } | if right == 1 { 0x10 } else { 0x20 });
            read.mate_contig = Some(CONTIG);
            read.template_length = i32::try_from(length).unwrap() * if right == 1 { -1 } else { 1 };
        }
        (pair[0].mate_start, pair[1].mate_start) = (pair[1].start, pair[0].start);
        reads.extend(pair);
    }
    reads.sort_by_key(|read| read.start);
    reads
}

fn scan(reads: &[ReadRecord], region: Interval, sink: &mut dyn ReadSink) {
    reads
        .iter()
        .filter(|read| read.start < region.end() && read.view().end() > region.start())
        .for_each(|read| sink.accept(&read.view()));
}

/// All calls of a pair, the genome cut every `size` bases.
fn calls(
    letters: &[u8],
    [tumour, normal]: [&[ReadRecord]; 2],
    forced: &[ForcedAllele],
    size: u32,
    config: &SomaticConfig,
) -> Vec<SmallVariantCall> {
    let mut sweep = PairSweep::new(SweepConfig::default());
    let end = u32::try_from(LENGTH).unwrap();
    let evidence: Vec<_> = (0..end.div_ceil(size))
        .map(|n| {
            let region = Interval::new(CONTIG, n * size, ((n + 1) * size).min(end)).unwrap();
            let padded = region.padded(MARGIN, end);
            let bases = Bases::new(&letters[padded.start() as usize..padded.end() as usize]).unwrap();
            let window = Window::new(padded, bases).unwrap();
            sweep.begin(&SweepTask { region, window: &window, forced, panel: &[], with_normal: true }).unwrap();
            scan(tumour, padded, sweep.tumour());
            scan(normal, padded, sweep.normal());
            sweep.finish().unwrap()
        })
        .collect();
    let learned = Learned::of(&evidence, config);
    evidence.iter().flat_map(|e| decide(e, &learned, config)).collect()
}

/// What passes in a pair of this depth in the tumour and 40x in the normal.
fn passing(tumour: &[Copy], normal: &[Copy], depth: usize, seed: u64) -> Vec<SmallVariantCall> {
    passing_with(tumour, normal, depth, seed, &SomaticConfig::default())
}

fn passing_with(
    tumour: &[Copy],
    normal: &[Copy],
    depth: usize,
    seed: u64,
    config: &SomaticConfig,
) -> Vec<SmallVariantCall> {
    let letters = reference();
    let (t, n) = (sample(&letters, tumour, depth, seed), sample(&letters, normal, 40, seed + 1));
    let calls = calls(&letters, [&t, &n], &[], 6_000, config);
    calls.into_iter().filter(SmallVariantCall::passes).collect()
}

/// Whether a call makes exactly this copy.
fn makes(call: &SmallVariantCall, copy: &Copy) -> bool {
    let (letters, at) = (reference(), call.variant.position() as usize);
    let behind = &letters[at + call.variant.reference().len()..];
    [&letters[..at], call.variant.alternate(), behind].concat() == copy.letters(&letters)
}

#[test]
fn a_duplication_at_nine_tenths_is_called() {
    // As in a patient whose other copy is lost; 54 bases, as FLT3-ITD.
    let copy = Copy::duplication(3_000, 3_054, "", 90);
    let found = passing(std::slice::from_ref(&copy), &[], 100, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(makes(&found[0], &copy));
    let tandem = found[0].tandem.as_ref().unwrap();
    assert_eq!((tandem.length(), tandem.filler.len()), (54, 0));
    assert!(tandem.interval.start().abs_diff(3_000) <= tandem.homology);
    // 9 copies to 1.
    let [low, high] = AllelicRatio::of(&found[0].tumour).unwrap().interval;
    assert!(low.unwrap() < 9.0 && high.is_none_or(|high| high > 9.0), "{low:?} {high:?}");
}

#[test]
fn a_duplication_twice_as_long_as_a_read_is_called_at_high_depth_with_its_share() {
    let copy = Copy::duplication(2_800, 3_100, "", 20);
    let found = passing(std::slice::from_ref(&copy), &[], 500, 2);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(makes(&found[0], &copy));
    // 20 of 100: ratio 0.25. About 87 junctions of 433 crossings: two standard errors are 24 %.
    let AllelicRatio { ratio, interval: [low, high] } = AllelicRatio::of(&found[0].tumour).unwrap();
    assert!(low.unwrap() < 0.25 && high.unwrap() > 0.25, "{ratio:?} {low:?} {high:?}");
    assert!((0.18..0.33).contains(&ratio.unwrap()), "{ratio:?}");
}

#[test]
fn bases_of_neither_copy_between_them_are_kept() {
    let copy = Copy::duplication(3_000, 3_048, "GGCATTCGACGA", 25);
    let found = passing(std::slice::from_ref(&copy), &[], 100, 3);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(makes(&found[0], &copy));
    assert_eq!(found[0].tandem.as_ref().unwrap().length(), 60);
}

#[test]
fn two_duplications_of_one_patient_are_both_called() {
    let copies = [Copy::duplication(3_000, 3_063, "", 25), Copy::duplication(3_020, 3_059, "", 20)];
    let found = passing(&copies, &[], 120, 4);
    assert_eq!(found.len(), 2, "{found:?}");
    for copy in &copies {
        assert_eq!(found.iter().filter(|call| makes(call, copy)).count(), 1);
    }
}

#[test]
fn tumour_in_the_normal_does_not_hide_a_duplication_where_such_recur() {
    // With one event there is no estimate of tumour in the normal; 7 of 39 in the normal would elsewhere be inherited.
    let region = Interval::new(CONTIG, 2_950, 3_050).unwrap();
    let config = SomaticConfig { tandem_regions: vec![region], ..SomaticConfig::default() };
    let copy = |percent| Copy::duplication(3_000, 3_060, "", percent);
    let found = passing_with(&[copy(45)], &[copy(7)], 100, 5, &config);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(makes(&found[0], &copy(45)));
    assert!(found[0].normal.unwrap().alternate > 0);
}

#[test]
fn an_inherited_duplication_does_not_pass() {
    let copy = Copy::duplication(3_000, 3_060, "", 50);
    assert_eq!(passing(std::slice::from_ref(&copy), std::slice::from_ref(&copy), 100, 6), vec![]);
}

#[test]
fn the_cut_of_the_genome_does_not_show_in_a_long_duplication() {
    let letters = reference();
    let copies = [Copy::duplication(1_900, 2_700, "", 30), Copy::duplication(4_000, 4_090, "ACGTT", 20)];
    let (tumour, normal) = (sample(&letters, &copies, 80, 7), sample(&letters, &[], 40, 8));
    let of = |size| {
        let calls = calls(&letters, [&tumour, &normal], &[], size, &SomaticConfig::default());
        serde_json::to_string(&calls).unwrap()
    };
    let whole = of(6_000);
    assert!(whole.contains("\"tandem\":{"), "something to compare");
    for size in [2_000, 1_000, 613] {
        assert!(of(size) == whole, "{size}");
    }
}

#[test]
fn recurrent_deletions_and_insertions_are_exact() {
    // The sizes of SRSF2 (24 deleted), CALR type 1 (52 deleted) and type 2 (5 inserted), NPM1 type A (4 inserted).
    let events = [
        Copy::deletion(3_000, 3_024, 10),
        Copy::deletion(3_000, 3_052, 10),
        Copy::insertion(3_000, "TTGTC", 10),
        Copy::insertion(3_000, "TCTG", 10),
    ];
    for (seed, copy) in (20..).zip(&events) {
        let found = passing(std::slice::from_ref(copy), &[], 120, seed);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(makes(&found[0], copy), "{found:?}");
    }
}

fn substitution(at: usize) -> SmallVariant {
    let base = reference()[at];
    let other = if base == b'A' { b'G' } else { b'A' };
    SmallVariant::new(CONTIG, u32::try_from(at).unwrap(), [base], [other]).unwrap()
}

/// A copy with one base changed.
fn changed(at: usize, percent: usize) -> Copy {
    let filler = substitution(at).alternate().to_vec();
    Copy { before: at, filler, after: at + 1, percent }
}

/// Aligned without a gap, as a substitution is.
fn substituted(reads: &mut [ReadRecord]) {
    for read in reads {
        let plain = vec![CigarOp::new(CigarKind::Match, u32::try_from(READ).unwrap())];
        let clipped = read.cigar.first().is_some_and(|op| op.kind() == CigarKind::SoftClip);
        if clipped {
            read.start -= read.cigar[0].length();
        }
        read.cigar = plain;
    }
}

#[test]
fn a_hotspot_is_called_at_a_fortieth_and_with_tumour_in_the_normal() {
    let letters = reference();
    // 2.5 % at 300x; 40 % with 6 % of it in the normal, as where 15 % of the normal is tumour.
    for (percent, in_normal, depth) in [(2, 0, 400), (40, 6, 100)] {
        let mut tumour = sample(&letters, &[changed(3_000, percent)], depth, 30);
        let mut normal = sample(&letters, &[changed(3_000, in_normal)], 40, 31);
        substituted(&mut tumour);
        substituted(&mut normal);
        let forced = [ForcedAllele { variant: substitution(3_000), why: Forced::Hotspot }];
        let found = calls(&letters, [&tumour, &normal], &forced, 6_000, &SomaticConfig::default());
        let call = found.iter().find(|call| call.variant == substitution(3_000)).unwrap();
        assert!(call.passes(), "{percent} {call:?}");
    }
}
