//! Who carries what.

use std::{collections::BTreeSet, error::Error, path::Path};

use marv_model::{read::ReadRecord, variant::SmallVariant};

use crate::sequencer::Numbers;

/// What is drawn on both sides of the known locus, so that fragments do not end at it.
const BESIDE: usize = 1_000;
/// hg19 to GRCh38 at FLT3, bases, and the first base of the locus (1-based).
const HG19: i64 = -574_137;
const FIRST: i64 = 28_033_301;

/// Exons 14 and 15 of FLT3 and what surrounds them.
pub(crate) struct Locus {
    pub(crate) letters: Vec<u8>,
}

impl Locus {
    pub(crate) fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let own = text.split('>').find(|entry| entry.starts_with("chr13:28033301-28034800")).ok_or("no FLT3 locus")?;
        let known: Vec<u8> =
            own.lines().skip(1).flat_map(str::bytes).map(|letter| letter.to_ascii_uppercase()).collect();
        let mut numbers = Numbers::new(13);
        let mut beside = || -> Vec<u8> { (0..BESIDE).map(|_| b"ACGT"[numbers.below(4)]).collect() };
        let (before, behind) = (beside(), beside());
        Ok(Self { letters: [before, known, behind].concat() })
    }
}

/// One patient.
pub(crate) struct Patient {
    /// Counts from 0 over all.
    pub(crate) number: usize,
    /// Bases of the locus before the insertion.
    pub(crate) site: usize,
    /// Empty in a patient without a duplication.
    pub(crate) inserted: String,
    /// Inherited in one copy: bases before it, deleted bases, inserted bases, which copy.
    pub(crate) inherited: Vec<(usize, usize, Vec<u8>, usize)>,
}

/// The different duplications of the table.
pub(crate) fn read(path: &Path, locus: &Locus, seed: u64) -> Result<Vec<Patient>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut seen = BTreeSet::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, "ITD", _, place, _, inserted, ..] = fields[..] else { continue };
        let place: i64 = place.rsplit(':').next().unwrap_or("").parse()?;
        // The table's place is the base before the insertion.
        let site = usize::try_from(place + HG19 - FIRST + 1)? + BESIDE;
        seen.insert((site, inserted.to_ascii_uppercase()));
    }
    Ok(seen
        .into_iter()
        .enumerate()
        .map(|(number, (site, inserted))| Patient { site, inserted, ..Patient::without(locus, seed, number) })
        .map(Patient::apart)
        .collect())
}

impl Patient {
    /// One without a duplication: one or two inherited substitutions, and in one of four patients a short insertion or
    /// deletion.
    pub(crate) fn without(locus: &Locus, seed: u64, number: usize) -> Self {
        let mut numbers = Numbers::new(seed.wrapping_mul(1_000_003).wrapping_add(number as u64));
        let mut inherited = Vec::new();
        for _ in 0..=numbers.below(2) {
            let at = BESIDE + numbers.below(locus.letters.len() - 2 * BESIDE);
            let other = b"ACGT".iter().filter(|base| **base != locus.letters[at]).nth(numbers.below(3)).copied();
            inherited.push((at, 1, other.into_iter().collect(), numbers.below(2)));
        }
        if numbers.below(4) == 0 {
            let (at, length) = (BESIDE + numbers.below(locus.letters.len() - 2 * BESIDE), 1 + numbers.below(6));
            let bases = (0..length).map(|_| b"ACGT"[numbers.below(4)]).collect();
            let change = if numbers.below(2) == 0 { (at, length, Vec::new()) } else { (at, 0, bases) };
            inherited.push((change.0, change.1, change.2, numbers.below(2)));
        }
        inherited.sort();
        inherited.dedup_by_key(|change| change.0 / 12);
        Self { number, site: 0, inserted: String::new(), inherited }
    }
    /// Without inherited variants in the duplicated stretch and beside it: the truth is the duplication of the table.
    fn apart(mut self) -> Self {
        let (site, reach) = (self.site, self.inserted.len() + 12);
        self.inherited.retain(|(at, ..)| at.abs_diff(site) > reach);
        self
    }
    /// Bases gained.
    pub(crate) fn length(&self) -> Option<usize> {
        (!self.inserted.is_empty()).then_some(self.inserted.len())
    }
    /// The locus with the duplication and nothing else.
    pub(crate) fn sequence(&self, locus: &Locus) -> Option<Vec<u8>> {
        self.length()?;
        let (before, behind) = locus.letters.split_at(self.site);
        Some([before, self.inserted.as_bytes(), behind].concat())
    }
    /// Fragments whose reads hold the ten bases on either side of the place where the insertion begins, or ends, without an
    /// error.
    pub(crate) fn junctions(&self, locus: &Locus, reads: &[ReadRecord]) -> usize {
        let Some(letters) = self.sequence(locus) else { return 0 };
        let over = [self.site, self.site + self.inserted.len()].map(|at| &letters[at - 10..at + 10]);
        let plain = |words: &&&[u8]| !locus.letters.windows(20).any(|own| own == **words);
        let over: Vec<&[u8]> = over.iter().filter(plain).copied().collect();
        let holds = |read: &&ReadRecord| {
            let letters: Vec<u8> = read.view().bases.letters().collect();
            letters.windows(20).any(|own| over.contains(&own))
        };
        reads.iter().filter(holds).map(|read| &read.name).collect::<BTreeSet<_>>().len()
    }
    /// A copy of the locus, 0 or 1, with or without the duplication.
    pub(crate) fn copy(&self, locus: &Locus, which: usize, mutated: bool) -> Vec<u8> {
        let mut changes: Vec<(usize, usize, &[u8])> = self
            .inherited
            .iter()
            .filter(|(.., copy)| *copy == which)
            .map(|(at, deleted, inserted, _)| (*at, *deleted, inserted.as_slice()))
            .collect();
        if mutated {
            changes.push((self.site, 0, self.inserted.as_bytes()));
        }
        changes.sort_unstable_by_key(|(at, ..)| std::cmp::Reverse(*at));
        let mut letters = locus.letters.clone();
        for (at, deleted, inserted) in changes {
            letters.splice(at..at + deleted, inserted.iter().copied());
        }
        letters
    }
}

/// The locus with a variant.
pub(crate) fn carrying(variant: &SmallVariant, locus: &Locus) -> Vec<u8> {
    let mut letters = locus.letters.clone();
    let at = variant.position() as usize;
    letters.splice(at..at + variant.reference().len(), variant.alternate().iter().copied());
    letters
}
