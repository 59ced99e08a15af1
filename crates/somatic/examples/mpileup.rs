//! Counts at random places beside those of `samtools mpileup`, which another hand wrote.
//!
//!     cargo run --profile quick -p marv-somatic --example mpileup -- REFERENCE READS CONTIG:START-END [sites=1000] [seed=1]
//!
//! At each place the reads are asked for one base that is not the reference's, so that reference, this base and the other
//! two are counted apart. samtools counts one base of overlapping mates, too (mpileup's default), of the same base and
//! mapping qualities. Every place that differs is printed.

#![allow(clippy::print_stdout)] // the rows are the result

use std::{collections::BTreeMap, error::Error, fmt::Write as _, process::Command};

use marv_ingest::{
    alignment::{AlignmentFile, AlignmentOptions},
    reference::Reference,
};
use marv_model::{call::Forced, genome::Interval, variant::SmallVariant};
use marv_somatic::{ForcedAllele, PairSweep, SweepConfig, SweepTask, evidence::Candidate, sweep::MARGIN};

const LETTERS: [u8; 4] = *b"ACGT";
/// Bases of a region that are swept at once.
const SHARD: u32 = 200_000;

/// Fragments of the reference, of the base asked for, of the two others, and those whose alignment deletes the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts([u32; 4]);

fn main() -> Result<(), Box<dyn Error>> {
    let mut plain = Vec::new();
    let (mut sites, mut seed) = (1_000usize, 1u64);
    for word in std::env::args().skip(1) {
        match word.split_once('=') {
            Some(("sites", number)) => sites = number.parse()?,
            Some(("seed", number)) => seed = number.parse()?,
            _ => plain.push(word),
        }
    }
    let [reference_path, reads, place] = plain.as_slice() else {
        return Err("REFERENCE READS CONTIG:START-END [sites=1000] [seed=1]".into());
    };
    let reference = Reference::open(reference_path)?;
    let contigs = reference.contigs();
    let (name, range) = place.rsplit_once(':').ok_or("CONTIG:START-END")?;
    let (from, to) = range.split_once('-').ok_or("CONTIG:START-END")?;
    let contig = contigs.id_or_alias(name).ok_or("no such contig")?;
    let interval = Interval::new(contig, from.parse::<u32>()?.saturating_sub(1), to.parse()?)?;
    let window = reference.window(interval)?;

    let mut wanted: BTreeMap<u32, u8> = BTreeMap::new();
    let mut state = seed;
    for _ in 0..100 * sites {
        if wanted.len() == sites {
            break;
        }
        let position = interval.start() + u32::try_from(random(&mut state) % u64::from(interval.length()))?;
        let letter = window.bases()[(position - interval.start()) as usize];
        if let Some(at) = LETTERS.iter().position(|base| *base == letter) {
            wanted.insert(position, LETTERS[(at + 1 + usize::try_from(random(&mut state) % 3)?) % 4]);
        }
    }
    let forced: Vec<ForcedAllele> = wanted
        .iter()
        .map(|(position, base)| {
            let letter = window.bases()[(position - interval.start()) as usize];
            let variant = SmallVariant::new(contig, *position, [letter], [*base])?;
            Ok(ForcedAllele { variant, why: Forced::Hotspot })
        })
        .collect::<Result<_, Box<dyn Error>>>()?;

    let ours = ours(&reference, reads, interval, &forced)?;
    let theirs = theirs(reference_path, reads, contigs.name(contig), &wanted)?;
    let none = Counts::default();
    let (mut agree, mut depth) = (0, 0u64);
    println!("place\tours: reference, asked, other, deleted\tset aside\tsamtools");
    for position in wanted.keys() {
        let (own, set_aside) = ours.get(position).copied().unwrap_or((none, 0));
        let other = theirs.get(position).copied().unwrap_or(none);
        depth += u64::from(other.0.iter().sum::<u32>());
        if own == other {
            agree += 1;
        } else {
            println!("{name}:{}\t{:?}\t{set_aside}\t{:?}", position + 1, own.0, other.0);
        }
    }
    println!("{} places, {depth} fragments; {agree} places agree in every count", wanted.len());
    Ok(())
}

/// The next of a sequence of numbers without a pattern that matters here (SplitMix64).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// By place, with what was set aside.
fn ours(
    reference: &Reference,
    reads: &str,
    interval: Interval,
    forced: &[ForcedAllele],
) -> Result<BTreeMap<u32, (Counts, u32)>, Box<dyn Error>> {
    let contigs = reference.contigs();
    let bound = AlignmentFile::open(reads, &AlignmentOptions::default())?.bind(contigs)?;
    let mut reader = bound.reader()?;
    let mut sweep = PairSweep::new(SweepConfig::default());
    let mut found = BTreeMap::new();
    let mut start = interval.start();
    while start < interval.end() {
        let region = Interval::new(interval.contig(), start, (start + SHARD).min(interval.end()))?;
        start = region.end();
        let padded = region.padded(MARGIN, contigs.length(region.contig()));
        let window = reference.window(padded)?;
        sweep.begin(&SweepTask { region, window: &window, forced, panel: &[], with_normal: false })?;
        reader.scan(padded, &mut [sweep.tumour()])?;
        let evidence = sweep.finish().ok_or("a region was not begun")?;
        let asked =
            |candidate: &&Candidate| candidate.owned && forced.iter().any(|forced| forced.variant == candidate.variant);
        for candidate in evidence.candidates.iter().filter(asked) {
            let (summary, tumour) = (&candidate.tumour.summary, &candidate.tumour);
            let counts = Counts([summary.reference, summary.alternate, summary.other, tumour.deleted]);
            found.insert(candidate.variant.position(), (counts, tumour.set_aside));
        }
    }
    Ok(found)
}

/// By place, as `samtools mpileup` prints them.
fn theirs(
    reference: &str,
    reads: &str,
    contig: &str,
    wanted: &BTreeMap<u32, u8>,
) -> Result<BTreeMap<u32, Counts>, Box<dyn Error>> {
    let list = tempfile::NamedTempFile::with_suffix(".bed")?;
    let mut lines = String::new();
    for position in wanted.keys() {
        writeln!(lines, "{contig}\t{position}\t{}", position + 1)?;
    }
    std::fs::write(list.path(), lines)?;
    let qualities = SweepConfig::default();
    let output = Command::new("samtools")
        .args(["mpileup", "-B", "-A", "-d", "0", "--ff", "UNMAP,SECONDARY,QCFAIL,DUP,SUPPLEMENTARY"])
        .args(["-q", &qualities.min_mapping_quality.to_string(), "-Q", &qualities.min_base_quality.to_string()])
        .args(["-f", reference, "-l"])
        .arg(list.path())
        .arg(reads)
        .output()
        .map_err(|error| format!("samtools mpileup: {error}; install samtools"))?;
    if !output.status.success() {
        return Err(format!("samtools mpileup: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let mut found = BTreeMap::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, position, _, _, bases, ..] = fields[..] else { return Err(format!("mpileup printed: {line}").into()) };
        let position = position.parse::<u32>()? - 1;
        if let Some(asked) = wanted.get(&position) {
            found.insert(position, counted(bases, *asked)?);
        }
    }
    Ok(found)
}

/// The bases of one line: `.` and `,` the reference, `*` and `#` deleted, behind `^` a mapping quality, behind `+` and `-`
/// the length of a gap and its bases.
fn counted(bases: &str, asked: u8) -> Result<Counts, Box<dyn Error>> {
    let mut counts = Counts::default();
    let mut rest = bases.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        match first.to_ascii_uppercase() {
            b'.' | b',' => counts.0[0] += 1,
            b'^' => rest = rest.get(1..).unwrap_or(&[]),
            b'+' | b'-' => {
                let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                let length: usize = std::str::from_utf8(&rest[..digits])?.parse()?;
                rest = rest.get(digits + length..).unwrap_or(&[]);
            }
            b'*' | b'#' => counts.0[3] += 1,
            base if base == asked => counts.0[1] += 1,
            base if LETTERS.contains(&base) => counts.0[2] += 1,
            _ => {} // an end, a skip, an N
        }
    }
    Ok(counts)
}
