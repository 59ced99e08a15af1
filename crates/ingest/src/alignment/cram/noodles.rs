//! CRAM by noodles. It decodes a container at a time and keeps the whole contig in memory.

use std::{
    fs::File,
    io::{self, BufReader, SeekFrom},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use marv_model::{
    genome::Interval,
    read::{CigarOp, ReadView},
};
use noodles::{bam, cram, fasta, sam, sam::alignment::io::Write as _};

use super::{
    GAVE_UP,
    crai::{self, SliceEntry},
    decode_error, reference_path,
};
use crate::{
    Error,
    alignment::{
        BoundAlignment,
        delivery::{Delivery, Verdict},
        file::index_command,
        place::FilePlace,
        record,
        scan::{record_error, unsorted},
    },
    error::Place,
    reference::Reference,
};

/// By region, and whole.
pub(in crate::alignment) struct Reader {
    inner: cram::io::Reader<BufReader<File>>,
    header: sam::Header,
    sequences: fasta::Repository,
    slices: Vec<SliceEntry>,
    /// The contig whose sequence is in memory.
    contig: Option<u32>,
    /// Records in BAM's layout, each behind its size.
    encoded: Vec<u8>,
    cigar: Vec<CigarOp>,
}

impl Reader {
    pub(super) fn open(bound: &BoundAlignment) -> Result<Self, Error> {
        let path = &bound.facts.path;
        let reference = Arc::new(Reference::open(reference_path(bound)?)?);
        let sequences = fasta::Repository::new(Sequences(reference));
        let slices = match &bound.facts.index {
            Some(index) => crai::read(&index.path, &index_command(path))?,
            None => Vec::new(),
        };
        let file = File::open(path).map_err(|error| Error::new(path, error))?;
        let builder = cram::io::reader::Builder::default().set_reference_sequence_repository(sequences.clone());
        let mut inner = builder.build_from_reader(BufReader::new(file));
        let header =
            guarded(|| inner.read_header()).map_err(|detail| decode_error(bound, &detail).field("the header"))?;
        Ok(Self { inner, header, sequences, slices, contig: None, encoded: Vec::new(), cigar: Vec::new() })
    }
    pub(super) fn scan(
        &mut self,
        bound: &BoundAlignment,
        contig: u32,
        region: Interval,
        delivery: &mut Delivery<'_, '_>,
    ) -> Result<(), Error> {
        if self.contig.replace(contig) != Some(contig) {
            self.sequences.clear();
        }
        let (start, end) = (u64::from(region.start()), u64::from(region.end()));
        // A slice of unmapped placed reads may have no length: it counts as one base.
        let wanted = |s: &&SliceEntry| s.contig == i64::from(contig) && s.start < end && s.end.max(s.start + 1) > start;
        let mut offsets: Vec<u64> = self.slices.iter().filter(wanted).map(|slice| slice.offset).collect();
        offsets.sort_unstable();
        offsets.dedup();
        for offset in offsets {
            let at = |detail: String| decode_error(bound, &detail).at(Place::Offset(offset));
            guarded(|| self.inner.seek(SeekFrom::Start(offset))).map_err(at)?;
            self.decode_container().map_err(at)?;
            if !self.deliver(bound, Some(contig), delivery)? {
                break;
            }
        }
        Ok(())
    }
    pub(super) fn scan_whole(&mut self, bound: &BoundAlignment, delivery: &mut Delivery<'_, '_>) -> Result<(), Error> {
        while self.decode_container().map_err(|detail| decode_error(bound, &detail))? {
            self.deliver(bound, None, delivery)?;
        }
        Ok(())
    }
    /// Decodes the container at hand; false at the end of the file.
    fn decode_container(&mut self) -> Result<bool, String> {
        let Self { inner, header, sequences, encoded, .. } = self;
        encoded.clear();
        guarded(|| {
            let mut container = cram::io::reader::Container::default();
            if inner.read_container(&mut container)? == 0 {
                return Ok(false);
            }
            let compression = container.compression_header()?;
            let mut writer = bam::io::Writer::from(&mut *encoded);
            for slice in container.slices() {
                let slice = slice?;
                let (core, external) = slice.decode_blocks()?;
                for record in slice.records(sequences.clone(), header, &compression, &core, &external)? {
                    writer.write_alignment_record(header, &record)?;
                }
            }
            Ok(true)
        })
    }
    /// Hands the container's records on; false when the region lies behind.
    fn deliver(
        &mut self,
        bound: &BoundAlignment,
        contig: Option<u32>,
        delivery: &mut Delivery<'_, '_>,
    ) -> Result<bool, Error> {
        let mut rest = self.encoded.as_slice();
        while let Some((size, behind)) = rest.split_first_chunk::<4>() {
            let size = u32::from_le_bytes(*size) as usize;
            let (bytes, behind) = behind.split_at_checked(size).unwrap_or((behind, &[]));
            rest = behind;
            let place = record::place(bytes).map_err(|fault| record_error(bound, fault, FilePlace::UNPLACED, 0))?;
            // A container of several contigs holds those before the region's, too.
            if contig.is_some_and(|contig| place.contig().is_some_and(|number| number < contig)) {
                continue;
            }
            match delivery.judge(place, contig) {
                Verdict::Wanted => {}
                Verdict::Finished => return Ok(false),
                Verdict::Unsorted(last) => return Err(unsorted(bound, place, last)),
            }
            let hand_out = |read: &mut ReadView<'_>| {
                if read.flags.is_unmapped() {
                    // CRAM stores no mapping quality of an unmapped read. HTSlib gives 0, this decoder "missing".
                    read.mapping_quality = 0;
                }
                if read.qualities.iter().all(|quality| *quality == 0) {
                    // A read none of whose qualities is stored. HTSlib says "missing", this decoder 0 throughout.
                    read.qualities = &[];
                }
                delivery.hand_out(read, place);
            };
            record::with_view(bytes, place, &mut self.cigar, &bound.map.to_reference, hand_out)
                .map_err(|fault| record_error(bound, fault, place, 0))?;
        }
        Ok(true)
    }
}

/// Runs a decoder that may panic on input that breaks its format, and makes an error of that.
fn guarded<T>(work: impl FnOnce() -> io::Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(outcome) => outcome.map_err(|error| error.to_string()),
        Err(_) => Err(GAVE_UP.to_owned()),
    }
}

/// Whole contigs for the decoder, under the file's names.
struct Sequences(Arc<Reference>);

impl fasta::repository::Adapter for Sequences {
    fn get(&mut self, name: &[u8]) -> Option<io::Result<fasta::Record>> {
        let contigs = self.0.contigs();
        let id = contigs.id_or_alias(std::str::from_utf8(name).ok()?)?;
        let letters = self.0.letters(contigs.whole(id)).map_err(|error| io::Error::other(error.to_string()));
        Some(letters.map(|mut letters| {
            letters.make_ascii_uppercase();
            let definition = fasta::record::Definition::new(name, None);
            fasta::Record::new(definition, fasta::record::Sequence::from(letters))
        }))
    }
}
