//! Simulates pairs at several seeds and shares of tumour in the normal, calls their small variants, and prints how the
//! calls compare with the truth, as Markdown.
//!
//!     cargo run --profile quick -p marv --example validate_somatic -- [KEY=VALUE]...
//!
//! Keys: `seeds` (default 1,2,3,4,5), `shares` of tumour cells in the normal (0,0.02,0.05,0.1,0.2), `megabases` of a pair
//! (1), `tumour` and `normal` depth (100, 40), `folder` for the pairs (a temporary one). A pair is removed when it has been
//! scored, unless a folder is given. A last pair of each seed has no acquired variant: every call of it is false.

use std::{
    error::Error,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use marv::{
    CaseFile, SampleFile, Settings, call,
    marv_simulate::{
        Evaluation, EvaluationOptions, ReferenceChoice, Scenario, bench_scenario, evaluate,
        evaluate::{BIN_NAMES, Calibration, Counts, KindCounts},
        scenario::{Clone, RandomSomatic},
        simulate,
    },
    progress::Silent,
};

type Answer<T> = Result<T, Box<dyn Error>>;

/// Acquired variants in a megabase: far more than a patient has, so that a megabase is enough to measure recall; false
/// calls a megabase are told of pairs without any.
const DENSE: RandomSomatic = RandomSomatic { snv_per_mb: 150.0, indel_per_mb: 50.0, mnv_per_mb: 5.0, late: 0.0 };

struct Plan {
    seeds: Vec<u64>,
    shares: Vec<f64>,
    megabases: u32,
    depths: [f64; 2],
    folder: Option<PathBuf>,
}

impl Plan {
    fn read() -> Answer<Self> {
        let mut plan = Self {
            seeds: (1..=5).collect(),
            shares: vec![0.0, 0.02, 0.05, 0.1, 0.2],
            megabases: 1,
            depths: [100.0, 40.0],
            folder: None,
        };
        for argument in std::env::args().skip(1) {
            let (key, value) = argument.split_once('=').ok_or_else(|| format!("{argument}: expected KEY=VALUE"))?;
            match key {
                "seeds" => plan.seeds = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
                "shares" => plan.shares = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
                "megabases" => plan.megabases = value.parse()?,
                "tumour" => plan.depths[0] = value.parse()?,
                "normal" => plan.depths[1] = value.parse()?,
                "folder" => plan.folder = Some(value.into()),
                _ => return Err(format!("{key}: choose from seeds, shares, megabases, tumour, normal, folder").into()),
            }
        }
        Ok(plan)
    }
    fn scenario(&self, seed: u64, share: f64, random_somatic: RandomSomatic) -> Scenario {
        let [tumour, normal] = self.depths;
        let mut bench = bench_scenario(self.megabases, tumour, normal);
        // Beside the bench's clones of 45, 22, 11, 5 and 2.5 % of the fragments one of 7 %.
        let parent = Some("half".to_owned());
        bench.clones.push(Clone { name: "sixth".to_owned(), cell_fraction: 0.16, parent });
        Scenario { seed, tumour_in_normal: share, random_somatic, ..bench }
    }
    /// Makes a pair, calls it and compares; the pair's files are gone afterwards, unless a folder was asked for.
    fn evaluate(&self, name: &str, scenario: &Scenario) -> Answer<Evaluation> {
        let temporary = tempfile::tempdir()?;
        let folder = self.folder.as_deref().unwrap_or(temporary.path()).join(name);
        let evaluation = scored(scenario, &folder)?;
        if self.folder.is_none() {
            fs::remove_dir_all(&folder)?;
        }
        Ok(evaluation)
    }
}

fn scored(scenario: &Scenario, folder: &Path) -> Answer<Evaluation> {
    let pair = simulate(scenario, &ReferenceChoice::Generated, folder, &|_| ())?;
    let case = CaseFile {
        normal: Some(SampleFile { alignment: pair.normal.clone(), sample: None }),
        regions: Some(pair.regions.clone()),
        ..CaseFile::new(&pair.reference, &pair.tumour)
    };
    let calls = folder.join("calls.vcf.gz");
    call(&case, &Settings::default(), &calls, None, &Silent)?;
    let options = EvaluationOptions { regions: Some(pair.regions.clone()), ..EvaluationOptions::default() };
    Ok(evaluate(&calls, &pair.somatic_truth, &pair.reference, &options)?)
}

fn main() -> Answer<()> {
    let plan = Plan::read()?;
    let mut out = std::io::stdout().lock();
    let Plan { seeds, shares, megabases, depths: [tumour, normal], .. } = &plan;
    writeln!(out, "{megabases} Mb a pair, tumour {tumour}x, normal {normal}x, seeds {seeds:?}.\n")?;
    writeln!(out, "{HEAD}")?;
    let mut tables = Vec::new();
    for share in shares {
        let mut sum = Sum::default();
        for seed in seeds {
            let name = format!("seed{seed}-share{share}");
            sum.add(&plan.evaluate(&name, &plan.scenario(*seed, *share, DENSE))?);
        }
        writeln!(out, "{}", sum.row(*share))?;
        out.flush()?;
        tables.push((*share, sum));
    }
    writeln!(out, "\nRecall of substitutions by fraction ({})", BIN_NAMES.join(", "))?;
    writeln!(
        out,
        "\n| cells | {} | from 10 %: P / R / F1 | indels from 10 % |\n|---|---|---|---|---|---|---|---|",
        BIN_NAMES.join(" | ")
    )?;
    for (share, sum) in &tables {
        let bins: Vec<String> = sum.snv.by_fraction.iter().map(recall).collect();
        let [snv, indel] = [&sum.snv, &sum.indel].map(|kind| triple(&kind.from_fraction(0.1)));
        writeln!(out, "| {:.0} % | {} | {snv} | {indel} |", 100.0 * share, bins.join(" | "))?;
    }
    let mut calibration = Calibration::default();
    for (_, sum) in &tables {
        calibration.merge(&sum.calibration);
    }
    reliability(&mut out, &calibration)?;
    let mut empty = Sum::default();
    for seed in seeds {
        let none = RandomSomatic { snv_per_mb: 0.0, indel_per_mb: 0.0, mnv_per_mb: 0.0, late: 0.0 };
        empty.add(&plan.evaluate(&format!("seed{seed}-none"), &plan.scenario(*seed, 0.0, none))?);
    }
    let all = empty.all.all;
    let (rate, [low, high]) = all.false_per_megabase(empty.bases).unwrap_or_default();
    writeln!(
        out,
        "\nWithout an acquired variant: {} calls pass in {} bases, {rate:.2} a megabase ({low:.2} to {high:.2}).",
        all.calls, empty.bases
    )?;
    Ok(())
}

/// The pairs of one share, added.
#[derive(Default)]
struct Sum {
    all: KindCounts,
    snv: KindCounts,
    indel: KindCounts,
    bases: u64,
    calibration: Calibration,
    /// True share, estimate, and whether the interval holds the truth, of each pair.
    shares: Vec<(Option<f64>, Option<f64>, Option<bool>)>,
}

impl Sum {
    fn add(&mut self, one: &Evaluation) {
        self.all.merge(&one.all);
        self.snv.merge(&one.snv);
        self.indel.merge(&one.indel);
        self.bases += one.bases;
        self.calibration.merge(&one.calibration);
        let share = &one.tumour_in_normal;
        self.shares.push((share.truth, share.estimate.map(|estimate| estimate.0), share.holds()));
    }
    fn row(&self, cells: f64) -> String {
        let percent = |values: Vec<f64>| {
            let ends = values.iter().fold([f64::INFINITY, 0.0], |[low, high], v| [v.min(low), v.max(high)]);
            if values.is_empty() { "-".to_owned() } else { format!("{:.1} to {:.1}", 100.0 * ends[0], 100.0 * ends[1]) }
        };
        let truth = percent(self.shares.iter().filter_map(|share| share.0).collect());
        let found = percent(self.shares.iter().filter_map(|share| share.1).collect());
        let held = self.shares.iter().filter(|share| share.2 == Some(true)).count();
        let rate =
            self.snv.all.false_per_megabase(self.bases).map_or_else(|| "-".into(), |(rate, _)| format!("{rate:.2}"));
        format!(
            "| {:.0} % | {} | {rate} | {} | {truth} | {found} | {held} of {} |",
            100.0 * cells,
            triple(&self.snv.all),
            triple(&self.indel.all),
            self.shares.len()
        )
    }
}

const HEAD: &str = "| tumour cells in the normal | SNV P / R / F1 | false SNVs per Mb | indel P / R / F1 | tumour in the normal, % | estimate, % | interval holds it |\n|---|---|---|---|---|---|---|";

fn triple(counts: &Counts) -> String {
    let share = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"));
    format!("{} / {} / {}", share(counts.precision()), share(counts.recall()), share(counts.f1()))
}

fn recall(counts: &Counts) -> String {
    counts.recall().map_or_else(|| "-".to_owned(), |recall| format!("{recall:.2}"))
}

fn reliability(out: &mut impl Write, calibration: &Calibration) -> Answer<()> {
    let share = |error: Option<f64>| error.map_or_else(|| "-".to_owned(), |error| format!("{error:.4}"));
    writeln!(
        out,
        "\nP(somatic) of {} candidates: expected calibration error {}, {} over those from 0.1.\n",
        calibration.candidates(),
        share(calibration.error()),
        share(calibration.error_from_a_tenth())
    )?;
    writeln!(out, "| P | candidates | mean | share true (95 %) |\n|---|---|---|---|")?;
    for (tenth, bin) in (0u32..).zip(&calibration.bins) {
        let (Some(mean), Some((share, [low, high]))) = (bin.mean(), bin.share()) else { continue };
        let to = f64::from(tenth + 1) / 10.0;
        writeln!(out, "| 0.{tenth}-{to:.1} | {} | {mean:.3} | {share:.3} ({low:.3} to {high:.3}) |", bin.candidates)?;
    }
    Ok(())
}
