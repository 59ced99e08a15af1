//! What cannot be a value.

/// A value that breaks the rule of its type. Says which field and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An interval that ends before it starts.
    #[error("interval starts at {start} and ends at {end} (0-based, half-open): the end must not lie before the start")]
    Interval {
        /// 0-based, inclusive.
        start: u32,
        /// 0-based, exclusive.
        end: u32,
    },
    /// A letter that is no base.
    #[error("{letter:?} is no base: expected A, C, G, T or N")]
    Base {
        /// The offending letter.
        letter: char,
    },
    /// A variant whose alleles say nothing.
    #[error("variant {reference}>{alternate}: {expected}")]
    Alleles {
        /// As given.
        reference: String,
        /// As given.
        alternate: String,
        /// What was expected.
        expected: &'static str,
    },
    /// Two contigs with one name.
    #[error("contig {name:?} is listed twice")]
    DuplicateContig {
        /// The name.
        name: String,
    },
    /// A number outside its unit's range.
    #[error("{what} is {value}, expected {expected}")]
    Range {
        /// The quantity.
        what: &'static str,
        /// The value as given.
        value: String,
        /// The range.
        expected: &'static str,
    },
    /// A laboratory's number that no patient can have in this unit.
    #[error("{measure} is {value}, expected {low} to {high} {unit}: check the unit")]
    Measure {
        /// The measure.
        measure: &'static str,
        /// The value as given.
        value: String,
        /// The lowest that is accepted.
        low: String,
        /// The highest that is accepted.
        high: String,
        /// The unit of all three.
        unit: &'static str,
    },
    /// Text that is no member of a controlled vocabulary.
    #[error("{text:?} is no {what}")]
    Word {
        /// The vocabulary.
        what: &'static str,
        /// The text as given.
        text: String,
    },
}
