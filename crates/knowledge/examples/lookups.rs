//! What lookups cost: builds a table of alleles and asks it as many times, half of them for alleles that it does not have.
//!
//! ```text
//! cargo run --profile quick -p marv-knowledge --example lookups -- 5000000
//! ```
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measure, not a library")]

use std::{
    io::{BufWriter, Write},
    time::Instant,
};

use marv_knowledge::{
    Knowledge,
    store::{Sources, build},
};

fn main() {
    let count: u32 = std::env::args().nth(1).map_or(5_000_000, |text| text.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("population.vcf");
    let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
    writeln!(file, "##fileformat=VCFv4.2").unwrap();
    writeln!(file, "##INFO=<ID=AF,Number=A,Type=Float,Description=\"share\">").unwrap();
    writeln!(file, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO").unwrap();
    let per_contig = count.div_ceil(22);
    let place = |number: u32| (number / per_contig + 1, 10_000 + number % per_contig * 20);
    for number in 0..count {
        let (contig, position) = place(number);
        writeln!(file, "chr{contig}\t{position}\t.\tC\tT\t.\t.\tAF=0.001").unwrap();
    }
    file.flush().unwrap();
    let out = folder.path().join("knowledge");
    let start = Instant::now();
    let manifest =
        build(&Sources { population: vec![path], date: "2026-01-01".to_owned(), ..Sources::default() }, &out).unwrap();
    println!("built {} rows in {:.1} s", manifest.tables[0].rows, start.elapsed().as_secs_f64());
    let mut knowledge = Knowledge::open(&out).unwrap();
    for (what, step) in [("in the genome's order", 1u64), ("in no order", 2_654_435_761)] {
        let start = Instant::now();
        let (mut found, mut absent) = (0u32, 0u32);
        for asked in 0..count {
            let number = u32::try_from(u64::from(asked) * step % u64::from(count)).unwrap();
            let (contig, position) = place(number);
            let alternate = if asked % 2 == 0 { "T" } else { "G" };
            match knowledge.allele(&format!("chr{contig}"), position, "C", alternate).unwrap().frequency {
                Some(frequency) if frequency > 0.0 => found += 1,
                _ => absent += 1,
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        println!("{count} lookups {what}: {seconds:.1} s, {found} found, {absent} absent");
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(line) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("peak memory: {}", line.trim_start_matches("VmHWM:").trim());
    }
}
