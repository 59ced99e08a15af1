//! What is written is read back: whole, by region, by any division into regions.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // helpers of tests

mod support;

use marv_ingest::{
    alignment::{AlignmentFile, AlignmentHeader, AlignmentOptions, BamWriter, BoundAlignment, ReadGroup, SortOrder},
    regions::shards,
};
use marv_model::{
    genome::{ContigId, Interval},
    read::{CigarKind, CigarOp, Flags, ReadRecord},
};
use support::{Collector, contigs, read};

fn header() -> AlignmentHeader {
    AlignmentHeader {
        contigs: contigs(),
        read_groups: vec![ReadGroup { id: "a".into(), sample: Some("T".into()), ..ReadGroup::default() }],
        sort_order: SortOrder::Coordinate,
        command: None,
    }
}

/// Awkward reads among plain ones, sorted.
fn reads() -> Vec<ReadRecord> {
    let mut reads: Vec<ReadRecord> = (0..4000u32).map(|i| read(&format!("r{i}"), 0, i * 24, 150)).collect();
    let op = CigarOp::new;
    // A long deletion over most of the contig.
    reads[10].cigar = vec![op(CigarKind::Match, 100), op(CigarKind::Deletion, 60_000), op(CigarKind::Match, 50)];
    // No bases, no qualities.
    reads[20].set_bases(b"");
    reads[20].qualities.clear();
    // Bases without qualities.
    reads[30].qualities.clear();
    // Unmapped, placed beside its mate.
    reads[40].flags = Flags(0x1 | 0x4 | 0x80);
    reads[40].cigar.clear();
    // Mapped without a reference base.
    reads[50].cigar = vec![op(CigarKind::Insertion, 150)];
    reads.extend((0..500u32).map(|i| read(&format!("s{i}"), 1, i * 99, 101)));
    let mut unplaced = read("u", 0, 0, 75);
    unplaced.flags = Flags(0x4);
    (unplaced.contig, unplaced.mate_contig, unplaced.mate_start, unplaced.mapping_quality) = (None, None, 0, 0);
    unplaced.cigar.clear();
    reads.extend([unplaced.clone(), unplaced]);
    reads
}

fn written(reads: &[ReadRecord]) -> (tempfile::TempDir, BoundAlignment) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.bam");
    let mut writer = BamWriter::create(&path, &header()).unwrap();
    for read in reads {
        writer.write(read).unwrap();
    }
    writer.finish().unwrap();
    let bound = AlignmentFile::open(&path, &AlignmentOptions::default()).unwrap().bind(&contigs()).unwrap();
    (folder, bound)
}

fn scan(bound: &BoundAlignment, region: Interval) -> (Vec<ReadRecord>, u64) {
    let mut collector = Collector::default();
    let summary = bound.reader().unwrap().scan(region, &mut [&mut collector]).unwrap();
    assert_eq!(summary.records, collector.0.len() as u64);
    (collector.0, summary.starting)
}

/// The rule of the indexes, written down once more: what has no length counts as one base.
fn overlaps(read: &ReadRecord, region: Interval) -> bool {
    let length: u32 = if read.flags.is_unmapped() { 0 } else { read.view().reference_length() };
    read.contig == Some(region.contig()) && read.start < region.end() && read.start + length.max(1) > region.start()
}

#[test]
fn whole_files_come_back_as_they_were_written() {
    let reads = reads();
    let (_folder, bound) = written(&reads);
    let mut collector = Collector::default();
    let summary = bound.scan_whole(&mut [&mut collector]).unwrap();
    assert_eq!(summary.records, reads.len() as u64);
    assert_eq!(collector.0, reads);
    let file = bound.file();
    assert_eq!((file.samples(), file.header().sort_order), (vec!["T"], SortOrder::Coordinate));
}

#[test]
fn a_region_gives_what_overlaps_it() {
    let reads = reads();
    let (_folder, bound) = written(&reads);
    for (contig, start, end) in [
        (0, 0, 100_000),
        (0, 240, 241),
        (0, 389, 391),
        (0, 50_000, 50_001),
        (0, 99_000, 100_000),
        (1, 0, 1),
        (1, 49_000, 50_000),
        (0, 5, 5),
    ] {
        let region = Interval::new(ContigId(contig), start, end).unwrap();
        let expected: Vec<ReadRecord> =
            reads.iter().filter(|r| !region.is_empty() && overlaps(r, region)).cloned().collect();
        assert_eq!(scan(&bound, region).0, expected, "{region:?}");
    }
}

#[test]
fn every_sink_sees_the_same() {
    let (_folder, bound) = written(&reads());
    let (mut one, mut two) = (Collector::default(), Collector::default());
    let region = Interval::new(ContigId(1), 1000, 9000).unwrap();
    bound.reader().unwrap().scan(region, &mut [&mut one, &mut two]).unwrap();
    assert!(!one.0.is_empty());
    assert_eq!(one.0, two.0);
}

#[test]
fn a_long_cigar_travels_in_its_tag() {
    let mut long = read("long", 0, 100, 140_001);
    long.cigar = (0..70_000u32)
        .flat_map(|_| [CigarOp::new(CigarKind::Match, 1), CigarOp::new(CigarKind::Insertion, 1)])
        .chain([CigarOp::new(CigarKind::Match, 1)])
        .collect();
    let (_folder, bound) = written(std::slice::from_ref(&long));
    let (reads, _) = scan(&bound, Interval::new(ContigId(0), 70_100, 70_101).unwrap());
    assert_eq!(reads[0].cigar, long.cigar);
    assert_eq!(reads[0].view().end(), 70_101);
}

#[test]
fn out_of_order_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.bam");
    let mut writer = BamWriter::create(&path, &header()).unwrap();
    writer.write(&read("b", 0, 100, 10)).unwrap();
    let message = writer.write(&read("a", 0, 99, 10)).unwrap_err().to_string();
    assert!(message.contains("record 2") && message.contains("not sorted"), "{message}");
    drop(writer);
    assert!(!path.exists(), "an unfinished file must not appear");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(12))]
    /// A read belongs to the region that holds its start: any division gives each record once.
    #[test]
    fn any_division_gives_each_record_once(size in 300u32..60_000) {
        let reads = reads();
        let (_folder, bound) = written(&reads);
        let mut starting = Vec::new();
        let mut counted = 0;
        for region in shards(bound.contigs(), size, None) {
            let (found, starts) = scan(&bound, region);
            counted += starts;
            starting.extend(found.into_iter().filter(|read| read.start >= region.start()));
        }
        let placed: Vec<ReadRecord> = reads.iter().filter(|read| read.contig.is_some()).cloned().collect();
        proptest::prop_assert_eq!(counted, placed.len() as u64);
        proptest::prop_assert_eq!(starting, placed);
    }
}
