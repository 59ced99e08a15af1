//! The karyotype groups of MIPSS70+ version 2.0 and GIPSS (Tefferi, JCO 2018 and Leukemia 2018).

use std::collections::BTreeSet;

use marv_model::cytogenetics::MyelofibrosisKaryotype::{self, Favourable, Unfavourable, VeryHighRisk};

use super::facts::{Facts, deleted, der_1_7, gained, in_doubt};
use crate::{
    cytogenetics::{changes, losses},
    karyotype::{Arm, Change, Chromosome, Item, Sign, Symbol},
};

/// The groups that these facts leave possible.
pub(super) fn possible(facts: &Facts) -> BTreeSet<MyelofibrosisKaryotype> {
    let mut found = BTreeSet::from([group(facts)]);
    // A sole der(1;7) is a chromosome 1 translocation and a loss of 7q: the publication does not say which it takes.
    if facts.single().is_some_and(der_1_7) {
        found.extend([Favourable, Unfavourable]);
    }
    if facts.events.iter().any(|(item, _)| in_doubt(item)) {
        found.insert(Unfavourable);
    }
    if facts.open && group(facts) != VeryHighRisk {
        found.extend([Unfavourable, VeryHighRisk]);
    }
    found
}

// RULE: MIPSS70+ version 2.0, karyotype.
fn group(facts: &Facts) -> MyelofibrosisKaryotype {
    if facts.monosomy_7 || facts.any(very_high_risk) {
        VeryHighRisk
    } else if facts.number() == 0 || facts.single().is_some_and(favourable) {
        Favourable
    } else {
        Unfavourable
    }
}

/// i(17q), inv(3)/3q21, 12p−/12p11.2, 11q−/11q23, an autosomal trisomy other than +8 and +9.
fn very_high_risk(item: &Item) -> bool {
    let (three, eleven, twelve) = (Chromosome::Autosome(3), Chromosome::Autosome(11), Chromosome::Autosome(12));
    match &item.change {
        Change::Whole(Chromosome::Autosome(number)) => item.sign == Some(Sign::Gain) && !matches!(number, 8 | 9),
        Change::Structural { head, .. } if item.sign != Some(Sign::Loss) => {
            losses::isochromosome_17q(head)
                || deleted(item, 12, Arm::P)
                || deleted(item, 11, Arm::Q)
                || changes(item).iter().any(|change| {
                    losses::breaks_in(change, three, Arm::Q, &["21"])
                        || losses::breaks_in(change, twelve, Arm::P, &["11"])
                        || losses::breaks_in(change, eleven, Arm::Q, &["23"])
                        || change.symbol == Symbol::Inv && change.chromosomes == [three]
                })
        }
        _ => false,
    }
}

/// 13q−, +9, 20q−, a translocation or duplication of chromosome 1, any change of a sex chromosome.
fn favourable(item: &Item) -> bool {
    let one = Chromosome::Autosome(1);
    let sex = [Chromosome::X, Chromosome::Y];
    match &item.change {
        Change::Whole(chromosome) => gained(item, Chromosome::Autosome(9)) || sex.contains(chromosome),
        Change::Structural { head, .. } if item.sign != Some(Sign::Loss) => {
            let translocates = |symbol| matches!(symbol, Symbol::T | Symbol::Dup | Symbol::Trp);
            deleted(item, 13, Arm::Q)
                || deleted(item, 20, Arm::Q)
                || head.chromosomes.iter().all(|chromosome| sex.contains(chromosome))
                || head.symbol == Symbol::Der && head.chromosomes.len() > 1 && head.chromosomes.contains(&one)
                || changes(item).iter().any(|change| change.chromosomes.contains(&one) && translocates(change.symbol))
        }
        _ => false,
    }
}
