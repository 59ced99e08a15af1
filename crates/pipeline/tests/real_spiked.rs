//! Real reads of a challenge with variants spiked in: places where a caller must call, and places where callers are lured.
//!
//! The places that must stay silent, and the two of the complex set that must not, are those of the tests of the program
//! that the slices come from (guacamole, 0-based there).

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

mod support;

use std::path::{Path, PathBuf};

use marv::Settings;
use support::{call, calls::Row, pair, program, real, reference::Known};

const SYN1: &str = "synthetic.challenge.set1";

/// A file of SAM as an indexed BAM in `folder`; none where samtools is absent.
fn indexed(sam: &Path, folder: &Path) -> Option<PathBuf> {
    let bam = folder.join(sam.file_name().unwrap()).with_extension("bam");
    program::run("samtools", &["sort", "-o", program::text(&bam), program::text(sam)])?;
    program::run("samtools", &["index", program::text(&bam)])?;
    Some(bam)
}

/// The calls of a pair that is given as SAM; nothing is forced. Prints how often MD contradicts itself.
fn calls_of(tumour: &str, normal: &str) -> Option<Vec<Row>> {
    let root = real("tn/guacamole_dream")?;
    let scratch = tempfile::tempdir().unwrap();
    let (tumour, normal) = (indexed(&root.join(tumour), scratch.path())?, indexed(&root.join(normal), scratch.path())?);
    let known = Known::from_reads(&[tumour.clone(), normal.clone()]);
    println!("{} places at which two reads' MD differ", known.conflicts);
    let (reference, regions) = known.write(scratch.path());
    let mut case = pair(&reference, &tumour, Some(&normal));
    case.regions = Some(regions);
    Some(call(&case, &Settings::default(), scratch.path()).unwrap())
}

fn show(row: &Row) -> String {
    format!(
        "{:<20} {:>6} {:>6} {:>7.3} {:>7.3} {:>7.3}  {}",
        row.allele(),
        row.tumour.to_string(),
        row.normal.map_or_else(String::new, |normal| normal.to_string()),
        row.somatic(),
        row.germline(),
        row.artefact(),
        row.filters.join(";")
    )
}

/// Prints what stands at each 0-based place, and gives those where a call passes.
fn passing_at(rows: &[Row], places: &[u32]) -> Vec<u32> {
    let mut passing = Vec::new();
    for place in places {
        let there: Vec<&Row> = rows.iter().filter(|row| row.position == place + 1).collect();
        if there.is_empty() {
            println!("{:<20} no candidate", format!("{}", place + 1));
        }
        for row in &there {
            println!("{}", show(row));
        }
        if there.iter().any(|row| row.passes()) {
            passing.push(*place);
        }
    }
    passing
}

#[test]
fn spiked_substitutions_are_called() {
    let Some(root) = real("tn/guacamole_dream") else { return };
    let Some(rows) = calls_of("tumor.chr20.tough.sam", "normal.chr20.tough.sam") else { return };
    let golden = std::fs::read_to_string(root.join("tough.golden.vcf")).unwrap();
    let (mut found, mut missed) = (0, Vec::new());
    for line in golden.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let row = rows.iter().find(|row| row.is(fields[0], fields[1].parse().unwrap(), fields[3], fields[4]));
        println!("{}", row.map_or_else(|| format!("{}:{} no candidate", fields[0], fields[1]), show));
        if row.is_some_and(Row::passes) {
            found += 1;
        } else {
            missed.push(fields[1].to_owned());
        }
    }
    let others = rows.iter().filter(|row| row.passes()).count() - found;
    println!("{found} of {} spiked pass; {others} others pass", found + missed.len());
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn places_that_lure_callers_stay_silent() {
    let of = |sample: &str, set: &str| format!("{SYN1}.{sample}.v2.withMDTags.chr2.{set}.sam");
    let sets: [(String, String, &[u32], &[u32]); 3] = [
        (
            "tumor.chr20.simplefp.sam".to_owned(),
            "normal.chr20.simplefp.sam".to_owned(),
            &[13_046_318, 25_939_088, 26_211_835, 29_652_479, 54_495_768],
            &[],
        ),
        (
            of("tumor", "syn1fp"),
            of("normal", "syn1fp"),
            &[
                216_094_721,
                3_529_313,
                8_789_794,
                104_043_280,
                104_175_801,
                126_651_101,
                241_901_237,
                57_270_796,
                120_757_852,
            ],
            &[],
        ),
        (
            of("tumor", "complexvar"),
            of("normal", "complexvar"),
            &[148_487_667, 134_307_261, 90_376_213, 3_638_733, 109_347_468],
            &[82_949_713, 130_919_744],
        ),
    ];
    let mut wrong = Vec::new();
    for (tumour, normal, silent, called) in &sets {
        println!("\n{tumour}");
        let Some(rows) = calls_of(tumour, normal) else { return };
        let passing = passing_at(&rows, silent);
        println!("{} of {} silent", silent.len() - passing.len(), silent.len());
        wrong.extend(passing.into_iter().map(|place| (tumour.as_str(), place)));
        if !called.is_empty() {
            let passing = passing_at(&rows, called);
            println!("{} of {} called", passing.len(), called.len());
            wrong.extend(called.iter().filter(|place| !passing.contains(place)).map(|place| (tumour.as_str(), *place)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
