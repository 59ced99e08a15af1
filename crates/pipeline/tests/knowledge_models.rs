//! A folder of knowledge with gene models, as a department uses it: genes beyond the panel, and another build.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::{fs, path::Path};

use marv::{
    annotate_file, build_knowledge,
    marv_knowledge::store::{Sources, Verdict, diff, verify},
    marv_model::genome::Build,
    progress::Silent,
};

/// TP53's MANE Select transcript on GRCh37 (UCSC's table of that build, refGene of NM_000546), chr17:7571720-7590868.
const TP53_GRCH37: &str = "NM_000546.6\tchr17\t-\t7571738\t7590808\t7572926\t7579912\t11\t\
    7571738,7573926,7576852,7577018,7577498,7578176,7578370,7579311,7579699,7579838,7590694,\t\
    7573008,7574033,7576926,7577155,7577608,7578289,7578554,7579590,7579721,7579940,7590808,\t\
    0\tTP53\tcmpl\tcmpl\t2,0,1,2,0,1,0,0,2,0,-1,\n";

fn vcf(folder: &Path, contig: &str, rows: &str) -> std::path::PathBuf {
    let path = folder.join("in.vcf");
    let head = format!("##fileformat=VCFv4.3\n{contig}\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
    fs::write(&path, head + rows).unwrap();
    path
}

/// Codon 175 is CGC at 17:7578405-7578407 of GRCh37; R175H is g.7578406C>T there (IARC's TP53 database).
#[test]
fn grch37_is_annotated_by_models_of_grch37_and_without_them_the_command_that_builds_them_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let input = vcf(folder.path(), "##contig=<ID=17,length=81195210>", "17\t7578406\t.\tC\tT\t.\t.\t.\n");
    let output = folder.path().join("out.vcf");
    let refused = annotate_file(&input, &output, None, None, &Silent).unwrap_err().to_string();
    assert!(refused.contains("marv knowledge build --build GRCh37 --transcripts"), "{refused}");

    let models = folder.path().join("refGene.txt");
    fs::write(&models, TP53_GRCH37).unwrap();
    let out = folder.path().join("knowledge");
    let sources = Sources { build: Some(Build::Grch37), transcripts: vec![models], ..Sources::default() };
    build_knowledge(&sources, &out).unwrap();
    annotate_file(&input, &output, None, Some(&out), &Silent).unwrap();
    let text = fs::read_to_string(&output).unwrap();
    assert!(text.contains("NM_000546.6:c.524G>A") && text.contains("|TP53|"), "{text}");

    // On a genome of another build the folder is refused.
    let other = vcf(folder.path(), "##contig=<ID=17,length=83257441>", "17\t7675087\t.\tC\tT\t.\t.\t.\n");
    let refused = annotate_file(&other, &output, None, Some(&out), &Silent).unwrap_err().to_string();
    assert!(refused.contains("GRCh37") && refused.contains("GRCh38"), "{refused}");
}

/// A gene that the panel does not have is told by the folder's models, a panel gene by the embedded ones whatever the
/// folder has of it.
#[test]
fn genes_beyond_the_panel_are_annotated() {
    let folder = tempfile::tempdir().unwrap();
    let models = folder.path().join("models.txt");
    // A made-up gene of three codons within TP53's neighbourhood, and a wrong model of TP53 itself.
    let rows = "NM_900000001.1\tchr17\t+\t7690000\t7690030\t7690000\t7690009\t1\t7690000,\t7690030,\t0\tBEYOND1\tcmpl\tcmpl\t0,\n\
        NM_900000002.1\tchr17\t+\t7675000\t7675200\t7675000\t7675198\t1\t7675000,\t7675200,\t0\tTP53\tcmpl\tcmpl\t0,\n";
    fs::write(&models, rows).unwrap();
    let out = folder.path().join("knowledge");
    build_knowledge(&Sources { transcripts: vec![models.clone()], ..Sources::default() }, &out).unwrap();
    assert!(verify(&out).unwrap().iter().all(|(_, verdict)| *verdict == Verdict::Same));
    let input = vcf(
        folder.path(),
        "##contig=<ID=chr17,length=83257441>",
        "chr17\t7675088\t.\tC\tT\t.\t.\t.\nchr17\t7690002\t.\tT\tA\t.\t.\t.\n",
    );
    let output = folder.path().join("out.vcf");
    annotate_file(&input, &output, None, Some(&out), &Silent).unwrap();
    let text = fs::read_to_string(&output).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines[0].contains("NM_000546.6:c.524G>A") && !lines[0].contains("NM_900000002"), "{}", lines[0]);
    // The second base of the start codon, on the transcript that is the gene's only one; it lies upstream of TP53.
    assert!(lines[1].contains("BEYOND1") && lines[1].contains("NM_900000001.1:c.2T>A"), "{}", lines[1]);
    let first = lines[1].split("CSQ=").nth(1).unwrap().split(',').next().unwrap();
    assert!(first.contains("BEYOND1") && lines[1].contains("upstream_gene_variant"), "{}", lines[1]);

    // Another set of models is a difference that is told.
    let other = folder.path().join("other");
    fs::write(&models, rows.lines().next().unwrap()).unwrap();
    build_knowledge(&Sources { transcripts: vec![models], ..Sources::default() }, &other).unwrap();
    let changed: Vec<String> = diff(&out, &other).unwrap().into_iter().map(|change| change.what).collect();
    assert_eq!(changed, ["transcripts", "transcripts.index", "transcripts.tsv"]);
}
