//! The model's variables from the inputs, as the package defines them: a comparison with an unknown value is not met.

use super::{IpssmGene, IpssmInputs, Tp53Count};
use marv_model::cytogenetics::Group;

/// The variables that are not inputs as they stand. None is the package's NA.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Derived {
    pub(super) haemoglobin: Option<f64>,
    pub(super) platelets: Option<f64>,
    pub(super) blasts: Option<f64>,
    pub(super) cytogenetics: Option<f64>,
    pub(super) sf3b1_5q: Option<bool>,
    pub(super) sf3b1_alpha: Option<bool>,
    pub(super) tp53_multi: Option<bool>,
    pub(super) residual: Residual,
}

/// The residual genes, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Residual {
    pub(super) mutated: u8,
    pub(super) known: u8,
    pub(super) missing: u8,
}

impl Residual {
    pub(super) fn of(inputs: &IpssmInputs, genes: impl IntoIterator<Item = IpssmGene>) -> Self {
        let mut counted = Self::default();
        for gene in genes {
            match inputs.gene(gene) {
                Some(mutated) => {
                    counted.known += 1;
                    counted.mutated += u8::from(mutated);
                }
                None => counted.missing += 1,
            }
        }
        counted
    }
}

// RULE: IPSS-M, SF3B1-alpha excludes these six.
/// Genes whose mutation keeps SF3B1 from being alpha.
pub(super) const NOT_ALPHA: [IpssmGene; 6] =
    [IpssmGene::Srsf2, IpssmGene::Stag2, IpssmGene::Bcor, IpssmGene::Bcorl1, IpssmGene::Runx1, IpssmGene::Nras];

// RULE: IPSS-M, haemoglobin is cut at 4 and 20 g/dL, platelets at 250, blasts at 20 %.
pub(super) const HAEMOGLOBIN: (f64, f64) = (4.0, 20.0);
pub(super) const MOST_PLATELETS: f64 = 250.0;
pub(super) const MOST_BLASTS: f64 = 20.0;
// RULE: IPSS-M, an allele fraction above this is loss of heterozygosity at TP53.
pub(super) const LOH_FRACTION: f64 = 0.55;

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

pub(super) fn derive(inputs: &IpssmInputs) -> Derived {
    let finite = |value: Option<f64>| value.filter(|number| number.is_finite());
    let sf3b1 = inputs.gene(IpssmGene::Sf3b1);
    // RULE: IPSS-M, SF3B1 with isolated del(5q).
    let sf3b1_5q = if sf3b1 == YES && inputs.del5q == YES && inputs.del7_7q == NO && inputs.complex == NO {
        YES
    } else if sf3b1 == NO || inputs.del5q == NO || inputs.del7_7q == YES || inputs.complex == YES {
        NO
    } else {
        None
    };
    // RULE: IPSS-M, SF3B1-alpha: SF3B1 without del(5q) alone and without the six genes.
    let all_six_absent = NOT_ALPHA.iter().all(|gene| inputs.gene(*gene) == NO);
    let one_of_six = NOT_ALPHA.iter().any(|gene| inputs.gene(*gene) == YES);
    let sf3b1_alpha = if sf3b1 == YES && sf3b1_5q == NO && all_six_absent {
        YES
    } else if sf3b1 == NO || sf3b1_5q == YES || one_of_six {
        NO
    } else {
        None
    };
    // RULE: IPSS-M, loss of heterozygosity at TP53: as reported, or fraction above 0.55, or loss of 17p.
    let loh = if finite(inputs.tp53_max_fraction).is_some_and(|f| f > LOH_FRACTION) || inputs.del17_17p == YES {
        YES
    } else {
        inputs.tp53_loh
    };
    // RULE: IPSS-M, TP53 multi-hit: two mutations, or one with loss of heterozygosity.
    let tp53_multi = match inputs.tp53_mutations {
        None => None,
        Some(Tp53Count::None) => NO,
        Some(Tp53Count::One) => loh,
        Some(Tp53Count::TwoOrMore) => YES,
    };
    Derived {
        haemoglobin: finite(inputs.haemoglobin).map(|value| value.clamp(HAEMOGLOBIN.0, HAEMOGLOBIN.1)),
        platelets: finite(inputs.platelets).map(|value| value.clamp(0.0, MOST_PLATELETS) / 100.0),
        blasts: finite(inputs.marrow_blasts).map(|value| value.clamp(0.0, MOST_BLASTS) / 5.0),
        cytogenetics: inputs.cytogenetics.decided().map(step),
        sf3b1_5q,
        sf3b1_alpha,
        tp53_multi,
        residual: Residual::of(inputs, IpssmGene::residual().iter().copied()),
    }
}

// RULE: IPSS-M, cytogenetic group: 0 Very Good to 4 Very Poor.
/// The place of a group in its list.
pub(super) fn step<G: Group>(group: G) -> f64 {
    (0u8..).zip(G::ALL).find(|(_, known)| **known == group).map_or(0.0, |(step, _)| f64::from(step))
}
