//! Simulates genomes as blood cancers have them, runs the whole job on their reads and prints what it says beside what is
//! true, as Markdown:
//!
//!     cargo run --profile quick -p marv --example validate_genomes -- [KEY=VALUE]...
//!
//! Keys: `seed` (1), `first` and `last` number of the genomes (all), `folder` for the pairs (a temporary one). A pair is
//! removed when it has been scored, unless a folder is given; a pair that is in the folder is not made again.
//!
//! Instead of genomes: `normals=N` runs N pairs of a normal against itself over all chromosomes, `negatives=N` N tumours
//! without a rearrangement over the breakpoints of recurrent ones. `sides=yes` runs each genome with a fusion on the reads of one of its two
//! genes alone.
//!
//! A genome is a list of chromosomes as lists of pieces, each of one parent (the forward model of the karyotype's own
//! validation, which knows nothing of how reads are judged); it becomes copies and junctions of a scenario, and reads over
//! the whole of GRCh38 in windows of 2.2 kb a megabase, with 4 kb around each place where a break of any genome lies.

#![expect(clippy::print_stdout, reason = "a report")]

mod cases;
#[path = "../../../karyotype/tests/genomes/mod.rs"]
mod genomes;
mod make;
mod negatives;
mod score;
mod sides;

use std::{error::Error, fs, path::PathBuf, time::Instant};

use marv::{
    CaseFile, SampleFile, Settings,
    marv_model::case::Case as Report,
    marv_simulate::{ReferenceChoice, Scenario, simulate},
    progress::Silent,
    run_case,
};

use cases::{CASES, Case};
use negatives::{Kind, run_negatives};
use score::{Score, Share, score};
use sides::run_sides;

type Answer<T> = Result<T, Box<dyn Error>>;

fn main() -> Answer<()> {
    const KEYS: &str = "seed=, first=, last=, folder=, normals=, negatives=, sides=";
    let (mut seed, mut first, mut last, mut folder) = (1u64, 1usize, CASES.len(), None);
    let (mut negatives, mut sides) = (None, false);
    for argument in std::env::args().skip(1) {
        match argument.split_once('=') {
            Some(("seed", value)) => seed = value.parse()?,
            Some(("first", value)) => first = value.parse()?,
            Some(("last", value)) => last = value.parse()?,
            Some(("folder", value)) => folder = Some(PathBuf::from(value)),
            Some(("sides", value)) => sides = value == "yes",
            Some(("normals", value)) => negatives = Some((Kind::Normal, value.parse()?)),
            Some(("negatives", value)) => negatives = Some((Kind::Unrearranged, value.parse()?)),
            _ => return Err(format!("{argument}: choose from {KEYS}").into()),
        }
    }
    if let Some((kind, count)) = negatives {
        return run_negatives(kind, count, seed);
    }
    println!("Seed {seed}, genomes {first} to {last} of {}.\n", CASES.len());
    if sides {
        let chosen = (1..).zip(CASES).filter(|(number, _)| (first..=last).contains(number));
        let cases: Vec<(u64, &Case)> = chosen.map(|(number, case)| (number as u64, case)).collect();
        return run_sides(&cases, seed, folder.as_deref());
    }
    println!("| genome | purity | found | recurrent | exact | lesions | large | precision | class | karyotype | s |");
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let mut scores = Vec::new();
    for (number, case) in (1..).zip(CASES).filter(|(number, _)| (first..=last).contains(number)) {
        let start = Instant::now();
        let score = scored(case, seed * 1_000 + number as u64, folder.as_deref())?;
        println!("{}", row(case, &score, start.elapsed().as_secs_f64()));
        scores.push((case, score));
    }
    sums(&scores);
    println!("\nWhat differs:\n");
    for (case, score) in &scores {
        for difference in &score.differs {
            println!("* {}: {difference}", case.name);
        }
    }
    Ok(())
}

fn scored(case: &Case, seed: u64, folder: Option<&std::path::Path>) -> Answer<Score> {
    let name = format!("genome{seed}");
    let genome = make::genome(case, seed, &name);
    let temporary = tempfile::tempdir()?;
    let out = folder.unwrap_or(temporary.path()).join(&name);
    if !out.join("scenario.toml").exists() {
        simulate(&genome.scenario, &ReferenceChoice::Generated, &out, &|_| ())?;
    }
    let report = run(&genome.scenario, &out)?;
    if folder.is_none() {
        fs::remove_dir_all(&out)?;
    }
    Ok(score(case, &genome, &report))
}

fn run(scenario: &Scenario, pair: &std::path::Path) -> Answer<Report> {
    let file = CaseFile {
        id: scenario.name.clone(),
        normal: Some(SampleFile { alignment: pair.join("normal.bam"), sample: None }),
        regions: Some(pair.join("regions.bed")),
        ..CaseFile::new(pair.join("reference.fa.gz"), pair.join("tumour.bam"))
    };
    Ok(run_case(&file, &Settings::default(), &pair.join("run"), &Silent)?.case)
}

fn share([part, all]: Share) -> String {
    if all == 0 { "-".to_owned() } else { format!("{part} of {all}") }
}

fn word(right: Option<bool>) -> &'static str {
    right.map_or("-", |right| if right { "yes" } else { "no" })
}

fn both([one, other]: [Share; 2]) -> Share {
    [one[0] + other[0], one[1] + other[1]]
}

fn row(case: &Case, score: &Score, seconds: f64) -> String {
    let large = both([both(score.large), score.neutral]);
    format!(
        "| {} | {:.2} | {} | {}{} | {} | {} | {} | {} | {} | {} | {seconds:.0} |",
        case.name,
        case.purity,
        score.purity.map_or_else(|| "none".to_owned(), |purity| format!("{purity:.2}")),
        share(both(score.recurrent)),
        if score.false_recurrent > 0 { format!(", {} false", score.false_recurrent) } else { String::new() },
        share(score.exact),
        share(score.lesions),
        share(large),
        share(score.called),
        word(score.class),
        word(score.karyotype),
    )
}

fn sums(scores: &[(&Case, Score)]) {
    let add = |of: &dyn Fn(&Score) -> Share| share(scores.iter().fold([0, 0], |sum, (_, one)| both([sum, of(one)])));
    let told = |of: &dyn Fn(&Score) -> Option<bool>| {
        let all: Vec<bool> = scores.iter().filter_map(|(_, one)| of(one)).collect();
        share([all.iter().filter(|right| **right).count(), all.len()])
    };
    let negative = scores.iter().filter(|(case, _)| case.recurrent.is_empty());
    let false_recurrent: usize = scores.iter().map(|(_, one)| one.false_recurrent).sum();
    let errors: Vec<f64> = scores.iter().filter_map(|(_, one)| one.purity_error).collect();
    let within = errors.iter().filter(|error| **error <= 0.08).count();
    println!("\n| what | of {} genomes |\n|---|---|", scores.len());
    println!("| recurrent rearrangements in a fifth of the cells or more | {} |", add(&|one| one.recurrent[0]));
    println!("| in a tenth | {} |", add(&|one| one.recurrent[1]));
    println!("| junctions to the base | {} |", add(&|one| one.exact));
    println!(
        "| recurrent rearrangements that are not there ({} genomes have none) | {false_recurrent} |",
        negative.count()
    );
    println!("| lesions for guidelines | {} |", add(&|one| one.lesions));
    println!("| changes of 5 Mb or more, in a fifth of the cells or more | {} |", add(&|one| one.large[0]));
    println!("| in fewer | {} |", add(&|one| one.large[1]));
    println!("| copy-neutral losses of 10 Mb or more, in a fifth or more | {} |", add(&|one| one.neutral));
    println!("| segments said to be changed, of 5 Mb or more, that are | {} |", add(&|one| one.called));
    println!("| purity within 0.08, of changed genomes with one | {within} of {} |", errors.len());
    println!("| largest error of the purity | {:.3} |", errors.iter().copied().fold(0.0, f64::max));
    println!("| the purity's 95 % interval holds it | {} |", told(&|one| one.purity_held));
    println!("| ploidy class right or among those named | {} |", told(&|one| one.class));
    println!("| karyotype equal, purity from 40 % | {} |", told(&|one| one.karyotype));
}
