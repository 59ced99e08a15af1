//! Changes of many kinds along a stretch of a genome.

use marv_model::variant::SmallVariant;

use crate::sequencer::Numbers;

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Deletion { short: bool },
    Insertion { from: usize, to: usize },
    Duplication { short: bool },
    Replacement,
    Neighbours,
    Repeat,
}

impl Kind {
    pub(crate) const ALL: [Self; 11] = [
        Self::Deletion { short: true },
        Self::Deletion { short: false },
        Self::Insertion { from: 20, to: 49 },
        Self::Insertion { from: 50, to: 119 },
        Self::Insertion { from: 120, to: 249 },
        Self::Insertion { from: 250, to: 390 },
        Self::Duplication { short: true },
        Self::Duplication { short: false },
        Self::Replacement,
        Self::Neighbours,
        Self::Repeat,
    ];
    /// In words, with the bases that it gains or loses.
    pub(crate) fn words(self) -> String {
        match self {
            Self::Deletion { short: true } => "deletion of 20 to 59 bases".to_owned(),
            Self::Deletion { short: false } => "deletion of 60 to 150".to_owned(),
            Self::Insertion { from, to } => format!("insertion of {from} to {to} new bases"),
            Self::Duplication { short: true } => "tandem duplication of 30 to 149".to_owned(),
            Self::Duplication { short: false } => "tandem duplication of 150 to 600".to_owned(),
            Self::Replacement => "5 to 40 bases replaced by 5 to 40 others".to_owned(),
            Self::Neighbours => "two or three bases changed side by side".to_owned(),
            Self::Repeat => "one to three units of a short repeat, more or less".to_owned(),
        }
    }
}

/// A change: from `at` on these bases are lost, and others stand in their place.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) kind: Kind,
    pub(crate) at: usize,
    pub(crate) lost: usize,
    pub(crate) gained: Vec<u8>,
}

/// Bases from one change to the next, and beside a change that are known.
const APART: usize = 3_000;
const KNOWN: usize = 1_500;
/// Bases of a repeat that can be changed.
const SHORTEST_REPEAT: usize = 9;

/// Changes of all kinds in turn, as far apart as no fragment reaches.
pub(crate) fn along(letters: &[u8], seed: u64) -> Vec<Change> {
    let mut numbers = Numbers::new(seed);
    let mut changes = Vec::new();
    let mut at = APART;
    while at + APART < letters.len() {
        let around = &letters[at - KNOWN..at + KNOWN];
        if around.iter().all(|letter| b"ACGT".contains(letter)) {
            let kind = Kind::ALL[changes.len() % Kind::ALL.len()];
            changes.extend(change(kind, letters, at, &mut numbers));
        }
        at += APART + numbers.below(200);
    }
    changes
}

fn change(kind: Kind, letters: &[u8], at: usize, numbers: &mut Numbers) -> Option<Change> {
    let mut between = |from: usize, to: usize| from + numbers.below(to + 1 - from);
    let (at, lost, new) = match kind {
        Kind::Deletion { short: true } => (at, between(20, 59), 0),
        Kind::Deletion { short: false } => (at, between(60, 150), 0),
        Kind::Insertion { from, to } => (at, 0, between(from, to)),
        Kind::Replacement => (at, between(5, 40), between(5, 40)),
        Kind::Duplication { short } => {
            let length = if short { between(30, 149) } else { between(150, 600) };
            return Some(Change { kind, at, lost: 0, gained: letters[at - length..at].to_vec() });
        }
        Kind::Neighbours => {
            let other = |base: &u8| Some(b"CGTA"[b"ACGT".iter().position(|known| known == base)?]);
            let gained = letters[at..at + between(2, 3)].iter().map(other).collect::<Option<Vec<u8>>>()?;
            return Some(Change { kind, at, lost: gained.len(), gained });
        }
        Kind::Repeat => return repeat(letters, at, numbers),
    };
    let gained = (0..new).map(|_| b"ACGT"[numbers.below(4)]).collect();
    Some(Change { kind, at, lost, gained })
}

/// One to three units more or less of the first short repeat behind `at`.
fn repeat(letters: &[u8], at: usize, numbers: &mut Numbers) -> Option<Change> {
    let unit = 1 + numbers.below(4);
    let begins = (at..at + KNOWN / 2).find(|from| {
        let tract = &letters[*from..*from + SHORTEST_REPEAT.max(3 * unit)];
        tract.iter().zip(&tract[unit..]).all(|(a, b)| a == b)
    })?;
    let units = 1 + numbers.below(3.min(SHORTEST_REPEAT / unit - 1));
    let copies = letters[begins..begins + unit * units].to_vec();
    let (lost, gained) = if numbers.below(2) == 0 { (copies.len(), Vec::new()) } else { (0, copies) };
    Some(Change { kind: Kind::Repeat, at: begins, lost, gained })
}

/// The letters with changes, which come in order and lie apart.
pub(crate) fn changed(letters: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut all = Vec::with_capacity(letters.len());
    let mut from = 0;
    for change in changes {
        all.extend_from_slice(&letters[from..change.at]);
        all.extend_from_slice(&change.gained);
        from = change.at + change.lost;
    }
    all.extend_from_slice(&letters[from..]);
    all
}

impl Change {
    /// Whether a variant alone makes the same sequence.
    pub(crate) fn is(&self, variant: &SmallVariant, letters: &[u8]) -> bool {
        let place = variant.position() as usize;
        let (from, to) = (self.at - KNOWN, self.at + KNOWN);
        let end = place + variant.reference().len();
        if place < from || end > to {
            return false;
        }
        let made = [&letters[from..place], variant.alternate(), &letters[end..to]].concat();
        let own = [&letters[from..self.at], &self.gained, &letters[self.at + self.lost..to]].concat();
        made == own
    }
}
