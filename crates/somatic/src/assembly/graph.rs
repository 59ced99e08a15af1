//! A de Bruijn graph: words of one length, and which follows which.

use std::collections::HashMap;

/// A step from one word to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) to: u32,
    /// Reads that take it.
    pub(super) reads: u32,
    /// Whether the reference takes it.
    pub(super) on_reference: bool,
}

/// The words of a place's reference and reads. Words are numbered as they come, the reference's first: word `i` of the
/// reference is number `i`.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    pub(super) words: Vec<&'a [u8]>,
    /// The place's reference.
    pub(super) letters: &'a [u8],
    /// From each word, by the base that follows.
    pub(super) steps: Vec<Vec<Step>>,
    /// Words of the reference.
    pub(super) reference: u32,
    /// Letters of a word.
    pub(super) word: usize,
}

impl<'a> Graph<'a> {
    /// Of a reference and reads; steps of fewer than `fewest` reads are left out unless the reference takes them. None where
    /// a word stands twice in the reference, or the reference is shorter than two words.
    pub(super) fn new(reference: &'a [u8], reads: &[&'a [u8]], word: usize, fewest: u32) -> Option<Self> {
        if reference.len() < 2 * word {
            return None;
        }
        // Only ever asked by word, so that its order shows nowhere.
        let mut numbers: HashMap<&'a [u8], u32> = HashMap::new();
        let mut graph = Self { words: Vec::new(), letters: reference, steps: Vec::new(), reference: 0, word };
        for (number, letters) in (0u32..).zip(reference.windows(word)) {
            if numbers.insert(letters, number).is_some() {
                return None;
            }
            graph.push(letters);
            if number > 0 {
                graph.steps[number as usize - 1].push(Step { to: number, reads: 0, on_reference: true });
            }
        }
        graph.reference = u32::try_from(graph.words.len()).ok()?;
        for read in reads {
            let mut before: Option<u32> = None;
            for letters in read.windows(word) {
                let next = u32::try_from(graph.words.len()).unwrap_or(u32::MAX);
                let number = *numbers.entry(letters).or_insert(next);
                if number == next {
                    graph.push(letters);
                }
                if let Some(before) = before {
                    let steps = &mut graph.steps[before as usize];
                    match steps.iter_mut().find(|step| step.to == number) {
                        Some(step) => step.reads += 1,
                        None => steps.push(Step { to: number, reads: 1, on_reference: false }),
                    }
                }
                before = Some(number);
            }
        }
        for steps in &mut graph.steps {
            steps.retain(|step| step.on_reference || step.reads >= fewest);
        }
        for from in 0..graph.steps.len() {
            let words = &graph.words;
            graph.steps[from].sort_by_key(|step| words[step.to as usize]);
        }
        Some(graph)
    }
    fn push(&mut self, letters: &'a [u8]) {
        self.words.push(letters);
        self.steps.push(Vec::new());
    }
    pub(super) fn on_reference(&self, number: u32) -> bool {
        number < self.reference
    }
    /// The last letter of a word.
    pub(super) fn last(&self, number: u32) -> u8 {
        self.words[number as usize][self.word - 1]
    }
}
