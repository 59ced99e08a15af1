//! What is wrong with knowledge.

/// Knowledge that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A line of a table that cannot be read.
    #[error("{file}, line {line}, column {column}: found {found:?}, expected {expected}")]
    Table {
        /// The table.
        file: String,
        /// 1-based, the header included.
        line: usize,
        /// The column's name.
        column: &'static str,
        /// What stands there.
        found: String,
        /// What should.
        expected: &'static str,
    },
    /// A list of trials that cannot be read.
    #[error("{file}, line {line}: {problem}; see the user guide's section on trials")]
    Trials {
        /// The list.
        file: String,
        /// 1-based; 0 where it is not known.
        line: usize,
        /// What is wrong.
        problem: String,
    },
}
