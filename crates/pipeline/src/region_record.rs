//! What the store keeps of one region: the evidence of small variants, and that of structure where it was asked for.
//!
//! Layout: length of the first part (u32, little-endian), the first part, the second part (empty where not asked for).

use marv_somatic::RegionEvidence;
use marv_structure::RegionStructure;

use crate::Error;

/// One region's evidence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RegionRecord {
    pub(crate) small: RegionEvidence,
    pub(crate) structure: Option<RegionStructure>,
}

impl RegionRecord {
    pub(crate) fn encode(&self) -> Result<Vec<u8>, Error> {
        let small = self.small.encode().map_err(|error| broken(&error))?;
        let structure = self.structure.as_ref().map(RegionStructure::encode).transpose();
        let structure = structure.map_err(|error| broken(&error))?.unwrap_or_default();
        let length = u32::try_from(small.len()).map_err(|error| broken(&error))?;
        Ok([&length.to_le_bytes()[..], &small, &structure].concat())
    }
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let (small, structure) = parts(bytes)?;
        let small = RegionEvidence::decode(small).map_err(|error| broken(&error))?;
        let structure = (!structure.is_empty()).then(|| RegionStructure::decode(structure)).transpose();
        Ok(Self { small, structure: structure.map_err(|error| broken(&error))? })
    }
    /// The evidence of structure alone, where it was asked for.
    pub(crate) fn decode_structure(bytes: &[u8]) -> Result<Option<RegionStructure>, Error> {
        let (_, structure) = parts(bytes)?;
        (!structure.is_empty()).then(|| RegionStructure::decode(structure)).transpose().map_err(|error| broken(&error))
    }
    /// The evidence of small variants alone.
    pub(crate) fn decode_small(bytes: &[u8]) -> Result<RegionEvidence, Error> {
        RegionEvidence::decode(parts(bytes)?.0).map_err(|error| broken(&error))
    }
}

fn parts(bytes: &[u8]) -> Result<(&[u8], &[u8]), Error> {
    let short = || broken(&"it is shorter than it says");
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or_else(short)?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(short)
}

fn broken(error: &dyn std::fmt::Display) -> Error {
    Error::Machine { path: "evidence".into(), action: "read it back", source: std::io::Error::other(error.to_string()) }
}
