//! Changes of many kinds in real sequence, aligned by bwa, called with and without assembly, and held against what was put
//! in.
//!
//!     assembly REFERENCE CONTIG[:START-END] [depth=90] [fractions=0.05,0.1,0.3] [seed=1] [list]
//!
//! Needs bwa on the path. Each setting is one pair: all changes are on the same copies of the tumour, 3,000 bases apart;
//! the normal (40x) has none. Both samples have inherited substitutions, one in 1,000 bases in one copy.

#![allow(clippy::print_stdout, clippy::print_stderr)] // it prints a table

#[path = "../tandem/aligner.rs"]
mod aligner;
mod changes;
#[path = "../tandem/sequencer.rs"]
mod sequencer;

use std::{collections::BTreeMap, error::Error};

use marv_ingest::reference::Reference;
use marv_model::{
    call::SmallVariantCall,
    genome::{ContigId, Interval},
    read::{ReadRecord, ReadSink},
    sequence::{Bases, Window},
};
use marv_somatic::{Learned, PairSweep, SomaticConfig, SweepConfig, SweepTask, decide, sweep::MARGIN};

use changes::{Change, Kind};
use sequencer::{Numbers, READ, float, whole};

const NORMAL_DEPTH: f64 = 40.0;
/// Bases of a region that are swept at once.
const SHARD: u32 = 200_000;
/// Bases around a change where calls are its own.
const NEAR: usize = 700;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut plain, mut depth, mut fractions, mut seed, mut list) = (Vec::new(), 90.0, vec![0.05, 0.1, 0.3], 1, false);
    for word in std::env::args().skip(1) {
        match word.split_once('=') {
            Some(("depth", value)) => depth = value.parse()?,
            Some(("fractions", value)) => fractions = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
            Some(("seed", value)) => seed = value.parse()?,
            None if word == "list" => list = true,
            _ => plain.push(word),
        }
    }
    let [path, place] = plain.as_slice() else { return Err("REFERENCE CONTIG[:START-END]".into()) };
    let letters = stretch(&Reference::open(path)?, place)?;
    let changes = changes::along(&letters, seed);
    let copies = inherited(&letters, &changes, seed);
    let carrier = changes::changed(&copies[0], &changes);
    let aligner = aligner::Aligner::new(&letters)?;
    let normal = aligner.align(&draw([&copies[0], &copies[0], &copies[1]], 0.0, NORMAL_DEPTH, seed * 10 + 1))?;
    println!(
        "{} changes in {} bases of {place}; tumour {depth}x, normal {NORMAL_DEPTH}x; seed {seed}",
        changes.len(),
        letters.len()
    );
    println!(
        "| change | fraction | put in | exact without assembly | with it | fraction called / true with it: median (middle half) |\n|---|---|---|---|---|---|"
    );
    for fraction in fractions {
        let tumour = aligner.align(&draw([&carrier, &copies[0], &copies[1]], fraction, depth, seed * 10 + 2))?;
        let mut rows: BTreeMap<Kind, [usize; 3]> = BTreeMap::new();
        let mut shares: BTreeMap<Kind, Vec<f64>> = BTreeMap::new();
        let mut other = [0; 2];
        for (with, other) in other.iter_mut().enumerate() {
            let calls = call(&letters, [tumour.of(0), normal.of(0)], with == 1)?;
            let passing: Vec<&SmallVariantCall> = calls.iter().filter(|call| call.passes()).collect();
            for change in &changes {
                let row = rows.entry(change.kind).or_default();
                let found = passing.iter().find(|call| change.is(&call.variant, &letters));
                row[0] += usize::from(with == 0);
                row[1 + with] += usize::from(found.is_some());
                if let (1, Some(called)) = (with, found.and_then(|call| call.tumour.fraction())) {
                    shares.entry(change.kind).or_default().push(called.get() / fraction);
                }
                if list && found.is_none() {
                    missed(change, &calls, with == 1, fraction);
                }
            }
            let own = |call: &SmallVariantCall| {
                changes.iter().any(|change| change.at.abs_diff(call.variant.position() as usize) <= NEAR)
            };
            *other = passing.iter().filter(|call| !own(call)).count();
        }
        let mut sum = [0; 3];
        for (kind, row) in &rows {
            let [low, middle, high] = quartiles(shares.entry(*kind).or_default());
            println!(
                "| {} | {:.0} % | {} | {} | {} | {middle:.2} ({low:.2}-{high:.2}) |",
                kind.words(),
                fraction * 100.0,
                row[0],
                row[1],
                row[2]
            );
            (0..3).for_each(|at| sum[at] += row[at]);
        }
        println!("| *all* | {:.0} % | {} | {} | {} | |", fraction * 100.0, sum[0], sum[1], sum[2]);
        println!("| *calls where nothing is* | {:.0} % | | {} | {} | |", fraction * 100.0, other[0], other[1]);
    }
    Ok(())
}

/// The first, second and third quartile, that below where none is there; nothing of an empty list.
fn quartiles(values: &mut [f64]) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| {
        values.get((values.len() * quarter / 4).min(values.len().max(1) - 1)).copied().unwrap_or(f64::NAN)
    })
}

/// The letters of a place, the first N and what is before it left out.
fn stretch(reference: &Reference, place: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let contigs = reference.contigs();
    let (name, range) = place.split_once(':').unwrap_or((place, ""));
    let contig = contigs.id_or_alias(name).ok_or("no such contig")?;
    let interval = match range.split_once('-') {
        Some((from, to)) => Interval::new(contig, from.parse::<u32>()?.saturating_sub(1), to.parse()?)?,
        None => contigs.whole(contig),
    };
    Ok(reference.window(interval)?.bases().to_vec())
}

/// Two copies with substitutions of their own, none near a change.
fn inherited(letters: &[u8], changes: &[Change], seed: u64) -> [Vec<u8>; 2] {
    let mut numbers = Numbers::new(seed + 77);
    let mut copies = [letters.to_vec(), letters.to_vec()];
    for _ in 0..letters.len() / 1_000 {
        let (at, copy) = (numbers.below(letters.len()), numbers.below(2));
        let apart = changes.iter().all(|change| change.at.abs_diff(at) > NEAR);
        if let (true, Some(base)) = (apart, b"ACGT".iter().position(|base| *base == letters[at])) {
            copies[copy][at] = b"CGTA"[base];
        }
    }
    copies
}

/// Reads of the carrier (a share of all copies), of the copy that it comes from, and of the other one, as FASTQ.
fn draw([carrier, own, other]: [&[u8]; 3], fraction: f64, depth: f64, seed: u64) -> String {
    let mut numbers = Numbers::new(seed);
    let mut text = String::new();
    for number in 0..whole(depth * float(other.len()) / float(2 * READ)) {
        let drawn = numbers.unit();
        let letters = if drawn < fraction {
            carrier
        } else if drawn < 0.5 {
            own
        } else {
            other
        };
        text += &sequencer::pair(letters, &format!("0.{number}"), &mut numbers);
    }
    text
}

/// All calls of the pair.
fn call(
    letters: &[u8],
    [tumour, normal]: [&[ReadRecord]; 2],
    assemble: bool,
) -> Result<Vec<SmallVariantCall>, Box<dyn Error>> {
    let mut sweep = PairSweep::new(SweepConfig { assemble, ..SweepConfig::default() });
    let end = u32::try_from(letters.len())?;
    let mut evidence = Vec::new();
    for start in (0..end).step_by(SHARD as usize) {
        let region = Interval::new(ContigId(0), start, (start + SHARD).min(end))?;
        let padded = region.padded(MARGIN, end);
        let window = Window::new(padded, Bases::new(&letters[padded.start() as usize..padded.end() as usize])?)?;
        sweep.begin(&SweepTask { region, window: &window, forced: &[], panel: &[], with_normal: true })?;
        let inside = |read: &&ReadRecord| read.start < padded.end() && read.start + 1_000 > padded.start();
        tumour.iter().filter(inside).for_each(|read| sweep.tumour().accept(&read.view()));
        normal.iter().filter(inside).for_each(|read| sweep.normal().accept(&read.view()));
        evidence.push(sweep.finish().ok_or("no region")?);
    }
    let config = SomaticConfig::default();
    let learned = Learned::of(&evidence, &config);
    Ok(evidence.iter().flat_map(|evidence| decide(evidence, &learned, &config)).collect())
}

/// What is there instead of a change that was missed.
fn missed(change: &Change, calls: &[SmallVariantCall], with: bool, fraction: f64) {
    eprintln!(
        "{:?} at {} lost {} gained {} fraction {fraction} {}",
        change.kind,
        change.at,
        change.lost,
        String::from_utf8_lossy(&change.gained),
        if with { "with assembly" } else { "without" }
    );
    for call in calls.iter().filter(|call| change.at.abs_diff(call.variant.position() as usize) <= NEAR) {
        let counts = (call.tumour.alternate, call.tumour.reference, call.normal.map(|normal| normal.alternate));
        let variant = &call.variant;
        eprintln!(
            "    {} {} {} {:?} {counts:?}",
            variant.position(),
            variant.reference(),
            variant.alternate(),
            call.filters
        );
    }
}
