//! What a file is: its format by its first bytes, its header, its index.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Warning,
    bam::{self, RecordStream},
    cram,
    header::{AlignmentHeader, SortOrder},
    index::BinIndex,
    place::FilePlace,
    record,
};
use crate::{
    Error,
    bgzf::{END_OF_FILE, VirtualOffset},
    error::Problem,
    privacy,
};

/// Which library decodes CRAM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CramDecoder {
    /// HTSlib: about three times faster.
    Htslib,
    /// noodles: in Rust throughout, for files of unknown origin.
    Noodles,
}

impl Default for CramDecoder {
    fn default() -> Self {
        if cfg!(feature = "htslib") { CramDecoder::Htslib } else { CramDecoder::Noodles }
    }
}

/// How to open an alignment file.
#[derive(Debug, Clone, Default)]
pub struct AlignmentOptions {
    /// Which library decodes CRAM.
    pub cram_decoder: CramDecoder,
    /// The reference FASTA; needed for CRAM.
    pub reference: Option<PathBuf>,
    /// The index, where it is not beside the file.
    pub index: Option<PathBuf>,
    /// The sample. Where the header names samples it must be one of them, and of several only its reads are handed out. Of a
    /// file that names none, and of one whose only name may not be repeated (a civil registration number), it is the name to use.
    pub sample: Option<String>,
    /// Takes an M5 that differs from the reference's for a warning, not an error.
    pub accept_other_sequence: bool,
}

/// The format of an alignment file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlignmentFormat {
    /// BAM.
    Bam,
    /// CRAM.
    Cram {
        /// 3.
        major: u8,
        /// 0 or 1.
        minor: u8,
    },
}

/// An alignment file, its header read and its index checked against it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AlignmentFile(pub(super) Arc<Facts>);

#[derive(Debug)]
pub(super) struct Facts {
    pub(super) path: PathBuf,
    pub(super) options: AlignmentOptions,
    pub(super) format: AlignmentFormat,
    pub(super) header: AlignmentHeader,
    pub(super) first_record: VirtualOffset,
    pub(super) index: Option<Index>,
    pub(super) warnings: Vec<Warning>,
    /// The read groups of the sample chosen among several; none where all reads are wanted.
    pub(super) groups: Option<Vec<Vec<u8>>>,
}

#[derive(Debug)]
pub(super) struct Index {
    pub(super) path: PathBuf,
    /// None for CRAM, whose decoders read their own.
    pub(super) bins: Option<BinIndex>,
}

impl AlignmentFile {
    /// Reads the header and the index, and checks that the file is whole and the index is its own. A file without an
    /// index opens; it cannot be read by region.
    pub fn open(path: impl AsRef<Path>, options: &AlignmentOptions) -> Result<Self, Error> {
        let path = path.as_ref();
        match detect(path)? {
            AlignmentFormat::Bam => open_bam(path, options),
            format @ AlignmentFormat::Cram { .. } => open_cram(path, format, options),
        }
    }
    /// The file.
    pub fn path(&self) -> &Path {
        &self.0.path
    }
    /// The format, told by the first bytes.
    pub fn format(&self) -> AlignmentFormat {
        self.0.format
    }
    /// Contigs, read groups and sort order as the header says.
    pub fn header(&self) -> &AlignmentHeader {
        &self.0.header
    }
    /// The samples of the read groups; the one of the options, where that is given.
    pub fn samples(&self) -> Vec<&str> {
        self.0.options.sample.as_deref().map_or_else(|| self.0.header.samples(), |sample| vec![sample])
    }
    /// The one sample of the file: the options', or the header's. None where neither names one. Refused where the header
    /// names several and the options none.
    pub fn sample(&self) -> Result<Option<&str>, Error> {
        match self.samples()[..] {
            [] => Ok(None),
            [sample] => Ok(Some(sample)),
            _ => {
                let detail = format!("the reads are of several samples: {}", self.samples().join(", "));
                Err(Error::new(&self.0.path, Problem::Mismatch { detail })
                    .field("@RG SM")
                    .advice("choose one of them as the sample, or split the file: samtools split"))
            }
        }
    }
    /// The index, where there is one.
    pub fn index_path(&self) -> Option<&Path> {
        self.0.index.as_ref().map(|index| index.path.as_path())
    }
    /// What a user should know of the file.
    pub fn warnings(&self) -> &[Warning] {
        &self.0.warnings
    }
    /// Refuses a file that cannot be read by region: no index, or not sorted by position.
    pub fn require_regions(&self) -> Result<(), Error> {
        let facts = &self.0;
        let shown = privacy::redact(&facts.path.to_string_lossy()).into_owned();
        if matches!(facts.header.sort_order, SortOrder::QueryName | SortOrder::Unsorted) {
            let detail = format!("the header says SO:{}", facts.header.sort_order.name());
            return Err(Error::new(&facts.path, Problem::Unsorted { detail })
                .advice(format!("samtools sort -o sorted.bam {shown} && samtools index sorted.bam")));
        }
        if facts.index.is_none() {
            let names: Vec<String> = index_names(&facts.path, facts.format)
                .iter()
                .filter_map(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
                .collect();
            return Err(Error::new(&facts.path, Problem::IndexMissing { looked_for: names.join(", ") })
                .advice(index_command(&facts.path)));
        }
        Ok(())
    }
}

pub(super) fn index_command(path: &Path) -> String {
    format!("samtools index {}", privacy::redact(&path.to_string_lossy()))
}

/// The format by the first bytes.
fn detect(path: &Path) -> Result<AlignmentFormat, Error> {
    let mut magic = Vec::new();
    let file = File::open(path).map_err(|error| Error::new(path, error))?;
    file.take(26).read_to_end(&mut magic).map_err(|error| Error::new(path, error))?;
    let other = |found: &str, advice: &str| {
        let expected = "BAM or CRAM 3".to_owned();
        Error::new(path, Problem::Format { found: found.to_owned(), expected }).advice(advice)
    };
    match magic.as_slice() {
        [] => Err(other("an empty file", "copy or make the file again")),
        [b'C', b'R', b'A', b'M', 3, minor @ 0..=1, ..] => Ok(AlignmentFormat::Cram { major: 3, minor: *minor }),
        [b'C', b'R', b'A', b'M', major, minor, ..] => Err(other(
            &format!("CRAM {major}.{minor}"),
            "samtools view -C --output-fmt-option version=3.0 -T REFERENCE -o new.cram FILE",
        )),
        [0x1f, 0x8b, ..] if magic.get(12..14) == Some(b"BC") => {
            let mut start = [0; 4];
            let mut reader = crate::bgzf::reader(File::open(path).map_err(|error| Error::new(path, error))?);
            reader.read_exact(&mut start).map_err(|error| bam::read_error(path, error))?;
            match &start {
                b"BAM\x01" => Ok(AlignmentFormat::Bam),
                [b'@', ..] => Err(other("compressed SAM", "samtools view -b -o new.bam FILE")),
                [b'#', b'#', ..] => Err(other("a compressed VCF", "give it as variants")),
                _ => Err(other("a bgzip file of something else", "give the BAM or CRAM of the sample")),
            }
        }
        [0x1f, 0x8b, ..] => Err(other("an ordinary gzip file", "give the BAM or CRAM of the sample")),
        [b'@', b'H' | b'S' | b'R' | b'P' | b'C', ..] => Err(other("SAM text", "samtools view -b -o new.bam FILE")),
        [b'@', ..] => Err(other("FASTQ", "align the reads first")),
        _ => Err(other("something else", "give the BAM or CRAM of the sample")),
    }
}

fn open_bam(path: &Path, options: &AlignmentOptions) -> Result<AlignmentFile, Error> {
    check_end(path, &END_OF_FILE)?;
    let mut stream = RecordStream::open(path)?;
    let (header, first_record) = bam::read_header(&mut stream, path)?;
    let mut warnings = Vec::new();
    let index = match find_index(path, AlignmentFormat::Bam, options, &mut warnings)? {
        Some(index_path) => {
            let bins = BinIndex::read(&index_path, &index_command(path))?;
            check_bins(path, &index_path, &bins, &header, first_record, &mut stream)?;
            Some(Index { path: index_path, bins: Some(bins) })
        }
        None => None,
    };
    let (path, options, format) = (path.to_owned(), options.clone(), AlignmentFormat::Bam);
    finish(Facts { path, options, format, header, first_record, index, warnings, groups: None })
}

fn open_cram(path: &Path, format: AlignmentFormat, options: &AlignmentOptions) -> Result<AlignmentFile, Error> {
    check_end(path, &cram::container::END_OF_FILE)?;
    let header = cram::read_header(path)?;
    let (mut warnings, mut options) = (Vec::new(), options.clone());
    let mut slices = Vec::new();
    let index = match find_index(path, format, &options, &mut warnings)? {
        Some(index_path) => {
            slices = cram::check_index(path, &index_path, header.contigs.len(), &index_command(path))?;
            Some(Index { path: index_path, bins: None })
        }
        None => None,
    };
    if options.cram_decoder == CramDecoder::Htslib && cram::holds_lzma(path, &slices)? {
        options.cram_decoder = CramDecoder::Noodles;
        let reason = "some of its blocks are compressed by LZMA: it is decoded by noodles, which is slower";
        warnings.push(Warning::new(format!("{}: {reason}", path.display())));
    }
    let path = path.to_owned();
    finish(Facts { path, options, format, header, first_record: 0, index, warnings, groups: None })
}

/// What both formats have in common: samples and privacy.
fn finish(mut facts: Facts) -> Result<AlignmentFile, Error> {
    let samples = facts.header.samples();
    let effective = facts.options.sample.as_deref().map_or_else(|| samples.clone(), |sample| vec![sample]);
    if effective.iter().any(|sample| privacy::holds_identifier(sample)) {
        let what = "the sample name (@RG SM)".to_owned();
        return Err(Error::new(&facts.path, Problem::PersonalIdentifier { what })
            .advice("give a pseudonym as the sample, or write one into the header: samtools reheader"));
    }
    // A file of one sample whose name may not be repeated takes the pseudonym that was given for it.
    let renamed = matches!(samples[..], [sample] if privacy::holds_identifier(sample));
    if let Some(chosen) = facts.options.sample.as_deref().filter(|_| !samples.is_empty() && !renamed) {
        if !samples.contains(&chosen) {
            let found = format!("no sample {chosen:?}");
            let expected = format!("one of the header's: {}", privacy::redact(&samples.join(", ")));
            return Err(Error::new(&facts.path, Problem::Malformed { found, expected }).field("@RG SM").advice(
                "check that tumour and normal were not exchanged, and give the name that the header has, or none",
            ));
        }
        if samples.len() > 1 {
            let groups = facts.header.read_groups.iter().filter(|group| group.sample.as_deref() == Some(chosen));
            facts.groups = Some(groups.map(|group| group.id.clone().into_bytes()).collect());
        }
    }
    facts.header.redact();
    Ok(AlignmentFile(Arc::new(facts)))
}

/// A whole file closes with its format's end mark.
fn check_end(path: &Path, mark: &[u8]) -> Result<(), Error> {
    let mut end = Vec::new();
    let mut file = File::open(path).map_err(|error| Error::new(path, error))?;
    let length = i64::try_from(mark.len()).unwrap_or(0);
    let outcome = file.seek(SeekFrom::End(-length)).and_then(|_| file.read_to_end(&mut end));
    if outcome.is_ok() && end == mark {
        return Ok(());
    }
    let detail = "the mark that closes a whole file is missing".to_owned();
    Err(Error::new(path, Problem::Truncated { detail })
        .advice("copy or make the file again, and compare its size with the original"))
}

fn index_names(path: &Path, format: AlignmentFormat) -> Vec<PathBuf> {
    let suffixes: &[&str] = match format {
        AlignmentFormat::Bam => &["bai", "csi"],
        AlignmentFormat::Cram { .. } => &["crai"],
    };
    let beside =
        |suffix: &&str| [crate::reference::with_suffix(path, &format!(".{suffix}")), path.with_extension(suffix)];
    suffixes.iter().flat_map(beside).collect()
}

fn find_index(
    path: &Path,
    format: AlignmentFormat,
    options: &AlignmentOptions,
    warnings: &mut Vec<Warning>,
) -> Result<Option<PathBuf>, Error> {
    let found = match &options.index {
        Some(index) => Some(index.clone()),
        None => index_names(path, format).into_iter().find(|candidate| candidate.is_file()),
    };
    let Some(index) = found else { return Ok(None) };
    let modified = |path: &Path| std::fs::metadata(path).and_then(|facts| facts.modified());
    let older = modified(&index).map_err(|error| Error::new(&index, error))?
        < modified(path).map_err(|error| Error::new(path, error))?;
    if older {
        warnings.push(Warning::new(format!(
            "the index {} is older than its file; if the file was changed since, make it anew: {}",
            index.display(),
            index_command(path)
        )));
    }
    Ok(Some(index))
}

/// An index that was made for another file, or an earlier state of this one, shows at its two ends: its first chunk must
/// hold the first record, and behind its last one there must be no placed record.
fn check_bins(
    path: &Path,
    index_path: &Path,
    bins: &BinIndex,
    header: &AlignmentHeader,
    first_record: VirtualOffset,
    stream: &mut RecordStream,
) -> Result<(), Error> {
    let stale = |detail: String| {
        Error::new(path, Problem::IndexStale { index: index_path.to_owned(), detail }).advice(index_command(path))
    };
    if bins.contig_count() > header.contigs.len() {
        return Err(stale(format!("it lists {} contigs, the file {}", bins.contig_count(), header.contigs.len())));
    }
    let size = std::fs::metadata(path).map_err(|error| Error::new(path, error))?.len();
    let (first_chunk, end) = (bins.first_offset(), bins.last_offset());
    if end >> 16 > size {
        return Err(stale("it points behind the end of the file".to_owned()));
    }
    let mut record_at = |offset: VirtualOffset| -> Result<Option<Vec<u8>>, std::io::Error> {
        stream.seek(offset)?;
        stream.next().map(|bytes| bytes.map(<[u8]>::to_vec))
    };
    let first = record_at(first_record).map_err(|error| bam::read_error(path, error))?;
    let placed = |bytes: &Option<Vec<u8>>| bytes.as_deref().map_or(Ok(FilePlace::UNPLACED), record::place);
    let first_is_placed = placed(&first).is_ok_and(FilePlace::is_placed);
    let indexed =
        first_chunk.map(&mut record_at).transpose().map_err(|_| stale("it points between records".to_owned()))?;
    if first_is_placed && indexed.as_ref() != Some(&first) {
        return Err(stale("it does not begin with the file's first record".to_owned()));
    }
    let behind = record_at(end.max(first_record)).map_err(|_| stale("it points between records".to_owned()))?;
    match placed(&behind) {
        Ok(FilePlace::UNPLACED) => Ok(()),
        Ok(_) => Err(stale("there are placed records behind its last one".to_owned())),
        Err(_) => Err(stale("it points between records".to_owned())),
    }
}
