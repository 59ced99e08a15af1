//! Real pairs that other programs' authors keep, each with what they state of it, against what Marv says.
//!
//! `cargo test -p marv --test real_pairs -- --nocapture --test-threads 1` prints the tables of `docs/validation/real_pairs.md`. An
//! outcome that differs is listed in [`DIFFERENCES`] with its reason; one that is not listed there fails the test, and
//! so does one that is listed and agrees.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

mod support;

use std::{
    collections::BTreeSet,
    fmt::Write,
    path::{Path, PathBuf},
};

use marv::{
    Settings,
    marv_ingest::alignment::{AlignmentFile, AlignmentOptions},
    progress::Silent,
};
use support::{
    call, calls,
    calls::Row,
    pair,
    questions::{Difference, Expected, Question, head, judge, question},
    real,
    reference::{Known, bases_of},
};

/// Where Marv's outcome is not what the source states, and why.
const DIFFERENCES: &[Difference] = &[
    ("mnv", "chr16:12564124 CG>TA", FEW),
    ("mnv", "chr16:12567488 A>G", FEW),
    ("mnv", "chr16:12567560 G>A", FEW),
    ("mnv", "chr16:12577362 C>T", FEW),
    (
        "test26",
        "1:1250 CGATGATGATTTCACTCGAGTCCATTT>C",
        "the posterior weighs the few fragments that fit one of the two alleles; the tumour's other fragments fit neither in this repeat and are set aside, which holds the call back (base_call_noise)",
    ),
];

/// The other program has no least depth.
const FEW: &str =
    "fewer than 8 informative fragments in the tumour hold it back (low_depth); the posterior says somatic";

/// A candidate file of these alleles.
fn candidates(folder: &Path, questions: &[Question]) -> PathBuf {
    let mut text = String::from("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
    for Question { allele: (contig, position, reference, alternate), .. } in questions {
        writeln!(text, "{contig}\t{position}\t.\t{reference}\t{alternate}\t.\t.\t.").unwrap();
    }
    let path = folder.join("candidates.vcf");
    std::fs::write(&path, text).unwrap();
    path
}

/// Runs a pair with its candidates forced. Reads of these sets are slices: what the whole sample teaches is little.
fn run(known: &Known, tumour: &Path, normal: Option<&Path>, variants: Option<&Path>) -> Vec<Row> {
    let scratch = tempfile::tempdir().unwrap();
    let (reference, regions) = known.write(scratch.path());
    let mut case = pair(&reference, tumour, normal);
    case.regions = Some(regions);
    case.variants = variants.map(Path::to_owned).into_iter().collect();
    let settings = Settings { allow_same_sample: true, ..Settings::default() };
    call(&case, &settings, scratch.path()).unwrap_or_else(|error| panic!("{}: {error}", tumour.display()))
}

/// The alleles of a VCF with its FILTER column.
fn filtered(path: &Path) -> Vec<((String, u32, String, String), String)> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let allele = (fields[0].to_owned(), fields[1].parse().unwrap(), fields[3].to_owned(), fields[4].to_owned());
            (allele, fields[6].to_owned())
        })
        .collect()
}

/// Flags of the other program that rest on the reads of the pair; the others rest on files beside it: BED files of
/// repeats (CR, SR) and of germline indels (GI), a panel of unmatched normals (VUM), or on a fault of an old version (CB).
const OF_THE_READS: [&str; 11] = ["DTH", "RP", "MN", "PT", "MQ", "PH", "SE", "MNP", "CMNP", "GAP", "DP"];

fn flags(path: &Path) -> Vec<Question> {
    filtered(path)
        .into_iter()
        .map(|(allele, flags)| {
            let (terms, expected) = if flags == "PASS" {
                ("passes", Expected::Passes)
            } else if flags.split(';').any(|flag| OF_THE_READS.contains(&flag)) {
                ("held back", Expected::HeldBack)
            } else {
                ("-", Expected::Unstated)
            };
            Question { allele, stated: flags.replace(';', " "), terms, expected }
        })
        .collect()
}

#[test]
fn pairs_of_a_flagger() {
    let Some(folder) = real("tn/cgpcaveman_pp") else { return };
    let scratch = tempfile::tempdir().unwrap();
    let of = |name: &str| folder.join(name);
    let mut all = true;
    println!("\nFlags of substitutions (tn/cgpcaveman_pp)\n");
    head();
    for (name, tumour, normal, questions) in [
        ("testflag", "testflagmt.bam", "testflagwt.bam", flags(&of("expected_output_FlagCaVEManVCF.vcf"))),
        ("oldversion", "oldversion.mt.bam", "oldversion.wt.bam", flags(&of("expected_output_oldVersion_flagged.vcf"))),
        ("mnv", "mnv_sample.bam", "mnv_normal.bam", flags(&of("mnv_exp_out_flag_mnv.vcf"))),
        (
            "test_MNV",
            "test_MNV_tum.bam",
            "test_MNV_norm.bam",
            vec![question(("chr17", 42_760_364, "AAA", "CCC"), "a candidate of three bases", "-", Expected::Unstated)],
        ),
        (
            "gap_flag",
            "gap_flag_test_tumour.bam",
            "gap_flag_test_normal.bam",
            vec![
                question(
                    ("chr11", 96_092_222, "C", "T"),
                    "passes GAP (other flags not stated)",
                    "-",
                    Expected::Unstated,
                ),
                question(("chr18", 31_873_455, "A", "C"), "GAP", "held back", Expected::HeldBack),
            ],
        ),
        (
            "clip",
            "clip.m.bam",
            "clip.n.bam",
            vec![question(("1", 10_437, "T", "C"), "16 reads of the tumour; no flag stated", "-", Expected::Unstated)],
        ),
    ] {
        let (tumour, normal) = (of(tumour), of(normal));
        let known = Known::from_reads(&[tumour.clone(), normal.clone()]);
        assert_eq!(known.conflicts, 0, "{name}: two reads state two reference bases");
        let rows = run(&known, &tumour, Some(&normal), Some(&candidates(scratch.path(), &questions)));
        all &= judge(name, &rows, &questions, DIFFERENCES);
    }
    assert!(all, "an outcome differs that is not listed, or is listed and agrees: see the table");
}

/// The slice of a testcase: `reference:` with a file, or with name and sequence; and where its first base is put.
fn slice(folder: &Path, tumour: &Path) -> Known {
    let text = std::fs::read_to_string(folder.join("testcase.yaml")).unwrap();
    let fasta = folder.join("ref.fa");
    let value = |key: &str| {
        let line = text.lines().find_map(|line| line.trim().strip_prefix(key));
        line.unwrap().trim().trim_matches(['\'', '"']).to_owned()
    };
    let (name, bases) = if fasta.exists() {
        let first = std::fs::read_to_string(&fasta).unwrap();
        let name = first.lines().next().unwrap().trim_start_matches('>').split_whitespace().next().unwrap().to_owned();
        (name, bases_of(&fasta))
    } else {
        let at = text.find("\nreference:").unwrap();
        let name = text[at..].lines().find_map(|line| line.trim().strip_prefix("name:")).unwrap();
        (name.trim().trim_matches(['\'', '"']).to_owned(), value("seq:").into_bytes())
    };
    let file = AlignmentFile::open(tumour, &AlignmentOptions::default()).unwrap();
    let contigs = &file.header().contigs;
    let length = contigs.iter().find(|(_, contig)| *contig.name == *name).unwrap().1.length;
    Known::slice(&name, length, 0, &bases)
}

fn largest_is_somatic(row: &Row) -> bool {
    row.somatic() > row.germline() && row.somatic() > row.artefact()
}

/// Case, tumour, normal, question.
type Asked = (&'static str, &'static str, &'static str, Question);

/// Tumours and their normals. A Phred value q of an event is the probability 10^(-q/10) that it holds.
fn tumours() -> Vec<Asked> {
    let asked = |case, question| (case, "tumor.bam", "normal.bam", question);
    vec![
        asked(
            "issue_154",
            question(
                ("chr1", 15, "TAAAA", "T"),
                "normal == 0.0; 0.15 < tumor < 0.25; PROB_SOMATIC_TUMOR < 0.08 (biases left out)",
                "normal 0, tumour 0.15 to 0.25, P(somatic) > 0.98",
                Expected::Holds(|row| {
                    row.normal.is_some_and(|normal| normal.alternate == 0)
                        && (0.15..0.25).contains(&row.tumour.fraction())
                        && row.somatic() > 10f64.powf(-0.008)
                }),
            ),
        ),
        asked(
            "test26",
            question(
                ("1", 1250, "CGATGATGATTTCACTCGAGTCCATTT", "C"),
                "likely a repeat artefact; PROB_SOMATIC_TUMOR >= 4.6",
                "P(somatic) <= 0.347",
                Expected::Holds(|row| row.somatic() <= 10f64.powf(-0.46)),
            ),
        ),
        asked(
            "test29",
            question(
                ("1", 1251, "ATTAGCTGGGCGTGGTGGCG", "A"),
                "artefact of a repeat or subclonal in the normal; PROB_SOMATIC_TUMOR >= 20",
                "P(somatic) <= 0.01",
                Expected::Holds(|row| row.somatic() <= 0.01),
            ),
        ),
        asked(
            "test36",
            question(
                ("chr1", 302, "T", "C"),
                "nothing: \"once we know what is going on here\"",
                "-",
                Expected::Unstated,
            ),
        ),
        asked(
            "test74",
            question(("13", 1078, "A", "<DEL>"), "no NaN", "the run ends, with numbers", Expected::Unstated),
        ),
    ]
}

/// Samples that are no tumour and normal, with a question of the same kind: is it in the one and not in the other?
fn relatives() -> Vec<Asked> {
    let de_novo = || {
        question(
            ("11", 401, "T", "G"),
            "de novo: index == 0.5, parent == 0.0",
            "in the one and not in the other: somatic is the most probable",
            Expected::Holds(largest_is_somatic),
        )
    };
    vec![
        (
            "test38",
            "sample1.bam",
            "sample0.bam",
            question(
                ("10", 377, "G", "A"),
                "two tumours of one animal: sample0 == 1.0 && sample1 == 1.0",
                "inherited, the fractions of both nearest to 1",
                Expected::Holds(|row| {
                    row.germline() > 0.5
                        && row.tumour.fraction() > 0.75
                        && row.normal.is_some_and(|normal| normal.fraction() > 0.75)
                }),
            ),
        ),
        (
            "test64 (brain, blood)",
            "brain.bam",
            "blood.bam",
            question(
                ("X", 400, "C", "T"),
                "absent: PROB_ABSENT <= 0.001 or PROB_ARTIFACT <= 0.001",
                "held back",
                Expected::HeldBack,
            ),
        ),
        (
            "test69 (blood, brain)",
            "blood.bam",
            "brain.bam",
            question(
                ("2", 399, "G", "A"),
                "real, mosaic in the blood: blood > 0.0, brain == 0.0",
                "somatic is the most probable; no read in the brain",
                Expected::Holds(|row| {
                    largest_is_somatic(row) && row.normal.is_some_and(|normal| normal.alternate == 0)
                }),
            ),
        ),
        ("test61 (index, mother)", "index.bam", "mother.bam", de_novo()),
        ("test61 (index, father)", "index.bam", "father.bam", de_novo()),
    ]
}

#[test]
fn pairs_of_a_calculus() {
    let Some(root) = real("tn/varlociraptor_testcases") else { return };
    println!("\nPosteriors and fractions (tn/varlociraptor_testcases)\n");
    head();
    let mut all = true;
    let mut asked = BTreeSet::new();
    for (name, tumour, normal, question) in tumours().into_iter().chain(relatives()) {
        let folder = root.join(name.split(' ').next().unwrap());
        let (tumour, normal) = (folder.join(tumour), folder.join(normal));
        let known = slice(&folder, &tumour);
        let (rate, compared) = known.mismatch_rate(&tumour);
        assert!(rate < 0.15 && compared > 100, "{name}: {rate} of {compared} aligned bases differ from the slice");
        let rows = run(&known, &tumour, Some(&normal), Some(&folder.join("candidates.vcf")));
        for row in &rows {
            let sum = row.somatic() + row.germline() + row.artefact();
            assert!((sum - 1.0).abs() < 0.01, "{name}: {}: the probabilities add up to {sum}", row.allele());
        }
        all &= judge(name, &rows, &[question], DIFFERENCES);
        asked.insert(folder);
    }
    not_applicable(&root, &asked);
    assert!(all, "an outcome differs that is not listed, or is listed and agrees: see the table");
}

/// Prints the cases that are not asked about; each of them has one sample.
fn not_applicable(root: &Path, asked: &BTreeSet<PathBuf>) {
    let mut others: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    others.retain(|folder| !asked.contains(folder));
    others.sort();
    for folder in &others {
        let text = std::fs::read_to_string(folder.join("testcase.yaml")).unwrap();
        let samples = text.lines().filter(|line| line.trim().starts_with("path:") && line.contains(".bam")).count();
        assert_eq!(samples, 1, "{}: a pair that is not asked about", folder.display());
    }
    let names: Vec<_> = others.iter().filter_map(|folder| folder.file_name()?.to_str()).collect();
    println!(
        "\n{} cases asked. Not applicable, since each has one sample and asks whether a variant of any origin is there:",
        asked.len()
    );
    println!("{} cases: {}", names.len(), names.join(", "));
}

#[test]
fn awkward_reads_of_another_caller() {
    let Some(folder) = real("tn/gatk_mutect") else { return };
    println!("\nAwkward reads (tn/gatk_mutect)\n");
    head();
    let (tumour, normal) = (folder.join("different-alts-tumor.bam"), folder.join("different-alts-normal.bam"));
    let mut known = Known::from_reads(&[tumour.clone(), normal.clone()]);
    // The reads were changed by hand and their MD says 101 whatever they hold, so that it contradicts itself wherever
    // reads differ. At the two places that are asked about the reference is what the source's own test says.
    assert_eq!(known.conflicts, 16);
    known.set("20", 10_020_042, b'G');
    known.set("20", 10_020_124, b'A');
    // Not forced: the caller must come to them by itself.
    let rows = run(&known, &tumour, Some(&normal), None);
    let stated = |allele| {
        question(
            allele,
            "called although the normal has another allele there",
            "a candidate by itself; somatic is the most probable",
            Expected::Holds(largest_is_somatic),
        )
    };
    let questions = [stated(("20", 10_020_042, "G", "C")), stated(("20", 10_020_124, "A", "G"))];
    let all = judge("different-alts", &rows, &questions, DIFFERENCES);
    println!("\n| file | stated | tumour-only run |\n|---|---|---|");
    for (name, stated) in [
        ("only_supplementary_reads.bam", "fragments of supplementary reads alone: no failure"),
        ("repeated_reads.bam", "reads that occur twice: no failure"),
        ("na12878-chr20-consumes-zero-reference-bases.bam", "alignments over no reference base: no failure"),
    ] {
        let file = folder.join(name);
        let rows = run(&Known::from_reads(std::slice::from_ref(&file)), &file, None, None);
        println!(
            "| {name} | {stated} | ends; {} candidates, {} pass |",
            rows.len(),
            rows.iter().filter(|row| row.passes()).count()
        );
    }
    assert!(all, "an outcome differs that is not listed, or is listed and agrees: see the table");
}

#[test]
fn another_callers_columns_need_not_bear_the_samples_names() {
    let Some(folder) = real("tn/strelka_demo") else { return };
    let scratch = tempfile::tempdir().unwrap();
    let reads = |name: &str| folder.join(name);
    let mut case = pair(&reads("demo20.fa"), &reads("NA12891_demo20.bam"), Some(&reads("NA12892_demo20.bam")));
    // Its columns are NORMAL and TUMOR; the reads' samples are named otherwise.
    case.variants = vec![reads("somatic.snvs.vcf.gz"), reads("somatic.indels.vcf.gz")];
    let out = scratch.path().join("calls.vcf");
    marv::call(&case, &Settings::default(), &out, None, &Silent).unwrap();
    let rows = calls::read(&std::fs::read_to_string(out).unwrap());
    let supplied: Vec<&Row> = rows.iter().filter(|row| row.info.contains_key("CALLERS")).collect();
    assert_eq!(supplied.len(), 19, "17 substitutions and 2 indels");
    assert!(supplied.iter().all(|row| row.info["CALLERS"] == "Strelka2"), "{:?}", supplied[0].info);
}
