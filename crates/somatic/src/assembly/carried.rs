//! Whether reads carry an assembled event from one end to the other.

use crate::sweep::{event::EventRoom, fragment::size, haplotype::Haplotype, sample::SampleSweep, store::Read};

/// Bases that a read must cover on both sides of a join.
///
/// METHOD: a word of ten bases stands near any breakpoint by chance, and a way over it comes back to the reference; but no
/// read goes on with it. Fifteen bases that agree do not stand there by chance.
const BESIDE: u32 = 15;
/// Reads that must cover each of the two joins.
const FEWEST: u32 = 2;
/// A read carries the event when its alignment to the reference costs this much more, Phred.
const TELLING: u32 = 15;
/// And costs no more than this against the event: a true difference and an error. Phred.
const FITTING: u32 = 80;
/// Clips up to this long are followed.
const CLIP_REACH: u32 = 150;

/// Bases clipped at a join that say where a read goes on.
const CLIPPED: u32 = 20;

/// Whether reads cover the join where the event leaves the reference, and reads, the same or others, the one where it comes
/// back; and no more are clipped there and go on elsewhere.
///
/// METHOD: where most of those that are clipped go on elsewhere it is another breakpoint, and what lies beyond it resembles
/// bases near by.
pub(crate) fn carried(sample: &SampleSweep, haplotype: &Haplotype, room: &mut EventRoom) -> bool {
    let joins = haplotype.joins();
    let (from, to) = (haplotype.event.0.saturating_sub(1), haplotype.ambiguous.1 + 1);
    sample.store.overlapping(from, to, CLIP_REACH, &mut room.indices);
    let (mut over, mut carriers, mut elsewhere) = ([0; 2], 0, 0);
    for index in &room.indices {
        let read = &sample.store.reads[*index as usize];
        if read.is_plain() {
            continue;
        }
        sample.store.letters(read, &mut room.letters);
        let (letters, qualities) = (room.letters.as_slice(), sample.store.qualities(read));
        let fit = haplotype.fit(letters, qualities, read.start, read.end, read.clips);
        let (cost, at) = haplotype.placed(letters, qualities, read.start, read.end, read.clips);
        if cost.min(fit.alternate) > FITTING {
            elsewhere += u32::from(is_clipped_at(read, haplotype));
        } else if cost <= FITTING && fit.reference >= cost + TELLING {
            carriers += 1;
            let end = at + i64::from(size(letters.len()));
            for (count, join) in over.iter_mut().zip(joins) {
                *count += u32::from(at + i64::from(BESIDE) <= join && join + i64::from(BESIDE) <= end);
            }
        }
    }
    over.iter().all(|count| *count >= FEWEST) && elsewhere <= carriers
}

/// Whether a read is clipped where it would meet the event.
fn is_clipped_at(read: &Read, haplotype: &Haplotype) -> bool {
    let near = haplotype.event.0.saturating_sub(BESIDE)..=haplotype.ambiguous.1 + BESIDE;
    (read.clips[0] >= CLIPPED && near.contains(&read.start)) || (read.clips[1] >= CLIPPED && near.contains(&read.end))
}
