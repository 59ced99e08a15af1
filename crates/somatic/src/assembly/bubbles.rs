//! Ways that leave the reference and come back to it.

use std::collections::BTreeMap;

use super::graph::{Graph, Step};

/// A way off the reference: its first `left` letters, then these letters, then the reference from `back`. Where `back`
/// lies before `left`, what is between them is read twice: a tandem duplication.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Walk {
    pub(super) left: usize,
    pub(super) letters: Vec<u8>,
    pub(super) back: usize,
}

/// Words off the reference at most: those of an insertion of 400 bases, and of the longest word.
const LONGEST: usize = 465;
/// Steps that are tried from one word of the reference at most.
const MOST_STEPS: usize = 4_000;

/// Every way off the reference that no read's end breaks, with the reads of its weakest step; and whether a way turned in
/// a circle, which longer words may straighten.
pub(super) fn walks(graph: &Graph<'_>) -> (BTreeMap<Walk, u32>, bool) {
    let mut found = BTreeMap::new();
    let mut circle = false;
    for start in 0..graph.reference {
        for first in &graph.steps[start as usize] {
            if !first.on_reference {
                circle |= follow(graph, start, first.to, first.reads, &mut found);
            }
        }
    }
    (found, circle)
}

/// Ways that leave the reference and come back to it by steps of `fewest` reads or more, whatever the reads of the steps
/// between, of which each is the one of the most reads; with the reads of the weakest.
pub(super) fn thin(graph: &Graph<'_>, fewest: u32) -> BTreeMap<Walk, u32> {
    let mut found = BTreeMap::new();
    for start in 0..graph.reference {
        let leaves = |step: &&Step| !step.on_reference && !graph.on_reference(step.to) && step.reads >= fewest;
        for first in graph.steps[start as usize].iter().filter(leaves) {
            let (mut way, mut reads) = (vec![first.to], first.reads);
            while let Some(best) = most_read(&graph.steps[way[way.len() - 1] as usize]) {
                if way.len() >= LONGEST || way.contains(&best.to) {
                    break;
                }
                reads = reads.min(best.reads);
                if graph.on_reference(best.to) {
                    if best.reads >= fewest {
                        add(graph, start, &way, best.to, reads, &mut found);
                    }
                    break;
                }
                way.push(best.to);
            }
        }
    }
    found
}

/// The step of the most reads; of equal ones the first.
fn most_read(steps: &[Step]) -> Option<&Step> {
    steps.iter().rev().max_by_key(|step| step.reads)
}

/// Follows the words from `first`, depth first, back to the reference. Tells whether a word came twice.
fn follow(graph: &Graph<'_>, start: u32, first: u32, reads: u32, found: &mut BTreeMap<Walk, u32>) -> bool {
    let mut circle = false;
    let mut way: Vec<u32> = Vec::new();
    // Words still to be entered: how long the way is before each, and the fewest reads up to it.
    let mut open = vec![(0usize, first, reads)];
    let mut steps = 0;
    while let Some((before, word, reads)) = open.pop() {
        steps += 1;
        if steps > MOST_STEPS {
            return true;
        }
        way.truncate(before);
        if graph.on_reference(word) {
            add(graph, start, &way, word, reads, found);
            continue;
        }
        if way.contains(&word) {
            circle = true;
            continue;
        }
        if way.len() >= LONGEST {
            continue;
        }
        way.push(word);
        open.extend(graph.steps[word as usize].iter().rev().map(|step| (way.len(), step.to, reads.min(step.reads))));
    }
    circle
}

/// Writes a way down: the letters that its words add, less what the reference has at either end.
fn add(graph: &Graph<'_>, start: u32, way: &[u32], back: u32, reads: u32, found: &mut BTreeMap<Walk, u32>) {
    let reference = graph.letters;
    let mut left = start as usize + graph.word;
    // One letter a word behind the first, that of the reference's word, where the way ends, among them.
    let mut letters: Vec<u8> = way.iter().chain([&back]).map(|number| graph.last(*number)).collect();
    let mut back = back as usize + graph.word;
    while letters.last().is_some_and(|letter| back > 0 && *letter == reference[back - 1]) {
        letters.pop();
        back -= 1;
    }
    let same = letters.iter().zip(&reference[left..]).take_while(|(a, b)| a == b).count();
    letters.drain(..same);
    left += same;
    if left == back && letters.is_empty() {
        return;
    }
    let known = found.entry(Walk { left, letters, back }).or_insert(0);
    *known = reads.max(*known);
}
