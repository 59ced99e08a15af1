//! The model: coefficients, three scenarios for what is unknown, categories, and the package's final annotation.

use std::f64::consts::LN_2;

use super::{
    IpssmGene, IpssmInputs,
    derived::{Derived, Residual, derive},
};

/// A variable of the model. Its contribution to the score is coefficient * (value - mean) / ln 2.
pub(super) struct Variable {
    /// The package's name.
    pub(super) name: &'static str,
    /// Identifier of the criterion.
    pub(super) id: &'static str,
    /// In ten-thousandths.
    pub(super) coefficient: i32,
    /// Of the cohort that the model was made from.
    pub(super) mean: f64,
    /// In place of an unknown value.
    pub(super) best: f64,
    /// In place of an unknown value.
    pub(super) worst: f64,
    pub(super) value: fn(&IpssmInputs, &Derived) -> Option<f64>,
}

impl Variable {
    pub(super) fn beta(&self) -> f64 {
        f64::from(self.coefficient) / 10_000.0
    }
    /// The contribution of a value to the linear predictor.
    pub(super) fn contribution(&self, value: f64) -> f64 {
        self.beta() * (value - self.mean)
    }
}

fn yes_no(value: Option<bool>) -> Option<f64> {
    value.map(|is_so| if is_so { 1.0 } else { 0.0 })
}

macro_rules! genes {
    ($(($gene:ident, $name:literal, $id:literal, $coefficient:literal, $mean:literal)),+ $(,)?) => {
        [$(Variable {
            name: $name,
            id: $id,
            coefficient: $coefficient,
            mean: $mean,
            best: 0.0,
            worst: 1.0,
            value: |inputs, _| yes_no(inputs.gene(IpssmGene::$gene)),
        }),+]
    };
}

// RULE: IPSS-M, model coefficients and cohort means; values for missing variables as in the authors' package.
/// Haemoglobin.
pub(super) const HAEMOGLOBIN: Variable = Variable {
    name: "HB1",
    id: "ipssm.haemoglobin",
    coefficient: -1710,
    mean: 9.87,
    best: 20.0,
    worst: 4.0,
    value: |_, derived| derived.haemoglobin,
};
/// Platelets, in hundreds.
pub(super) const PLATELETS: Variable = Variable {
    name: "TRANSF_PLT100",
    id: "ipssm.platelets",
    coefficient: -2220,
    mean: 1.41,
    best: 2.5,
    worst: 0.0,
    value: |_, derived| derived.platelets,
};
/// Blasts, in steps of 5 %.
pub(super) const BLASTS: Variable = Variable {
    name: "BLAST5",
    id: "ipssm.blasts",
    coefficient: 3520,
    mean: 0.922,
    best: 0.0,
    worst: 4.0,
    value: |_, derived| derived.blasts,
};
/// The cytogenetic group, 0 to 4.
pub(super) const CYTOGENETICS: Variable = Variable {
    name: "CYTOVEC",
    id: "ipssm.cytogenetics",
    coefficient: 2870,
    mean: 1.39,
    best: 0.0,
    worst: 4.0,
    value: |_, derived| derived.cytogenetics,
};
/// TP53 hit twice.
pub(super) const TP53_MULTI: Variable = Variable {
    name: "TP53multi",
    id: "ipssm.tp53_multi",
    coefficient: 11_800,
    mean: 0.071,
    best: 0.0,
    worst: 1.0,
    value: |_, derived| yes_no(derived.tp53_multi),
};
/// SF3B1 with isolated del(5q).
pub(super) const SF3B1_5Q: Variable = Variable {
    name: "SF3B1_5q",
    id: "ipssm.sf3b1_5q",
    coefficient: 5040,
    mean: 0.0166,
    best: 0.0,
    worst: 1.0,
    value: |_, derived| yes_no(derived.sf3b1_5q),
};
/// SF3B1 without what worsens it.
pub(super) const SF3B1_ALPHA: Variable = Variable {
    name: "SF3B1_alpha",
    id: "ipssm.sf3b1_alpha",
    coefficient: -794,
    mean: 0.186,
    best: 1.0,
    worst: 0.0,
    value: |_, derived| yes_no(derived.sf3b1_alpha),
};
/// Genes that stand for themselves.
pub(super) const GENES: [Variable; 14] = genes![
    (Flt3, "FLT3", "ipssm.flt3", 7980, 0.0108),
    (MllPtd, "MLL_PTD", "ipssm.mll_ptd", 7980, 0.0247),
    (Npm1, "NPM1", "ipssm.npm1", 4300, 0.0112),
    (Runx1, "RUNX1", "ipssm.runx1", 4230, 0.126),
    (Nras, "NRAS", "ipssm.nras", 4170, 0.0362),
    (Etv6, "ETV6", "ipssm.etv6", 3910, 0.0216),
    (Idh2, "IDH2", "ipssm.idh2", 3790, 0.0429),
    (Cbl, "CBL", "ipssm.cbl", 2950, 0.0473),
    (Ezh2, "EZH2", "ipssm.ezh2", 2700, 0.0588),
    (U2af1, "U2AF1", "ipssm.u2af1", 2470, 0.0866),
    (Srsf2, "SRSF2", "ipssm.srsf2", 2390, 0.158),
    (Dnmt3a, "DNMT3A", "ipssm.dnmt3a", 2210, 0.161),
    (Asxl1, "ASXL1", "ipssm.asxl1", 2130, 0.252),
    (Kras, "KRAS", "ipssm.kras", 2020, 0.0271),
];
/// In the order of [`GENES`].
pub(super) const GENES_OF: [IpssmGene; 14] = [
    IpssmGene::Flt3,
    IpssmGene::MllPtd,
    IpssmGene::Npm1,
    IpssmGene::Runx1,
    IpssmGene::Nras,
    IpssmGene::Etv6,
    IpssmGene::Idh2,
    IpssmGene::Cbl,
    IpssmGene::Ezh2,
    IpssmGene::U2af1,
    IpssmGene::Srsf2,
    IpssmGene::Dnmt3a,
    IpssmGene::Asxl1,
    IpssmGene::Kras,
];
/// The residual genes: how many are mutated, two at most. Its values for missing genes depend on how many are known.
pub(super) const RESIDUAL: Variable = Variable {
    name: "nRes2",
    id: "ipssm.residual_genes",
    coefficient: 2310,
    mean: 0.388,
    best: 0.0,
    worst: 2.0,
    value: |_, derived| (derived.residual.missing == 0).then(|| f64::from(derived.residual.mutated.min(2))),
};

/// Every variable but the residual genes, in the order of a report.
pub(super) fn variables() -> impl Iterator<Item = &'static Variable> {
    static FIRST: [Variable; 7] = [HAEMOGLOBIN, PLATELETS, BLASTS, CYTOGENETICS, TP53_MULTI, SF3B1_5Q, SF3B1_ALPHA];
    static SECOND: [Variable; 14] = GENES;
    FIRST.iter().chain(&SECOND)
}

#[derive(Debug, Clone, Copy)]
enum Scenario {
    Best,
    Mean,
    Worst,
}

impl Residual {
    // RULE: IPSS-M, residual genes with missing ones: best none of them, worst all, mean by their share.
    fn value(self, scenario: Scenario) -> f64 {
        let (mutated, missing) = (f64::from(self.mutated), f64::from(self.missing));
        match scenario {
            Scenario::Best => mutated.min(2.0),
            Scenario::Worst => (mutated + missing).min(2.0),
            Scenario::Mean => {
                let share = missing / (f64::from(self.known) + missing);
                mutated.min(2.0) + ((2.0 - mutated) / 2.0 * share * RESIDUAL.mean).max(0.0)
            }
        }
    }
}

fn raw(inputs: &IpssmInputs, derived: &Derived, scenario: Scenario) -> f64 {
    let of = |variable: &Variable| {
        let value = (variable.value)(inputs, derived).unwrap_or(match scenario {
            Scenario::Best => variable.best,
            Scenario::Mean => variable.mean,
            Scenario::Worst => variable.worst,
        });
        variable.contribution(value)
    };
    let predictor: f64 = variables().map(of).sum();
    (predictor + RESIDUAL.contribution(derived.residual.value(scenario))) / LN_2
}

/// To two decimals: of the two neighbours with two decimals the nearer as they are represented; of equals the even.
pub(super) fn two_decimals(value: f64) -> f64 {
    let hundreds = value.abs() * 100.0;
    let (below, above) = (hundreds.floor() / 100.0, hundreds.ceil() / 100.0);
    let (to_below, to_above) = (value.abs() - below, above - value.abs());
    let even = hundreds.floor() % 2.0 == 0.0;
    let rounded = if to_below < to_above || (to_below.total_cmp(&to_above).is_eq() && even) { below } else { above };
    if value < 0.0 && rounded > 0.0 { -rounded } else { rounded }
}

/// The categories, rising.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IpssmCategory {
    /// At most -1.5.
    VeryLow,
    /// Above -1.5, at most -0.5.
    Low,
    /// Above -0.5, at most 0.
    ModerateLow,
    /// Above 0, at most 0.5.
    ModerateHigh,
    /// Above 0.5, at most 1.5.
    High,
    /// Above 1.5.
    VeryHigh,
}

impl IpssmCategory {
    /// All, rising.
    pub const ALL: [Self; 6] =
        [Self::VeryLow, Self::Low, Self::ModerateLow, Self::ModerateHigh, Self::High, Self::VeryHigh];
    // RULE: IPSS-M, categories on the score with two decimals, closed on the right.
    /// Of a score with two decimals.
    pub fn of(score: f64) -> Self {
        match score {
            s if s <= -1.5 => Self::VeryLow,
            s if s <= -0.5 => Self::Low,
            s if s <= 0.0 => Self::ModerateLow,
            s if s <= 0.5 => Self::ModerateHigh,
            s if s <= 1.5 => Self::High,
            _ => Self::VeryHigh,
        }
    }
    /// The score above which it begins; none of the lowest.
    pub(super) fn above(self) -> Option<f64> {
        [None, Some(-1.5), Some(-0.5), Some(0.0), Some(0.5), Some(1.5)][self as usize]
    }
    /// As a verdict names it.
    pub fn word(self) -> &'static str {
        ["very_low", "low", "moderate_low", "moderate_high", "high", "very_high"][self as usize]
    }
    /// As the authors' package writes it.
    pub fn authors_word(self) -> &'static str {
        ["Very Low", "Low", "Moderate Low", "Moderate High", "High", "Very High"][self as usize]
    }
}

/// A score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Before rounding; 0 is the average patient, and each unit doubles the hazard.
    pub raw: f64,
    /// With two decimals.
    pub score: f64,
    /// Of the rounded score.
    pub category: IpssmCategory,
}

impl Scored {
    pub(super) fn new(raw: f64) -> Self {
        let score = two_decimals(raw);
        Self { raw, score, category: IpssmCategory::of(score) }
    }
}

/// What the final annotation rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comment {
    /// Worst and best are the same.
    NoUncertainty,
    /// They differ by 1 at most.
    BelowLimit,
    /// They differ by more than 1, in one category.
    AboveLimitButStable,
    /// They differ by more than 1, in two categories.
    AboveLimit,
}

impl Comment {
    /// As the authors' package writes it.
    pub fn text(self) -> &'static str {
        match self {
            Self::NoUncertainty => "no uncertainty (no missing data)",
            Self::BelowLimit => "range (worst - best) below limit",
            Self::AboveLimitButStable => "range (worst - best) above limit, but stable category",
            Self::AboveLimit => "range (worst - best) above limit",
        }
    }
}

/// The package's final word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Annotation {
    /// None where worst and best lie too far apart.
    pub score: Option<f64>,
    /// None where they also lie in two categories.
    pub category: Option<IpssmCategory>,
    /// Why.
    pub comment: Comment,
}

/// The score of one patient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IpssmResult {
    /// With every unknown variable at its best.
    pub best: Scored,
    /// With every unknown variable at its mean.
    pub mean: Scored,
    /// With every unknown variable at its worst.
    pub worst: Scored,
    /// What the package reports of the three.
    pub last: Annotation,
}

/// Scores the inputs as the authors' package does.
pub fn score(inputs: &IpssmInputs) -> IpssmResult {
    let derived = derive(inputs);
    let [best, mean, worst] =
        [Scenario::Best, Scenario::Mean, Scenario::Worst].map(|scenario| Scored::new(raw(inputs, &derived, scenario)));
    let range = worst.score - best.score;
    // RULE: IPSS-M, final annotation: the mean where worst - best is at most 1; its category where they agree.
    let (score, category, comment) = if range == 0.0 {
        (Some(mean.score), Some(mean.category), Comment::NoUncertainty)
    } else if range <= 1.0 {
        (Some(mean.score), Some(mean.category), Comment::BelowLimit)
    } else if worst.category == best.category {
        (None, Some(mean.category), Comment::AboveLimitButStable)
    } else {
        (None, None, Comment::AboveLimit)
    };
    IpssmResult { best, mean, worst, last: Annotation { score, category, comment } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_decimals_are_the_nearer_as_represented() {
        // 0.285 is stored a little below, 2.675 too, 1.005 a little below; 0.125 is a tie and goes to the even 0.12.
        for (value, expected) in
            [(0.285, 0.28), (2.675, 2.67), (1.005, 1.0), (0.125, 0.12), (-0.125, -0.12), (-0.004, 0.0)]
        {
            let rounded = two_decimals(value);
            assert!(
                (rounded - expected).abs() < 1e-12 && rounded.is_sign_negative() == (expected < 0.0),
                "{value}: {rounded}"
            );
        }
    }

    #[test]
    fn genes_stand_in_one_order() {
        for (variable, gene) in GENES.iter().zip(GENES_OF) {
            assert_eq!(variable.name, gene.column());
        }
    }
}
