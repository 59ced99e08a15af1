//! Acquired changes of length, and bases, beside inherited ones.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests

mod support;

use marv_model::{
    call::SmallVariantCall,
    read::{CigarKind, CigarOp, ReadRecord},
    variant::SmallVariant,
};
use marv_somatic::SomaticConfig;
use support::{CONTIG, Copy, LENGTH, calls, reference, sample};

const AT: usize = 3_000;

/// A patient who lacks bases of the reference in both copies: what is sampled, and where it lies on the reference.
struct Patient {
    reference: Vec<u8>,
    /// Lost bases, half-open on the reference.
    lost: (usize, usize),
    own: Vec<u8>,
    /// Bases of a read that must lie on either side of the lost ones for an aligner to open a gap.
    enough: usize,
}

impl Patient {
    fn new(reference: Vec<u8>, lost: (usize, usize)) -> Self {
        let mut own = reference.clone();
        own.drain(lost.0..lost.1);
        own.resize(LENGTH, b'C');
        Self { reference, lost, own, enough: 6 }
    }
    /// Reads of the patient with these copies besides, as an aligner places them: with one gap for all that is lost or
    /// gained within `joined` bases, and without one where too few bases of a read lie behind it.
    fn reads(&self, copies: &[Copy], depth: usize, seed: u64, joined: usize) -> Vec<ReadRecord> {
        let mut reads = sample(&self.own, copies, depth, seed);
        for read in &mut reads {
            self.place(read, joined);
        }
        reads.retain(|read| read.view().end() as usize <= LENGTH);
        reads.sort_by_key(|read| read.start);
        reads
    }
    fn place(&self, read: &mut ReadRecord, joined: usize) {
        let (start, length) = (read.start as usize, self.lost.1 - self.lost.0);
        let op = |kind, length: usize| CigarOp::new(kind, u32::try_from(length).unwrap());
        if start + self.enough > self.lost.0 {
            read.start += u32::try_from(length).unwrap();
            return;
        }
        let mut place = start;
        let mut cigar = Vec::new();
        for (index, own) in read.cigar.iter().enumerate() {
            let (kind, bases) = (own.kind(), own.length() as usize);
            let reaches = place + bases;
            if kind == CigarKind::Match && place <= self.lost.0 && reaches >= self.lost.0 + self.enough {
                let (before, behind) = (self.lost.0 - place, reaches - self.lost.0);
                let earlier = index.checked_sub(1).map(|at| read.cigar[at]);
                if let Some(other) = earlier.filter(|op| op.kind() == CigarKind::Deletion && before <= joined) {
                    cigar.pop();
                    // The match before grows by what lay between the two.
                    let first = cigar.pop().map_or(0, |op: CigarOp| op.length() as usize);
                    cigar.push(op(CigarKind::Match, first + before));
                    cigar.push(op(CigarKind::Deletion, length + other.length() as usize));
                } else {
                    cigar.extend((before > 0).then(|| op(CigarKind::Match, before)));
                    cigar.push(op(CigarKind::Deletion, length));
                }
                cigar.push(op(CigarKind::Match, behind));
            } else {
                cigar.push(*own);
            }
            if kind.consumes_reference() {
                place = reaches;
            }
        }
        read.cigar = cigar;
    }
    fn judged(&self, copy: &[Copy], depths: [usize; 2], seed: u64, joined: usize) -> Vec<SmallVariantCall> {
        let tumour = self.reads(copy, depths[0], seed, joined);
        let normal = self.reads(&[], depths[1], seed + 1, joined);
        calls(&self.reference, [&tumour, &normal], &[], 6_000, &SomaticConfig::default())
    }
}

/// What passes is this alone, on about three in ten of 80 fragments.
fn only(found: &[SmallVariantCall], expected: SmallVariant) {
    let found: Vec<&SmallVariantCall> = found.iter().filter(|call| call.passes()).collect();
    assert_eq!(found.iter().map(|call| call.variant.clone()).collect::<Vec<_>>(), [expected], "{found:#?}");
    assert!((14..=34).contains(&found[0].tumour.alternate), "{found:#?}");
}

#[test]
fn an_insertion_on_reads_that_have_an_inherited_gap_too_is_seen_on_them() {
    // Two bases are lost in both copies, 27 bases on two come in on three fragments of ten: nothing is gained or lost as a
    // whole.
    let patient = Patient::new(reference(), (AT, AT + 2));
    let at = AT + 27;
    // They fit nowhere but there.
    let other = |base: u8| if base == b'A' { 'T' } else { 'A' };
    let bases: String = [patient.own[at], patient.own[at - 1]].map(other).iter().collect();
    let found = patient.judged(&[Copy::insertion(at, &bases, 30)], [80, 40], 71, 0);
    let anchor = char::from(patient.own[at - 1]);
    let expected =
        SmallVariant::new(CONTIG, u32::try_from(at + 1).unwrap(), anchor.to_string(), format!("{anchor}{bases}"));
    only(&found, expected.unwrap());
}

#[test]
fn of_one_gap_what_is_not_inherited_was_acquired() {
    // G, eight A, five times GAA, C. Both copies lack two of the five: AAGAAG from the seventh A on. Three fragments of ten lack
    // an A as well, for which an aligner opens one gap of seven.
    let mut letters = reference();
    letters.splice(AT..AT + 25, [&b"G"[..], &[b'A'; 8], b"GAAGAAGAAGAAGAA", b"C"].concat());
    let patient = Patient::new(letters, (AT + 7, AT + 13));
    let found = patient.judged(&[Copy::deletion(AT + 1, AT + 2, 30)], [80, 40], 73, 10);
    only(&found, SmallVariant::new(CONTIG, u32::try_from(AT).unwrap(), "GA", "G").unwrap());
}

#[test]
fn reads_that_end_behind_an_inherited_gap_and_base_show_no_acquired_base() {
    // G and eleven A. Both copies lack one of them, and the seventh is T. A read that ends in the A behind it needs one
    // mismatch and no gap, and shows the T where the sixth is.
    let mut letters = reference();
    letters.splice(AT..AT + 13, [&b"G"[..], &[b'A'; 11], b"C"].concat());
    let mut patient = Patient::new(letters, (AT + 1, AT + 2));
    patient.own[AT + 6] = b'T';
    patient.enough = 12;
    for seed in (75..95).step_by(2) {
        let found = patient.judged(&[], [160, 20], seed, 0);
        assert!(found.iter().all(|call| call.variant.position() as usize != AT + 6), "{seed}: {found:#?}");
    }
}
