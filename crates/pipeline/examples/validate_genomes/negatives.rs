//! Pairs in which nothing is to be found: normal against normal, and tumours without a rearrangement.

use std::{collections::BTreeMap, time::Instant};

use marv::{
    marv_model::{
        case::Case as Report,
        finding::{Finding, NotAssessed, Status},
        rearrangement::RecurrentGroup,
    },
    marv_simulate::{
        ReferenceChoice, Scenario,
        scenario::{Clone, RandomSomatic, Region, Sex, Spread, Unevenness},
        simulate,
    },
};

use crate::{Answer, make::places, run};

/// What is looked at.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// Both samples are the patient's normal cells, over all chromosomes in sparse windows.
    Normal,
    /// A tumour with substitutions and small insertions and deletions, over the breakpoints of recurrent rearrangements.
    Unrearranged,
}

/// Runs `count` pairs and prints what they show.
pub(crate) fn run_negatives(kind: Kind, count: u64, seed: u64) -> Answer<()> {
    let mut sums = [0usize; 5];
    let mut purities = Purities::default();
    let mut differs = Vec::new();
    let start = Instant::now();
    for number in 0..count {
        let folder = tempfile::tempdir()?;
        let scenario = scenario(kind, seed * 100_000 + number);
        simulate(&scenario, &ReferenceChoice::Generated, folder.path(), &|_| ())?;
        let report = run(&scenario, folder.path())?;
        let one = looked_at(&scenario, &report);
        for (sum, add) in sums.iter_mut().zip([
            one.present.len(),
            one.open,
            one.rows,
            one.junctions,
            usize::from(one.line.as_deref() == Some(one.expected)),
        ]) {
            *sum += add;
        }
        differs.extend(purities.add(&scenario, &report));
        differs.extend(one.present.iter().map(|name| format!("{}: {name} is said to be there", scenario.name)));
        if kind == Kind::Normal && one.line.as_deref() != Some(one.expected) {
            differs.push(format!("{}: `{}` for `{}`", scenario.name, one.line.unwrap_or_default(), one.expected));
        }
    }
    let [present, open, rows, junctions, equal] = sums;
    println!("| what | {count} pairs, seed {seed} |\n|---|---|");
    println!("| recurrent rearrangements that are not there | {present} of {rows} rows |");
    println!("| left open | {open} |");
    println!("| junctions listed | {junctions} |");
    println!("{}", purities.rows(kind));
    if kind == Kind::Normal {
        println!("| karyotype normal | {equal} of {count} |");
    }
    println!("| wall seconds | {:.0} |", start.elapsed().as_secs_f64());
    if !differs.is_empty() {
        println!("\nWhat differs:\n");
        for difference in &differs {
            println!("* {difference}");
        }
    }
    Ok(())
}

struct Looked {
    present: Vec<String>,
    open: usize,
    rows: usize,
    junctions: usize,
    line: Option<String>,
    expected: &'static str,
}

/// Purities found beside the true ones, and what they rest on.
#[derive(Default)]
struct Purities {
    /// By method: how many, and how many lie within 0.08 of the truth.
    found: BTreeMap<String, [usize; 2]>,
    /// Of those: the truth within the 95 % interval.
    within_interval: usize,
    largest_error: f64,
    /// Pairs without a purity whose windows tell no copies: reads on targets.
    on_targets: usize,
    /// Others without a purity.
    untold: usize,
    /// Substitutions that pass in a pair, fewest and most, with a purity and without one where windows tell copies.
    substitutions: [Option<[u64; 2]>; 2],
}

impl Purities {
    /// What differs, in words, where the purity is not the true one.
    fn add(&mut self, scenario: &Scenario, report: &Report) -> Option<String> {
        let truth = scenario.purity;
        let Some(copies) = report.copy_number.as_ref().filter(|copies| !copies.segments.is_empty()) else {
            self.on_targets += 1;
            return None;
        };
        let count = report.quality.false_discovery.map_or(0, |calls| calls.substitutions.passed);
        let range = &mut self.substitutions[usize::from(copies.purity.is_none())];
        *range = Some(range.map_or([count; 2], |[least, most]| [least.min(count), most.max(count)]));
        let Some(purity) = copies.purity else {
            self.untold += 1;
            return None;
        };
        let error = (purity - truth).abs();
        let [all, near] = self.found.entry(copies.method.clone()).or_default();
        *all += 1;
        *near += usize::from(error <= 0.08);
        self.largest_error = self.largest_error.max(error);
        self.within_interval +=
            usize::from(copies.purity_interval.is_some_and(|[low, high]| (low..=high).contains(&truth)));
        (error > 0.08).then(|| format!("{}: purity {purity:.2} by {} for {truth:.2}", scenario.name, copies.method))
    }
    fn rows(&self, kind: Kind) -> String {
        let all: usize = self.found.values().map(|[all, _]| all).sum();
        let mut rows = vec![format!("| pairs with a purity | {all} |")];
        if kind == Kind::Unrearranged {
            for (method, [all, near]) in &self.found {
                rows.push(format!("| by {method}, within 0.08 of the truth | {near} of {all} |"));
            }
            rows.push(format!("| the truth within the 95 % interval | {} of {all} |", self.within_interval));
            rows.push(format!("| largest error | {:.2} |", self.largest_error));
        }
        let range = |of: Option<[u64; 2]>| of.map_or_else(|| "-".to_owned(), |[a, b]| format!("{a} to {b}"));
        rows.push(format!("| substitutions that pass where there is one | {} |", range(self.substitutions[0])));
        rows.push(format!("| none: reads lie on targets | {} |", self.on_targets));
        rows.push(format!("| none: copies tell nothing and substitutions are too few | {} |", self.untold));
        rows.push(format!("| substitutions that pass there | {} |", range(self.substitutions[1])));
        rows.join("\n")
    }
}

fn looked_at(scenario: &Scenario, report: &Report) -> Looked {
    let found = report.rearrangements.as_ref();
    let rows: Vec<_> = found.map_or_else(Vec::new, |found| {
        let copies = [RecurrentGroup::Deletion, RecurrentGroup::Duplication];
        found.recurrent.iter().filter(|row| !copies.contains(&row.group)).collect()
    });
    Looked {
        present: rows
            .iter()
            .filter(|row| row.finding.status() == Status::Present)
            .map(|row| row.name.clone())
            .collect(),
        open: rows.iter().filter(|row| row.finding == Finding::unknown(NotAssessed::CallUnclear)).count(),
        rows: rows.len(),
        junctions: found.map_or(0, |found| found.junctions.len()),
        line: report.virtual_karyotype.as_ref().and_then(|one| one.clinical_line.clone()),
        expected: if scenario.sex == Some(Sex::Male) { "46,XY" } else { "46,XX" },
    }
}

fn scenario(kind: Kind, seed: u64) -> Scenario {
    let pick = |of: [f64; 3]| of[usize::try_from(seed % 3).unwrap_or(0)];
    let sex = if seed.is_multiple_of(2) { Sex::Male } else { Sex::Female };
    let of = |regions: Vec<Region>, spread, random_somatic| Scenario {
        name: format!("negative{seed}"),
        seed,
        regions,
        spread,
        margin: 450,
        sex: Some(sex),
        tumour_depth: pick([60.0, 80.0, 100.0]),
        normal_depth: pick([30.0, 35.0, 40.0]),
        purity: pick([0.3, 0.6, 0.9]),
        clones: vec![Clone { name: "founder".to_owned(), cell_fraction: 1.0, parent: None }],
        random_somatic,
        unevenness: Unevenness { composition: 0.08, waves: 0.02, holes: 0.02 },
        ..Scenario::default()
    };
    match kind {
        Kind::Normal => of(
            places(2_000),
            Some(Spread { every: 1_000_000, length: 2_200 }),
            RandomSomatic { snv_per_mb: 0.0, indel_per_mb: 0.0, mnv_per_mb: 0.0, late: 0.0 },
        ),
        Kind::Unrearranged => {
            of(places(5_000), None, RandomSomatic { snv_per_mb: 50.0, indel_per_mb: 20.0, mnv_per_mb: 5.0, late: 0.0 })
        }
    }
}
