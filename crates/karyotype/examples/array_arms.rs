//! Prints how the arms that array segments change agree with the karyotypes of the same patients, and what the virtual
//! karyotype makes of the segments, as docs/validation/array_arms.md:
//! `cargo run -p marv-karyotype --example array_arms`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../tests/shared/mod.rs"]
mod shared;

use std::collections::BTreeMap;

use marv_karyotype::{
    Fidelity, Karyotype,
    clones::clones,
    karyotype::{Arm, Change, Chromosome, Symbol},
    projection::{Resolution, bands, table},
    virtual_karyotype::{MeasuredGenome, MeasuredSegment, SexChromosomes, WritingPolicy, virtual_karyotype},
};

/// Where the long arm begins in GRCh37, in bases, and the chromosome's length. Source: UCSC, table cytoBand of hg19.
const GRCH37: [(u32, u32); 22] = [
    (125_000_000, 249_250_621),
    (93_300_000, 243_199_373),
    (91_000_000, 198_022_430),
    (50_400_000, 191_154_276),
    (48_400_000, 180_915_260),
    (61_000_000, 171_115_067),
    (59_900_000, 159_138_663),
    (45_600_000, 146_364_022),
    (49_000_000, 141_213_431),
    (40_200_000, 135_534_747),
    (53_700_000, 135_006_516),
    (35_800_000, 133_851_895),
    (17_900_000, 115_169_878),
    (17_600_000, 107_349_540),
    (19_000_000, 102_531_392),
    (36_600_000, 90_354_753),
    (24_000_000, 81_195_210),
    (17_200_000, 78_077_248),
    (26_500_000, 59_128_983),
    (27_500_000, 63_025_520),
    (13_200_000, 48_129_895),
    (14_700_000, 51_304_566),
];

/// log2 ratios beyond which a stretch is lost or gained: the ratios of this array lie within 0.1 of 0 or far from it.
const CHANGED: f64 = 0.2;
/// Bases of an arm that must be changed.
const LEAST: u32 = 10_000_000;
/// Below this share of cells a clone may escape an array.
const SMALL: f64 = 0.2;

/// What is counted over the patients.
#[derive(Default)]
struct Agreement {
    compared: u32,
    /// Lines that are read back exactly.
    exact: u32,
    /// Patients of whom every arm agrees.
    equal: u32,
    /// Chromosomes that the segments cannot tell of.
    not_compared: usize,
    /// By gain, and by what is set beside what: both, only the first, only the second, neither.
    counts: BTreeMap<(bool, &'static str), [u32; 4]>,
    by_arm: BTreeMap<(Chromosome, Arm, bool), [u32; 3]>,
    reasons: BTreeMap<(&'static str, &'static str), u32>,
}

fn main() {
    let segments = shared::table("vectors/cohorts/tcga_laml_snp6_segments_hg19.public.tsv");
    let patients = shared::table("vectors/cohorts/tcga_laml2013.public.tsv");
    let (Some(segments), Some(patients)) = (segments, patients) else { return };
    let mut by_patient: BTreeMap<&str, Vec<MeasuredSegment>> = BTreeMap::new();
    for row in &segments {
        if let Some(segment) = segment(row) {
            by_patient.entry(row["patient"].as_str()).or_default().push(segment);
        }
    }
    let mut all = Agreement::default();
    for patient in &patients {
        let Some(segments) = by_patient.get(patient["patient"].as_str()) else { continue };
        let reading = Karyotype::read(&patient["Cytogenetics"]);
        if reading.fidelity > Fidelity::Repaired {
            continue;
        }
        all.compared += 1;
        let sex = if patient["Sex"] == "F" { SexChromosomes { x: 2, y: 0 } } else { SexChromosomes { x: 1, y: 1 } };
        let genome = MeasuredGenome {
            sex: Some(sex),
            purity: Some(1.0),
            purity_interval: None,
            ploidy_ambiguous: false,
            doubling_ambiguous: false,
            limit: None,
            segments: segments.clone(),
            junctions: None,
        };
        let found = virtual_karyotype(&genome, &WritingPolicy::default());
        let line = found.clinical_line.clone().unwrap_or_default();
        all.exact += u32::from(Karyotype::read(&line).fidelity == Fidelity::Exact);
        let by_line = changed_arms(&found.karyotype, 0.0);
        let banded = changed_arms(&reading.karyotype, 0.0);
        let in_many = changed_arms(&reading.karyotype, SMALL);
        let whole = whole_chromosomes(&reading.karyotype);
        all.not_compared += whole.len();
        let mut same = true;
        for chromosome in (1..=22).filter_map(Chromosome::autosome).filter(|c| !whole.contains(c)) {
            for (arm, gain) in [(Arm::P, false), (Arm::P, true), (Arm::Q, false), (Arm::Q, true)] {
                if arm == Arm::P && matches!(chromosome, Chromosome::Autosome(13 | 14 | 15 | 21 | 22)) {
                    continue;
                }
                let key = (chromosome, arm, gain);
                let by_array = array_changes(segments, chromosome, arm, gain);
                for (name, one, other) in [
                    ("array", by_array, banded.contains(&key)),
                    ("virtual", by_line.contains(&key), banded.contains(&key)),
                    ("line", by_line.contains(&key), by_array),
                ] {
                    let place = match (one, other) {
                        (true, true) => 0,
                        (true, false) => 1,
                        (false, true) => 2,
                        (false, false) => 3,
                    };
                    all.counts.entry((gain, name)).or_default()[place] += 1;
                    if name == "virtual" {
                        same &= place == 0 || place == 3;
                        if place < 3 {
                            all.by_arm.entry(key).or_default()[place] += 1;
                        }
                        if place == 1 {
                            *all.reasons.entry(("array", missed_by_banding(&reading.karyotype))).or_default() += 1;
                        }
                        if place == 2 {
                            let small = if in_many.contains(&key) {
                                "in 20 % of the cells or more"
                            } else {
                                "only in clones below 20 % of the cells"
                            };
                            *all.reasons.entry(("karyotype", small)).or_default() += 1;
                        }
                    }
                }
            }
        }
        all.equal += u32::from(same);
    }
    all.print();
}

impl Agreement {
    fn print(&self) {
        let Self { compared, exact, equal, not_compared, counts, by_arm, reasons } = self;
        println!("# Arms by array segments and by karyotype\n");
        println!("Printed by `cargo run -p marv-karyotype --example array_arms`.\n");
        println!(
            "TCGA-LAML: SNP 6.0 segments (GRCh37, log2 ratios without allele balance) and karyotypes of the same {compared} \
         patients, of those whose karyotype is read in full. Segments beyond a log2 ratio of {CHANGED} are lost or gained; \
         places are carried to GRCh38 arm by arm. An arm is changed from {} Mb on. The array's sample and the metaphases are \
         of one patient, not of one culture.\n",
            LEAST / 1_000_000
        );
        println!(
            "In the published segments the level of most of each chromosome is 0, so that gains and losses of whole chromosomes \
         are not in them: of 45,XY,-7 chromosome 7 has the ratio 0, and where more than half of a chromosome is lost the rest \
         stands as gained. {not_compared} chromosomes of which the karyotype says that more than half is gained or lost are therefore not compared.\n"
        );
        println!(
            "{exact} of {compared} virtual karyotypes of the segments are read back exactly. In {equal} patients every arm agrees with the karyotype.\n"
        );
        println!("| | compared | both | only the first | only the second | neither |\n|---|---|---|---|---|---|");
        for ((gain, name), [both, first, second, neither]) in counts {
            let names = match *name {
                "array" => "segments; karyotype",
                "virtual" => "virtual karyotype; karyotype",
                _ => "virtual karyotype; segments",
            };
            let kind = if *gain { "gain" } else { "loss" };
            println!("| {kind} | {names} | {both} | {first} | {second} | {neither} |");
        }
        println!("\nArms of which only one of virtual karyotype and karyotype says so:\n");
        println!("| only in | because | arms |\n|---|---|---|");
        for ((only, why), count) in reasons {
            let only = if *only == "array" { "virtual karyotype" } else { "karyotype" };
            println!("| {only} | {why} | {count} |");
        }
        println!("\n| arm | change | both | only virtual karyotype | only karyotype |\n|---|---|---|---|---|");
        for ((chromosome, arm, gain), [both, first, second]) in by_arm {
            let kind = if *gain { "gain" } else { "loss" };
            println!("| {chromosome}{arm} | {kind} | {both} | {first} | {second} |");
        }
    }
}

/// A segment in GRCh38, arm by arm; none of X and Y.
fn segment(row: &BTreeMap<String, String>) -> Option<MeasuredSegment> {
    let number: u8 = row["Chromosome"].parse().ok()?;
    let chromosome = Chromosome::autosome(number)?;
    let ratio: f64 = row["Seg.CN"].parse().ok()?;
    let place = |name: &str| Some(carried(number, row[name].parse().ok()?));
    // A share of the cells has one copy more or less.
    let share = (2.0 * (ratio.exp2() - 1.0)).abs().min(1.0);
    let (total, fraction) = if ratio < -1.2 {
        (0, 1.0)
    } else if ratio < -CHANGED {
        (1, share)
    } else if ratio > CHANGED {
        (3, share)
    } else {
        (2, 1.0)
    };
    Some(MeasuredSegment {
        chromosome,
        start: place("Start.bp")?,
        end: place("End.bp")?,
        total: Some(total),
        minor: None,
        cell_fraction: Some(fraction),
        inherited: 2,
        confidence: 1.0,
    })
}

/// A place of GRCh37 in GRCh38: at the same share of its arm.
fn carried(number: u8, position: u32) -> u32 {
    let (long, length) = GRCH37[usize::from(number - 1)];
    let of = |name: &str| {
        let chromosome = Chromosome::Autosome(number);
        let band = |b: &&marv_karyotype::projection::Band| b.chromosome == chromosome && b.name == name;
        table(Resolution::Bands850).iter().find(band).map_or(0, |band| band.start)
    };
    let (new_long, new_length) = (of("q10"), ends(Chromosome::Autosome(number), Arm::Q).1);
    let scaled = |at: u32, of: u32, to: u32| u32::try_from(u64::from(at) * u64::from(to) / u64::from(of)).unwrap();
    if position < long {
        scaled(position, long, new_long)
    } else {
        new_long + scaled(position.min(length) - long, length - long, new_length - new_long)
    }
}

fn ends(chromosome: Chromosome, arm: Arm) -> (u32, u32) {
    let of_arm = table(Resolution::Bands850).iter().filter(|band| band.chromosome == chromosome && band.arm == arm);
    of_arm.fold((u32::MAX, 0), |(start, end), band| (start.min(band.start), end.max(band.end)))
}

fn array_changes(segments: &[MeasuredSegment], chromosome: Chromosome, arm: Arm, gain: bool) -> bool {
    let (start, end) = ends(chromosome, arm);
    let changed = segments.iter().filter(|segment| segment.chromosome == chromosome).filter(|segment| {
        let total = segment.total.unwrap_or(2);
        if gain { total > 2 } else { total < 2 }
    });
    changed.map(|segment| segment.end.min(end).saturating_sub(segment.start.max(start))).sum::<u32>() >= LEAST
}

/// Arms that clones of at least this share of the cells have changed.
fn changed_arms(karyotype: &Karyotype, least: f64) -> Vec<(Chromosome, Arm, bool)> {
    let all: Option<u32> =
        clones(karyotype).iter().map(|clone| clone.cells).try_fold(0, |sum, cells| Some(sum + cells?));
    let counted = clones(karyotype);
    let mut found = Vec::new();
    for (clone, counted) in bands(karyotype, Resolution::Bands850).iter().zip(counted) {
        let share = all.zip(counted.cells).map_or(1.0, |(all, cells)| f64::from(cells) / f64::from(all.max(1)));
        if share < least {
            continue;
        }
        let mut bases: BTreeMap<(Chromosome, Arm, bool), u32> = BTreeMap::new();
        for (at, band) in table(Resolution::Bands850).iter().enumerate() {
            let length = band.end - band.start;
            let (copies, expected) = (clone.copies[at], clone.expected[at]);
            if copies.low < expected {
                *bases.entry((band.chromosome, band.arm, false)).or_default() += length;
            }
            if copies.high > expected {
                *bases.entry((band.chromosome, band.arm, true)).or_default() += length;
            }
        }
        found.extend(bases.into_iter().filter(|(_, bases)| *bases >= LEAST).map(|(key, _)| key));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Autosomes of which a clone has lost or gained most.
fn whole_chromosomes(karyotype: &Karyotype) -> Vec<Chromosome> {
    let mut found = Vec::new();
    for clone in bands(karyotype, Resolution::Bands850) {
        for chromosome in (1..=22).filter_map(Chromosome::autosome) {
            let (mut lost, mut gained, mut all) = (0u64, 0u64, 0u64);
            for (at, band) in table(Resolution::Bands850).iter().enumerate().filter(|(_, b)| b.chromosome == chromosome)
            {
                let length = u64::from(band.end - band.start);
                all += length;
                lost += if clone.copies[at].low < clone.expected[at] { length } else { 0 };
                gained += if clone.copies[at].high > clone.expected[at] { length } else { 0 };
            }
            if (lost * 2 > all || gained * 2 > all) && !found.contains(&chromosome) {
                found.push(chromosome);
            }
        }
    }
    found
}

fn missed_by_banding(karyotype: &Karyotype) -> &'static str {
    let unidentified = clones(karyotype).iter().flat_map(|clone| &clone.items).any(|item| match &item.change {
        Change::Marker(_) | Change::Ring(_) | Change::DoubleMinutes | Change::Hsr => true,
        Change::Structural { head, made_by } => {
            let untold = head.symbol == Symbol::Der && made_by.is_empty() && head.breakpoints.is_empty();
            untold
                || std::iter::once(head)
                    .chain(made_by)
                    .any(|one| one.symbol == Symbol::Add || one.chromosomes.contains(&Chromosome::Unknown))
        }
        _ => false,
    });
    if unidentified {
        "the karyotype has markers or unidentified material"
    } else {
        "the karyotype names nothing like it"
    }
}
