//! The sequencer, the library and the aligner.

use serde::{Deserialize, Serialize};

/// What the sequencer does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sequencing {
    /// Bases a read, 30 to 500.
    pub read_length: u32,
    /// Mean length of a fragment in bases.
    pub insert_mean: f64,
    /// Standard deviation of a fragment's length.
    pub insert_sd: f64,
    /// Multiplies the rate at which a base's quality falls below the best bin; 0 gives a machine without such bases.
    pub low_quality: f64,
    /// Whether bases err at the rate that their quality says.
    pub errors: bool,
}

/// What library and aligner do. Rates are shares of fragments, 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Library {
    /// Fragments that are a copy of the one before, for each that is not.
    pub duplicates: f64,
    /// Copies that are not flagged as such, for each copy.
    pub unflagged_duplicates: f64,
    /// Fragments of a diverged copy of the sequence elsewhere that lie here by mistake, at a mapping quality of 0 to 20.
    pub mapping_errors: f64,
    /// Share of blocks of 1 kb in which the aligner cannot tell the copies apart: two in five fragments are the other
    /// copy's, and mapping qualities are low.
    pub ambiguous_blocks: f64,
    /// Bases at which the copies differ, for each base.
    pub divergence: f64,
    /// Repeats of one to four bases that gain or lose a unit in a fragment, for each repeat of 30 bases; shorter ones
    /// do so less.
    pub slippage: f64,
    /// Chimeric reads with a supplementary alignment.
    pub supplementary: f64,
    /// Reads with a secondary alignment.
    pub secondary: f64,
    /// Reads that failed the sequencer's filter.
    pub qc_fail: f64,
    /// Fragments of which one read has no place.
    pub unmapped_mate: f64,
    /// Fragments of which neither read has a place.
    pub unmapped: f64,
}

impl Default for Sequencing {
    fn default() -> Self {
        Self { read_length: 150, insert_mean: 380.0, insert_sd: 80.0, low_quality: 1.0, errors: true }
    }
}

impl Default for Library {
    fn default() -> Self {
        Self {
            duplicates: 0.08,
            unflagged_duplicates: 0.03,
            mapping_errors: 0.002,
            ambiguous_blocks: 0.005,
            divergence: 0.03,
            slippage: 0.02,
            supplementary: 0.001,
            secondary: 0.001,
            qc_fail: 0.002,
            unmapped_mate: 0.002,
            unmapped: 0.001,
        }
    }
}
