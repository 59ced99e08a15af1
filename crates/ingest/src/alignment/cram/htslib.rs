//! CRAM by HTSlib.

use std::sync::Once;

use marv_model::{
    genome::{ContigId, Interval},
    read::{CigarOp, Flags, PackedBases, ReadView},
};
use rust_htslib::{
    bam::{
        self, Read as _,
        record::{Aux, AuxArray, Record},
    },
    errors::Error as HtsError,
};

use super::{decode_error, reference_path};
use crate::{
    Error,
    alignment::{
        BoundAlignment,
        delivery::{Delivery, Verdict},
        place::FilePlace,
        record::{self, Fault},
        scan::{record_error, unsorted},
    },
    error::Place,
};

/// By region.
pub(in crate::alignment) struct Reader {
    inner: bam::IndexedReader,
    buffers: Buffers,
}

/// Kept from record to record.
struct Buffers {
    record: Record,
    cigar: Vec<CigarOp>,
    tags: Vec<u8>,
}

impl Buffers {
    fn new() -> Self {
        Self { record: Record::new(), cigar: Vec::new(), tags: Vec::new() }
    }
}

impl Reader {
    pub(super) fn open(bound: &BoundAlignment) -> Result<Self, Error> {
        be_silent();
        let reference = reference_path(bound)?;
        let path = &bound.facts.path;
        let opened = match bound.facts.index.as_ref() {
            Some(index) => bam::IndexedReader::from_path_and_index(path, &index.path),
            None => bam::IndexedReader::from_path(path),
        };
        let mut inner = opened.map_err(|error| decode_error(bound, &error.to_string()))?;
        inner.set_reference(reference).map_err(|error| decode_error(bound, &error.to_string()))?;
        Ok(Self { inner, buffers: Buffers::new() })
    }
    pub(super) fn scan(
        &mut self,
        bound: &BoundAlignment,
        contig: u32,
        region: Interval,
        delivery: &mut Delivery<'_, '_>,
    ) -> Result<(), Error> {
        let at = |error: HtsError| {
            decode_error(bound, &error.to_string()).at(Place::Genome(bound.contigs().show(&region).to_string()))
        };
        let target = i32::try_from(contig).unwrap_or(i32::MAX);
        let (start, end) = (i64::from(region.start()), i64::from(region.end()));
        self.inner.fetch(bam::FetchDefinition::Region(target, start, end)).map_err(at)?;
        while let Some(outcome) = self.inner.read(&mut self.buffers.record) {
            outcome.map_err(at)?;
            if !deliver(bound, Some(contig), &mut self.buffers, delivery)? {
                break;
            }
        }
        Ok(())
    }
}

/// Keeps the library's own messages from the error stream: what fails is an error of ours, with the file and the place,
/// and a library's user does not expect another one's lines there. It has neither an environment variable for this nor a
/// safe function.
#[expect(unsafe_code, reason = "the only way to reach the library's setting")]
fn be_silent() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: it stores one integer, which no one else in this process writes, and it comes before the first reader
        // of the library that could look at it.
        unsafe { rust_htslib::htslib::hts_set_log_level(rust_htslib::htslib::htsLogLevel_HTS_LOG_OFF) }
    });
}

/// All records, without an index.
pub(super) fn scan_whole(bound: &BoundAlignment, delivery: &mut Delivery<'_, '_>) -> Result<(), Error> {
    be_silent();
    let reference = reference_path(bound)?;
    let at = |error: HtsError| decode_error(bound, &error.to_string());
    let mut inner = bam::Reader::from_path(&bound.facts.path).map_err(at)?;
    inner.set_reference(reference).map_err(at)?;
    let mut buffers = Buffers::new();
    for number in 1.. {
        let Some(outcome) = inner.read(&mut buffers.record) else { break };
        outcome.map_err(|error| at(error).at(Place::Record(number)))?;
        deliver(bound, None, &mut buffers, delivery).map_err(|error| error.at(Place::Record(number)))?;
    }
    Ok(())
}

/// Hands the record in the buffer on; false when the region lies behind.
fn deliver(
    bound: &BoundAlignment,
    contig: Option<u32>,
    buffers: &mut Buffers,
    delivery: &mut Delivery<'_, '_>,
) -> Result<bool, Error> {
    let Buffers { record, cigar, tags } = buffers;
    let place = FilePlace::of(record.tid().into(), record.pos());
    match delivery.judge(place, contig) {
        Verdict::Wanted => {}
        Verdict::Finished => return Ok(false),
        Verdict::Unsorted(last) => return Err(unsorted(bound, place, last)),
    }
    let at = |fault: Fault| record_error(bound, fault, place, 0);
    cigar.clear();
    cigar.extend(record.raw_cigar().iter().map(|op| CigarOp(*op)));
    let flags = Flags(record.flags());
    record::check_cigar(cigar, flags, record.seq_len()).map_err(at)?;
    encode_tags(record, tags).map_err(at)?;
    let contigs = &bound.map.to_reference;
    let mate_contig = u32::try_from(record.mpos()).ok().and(reference_contig(contigs, record.mtid().into()));
    let (name, qualities) = (record.qname(), record.qual());
    let read = ReadView {
        name: if name == b"*" { b"" } else { name },
        flags,
        contig: place.contig().and(reference_contig(contigs, record.tid().into())),
        start: place.start(),
        mapping_quality: record.mapq(),
        cigar,
        bases: PackedBases::new(record.seq().encoded, record.seq_len()),
        qualities: if qualities.first() == Some(&0xff) { &[] } else { qualities },
        mate_contig,
        mate_start: if mate_contig.is_some() { u32::try_from(record.mpos()).unwrap_or(0) } else { 0 },
        template_length: i32::try_from(record.insert_size()).unwrap_or(0),
        tags,
    };
    delivery.hand_out(&read, place);
    Ok(true)
}

/// A contig's number in the reference; none for no contig, a negative number, or a contig that the reference lacks.
fn reference_contig(contigs: &[Option<ContigId>], number: i64) -> Option<ContigId> {
    contigs.get(usize::try_from(number).ok()?).copied().flatten()
}

/// The auxiliary fields in BAM's layout, which the library has but does not show.
fn encode_tags(record: &Record, tags: &mut Vec<u8>) -> Result<(), Fault> {
    tags.clear();
    for field in record.aux_iter() {
        let (tag, value) = field.map_err(|error| Fault {
            found: format!("auxiliary fields that cannot be read ({error})"),
            expected: "fields of the types of SAM § 4.2.4",
        })?;
        tags.extend_from_slice(tag);
        match value {
            Aux::Char(value) => tags.extend_from_slice(&[b'A', value]),
            Aux::I8(value) => push(tags, b'c', &value.to_le_bytes()),
            Aux::U8(value) => push(tags, b'C', &value.to_le_bytes()),
            Aux::I16(value) => push(tags, b's', &value.to_le_bytes()),
            Aux::U16(value) => push(tags, b'S', &value.to_le_bytes()),
            Aux::I32(value) => push(tags, b'i', &value.to_le_bytes()),
            Aux::U32(value) => push(tags, b'I', &value.to_le_bytes()),
            Aux::Float(value) => push(tags, b'f', &value.to_le_bytes()),
            Aux::Double(_) => {
                return Err(Fault {
                    found: "an auxiliary field of type d".to_owned(),
                    expected: "fields of the types of SAM § 4.2.4",
                });
            }
            Aux::String(value) => push_text(tags, b'Z', value),
            Aux::HexByteArray(value) => push_text(tags, b'H', value),
            Aux::ArrayI8(values) => push_array(tags, b'c', &values, i8::to_le_bytes),
            Aux::ArrayU8(values) => push_array(tags, b'C', &values, u8::to_le_bytes),
            Aux::ArrayI16(values) => push_array(tags, b's', &values, i16::to_le_bytes),
            Aux::ArrayU16(values) => push_array(tags, b'S', &values, u16::to_le_bytes),
            Aux::ArrayI32(values) => push_array(tags, b'i', &values, i32::to_le_bytes),
            Aux::ArrayU32(values) => push_array(tags, b'I', &values, u32::to_le_bytes),
            Aux::ArrayFloat(values) => push_array(tags, b'f', &values, f32::to_le_bytes),
        }
    }
    Ok(())
}

fn push(tags: &mut Vec<u8>, kind: u8, value: &[u8]) {
    tags.push(kind);
    tags.extend_from_slice(value);
}

fn push_text(tags: &mut Vec<u8>, kind: u8, value: &str) {
    push(tags, kind, value.as_bytes());
    tags.push(0);
}

fn push_array<T: bam::record::AuxArrayElement, const WIDTH: usize>(
    tags: &mut Vec<u8>,
    kind: u8,
    values: &AuxArray<'_, T>,
    bytes: fn(T) -> [u8; WIDTH],
) {
    tags.extend_from_slice(&[b'B', kind]);
    tags.extend_from_slice(&u32::try_from(values.len()).unwrap_or(u32::MAX).to_le_bytes());
    values.iter().for_each(|value| tags.extend_from_slice(&bytes(value)));
}
