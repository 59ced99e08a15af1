//! FASTA: windows, writing, and what is told when the index does not fit.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // helpers of tests

mod support;

use std::{path::Path, process::Command};

use marv_ingest::reference::{FastaWriter, Reference};
use marv_model::{
    genome::{ContigId, Interval},
    sequence::ReferenceSource,
};

fn bases(length: u32) -> Vec<u8> {
    (0..length).map(|i| b"ACGTacgtRN"[((i * i + i / 3) % 10) as usize]).collect()
}

fn window(reference: &Reference, contig: u32, start: u32, end: u32) -> String {
    reference.window(Interval::new(ContigId(contig), start, end).unwrap()).unwrap().bases().to_string()
}

/// 7 bases; 200,001 N, 1,000 bases, 70,000 N; one base.
fn write(path: &Path) {
    let mut writer = FastaWriter::create(path).unwrap();
    writer.start_contig("chr1").unwrap();
    writer.push(b"ACgTNRA").unwrap();
    writer.start_contig("chr2").unwrap();
    writer.push_n(200_001).unwrap();
    writer.push(&bases(1000)).unwrap();
    writer.push_n(70_000).unwrap();
    writer.start_contig("chr3").unwrap();
    writer.push(b"T").unwrap();
    writer.finish().unwrap();
}

#[test]
fn windows_of_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.fa.gz");
    write(&path);
    let reference = Reference::open(&path).unwrap();
    let lengths: Vec<u32> = reference.contigs().iter().map(|(_, contig)| contig.length).collect();
    assert_eq!(lengths, [7, 271_001, 1]);
    assert_eq!(window(&reference, 0, 0, 7), "ACGTNNA");
    assert_eq!(window(&reference, 0, 2, 5), "GTN");
    let expected: String =
        bases(1000).iter().map(|b| if *b == b'R' { 'N' } else { char::from(b.to_ascii_uppercase()) }).collect();
    assert_eq!(window(&reference, 1, 200_001, 201_001), expected);
    assert_eq!(window(&reference, 1, 200_000, 200_003), format!("N{}", &expected[..2]));
    assert_eq!(window(&reference, 1, 271_000, 271_001), "N");
    assert_eq!(window(&reference, 2, 0, 0), "");
    assert!(reference.window(Interval::new(ContigId(1), 271_000, 271_002).unwrap()).is_err());
    assert!(reference.bases(Interval::new(ContigId(9), 0, 1).unwrap()).is_none());
}

#[test]
fn a_contig_without_a_base_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = FastaWriter::create(folder.path().join("r.fa.gz")).unwrap();
    writer.start_contig("chr1").unwrap();
    assert!(writer.finish().unwrap_err().to_string().contains("chr1 without a base"));
}

#[test]
fn samtools_reads_it_alike() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.fa.gz");
    write(&path);
    let Ok(output) = Command::new("samtools").arg("faidx").arg(&path).args(["-n", "0", "chr2:200000-200100"]).output()
    else {
        println!("NOT TESTED: samtools is absent");
        return;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    let sequence: String = text.lines().skip(1).collect();
    let reference = Reference::open(&path).unwrap();
    let own = window(&reference, 1, 199_999, 200_100);
    assert_eq!(sequence.to_ascii_uppercase().replace('R', "N"), own);
    // Its own index of the same bytes is ours.
    let index = std::fs::read(folder.path().join("r.fa.gz.fai")).unwrap();
    std::fs::remove_file(folder.path().join("r.fa.gz.fai")).unwrap();
    std::fs::remove_file(folder.path().join("r.fa.gz.gzi")).unwrap();
    assert!(Command::new("samtools").arg("faidx").arg(&path).status().unwrap().success());
    assert_eq!(std::fs::read(folder.path().join("r.fa.gz.fai")).unwrap(), index);
    assert_eq!(window(&Reference::open(&path).unwrap(), 1, 199_999, 200_100), own);
}

#[test]
fn a_chromosome_of_n_costs_next_to_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("n.fa.gz");
    let mut writer = FastaWriter::create(&path).unwrap();
    writer.start_contig("chr1").unwrap();
    writer.push_n(248_956_422).unwrap();
    writer.finish().unwrap();
    assert!(std::fs::metadata(&path).unwrap().len() < 2_000_000);
    let reference = Reference::open(&path).unwrap();
    assert_eq!(window(&reference, 0, 248_956_420, 248_956_422), "NN");
}

#[test]
fn checksums_are_those_of_the_specification() {
    // MD5 of "ACGTNRA", by md5sum: printf ACGTNRA | md5sum
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.fa.gz");
    write(&path);
    std::fs::write(folder.path().join("r.dict"), "@SQ\tSN:chr1\tLN:7\tM5:ABC\n@SQ\tSN:chr2\tLN:9\tM5:DEF\n").unwrap();
    let reference = Reference::open(&path).unwrap();
    assert_eq!(reference.md5(ContigId(0)).unwrap(), "35785371a55a369e9d321d8b71f6848a");
    let sums: Vec<_> = reference.contigs().iter().map(|(_, contig)| contig.md5.as_deref()).collect();
    assert_eq!(sums, [Some("abc"), None, None], "a line of another length is not this contig's");
}

#[test]
fn indexes_that_lack_or_lie_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.fa");
    let fai = folder.path().join("r.fa.fai");
    std::fs::write(&path, ">a x\nACGT\nAC\n>b\nGG\n").unwrap();
    let message = |path: &Path| Reference::open(path).unwrap_err().to_string();
    assert!(message(&path).contains("samtools faidx"), "{}", message(&path));
    std::fs::write(&fai, "a\t6\t5\t4\t5\nb\t2\t16\t2\t3\n").unwrap();
    assert_eq!(window(&Reference::open(&path).unwrap(), 0, 2, 6), "GTAC");
    for (wrong, what) in [
        ("a\t7\t5\t4\t5\n", "does not end"),
        ("a\t5\t5\t4\t5\n", "does not end"),
        ("a\t6\t5\t4\t5\nb\t9\t16\t9\t10\n", "ends before"),
        ("a\t6\t5\t4\t5\nb\t2\t14\t2\t3\n", "name"),
        ("c\t6\t5\t4\t5\n", "name"),
        ("a\t6\t5\t4\t5\na\t6\t5\t4\t5\n", "twice"),
        ("a\t6\t500\t4\t5\n", "ends before"),
    ] {
        std::fs::write(&fai, wrong).unwrap();
        assert!(message(&path).contains(what), "{wrong:?}: {}", message(&path));
    }
    let gz = folder.path().join("w.fa.gz");
    write(&gz);
    std::fs::remove_file(folder.path().join("w.fa.gz.gzi")).unwrap();
    assert!(message(&gz).contains("bgzip -r"), "{}", message(&gz));
}
