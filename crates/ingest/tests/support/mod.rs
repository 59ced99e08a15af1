//! What the tests share: collecting sinks, made-up reads, and the folder of real data.
#![allow(dead_code)] // each test file uses a part

use std::path::PathBuf;

use marv_model::{
    genome::{Contig, ContigId, Contigs},
    read::{CigarKind, CigarOp, Flags, ReadRecord, ReadSink, ReadView},
};

/// Keeps every read.
#[derive(Default)]
pub struct Collector(pub Vec<ReadRecord>);

impl ReadSink for Collector {
    fn accept(&mut self, read: &ReadView<'_>) {
        self.0.push(ReadRecord::from(read));
    }
}

/// The folder of real data; none, with a clear line, where it is absent.
pub fn real(relative: &str) -> Option<PathBuf> {
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
pub fn contigs() -> Contigs {
    Contigs::new([Contig::new("chr1", 100_000), Contig::new("chr2", 50_000)]).unwrap()
}

/// A read of `length` matching bases.
pub fn read(name: &str, contig: u32, start: u32, length: u32) -> ReadRecord {
    let mut read = ReadRecord {
        name: name.into(),
        flags: Flags(0x1 | 0x2 | 0x40),
        contig: Some(ContigId(contig)),
        start,
        mapping_quality: 60,
        cigar: vec![CigarOp::new(CigarKind::Match, length)],
        qualities: (0..length).map(|i| u8::try_from(i % 41).unwrap()).collect(),
        mate_contig: Some(ContigId(contig)),
        mate_start: start + 200,
        template_length: 350,
        ..ReadRecord::default()
    };
    let bases: Vec<u8> = (0..length).map(|i| b"ACGT"[((i * 7 + start) % 4) as usize]).collect();
    read.set_bases(&bases);
    read.push_text_tag(*b"RG", "a");
    read
}
