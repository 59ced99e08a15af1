//! The table: mutation by mutation, drug by drug.

use super::Effect::{self, Active, Avoid, LessSensitive};
use crate::Substitution;

/// A tyrosine kinase inhibitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Drug {
    /// Imatinib.
    Imatinib,
    /// Nilotinib.
    Nilotinib,
    /// Dasatinib.
    Dasatinib,
    /// Bosutinib.
    Bosutinib,
    /// Ponatinib.
    Ponatinib,
    /// Asciminib, which binds the myristoyl pocket and not the site of ATP.
    Asciminib,
}

impl Drug {
    /// All, in the order of the columns.
    pub const ALL: [Drug; 6] =
        [Self::Imatinib, Self::Nilotinib, Self::Dasatinib, Self::Bosutinib, Self::Ponatinib, Self::Asciminib];

    /// Its international nonproprietary name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Imatinib => "imatinib",
            Self::Nilotinib => "nilotinib",
            Self::Dasatinib => "dasatinib",
            Self::Bosutinib => "bosutinib",
            Self::Ponatinib => "ponatinib",
            Self::Asciminib => "asciminib",
        }
    }
    /// The criterion under which a verdict speaks of it.
    pub fn criterion(self) -> &'static str {
        match self {
            Self::Imatinib => "cml_kinase.imatinib",
            Self::Nilotinib => "cml_kinase.nilotinib",
            Self::Dasatinib => "cml_kinase.dasatinib",
            Self::Bosutinib => "cml_kinase.bosutinib",
            Self::Ponatinib => "cml_kinase.ponatinib",
            Self::Asciminib => "cml_kinase.asciminib",
        }
    }
}

pub(super) const T315I: Substitution = Substitution { from: 'T', residue: 315, to: 'I' };

/// Substitutions of one residue that share their effects, in the order of [`Drug::ALL`].
struct Entry {
    from: char,
    residue: u32,
    /// Each letter is an amino acid.
    to: &'static str,
    effects: [Effect; 6],
}

const fn entry(from: char, residue: u32, to: &'static str, effects: [Effect; 6]) -> Entry {
    Entry { from, residue, to, effects }
}

const SILENT: Effect = Effect::NoStatement;

// RULE: guidelines table 6.5 (Soverini, Table 1; Front Oncol 2021, Table 1; Branford 2009): which drug to avoid and which
// stays active. Asciminib's column is from general knowledge of its label and not verified: T315I at 200 mg twice daily;
// A337T and P465S in the myristoyl pocket; V468F, I502L, F359 and M244V with lower sensitivity, where the drugs
// of the site of ATP stay active but for what another row says of them.
const TABLE: [Entry; 12] = [
    //                     imatinib       nilotinib      dasatinib      bosutinib      ponatinib      asciminib
    entry('T', 315, "I", [Avoid, Avoid, Avoid, Avoid, Active, Active]),
    entry('V', 299, "L", [LessSensitive, Active, Avoid, Avoid, Active, SILENT]),
    entry('F', 317, "LVIC", [LessSensitive, Active, Avoid, LessSensitive, Active, SILENT]),
    entry('T', 315, "A", [SILENT, Active, Avoid, SILENT, Active, SILENT]),
    entry('Y', 253, "HF", [Avoid, Avoid, Active, Active, Active, SILENT]),
    entry('E', 255, "KV", [Avoid, Avoid, LessSensitive, LessSensitive, Active, SILENT]),
    entry('F', 359, "VIC", [Avoid, Avoid, LessSensitive, LessSensitive, Active, LessSensitive]),
    entry('A', 337, "T", [Active, Active, Active, Active, Active, Avoid]),
    entry('P', 465, "S", [Active, Active, Active, Active, Active, Avoid]),
    entry('V', 468, "F", [Active, Active, Active, Active, Active, LessSensitive]),
    entry('I', 502, "L", [Active, Active, Active, Active, Active, LessSensitive]),
    entry('M', 244, "V", [LessSensitive, Active, Active, Active, Active, LessSensitive]),
];

// RULE: Soverini, Table 1, imatinib: substitutions found in patients in whom it failed, beside those of the table above. The
// specification does not list them, so that they were held against nothing else.
/// Residue, amino acids after the change.
const IMATINIB_ONLY: [(char, u32, &str); 40] = [
    ('M', 237, "V"),
    ('L', 248, "R"),
    ('G', 250, "ER"),
    ('Q', 252, "RH"),
    ('E', 258, "D"),
    ('L', 273, "M"),
    ('E', 275, "KQ"),
    ('D', 276, "G"),
    ('T', 277, "A"),
    ('E', 279, "K"),
    ('V', 280, "AI"),
    ('V', 289, "A"),
    ('F', 311, "L"),
    ('Y', 342, "H"),
    ('M', 343, "T"),
    ('A', 344, "V"),
    ('M', 351, "T"),
    ('E', 355, "DG"),
    ('D', 363, "Y"),
    ('L', 364, "I"),
    ('A', 365, "V"),
    ('L', 370, "P"),
    ('V', 371, "A"),
    ('E', 373, "K"),
    ('V', 379, "I"),
    ('A', 380, "T"),
    ('F', 382, "L"),
    ('L', 384, "M"),
    ('L', 387, "MF"),
    ('M', 388, "L"),
    ('Y', 393, "C"),
    ('H', 396, "RP"),
    ('A', 397, "P"),
    ('S', 417, "FY"),
    ('I', 418, "SV"),
    ('S', 438, "C"),
    ('E', 453, "GK"),
    ('E', 459, "KV"),
    ('P', 480, "L"),
    ('F', 486, "S"),
];

fn matches(change: Substitution, from: char, residue: u32, to: &str) -> bool {
    change.from == from && change.residue == residue && to.contains(change.to)
}

/// What one mutation says of one drug.
///
/// ```
/// use marv_guidelines::{Substitution, cml_kinase::{Drug, Effect, effect}};
///
/// let t315i = Substitution::parse("p.(Thr315Ile)").unwrap();
/// assert_eq!(effect(t315i, Drug::Dasatinib), Effect::Avoid);
/// assert_eq!(effect(t315i, Drug::Ponatinib), Effect::Active);
/// ```
pub fn effect(change: Substitution, drug: Drug) -> Effect {
    let column = Drug::ALL.iter().position(|one| *one == drug).unwrap_or_default();
    if let Some(entry) = TABLE.iter().find(|entry| matches(change, entry.from, entry.residue, entry.to)) {
        return entry.effects[column];
    }
    let imatinib = IMATINIB_ONLY.iter().any(|(from, residue, to)| matches(change, *from, *residue, to));
    if drug == Drug::Imatinib && imatinib { LessSensitive } else { SILENT }
}

/// Whether the table says anything of a mutation.
pub(super) fn is_listed(change: Substitution) -> bool {
    Drug::ALL.iter().any(|drug| effect(change, *drug) != SILENT)
}
