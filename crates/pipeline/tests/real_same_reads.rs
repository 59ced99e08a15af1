//! The negative control: one person's reads under two names. Nothing was acquired between a file and its copy.

mod support;

use marv::Settings;
use support::{
    call,
    calls::Row,
    pair, real,
    reference::{Known, bases_of},
};

/// Length of GRCh37's chromosome 17, as the files' own headers say.
const CHR17: u32 = 81_195_210;
/// The slice is named `17_7572000-7591000` and holds 19,001 bases: both ends are in it, 1-based.
const SLICE_START: u32 = 7_572_000 - 1;

#[test]
fn no_call_passes_between_a_file_and_its_copy() {
    let Some(folder) = real("bam/iarc_tp53_1000g") else { return };
    let bases = bases_of(&folder.join("17_7572000-7591000.fasta"));
    assert_eq!(bases.len(), 19_001);
    let known = Known::slice("17", CHR17, SLICE_START, &bases);
    let (tumour, normal) = (folder.join("NA06984_T.bam"), folder.join("NA06984_N.bam"));
    // At the wrong place three of four bases would differ.
    let (rate, compared) = known.mismatch_rate(&tumour);
    println!("the slice at its place: {rate:.5} of {compared} aligned bases differ");
    assert!(rate < 0.01 && compared > 100_000);
    let (shifted, _) = Known::slice("17", CHR17, SLICE_START + 1, &bases).mismatch_rate(&tumour);
    assert!(shifted > 0.5, "one base off: {shifted}");

    let scratch = tempfile::tempdir().unwrap();
    let (reference, regions) = known.write(scratch.path());
    let mut case = pair(&reference, &tumour, Some(&normal));
    case.regions = Some(regions);
    // The two files bear one sample name: that is refused unless it is asked for.
    let refused = call(&case, &Settings::default(), scratch.path()).unwrap_err();
    assert_eq!(refused.exit_code(), 1);
    let settings = Settings { allow_same_sample: true, ..Settings::default() };
    let rows = call(&case, &settings, scratch.path()).unwrap();
    let passing: Vec<String> = rows.iter().filter(|row| row.passes()).map(Row::allele).collect();
    println!("{} candidates, {} pass", rows.len(), passing.len());
    assert!(passing.is_empty(), "{passing:?}");
    // The reads are the same, so the counts are.
    for row in &rows {
        assert_eq!(Some(row.tumour), row.normal, "{}", row.allele());
    }
}
