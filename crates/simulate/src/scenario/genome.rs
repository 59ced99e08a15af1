//! What a scenario says of a whole genome: windows spread over it, sex, junctions, and what makes depth uneven.

use serde::{Deserialize, Serialize};

use super::{Scenario, within};
use crate::Error;

/// Windows spread evenly over chromosomes 1 to 22, X and Y: a whole genome in little. Stretches that no read maps to
/// (centromeres, the short arms of acrocentric chromosomes, large heterochromatin) have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// Bases from one window's start to the next one's, 20,000 to 10,000,000.
    pub every: u32,
    /// Bases of a window, 1,000 to `every`.
    pub length: u32,
}

/// Inherited sex chromosomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// XX.
    Female,
    /// XY: X and Y have one copy, on haplotype 1. Reads of what both share lie on X.
    Male,
}

/// A junction between distant places. A balanced exchange is two of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rearrangement {
    /// One side: contig, 1-based position of the last kept base, and where the kept bases lie. `chr8:92017362-` keeps the
    /// bases up to there, `chr8:92017363+` those from there on.
    pub first: String,
    /// The other side.
    pub second: String,
    /// Bases between the sides that come from neither, read from the first side to the second.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub inserted: String,
    /// The clone it arose in (default: the first).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clone: Option<String>,
    /// The haplotype, 1 or 2, of each side (default: 1 and 1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub haplotypes: Option<[u8; 2]>,
    /// Copies of the junction in a cell, 1 to 20 (default 1); no more than the haplotypes have there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u8>,
}

/// What makes depth uneven. Nothing does where all are 0.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Unevenness {
    /// Depth lost by fragments whose share of G and C lies ten hundredths from 0.42, as a share, 0 to 0.5; with the square
    /// of the distance. The tumour's library loses a third more than the normal's.
    pub composition: f64,
    /// Height of slow waves over the genome, as a share of the depth, 0 to 0.3: half of it in both samples, half of it in
    /// the tumour alone (replication).
    pub waves: f64,
    /// Share of blocks of 5 kb in which nine in ten fragments find no place, 0 to 0.5.
    pub holes: f64,
}

/// Whether the values are in their ranges.
pub(super) fn check(scenario: &Scenario) -> Result<(), Error> {
    let Unevenness { composition, waves, holes } = scenario.unevenness;
    within("unevenness.composition", composition, 0.0, 0.5)?;
    within("unevenness.waves", waves, 0.0, 0.3)?;
    within("unevenness.holes", holes, 0.0, 0.5)?;
    within("margin", f64::from(scenario.margin), 0.0, 100_000.0)?;
    if let Some(Spread { every, length }) = scenario.spread {
        within("spread.every", f64::from(every), 20_000.0, 10_000_000.0)?;
        within("spread.length", f64::from(length), 1_000.0, f64::from(every))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_that_overlaps_itself_is_refused() {
        let spread = |every, length| Scenario { spread: Some(Spread { every, length }), ..Scenario::default() }.check();
        assert!(spread(1_000_000, 3_000).is_ok());
        let error = spread(20_000, 30_000).unwrap_err().to_string();
        assert_eq!(error, "scenario, spread.length: is 30000, expected 1000 to 20000");
    }
}
