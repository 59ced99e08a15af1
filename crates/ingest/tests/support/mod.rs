//! What the tests share: collecting sinks, made-up reads, and the folder of real data.
#![allow(dead_code)] // each test file uses a part

pub(crate) mod sam;

use std::path::PathBuf;

use marv_model::{
    genome::{Contig, ContigId, Contigs},
    read::{CigarKind, CigarOp, Flags, ReadRecord, ReadSink, ReadView},
};

/// Keeps every read.
#[derive(Default)]
pub(crate) struct Collector(pub(crate) Vec<ReadRecord>);

impl ReadSink for Collector {
    fn accept(&mut self, read: &ReadView<'_>) {
        self.0.push(ReadRecord::from(read));
    }
}

/// The folder of real data; none, with a clear line, where it is absent.
pub(crate) fn real(relative: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("MARV_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let path = shared.join("real").join(relative);
    if path.exists() {
        return Some(path);
    }
    println!("NOT TESTED: {relative} is absent; set MARV_SHARED to the folder of shared data");
    None
}

/// Two contigs of 100 kb and 50 kb.
pub(crate) fn contigs() -> Contigs {
    Contigs::new([Contig::new("chr1", 100_000), Contig::new("chr2", 50_000)]).unwrap()
}

/// A read of `length` matching bases.
pub(crate) fn read(name: &str, contig: u32, start: u32, length: u32) -> ReadRecord {
    let mut read = ReadRecord::default();
    read.name = name.into();
    read.flags = Flags(0x1 | 0x2 | 0x40);
    read.contig = Some(ContigId(contig));
    read.start = start;
    read.mapping_quality = 60;
    read.cigar = vec![CigarOp::new(CigarKind::Match, length)];
    read.qualities = (0..length).map(|i| u8::try_from(i % 41).unwrap()).collect();
    read.mate_contig = Some(ContigId(contig));
    read.mate_start = start + 200;
    read.template_length = 350;
    let bases: Vec<u8> = (0..length).map(|i| b"ACGT"[((i * 7 + start) % 4) as usize]).collect();
    read.set_bases(&bases);
    read.push_text_tag(*b"RG", "a");
    read
}

/// What samtools prints; none, with a clear line, where it is absent.
pub(crate) fn samtools(arguments: &[&str]) -> Option<Vec<String>> {
    let Ok(output) = std::process::Command::new("samtools").args(arguments).output() else {
        println!("NOT TESTED: samtools is absent");
        return None;
    };
    assert!(output.status.success(), "samtools {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}
