//! What a user gives beside the pair, end to end on a simulated pair: population frequencies and a panel of normals for a
//! tumour without a normal, other callers' variants, presets, and the estimates that a run states.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

mod support;

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use marv::{
    CaseFile, Settings, build_panel_of_normals, filter_without_reads, marv_knowledge::store::Sources,
    marv_simulate::Simulated, marv_somatic::SomaticConfig, progress::Silent, show_panel_of_normals,
};
use support::{
    call,
    calls::{self, Row},
    small,
};

const HEAD: &str = "##fileformat=VCFv4.3\n##INFO=<ID=AF,Number=A,Type=Float,Description=\"Frequency\">\n";
const COLUMNS: &str = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";

/// Contig, position, REF and ALT of a truth's records.
fn alleles(path: &Path) -> Vec<[String; 4]> {
    let text = fs::read_to_string(path).unwrap();
    let fields = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        [0, 1, 3, 4].map(|column| fields[column].to_owned())
    };
    text.lines().filter(|line| !line.starts_with('#')).map(fields).collect()
}

fn names(rows: &[[String; 4]]) -> BTreeSet<String> {
    rows.iter().map(|[contig, position, r, a]| format!("{contig}:{position} {r}>{a}")).collect()
}

fn passing(rows: &[Row]) -> BTreeSet<String> {
    rows.iter().filter(|row| row.passes()).map(Row::allele).collect()
}

/// The pair, its inherited and its acquired alleles.
fn made(folder: &Path) -> (Simulated, BTreeSet<String>, BTreeSet<String>) {
    let pair = small::simulated(folder);
    let (inherited, acquired) = (names(&alleles(&pair.germline_truth)), names(&alleles(&pair.somatic_truth)));
    (pair, inherited, acquired)
}

fn tumour_only(pair: &Simulated) -> CaseFile {
    CaseFile { normal: None, ..small::case(pair) }
}

/// A file of sites with INFO.
fn sites(path: PathBuf, head: &str, rows: &[[String; 4]], info: &str) -> PathBuf {
    let mut text = format!("{head}{COLUMNS}\n");
    for [contig, position, r, a] in rows {
        let _ = writeln!(text, "{contig}\t{position}\t.\t{r}\t{a}\t.\tPASS\t{info}");
    }
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_population_tells_inherited_from_acquired_without_a_normal() {
    let folder = tempfile::tempdir().unwrap();
    let (pair, inherited, acquired) = made(folder.path());
    let without = call(&tumour_only(&pair), &Settings::default(), folder.path()).unwrap();
    let text = fs::read_to_string(folder.path().join("calls.vcf")).unwrap();
    assert!(text.contains("##marvTumourOnly=") && !text.contains("##marvTumourInNormal="), "it is said");
    assert!(without.iter().all(|row| row.normal.is_none()));
    let rows = alleles(&pair.germline_truth);
    let list = sites(folder.path().join("population.vcf"), HEAD, &rows, "AF=0.2");
    let case = CaseFile { population: Some(list), ..tumour_only(&pair) };
    let with = call(&case, &Settings::default(), folder.path()).unwrap();
    let passed = passing(&with);
    let wrong: Vec<&String> = passed.intersection(&inherited).collect();
    assert!(wrong.is_empty(), "listed in one of five persons, and called acquired: {wrong:?}");
    let (before, after) = (passing(&without).intersection(&acquired).count(), passed.intersection(&acquired).count());
    println!("acquired that pass without a normal: {before} without a list, {after} with it, of {}", acquired.len());
    assert!(after >= before && after > 0);
    let listed: Vec<&Row> = with.iter().filter(|row| inherited.contains(&row.allele())).collect();
    assert!(listed.len() >= 20 && listed.iter().all(|row| row.germline() > 0.5 || row.artefact() > 0.5));
}

#[test]
fn a_panel_of_normals_is_built_shown_and_used() {
    let folder = tempfile::tempdir().unwrap();
    let (pair, inherited, acquired) = made(folder.path());
    // Two normals: the pair's own called alone, and the list of its inherited alleles.
    let normal =
        CaseFile { tumour: marv::SampleFile { alignment: pair.normal.clone(), sample: None }, ..tumour_only(&pair) };
    let first = folder.path().join("first.vcf");
    marv::call(&normal, &Settings::default(), &first, None, &Silent).unwrap();
    let second = sites(folder.path().join("second.vcf"), HEAD, &alleles(&pair.germline_truth), ".");
    let panel = folder.path().join("panel.vcf.gz");
    let built = build_panel_of_normals(&[first.clone(), second], &pair.reference, &panel, &Silent).unwrap();
    assert_eq!((built.samples, show_panel_of_normals(&panel).unwrap().carriers), (Some(2), built.carriers.clone()));
    let in_first = calls::read(&fs::read_to_string(&first).unwrap()).iter().map(Row::allele).collect::<BTreeSet<_>>();
    let both: BTreeSet<String> = in_first.intersection(&inherited).cloned().collect();
    assert_eq!(built.carriers.get(&2).copied(), Some(both.len() as u64));
    assert!(build_panel_of_normals(&[first], &pair.reference, &panel, &Silent).is_err(), "one normal is no panel");
    let case = CaseFile { panel_of_normals: Some(panel.clone()), ..tumour_only(&pair) };
    let found = call(&case, &Settings::default(), folder.path()).unwrap();
    // The same panel in a folder of knowledge, asked allele by allele, gives the same calls.
    let by_file = fs::read_to_string(folder.path().join("calls.vcf")).unwrap();
    let knowledge = folder.path().join("knowledge");
    let sources = Sources { normals: Some(panel), date: "2026-11-23".to_owned(), ..Sources::default() };
    let manifest = marv::build_knowledge(&sources, &knowledge).unwrap();
    assert_eq!((manifest.normals, manifest.tables[0].rows), (Some(2), built.carriers.values().sum()));
    let case = CaseFile { knowledge: Some(knowledge), ..tumour_only(&pair) };
    call(&case, &Settings::default(), folder.path()).unwrap();
    let by_folder = fs::read_to_string(folder.path().join("calls.vcf")).unwrap();
    assert!(by_file.contains("panel_of_normals") && by_file == by_folder);
    let flagged = |row: &Row| row.filters.iter().any(|filter| filter == "panel_of_normals");
    let own: Vec<&Row> = found.iter().filter(|row| both.contains(&row.allele())).collect();
    assert!(own.len() >= 20 && own.iter().all(|row| flagged(row) || row.info.contains_key("HOTSPOT")));
    assert!(
        found
            .iter()
            .filter(|row| acquired.contains(&row.allele()) && !both.contains(&row.allele()))
            .all(|row| !flagged(row))
    );
}

/// A panel that flags nothing because it is of another genome, or in which one person counts as two, is not used.
#[test]
fn a_panel_of_another_genome_or_of_one_person_twice_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (pair, ..) = made(folder.path());
    let of = |name: &str, contigs: &str| {
        sites(folder.path().join(name), &format!("{HEAD}{contigs}"), &alleles(&pair.germline_truth), "AF=0.1")
    };
    // chr17 has 83,257,441 bases in GRCh38 and 81,195,210 in GRCh37.
    let other_build = of("b37.vcf", "##contig=<ID=17,length=81195210>\n");
    let other_names = of("species.vcf", "##contig=<ID=NC_000083.7>\n");
    for (file, told) in
        [(&other_build, "17 has 81195210 bases there, 83257441 in the reference"), (&other_names, "NC_000083.7")]
    {
        let as_panel = CaseFile { panel_of_normals: Some(file.clone()), ..tumour_only(&pair) };
        let as_population = CaseFile { population: Some(file.clone()), ..tumour_only(&pair) };
        for case in [as_panel, as_population] {
            let out = folder.path().join("calls.vcf");
            let error = marv::call(&case, &Settings::default(), &out, None, &Silent).unwrap_err().to_string();
            assert!(error.contains("another genome") && error.contains(told), "{error}");
        }
    }
    let (once, again) = (of("once.vcf", ""), of("again.vcf", ""));
    let panel = folder.path().join("panel.vcf.gz");
    let error = build_panel_of_normals(&[once, again], &pair.reference, &panel, &Silent).unwrap_err().to_string();
    assert!(error.contains("again.vcf") && error.contains("same alleles as once.vcf"), "{error}");
    assert!(!panel.exists());
}

#[test]
fn other_callers_variants_are_judged_by_reads_and_without_them() {
    let folder = tempfile::tempdir().unwrap();
    let (pair, inherited, _) = made(folder.path());
    let called = call(&small::case(&pair), &Settings::default(), folder.path()).unwrap();
    let mut rows = alleles(&pair.somatic_truth);
    rows.extend(alleles(&pair.germline_truth).into_iter().take(5));
    rows.sort_by(|a, b| (&a[0], a[1].parse::<u32>().unwrap()).cmp(&(&b[0], b[1].parse::<u32>().unwrap())));
    let supplied = sites(folder.path().join("caller.vcf"), "##fileformat=VCFv4.3\n", &rows, ".");
    let case = CaseFile { variants: vec![supplied], ..small::case(&pair) };
    let out = folder.path().join("filtered.vcf");
    marv::filter(&case, &Settings::default(), &out, None, &Silent).unwrap();
    let judged = calls::read(&fs::read_to_string(&out).unwrap());
    assert_eq!(judged.len(), rows.len(), "all of them, and no other");
    let passed = passing(&judged);
    assert!(passed.is_disjoint(&inherited));
    // What was called without being asked for passes when it is asked for.
    let supplied = names(&rows);
    let lost: Vec<String> =
        passing(&called).into_iter().filter(|a| supplied.contains(a) && !passed.contains(a)).collect();
    assert!(lost.is_empty() && !passed.is_empty(), "{lost:?}");
    // Without reads, by a caller's counts: 20 of 60 against none of 40; 30 of 60 in both; nothing counted.
    let counts = ["60:40,20:.\t40:40,0:.", "60:30,30:.\t60:30,30:.", ".:.:.\t.:.:."];
    let mut text = "##fileformat=VCFv4.2\n##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"d\">\n##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"a\">\n##FORMAT=<ID=XX,Number=1,Type=String,Description=\"x\">\n##tumor_sample=T\n##normal_sample=N\n".to_owned();
    let _ = writeln!(text, "{COLUMNS}\tFORMAT\tT\tN");
    let substitutions: Vec<&[String; 4]> =
        rows.iter().filter(|[_, _, r, a]| r.len() == 1 && a.len() == 1).take(3).collect();
    for ([contig, position, r, a], counts) in substitutions.iter().zip(counts) {
        let _ = writeln!(text, "{contig}\t{position}\t.\t{r}\t{a}\t.\tPASS\t.\tDP:AD:XX\t{counts}");
    }
    let counted = folder.path().join("counted.vcf");
    fs::write(&counted, text).unwrap();
    let case = CaseFile { variants: vec![counted], ..small::case(&pair) };
    filter_without_reads(&case, &Settings::default(), &out, None, &Silent).unwrap();
    let text = fs::read_to_string(&out).unwrap();
    assert!(text.contains("##marvNotAssessed="));
    let filters: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').nth(6).unwrap().split(';').collect())
        .collect();
    assert_eq!(filters.len(), 3);
    assert_eq!(filters[0], ["PASS"]);
    assert!(filters[1].contains(&"germline"), "{filters:?}");
    assert!(!filters[2].contains(&"PASS"), "{filters:?}");
}

#[test]
fn presets_differ_as_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let (pair, ..) = made(folder.path());
    let of = |somatic: SomaticConfig| {
        let settings = Settings { somatic, ..Settings::default() };
        call(&small::case(&pair), &settings, folder.path()).unwrap()
    };
    let [clinical, discovery, balsamic] =
        [SomaticConfig::default(), SomaticConfig::discovery(), SomaticConfig::balsamic()].map(of);
    assert!(passing(&discovery).is_superset(&passing(&clinical)), "a wider line lets more pass");
    assert!(passing(&clinical).is_superset(&passing(&balsamic)), "harder cuts let fewer pass");
    let enough = |row: &&Row| row.tumour.alternate >= 3 && row.tumour.depth >= 10 && row.tumour.fraction() >= 0.05;
    let hotspot = |row: &&Row| row.info.contains_key("HOTSPOT");
    assert!(balsamic.iter().filter(|row| row.passes()).all(|row| enough(&row) || hotspot(&row)));
    assert_eq!(clinical.len(), discovery.len(), "the same candidates");
}

#[test]
fn a_run_says_how_many_calls_are_expected_to_be_false() {
    let folder = tempfile::tempdir().unwrap();
    let (pair, ..) = made(folder.path());
    let out = folder.path().join("run");
    let run = marv::run_case(&small::case(&pair), &Settings::default(), &out, &Silent).unwrap();
    let sums = run.case.quality.false_discovery.unwrap();
    // The sum over the VCF's own calls that pass and were not asked for by name.
    let text = marv::marv_ingest::variants::VariantReader::open(&out.join("small.vcf.gz"));
    let mut reader = text.unwrap();
    let (mut passed, mut expected) = (0, 0.0);
    while let Some(record) = reader.next_record().unwrap() {
        if record.filters.iter().flatten().all(|filter| filter == "PASS") && !record.has_info("HOTSPOT") {
            passed += 1;
            expected += 10f64.powf(-record.info("SPP").unwrap().parse::<f64>().unwrap() / 10.0);
        }
    }
    let (substitutions, indels) = (sums.substitutions, sums.indels);
    assert_eq!(substitutions.passed + indels.passed, passed);
    assert!((substitutions.expected + indels.expected - expected).abs() < 1e-4 * (1.0 + expected));
    assert!(passed > 10 && substitutions.line > 0.0 && substitutions.line <= 0.45);
    let html = fs::read_to_string(out.join("report.en.html")).unwrap();
    assert!(html.contains("Expected to be false, substitutions"));
}
