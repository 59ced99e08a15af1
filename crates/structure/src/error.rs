//! What can go wrong with structural evidence.

/// An error of this crate.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Stored evidence is not in the form that this version writes.
    #[error("structural evidence cannot be read: {reason}; sweep the region again")]
    EvidenceForm {
        /// What is wrong with it.
        reason: String,
    },
    /// Stored evidence is of another version.
    #[error("structural evidence has form {found}, this version reads form {expected}; sweep the region again")]
    EvidenceVersion {
        /// The version found.
        found: u32,
        /// The version read.
        expected: u32,
    },
}
