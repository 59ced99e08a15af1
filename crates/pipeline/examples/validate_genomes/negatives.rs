//! Pairs in which nothing is to be found: normal against normal, and tumours without a rearrangement.

use std::time::Instant;

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
    let mut sums = [0usize; 6];
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
            usize::from(one.purity.is_some()),
        ]) {
            *sum += add;
        }
        differs.extend(one.present.iter().map(|name| format!("{}: {name} is said to be there", scenario.name)));
        if kind == Kind::Normal && one.line.as_deref() != Some(one.expected) {
            differs.push(format!("{}: `{}` for `{}`", scenario.name, one.line.unwrap_or_default(), one.expected));
        }
    }
    let [present, open, rows, junctions, equal, purities] = sums;
    println!("| what | {count} pairs, seed {seed} |\n|---|---|");
    println!("| recurrent rearrangements that are not there | {present} of {rows} rows |");
    println!("| left open | {open} |");
    println!("| junctions listed | {junctions} |");
    println!("| pairs with a purity | {purities} |");
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
    purity: Option<f64>,
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
        purity: report.copy_number.as_ref().and_then(|copies| copies.purity),
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
