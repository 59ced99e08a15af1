//! The one spelling of a variant is the one that `bcftools norm` gives it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // helpers of tests, which may stop and tell

use std::{fmt::Write, fs, process::Command};

use marv_ingest::{
    reference::Reference,
    variants::{Normalised, normalise},
};
use marv_model::genome::ContigId;

/// A portable stream of numbers (Knuth's MMIX constants).
struct Numbers(u64);
impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn thousands_of_variants_in_repeats_are_spelled_as_bcftools_does() {
    let mut numbers = Numbers(17);
    let mut sequence = Vec::new();
    while sequence.len() < 6_000 {
        let unit: Vec<u8> = (0..=numbers.below(4)).map(|_| b"ACGT"[numbers.below(4)]).collect();
        for _ in 0..=numbers.below(120) {
            sequence.extend_from_slice(&unit);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let fasta = folder.path().join("r.fa");
    let mut text = String::from(">c\n");
    for line in sequence.chunks(60) {
        let _ = writeln!(text, "{}", std::str::from_utf8(line).unwrap());
    }
    fs::write(&fasta, text).unwrap();
    assert!(Command::new("samtools").args(["faidx", fasta.to_str().unwrap()]).status().unwrap().success());
    let mut vcf = format!(
        "##fileformat=VCFv4.2\n##contig=<ID=c,length={}>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n",
        sequence.len()
    );
    let mut given = Vec::new();
    for number in 0..4_000 {
        let at = numbers.below(sequence.len() - 40);
        let reference = sequence[at..at + 1 + numbers.below(12)].to_vec();
        let mut alternate = reference.clone();
        match numbers.below(4) {
            0 => alternate.truncate(1 + numbers.below(reference.len())),
            1 => {
                let from = numbers.below(sequence.len() - 20);
                alternate.extend_from_slice(&sequence[from..from + 1 + numbers.below(12)]);
            }
            2 => alternate
                .extend_from_slice(&sequence[at + reference.len()..at + reference.len() + 1 + numbers.below(8)]),
            _ => {
                let place = numbers.below(alternate.len());
                alternate[place] = b"ACGT"[numbers.below(4)];
            }
        }
        if alternate == reference {
            continue;
        }
        let (r, a) = (String::from_utf8(reference).unwrap(), String::from_utf8(alternate).unwrap());
        let _ = writeln!(vcf, "c\t{}\tv{number}\t{r}\t{a}\t.\t.\t.", at + 1);
        given.push((format!("v{number}"), at, r, a));
    }
    let path = folder.path().join("in.vcf");
    fs::write(&path, vcf).unwrap();
    let output = Command::new("bcftools")
        .args(["norm", "-m", "-any", "-f", fasta.to_str().unwrap(), path.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let expected: std::collections::HashMap<String, String> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let f: Vec<&str> = line.split('\t').collect();
            (f[2].to_owned(), format!("{} {}>{}", f[1], f[3], f[4]))
        })
        .collect();
    let reference = Reference::open(&fasta).unwrap();
    let mut moved = 0;
    for (name, at, r, a) in &given {
        let at = u32::try_from(*at).unwrap();
        let Normalised::Variant(v) = normalise(ContigId(0), at, r.as_bytes(), a.as_bytes(), Some(&reference)) else {
            panic!("{name} was not taken")
        };
        let ours = format!("{} {}>{}", v.position() + 1, v.reference(), v.alternate());
        assert_eq!(ours, expected[name], "{name} {} {r}>{a}", at + 1);
        moved += usize::from(v.position() < at);
    }
    println!("{} variants compared with bcftools norm, {moved} of them moved left", given.len());
    assert!(given.len() > 3_000 && moved > 500, "the repeats gave too little to compare");
}
