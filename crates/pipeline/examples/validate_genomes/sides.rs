//! Whether a fusion is seen by the reads of one of its genes alone: what its absence there rests on.

use std::{fs, path::Path};

use marv::{
    CaseFile, SampleFile, Settings,
    marv_annotate::{Bundle, fusion::windows},
    marv_model::finding::Status,
    marv_simulate::{ReferenceChoice, simulate},
    progress::Silent,
    run_case,
};

use crate::{Answer, cases::Case, make};

/// Makes the genomes with a fusion of two genes, runs the whole job on one gene of each and prints what it finds.
pub(crate) fn run_sides(cases: &[(u64, &Case)], seed: u64, folder: Option<&Path>) -> Answer<()> {
    println!("| genome | purity | fusion | gene read | found | fragments, each junction |\n|---|---|---|---|---|---|");
    let mut sums = [0usize; 2];
    for (number, case) in cases.iter().filter(|(_, case)| case.recurrent.iter().any(|name| name.contains("::"))) {
        let name = format!("genome{}", seed * 1_000 + number);
        let genome = make::genome(case, seed * 1_000 + number, &name);
        let temporary = tempfile::tempdir()?;
        let out = folder.unwrap_or(temporary.path()).join(&name);
        if !out.join("scenario.toml").exists() {
            simulate(&genome.scenario, &ReferenceChoice::Generated, &out, &|_| ())?;
        }
        for (row, genes) in case.recurrent.iter().filter_map(|row| Some((row, row.split_once("::")?))) {
            for gene in [genes.0, genes.1] {
                let Some((status, fragments)) = found_by(row, gene, &out)? else { continue };
                let seen = status == Status::Present;
                sums[0] += usize::from(seen);
                sums[1] += 1;
                let seen = if seen { "yes" } else { "no" };
                println!("| {} | {:.2} | {row} | {gene} | {seen} | {fragments} |", case.name, case.purity);
            }
        }
        if folder.is_none() {
            fs::remove_dir_all(&out)?;
        }
    }
    println!("\n{} of {} found by one gene's reads alone.", sums[0], sums[1]);
    Ok(())
}

/// What the reads of one gene say of a row; none for an enhancer's locus and for what the table brings beside one.
fn found_by(row: &str, gene: &str, pair: &Path) -> Answer<Option<(Status, String)>> {
    let bundle = Bundle::embedded();
    let Some(known) = bundle.recurrent().iter().find(|known| *known.name == *row) else { return Ok(None) };
    let pad = if *known.one == *gene { known.pads[0] } else { known.pads[1] };
    let places = windows(bundle, gene, pad);
    if known.other.is_none() || places.is_empty() {
        return Ok(None);
    }
    let line = |place: &marv::marv_annotate::fusion::Window| {
        format!("{}\t{}\t{}\n", place.chrom, place.range.start, place.range.end)
    };
    let regions = pair.join("side.bed");
    fs::write(&regions, places.iter().map(line).collect::<String>())?;
    let file = CaseFile {
        id: "side".to_owned(),
        normal: Some(SampleFile { alignment: pair.join("normal.bam"), sample: None }),
        regions: Some(regions),
        ..CaseFile::new(pair.join("reference.fa.gz"), pair.join("tumour.bam"))
    };
    let out = pair.join("side");
    let report = run_case(&file, &Settings::default(), &out, &Silent)?.case;
    fs::remove_dir_all(&out)?;
    let Some(found) = report.rearrangements else { return Ok(None) };
    let status = found.recurrent.iter().find(|one| one.name == row).map(|one| one.finding.status());
    let of_row = found.junctions.iter().filter(|one| one.recurrent.iter().any(|name| name == row));
    let counts: Vec<String> = of_row.map(|one| one.tumour.fragments().to_string()).collect();
    Ok(status.map(|status| (status, counts.join(", "))))
}
