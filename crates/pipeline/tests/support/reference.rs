//! References that real data comes without: a slice at its place in a contig of N, or what the reads' MD says.

use std::{
    collections::BTreeMap,
    fmt::Write,
    path::{Path, PathBuf},
};

use marv::{
    marv_ingest::{
        alignment::{AlignmentFile, AlignmentOptions},
        reference::FastaWriter,
    },
    marv_model::{
        genome::ContigId,
        read::{CigarKind, ReadSink, ReadView},
    },
};

/// What is known of a genome: by contig its length and the bases at their 0-based places.
#[derive(Debug, Default)]
pub(crate) struct Known {
    contigs: BTreeMap<String, (u32, BTreeMap<u32, u8>)>,
    /// Places where two reads' MD say two bases; the more frequent one is taken.
    pub(crate) conflicts: usize,
}

impl Known {
    /// A slice whose first base lies at `start` of a contig of `length`.
    pub(crate) fn slice(contig: &str, length: u32, start: u32, bases: &[u8]) -> Self {
        let mut known = Self::default();
        known.add(contig, length, start, bases);
        known
    }

    /// A further slice, of the same or of another contig.
    pub(crate) fn add(&mut self, contig: &str, length: u32, start: u32, bases: &[u8]) {
        let (_, known) = self.contigs.entry(contig.to_owned()).or_insert((length, BTreeMap::new()));
        known.extend((start..).zip(bases.iter().map(u8::to_ascii_uppercase)));
    }

    /// Consensus of the reads' own statement of the reference: the alignment and its MD.
    pub(crate) fn from_reads(files: &[PathBuf]) -> Self {
        let mut votes: BTreeMap<(String, u32), (u32, [u32; 4])> = BTreeMap::new();
        for path in files {
            let file = AlignmentFile::open(path, &AlignmentOptions::default()).unwrap();
            let contigs = file.header().contigs.clone();
            let mut sink = Stated::default();
            file.bind(&contigs).unwrap().scan_whole(&mut [&mut sink]).unwrap();
            for ((contig, position), own) in sink.votes {
                let contig = contigs.get(contig).unwrap();
                let (_, all) = votes.entry((contig.name.to_string(), position)).or_insert((contig.length, [0; 4]));
                all.iter_mut().zip(own).for_each(|(all, own)| *all += own);
            }
        }
        let mut known = Self::default();
        for ((contig, position), (length, votes)) in votes {
            known.conflicts += usize::from(votes.iter().filter(|count| **count > 0).count() > 1);
            let most = (0..4).max_by_key(|base| (votes[*base], 4 - base)).unwrap();
            let (_, bases) = known.contigs.entry(contig).or_insert((length, BTreeMap::new()));
            bases.insert(position, BASES[most]);
        }
        known
    }

    /// One base that is known from elsewhere; `position` is 1-based.
    pub(crate) fn set(&mut self, contig: &str, position: u32, base: u8) {
        self.contigs.get_mut(contig).unwrap().1.insert(position - 1, base);
    }

    /// Writes the FASTA with its indexes, and a BED of where something is known: regions of work, so that nobody reads
    /// a hundred million N.
    pub(crate) fn write(&self, folder: &Path) -> (PathBuf, PathBuf) {
        const GAP: u32 = 2_000;
        let (fasta, bed) = (folder.join("reference.fa.gz"), folder.join("known.bed"));
        let mut writer = FastaWriter::create(&fasta).unwrap();
        let mut regions = String::new();
        for (name, (length, bases)) in &self.contigs {
            writer.start_contig(name).unwrap();
            let mut at = 0;
            let mut open: Option<(u32, u32)> = None;
            for (position, base) in bases {
                writer.push_n(position - at).unwrap();
                writer.push(&[*base]).unwrap();
                at = position + 1;
                open = match open {
                    Some((start, end)) if *position <= end + GAP => Some((start, at)),
                    Some((start, end)) => {
                        writeln!(regions, "{name}\t{start}\t{end}").unwrap();
                        Some((*position, at))
                    }
                    None => Some((*position, at)),
                };
            }
            if let Some((start, end)) = open {
                writeln!(regions, "{name}\t{start}\t{end}").unwrap();
            }
            writer.push_n(length - at).unwrap();
        }
        writer.finish().unwrap();
        std::fs::write(&bed, regions).unwrap();
        (fasta, bed)
    }

    /// The share of aligned bases of `file` that differ from what is known, and how many were compared: a slice at a
    /// wrong place differs at three of four.
    pub(crate) fn mismatch_rate(&self, file: &Path) -> (f64, u64) {
        let file = AlignmentFile::open(file, &AlignmentOptions::default()).unwrap();
        let contigs = file.header().contigs.clone();
        let mut sink = Compared {
            known: self,
            names: contigs.iter().map(|(_, c)| c.name.to_string()).collect(),
            same: 0,
            other: 0,
        };
        file.bind(&contigs).unwrap().scan_whole(&mut [&mut sink]).unwrap();
        let all = sink.same + sink.other;
        #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
        (sink.other as f64 / all as f64, all)
    }
}

/// Each reference base that a read's alignment stands on, in order, with the read's base there; none in a deletion.
fn places(read: &ReadView<'_>) -> Vec<(u32, Option<u8>)> {
    let (mut position, mut index) = (read.start, 0usize);
    let mut places = Vec::new();
    for op in read.cigar {
        let length = op.length();
        for step in 0..length {
            match op.kind() {
                CigarKind::Match | CigarKind::Equal | CigarKind::Different => {
                    places.push((position + step, Some(read.bases.base(index + step as usize))));
                }
                CigarKind::Deletion => places.push((position + step, None)),
                _ => {}
            }
        }
        if op.kind().consumes_reference() {
            position += length;
        }
        if op.kind().consumes_read() {
            index += length as usize;
        }
    }
    places
}

const BASES: [u8; 4] = *b"ACGT";

/// How often each base was stated, by place.
#[derive(Default)]
struct Stated {
    votes: BTreeMap<(ContigId, u32), [u32; 4]>,
}

impl ReadSink for Stated {
    fn accept(&mut self, read: &ReadView<'_>) {
        let (Some(contig), Some(md)) = (read.contig, read.text_tag(*b"MD")) else { return };
        if read.bases.is_empty() {
            return;
        }
        let mut places = places(read).into_iter();
        let mut state = |place: Option<(u32, Option<u8>)>, base: Option<u8>| {
            let Some((position, own)) = place else { return };
            if let Some(base) = base.or(own).and_then(|base| BASES.iter().position(|known| *known == base)) {
                self.votes.entry((contig, position)).or_default()[base] += 1;
            }
        };
        // MD (SAM tags, section on MD): numbers of equal bases, letters of the reference where the read differs, and
        // ^letters for what the read lacks.
        let mut equal = 0usize;
        for byte in md {
            if byte.is_ascii_digit() {
                equal = equal * 10 + usize::from(byte - b'0');
                continue;
            }
            for _ in 0..std::mem::take(&mut equal) {
                state(places.next(), None);
            }
            if byte.is_ascii_alphabetic() {
                state(places.next(), Some(byte.to_ascii_uppercase()));
            }
        }
        for _ in 0..equal {
            state(places.next(), None);
        }
    }
}

struct Compared<'a> {
    known: &'a Known,
    names: Vec<String>,
    same: u64,
    other: u64,
}

impl ReadSink for Compared<'_> {
    fn accept(&mut self, read: &ReadView<'_>) {
        let Some((_, known)) = read.contig.and_then(|id| self.known.contigs.get(&self.names[id.index()])) else {
            return;
        };
        for (position, base) in places(read) {
            if let (Some(base), Some(reference)) = (base, known.get(&position)) {
                if base == *reference {
                    self.same += 1;
                } else {
                    self.other += 1;
                }
            }
        }
    }
}

/// The bases of a FASTA of one sequence.
pub(crate) fn bases_of(fasta: &Path) -> Vec<u8> {
    let text = std::fs::read_to_string(fasta).unwrap();
    text.lines().filter(|line| !line.starts_with('>')).flat_map(str::bytes).collect()
}
