//! What a reading had to repair or leave.

use std::fmt;

use super::text::Cursor;

/// How well a karyotype was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fidelity {
    /// As the notation asks.
    Exact,
    /// Whole, after repairs that leave no doubt about the meaning.
    Repaired,
    /// In part: something was not read, so that what is not found may still be there.
    Partial,
    /// Not at all.
    Unparsed,
}

impl fmt::Display for Fidelity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exact => "exact",
            Self::Repaired => "repaired",
            Self::Partial => "partial",
            Self::Unparsed => "unparsed",
        })
    }
}

/// What was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WarningKind {
    /// Sex chromosomes in lower case.
    LowerCase,
    /// A character or spelling that stands for another, such as `*2` for `×2` or `iso` for `i`.
    Spelling,
    /// A blank where none belongs.
    Blank,
    /// A comma is missing between items.
    MissingComma,
    /// Two commas follow each other.
    DoubleComma,
    /// A `/` is missing between cell lines.
    MissingSlash,
    /// A bracket is not closed in the middle of the text.
    UnclosedBracket,
    /// Another separator stands where `;` or nothing should.
    WrongSeparator,
    /// A breakpoint without its arm; that of the breakpoint before it was taken.
    MissingArm,
    /// A structural change without breakpoints, or with fewer than chromosomes.
    MissingBreakpoints,
    /// The number of cells is not a plain number.
    CellCount,
    /// The number of chromosomes is missing.
    MissingModalNumber,
    /// The sex chromosomes are missing.
    MissingSex,
    /// The sex chromosomes do not fit the number of chromosomes, and no ploidy level is given.
    PloidyUnstated,
    /// The items do not lead to the number of chromosomes: one of them is misspelt, or something is missing.
    NumberDoesNotFit,
    /// The same loss of a chromosome that can be lost only once.
    RepeatedLoss,
    /// Text behind a cell line that is no notation and was left out.
    TrailingText,
    /// The text ends in the middle of an item.
    Truncated,
    /// An item that cannot be read.
    UnreadItem,
    /// A cell line that cannot be read.
    UnreadLine,
    /// Text before the first cell line.
    LeadingText,
    /// What another technique says (`.ish`, `.arr`), which is kept and not interpreted.
    OtherTechnique,
}

impl WarningKind {
    /// All.
    pub const ALL: [WarningKind; 22] = [
        WarningKind::LowerCase,
        WarningKind::Spelling,
        WarningKind::Blank,
        WarningKind::MissingComma,
        WarningKind::DoubleComma,
        WarningKind::MissingSlash,
        WarningKind::UnclosedBracket,
        WarningKind::WrongSeparator,
        WarningKind::MissingArm,
        WarningKind::MissingBreakpoints,
        WarningKind::CellCount,
        WarningKind::MissingModalNumber,
        WarningKind::MissingSex,
        WarningKind::PloidyUnstated,
        WarningKind::NumberDoesNotFit,
        WarningKind::RepeatedLoss,
        WarningKind::TrailingText,
        WarningKind::Truncated,
        WarningKind::UnreadItem,
        WarningKind::UnreadLine,
        WarningKind::LeadingText,
        WarningKind::OtherTechnique,
    ];
    /// Whether something of the karyotype was lost by it, so that nothing can be called absent.
    pub fn is_loss(self) -> bool {
        matches!(self, Self::Truncated | Self::UnreadItem | Self::UnreadLine | Self::LeadingText | Self::OtherTechnique)
    }
    /// The key of the message catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::LowerCase => "iscn.warning.lower_case",
            Self::Spelling => "iscn.warning.spelling",
            Self::Blank => "iscn.warning.blank",
            Self::MissingComma => "iscn.warning.missing_comma",
            Self::DoubleComma => "iscn.warning.double_comma",
            Self::MissingSlash => "iscn.warning.missing_slash",
            Self::UnclosedBracket => "iscn.warning.unclosed_bracket",
            Self::WrongSeparator => "iscn.warning.wrong_separator",
            Self::MissingArm => "iscn.warning.missing_arm",
            Self::MissingBreakpoints => "iscn.warning.missing_breakpoints",
            Self::CellCount => "iscn.warning.cell_count",
            Self::MissingModalNumber => "iscn.warning.missing_modal_number",
            Self::MissingSex => "iscn.warning.missing_sex",
            Self::PloidyUnstated => "iscn.warning.ploidy_unstated",
            Self::NumberDoesNotFit => "iscn.warning.number_does_not_fit",
            Self::RepeatedLoss => "iscn.warning.repeated_loss",
            Self::TrailingText => "iscn.warning.trailing_text",
            Self::Truncated => "iscn.warning.truncated",
            Self::UnreadItem => "iscn.warning.unread_item",
            Self::UnreadLine => "iscn.warning.unread_line",
            Self::LeadingText => "iscn.warning.leading_text",
            Self::OtherTechnique => "iscn.warning.other_technique",
        }
    }
}

/// One thing that was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The character in the text as given, 1-based.
    pub position: usize,
    /// What was wrong.
    pub kind: WarningKind,
    /// What stood there.
    pub text: String,
}

impl fmt::Display for Warning {
    /// As a key with its values: `iscn.warning.spelling: 17 *2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.kind.key(), self.position, self.text)
    }
}

/// Notes a warning at the cursor's place.
pub(super) fn warn(warnings: &mut Vec<Warning>, at: &Cursor<'_>, kind: WarningKind, text: impl Into<String>) {
    warnings.push(Warning { position: at.position(), kind, text: text.into() });
}
