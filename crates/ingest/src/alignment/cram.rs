//! CRAM: its header and index, and its records by one of two decoders that must say the same.

pub(super) mod container;
pub(super) mod crai;
#[cfg(feature = "htslib")]
mod htslib;
mod noodles;
mod open;

use marv_model::genome::Interval;

pub(super) use open::{check_index, holds_lzma, read_header};

use super::{BoundAlignment, CramDecoder, delivery::Delivery};
use crate::{Error, error::Problem};

/// CRAM by region.
pub(super) enum CramReader {
    #[cfg(feature = "htslib")]
    Htslib(Box<htslib::Reader>),
    Noodles(Box<noodles::Reader>),
}

impl CramReader {
    pub(super) fn open(bound: &BoundAlignment) -> Result<Self, Error> {
        match bound.facts.options.cram_decoder {
            #[cfg(feature = "htslib")]
            CramDecoder::Htslib => htslib::Reader::open(bound).map(Box::new).map(Self::Htslib),
            #[cfg(not(feature = "htslib"))]
            CramDecoder::Htslib => Err(not_built(bound)),
            CramDecoder::Noodles => noodles::Reader::open(bound).map(Box::new).map(Self::Noodles),
        }
    }
    pub(super) fn scan(
        &mut self,
        bound: &BoundAlignment,
        contig: u32,
        region: Interval,
        delivery: &mut Delivery<'_, '_>,
    ) -> Result<(), Error> {
        match self {
            #[cfg(feature = "htslib")]
            Self::Htslib(reader) => reader.scan(bound, contig, region, delivery),
            Self::Noodles(reader) => reader.scan(bound, contig, region, delivery),
        }
    }
    pub(super) fn scan_whole(bound: &BoundAlignment, delivery: &mut Delivery<'_, '_>) -> Result<(), Error> {
        match bound.facts.options.cram_decoder {
            #[cfg(feature = "htslib")]
            CramDecoder::Htslib => htslib::scan_whole(bound, delivery),
            #[cfg(not(feature = "htslib"))]
            CramDecoder::Htslib => Err(not_built(bound)),
            CramDecoder::Noodles => noodles::Reader::open(bound)?.scan_whole(bound, delivery),
        }
    }
}

#[cfg(not(feature = "htslib"))]
fn not_built(bound: &BoundAlignment) -> Error {
    let what = "CRAM by HTSlib, in a build without the feature htslib,".to_owned();
    Error::new(&bound.facts.path, Problem::Unsupported { what }).advice("choose the decoder noodles")
}

/// What a CRAM needs before anything of it can be read.
fn reference_path(bound: &BoundAlignment) -> Result<&std::path::Path, Error> {
    bound.facts.options.reference.as_deref().ok_or_else(|| {
        let what = "CRAM without its reference".to_owned();
        Error::new(&bound.facts.path, Problem::Unsupported { what })
            .advice("give the FASTA that the reads were compressed with")
    })
}

/// What is said of a container at which the decoder in Rust stopped without an error of its own.
const GAVE_UP: &str = "the decoder gave up";

/// Whether the decoder in Rust stopped so: then the file may be whole, and the fault the decoder's.
pub(crate) fn gave_up(error: &Error) -> bool {
    matches!(error.problem.as_ref(), Problem::Malformed { found, .. } if found.contains(GAVE_UP))
}

/// What a failed decoding means to a user. A decoder says little: the reference is the first suspect.
fn decode_error(bound: &BoundAlignment, detail: &str) -> Error {
    Error::new(
        &bound.facts.path,
        Problem::Malformed {
            found: format!("a container that does not decode ({detail})"),
            expected: "containers that decode with the reference given".to_owned(),
        },
    )
    .advice(
        "give the very FASTA that the reads were compressed with (the MD5 of each slice is checked); if it is that one, try \
         the other CRAM decoder; if that fails, too, the file is damaged: copy or make it again",
    )
}
