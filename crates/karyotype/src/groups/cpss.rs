//! The cytogenetic groups of CPSS (Such, Blood 2013), which CPSS-Mol uses.

use std::collections::BTreeSet;

use marv_model::cytogenetics::CpssCytogenetics::{self, High, Intermediate, Low};

use super::facts::{Facts, concerns, gained, in_doubt, lost};
use crate::karyotype::Chromosome;

/// The groups that these facts leave possible.
pub(super) fn possible(facts: &Facts) -> BTreeSet<CpssCytogenetics> {
    let mut found = BTreeSet::from([group(facts)]);
    if facts.events.iter().any(|(item, _)| in_doubt(item)) && group(facts) == High && facts.mds_number < 3 {
        found.insert(Intermediate);
    }
    if facts.open {
        found.extend(match (group(facts), facts.number()) {
            (Low, 0) => vec![Low, Intermediate, High],
            (High, _) => vec![High],
            _ => vec![Intermediate, High],
        });
    }
    found
}

// RULE: CPSS: low normal or −Y alone; high +8, any abnormality of chromosome 7, complex (three or more); all else
// intermediate.
fn group(facts: &Facts) -> CpssCytogenetics {
    let high = facts.mds_number >= 3
        || facts.any(|item| gained(item, Chromosome::Autosome(8)) || concerns(item, Chromosome::Autosome(7)));
    if high {
        High
    } else if facts.number() == 0 || facts.single().is_some_and(|item| lost(item, Chromosome::Y)) {
        Low
    } else {
        Intermediate
    }
}
