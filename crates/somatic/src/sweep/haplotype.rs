//! Candidate haplotypes, and how well a read fits one.
//!
//! Insertions, deletions and joined events are judged by what whole reads look like against two sequences, the
//! reference and the reference with the event, not by how an aligner happened to place them: a read that ends in the
//! event, or was clipped at it, speaks too. Whoever proposes events (alignments, clipped reads, a user's list, an
//! assembly) hands over a [`Haplotype`]; the likelihood step below is the same for all.

use marv_model::{sequence::Bases, variant::SmallVariant};

use super::store::Read;

/// Reference bases on each side of an event in its haplotype.
pub(crate) const FLANK: u32 = 250;
/// An event is shifted at most this far, so that no result depends on where a window ends.
pub(crate) const MAX_SHIFT: u32 = 150;
/// And by its own length, so that a duplication comes to lie before its first copy, up to this.
const MAX_OWN_SHIFT: u32 = 1_000;

/// A place where a sequence replaces the reference's, and both sequences with what surrounds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Haplotype {
    /// 0-based on the contig, of `reference[0]`.
    pub(crate) start: u32,
    pub(crate) reference: Vec<u8>,
    pub(crate) alternate: Vec<u8>,
    /// The replaced bases, 0-based half-open on the contig; empty for a pure insertion.
    pub(crate) event: (u32, u32),
    /// The bases over which the event can be shifted without changing the sequence; a read must cover them and more to
    /// tell the alleles apart.
    pub(crate) ambiguous: (u32, u32),
}

/// What a read costs against each sequence, as Phred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fit {
    pub(crate) reference: u32,
    pub(crate) alternate: u32,
}

/// METHOD: a gap that neither sequence explains costs 45, about the rate of insertions and deletions of Illumina reads
/// outside repeats (3e-5 a base); inside repeats the learned rate bounds what an observation is worth.
pub(crate) const GAP: u32 = 45;
/// A mismatch costs its base quality, at most this.
const MISMATCH_CAP: u8 = 40;

impl Haplotype {
    /// With the variant's bases in place. None where the window (its letters from `window_start`) does not hold it.
    pub(crate) fn new(variant: &SmallVariant, letters: &[u8], window_start: u32) -> Option<Self> {
        Self::flanked(variant, letters, window_start, [FLANK; 2])
    }
    /// As [`new`](Self::new), with so many reference bases to the left and to the right.
    pub(crate) fn flanked(
        variant: &SmallVariant,
        letters: &[u8],
        window_start: u32,
        [before, behind]: [u32; 2],
    ) -> Option<Self> {
        let shown = variant.trimmed();
        let anchored = u32::from(shown.reference()[0] == shown.alternate()[0]);
        let from = shown.position() + anchored;
        let to = shown.position() + u32::try_from(shown.reference().len()).ok()?;
        let new = &shown.alternate()[anchored as usize..];
        let end = window_start + u32::try_from(letters.len()).ok()?;
        if from < window_start || to > end {
            return None;
        }
        let left = from.saturating_sub(before).max(window_start);
        let right = (to + behind).min(end);
        let slice = |a: u32, b: u32| &letters[(a - window_start) as usize..(b - window_start) as usize];
        let alternate = [slice(left, from), new, slice(to, right)].concat();
        let shift = Self::shift(slice(from, to), new, slice(to, right));
        Some(Self {
            start: left,
            reference: slice(left, right).to_vec(),
            alternate,
            event: (from, to),
            ambiguous: (from, to + shift),
        })
    }
    /// How far to the right a pure insertion or deletion can move.
    fn shift(deleted: &[u8], inserted: &[u8], after: &[u8]) -> u32 {
        let moved = match (deleted, inserted) {
            ([], unit) | (unit, []) if !unit.is_empty() => unit,
            _ => return 0,
        };
        let cycle = moved.iter().chain(after);
        u32::try_from(cycle.zip(after).take_while(|(a, b)| a == b).count()).unwrap_or(0).min(MAX_SHIFT)
    }
    /// What is in place of the replaced bases.
    fn inserted(&self) -> &[u8] {
        let from = (self.event.0 - self.start) as usize;
        let behind = self.reference.len() - (self.event.1 - self.start) as usize;
        self.alternate.get(from..self.alternate.len() - behind).unwrap_or(&[])
    }
    /// Where in the alternate sequence the event begins and where the reference goes on.
    pub(crate) fn joins(&self) -> [i64; 2] {
        let begins = i64::from(self.event.0) - i64::from(self.start);
        [begins, begins + signed(self.inserted().len())]
    }
    /// A read on the alternate sequence without a gap, hung up by either end, before the event or behind it: the least that
    /// it costs, and where its first base then lies.
    pub(crate) fn placed(&self, letters: &[u8], qualities: &[u8], start: u32, end: u32, clips: [u32; 2]) -> (u32, i64) {
        let (left, right) = hung_up(self.start, letters.len(), start, end, clips);
        let places = [left, right, left + self.change(), right + self.change()];
        let costs = places.map(|at| (cost_at(letters, qualities, &self.alternate, at), at));
        costs.into_iter().min().unwrap_or((u32::MAX, left))
    }
    /// Bases gained, negative for lost.
    pub(crate) fn change(&self) -> i64 {
        signed(self.alternate.len()) - signed(self.reference.len())
    }
    /// Bases of a read that carries the event between it and the read's nearer end.
    pub(crate) fn end_distance(&self, read: &Read) -> u32 {
        let inserted = u32::try_from(self.change()).unwrap_or(0);
        let before = if read.start < self.event.0 {
            (self.event.0 - read.start).saturating_add(read.clips[0])
        } else {
            read.clips[0].saturating_sub(inserted)
        };
        before.min(read.length.saturating_sub(before + inserted))
    }
    /// Scores a read: its letters and qualities, clips included, and where its alignment starts and ends.
    ///
    /// METHOD: each sequence is tried with the read hung up by its left and by its right end, and with one free gap
    /// between the two: the best alignment with at most one gap, in time linear in the read. A pair-HMM over all
    /// alignments differs from it only where several gaps compete.
    pub(crate) fn fit(&self, letters: &[u8], qualities: &[u8], start: u32, end: u32, clips: [u32; 2]) -> Fit {
        let (left, right) = hung_up(self.start, letters.len(), start, end, clips);
        let change = self.change();
        let alternate_left = left + if start >= self.event.1 { change } else { 0 };
        let alternate_right = right + if end > self.event.0 { change } else { 0 };
        let against_alternate = |left, right| cost(letters, qualities, &self.alternate, left, right);
        let mut alternate = against_alternate(alternate_left, alternate_right);
        // A read that an aligner hung up by another gap may end in the event: then both its parts lie on one side of it.
        if left != right && change != 0 && start < self.event.1 && end > self.event.0 {
            alternate =
                alternate.min(against_alternate(left + change, right + change)).min(against_alternate(left, right));
        }
        Fit { reference: cost(letters, qualities, &self.reference, left, right), alternate }
    }
}

/// Two events on one sequence, as a read may carry them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Together {
    /// The reference's bases that the sequence stands for, 0-based half-open on the contig.
    span: (u32, u32),
    sequence: Vec<u8>,
    /// How far a read lies from where the reference has it: before both events, between them, behind them.
    shifts: [i64; 3],
}

impl Together {
    /// None where the two overlap or touch.
    pub(crate) fn new(a: &Haplotype, b: &Haplotype) -> Option<Self> {
        let (first, second) = if a.event < b.event { (a, b) } else { (b, a) };
        if first.event.1 >= second.event.0 {
            return None;
        }
        let before = first.reference.get(..(first.event.0 - first.start) as usize)?;
        let between = first.event.1.checked_sub(second.start)? as usize..(second.event.0 - second.start) as usize;
        let behind = second.reference.get((second.event.1 - second.start) as usize..)?;
        let sequence = [before, first.inserted(), second.reference.get(between)?, second.inserted(), behind].concat();
        let end = second.start + u32::try_from(second.reference.len()).ok()?;
        Some(Self { span: (first.start, end), sequence, shifts: [0, first.change(), first.change() + second.change()] })
    }
    /// Whether one event makes the same sequence. The letters are the window's.
    pub(crate) fn is(&self, event: &Haplotype, letters: &[u8], window_start: u32) -> bool {
        let reference = |from: u32, to: u32| {
            letters.get(from.checked_sub(window_start)? as usize..to.checked_sub(window_start)? as usize)
        };
        let (before, behind) = (reference(self.span.0, event.event.0), reference(event.event.1, self.span.1));
        before.zip(behind).is_some_and(|(before, behind)| [before, event.inserted(), behind].concat() == self.sequence)
    }
    /// What a read costs that has no gap beside the two.
    pub(crate) fn cost(&self, letters: &[u8], qualities: &[u8], start: u32, end: u32, clips: [u32; 2]) -> u32 {
        let (left, right) = hung_up(self.span.0, letters.len(), start, end, clips);
        let places = self.shifts.iter().flat_map(|shift| [left + shift, right + shift]);
        places.map(|place| cost_at(letters, qualities, &self.sequence, place)).min().unwrap_or(u32::MAX)
    }
}

/// Where base 0 of a read lies on a sequence from `from`, hung up by the read's left end and by its right end.
fn hung_up(from: u32, length: usize, start: u32, end: u32, clips: [u32; 2]) -> (i64, i64) {
    let left = i64::from(start) - i64::from(clips[0]) - i64::from(from);
    (left, i64::from(end) + i64::from(clips[1]) - signed(length) - i64::from(from))
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// Bases whose costs are added up together.
const AT_ONCE: usize = 32;

/// What one base of a read costs against one of a sequence.
#[inline]
fn mismatch(base: u8, letter: u8, quality: u8) -> u8 {
    // Without a branch, so that sixteen bases are compared at a time.
    let differs = u8::from(base != letter) & u8::from(base != b'N') & u8::from(letter != b'N');
    differs * quality.min(MISMATCH_CAP)
}

/// The cost of a read whose base 0 lies at `left` of `sequence` when hung up by its left end, at `right` by its right.
fn cost(letters: &[u8], qualities: &[u8], sequence: &[u8], left: i64, right: i64) -> u32 {
    let mut best = cost_at(letters, qualities, sequence, right);
    if left == right {
        return best;
    }
    best = best.min(cost_at(letters, qualities, sequence, left));
    if best <= GAP {
        return best; // nothing with a gap is cheaper
    }
    let by_right = mismatches(letters, qualities, sequence, right);
    let by_left = mismatches(letters, qualities, sequence, left);
    // Bases of the read that the gap swallows.
    let skipped = usize::try_from(left - right).unwrap_or(0);
    let Some(after) = by_right.get(skipped..) else { return best };
    // Where nothing differs before the gap, it is the cheaper the later it comes.
    let free = by_left.iter().zip(after).take_while(|(left_cost, _)| **left_cost == 0).count();
    let (mut before, mut behind) = (0, total(&after[free..]));
    for (left_cost, right_cost) in by_left[free..].iter().zip(&after[free..]) {
        best = best.min(before + behind + GAP);
        before += u32::from(*left_cost);
        behind -= u32::from(*right_cost);
        if before + GAP >= best {
            return best; // what lies before only grows
        }
    }
    best.min(before + behind + GAP)
}

/// What each base of a read costs whose base 0 lies at `offset` of `sequence`; bases beyond its ends cost nothing.
fn mismatches(letters: &[u8], qualities: &[u8], sequence: &[u8], offset: i64) -> Vec<u8> {
    let mut costs = vec![0; letters.len()];
    let (first, [letters, qualities, sequence]) = side_by_side(letters, qualities, sequence, offset);
    let found = costs.get_mut(first..).unwrap_or(&mut []);
    for (((cost, base), quality), letter) in found.iter_mut().zip(letters).zip(qualities).zip(sequence) {
        *cost = mismatch(*base, *letter, *quality);
    }
    costs
}

/// What a read costs as a whole whose base 0 lies at `offset` of `sequence`, without a gap; bases beyond its ends cost
/// nothing.
pub(crate) fn cost_at(letters: &[u8], qualities: &[u8], sequence: &[u8], offset: i64) -> u32 {
    let (_, [letters, qualities, sequence]) = side_by_side(letters, qualities, sequence, offset);
    let length = letters.len().min(qualities.len()).min(sequence.len());
    let [(letters, bases), (qualities, scores), (sequence, rest)] =
        [letters, qualities, sequence].map(|all| all[..length].as_chunks::<AT_ONCE>());
    let whole = letters.iter().zip(qualities).zip(sequence).map(|((letters, qualities), sequence)| {
        let costs: [u8; AT_ONCE] = std::array::from_fn(|at| mismatch(letters[at], sequence[at], qualities[at]));
        total(&costs)
    });
    let left = bases.iter().zip(scores).zip(rest);
    whole.sum::<u32>()
        + left.map(|((base, quality), letter)| u32::from(mismatch(*base, *letter, *quality))).sum::<u32>()
}

/// Bases, qualities and sequence from the first base of the read that lies on the sequence, whose index comes first.
fn side_by_side<'a>(letters: &'a [u8], qualities: &'a [u8], sequence: &'a [u8], offset: i64) -> (usize, [&'a [u8]; 3]) {
    let (first, from) = (usize::try_from(-offset).unwrap_or(0), usize::try_from(offset).unwrap_or(0));
    let behind = |all: &'a [u8], at: usize| all.get(at..).unwrap_or(&[]);
    (first, [behind(letters, first), behind(qualities, first), behind(sequence, from)])
}

fn total(costs: &[u8]) -> u32 {
    costs.iter().map(|cost| u32::from(*cost)).sum()
}

/// The variant moved as far left as the bases let it, at most [`MAX_SHIFT`] and its own length, and trimmed.
pub(crate) fn left_aligned(variant: &SmallVariant, letters: &[u8], window_start: u32) -> SmallVariant {
    let trimmed = variant.trimmed();
    let (mut reference, mut alternate) = (trimmed.reference().to_vec(), trimmed.alternate().to_vec());
    let mut position = trimmed.position();
    if reference.len() == alternate.len() || reference[0] != alternate[0] {
        return trimmed;
    }
    let own = u32::try_from(trimmed.length_change().unsigned_abs()).unwrap_or(0).min(MAX_OWN_SHIFT);
    let lowest = trimmed.position().saturating_sub(MAX_SHIFT + own).max(window_start);
    while position > lowest && reference.last() == alternate.last() {
        let Some(before) = letters.get((position - 1 - window_start) as usize) else { break };
        reference.pop();
        alternate.pop();
        reference.insert(0, *before);
        alternate.insert(0, *before);
        position -= 1;
    }
    SmallVariant::new(trimmed.contig(), position, Bases::lossy(reference).as_ref(), Bases::lossy(alternate).as_ref())
        .unwrap_or(trimmed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use marv_model::genome::ContigId;

    const LEFT: &str = "ACGTTGCAACCGGTATTCGAGCATCGATTCGGACTAAGC";
    const RIGHT: &str = "TGCATGCCATTAGCCTTAGACCATGGATCCAGTTCAGGT";

    fn variant(position: u32, reference: &str, alternate: &str) -> SmallVariant {
        SmallVariant::new(ContigId(0), position, reference, alternate).unwrap()
    }

    #[test]
    fn an_indel_moves_left_through_its_repeat() {
        let letters = b"GGTACACACACATTT";
        let right = variant(11, "A", "ACA");
        assert_eq!(left_aligned(&right, letters, 0), variant(2, "T", "TAC"));
        let deletion = variant(9, "ACA", "A");
        assert_eq!(left_aligned(&deletion, letters, 0), variant(2, "TAC", "T"));
    }

    #[test]
    fn a_clipped_read_fits_the_allele_that_it_holds() {
        let letters = format!("{LEFT}{RIGHT}");
        let at = u32::try_from(LEFT.len()).unwrap();
        let event = variant(at - 1, "C", "CTTTTGGGGAAAA");
        let haplotype = Haplotype::new(&event, letters.as_bytes(), 0).unwrap();
        // Aligned up to the event, the rest clipped.
        let read = format!("{}TTTTGGGGAAAA{}", &LEFT[9..], &RIGHT[..8]);
        let qualities = vec![30; read.len()];
        let fit = haplotype.fit(read.as_bytes(), &qualities, 9, at, [0, 20]);
        assert_eq!(fit.alternate, 0);
        assert!(fit.reference >= GAP, "{fit:?}");
        // A read of the reference costs the alternate allele a gap at most.
        let read = &letters[20..60];
        let fit = haplotype.fit(read.as_bytes(), &vec![30; read.len()], 20, 60, [0, 0]);
        assert_eq!((fit.reference, fit.alternate), (0, GAP));
    }

    #[test]
    fn a_read_with_another_gap_that_ends_in_an_insertion_is_seen() {
        let letters = format!("{LEFT}{RIGHT}");
        let at = u32::try_from(LEFT.len()).unwrap();
        let haplotype = Haplotype::new(&variant(at - 1, "C", "CGG"), letters.as_bytes(), 0).unwrap();
        // Two bases are lost further on. The aligner opened that gap, and placed the bases before the insertion, too few to
        // open another, as mismatches.
        let read = format!("{}GG{}{}", &LEFT[LEFT.len() - 4..], &RIGHT[..20], &RIGHT[22..]);
        let qualities = vec![30; read.len()];
        let fit = haplotype.fit(read.as_bytes(), &qualities, at - 6, at + 39, [0, 0]);
        // The other gap alone; AAGCGG against CTAAGC are five mismatches more.
        assert_eq!((fit.reference, fit.alternate), (GAP + 5 * 30, GAP));
    }

    #[test]
    fn two_events_on_one_read_are_no_two_accounts_of_it() {
        let letters = format!("{LEFT}{RIGHT}");
        let at = u32::try_from(LEFT.len()).unwrap();
        let haplotype = |variant: &SmallVariant| Haplotype::new(variant, letters.as_bytes(), 0).unwrap();
        // GG comes in behind 38 bases; of what follows TTAGC go after ten.
        let insertion = haplotype(&variant(at - 1, "C", "CGG"));
        let deletion = haplotype(&variant(at + 9, &RIGHT[9..15], &RIGHT[9..10]));
        let both = Together::new(&deletion, &insertion).unwrap();
        let whole = format!("{LEFT}GG{}{}", &RIGHT[..10], &RIGHT[15..]);
        assert_eq!(both.sequence, whole.as_bytes());
        let cost = |bases: &str, start, end| both.cost(bases.as_bytes(), &vec![30; bases.len()], start, end, [0, 0]);
        // From the left, from between the two, and the end of a read behind both.
        assert_eq!(cost(&whole[10..60], 10, 63), 0);
        assert_eq!(cost(&whole[at as usize + 4..70], at + 2, 73), 0);
        assert_eq!(cost(&whole[at as usize - 3..60], at - 3, 63), 0);
        // One of the two alone costs more.
        let one = format!("{LEFT}GG{RIGHT}");
        assert!(cost(&one[10..70], 10, 68) > 100);
        // The base behind it goes as well: one event.
        let next = haplotype(&variant(at - 1, "CT", "C"));
        assert_eq!(Together::new(&insertion, &next), None);
    }

    #[test]
    fn a_deletion_that_a_read_shows_by_mismatches_at_its_end_is_seen() {
        let letters = format!("{LEFT}{RIGHT}");
        let at = u32::try_from(LEFT.len()).unwrap();
        let event = variant(at - 1, &format!("C{}", &RIGHT[..10]), "C");
        let haplotype = Haplotype::new(&event, letters.as_bytes(), 0).unwrap();
        // The aligner placed the last five bases as mismatches.
        let read = format!("{}{}", &LEFT[4..], &RIGHT[10..15]);
        let fit = haplotype.fit(read.as_bytes(), &vec![30; read.len()], 4, at + 5, [0, 0]);
        assert_eq!(fit.alternate, 0);
        assert!(fit.reference >= 30, "{fit:?}");
    }
}
