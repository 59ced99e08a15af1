//! Places written by hand: what the reads spell is what is proposed.

use marv_model::{genome::ContigId, variant::SmallVariant};

use super::{assembled, bubbles::Walk, events};
use crate::sweep::haplotype::left_aligned;

/// A sequence in which no word of ten bases comes twice: drawn by a multiplicative generator.
fn letters(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        b"ACGT"[(state >> 61) as usize & 3]
    };
    (0..length).map(|_| next()).collect()
}

/// The reference with bases replaced.
fn changed(reference: &[u8], at: usize, deleted: usize, inserted: &[u8]) -> Vec<u8> {
    [&reference[..at], inserted, &reference[at + deleted..]].concat()
}

/// Reads of a sequence, every `step` bases.
fn reads(sequence: &[u8], length: usize, step: usize) -> Vec<Vec<u8>> {
    (0..=sequence.len() - length).step_by(step).map(|at| sequence[at..at + length].to_vec()).collect()
}

#[test]
fn the_middle_of_a_long_insertion_is_spelled_by_single_reads_that_overlap() {
    let (reference, new) = (letters(400, 5), letters(200, 6));
    let alternate = changed(&reference, 200, 0, &new);
    // Two reads of 100 bases over each side, at 200 and at 400 of the sequence; the inner ones end at 250 and begin at 350.
    let mut starts = vec![140, 150, 350, 360];
    let found = |starts: &[usize]| {
        let mut all = reads(&reference, 100, 7);
        all.extend(starts.iter().map(|at| alternate[*at..at + 100].to_vec()));
        let stretches: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
        let walks = assembled(&reference, &stretches);
        let variants = walks.iter().filter_map(|(walk, _)| events::variant(walk, 0, &reference, 0, ContigId(0)));
        // Words of ten come back by chance.
        variants.filter(|variant| variant.length_change() > 50).collect::<Vec<_>>()
    };
    assert_eq!(found(&starts), []);
    // Two more share 30 bases with these and with each other: 220 to 320, and 290 to 390.
    starts.extend([220, 290]);
    assert_eq!(found(&starts), [variant(&reference, 200, 0, &new)]);
    // One that shares 20 with the next: no word of 25 goes on.
    starts.pop();
    starts.push(330);
    assert_eq!(found(&starts), []);
    // One read over the side that comes back: none.
    assert_eq!(found(&[140, 150, 220, 290, 350]), []);
}

/// What reads of the reference and of a changed sequence give, as left-aligned variants on a contig.
fn proposed(reference: &[u8], alternate: &[u8]) -> Vec<SmallVariant> {
    let all = [reads(reference, 100, 7), reads(alternate, 100, 11)].concat();
    let stretches: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
    let walks = assembled(reference, &stretches);
    let mut variants: Vec<SmallVariant> =
        walks.iter().filter_map(|(walk, _)| events::variant(walk, 0, reference, 0, ContigId(0))).collect();
    variants.sort();
    variants.dedup();
    variants
}

fn variant(reference: &[u8], at: usize, deleted: usize, inserted: &[u8]) -> SmallVariant {
    let anchor = at - 1;
    let alternate = [&reference[anchor..at], inserted].concat();
    let start = u32::try_from(anchor).unwrap();
    let text = |bases: &[u8]| String::from_utf8(bases.to_vec()).unwrap();
    let variant = SmallVariant::new(
        ContigId(0),
        start,
        text(&reference[anchor..at + deleted]).as_str(),
        text(&alternate).as_str(),
    );
    left_aligned(&variant.unwrap(), reference, 0)
}

#[test]
fn a_word_off_the_reference_is_a_way_by_hand() {
    // AA between C and G of the reference at 16, in words of 10.
    let reference = b"GATTACAGTCCATGCCGTAACTGGATCTCTAG";
    let alternate = changed(reference, 16, 0, b"AA");
    let own = [reads(reference, 24, 1), reads(&alternate, 24, 1)].concat();
    let stretches: Vec<&[u8]> = own.iter().map(Vec::as_slice).collect();
    let walks = assembled(reference, &stretches);
    assert_eq!(walks.len(), 1, "{walks:?}");
    assert_eq!(walks[0].0, Walk { left: 16, letters: b"AA".to_vec(), back: 16 });
}

#[test]
fn deletions_of_sixty_bases_and_insertions_are_spelled() {
    let reference = letters(400, 7);
    let deletion = changed(&reference, 170, 60, b"");
    assert_eq!(proposed(&reference, &deletion), [variant(&reference, 170, 60, b"")]);
    let novel = letters(70, 99);
    let insertion = changed(&reference, 210, 0, &novel);
    assert_eq!(proposed(&reference, &insertion), [variant(&reference, 210, 0, &novel)]);
}

#[test]
fn tandem_duplications_shorter_and_longer_than_words_are_spelled() {
    let reference = letters(400, 11);
    for length in [12, 33, 60, 90] {
        let copy = reference[180..180 + length].to_vec();
        let duplicated = changed(&reference, 180 + length, 0, &copy);
        assert_eq!(proposed(&reference, &duplicated), [variant(&reference, 180 + length, 0, &copy)], "{length}");
        // With bases of neither copy between them.
        let filled = [b"TGCAT", &copy[..]].concat();
        let duplicated = changed(&reference, 180 + length, 0, &filled);
        assert_eq!(proposed(&reference, &duplicated), [variant(&reference, 180 + length, 0, &filled)], "{length}");
    }
}

#[test]
fn a_mixture_comes_out_as_one_and_substitutions_are_left_to_others() {
    let reference = letters(400, 13);
    let other: Vec<u8> = reference[200..203].iter().map(|base| if *base == b'A' { b'C' } else { b'A' }).collect();
    // Eleven bases replaced by three others: one change.
    let complex = changed(&reference, 200, 11, &other);
    let found = proposed(&reference, &complex);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].length_change(), -8);
    let substituted = changed(&reference, 200, 3, &other);
    assert_eq!(proposed(&reference, &substituted), []);
}

#[test]
fn a_repeat_in_the_reference_takes_longer_words_and_errors_are_pruned() {
    // Thirty bases stand twice, 90 apart: words of 10 and 25 are not unique, of 35 they are.
    let mut reference = letters(400, 17);
    let copy = reference[100..130].to_vec();
    reference.splice(190..220, copy);
    let deletion = changed(&reference, 150, 20, b"");
    assert_eq!(proposed(&reference, &deletion), [variant(&reference, 150, 20, b"")]);
    // One read alone proposes nothing.
    let mut own = reads(&reference, 100, 7);
    own.push(changed(&reference, 150, 5, b"")[100..200].to_vec());
    let stretches: Vec<&[u8]> = own.iter().map(Vec::as_slice).collect();
    assert_eq!(assembled(&reference, &stretches), []);
}
