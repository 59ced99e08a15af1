//! What can be wrong with a sweep's task or a stored shard.

/// An input that cannot be swept or read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A window that does not cover its region.
    #[error(
        "the reference window {window_start}-{window_end} does not cover the region {region_start}-{region_end} (0-based, half-open): pad the region by sweep::MARGIN and clip it to the contig"
    )]
    Window {
        /// 0-based, inclusive.
        window_start: u32,
        /// 0-based, exclusive.
        window_end: u32,
        /// 0-based, inclusive.
        region_start: u32,
        /// 0-based, exclusive.
        region_end: u32,
    },
    /// Stored evidence of another version.
    #[error("stored evidence is of version {found}, expected {expected}: sweep the region again")]
    EvidenceVersion {
        /// As stored.
        found: u32,
        /// As this program writes it.
        expected: u32,
    },
    /// Stored evidence that is torn or was never evidence.
    #[error(
        "stored evidence cannot be read ({reason}): the shard is torn or of another program; sweep the region again"
    )]
    EvidenceForm {
        /// What the decoder says.
        reason: String,
    },
}
