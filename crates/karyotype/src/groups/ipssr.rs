//! The cytogenetic groups of IPSS-R (Greenberg, Blood 2012; Schanz, JCO 2012).

use std::collections::BTreeSet;

use marv_model::cytogenetics::IpssrCytogenetics::{self, Good, Intermediate, Poor, VeryGood, VeryPoor};

use super::facts::{Facts, abnormal_3q, deleted, der_1_7, in_doubt, lost};
use crate::karyotype::{Arm, Chromosome, Item};

/// The groups that these facts leave possible.
pub(super) fn possible(facts: &Facts) -> BTreeSet<IpssrCytogenetics> {
    let mut found = BTreeSet::from([group(facts)]);
    // An abnormality in doubt counts; whether it is the one that a row names is open.
    if facts.events.iter().any(|(item, _)| in_doubt(item)) && facts.mds_number <= 2 {
        found.insert(if facts.mds_number == 2 && seven(facts) { Poor } else { Intermediate });
    }
    if facts.open {
        found.extend(with_more(facts));
    }
    found
}

/// What abnormalities on top of those listed may make of it.
fn with_more(facts: &Facts) -> Vec<IpssrCytogenetics> {
    match facts.mds_number {
        0 => vec![VeryGood, Good, Intermediate, Poor, VeryPoor],
        // The other of a pair may be of chromosome 7, or del(5q).
        1 if seven(facts) => vec![Poor, VeryPoor],
        1 => vec![Good, Intermediate, Poor, VeryPoor],
        2 | 3 => vec![Poor, VeryPoor],
        _ => vec![VeryPoor],
    }
}

fn seven(facts: &Facts) -> bool {
    facts.monosomy_7 || facts.loss_7q
}

// RULE: IPSS-R cytogenetics, by the number of abnormalities first.
fn group(facts: &Facts) -> IpssrCytogenetics {
    // RULE: IPSS-R, independent clones with one abnormality each are intermediate, whatever they are. Policy: where clones
    // have more, a family of them that is worse by itself decides.
    let several = facts.families.iter().filter(|family| family.mds_number > 1).map(group).max();
    if !facts.families.is_empty() {
        return several.map_or(Intermediate, |worst| worst.max(Intermediate));
    }
    match facts.mds_number {
        0 => Good,
        1 => facts.single().map_or(Intermediate, |item| single(item, facts)),
        // RULE: IPSS-R, double including −7 or del(7q) before double including del(5q).
        2 if seven(facts) => Poor,
        2 if facts.any(|item| deleted(item, 5, Arm::Q)) => Good,
        2 => Intermediate,
        3 => Poor,
        _ => VeryPoor,
    }
}

// RULE: IPSS-R cytogenetics, single abnormalities.
fn single(item: &Item, facts: &Facts) -> IpssrCytogenetics {
    if lost(item, Chromosome::Y) || deleted(item, 11, Arm::Q) {
        VeryGood
    } else if [(5, Arm::Q), (12, Arm::P), (20, Arm::Q)].into_iter().any(|(number, arm)| deleted(item, number, arm)) {
        Good
    // Policy: der(1;7) gains 1q and loses 7q: a double with del(7q).
    } else if facts.monosomy_7 || abnormal_3q(item) || der_1_7(item) {
        Poor
    } else {
        Intermediate
    }
}
