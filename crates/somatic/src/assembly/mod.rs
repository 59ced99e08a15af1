//! Local assembly: reads of a place where alignments disagree are put together without the reference's help, and what
//! they spell is proposed as events.
//!
//! The way of a place: `active` says where alignments disagree; `graph` cuts its reads into overlapping words (a de
//! Bruijn graph); `bubbles` follows the words that leave the reference and come back to it; `events` writes each such way
//! as a variant. What is proposed is judged by whole reads against its haplotype like any other event, so an assembly
//! that is wrong costs time and makes no call.

mod active;
mod bubbles;
mod carried;
mod events;
mod graph;

use std::collections::BTreeMap;

use marv_model::{genome::ContigId, variant::SmallVariant};

use crate::sweep::sample::SampleSweep;
use bubbles::Walk;
pub(crate) use carried::carried;
use graph::Graph;

/// METHOD: words of 10 and of 25 bases, as in Mutect2's assembly; where a word stands twice in the reference or a way
/// turns in a circle, ten more at a time, up to 65.
const WORDS: [usize; 2] = [10, 25];
const LONGEST_WORD: usize = 65;
const LONGER: usize = 10;
/// Reads that must go from one word to the next for the step to count.
const FEWEST_READS: u32 = 2;
/// Bases off the reference that one read a step may spell, at least: of fewer, reads hold the whole.
const THIN: usize = 50;
/// Reads of a place that are put together at most; of more, those first in the file's order.
const MOST_READS: usize = 1_000;
/// Bases beside a place where mates of reads that lie nowhere are asked. METHOD: 300; most templates are shorter than twice
/// that, and a read of another place spells nothing that leaves this one.
const MATES: u32 = 300;
/// Events of a place at most, those of the most reads.
const MOST_EVENTS: usize = 8;

/// The insertions, deletions and mixtures that assembly finds where the tumour's alignments disagree, left-aligned, those
/// of the most reads (of the weakest step) first. `beside` is the normal, where there is one: places where its alignments
/// disagree as much are inherited or bad, and are not assembled.
pub(crate) fn propose(sample: &SampleSweep, beside: Option<&SampleSweep>, contig: ContigId) -> Vec<SmallVariant> {
    let letters = sample.reference.letters();
    let mut found: BTreeMap<SmallVariant, u32> = BTreeMap::new();
    let mut reads = Reads::default();
    for place in active::places(sample, beside) {
        let reference = &letters[place.start as usize..place.end as usize];
        if reference.contains(&b'N') {
            continue;
        }
        reads.fill(sample, place.start, place.end);
        for (walk, weight) in assembled(reference, &reads.stretches()) {
            let variant = events::variant(&walk, place.start, letters, sample.window_start, contig);
            if let Some(variant) = variant {
                let known = found.entry(variant).or_insert(0);
                *known = weight.max(*known);
            }
        }
    }
    let mut found: Vec<(SmallVariant, u32)> = found.into_iter().collect();
    found.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    found.into_iter().map(|(variant, _)| variant).collect()
}

/// The ways off the reference that the reads spell, with the reads of the weakest step, those of the most reads first.
fn assembled(reference: &[u8], reads: &[&[u8]]) -> Vec<(Walk, u32)> {
    let mut all: BTreeMap<Walk, u32> = BTreeMap::new();
    let mut whole = false;
    let longer = (WORDS[1] + LONGER..=LONGEST_WORD).step_by(LONGER);
    for word in WORDS.into_iter().chain(longer) {
        if whole && word > WORDS[1] {
            break;
        }
        let Some(graph) = Graph::new(reference, reads, word, FEWEST_READS) else { continue };
        let (walks, circle) = bubbles::walks(&graph);
        whole = !circle;
        for (walk, weight) in walks {
            let known = all.entry(walk).or_insert(0);
            *known = weight.max(*known);
        }
    }
    // METHOD: of an insertion longer than a read few reads hold the middle. One read a step is enough
    // there, by words of 25 bases, which do not agree by chance; what it spells must still be left and come back from
    // by two, and be carried by whole reads on both sides.
    if let Some(graph) = Graph::new(reference, reads, WORDS[1], 1) {
        for (walk, weight) in bubbles::thin(&graph, FEWEST_READS) {
            if walk.letters.len() >= THIN {
                all.entry(walk).or_insert(weight);
            }
        }
    }
    let mut walks: Vec<(Walk, u32)> = all.into_iter().collect();
    walks.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    walks.truncate(MOST_EVENTS);
    walks
}

/// The good bases of the reads over a place.
#[derive(Debug, Default)]
struct Reads {
    letters: Vec<u8>,
    /// Where each stretch lies in `letters`.
    ends: Vec<(usize, usize)>,
    indices: Vec<u32>,
    room: Vec<u8>,
}

/// Bases below this quality break a read. Phred.
const GOOD: u8 = 15;

impl Reads {
    /// Those that lie over it, and those that lie nowhere and whose mates lie near by.
    fn fill(&mut self, sample: &SampleSweep, start: u32, end: u32) {
        self.letters.clear();
        self.ends.clear();
        let (from, to) = (sample.window_start + start, sample.window_start + end);
        sample.store.overlapping(from, to, 0, &mut self.indices);
        let (indices, mut room) = (std::mem::take(&mut self.indices), std::mem::take(&mut self.room));
        for index in indices.iter().take(MOST_READS) {
            let read = &sample.store.reads[*index as usize];
            sample.store.letters(read, &mut room);
            let qualities = sample.store.qualities(read);
            self.push(&room, qualities);
        }
        for read in sample.unplaced.near(from.saturating_sub(MATES), to + MATES).take(MOST_READS) {
            self.push(read.0, read.1);
        }
        (self.indices, self.room) = (indices, room);
    }
    fn push(&mut self, letters: &[u8], qualities: &[u8]) {
        let mut first = self.letters.len();
        for (letter, quality) in letters.iter().zip(qualities) {
            if *quality >= GOOD && *letter != b'N' {
                self.letters.push(*letter);
            } else {
                self.cut(first);
                first = self.letters.len();
            }
        }
        self.cut(first);
    }
    fn cut(&mut self, first: usize) {
        if self.letters.len() > first + WORDS[0] {
            self.ends.push((first, self.letters.len()));
        }
    }
    fn stretches(&self) -> Vec<&[u8]> {
        self.ends.iter().map(|(from, to)| &self.letters[*from..*to]).collect()
    }
}

#[cfg(test)]
mod tests;
