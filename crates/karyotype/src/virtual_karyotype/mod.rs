//! The karyotype that a genome implies: segments and junctions in, clones with their abnormalities out, as the line that a
//! clinician reads and as the `seq` line of ISCN 2024.
//!
//! The data's way: `genome` (what was measured) → `coverage` (of what anything is said) → `steps` (copies along each arm) →
//! `fractions` (clones by their shares of cells) → `ploidy` (what gains and losses are told against) → `layers` (whole
//! chromosomes, and single copies of stretches) → `shattered`, `joined`, `mirrored`, `cryptic` (junctions and copies become
//! abnormalities) → `lines`, `statements`; `findings` is what
//! guidelines take of it. What was not assessed makes the line incomplete (`inc`), never normal.
//!
//! ```
//! use marv_karyotype::{
//!     Karyotype,
//!     karyotype::Chromosome,
//!     virtual_karyotype::{MeasuredGenome, MeasuredSegment, SexChromosomes, WritingPolicy, virtual_karyotype},
//! };
//!
//! let segment = |number, start, end, total| MeasuredSegment {
//!     chromosome: Chromosome::Autosome(number), start, end, total: Some(total), minor: Some(total / 2),
//!     cell_fraction: Some(1.0), inherited: 2, confidence: 1.0,
//! };
//! // Only chromosome 5 was assessed, and it has lost a part of its long arm.
//! let genome = MeasuredGenome {
//!     sex: Some(SexChromosomes { x: 2, y: 0 }),
//!     purity: Some(0.8),
//!     segments: vec![
//!         segment(5, 0, 83_000_000, 2), segment(5, 83_000_000, 158_000_000, 1), segment(5, 158_000_000, 181_538_259, 2),
//!     ],
//!     junctions: Some(Vec::new()),
//!     ..MeasuredGenome::default()
//! };
//! let found = virtual_karyotype(&genome, &WritingPolicy::default());
//! assert_eq!(found.clinical_line.as_deref(), Some("46,XX,del(5)(q14q33),inc"));
//! assert_eq!(found.seq_line.as_deref(), Some("seq[GRCh38] 5q14.2q33.3(83000001_158000000)×1[0.80]"));
//! assert!(!found.complete);
//! ```

mod abnormality;
mod chromosomes;
mod coverage;
mod cryptic;
mod findings;
mod fractions;
mod genome;
mod items;
mod joined;
mod junctions;
mod layers;
mod lines;
mod mirrored;
mod ploidy;
mod shattered;
mod statements;
mod steps;

use std::collections::BTreeMap;

pub use abnormality::{
    Abnormality, AbnormalityEvidence, AbnormalityKind, Cryptic, Statement, StretchEvidence, TAG, VirtualClone,
    VirtualKaryotype,
};
use chromosomes::in_order;
use coverage::{Coverage, known};
pub use findings::{PROBE_SEES, TP53_PROBE, guideline_findings};
use fractions::{Share, error_of, error_of_junction, nearest, parents};
pub use genome::{JunctionEnd, Kept, MeasuredGenome, MeasuredJunction, MeasuredSegment, SexChromosomes, WritingPolicy};
use items::{Draft, stretch_text};
use joined::Work;
use layers::change;
use ploidy::Ploidy;
use steps::{Run, runs};

use crate::karyotype::{Chromosome, Karyotype};

/// The karyotype that a measured genome implies. Equal measures give equal lines.
pub fn virtual_karyotype(genome: &MeasuredGenome, policy: &WritingPolicy) -> VirtualKaryotype {
    let coverage = Coverage::of(genome, policy);
    let mut by_chromosome: BTreeMap<Chromosome, Vec<Run>> =
        in_order().map(|chromosome| (chromosome, runs(known(genome, chromosome)))).collect();
    if genome.sex.is_some_and(|sex| sex.y == 0) {
        by_chromosome.remove(&Chromosome::Y);
    }
    let ploidy = Ploidy::of(&by_chromosome, genome.sex);
    let junctions = genome.junctions.as_deref().unwrap_or_default();
    let clones = clone_shares(&by_chromosome, junctions, &ploidy);
    let fractions: Vec<f64> = clones.iter().map(|clone| clone.value).collect();
    assign(&mut by_chromosome, &fractions, &ploidy);

    let mut changes = Vec::new();
    for (chromosome, runs) in &by_chromosome {
        let expected = ploidy.expected(*chromosome);
        let of = |clone| change(*chromosome, clone, runs, expected, &coverage, policy.banding_limit);
        changes.extend((0..fractions.len()).filter_map(of));
    }
    let used = vec![false; junctions.len()];
    let mut work = Work { changes, junctions, used, fractions: &fractions, policy, found: Vec::new() };
    work.shatter(&by_chromosome);
    work.join();
    work.rest();
    work.cryptic();
    let Work { used, mut found, .. } = work;
    found.extend(lost_heterozygosity(&by_chromosome, &fractions, policy));
    let unexplained = junctions.iter().zip(&used).filter(|(_, used)| !**used).map(|(one, _)| one.id.clone()).collect();
    let assessed = Assessed { coverage, ploidy, unexplained };
    written(genome, policy, found, &clones, assessed)
}

/// The clones' shares of cells, falling. One clone where the complement is not diploid: shares of cells are told against
/// two copies.
fn clone_shares(
    by_chromosome: &BTreeMap<Chromosome, Vec<Run>>,
    junctions: &[MeasuredJunction],
    ploidy: &Ploidy,
) -> Vec<Share> {
    let changed = by_chromosome.values().flatten().filter(|run| run.is_changed());
    let of_runs = changed.map(|run| Share { value: run.fraction, error: error_of(run.length()) });
    let of_junctions = junctions.iter().filter_map(|junction| {
        let value = junction.cell_fraction?;
        Some(Share { value, error: error_of_junction(value, junction.fragments) })
    });
    let shares: Vec<Share> = of_runs.chain(of_junctions).collect();
    if ploidy.level != 2 || ploidy.is_doubled() || shares.is_empty() {
        let all = vec![Share { value: 1.0, error: 0.0 }];
        return if junctions.is_empty() && shares.is_empty() && ploidy.level == 2 { Vec::new() } else { all };
    }
    fractions::clones(&shares)
}

fn assign(by_chromosome: &mut BTreeMap<Chromosome, Vec<Run>>, fractions: &[f64], ploidy: &Ploidy) {
    for (chromosome, runs) in by_chromosome {
        let expected = ploidy.expected(*chromosome);
        for run in runs {
            if !fractions.is_empty() && (run.is_changed() || run.total != expected) {
                run.clone = Some(nearest(fractions, run.fraction));
            }
        }
    }
}

/// METHOD: a stretch of one parent's copies is listed from a megabase on: below, a few sites decide.
const LEAST_LOH: u32 = 1_000_000;

/// Copies of one parent in the inherited number or above, as stretches that follow each other.
fn lost_heterozygosity(
    by_chromosome: &BTreeMap<Chromosome, Vec<Run>>,
    fractions: &[f64],
    policy: &WritingPolicy,
) -> Vec<Abnormality> {
    let mut found = Vec::new();
    for (chromosome, runs) in by_chromosome {
        let arms = chromosomes::arms(*chromosome);
        let (Some(first), Some(last)) = (arms.first(), arms.last()) else { continue };
        let assessed: u32 = arms.iter().map(|arm| arm.length()).sum();
        for run in runs.iter().filter(|run| run.is_loh() && run.length() >= LEAST_LOH) {
            // RULE: iscn.md 7, known error (a): what crosses the centromere is no gained chromosome.
            let inside: u32 =
                arms.iter().map(|arm| run.end.min(arm.end).saturating_sub(run.start.max(arm.start))).sum();
            let whole = u64::from(inside) * 10 >= u64::from(assessed) * 9;
            let (start, end) = (run.start.max(first.start), run.end.min(last.end));
            if end <= start {
                continue;
            }
            let stretch = StretchEvidence { chromosome: *chromosome, start, end, total: run.total, minor: run.minor };
            let clone = run.clone.unwrap_or(0);
            let draft = Draft::of_stretches(AbnormalityKind::Loh, None, clone, vec![stretch], run.confidence)
                .text(format!("{}hmz", stretch_text(&stretch, whole)));
            found.push(draft.finish(fractions, policy.doubtful_below));
        }
    }
    found
}

/// Whether banding shows an abnormality; why not where it does not.
fn visibility(one: &Abnormality, policy: &WritingPolicy) -> Option<Cryptic> {
    use AbnormalityKind as Kind;
    match one.kind {
        Kind::Loh => Some(Cryptic::CopyNeutral),
        _ if one.item.is_none() => Some(Cryptic::BelowBanding),
        _ if one.recurrent || one.bases >= u64::from(policy.banding_limit) => None,
        _ => Some(Cryptic::BelowBanding),
    }
}

/// METHOD: cells of the tumour without any abnormality are told from a tenth on, and where the others' share lies below all
/// cells by this many standard errors (one side in forty): a translocation alone rests on its few fragments, and every share
/// of the tumour's cells is one of the sample's over a purity that is itself measured.
const REST: f64 = 0.9;
const SURE: f64 = 2.0;
/// Standard errors from a value to the end of its 95 % interval.
const HALF_INTERVAL: f64 = 1.96;

/// Whether some of the tumour's cells have none of what the clones have, as far as shares and purity are known.
fn leaves_cells(clones: &[Share], genome: &MeasuredGenome) -> bool {
    let (together, variance) =
        clones.iter().fold((0.0, 0.0), |(sum, variance), one| (sum + one.value, variance + one.error * one.error));
    // A purity that is too high makes every share too small by as much.
    let too_high = genome.purity.zip(genome.purity_interval).map_or(0.0, |(purity, [low, _])| {
        if purity > 0.0 { ((purity - low) / HALF_INTERVAL / purity).max(0.0) } else { 0.0 }
    });
    let error = f64::hypot(f64::sqrt(variance), together * too_high);
    !clones.is_empty() && together < REST && together + SURE * error < 1.0
}

/// The doubled form of a genome, or the single one of a doubled.
fn other_form(genome: &MeasuredGenome, doubled: bool) -> MeasuredGenome {
    let copies = |copies: u8| if doubled { copies / 2 } else { copies.saturating_mul(2) };
    let mut other = genome.clone();
    other.doubling_ambiguous = false;
    for segment in &mut other.segments {
        segment.total = segment.total.map(copies);
        segment.minor = segment.minor.map(copies);
    }
    other
}

/// What was assessed, and of what.
struct Assessed {
    coverage: Coverage,
    ploidy: Ploidy,
    unexplained: Vec<String>,
}

fn written(
    genome: &MeasuredGenome,
    policy: &WritingPolicy,
    found: Vec<Abnormality>,
    fractions: &[Share],
    assessed: Assessed,
) -> VirtualKaryotype {
    let Assessed { coverage, ploidy, unexplained } = assessed;
    let (mut seen, mut cryptic) = (Vec::new(), Vec::new());
    for mut one in found {
        one.cryptic = visibility(&one, policy);
        if one.cryptic.is_some() { cryptic.push(one) } else { seen.push(one) }
    }
    // Clones without anything that banding shows are not in its line.
    let kept: Vec<usize> =
        (0..fractions.len()).filter(|clone| seen.iter().any(|one| one.clone == Some(*clone))).collect();
    let place = |clone: Option<usize>| kept.iter().position(|number| Some(*number) == clone);
    for one in seen.iter_mut().chain(&mut cryptic) {
        one.clone = place(one.clone);
    }
    let kept: Vec<Share> = kept.iter().map(|clone| fractions[*clone]).collect();
    let shares: Vec<f64> = kept.iter().map(|clone| clone.value).collect();
    let mut clones: Vec<VirtualClone> = Vec::new();
    for (number, parent) in parents(&shares).into_iter().enumerate() {
        let mut own: Vec<Abnormality> = seen.iter().filter(|one| one.clone == Some(number)).cloned().collect();
        lines::sort(&mut own);
        let from = parent.map_or(ploidy.number(), |parent| clones[parent].chromosomes);
        let chromosomes = lines::number(from, &own);
        clones.push(VirtualClone { fraction: shares[number], parent, chromosomes, own });
    }
    let complete = coverage.not_assessed.is_empty()
        && genome.sex.is_some()
        && (genome.purity.is_some() || genome.limit.is_some())
        && genome.junctions.is_some()
        && !genome.ploidy_ambiguous;
    let roots = clones.iter().zip(&kept).filter(|(clone, _)| clone.parent.is_none());
    let roots: Vec<Share> = roots.map(|(_, share)| *share).collect();
    let rest = leaves_cells(&roots, genome);
    let nothing = coverage.is_nothing() && clones.is_empty();
    let karyotype = if nothing { Karyotype::default() } else { lines::karyotype(&clones, &ploidy, !complete, rest) };
    let numbers = clones.iter().map(|clone| clone.chromosomes);
    let modal = (!nothing).then(|| {
        let least = numbers.clone().min().unwrap_or(ploidy.number());
        (least, numbers.clone().max().unwrap_or(ploidy.number()))
    });
    let as_inherited = statements::as_inherited(&coverage, genome);
    let seq_line = (!nothing).then(|| lines::sequence_line(&clones, &cryptic, &ploidy, genome.purity, &as_inherited));
    let mut found = VirtualKaryotype {
        sex: ploidy.sex_text(),
        modal,
        clinical_line: (!nothing).then(|| karyotype.to_string()),
        karyotype,
        seq_line,
        clones,
        cryptic,
        unexplained,
        not_assessed: coverage.names(),
        complete,
        statements: Vec::new(),
    };
    let other = genome.doubling_ambiguous.then(|| other_form(genome, ploidy.is_doubled()));
    let other = other.and_then(|genome| virtual_karyotype(&genome, policy).clinical_line);
    found.statements = statements::statements(&found, genome, ploidy.is_doubled(), other);
    found
}
