//! Tables built from files as they are downloaded, joined with the embedded hotspots, held to counts by other programs.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "helpers of tests")]

use std::path::{Path, PathBuf};

use marv_annotate::Bundle;
use marv_knowledge::{
    Knowledge,
    store::{Manifest, Significance, Sources, Verdict, build, diff, verify},
};

fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("MARV_SHARED").map_or(beside, PathBuf::from).join("knowledge");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("NOT RUN: no folder {}; set MARV_SHARED", folder.display());
    None
}

fn sources(knowledge: &Path) -> Sources {
    Sources {
        clinvar: Some(knowledge.join("hotspots/clinvar_PLP_haem_panel_GRCh38.vcf.gz")),
        civic: Some(knowledge.join("civic/civic_2019-10_nightly-ClinicalEvidenceSummaries.tsv.gz")),
        hotspots: Some(knowledge.join("hotspots/genome_nexus_hotspots_v2_and_3d.txt")),
        date: "2026-11-22".to_owned(),
        ..Sources::default()
    }
}

/// The joins, counted by other programs on the same files.
///
/// ClinVar, 28,320 records, and the 761 of the bundle's hotspots that it has (position, REF, ALT):
///
/// ```text
/// bcftools query -f '%CHROM\t%POS\t%REF\t%ALT\n' clinvar_PLP_haem_panel_GRCh38.vcf.gz > cv.txt
/// awk -F'\t' 'NR==FNR{k[$1":"$2":"$3":"$4]=1;next} FNR>1 && (($3":"($4+1)":"$5":"$6) in k){n++} END{print n}' \
///     cv.txt crates/annotate/data/hotspots.tsv
/// ```
///
/// CIViC, 3,706 accepted items (`awk -F'\t' 'NR>1 && $20=="accepted"' | wc -l`); 195 of the hotspots that are plain
/// substitutions have evidence about the change or its residue, 1,061 items together (awk, three letters to one, column 9
/// of hotspots.tsv against columns 1 and 3 of the items).
#[test]
fn joins_with_clinvar_and_civic_are_those_that_bcftools_and_awk_count() {
    let Some(shared) = shared() else { return };
    let out = tempfile::tempdir().unwrap();
    let manifest = build(&sources(&shared), out.path()).unwrap();
    let rows = |name: &str| manifest.tables.iter().find(|table| table.file == name).unwrap().rows;
    assert_eq!((rows("clinvar.alleles"), rows("civic.tsv")), (28_320, 3_706));
    let mut knowledge = Knowledge::open(out.path()).unwrap();
    let (mut clinvar, mut changes, mut items) = (0, 0, 0);
    for spot in Bundle::embedded().hotspot_records() {
        let known =
            knowledge.allele(&spot.chrom, spot.position + 1, spot.reference.as_str(), spot.alternate.as_str()).unwrap();
        clinvar += usize::from(known.clinvar.is_some());
        assert_eq!(known.frequency, None, "no frequencies were given");
        let of = knowledge.civic(&spot.gene, spot.hgvs_p.as_deref()).len();
        changes += usize::from(of > 0);
        items += of;
    }
    assert_eq!(clinvar, 761);
    assert_eq!((changes, items), (195, 1_061));
    // awk -F'\t' '$1=="IDH2" && $2=="R140"': 23 tumours, Q:20.
    assert_eq!(knowledge.hotspot("IDH2", Some("p.(Arg140Gln)")), Some((23, 20)));
    assert_eq!(knowledge.hotspot("IDH2", Some("p.(Arg140Gly)")), Some((23, 0)));
    assert_eq!(knowledge.hotspot("IDH2", Some("p.(Arg1Gly)")), Some((0, 0)));
    // NC_000001: 15919485 C>T of SPEN is in conflict, by the file's own CLNSIG.
    let spen = knowledge.allele("1", 15_919_485, "C", "T").unwrap();
    assert_eq!(spen.clinvar, Some(Significance::Conflicting));
}

const HEADER: &str = "##fileformat=VCFv4.2\n##INFO=<ID=AF,Number=A,Type=Float,Description=\"x\">\n\
    ##INFO=<ID=AF_afr,Number=A,Type=Float,Description=\"x\">\n##INFO=<ID=AF_nfe,Number=A,Type=Float,Description=\"x\">\n\
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";

fn population(folder: &Path, name: &str, body: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, format!("{HEADER}{body}")).unwrap();
    path
}

/// The highest of the continental populations, 0 where the source covers a place, nothing where it does not.
#[test]
fn frequencies_by_population_and_by_coverage() {
    let folder = tempfile::tempdir().unwrap();
    let path = population(
        folder.path(),
        "p.vcf",
        "chr10\t1000\t.\tC\tT,G\t.\tPASS\tAF=0.01,0.02;AF_afr=0.06,0.001;AF_nfe=0.02,0.003\n\
         chr10\t1200\t.\tCAG\tC\t.\tPASS\tAF=0.5\nchr2\t50\t.\tA\tT\t.\tPASS\tAF=0.25\n",
    );
    let out = folder.path().join("k");
    let sources = Sources { population: vec![path], date: "2026-01-01".to_owned(), ..Sources::default() };
    let manifest = build(&sources, &out).unwrap();
    assert_eq!((manifest.tables[0].rows, manifest.sources[0].records), (4, 3));
    let mut knowledge = Knowledge::open(&out).unwrap();
    let mut frequency = |contig, at, r, a| knowledge.allele(contig, at, r, a).unwrap().frequency;
    assert_eq!(frequency("chr10", 1_000, "C", "T"), Some(f64::from(0.06_f32)));
    assert_eq!(frequency("10", 1_000, "C", "G"), Some(f64::from(0.003_f32)));
    assert_eq!(frequency("chr10", 1_200, "CAG", "C"), Some(0.5), "the overall one, where no population is told");
    assert_eq!(frequency("chr2", 50, "A", "T"), Some(0.25), "contigs in any order");
    assert_eq!(frequency("chr10", 1_100, "C", "T"), Some(0.0), "covered, and not there");
    assert_eq!(frequency("chr10", 5_000, "C", "T"), None, "not covered");
    assert_eq!(frequency("chr3", 50, "A", "T"), None);
}

#[test]
fn verify_and_diff_tell_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str, body: &str, release: &str| {
        let path = population(folder.path(), "p.vcf", body);
        let out = folder.path().join(name);
        let releases = [("population".to_owned(), release.to_owned())].into();
        build(&Sources { population: vec![path], releases, date: "2026-01-01".to_owned(), ..Sources::default() }, &out)
            .unwrap();
        out
    };
    let one = make("one", "chr1\t10\t.\tC\tT\t.\t.\tAF=0.1\n", "r1");
    let same = make("same", "chr1\t10\t.\tC\tT\t.\t.\tAF=0.1\n", "r1");
    let two = make("two", "chr1\t10\t.\tC\tT\t.\t.\tAF=0.2\n", "r2");
    assert_eq!(diff(&one, &same).unwrap(), []);
    let changes = diff(&one, &two).unwrap();
    assert_eq!(changes.iter().map(|one| one.what.as_str()).collect::<Vec<_>>(), ["population", "population.alleles"]);
    assert!(changes[0].before.contains("r1") && changes[0].after.contains("r2"));
    assert_eq!(verify(&one).unwrap(), [("population.alleles".to_owned(), Verdict::Same)]);
    let table = one.join("population.alleles");
    let mut bytes = std::fs::read(&table).unwrap();
    bytes[10] ^= 1;
    std::fs::write(&table, bytes).unwrap();
    assert_eq!(verify(&one).unwrap()[0].1, Verdict::Changed);
    std::fs::remove_file(&table).unwrap();
    assert_eq!(verify(&one).unwrap()[0].1, Verdict::Absent);
    assert!(Knowledge::open(&one).is_err(), "a table that the manifest lists is missing");
    let _: Manifest = serde_json::from_str(&std::fs::read_to_string(two.join("knowledge.json")).unwrap()).unwrap();
}

/// A frequency that is no number ends the build, with file, line (the header has as many as `HEADER`) and field, and leaves what was
/// built before as it was.
#[test]
fn a_build_that_fails_names_the_place_and_leaves_the_old_folder() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("k");
    let of = |body: &str| {
        let population = vec![population(folder.path(), "p.vcf", body)];
        build(&Sources { population, date: "2026-01-01".to_owned(), ..Sources::default() }, &out)
    };
    of("chr1\t10\t.\tC\tT\t.\t.\tAF=0.1\n").unwrap();
    let line = HEADER.lines().count() + 2;
    for (wrong, field) in [("AF=often", "INFO/AF"), ("AF=0.1;AF_afr=1.5", "INFO/AF_afr"), ("AF=nan", "INFO/AF")] {
        let body = format!("chr1\t10\t.\tC\tT\t.\t.\tAF=0.1\nchr1\t20\t.\tC\tT\t.\t.\t{wrong}\n");
        let refused = of(&body).unwrap_err().to_string();
        assert!(["p.vcf", &format!("line {line}"), field].iter().all(|part| refused.contains(part)), "{refused}");
        assert_eq!(verify(&out).unwrap(), [("population.alleles".to_owned(), Verdict::Same)]);
        assert_eq!(std::fs::read_dir(&out).unwrap().count(), 2, "the table and the manifest, nothing half made");
    }
    of("chr1\t10\t.\tC\tT\t.\t.\tAF=.\nchr1\t20\t.\tC\tT\t.\t.\tAF=0.5\n").unwrap();
    assert_eq!(Knowledge::open(&out).unwrap().allele("1", 20, "C", "T").unwrap().frequency, Some(0.5));
}

#[test]
fn a_file_out_of_order_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = population(
        folder.path(),
        "p.vcf",
        "chr1\t900\t.\tC\tT\t.\t.\tAF=0.1\nchr1\t950\t.\tC\tT\t.\t.\tAF=0.1\nchr1\t10\t.\tC\tT\t.\t.\tAF=0.1\n\
         chr1\t2000\t.\tC\tT\t.\t.\tAF=0.1\n",
    );
    let refused =
        build(&Sources { population: vec![path], ..Sources::default() }, &folder.path().join("k")).unwrap_err();
    assert!(refused.to_string().contains("bcftools sort"), "{refused}");
    assert!(!folder.path().join("k/knowledge.json").exists());
}

/// What is refused says why: a table without rows would answer *nobody has it*; ClinVar's file names its build in ##reference, since it
/// has no ##contig lines; and as a panel of normals it would hold back every known mutation.
#[test]
fn sources_of_which_nothing_can_be_used_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        Some(path)
    };
    let vcf = |head: &str, info: &str| {
        format!(
            "##fileformat=VCFv4.2\n{head}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchr17\t7673000\t.\tG\tA\t.\t.\t{info}\n"
        )
    };
    let refused = |sources: Sources| build(&sources, &folder.path().join("out")).unwrap_err().to_string();
    let population = write("pop.vcf", &vcf("", "AC=3")).into_iter().collect();
    let message = refused(Sources { population, ..Sources::default() });
    assert!(message.contains("pop.vcf") && message.contains("AF_afr") && message.contains("1 records"), "{message}");
    let message = refused(Sources { clinvar: write("cv.vcf", &vcf("", "AC=3")), ..Sources::default() });
    assert!(message.contains("INFO/CLNSIG"), "{message}");
    for (sources, expected) in [
        (Sources { bands: write("b.txt", ""), ..Sources::default() }, "stain"),
        (Sources { fusions: write("f.tsv", "five\tthree\n"), ..Sources::default() }, "two genes"),
        (Sources { evidence: write("e.tsv", ""), ..Sources::default() }, "rows of evidence"),
    ] {
        let message = refused(sources);
        assert!(message.contains("no record") && message.contains(expected), "{message}");
    }
    let head = "##reference=GRCh37\n##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"x\">\n";
    let clinvar = write("old.vcf", &vcf(head, "CLNSIG=Pathogenic"));
    let message = refused(Sources { clinvar: clinvar.clone(), ..Sources::default() });
    assert!(message.contains("GRCh37") && message.contains("##reference"), "{message}");
    let message = refused(Sources { normals: clinvar, ..Sources::default() });
    assert!(message.contains("--clinvar"), "{message}");
    let message = refused(Sources { mane: write("m.tsv", "x\n"), ..Sources::default() });
    assert!(message.contains("--transcripts"), "{message}");
}

/// What a department wrote beside its rows goes into reports: a number is not taken over.
#[test]
fn a_number_in_a_table_is_not_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("fusions.tsv");
    std::fs::write(&table, "five\tthree\tnote\nBCR\tABL1\tseen in 010190-1234\n").unwrap();
    let terms = [("fusions".to_owned(), "by 010190-1234".to_owned())].into();
    let out = folder.path().join("out");
    build(&Sources { fusions: Some(table), terms, ..Sources::default() }, &out).unwrap();
    for entry in std::fs::read_dir(&out).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("1234") && text.contains("[CPR]"), "{text}");
    }
    assert_eq!(Knowledge::open(&out).unwrap().fusions().unwrap().of("BCR", "ABL1"), Some("seen in [CPR]"));
}
