//! Real FLT3-ITDs as simulated pairs, aligned by bwa, called, and held against what was put in.
//!
//!     tandem [--depths 60,120] [--fractions 0.05,0.1,...] [--in-normal SHARE] [--negatives N] [--seed N] [--list]
//!
//! Needs bwa on the path. The duplications and the locus are read from the folder beside the workspace (`MARV_SHARED`,
//! or `../shared`). Each pair is one patient at one fraction, with inherited variants of its own; all pairs of a setting
//! are learned from together, among them 1,000 patients without a duplication.

#![allow(clippy::print_stdout, clippy::print_stderr)] // it prints a table

mod aligner;
mod patient;
mod reads;
mod sequencer;

use std::error::Error;

use marv_model::{
    call::SmallVariantCall,
    genome::{ContigId, Interval},
    read::ReadSink,
    sequence::{Bases, Window},
    tandem::AllelicRatio,
};
use marv_somatic::{Learned, PairSweep, SomaticConfig, SweepConfig, SweepTask, decide};

use aligner::Aligned;
use patient::{Locus, Patient};

/// Insertions from here on count as duplications, bases.
const SHORTEST: usize = 10;
const NORMAL_DEPTH: f64 = 40.0;

/// What was asked for.
struct Asked {
    depths: Vec<f64>,
    fractions: Vec<f64>,
    in_normal: f64,
    negatives: usize,
    seed: u64,
    list: bool,
}

/// One setting's sums.
#[derive(Default)]
struct Row {
    pairs: usize,
    found: usize,
    exact: usize,
    extra: usize,
    false_calls: usize,
    ratios: Vec<f64>,
    covered: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let asked = asked()?;
    let Some(shared) = shared() else {
        println!("NOT TESTED: neither MARV_SHARED nor ../shared is there");
        return Ok(());
    };
    let locus = Locus::read(&shared.join("knowledge/reference/GRCh38_small_loci.fa"))?;
    let all = patient::read(&shared.join("vectors/itd/flt3_itd.public.tsv"), &locus, asked.seed)?;
    let none: Vec<Patient> =
        (0..asked.negatives).map(|n| Patient::without(&locus, asked.seed, all.len() + n)).collect();
    let aligner = aligner::Aligner::new(&locus.letters)?;
    println!(
        "{} different duplications of {} to {} bases; {} pairs without one; seed {}",
        all.len(),
        all.iter().filter_map(Patient::length).min().unwrap_or(0),
        all.iter().filter_map(Patient::length).max().unwrap_or(0),
        none.len(),
        asked.seed
    );
    println!(
        "| depth | fraction | found | exact | other insertions | in pairs without one | allelic ratio, called / true: median | middle half | true ratio within the 95 % interval |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let normal_of_none = aligner.align(&reads::draw(&locus, &none, 0.0, NORMAL_DEPTH, asked.seed * 10 + 1))?;
    for depth in &asked.depths {
        let tumour_of_none = aligner.align(&reads::draw(&locus, &none, 0.0, *depth, asked.seed * 10 + 2))?;
        for fraction in &asked.fractions {
            let tumour = aligner.align(&reads::draw(&locus, &all, *fraction, *depth, asked.seed * 10 + 3))?;
            let normal = aligner.align(&reads::draw(
                &locus,
                &all,
                fraction * asked.in_normal,
                NORMAL_DEPTH,
                asked.seed * 10 + 4,
            ))?;
            let pairs: Vec<(&Patient, &Aligned, &Aligned)> = all
                .iter()
                .map(|p| (p, &tumour, &normal))
                .chain(none.iter().map(|p| (p, &tumour_of_none, &normal_of_none)))
                .collect();
            let row = judge(&pairs, &locus, *fraction, &asked)?;
            print(&row, *depth, *fraction);
        }
    }
    Ok(())
}

/// Sweeps all pairs, learns from all of them, and counts what is called in each.
fn judge(
    pairs: &[(&Patient, &Aligned, &Aligned)],
    locus: &Locus,
    fraction: f64,
    asked: &Asked,
) -> Result<Row, Box<dyn Error>> {
    let length = u32::try_from(locus.letters.len())?;
    let mut sweep = PairSweep::new(SweepConfig::default());
    let mut evidence = Vec::new();
    for (patient, tumour, normal) in pairs {
        let region = Interval::new(ContigId(0), 0, length)?;
        let window = Window::new(region, Bases::new(&locus.letters)?)?;
        sweep.begin(&SweepTask { region, window: &window, forced: &[], panel: &[], with_normal: true })?;
        tumour.of(patient.number).iter().for_each(|read| sweep.tumour().accept(&read.view()));
        normal.of(patient.number).iter().for_each(|read| sweep.normal().accept(&read.view()));
        let found = sweep.finish().ok_or("no region")?;
        evidence.push(found);
    }
    let config = SomaticConfig::default();
    let learned = Learned::of(&evidence, &config);
    let mut row = Row::default();
    for ((patient, tumour, _), evidence) in pairs.iter().zip(&evidence) {
        let calls = decide(evidence, &learned, &config);
        let long =
            |call: &&SmallVariantCall| call.variant.alternate().len() > call.variant.reference().len() + SHORTEST - 1;
        let passing: Vec<&SmallVariantCall> = calls.iter().filter(long).filter(|call| call.passes()).collect();
        let Some(truth) = patient.sequence(locus) else {
            row.false_calls += passing.len();
            continue;
        };
        row.pairs += 1;
        let exact = passing.iter().find(|call| patient::carrying(&call.variant, locus) == truth);
        let near = |call: &&&SmallVariantCall| {
            call.variant.length_change().abs_diff(i64::try_from(patient.length().unwrap_or(0)).unwrap_or(0)) <= 3
        };
        let found = exact.or(passing.iter().find(near));
        row.found += usize::from(found.is_some());
        row.exact += usize::from(exact.is_some());
        row.extra += passing.len() - usize::from(found.is_some());
        let called = found.and_then(|call| AllelicRatio::of(&call.tumour));
        if let Some(AllelicRatio { ratio, interval: [low, high] }) = called {
            let expected = fraction / (1.0 - fraction);
            row.ratios.push(ratio.map_or(f64::INFINITY, |ratio| ratio / expected));
            row.covered +=
                usize::from(low.is_none_or(|low| low <= expected) && high.is_none_or(|high| high >= expected));
        }
        if asked.list && exact.is_none() {
            let junctions = patient.junctions(locus, tumour.of(patient.number));
            eprintln!(
                "{} {} fraction {fraction}, {junctions} fragments over a junction",
                patient.site, patient.inserted
            );
            for call in calls.iter().filter(long) {
                eprintln!(
                    "    {} {} {:?} {:?} {}",
                    call.variant.position(),
                    call.variant.alternate(),
                    call.filters,
                    (call.tumour.alternate, call.tumour.reference),
                    call.posterior.quality().0
                );
            }
        }
    }
    Ok(row)
}

fn print(row: &Row, depth: f64, fraction: f64) {
    let Row { pairs, found, exact, extra, false_calls, ratios, covered } = row;
    let mut sorted = ratios.clone();
    sorted.sort_by(f64::total_cmp);
    let at = |share: usize| sorted.get(sorted.len() * share / 4).copied().unwrap_or(f64::NAN);
    println!(
        "| {depth}x | {:.0} % | {found} of {pairs} | {exact} | {extra} | {false_calls} | {:.2} | {:.2}-{:.2} | {covered} of {} |",
        fraction * 100.0,
        at(2),
        at(1),
        at(3),
        ratios.len()
    );
}

fn shared() -> Option<std::path::PathBuf> {
    let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("MARV_SHARED").map(std::path::PathBuf::from).or(Some(beside)).filter(|folder| folder.is_dir())
}

fn asked() -> Result<Asked, Box<dyn Error>> {
    let mut asked = Asked {
        depths: vec![60.0, 120.0],
        fractions: vec![0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.95],
        in_normal: 0.0,
        negatives: 1_000,
        seed: 1,
        list: false,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} wants a value"));
        let numbers = |text: String| text.split(',').map(str::parse).collect::<Result<Vec<f64>, _>>();
        match word.as_str() {
            "--depths" => asked.depths = numbers(value()?)?,
            "--fractions" => asked.fractions = numbers(value()?)?,
            "--in-normal" => asked.in_normal = value()?.parse()?,
            "--negatives" => asked.negatives = value()?.parse()?,
            "--seed" => asked.seed = value()?.parse()?,
            "--list" => asked.list = true,
            _ => return Err(format!("{word} is not known").into()),
        }
    }
    Ok(asked)
}
