//! INFO/CSQ as other programs read it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "test code")]

mod support;

use std::{
    fmt::Write as _,
    io::Write as _,
    process::{Command, Stdio},
};

use marv_annotate::{Annotator, Bundle, csq};
use marv_model::variant::SmallVariant;
use support::reference::Windows;

/// The columns of VEP for TP53 R175H on NM_000546.6 (vep --refseq), save that VEP names the protein NP_000537.3.
const R175H: &str = "T|missense_variant|MODERATE|TP53|7157|Transcript|NM_000546.6|protein_coding|5/11||\
    NM_000546.6:c.524G>A|NM_000546.6:p.Arg175His|666|524|175|R/H|cGc/cAc||-1|HGNC|YES|ENST00000269305.9|RefSeq|\
    tp53_altering&protein_altering&hotspot|";

#[test]
fn one_entry_a_transcript_in_the_layout_of_vep() {
    let Some(shared) = support::shared() else {
        println!("NOT TESTED: the shared folder with reference windows is absent (set MARV_SHARED)");
        return;
    };
    let windows = Windows::read(&shared);
    let bound = Bundle::embedded().for_contigs(&windows.contigs).unwrap();
    let annotator = Annotator::new(&bound);
    let chr17 = windows.contigs.id("chr17").unwrap();
    let entry = |position: u32, reference: &str, alternate: &str| {
        let variant = SmallVariant::new(chr17, position - 1, reference, alternate).unwrap();
        csq::value(&variant, &annotator.effects(&variant, Some(&windows)))
    };
    let value = entry(7_675_088, "C", "T");
    assert_eq!(value.split(',').next(), Some(R175H));
    let columns = csq::COLUMNS.len() - 1;
    assert!(value.split(',').all(|one| one.matches('|').count() == columns), "{value}");
    assert!(entry(7_675_994, "C", "T").contains("NM_000546.6:p.Thr125%3D"));

    // bcftools +split-vep finds the columns by the header, and their values.
    let mut vcf = String::from("##fileformat=VCFv4.3\n##contig=<ID=chr17,length=83257441>\n");
    writeln!(vcf, "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"{}\">", csq::HEADER).unwrap();
    vcf.push_str("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
    for (position, reference, alternate) in [(7_674_220, "C", "T"), (7_675_088, "C", "T"), (7_675_237, "C", "T")] {
        let value = entry(position, reference, alternate);
        writeln!(vcf, "chr17\t{position}\t.\t{reference}\t{alternate}\t.\tPASS\tCSQ={value}").unwrap();
    }
    let format = "%POS %SYMBOL %Consequence %HGVSc %HGVSp %MANE_SELECT\n";
    let child = Command::new("bcftools")
        .args(["+split-vep", "-s", "primary", "-f", format, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else {
        println!("NOT TESTED: bcftools is absent, so that +split-vep was not asked");
        return;
    };
    child.stdin.take().unwrap().write_all(vcf.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let read = String::from_utf8(output.stdout).unwrap();
    let expected = "7675088 TP53 missense_variant NM_000546.6:c.524G>A NM_000546.6:p.Arg175His ENST00000269305.9";
    assert!(read.lines().any(|line| line == expected), "{read}");
    assert!(read.contains("7675237 TP53 splice_acceptor_variant NM_000546.6:c.376-1G>A . "), "{read}");
}
