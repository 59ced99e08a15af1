//! bwa on the locus, and its SAM as records by patient.

use std::{
    collections::BTreeMap,
    error::Error,
    process::{Command, Stdio},
};

use marv_model::{
    genome::ContigId,
    read::{CigarKind, CigarOp, Flags, ReadRecord},
};

/// The locus as bwa's index, in a folder that goes when it does.
pub(crate) struct Aligner {
    folder: tempfile::TempDir,
}

/// Records by patient, in the order of the genome.
pub(crate) struct Aligned(BTreeMap<usize, Vec<ReadRecord>>);

impl Aligned {
    pub(crate) fn of(&self, number: usize) -> &[ReadRecord] {
        self.0.get(&number).map_or(&[], Vec::as_slice)
    }
}

impl Aligner {
    pub(crate) fn new(letters: &[u8]) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("locus.fa");
        std::fs::write(&path, format!(">locus\n{}\n", String::from_utf8_lossy(letters)))?;
        let done = Command::new("bwa").arg("index").arg(&path).stderr(Stdio::null()).status();
        match done {
            Ok(status) if status.success() => Ok(Self { folder }),
            _ => Err("bwa index failed: is bwa on the path?".into()),
        }
    }

    /// Aligns pairs, given one behind the other as FASTQ.
    pub(crate) fn align(&self, fastq: &str) -> Result<Aligned, Box<dyn Error>> {
        let (index, reads) = (self.folder.path().join("locus.fa"), self.folder.path().join("reads.fq"));
        std::fs::write(&reads, fastq)?;
        let out = Command::new("bwa")
            .args(["mem", "-p", "-t", "2"])
            .arg(&index)
            .arg(&reads)
            .stderr(Stdio::null())
            .output()?;
        if !out.status.success() {
            return Err("bwa mem failed".into());
        }
        let mut patients: BTreeMap<usize, Vec<ReadRecord>> = BTreeMap::new();
        for line in std::str::from_utf8(&out.stdout)?.lines().filter(|line| !line.starts_with('@')) {
            if let Some((number, record)) = record(line) {
                patients.entry(number).or_default().push(record);
            }
        }
        for records in patients.values_mut() {
            records.sort_by_key(|record| record.start);
        }
        Ok(Aligned(patients))
    }
}

/// A line of SAM, and whose it is; none for a read that neither lies anywhere nor has a mate that does.
fn record(line: &str) -> Option<(usize, ReadRecord)> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [name, flags, contig, place, quality, cigar, mate, mate_place, template, letters, qualities, ..] = fields[..]
    else {
        return None;
    };
    let flags = Flags(flags.parse().ok()?);
    if contig == "*" {
        return None;
    }
    let mut record = ReadRecord::default();
    record.name = name.as_bytes().to_vec();
    record.flags = flags;
    record.contig = Some(ContigId(0));
    record.start = place.parse::<u32>().ok()?.checked_sub(1)?;
    record.mapping_quality = quality.parse().ok()?;
    record.cigar = if flags.is_unmapped() { Vec::new() } else { operations(cigar)? };
    record.mate_contig = (mate != "*").then_some(ContigId(0));
    record.mate_start = mate_place.parse::<u32>().ok()?.saturating_sub(1);
    record.template_length = template.parse().ok()?;
    record.set_bases(letters.as_bytes());
    record.qualities = qualities.bytes().map(|letter| letter - 33).collect();
    Some((name.split('.').next()?.parse().ok()?, record))
}

fn operations(cigar: &str) -> Option<Vec<CigarOp>> {
    let mut length = 0;
    let mut operations = Vec::new();
    for letter in cigar.chars() {
        if let Some(digit) = letter.to_digit(10) {
            length = length * 10 + digit;
            continue;
        }
        let kind = match letter {
            'M' => CigarKind::Match,
            'I' => CigarKind::Insertion,
            'D' => CigarKind::Deletion,
            'S' => CigarKind::SoftClip,
            'H' => CigarKind::HardClip,
            _ => return None,
        };
        operations.push(CigarOp::new(kind, length));
        length = 0;
    }
    Some(operations)
}
