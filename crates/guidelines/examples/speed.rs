//! What a case costs: nothing known, scheme by scheme, and the dearest of generated cases, partly known and often contradictory.
//!
//! ```text
//! cargo run --profile quick -p marv-guidelines --example speed            # 2,000 generated cases a scheme
//! cargo run --profile quick -p marv-guidelines --example speed -- 10000
//! ```
//!
//! Each time is the least of several runs, so that what else the machine does is left out.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::{hint::black_box, time::Instant};

use marv_guidelines::{
    Listed, SCHEMES,
    profile::{Marker, MarkerEvidence, Profile},
};
use marv_model::{
    case::Disease,
    clinical::{Circumstance, Clinical, Measure},
    cytogenetics::{CountRange, CytogeneticFindings, IpssrCytogenetics, KaryotypeGroups, Lesion, Possible},
    finding::Finding,
    units::AlleleFraction,
};

fn main() {
    let cases: u64 = std::env::args().nth(1).map_or(2_000, |count| count.parse().unwrap());
    println!("| scheme | nothing known, us | dearest of {cases} generated, us |\n|---|---|---|");
    let mut all = 0.0;
    for scheme in SCHEMES {
        let of = |number: u64| {
            let count = u64::try_from(scheme.diseases.len()).unwrap();
            number.checked_rem(count).map_or(Disease::Aml, |at| scheme.diseases[usize::try_from(at).unwrap()])
        };
        let nothing = cost(scheme, &Profile::unknown().disease(of(0)), 40);
        all += nothing;
        let dearest = (0..cases).map(|seed| cost(scheme, &generated(seed, of(seed)), 3)).fold(0.0, f64::max);
        println!("| {} | {nothing:.0} | {dearest:.0} |", scheme.id);
    }
    println!("\nnothing known, each scheme under its first indication: {all:.0} us");
    for disease in [Disease::Aml, Disease::Mds] {
        let profile = Profile::unknown().disease(disease);
        let asked = SCHEMES.iter().filter(|scheme| scheme.diseases.contains(&disease));
        println!("nothing known, {disease:?}: {:.0} us", asked.map(|scheme| cost(scheme, &profile, 40)).sum::<f64>());
    }
}

/// The least of so many runs, in microseconds; once before, so that the tables are made.
fn cost(scheme: &Listed, profile: &Profile, runs: u32) -> f64 {
    black_box((scheme.judge)(profile));
    let run = |_| {
        let begin = Instant::now();
        black_box((scheme.judge)(black_box(profile)));
        begin.elapsed().as_secs_f64() * 1e6
    };
    (0..runs).map(run).fold(f64::INFINITY, f64::min)
}

/// Numbers that depend on the seed alone (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
    fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(self.next() % u64::from(limit)).unwrap()
    }
    /// In so many of a hundred.
    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }
    fn of(&mut self, choices: &[u32]) -> u32 {
        choices[usize::try_from(self.below(u32::try_from(choices.len()).unwrap())).unwrap()]
    }
}

/// Genes, lesions and numbers, each known in a share of the cases and each without regard to the others: what laws forbid is there too.
fn generated(seed: u64, disease: Disease) -> Profile {
    let mut random = Random(seed);
    let [genes, lesions, clinic] = [0; 3].map(|_: u32| random.of(&[0, 10, 50, 90, 97, 100]));
    let (mutated, seen) = (random.of(&[2, 5, 20]), random.of(&[1, 3, 15, 60]));
    let mut profile = Profile::unknown().disease(disease);
    for (marker, _) in Marker::ALL.iter().filter(|_| random.chance(genes)).collect::<Vec<_>>() {
        let fraction = |percent| AlleleFraction::of(percent, 100).unwrap();
        let finding = if random.chance(mutated) {
            let one = |_| MarkerEvidence::new("p.?", fraction(1 + random.below(60)));
            Finding::present((0..=seed % 2).map(one).collect())
        } else {
            Finding::absent_below(fraction(1 + random.below(25)))
        };
        profile = profile.marker(*marker, finding);
    }
    let mut findings = CytogeneticFindings::unknown();
    for lesion in Lesion::ALL {
        if random.chance(lesions) {
            let present = random.chance(seen);
            findings.set(
                *lesion,
                if present { Finding::present(vec![lesion.name().to_owned()]) } else { Finding::absent() },
            );
        }
    }
    let mut patient = Clinical::unknown();
    for measure in Measure::ALL {
        if random.chance(clinic) {
            let (low, high) = measure.range();
            let share = f64::from(random.below(101)) / 100.0;
            patient = patient.measured(*measure, low + (high.min(low + 30.0) - low) * share).unwrap();
        }
    }
    for circumstance in Circumstance::ALL {
        if random.chance(clinic) {
            patient = patient.circumstance(*circumstance, random.chance(20));
        }
    }
    let mut groups = KaryotypeGroups::unknown();
    if random.chance(lesions) {
        groups.abnormalities = CountRange::exactly(random.below(6));
        groups.ipssr = Possible::only(IpssrCytogenetics::Intermediate);
    }
    profile.cytogenetics(findings).clinical(patient).groups(groups)
}
