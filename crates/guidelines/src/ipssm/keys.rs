//! The keys that IPSS-M emits.

use crate::keys::{
    Key,
    KeyKind::{Category, Criterion, Datum, Flag, Policy, Score},
    key,
};

/// Every key of the score, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "ipssm.very_low", "Very low"),
    key(Category, "ipssm.low", "Low"),
    key(Category, "ipssm.moderate_low", "Moderate low"),
    key(Category, "ipssm.moderate_high", "Moderate high"),
    key(Category, "ipssm.high", "High"),
    key(Category, "ipssm.very_high", "Very high"),
    key(Criterion, "ipssm.haemoglobin", "Haemoglobin below the cohort's mean, 9.87 g/dL"),
    key(Criterion, "ipssm.platelets", "Platelets below the cohort's mean, 141 x 10^9/L"),
    key(Criterion, "ipssm.blasts", "Marrow blasts above the cohort's mean, 4.6 %"),
    key(Criterion, "ipssm.cytogenetics", "Cytogenetic group of IPSS-R: intermediate or worse"),
    key(Criterion, "ipssm.tp53_multi", "TP53 hit twice or on both alleles"),
    key(Criterion, "ipssm.sf3b1_5q", "SF3B1 mutated with isolated del(5q)"),
    key(Criterion, "ipssm.sf3b1_alpha", "SF3B1 mutated without what worsens it; lowers the score"),
    key(Criterion, "ipssm.flt3", "FLT3: internal tandem duplication or kinase domain"),
    key(Criterion, "ipssm.mll_ptd", "KMT2A: partial tandem duplication"),
    key(Criterion, "ipssm.npm1", "NPM1 mutated"),
    key(Criterion, "ipssm.runx1", "RUNX1 mutated"),
    key(Criterion, "ipssm.nras", "NRAS mutated"),
    key(Criterion, "ipssm.etv6", "ETV6 mutated"),
    key(Criterion, "ipssm.idh2", "IDH2 mutated"),
    key(Criterion, "ipssm.cbl", "CBL mutated"),
    key(Criterion, "ipssm.ezh2", "EZH2 mutated"),
    key(Criterion, "ipssm.u2af1", "U2AF1 mutated"),
    key(Criterion, "ipssm.srsf2", "SRSF2 mutated"),
    key(Criterion, "ipssm.dnmt3a", "DNMT3A mutated"),
    key(Criterion, "ipssm.asxl1", "ASXL1 mutated"),
    key(Criterion, "ipssm.kras", "KRAS mutated"),
    key(Criterion, "ipssm.residual_genes", "Fifteen further genes: one mutated at least, two count at most"),
    key(Datum, "FLT3", "FLT3: internal tandem duplication or kinase domain"),
    key(
        Flag,
        "ipssm.flag.contradictory_karyotype",
        "The cytogenetic group and the complex karyotype contradict each other",
    ),
    key(
        Flag,
        "ipssm.flag.range_below_limit",
        "Inputs are unknown; worst and best score differ by 1 at most: the mean is reported",
    ),
    key(
        Flag,
        "ipssm.flag.range_above_limit_stable",
        "Inputs are unknown; worst and best score differ by more than 1, in the same category",
    ),
    key(
        Flag,
        "ipssm.flag.range_above_limit",
        "Inputs are unknown; worst and best score differ by more than 1: the authors report no category",
    ),
    key(
        Flag,
        "ipssm.flag.completions_reach_others",
        "The category is that of the authors' mean score; other values of the unknown inputs lead to other categories",
    ),
    key(Policy, "ipssm_uncertain_category", "The category of IPSS-M while inputs are unknown"),
    key(Score, "ipssm.score", "IPSS-M score"),
    key(Score, "ipssm.mean", "IPSS-M score with unknown inputs at their mean"),
    key(Score, "ipssm.completions", "IPSS-M score over all values of the unknown inputs"),
];
