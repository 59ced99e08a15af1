//! What a sweep of one region yields for the structural side, and its stored form.

use marv_model::genome::Interval;
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    sweep::{DepthWindows, breakends::BreakendRead, fragments::Fragments, unplaced::UnplacedRead},
};

/// The stored form's version. Raised on every change of any type that it holds.
pub const EVIDENCE_VERSION: u32 = 3;

/// What the reads of a pair show of structure in one region: the reads that start in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegionStructure {
    /// The region.
    pub region: Interval,
    /// The tumour's.
    pub tumour: SampleStructure,
    /// The normal's; none where there is no normal.
    pub normal: Option<SampleStructure>,
}

/// One sample's.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SampleStructure {
    /// Aligned bases by window of the genome.
    pub depth: DepthWindows,
    /// The library, and what crosses a place unbroken.
    pub fragments: Fragments,
    /// Reads that may show a breakend, in order of start.
    pub breakends: Vec<BreakendRead>,
    /// The tumour's reads without a place whose mate faces a break, in order of the mates.
    pub unplaced: Vec<UnplacedRead>,
}

impl RegionStructure {
    /// The stored form: the version, four bytes little-endian, then the values in postcard's wire format.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        let form = |error: postcard::Error| Error::EvidenceForm { reason: error.to_string() };
        postcard::to_extend(self, EVIDENCE_VERSION.to_le_bytes().to_vec()).map_err(form)
    }
    /// Reads the stored form back.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let (version, rest) = bytes
            .split_first_chunk::<4>()
            .ok_or_else(|| Error::EvidenceForm { reason: format!("{} bytes are too few", bytes.len()) })?;
        let found = u32::from_le_bytes(*version);
        if found != EVIDENCE_VERSION {
            return Err(Error::EvidenceVersion { found, expected: EVIDENCE_VERSION });
        }
        postcard::from_bytes(rest).map_err(|error| Error::EvidenceForm { reason: error.to_string() })
    }
}
