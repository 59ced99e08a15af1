//! A panel of normals for rearrangements: made from the structural variants of normals, used on a case.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests

mod support;

use std::{fs, path::PathBuf};

use marv::{
    CaseFile, Error, PanelOf, Settings, build_panel_of_junctions,
    marv_model::{genome::Contigs, structure::JunctionCall},
    marv_simulate::{
        ReferenceChoice, Scenario,
        scenario::{Rearrangement, Region},
        simulate,
    },
    progress::Silent,
    show_panel_of_normals, structure,
};

#[test]
fn what_two_normals_show_is_set_aside_and_a_recurrent_fusion_is_not() {
    let scratch = tempfile::tempdir().unwrap();
    let region = |contig: &str, start, end| Region {
        contig: Some(contig.to_owned()),
        start: Some(start),
        end: Some(end),
        ..Region::default()
    };
    let join = |first: &str, second: &str| Rearrangement {
        first: first.to_owned(),
        second: second.to_owned(),
        inserted: String::new(),
        clone: None,
        haplotypes: None,
        copies: None,
    };
    // Two exchanges; the second joins PML and RARA as in APL.
    let scenario = Scenario {
        seed: 4,
        tumour_depth: 60.0,
        normal_depth: 30.0,
        regions: vec![
            region("chr4", 40_000_000, 40_012_000),
            region("chr10", 70_000_000, 70_012_000),
            region("chr15", 74_020_000, 74_036_000),
            region("chr17", 40_340_000, 40_356_000),
        ],
        rearrangements: vec![
            join("chr4:40006000-", "chr10:70006001+"),
            join("chr10:70006000-", "chr4:40006001+"),
            join("chr15:74030000-", "chr17:40346001+"),
            join("chr17:40346000-", "chr15:74030001+"),
        ],
        ..Scenario::default()
    };
    let pair = simulate(&scenario, &ReferenceChoice::Generated, &scratch.path().join("pair"), &|_| ()).unwrap();
    let case = support::pair(&pair.reference, &pair.tumour, Some(&pair.normal));
    let case = CaseFile { regions: Some(pair.regions.clone()), ..case };
    let run = |case: &CaseFile, name: &str| {
        let out = scratch.path().join(name);
        let calls = structure(case, &Settings::default(), &out, &Silent).unwrap().junctions;
        (calls, out.join("structural.vcf.gz"))
    };
    let (before, found) = run(&case, "before");
    assert_eq!(before.iter().filter(|call| call.passes()).count(), 4, "{before:?}");

    // Two normals that show what this tumour shows, as files of their own.
    let normals: Vec<PathBuf> = ["first", "second"].map(|name| scratch.path().join(format!("{name}.vcf.gz"))).into();
    for normal in &normals {
        fs::copy(&found, normal).unwrap();
    }
    let panel = scratch.path().join("panel.bedpe.gz");
    let built = build_panel_of_junctions(&normals, &pair.reference, &panel).unwrap();
    assert_eq!((built.of, built.samples, built.carriers.get(&2)), (PanelOf::Junctions, Some(2), Some(&4)));
    assert_eq!(show_panel_of_normals(&panel).unwrap(), built);
    let (after, file) = run(&CaseFile { panel_of_junctions: Some(panel), ..case.clone() }, "after");
    let fusion = |call: &JunctionCall| call.junction.one.locus.position > 74_000_000;
    let rule =
        |call: &JunctionCall| call.ledger.iter().find(|entry| entry.rule == "panel_of_normals").cloned().unwrap();
    for call in &after {
        assert_eq!((call.passes(), rule(call).value), (fusion(call), Some(2.0)));
    }
    assert_eq!(after.len(), 4);
    let written = marv_ingest::junctions::read(&file, &Contigs::grch38()).unwrap();
    assert_eq!((written.junctions.len(), written.filtered), (2, 4), "each junction is two records");

    // One normal alone is no reason, one file no panel, and a name that says otherwise is refused.
    let none = scratch.path().join("none.vcf");
    let head = "##fileformat=VCFv4.3\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
    fs::write(&none, head).unwrap();
    let one = scratch.path().join("one.bedpe");
    build_panel_of_junctions(&[normals[0].clone(), none], &pair.reference, &one).unwrap();
    let (after, _) = run(&CaseFile { panel_of_junctions: Some(one.clone()), ..case }, "one");
    assert_eq!(after.iter().filter(|call| call.passes()).count(), 4);
    let refused = |normals: &[PathBuf], name: &str| {
        matches!(
            build_panel_of_junctions(normals, &pair.reference, &scratch.path().join(name)),
            Err(Error::Usage { .. })
        )
    };
    assert!(refused(&normals[..1], "one.bedpe") && refused(&normals, "panel.vcf.gz"));
}
