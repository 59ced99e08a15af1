//! The sequencer: base qualities by cycle, and errors at the rate that the qualities say.

use rand::{Rng, RngExt};

use crate::{
    scenario::Sequencing,
    streams::{Purpose, stream},
};

/// The quality bins of a two-colour sequencer, best first (Phred).
// Source: the four bins of Illumina's NovaSeq 6000 (RTA3) are 2, 12, 23/25 and 37.
pub(crate) const BINS: [u8; 4] = [37, 25, 12, 2];

/// Profiles drawn for each of the two reads.
const POOL: usize = 2_048;

/// The qualities of a read in the order of the cycles.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    /// A Phred score a cycle.
    pub(crate) qualities: Vec<u8>,
    /// Sum over the cycles so far of -ln(1 - error probability).
    hazard: Vec<f64>,
    /// Cycles at the end of which the machine could read nothing; an aligner finds no place for them.
    pub(crate) lost: u32,
}

impl Profile {
    fn new(qualities: Vec<u8>) -> Self {
        let mut sum = 0.0;
        let hazard = qualities
            .iter()
            .map(|quality| {
                sum -= (-(10f64.powf(-f64::from(*quality) / 10.0))).ln_1p();
                sum
            })
            .collect();
        let lost = qualities.iter().rev().take_while(|quality| **quality == BINS[3]).count();
        Self { lost: crate::count::bases(lost), qualities, hazard }
    }
}

/// Qualities and errors for both reads of a pair.
#[derive(Debug)]
pub(crate) struct Sequencer {
    pools: [Vec<Profile>; 2],
    errors: bool,
}

impl Sequencer {
    /// For a scenario's settings.
    pub(crate) fn new(settings: &Sequencing, seed: u64) -> Self {
        let pools = [0u32, 1].map(|mate| {
            let mut random = stream(seed, Purpose::Qualities, 0, mate, 0);
            (0..POOL).map(|_| Profile::new(draw_qualities(&mut random, settings, mate == 1))).collect()
        });
        Self { pools, errors: settings.errors }
    }
    /// The qualities of one read (`mate` 0 or 1).
    pub(crate) fn profile(&self, random: &mut impl Rng, mate: usize) -> &Profile {
        &self.pools[mate.min(1)][random.random_range(0..POOL)]
    }
    /// Puts errors into a read. `bases` are as stored, `reverse` when the last cycle is their first.
    pub(crate) fn err(&self, random: &mut impl Rng, profile: &Profile, bases: &mut [u8], reverse: bool) {
        let last = profile.hazard.last().copied().unwrap_or(0.0);
        if !self.errors {
            return;
        }
        // METHOD: the next error lies where the summed hazard exceeds an exponential deviate: exact for each base, and
        // one draw for most reads.
        let mut reached = 0.0;
        loop {
            reached -= (1.0 - random.random::<f64>()).ln();
            if reached >= last {
                return;
            }
            let cycle = profile.hazard.partition_point(|hazard| *hazard <= reached);
            reached = profile.hazard[cycle];
            let at = if reverse { bases.len() - 1 - cycle } else { cycle };
            bases[at] = wrong(random, bases[at], profile.qualities[cycle]);
        }
    }
}

/// Another base than the one that stands there; sometimes none at all where the machine has lost its way.
fn wrong(random: &mut impl Rng, base: u8, quality: u8) -> u8 {
    if quality <= 2 && random.random_bool(0.1) {
        return b'N';
    }
    let others: [u8; 3] = match base {
        b'A' => *b"CGT",
        b'C' => *b"AGT",
        b'G' => *b"ACT",
        _ => *b"ACG",
    };
    others[random.random_range(0..3)]
}

/// Qualities that fall towards the end, more so in some reads and in the second read, and stay low for some cycles.
fn draw_qualities(random: &mut impl Rng, settings: &Sequencing, second: bool) -> Vec<u8> {
    let length = settings.read_length;
    // METHOD: a read's own rate is log-normal with standard deviation 0.9; twelve uniforms less six are near normal.
    let normal: f64 = (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0;
    let own = (0.9 * normal).exp() * settings.low_quality * if second { 1.7 } else { 1.0 };
    // METHOD: about one read in four hundred is lost for the rest of its cycles.
    let lost_from =
        if random.random_bool((0.0015 * own).min(0.5)) { random.random_range(length / 3..length) } else { length };
    let mut qualities = Vec::with_capacity(length as usize);
    let (mut current, mut left) = (BINS[0], 0u32);
    for cycle in 0..length {
        if cycle >= lost_from {
            qualities.push(BINS[3]);
            continue;
        }
        if left == 0 {
            let along = f64::from(cycle) / f64::from(length);
            let start = if cycle < 5 { 0.006 } else { 0.0 };
            let rate = (own * (0.004 + start + 0.03 * along.powi(3))).min(0.6);
            if random.random_bool(rate) {
                current = if random.random_bool(0.6) { BINS[1] } else { BINS[2] };
                left = random.random_range(1..=3);
            } else {
                current = BINS[0];
                left = 1;
            }
        }
        qualities.push(current);
        left -= 1;
    }
    qualities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_come_at_the_rate_that_the_qualities_say() {
        let settings = Sequencing { low_quality: 3.0, ..Sequencing::default() };
        let sequencer = Sequencer::new(&settings, 11);
        let mut random = stream(11, Purpose::Fragments, 0, 0, 0);
        let mut seen = [[0u32; 2]; 4];
        for number in 0..200_000 {
            let reverse = number % 2 == 0;
            let profile = sequencer.profile(&mut random, 1);
            let mut bases = [b'A'; 150];
            sequencer.err(&mut random, profile, &mut bases, reverse);
            for (cycle, quality) in profile.qualities.iter().enumerate() {
                let base = bases[if reverse { 149 - cycle } else { cycle }];
                let bin = BINS.iter().position(|bin| bin == quality).unwrap();
                seen[bin][0] += 1;
                seen[bin][1] += u32::from(base != b'A');
            }
        }
        for (bin, [bases, errors]) in BINS.into_iter().zip(seen) {
            let expected = 10f64.powf(-f64::from(bin) / 10.0);
            let found = f64::from(errors) / f64::from(bases);
            // Five standard deviations of a binomial share.
            let tolerance = 5.0 * (expected * (1.0 - expected) / f64::from(bases)).sqrt();
            assert!(
                (found - expected).abs() < tolerance,
                "Q{bin}: {found} of {bases}, expected {expected} ± {tolerance}"
            );
        }
    }

    #[test]
    fn nine_bases_in_ten_are_of_the_best_bin() {
        // A NovaSeq run of 2 x 150 is specified with at least 85 % of bases at Q30 or more; good runs reach 90 to 95 %.
        let sequencer = Sequencer::new(&Sequencing::default(), 3);
        for pool in &sequencer.pools {
            let qualities = pool.iter().flat_map(|profile| &profile.qualities);
            let best = f64::from(crate::count::bases(qualities.filter(|quality| **quality == BINS[0]).count()));
            let share = best / (f64::from(crate::count::bases(POOL)) * 150.0);
            assert!((0.90..0.985).contains(&share), "{share}");
        }
    }

    #[test]
    fn a_machine_can_be_without_errors() {
        let settings = Sequencing { errors: false, low_quality: 0.0, ..Sequencing::default() };
        let sequencer = Sequencer::new(&settings, 1);
        let mut random = stream(1, Purpose::Fragments, 0, 0, 0);
        let profile = sequencer.profile(&mut random, 0);
        assert!(profile.qualities.iter().all(|quality| *quality == 37));
        let mut bases = [b'A'; 150];
        sequencer.err(&mut random, profile, &mut bases, false);
        assert_eq!(bases, [b'A'; 150]);
    }
}
