//! What a user is told of a file that cannot be used: which, where, and what to do.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // helpers of tests

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
};

use marv_ingest::{
    Error,
    alignment::{
        AlignmentFile, AlignmentHeader, AlignmentOptions, BamWriter, PairOptions, ReadGroup, SortOrder, check_pair,
    },
};
use marv_model::genome::{Contig, Contigs};
use support::{contigs, read, real, samtools};

fn header(sample: &str) -> AlignmentHeader {
    AlignmentHeader {
        contigs: contigs(),
        read_groups: vec![ReadGroup { id: "a".into(), sample: Some(sample.into()), ..ReadGroup::default() }],
        sort_order: SortOrder::Coordinate,
        command: None,
    }
}

/// A BAM of `count` reads, `step` bases apart.
fn bam(path: &Path, sample: &str, count: u32, step: u32) {
    let mut writer = BamWriter::create(path, &header(sample)).unwrap();
    for number in 0..count {
        writer.write(&read(&format!("r{number}"), 0, number * step, 100)).unwrap();
    }
    writer.finish().unwrap();
}

fn open(path: &Path) -> Result<AlignmentFile, Error> {
    AlignmentFile::open(path, &AlignmentOptions::default())
}

fn told<T>(outcome: Result<T, Error>, expected: &[&str]) {
    let Err(error) = outcome else { panic!("no error, expected {expected:?}") };
    let message = error.to_string();
    for part in expected {
        assert!(message.contains(part), "{message:?} does not say {part:?}");
    }
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.bam");
    (folder, path)
}

#[test]
fn a_missing_index() {
    let (_folder, path) = folder();
    bam(&path, "T", 10, 50);
    fs::remove_file(path.with_extension("bam.bai")).unwrap();
    let bound = open(&path).unwrap().bind(&contigs()).unwrap();
    told(bound.reader(), &["t.bam", "no index", "t.bam.bai", "samtools index"]);
    assert_eq!(bound.scan_whole(&mut []).unwrap().records, 10);
}

#[test]
fn an_index_of_another_file() {
    let (folder, path) = folder();
    let index = path.with_extension("bam.bai");
    let other = folder.path().join("o.bam");
    bam(&path, "T", 3000, 30);
    for (count, sample) in [(2999, "T"), (3000, "LONGERNAME"), (1, "T"), (5, "T")] {
        bam(&other, sample, count, 30);
        fs::copy(other.with_extension("bam.bai"), &index).unwrap();
        let outcome = open(&path);
        if (count, sample) == (3000, "LONGERNAME") {
            // The reads lie alike in both; whether the index fits depends on the size of the header's block.
            if let Err(error) = outcome {
                told::<()>(Err(error), &["does not belong"]);
            }
            continue;
        }
        told(outcome, &["t.bam.bai", "does not belong to this file", "samtools index"]);
    }
    bam(&other, "T", 30_000, 3);
    fs::copy(other.with_extension("bam.bai"), &index).unwrap();
    told(open(&path), &["does not belong to this file", "samtools index"]);
    for (bytes, what) in
        [(&b"BAI\x02aaaa"[..], "no index"), (b"BAI\x01\xff\xff\xff\x7f", "ends in the middle"), (b"", "no index")]
    {
        fs::write(&index, bytes).unwrap();
        told(open(&path), &["t.bam.bai", what, "samtools index"]);
    }
}

#[test]
fn an_older_index_is_a_warning() {
    let (_folder, path) = folder();
    bam(&path, "T", 10, 50);
    let index = fs::File::options().write(true).open(path.with_extension("bam.bai")).unwrap();
    index.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    let file = open(&path).unwrap();
    assert!(file.warnings()[0].message.contains("older than its file"), "{:?}", file.warnings());
}

#[test]
fn an_index_that_samtools_made_is_read_alike() {
    let (_folder, path) = folder();
    bam(&path, "T", 3000, 30);
    let count = || {
        let bound = open(&path).unwrap().bind(&contigs()).unwrap();
        let region = marv_model::genome::Interval::new(marv_model::genome::ContigId(0), 20_000, 60_000).unwrap();
        bound.reader().unwrap().scan(region, &mut []).unwrap().records
    };
    let own = count();
    for (option, suffix) in [("-b", "bam.bai"), ("-c", "bam.csi")] {
        fs::remove_file(path.with_extension("bam.bai")).ok();
        let Some(_) = samtools(&["index", option, path.to_str().unwrap()]) else { return };
        assert!(path.with_extension(suffix).is_file());
        assert_eq!(count(), own, "{suffix}");
    }
}

#[test]
fn a_truncated_file() {
    let (_folder, path) = folder();
    bam(&path, "T", 3000, 30);
    let whole = fs::read(&path).unwrap();
    for keep in [whole.len() - 1, whole.len() - 28, whole.len() / 2, 30] {
        fs::write(&path, &whole[..keep]).unwrap();
        told(open(&path), &["t.bam", "truncated"]);
    }
    // Cut in the middle, with a closing mark put behind.
    let mut torn = whole[..whole.len() / 2].to_vec();
    torn.extend_from_slice(&whole[whole.len() - 28..]);
    fs::write(&path, &torn).unwrap();
    fs::remove_file(path.with_extension("bam.bai")).unwrap();
    let bound = open(&path).unwrap().bind(&contigs()).unwrap();
    told(bound.scan_whole(&mut []), &["t.bam", "record"]);
}

#[test]
fn every_byte_changed_is_an_error_or_reads_on_but_never_a_panic() {
    let (_folder, path) = folder();
    bam(&path, "T", 60, 50);
    let (whole, index) = (fs::read(&path).unwrap(), fs::read(path.with_extension("bam.bai")).unwrap());
    let scan = || -> Result<u64, Error> {
        let bound = open(&path)?.bind(&contigs())?;
        bound.scan_whole(&mut [])?;
        let region = bound.contigs().whole(marv_model::genome::ContigId(0));
        Ok(bound.reader()?.scan(region, &mut [])?.records)
    };
    assert_eq!(scan().unwrap(), 60);
    for at in (0..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 0x5a;
        fs::write(&path, &changed).unwrap();
        // Blocks carry a checksum: what is read must be what was written.
        assert!(scan().is_ok_and(|records| records == 60) || scan().is_err(), "byte {at}");
    }
    fs::write(&path, &whole).unwrap();
    for at in 0..index.len() {
        let mut changed = index.clone();
        changed[at] ^= 0x5a;
        fs::write(path.with_extension("bam.bai"), &changed).unwrap();
        let _ = scan();
    }
}

#[test]
fn an_unsorted_file() {
    let (_folder, path) = folder();
    bam(&path, "T", 10, 50);
    let Some(_) = samtools(&["sort", "-n", "-o", path.to_str().unwrap(), path.to_str().unwrap()]) else { return };
    let bound = open_without_index(&path).bind(&contigs()).unwrap();
    told(bound.reader(), &["not sorted", "SO:queryname", "samtools sort"]);
    // A header that lies.
    let lying = path.with_file_name("l.sam");
    let reads = ["r1\t0\tchr1\t500\t60\t4M\t*\t0\t0\tACGT\t*", "r2\t0\tchr1\t100\t60\t4M\t*\t0\t0\tACGT\t*"].join("\n");
    let text = format!("@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:100000\n{reads}\n");
    fs::write(&lying, text).unwrap();
    let Some(_) = samtools(&["view", "-b", "-o", path.to_str().unwrap(), lying.to_str().unwrap()]) else { return };
    let bound = open_without_index(&path).bind(&contigs()).unwrap();
    told(bound.scan_whole(&mut []), &["record 2", "not sorted", "position 500", "samtools sort"]);
}

fn open_without_index(path: &Path) -> AlignmentFile {
    fs::remove_file(path.with_extension("bam.bai")).ok();
    open(path).unwrap()
}

#[test]
fn other_formats_are_named() {
    let (_folder, path) = folder();
    for (bytes, found) in [
        (&b""[..], "an empty file"),
        (b"@HD\tVN:1.6\n", "SAM text"),
        (b"@r1\nACGT\n+\nIIII\n", "FASTQ"),
        (b"CRAM\x02\x01aaaaaaaaaaaaaaaaaaaa", "CRAM 2.1"),
        (b"\x1f\x8b\x08\0aaaaaaaaaaaaaaaaaaa", "ordinary gzip"),
        (b"hello", "something else"),
    ] {
        fs::write(&path, bytes).unwrap();
        told(open(&path), &["t.bam", found, "what to do"]);
    }
    told(open(&path.with_file_name("absent.bam")), &["absent.bam"]);
}

#[test]
fn another_genome() {
    let (_folder, path) = folder();
    bam(&path, "T", 10, 50);
    let file = open(&path).unwrap();
    let table =
        |list: &[(&str, u32)]| Contigs::new(list.iter().map(|(name, length)| Contig::new(name, *length))).unwrap();
    told(
        file.bind(&table(&[("chr7", 9)])),
        &["different genomes", "no contig name in common: chr1, chr2 against chr7"],
    );
    told(file.bind(&table(&[("chr1", 100_001), ("chr2", 50_000)])), &["chr1 (100000 against 100001 bases)"]);
    let bound = file.bind(&table(&[("X", 5), ("1", 100_000)])).unwrap();
    let warnings: Vec<String> = bound.warnings().iter().map(ToString::to_string).collect();
    assert!(
        warnings.iter().any(|w| w.contains("1 contigs are not in the reference") && w.contains("chr2")),
        "{warnings:?}"
    );
    assert!(
        warnings.iter().any(|w| w.contains("of the reference are not in the file") && w.contains('X')),
        "{warnings:?}"
    );
    assert!(warnings.iter().any(|w| w.contains("chr1 for 1")), "{warnings:?}");
    let region = bound.contigs().whole(marv_model::genome::ContigId(0));
    assert!(bound.reader().unwrap().scan(region, &mut []).unwrap().contig_absent);
    let region = bound.contigs().whole(marv_model::genome::ContigId(1));
    assert_eq!(bound.reader().unwrap().scan(region, &mut []).unwrap().records, 10);
}

#[test]
fn another_sequence_of_the_same_length() {
    let (_folder, path) = folder();
    let with_md5 = |md5: &str| {
        Contigs::new([
            Contig { md5: Some(md5.repeat(32)), ..Contig::new("chr1", 100_000) },
            Contig::new("chr2", 50_000),
        ])
    };
    let header = AlignmentHeader { contigs: with_md5("a").unwrap(), ..header("T") };
    BamWriter::create(&path, &header).unwrap().finish().unwrap();
    assert!(open(&path).unwrap().bind(&with_md5("a").unwrap()).unwrap().warnings().is_empty());
    told(open(&path).unwrap().bind(&with_md5("b").unwrap()), &["differ in sequence (M5): chr1"]);
    let options = AlignmentOptions { accept_other_sequence: true, ..AlignmentOptions::default() };
    let file = AlignmentFile::open(&path, &options).unwrap();
    assert!(file.bind(&with_md5("b").unwrap()).unwrap().warnings()[0].message.contains("M5"));
}

#[test]
fn civil_registration_numbers_are_never_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("010190-1234_T.bam");
    bam(&path, "P0101901234", 10, 50);
    let error = open(&path).unwrap_err();
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(text.contains("civil registration number") && text.contains("[CPR]_T.bam"), "{text}");
        assert!(!text.contains("1234"), "{text}");
    }
    let options = AlignmentOptions { sample: Some("T1".into()), ..AlignmentOptions::default() };
    let file = AlignmentFile::open(&path, &options).unwrap();
    assert_eq!(file.sample().unwrap(), Some("T1"));
    assert_eq!(file.header().read_groups[0].sample.as_deref(), Some("P[CPR]"));
    fs::remove_file(path.with_extension("bam.bai")).unwrap();
    let file = AlignmentFile::open(&path, &options).unwrap();
    let message = file.require_regions().unwrap_err().to_string();
    assert!(!message.contains("1234") && message.contains("samtools index"), "{message}");
}

/// A name that the file does not have means another file, most often tumour and normal exchanged.
#[test]
fn a_sample_that_the_file_does_not_have_is_refused() {
    let (_folder, path) = folder();
    bam(&path, "T", 10, 50);
    let named = |name: &str| AlignmentOptions { sample: Some(name.into()), ..AlignmentOptions::default() };
    told(
        AlignmentFile::open(&path, &named("N")),
        &["@RG SM", "no sample \"N\"", "one of the header's: T", "exchanged"],
    );
    let file = AlignmentFile::open(&path, &named("T")).unwrap();
    assert_eq!(file.sample().unwrap(), Some("T"));
    // A file whose read groups name nobody is called as the user says.
    let nameless = AlignmentHeader { read_groups: Vec::new(), ..header("T") };
    BamWriter::create(&path, &nameless).unwrap().finish().unwrap();
    assert_eq!(AlignmentFile::open(&path, &named("N")).unwrap().sample().unwrap(), Some("N"));
}

#[test]
fn pairs() {
    let (folder, path) = folder();
    bam(&path, "T", 10, 50);
    let tumour = open(&path).unwrap();
    let link = folder.path().join("link.bam");
    fs::hard_link(&path, &link).unwrap();
    fs::copy(path.with_extension("bam.bai"), link.with_extension("bam.bai")).unwrap();
    told(check_pair(&tumour, &open(&link).unwrap(), PairOptions::default()), &["the same file"]);
    let other = folder.path().join("n.bam");
    bam(&other, "N", 10, 51);
    assert_eq!(check_pair(&tumour, &open(&other).unwrap(), PairOptions::default()).unwrap(), []);
    bam(&other, "T", 10, 51);
    told(check_pair(&tumour, &open(&other).unwrap(), PairOptions::default()), &["both of sample T", "mixed up"]);
    let options = PairOptions { accept_same_sample: true };
    assert_eq!(check_pair(&tumour, &open(&other).unwrap(), options).unwrap().len(), 1);
}

#[test]
fn a_copy_as_normal_is_a_warning() {
    let (Some(tumour), Some(normal)) =
        (real("bam/iarc_tp53_1000g/NA06984_T.bam"), real("bam/iarc_tp53_1000g/NA06984_N.bam"))
    else {
        return;
    };
    let (tumour, normal) = (open(&tumour).unwrap(), open(&normal).unwrap());
    told(check_pair(&tumour, &normal, PairOptions::default()), &["both of sample NA06984"]);
    let warnings = check_pair(&tumour, &normal, PairOptions { accept_same_sample: true }).unwrap();
    assert!(warnings.iter().any(|warning| warning.message.contains("the very same reads")), "{warnings:?}");
}

/// The labels are those of the files' authors.
#[test]
fn files_that_others_call_broken() {
    let Some(folder) = real("robust/samtools_quickcheck") else { return };
    for (name, expected) in [
        ("1.quickcheck.badeof.bam", Some("truncated")),
        ("2.quickcheck.badheader.bam", Some("")),
        ("3.quickcheck.ok.bam", None),
        ("4.quickcheck.ok.bam", None),
        ("5.quickcheck.scramble30.truncated.cram", Some("truncated")),
        ("6.quickcheck.cram21.ok.cram", Some("CRAM 2.1")),
        ("7.quickcheck.cram30.ok.cram", None),
        ("8.quickcheck.cram21.truncated.cram", Some("CRAM 2.1")),
        ("9.quickcheck.cram30.truncated.cram", Some("truncated")),
        ("10.quickcheck.notargets.bam", None),
    ] {
        let outcome = open(&folder.join(name));
        match expected {
            None => assert!(outcome.is_ok(), "{name}: {}", outcome.unwrap_err()),
            Some(part) => told(outcome, &[name, part]),
        }
    }
}

#[test]
fn cram_blocks_of_every_method_are_read() {
    let (folder, bam_path) = folder();
    bam(&bam_path, "T", 3000, 30);
    let fasta = folder.path().join("r.fa.gz");
    let mut writer = marv_ingest::reference::FastaWriter::create(&fasta).unwrap();
    for (_, contig) in contigs().iter() {
        writer.start_contig(&contig.name).unwrap();
        writer.push_n(contig.length).unwrap();
    }
    writer.finish().unwrap();
    let reference = fasta.to_str().unwrap();
    for (version, methods) in [("3.0", ",use_lzma=1,use_bzip2=1,level=9"), ("3.0", ""), ("3.1", ",archive=1")] {
        let cram = folder.path().join("t.cram");
        let format = format!("cram,version={version}{methods}");
        let arguments =
            ["view", "-O", &format, "-T", reference, "-o", cram.to_str().unwrap(), bam_path.to_str().unwrap()];
        let Some(_) = samtools(&arguments) else { return };
        let Some(_) = samtools(&["index", cram.to_str().unwrap()]) else { return };
        let options = AlignmentOptions { reference: Some(fasta.clone()), ..AlignmentOptions::default() };
        let file = AlignmentFile::open(&cram, &options).unwrap();
        let lzma = file.warnings().iter().any(|warning| warning.message.contains("LZMA"));
        assert_eq!(lzma, methods.contains("use_lzma") && cfg!(feature = "htslib"), "{format}: {:?}", file.warnings());
        let region = contigs().whole(marv_model::genome::ContigId(0));
        let mut collector = support::Collector::default();
        let bound = file.bind(&contigs()).unwrap();
        bound.reader().unwrap().scan(region, &mut [&mut collector]).unwrap();
        let expected: Vec<_> = (0..3000u32).map(|number| read(&format!("r{number}"), 0, number * 30, 100)).collect();
        let plain = |mut read: marv_model::read::ReadRecord| {
            read.tags.clear();
            read
        };
        assert!(collector.0.into_iter().map(plain).eq(expected.into_iter().map(plain)), "{format}");
    }
}

/// Whatever stands in a file: an answer or an error, never a panic.
#[test]
fn no_file_makes_it_panic() {
    let mut seen = 0;
    for folder in [
        "robust/hts-specs_bam/passed",
        "robust/hts-specs_cram30/passed",
        "robust/hts-specs_cram30/failed",
        "robust/htsjdk_validate",
        "robust/htslib",
        "robust/rust_htslib_tests",
        "robust/nucleus",
    ] {
        let Some(folder) = real(folder) else { continue };
        let fasta = folder.join("../ce.fa");
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let options =
                AlignmentOptions { reference: fasta.exists().then(|| fasta.clone()), ..AlignmentOptions::default() };
            let outcome = AlignmentFile::open(&path, &options)
                .and_then(|file| file.bind(&file.header().contigs.clone()))
                .and_then(|bound| bound.scan_whole(&mut []));
            println!("{}: {outcome:?}", path.display());
            seen += 1;
        }
    }
    println!("{seen} files");
}
